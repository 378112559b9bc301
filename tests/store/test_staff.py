"""Questions about staff, accounts and the access log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.records.staff import Account, AccountState, Actor, Role, RoleGrant
from carebook.store import errors, staff
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import LOGIN


def test_the_staff_in_the_order_of_names(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.staff_member(full_name="Viên Thị Phong Lan", since_on=date(2026, 12, 1)))
        writer.add(samples.staff_member(full_name="Ma Văn Bạch Dương", left_on=date(2026, 11, 21)))
        writer.add(samples.staff_member(full_name="Bàn Thị Hoàng Lan", since_on=date(2026, 11, 22)))
    with book.reading_for(director, now) as reader:
        everybody = [m.full_name for m in staff.staff_members(reader)]
        today = [m.full_name for m in staff.staff_members(reader, date(2026, 11, 22))]
    assert everybody == ["Đào Thị Hướng Dương", "Ma Văn Bạch Dương", "Bàn Thị Hoàng Lan", "Viên Thị Phong Lan"]
    assert today == ["Đào Thị Hướng Dương", "Bàn Thị Hoàng Lan"]


def test_accounts_come_with_owner_and_roles(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE, Role.CAREGIVER)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.withdraw(RoleGrant, nurse.grants[0].id, "thử")
    with book.reading_for(director, now) as reader:
        files = staff.accounts(reader)
        assert [f.owner.full_name for f in files] == ["Đào Thị Hướng Dương", "Doãn Thị Cẩm Tú"]
        assert [g.role for g in files[1].grants] == [Role.CAREGIVER]
        assert files[0].actor == director
        assert staff.account_file(reader, nurse.account_id) == files[1]
        assert staff.account_file(reader, "nobody") is None


@pytest.mark.parametrize("state", [AccountState.REQUESTED, AccountState.LOCKED])
def test_an_account_that_is_not_active_is_no_actor(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, state: AccountState
) -> None:
    nurse = actor_with(Role.NURSE)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        account = writer.record(Account, nurse.account_id)
        assert account is not None
        writer.amend(replace(account, state=state))
    with book.reading_for(director, now) as reader:
        assert staff.actor_of(reader, nurse.account_id) is None
        assert staff.actor_of(reader, director.account_id) == director


@pytest.mark.parametrize("typed", [LOGIN, LOGIN.upper(), f"  {LOGIN} "])
def test_a_sign_in_name_as_typed(book: Book, director: Actor, now: datetime, typed: str) -> None:
    with book.reading_for(director, now) as reader:
        found = staff.account_with_login(reader, typed)
        assert found is not None
        assert found.id == director.account_id
        assert staff.account_with_login(reader, "nobody") is None


def test_the_access_log_by_days_of_vietnam(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    midnight = datetime.fromisoformat("2026-11-21T17:00:00+00:00")
    for moment, people in ((midnight - timedelta(milliseconds=1), 1), (midnight, 2), (now, 3)):
        with book.changing(nurse.account_id, moment, new_id(), "print_papers") as writer:
            staff.note_reading(writer, "print_papers", people=people, reason="đoàn kiểm tra")
    today = date(2026, 11, 22)
    with book.reading_for(director, now) as reader:
        assert [r.reading.people for r in staff.readings(reader, today, today)] == [3, 2]
        assert [r.reading.people for r in staff.readings(reader, date(2026, 11, 21), date(2026, 11, 21))] == [1]
        assert staff.readings(reader, today, today, account_id=director.account_id) == []
        (newest,) = staff.readings(reader, today, today, account_id=nurse.account_id, most=1)
    assert (newest.who, newest.reading.reason) == ("Doãn Thị Cẩm Tú", "đoàn kiểm tra")
    with book.reading_for(nurse, now) as reader:
        for question in (lambda: staff.readings(reader, today, today), lambda: staff.accounts(reader)):
            with pytest.raises(errors.NotAllowedToSee):
                question()
