"""Dụng cụ: assistive devices that are out, due back, due for a check, or came back; everybody's or one person's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.devices import strike_loan
from carebook.actions.people import protected
from carebook.money import number
from carebook.records.devices import DeviceLoan
from carebook.rules.devices import LOAN_WORDS, LoanState
from carebook.store.devices import LoanLine
from carebook.ui.pages.devices.asking import ALL, RETURNED, Loans, loans, new_loan
from carebook.ui.pages.devices.panel import LoanPanel
from carebook.ui.pages.devices.paper import paper_list
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import TherapyTabs
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.words import N_, _, ngettext, pgettext

_MARKS = {
    LoanState.LEFT: ("cross", "danger"),
    LoanState.DUE_BACK: ("full", "danger"),
    LoanState.CHECK_DUE: ("full", "warn"),
    LoanState.OUT: ("half", "info"),
    LoanState.GIVEN: ("dash", "text2"),
    LoanState.RETURNED: ("ring", "text2"),
}
_LATE = (LoanState.LEFT, LoanState.DUE_BACK, LoanState.CHECK_DUE)
_SHOWN = (ALL, *(state.value for state in (LoanState.DUE_BACK, LoanState.CHECK_DUE, LoanState.LEFT)), RETURNED)


class DevicesPage(DeskPage):
    """The devices of everybody, or of the stay of ``turn_to(episode_id=…)``; the most pressing first."""

    mine = frozenset({"rehabilitation", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("hand out a device")),
        KeyHint("Enter", N_("open the device")),
        KeyHint("F8", N_("take the device back")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Devices lent"))
        self._episode_id = ""
        self._begins = False
        self._typed: tuple[str, dict[str, Any]] | None = None
        self._found: Loans | None = None
        self.shown = Pills([(state, "") for state in _SHOWN], ALL)
        self.shown.chosen.connect(self._show_chosen)
        self._make_buttons()
        self.table = RecordTable(
            [
                Column("device", _("Device"), self._device_cell, 190, 2, ALWAYS),
                Column("holder", _("Holder"), self._holder_cell, 180, 2, 9),
                Column("lent", _("Handed out"), self._lent_cell, 112, priority=6),
                Column("state", _("State"), self._state_cell, 150, 1, ALWAYS),
                Column("check", _("Next check"), self._check_cell, 98, priority=5, align="right"),
                Column("back", _("Due back"), self._back_cell, 98, priority=7, align="right"),
            ],
            _("Devices lent"),
            row_height=44,
        )
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        self.panel = LoanPanel(desk)
        self.panel.saved.connect(self._saved)
        self.panel.refused.connect(self.complain)
        self.panel.outdated.connect(self._outdated)
        self.panel.draft_found.connect(self._tell_draft)
        self.panel.touched.connect(self.touched)
        self.panel.strike_wanted.connect(self._strike)
        self.panel.left.connect(self.table.setFocus)
        self.panel.opened.connect(partial(self.header.stand_back, True))
        self.panel.left.connect(partial(self.header.stand_back, False))
        listed = box(column((self.states, 1), margins=(16, 0, 16, 0)))
        self._split: QBoxLayout = row((listed, 1), self.panel, gap=0)
        self.tabs = TherapyTabs(desk, "devices")
        keys = key_caps(("Enter", _("open")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.shown, None, margins=(24, 6, 20, 8)),
            (self._split, 1),
            Footer(self.everybody_button, None, keys, self.back_button),
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F8", self._take_back),
            ("Ctrl+P", self._print),
            ("Esc", self._escape),
        ):
            on_key(self, key, slot)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.lend_button = Button(_("Hand out"), "primary", "plus", "Ctrl+N", listens=False)
        self.lend_button.clicked.connect(self.begin_new)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(may_print_work(self._desk))
        self.header.add_actions(self.print_button, self.lend_button)
        self.taking_out = TakingOut(self._desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.back_button = Button(_("Take the device back"), icon="undo-2", key="F8", listens=False)
        self.back_button.clicked.connect(self._take_back)
        self.everybody_button = Button(_("Everybody's devices"), icon="users")
        self.everybody_button.clicked.connect(partial(self.turn_to, ""))
        self.everybody_button.hide()

    # whose

    def turn_to(self, episode_id: str = "", new: bool = False, **_more: object) -> None:
        """Show the devices of one stay, of everybody with ""; ``new`` begins the form of another one."""
        if episode_id != self._episode_id:
            self.panel.leave()
            self._episode_id, self._found = episode_id, None
            self.messages.clear()
        self._begins = new
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the devices."""
        if self._found is None:
            self.states.show_loading()
        question = partial(loans, today=self._desk.today(), episode_id=self._episode_id)
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Loans) -> None:
        self._found = found
        self.everybody_button.setVisible(bool(self._episode_id))
        if found.hidden:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            self._show_buttons()
            return
        if found.person is not None:
            self.header.show_line(f"{found.person.full_name} · {found.person.code}", always=True)
        else:
            many = ngettext("{n} device out", "{n} devices out", len(found.out))
            self.header.show_line(many.format(n=number(len(found.out))))
        for state in _SHOWN:
            count = len(found.of(state))
            words = _("All that are out") if state == ALL else _(LOAN_WORDS[LoanState(state)])
            self.shown.rename(state, f"{words}  {number(count)}")
        self._show_chosen()
        if self._typed is not None:
            (loan_id, typed), self._typed = self._typed, None
            self._write_on(loan_id, typed)
        if self._begins:
            self._begins = False
            self.begin_new()

    def _show_chosen(self) -> None:
        found = self._found
        if found is None or found.hidden:
            return
        lines = found.of(self.shown.current())
        self.table.show_records(lines)
        self._show_buttons()
        if lines:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        elif self.shown.current() == ALL and not found.returned:
            ways = ((_("Hand out a device"), self.begin_new),) if self._desk.may("lend_device") else ()
            self.states.show_empty(
                _("No device has been handed out yet. Handed out here, it reminds of its check and its return."),
                *ways,
                icon="hand-heart",
            )
        else:
            self.states.show_empty(_("No device stands so now."), icon="circle-check")

    def _show_buttons(self, *_more: object) -> None:
        found, line = self._found, self.table.current()
        there = found is not None and not found.hidden
        writable = there and line is not None and not line.masked
        back = line is not None and line.standing.state is not LoanState.RETURNED
        self.lend_button.setVisible(there and self._desk.may("lend_device"))
        self.back_button.setVisible(self._desk.may("return_device"))
        self.back_button.setEnabled(writable and back)

    # cells

    def _device_cell(self, line: LoanLine) -> Cell:
        loan = line.loan
        sub = " · ".join(filter(None, (loan.number, loan.details)))
        return Cell(self._desk.words("assistive_device", loan.device), sub=sub, weight=500)

    def _holder_cell(self, line: LoanLine) -> Cell:
        sub = " · ".join(filter(None, (line.code, line.room)))
        return Cell(line.name, sub=sub)

    def _lent_cell(self, line: LoanLine) -> Cell:
        loan = line.loan
        fitted = self._desk.said_day(loan.fitted_on)
        sub = _("fitted {day}").format(day=fitted) if fitted else ""
        return Cell(self._desk.said_day(loan.lent_on), sub=sub)

    def _state_cell(self, line: LoanLine) -> Cell:
        stands, loan = line.standing, line.loan
        words = _(LOAN_WORDS[stands.state])
        if stands.state is LoanState.RETURNED:
            condition = self._desk.words("device_condition", loan.condition) if loan.condition else ""
            sub = " · ".join(filter(None, (self._desk.said_day(loan.returned_on), condition.lower())))
        elif stands.state is LoanState.LEFT:
            sub = _("left on {day}").format(day=self._desk.said_day(stands.due_on))
        else:
            sub = str(dates.lateness(stands.due_on, self._desk.today())) if stands.due_on else ""
        late = stands.state in _LATE
        tone = _MARKS[stands.state][1] if late else "text"
        return Cell(words, sub=sub, tone=tone, sub_tone=tone if late else "text2", mark=_MARKS[stands.state])

    def _check_cell(self, line: LoanLine) -> Cell:
        return Cell(self._desk.said_day(line.loan.check_on) or "–")

    def _back_cell(self, line: LoanLine) -> Cell:
        words = pgettext("device", "given") if line.loan.given else self._desk.said_day(line.loan.due_back_on) or "–"
        return Cell(words, tone="text2" if line.loan.given else "text")

    # writing

    def begin_new(self) -> None:
        """An empty form for another device."""
        found = self._found
        if found is not None and not found.hidden and self._desk.may("lend_device"):
            self.panel.begin(new_loan(found, self._desk.today()), found)

    def _open(self, line: LoanLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        elif self._found is not None and self._desk.may("amend_loan"):
            self.panel.begin(line.loan, self._offering(line), returning=False)
        else:
            self._desk.go("person", person_id=line.person_id)

    def _take_back(self) -> None:
        line = self.table.current()
        returned = line is not None and line.standing.state is LoanState.RETURNED
        if line is None or line.masked or returned or self._found is None or not self._desk.may("return_device"):
            return
        self.panel.begin(line.loan, self._offering(line), returning=True)

    def _offering(self, line: LoanLine) -> Loans:
        """What the form offers, with the holder also when the stay has ended."""
        assert self._found is not None
        holders = self._found.holders
        if line.loan.episode_id in dict(holders):
            return self._found
        return replace(self._found, holders=[*holders, (line.loan.episode_id, f"{line.name} · {line.code}")])

    def _saved(self, change: Change, unusual: str) -> None:
        self._found = None
        self.make_stale()
        self.tell_done(change, besides=[unusual])

    def _outdated(self, error: BaseException) -> None:
        self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)

    def _take_over(self) -> None:
        """The newer loan with what was typed on top of it, to be looked at and saved."""
        loan, form = self.panel.loan, self.panel.form
        if loan is not None and form is not None:
            self._typed = (loan.id, form.draft())
            self.panel.close_now()
            self.make_stale()

    def _write_on(self, loan_id: str, typed: dict[str, Any]) -> None:
        found = self._found
        line = found.line(loan_id) if found is not None else None
        if line is not None and not line.masked:
            self.panel.begin(line.loan, self._offering(line), typed=typed)

    def _tell_draft(self, sentence: str) -> None:
        self.say(sentence, "info", action=_("Open the draft"), then=self.panel.restore_draft)

    def _strike(self) -> None:
        loan = self.panel.loan
        if loan is not None and (reason := reason_to_strike(self)):
            self.strike(loan, reason)

    def strike(self, loan: DeviceLoan, reason: str) -> None:
        """Strike a device through."""
        self._desk.do(strike_loan, loan.id, reason=reason, then=self.struck, failed=self.complain)

    def struck(self, change: Change) -> None:
        self.panel.close_now()
        super().struck(change)

    # on paper

    def _print(self) -> None:
        lines = self._found.of(self.shown.current()) if self._found is not None else []
        if lines and may_print_work(self._desk):
            self.taking_out.begin(paper_list(lines, self._desk))
        elif not lines:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # what is not saved

    def has_unsaved(self) -> bool:
        return self.panel.has_unsaved()

    def keep_draft(self) -> None:
        self.panel.keep_draft()

    def save(self) -> None:
        self.panel.save()

    def discard(self) -> None:
        self.panel.discard()

    # elsewhere, narrow and wide

    def _escape(self) -> None:
        if self.panel.loan is not None:
            self.panel.leave()
        elif self._found is not None and self._found.person is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="rehab")

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)
