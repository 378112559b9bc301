"""Deeds about periodic checks: those of one day for many people at once, correcting and striking one through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.health.standing import DAILY_CARE, of_stay, refuse_without, standing
from carebook.records.health import HealthCheck
from carebook.records.staff import Actor
from carebook.rules.health import problems_in_check
from carebook.rules.problem import Problem, errors
from carebook.store.book import Book, Writer, in_vietnam, new_id
from carebook.words import N_, message


@deed(N_("Record health checks"), "daily_care")
def record_health_checks(
    book: Book,
    checks: Sequence[HealthCheck],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep the checks of one day of the doctor, all or none; each new one shares a batch with the others of the same deed.

    A problem names its field and, of several checks, whose: "checked_on:<stay>". Refused without any, twice for one person on
    one day, and for whoever may not be seen. ``Change.result`` are the kept records.
    """
    if not checks:
        raise refuse(message("No check is entered."))
    batch = next((one.batch for one in checks if one.batch), "") or new_id()
    found: list[Problem] = []
    kept: list[HealthCheck] = []
    people: list[str] = []
    with book.changing(by.account_id, now, op, "record_health_checks", reason=reason) as writer:
        for check in checks:
            there = standing(writer, HealthCheck, check.id) if check.id else None
            stay, person = of_stay(writer, check, there, by, now)
            mine = replace(check, episode_id=stay.id, batch=there.batch if there else batch)
            wrong = errors(problems_in_check(mine, stay=stay, today=in_vietnam(now)))
            wrong += _twice(writer, mine)
            found += [replace(one, field=f"{one.field}:{stay.id}") for one in wrong] if len(checks) > 1 else wrong
            if not found:
                kept.append(writer.amend(mine, seen=seen) if there else writer.add(mine))
                people.append(person.full_name)
        if found:
            raise Refused(found)
    said = message("Saved the health check of {name}.", name=people[0])
    if len(kept) > 1:
        said = message("Saved the health checks of {n} people.", n=len(kept))
    return Change(DAILY_CARE, tuple(one.id for one in kept), op, said, result=tuple(kept))


def _twice(writer: Writer, check: HealthCheck) -> list[Problem]:
    if check.checked_on is None:
        return []
    same = "episode_id = ? AND kind = ? AND checked_on = ? AND id <> ?"
    values = (check.episode_id, check.kind, check.checked_on.isoformat(), check.id)
    if not writer.records(HealthCheck, same, values):
        return []
    return [Problem("checked_on", message("This check was already entered for that day."))]


@deed(N_("Strike a health check through"), "daily_care")
def strike_health_check(
    book: Book, check_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Strike a check through that was written by mistake; it stays readable with the reason."""
    refuse_without(reason)
    with book.changing(by.account_id, now, op, "strike_health_check", reason=reason) as writer:
        there = standing(writer, HealthCheck, check_id)
        _stay, person = of_stay(writer, there, there, by, now)
        writer.withdraw(HealthCheck, there.id, reason)
    return Change(DAILY_CARE, (person.id, there.id), op, message("Struck through."))
