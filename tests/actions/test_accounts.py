"""Accounts and roles: a manager gives them, nobody gives them to oneself, and a director always remains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.actions import accounts
from carebook.actions.change import Outdated, Refused
from carebook.actions.opening import open_book
from carebook.records.staff import Account, AccountState, Actor, Role, RoleGrant, StaffMember
from carebook.rules import permissions
from carebook.store import errors, journal, keys, staff
from carebook.store.book import KEYS, Book
from tests import samples
from tests.conftest import LOGIN, PASSWORD

TODAY = samples.TODAY


@pytest.fixture
def member(book: Book, director: Actor, now: datetime) -> StaffMember:
    """A nurse on the staff, without an account."""
    found: StaffMember = accounts.add_staff_member(book, samples.staff_member(), by=director, now=now).result
    return found


@pytest.fixture
def requested(book: Book, director: Actor, member: StaffMember, now: datetime) -> Account:
    """Her account, asked for."""
    found: Account = accounts.request_account(book, member.id, "camtu", by=director, now=now).result
    return found


@pytest.fixture
def handed(book: Book, director: Actor, requested: Account, now: datetime) -> accounts.Handed:
    """Her account, approved."""
    change = accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now)
    found: accounts.Handed = change.result
    return found


def problem_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.message.id


def deeds_in_journal(book: Book, now: datetime) -> list[str]:
    with book.looking(now) as reader:
        return [r[0] for r in reader.rows("SELECT DISTINCT deed FROM journal ORDER BY seq")]


def test_from_the_request_to_the_first_own_password(
    book: Book, handed: accounts.Handed, requested: Account, now: datetime
) -> None:
    assert handed.login == "camtu"
    opened = open_book(book.folder, "camtu", handed.one_time_password, now=now)
    assert opened.one_time
    assert opened.actor.roles_on(TODAY) == {Role.NURSE}
    accounts.change_own_password(opened.book, handed.one_time_password, "hoa sữa tháng 10", by=opened.actor, now=now)
    opened.book.close()
    opened = open_book(book.folder, "Doãn Thị Cẩm Tú", "hoa sữa tháng 10", now=now)
    assert not opened.one_time
    opened.book.close()
    with pytest.raises(errors.WrongPassword):
        open_book(book.folder, "camtu", handed.one_time_password, now=now)
    slot = book.slot_of(requested.id)
    assert (slot.initials, slot.post) == ("DTCT", "Điều dưỡng")
    assert deeds_in_journal(book, now) == [
        *("make_book", "add_staff_member", "request_account", "approve_account", "change_own_password"),
    ]


def test_an_account_asked_for_opens_nothing(book: Book, requested: Account, now: datetime) -> None:
    with pytest.raises(errors.UnknownAccount):
        open_book(book.folder, "camtu", "anything at all", now=now)
    assert requested.state is AccountState.REQUESTED


def test_an_account_is_approved_once(
    book: Book, director: Actor, requested: Account, handed: accounts.Handed, now: datetime
) -> None:
    again = [samples.grant(role=Role.DOCTOR)]
    assert (
        problem_of(lambda: accounts.approve_account(book, requested.id, again, by=director, now=now))
        == "This account does not wait for approval."
    )
    open_book(book.folder, "camtu", handed.one_time_password, now=now).book.close()


def test_the_same_approval_twice_keeps_the_first_password(
    book: Book, director: Actor, requested: Account, now: datetime
) -> None:
    first = accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now, op="op-1")
    second = accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now, op="op-1")
    assert second.result is None
    open_book(book.folder, "camtu", first.result.one_time_password, now=now).book.close()


def test_it_gets_an_account_but_no_key(book: Book, director: Actor, requested: Account, now: datetime) -> None:
    change = accounts.approve_account(book, requested.id, [samples.grant(role=Role.IT)], by=director, now=now)
    assert change.result is None
    with pytest.raises(errors.UnknownAccount):
        book.slot_of(requested.id)
    assert "no key" in problem_of(lambda: accounts.give_one_time_password(book, requested.id, by=director, now=now))


def test_namesakes_sign_in_by_their_own_names(
    book: Book, director: Actor, handed: accounts.Handed, now: datetime
) -> None:
    other = accounts.add_staff_member(book, samples.staff_member(), by=director, now=now).result
    account = accounts.request_account(book, other.id, "camtu2", by=director, now=now).result
    second = accounts.approve_account(book, account.id, [samples.grant()], by=director, now=now).result
    for name, given in (("camtu2", second), ("camtu", handed), ("Doãn Thị Cẩm Tú", handed)):
        open_book(book.folder, name, given.one_time_password, now=now).book.close()


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        (LOGIN, "Another account has the sign-in name “{login}”."),
        (LOGIN.upper(), "Another account has the sign-in name “{login}”."),
        ("  ", "The sign-in name is needed."),
        ("x" * 500, "At most {most} letters."),
    ],
)
def test_a_sign_in_name_that_cannot_be(
    book: Book, director: Actor, member: StaffMember, now: datetime, login: str, sentence: str
) -> None:
    assert problem_of(lambda: accounts.request_account(book, member.id, login, by=director, now=now)) == sentence


def test_one_account_for_one_person_who_exists(
    book: Book, director: Actor, member: StaffMember, requested: Account, now: datetime
) -> None:
    for staff_member_id, sentence in (
        (member.id, "{name} has an account already."),
        ("nobody", "Choose a staff member."),
    ):
        found = problem_of(lambda who=staff_member_id: accounts.request_account(book, who, "x", by=director, now=now))
        assert found == sentence
    assert requested.staff_member_id == member.id


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": " "}, "full_name"),
        ({"post": ""}, "post"),
        ({"department": "x" * 201}, "department"),
        ({"since_on": date(2026, 5, 1), "left_on": date(2026, 4, 30)}, "left_on"),
    ],
)
def test_a_staff_member_typed_wrong(
    book: Book, director: Actor, member: StaffMember, now: datetime, given: dict[str, Any], field: str
) -> None:
    for act in (
        lambda: accounts.add_staff_member(book, samples.staff_member(**given), by=director, now=now),
        lambda: accounts.amend_staff_member(book, replace(member, **given), by=director, now=now),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert [p.field for p in caught.value.problems] == [field]


def test_amending_a_staff_member(book: Book, director: Actor, member: StaffMember, now: datetime) -> None:
    changed = replace(member, full_name="  Doãn  Thị Cẩm Tú ", post="Điều dưỡng trưởng")
    kept = accounts.amend_staff_member(book, changed, by=director, now=now, seen=1).result
    assert (kept.full_name, kept.post, kept.version) == ("Doãn Thị Cẩm Tú", "Điều dưỡng trưởng", 2)
    with pytest.raises(Outdated):
        accounts.amend_staff_member(book, replace(member, phone="1"), by=director, now=now, seen=1)


def test_a_locked_account_opens_nothing(
    book: Book, director: Actor, handed: accounts.Handed, requested: Account, now: datetime
) -> None:
    accounts.lock_account(book, requested.id, by=director, now=now, reason="nghỉ việc")
    with pytest.raises(errors.UnknownAccount):
        open_book(book.folder, "camtu", handed.one_time_password, now=now)
    for act in (accounts.lock_account, accounts.give_one_time_password):
        with pytest.raises(Refused):
            act(book, requested.id, by=director, now=now)


def test_a_locked_account_is_unlocked_with_a_new_password(
    book: Book, director: Actor, handed: accounts.Handed, requested: Account, now: datetime
) -> None:
    with pytest.raises(Refused):
        accounts.unlock_account(book, requested.id, by=director, now=now)
    accounts.lock_account(book, requested.id, by=director, now=now, reason="nghỉ dài")
    again = accounts.unlock_account(book, requested.id, by=director, now=now).result
    assert open_book(book.folder, "camtu", again.one_time_password, now=now).one_time
    with pytest.raises(errors.WrongPassword):
        open_book(book.folder, "camtu", handed.one_time_password, now=now)


def test_a_closed_account_stays_closed(
    book: Book, director: Actor, handed: accounts.Handed, requested: Account, now: datetime
) -> None:
    accounts.close_account(book, requested.id, by=director, now=now, reason="nghỉ việc", op="close-1")
    again = accounts.close_account(book, requested.id, by=director, now=now, reason="nghỉ việc", op="close-1")
    assert again.said is not None
    assert again.said.id == "This was already done."
    with pytest.raises(errors.UnknownAccount):
        open_book(book.folder, "camtu", handed.one_time_password, now=now)
    for act in (
        accounts.lock_account,
        accounts.unlock_account,
        accounts.close_account,
        accounts.give_one_time_password,
    ):
        with pytest.raises(Refused):
            act(book, requested.id, by=director, now=now)
    assert "close_account" in deeds_in_journal(book, now)


def test_nobody_closes_the_own_or_the_last_directors_account(book: Book, director: Actor, now: datetime) -> None:
    own = problem_of(lambda: accounts.close_account(book, director.account_id, by=director, now=now))
    assert own == "Nobody closes the own account. Another manager does it."
    deputy = replace(director, account_id="another", grants=(samples.grant("another", Role.DEPUTY),))
    before = (book.folder / KEYS).read_bytes()
    last = problem_of(lambda: accounts.close_account(book, director.account_id, by=deputy, now=now))
    assert last == "This is the last active director. Make somebody else director first."
    assert (book.folder / KEYS).read_bytes() == before
    with book.reading_for(director, now) as reader:
        assert staff.accounts(reader)


def test_a_forgotten_password_is_replaced_by_a_one_time_one(
    book: Book, director: Actor, requested: Account, handed: accounts.Handed, now: datetime
) -> None:
    new = accounts.give_one_time_password(book, requested.id, by=director, now=now).result
    with pytest.raises(errors.WrongPassword):
        open_book(book.folder, "camtu", handed.one_time_password, now=now)
    opened = open_book(book.folder, "camtu", new.one_time_password, now=now)
    opened.book.close()
    assert opened.one_time
    with book.reading_for(director, now) as reader:
        assert [r.reading.deed for r in staff.readings(reader, TODAY, TODAY)] == ["give_one_time_password"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("sai", "mèo mun nhảy rào 9", "old_password"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "ngắn", "password"),
        (PASSWORD, LOGIN, "password"),
    ],
)
def test_a_password_that_does_not_change(
    book: Book, director: Actor, now: datetime, old: str, new: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        accounts.change_own_password(book, old, new, by=director, now=now)
    assert [p.field for p in caught.value.problems] == [field]
    assert book.proves(director.account_id, PASSWORD)


def test_whoever_finds_a_pc_unlocked_does_not_try_passwords(book: Book, director: Actor, now: datetime) -> None:
    for wrong in range(5):
        with pytest.raises(Refused if wrong < 4 else errors.SlowDown):
            accounts.change_own_password(book, "sai", "mèo mun nhảy rào 9", by=director, now=now)
    with pytest.raises(errors.SlowDown):
        accounts.change_own_password(book, PASSWORD, "mèo mun nhảy rào 9", by=director, now=now)
    assert book.proves(director.account_id, PASSWORD)


def test_when_the_keys_cannot_be_written_nothing_is(
    book: Book, director: Actor, requested: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, _keys: keys.KeysFile) -> None:
        raise errors.DiskFull

    before = (book.folder / KEYS).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(keys, "write_keys", fail)
        with pytest.raises(errors.DiskFull):
            accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now)
    assert (book.folder / KEYS).read_bytes() == before
    with book.looking(now) as reader:
        assert reader.records(Account, "id = ?", (requested.id,)) == [requested]
        assert len(reader.records(RoleGrant)) == 1


def test_when_the_deed_fails_after_the_keys_were_written_they_are_put_back(
    book: Book, director: Actor, requested: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> int:
        raise errors.DiskFull

    before = keys.read_keys(book.folder / KEYS)
    with monkeypatch.context() as patched:
        patched.setattr(journal, "seal", fail)
        with pytest.raises(errors.DiskFull):
            accounts.change_own_password(book, PASSWORD, "mèo mun nhảy rào 9", by=director, now=now)
        with pytest.raises(errors.DiskFull):
            accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now)
    assert keys.read_keys(book.folder / KEYS) == before
    assert accounts.approve_account(book, requested.id, [samples.grant()], by=director, now=now).result
    assert book.proves(director.account_id, PASSWORD)


DEEDS: dict[str, Callable[[Book, Actor, datetime], object]] = {
    "add_staff_member": lambda b, a, n: accounts.add_staff_member(b, samples.staff_member(), by=a, now=n),
    "amend_staff_member": lambda b, a, n: accounts.amend_staff_member(b, samples.staff_member(), by=a, now=n),
    "request_account": lambda b, a, n: accounts.request_account(b, "x", "y", by=a, now=n),
    "approve_account": lambda b, a, n: accounts.approve_account(b, "x", [samples.grant()], by=a, now=n),
    "lock_account": lambda b, a, n: accounts.lock_account(b, "x", by=a, now=n),
    "unlock_account": lambda b, a, n: accounts.unlock_account(b, "x", by=a, now=n),
    "close_account": lambda b, a, n: accounts.close_account(b, "x", by=a, now=n),
    "grant_role": lambda b, a, n: accounts.grant_role(b, samples.grant("x"), by=a, now=n),
    "withdraw_role": lambda b, a, n: accounts.withdraw_role(b, "x", by=a, now=n),
    "delegate_role": lambda b, a, n: accounts.delegate_role(b, samples.grant("x"), by=a, now=n),
    "give_one_time_password": lambda b, a, n: accounts.give_one_time_password(b, "x", by=a, now=n),
}
MISSING = "The right “{deed}” is needed. It belongs to: {who}. What was entered is kept in the draft."


@pytest.mark.parametrize("deed", DEEDS)
def test_without_the_right_nothing_happens(book: Book, director: Actor, now: datetime, deed: str) -> None:
    lines = book.check_chain().lines
    for role in set(Role) - permissions.DEEDS[deed]:
        actor = replace(director, grants=(samples.grant(director.account_id, role),))
        assert problem_of(lambda actor=actor: DEEDS[deed](book, actor, now)) == MISSING
    assert book.check_chain().lines == lines
