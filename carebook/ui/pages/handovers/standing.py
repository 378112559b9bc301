"""Beside the minutes: what still stands in the way of the handover, each thing with the way to it; after it, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.rules.reintegration import Lack
from carebook.ui.pages.handovers.asking import Opened
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.home_path import way_words
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.words import _, ngettext


class Standing(SidePanel):
    """``wanted(lack)`` when somebody goes to put a thing right; ``closing`` and ``following`` lead on after the handover."""

    wanted = Signal(object)
    closing = Signal()
    following = Signal()

    def __init__(self) -> None:
        super().__init__(_("Before the handover"), width=320, closes=False)

    def show_standing(self, found: Opened, lacks: Sequence[Lack]) -> None:
        """What is left, or that nothing is; after the handover what follows from it."""
        self.clear()
        done = found.file is not None and found.file.is_completed
        self.show_title(_("Handed over") if done else _("Before the handover"))
        if done:
            self._show_done(found)
        elif lacks:
            words = ngettext("{n} thing left", "{n} things left", len(lacks)).format(n=len(lacks))
            self.add(section_head(words), hairline())
            for lack in lacks:
                self.add(self._lack(lack), hairline())
        else:
            said = _("Nothing is left. The handover ends the stay and begins the follow-up.")
            self.add(row(Sign("circle-check", "ok"), (label(said, wrap=True), 1)))

    def _show_done(self, found: Opened) -> None:
        handover = found.shown.handover
        day = dates.written(handover.handed_on) if handover.handed_on else "–"
        said = _("Handed over to {name} on {day}. The minutes are frozen.").format(name=handover.receiver, day=day)
        self.add(row(Sign("lock", "text2"), (label(said, wrap=True), 1)), 12)
        follow = Button(_("Follow-up visits"), icon="calendar")
        follow.clicked.connect(self.following)
        close = Button(_("Form 06"), icon="file-text")
        close.clicked.connect(self.closing)
        self.add(row(follow, None), 6, row(close, None))

    def _lack(self, lack: Lack) -> QFrame:
        said = str(lack.message)
        words = label(said[:1].upper() + said[1:], wrap=True)
        way = Button(_("Fill in") if lack.page == "handovers" else way_words(lack), "link")
        way.setAccessibleName(f"{way.text()}: {said}")
        way.clicked.connect(partial(self.wanted.emit, lack))
        sign = box(column(3, Sign("circle", "warn", 14), None, gap=0))
        return box(row(sign, (box(column(words, row(way, None), gap=0)), 1), gap=8, margins=(0, 5, 0, 3)))
