"""The education plans of a class: where each pupil's stands, and the chosen one to read beside."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame

from carebook import dates
from carebook.records.care_plans import Achievement
from carebook.records.declaration import field_of
from carebook.records.enum_words import said
from carebook.records.groups import EducationGoal, EducationPlan
from carebook.rules.classes import STANDING_WORDS, PlanStanding, Pupil, standing_of
from carebook.store.classes import ClassFile, EducationPlanFile
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head, state
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_MARKS = {
    PlanStanding.NONE: ("ring", "text2"),
    PlanStanding.IN_USE: ("full", "ok"),
    PlanStanding.REVIEW_DUE: ("half", "warn"),
    PlanStanding.REVIEWED: ("full", "ok"),
}
_GOAL_MARKS = {
    Achievement.ACHIEVED: ("full", "ok"),
    Achievement.PARTLY: ("half", "info"),
    Achievement.NOT_ACHIEVED: ("ring", "warn"),
    Achievement.NO_LONGER: ("dash", "text2"),
    Achievement.NOT_RATED: ("ring", "text2"),
}
SIGNS = "signs_known"
"""The scale that counts the signs or words a pupil uses."""
_READ = ("strengths", "needs", "communication", "family_part", "results")


@dataclass(frozen=True)
class PupilPlan:
    """One pupil with the newest plan of theirs."""

    pupil: Pupil
    file: EducationPlanFile | None
    standing: PlanStanding


class PlansView(QFrame):
    """``write_wanted(PupilPlan)`` and ``review_wanted(PupilPlan)``; ``pupil_wanted(Pupil)`` when one is opened."""

    write_wanted = Signal(object)
    review_wanted = Signal(object)
    pupil_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: ClassFile | None = None
        self.table = RecordTable(
            [
                Column("name", _("Name"), self._name_cell, 180, 2, ALWAYS),
                Column("standing", _("Education plan"), self._standing_cell, 160, 1, 9),
                Column("review", _("Review"), self._review_cell, 104, priority=8),
                Column("goals", _("Goals"), self._goals_cell, 92, priority=7, align="right"),
                Column("teacher", _("Teacher"), self._teacher_cell, 140, 1, 5),
            ],
            _("Education plans"),
            id_of=lambda one: one.pupil.member_id,
            row_height=44,
        )
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.panel = SidePanel(width=theme.worn().scaled(360), closes=False)
        self.write_button = Button("", icon="pencil", key="F2", listens=False)
        self.write_button.clicked.connect(self.write)
        self.review_button = Button(_("Review"), icon="check")
        self.review_button.clicked.connect(self.review)
        self.count_button = Button(_("Count signs"), icon="activity")
        self.count_button.setToolTip(_("Count the signs or words the pupil uses"))
        self.count_button.clicked.connect(self._count)
        self.panel.add_actions(self.write_button, self.review_button, self.count_button)
        self._split: QBoxLayout = row((self.states, 1), self.panel, gap=0, margins=(16, 0, 0, 0))
        self.setLayout(column(self._split, gap=0))

    def show_class(self, file: ClassFile) -> None:
        """Show the pupils of a class with their plans."""
        self._file = file
        chosen = self.table.current_id()
        rows = [self._of(pupil) for pupil in file.pupils]
        self.table.show_records(rows)
        if not rows:
            self.panel.hide()
            self.states.show_empty(_("Nobody is in this class yet."), icon="users")
            return
        self.states.show_content()
        if not self.table.pick(chosen):
            self.table.pick(rows[0].pupil.member_id)
        self._pick(self.table.current())

    def pick_stay(self, episode_id: str) -> None:
        """Choose the pupil of a stay."""
        for pupil in self._file.pupils if self._file else ():
            if pupil.episode_id == episode_id:
                self.table.pick(pupil.member_id)

    def _of(self, pupil: Pupil) -> PupilPlan:
        assert self._file is not None
        file = self._file.plans.get(pupil.episode_id)
        return PupilPlan(pupil, file, standing_of(file.plan if file else None, self._desk.today()))

    # cells

    def _name_cell(self, one: PupilPlan) -> Cell:
        by_day = _("day pupil") if one.pupil.by_day else ""
        return Cell(one.pupil.name, sub=" · ".join(filter(None, (one.pupil.code, by_day))), weight=500)

    def _standing_cell(self, one: PupilPlan) -> Cell:
        if one.pupil.masked:
            return Cell("–", tone="text2")
        year = one.file.plan.school_year if one.file else ""
        tone = "warn" if one.standing is PlanStanding.REVIEW_DUE else "text"
        return Cell(_(STANDING_WORDS[one.standing]), sub=year, tone=tone, mark=_MARKS[one.standing])

    def _review_cell(self, one: PupilPlan) -> Cell:
        plan = one.file.plan if one.file else None
        late = one.standing is PlanStanding.REVIEW_DUE
        return Cell(self._desk.said_day(plan.review_on) if plan else "", tone="warn" if late else "text")

    def _goals_cell(self, one: PupilPlan) -> Cell:
        if one.file is None:
            return Cell()
        reached = sum(goal.achievement is Achievement.ACHIEVED for goal in one.file.goals)
        return Cell(f"{reached}/{len(one.file.goals)}", sub=_("reached"))

    def _teacher_cell(self, one: PupilPlan) -> str:
        if one.file is None or self._file is None:
            return ""
        return self._file.staff.get(one.file.plan.teacher_id or "", "–")

    # reading

    def _pick(self, one: PupilPlan | None) -> None:
        self.panel.clear()
        self.panel.setVisible(one is not None)
        if one is None:
            return
        masked, file = one.pupil.masked, one.file
        self.panel.show_title(one.pupil.name, self._line(file) if file else "")
        may = not masked and self._desk.may("save_education_plan")
        self.write_button.setText(_("Edit") if file else _("Write the plan"))
        self.write_button.setVisible(may)
        self.review_button.setVisible(file is not None and not masked and self._desk.may("review_education_plan"))
        self.count_button.setVisible(not masked and self._desk.may("save_score"))
        if masked:
            self.panel.add(label(_("This item is protected. If it is needed for care, ask the director."), wrap=True))
        elif file is None:
            self.panel.add(
                label(_("No education plan yet: strengths, needs, and goals for the school year."), wrap=True)
            )
        else:
            self._read(file)

    def _line(self, file: EducationPlanFile) -> str:
        plan = file.plan
        made = dates.written(plan.made_on) if plan.made_on else ""
        agreed = _("agreed by {who}").format(who=plan.agreed_by) if plan.agreed_by else ""
        return " · ".join(filter(None, (plan.school_year, made, agreed)))

    def _read(self, file: EducationPlanFile) -> None:
        for name in _READ:
            if text := getattr(file.plan, name):
                self.panel.add(label(field_of(EducationPlan, name).label, "small"), label(text, wrap=True), 6)
        self.panel.add(section_head(_("Goals"), str(len(file.goals))))
        for goal in file.goals:
            self.panel.add(self._goal(goal), 8)
        if not file.goals:
            self.panel.add(label(_("The plan has no goals yet."), "muted", wrap=True))

    def _goal(self, goal: EducationGoal) -> QBoxLayout:
        levels = " → ".join(filter(None, (goal.from_value, goal.to_value)))
        area = self._desk.words("education_area", goal.area)
        under = " · ".join(filter(None, (area, levels, self._desk.said_day(goal.due_on), goal.how)))
        shape, tone = _GOAL_MARKS[goal.achievement]
        remark = (label(goal.remark, "small", wrap=True),) if goal.remark else ()
        return column(
            label(goal.text, "name", wrap=True),
            label(under, "small", wrap=True),
            state(said(goal.achievement), shape, tone),
            *remark,
            gap=2,
        )

    # pressing

    def _open(self, one: PupilPlan) -> None:
        self.pupil_wanted.emit(one.pupil)

    def _count(self) -> None:
        if (one := self.table.current()) is not None:
            self._desk.go("instruments", episode_id=one.pupil.episode_id, code=SIGNS)

    def write(self) -> None:
        """Write the plan of the chosen pupil."""
        if (one := self.table.current()) is not None and not self.write_button.isHidden():
            self.write_wanted.emit(one)

    def review(self) -> None:
        """Review the plan of the chosen pupil."""
        if (one := self.table.current()) is not None and not self.review_button.isHidden():
            self.review_wanted.emit(one)

    def fold(self, narrow: bool) -> None:
        """The plan to read stands under the list while the window is narrow."""
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)
