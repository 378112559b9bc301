"""The versions of a stay's plan, newest first: where each stands, since when, and the opinion of who returned it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.care_plans import Answer
from carebook.ui.parts import theme
from carebook.ui.parts.care_plans import standing_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

WIDTH = 252


def since_words(desk: Desk, file: Any, names: Mapping[str, str]) -> str:
    """What tells versions apart at a glance: who submitted it when, since when it is in force, when it ended."""
    plan = file.plan
    if file.standing == "returned":
        answers = [one for one in file.decisions if one.answer is Answer.RETURNED]
        if answers:
            return f"{desk.said_day(dates.local(answers[-1].decided_at).date())}: “{answers[-1].comment}”"
    if file.standing == "awaiting" and plan.submitted_at is not None:
        day = desk.said_day(dates.local(plan.submitted_at).date())
        return _("{name}, submitted {day}").format(name=names.get(plan.submitted_by or "", "–"), day=day)
    if file.standing == "in_force" and file.since_at is not None:
        return _("since {day}").format(day=dates.written(dates.local(file.since_at).date()))
    if file.standing == "ended" and plan.ended_on is not None:
        return " · ".join(filter(None, (dates.written(plan.ended_on), plan.ended_because)))
    if plan.approved_at is not None:
        return _("approved {day}").format(day=dates.written(dates.local(plan.approved_at).date()))
    return plan.changed_because


class VersionList(QFrame):
    """``chosen(plan id)`` when another version is picked; arrows walk through them."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("side", "left")
        self._desk = desk
        self._names: Mapping[str, str] = {}
        self._quiet = False
        self.table = RecordTable(
            [Column("version", pgettext("plan", "Version"), self._cell, 160, 1, ALWAYS)],
            _("Versions of the plan"),
            id_of=_id_of,
            row_height=46,
            heads=False,
        )
        self.table.picked.connect(self._pick)
        head = box(row(label(_("Versions"), "h3"), None, margins=(24, 12, 8, 4)))
        self.setLayout(column(head, (box(row((self.table, 1), margins=(16, 0, 0, 8))), 1), gap=0))
        self.setFixedWidth(theme.worn().scaled(WIDTH))

    def show_versions(self, files: Sequence[Any], names: Mapping[str, str], current: str) -> None:
        """Show these with one picked; nothing is told about it."""
        self._names = names
        self._quiet = True
        self.table.show_records(files)
        self.table.pick(current)
        self._quiet = False

    def _cell(self, file: Any) -> Cell:
        stands = standing_of(file.standing)
        words = f"{_('Version {n}').format(n=file.plan.number)} · {stands.words.lower()}"
        return Cell(
            words,
            sub=since_words(self._desk, file, self._names),
            tone=stands.tone if stands.tone != "text2" else "text",
            weight=500,
            mark=(stands.shape, stands.tone),
        )

    def _pick(self, file: Any) -> None:
        if file is not None and not self._quiet:
            self.chosen.emit(file.plan.id)


def _id_of(file: Any) -> str:
    return file.plan.id
