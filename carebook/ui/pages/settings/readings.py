"""The reading log: who opened restricted records, printed or exported people, and why."""

from __future__ import annotations

from datetime import timedelta

from carebook import dates
from carebook.actions import deed_words
from carebook.store import staff as questions
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _


class ReadingsTab(Tab):
    """For the managers; the newest first."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._days = Pills([("7", _("7 days")), ("30", _("30 days")), ("365", _("one year"))], "30")
        self._days.chosen.connect(self._choose)
        self.table = RecordTable(
            [
                Column("at", _("When"), lambda t: dates.moment(t.reading.at, desk.today()), 130),
                Column("who", _("Who"), lambda t: Cell(t.who, weight=500), 170, 1, ALWAYS),
                Column("what", _("What"), lambda t: deed_words.words_of(t.reading.deed), 190, 1, 9),
                Column("people", _("Number of people"), lambda t: str(t.reading.people or "–"), 84, align="right"),
                Column("why", _("Reason"), lambda t: t.reading.reason, 200, 3, 5),
            ],
            _("Reading log"),
            id_of=_id,
        )
        self.states = States(self.table)
        self.setLayout(
            column(
                box(row(self._days, None, margins=(24, 10, 20, 4))),
                (box(row((self.states, 1), margins=(16, 0, 16, 0))), 1),
                gap=0,
            )
        )

    def _choose(self, _key: str) -> None:
        self.refresh()

    def refresh(self) -> None:
        today = self.desk.today()
        first = today - timedelta(days=int(self._days.current()))

        def read(reader: Reader) -> list[questions.ReadingTold]:
            return questions.readings(reader, first, today)

        self.states.show_loading()
        self.desk.ask(self, read, self._show)

    def _show(self, found: list[questions.ReadingTold]) -> None:
        self.table.show_records(found)
        if found:
            self.states.show_content()
        else:
            self.states.show_empty(_("Nobody opened, printed or exported anything restricted in these days."))


def _id(told: questions.ReadingTold) -> str:
    return told.reading.id
