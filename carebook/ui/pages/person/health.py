"""Hằng ngày › Sức khỏe: illnesses, wounds, treatments, examinations, checks and vaccinations of the person on show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame

from carebook.actions.change import Change
from carebook.rules.health import CheckDue
from carebook.store.book import Reader
from carebook.store.health import HealthFile, health_of, next_check_of
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.health import HealthView
from carebook.ui.parts.layouts import column
from carebook.ui.parts.states import States
from carebook.words import _


@dataclass(frozen=True)
class _Facts:
    file: HealthFile | None
    due: CheckDue | None


def _facts(reader: Reader, person_id: str, today: date) -> _Facts:
    file = health_of(reader, person_id)
    return _Facts(file, next_check_of(reader, file, today) if file is not None else None)


class HealthPart(QFrame):
    """The health of a person; what is added or opened is written on the page of health, which shows the same."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._person_id = ""
        self._may_ask = desk.may_ask("health")
        self.health = HealthView(desk)
        self.health.adding.connect(self._add)
        self.health.opened.connect(self._open)
        self.states = States(self.health)
        self.setLayout(column((self.states, 1), gap=0))
        desk.clerk.changed.connect(self._changed)

    def show_person(self, view: PersonView) -> None:
        """Show somebody, or the same person again after a change."""
        self._person_id = view.id
        self.states.show_loading()
        self._ask()

    def _changed(self, change: Change) -> None:
        if {"daily_care", "people"} & change.subjects:
            self._ask()

    def _ask(self) -> None:
        if self._person_id and self._may_ask:
            question = partial(_facts, person_id=self._person_id, today=self._desk.today())
            self._desk.ask(self, question, self._show, self._not_read, key="health")
        elif not self._may_ask:
            self.states.show_empty(_("Health is read by who cares and treats."), icon="lock")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _show(self, facts: _Facts) -> None:
        if facts.file is None or facts.file.person.id != self._person_id:
            return
        self.health.show_file(facts.file, facts.due, writes=facts.file.is_open)
        self.states.show_content()

    def _add(self, kind: str) -> None:
        self._desk.go("health", person_id=self._person_id, new=kind)

    def _open(self, kind: str, record: object) -> None:
        self._desk.go("health", person_id=self._person_id, kind=kind, record_id=getattr(record, "id", ""))
