"""Whose an entry is: the name a reader may see, and where the person's bed stands or stood last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from carebook.dates import PartialDate
from carebook.store.book import Reader


@dataclass(frozen=True)
class Holder:
    """The person of a stay as lists name them. ``masked``: the name is an alias. ``end_on`` is the last day of the stay."""

    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    sex: str
    born: PartialDate | None
    start_on: date
    end_on: date | None
    ward_id: str
    ward: str
    room: str
    bed: str
    position: int

    @property
    def place(self) -> str:
        """ "A203, giường 2"."""
        return ", giường ".join(filter(None, (self.room, self.bed)))


def holders(reader: Reader, episode_ids: Iterable[str]) -> dict[str, Holder]:
    """The people of these stays by the stay, each with the last bed of it; ``position`` counts in the order of the beds."""
    rows = reader.rows(
        """SELECT e.id, e.person_id, e.start_on, e.end_on, p.full_name, p.code, p.masked, n.sex, n.born,
            w.id AS ward_id, w.name AS ward, r.name AS room, b.bed
        FROM json_each(?) s JOIN episode e ON e.id = s.value
        JOIN listed_person p ON p.id = e.person_id JOIN counted_person n ON n.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id LEFT JOIN ward w ON w.id = r.ward_id
        ORDER BY w.position IS NULL, w.position, w.name, r.name IS NULL, r.name, length(b.bed), b.bed, p.full_name, e.id""",
        (json.dumps(sorted(set(episode_ids))),),
    )
    return {
        row["id"]: Holder(
            episode_id=row["id"],
            person_id=row["person_id"],
            name=row["full_name"],
            code=row["code"],
            masked=bool(row["masked"]),
            sex=row["sex"] or "",
            born=PartialDate.from_text(row["born"]) if row["born"] else None,
            start_on=date.fromisoformat(row["start_on"]),
            end_on=date.fromisoformat(row["end_on"]) if row["end_on"] else None,
            ward_id=row["ward_id"] or "",
            ward=row["ward"] or "",
            room=row["room"] or "",
            bed=row["bed"] or "",
            position=at,
        )
        for at, row in enumerate(rows)
    }


class OfStay(Protocol):
    """A record of a stay."""

    @property
    def episode_id(self) -> str: ...


R = TypeVar("R", bound=OfStay)


def placed(reader: Reader, records: Sequence[R]) -> list[tuple[R, Holder]]:
    """Each record with whose it is, in the given order; those of a stay that was struck through fall away."""
    found = holders(reader, (one.episode_id for one in records))
    return [(one, found[one.episode_id]) for one in records if one.episode_id in found]
