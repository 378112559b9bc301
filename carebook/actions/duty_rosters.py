"""Deeds about the duty roster: writing many duties at once, striking one through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.dates import written
from carebook.records.shifts import DutyRoster
from carebook.records.staff import Actor, StaffMember
from carebook.rules import permissions
from carebook.rules.duty_rosters import problems_in_duties
from carebook.rules.problem import Problem, warnings
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.duty_rosters import people_of
from carebook.store.shifts import shifts_on
from carebook.words import N_, _, message, speaking

SHIFTS = frozenset({"shifts"})
_MOST = 2000
_DAY = timedelta(days=1)


@deed(N_("Save the duty roster"), "shifts")
def save_duties(
    book: Book,
    duties: Sequence[DutyRoster],
    struck: Collection[str] = (),
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep new and changed duties and strike those of ``struck`` (ids) through: all of it or nothing.

    Refused for who does not work here that day, for a shift given twice and out of scope. ``Change.result`` holds what is
    unusual about it, as `Problem`s: leave, two shifts without rest.
    """
    days = [one.duty_on for one in duties if one.duty_on is not None]
    if len(duties) > _MOST:
        raise refuse(message("Save the roster of one month at a time."))
    with book.changing(by.account_id, now, op, "save_duties", reason=reason) as writer:
        with speaking("vi"):
            because = reason or _("the roster was changed")
        for duty_id in struck:
            _strike(writer, duty_id, by, now, because)
        problems = _problems(writer, duties, days, in_vietnam(now))
        stop_at(problems)
        for duty in duties:
            _refuse_out_of_scope(duty.ward_id, by, now)
            writer.amend(duty) if duty.id else writer.add(duty)
    said = message("Saved the duty roster: {n} shifts.", n=len(duties) + len(struck))
    return Change(SHIFTS, tuple(struck), op, said, result=tuple(warnings(problems)))


@deed(N_("Strike a duty through"), "shifts")
def strike_duty(book: Book, duty_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a duty through; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_duty", reason=reason) as writer:
        there = _strike(writer, duty_id, by, now, reason)
    day = written(there.duty_on) if there.duty_on else "–"
    return Change(SHIFTS, (duty_id,), op, message("Struck the duty of {day} through.", day=day))


def _strike(writer: Writer, duty_id: str, by: Actor, now: datetime, reason: str) -> DutyRoster:
    there = writer.record(DutyRoster, duty_id)
    if there is None:
        raise LookupError(duty_id)
    _refuse_out_of_scope(there.ward_id, by, now)
    if there.is_withdrawn:
        raise refuse(message("This duty was struck through ({why}).", why=there.withdrawn_because))
    return writer.withdraw(DutyRoster, duty_id, reason)


def _refuse_out_of_scope(ward_id: str | None, by: Actor, now: datetime) -> None:
    """Refuse the roster of a ward that lies outside the roles of ``by``."""
    if ward_id and not permissions.may(by, "save_duties", in_vietnam(now), ward_id=ward_id):
        raise refuse(message("This ward is outside the scope of this account. Ask the head of that ward."), "ward_id")


def _problems(writer: Writer, duties: Sequence[DutyRoster], days: Sequence[date], today: date) -> list[Problem]:
    """What stands against duties beside the ones that are there on those days and the days around them."""
    if not days:
        return []
    first, last = min(days) - _DAY, max(days) + _DAY
    changed = {one.id for one in duties if one.id}
    found = writer.records(DutyRoster, "duty_on BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))
    there = [one for one in found if one.id not in changed]
    people = {one.member.id: one for one in people_of(writer, writer.records(StaffMember), first, last)}
    return problems_in_duties(duties, there, people, shifts_on(writer, max(days)), today=today)
