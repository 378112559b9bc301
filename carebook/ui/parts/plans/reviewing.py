"""Reviewing the plan in force, and rating one of its goals, in a panel beside the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.care_plans import Achievement, GoalLife
from carebook.rules.care_plans import Rating
from carebook.rules.names import normalise
from carebook.rules.problem import errors, warnings
from carebook.store.drafts import Draft
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans.reading import goal_line
from carebook.ui.parts.fields import Choice, commit_input_method
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import column, emptied, hairline, row
from carebook.ui.parts.plans.kind import PlanKind
from carebook.words import _

WIDTH = 440


class GoalRating(QFrame):
    """Where one goal stands: followed or not, how far it was reached, a remark. ``changed`` when touched."""

    changed = Signal()

    def __init__(self, goal: Any) -> None:
        super().__init__()
        self.goal = goal
        self.life = Choice(enum_words.choices(GoalLife))
        self.life.setAccessibleName(_("{goal}: state").format(goal=goal.text))
        self.achievement = Choice(enum_words.choices(Achievement))
        self.achievement.setAccessibleName(_("{goal}: achievement").format(goal=goal.text))
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(_("remark"))
        self.remark.setAccessibleName(_("{goal}: remark").format(goal=goal.text))
        self.first: QWidget = self.achievement  # where rating one goal begins
        self.life.activated.connect(self.changed)
        self.achievement.activated.connect(self.changed)
        self.remark.textEdited.connect(self.changed)
        line = goal_line(goal)
        told = (label(line, "small", wrap=True),) if line else ()
        choices = row((self.life, 1), (self.achievement, 1), gap=8)
        self.lines = column(label(goal.text, "name", wrap=True), *told, choices, self.remark, gap=4)
        self.setLayout(self.lines)
        self.show_rating((goal.life, goal.achievement, goal.remark))

    def values(self) -> tuple[Any, ...]:
        """What the deed of rating is given after the goal."""
        return self.rating()

    def show_rating(self, rating: Rating) -> None:
        """Show what is said of the goal."""
        life, achievement, remark = rating
        self.life.choose(life.value)
        self.achievement.choose(achievement.value)
        self.remark.setText(remark)

    def rating(self) -> Rating:
        """What stands here."""
        return GoalLife(self.life.code()), Achievement(self.achievement.code()), normalise(self.remark.text())

    def told(self) -> list[Any]:
        """As JSON can hold it."""
        return [self.life.code(), self.achievement.code(), self.remark.text()]

    def restore(self, told: list[Any]) -> None:
        """Show what ``told`` gave."""
        self.show_rating((GoalLife(told[0]), Achievement(told[1]), told[2]))


class ReviewPanel(SidePanel):
    """A review of the plan in force. ``wanted(review, ratings)`` asks for the deed; ``changed`` when typed; ``left`` when put
    away.
    """

    wanted = Signal(object, object)
    changed = Signal()
    left = Signal()

    def __init__(self, kind: PlanKind) -> None:
        super().__init__(_("Review of the plan"), width=theme.worn().scaled(WIDTH))
        self._kind, self._desk = kind, kind.desk
        self._view: Any = None
        self._file: Any = None
        self._base: Any = None
        self._answered = False
        self._kept: object = None  # what stood here when it was opened
        self._goals: dict[str, Any] = {}
        self.form = kind.review_form()
        self.form.changed.connect(self._typed)
        self._ratings = column(gap=10)
        self.add(self.form, section_head(_("Each goal")), hairline(), 6, self._ratings, 12)
        self.save_button = Button(_("Save the review"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        back = Button(_("Go back"), key="Esc", listens=False)
        back.clicked.connect(self.leave)
        self.add_actions(self.save_button, back)
        self.closed.connect(self.leave)
        self.hide()

    def begin(self, view: Any, file: Any, draft: Draft | None) -> None:
        """A new review of the plan in force, today unless something else is typed."""
        self._view, self._file, self._answered = view, file, False
        self._base = self._kind.new_review(view, file)
        self.form.editor("reviewer_id").offer(view.here)
        self.form.load(self._base)
        self.form.clear_problems()
        emptied(self._ratings)
        self._goals = {goal.id: self._kind.goal_rating(view, goal) for goal in file.goals}
        for made in self._goals.values():
            made.changed.connect(self._typed)
            self._ratings.addWidget(made)
        due = self._base.due_on
        words = _("due {day}").format(day=dates.written(due)) if due else ""
        self.show_title(_("Review of version {n}").format(n=file.plan.number), words)
        self._kept = self.told()
        if draft is not None:
            self._restore(draft.content)
        self.save_button.setEnabled(True)
        self.show()
        if (first := self.form.first()) is not None:
            first.setFocus()

    def is_open(self) -> bool:
        return not self.isHidden()

    def plan_id(self) -> str:
        """The version that is reviewed, "" when none is."""
        return self._file.plan.id if self._file is not None else ""

    def told(self) -> dict[str, Any]:
        """What is typed, as JSON can hold it."""
        raw = {name: self.form.editor(name).raw() for name in self.form.names()}
        return {"form": raw, "goals": {key: made.told() for key, made in self._goals.items()}}

    def _restore(self, told: Mapping[str, Any]) -> None:
        self.form.restore(told.get("form", {}))
        for key, rating in told.get("goals", {}).items():
            if key in self._goals:
                self._goals[key].restore(rating)

    def has_unsaved(self) -> bool:
        return self._file is not None and self.told() != self._kept

    def _typed(self) -> None:
        self._answered = False
        self.changed.emit()

    def save(self) -> None:
        """Check, then ask for the deed; goals nobody rated are told once."""
        if self._base is None or self._file is None or self._view is None or not self.save_button.isEnabled():
            return
        review = self.form.record(self._base)
        if review is None:
            return
        ratings = {key: made.rating() for key, made in self._goals.items()}
        since = self._file.since_at
        first = dates.today_in_vietnam(since) if since is not None else review.done_on or self._desk.today()
        problems = self._kind.problems_in_review(review, ratings, self._file, first)
        unusual = warnings(problems)
        if wrong := errors(problems):
            self.form.show_problems(wrong)
        elif unusual and not self._answered:
            said = " ".join(str(problem.message) for problem in unusual)
            self.form.summary.say(f"{said} {_('Save once more to leave it so.')}", "warn")
            self._answered = True
        else:
            self.save_button.setEnabled(False)
            self.wanted.emit(review, ratings)

    def refused(self, error: BaseException) -> None:
        """What stands against it, beside its field."""
        self.save_button.setEnabled(True)
        if problems := getattr(error, "problems", ()):
            self.form.show_problems(problems)
        else:
            self.form.summary.say(_("This was not done, nothing was written. What was typed is still here."), "danger")

    def leave(self) -> None:
        """Ask to be put away; the page keeps what is typed as a draft first."""
        self.left.emit()

    def put_away(self) -> None:
        """Close without a word: what is typed is kept, saved or thrown away already."""
        self._file = None
        self.hide()


class RatingPanel(SidePanel):
    """One goal of the plan in force. ``wanted(goal, what the deed is given after it)`` asks for the deed."""

    wanted = Signal(object, object)
    left = Signal()

    def __init__(self, kind: PlanKind) -> None:
        super().__init__(_("Where the goal stands"), width=theme.worn().scaled(WIDTH))
        self._kind = kind
        self._rating: Any = None
        self._kept: object = None  # what stood here when it was opened
        self._place = column(gap=8)
        self._why = label("", "small", "danger", wrap=True)
        self.add(self._place, self._why)
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        back = Button(_("Go back"), key="Esc", listens=False)
        back.clicked.connect(self.leave)
        self.add_actions(self.save_button, back)
        self.closed.connect(self.leave)
        self.hide()

    def begin(self, view: Any, goal: Any) -> None:
        """Say where this goal stands."""
        emptied(self._place)
        self._why.setText("")
        self._rating = self._kind.goal_rating(view, goal)
        self._kept = self._rating.told()
        self._place.addWidget(self._rating)
        self.save_button.setEnabled(True)
        self.show()
        self._rating.first.setFocus()

    def is_open(self) -> bool:
        return not self.isHidden()

    def has_unsaved(self) -> bool:
        if self._rating is None or not self.is_open():
            return False
        return bool(self._rating.told() != self._kept)

    def save(self) -> None:
        """Ask for the deed."""
        commit_input_method()
        if self._rating is not None and self.save_button.isEnabled():
            self.save_button.setEnabled(False)
            self.wanted.emit(self._rating.goal, self._rating.values())

    def refused(self, error: BaseException) -> None:
        """What stands against it."""
        self.save_button.setEnabled(True)
        problems = getattr(error, "problems", ())
        self._why.setText(" ".join(str(problem.message) for problem in problems) or _("This was not done."))

    def leave(self) -> None:
        """Ask to be put away."""
        self.left.emit()

    def put_away(self) -> None:
        """Close without a word."""
        self.hide()
        self._rating = None
