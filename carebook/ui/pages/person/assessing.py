"""Thang đo, đánh giá: forms 01 to 03 of a stay with their state, needs over time, and the scales."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.assessments import EligibilityCheck
from carebook.records.intake import FormState, IntakeForm
from carebook.rules.assessments import AssessmentFile, unanswered_needs
from carebook.rules.intake import current
from carebook.store.assessments import assessments_of, eligibility_checks, goals_answering
from carebook.store.book import Reader
from carebook.store.intake import intake_forms
from carebook.store.people import StayFile
from carebook.ui.pages.person.layout import CELL
from carebook.ui.pages.person.said import span
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import MarkSign, label, section_head
from carebook.ui.parts.layouts import Stack, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.needs import MARKS, level_words, unanswered_words
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

MOST_COLUMNS = 5
"""So many assessments, the newest, stand side by side."""
_DONE, _BEGUN, _NOT_BEGUN = ("full", "ok"), ("half", "text2"), ("ring", "text2")


@dataclass(frozen=True)
class Assessing:
    """The forms of one stay, the newest first; ``files`` also those struck through. ``needs`` have no answer yet."""

    intakes: tuple[IntakeForm, ...]
    files: tuple[AssessmentFile, ...]
    checks: tuple[EligibilityCheck, ...]
    needs: tuple[str, ...]

    @property
    def counted(self) -> list[AssessmentFile]:
        """The assessments that were not struck through or replaced."""
        return [file for file in self.files if not file.assessment.is_withdrawn]

    @property
    def newest(self) -> AssessmentFile | None:
        """The newest completed assessment."""
        return next((file for file in self.counted if file.is_completed), None)

    @property
    def in_progress(self) -> AssessmentFile | None:
        """The assessment that is being written."""
        return next((file for file in self.counted if not file.is_completed), None)


class AssessingTab(Tab):
    """The assessments of the open stay, or of another one that is chosen; the scales beside them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: Assessing | None = None
        self._scales: Any = None
        self.views = Segments([("forms", _("Assessments")), ("scales", _("Scales"))])
        self.views.chosen.connect(self._choose_view)
        self.stays = filter_choice(_("Stay"), [])
        self.stays.activated.connect(self._ask)
        self.lines = column(gap=0)
        self._matrix = column(gap=0)
        self.matrix: RecordTable | None = None
        self.list = RecordTable(
            [
                Column("on", pgettext("assessment", "Day"), self._day_cell, 96, 0, ALWAYS),
                Column("kind", _("Kind"), lambda f: enum_words.said(f.assessment.kind), 130, 1, ALWAYS),
                Column("state", _("State"), self._state_cell, 150, 1, 8),
                Column("who", _("Assessor"), self._assessor, 150, 1, 6),
                Column("summary", _("Summary"), lambda f: f.assessment.summary.replace("\n", " "), 200, 2, 4),
            ],
            _("Assessments"),
            id_of=_file_id,
        )
        self.list.fit_rows()
        self.list.opened.connect(self._open_file)
        self.begin_button = Button(_("Assess"), "primary", "plus")
        self.begin_button.clicked.connect(partial(self._go_assessment, ""))
        self.unscheduled_button = Button(_("Assess outside the schedule"))
        self.unscheduled_button.clicked.connect(partial(self._go_assessment, "", "unscheduled"))
        may = desk.may("save_assessment")
        self.begin_button.setVisible(may)
        self.unscheduled_button.setVisible(may)
        list_head = box(row(section_head(_("All assessments")), None, margins=(CELL, 0, 0, 0)))
        self._all = box(column(list_head, hairline(), self.list, gap=0))
        body = column(box(self.lines), 12, box(self._matrix), 12, self._all, None, gap=0)
        body.setContentsMargins(16, 0, 20, 16)
        self.states = States(scrolling(body))
        self._stack = Stack()
        self._stack.addWidget(self.states)
        top = row(self.views, self.stays, None, self.unscheduled_button, self.begin_button, margins=(24, 10, 20, 8))
        self._top = top
        self.setLayout(column(top, (self._stack, 1), gap=0))

    # whose

    def show_view(self, view: PersonView) -> None:
        """Show the open stay of a person; the stay chosen before stays chosen while it is the same person."""
        another = self.view is None or self.view.id != view.id
        super().show_view(view)
        stays = view.file.stays
        self.stays.offer([(one.episode.id, span(one.episode.start_on, one.episode.end_on)) for one in stays])
        self.stays.setVisible(len(stays) > 1)
        if another and stays:
            self.stays.choose((view.file.open_stay or stays[0]).episode.id)
        if self._scales is not None:
            self._scales.show_view(view)
        self._ask()

    @property
    def stay(self) -> StayFile | None:
        """The stay on show."""
        if self.view is None:
            return None
        code = self.stays.code()
        return next((one for one in self.view.file.stays if one.episode.id == code), None)

    def _ask(self, _place: int = 0) -> None:
        stay = self.stay
        if stay is None:
            self.states.show_empty(_("No stay yet."), icon="file-text")
            return
        if self.found is None:
            self.states.show_loading()
        self.desk.ask(self, partial(assessing, episode_id=stay.episode.id), self._show, self._not_read, key="forms")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _choose_view(self, key: str) -> None:
        if key == "scales" and self._scales is None:
            from carebook.ui.pages.person.scales import ScalesPart

            self._scales = ScalesPart(self.desk)
            self._scales.wants_to_say.connect(self.wants_to_say)
            self._stack.addWidget(self._scales)
            if self.view is not None:
                self._scales.show_view(self.view)
        shown: QWidget = self._scales if key == "scales" else self.states
        self._stack.setCurrentWidget(shown)
        may = key == "forms" and self.desk.may("save_assessment")
        self.begin_button.setVisible(may)
        self.unscheduled_button.setVisible(may)

    # what is shown

    def _show(self, found: Assessing) -> None:
        self.found = found
        self._show_lines(found)
        self._show_matrix(found)
        self.list.show_records(found.files)
        self._all.setVisible(bool(found.files))
        waiting = found.in_progress is not None
        self.begin_button.setText(_("Continue the assessment") if waiting else _("Assess"))
        self.unscheduled_button.setEnabled(not waiting)
        self.states.show_content()

    def _show_lines(self, found: Assessing) -> None:
        emptied(self.lines)
        for made in (self._intake_line(found), self._assessment_line(found), self._criteria_line(found)):
            self.lines.addWidget(made)
            self.lines.addWidget(hairline())

    def _line(self, title: str, said: str, mark: tuple[str, str], button: Button | None, under: str = "") -> QFrame:
        words = column(label(title, "name"), label(said, "muted", wrap=True), gap=1)
        if under:
            words.addWidget(label(under, "small", "warn", wrap=True))
        shown = (button,) if button is not None else ()
        return box(row(MarkSign(*mark), (words, 1), *shown, gap=10, margins=(CELL, 8, 0, 8)))

    def _button(self, words: str, about: str, deed: str, then: Any, *, always: bool) -> Button | None:
        if not (always or self.desk.may(deed)):
            return None
        button = Button(words)
        button.setAccessibleName(f"{words}: {about}")
        button.clicked.connect(then)
        return button

    def _intake_line(self, found: Assessing) -> QFrame:
        title = _("Form 01 · Gathering information")
        form = current(found.intakes)
        go = partial(self._go, "intake")
        if form is None:
            begin = self._button(_("Begin"), title, "save_intake", go, always=False)
            return self._line(title, _("Not begun"), _NOT_BEGUN, begin)
        done = form.state is FormState.COMPLETED
        who = self._of(form.collector_id, form.collected_on)
        state = pgettext("form", "Completed") if done else pgettext("form", "In progress")
        words = _("Open") if done else _("Continue")
        said = " · ".join(filter(None, (state, who)))
        return self._line(title, said, _DONE if done else _BEGUN, self._button(words, title, "", go, always=True))

    def _assessment_line(self, found: Assessing) -> QFrame:
        title = _("Form 02 · Assessment of needs")
        file = found.in_progress or found.newest
        if file is None:
            begin = self._button(_("Begin"), title, "save_assessment", partial(self._go_assessment, ""), always=False)
            return self._line(title, _("Not assessed"), _NOT_BEGUN, begin)
        assessment = file.assessment
        state = pgettext("form", "Completed") if file.is_completed else pgettext("form", "In progress")
        who = self._of(assessment.assessor_id, assessment.assessed_on)
        again = assessment.next_on if file.is_completed else None
        then = _("assess again on {day}").format(day=dates.written(again)) if again else ""
        said = " · ".join(filter(None, (enum_words.said(assessment.kind), state, who, then)))
        words = _("Open") if file.is_completed else _("Continue")
        go = partial(self._go_assessment, assessment.id)
        mark = _DONE if file.is_completed else _BEGUN
        return self._line(
            title, said, mark, self._button(words, title, "", go, always=True), unanswered_words(self.desk, found.needs)
        )

    def _criteria_line(self, found: Assessing) -> QFrame:
        title = _("Form 03 · Criteria of service")
        check = next((c for c in found.checks if c.state is FormState.IN_PROGRESS), next(iter(found.checks), None))
        go = partial(self._go_assessment, "", "", "criteria")
        if check is None:
            begin = self._button(_("Begin"), title, "save_eligibility", go, always=False)
            return self._line(title, _("Not begun"), _NOT_BEGUN, begin)
        done = check.state is FormState.COMPLETED
        state = pgettext("form", "Completed") if done else pgettext("form", "In progress")
        mode = self.desk.words("service_mode", check.service_mode) if check.service_mode else ""
        qualifies = {True: _("qualifies"), False: _("does not qualify"), None: ""}[check.eligible]
        said = " · ".join(filter(None, (state, mode, qualifies, self._of(check.checker_id, check.checked_on))))
        words = _("Open") if done else _("Continue")
        return self._line(title, said, _DONE if done else _BEGUN, self._button(words, title, "", go, always=True))

    def _of(self, staff_id: str | None, day: Any) -> str:
        """ "12/10, Mạc Thị Hải Đường"."""
        name = self.view.staff.get(staff_id or "", "") if self.view else ""
        return ", ".join(filter(None, (self.desk.said_day(day), name)))

    # needs over time

    def _show_matrix(self, found: Assessing) -> None:
        emptied(self._matrix)
        files = [file for file in found.counted if file.ratings][:MOST_COLUMNS][::-1]
        self.matrix = None
        if not files:
            return
        columns = [Column("domain", _("Domain"), self._domain_cell, 190, 2, ALWAYS)]
        for place, file in enumerate(files):
            head = self.desk.said_day(file.assessment.assessed_on)
            cell = partial(_level_cell, file)
            columns.append(Column(file.assessment.id, head, cell, 120, 1, 5 + place, tip=self._head_tip(file)))
        table = RecordTable(columns, _("Needs over time"), id_of=str)
        table.fit_rows()
        table.show_records([code for code, _words in self.desk.choices("need_domain")])
        table.opened.connect(self._open_domain)
        self.matrix = table
        above = box(row(section_head(_("Needs over time")), None, margins=(CELL, 0, 0, 0)))
        for part in (above, hairline(), table):
            self._matrix.addWidget(part)

    def _head_tip(self, file: AssessmentFile) -> str:
        kind = enum_words.said(file.assessment.kind)
        return kind if file.is_completed else f"{kind} · {pgettext('form', 'In progress')}"

    def _domain_cell(self, code: str) -> Cell:
        return Cell(self.desk.words("need_domain", code), weight=500)

    def _open_domain(self, code: str) -> None:
        file = (self.found.in_progress or self.found.newest) if self.found else None
        if file is not None:
            self._go_assessment(file.assessment.id, "", code)

    # the list

    def _day_cell(self, file: AssessmentFile) -> Cell:
        return Cell(self.desk.said_day(file.assessment.assessed_on) or "–", weight=500)

    def _state_cell(self, file: AssessmentFile) -> Cell:
        assessment = file.assessment
        if assessment.is_withdrawn:
            replaced = any(
                one.assessment.replaces_id == assessment.id for one in (self.found.files if self.found else ())
            )
            words = pgettext("form", "Replaced") if replaced else _("Struck through")
            return Cell(f"{words}: {assessment.withdrawn_because}", tone="text2", mark=("cross", "text2"))
        if file.is_completed:
            return Cell(pgettext("form", "Completed"), mark=_DONE)
        return Cell(pgettext("form", "In progress"), mark=_BEGUN)

    def _assessor(self, file: AssessmentFile) -> str:
        return self.view.staff.get(file.assessment.assessor_id or "", "") if self.view else ""

    # elsewhere

    def _open_file(self, file: AssessmentFile) -> None:
        self._go_assessment(file.assessment.id)

    def _go(self, page: str) -> None:
        if self.stay is not None:
            self.desk.go(page, episode_id=self.stay.episode.id)

    def _go_assessment(self, assessment_id: str, kind: str = "", section: str = "") -> None:
        if self.stay is not None:
            self.desk.go(
                "assessments",
                episode_id=self.stay.episode.id,
                assessment_id=assessment_id,
                kind=kind,
                **({"section": section} if section else {}),
            )


def _file_id(file: AssessmentFile) -> str:
    return file.assessment.id


def _level_cell(file: AssessmentFile, domain: str) -> Cell:
    """The level in words with its sign; without one "Chưa đánh giá"."""
    level = file.level(domain)
    return Cell(level_words(level), tone="text" if level is not None else "text2", mark=MARKS.get(level))


def assessing(reader: Reader, episode_id: str) -> Assessing:
    """The forms of one stay."""
    files = assessments_of(reader, episode_id, withdrawn=True)
    newest = next((file for file in files if file.is_completed and not file.assessment.is_withdrawn), None)
    needs = unanswered_needs(newest.ratings, goals_answering(reader, episode_id)) if newest else ()
    return Assessing(intake_forms(reader, episode_id), files, eligibility_checks(reader, episode_id), needs)
