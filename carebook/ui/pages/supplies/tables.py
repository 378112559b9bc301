"""The lists of the page of goods: who is due, what was issued and signed, belongings and where they stand."""

from __future__ import annotations

from functools import partial
from typing import Any

from carebook.money import dong, number
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.rules.belongings import KEEPING_WORDS, Keeping
from carebook.store.belongings import BelongingLine
from carebook.store.supplies import Issue, SupplyLine
from carebook.ui.pages.supplies.asking import BELONGINGS, DUE, ISSUED, LISTS, RETURNED
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _

LIST_WORDS = {
    DUE: N_("Goods due"),
    ISSUED: N_("Lists issued"),
    BELONGINGS: N_("Belongings"),
    RETURNED: N_("Belongings given back"),
}
_MARKS = {Keeping.KEPT: ("full", "info"), Keeping.WITH_PERSON: ("ring", "text2"), Keeping.RETURNED: ("full", "ok")}


class SupplyTables:
    """Makes the tables; ``item`` is the one thing that counts as due, "" for any."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.item = ""
        who = partial(Column, "who", _("Resident"), _person, 180, 2, ALWAYS)
        columns = {
            DUE: [
                who(),
                Column("items", _("Goods due"), self._items_cell, 280, 4, ALWAYS),
                Column("last", _("Given last"), self._last_cell, 120, 1, 6),
            ],
            ISSUED: [
                Column("on", _("Issued on"), lambda one: desk.said_day(one.issued_on), 100, 1, ALWAYS),
                Column("what", _("Goods"), self._issue_cell, 260, 3, ALWAYS),
                Column("people", _("Residents"), lambda one: number(one.people), 90, priority=8, align="right"),
                Column("signed", _("Signatures"), self._signed_cell, 150, 1, 7),
            ],
        }
        things = [
            Column("what", _("Thing"), self._thing_cell, 200, 2, ALWAYS),
            Column("state", _("State"), self._keeping_cell, 180, 1, 8),
        ]
        columns[BELONGINGS] = [who(), *things]
        columns[RETURNED] = [who(), *things]
        self.tables = {
            key: RecordTable(columns[key], _(LIST_WORDS[key]), row_height=44, many=key == DUE) for key in LISTS
        }

    # cells

    def _items_cell(self, line: SupplyLine) -> Cell:
        today = self._desk.today()
        due = [one for one in line.due(today) if not self.item or one.item == self.item]
        told = ", ".join(self._desk.words("supply_item", one.item) for one in due)
        away = enum_words.said(AbsenceKind(line.who.absence)) if line.who.absence else ""
        return Cell(told, sub=away)

    def _last_cell(self, line: SupplyLine) -> str:
        last = max((one.last_on for one in line.items if one.last_on is not None), default=None)
        return self._desk.said_day(last) or "–"

    def _issue_cell(self, one: Issue) -> Cell:
        items = dict.fromkeys(self._desk.words("supply_item", each.issued.item) for each in one.lines)
        return Cell(", ".join(items), weight=500)

    def _signed_cell(self, one: Issue) -> Cell:
        if not one.unsigned:
            return Cell(_("all signed"), mark=("full", "ok"))
        return Cell(_("{n} not signed yet").format(n=number(one.unsigned)), mark=("half", "warn"))

    def _thing_cell(self, line: BelongingLine) -> Cell:
        thing = line.thing
        amount = dong(thing.amount) if thing.amount is not None else ""
        received = self._desk.said_day(thing.received_on)
        many = f"{thing.quantity} × " if thing.quantity != 1 else ""
        return Cell(f"{many}{thing.what}", sub=" · ".join(filter(None, (amount, received, thing.note))), weight=500)

    def _keeping_cell(self, line: BelongingLine) -> Cell:
        thing = line.thing
        if line.is_left_behind:
            said = _("left behind; the stay ended on {day}").format(day=self._desk.said_day(line.who.end_on))
            return Cell(_(KEEPING_WORDS[Keeping.KEPT]), sub=said, sub_tone="danger", mark=("full", "danger"))
        sub = thing.kept_at
        if line.keeping is Keeping.RETURNED:
            sub = " · ".join(
                filter(None, (self._desk.said_day(thing.returned_on), thing.returned_to, thing.minutes_no))
            )
        return Cell(_(KEEPING_WORDS[line.keeping]), sub=sub, mark=_MARKS[line.keeping])


def _person(line: Any) -> Cell:
    who = line.who
    return Cell(who.name, sub=" · ".join(filter(None, (who.code, who.room))), weight=500)
