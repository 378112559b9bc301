"""Deeds about packages of sessions: keeping one, and ending it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.packages import Package
from carebook.records.staff import Actor
from carebook.rules.packages import problems_in_end, problems_in_package
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.packages import write_package
from carebook.words import N_, message

REHABILITATION = frozenset({"rehabilitation"})


@deed(N_("Save a package of sessions"), "rehabilitation")
def save_package(
    book: Book,
    package: Package,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a package, new or changed; whose it is and how it ended stay as the book has them. ``Change.result`` is it.

    Refused once the package has ended.
    """
    with book.changing(by.account_id, now, op, "save_package", reason=reason) as writer:
        there = _running(writer, package.id) if package.id else None
        mine = package
        if there is not None:
            mine = replace(
                package,
                episode_id=there.episode_id,
                ended_on=there.ended_on,
                ended_because=there.ended_because,
                outcome=there.outcome,
            )
            if seen is not None and there.version != seen:
                raise NewerVersion(there)
        stay, person = visible_stay(writer, mine.episode_id, by, now)
        stop_at(problems_in_package(mine, since=stay.start_on, until=stay.end_on, today=in_vietnam(now)))
        kept = write_package(writer, mine)
    said = message("Saved the package “{package}” of {name}.", package=kept.name, name=person.full_name)
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


@deed(N_("End a package of sessions"), "rehabilitation")
def end_package(
    book: Book,
    package_id: str,
    ended_on: date | None,
    because: str | None,
    outcome: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """End a package on a day, for a reason of the list ``package_end``, with what came of it.

    Its planned sessions stay as they are: they are cancelled in the week. ``Change.result`` is the package.
    """
    with book.changing(by.account_id, now, op, "end_package", reason=reason) as writer:
        there = _running(writer, package_id)
        if seen is not None and there.version != seen:
            raise NewerVersion(there)
        _, person = visible_stay(writer, there.episode_id, by, now)
        ended = replace(there, ended_on=ended_on, ended_because=because, outcome=outcome)
        stop_at(problems_in_end(ended, today=in_vietnam(now)))
        kept = write_package(writer, ended)
    said = message("Ended the package “{package}” of {name}.", package=kept.name, name=person.full_name)
    return Change(REHABILITATION, (person.id, kept.id), op, said, result=kept)


def _running(writer: Writer, package_id: str) -> Package:
    """A package that has not ended."""
    there = writer.record(Package, package_id)
    if there is None:
        raise LookupError(package_id)
    if there.is_withdrawn:
        raise refuse(message("This package was struck through ({why}).", why=there.withdrawn_because))
    if there.ended_on is not None:
        raise refuse(message("This package has ended; it stays as it was. Begin a new one."))
    return there
