"""Questions about incidents: those of a time, of a stay and still open, and one with all that was written on it.

Whoever may not see the person an incident is about, or may not read allegations, is told nothing of it here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from carebook.dates import VIETNAM, PartialDate, today_in_vietnam
from carebook.records.codes import Code
from carebook.records.incidents import BodyMark, Incident, IncidentState, Involved, Notified, Remedy
from carebook.records.people import Attachment
from carebook.rules.dated import code_on
from carebook.rules.incidents import Telling, harmed, is_child, next_due_at, tellings
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.rows import from_row, moment_text

R = TypeVar("R", Involved, Notified, Remedy)


@dataclass(frozen=True)
class IncidentLine:
    """One incident in a list: whom it is about ("" when nobody), where, who has to be told, what is to be done about it."""

    incident: Incident
    person_id: str
    name: str
    code: str
    ward: str
    reported_by: str
    tellings: tuple[Telling, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    @property
    def id(self) -> str:
        return self.incident.id

    @property
    def due_at(self) -> datetime | None:
        """The earliest hour until which somebody has to be told; None when no clock runs."""
        return next_due_at(self.tellings)

    @property
    def open_remedies(self) -> tuple[Remedy, ...]:
        """What is still to be done, the earliest first."""
        waiting = [one for one in self.remedies if one.done_on is None]
        return tuple(sorted(waiting, key=lambda one: (one.due_on or date.max, one.id)))


@dataclass(frozen=True)
class InvolvedLine:
    """Somebody involved, with the name: a resident, one of the staff (``code`` is the post), or an outsider by name only."""

    involved: Involved
    name: str
    code: str = ""
    person_id: str = ""

    @property
    def id(self) -> str:
        return self.involved.id


@dataclass(frozen=True)
class IncidentFile:
    """One incident with all that was written on it. ``staff`` says the names of staff by their ids."""

    line: IncidentLine
    involved: tuple[InvolvedLine, ...]
    marks: tuple[BodyMark, ...]
    notified: tuple[Notified, ...]
    entered_by: str
    staff: Mapping[str, str]
    names: Mapping[str, str]
    """The names of the residents in it, by stay."""
    pictures: tuple[Attachment, ...] = ()

    @property
    def incident(self) -> Incident:
        return self.line.incident

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What is or was to be done, the earliest first."""
        return tuple(sorted(self.line.remedies, key=lambda one: (one.due_on or date.max, one.id)))


def incidents(reader: Reader, first: date, last: date, state: str = "", ward_id: str = "") -> list[IncidentLine]:
    """The incidents of the days from ``first`` to ``last``, the newest first; of one state or ward, when one is given."""
    return incidents_between(reader, _midnight(first), _midnight(last + timedelta(days=1)), state, ward_id)


def incidents_between(
    reader: Reader, begins_at: datetime, ends_at: datetime, state: str = "", ward_id: str = ""
) -> list[IncidentLine]:
    """The incidents from a moment until before another, the newest first; of one state or ward, when one is given."""
    return _lines(
        reader,
        """i.happened_at >= :begins AND i.happened_at < :ends AND (:state = '' OR i.state = :state)
        AND (:ward = '' OR i.ward_id = :ward)""",
        {"begins": moment_text(begins_at), "ends": moment_text(ends_at), "state": state, "ward": ward_id},
    )


def open_incidents(reader: Reader, ward_id: str = "") -> list[IncidentLine]:
    """All incidents not handled to the end, the newest first."""
    return _lines(
        reader,
        "i.state <> :closed AND (:ward = '' OR i.ward_id = :ward)",
        {"closed": IncidentState.CLOSED.value, "ward": ward_id},
    )


def incidents_of(reader: Reader, episode_id: str) -> list[IncidentLine]:
    """The incidents that a stay is named in, the newest first."""
    return _lines(
        reader,
        """i.episode_id = :stay OR i.id IN (SELECT v.incident_id FROM found_involved v
            WHERE v.episode_id = :stay AND v.withdrawn_at IS NULL)""",
        {"stay": episode_id},
    )


def incident_file(reader: Reader, incident_id: str) -> IncidentFile | None:
    """One incident with all that was written on it; None when there is none or the asker may not see it."""
    found = _lines(reader, "i.id = :id", {"id": incident_id})
    if not found:
        return None
    (line,) = found
    involved = reader.records(Involved, "incident_id = ?", (incident_id,))
    stays = {one.episode_id for one in involved if one.episode_id} | {line.incident.episode_id or ""}
    residents = {row["id"]: row for row in _residents(reader, stays)}
    staff = {row["id"]: row for row in reader.rows("SELECT id, full_name, post FROM staff_member")}
    names = {stay: row["full_name"] for stay, row in residents.items()}

    def named(one: Involved) -> InvolvedLine:
        if one.episode_id in residents:
            who = residents[one.episode_id]
            return InvolvedLine(one, who["full_name"], who["code"], who["person_id"])
        if one.staff_member_id in staff:
            return InvolvedLine(one, staff[one.staff_member_id]["full_name"], staff[one.staff_member_id]["post"])
        return InvolvedLine(one, one.outsider)

    typed = reader.value(
        "SELECT s.full_name FROM account a JOIN staff_member s ON s.id = a.staff_member_id WHERE a.id = ?",
        (line.incident.entered_by,),
    )
    return IncidentFile(
        line,
        tuple(map(named, involved)),
        tuple(reader.records(BodyMark, "incident_id = ?", (incident_id,))),
        tuple(reader.records(Notified, "incident_id = ?", (incident_id,), order="told_at IS NULL, told_at, id")),
        str(typed or ""),
        {member: row["full_name"] for member, row in staff.items()},
        names,
        tuple(reader.records(Attachment, "about_id = ?", (incident_id,))),
    )


def kind_of(reader: Reader, incident: Incident) -> Code | None:
    """The row of the code list that says what the kind of an incident asks for, as it stood when it happened."""
    day = today_in_vietnam(incident.happened_at) if incident.happened_at is not None else date.max
    rows = reader.records(Code, "list_name = 'incident_kind' AND code = ?", (incident.kind,))
    return code_on(rows, "incident_kind", incident.kind, day)


def _lines(reader: Reader, where: str, values: Mapping[str, str]) -> list[IncidentLine]:
    reader.asks("incidents")
    rows = reader.rows(
        f"""SELECT i.*, p.id AS person, p.full_name, p.code AS person_code, coalesce(w.name, '') AS ward,
            coalesce(s.full_name, '') AS reporter
        FROM found_incident i
        LEFT JOIN episode e ON e.id = i.episode_id LEFT JOIN found_person p ON p.id = e.person_id
        LEFT JOIN ward w ON w.id = i.ward_id LEFT JOIN staff_member s ON s.id = i.reported_by_id
        WHERE i.withdrawn_at IS NULL AND ({where}) ORDER BY i.happened_at DESC, i.id DESC""",
        values,
    )
    found = [(row, from_row(Incident, row)) for row in rows]
    asked = json.dumps([one.id for _row, one in found])
    involved = _by_incident(reader, Involved, asked)
    notified = _by_incident(reader, Notified, asked)
    remedies = _by_incident(reader, Remedy, asked)
    stays = {one.id: harmed(one, involved[one.id]) for _row, one in found}
    born = _born(reader, {stay for named in stays.values() for stay in named})
    kinds, limits = code_lists.code_history(reader, "incident_kind"), code_lists.limits(reader)
    lines = []
    for row, one in found:
        on = today_in_vietnam(one.happened_at) if one.happened_at is not None else date.max
        child = any(is_child(born.get(stay), on, limits) for stay in stays[one.id])
        kind = code_on(kinds, "incident_kind", one.kind, on)
        told = tellings(one, kind, notified[one.id], limits=limits, child=child)
        about = (row["person"] or "", row["full_name"] or "", row["person_code"] or "")
        lines.append(IncidentLine(one, *about, row["ward"], row["reporter"], told, tuple(remedies[one.id])))
    return lines


def _by_incident(reader: Reader, cls: type[R], asked: str) -> Mapping[str, list[R]]:
    by_incident: dict[str, list[R]] = defaultdict(list)
    for one in reader.records(cls, "incident_id IN (SELECT value FROM json_each(?))", (asked,)):
        by_incident[one.incident_id].append(one)
    return by_incident


def _born(reader: Reader, stays: Iterable[str]) -> Mapping[str, PartialDate]:
    return {row["id"]: PartialDate.from_text(row["born"]) for row in _residents(reader, stays) if row["born"]}


def _residents(reader: Reader, stays: Iterable[str]) -> Sequence[Any]:
    return reader.rows(
        """SELECT e.id, e.person_id, p.full_name, p.code, n.born FROM episode e JOIN listed_person p ON p.id = e.person_id
        JOIN counted_person n ON n.id = e.person_id WHERE e.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(filter(None, stays))),),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
