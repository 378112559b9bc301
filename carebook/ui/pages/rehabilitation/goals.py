"""Goals rated in a session: where each stood, and where it stands now, from −2 to +2 in the words of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.store.sessions import SessionFile
from carebook.ui.pages.rehabilitation.answers import Answers
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, emptied, row
from carebook.ui.parts.sessions import said_level
from carebook.words import _

LEVELS = (-2, -1, 0, 1, 2)


class GoalRow(QFrame):
    """One goal with its five levels; the words of the chosen one stand below."""

    changed = Signal()

    def __init__(self, goal: RehabilitationGoal, stood: GoalRating | None, now: GoalRating, when: str) -> None:
        """``now`` is the rating of this session; one without id is not given yet."""
        super().__init__()
        self.goal, self._now = goal, now
        self.answers = Answers(goal.text, [(str(one), str(one), said_level(one)) for one in LEVELS])
        for level in LEVELS:
            self.answers.tell(str(level), self._words(level))
        self.answers.choose(str(now.level) if now.id else "")
        self.answers.touched.connect(self._touched)
        stands = (
            _("was {level} on {day}").format(level=said_level(stood.level), day=when) if stood else _("not rated yet")
        )
        self._meaning = label("", "small", wrap=True)
        self.setLayout(
            column(
                label(goal.text, wrap=True), row((self.answers, 1), label(stands, "small"), gap=8), self._meaning, gap=3
            )
        )
        self._show_meaning()

    def _words(self, level: int) -> str:
        place = LEVELS.index(level)
        return self.goal.levels[place] if place < len(self.goal.levels) else ""

    def _touched(self) -> None:
        self._show_meaning()
        self.changed.emit()

    def _show_meaning(self) -> None:
        words = self._words(int(self.answers.code())) if self.answers.code() else ""
        self._meaning.setText(words)
        self._meaning.setVisible(bool(words))

    def written(self) -> GoalRating | None:
        """The rating as it stands; None when the goal is not rated."""
        if not self.answers.code():
            return None
        return replace(self._now, level=int(self.answers.code()))

    def restore(self, code: str) -> None:
        """Show a chosen level."""
        self.answers.choose(code)
        self._show_meaning()


class Goals(QFrame):
    """The goals that can be rated in the session."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: list[GoalRow] = []
        self._column = column(gap=10)
        self.setLayout(self._column)

    def load(self, file: SessionFile) -> None:
        """Show the goals of a session with its ratings."""
        emptied(self._column)
        now = {one.thread: one for one in file.ratings}
        self.rows = []
        for goal in file.goals:
            stood = file.stood.get(goal.thread)
            when = self._desk.said_day(stood.rated_on) if stood else ""
            empty = GoalRating(episode_id="", thread=goal.thread, rated_on=file.session.planned_on, level=0)
            made = GoalRow(goal, stood, now.get(goal.thread, empty), when)
            made.changed.connect(self.changed)
            self.rows.append(made)
            self._column.addWidget(made)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        return [stop for one in self.rows for stop in one.answers.stops()]

    def written(self) -> list[GoalRating]:
        """The ratings as they stand."""
        found = map(GoalRow.written, self.rows)
        return [one for one in found if one is not None]

    def draft(self) -> dict[str, str]:
        """The chosen levels by the thread of the goal."""
        return {one.goal.thread: one.answers.code() for one in self.rows}

    def restore(self, draft: Mapping[str, str]) -> None:
        """Show a draft over what was loaded."""
        for one in self.rows:
            one.restore(draft.get(one.goal.thread, ""))
