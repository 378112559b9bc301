"""Who belongs to a ward in a shift and who of them is away, by the moments the book knows; the controlled medicines to count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.dates import local
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import StockCount
from carebook.rules.shifts import Away, Duty, HeadCount, Span, began_at, head_count
from carebook.store.book import Reader
from carebook.store.rows import moment_from

# What was entered later than this after its day changes no head-count: it counts from its own day on.
_ENTERED_WITHIN = timedelta(days=31)
_ENTERED = "(SELECT {0}(j.at) FROM counted_journal j WHERE j.tbl = '{1}' AND j.row_id = {2}.id{3})"


@dataclass(frozen=True)
class ToCount:
    """A controlled medicine of the cupboard: what the book says is left, and the count of this shift, if there is one."""

    medicine_id: str
    name: str
    unit: str
    left: float
    count: StockCount | None = None


def ending(duty: Duty, now: datetime) -> datetime:
    """The moment up to which a sheet speaks: the end of the shift, or now while it runs."""
    return min(max(now, duty.begins_at), duty.ends_at)


def head_count_of(reader: Reader, duty: Duty, ward_id: str, now: datetime) -> HeadCount:
    """The head-count of a ward ("" = of the whole center) in a shift, up to its end or to ``now`` while it runs."""
    return head_count_between(reader, ward_id, duty.begins_at, ending(duty, now))


def head_count_between(reader: Reader, ward_id: str, start: datetime, end: datetime) -> HeadCount:
    """The head-count of a ward ("" = of the whole center) between two moments."""
    reader.asks("people")
    spans = _ward_spans(reader, ward_id, start, end) if ward_id else _stay_spans(reader, start, end)
    return head_count(spans, absences_between(reader, start, end), start, end)


def people_of(reader: Reader, duty: Duty, ward_id: str, now: datetime) -> frozenset[str]:
    """The stays that belonged to a ward ("" = to the center) at some moment of a shift."""
    reader.asks("people")
    start, end = duty.begins_at, ending(duty, now)
    spans = _ward_spans(reader, ward_id, start, end) if ward_id else _stay_spans(reader, start, end)
    return frozenset(one.episode_id for one in spans if one.since <= end and (one.until is None or start <= one.until))


def _ward_spans(reader: Reader, ward_id: str, start: datetime, end: datetime) -> list[Span]:
    first = local(start).date() - _ENTERED_WITHIN
    rows = reader.rows(
        f"""SELECT b.episode_id, b.from_on, b.to_on,
            CASE WHEN b.from_on >= :first THEN {_ENTERED.format("min", "bed_assignment", "b", "")} END AS entered_at,
            CASE WHEN b.to_on >= :first THEN {_ENTERED.format("max", "bed_assignment", "b", "")} END AS left_entered_at,
            e.end_on,
            CASE WHEN e.end_on >= :first THEN {_ENTERED.format("max", "episode", "e", " AND j.touches_end")} END
                AS end_entered_at
        FROM bed_assignment b JOIN room r ON r.id = b.room_id JOIN episode e ON e.id = b.episode_id
        JOIN listed_person p ON p.id = e.person_id
        WHERE r.ward_id = :ward AND b.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL
            AND p.merged_into IS NULL AND e.placement = 'resident' AND b.from_on <= :last
            AND (b.to_on IS NULL OR b.to_on >= :first) AND (e.end_on IS NULL OR e.end_on >= :first)""",
        {"ward": ward_id, "first": first.isoformat(), "last": local(end).date().isoformat()},
    )
    return [span for row in rows if (span := _bed_span(row)) is not None]


def _bed_span(row: Any) -> Span | None:
    until = _ends(row["to_on"], row["left_entered_at"]), _ends(row["end_on"], row["end_entered_at"])
    last = min((one for one in until if one is not None), default=None)
    since = began_at(date.fromisoformat(row["from_on"]), _moment(row["entered_at"]))
    return Span(row["episode_id"], since, last) if last is None or since < last else None


def _stay_spans(reader: Reader, start: datetime, end: datetime) -> list[Span]:
    first = local(start).date() - _ENTERED_WITHIN
    rows = reader.rows(
        f"""SELECT e.id AS episode_id, e.start_on, e.end_on,
            CASE WHEN e.start_on >= :first THEN {_ENTERED.format("min", "episode", "e", "")} END AS entered_at,
            CASE WHEN e.end_on >= :first THEN {_ENTERED.format("max", "episode", "e", " AND j.touches_end")} END AS ended_at
        FROM episode e JOIN listed_person p ON p.id = e.person_id
        WHERE e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND e.placement = 'resident'
            AND e.start_on <= :last AND (e.end_on IS NULL OR e.end_on >= :first)""",
        {"first": first.isoformat(), "last": local(end).date().isoformat()},
    )
    found = []
    for row in rows:
        since = began_at(date.fromisoformat(row["start_on"]), _moment(row["entered_at"]))
        until = _ends(row["end_on"], row["ended_at"])
        if until is None or since < until:
            found.append(Span(row["episode_id"], since, until))
    return found


def absences_between(
    reader: Reader, start: datetime, end: datetime, stays: Collection[str] | None = None
) -> list[Away]:
    """The absences that ran at some time between two moments, with the hours that were written; of ``stays`` or of all."""
    first, last = local(start).date(), local(end).date()
    rows = reader.rows(
        f"""SELECT a.id, a.episode_id, a.kind, a.from_on, a.back_on, a.left_at, a.back_at,
            CASE WHEN a.from_on >= :first AND a.left_at IS NULL THEN {_ENTERED.format("min", "absence", "a", "")} END
                AS entered_at,
            CASE WHEN a.back_on >= :first AND a.back_at IS NULL THEN {_ENTERED.format("max", "absence", "a", "")} END
                AS back_entered_at
        FROM absence a WHERE a.withdrawn_at IS NULL AND a.from_on <= :last AND (a.back_on IS NULL OR a.back_on >= :first)
        ORDER BY a.from_on, a.id""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    found = []
    for row in rows:
        if stays is not None and row["episode_id"] not in stays:
            continue
        since = began_at(date.fromisoformat(row["from_on"]), _moment(row["entered_at"]), _time(row["left_at"]))
        back = _ends(row["back_on"], row["back_entered_at"], _time(row["back_at"]))
        span = Span(row["episode_id"], since, back)
        found.append(Away(row["episode_id"], AbsenceKind(row["kind"]), span, row["id"]))
    return found


def controlled_to_count(reader: Reader, duty: Duty) -> tuple[ToCount, ...]:
    """The controlled medicines with lots in the cupboard: how much the book says is left, and what this shift counted."""
    reader.asks("shifts")
    there = {
        one.medicine_id: one
        for one in reader.records(
            StockCount, "counted_on = ? AND shift = ?", (duty.duty_on.isoformat(), duty.shift.code), order="id"
        )
    }
    rows = reader.rows(
        """SELECT m.id, m.name, m.strength, m.unit,
            coalesce((SELECT sum(v.amount) FROM stock_move v WHERE v.medicine_id = m.id AND v.withdrawn_at IS NULL), 0) AS left
        FROM medicine m WHERE m.controlled = 1 AND m.withdrawn_at IS NULL
            AND EXISTS (SELECT 1 FROM stock_lot l WHERE l.medicine_id = m.id AND l.withdrawn_at IS NULL)
        ORDER BY m.name, m.strength, m.id"""
    )
    return tuple(
        ToCount(
            row["id"],
            " ".join(filter(None, (row["name"], row["strength"]))),
            row["unit"],
            row["left"],
            there.get(row["id"]),
        )
        for row in rows
        if row["left"] or row["id"] in there
    )


def _ends(day: str | None, entered_at: str | None, at: time | None = None) -> datetime | None:
    return None if day is None else began_at(date.fromisoformat(day), _moment(entered_at), at)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_from(text)


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
