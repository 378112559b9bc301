"""What this program is: its version, the book, licences, and where the log lies."""

from __future__ import annotations

from carebook import __version__, places
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.words import _, message


class AboutTab(Tab):
    """For whoever is asked on the telephone which version this is."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            row(
                                Sign("hand-heart", "primary", 32), label(f"CareBook {__version__}", "h2"), None, gap=12
                            ),
                            label(
                                _("The book of a social protection center: free software under GPL-3.0-or-later."),
                                "muted",
                                wrap=True,
                            ),
                            12,
                            section_head(_("Book")),
                            label(str(message("Folder: {folder}", folder=desk.book.folder)), wrap=True),
                            label(_("One book is used on one PC at a time."), "small"),
                            12,
                            section_head(_("Log")),
                            label(str(places.log_folder()), wrap=True),
                            label(_("The log and crash reports hold nobody's name."), "small"),
                            12,
                            section_head(_("Fonts and signs")),
                            label("Inter, Tinos: SIL OFL 1.1 · Lucide: ISC", "muted", wrap=True),
                            None,
                            gap=6,
                            margins=(24, 20, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )
