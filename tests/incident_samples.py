"""Incidents for tests: one that stands for a fall at night, and what may be written on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.incidents import BodyMark, Incident, Involved, Notified, Remedy, Severity
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store import search
from carebook.store.book import Book, Writer, new_id
from tests import samples

FELL_AT = datetime(2026, 11, 21, 19, 20, tzinfo=UTC)  # 22/11/2026, 02:20 in Vietnam


def incident(**given: Any) -> Incident:
    """A fall at the door of the washroom, a bruise at the elbow."""
    return replace(
        Incident(
            happened_at=FELL_AT,
            kind="fall",
            severity=Severity.MODERATE,
            place="Cửa phòng vệ sinh A203",
            text="Tự dậy đi vệ sinh, trượt ở cửa, chống tay trái.",
            at_once="Chườm lạnh, theo dõi 24 giờ.",
        ),
        **given,
    )


def mark(episode_id: str, **given: Any) -> BodyMark:
    """A bruise at the left elbow."""
    return replace(
        BodyMark(incident_id="", episode_id=episode_id, x=700, y=400, injury="bruise", note="3 cm"),
        **given,
    )


def told(whom: str = "management", hour: int = 22, **given: Any) -> Notified:
    """Told by telephone, some hours after the fall (``hour`` in UTC of the evening before)."""
    at = datetime(2026, 11, 21, hour, 10, tzinfo=UTC)
    return replace(Notified(incident_id="", whom=whom, told_at=at, way="điện thoại"), **given)


def remedy(incident_id: str, owner_id: str, **given: Any) -> Remedy:
    """A lamp at the door, until the end of the month."""
    return replace(
        Remedy(incident_id=incident_id, text="Lắp đèn cảm ứng", owner_id=owner_id, due_on=date(2026, 11, 30)), **given
    )


def kind(code: str = "fall", **extra: Any) -> Code:
    """A row of the code list ``incident_kind``."""
    return Code(list_name="incident_kind", code=code, text=code, details=json.dumps(extra))


def lived(writer: Writer, number: int, **stay: Any) -> Episode:
    """Somebody who lives in the center, with the alias Hoa and the number."""
    person = writer.add(
        samples.person(code=f"CB-{number:06}", full_name=f"Trần Thị An {number}", alias=f"Hoa {number}")
    )
    lives = writer.add(samples.episode(person.id, **stay))
    writer.add(samples.episode_category(lives.id))
    search.index_person(writer, person.id)
    return lives


def two_residents(book: Book, director: Actor, now: datetime) -> tuple[Episode, Episode]:
    """Two people in room A101 of Khu A; the second is restricted."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        known, secret = lived(writer, 1), lived(writer, 2, confidential=True)
        for stay, bed in ((known, "1"), (secret, "2")):
            writer.add(samples.bed_assignment(stay.id, room.id, bed=bed))
    return known, secret


def whole_incident(
    writer: Writer, episode_id: str, dress: Callable[[Record], Record] = lambda record: record
) -> Incident:
    """One row of every record of an incident, about this stay, each dressed before it is written."""
    kept = writer.add(dress(incident(episode_id=episode_id, number="01/2026")))
    assert isinstance(kept, Incident)
    for row in (
        Involved(incident_id=kept.id, episode_id=episode_id, injury="xước tay"),
        mark(episode_id, incident_id=kept.id),
        told(incident_id=kept.id, episode_id=episode_id),
        replace(remedy(kept.id, ""), owner_id=None, episode_id=episode_id),
    ):
        writer.add(dress(row))
    return kept
