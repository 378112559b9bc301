"""Who is to be looked after on a day, in the order of wards, rooms and beds; restricted people stand there under their alias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.dates import VIETNAM, PartialDate, clock
from carebook.rules.episodes import moment_of_leaving
from carebook.store.book import Reader, Writer
from carebook.words import Message, message

_NEVER = date.max.isoformat()


@dataclass(frozen=True)
class Touching:
    """An absence that touches a day: its kind, the moment of leaving and of coming back (None: still away).

    Without an hour the whole day of leaving is away, and the whole day of coming back is there.
    """

    kind: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether the person is away at that moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class CaredFor:
    """One resident as the rounds of the day need them. ``name`` is the alias where ``masked``: the record cannot be opened.

    ``absence`` is the kind of an absence that runs on that day ("" = there), ``back_expected_on`` its expected end.
    ``care_level`` is the code in force that day ("" = none set yet). ``allergies`` are the substances, joined by commas.
    ``touching`` is the absence that takes a part of the day or all of it; see `at`. ``left_at``: when the stay ended on that day
    (`with_leavers`); ``has_left``: before the moment in question.
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
    touching: Touching | None = None
    left_at: datetime | None = None
    has_left: bool = False

    @property
    def is_there(self) -> bool:
        """Whether the person is in the center that day."""
        return not self.absence and not self.has_left

    @property
    def said_left(self) -> Message | None:
        """When they left, in words; None for who did not leave on that day."""
        return message("Left the center at {time}", time=clock(self.left_at)) if self.left_at is not None else None

    def at(self, moment: datetime) -> CaredFor:
        """The same person as at a moment of that day: away from the hour of leaving to the hour of coming back."""
        if self.touching is None and self.left_at is None:
            return self
        away = self.touching.kind if self.touching is not None and self.touching.holds(moment) else ""
        return replace(self, absence=away, has_left=self.left_at is not None and self.left_at <= moment)

    def during(self, first: datetime, last: datetime) -> CaredFor:
        """The same person as in the middle of a span; whose stay ends within it is there until then."""
        middle = first + (last - first) / 2
        return self.at(first if self.left_at is not None and first < self.left_at <= middle else middle)


def cared_for(
    reader: Reader,
    day: date,
    *,
    ward_id: str = "",
    room_id: str = "",
    placement: str = "resident",
    end_on: date | None = None,
    since: date | None = None,
) -> list[CaredFor]:
    """The stays open on ``day`` (the day of leaving not counted), in the order of ward, room and bed; those without a bed last.

    With ``placement`` "" also day pupils and clients in the community; with ``end_on`` only stays that ended on that day; with
    ``since`` also those that ended after it, as they stood on their last day. Inside a deed nobody is masked.
    """
    return list(
        reader.remembered(
            ("cared for", day, ward_id, room_id, placement, end_on, since),
            lambda: _cared_for(reader, day, ward_id, room_id, placement, end_on, since),
        )
    )


def _cared_for(
    reader: Reader, day: date, ward_id: str, room_id: str, placement: str, end_on: date | None, since: date | None
) -> list[CaredFor]:
    reader.asks("people")
    inside = isinstance(reader, Writer)
    runs, lies = (
        ("(e.end_on IS NULL OR e.end_on > :day)", "> :day") if end_on is None else ("e.end_on = :end", ">= :end")
    )
    on = ":day" if since is None else "coalesce(min(:day, date(e.end_on, '-1 day')), :day)"
    if since is not None:
        runs = "(e.end_on IS NULL OR e.end_on > :since)"
        lies = f"> {on}"
    people, counted, masked = ("person", "person", "0") if inside else ("listed_person", "counted_person", "p.masked")
    rows = reader.rows(
        f"""SELECT e.id AS episode_id, e.person_id, p.full_name, p.code, {masked} AS masked, n.sex, n.born, e.placement, e.start_on,
            r.id AS room_id, r.name AS room, b.bed, w.id AS ward_id, w.name AS ward,
            (SELECT c.category FROM episode_category c WHERE c.episode_id = e.id AND c.withdrawn_at IS NULL
                AND c.from_on <= {on} ORDER BY c.from_on DESC, c.id DESC LIMIT 1) AS category,
            a.id AS absence_id, a.kind AS absence, a.expected_on, a.from_on AS away_on, a.left_at, a.back_on, a.back_at,
            (SELECT group_concat(g.substance, ', ') FROM allergy g WHERE g.person_id = e.person_id
                AND g.withdrawn_at IS NULL) AS allergies,
            (SELECT l.level FROM care_level l WHERE l.episode_id = e.id AND l.withdrawn_at IS NULL AND l.from_on <= {on}
                ORDER BY l.from_on DESC, l.id DESC LIMIT 1) AS care_level
        FROM episode e
        JOIN {people} p ON p.id = e.person_id
        JOIN {counted} n ON n.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.from_on <= {on} AND (y.to_on IS NULL OR y.to_on {lies})
            ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        LEFT JOIN ward w ON w.id = r.ward_id
        LEFT JOIN absence a ON a.id = (SELECT z.id FROM absence z WHERE z.episode_id = e.id AND z.withdrawn_at IS NULL
            AND z.from_on <= {on} AND (z.back_on IS NULL OR z.back_on >= {on}) ORDER BY z.from_on DESC, z.id DESC LIMIT 1)
        WHERE e.withdrawn_at IS NULL AND e.start_on <= {on} AND {runs}
            AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
            AND (:placement = '' OR e.placement = :placement)
            AND (:ward = '' OR w.id = :ward) AND (:room = '' OR r.id = :room)
        ORDER BY w.position IS NULL, w.position, w.name, r.name IS NULL, r.name, length(b.bed), b.bed, p.full_name, e.id""",
        {
            "day": day.isoformat(),
            "placement": placement,
            "ward": ward_id,
            "room": room_id,
            "end": end_on.isoformat() if end_on is not None else "",
            "since": since.isoformat() if since is not None else "",
        },
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
            absence=row["absence"] if row["absence"] and (row["back_on"] or _NEVER) > day.isoformat() else "",
            back_expected_on=date.fromisoformat(row["expected_on"]) if row["expected_on"] else None,
            allergies=row["allergies"] or "",
            care_level=row["care_level"] or "",
            touching=_touching(row) if row["absence"] else None,
        )
        for row in rows
    ]


def with_leavers(
    reader: Reader, day: date, *, ward_id: str = "", room_id: str = "", placement: str = "resident"
) -> list[CaredFor]:
    """`cared_for`, and in their rooms whoever left on that very day, with when: what was done before can still be written down."""
    found = cared_for(reader, day, ward_id=ward_id, room_id=room_id, placement=placement)
    rows = reader.rows("SELECT id, end_at FROM episode WHERE end_on = ? AND withdrawn_at IS NULL", (day.isoformat(),))
    if not rows:
        return found
    hours = {row["id"]: row["end_at"] for row in rows}
    for one in cared_for(reader, day, ward_id=ward_id, room_id=room_id, placement=placement, end_on=day):
        found.insert(_place_of(one, found), _leaving(one, day, hours[one.episode_id]))
    return found


def _place_of(one: CaredFor, found: Sequence[CaredFor]) -> int:
    """Where somebody stands among others, by the bed in their room."""
    room = [(at, (len(other.bed), other.bed)) for at, other in enumerate(found) if other.room_id == one.room_id]
    after = (at for at, bed in room if bed > (len(one.bed), one.bed))
    return next(after, room[-1][0] + 1 if room else len(found))


def _leaving(one: CaredFor, day: date, at: str | None) -> CaredFor:
    """Somebody on the day they left; an absence that only ended with the stay lasted until then."""
    left_at = moment_of_leaving(day, time.fromisoformat(at) if at else None)
    if one.touching is not None and one.touching.until == _moment(day.isoformat(), None):
        return replace(one, absence=one.touching.kind, touching=replace(one.touching, until=None), left_at=left_at)
    return replace(one, left_at=left_at)


def cared_in(
    reader: Reader, first: date, last: date, *, ward_id: str = "", room_id: str = "", placement: str = "resident"
) -> list[CaredFor]:
    """The stays open on ``last``, as `cared_for` has them, then those that ended since ``first``, each as on its last day."""
    found = {
        one.episode_id: one for one in cared_for(reader, last, ward_id=ward_id, room_id=room_id, placement=placement)
    }
    ends = reader.rows(
        """SELECT DISTINCT end_on FROM episode WHERE withdrawn_at IS NULL AND end_on > :first AND end_on <= :last
        ORDER BY end_on DESC""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    for row in ends:
        end_on = date.fromisoformat(row["end_on"])
        for one in cared_for(
            reader, end_on - timedelta(days=1), ward_id=ward_id, room_id=room_id, placement=placement, end_on=end_on
        ):
            found.setdefault(one.episode_id, one)
    return list(found.values())


def is_away_all_day(reader: Reader, episode_id: str, day: date) -> bool:
    """Whether an absence began before a day and ends after it, or still runs."""
    found = reader.value(
        """SELECT 1 FROM absence WHERE episode_id = ? AND withdrawn_at IS NULL AND from_on < ?
        AND (back_on IS NULL OR back_on > ?)""",
        (episode_id, day.isoformat(), day.isoformat()),
    )
    return found is not None


def _touching(row: Any) -> Touching:
    return Touching(
        row["absence"],
        _moment(row["away_on"], row["left_at"]),
        _moment(row["back_on"], row["back_at"]) if row["back_on"] else None,
    )


def _moment(day: str, at: str | None) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(at) if at else time(), VIETNAM)
