"""Deeds in a case of protection: what is known, bans of contact, the safety plan, who needs to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.codes import Code, Limit
from carebook.records.episodes import Episode
from carebook.records.people import Person, Relative
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.record import Record
from carebook.records.staff import Account, Actor, StaffMember
from carebook.rules import permissions
from carebook.rules.dated import code_on, limit_on
from carebook.rules.problem import Problem
from carebook.rules.protection import (
    needs_to_know,
    problems_in_access,
    problems_in_ban,
    problems_in_case,
    problems_in_safety_plan,
    tells_place,
)
from carebook.store import staff
from carebook.store.book import Book, NewerVersion, Writer, in_vietnam
from carebook.store.protection import case_of, hidden_places
from carebook.store.search import is_restricted
from carebook.words import N_, message

R = TypeVar("R", bound=Record)
SERVICES = frozenset({"services"})
BANS = SERVICES | {"reintegration"}  # who must not be in contact receives nobody either
SIGHT = frozenset({"services", "people", "episodes", "casework", "reintegration"})
_KEEPS_THE_LIST = "lập danh sách người cần biết"


@deed(N_("Save a case of protection"), "services")
def save_protection_case(
    book: Book,
    case: ProtectionCase,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Open the case of a restricted stay (without an id), one for a stay, or write anew what is known."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "save_protection_case", reason=reason) as writer:
        there = _record(writer, ProtectionCase, case.id, seen) if case.id else None
        episode, person = _restricted_stay(writer, there.episode_id if there else case.episode_id, by, now)
        if there is None and case_of(writer, episode.id) is not None:
            raise refuse(message("This stay has a case of protection already. Open it."))
        mine = replace(case, episode_id=episode.id)
        places = hidden_places(writer)
        stop_at(
            [*problems_in_case(mine, stay=episode, today=today), *tells_place(mine, ("told", "reported_to"), places)]
        )
        kept = writer.amend(mine) if there else writer.add(mine)
    return Change(SERVICES, (person.id, kept.id), op, message("Saved the case of protection."), result=kept)


@deed(N_("Save a ban of contact"), "services", "reintegration")
def save_contact_ban(
    book: Book,
    ban: ContactBan,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep an order that bans contact (without an id) or correct it. A ban longer than the law allows its kind is kept too:
    the paper decides, `rules.protection.problems_in_ban` warns.
    """
    with book.changing(by.account_id, now, op, "save_contact_ban", reason=reason) as writer:
        there = _record(writer, ContactBan, ban.id, seen) if ban.id else None
        episode, person = visible_stay(writer, there.episode_id if there else ban.episode_id, by, now)
        mine = replace(ban, episode_id=episode.id)
        problems = problems_in_ban(mine, today=in_vietnam(now), limit=limit_of(writer, mine))
        if mine.relative_id:
            relative = writer.record(Relative, mine.relative_id)
            if relative is None or relative.person_id != person.id:
                problems.append(Problem("relative_id", message("This relative belongs to somebody else.")))
        stop_at(problems)
        kept = writer.amend(mine) if there else writer.add(mine)
    return Change(BANS, (person.id, kept.id), op, message("Saved the ban of contact."), result=kept)


@deed(N_("Strike a ban of contact through"), "services", "reintegration")
def strike_contact_ban(book: Book, ban_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike through a ban that was written by mistake; one that was lifted gets its last day instead."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_contact_ban", reason=reason) as writer:
        there = _record(writer, ContactBan, ban_id, None)
        _episode, person = visible_stay(writer, there.episode_id, by, now)
        writer.withdraw(ContactBan, there.id, reason)
    return Change(BANS, (person.id, there.id), op, message("Struck through."))


@deed(N_("Save a safety plan"), "services")
def save_safety_plan(
    book: Book,
    plan: SafetyPlan,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a safety plan (without an id: a new one, which replaces those before it) or correct it; no address stands in it."""
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "save_safety_plan", reason=reason) as writer:
        there = _record(writer, SafetyPlan, plan.id, seen) if plan.id else None
        episode, person = _restricted_stay(writer, there.episode_id if there else plan.episode_id, by, now)
        mine = replace(plan, episode_id=episode.id)
        texts = ("signs", "ways_out", "whom_to_call", "children", "things")
        problems = problems_in_safety_plan(mine, stay=episode, today=today)
        stop_at([*problems, *tells_place(mine, texts, hidden_places(writer))])
        kept = writer.amend(mine) if there else writer.add(mine)
    return Change(SERVICES, (person.id, kept.id), op, message("Saved the safety plan."), result=kept)


@deed(N_("Let somebody know of a restricted record"), *SIGHT)
def grant_case_access(
    book: Book, access: CaseAccess, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Put a staff member on the list of who needs to know a restricted stay. With its first row only they and the managers
    see the record; who writes that row without being a manager is put on the list too, so that they do not lose it themselves.

    Refused for somebody without the right to open restricted records: the list narrows that right, it does not give it.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "grant_case_access", reason=reason) as writer:
        episode, person = _restricted_stay(writer, access.episode_id, by, now)
        rows = writer.records(CaseAccess, "episode_id = ?", (episode.id,))
        mine = replace(access, id="", from_on=access.from_on or today)
        stop_at(problems_in_access(mine, today=today, known=rows))
        member = writer.record(StaffMember, mine.staff_member_id)
        if member is None:
            raise LookupError(mine.staff_member_id)
        if not _may_open(writer, member.id, today):
            said = message(
                "{name} has no right to open restricted records. A manager gives it in Settings, under people and rights.",
                name=member.full_name,
            )
            raise refuse(said, "staff_member_id")
        kept = writer.add(mine)
        others = [
            row for row in (*rows, kept) if row.staff_member_id == by.staff_member_id and needs_to_know(row, today)
        ]
        if not others and not permissions.sees_every_case(by, today):
            writer.add(
                replace(mine, staff_member_id=by.staff_member_id, from_on=today, to_on=None, why=_KEEPS_THE_LIST)
            )
    said = message(
        "{name} needs to know. Only who is on the list and the managers see this record.", name=member.full_name
    )
    return Change(SIGHT, (person.id, kept.id), op, said, result=kept)


@deed(N_("End somebody's need to know"), *SIGHT)
def end_case_access(book: Book, access_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """End a row of the list from this day on; the list binds on, and after its last row only the managers see the record."""
    yesterday = in_vietnam(now) - timedelta(days=1)
    with book.changing(by.account_id, now, op, "end_case_access", reason=reason) as writer:
        there = _record(writer, CaseAccess, access_id, None)
        _episode, person = visible_stay(writer, there.episode_id, by, now)
        if there.to_on is not None and there.to_on <= yesterday:
            raise refuse(message("This need to know has ended already."))
        kept = writer.amend(replace(there, to_on=yesterday))
        name = str(writer.value("SELECT full_name FROM staff_member WHERE id = ?", (kept.staff_member_id,)))
    said = message("{name} no longer sees this record.", name=name)
    return Change(SIGHT, (person.id, kept.id), op, said, result=kept)


def limit_of(writer: Writer, ban: ContactBan) -> Limit | None:
    """How long a ban of its kind may hold; None where the code list names no limit."""
    if ban.from_on is None:
        return None
    kinds = writer.records(Code, "list_name = 'contact_ban'")
    kind = code_on(kinds, "contact_ban", ban.kind, ban.from_on)
    name = str(kind.extra.get("limit", "")) if kind is not None else ""
    return limit_on(writer.records(Limit, "name = ?", (name,)), name, ban.from_on) if name else None


def _restricted_stay(writer: Writer, episode_id: str, by: Actor, now: datetime) -> tuple[Episode, Person]:
    """A stay `visible_stay` gives, refused while its record is open to everybody."""
    episode, person = visible_stay(writer, episode_id, by, now)
    if not is_restricted(writer, person.id):
        raise refuse(message("Protection is written in a restricted record. Restrict the record first."))
    return episode, person


def _may_open(writer: Writer, staff_member_id: str, day: date) -> bool:
    """Whether an account of a staff member may open restricted records."""
    accounts = writer.records(Account, "staff_member_id = ?", (staff_member_id,))
    actors = [staff.actor_of(writer, one.id) for one in accounts]
    return any(one is not None and permissions.may_open_restricted(one, day) for one in actors)


def _record(writer: Writer, cls: type[R], id: str, seen: int | None) -> R:
    """A record that may still be written on. LookupError: there is none."""
    there = writer.record(cls, id)
    if there is None:
        raise LookupError(id)
    if seen is not None and there.version != seen:
        raise NewerVersion(there)
    if there.is_withdrawn:
        raise refuse(message("This was struck through ({why}).", why=there.withdrawn_because))
    return there
