"""The foot of the first page: who came and went in the last days, and who should be back already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout

from carebook import dates
from carebook.money import number
from carebook.records import enum_words
from carebook.records.stay_facts import StayFacts
from carebook.ui.pages.today.board import NEWS_DAYS, Overdue
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import column, emptied, hairline, row, scrolling
from carebook.words import _, ngettext

HEIGHT = 158
MOST = 40
"""So many lines of a list are shown; after a list was imported everybody has come."""
_SHORTEST = 64
"""What a name shrinks to, in pixels."""
_QUIET_HEIGHT = 80
"""While nobody came, went or is late."""


class News(QFrame):
    """Two short lists side by side; each name opens its person, a masked one opens nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._moved: QVBoxLayout = column(gap=2)
        self._late: QVBoxLayout = column(gap=2)
        self._told: object = None
        left = scrolling(column(self._moved, None, margins=(24, 8, 16, 8)))
        right = scrolling(column(self._late, None, margins=(16, 8, 20, 8)))
        self.setLayout(column(hairline(), row((left, 1), hairline("v"), (right, 1), gap=0), gap=0))
        self.setMinimumHeight(HEIGHT)

    def show_news(self, moved: Sequence[StayFacts], late: Sequence[Overdue]) -> None:
        """Who moved, the newest first, and who is late, the longest first; nothing is built again for the same news."""
        today = self._desk.today()
        if self._told == (told := (today, tuple(moved), tuple(late))):
            return
        self._told = told
        emptied(self._moved)
        emptied(self._late)
        self._moved.addWidget(section_head(_("Came and went in 7 days"), number(len(moved)) if moved else ""))
        for stay in moved[:MOST]:
            went = stay.end_on is not None and stay.end_on > today - timedelta(days=NEWS_DAYS)
            day = stay.end_on if went and stay.end_on else stay.start_on
            person_id = None if stay.masked else stay.person_id
            self._moved.addLayout(
                self._line(self._desk.said_day(day), stay.name, _("left") if went else _("came"), person_id)
            )
        self._say_more(self._moved, len(moved))
        if not moved:
            self._moved.addWidget(label(_("Nobody came or went."), "muted"))
        self._late.addWidget(section_head(_("Should be back already"), number(len(late)) if late else ""))
        for one in late[:MOST]:
            said = str(dates.lateness(one.absence.expected_on, today))
            person_id = None if one.who.masked else one.who.person_id
            self._late.addLayout(self._line(said, one.who.name, enum_words.said(one.absence.kind), person_id, "danger"))
        self._say_more(self._late, len(late))
        if not late:
            self._late.addWidget(label(_("Nobody is away longer than agreed."), "muted"))
        height = theme.worn().scaled(HEIGHT if moved or late else _QUIET_HEIGHT)
        self.setMinimumHeight(height)

    @staticmethod
    def _say_more(lines: QVBoxLayout, count: int) -> None:
        if (more := count - MOST) > 0:
            said = ngettext("And {n} more person.", "And {n} more people.", more).format(n=number(more))
            lines.addWidget(label(said, "muted"))

    def _line(self, first: str, name: str, words: str, person_id: str | None, tone: str = "text2") -> QBoxLayout:
        when = label(first, "small_name", tone, width=108)
        if person_id is None:
            return row(when, ElidedLabel(name, "name"), None, label(words, "small"), gap=6)
        opens = Button(name, "link")
        opens.setToolTip(name)
        opens.setMinimumWidth(_SHORTEST)  # a long name gives way to what is said of it
        opens.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        opens.clicked.connect(partial(self._desk.go, "person", person_id=person_id))
        return row(when, opens, None, label(words, "small"), gap=6)
