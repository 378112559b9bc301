"""The sheet of one service: its form, and which goal of the care plan it serves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from carebook.records.care_plans import GoalLife
from carebook.records.declaration import field_of
from carebook.records.services import ServiceRecord
from carebook.store.book import Reader
from carebook.store.care_plans import goals_in_force
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice, Choices, Form
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.writing_panel import FormSheet

_ENDED = (GoalLife.FINISHED, GoalLife.DROPPED)


class ServiceSheet(FormSheet):
    """A form of a service; the goals offered are those of the plan in force of whoever is chosen on it."""

    def __init__(self, desk: Desk, form: Form, record: ServiceRecord) -> None:
        super().__init__(form, record)
        self._desk = desk
        self._kept = record.goal_thread or ""
        self._wanted = self._kept
        self._episode_id = ""
        words = field_of(ServiceRecord, "goal_thread").label
        self.goal = Choice((), blank=True)
        self.goal.setAccessibleName(words)
        self.goal.activated.connect(self._chosen)
        self._goal_box = box(column(label(words, wrap=True), self.goal, gap=4))
        self._goal_box.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._goal_box)
        self._whom = form.editor("episode_id") if "episode_id" in form.names() else None
        if self._whom is not None:
            self._whom.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        record: ServiceRecord = self._record
        episode_id = record.episode_id or (self._whom.value() if self._whom is not None else "") or ""
        if episode_id != self._episode_id:
            self._episode_id = episode_id
            self._desk.ask(self, partial(_goals, episode_id=episode_id), self._offer, key="goals")

    def _offer(self, goals: Choices) -> None:
        self.goal.offer(goals)
        if self._wanted not in dict(goals) and self._wanted != self._kept:
            self._wanted = ""  # a goal of somebody else, who was chosen before
        self.goal.choose(self._wanted if self._wanted in dict(goals) else "")
        self._goal_box.setVisible(bool(goals))

    def _chosen(self) -> None:
        self._wanted = self.goal.code()
        self.changed.emit()

    def is_dirty(self) -> bool:
        return super().is_dirty() or self._wanted != self._kept

    def written(self) -> ServiceRecord | None:
        record: ServiceRecord | None = super().written()
        return None if record is None else replace(record, goal_thread=self._wanted or None)

    def draft(self) -> dict[str, Any]:
        return {"fields": super().draft(), "goal": self._wanted}

    def restore(self, draft: dict[str, Any]) -> None:
        self._wanted = str(draft["goal"])
        super().restore(draft["fields"])
        self._look()


def _goals(reader: Reader, episode_id: str) -> Choices:
    goals = goals_in_force(reader, episode_id) if episode_id else ()
    return [(goal.thread, goal.text) for goal in goals if goal.life not in _ENDED]
