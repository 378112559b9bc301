"""Questions about absences and hospital: who is away, what went along, how many days were spent there, what the hospital reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.records.codes import Code
from carebook.records.episodes import Absence, Episode
from carebook.records.health import ChronicCondition, Wound
from carebook.records.hospital import HospitalTransfer
from carebook.records.medication import Prescription
from carebook.records.monitoring import Observation
from carebook.records.people import Allergy, HealthCard, Person, Relative
from carebook.rules.dated import holds_on
from carebook.rules.hospital import days_in, expected_first, signs_said
from carebook.rules.observations import said_reading
from carebook.rules.prescriptions import holds_on as order_holds_on
from carebook.store import code_lists, observations
from carebook.store.book import Reader
from carebook.store.errors import NotAllowedToSee

LATEST = timedelta(hours=24)
"""How old a measure may be that is told as a vital sign on leaving."""


@dataclass(frozen=True)
class AwayLine:
    """One absence in a list, with whose it is. ``masked``: the name is an alias, and where to and with whom is left out.

    ``transfer_id`` is the transfer to hospital that belongs to it, "" without one or withheld.
    """

    id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    ward: str
    room: str
    bed: str
    kind: str
    from_on: date
    left_at: time | None
    expected_on: date | None
    back_on: date | None
    back_at: time | None
    place: str
    taken_by: str
    phone: str
    transfer_id: str = ""


@dataclass(frozen=True)
class HospitalDays:
    """What the figures say of a span of days: how often somebody was taken to hospital, whom, and the days spent there."""

    times: int = 0
    days: int = 0
    episodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What the hospital has to know of a person, as the book holds it; nothing is copied from another day as if it were new.

    ``signs`` are the vital signs of the last 24 hours in one line, with the times at which they were taken.
    """

    episode: Episode
    person: Person
    allergies: tuple[Allergy, ...] = ()
    conditions: tuple[ChronicCondition, ...] = ()
    orders: tuple[Prescription, ...] = ()
    wounds: tuple[Wound, ...] = ()
    signs: str = ""
    weight: str = ""
    care_level: str = ""
    diet: str = ""
    card: HealthCard | None = None
    contact: Relative | None = None


def away(reader: Reader, today: date) -> list[AwayLine]:
    """Everybody who is away today or will leave, late ones first; restricted people under their alias."""
    lines = _lines(reader, "(a.back_on IS NULL OR a.back_on > :day)", {"day": today.isoformat()})
    return sorted(lines, key=lambda line: expected_first(line, today))


def back_between(reader: Reader, first: date, last: date) -> list[AwayLine]:
    """Whoever came back on the days from ``first`` to ``last``, the last first."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    lines = _lines(reader, "a.back_on BETWEEN :first AND :last", days, ended_too=True)
    return sorted(lines, key=lambda line: (line.back_on or last, line.id), reverse=True)


def absence_of(reader: Reader, absence_id: str) -> Absence | None:
    """One absence with everything written of it; None when there is none or it may not be seen."""
    reader.asks("people")
    return reader.record(Absence, absence_id)


def transfer_of(reader: Reader, absence_id: str) -> HospitalTransfer | None:
    """The transfer to hospital that an absence belongs to; None without one, or when it may not be seen."""
    reader.asks("people")
    found = reader.records(HospitalTransfer, "absence_id = ?", (absence_id,), order="left_at DESC, id DESC")
    return found[0] if found else None


def transfers_of(reader: Reader, episode_id: str) -> list[HospitalTransfer]:
    """The times a person of a stay was taken to hospital, the last first."""
    reader.asks("people")
    return reader.records(HospitalTransfer, "episode_id = ?", (episode_id,), order="left_at DESC, id DESC")


def hospital_days(reader: Reader, first: date, last: date) -> HospitalDays:
    """How often and how long people were in hospital from ``first`` to ``last``; everybody counts.

    A time is counted on the day somebody left; days as `rules.hospital.days_in` counts them.
    """
    reader.asks("figures")
    rows = reader.rows(
        """SELECT a.episode_id, a.from_on, a.back_on FROM absence a JOIN episode e ON e.id = a.episode_id
        WHERE a.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND a.kind = 'hospital' AND a.from_on <= :last
            AND (a.back_on IS NULL OR a.back_on >= :first) ORDER BY a.from_on, a.id""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    went = [row["episode_id"] for row in rows if row["from_on"] >= first.isoformat()]
    days = sum(days_in(first, last, date.fromisoformat(row["from_on"]), _day(row["back_on"])) for row in rows)
    return HospitalDays(len(went), days, tuple(went))


def summary_of(reader: Reader, episode_id: str, now: datetime, today: date) -> Summary | None:
    """What the hospital has to know of somebody; None when who asks may not see them. Orders, conditions and wounds only for
    who may ask about medicines and health.
    """
    reader.asks("people")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    codes = [*code_lists.codes(reader, "measure", today), *code_lists.codes(reader, "measure_word", today)]
    taken = _taken(reader, episode_id, codes) if _may(reader, "daily_care") else {}
    cards = reader.records(HealthCard, "person_id = ?", (person.id,), order="valid_to DESC, id DESC")
    relatives = reader.records(Relative, "person_id = ?", (person.id,), order="emergency DESC, guardian DESC, id")
    told = [one for one in relatives if not one.no_contact and not one.no_information]
    return Summary(
        episode=episode,
        person=person,
        allergies=tuple(reader.records(Allergy, "person_id = ?", (person.id,))),
        conditions=tuple(reader.records(ChronicCondition, "person_id = ? AND ended_on IS NULL", (person.id,)))
        if _may(reader, "health")
        else (),
        orders=tuple(
            one for one in reader.records(Prescription, "episode_id = ?", (episode_id,)) if order_holds_on(one, today)
        )
        if _may(reader, "medication")
        else (),
        wounds=tuple(reader.records(Wound, "episode_id = ? AND closed_on IS NULL", (episode_id,)))
        if _may(reader, "health")
        else (),
        signs=drafted_signs(taken, codes, now),
        weight=_said(taken.get("weight"), codes),
        care_level=_newest_word(reader, "care_level", "level", episode_id, today),
        diet=_newest_word(reader, "diet", "diet", episode_id, today),
        card=next((one for one in cards if holds_on(one, today)), cards[0] if cards else None),
        contact=told[0] if told else None,
    )


def _may(reader: Reader, question: str) -> bool:
    try:
        reader.asks(question)
    except NotAllowedToSee:
        return False
    return True


def drafted_signs(taken: dict[str, Observation], codes: Sequence[Code], now: datetime) -> str:
    """The vital signs of the last 24 hours before ``now`` in one line, each with the time it was taken."""
    measures = [one for one in codes if one.list_name == "measure" and one.extra.get("vital")]
    fresh = [
        (one.text, _said(taken[one.code], codes), taken[one.code].taken_at)
        for one in measures
        if one.code in taken and (at := taken[one.code].taken_at) is not None and now - LATEST <= at <= now
    ]
    return signs_said(fresh)


def _taken(reader: Reader, episode_id: str, codes: Sequence[Code]) -> dict[str, Observation]:
    measures = [one.code for one in codes if one.list_name == "measure"]
    found = observations.newest(reader, [episode_id], measures)
    return {measure: rows[0] for (_stay, measure), rows in found.items()}


def _said(one: Observation | None, codes: Sequence[Code]) -> str:
    if one is None:
        return ""
    measure = next((code for code in codes if code.list_name == "measure" and code.code == one.measure), None)
    return said_reading(one, measure, codes) if measure is not None else ""


def _newest_word(reader: Reader, table: str, column: str, episode_id: str, today: date) -> str:
    """The code in force of a dated row of a stay."""
    until = " AND (to_on IS NULL OR to_on >= :day)" if table == "diet" else ""
    found = reader.value(
        f"""SELECT {column} FROM {table} WHERE episode_id = :stay AND withdrawn_at IS NULL AND from_on <= :day{until}
        ORDER BY from_on DESC, id DESC LIMIT 1""",
        {"stay": episode_id, "day": today.isoformat()},
    )
    return str(found or "")


def _lines(reader: Reader, where: str, values: dict[str, str], *, ended_too: bool = False) -> list[AwayLine]:
    reader.asks("people")
    open_stay = "" if ended_too else "AND e.end_on IS NULL"
    rows = reader.rows(
        f"""SELECT a.*, e.person_id, p.full_name, p.code, p.masked, b.bed, r.name AS room, w.name AS ward, w.hidden,
            (SELECT t.id FROM found_hospital_transfer t WHERE t.absence_id = a.id AND t.withdrawn_at IS NULL
                ORDER BY t.id DESC LIMIT 1) AS transfer_id
        FROM listed_absence a JOIN episode e ON e.id = a.episode_id JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = a.episode_id
            AND y.withdrawn_at IS NULL AND y.from_on <= a.from_on ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        LEFT JOIN ward w ON w.id = r.ward_id
        WHERE a.withdrawn_at IS NULL AND e.withdrawn_at IS NULL {open_stay} AND p.withdrawn_at IS NULL AND ({where})""",
        values,
    )
    return [_line(row) for row in rows]


def _line(row: Any) -> AwayLine:
    masked = bool(row["masked"])
    unplaced = masked and bool(row["hidden"])  # where a shelter is stays untold
    return AwayLine(
        id=row["id"],
        episode_id=row["episode_id"],
        person_id=row["person_id"],
        name=row["full_name"],
        code=row["code"],
        masked=masked,
        ward="" if unplaced else row["ward"] or "",
        room="" if unplaced else row["room"] or "",
        bed="" if unplaced else row["bed"] or "",
        kind=row["kind"],
        from_on=date.fromisoformat(row["from_on"]),
        left_at=_time(row["left_at"]),
        expected_on=_day(row["expected_on"]),
        back_on=_day(row["back_on"]),
        back_at=_time(row["back_at"]),
        place=row["place"],
        taken_by=row["taken_by"],
        phone=row["taken_by_phone"],
        transfer_id=row["transfer_id"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


__all__ = [
    "AwayLine",
    "HospitalDays",
    "Summary",
    "absence_of",
    "away",
    "back_between",
    "drafted_signs",
    "hospital_days",
    "summary_of",
    "transfer_of",
    "transfers_of",
]
