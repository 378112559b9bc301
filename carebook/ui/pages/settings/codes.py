"""Lists and rates: the dated words, limits and sums the book lives by, each with its source; a change is a new dated row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carebook import dates, money
from carebook.actions.facility import amend_code, amend_dated_row
from carebook.records.codes import Agency, Code, LegalBasis, Limit, Rate
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab, ask_record
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import SearchChoice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, message

_FIELDS: dict[type, tuple[str, ...]] = {
    Code: ("text", "note", "valid_from", "source"),
    Rate: ("amount", "factor", "valid_from", "valid_to", "source", "sure"),
    Limit: ("value", "choice", "basis", "valid_from", "valid_to", "source", "sure"),
    Agency: ("name", "valid_from", "valid_to"),
    LegalBasis: ("doc_no", "title", "issuer", "issued_on", "effective_from", "effective_to", "replaced_by", "note"),
}


class CodesTab(Tab):
    """A kind of reference data above, its rows below; Enter opens one to write its next dated row."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._kind: type = Code
        self._segments = Segments(
            [
                ("codes", _("Code lists")),
                ("rates", _("Rates")),
                ("limits", _("Deadlines and limits")),
                ("agencies", _("Agencies")),
                ("laws", _("Legal bases")),
            ],
            "codes",
        )
        self._segments.chosen.connect(self._choose_kind)
        self._list = SearchChoice([(name, name) for name in desk.codes.names()], blank=False)
        self._list.setAccessibleName(_("Code list"))
        self._list.choose("category")
        self._list.setMinimumWidth(220)
        self._list.activated.connect(self._choose_list)
        self.table = RecordTable(
            [
                Column("name", _("Name"), self._name, 230, 2, ALWAYS),
                Column("value", _("Value"), self._value, 240, 2, 9),
                Column("from", _("Valid from"), lambda r: _day(_first(r)), 100, priority=7),
                Column("to", _("Valid to"), lambda r: _day(_last(r)), 100, priority=6),
                Column("source", _("Source"), lambda r: Cell(getattr(r, "source", ""), small=True), 220, 1, 4),
            ],
            _("Reference data"),
        )
        self.table.opened.connect(self._edit)
        self.states = States(self.table)
        edit = Button(_("Change from a day on…"), icon="pencil")
        edit.clicked.connect(self._edit_current)
        self._line = label(
            _("What is not sure by its source carries a sign; check it against the law's text."), "small"
        )
        self.setLayout(
            column(
                box(row(self._segments, self._list, None, edit, margins=(24, 10, 20, 4))),
                box(row(self._line, margins=(24, 0, 20, 4))),
                (box(row((self.states, 1), margins=(16, 0, 16, 0))), 1),
                gap=0,
            )
        )

    def _choose_kind(self, key: str) -> None:
        self._kind = {"codes": Code, "rates": Rate, "limits": Limit, "agencies": Agency, "laws": LegalBasis}[key]
        self._list.setVisible(self._kind is Code)
        self.refresh()

    def _choose_list(self, _index: int) -> None:
        self.refresh()

    def refresh(self) -> None:
        kind, name = self._kind, self._list.code()

        def read(reader: Reader) -> list[Any]:
            reader.asks("codes")
            if kind is Code:
                return reader.records(Code, "list_name = ?", (name,), order="position, code, valid_from")
            order = {Rate: "name, valid_from", Limit: "name, valid_from", Agency: "role, valid_from"}
            return reader.records(kind, order=order.get(kind, "effective_from DESC, doc_no"))

        self.states.show_loading()
        self.desk.ask(self, read, self._show)

    def _show(self, rows: list[Any]) -> None:
        self.table.show_records(rows)
        if rows:
            self.states.show_content()
        else:
            self.states.show_empty(_("This list is empty."))

    def _name(self, found: Any) -> Cell:
        match found:
            case Code():
                return Cell(found.code, weight=500)
            case Rate() | Limit():
                mark = None if found.sure else ("square", "warn")
                return Cell(found.name, weight=500, mark=mark)
            case Agency():
                return Cell(self.desk.words("agency_role", found.role), weight=500)
        return Cell(found.doc_no, weight=500)

    def _value(self, found: Any) -> str:
        match found:
            case Code():
                return found.text
            case Rate():
                return money.dong(found.amount) if found.amount is not None else money.number(found.factor or 0)
            case Limit():
                return found.choice or f"{found.value} {self.desk.words('limit_unit', found.unit)}"
            case Agency():
                return found.name
        return str(found.title)

    def _edit_current(self) -> None:
        self._edit(self.table.current())

    def _edit(self, found: Any) -> None:
        if found is None:
            return
        today = self.desk.today()
        text = _("The row as it stands keeps its days; the new one holds from the day written here.")
        begins = "effective_from" if isinstance(found, LegalBasis) else "valid_from"
        asked = ask_record(
            self,
            self.desk,
            _("Change from a day on"),
            replace(found, **{begins: today}),
            _FIELDS[type(found)],
            text=text,
        )
        if asked is None:
            return
        if isinstance(asked, Code):
            self.desk.do(amend_code, asked, asked.valid_from or today, then=self._done, failed=self.page.complain)
        elif isinstance(asked, LegalBasis):
            self.desk.do(amend_dated_row, asked, then=self._done, failed=self.page.complain)
        else:
            self.desk.do(amend_dated_row, asked, asked.valid_from or today, then=self._done, failed=self.page.complain)

    def _done(self, change: Any) -> None:
        said = change.said if change.said is not None else message("Saved.")
        self.page.say(said)
        self.refresh()


def _first(found: Any) -> Any:
    return found.effective_from if isinstance(found, LegalBasis) else found.valid_from


def _last(found: Any) -> Any:
    return found.effective_to if isinstance(found, LegalBasis) else found.valid_to


def _day(day: Any) -> str:
    return dates.written(day) if day is not None else "–"
