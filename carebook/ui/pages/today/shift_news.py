"""The foot of the first page: the sheet of the shift before, and the incidents that are not handled to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from carebook import dates
from carebook.money import number
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store.book import Reader, in_vietnam
from carebook.store.incidents import IncidentLine, open_incidents
from carebook.store.shifts import HandoverFile, last_handover
from carebook.ui.pages.today.missing import running_shift
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import column, emptied, hairline, row, scrolling
from carebook.words import _, message

_MOST = 6  # incidents
_LINES = 3  # of the sheet
_HEIGHT = 136
"""With a sheet, or more than one incident, in pixels at base size."""


@dataclass(frozen=True)
class ShiftNews:
    """What the shift should know at its start. ``at_work``: a shift runs."""

    handover: HandoverFile | None
    incidents: tuple[IncidentLine, ...]
    at_work: bool


def shift_news(reader: Reader, actor: Actor, now: datetime, ward_id: str) -> ShiftNews:
    """What the shift should know, as far as ``actor`` may see it."""
    day = in_vietnam(now)
    duty = running_shift(reader, now)
    sheet = (
        last_handover(reader, duty, ward_id) if duty is not None and permissions.may_ask(actor, "shifts", day) else None
    )
    told = open_incidents(reader, ward_id) if permissions.may_ask(actor, "incidents", day) else []
    return ShiftNews(sheet, tuple(told), duty is not None)


class ShiftNewsPart(QFrame):
    """Two short lists side by side: the last sheet, and the incidents; each opens its page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sheet: QVBoxLayout = column(gap=2)
        self._incidents: QVBoxLayout = column(gap=2)
        left = scrolling(column(self._sheet, None, margins=(16, 8, 16, 8)))
        right = scrolling(column(self._incidents, None, margins=(16, 8, 20, 8)))
        lists = row(hairline("v"), (left, 1), hairline("v"), (right, 1), gap=0)
        self.setLayout(column(hairline(), (lists, 1), gap=0))

    def refresh(self, ward_id: str) -> None:
        """Ask for a ward ("" all)."""
        actor, now = self._desk.actor, self._desk.now()
        self._desk.ask(self, lambda reader: shift_news(reader, actor, now, ward_id), self.show_news, key="shift")

    def show_news(self, found: ShiftNews) -> None:
        """Show what was found."""
        much = found.handover is not None or len(found.incidents) > 1
        self.setMinimumHeight(theme.worn().scaled(_HEIGHT) if much else 0)
        self._show_sheet(found.handover)
        self._show_incidents(found.incidents)

    def _show_sheet(self, sheet: HandoverFile | None) -> None:
        emptied(self._sheet)
        opens = Button(_("Open"), "link")
        opens.clicked.connect(partial(self._open_sheet, sheet.handover.id if sheet is not None else ""))
        self._sheet.addWidget(section_head(_("Shift before"), "", opens))
        if sheet is None:
            self._sheet.addWidget(label(_("Nobody wrote a sheet for the shift before."), "muted", wrap=True))
            return
        one = sheet.handover
        said = [line.line.text for line in sheet.lines if line.line.included and line.line.text][:_LINES]
        for text in [one.situation, *said][:_LINES]:
            if text:
                self._sheet.addWidget(ElidedLabel(text, "none"))
        given = sheet.names.get(one.giver_id or "", "")
        count = str(message("{n} people at the end", n=one.at_end)) if one.at_end is not None else ""
        shift = self._desk.words("shift", one.shift)
        words = " · ".join(part for part in (shift, given, count) if part)
        self._sheet.addWidget(ElidedLabel(words, "small"))
        if one.taken_at is None:
            self._sheet.addWidget(label(_("Not taken over yet"), "small_name", "warn"))

    def _show_incidents(self, incidents: Sequence[IncidentLine]) -> None:
        emptied(self._incidents)
        count = number(len(incidents)) if incidents else ""
        self._incidents.addWidget(section_head(_("Incidents not finished"), count))
        for one in incidents[:_MOST]:
            self._incidents.addLayout(self._incident(one))
        if not incidents:
            self._incidents.addWidget(label(_("No incident is open."), "muted"))

    def _incident(self, one: IncidentLine) -> QBoxLayout:
        kind = self._desk.words("incident_kind", one.incident.kind)
        opens = Button(kind, "link")
        opens.clicked.connect(partial(self._desk.go, "incidents", incident_id=one.id))
        at = one.incident.happened_at
        when = dates.moment(at, self._desk.today()) if at is not None else ""
        about = " · ".join(filter(None, (one.name, when)))
        return column(row(opens, None), row((ElidedLabel(about, "small"), 1), margins=(2, 0, 0, 0)), gap=0)

    def _open_sheet(self, handover_id: str) -> None:
        if handover_id:
            self._desk.go("shifts", handover_id=handover_id)
        else:
            self._desk.go("shifts")
