"""Cấp phát, tư trang: what is due and was issued by signed lists; what residents brought, kept for them and given back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.belongings import return_belonging, save_belonging
from carebook.actions.change import Change, Outdated
from carebook.actions.people import strike_detail
from carebook.actions.supplies import issue_supplies, strike_supplies
from carebook.money import number
from carebook.records.episodes import Belonging
from carebook.records.record import table_of
from carebook.records.supplies import SuppliesIssued
from carebook.rules.belongings import Keeping
from carebook.store.belongings import BelongingLine
from carebook.store.supplies import Given, Issue, SupplyLine
from carebook.ui.pages.supplies.asking import BELONGINGS, DUE, FORMS, ISSUED, LISTS, RETURNED, Goods, View, goods
from carebook.ui.pages.supplies.printing import SuppliesPrinting
from carebook.ui.pages.supplies.sheets import IssueSheet, IssueView, ReturnSheet, belonging_sheet
from carebook.ui.pages.supplies.tables import LIST_WORDS, SupplyTables
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.table import RecordTable
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _, ngettext

ISSUE, LOOK, THING, RETURN = "issue", "look", "belonging", "return"
_EMPTY = {
    DUE: N_("Nobody is due for goods now."),
    ISSUED: N_("Nothing was issued in the last year."),
    BELONGINGS: N_("No belonging is noted."),
    RETURNED: N_("Nothing was given back yet."),
}
SIGNED = "Đã ký danh sách"
"""What is kept of a signature on the printed list; names nobody, because goods are given under the alias too."""


class SuppliesPage(DeskPage):
    """Goods and belongings; ``shown`` of ``turn_to`` chooses a list."""

    mine = frozenset({"daily_care", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("issue goods, note a belonging")),
        KeyHint("Enter", N_("open")),
        KeyHint("F8", N_("all have signed, give back")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Goods issued and belongings"))
        self._found: Goods | None = None
        self._view = View()
        self._busy = False
        self._kind = ""
        self._record: Any = None
        self.shown = Pills([(key, _(LIST_WORDS[key])) for key in LISTS], DUE)
        self.shown.chosen.connect(self._choose)
        self.ward = filter_choice(_("Ward"), [("", _("All wards"))], "")
        self.item = filter_choice(_("Goods"), [("", _("All goods")), *desk.choices("supply_item")], "")
        for choice in (self.ward, self.item):
            choice.activated.connect(self._filter)
        self.lists = SupplyTables(desk)
        self.tables = self.lists.tables
        self.stack = Stack()
        for table in self.tables.values():
            table.opened.connect(self._open_line)
            table.picked.connect(self._show_buttons)
            self.stack.addWidget(table)
        self.states = States(self.stack)
        self.writing = self.writes_in(WritingPanel(desk, width=460))
        self.writing.shut.connect(self._shut)
        self._make_buttons()
        self.tabs = DailyTabs(desk, "supplies")
        self._beside = box(column((self.states, 1), gap=0, margins=(16, 0, 16, 0)))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((self.shown, 1), self.item, self.ward, gap=12, margins=(24, 6, 20, 6)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(self.person_button, None, key_caps(("Enter", _("open"))), self.strike_button, self.follow_button),
        )
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F8", self.follow),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_view()

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.new_button = button(_("Issue goods"), "primary", "plus", "Ctrl+N", self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.person_button = button(_("Open record"), "link", "chevron-right", "", self._open_person)
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.follow_button = button("", "", "check", "F8", self.follow)
        self.printing = SuppliesPrinting(self._desk, self)
        self.printing.said.connect(self.say)
        self.printing.refused.connect(self.complain)

    # what is on show

    def turn_to(self, shown: str = "", **_more: object) -> None:
        """Show a list."""
        if shown in LISTS:
            self.shown.choose(shown)
            self._choose(shown)
        self.make_stale()

    @property
    def table(self) -> RecordTable:
        """The list on show."""
        return self.tables[self._view.shown]

    def _choose(self, shown: str) -> None:
        self._view = replace(self._view, shown=shown)
        self._show_view()
        self._show_list()

    def _filter(self, *_more: object) -> None:
        self._view = replace(self._view, ward_id=self.ward.code(), item=self.item.code())
        self.make_stale()

    def _show_view(self) -> None:
        self.stack.setCurrentWidget(self.table)
        self.setFocusProxy(self.table)
        self.item.setVisible(self._view.shown == DUE)
        of_goods = self._view.shown in (DUE, ISSUED)
        self.new_button.setText(_("Issue goods") if of_goods else _("Note a belonging"))
        self.new_button.setVisible(self._desk.may("issue_supplies" if of_goods else "save_belonging"))
        self._show_buttons()

    def refresh(self) -> None:
        """Ask for the lists."""
        if self._found is None:
            self.states.show_loading()
        question = partial(goods, view=self._view, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Goods) -> None:
        self._found = found
        self.lists.item = found.view.item
        self.ward.offer([("", _("All wards")), *found.wards])
        self.writing.know(found.drafts)
        self._show_list()

    def _show_list(self) -> None:
        found = self._found
        if found is None:
            return
        for key in LISTS:
            self.shown.rename(key, f"{_(LIST_WORDS[key])}  {number(len(found.lines[key]))}")
            self.tables[key].show_records(found.lines[key])
        many = len(found.lines[DUE])
        said = ngettext("{n} resident is due for goods", "{n} residents are due for goods", many)
        self.header.show_line(said.format(n=number(many)))
        lines = found.lines[self._view.shown]
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        else:
            way = (
                ((self.new_button.text(), self.begin_new),)
                if not self.new_button.isHidden() and found.residents
                else ()
            )
            self.states.show_empty(_(_EMPTY[self._view.shown]), *way, icon="shapes")
        self._show_buttons()

    def _show_buttons(self, *_more: object) -> None:
        line = self.table.current()
        shown = self._view.shown
        self.person_button.setVisible(shown != ISSUED and line is not None)
        thing = self._kind == THING and bool(self._record.id)
        self.strike_button.setVisible(thing and self._desk.may("strike_detail"))
        unsigned = shown == ISSUED and isinstance(line, Issue) and line.unsigned > 0
        back = shown == BELONGINGS and isinstance(line, BelongingLine)
        self.follow_button.setText(_("All have signed") if shown == ISSUED else _("Give back…"))
        may = self._desk.may("issue_supplies" if shown == ISSUED else "return_belonging")
        self.follow_button.setVisible(bool(unsigned or back) and may)

    # writing

    def begin_new(self) -> None:
        """Issue goods to the residents selected, or to all who are due; on the lists of belongings, note one."""
        found = self._found
        if found is None or self.writing.has_unsaved() or self.new_button.isHidden():
            return
        if self._view.shown in (BELONGINGS, RETURNED):
            thing = Belonging(episode_id="", what="", received_on=self._desk.today(), kept_by_center=True)
            self._open(THING, thing, belonging_sheet(self._desk, thing, found.whose()), "new", _("Note a belonging"))
            return
        due = [line for line in self.tables[DUE].selected() if isinstance(line, SupplyLine)]
        if len(due) < 2:
            due = found.lines[DUE]
        item = self._view.item or _most_wanted(due, self._desk)
        today = self._desk.today()
        ticked = [line.id for line in due if (one := line.item(item)) is not None and one.is_due(today)]
        sheet = IssueSheet(self._desk, found.residents, ticked, item)
        self._open(ISSUE, None, sheet, self._view.ward_id or "all", _("Issue goods"))

    def _open_line(self, line: Any) -> None:
        if self.writing.has_unsaved():
            return
        if isinstance(line, Issue):
            sheet = IssueView(self._desk, line, strikes=self._desk.may("strike_supplies"))
            sheet.strike_wanted.connect(self._strike_row)
            by = _("Issued by {name}").format(name=line.issuer) if line.issuer else ""
            title = _("List of {day}").format(day=self._desk.said_day(line.issued_on))
            self._open(LOOK, line, sheet, line.batch, title, by)
            self.writing.tell_who_entered(table_of(SuppliesIssued), [one.id for one in line.lines])
        elif isinstance(line, BelongingLine) and self._desk.may("save_belonging"):
            self._open(
                THING, line.thing, belonging_sheet(self._desk, line.thing, ()), line.id, _("Belonging"), line.who.name
            )
        elif isinstance(line, SupplyLine):
            self.begin_new()

    def _open(self, kind: str, record: Any, sheet: Any, subject: str, title: str, line: str = "") -> None:
        self._kind, self._record = kind, record
        self.writing.open(sheet, FORMS + kind, subject, title, line)
        self.writing.save_button.setVisible(kind != LOOK)
        self._make_room()
        self._show_buttons()

    def save(self) -> None:
        written = None if self._busy else self.writing.written()
        if written is None:
            return
        match self._kind:
            case "issue":
                self._do(issue_supplies, written)
            case "belonging":
                seen = self._record.version if self._record.id else None
                self._do(save_belonging, written, seen=seen)
            case "return":
                self._do(return_belonging, *written)

    def _do(self, deed: Any, *values: Any, **given: Any) -> None:
        self._busy = True
        self._desk.do(deed, *values, then=self._saved, failed=self._refused, **given)

    def _saved(self, change: Change) -> None:
        self._busy = False
        kind = self._kind
        self.writing.close_up()
        self.make_stale()
        self.tell_done(change)
        if kind == ISSUE and change.result:
            self.printing.issue(change.result[0].batch)
        elif kind == RETURN and change.result:
            self.printing.minutes(change.result[0].episode_id, [one.id for one in change.result], self._desk.today())

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def follow(self) -> None:
        """All have signed the list on show; or what its owner left with the center is given back."""
        line = self.table.current()
        if self.follow_button.isHidden() or self.writing.has_unsaved() or self._found is None:
            return
        if isinstance(line, Issue):
            signed = [replace(one.issued, signed_by=SIGNED) for one in line.lines if not one.signed]
            self._desk.do(issue_supplies, signed, then=self._signed, failed=self.complain)
        elif isinstance(line, BelongingLine):
            mine = [one for one in self._found.lines[BELONGINGS] if one.who.episode_id == line.who.episode_id]
            self._open(
                RETURN, line.thing, ReturnSheet(self._desk, mine), line.who.episode_id, _("Give back"), line.who.name
            )

    def _signed(self, change: Change) -> None:
        if self._kind == LOOK:
            self.writing.put_away()
        self.make_stale()
        self.tell_done(change)

    def _strike(self) -> None:
        if self._kind == THING and (reason := reason_to_strike(self)):
            self._desk.do(strike_detail, self._record, reason=reason, then=self.struck, failed=self.complain)

    def _strike_row(self, given: Given) -> None:
        self.strike_through(strike_supplies, given.id)

    def struck(self, change: Change) -> None:
        self.writing.put_away()
        self.make_stale()
        super().struck(change)

    # elsewhere, narrow and wide

    def _print(self) -> None:
        found, line = self._found, self.table.current()
        if found is None:
            return
        if self._view.shown == DUE:
            self.printing.due(found, self._desk.today())
        elif isinstance(line, Issue):
            self.printing.issue(line.batch)
        elif isinstance(line, BelongingLine):
            things = [line.id] if line.keeping is Keeping.RETURNED else []
            self.printing.minutes(line.who.episode_id, things, self._desk.today())
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    def _open_person(self) -> None:
        line = self.table.current()
        if line is not None and not isinstance(line, Issue) and not line.who.masked:
            self._desk.go("person", person_id=line.who.person_id)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    def _shut(self) -> None:
        self._kind, self._record = "", None
        self._make_room()
        self._show_buttons()
        self.table.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)


def _most_wanted(lines: list[SupplyLine], desk: Desk) -> str:
    """The thing that most of them are due for; the first of the list when nobody is."""
    wanted = [one.item for line in lines for one in line.due(desk.today())]
    return max(sorted(set(wanted)), key=wanted.count, default=desk.choices("supply_item")[0][0])
