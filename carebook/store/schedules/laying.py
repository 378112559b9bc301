"""Laying a series out: which of its days have no row yet, and the rows for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from carebook.records.codes import HolidayRow
from carebook.records.groups import GroupSession
from carebook.records.schedules import GroupSeries, SessionSeries
from carebook.records.sessions import Session
from carebook.rules.schedules import Occurrence, horizon, occurrences
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.schedules.bookings import counted, limit


@dataclass(frozen=True)
class Exceptions:
    """What the rows of a series say from a day on.

    ``known`` are the days of the rule that have a row: laid out, moved, cancelled, recorded or struck through, they are not
    laid out again. ``held`` are the days on which a standing session takes place. ``superseded`` are the ids of those that
    are still only planned: who goes on differently sets them aside, and the days they were on are free again.
    """

    known: frozenset[date] = frozenset()
    held: frozenset[date] = frozenset()
    superseded: frozenset[str] = frozenset()


NOTHING = Exceptions()
_OPEN = "until_on IS NULL AND count IS NULL AND"


def open_series(reader: Reader) -> Sequence[SessionSeries | GroupSeries]:
    """The series without an end, of stays and groups that go on."""
    persons = reader.records(
        SessionSeries, f"{_OPEN} episode_id IN (SELECT id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL)"
    )
    groups = reader.records(
        GroupSeries, f'{_OPEN} group_id IN (SELECT id FROM "group" WHERE closed_on IS NULL AND withdrawn_at IS NULL)'
    )
    return [*persons, *groups]


def laid_ahead(reader: Reader, today: date) -> date:
    """Up to which day open series are to be laid out today, by the center's own limit."""
    return horizon(today, limit(reader, "session_horizon", today).value)


def goes_further(reader: Reader, until: date) -> bool:
    """Whether an open series has a day up to ``until`` that lies after all the days it was laid out for."""
    reader.asks("rehabilitation")
    own = tuple(code_lists.holidays(reader))
    return any(_goes_further(reader, series, until, own) for series in open_series(reader))


def _goes_further(
    reader: Reader, series: SessionSeries | GroupSeries, until: date, own: tuple[HolidayRow, ...]
) -> bool:
    table = counted(reader, "session") if isinstance(series, SessionSeries) else "group_session"
    last = str(reader.value(f"SELECT coalesce(max(occurs_on), '') FROM {table} WHERE series_id = ?", (series.id,)))
    if last >= until.isoformat():
        return False
    return any(one.occurs_on.isoformat() > last for one in occurrences(series, until=until, own=own))


def rows_of(reader: Reader, series: SessionSeries | GroupSeries) -> Exceptions:
    """All the rows of a series; none of them is superseded."""
    table = counted(reader, "session") if isinstance(series, SessionSeries) else "group_session"
    rows = reader.rows(f"SELECT occurs_on, planned_on, withdrawn_at FROM {table} WHERE series_id = ?", (series.id,))
    return Exceptions(
        frozenset(date.fromisoformat(row["occurs_on"]) for row in rows if row["occurs_on"]),
        frozenset(date.fromisoformat(row["planned_on"]) for row in rows if not row["withdrawn_at"]),
    )


def exceptions(reader: Reader, series: SessionSeries | GroupSeries, from_on: date) -> Exceptions:
    """What stays of a series where it goes on differently from ``from_on``.

    What is only planned, given by the rule for that day or later and not moved before it, is superseded. All else stays: what
    was recorded or cancelled, moved to an earlier day, or struck through.
    """
    table = counted(reader, "session") if isinstance(series, SessionSeries) else "group_session"
    known, held, superseded = set(), set(), set()
    for row in reader.rows(
        f"SELECT id, occurs_on, planned_on, state, withdrawn_at FROM {table} WHERE series_id = ?", (series.id,)
    ):
        occurs_on, planned_on = (
            date.fromisoformat(row["occurs_on"] or row["planned_on"]),
            date.fromisoformat(row["planned_on"]),
        )
        later = occurs_on >= from_on
        if later and planned_on >= from_on and row["state"] == "planned" and not row["withdrawn_at"]:
            superseded.add(row["id"])
            continue
        if later:
            known.add(occurs_on)
        if not row["withdrawn_at"]:
            held.add(planned_on)
    return Exceptions(frozenset(known), frozenset(held), frozenset(superseded))


def new_occurrences(
    series: SessionSeries | GroupSeries, rows: Exceptions, *, until: date, own: Iterable[HolidayRow]
) -> list[Occurrence]:
    """The days of a series that have no row yet; a day that a holiday shifted falls away where a session is held already."""
    return [
        one
        for one in occurrences(series, until=until, own=own)
        if one.occurs_on not in rows.known and (one.planned_on == one.occurs_on or one.planned_on not in rows.held)
    ]


@overload
def sessions_of(series: SessionSeries, days: Iterable[Occurrence]) -> Sequence[Session]: ...
@overload
def sessions_of(series: GroupSeries, days: Iterable[Occurrence]) -> Sequence[GroupSession]: ...
def sessions_of(
    series: SessionSeries | GroupSeries, days: Iterable[Occurrence]
) -> Sequence[Session] | Sequence[GroupSession]:
    """The sessions of a series on these days, not kept yet."""
    assert series.starts_at is not None
    if isinstance(series, SessionSeries):
        return [
            Session(
                episode_id=series.episode_id,
                series_id=series.id or None,
                occurs_on=one.occurs_on,
                therapy_plan_id=series.therapy_plan_id,
                package_id=series.package_id,
                therapy=series.therapy,
                therapist_id=series.therapist_id,
                room_id=series.room_id,
                planned_on=one.planned_on,
                planned_at=series.starts_at,
                minutes=series.minutes,
            )
            for one in days
        ]
    return [
        GroupSession(
            group_id=series.group_id,
            series_id=series.id or None,
            occurs_on=one.occurs_on,
            leader_id=series.leader_id,
            room_id=series.room_id,
            planned_on=one.planned_on,
            planned_at=series.starts_at,
            minutes=series.minutes,
            subject=series.subject,
        )
        for one in days
    ]
