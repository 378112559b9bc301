"""Who is to be looked after on a day, in the order of wards, rooms and beds; restricted people stand there under their alias."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate
from carebook.store.book import Reader, Writer


@dataclass(frozen=True)
class CaredFor:
    """One resident as the rounds of the day need them. ``name`` is the alias where ``masked``: the record cannot be opened.

    ``absence`` is the kind of an absence that runs on that day ("" = there), ``back_expected_on`` its expected end.
    ``care_level`` is the code in force that day ("" = none set yet). ``allergies`` are the substances, joined by commas.
    """

    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    sex: str
    born: PartialDate | None
    placement: str
    ward_id: str
    ward: str
    room_id: str
    room: str
    bed: str
    start_on: date
    category: str
    absence_id: str
    absence: str
    back_expected_on: date | None
    allergies: str
    care_level: str

    @property
    def is_there(self) -> bool:
        """Whether the person is in the center that day."""
        return not self.absence


def cared_for(
    reader: Reader, day: date, *, ward_id: str = "", room_id: str = "", placement: str = "resident"
) -> list[CaredFor]:
    """The stays open on ``day`` (the day of leaving not counted), in the order of ward, room and bed; those without a bed last.

    With ``placement`` "" also day pupils and clients in the community. Inside a deed nobody is masked.
    """
    reader.asks("people")
    inside = isinstance(reader, Writer)
    people, counted, masked = ("person", "person", "0") if inside else ("listed_person", "counted_person", "p.masked")
    rows = reader.rows(
        f"""SELECT e.id AS episode_id, e.person_id, p.full_name, p.code, {masked} AS masked, n.sex, n.born, e.placement, e.start_on,
            r.id AS room_id, r.name AS room, b.bed, w.id AS ward_id, w.name AS ward,
            (SELECT c.category FROM episode_category c WHERE c.episode_id = e.id AND c.withdrawn_at IS NULL
                AND c.from_on <= :day ORDER BY c.from_on DESC, c.id DESC LIMIT 1) AS category,
            a.id AS absence_id, a.kind AS absence, a.expected_on,
            (SELECT group_concat(g.substance, ', ') FROM allergy g WHERE g.person_id = e.person_id
                AND g.withdrawn_at IS NULL) AS allergies,
            (SELECT l.level FROM care_level l WHERE l.episode_id = e.id AND l.withdrawn_at IS NULL AND l.from_on <= :day
                ORDER BY l.from_on DESC, l.id DESC LIMIT 1) AS care_level
        FROM episode e
        JOIN {people} p ON p.id = e.person_id
        JOIN {counted} n ON n.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.from_on <= :day AND (y.to_on IS NULL OR y.to_on > :day)
            ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        LEFT JOIN ward w ON w.id = r.ward_id
        LEFT JOIN absence a ON a.id = (SELECT z.id FROM absence z WHERE z.episode_id = e.id AND z.withdrawn_at IS NULL
            AND z.from_on <= :day AND (z.back_on IS NULL OR z.back_on > :day) ORDER BY z.from_on DESC, z.id DESC LIMIT 1)
        WHERE e.withdrawn_at IS NULL AND e.start_on <= :day AND (e.end_on IS NULL OR e.end_on > :day)
            AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
            AND (:placement = '' OR e.placement = :placement)
            AND (:ward = '' OR w.id = :ward) AND (:room = '' OR r.id = :room)
        ORDER BY w.position IS NULL, w.position, w.name, r.name IS NULL, r.name, length(b.bed), b.bed, p.full_name, e.id""",
        {"day": day.isoformat(), "placement": placement, "ward": ward_id, "room": room_id},
    )
    return [
        CaredFor(
            episode_id=row["episode_id"],
            person_id=row["person_id"],
            name=row["full_name"],
            code=row["code"],
            masked=bool(row["masked"]),
            sex=row["sex"] or "",
            born=PartialDate.from_text(row["born"]) if row["born"] else None,
            placement=row["placement"],
            ward_id=row["ward_id"] or "",
            ward=row["ward"] or "",
            room_id=row["room_id"] or "",
            room=row["room"] or "",
            bed=row["bed"] or "",
            start_on=date.fromisoformat(row["start_on"]),
            category=row["category"] or "",
            absence_id=row["absence_id"] or "",
            absence=row["absence"] or "",
            back_expected_on=date.fromisoformat(row["expected_on"]) if row["expected_on"] else None,
            allergies=row["allergies"] or "",
            care_level=row["care_level"] or "",
        )
        for row in rows
    ]
