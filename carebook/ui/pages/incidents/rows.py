"""The list of incidents: when, what and how bad, about whom, where it stands, and which clock runs."""

from __future__ import annotations

from datetime import datetime

from carebook import dates
from carebook.records.incidents import INCIDENT_WORDS, SEVERITY_WORDS, IncidentState, Severity
from carebook.rules.incidents import Telling, is_late, is_open
from carebook.store.incidents import IncidentLine
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, pgettext

STATE_MARKS = {
    IncidentState.NEW: ("full", "danger"),
    IncidentState.HANDLED: ("half", "info"),
    IncidentState.REMEDY: ("ring", "warn"),
    IncidentState.CLOSED: ("full", "ok"),
    IncidentState.REOPENED: ("half", "danger"),
}
SEVERITY_TONES = {
    Severity.NEAR_MISS: "text2",
    Severity.SLIGHT: "text2",
    Severity.MODERATE: "warn",
    Severity.SEVERE: "danger",
    Severity.GRAVE: "danger",
}


def state_words(state: IncidentState) -> str:
    """Where an incident stands, in words."""
    return _(INCIDENT_WORDS[state])


def severity_words(severity: Severity) -> str:
    """How bad it was: "2 Trung bình"."""
    return f"{severity.value} {_(SEVERITY_WORDS[severity])}"


def told_words(one: Telling, desk: Desk) -> str:
    """Whether somebody was told: when, why not, at once, or until when and how late."""
    if one.told_at is not None:
        return _("Told {time}").format(time=dates.moment(one.told_at, desk.today()))
    if one.waived:
        return _("Not needed: {why}").format(why=one.waived)
    if one.at_once:
        return _("To be told at once")
    return clock_words(one.due_at, desk.now()) if one.due_at is not None else _("Not told yet")


def clock_words(until: datetime, now: datetime) -> str:
    """How long a clock still runs, or how late it is: "còn 5 giờ", "Trễ 25 phút"."""
    minutes = round((until - now).total_seconds() / 60)
    late, minutes = minutes < 0, abs(minutes)
    if minutes < 60:
        return _("{n} minutes late").format(n=minutes) if late else _("{n} minutes left").format(n=minutes)
    hours = minutes // 60
    if hours < 48:
        return _("{n} hours late").format(n=hours) if late else _("{n} hours left").format(n=hours)
    return _("{n} days late").format(n=hours // 24) if late else _("{n} days left").format(n=hours // 24)


class IncidentTable(RecordTable):
    """The incidents, two lines a row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            [
                Column("at", _("When"), self._when, 76, priority=ALWAYS),
                Column("kind", _("Incident"), self._what, 150, 2, ALWAYS),
                Column("who", _("Who, where"), self._who, 130, 2, 9),
                Column("state", _("State"), self._state, 128, 1, 8),
                Column("clock", pgettext("of an incident", "What is awaited"), self._clock, 140, 2, 7),
            ],
            _("Incidents"),
            row_height=46,
        )

    def _when(self, line: IncidentLine) -> Cell:
        at = line.incident.happened_at
        return Cell("–") if at is None else Cell(self._desk.said_day(dates.local(at).date()), sub=dates.clock(at))

    def _what(self, line: IncidentLine) -> Cell:
        one = line.incident
        return Cell(
            self._desk.words("incident_kind", one.kind),
            sub=f"{one.number} · {severity_words(one.severity)}",
            sub_tone=SEVERITY_TONES[one.severity],
            weight=500,
            icon="lock" if one.confidential else "",
        )

    def _who(self, line: IncidentLine) -> Cell:
        return Cell(line.name or line.ward or "–", sub=line.incident.place)

    def _state(self, line: IncidentLine) -> Cell:
        state = line.incident.state
        return Cell(state_words(state), mark=STATE_MARKS[state])

    def _clock(self, line: IncidentLine) -> Cell:
        if not is_open(line.incident):
            closed = line.incident.closed_on
            return Cell("" if closed is None else self._desk.said_day(closed), tone="text2")
        late = is_late(line.incident, line.tellings, line.remedies, self._desk.now())
        tone = "danger" if late else "text"
        waiting = sorted(
            (one for one in line.tellings if not one.is_done), key=lambda one: (one.due_at is None, one.due_at or 0)
        )
        if waiting:
            whom = ", ".join(self._desk.words("notified_whom", one.whom) for one in waiting)
            return Cell(told_words(waiting[0], self._desk), sub=whom, tone=tone)
        if line.open_remedies:
            first = line.open_remedies[0]
            lateness = str(dates.lateness(first.due_on, self._desk.today()))
            return Cell(lateness, sub=first.text, tone=tone)
        return Cell(_("To be closed"), tone="text2")
