"""Deeds about the repeated sessions of a person."""

from __future__ import annotations

from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.actions.schedules import laying
from carebook.dates import written
from carebook.records.people import Person
from carebook.records.schedules import SessionSeries
from carebook.records.staff import Actor
from carebook.rules.schedules import going_on, problems_in_series
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.words import N_, message

REHABILITATION = frozenset({"rehabilitation"})


@deed(N_("Plan repeated sessions"), "rehabilitation")
def plan_series(
    book: Book, series: SessionSeries, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep a series and lay its sessions out: to its end, an open one up to the horizon. ``Change.result`` is a `Laid`.

    Refused on a double booking; absence, leave, holidays and load are told in the result.
    """
    with book.changing(by.account_id, now, op, "plan_series", reason=reason) as writer:
        _, person = visible_stay(writer, series.episode_id, by, now)
        stop_at(problems_in_series(series, today=in_vietnam(now)))
        laid = laying.plan(writer, series, by=by, now=now)
    said = message("Sessions planned for {name}: {n}.", name=person.full_name, n=len(laid.sessions))
    return Change(REHABILITATION, (person.id, laid.series.id), op, said, result=laid)


@deed(N_("Change the sessions from one on"), "rehabilitation")
def split_series(
    book: Book,
    series_id: str,
    from_on: date,
    changed: SessionSeries,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a series the day before ``from_on`` and go on with ``changed``, whose count is its own. ``Change.result`` is its `Laid`.

    Sessions of days before ``from_on`` and all that were recorded, cancelled, moved to before it or struck through stay as
    they are; what was only planned from there on is struck through. ``seen`` is the version of the series on show.
    """
    with book.changing(by.account_id, now, op, "split_series", reason=reason) as writer:
        old, person = _series(writer, series_id, seen, by, now)
        mine = going_on(old, changed, from_on)
        stop_at(problems_in_series(mine, today=in_vietnam(now)))
        if mine.episode_id != old.episode_id:
            raise refuse(message("A series stays with its person."), "episode_id")
        laid = laying.split(writer, old, from_on, mine, seen, by=by, now=now)
    said = message("Sessions of {name} changed from {day} on.", name=person.full_name, day=written(from_on))
    return Change(REHABILITATION, (person.id, old.id, laid.series.id), op, said, result=laid)


@deed(N_("End repeated sessions"), "rehabilitation")
def end_series(
    book: Book,
    series_id: str,
    last_on: date,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a series with ``last_on``: what is only planned after it is struck through for that reason, which must be given."""
    if not reason.strip():
        raise refuse(message("Say why the series ends."), "reason")
    with book.changing(by.account_id, now, op, "end_series", reason=reason) as writer:
        old, person = _series(writer, series_id, seen, by, now)
        struck = laying.end(writer, old, last_on, reason, seen, by=by)
    said = message(
        "The series of {name} ends with {day}; sessions struck through: {n}.",
        name=person.full_name,
        day=written(last_on),
        n=struck,
    )
    return Change(REHABILITATION, (person.id, old.id), op, said)


def _series(writer: Writer, series_id: str, seen: int | None, by: Actor, now: datetime) -> tuple[SessionSeries, Person]:
    """A series that may still be changed, and whose it is."""
    there = writer.record(SessionSeries, series_id)
    if there is None:
        raise LookupError(series_id)
    _, person = visible_stay(writer, there.episode_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This series was struck through ({why}).", why=there.withdrawn_because))
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    return there, person
