"""The look: light, dark or as the system; the size of letters; the language; when the screen is locked."""

from __future__ import annotations

from typing import Any, cast

from carebook import places, words
from carebook.actions.choices import keep_choice
from carebook.store.choices import HINTS, own_choice
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.choices import IDLE_MINUTES, Choices, wear
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.words import _, message


class LookTab(Tab):
    """Each choice holds at once and for this PC; the language from the next start."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._choices = Choices(places.settings_file())
        looks = Segments(
            [("system", _("as the system")), ("light", _("light")), ("dark", _("dark"))], self._choices.theme
        )
        looks.chosen.connect(self._choose_theme)
        sizes = Segments([(f"{n:g}", f"{n:g}") for n in (9, 10, 11, 12, 13)], f"{self._choices.points:g}")
        sizes.chosen.connect(self._choose_size)
        languages = Segments([("vi", "Tiếng Việt"), ("en", "English")], self._choices.language)
        languages.chosen.connect(self._choose_language)
        idle = Segments(
            [(str(n), str(message("{n} minutes", n=n))) for n in IDLE_MINUTES], str(self._choices.idle_minutes)
        )
        idle.chosen.connect(self._choose_idle)
        self._hints = Segments([("on", _("shown")), ("off", _("not shown"))])
        self._hints.chosen.connect(self._choose_hints)
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            section_head(_("Colours")),
                            row(looks, None),
                            12,
                            section_head(_("Size of letters")),
                            row(sizes, None),
                            12,
                            section_head(_("Language")),
                            row(languages, None),
                            label(
                                _("Papers are Vietnamese in every language. The language changes at the next start."),
                                "small",
                            ),
                            12,
                            section_head(_("Lock the screen after")),
                            row(idle, None),
                            12,
                            section_head(_("Hints on first visits")),
                            row(self._hints, None),
                            label(
                                _(
                                    "One's own choice, kept in the book. Shown again, each page tells its hint once more."
                                ),
                                "small",
                            ),
                            None,
                            gap=6,
                            margins=(24, 16, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )

    def _choose_theme(self, key: str) -> None:
        self._choices.theme = cast(theme.Choice, key)
        wear(self._choices)

    def _choose_size(self, key: str) -> None:
        self._choices.points = float(key)
        wear(self._choices)

    def _choose_language(self, key: str) -> None:
        if key in words.LANGUAGES:
            self._choices.language = key
            self.page.say(_("The language changes at the next start."), "info")

    def refresh(self) -> None:
        self.desk.ask(self, lambda reader: own_choice(reader, HINTS), self._show_hints, key=HINTS)

    def _show_hints(self, kept: dict[str, Any] | None) -> None:
        self._hints.choose("off" if kept and kept.get("off") else "on")

    def _choose_hints(self, key: str) -> None:
        self.desk.do(keep_choice, HINTS, {"off": True} if key == "off" else {"seen": []}, failed=self.page.complain)

    def _choose_idle(self, key: str) -> None:
        self._choices.idle_minutes = int(key)
        self.page.say(_("The new time holds from the next sign-in."), "info")
