"""Roles: nobody gives them to oneself, a delegation has its days, and a director always remains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from carebook.actions import accounts
from carebook.actions.change import Refused
from carebook.records.staff import Actor, Role, RoleGrant
from carebook.rules import permissions
from carebook.store import staff
from carebook.store.book import Book
from tests import samples

TODAY = samples.TODAY


def problem_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.message.id


LAST = "This is the last active director. Make somebody else director first."


def test_the_last_director_stays(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    deputy = actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng")
    grant = director.grants[0]

    def lock() -> object:
        return accounts.lock_account(book, director.account_id, by=deputy, now=now)

    def withdraw() -> object:
        return accounts.withdraw_role(book, grant.id, by=deputy, now=now)

    assert (problem_of(lock), problem_of(withdraw)) == (LAST, LAST)
    for extra in ({"to_on": TODAY - timedelta(days=1)}, {"from_on": TODAY + timedelta(days=1)}):
        actor_with(Role.DIRECTOR, name="Người khác", **extra)
        assert problem_of(lock) == LAST
    delegate = samples.grant(deputy.account_id, Role.DIRECTOR, from_on=TODAY, to_on=TODAY + timedelta(days=7))
    accounts.delegate_role(book, delegate, by=director, now=now)
    assert problem_of(withdraw) == LAST
    actor_with(Role.DIRECTOR, name="Người kế nhiệm")
    withdraw()
    lock()


def test_a_role_given_and_withdrawn(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    given = accounts.grant_role(book, samples.grant(nurse.account_id, Role.HEAD), by=director, now=now).result

    def roles() -> frozenset[Role]:
        with book.looking(now) as reader:
            actor = staff.actor_of(reader, nurse.account_id)
        assert actor is not None
        return actor.roles_on(TODAY)

    assert roles() == {Role.NURSE, Role.HEAD}
    accounts.withdraw_role(book, given.id, by=director, now=now, reason="hết nhiệm kỳ")
    assert roles() == {Role.NURSE}
    assert problem_of(lambda: accounts.withdraw_role(book, given.id, by=director, now=now))


SELF = "Nobody gives a right to oneself. Another manager gives it."
HELD = "The account already holds this role on these days."


@pytest.mark.parametrize(
    ("own", "given", "sentence"),
    [
        (RoleGrant(account_id="me", role=Role.DEPUTY), {"role": Role.DIRECTOR}, SELF),
        (RoleGrant(account_id="me", role=Role.DEPUTY), {"role": Role.DEPUTY, "hiv": True}, SELF),
        (RoleGrant(account_id="me", role=Role.DEPUTY), {"role": Role.DEPUTY, "restricted": True}, SELF),
        (RoleGrant(account_id="me", role=Role.DEPUTY), {"role": Role.DEPUTY}, HELD),
        (
            RoleGrant(account_id="me", role=Role.DEPUTY),
            {"role": Role.DEPUTY, "from_on": TODAY, "to_on": TODAY - timedelta(days=1)},
            "The last day is before the first day.",
        ),
    ],
)
def test_nobody_gives_oneself_what_one_does_not_hold(
    book: Book,
    actor_with: Callable[..., Actor],
    now: datetime,
    own: RoleGrant,
    given: dict[str, Any],
    sentence: str,
) -> None:
    me = actor_with(own.role)
    grant = replace(RoleGrant(account_id=me.account_id, role=Role.NURSE), **given)
    assert problem_of(lambda: accounts.grant_role(book, grant, by=me, now=now)) == sentence
    if sentence == SELF:
        other = actor_with(Role.NURSE, name="Người khác")
        accounts.grant_role(book, replace(grant, account_id=other.account_id), by=me, now=now)


@pytest.mark.parametrize("extra", ["restricted", "hiv"])
def test_it_never_sees_a_resident(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, extra: str
) -> None:
    it = actor_with(Role.IT)
    grant = samples.grant(it.account_id, Role.IT, **{extra: True})
    found = problem_of(lambda: accounts.grant_role(book, grant, by=director, now=now))
    assert found == "IT looks after the files and sees no resident."


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_on": None}, "from_on"),
        ({"to_on": None}, "to_on"),
        ({"to_on": TODAY - timedelta(days=1), "from_on": TODAY - timedelta(days=9)}, "to_on"),
        ({"from_on": TODAY + timedelta(days=8)}, "to_on"),
        ({"role": Role.DOCTOR}, "role"),
        ({"account_id": "me"}, "account_id"),
    ],
)
def test_a_delegation_that_cannot_be(
    book: Book,
    director: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    given: dict[str, Any],
    field: str,
) -> None:
    deputy = actor_with(Role.DEPUTY)
    grant = samples.grant(deputy.account_id, Role.DIRECTOR, from_on=TODAY, to_on=TODAY + timedelta(days=7))
    if given.get("account_id") == "me":
        given = {"account_id": director.account_id}
    with pytest.raises(Refused) as caught:
        accounts.delegate_role(book, replace(grant, **given), by=director, now=now)
    assert field in [p.field for p in caught.value.problems]


def test_a_delegation_holds_for_its_days_and_is_not_passed_on(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    deputy, third = actor_with(Role.DEPUTY), actor_with(Role.HEAD, name="Hứa Thị Sen Hồng")
    last = TODAY + timedelta(days=7)
    grant = samples.grant(deputy.account_id, Role.DIRECTOR, from_on=TODAY, to_on=last)
    kept = accounts.delegate_role(book, grant, by=director, now=now).result
    assert kept.delegated_by == director.account_id
    with book.looking(now) as reader:
        acting = staff.actor_of(reader, deputy.account_id)
    assert acting is not None
    assert permissions.may(acting, "delegate_role", last)
    assert not permissions.may(acting, "delegate_role", last + timedelta(days=1))
    passed = replace(grant, account_id=third.account_id)
    found = problem_of(lambda: accounts.delegate_role(book, passed, by=acting, now=now))
    assert found == "Only a role held oneself can be delegated."
