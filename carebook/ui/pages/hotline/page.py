"""Đường dây nóng: the calls of a month, who waits to be called back, and the sheet of the call that is ringing now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.hotline import call_back, open_restricted_call, save_call, strike_call
from carebook.actions.people import protected
from carebook.money import number
from carebook.records.episodes import Placement
from carebook.records.services import DANGER_WORDS, DangerLevel, HotlineCall
from carebook.rules.hotline import problems_in_call, waits_for_call
from carebook.rules.problem import Problem
from carebook.rules.services import asks_for_safety
from carebook.store.hotline import CallLine
from carebook.store.hotline import call as call_of
from carebook.ui.pages.hotline.asking import BACK_FORM, FORM, Calls, hotline
from carebook.ui.pages.hotline.sheet import CallSheet
from carebook.ui.parts import offers
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import ServiceTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import N_, _, ngettext

ALL, WAITING, GRAVE = "all", "waiting", "grave"
LOG = "hotline_log"  # as the page of papers knows it
WIDTH = 690
_OPENS = {"admitted": Placement.RESIDENT, "case_opened": Placement.COMMUNITY}
_MARKS = {
    DangerLevel.LOW: ("ring", "text2"),
    DangerLevel.MEDIUM: ("half", "info"),
    DangerLevel.HIGH: ("half", "danger"),
    DangerLevel.URGENT: ("full", "danger"),
}


class HotlinePage(LedgerPage):
    """The calls of a month; ``turn_to(new="1")`` takes a call at once, ``turn_to(call_id=…)`` opens one, of whatever month.

    With ``back`` the way leads back there once the call is written. Opening a restricted call leaves its line in the reading
    log first.
    """

    mine = frozenset({"services", "people", "episodes", "staff"})
    keys = (
        KeyHint("F9", N_("take a call")),
        KeyHint("Ctrl+N", N_("take a call")),
        KeyHint("1–9", N_("answer a question of the call")),
        KeyHint("Enter", N_("open the call")),
        KeyHint("F8", N_("call back")),
        KeyHint("Alt+← →", N_("the month before or after")),
        KeyHint("Ctrl+Enter", N_("save")),
        KeyHint("Ctrl+P", N_("print the log without names")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Hotline"), ServiceTabs(desk, "hotline"), width=WIDTH)
        self._found: Calls | None = None
        self._rang_at: datetime | None = None
        self._back: Place | None = None
        self._then: Callable[[HotlineCall], None] = self._edit
        self._wanted = self._kept = ""
        self.month = MonthTurner(desk, self)
        self.month.turned.connect(self.make_stale)
        self.which = Pills([(ALL, ""), (WAITING, ""), (GRAVE, "")], ALL)
        self.which.chosen.connect(self._show_chosen)
        self._make_buttons()
        self.table = RecordTable(
            [
                Column("at", _("When"), self._time_cell, 92, priority=ALWAYS),
                Column("need", _("Need of the caller"), self._need_cell, 190, 6, ALWAYS),
                Column("danger", _("Danger"), self._danger_cell, 112, priority=9),
                Column("outcome", _("Outcome of the call"), self._outcome_cell, 170, 1, 8),
                Column("minutes", _("Minutes"), self._minutes_cell, 64, priority=4, align="right"),
                Column("by", _("Call taken by"), lambda one: Cell(one.taken_by, small=True), 150, 0, 5),
            ],
            _("Hotline calls"),
            row_height=46,
        )
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        keys = key_caps(("Enter", _("open")), ("Alt+← →", _("the month before or after")))
        self.lay_out(
            row(self.month, 12, (self.which, 1)),
            content=self.states,
            foot=Footer(keys, None, self.return_button, self.strike_button, self.back_button, height=44),
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            ("Ctrl+N", self.begin_call),
            ("F8", self._call_back),
            ("Ctrl+P", self._print),
            ("Ctrl+Return", self.save),
            ("Ctrl+Enter", self.save),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self.writing.shut.connect(self._show_buttons)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.call_button = Button(_("Take a call"), "primary", "phone", "F9", listens=False)
        self.call_button.clicked.connect(self.begin_call)
        self.header.add_actions(self.print_button, self.call_button)
        self.back_button = Button(_("Call back"), icon="phone", key="F8", listens=False)
        self.back_button.clicked.connect(self._call_back)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.return_button = Button(_("Back to what you were doing"), "link", "undo-2", "Esc", listens=False)
        self.return_button.clicked.connect(self._go_back)

    # which calls

    def turn_to(self, new: str = "", call_id: str = "", back: Place | None = None, **_more: object) -> None:
        """Take a call that rings now, or open one of before."""
        self._back = back or self._back if new else None
        self._show_buttons()
        if new:
            self.begin_call()
        elif call_id:
            self._wanted = call_id
            self.make_stale()

    def refresh(self) -> None:
        """Ask for the month, and for who waits."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.month.bounds()
        question = partial(hotline, first=first, last=last, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Calls) -> None:
        self._found = found
        self.writing.know(found.drafts)
        heard = [one.call for one in found.calls]
        said = [ngettext("{n} call", "{n} calls", len(heard)).format(n=number(len(heard)))]
        if quiet := sum(one.anonymous for one in heard):
            said.append(_("{n} anonymous").format(n=number(quiet)))
        if urgent := sum(one.danger is DangerLevel.URGENT for one in heard):
            said.append(_("{n} urgent").format(n=number(urgent)))
        self.header.show_line(f"{self.month.words()} · {' · '.join(said)}")
        for key, words in ((ALL, _("All calls")), (WAITING, _("To call back")), (GRAVE, _("High danger"))):
            self.which.rename(key, f"{words}  {number(len(self._lines(key)))}")
        self._show_chosen()
        if self._rang_at is not None:
            self.begin_call()
        elif (wanted := found.line(self._wanted)) is not None:
            self.table.pick(wanted.id)
            self._wanted = ""
            self._open(wanted)
        elif self._wanted:
            self._desk.ask(self, partial(call_of, call_id=self._wanted), self._turn_to_its_month, key="wanted")

    def _turn_to_its_month(self, found: HotlineCall | None) -> None:
        day = dates.local(found.called_at).date() if found is not None and not found.is_withdrawn else None
        first, last = self.month.bounds()
        if day is None or first <= day <= last:
            self._wanted = ""
            if day is None:
                self.say(protected(), "info", icon="lock")
        else:
            self.month.show_month_of(day)

    def _lines(self, which: str) -> list[CallLine]:
        found = self._found
        if found is None:
            return []
        if which == WAITING:
            return list(found.waiting)
        return [one for one in found.calls if which == ALL or asks_for_safety(one.call.danger)]

    def _show_chosen(self, _which: str = "") -> None:
        which = self.which.current()
        lines = self._lines(which)
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
            self.table.pick(self._kept)
            self._kept = ""
            if self.table.current() is None:
                self.table.pick(lines[0].id)
        elif which == ALL:
            ways = ((_("Take a call"), self.begin_call),) if self._desk.may("save_call") else ()
            self.states.show_empty(_("No calls in this month."), *ways, icon="phone")
        elif which == WAITING:
            self.states.show_empty(_("Nobody waits to be called back any more."), icon="circle-check")
        else:
            self.states.show_empty(_("No call of high danger in this month."), icon="circle-check")
        self._show_buttons()

    def _show_buttons(self, *_more: object) -> None:
        desk, line = self._desk, self.table.current() if self._found is not None else None
        readable = line is not None and not line.masked
        waits = line is not None and not line.masked and waits_for_call(line.call)
        self.call_button.setVisible(desk.may("save_call"))
        self.print_button.setVisible(desk.may("print_papers"))
        self.back_button.setVisible(desk.may("call_back"))
        self.back_button.setEnabled(waits)
        self.strike_button.setVisible(desk.may("strike_call"))
        self.strike_button.setEnabled(readable)
        self.return_button.setVisible(self._back is not None and not self.writing.is_open())

    # cells

    def _time_cell(self, line: CallLine) -> Cell:
        at = dates.local(line.call.called_at)
        return Cell(self._desk.said_day(at.date()), sub=dates.clock(line.call.called_at))

    def _need_cell(self, line: CallLine) -> Cell:
        call, words = line.call, self._desk.words
        told = _("Restricted call") if line.masked else call.about or call.content.partition("\n")[0]
        sub = " · ".join(filter(None, (words("caller_kind", call.caller), told)))
        lock = "lock" if call.confidential else ""
        return Cell(words("hotline_need", call.need), sub=sub, weight=500, icon=lock)

    def _danger_cell(self, line: CallLine) -> Cell:
        return Cell(_(DANGER_WORDS[line.call.danger]), mark=_MARKS[line.call.danger])

    def _outcome_cell(self, line: CallLine) -> Cell:
        call = line.call
        sub, tone = line.partner, "text2"
        if waits_for_call(call) and call.call_back_on is not None:
            late = call.call_back_on < self._desk.today()
            tone = "danger" if late else "warn"
            sub = _("call back: {when}").format(when=dates.lateness(call.call_back_on, self._desk.today()))
        elif call.called_back_on is not None:
            sub = _("called back on {day}").format(day=self._desk.said_day(call.called_back_on))
        return Cell(self._desk.words("call_outcome", call.outcome), sub=sub, sub_tone=tone)

    def _minutes_cell(self, line: CallLine) -> str:
        return "–" if line.call.minutes is None else number(line.call.minutes)

    # writing

    def write(self, sheet: Sheet, form: str, subject: str, title: str, line: str = "") -> bool:
        opened = super().write(sheet, form, subject, title, line)
        self._show_buttons()
        return opened

    def begin_call(self) -> None:
        """The sheet of a call that rings now; its clock begins to run."""
        if not self._desk.may("save_call"):
            return
        if self.writing.is_open() and self.writing.form == FORM and not self.writing.subject:
            sheet = self.writing.sheet
            if sheet is not None:
                sheet.take_focus()
            return
        began = self._rang_at or self._desk.now()
        self._rang_at = began if self._found is None else None
        if self._found is None:
            self.make_stale()
            return
        if self.writing.has_unsaved():
            self.writing.keep_draft()
            self.writing.put_away()
        now, by = self._desk.now(), self._desk.actor
        call = HotlineCall(
            called_at=now, anonymous=True, caller="", need="", outcome="", taken_by_id=by.staff_member_id
        )
        sheet = CallSheet(self._desk, call, self._found, now)
        self.write(sheet, FORM, "", _("Call to the hotline"), _("One key answers; Tab goes on; Ctrl+Enter saves."))

    def _open(self, line: CallLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        elif self._desk.may("save_call"):
            self._look(line, self._edit)

    def _look(self, line: CallLine, then: Callable[[HotlineCall], None]) -> None:
        """Show what was said in a call; of a restricted one only after its line in the reading log."""
        if not line.call.confidential:
            then(line.call)
            return
        self._then = then
        self._desk.do(open_restricted_call, line.id, then=self._looked, failed=self.complain)

    def _looked(self, change: Change) -> None:
        line = self._found.line(change.ids[0]) if self._found is not None else None
        if line is not None and not line.masked:
            self._then(line.call)

    def _edit(self, call: HotlineCall) -> None:
        if self._found is not None:
            at = dates.moment(call.called_at, self._desk.today())
            sheet = CallSheet(self._desk, call, self._found, None)
            opened = self.write(sheet, FORM, call.id, _("Call of {time}").format(time=at))
            if opened and call.confidential and call.episode_id and self._desk.may("save_protection_case"):
                case = Button(_("Case of protection"), "link", "shield-check")
                about = {"episode_id": call.episode_id, "call_id": call.id}
                case.clicked.connect(partial(self._desk.go, "protection", **about))
                self.writing.add(row(case, None))

    def open_again(self, theirs: Any) -> None:
        self._edit(theirs)

    def _call_back(self) -> None:
        line = self.table.current()
        if line is None or line.masked or not waits_for_call(line.call) or not self._desk.may("call_back"):
            return
        self._look(line, self._write_back)

    def _write_back(self, call: HotlineCall) -> None:
        form = Form(
            [section("", HotlineCall, "called_back_on", "call_back", "call_back_on")],
            self._desk.today,
            labels={"call_back_on": _("Nobody answered: call again on")},
            required=("called_back_on", "call_back"),
            columns=1,
        )
        asked = replace(call, called_back_on=self._desk.today(), call_back="", call_back_on=None)
        known = " · ".join(filter(None, (call.caller_name, call.caller_phone)))
        said = "\n".join(filter(None, (known or _("No telephone number is known."), call.call_back)))
        self.write(FormSheet(form, asked), BACK_FORM, call.id, _("Call back"), said)

    def keep(self, written: Any) -> None:
        call: HotlineCall = written
        seen = call.version if call.id else None
        if self.writing.form == BACK_FORM:
            values = (call.id, call.called_back_on, call.call_back)
            self.do(call_back, *values, again_on=call.call_back_on, seen=seen)
        else:
            self.do(save_call, call, seen=seen)

    def was_kept(self, change: Change) -> Iterable[Problem]:
        kept: HotlineCall | None = change.result
        if kept is None:
            return ()
        self._kept = kept.id
        return problems_in_call(kept, now=self._desk.now())

    def tell(self, sentence: str, change: Change) -> None:
        kept: HotlineCall | None = change.result
        placement = _OPENS.get(kept.outcome) if kept is not None and not kept.episode_id else None
        if placement is None or not self._desk.may("admit_person"):
            super().tell(sentence, change)
            return
        words = _("Admit") if placement is Placement.RESIDENT else _("New client in the community")
        about = {} if placement is Placement.RESIDENT else {"placement": placement.value}
        way = partial(self._desk.go, "admission", **about)
        offers.offer(self, sentence, partial(self._undo, change.op), words, way, "user-plus")

    def _strike(self) -> None:
        line = self.table.current()
        if line is not None and not line.masked:
            self.strike_through(strike_call, line.id)

    # elsewhere

    def _print(self) -> None:
        if self._desk.may("print_papers"):
            self._desk.go("case_papers", paper=LOG, first=self.month.bounds()[0])

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._back is not None:
            back, self._back = self._back, None
            self._desk.went.emit(back)
