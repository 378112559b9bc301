"""Questions about staff, their accounts and roles, and who read what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.staff import Account, AccountState, Actor, Reading, RoleGrant, StaffMember
from carebook.rules import names
from carebook.store.book import VIETNAM, Reader, Writer
from carebook.store.rows import from_row, moment_text


@dataclass(frozen=True)
class AccountFile:
    """An account with its owner and every role it has or had (withdrawn ones left aside), in the order they were given."""

    account: Account
    owner: StaffMember
    grants: tuple[RoleGrant, ...]

    @property
    def actor(self) -> Actor:
        """The account's owner as the doer of deeds."""
        return Actor(self.account.id, self.owner.id, self.owner.full_name, self.owner.post, self.grants)


@dataclass(frozen=True)
class ReadingTold:
    """A row of the access log with the name of who looked."""

    reading: Reading
    who: str


def staff_members(reader: Reader, day: date | None = None) -> list[StaffMember]:
    """The staff in the order of names; with a day only those who work here on it."""
    reader.asks("staff")
    found = reader.records(StaffMember)
    if day is not None:
        found = [
            m for m in found if (m.since_on is None or m.since_on <= day) and (m.left_on is None or day <= m.left_on)
        ]
    return sorted(found, key=lambda m: (names.sort_key(m.full_name), m.id))


def staff_member(reader: Reader, id: str) -> StaffMember | None:
    """One staff member, or None."""
    reader.asks("staff")
    return reader.record(StaffMember, id)


def accounts(reader: Reader) -> list[AccountFile]:
    """All accounts with their roles, in the order of their owners' names."""
    reader.asks("accounts")
    found = _files(reader, reader.records(Account))
    return sorted(found, key=lambda f: (names.sort_key(f.owner.full_name), f.account.id))


def account_file(reader: Reader, account_id: str) -> AccountFile | None:
    """One account with its roles, or None."""
    reader.asks("accounts")
    return next(iter(_files(reader, reader.records(Account, "id = ?", (account_id,)))), None)


def actor_of(reader: Reader, account_id: str) -> Actor | None:
    """The account's owner with the roles held; None when the account is not (any more) active."""
    reader.asks("staff")
    active = reader.records(Account, "id = ? AND state = ?", (account_id, AccountState.ACTIVE.value))
    return next((file.actor for file in _files(reader, active)), None)


def account_with_login(reader: Reader, login: str) -> Account | None:
    """The account of that sign-in name, in whatever letters it was typed; None when there is none."""
    reader.asks("staff")
    wanted = login_key(login)
    return next((a for a in reader.records(Account) if login_key(a.login) == wanted), None)


def login_key(login: str) -> str:
    """By what two sign-in names are the same: letters large or small, spaces and marks written apart do not matter."""
    return names.normalise(login).casefold()


def readings(
    reader: Reader, first: date, last: date, *, account_id: str = "", person_id: str = "", most: int = 500
) -> list[ReadingTold]:
    """Who looked at, printed or exported what from ``first`` to ``last`` (days in Vietnam), the newest first."""
    reader.asks("readings")
    where, values = ["r.at >= ?", "r.at < ?"], [_midnight(first), _midnight(last + timedelta(days=1))]
    for column, value in (("account_id", account_id), ("person_id", person_id)):
        if value:
            where.append(f"r.{column} = ?")
            values.append(value)
    rows = reader.rows(
        "SELECT r.*, s.full_name AS who FROM reading r JOIN account a ON a.id = r.account_id"
        f" JOIN staff_member s ON s.id = a.staff_member_id WHERE {' AND '.join(where)} ORDER BY r.at DESC, r.id DESC LIMIT ?",
        (*values, most),
    )
    return [ReadingTold(from_row(Reading, row), row["who"]) for row in rows]


def note_reading(
    writer: Writer, deed: str, *, person_id: str | None = None, people: int = 0, reason: str = ""
) -> Reading:
    """Write into the access log that the writer's account did ``deed``, about one person or so many."""
    return writer.add(
        Reading(at=writer.now, account_id=writer.by, deed=deed, person_id=person_id, people=people, reason=reason)
    )


def _midnight(day: date) -> str:
    return moment_text(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))


def _files(reader: Reader, accounts: Iterable[Account]) -> list[AccountFile]:
    owners = {member.id: member for member in reader.records(StaffMember, withdrawn=True)}
    grants: dict[str, list[RoleGrant]] = {}
    for grant in reader.records(RoleGrant):
        grants.setdefault(grant.account_id, []).append(grant)
    return [AccountFile(a, owners[a.staff_member_id], tuple(grants.get(a.id, ()))) for a in accounts]
