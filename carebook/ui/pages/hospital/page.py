"""Vắng mặt, nằm viện: who is away and late, leaving and coming back, and being taken to hospital with the summary of care."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change, Outdated
from carebook.actions.episodes import record_absence, record_return
from carebook.actions.hospital import amend_transfer, return_from_hospital, transfer_to_hospital
from carebook.actions.people import protected, strike_detail
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.hospital import HospitalTransfer
from carebook.store.book import in_vietnam
from carebook.store.hospital import AwayLine
from carebook.ui.pages.hospital.asking import (
    AWAY,
    BACK,
    HOME,
    LEAVE,
    RETURN,
    TRANSFER,
    Absences,
    Chosen,
    absences,
    chosen,
    signs_now,
)
from carebook.ui.pages.hospital.rows import AwayTable, paper_list, said_of
from carebook.ui.pages.hospital.sheets import CameHome, HomeSheet, LeaveSheet, ReturnSheet, Taken, TransferSheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.ui.parts.writing_panel import Sheet, WritingPanel
from carebook.words import N_, _

PAPERS = {AbsenceKind.HOSPITAL.value: "hospital_transfer"}


class HospitalPage(DeskPage):
    """Who is away, or came back lately; ``turn_to(episode_id=…, new="leave" | "transfer")`` begins one."""

    mine = frozenset({"people", "episodes", "daily_care"})
    keys = (
        KeyHint("Ctrl+N", N_("write a leave")),
        KeyHint("F7", N_("take to hospital")),
        KeyHint("F8", N_("the person is back")),
        KeyHint("Enter", N_("edit")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Absences and hospital"))
        self._view = AWAY
        self._found: Absences | None = None
        self._begins: tuple[str, str] = ("", "")
        self._wanted, self._busy = "", False
        self._make_buttons()
        self.tabs = DailyTabs(desk, "hospital")
        self.views = Segments([(AWAY, _("Away")), (BACK, _("Back in the last 30 days"))])
        self.views.chosen.connect(self._turn)
        self.table = AwayTable(desk)
        self.table.opened.connect(self._edit_line)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        self.setFocusProxy(self.table)
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._shut)
        self._beside = box(column((self.states, 1), margins=(16, 0, 16, 0)))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.views, None, self.deaths_button, margins=(24, 8, 20, 8)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(
                *(self.person_button, self.orders_button, None),
                *(self.strike_button, self.paper_button, self.edit_button, self.back_button),
            ),
        )
        for key, slot in (
            ("Ctrl+N", self.begin_leave),
            ("F7", self.begin_transfer),
            ("F8", self.begin_return),
            ("F2", self.edit),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.transfer_button = button(_("Take to hospital"), "", "ambulance", "F7", self.begin_transfer)
        self.leave_button = button(_("Write a leave"), "primary", "plus", "Ctrl+N", self.begin_leave)
        self.header.add_actions(self.print_button, self.transfer_button, self.leave_button)
        self.person_button = button(_("Open record"), "link", "", "", self._open_person)
        self.deaths_button = button(_("Deaths"), "link", "", "", self._open_deaths)
        self.orders_button = button(_("Medicines"), "link", "pill", "", self._open_orders)
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.paper_button = button(_("Paper"), "", "file-text", "", self._open_paper)
        self.edit_button = button(_("Edit"), "", "pencil", "F2", self.edit)
        self.back_button = button(_("Is back"), "", "house", "F8", self.begin_return)
        self.taking_out = TakingOut(self._desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # what is on show

    def turn_to(self, episode_id: str = "", new: str = "", view: str = "", **_more: object) -> None:
        """Show who is away, with the absence of ``episode_id`` picked; ``new`` begins a leave or a transfer of them."""
        self._begins = (new, episode_id)
        if view in (AWAY, BACK):
            self._view = view
            self.views.choose(view)
        self.make_stale()

    def _turn(self, view: str) -> None:
        self._view = view
        self.make_stale()

    def refresh(self) -> None:
        """Ask who is away."""
        if self._found is None:
            self.states.show_loading()
        question = partial(absences, view=self._view, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Absences) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self.header.show_line(said_of(found, self._desk))
        self.table.show_records(found.lines)
        if found.lines:
            self.states.show_content()
            theirs = next((one.id for one in found.lines if one.episode_id == self._begins[1]), "")
            if not self.table.pick(self._wanted or theirs) and self.table.current() is None:
                self.table.pick(found.lines[0].id)
        elif found.view == AWAY:
            ways = ((_("Write a leave"), self.begin_leave),) if self._desk.may("record_absence") else ()
            self.states.show_empty(_("Everybody is there."), *ways, icon="house")
        else:
            self.states.show_empty(_("Nobody came back in the last 30 days."), icon="house")
        self._wanted = ""
        self._show_buttons()
        self._begin_wanted()

    def _begin_wanted(self) -> None:
        (new, episode_id), self._begins = self._begins, ("", "")
        if new == "leave":
            self.begin_leave(episode_id)
        elif new == "transfer":
            self.begin_transfer(episode_id)

    def _show_buttons(self, *_more: object) -> None:
        line, may = self.table.current(), self._desk.may
        seen = line is not None and not line.masked
        sick = line is not None and line.kind == AbsenceKind.HOSPITAL.value
        back = line is not None and line.back_on is not None
        returns = "return_from_hospital" if line is not None and line.transfer_id else "record_return"
        self.leave_button.setVisible(may("record_absence"))
        self.transfer_button.setVisible(may("transfer_to_hospital"))
        self.print_button.setVisible(may_print_work(self._desk))
        self.person_button.setVisible(seen)
        self.orders_button.setVisible(seen and sick and self._desk.may_ask("medication"))
        self.paper_button.setVisible(seen and line.kind not in ("missing", "on_duty"))
        self.edit_button.setVisible(seen and may("amend_transfer" if sick else "record_return"))
        self.strike_button.setVisible(seen and not line.transfer_id and may("strike_detail"))
        self.back_button.setVisible(seen and not back and may(returns))

    # writing

    def begin_leave(self, episode_id: str | bool = "") -> None:
        """A sheet for a leave that begins today."""
        found, stay = self._found, episode_id if isinstance(episode_id, str) else ""
        if found is None or not self._desk.may("record_absence"):
            return
        absence = Absence(episode_id=stay, from_on=self._desk.today())
        given = stay in dict(found.stays)
        sheet = LeaveSheet(self._desk, absence, found.stays, given=given)
        self._write(sheet, LEAVE, f"new:{stay}", _("Leave"), dict(found.stays).get(stay, ""))

    def begin_transfer(self, episode_id: str | bool = "", absence: Absence | None = None) -> None:
        """A sheet for being taken to hospital now, or for the stay in hospital of ``absence``."""
        found, stay = self._found, episode_id if isinstance(episode_id, str) else ""
        if found is None or not self._desk.may("transfer_to_hospital"):
            return
        now = self._desk.now().replace(second=0, microsecond=0)
        today = self._desk.today()
        one = absence or Absence(episode_id=stay, kind=AbsenceKind.HOSPITAL, from_on=today)
        transfer = HospitalTransfer(
            episode_id=stay, absence_id=one.id, left_at=None if absence is not None else now, hospital=one.place
        )
        given = bool(absence) or stay in dict(found.stays)
        sheet = TransferSheet(self._desk, Taken(transfer, one), found, given=given)
        sheet.whose.connect(partial(self._ask_signs, sheet))
        whose = dict(found.stays).get(stay, "")
        opened = self._write(sheet, TRANSFER, f"new:{one.id or stay}", _("Take to hospital"), whose)
        if opened and stay:
            self._ask_signs(sheet, stay)

    def _ask_signs(self, sheet: TransferSheet, episode_id: str) -> None:
        at = sheet.form.value("left_at") or self._desk.now()
        question = partial(signs_now, episode_id=episode_id, now=at, today=in_vietnam(at))
        self._desk.ask(self, question, partial(self._know_signs, sheet), key="signs")

    def _know_signs(self, sheet: TransferSheet, signs: str) -> None:
        if sheet is self.writing.sheet:
            sheet.draft_signs(signs)

    def begin_return(self) -> None:
        """A sheet for the chosen person, who is back."""
        line = self.table.current()
        if line is not None and not line.masked and line.back_on is None:
            self._desk.ask(self, partial(chosen, line=line), self._write_return, self.complain, key="chosen")

    def _write_return(self, one: Chosen | None) -> None:
        if one is None:
            return
        line = f"{one.line.name} · {one.line.code}"
        if one.transfer is not None:
            self._write(HomeSheet(self._desk, one), HOME, one.transfer.id, _("Back from hospital"), line)
        else:
            self._write(ReturnSheet(self._desk, one.absence), RETURN, one.absence.id, _("Is back"), line)

    def edit(self) -> None:
        """The chosen absence as a sheet."""
        if (line := self.table.current()) is not None:
            self._edit_line(line)

    def _edit_line(self, line: AwayLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        else:
            self._desk.ask(self, partial(chosen, line=line), self._write_edit, self.complain, key="chosen")

    def _write_edit(self, one: Chosen | None) -> None:
        found = self._found
        if one is None or found is None:
            return
        line = f"{one.line.name} · {one.line.code}"
        if one.transfer is not None:
            if self._desk.may("amend_transfer"):
                sheet = TransferSheet(self._desk, Taken(one.transfer, one.absence), found, given=True)
                self._write(sheet, TRANSFER, one.transfer.id, _("Transfer to hospital"), line)
        elif one.absence.kind is AbsenceKind.HOSPITAL and one.absence.back_on is None:
            self.begin_transfer(one.absence.episode_id, one.absence)
        elif self._desk.may("record_return"):
            stays = [(one.absence.episode_id, line)]
            sheet_of = LeaveSheet(self._desk, one.absence, stays, given=True)
            self._write(sheet_of, LEAVE, one.absence.id, _("Leave"), line)

    def _write(self, sheet: Sheet, form: str, subject: str, title: str, line: str) -> bool:
        if self.writing.has_unsaved():
            return False
        self.writing.open(sheet, form, subject, title, line)
        self._make_room()
        return True

    def save(self) -> None:
        """Keep what is written."""
        written = None if self._busy else self.writing.written()
        if written is None:
            return
        match written:
            case CameHome(transfer, back_at):
                self._keep(return_from_hospital, transfer, back_at, seen=transfer.version, then=self._came_home)
            case Taken(transfer, _absence) if transfer.id:
                self._keep(amend_transfer, transfer, seen=transfer.version)
            case Taken(transfer, absence):
                self._keep(transfer_to_hospital, transfer, expected_on=absence.expected_on)
            case Absence(id=""):
                self._keep(record_absence, written)
            case Absence():
                self._keep(record_return, written, seen=written.version)

    def _keep(self, deed: Any, *values: Any, then: Any = None, **given: Any) -> None:
        self._busy = True
        self._desk.do(deed, *values, then=then or self._saved, failed=self._refused, **given)

    def _came_home(self, change: Change) -> None:
        """The person is back: what the hospital ordered is written down next, so the way there stands where undoing stood."""
        self._saved(change)
        if self._desk.may("prescribe"):
            said = f"{change.said} {_('Compare the orders with those of the hospital.')}"
            to_orders = partial(self._desk.go, "person", person_id=change.ids[0], tab="medicines")
            self.say(said, action=_("Medicines"), then=to_orders)

    def _saved(self, change: Change) -> None:
        self._busy = False
        kept = change.result
        self._wanted = getattr(kept, "absence_id", "") or getattr(kept, "id", "")
        self.writing.close_up()
        self.make_stale()
        self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def _strike(self) -> None:
        line = self.table.current()
        if line is None or line.masked or line.transfer_id:
            return
        if reason := reason_to_strike(self):
            absence = Absence(id=line.id, episode_id=line.episode_id, from_on=line.from_on)
            self._desk.do(strike_detail, absence, reason=reason, then=self.struck, failed=self.complain)

    def struck(self, change: Change) -> None:
        self.writing.put_away()
        super().struck(change)

    # elsewhere

    def _open_person(self) -> None:
        if (line := self.table.current()) is not None and not line.masked:
            self._desk.go("person", person_id=line.person_id)

    def _open_deaths(self) -> None:
        self._desk.go("deaths")

    def _open_orders(self) -> None:
        if (line := self.table.current()) is not None and not line.masked:
            self._desk.go("person", person_id=line.person_id, tab="medicines")

    def _open_paper(self) -> None:
        if (line := self.table.current()) is not None and not line.masked:
            self._desk.go("papers", episode_id=line.episode_id, paper=PAPERS.get(line.kind, "leave_permit"))

    def _print(self) -> None:
        if self._found is not None and self._found.lines and may_print_work(self._desk):
            self.taking_out.begin(paper_list(self._found, self._desk))

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _shut(self) -> None:
        self._make_room()
        self.table.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())
