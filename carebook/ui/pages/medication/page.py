"""The page of dose rounds: one round of a ward, recorded person by person with single keys; exceptions ask why under their line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QBoxLayout

from carebook.actions.change import Change
from carebook.actions.doses import amend_dose, record_doses, strike_dose
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import Administration, DoseState
from carebook.rules.doses import TAKEN, reasons_for
from carebook.ui.pages.medication.asking import AS_NEEDED, FORM, DoseLine, Round, asked, lines_of
from carebook.ui.pages.medication.head import RoundHead
from carebook.ui.pages.medication.strip import Answer, QuestionStrip
from carebook.ui.pages.medication.table import RoundTable
from carebook.ui.pages.medication.writing import DoseSheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Meter, key_caps, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import MedicineTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.prescriptions import medicine_words, print_dispensing
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import may_print_work
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _, message

_AWAY = {AbsenceKind.HOSPITAL.value: "hospital", AbsenceKind.LEAVE.value: "leave"}


class MedicationPage(DeskPage):
    """A round of ``turn_to(day=…, round=…, ward_id=…, episode_id=…)``; the one that may be recorded now by default."""

    mine = frozenset({"medication", "people", "episodes"})
    keys = (
        KeyHint("Space", N_("all medicines of the round given")),
        KeyHint("C", N_("this medicine given")),
        KeyHint("T, H, V, N, K, S", N_("refused, held, away, vomited, not available, error")),
        KeyHint("Shift+T …", N_("the same for all medicines of the person")),
        KeyHint("Enter", N_("open the dose: time, amount, remark")),
        KeyHint("Delete", N_("strike the dose through")),
        KeyHint("Alt+←, Alt+→", N_("day before, day after")),
        KeyHint("Ctrl+PgUp, Ctrl+PgDown", N_("round before, round after")),
        KeyHint("Ctrl+P", N_("print what to hand out")),
        KeyHint("Esc", N_("back to the list")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Medication"))
        self._found: Round | None = None
        self._wanted_id = ""
        self._witness = ""
        self._may_write = desk.may("record_doses")
        self.head = RoundHead(desk)
        self.head.turned.connect(self._turned)
        self.table = RoundTable(desk)
        self.table.all_given.connect(self._give_all)
        self.table.told.connect(self._tell)
        self.table.opened.connect(self._open)
        self.table.struck.connect(self._strike)
        self.setFocusProxy(self.table)
        self.strip = QuestionStrip(self.table)
        self.writing = self.writes_in(WritingPanel(desk, width=380))
        self.writing.shut.connect(self._make_room)
        self.again_button = Button(_("Give again…"))
        self.again_button.clicked.connect(self._give_again)
        self.writing.add_actions(self.again_button)
        self.again_button.hide()
        self.order_button = Button(_("Open record"), icon="folder-open")
        self.order_button.clicked.connect(self._open_person)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.print_button = Button(_("Print what to hand out"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(may_print_work(desk))
        self.header.add_actions(self.head.who, self.order_button, self.print_button)
        self.given_button = Button(_("All given"), "primary", "check", "Space", listens=False)
        self.given_button.clicked.connect(self._give_current)
        self.given_button.setVisible(self._may_write)
        self.states = States(self.table)
        self._split: QBoxLayout = row((self.states, 1), self.writing, gap=0, margins=(16, 0, 0, 0))
        self.meter = Meter(0, 0, width=96)
        self.progress = label("", "muted")
        caps = key_caps(("C", _("Given").lower()), ("T", _("refused")), ("H", _("held")), ("Enter", _("open")))
        self.put(
            row((MedicineTabs(desk, "medication"), 1), margins=(24, 0, 20, 0)),
            self.head,
            (self._split, 1),
            Footer(self.meter, self.progress, None, caps, self.given_button, height=56),
        )
        for key, slot in (
            *(("Alt+Left", partial(self.head.step, -1)), ("Alt+Right", partial(self.head.step, 1))),
            *(("Ctrl+PgUp", partial(self.head.step_round, -1)), ("Ctrl+PgDown", partial(self.head.step_round, 1))),
            ("Esc", self._escape),
            ("Ctrl+P", self._print),
        ):
            on_key(self, key, slot)

    # what is shown

    def turn_to(
        self, day: date | None = None, round: str = "", ward_id: str = "", episode_id: str = "", **_more: object
    ) -> None:
        """Show a round, and a person in it."""
        self._wanted_id = episode_id
        if day is None and not round and not ward_id:
            self.head.show_now()
        else:
            self.head.show_round(day, round, ward_id)

    def _turned(self) -> None:
        self.strip.leave()
        self.make_stale()

    def refresh(self) -> None:
        self.states.show_loading()
        day, code, ward = self.head.day, self.head.code, self.head.ward.code()
        self._desk.ask(self, partial(asked, day=day, round=code, ward_id=ward), self._show, self._not_read, key="round")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Round) -> None:
        first, self._found = self._found is None, found
        self.head.show_found(found)
        self.writing.know(found.drafts)
        if not self.strip.is_open():
            self.table.show_lines(found.lines, found.names)
        self._count(found)
        if not found.rows:
            self._tell_empty(found)
            return
        self.states.show_content()
        self._pick(found)
        if first:
            self.table.setFocus()

    def _pick(self, found: Round) -> None:
        wanted, self._wanted_id = self._wanted_id, ""
        line = next((one for one in found.lines if one.row.id == wanted), None) if wanted else None
        if line is not None:
            self.table.pick(line.id)
        elif not self.table.current_id():
            waiting = (one for one in found.lines if one.is_open and one.row.who.is_there)
            self.table.pick(next(waiting, found.lines[0]).id)

    def _count(self, found: Round) -> None:
        of_round = self.head.code != AS_NEEDED
        self.meter.setVisible(of_round)
        self.meter.show_share(found.done, found.of)
        away = len(found.rows) - found.of
        told = [_("{done}/{of} people").format(done=number(found.done), of=number(found.of))] if of_round else []
        told += [_("{n} away").format(n=number(away))] if away else []
        self.progress.setText(" · ".join(told))
        early = self.head.too_early()
        self.header.show_line(str(early) if early is not None else "", always=True)
        self.given_button.setText(_("All given") if of_round else _("Record the dose"))
        self.given_button.setEnabled(early is None and bool(found.rows))

    def _tell_empty(self, found: Round) -> None:
        order = (_("Write an order"), partial(self._desk.go, "prescriptions", mode="new"))
        ways = (order,) if self._desk.may("prescribe") else ()
        if not found.any_orders:
            self.states.show_empty(_("No orders of medicines yet."), *ways, icon="pill")
        elif self.head.round is None:
            self.states.show_empty(_("Nobody has a medicine as needed."), *ways, icon="pill")
        else:
            self.states.show_empty(message("No medicines at {round}.", round=self.head.round.text), *ways, icon="pill")

    # recording

    def _give_current(self) -> None:
        if (line := self.table.current()) is not None:
            self._give_all(line)
        self.table.setFocus()

    def _give_all(self, line: DoseLine) -> None:
        """Space: everything of this person that is not recorded was given as ordered."""
        if line.order.as_needed:
            self._open(line)
            return
        waiting = [one for one in lines_of(line.row) if one.is_open]
        if not line.row.who.is_there and not line.row.who.has_left:
            self.say(
                message("{name} is away; nothing is expected. V records it.", name=line.row.who.name), "info", seconds=6
            )
        elif not waiting:
            self.say(message("This round of {name} is recorded.", name=line.row.who.name), "info", seconds=6)
            self.table.pick_next_open(line.id)
        else:
            self._record(waiting, DoseState.GIVEN)

    def _tell(self, line: DoseLine, state: DoseState, every: bool) -> None:
        """A letter: what became of this medicine, with Shift of all of this person's."""
        targets = [one for one in lines_of(line.row) if one.is_open] if every else [line]
        if not every and not line.is_open:
            self._open(line, state)
        elif state is DoseState.GIVEN:
            self._record(targets, state)
        elif targets and self._may_begin():
            known = _AWAY.get(line.row.who.absence, "") if state is DoseState.ABSENT else ""
            if known:
                self._record(targets, state, (known, ""))
                return
            codes = reasons_for(state, self._desk.codes.choices("dose_reason", self._desk.today()))
            offered = [(one.code, str(one.extra.get("key", "")), one.text) for one in codes]
            named = ", ".join(medicine_words(one.order) for one in targets)
            question = message("{state}: {what}. Why?", state=enum_words.said(state), what=named)
            self.strip.ask_reason(str(question), offered, partial(self._record, targets, state))

    def _may_begin(self) -> bool:
        """Whether something may be recorded in this round now; says why not."""
        early = self.head.too_early()
        if not self._may_write:
            self.say(_("This account does not record doses."), "info", seconds=6)
        elif early is not None:
            self.say(early, "warn", seconds=8)
        elif not self.head.done_by.code():
            self.say(_("Choose who gives the medicines."), "warn", seconds=8)
            self.head.done_by.setFocus()
        else:
            return True
        return False

    def _record(self, lines: Sequence[DoseLine], state: DoseState, why: Answer = ("", "")) -> None:
        """Keep the same state of several medicines of one person; a medicine under special control asks for its witness first."""
        if not self._may_begin():
            return
        if (left := lines[0].after_leaving(self.head.given_at)) is not None:
            self.say(left, "warn", seconds=8)
            return
        if state in TAKEN and self.head.lacks_reason():
            self.say(_("The round is late. Write why, or tick that it comes from the paper sheet."), "warn", seconds=8)
            self.head.late_line.setFocus()
            return
        doses = [self._dose(one, state, why) for one in lines]
        if state in TAKEN and any(one.order.controlled for one in lines):
            named = ", ".join(medicine_words(one.order) for one in lines if one.order.controlled)
            question = str(message("{medicine} is under special control. Who witnessed it?", medicine=named))
            self.strip.ask_witness(question, self._others(), self._witness, partial(self._do_witnessed, lines, doses))
        else:
            self._do(lines, doses, "")

    def _others(self) -> list[tuple[str, str]]:
        here = self._found.here if self._found is not None else ()
        return [one for one in here if one[0] != self.head.done_by.code()]

    def _dose(self, line: DoseLine, state: DoseState, why: Answer) -> Administration:
        reason, words = why
        return Administration(
            episode_id=line.row.id,
            prescription_id=line.order.id,
            duty_on=self.head.day,
            round=None if line.order.as_needed else self.head.code,
            given_at=line.given_at(self.head.given_at),
            state=state,
            reason=reason or None,
            effect=words,
            late_because=self.head.late_because if state in TAKEN else "",
            done_by_id=self.head.done_by.code(),
            from_sheet=self.head.from_sheet.isChecked(),
        )

    def _do_witnessed(self, lines: Sequence[DoseLine], doses: Sequence[Administration], given: Answer) -> None:
        self._witness, secret = given
        controlled = {one.order.id for one in lines if one.order.controlled}
        signed = [replace(one, witness_id=self._witness) if one.prescription_id in controlled else one for one in doses]
        self._do(lines, signed, secret)

    def _do(self, lines: Sequence[DoseLine], doses: Sequence[Administration], secret: str) -> None:
        self._desk.do(
            record_doses,
            doses,
            witness_secret=secret,
            pin=self._desk.pin_of_shift,
            then=self._recorded,
            failed=partial(self._not_recorded, lines[0].id),
        )
        self.table.pick_next_open(lines[-1].id)

    def _recorded(self, change: Change) -> None:
        kept: Sequence[Administration] = change.result or ()
        self.tell_done(change)
        self._report_error(kept)

    def _report_error(self, kept: Sequence[Administration]) -> None:
        """A dose that went wrong is an incident; its report begins at once."""
        for one in (one for one in kept if one.state is DoseState.ERROR):
            self._desk.go("incidents", new="medication_error", episode_id=one.episode_id, administration_id=one.id)
            return

    def _not_recorded(self, line_id: str, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if problems and self.table.pick(line_id):
            self.strip.tell(" ".join(dict.fromkeys(str(one.message) for one in problems)))
        else:
            self.complain(error)
            self.make_stale()

    # one dose beside the round

    def _open(self, line: DoseLine, state: DoseState | None = None) -> None:
        """The sheet of one dose: what stands there, or a new one."""
        if self.writing.has_unsaved() or not self._may_begin() or self._found is None:
            return
        given = self._dose(line, state or DoseState.GIVEN, ("", ""))
        dose = line.answer or replace(given, dose=line.order.dose)
        if line.answer is not None and state is not None:
            dose = replace(line.answer, state=state, reason=None)
        self._write(line, dose, again=False)
        self.again_button.setVisible(line.answer is not None and line.answer.state in TAKEN)

    def _give_again(self) -> None:
        line = self.table.current()
        if line is not None and self._found is not None and self._may_begin():
            self._write(line, replace(self._dose(line, DoseState.GIVEN, ("", "")), dose=line.order.dose), again=True)
            self.again_button.hide()

    def _write(self, line: DoseLine, dose: Administration, *, again: bool) -> None:
        assert self._found is not None
        sheet = DoseSheet(self._desk, dose, line.order, self._found.here, again=again)
        about = self.head.round.text if self.head.round is not None else _("As needed")
        subject = dose.id or f"{line.order.id}:{self.head.day.isoformat()}:{self.head.code}"
        title = _("Correct the dose") if dose.id else _("Record the dose")
        line_of = " · ".join((line.row.who.name, medicine_words(line.order), about))
        self.writing.open(sheet, FORM, subject, title, line_of)
        self._make_room()

    def save(self) -> None:
        sheet, written = self.writing.sheet, self.writing.written()
        if not isinstance(written, Administration) or not isinstance(sheet, DoseSheet):
            return
        deed = partial(amend_dose, seen=written.version) if written.id else record_doses
        self._desk.do(
            deed,
            written if written.id else [written],
            witness_secret=sheet.witness_secret,
            pin=self._desk.pin_of_shift,
            then=self._saved,
            failed=self._refused,
        )

    def _saved(self, change: Change) -> None:
        result = change.result
        self.writing.close_up()
        self.tell_done(change)
        self.table.setFocus()
        self._report_error(result if isinstance(result, tuple) else (result,))

    def _refused(self, error: BaseException) -> None:
        problems = getattr(error, "problems", ())
        if problems and self.writing.is_open():
            self.writing.show_problems(problems)
        else:
            self.complain(error)

    def _strike(self, line: DoseLine) -> None:
        if line.answer is not None and self._desk.may("strike_dose"):
            self.strike_through(strike_dose, line.answer.id)

    # elsewhere, narrow and wide

    def _print(self) -> None:
        if may_print_work(self._desk):
            ward = self.head.ward.code()
            wards = dict(self._found.wards) if self._found is not None else {}
            print_dispensing(self.paper, self.head.day, wards.get(ward, "") or _("All wards"), ward)

    def _open_person(self) -> None:
        line = self.table.current()
        if line is not None and line.row.who.masked:
            self._desk.go("prescriptions", episode_id=line.row.id)
        elif line is not None:
            self._desk.go("person", person_id=line.row.who.person_id, tab="medicines")

    def _escape(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            self.strip.leave()
        self.table.setFocus()

    def _make_room(self) -> None:
        self.again_button.setVisible(self.again_button.isVisible() and self.writing.is_open())
        self.writing.make_room(self.states, self.width())

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self._make_room()
