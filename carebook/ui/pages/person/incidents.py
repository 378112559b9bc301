"""Hằng ngày › Sự cố: the incidents a stay is named in, the newest first, and the way to report one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.actions.change import Change
from carebook.records.incidents import INCIDENT_WORDS, SEVERITY_WORDS, IncidentState
from carebook.rules.incidents import is_open
from carebook.store.incidents import IncidentLine, incidents_of
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import column
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

_MARKS = {
    IncidentState.NEW: ("full", "danger"),
    IncidentState.HANDLED: ("half", "info"),
    IncidentState.REMEDY: ("ring", "warn"),
    IncidentState.CLOSED: ("full", "ok"),
    IncidentState.REOPENED: ("half", "danger"),
}


class IncidentsPart(QFrame):
    """The incidents of the stay on show; Enter opens one where it is handled."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._episode_id = ""
        self._may_ask = desk.may_ask("incidents")
        self.report_button = Button(_("Report incident"), "link", "plus")
        self.report_button.clicked.connect(partial(self._go, ""))
        self.report_button.setVisible(desk.may("report_incident"))
        self.table = RecordTable(
            [
                Column("at", _("When"), self._when, 110, priority=ALWAYS),
                Column("kind", _("Incident"), self._what, 180, 2, ALWAYS),
                Column("place", _("What happened, as seen"), self._text, 220, 3, 6),
                Column("state", _("State"), self._state, 150, 1, 8),
            ],
            _("Incidents"),
            row_height=46,
        )
        self.table.opened.connect(lambda line: self._go(line.id))
        self.states = States(self.table)
        head = section_head(_("Incidents"), "", self.report_button)
        self.setLayout(column(head, (self.states, 1), gap=8, margins=(24, 8, 20, 8)))
        desk.clerk.changed.connect(self._changed)

    def show_person(self, view: PersonView) -> None:
        """Show the incidents of the open stay of a person, or of the last one."""
        stays = [stay.episode.id for stay in view.file.stays]
        here = view.file.open_stay
        self._episode_id = here.episode.id if here is not None else stays[0] if stays else ""
        self._ask()

    def _changed(self, change: Change) -> None:
        if self._episode_id and "incidents" in change.subjects:
            self._ask()

    def _ask(self) -> None:
        episode_id = self._episode_id
        if not (episode_id and self._may_ask):
            self._show([])
            return
        self.states.show_loading()
        self._desk.ask(self, lambda reader: incidents_of(reader, episode_id), self._show, self._not_read, key="part")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask)

    def _show(self, found: list[IncidentLine]) -> None:
        self.table.show_records(found)
        if found:
            self.states.show_content()
            return
        ways = ((_("Report incident"), partial(self._go, "")),) if self._desk.may("report_incident") else ()
        self.states.show_empty(_("No incident is written down."), *ways, icon="circle-check")

    def _go(self, incident_id: str, *_more: object) -> None:
        if incident_id:
            self._desk.go("incidents", incident_id=incident_id)
        else:
            self._desk.go("incidents", new="1", episode_id=self._episode_id)

    # cells

    def _when(self, line: IncidentLine) -> Cell:
        at = line.incident.happened_at
        return Cell("–") if at is None else Cell(self._desk.said_day(dates.local(at).date()), sub=dates.clock(at))

    def _what(self, line: IncidentLine) -> Cell:
        one = line.incident
        severity = f"{one.severity.value} {_(SEVERITY_WORDS[one.severity])}"
        words = self._desk.words("incident_kind", one.kind)
        return Cell(words, sub=f"{one.number} · {severity}", weight=500, icon="lock" if one.confidential else "")

    def _text(self, line: IncidentLine) -> Cell:
        one = line.incident
        return Cell(one.text.partition("\n")[0], sub=one.place)

    def _state(self, line: IncidentLine) -> Cell:
        state = line.incident.state
        due = line.open_remedies[0].due_on if line.open_remedies and is_open(line.incident) else None
        sub = str(dates.lateness(due, self._desk.today())) if due is not None else ""
        return Cell(_(INCIDENT_WORDS[state]), sub=sub, mark=_MARKS[state])
