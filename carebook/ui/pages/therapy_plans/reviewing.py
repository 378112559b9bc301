"""Where a goal of rehabilitation stands: its level of attainment by one key, and how far it was reached."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.rehabilitation import GoalRating as KeptRating
from carebook.records.rehabilitation import RehabilitationGoal
from carebook.rules.therapy_plans import GoalStanding, achievement_at
from carebook.ui.parts.fields import PillSet
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.ui.parts.plans.levels import STEPS
from carebook.ui.parts.plans.reviewing import GoalRating
from carebook.words import _

LOWEST = -2


class Attainment(QFrame):
    """The five levels as pills; the digits 1 to 5 choose from −2 to +2, Backspace takes the choice back."""

    def __init__(self, name: str, words: tuple[str, ...]) -> None:
        super().__init__()
        self.pills = PillSet([(str(LOWEST + place), step) for place, step in enumerate(STEPS)], one=True)
        self.pills.name_as(name)
        self._words = words
        self.said = label("", "small", wrap=True)
        self.pills.touched.connect(self._say)
        self.setFocusProxy(self.pills)
        self.setLayout(column(self.pills, self.said, gap=2))

    def level(self) -> int | None:
        """The level that is chosen."""
        chosen = self.pills.codes()
        return int(chosen[0]) if chosen else None

    def choose(self, level: int | None) -> None:
        """Choose one, or none."""
        self.pills.choose([] if level is None else [str(level)])
        self._say()

    def _say(self) -> None:
        level = self.level()
        place = -1 if level is None else level - LOWEST
        self.said.setText(self._words[place] if 0 <= place < len(self._words) else "")
        self.said.setVisible(bool(self.said.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_5 and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(LOWEST + key - Qt.Key.Key_1)
            self.pills.touched.emit()
        elif key == Qt.Key.Key_Backspace:
            self.choose(None)
            self.pills.touched.emit()
        else:
            super().keyPressEvent(event)


class AttainmentRating(GoalRating):
    """A goal with its level now; how far it was reached follows the level until somebody says it otherwise."""

    def __init__(self, goal: RehabilitationGoal, newest: KeptRating | None) -> None:
        super().__init__(goal)
        name = _("{goal}: level of attainment").format(goal=goal.text)
        self.attainment = Attainment(name, goal.levels)
        self.attainment.pills.touched.connect(self._level_chosen)
        words = _("Level of attainment now")
        if newest is not None:
            last = STEPS[newest.level - LOWEST]
            words = _("Level of attainment now (last {level}, {day})").format(
                level=last, day=dates.written(newest.rated_on)
            )
        at = self.lines.count() - 2
        self.lines.insertWidget(at, label(words, "small"))
        self.lines.insertWidget(at + 1, self.attainment)
        self.first = self.attainment.pills
        self._follows = True
        self.achievement.activated.connect(self._said_otherwise)

    def _level_chosen(self) -> None:
        level = self.attainment.level()
        if level is not None and self._follows:
            self.achievement.choose(achievement_at(level).value)
        self.changed.emit()

    def _said_otherwise(self) -> None:
        self._follows = False

    def rating(self) -> Any:
        life, achievement, remark = super().rating()
        return GoalStanding(life, achievement, remark, self.attainment.level())

    def values(self) -> tuple[Any, ...]:
        return (self.rating(),)

    def told(self) -> list[Any]:
        return [*super().told(), self.attainment.level()]

    def restore(self, told: list[Any]) -> None:
        super().restore(told)
        self.attainment.choose(told[3])
