"""The page on which a stay is ended: day, reason, destination, decision; beside it what is still open and what the law says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook import dates, money
from carebook.actions import drafts
from carebook.actions.change import Change
from carebook.actions.episodes import discharge_person
from carebook.actions.people import amend_detail, protected
from carebook.actions.stays import OnTheWayHome
from carebook.actions.undo import undo_deed
from carebook.records import enum_words
from carebook.records.episodes import Belonging, Episode
from carebook.rules.discharge import Law, counted_in, warnings_on_leaving
from carebook.rules.movement import CodeBook
from carebook.rules.outgoing import OfficeNumber, end_decision, warnings_about
from carebook.store import code_lists, people, periods
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.outgoing import decision_numbers
from carebook.store.people import PersonFile, StayFile
from carebook.ui.parts import offers
from carebook.ui.parts.bars import Footer, SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import ElidedLabel, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.states import States
from carebook.words import N_, _, message, ngettext

FORM = "discharge"


@dataclass(frozen=True)
class Leaving:
    """The stay to be ended with everything the page says about it."""

    file: PersonFile
    stay: StayFile
    law: Law
    figures: CodeBook
    draft: Draft | None
    decisions: tuple[OfficeNumber, ...]
    """The numbers of the decisions of this year and the one before."""


class DischargePage(Page):
    """Ends the stay of ``turn_to(person_id=…, episode_id=…)``."""

    mine = frozenset({"people", "episodes"})
    keys = (KeyHint("Ctrl+S", N_("end the stay")),)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("End the stay"))
        self._desk = desk
        self._person_id = self._episode_id = ""
        self._leaving: Leaving | None = None
        self._unsaved = False
        self._op = ""
        self.form = Form(
            [
                section(_("Leaving"), Episode, "end_on", "end_at", "end_reason", "destination", "received_by"),
                section(_("Request and decision"), Episode, "stop_requested_on", "end_decision_no", "end_decision_on"),
                section(_("Note"), Episode, "end_note"),
            ],
            desk.today,
            choices={"end_reason": desk.choices("end_reason"), "destination": desk.choices("destination")},
            required=("end_on", "end_reason"),
        )
        self.form.changed.connect(self._typed)
        self.panel = SidePanel(_("Before leaving"), closes=False)
        self._split: QBoxLayout = row(
            (scrolling(box(column(self.form, None, gap=0, margins=(24, 4, 20, 16)))), 1), self.panel, gap=0
        )
        self.states = States(box(self._split))
        self.standing = ElidedLabel("", "muted")
        self.closure_button = Button(_("Form 06"), icon="file-text")
        self.closure_button.clicked.connect(self._open_closure)
        self.header.add_actions(self.closure_button)
        self.closure_button.setVisible(desk.may_ask("casework"))
        back = Button(_("Go back"), icon="chevron-left")
        back.clicked.connect(self._go_back)
        self.end_button = Button(_("End the stay"), "primary", "check", "Ctrl+S", listens=False)
        self.end_button.clicked.connect(self.save)
        self.put((self.states, 1), Footer(self.standing, None, back, self.end_button))

    # whose stay

    def turn_to(self, person_id: str = "", episode_id: str = "") -> None:
        """Show another stay; what was typed about the one before is kept as its draft."""
        if (person_id, episode_id) == (self._person_id, self._episode_id):
            return
        if self.has_unsaved():
            self.keep_draft()
        self._person_id, self._episode_id, self._leaving = person_id, episode_id, None
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the stay, the law and the draft."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “End the stay” there."), icon="log-out")
            return
        self.states.show_loading()
        asked = partial(_leaving, person_id=self._person_id, episode_id=self._episode_id, desk=self._desk)
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Leaving | None) -> None:
        if found is None:
            self.states.show_empty(protected(), icon="lock")
            return
        first = self._leaving is None
        self._leaving = found
        person = found.file.person
        since = dates.written(found.stay.episode.start_on)
        whose = " · ".join((person.full_name, person.code, _("here since {day}").format(day=since)))
        self.header.show_line(whose, always=True)
        ended = found.stay.episode.end_on is not None
        self.end_button.setEnabled(not ended)
        if ended:
            self.say(_("This stay has already ended."), "info")
        if first:
            self.form.load(found.stay.episode)
            self._unsaved = False
            if found.draft is not None and not ended:
                self.form.restore(found.draft.content)
                self._unsaved = False
                kept = dates.moment(found.draft.kept_at, self._desk.today())
                said = message("The draft kept at {time} is open again.", time=kept)
                self.say(said, "info", action=_("Discard draft"), then=self.discard)
        self.states.show_content()
        self._look_again()

    # while typing

    def _typed(self) -> None:
        self._unsaved = True
        self.touched()
        self._look_again()

    def episode(self) -> Episode | None:
        """The stay with what stands in the form as far as it can be read; None before one is shown."""
        if self._leaving is None:
            return None
        editors = {name: self.form.editor(name) for name in self.form.names()}
        given = {name: editor.value() for name, editor in editors.items() if editor.problem() is None}
        return replace(self._leaving.stay.episode, **given)

    def _look_again(self) -> None:
        found, episode = self._leaving, self.episode()
        if found is None or episode is None:
            return
        warnings = warnings_on_leaving(episode, found.file.person.born, found.law, today=self._desk.today())
        decision = end_decision(episode.end_decision_no, episode.end_decision_on)
        warnings += warnings_about(decision, found.decisions, self._desk.facility.symbol, field="end_decision_no")
        named = {warning.field for warning in warnings}
        for name in self.form.names():
            editor = self.form.editor(name)
            if name not in named and not editor.has_error():
                editor.clear_complaint()
        self.form.show_warnings(warnings)
        counted = counted_in(episode, found.figures)
        self._fill_panel(found, counted)
        many = len(warnings)
        words = ngettext(
            "{n} thing to look at; it may be saved so", "{n} things to look at; they may be saved so", many
        )
        self.standing.setWhole(words.format(n=many) if many else "")

    def _fill_panel(self, found: Leaving, counted: str) -> None:
        panel, stay = self.panel, found.stay
        panel.clear()
        column_words = counted or _("Choose the reason; then it is said here.")
        panel.add(section_head(_("Counted in table B01 under")), hairline(), 6)
        panel.add(label(column_words, "strong" if counted else "muted", wrap=True))
        kept = [one for one in stay.belongings if one.returned_on is None]
        panel.add(8, section_head(_("To be given back")), hairline(), 6)
        for one in kept:
            panel.add(self._belonging(one))
        if not kept:
            panel.add(label(_("Nothing is kept."), "muted"))
        away = [one for one in stay.absences if one.back_on is None]
        if away:
            panel.add(8, section_head(_("Away at this time")), hairline(), 6)
        for absence in away:
            since = _("since {day}").format(day=dates.written(absence.from_on))
            panel.add(label(f"{enum_words.said(absence.kind)} {since}", wrap=True))
            panel.add(label(_("The absence ends with the stay."), "small", wrap=True))
        contracts = [one for one in stay.contracts if one.liquidated_on is None]
        if contracts:
            panel.add(8, section_head(_("Contract to be liquidated")), hairline(), 6)
        for contract in contracts:
            until = f", {_('until {day}').format(day=dates.written(contract.to_on))}" if contract.to_on else ""
            panel.add(label(f"{contract.number}{until}", wrap=True))

    def _belonging(self, one: Belonging) -> QFrame:
        words = f"{one.what} × {one.quantity}" if one.amount is None else f"{one.what} {money.dong(one.amount)}"
        back = Button(_("Given back"), "link")
        back.setAccessibleName(_("Given back: {thing}").format(thing=words))
        back.clicked.connect(partial(self._give_back, one))
        sign = Sign("circle", "text2", 12)
        return box(row(sign, (label(words, wrap=True), 1), back, gap=6))

    def _give_back(self, one: Belonging) -> None:
        given = replace(one, returned_on=self._desk.today())
        self._desk.do(amend_detail, given, seen=one.version, failed=self.complain)

    # saving

    def save(self) -> None:
        """End the stay; what the rules refuse stands beside its field."""
        if self._leaving is None or not self.end_button.isEnabled():
            return
        episode = self.form.record(self._leaving.stay.episode)
        if episode is None:
            return
        self.end_button.setEnabled(False)
        self._desk.do(
            discharge_person, episode, seen=self._leaving.stay.episode.version, then=self._saved, failed=self._refused
        )

    def _saved(self, change: Change) -> None:
        self._op = change.op
        self._forget_draft()
        person_id, episode_id = self._person_id, self._episode_id
        self._person_id = self._episode_id = ""
        self._leaving = None
        self._desk.go("person", person_id=person_id)
        print_papers = partial(self._desk.go, "papers", episode_id=episode_id)
        offers.offer(self, change.said or _("Saved."), self._undo, _("Print papers"), print_papers)

    def _refused(self, error: BaseException) -> None:
        self.end_button.setEnabled(True)
        problems: Sequence = getattr(error, "problems", ())
        if isinstance(error, OnTheWayHome):
            open_path = partial(
                self._desk.go, "home_path", episode_id=error.episode_id, reintegration_id=error.reintegration_id
            )
            self.say(error, "danger", action=_("Open the way home"), then=open_path)
        elif any(problem.field for problem in problems):
            self.form.show_problems(problems)
        else:
            self.complain(error)

    def _undo(self) -> None:
        self._desk.do(undo_deed, self._op, then=self._undone, failed=self._not_undone)

    def _undone(self, change: Change) -> None:
        offers.shown_beside(self).say(change.said or _("Undone."), "ok", seconds=8)

    def _not_undone(self, error: BaseException) -> None:
        offers.shown_beside(self).complain(error)

    def _open_closure(self) -> None:
        self._desk.go("closures", episode_id=self._episode_id)

    def _go_back(self) -> None:
        if self._person_id:
            self._desk.go("person", person_id=self._person_id)
        else:
            self._desk.go("residents")

    # drafts

    def has_unsaved(self) -> bool:
        return self._unsaved

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        self._unsaved = False
        self._desk.do(drafts.keep_draft, FORM, self._episode_id, self.form.draft(), then=self._kept)

    def _kept(self, _change: Change) -> None:
        if not self.standing.whole():
            self.standing.setWhole(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _forget_draft(self) -> None:
        self._unsaved = False
        self._desk.do(drafts.keep_draft, FORM, self._episode_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        if self._leaving is not None:
            self.form.load(self._leaving.stay.episode)
        self._forget_draft()
        self._look_again()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(180 if narrow else 16777215)


def _leaving(reader: Reader, person_id: str, episode_id: str, desk: Desk) -> Leaving | None:
    today = desk.today()
    file = people.person_file(reader, person_id, today)
    stay = next((one for one in file.stays if one.episode.id == episode_id), None) if file else None
    if file is None or stay is None:
        return None
    limits = code_lists.limits(reader)
    law = Law(limits, code_lists.holidays(reader))
    figures = CodeBook(periods.figure_codes(reader), limits, today)
    decisions = (*decision_numbers(reader, today.year), *decision_numbers(reader, today.year - 1))
    return Leaving(file, stay, law, figures, own_draft(reader, FORM, episode_id), decisions)
