"""The page of the lists of a period: which list, of which days, with which columns, and its ways out of the book."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from carebook.actions.exports import export_list
from carebook.dates import PartialDate, written
from carebook.money import number
from carebook.records.figures import Period
from carebook.reports import office_lists as reports
from carebook.rules.office_lists import Entry, ListKind
from carebook.store.book import Reader
from carebook.store.office_lists import OfficeList, office_list
from carebook.ui.pages.office_lists.columns import ColumnsDialog
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import Note, PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ask_reason
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.leading_tabs import OfficeTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.spans import SpanInput, usual
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, ngettext

_WIDTHS = {
    "name": 180,
    "category": 190,
    "hospital": 170,
    "home": 230,
    "child_group": 190,
    "why": 160,
    "school": 150,
    "route": 160,
    "what": 160,
    "card": 150,
    "national_id": 118,
    "decision": 124,
    "end_reason": 170,
    "destination": 140,
}
_GROWING = frozenset({"name", "category", "hospital", "home", "child_group", "why", "school"})
_FIRST = {"code": ALWAYS, "name": ALWAYS, "what": 9, "end_on": 9, "start_on": 8, "born": 8}
_CENTRED = ("born", "sex", "start_on", "end_on")


class OfficeListsPage(DeskPage):
    """One list at a time as it will stand on paper; Enter opens a record. ``turn_to(kind=…, first=…, last=…)``."""

    mine = frozenset({"people", "episodes", "codes", "casework", "periods"})
    keys = (
        KeyHint("Enter", N_("open the record")),
        KeyHint("F6", N_("the next list")),
        KeyHint("Ctrl+P", N_("print the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Lists of a period"))
        self._found: OfficeList | None = None
        self._columns: dict[ListKind, tuple[str, ...]] = {}
        kinds = [(kind.value, desk.words("office_list", kind.value)) for kind in ListKind]
        self.kind = filter_choice(_("List"), kinds, ListKind.ADMISSIONS.value, width=theme.worn().scaled(330))
        self.kind.activated.connect(self._other_kind)
        self.span = SpanInput(desk)
        self.span.changed.connect(self.make_stale)
        self.span.refused.connect(partial(self.say, tone="warn", seconds=6))
        self.columns_button = Button(_("Choose columns…"), "link")
        self.columns_button.clicked.connect(self._choose_columns)
        self.tabs = OfficeTabs(desk, "office_lists")
        self.table = self._made_table()
        self._place = column((self.table, 1), gap=0)
        self.states = States(box(self._place))
        self.notes = label("", "small", wrap=True)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self._make_buttons()
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((box(Flow(self.kind, self.span, self.columns_button, gap=12)), 1), margins=(24, 6, 20, 8)),
            (row((self.states, 1), margins=(16, 0, 16, 0)), 1),
            row((self.notes, 1), margins=(24, 4, 20, 6)),
            Footer(key_caps(("Enter", _("open")), ("F6", _("the next list"))), None, height=44),
        )
        self.setFocusProxy(self.kind)
        on_key(self, "F6", self._next_kind)
        on_key(self, "Ctrl+P", self.print_list)

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_list)
        self.export_button = Button(_("Export to Excel"), icon="file-spreadsheet")
        self.export_button.clicked.connect(self.export_list)
        for button in (self.export_button, self.print_button):
            button.setVisible(self._desk.may("export_list"))
            self.header.add_actions(button)

    def _made_table(self) -> RecordTable:
        """A table with the chosen columns of the chosen list."""
        kind = self.chosen_kind()
        made = RecordTable(
            [
                Column(
                    one.code,
                    one.heading,
                    partial(self._cell, one),
                    _WIDTHS.get(one.code, 104),
                    2 if one.code in _GROWING else 0,
                    _FIRST.get(one.code, 7 - place // 2),
                    "centre" if one.code in _CENTRED else "left",
                )
                for place, one in enumerate(reports.chosen_columns(kind, self._columns.get(kind, ())))
            ],
            self.kind.currentText(),
            id_of=lambda entry: f"{entry.stay.episode_id} {entry.what}",
        )
        made.opened.connect(self._open)
        return made

    def _cell(self, column: reports.ListColumn, entry: Entry) -> Cell:
        found = self._found
        if found is None:
            return Cell()
        (value,) = reports.cells(found, entry, (column,))
        said = written(value) if isinstance(value, date | PartialDate) else str(value or "")
        hidden = column.code == "name" and entry.stay.person_id in found.under_code
        return Cell(said, weight=500 if column.code == "name" else 400, icon="lock" if hidden else "")

    # which list

    def chosen_kind(self) -> ListKind:
        """The list on show."""
        return ListKind(self.kind.code())

    def period(self) -> Period:
        """The days of the list; of a span that runs on, those up to today."""
        first, last = self.span.bounds()
        return Period(first, last, min(max(first, self._desk.today()), last))

    def turn_to(self, kind: str = "", first: date | None = None, last: date | None = None, **_more: object) -> None:
        """Show a list by its name, of its usual span or from a day to a day."""
        if kind:
            self.kind.choose(kind)
            self._other_kind()
        if first is not None and last is not None:
            self.span.show_span(first, last)
        self.make_stale()

    def _other_kind(self, *_which: object) -> None:
        code = self._desk.codes.code("office_list", self.kind.code())
        if code is not None:
            self.span.show_span(*usual(code.extra.get("span", "month"), self._desk.today()))
        self._found = None
        self._renew_table()
        self.make_stale()

    def _next_kind(self, *_more: object) -> None:
        self.kind.setCurrentIndex((self.kind.currentIndex() + 1) % self.kind.count())
        self._other_kind()

    def _renew_table(self) -> None:
        before, self.table = self.table, self._made_table()
        self._place.replaceWidget(before, self.table)
        before.deleteLater()

    def _choose_columns(self, *_more: object) -> None:
        kind = self.chosen_kind()
        dialog = ColumnsDialog(self.window(), reports.COLUMNS[kind], self._columns.get(kind, ()))
        dialog.exec()
        if dialog.answer:
            self.show_columns(*dialog.ticks.codes())

    def show_columns(self, *codes: str) -> None:
        """Show these columns of the list only; all without any."""
        self._columns[self.chosen_kind()] = codes
        self._renew_table()
        if self._found is not None:
            self._show(self._found)

    def refresh(self) -> None:
        """Ask for the list."""
        if self._found is None:
            self.states.show_loading()
        question = partial(office_list, kind=self.chosen_kind(), period=self.period())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: OfficeList) -> None:
        if found.kind is not self.chosen_kind():
            return
        self._found = found
        many = ngettext("{n} line", "{n} lines", len(found.entries)).format(n=number(len(found.entries)))
        self.header.show_line(f"{reports.about(found)} · {many}")
        self.notes.setText(" ".join(reports.notes(found)))
        for button in (self.print_button, self.export_button):
            button.setEnabled(bool(found.entries))
        self.table.show_records(found.entries)
        if found.entries:
            self.states.show_content()
        else:
            self.states.show_empty(_("Nobody stands on this list for these days."), icon="list")

    def _open(self, entry: Entry) -> None:
        if entry.stay.masked:
            self.say(_("Restricted record, no right to open it; counted like everybody"), "info", seconds=6)
        else:
            self._desk.go("person", person_id=entry.stay.person_id)

    # on its way out

    def print_list(self, *_more: object) -> None:
        """Ask what the list is for, note it, and draw it."""
        self._take_out("pdf")

    def export_list(self, *_more: object) -> None:
        """The same as a workbook."""
        self._take_out("xlsx")

    def _take_out(self, way: str) -> None:
        if self._found is None or not self._found.entries or not self._desk.may("export_list"):
            return
        reasons = [
            ("authority", _("Asked for by the managing agency")),
            ("work", _("Work inside the center")),
            ("inspection", _("Inspection")),
            ("other", _("Another reason")),
        ]
        given = ask_reason(
            self,
            reports.title(self._found),
            reasons,
            text=_("The list holds names. Who took it out, when and why stays in the reading log."),
            words_for="other",
            deed=_("Print") if way == "pdf" else _("Export"),
        )
        if given is not None:
            code, words = given
            self.take_out(way, words or dict(reasons)[code])

    def take_out(self, way: str, reason: str) -> None:
        """Leave the line in the reading log, then show the list on paper ("pdf") or save it for Excel ("xlsx")."""
        desk, kind, period = self._desk, self.chosen_kind(), self.period()
        codes, facility = self._columns.get(kind, ()), self._desk.facility

        def gather(reader: Reader, by: str) -> tuple[OfficeList, str]:
            return office_list(reader, kind, period), by

        def drawn(made: tuple[OfficeList, str]) -> bytes:
            from carebook.reports.office_lists import drawing

            return drawing.draw(made[0], facility, codes, printed_by=made[1]).pdf

        def filled(made: tuple[OfficeList, str]) -> bytes:
            from carebook.reports.office_lists import drawing

            return drawing.workbook(made[0], facility, codes)

        stem, title = f"danh-sach-{kind.value.replace('_', '-')}", self.kind.currentText()
        note: Note = partial(_note, desk, self, reason)
        if way == "pdf":
            self.paper.begin(title, stem, gather, drawn, _named, note=note)
        else:
            self.paper.begin_table(title, stem, gather, filled, _named, note=note)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)


def _named(made: tuple[OfficeList, str]) -> frozenset[str]:
    """Whom the list names."""
    found = made[0]
    return frozenset(one.stay.person_id for one in found.entries) - found.under_code


def _note(
    desk: Desk, page: OfficeListsPage, reason: str, people: Collection[str], then: Callable[[object], object]
) -> None:
    """The line in the reading log; a list of codes only names nobody and leaves none."""
    if people:
        desk.do(export_list, len(people), reason=reason, then=then, failed=page.complain)
    else:
        then(None)
