"""The scorecard: words for every number of points, one key chooses and goes on; last time's is marked; remark and red flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.codes import Code
from carebook.records.families import FamilyRating
from carebook.records.instrument_files import AnswerKind, Choice, Item
from carebook.rules.families import levels_of, may_be_flagged
from carebook.rules.problem import Problem
from carebook.ui.parts import theme
from carebook.ui.parts.answering import ChoiceRow
from carebook.ui.parts.fields import Tick
from carebook.ui.parts.fields.typing import LineInput
from carebook.ui.parts.labels import Sign
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.words import _

_WORDS, _AROUND = (
    190,
    22,
)  # the width of the words of a criterion, and the space about them: the remark stands under the answers


class CriterionPart(QFrame):
    """One criterion: its points, a remark, and the red flag where one may stand. ``changed`` after every change."""

    changed = Signal()

    def __init__(self, criterion: Code, number: int) -> None:
        super().__init__()
        self.criterion = criterion
        choices = tuple(Choice(float(n), words, str(n)) for n, words in enumerate(levels_of(criterion)))
        self.points = ChoiceRow(
            Item(criterion.code, criterion.text, AnswerKind.CHOICE, choices), str(number), "", points=False
        )
        self.points.answered.connect(self._rated)
        self.remark = LineInput()
        self.remark.name_as(_("Remark: {criterion}").format(criterion=criterion.text))
        self.remark.line.setPlaceholderText(_("Remark"))
        self.remark.touched.connect(self.changed)
        self.flag: Tick | None = None
        flag: tuple[Any, ...] = ()
        if may_be_flagged(criterion):
            self.flag = Tick(_("Red flag: the way home stops here"))
            self.flag.clicked.connect(self._marked)
            flag = (box(row(Sign("triangle-alert", "danger", 14), self.flag, None, gap=6)),)
        below = column(*flag, self.remark, gap=4, margins=(theme.worn().scaled(_WORDS) + _AROUND, 0, 8, 6))
        self.setLayout(column(self.points, below, gap=0))

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.points, *((self.flag,) if self.flag is not None else ()), self.remark.target)

    def _rated(self) -> None:
        if self.flag is not None and self.points.value() == 0:
            self.flag.setChecked(True)
        self.changed.emit()

    def _marked(self) -> None:
        self.points.complain("")
        self.changed.emit()

    def load(self, rating: FamilyRating | None) -> None:
        """Show a rating; None for a criterion that was not rated."""
        self.points.show_value(None if rating is None or rating.score is None else float(rating.score))
        self.remark.write(rating.remark if rating else "")
        if self.flag is not None:
            self.flag.setChecked(bool(rating and rating.red_flag))

    def freeze(self, frozen: bool) -> None:
        """Only show, or let answer; an empty remark is not shown then."""
        self.points.freeze(frozen)
        self.remark.setEnabled(not frozen)
        self.remark.setVisible(not frozen or bool(self.remark.raw()))
        if self.flag is not None:
            self.flag.setEnabled(not frozen)

    def rating(self) -> FamilyRating:
        """What stands here."""
        value = self.points.value()
        return FamilyRating(
            episode_id="",
            family_assessment_id="",
            criterion=self.criterion.code,
            score=None if value is None else int(value),
            red_flag=self.flag is not None and self.flag.isChecked(),
            remark=self.remark.read() or "",
        )

    def raw(self) -> dict[str, Any]:
        """What stands here, as JSON can hold it."""
        flagged = self.flag is not None and self.flag.isChecked()
        return {"points": self.points.raw(), "remark": self.remark.raw(), "flag": flagged}

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft."""
        self.points.set_raw(raw.get("points"))
        self.remark.set_raw(raw.get("remark", ""))
        if self.flag is not None:
            self.flag.setChecked(bool(raw.get("flag", False)))


class ScorecardPart(QFrame):
    """All criteria under each other. ``changed`` after every change, ``ended`` when one steps past the last."""

    changed = Signal()
    ended = Signal()
    reached = Signal(object)  # the part that has the focus now, so that it is scrolled into sight

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[CriterionPart] = []
        self._body = column(gap=2)
        self.setLayout(self._body)

    def show_criteria(self, criteria: Sequence[Code]) -> None:
        """Ask these; nothing is rated yet."""
        if [one.criterion for one in self.parts] == list(criteria):
            return
        emptied(self._body)
        self.parts = [CriterionPart(criterion, number) for number, criterion in enumerate(criteria, 1)]
        for one in self.parts:
            one.changed.connect(self.changed)
            one.points.stepped.connect(partial(self._step, one))
            self._body.addWidget(one)

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return tuple(stop for part in self.parts for stop in part.stops())

    def load(self, ratings: Sequence[FamilyRating], last: Sequence[FamilyRating], *, frozen: bool) -> None:
        """Show ratings, with those of last time marked."""
        now = {one.criterion: one for one in ratings}
        before = {one.criterion: one.score for one in last}
        for part in self.parts:
            part.load(now.get(part.criterion.code))
            score = before.get(part.criterion.code)
            part.points.mark_last(None if score is None else float(score))
            part.points.complain("")
            part.freeze(frozen)

    def _step(self, here: CriterionPart, by: int) -> None:
        place = self.parts.index(here) + by
        if place >= len(self.parts):
            self.ended.emit()
        elif place >= 0:
            self.focus(self.parts[place])

    def focus(self, one: CriterionPart, *, remark: bool = False) -> None:
        """Go to a criterion, or into its remark."""
        (one.remark.target if remark else one.points).setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(one)

    def first_open(self) -> CriterionPart | None:
        """The first criterion without points, or the first of all."""
        return next((one for one in self.parts if one.points.value() is None), next(iter(self.parts), None))

    def ratings(self) -> tuple[FamilyRating, ...]:
        """The ratings as they stand, those without points or words too."""
        return tuple(one.rating() for one in self.parts)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show what is told about "ratings.safety.remark" under its criterion and go to the first that is wrong, into its
        remark where that is what is missing.
        """
        said: dict[str, Problem] = {}
        for problem in problems:
            part, _dot, rest = problem.field.partition(".")
            if part == "ratings":
                said.setdefault(rest.partition(".")[0], problem)
        wrong: list[tuple[CriterionPart, Problem]] = []
        for one in self.parts:
            found = said.get(one.criterion.code)
            tone = "warn" if found is not None and found.severity == "warning" else "danger"
            one.points.complain(found.message if found is not None else "", tone)
            if found is not None and found.severity == "error":
                wrong.append((one, found))
        if wrong:
            place, problem = wrong[0]
            self.focus(place, remark=problem.field.endswith(".remark"))

    def raw(self) -> dict[str, Any]:
        """What stands there, as a draft keeps it."""
        return {one.criterion.code: one.raw() for one in self.parts}

    def restore(self, raw: Mapping[str, Any]) -> None:
        """Show a draft over what was loaded."""
        for one in self.parts:
            if one.criterion.code in raw:
                one.restore(raw[one.criterion.code])
