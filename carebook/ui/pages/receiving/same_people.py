"""People who may stand in two centers at once: who, where, since when, what agrees and what differs; a suspicion, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.records.receiving import ReceivedPerson
from carebook.rules.receiving import DATA, Meeting
from carebook.ui.pages.receiving.asking import Department
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import Message, _


class SamePeoplePart(QWidget):
    """A line a pair, the surest first; it opens nothing, the centers are asked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._names: dict[str, str] = {}
        self.table = RecordTable(
            [
                Column("one", _("Person"), lambda pair: self._person(pair, 0), 190, 1, ALWAYS),
                Column("here", _("Center"), lambda pair: self._center(pair, 0), 180, 1, 9),
                Column("other", _("Person"), lambda pair: self._person(pair, 1), 190, 1, ALWAYS),
                Column("there", _("Center"), lambda pair: self._center(pair, 1), 180, 1, 9),
                Column("agree", _("The same"), _agreeing, 180, 1, 8),
                Column("differ", _("Different"), lambda pair: Cell(_listed(pair.why.differ), tone="text2"), 150, 1, 4),
            ],
            _("The same person in two centers"),
            id_of=lambda pair: f"{pair.people[0].id} {pair.people[1].id}",
            row_height=44,
        )
        self.states = States(self.table)
        told = _(
            "From the newest data packages. Ask both centers before anything is decided; the names do not leave this page."
        )
        self.setLayout(
            column(
                row((label(told, "small", wrap=True), 1), margins=(8, 8, 8, 4)),
                (self.states, 1),
                gap=0,
                margins=(16, 0, 16, 0),
            )
        )
        self.setFocusProxy(self.table)

    def show_department(self, found: Department) -> None:
        """Show the pairs."""
        self._names = {one.id: one.facility.name for one in found.centers}
        pairs = found.meetings or ()
        self.table.show_records(pairs)
        if pairs:
            self.states.show_content()
        else:
            came = any(one.parcel.parcel_kind == DATA and not one.parcel.refused for one in found.everything)
            words = _("Nobody of the data packages here stands in two centers.")
            none = _("No data package came yet. Centers send them encrypted for the key for receiving of this book.")
            self.states.show_empty(words if came else none, icon="users")

    def _person(self, pair: Meeting, which: int) -> Cell:
        one: ReceivedPerson = pair.people[which]
        sub = " · ".join(filter(None, (dates.written(one.born) if one.born is not None else "", one.code)))
        return Cell(one.full_name, sub=sub, weight=500)

    def _center(self, pair: Meeting, which: int) -> Cell:
        since = pair.people[which].since_on
        words = _("since {day}").format(day=dates.written(since)) if since else ""
        return Cell(self._names.get(pair.facilities[which], "–"), sub=words)


def _agreeing(pair: Meeting) -> Cell:
    words = _listed(pair.why.agree)
    mark = ("full", "warn") if pair.why.certain else ("half", "text2")
    return Cell(words, mark=mark)


def _listed(facts: Sequence[Message]) -> str:
    return ", ".join(map(str, facts))
