"""Lists and rates: the dated words, limits and sums the book lives by, each with its source; a change is a new dated row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from carebook import dates, money
from carebook.actions.facility import amend_code, amend_dated_row
from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.rules.search_words import words_in
from carebook.store.book import Reader
from carebook.ui.pages.settings.carried import CHOICES, FIELDS, carried, written
from carebook.ui.pages.settings.tab import RecordDialog, Tab
from carebook.ui.parts.buttons import Button, Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message, pgettext


@dataclass(frozen=True)
class _Kind:
    """A kind of reference data: its record, its words, the order of its rows, and the fields of a change and of a new row."""

    name: str
    words: str
    record: type
    order: str
    changed: tuple[str, ...]
    added: tuple[str, ...] = ()


_KINDS = (
    _Kind(
        "codes",
        N_("Code lists"),
        Code,
        "position, code, valid_from",
        ("text", "note", "valid_from", "source"),
        ("text", "note", "valid_from", "source"),
    ),
    _Kind(
        "rates",
        N_("Rates"),
        Rate,
        "name, valid_from",
        ("amount", "factor", "valid_from", "valid_to", "source", "sure"),
    ),
    _Kind(
        "limits",
        N_("Deadlines and limits"),
        Limit,
        "name, valid_from",
        ("value", "basis", "valid_from", "valid_to", "source", "sure"),
    ),
    _Kind("agencies", N_("Agencies"), Agency, "role, valid_from", ("name", "valid_from", "valid_to")),
    _Kind(
        "laws",
        N_("Legal bases"),
        LegalBasis,
        "effective_from DESC, doc_no",
        ("doc_no", "title", "issuer", "issued_on", "effective_from", "effective_to", "replaced_by", "note"),
        ("doc_no", "title", "issuer", "issued_on", "effective_from", "effective_to", "replaced_by", "note"),
    ),
    _Kind(
        "days", N_("Own days"), HolidayRow, "day", ("working", "name", "source"), ("day", "working", "name", "source")
    ),
)


class CodesTab(Tab):
    """A kind of reference data above, its rows below; Enter opens one to write its next dated row."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._kind = _KINDS[0]
        self.kinds = Pills([(kind.name, _(kind.words)) for kind in _KINDS], _KINDS[0].name)
        self.kinds.chosen.connect(self._choose_kind)
        self.list = SearchChoice(desk.choices("code_list"), blank=False)
        self.list.setAccessibleName(_("Code list"))
        self.list.choose("category")
        self.list.setMinimumWidth(260)
        self.list.activated.connect(self._choose_list)
        self.table = RecordTable(
            [
                Column("name", pgettext("of a code", "Name"), self._name, 250, 4, ALWAYS),
                Column("value", _("Value"), self._value, 210, 2, 9),
                Column("from", _("Valid from"), _from, 104, priority=7),
                Column("to", _("Valid to"), _to, 104, priority=6),
                Column("source", _("Source"), _source, 200, 1, 4),
            ],
            _("Reference data"),
        )
        self.table.opened.connect(self._edit)
        self.states = States(self.table)
        self._change = Button(_("Change from a day on…"), icon="pencil")
        self._change.clicked.connect(self._edit_current)
        self._add = Button(_("Add…"), icon="plus")
        self._add.clicked.connect(self._add_row)
        self._line = label(
            _("A square marks what its source does not prove; check it against the law's text."), "small"
        )
        self.setLayout(
            column(
                box(row(self.kinds, None, margins=(24, 10, 20, 4))),
                box(row(self.list, self._line, None, self._add, self._change, margins=(24, 4, 20, 4))),
                (box(row((self.states, 1), margins=(16, 0, 16, 0))), 1),
                gap=0,
            )
        )
        self._show_kind()

    def show_part(self, name: str) -> None:
        self.kinds.choose(name)
        self._choose_kind(name)

    def _choose_kind(self, name: str) -> None:
        self._kind = next(kind for kind in _KINDS if kind.name == name)
        self._show_kind()
        self.refresh()

    def _show_kind(self) -> None:
        may = self.desk.may("amend_code" if self._kind.record is Code else "amend_dated_row")
        self.list.setVisible(self._kind.record is Code)
        self._line.setVisible(self._kind.record in (Rate, Limit))
        # what the program does not know the event of would never follow from anything
        grows = self._kind.record is not Code or self.list.code() != "consequence"
        self._add.setVisible(may and bool(self._kind.added) and grows)
        self._change.setVisible(may)

    def _choose_list(self, _index: int) -> None:
        self._show_kind()
        self.refresh()

    def refresh(self) -> None:
        kind, name = self._kind, self.list.code()

        def read(reader: Reader) -> list[Any]:
            reader.asks("codes")
            if kind.record is Code:
                return reader.records(Code, "list_name = ?", (name,), order=kind.order)
            return list(reader.records(kind.record, order=kind.order))

        self.states.show_loading()
        self.desk.ask(self, read, self._show)

    def _show(self, rows: list[Any]) -> None:
        if self._kind.record in (Rate, Limit):  # in the order in which they are named, not of their code names
            names = self.desk.choices("rate_name" if self._kind.record is Rate else "limit_name")
            order = {name: place for place, (name, _words) in enumerate(names)}
            rows = sorted(rows, key=lambda row: order.get(row.name, len(order)))
        self.table.show_records(rows)
        said = {"value": map(self._value, rows), "source": (_source(row).text for row in rows)}
        self.table.leave_out(*(key for key, words in said.items() if not any(words)))
        if rows:
            self.states.show_content()
        else:
            self.states.show_empty(_("There is nothing in this list yet."))

    def _name(self, found: Any) -> Cell:
        match found:
            case Code():
                return Cell(found.text, weight=500)
            case Rate():
                return Cell(self.desk.words("rate_name", found.name), weight=500, mark=_mark(found))
            case Limit():
                return Cell(self.desk.words("limit_name", found.name), weight=500, mark=_mark(found))
            case Agency():
                return Cell(self.desk.words("agency_role", found.role), weight=500)
            case HolidayRow():
                return Cell(found.name or "–", weight=500)
        return Cell(found.doc_no, weight=500)

    def _value(self, found: Any) -> str:
        match found:
            case Code():
                more = carried(found)
                return more.said() if more is not None else str(found.note)
            case Rate() if found.amount is not None:
                return money.dong(found.amount)
            case Rate():
                return str(message("coefficient {n}", n=money.number(found.factor or 0)))
            case Limit():
                return self._limit(found)
            case Agency():
                return str(found.name)
            case HolidayRow():
                return _("worked") if found.working else _("day off")
        return str(found.title)

    def _limit(self, found: Limit) -> str:
        if found.unit == "day_of_month":
            day = found.choice.split("-")[::-1]
            return "/".join(day) if found.choice else str(message("day {n} of the month", n=found.value))
        return f"{found.value} {self.desk.words('limit_unit', found.unit)}"

    # writing

    def _edit_current(self) -> None:
        self._edit(self.table.current())

    def _edit(self, found: Any) -> None:
        """The next dated row of what is chosen; a law and a day of the calendar are corrected as they stand."""
        if found is None or self._change.isHidden():
            return
        if isinstance(found, LegalBasis | HolidayRow):
            self._ask(_("Edit"), found, self._kind.changed)
            return
        today = self.desk.today()
        if found.valid_to is not None and found.valid_to < today:
            self.page.say(_("This row has ended; a later row holds. It stays as it was."), "info")
            return
        text = _("The row as it stands keeps its days; the new one holds from the day written here.")
        begin = max(today, found.valid_from or today)
        self._ask(_("Change from a day on"), replace(found, valid_from=begin), self._kind.changed, text)

    def _add_row(self) -> None:
        today = self.desk.today()
        match self._kind.name:
            case "codes":
                rows = self.table.records.rowCount()
                blank: Any = Code(list_name=self.list.code(), code="", text="", valid_from=today, position=rows + 1)
            case "laws":
                blank = LegalBasis(doc_no="", title="")
            case _:
                blank = HolidayRow(day=today)
        self._ask(_("Add"), blank, self._kind.added)

    def _ask(self, title: str, record: Any, names: tuple[str, ...], text: str = "") -> None:
        more = carried(record) if isinstance(record, Code) else None
        if more is not None:
            write = partial(self._write_carried, record)
            dialog = RecordDialog(self, title, more, FIELDS[type(more)], write, choices=CHOICES, text=text)
        else:
            dialog = RecordDialog(self, title, record, names, self._write, text=text)
        change = dialog.outcome()
        if change is not None:
            self.page.say(change.said)
            self.refresh()

    def _write_carried(self, code: Code, edited: Any, then: Any, failed: Any) -> None:
        self._write(written(code, edited), then, failed)

    def _write(self, asked: Any, then: Any, failed: Any) -> None:
        if isinstance(asked, LegalBasis | HolidayRow):
            self.desk.do(amend_dated_row, asked, then=then, failed=failed)
            return
        if isinstance(asked, Code) and not asked.code:
            asked = replace(asked, code="_".join(words_in(asked.text)))
        action = amend_code if isinstance(asked, Code) else amend_dated_row
        self.desk.do(action, asked, asked.valid_from or self.desk.today(), then=then, failed=failed)


def _mark(found: Rate | Limit) -> tuple[str, str] | None:
    return None if found.sure else ("square", "warn")


def _from(found: Any) -> str:
    match found:
        case LegalBasis():
            return _day(found.effective_from)
        case HolidayRow():
            return _day(found.day)
    return _day(found.valid_from)


def _to(found: Any) -> str:
    match found:
        case LegalBasis():
            return _day(found.effective_to)
        case HolidayRow():
            return _day(found.day)
    return _day(found.valid_to)


def _source(found: Any) -> Cell:
    return Cell(found.issuer if isinstance(found, LegalBasis) else getattr(found, "source", ""), small=True)


def _day(day: date | None) -> str:
    return dates.written(day) if day is not None else "–"
