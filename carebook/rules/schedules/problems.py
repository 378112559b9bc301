"""What stands against a series, a single session, a room or a leave as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from carebook.dates import written
from carebook.records.groups import GroupSession
from carebook.records.schedules import (
    Frequency,
    GroupSeries,
    Recurring,
    SessionSeries,
    StaffLeave,
    TherapyRoom,
    Weekday,
)
from carebook.records.sessions import Session
from carebook.rules.problem import Problem, warning
from carebook.words import message

MOST_SESSIONS = 500
MOST_MINUTES = 480
LEAST_MINUTES = 5
_MOST_INTERVAL = {
    Frequency.DAILY: 366,
    Frequency.WEEKLY: 52,
    Frequency.MONTHLY_DAY: 24,
    Frequency.MONTHLY_WEEKDAY: 24,
}
_FAR = timedelta(days=3 * 366)
_NTH = (1, 2, 3, 4, -1)
_MOST_PLACES = 50
_LONGEST = 10_000
_DAY_MINUTES = 24 * 60


def problems_in_series(series: Recurring, *, today: date) -> list[Problem]:
    """Errors and warnings in a rule of repetition of a person or a group; fields bear their own names."""
    return [
        *_in_who(series),
        *_in_rule(series),
        *_in_stretch(series, today),
        *_in_time(series.starts_at, series.minutes, "starts_at"),
    ]


def problems_in_planned(session: Session | GroupSession, *, today: date) -> list[Problem]:
    """Errors and warnings in a single session that is being planned or moved; fields bear their own names."""
    found = [*_in_time(session.planned_at, session.minutes, "planned_at")]
    staff_id = session.therapist_id if isinstance(session, Session) else session.leader_id
    if not staff_id:
        found.append(_missing("therapist_id" if isinstance(session, Session) else "leader_id"))
    if abs(session.planned_on - today) > _FAR:
        found.append(
            Problem(
                "planned_on", message("{day} is too far from today. Check the year.", day=written(session.planned_on))
            )
        )
    return found


def problems_in_room(room: TherapyRoom, others: Iterable[TherapyRoom]) -> list[Problem]:
    """What stands against a therapy room; ``others`` are the rooms of the center."""
    found = [_missing("name")] if not room.name.strip() else []
    if any(other.id != room.id and _plain(other.name) == _plain(room.name) for other in others):
        found.append(Problem("name", message("There is a room of that name already.")))
    if not 1 <= room.places <= _MOST_PLACES:
        found.append(
            Problem("places", message("A room takes 1 to {most} sessions at the same time.", most=_MOST_PLACES))
        )
    return [*found, *_too_long("name", room.name, 100), *_too_long("note", room.note)]


def problems_in_leave(leave: StaffLeave, others: Iterable[StaffLeave], *, today: date) -> list[Problem]:
    """What stands against a leave; ``others`` are the leaves of the same staff member."""
    found = [_missing(name) for name in ("staff_member_id", "kind", "from_on", "to_on") if not getattr(leave, name)]
    first, last = leave.from_on, leave.to_on
    if first is None or last is None:
        return found
    if last < first:
        said = message("The last day ({last}) is before the first ({first}).", first=written(first), last=written(last))
        found.append(Problem("to_on", said))
    if abs(first - today) > _FAR or abs(last - today) > _FAR:
        found.append(Problem("from_on", message("{day} is too far from today. Check the year.", day=written(first))))
    for other in others:
        if other.id == leave.id or other.from_on is None or other.to_on is None:
            continue
        if other.from_on <= last and first <= other.to_on:
            said = message(
                "There is a leave from {first} to {last} already.",
                first=written(other.from_on),
                last=written(other.to_on),
            )
            found.append(Problem("from_on", said))
    return [*found, *_too_long("note", leave.note)]


def _in_who(series: Recurring) -> Iterator[Problem]:
    needed: tuple[str, ...] = ()
    if isinstance(series, SessionSeries):
        needed = ("episode_id", "therapy", "therapist_id")
    elif isinstance(series, GroupSeries):
        needed = ("group_id", "leader_id")
    for name in needed:
        if not getattr(series, name):
            yield _missing(name)


def _in_rule(series: Recurring) -> Iterator[Problem]:
    most = _MOST_INTERVAL[series.frequency]
    if not 1 <= series.interval <= most:
        yield Problem("interval", message("It repeats at a distance of 1 to {most}.", most=most))
    if series.frequency in (Frequency.WEEKLY, Frequency.MONTHLY_WEEKDAY):
        if not series.weekdays:
            yield Problem("weekdays", message("Choose at least one weekday."))
        elif not set(series.weekdays) <= {day.value for day in Weekday}:
            yield Problem("weekdays", message("This is no weekday."))
    if series.frequency is Frequency.MONTHLY_WEEKDAY and series.nth not in _NTH:
        yield Problem("nth", message("Choose which one of the month."))
    if series.frequency is Frequency.MONTHLY_DAY:
        if series.month_day is None or not 1 <= series.month_day <= 31:
            yield Problem("month_day", message("A day of the month is from 1 to 31."))
        elif series.month_day > 28:
            said = message("A month without day {day} has no session.", day=series.month_day)
            yield warning("month_day", said)


def _in_stretch(series: Recurring, today: date) -> Iterator[Problem]:
    if series.from_on is None:
        yield _missing("from_on")
        return
    if abs(series.from_on - today) > _FAR:
        yield Problem("from_on", message("{day} is too far from today. Check the year.", day=written(series.from_on)))
    elif series.from_on < today:
        yield warning("from_on", message("These sessions begin in the past."))
    if series.until_on is not None and series.count is not None:
        yield Problem("count", message("Give either the last day or the number of sessions."))
    if series.until_on is not None and series.until_on < series.from_on:
        said = message(
            "The last day ({last}) is before the first ({first}).",
            first=written(series.from_on),
            last=written(series.until_on),
        )
        yield Problem("until_on", said)
    elif series.until_on is not None and series.until_on - series.from_on > _FAR:
        yield Problem(
            "until_on", message("{day} is too far from the first day. Check the year.", day=written(series.until_on))
        )
    if series.count is not None and not 1 <= series.count <= MOST_SESSIONS:
        yield Problem("count", message("At most {most} sessions are planned at a time.", most=MOST_SESSIONS))


def _in_time(at: time | None, minutes: int, name: str) -> Iterator[Problem]:
    if at is None:
        yield _missing(name)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        said = message("A session takes {least} to {most} minutes.", least=LEAST_MINUTES, most=MOST_MINUTES)
        yield Problem("minutes", said)
    elif at is not None and at.hour * 60 + at.minute + minutes > _DAY_MINUTES:
        yield Problem("minutes", message("The session is not over before midnight."))


def _too_long(name: str, text: str, most: int = _LONGEST) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(
            name, message("A line holds at most {most} characters; this one has {n}.", most=most, n=len(text))
        )


def _missing(name: str) -> Problem:
    return Problem(name, message("This must be filled in."))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
