"""Hằng ngày: what is watched of a person, the care day by day, health, incidents, and what was noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, column, row
from carebook.words import N_, _


def _monitoring(desk: Desk) -> QWidget:
    from carebook.ui.pages.person.daily_monitoring import MonitoringPart

    return MonitoringPart(desk)


def _help(desk: Desk) -> QWidget:
    from carebook.ui.pages.person.daily_help import HelpPart

    return HelpPart(desk)


def _health(desk: Desk) -> QWidget:
    from carebook.ui.pages.person.health import HealthPart

    return HealthPart(desk)


def _incidents(desk: Desk) -> QWidget:
    from carebook.ui.pages.person.incidents import IncidentsPart

    return IncidentsPart(desk)


def _notes(desk: Desk) -> QWidget:
    from carebook.ui.pages.person.notes import NotesTab

    return NotesTab(desk)


@dataclass(frozen=True)
class PartEntry:
    """One part: its key, its words, how it is made when first shown, and the kind of question that shows it."""

    key: str
    words: str
    made: Callable[[Desk], QWidget]
    asks: str


PARTS = (
    PartEntry("monitoring", N_("Monitoring"), _monitoring, "daily_care"),
    PartEntry("care", N_("Care"), _help, "daily_care"),
    PartEntry("health", N_("Health"), _health, "health"),
    PartEntry("incidents", N_("Incidents"), _incidents, "incidents"),
    PartEntry("notes", N_("Notes"), _notes, "casework"),
)


class DailyTab(Tab):
    """The parts side by side, one shown at a time; Alt+1 to Alt+5 go to one. Who measures begins with the monitoring, others
    with the notes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._entries = [one for one in PARTS if desk.may_ask(one.asks)]
        self.parts: dict[str, QWidget] = {}
        self._shown: dict[str, PersonView] = {}
        keys = [one.key for one in self._entries]
        preferred = "monitoring" if desk.may("record_observations") else "notes"
        first = preferred if preferred in keys else next(iter(keys), "")
        self.segments = Segments([(one.key, _(one.words)) for one in self._entries], first)
        self.segments.chosen.connect(self._choose)
        self.stack = Stack()
        self.setLayout(column(row(self.segments, None, margins=(24, 8, 20, 0)), (self.stack, 1), gap=0))
        for place, entry in enumerate(self._entries, 1):
            on_key(self, f"Alt+{place}", partial(self.choose_part, entry.key))

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        self._shown.clear()
        self._choose(self.segments.current())

    def choose_part(self, key: str) -> None:
        """Show another part: "monitoring", "care", "health", "incidents", "notes"."""
        if any(entry.key == key for entry in self._entries):
            self.segments.choose(key)
            self._choose(key)

    def _choose(self, key: str) -> None:
        part = self.parts.get(key)
        if part is None:
            entry = next((one for one in self._entries if one.key == key), None)
            if entry is None:
                return
            part = self.parts[key] = self._made(entry)
        self.stack.setCurrentWidget(part)
        if self.view is not None and self._shown.get(key) is not self.view:
            self._shown[key] = self.view
            if isinstance(part, Tab):
                part.show_view(self.view)
            else:
                part.show_person(self.view)  # type: ignore[attr-defined]

    def _made(self, entry: PartEntry) -> QWidget:
        part = entry.made(self.desk)
        for name in (
            "wants_writing",
            "wants_tab",
            "wants_to_say",
            "saved",
            "refused",
            "touched",
            "left",
            "draft_found",
        ):
            if hasattr(part, name):
                getattr(part, name).connect(getattr(self, name))
        self.stack.addWidget(part)
        return part

    def current_part(self) -> Any:
        """The part on show, None before there is one."""
        return self.parts.get(self.segments.current())

    # what a tab does, done by the part on show, or by all of them

    def edit(self) -> None:
        _do(self.current_part(), "edit")

    def save(self) -> None:
        _do(self.current_part(), "save")

    def restore_draft(self) -> None:
        _do(self.current_part(), "restore_draft")

    def leave(self) -> bool:
        return bool(_do(self.current_part(), "leave"))

    def has_unsaved(self) -> bool:
        return any(_do(part, "has_unsaved") for part in self.parts.values())

    def keep_draft(self) -> None:
        for part in self.parts.values():
            _do(part, "keep_draft")

    def discard(self) -> None:
        for part in self.parts.values():
            _do(part, "discard")

    def put_away(self) -> None:
        for part in self.parts.values():
            _do(part, "put_away")

    def fold(self, narrow: bool) -> None:
        for part in self.parts.values():
            if isinstance(part, Tab):
                part.fold(narrow)


def _do(part: QWidget | None, deed: str) -> Any:
    """What a part answers; parts that hold nothing typed have no such deed."""
    done = getattr(part, deed, None)
    return done() if callable(done) else None
