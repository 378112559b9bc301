"""Hồ sơ quản lý: every case, where it stands, what comes next, who manages it; the caseload against the norm."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent

from carebook import dates
from carebook.money import number
from carebook.records.case_facts import CASE_STATE_WORDS, CaseState
from carebook.records.staff import Role
from carebook.rules import due
from carebook.store.book import Reader
from carebook.ui.pages.social_work.asking import NOBODY, CaseRow, Cases, cases
from carebook.ui.pages.social_work.assigning import Assigning, ManagerDialog
from carebook.ui.pages.social_work.loads import LoadsPanel
from carebook.ui.parts import theme
from carebook.ui.parts.approvals import ApprovalsButton
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import lateness_cell, place_of, title_of
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Lines, PaperList, TakingOut
from carebook.words import N_, _, ngettext, speaking

BESIDE = 900
"""From this width of the page on, in pixels at base size, the caseload stands beside the list."""
_MARKS = {
    CaseState.GATHERING: ("ring", "text2"),
    CaseState.ASSESSING: ("ring", "info"),
    CaseState.PLANNING: ("half", "info"),
    CaseState.AWAITING: ("half", "warn"),
    CaseState.ACTIVE: ("full", "ok"),
    CaseState.REVIEW_DUE: ("full", "warn"),
    CaseState.CLOSING: ("dash", "text2"),
    CaseState.CLOSED: ("square", "text2"),
}
_HEADS = (
    "Mã hồ sơ",
    "Họ và tên",
    "Phòng",
    "Tình trạng hồ sơ",
    "Người quản lý",
    "Ghi chép gần nhất",
    "Việc tiếp theo",
    "Hạn",
)


class SocialWorkPage(Page):
    """The cases of one worker or of all; Enter opens a record, Space what comes next, F4 assigns those selected."""

    mine = frozenset({"people", "episodes", "casework", "rehabilitation", "staff"})
    keys = (
        KeyHint("Enter", N_("open the record")),
        KeyHint("Space", N_("open what comes next")),
        KeyHint("F4", N_("assign a case manager")),
        KeyHint("Ctrl+P", N_("print the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Social work"))
        self._desk = desk
        self._found: Cases | None = None
        roles = desk.actor.roles_on(desk.today())
        self._worker = desk.actor.staff_member_id if Role.SOCIAL_WORKER in roles else ""
        self.worker = filter_choice(_("Case manager"), [("", _("All cases"))], width=theme.worn().scaled(210))
        self.worker.activated.connect(self._choose_worker)
        self.header.add_left(self.worker)
        self._make_actions()
        self.table = RecordTable(
            [
                Column("name", _("Name"), self._name_cell, 162, 2, ALWAYS),
                Column("state", _("Where the case stands"), self._state_cell, 152, 0, 9),
                Column("next", _("Next step"), self._next_cell, 190, 3, 8),
                Column("due", _("Due on"), self._due_cell, 124, priority=7),
                Column("noted", _("Last note"), self._noted_cell, 68, priority=5),
                Column("manager", _("Owner"), self._manager_cell, 158, 0, 6),
            ],
            _("Managed cases"),
            many=True,
            row_height=44,
        )
        self.table.opened.connect(self._open)
        self.table.acted.connect(self._act)
        self.table.selectionModel().selectionChanged.connect(self._count_selected)
        self.states = States(self.table)
        self.loads = LoadsPanel()
        self.loads.chosen.connect(self.choose_worker)
        self.assigning = Assigning(desk, self)
        self.assigning.done.connect(self._assigned)
        self.assigning.refused.connect(self.complain)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.selected = label("", "small")
        foot = Footer(
            self.approvals,
            self.progress,
            8,
            self.selected,
            None,
            key_caps(("Enter", _("open the record")), ("Space", _("open what comes next")), ("F4", _("assign"))),
            height=44,
        )
        self.tabs = ServiceTabs(desk, "social_work")
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            (row((self.states, 1), self.loads, gap=0, margins=(16, 6, 0, 0)), 1),
            foot,
        )
        self.setFocusProxy(self.table)

    def _make_actions(self) -> None:
        desk = self._desk
        self.approvals = ApprovalsButton(desk)
        self.progress = Button(_("Progress report"), "link", "file-text")
        self.progress.clicked.connect(partial(desk.go, "progress"))
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.print_button.setVisible(desk.may("export_list"))
        self.assign_button = Button(_("Assign…"), "primary", "user-plus", "F4", listens=False)
        self.assign_button.clicked.connect(self._ask_manager)
        self.assign_button.setVisible(desk.may("amend_episode"))
        self.assign_button.setEnabled(False)
        self.header.add_actions(self.print_button, self.assign_button)
        if desk.may("export_list"):
            on_key(self, "Ctrl+P", self._take_out)
        if desk.may("amend_episode"):
            on_key(self, "F4", self._ask_manager)

    def turn_to(self, worker_id: str = "", **_more: object) -> None:
        """Show the cases of one worker; "nobody" for those without a case manager."""
        self._worker = worker_id
        self.make_stale()

    # asking

    def refresh(self) -> None:
        """Ask for all cases at once."""
        self.states.show_loading()
        self.approvals.refresh()
        today, complete_from = self._desk.today(), self._desk.facility.records_complete_from
        self._desk.ask(self, lambda reader: cases(reader, today, complete_from), self._read, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _read(self, found: Cases) -> None:
        self._found = found
        own = self._desk.actor.staff_member_id
        named = [(load.worker_id, found.staff.get(load.worker_id, "–")) for load in found.loads if load.worker_id]
        if self._worker == own and own not in {who for who, _name in named}:
            named.append((own, self._desk.actor.name))
        choices = [("", _("All cases")), (NOBODY, _("Without a case manager")), *named]
        self.worker.offer(choices)
        self._worker = self._worker if self._worker in {code for code, _words in choices} else ""
        self.worker.choose(self._worker)
        self.loads.show_cases(found)
        self._show()

    # showing

    def rows(self) -> list[CaseRow]:
        """The cases of the chosen worker, as they are listed."""
        return self._found.of(self._worker) if self._found else []

    def _show(self) -> None:
        found, rows = self._found, self.rows()
        assert found is not None
        without = sum(1 for row in found.rows if row.facts.case_manager_id is None)
        said = [ngettext("{n} case", "{n} cases", len(rows)).format(n=number(len(rows)))]
        late = sum(1 for row in rows if row.next is not None and due.is_late(row.next, self._desk.now()))
        if late:
            said.append(_("{n} of them overdue").format(n=number(late)))
        if without and self._worker != NOBODY:
            said.append(_("{n} without a case manager").format(n=number(without)))
        self.header.show_line(" · ".join(said))
        self.table.show_records(rows)
        self._count_selected()
        if rows:
            self.states.show_content()
        elif self._worker == NOBODY:
            self.states.show_empty(_("Every case has its case manager."), icon="circle-check")
        elif self._worker:
            self.states.show_empty(
                _("No case was given to manage yet."),
                (_("All cases"), partial(self.choose_worker, "")),
                icon="handshake",
            )
        else:
            self.states.show_empty(_("The book holds nobody yet."), icon="users")

    def choose_worker(self, worker: str, *_more: object) -> None:
        """Show the cases of a worker."""
        self._worker = worker
        self.worker.choose(worker)
        if self._found is not None:
            self._show()
            self.table.setFocus()

    def _choose_worker(self) -> None:
        self.choose_worker(self.worker.code())

    def _name_cell(self, row: CaseRow) -> Cell:
        said = " · ".join(filter(None, (row.facts.code, row.facts.room)))
        return Cell(row.facts.name, sub=said, weight=500)

    def _state_cell(self, row: CaseRow) -> Cell:
        version = _("version {n}").format(n=row.facts.plan_number) if row.facts.plan_number else ""
        return Cell(_(CASE_STATE_WORDS[row.state]), sub=version, mark=_MARKS[row.state])

    def _next_cell(self, row: CaseRow) -> Cell:
        if row.next is None:
            return Cell("–", tone="text2")
        return Cell(title_of(row.next), sub=str(row.next.why), acts=not row.facts.masked)

    def _due_cell(self, row: CaseRow) -> Cell:
        if row.next is None or self._found is None:
            return Cell()
        cell = lateness_cell(row.next, self._desk.now(), self._found.own_days)
        return Cell(cell.text, sub=self._desk.said_day(row.next.due_on), tone=cell.tone, small=True, weight=500)

    def _noted_cell(self, row: CaseRow) -> Cell:
        return Cell(
            self._desk.said_day(row.facts.noted_on) or _("none yet"), tone="text" if row.facts.noted_on else "text2"
        )

    def _manager_cell(self, row: CaseRow) -> Cell:
        who = row.facts.case_manager_id
        if who is None:
            return Cell(_("not assigned"), tone="warn")
        return Cell(self._found.staff.get(who, "–") if self._found else "")

    # pressing

    def _open(self, row: CaseRow) -> None:
        if row.facts.masked:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info", icon="lock")
        else:
            self._desk.go("person", person_id=row.facts.person_id)

    def _act(self, row: CaseRow, _column: str) -> None:
        place = place_of(row.next, self._desk) if row.next is not None else None
        if place is None:
            self._open(row)
        else:
            self._desk.went.emit(place)

    # assigning

    def _selected(self) -> list[CaseRow]:
        wanted = set(self.table.selected_ids())
        return [row for row in self.rows() if row.id in wanted and not row.facts.masked]

    def _count_selected(self, *_more: object) -> None:
        count = len(self._selected())
        self.assign_button.setEnabled(count > 0)
        words = ngettext("{n} case selected", "{n} cases selected", count).format(n=count) if count > 1 else ""
        self.selected.setText(words)

    def _ask_manager(self) -> None:
        rows, found = self._selected(), self._found
        if not rows or found is None:
            return
        dialog = ManagerDialog(self, len(rows), found.here, rows[0].facts.case_manager_id or "")
        if dialog.exec() and (who := dialog.who.code()):
            self.assigning.begin([row.id for row in rows], who, found.staff.get(who, ""))

    def _assigned(self, sentence: object, ops: list[str]) -> None:
        if ops:
            self.offer_undo(sentence, partial(self.assigning.take_back, ops))
        else:
            self.say(sentence, "info", seconds=6)

    # on paper

    def _take_out(self) -> None:
        rows, found = self.rows(), self._found
        if not rows or found is None:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)
            return
        whose = found.staff.get(self._worker, "") or ("chưa giao" if self._worker == NOBODY else "")
        as_of = f"{whose + ', ' if whose else ''}tính đến ngày {dates.written(self._desk.today())}"
        lines = partial(_lines, tuple(rows), found)
        self.taking_out.begin(PaperList("pdf", "Hồ sơ quản lý", as_of, _HEADS, len(rows), lines, "ho-so-quan-ly"))

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.loads.setVisible(self.width() >= theme.worn().scaled(BESIDE))


def _lines(rows: tuple[CaseRow, ...], found: Cases, _reader: Reader) -> Lines:
    with speaking("vi"):
        return [
            (
                row.facts.code,
                row.facts.name,
                row.facts.room,
                _(CASE_STATE_WORDS[row.state]),
                found.staff.get(row.facts.case_manager_id or "", ""),
                row.facts.noted_on,
                title_of(row.next) if row.next else "",
                row.next.due_on if row.next else None,
            )
            for row in rows
        ]
