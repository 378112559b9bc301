"""Tử vong: everything that follows a death as one guided path, step by step; and the deaths of a year."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change, Outdated
from carebook.actions.deaths import (
    amend_death,
    approve_funeral_support,
    ask_funeral_support,
    pay_funeral_support,
    record_death,
)
from carebook.actions.people import protected
from carebook.records.hospital import Death
from carebook.rules.deaths import STEP_WORDS, Step, StepKind, StepState, next_step
from carebook.store.deaths import DeathLine
from carebook.ui.pages.deaths.asking import FORM, Deaths, deaths
from carebook.ui.pages.deaths.rows import DeathTable, StepTable, paper_list, said_of
from carebook.ui.pages.deaths.sheets import Stepped, StepSheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _, ngettext

_DEEDS = {
    StepKind.SUPPORT_ASKED: ask_funeral_support,
    StepKind.SUPPORT_APPROVED: approve_funeral_support,
    StepKind.SUPPORT_PAID: pay_funeral_support,
}


class DeathPage(DeskPage):
    """The path after the death of ``turn_to(episode_id=…)``, also before it is written down; without one the deaths of a year."""

    mine = frozenset({"people", "episodes", "daily_care"})
    keys = (
        KeyHint("Ctrl+N", N_("write a death down")),
        KeyHint("Enter", N_("open the step")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Death"))
        self._episode_id, self._year = "", desk.today().year
        self._found: Deaths | None = None
        self._busy = self._begins = False
        self.new_button = self._button(_("Write a death down"), "primary", "plus", "Ctrl+N", self.begin_new)
        self.print_button = self._button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.header.add_actions(self.print_button, self.new_button)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self.tabs = DailyTabs(desk, "hospital")
        self.years = Segments([(str(year), str(year)) for year in (self._year, self._year - 1, self._year - 2)])
        self.years.chosen.connect(self._turn_year)
        self.away_button = self._button(_("Absences and hospital"), "link", "chevron-left", "", self._show_away)
        self._years_row = box(row(self.years, None, self.away_button, margins=(24, 8, 20, 8)))
        self.everybody, self.steps = DeathTable(desk), StepTable(desk)
        self.everybody.opened.connect(self._open_line)
        self.steps.opened.connect(self._open_step)
        self.steps.picked.connect(self._show_buttons)
        self.states = States(box(column((self.everybody, 1), (self.steps, 1), gap=0)))
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._shut)
        self._beside = box(column((self.states, 1), margins=(16, 0, 16, 0)))
        self.all_button = self._button(_("All deaths"), "link", "chevron-left", "", self._show_all)
        self.person_button = self._button(_("Open record"), "link", "", "", self._open_person)
        self.incident_button = self._button(_("Report an incident"), "", "", "", self._report_incident)
        self.paper_button = self._button(_("Papers"), "", "file-text", "", self._open_papers)
        self.step_button = self._button(_("Open the step"), "primary", "", "Enter", self.open_step)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            self._years_row,
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(
                *(self.all_button, self.person_button, None, key_caps(("Enter", _("open")))),
                *(self.incident_button, self.paper_button, self.step_button),
            ),
        )
        for key, slot in (("Ctrl+N", self.begin_new), ("Ctrl+P", self._print), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self._show_mode()

    @staticmethod
    def _button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
        made = Button(words, kind, icon, key, listens=False)
        made.clicked.connect(slot)
        return made

    # what is on show

    def turn_to(self, episode_id: str = "", new: str = "", **_more: object) -> None:
        """Show the path of one stay, the deaths of the year with ""; ``new`` begins another one."""
        if episode_id != self._episode_id:
            self._put_away()
            self.messages.clear()
            self._episode_id, self._found = episode_id, None
        self._begins = bool(new)
        self._show_mode()
        self.make_stale()

    def _show_away(self, *_more: object) -> None:
        self._desk.go("hospital")

    def _put_away(self) -> None:
        if self.writing.is_open():
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()

    def _turn_year(self, year: str) -> None:
        self._year = int(year)
        self.make_stale()

    def _show_mode(self) -> None:
        one = bool(self._episode_id)
        self.everybody.setVisible(not one)
        self.steps.setVisible(one)
        self._years_row.setVisible(not one)
        self.setFocusProxy(self.steps if one else self.everybody)
        self._show_buttons()

    def refresh(self) -> None:
        """Ask for the file, or for the deaths of the year."""
        if self._found is None:
            self.states.show_loading()
        question = partial(deaths, episode_id=self._episode_id, year=self._year, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Deaths) -> None:
        self._found = found
        self.writing.know(found.drafts)
        if found.hidden:
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
        elif found.file is not None:
            self.header.show_line(said_of(found.file), always=True)
            self.steps.show_file(found.file)
            self.states.show_content()
            upcoming = next_step(found.file.steps)
            if self.steps.current() is None or not self.writing.is_open():
                self.steps.pick(upcoming.id if upcoming is not None else found.file.steps[0].id)
            if found.file.death is None and self._desk.may("record_death") and not self.writing.is_open():
                self._write(found.file.steps[0])
        else:
            self._show_year(found)
        self._show_buttons()
        if self._begins:
            self._begins = False
            self.begin_new()

    def _show_year(self, found: Deaths) -> None:
        count = len(found.lines)
        self.header.show_line(
            ngettext("{n} death in {year}", "{n} deaths in {year}", count).format(n=count, year=found.year)
        )
        self.everybody.show_records(found.lines)
        if found.lines:
            self.states.show_content()
        else:
            self.states.show_empty(_("Nobody died in {year}.").format(year=found.year))

    def _show_buttons(self, *_more: object) -> None:
        found, may = self._found, self._desk.may
        file = found.file if found is not None else None
        death = file.death if file is not None else None
        self.new_button.setVisible(not self._episode_id and may("record_death"))
        listed = found is not None and bool(found.lines) and not self._episode_id
        self.print_button.setVisible(listed and may_print_work(self._desk))
        self.all_button.setVisible(bool(self._episode_id))
        self.person_button.setVisible(file is not None)
        self.paper_button.setVisible(death is not None)
        unexpected = death is not None and not death.expected
        self.incident_button.setVisible(unexpected and may("report_incident") and self._desk.may_ask("incidents"))
        step = self.steps.current()
        self.step_button.setVisible(file is not None and step is not None and self._may_write(step))

    def _may_write(self, step: Step) -> bool:
        """Whether the step can be written by who is signed in, as it stands."""
        if step.kind is StepKind.DEATH and step.state is StepState.OPEN:
            return self._desk.may("record_death")
        if step.state is StepState.WAITS:
            return False
        if step.kind in _DEEDS:
            return step.state is StepState.OPEN and self._desk.may(_DEEDS[step.kind].__name__)
        return self._desk.may("amend_death")

    # writing

    def begin_new(self) -> None:
        """A sheet for a death of somebody who is chosen on it."""
        found = self._found
        if found is None or self._episode_id or not self._desk.may("record_death") or self.writing.has_unsaved():
            return
        death = Death(episode_id="", died_at=None)
        sheet = StepSheet(self._desk, StepKind.DEATH, death, None, found.stays)
        self.writing.open(sheet, f"{FORM}{StepKind.DEATH.value}", "new", _("Death"))
        self._make_room()

    def open_step(self) -> None:
        """The chosen step as a sheet."""
        if (step := self.steps.current()) is not None:
            self._open_step(step)

    def _open_step(self, step: Step) -> None:
        if not self._may_write(step):
            if step.state is StepState.WAITS:
                self.say(_("This step waits for the one before it."), "info", seconds=6)
            return
        self._write(step)

    def _write(self, step: Step) -> None:
        file = self._found.file if self._found is not None else None
        if file is None or self.writing.has_unsaved():
            return
        death = file.death or Death(episode_id=file.episode.id, died_at=None)
        sheet = StepSheet(self._desk, step.kind, death, file)
        self.writing.open(sheet, f"{FORM}{step.id}", file.episode.id, _(STEP_WORDS[step.kind]), file.person.full_name)
        self._make_room()

    def save(self) -> None:
        """Keep what is written of the step."""
        written: Stepped | None = None if self._busy else self.writing.written()
        if written is None:
            return
        death = written.death
        if not death.id:
            self._keep(record_death, death)
        elif written.kind in _DEEDS and written.day is not None:
            self._keep(_DEEDS[written.kind], death.id, written.day)
        else:
            self._keep(amend_death, death, seen=death.version)

    def _keep(self, deed: Any, *values: Any, **given: Any) -> None:
        self._busy = True
        self._desk.do(deed, *values, then=self._saved, failed=self._refused, **given)

    def _saved(self, change: Change) -> None:
        self._busy = False
        kept: Death | None = change.result
        self.writing.close_up()
        if kept is not None and not self._episode_id:
            self.turn_to(kept.episode_id)
        else:
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

    # elsewhere

    def _open_line(self, line: DeathLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        else:
            self._desk.go("deaths", episode_id=line.episode_id)

    def _show_all(self) -> None:
        self._desk.go("deaths")

    def _open_person(self) -> None:
        if self._found is not None and self._found.file is not None:
            self._desk.go("person", person_id=self._found.file.person.id)

    def _open_papers(self) -> None:
        step = self.steps.current()
        paper = "relics" if step is not None and step.kind is StepKind.BELONGINGS else "funeral_request"
        self._desk.go("papers", episode_id=self._episode_id, paper=paper)

    def _print(self) -> None:
        found = self._found
        if found is not None and found.lines and not self._episode_id and may_print_work(self._desk):
            self.taking_out.begin(paper_list(found.lines, found.year))

    def _report_incident(self) -> None:
        self._desk.go("incidents", new="death_unexpected", episode_id=self._episode_id)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._episode_id:
            self._show_all()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _shut(self) -> None:
        self._make_room()
        self.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())
