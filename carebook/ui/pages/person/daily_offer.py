"""The usual measures of a care level, offered to be taken or left one by one; nothing is monitored before that."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.monitoring import MonitoringPlan
from carebook.ui.pages.person.daily_facts import MonitoringFacts
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column, emptied, row
from carebook.words import _


class UsualOffer(QFrame):
    """Rows of the default of the care level that are not in the plan; hidden without one. ``accepted(rows)``."""

    accepted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("well")
        self._desk = desk
        self.ticks: list[tuple[Tick, MonitoringPlan]] = []
        self._lines = column(gap=6, margins=(14, 10, 14, 10))
        self.setLayout(self._lines)
        self.hide()

    def show_offer(self, facts: MonitoringFacts) -> None:
        """Offer what is not monitored yet, all of it ticked."""
        level = facts.level.now
        if level is None or not facts.offered:
            self.hide()
            return
        emptied(self._lines)
        words = self._desk.words("care_level", level.level)
        self._lines.addWidget(label(_("Usual for {level}").format(level=words.lower()), "name"))
        self.ticks = [(self._tick(plan), plan) for plan in facts.offered]
        self._lines.addWidget(box(Flow(*(tick for tick, _plan in self.ticks), gap=14)))
        accept = Button(_("Monitor these"), icon="check")
        accept.clicked.connect(self.accept)
        leave = Button(_("Go back"))
        leave.clicked.connect(self.hide)
        self._lines.addLayout(row(accept, leave, None, gap=8))
        self.show()

    def _tick(self, plan: MonitoringPlan) -> Tick:
        often = self._desk.words("monitoring_frequency", plan.frequency).lower()
        tick = Tick(f"{self._desk.words('measure', plan.measure)}: {often}")
        tick.setChecked(True)
        return tick

    def accept(self) -> None:
        """Take the ticked rows."""
        if chosen := [plan for tick, plan in self.ticks if tick.isChecked()]:
            self.accepted.emit(chosen)
