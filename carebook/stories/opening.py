"""The morning on which the sample book is opened: the center, its wards and rooms, its staff and their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from carebook.actions import accounts, facility
from carebook.actions.opening import make_book
from carebook.records.facility import Room, Ward
from carebook.records.staff import ROLE_WORDS, Account, Actor, Role, RoleGrant, StaffMember
from carebook.store import staff
from carebook.store.book import Book
from carebook.store.keys import Cost
from carebook.stories.center import FACILITY, MEMBERS, TRAINEE, WARDS, Member, colleagues, login_of, norm_post_of
from carebook.stories.clock import Days
from carebook.stories.stage import Stage
from carebook.words import _

PASSWORD = "so-mau-carebook"
"""The password of every account and signing key: it is printed, so guessing it may cost nothing."""
CHEAP = Cost(1, 8192, 1)
WORKS_SINCE_YEARS = 3


class DemoAccount(NamedTuple):
    """An account of the sample book that can sign in: the full name, the roles in words, the roles."""

    name: str
    role: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class OpenedCenter:
    """The open sample book with everybody who acts in it, and the recovery code that guards the center's root key."""

    stage: Stage
    accounts: tuple[DemoAccount, ...]
    recovery_code: str


def open_center(folder: Path, days: Days, first: date, now: datetime, cost: Cost | None) -> OpenedCenter:
    """Make the book and fill in the center. ``first`` is the day the book is complete from."""
    head, *others = MEMBERS
    made = make_book(
        folder,
        facility=replace(FACILITY, records_complete_from=first),
        manager=_member(head, first),
        login=login_of(head),
        password=PASSWORD,
        now=now,
        sample=True,
        cost=cost or CHEAP,
    )
    book, director = made.book, made.actor
    try:
        wards, rooms = _build(book, director, now)
        actors = {head.key: director}
        for member in others:
            if member.first is None:
                actors[member.key] = take_on(book, member, days, wards, first, by=director, now=now)
        for one in colleagues():
            given = StaffMember(
                full_name=one.name,
                post=one.post,
                norm_post=norm_post_of(one.post),
                department=one.department,
                since_on=first,
            )
            accounts.add_staff_member(book, given, by=director, now=now)
    except BaseException:
        book.close()
        raise
    return OpenedCenter(
        Stage(book, book.reader_for(director, now), actors, rooms, wards), _told([head, *others]), made.recovery_code
    )


def _told(members: Sequence[Member]) -> tuple[DemoAccount, ...]:
    return tuple(
        DemoAccount(member.name, ", ".join(_(ROLE_WORDS[role]) for role in member.roles), member.roles)
        for member in members
        if member.roles != (Role.IT,)
    )


def _member(member: Member, first: date) -> StaffMember:
    since = first - timedelta(days=365 * WORKS_SINCE_YEARS)
    return StaffMember(
        full_name=member.name,
        post=member.post,
        norm_post=norm_post_of(member.post),
        department=member.department,
        since_on=since,
    )


def _build(book: Book, director: Actor, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """The wards and rooms by name."""
    wards: dict[str, str] = {}
    rooms: dict[str, str] = {}
    for position, plan in enumerate(WARDS, start=1):
        ward = Ward(name=plan.name, position=position, hidden=plan.hidden)
        wards[plan.name] = facility.add_ward(book, ward, by=director, now=now).result.id
        for name, beds in plan.rooms:
            room = Room(ward_id=wards[plan.name], name=name, beds=beds, counted=plan.counted)
            rooms[name] = facility.add_room(book, room, by=director, now=now).result.id
    return wards, rooms


def take_on(
    book: Book, member: Member, days: Days, wards: dict[str, str], first: date, *, by: Actor, now: datetime
) -> Actor:
    """A staff member with an account, its roles, and the one password of the sample book."""
    kept = accounts.add_staff_member(book, _member(member, first), by=by, now=now).result
    account: Account = accounts.request_account(book, kept.id, login_of(member), by=by, now=now).result
    grants = [
        RoleGrant(
            account_id=account.id,
            role=role,
            ward_id=wards[ward] if ward else None,
            from_on=None if member.first is None else days.back(member.first),
            to_on=None if member.last is None else days.back(member.last),
            restricted=member.restricted,
            hiv=member.hiv,
        )
        for role in member.roles
        for ward in member.wards or ("",)
    ]
    handed = accounts.approve_account(book, account.id, grants, by=by, now=now).result
    with book.looking(now) as reader:
        actor = staff.actor_of(reader, account.id)
    if actor is None:
        raise LookupError(member.key)
    if handed is not None:
        accounts.change_own_password(book, handed.one_time_password, PASSWORD, by=actor, now=now)
    return actor


def ask_for_trainee(stage: Stage, by: Actor, now: datetime) -> None:
    """IT asks for an account of a trainee; it waits for the director."""
    name, post, department = TRAINEE
    given = StaffMember(full_name=name, post=post, department=department, since_on=None)
    member = accounts.add_staff_member(stage.book, given, by=stage.actors["VT"], now=now).result
    accounts.request_account(stage.book, member.id, "duongxi", by=by, now=now)
