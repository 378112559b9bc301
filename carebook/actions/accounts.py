"""Deeds about staff, their accounts, passwords and roles."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.opening import give_slot
from carebook.records.staff import Account, AccountState, Actor, RoleGrant, StaffMember
from carebook.rules import accounts as rules
from carebook.rules.names import normalise
from carebook.rules.passwords import problems_in_password
from carebook.store import attempts, errors, periods, staff
from carebook.store.book import Book, Reader, Writer, in_vietnam
from carebook.store.facility import facility
from carebook.store.keys import new_one_time_password
from carebook.words import N_, message

Pin = Callable[[str, str], bool | None]
"""Whether what was typed is the PIN of the shift of an account; None where it has none, or a password was typed."""
Progress = Callable[[int, int], object]
_SUBJECTS = frozenset({"staff"})


@dataclass(frozen=True)
class Handed:
    """What a manager hands to an account's owner: the sign-in name and the password for the first sign-in."""

    login: str
    one_time_password: str


@deed(N_("Add staff member"), "staff")
def add_staff_member(book: Book, member: StaffMember, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Write down somebody who works in the center."""
    stop_at(rules.problems_in_member(member))
    with book.changing(by.account_id, now, op, "add_staff_member") as writer:
        kept = writer.add(replace(member, full_name=normalise(member.full_name)))
    return Change(_SUBJECTS, (kept.id,), op, message("Saved: {name}.", name=kept.full_name), result=kept)


@deed(N_("Amend staff member"), "staff")
def amend_staff_member(
    book: Book,
    member: StaffMember,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Change:
    """Write a staff member's new facts. `Outdated` when somebody changed them after ``seen``."""
    stop_at(rules.problems_in_member(member))
    with book.changing(by.account_id, now, op, "amend_staff_member", reason=reason) as writer:
        kept = writer.amend(replace(member, full_name=normalise(member.full_name)), seen=seen)
    return Change(_SUBJECTS, (kept.id,), op, message("Saved: {name}.", name=kept.full_name), result=kept)


@deed(N_("Request account"), "staff")
def request_account(
    book: Book, staff_member_id: str, login: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Ask for an account for a staff member; it opens nothing until a manager approves it."""
    plain = normalise(login)
    with book.changing(by.account_id, now, op, "request_account", reason=reason) as writer:
        member = writer.record(StaffMember, staff_member_id)
        if member is None or member.is_withdrawn:
            raise refuse(message("Choose a staff member."), "staff_member_id")
        if writer.records(Account, "staff_member_id = ?", (staff_member_id,)):
            raise refuse(message("{name} has an account already.", name=member.full_name), "staff_member_id")
        taken = staff.account_with_login(writer, plain) is not None
        stop_at(rules.problems_in_login(plain, taken=taken))
        kept = writer.add(Account(staff_member_id=staff_member_id, login=plain, state=AccountState.REQUESTED))
    said = message("Requested: an account for {name}. A manager approves it.", name=member.full_name)
    return Change(_SUBJECTS, (kept.id,), op, said, result=kept)


@deed(N_("Approve account"), "staff")
def approve_account(
    book: Book,
    account_id: str,
    grants: Sequence[RoleGrant],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Approve a requested account with its first roles. ``Change.result`` is a `Handed`, or None for IT, who gets no key.

    ``grants`` need no account; it is filled in.
    """
    if not grants:
        raise refuse(message("Choose at least one role."), "role")
    with book.changing(by.account_id, now, op, "approve_account", reason=reason) as writer:
        file = _file(writer, account_id)
        if file.account.state is not AccountState.REQUESTED:
            raise refuse(message("This account does not wait for approval."))
        kept = writer.amend(replace(file.account, state=AccountState.ACTIVE))
        given: list[RoleGrant] = []
        for grant in grants:
            given.append(_grant(writer, replace(grant, account_id=account_id, delegated_by=None), by, given))
        handed = _hand(book, replace(file.actor, grants=tuple(given)), kept.login)
    said = message("Approved: the account of {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (account_id,), op, said, undoable=False, result=handed)


@deed(N_("Lock account"), "staff")
def lock_account(book: Book, account_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take an account's way into the book away for a time; its history stays. Who leaves for good: `close_account`."""
    with book.changing(by.account_id, now, op, "lock_account", reason=reason) as writer:
        file = _file(writer, account_id)
        if file.account.state is AccountState.LOCKED:
            raise refuse(message("This account is locked already."))
        if file.account.state is AccountState.CLOSED:
            raise refuse(message("This account is closed. It opens nothing any more."))
        _keep_a_director(writer, account_id)
        writer.amend(replace(file.account, state=AccountState.LOCKED))
        book.remove_slot(account_id)
    said = message("Locked: the account of {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (account_id,), op, said, undoable=False)


@deed(N_("Unlock account"), "staff")
def unlock_account(book: Book, account_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Give a locked account a new way in, for one sign-in; ``Change.result`` is a `Handed`, or None for IT, who gets no key."""
    with book.changing(by.account_id, now, op, "unlock_account", reason=reason) as writer:
        file = _file(writer, account_id)
        if file.account.state is not AccountState.LOCKED:
            raise refuse(message("This account is not locked."))
        kept = writer.amend(replace(file.account, state=AccountState.ACTIVE))
        handed = _hand(book, file.actor, kept.login)
    said = message("Unlocked: the account of {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (account_id,), op, said, undoable=False, result=handed)


@deed(N_("Close account"), "staff")
def close_account(
    book: Book,
    account_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
    progress: Progress | None = None,
) -> Change:
    """Take the way into the book away from somebody who leaves, for ever: the book gets a new key.

    So neither the password nor a keys file kept from before opens what is written from now on. Everybody else keeps their
    passwords, and the printed keys stay good. Nobody reads the book meanwhile; ``progress(done, total)`` counts bytes.
    Refused while somebody else reads the book, the drive lacks room or a page is damaged (`NotAlone`, `NoRoomForNewKey`,
    `KeyNotChanged`: nothing changed).
    When the change of the key is broken off, the account stays closed and the next opening goes on with it.
    """
    book.refuse_without_room()
    with book.alone():
        book.refuse_damaged()
        with book.changing(by.account_id, now, op, "close_account", reason=reason) as writer:
            file = _to_close(writer, account_id, by)
            _keep_a_director(writer, account_id)
            writer.amend(replace(file.account, state=AccountState.CLOSED))
            book.take_slot_away(account_id)
        try:
            book.renew_key(progress)
        except errors.BookError as error:
            said = message(
                "The account of {name} is closed. Changing the book's key was broken off; it goes on at the next start."
                " {why}",
                name=file.owner.full_name,
                why=error.message,
            )
        else:
            said = message("Closed: the account of {name}. The book has a new key.", name=file.owner.full_name)
    attempts.forget(book.folder, account_id)
    return Change(_SUBJECTS, (account_id,), op, said, undoable=False)


@deed(N_("Grant role"), "staff")
def grant_role(book: Book, grant: RoleGrant, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Give an account one more role: in a ward or everywhere, for a time or until withdrawn."""
    with book.changing(by.account_id, now, op, "grant_role", reason=reason) as writer:
        file = _file(writer, grant.account_id)
        kept = _grant(writer, replace(grant, delegated_by=None), by, file.grants)
    said = message("Granted to {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (kept.id, grant.account_id), op, said, undoable=False, result=kept)


@deed(N_("Withdraw role"), "staff")
def withdraw_role(book: Book, grant_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take a role away from now on; that it was held stays readable."""
    with book.changing(by.account_id, now, op, "withdraw_role", reason=reason) as writer:
        grant = writer.record(RoleGrant, grant_id)
        if grant is None or grant.is_withdrawn:
            raise refuse(message("This role was withdrawn already."))
        _keep_a_director(writer, grant_id)
        writer.withdraw(RoleGrant, grant_id, reason)
    return Change(_SUBJECTS, (grant_id, grant.account_id), op, message("The role is withdrawn."), undoable=False)


@deed(N_("Delegate"), "staff")
def delegate_role(book: Book, grant: RoleGrant, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Delegate (ủy quyền) a role one holds to another account, from a day to a day."""
    with book.changing(by.account_id, now, op, "delegate_role", reason=reason) as writer:
        file = _file(writer, grant.account_id)
        if file.account.state is not AccountState.ACTIVE:
            raise refuse(message("Only an active account can act for another."), "account_id")
        stop_at(rules.problems_in_delegation(grant, by=by, day=in_vietnam(now)))
        kept = writer.add(replace(grant, delegated_by=by.account_id))
    said = message("Delegated to {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (kept.id, grant.account_id), op, said, undoable=False, result=kept)


@deed(N_("Give one-time password"), "staff")
def give_one_time_password(
    book: Book, account_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Give the owner of an account who forgot the password a new way in, for one sign-in; ``Change.result`` is a `Handed`."""
    with book.changing(by.account_id, now, op, "give_one_time_password", reason=reason) as writer:
        file = _file(writer, account_id)
        if file.account.state is not AccountState.ACTIVE:
            raise refuse(message("Only an active account gets a password."))
        if not rules.has_key(file.grants):
            raise refuse(message("IT looks after the files and has no key to the book."))
        staff.note_reading(writer, "give_one_time_password", reason=file.account.login)
        handed = _hand(book, file.actor, file.account.login)
    said = message("One-time password for {name}.", name=file.owner.full_name)
    return Change(_SUBJECTS, (account_id,), op, said, undoable=False, result=handed)


@deed(N_("Change own password"), "staff")
def change_own_password(
    book: Book, old_password: str, new_password: str, *, by: Actor, now: datetime, op: str = ""
) -> Change:
    """Replace one's own password; the old one proves who asks. A one-time password is done with afterwards.

    A signing key that the old password opened opens with the new one; a key with a password of its own keeps it. Wrong tries
    are counted as at the door (`SlowDown`): whoever finds a PC unlocked does not try passwords here either.
    """
    attempts.refuse_hasty(book.folder, by.account_id)
    if not book.proves(by.account_id, old_password):
        attempts.note_wrong(book.folder, by.account_id)
        attempts.refuse_hasty(book.folder, by.account_id)
        raise refuse(errors.WrongPassword().message, "old_password")
    attempts.forget(book.folder, by.account_id)
    if new_password == old_password:
        raise refuse(message("The new password is the old one."), "password")
    with book.changing(by.account_id, now, op, "change_own_password") as writer:
        file = _file(writer, by.account_id)
        center = facility(writer)
        if not center.is_sample:  # a sample book's password is told to everybody
            stop_at(problems_in_password(new_password, (file.owner.full_name, file.account.login, center.name)))
        staff.note_reading(writer, "change_own_password")
        _relock(writer, by, old_password, new_password)
        give_slot(book, file.actor, file.account.login, new_password, one_time=False)
    return Change(_SUBJECTS, (by.account_id,), op, message("The new password holds from now on."), undoable=False)


def _relock(writer: Writer, by: Actor, old_password: str, new_password: str) -> None:
    """Put the person's signing key under the new password, when the old one opened it."""
    kept = periods.signing_key(writer, by.staff_member_id)
    if kept is None:
        return
    from carebook.sealing import keys as sealing_keys
    from carebook.sealing.errors import WrongKeyPassword

    try:
        locked = sealing_keys.relocked(base64.b64decode(kept.p12), old_password, new_password)
    except WrongKeyPassword:
        return
    writer.amend(replace(kept, p12=base64.b64encode(locked).decode()))


def _file(reader: Reader, account_id: str) -> staff.AccountFile:
    file = staff.account_file(reader, account_id)
    if file is None:
        raise refuse(message("Choose an account."), "account_id")
    return file


def _to_close(reader: Reader, account_id: str, by: Actor) -> staff.AccountFile:
    """The account that is to be closed; refused when it is closed, or is one's own."""
    file = _file(reader, account_id)
    if file.account.state is AccountState.CLOSED:
        raise refuse(message("This account is closed. It opens nothing any more."))
    if account_id == by.account_id:
        raise refuse(message("Nobody closes the own account. Another manager does it."))
    return file


def _grant(writer: Writer, grant: RoleGrant, by: Actor, held: Sequence[RoleGrant]) -> RoleGrant:
    stop_at(rules.problems_in_grant(grant, by=by, held=held, day=in_vietnam(writer.now)))
    return writer.add(grant)


def _hand(book: Book, owner: Actor, login: str) -> Handed | None:
    """A one-time password with its slot, for an account that gets a key."""
    if not rules.has_key(owner.grants):
        return None
    secret = new_one_time_password()
    give_slot(book, owner, login, secret, one_time=True)
    return Handed(login, secret)


def _keep_a_director(writer: Writer, taken_away: str) -> None:
    """Refuse to take the last active director's account or role away."""
    day = in_vietnam(writer.now)
    every = writer.records(Account), writer.records(RoleGrant)
    if rules.directors_on(day, *every) and not rules.directors_on(day, *every, without=taken_away):
        raise refuse(message("This is the last active director. Make somebody else director first."))


def proved_witnesses(
    book: Book, named: Iterable[str | None], secret: str, pin: Pin | None, now: datetime
) -> frozenset[str]:
    """Which of the staff members named as witnesses proved with their own PIN or password that they are there; refused (field
    "witness_secret") when it is another one.

    Raises `SlowDown` after too many wrong tries.
    """
    wanted = {one for one in named if one}
    if not secret or not wanted:
        return frozenset()
    with book.looking(now) as reader:
        accounts = [
            one
            for one in reader.records(Account, "state = ?", (AccountState.ACTIVE.value,))
            if one.staff_member_id in wanted
        ]
    for account in accounts:
        if (by_pin := pin(account.id, secret) if pin is not None else None) is not None:
            if not by_pin:
                raise refuse(errors.WrongPassword().message, "witness_secret")
            continue
        attempts.refuse_hasty(book.folder, account.id)
        if not _proves(book, account, secret):
            attempts.note_wrong(book.folder, account.id)
            raise refuse(errors.WrongPassword().message, "witness_secret")
        attempts.forget(book.folder, account.id)
    return frozenset(one.staff_member_id for one in accounts)


def _proves(book: Book, account: Account, secret: str) -> bool:
    try:
        return book.proves(account.id, secret)
    except errors.UnknownAccount:  # no way into the book of their own: nothing they could confirm with
        return False
