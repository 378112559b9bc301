"""The page of forms 02 and 03: begun, written domain by domain, completed, corrected by a new one, struck through."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.people import protected
from carebook.records import enum_words
from carebook.ui.pages.assessments.opened import Opened, opened
from carebook.ui.pages.assessments.rail import Rail
from carebook.ui.pages.assessments.told import CRITERIA, GENERAL, entries, standing
from carebook.ui.pages.assessments.writing import WritingPage
from carebook.ui.parts.bars import Footer, lead_tab
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import Stack, box, column, row, scrolling
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _


class AssessmentPage(WritingPage):
    """The assessments of one stay: ``turn_to(episode_id=…, assessment_id="", kind="", section="")``.

    Without an id the one in progress is shown, else a new one of ``kind`` begins. ``section`` is a domain or "criteria".
    """

    mine = frozenset({"casework", "people"})
    keys = (
        KeyHint("0 1 2 3", N_("level of need, in its row")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+PgDown", N_("next part")),
        KeyHint("Ctrl+PgUp", N_("part before")),
        KeyHint("F2", N_("correct a completed form")),
        KeyHint("Ctrl+P", N_("print")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Assessment of needs (form 02)"))
        self.rail = Rail()
        self.rail.chosen.connect(self.go_to)
        self.rail.table.opened.connect(self._enter_part)
        self._criteria_place = scrolling(column(self.criteria, None, margins=(24, 12, 20, 16)))
        self._stack = Stack()
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self._criteria_place)
        self._split: QBoxLayout = row(self.rail, (self._stack, 1), gap=0)
        self.states = States(box(self._split))
        self.standing = ElidedLabel("", "muted")
        self.discard_button = Button(_("Discard draft"), "ghost", "trash-2")
        self.discard_button.clicked.connect(self.discard)
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self.strike)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.discard_button, self.strike_button, self.correct_button, self.print_button)
        keys = key_caps(("0–3", _("level")), ("Ctrl+PgDn", _("next part")))
        self.foot = Footer(self.standing, None, keys, self.save_button, self.complete_button)
        self.put((self.states, 1), self.foot)
        on_key(self, "Ctrl+PgDown", partial(self.step, 1))
        on_key(self, "Ctrl+PgUp", partial(self.step, -1))
        on_key(self, "F2", self.correct)
        on_key(self, "Ctrl+P", self._print)
        on_key(self, "Esc", self._go_back)
        self._show_standing()

    # whose

    def turn_to(
        self, episode_id: str = "", assessment_id: str = "", kind: str = "", section: str = "", **_more: object
    ) -> None:
        """Show the assessments of another stay, or another one; what is typed is kept as a draft before."""
        if section:
            self._current = section
        if (episode_id, assessment_id) == (self._episode_id, self._assessment_id) and self.has_unsaved():
            self._show_part(self._current)
            return
        if self.has_unsaved():
            self.keep_draft()
        if not section and episode_id != self._episode_id:
            self._current = GENERAL
        self._episode_id, self._assessment_id, self._kind = episode_id, assessment_id, kind
        self._put_away()
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the stay, its assessments and what stands beside them."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and begin an assessment there."), icon="file-text")
            return
        if self._opened is None:
            self.states.show_loading()
        asked = partial(
            opened, episode_id=self._episode_id, assessment_id=self._assessment_id, today=self._desk.today()
        )
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Opened | None) -> None:
        if found is None:
            self._put_away()
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            return
        before, self._opened = self._opened, found
        shown = self._chosen(found)
        if shown is None:
            self.states.show_empty(_("No assessment yet."), icon="file-text")
            return
        self.states.show_content()
        if before is not None and self.has_unsaved():
            return  # what is typed stays; a newer version is told when it is saved
        check = found.check(self._desk.actor.staff_member_id, self._desk.today())
        if before is None or self.criteria.check != check:
            self.criteria.load(check, found)
        if before is None or self.file != shown:
            self._load(shown)
        if before is None:
            self._restore(found)
            if self.isVisible():
                self._focus()

    def _show_buttons(self) -> None:
        desk, file = self._desk, self.file
        kept = file is not None and bool(file.assessment.id)
        struck = file is not None and file.assessment.is_withdrawn
        here = self._current != CRITERIA
        can_save = self._writes() if here else self.criteria.writes()
        self.save_button.setVisible(file is not None and can_save)
        self.complete_button.setVisible(self._writes() and here and desk.may("complete_assessment"))
        completed = file is not None and file.is_completed and not struck
        self.correct_button.setVisible(completed and here and desk.may("complete_assessment"))
        self.strike_button.setVisible(kept and not struck and here and desk.may("strike_assessment"))
        printable = bool(self.criteria.check.id) if not here else kept
        self.print_button.setVisible(printable and desk.may("print_papers"))
        self.discard_button.setVisible(self.has_unsaved())

    # parts

    def parts(self) -> list[str]:
        """The keys of the parts in their order."""
        return [GENERAL, *self.sheet.domain_codes(), CRITERIA]

    def step(self, by: int) -> None:
        """The part before or after."""
        keys = self.parts()
        place = keys.index(self._current) + by
        if 0 <= place < len(keys):
            self.go_to(keys[place])

    def go_to(self, key: str) -> None:
        """Show a part; the focus goes into it unless the column of parts is being walked through."""
        commit_input_method()
        walking = self.rail.table.hasFocus()
        self._show_part(key)
        if not walking:
            self._focus()

    def _enter_part(self, _entry: object) -> None:
        """Enter in the column of parts goes into the part."""
        self._focus()

    def _focus(self) -> None:
        target = self.criteria.first() if self._current == CRITERIA else self.sheet.first(self._current)
        if target is not None:
            target.setFocus()

    def _show_part(self, key: str) -> None:
        self._current = key if key in self.parts() else GENERAL
        if self.file is None:
            return
        if self._current == CRITERIA:
            self.criteria.build()
            self._stack.setCurrentWidget(self._criteria_place)
        else:
            self.sheet.show_part(self._current)
            self._stack.setCurrentWidget(self.sheet)
        lead_tab(self._stack.currentWidget(), self.foot)
        self._show_standing()

    # while typing

    def _show_standing(self) -> None:
        self._show_buttons()
        if self.file is None or self._opened is None:
            return
        typed, domains = self.sheet.readable(), self.sheet.domain_codes()
        assessment, person = typed.assessment, self._opened.person
        day = dates.written(assessment.assessed_on) if assessment.assessed_on else ""
        kind = enum_words.said(assessment.kind) if assessment.kind else ""
        self.header.show_line(" · ".join(filter(None, (person.full_name, person.code, kind, day))), always=True)
        self.rail.show_entries(entries(self._desk, domains, typed, self.criteria.check), self._current)
        said = standing(typed, domains, self._opened.names)
        self.standing.setWhole(" · ".join(filter(None, (self._draft_words, said))))

    # elsewhere

    def _print(self) -> None:
        if not self.print_button.isHidden():
            paper = "form03" if self._current == CRITERIA else "form02"
            self._desk.go("case_papers", episode_id=self._episode_id, paper=paper)

    def _go_back(self) -> None:
        if self._opened is not None:
            self._desk.go("person", person_id=self._opened.person.id, tab="scales")
        else:
            self._desk.go("residents")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.rail.fold(narrow)
