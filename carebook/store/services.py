"""Questions about records of service: those of a stay, everybody's in a time, and how many turns and people they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from carebook.records.episodes import Placement
from carebook.records.services import DangerLevel, ServiceRecord
from carebook.store.book import Reader


@dataclass(frozen=True)
class ServiceLine:
    """One record in a list, with its client. ``masked``: the name is an alias, and what was typed is left out."""

    record: ServiceRecord
    person_id: str
    name: str
    code: str
    placement: Placement
    worker: str
    masked: bool

    @property
    def id(self) -> str:
        return self.record.id


def services_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[ServiceRecord, ...]:
    """The records of a stay, the newest first; with ``withdrawn`` also those struck through."""
    reader.asks("services")
    order = "given_on DESC, given_at DESC, id DESC"
    return tuple(reader.records(ServiceRecord, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def services(
    reader: Reader, first: date, last: date, *, staff_member_id: str = "", episode_id: str = ""
) -> tuple[ServiceLine, ...]:
    """The records of a time, both days included, the newest first: everybody counts, some under their alias.

    ``staff_member_id`` keeps to what one member of the staff gave, ``episode_id`` to one stay.
    """
    reader.asks("services")
    between = (first.isoformat(), last.isoformat())
    seen = {one.id: one for one in reader.records(ServiceRecord, "given_on BETWEEN ? AND ?", between)}
    rows = reader.rows(
        """SELECT s.*, e.person_id, e.placement, p.full_name, p.code, coalesce(m.full_name, '') AS worker
        FROM counted_service_record s JOIN episode e ON e.id = s.episode_id
        JOIN listed_person p ON p.id = e.person_id LEFT JOIN staff_member m ON m.id = s.staff_member_id
        WHERE s.withdrawn_at IS NULL AND s.given_on BETWEEN :first AND :last
            AND :worker IN ('', s.staff_member_id) AND :stay IN ('', s.episode_id)
        ORDER BY s.given_on DESC, s.id DESC""",
        {"first": between[0], "last": between[1], "worker": staff_member_id, "stay": episode_id},
    )
    return tuple(sorted((_line(row, seen.get(row["id"])) for row in rows), key=_when, reverse=True))


def turns_and_people(lines: Iterable[ServiceLine]) -> tuple[int, int]:
    """Lượt and người: a record is one turn, a client one person however often served, and in whichever stay."""
    people = [one.person_id for one in lines]
    return len(people), len(set(people))


def _when(line: ServiceLine) -> tuple[date, time]:
    """The day and hour it was given; the hour of what is withheld is not known."""
    return line.record.given_on or date.min, line.record.given_at or time.min


def _line(row: Any, seen: ServiceRecord | None) -> ServiceLine:
    record = seen or ServiceRecord(
        id=row["id"],
        episode_id=row["episode_id"],
        given_on=date.fromisoformat(row["given_on"]),
        service=row["service"],
        channel=row["channel"],
        minutes=row["minutes"],
        danger=DangerLevel(row["danger"]) if row["danger"] else None,
        next_on=date.fromisoformat(row["next_on"]) if row["next_on"] else None,
        fee=row["fee"],
        staff_member_id=row["staff_member_id"],
    )
    return ServiceLine(
        record,
        row["person_id"],
        row["full_name"],
        row["code"],
        Placement(row["placement"]),
        row["worker"],
        seen is None,
    )
