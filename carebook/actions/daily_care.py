"""Deeds of the care grid: writing down what was done in a shift, for one person or many at once, and striking a row through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from carebook.actions.change import Change, Refused, deed, refuse, with_withheld
from carebook.actions.people import cared_stay
from carebook.dates import clock
from carebook.records.daily_care import CareEntry
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, StaffMember
from carebook.rules.daily_care import Plan, problems_in_care
from carebook.rules.episodes import ended_at, said_end
from carebook.rules.problem import Problem
from carebook.rules.shifts import Duty, Shift, shifts_of
from carebook.store import code_lists
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.daily_care import is_away_all_day, planned_for
from carebook.words import N_, Message, message

DAILY_CARE = frozenset({"daily_care"})


@dataclass(frozen=True)
class _Kept:
    """A row of the grid as the book holds it now, and the name of whom it is about."""

    entry: CareEntry
    name: str


@dataclass(frozen=True)
class _Lists:
    """The shifts by their codes, and the codes of the kinds of care and of the reasons why none was given."""

    shifts: dict[str, Shift]
    kinds: frozenset[str]
    reasons: frozenset[str]


@deed(N_("Write down care"), "daily_care")
def record_care(book: Book, entries: Sequence[CareEntry], *, by: Actor, now: datetime, op: str = "") -> Change:
    """Keep rows of the care grid, new (without an id) or written anew, all of them or none.

    A row written anew is refused when somebody changed it since (`Outdated`); a new one when its person, shift and kind were
    already written down. The field of a problem is "{place}.{field}", with the place of the row among ``entries``.
    ``Change.result`` is the tuple of the kept `CareEntry`.
    """
    if not entries:
        raise refuse(message("There is nothing to write down."))
    with book.changing(by.account_id, now, op, "record_care") as writer:
        lists = _lists(writer, in_vietnam(now))
        found: list[Problem] = []
        kept: list[_Kept] = []
        for place, entry in enumerate(entries):
            problems, one = _row(writer, entry, lists, by, now)
            found += [replace(problem, field=f"{place}.{problem.field}") for problem in problems]
            if one is not None:
                kept.append(one)
        if found:
            raise Refused(found)
    written = tuple(one.entry for one in kept)
    return Change(DAILY_CARE, tuple(one.id for one in written), op, _said(kept), result=written)


@deed(N_("Strike a row of care through"), "daily_care")
def strike_care(book: Book, entry_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a row of the care grid through that was written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_care", reason=reason) as writer:
        there = writer.record(CareEntry, entry_id)
        if there is None:
            raise LookupError(entry_id)
        cared_stay(writer, there.episode_id, by, now)
        _refuse_struck(there)
        writer.withdraw(CareEntry, there.id, reason)
    return Change(DAILY_CARE, (there.id,), op, message("Struck through."))


def _lists(writer: Writer, day: date) -> _Lists:
    shifts, kinds, reasons = (code_lists.codes(writer, name, day) for name in ("shift", "care_kind", "not_done_reason"))
    return _Lists(
        {shift.code: shift for shift in shifts_of(shifts)},
        frozenset(one.code for one in kinds),
        frozenset(one.code for one in reasons),
    )


def _row(
    writer: Writer, entry: CareEntry, lists: _Lists, by: Actor, now: datetime
) -> tuple[list[Problem], _Kept | None]:
    """What stands against a row, else the row as it was kept."""
    there = writer.record(CareEntry, entry.id) if entry.id else None
    if entry.id and there is None:
        raise LookupError(entry.id)
    if there is not None:
        _refuse_struck(there)
        entry = replace(entry, episode_id=there.episode_id, duty_on=there.duty_on, shift=there.shift, kind=there.kind)
    stay, name = cared_stay(writer, entry.episode_id, by, now)
    shift, duty_on = lists.shifts.get(entry.shift), entry.duty_on
    duty = Duty(duty_on, shift) if shift is not None and duty_on is not None else None
    plan = _plan(writer, stay, duty_on) if duty_on is not None else {}
    problems = problems_in_care(entry, duty, plan, now=now, kinds=lists.kinds, reasons=lists.reasons)
    if duty_on is not None and (duty_on < stay.start_on or (stay.end_on is not None and duty_on > stay.end_on)):
        problems.append(Problem("duty_on", message("{name} was not in the center on that day.", name=name)))
    elif duty is not None and (over := ended_at(stay)) is not None and duty.begins_at >= over:
        problems.append(Problem("duty_on", said_end(stay)))
    if duty_on is not None and entry.not_done is None and is_away_all_day(writer, stay.id, duty_on):
        problems.append(Problem("", message("{name} was away the whole day.", name=name)))
    if not problems and there is None and (said := _already(writer, entry, name)) is not None:
        problems.append(Problem("", said))
    if problems:
        return problems, None
    mine = replace(entry, entered_by=by.account_id, recorded_at=now)
    if there is None:
        return [], _Kept(writer.add(mine), name)
    if there.version != entry.version:
        raise NewerVersion(there)
    return [], _Kept(writer.amend(with_withheld(writer, mine, there, stay.person_id, by, now)), name)


def _plan(writer: Writer, stay: Episode, duty_on: date) -> Plan:
    """The help planned on a day of duty; on that of leaving what was planned until then."""
    return planned_for(writer, stay.id, duty_on - timedelta(days=1) if duty_on == stay.end_on else duty_on)


def _already(writer: Writer, entry: CareEntry, name: str) -> Message | None:
    """Who wrote the same person, shift and kind down before; None when nobody did."""
    assert entry.duty_on is not None
    same = writer.records(
        CareEntry,
        "episode_id = ? AND duty_on = ? AND shift = ? AND kind IS ?",
        (entry.episode_id, entry.duty_on.isoformat(), entry.shift, entry.kind),
    )
    if not same:
        return None
    who = writer.record(StaffMember, same[0].done_by_id or "")
    at = same[0].recorded_at
    return message(
        "{name}: {who} already wrote this down at {time}. Nothing was overwritten.",
        name=name,
        who=who.full_name if who else "–",
        time=clock(at) if at else "–",
    )


def _refuse_struck(entry: CareEntry) -> None:
    if entry.is_withdrawn:
        raise refuse(message("This row was struck through ({why}).", why=entry.withdrawn_because))


def _said(kept: Sequence[_Kept]) -> Message:
    names = list(dict.fromkeys(one.name for one in kept))
    if len(names) == 1:
        return message("Wrote down the care of {name}.", name=names[0])
    return message("Wrote down the care of {n} people.", n=len(names))
