"""How a book begins and is opened: a new book with its manager, signing in, and the printed recovery code.

What only a new book needs (signing keys stand on reports and periods) is imported when one is made: signing in waits for none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from carebook.actions.change import refuse, stop_at
from carebook.records.facility import Facility
from carebook.records.staff import Account, Actor, Role, RoleGrant, StaffMember
from carebook.rules import accounts as rules
from carebook.rules.passwords import problems_in_password
from carebook.rules.permissions.groups import MANAGERS
from carebook.store import attempts, code_lists, custodians, errors, keys, leftovers, staff
from carebook.store import facility as facilities
from carebook.store.book import KEYS, Book, in_vietnam, new_id
from carebook.store.folders import making
from carebook.words import message


@dataclass(frozen=True)
class Opened:
    """An open book and who opened it. ``one_time``: the password must be changed now; ``recovery_code``: to print, once."""

    book: Book
    actor: Actor
    one_time: bool = False
    recovery_code: str = ""


def make_book(
    folder: Path,
    *,
    facility: Facility,
    manager: StaffMember,
    login: str,
    password: str,
    now: datetime,
    sample: bool = False,
    cost: keys.Cost | None = None,
) -> Opened:
    """Make a new book in ``folder``: the center's profile, the program's code lists, and its manager with the director's role.

    ``cost`` is the price of guessing a password (only tests ask for a cheap one). `Refused` when something typed is wrong;
    the named errors of `Book.make` otherwise. A program that is stopped meanwhile leaves no book.
    """
    judged = None if sample else password  # a sample book's is told to everybody
    _refuse_wrong(facility, manager, login, judged)
    with making(folder):
        return _write_book(
            folder,
            facility=facility,
            manager=manager,
            login=login,
            password=password,
            now=now,
            sample=sample,
            cost=cost,
        )


def _refuse_wrong(facility: Facility, manager: StaffMember, login: str, password: str | None) -> None:
    """Refuse what is typed wrong, before anything is made; a ``password`` that is None is not judged."""
    from carebook.rules.facility import problems_in_facility

    stop_at(
        [
            *problems_in_facility(facility),
            *rules.problems_in_member(manager),
            *rules.problems_in_login(login, taken=False),
            *([] if password is None else problems_in_password(password, (manager.full_name, login, facility.name))),
        ]
    )


def _write_book(
    folder: Path,
    *,
    facility: Facility,
    manager: StaffMember,
    login: str,
    password: str,
    now: datetime,
    sample: bool = False,
    cost: keys.Cost | None = None,
) -> Opened:
    made = Book.make(
        folder,
        account_id=new_id(),
        password=password,
        names=(login, manager.full_name),
        initials=rules.initials_of(manager.full_name),
        post=manager.post,
        cost=cost,
        more_follows=True,
    )
    try:
        with made.book.changing(made.account_id, now, new_id(), "make_book") as writer:
            code_lists.seed(writer)
            writer.add(replace(facility, is_sample=sample))
            member = writer.add(manager)
            writer.add(Account(id=made.account_id, staff_member_id=member.id, login=login.strip()))
            writer.add(RoleGrant(account_id=made.account_id, role=Role.DIRECTOR, from_on=in_vietnam(now)))
            actor = staff.actor_of(writer, made.account_id)
        if actor is None:
            raise LookupError(made.account_id)
    except BaseException:
        made.book.close()
        raise
    return Opened(made.book, actor, recovery_code=made.recovery_code)


def begin_book(
    folder: Path, *, facility: Facility, manager: StaffMember, login: str, password: str, now: datetime
) -> Opened:
    """Make a center's book ready for its first signed report: `make_book`, and the manager's signing key.

    The key opens with the manager's ``password`` of this day; the facility's root behind it opens with the recovery code.
    Nothing is left in ``folder`` when either cannot be made.
    """
    from carebook.actions.signing import make_signing_key

    _refuse_wrong(facility, manager, login, password)
    with making(folder):
        made = _write_book(folder, facility=facility, manager=manager, login=login, password=password, now=now)
        by = made.actor
        try:
            make_signing_key(made.book, by.staff_member_id, password, made.recovery_code, by=by, now=now, op=new_id())
        except BaseException:
            made.book.close()
            raise
    return made


def confirm_recovery_code(code: str, second: str, seventh: str) -> bool:
    """Whether groups 2 and 7 of the recovery code were typed back from the printed paper."""
    groups = code.split("-")
    return [_group(second), _group(seventh)] == [groups[1], groups[6]]


def open_book(
    folder: Path, name: str, password: str, *, now: datetime, exclusive: bool = False, looking_only: bool = False
) -> Opened:
    """Open the book by a sign-in name (or full name) and password; ``looking_only`` writes nothing to it.

    Raises `WrongPassword`, from the fifth wrong one on `SlowDown`, `UnknownAccount`, and whatever stands against opening
    the book (`carebook.store.errors`). ``exclusive`` holds the window's lock on the book.
    """
    account_id = keys.read_keys(folder / KEYS).slot_named(name).account_id
    attempts.refuse_hasty(folder, account_id)
    try:
        book, account_id = Book.open(folder, name, password, exclusive=exclusive, looking_only=looking_only)
    except errors.WrongPassword:
        attempts.note_wrong(folder, account_id)
        attempts.refuse_hasty(folder, account_id)
        raise
    attempts.forget(folder, account_id)
    try:
        if exclusive:
            leftovers.clear_away(book, now)
        return Opened(book, _actor(book, account_id, name, now), book.slot_of(account_id).one_time)
    except BaseException:
        book.close()
        raise


def open_by_recovery_code(folder: Path, code: str, login: str, new_password: str, *, now: datetime) -> Opened:
    """Open the book by the printed recovery code and give the account ``login`` a new password.

    Raises `WrongRecoveryCode`, `UnknownAccount` (also for a locked one), `Refused` when the password is too weak.
    """
    with _counting(folder, keys.RECOVERY):
        book = Book.open_by_recovery(folder, code)
    return _with_new_password(book, "open_by_recovery_code", login, new_password, now)


def open_by_papers(folder: Path, first: str, second: str, login: str, new_password: str, *, now: datetime) -> Opened:
    """Open the book by the papers of two custodians and give the director or deputy ``login`` a new password.

    Raises as `open_by_custodians`, and `Refused` when the password is too weak.
    """
    file = keys.read_keys(folder / KEYS)
    with _counting(folder, keys.CUSTODIANS):
        book = Book.open_by_paper(folder, keys.CUSTODIANS, custodians.secret_for(file, first, second))
    return _with_new_password(book, "open_by_custodians", login, new_password, now)


def _with_new_password(book: Book, deed: str, login: str, new_password: str, now: datetime) -> Opened:
    """The book that a printed key opened, with the account's new password; it is closed when that cannot be given."""
    try:
        with book.looking(now) as reader:
            account, center = staff.account_with_login(reader, login), facilities.facility(reader).name
        if account is None:
            raise errors.UnknownAccount(name=login)
        actor = _actor(book, account.id, login, now)
        if deed == "open_by_custodians":
            _refuse_others_than_managers(actor, now)
        stop_at(problems_in_password(new_password, (account.login, actor.name, center)))
        with book.changing(account.id, now, new_id(), deed) as writer:
            staff.note_reading(writer, deed)
            give_slot(book, actor, account.login, new_password, one_time=False)
        attempts.forget(book.folder, account.id)
        return Opened(book, actor)
    except BaseException:
        book.close()
        raise


def _refuse_others_than_managers(actor: Actor, now: datetime) -> None:
    if not actor.roles_on(in_vietnam(now)) & MANAGERS:
        raise refuse(message("Custodians help a director or deputy director, who then helps the others."), "login")


def open_by_custodians(folder: Path, first: str, second: str, login: str, *, now: datetime) -> str:
    """Give a director or deputy a new one-time password by the papers of two custodians; it is said once.

    Raises `NoCustodians`, `WrongCustodianPaper`, `SamePaper`, `TwoSetsOfPapers`, `OldCustodianPapers`, `UnknownAccount`,
    `Refused` (field "login") when the account is no manager's.
    """
    file = keys.read_keys(folder / KEYS)
    with _counting(folder, keys.CUSTODIANS):
        book = Book.open_by_paper(folder, keys.CUSTODIANS, custodians.secret_for(file, first, second))
    with book:
        with book.looking(now) as reader:
            account = staff.account_with_login(reader, login)
        if account is None:
            raise errors.UnknownAccount(name=login)
        actor = _actor(book, account.id, login, now)
        _refuse_others_than_managers(actor, now)
        one_time = keys.new_one_time_password()
        with book.changing(account.id, now, new_id(), "open_by_custodians") as writer:
            staff.note_reading(writer, "open_by_custodians")
            give_slot(book, actor, account.login, one_time, one_time=True)
        attempts.forget(folder, account.id)
    return one_time


@contextmanager
def _counting(folder: Path, paper: str) -> Iterator[None]:
    """A printed key is tried: what is wrong is counted, and slows down the next try as a password does."""
    attempts.refuse_hasty(folder, paper)
    try:
        yield
    except errors.WrongRecoveryCode:
        attempts.note_wrong(folder, paper)
        attempts.refuse_hasty(folder, paper)
        raise
    attempts.forget(folder, paper)


def give_slot(book: Book, actor: Actor, login: str, secret: str, *, one_time: bool) -> None:
    """Give an account its way into the book; it is found by its sign-in name, and by its full name if no other slot is."""
    file = keys.read_keys(book.folder / KEYS)
    others = {finder for slot in file.slots if slot.account_id != actor.account_id for finder in slot.finders}
    names = [login, *([actor.name] if keys.finder(file.book_id, actor.name) not in others else [])]
    book.add_slot(
        actor.account_id,
        secret,
        names=names,
        initials=rules.initials_of(actor.name),
        post=actor.post,
        one_time=one_time,
    )


def _actor(book: Book, account_id: str, name: str, now: datetime) -> Actor:
    with book.looking(now) as reader:
        actor = staff.actor_of(reader, account_id)
    if actor is None:
        raise errors.UnknownAccount(name=name)
    return actor


def _group(typed: str) -> str:
    return "".join(typed.upper().split()).translate(str.maketrans("OIL", "011"))
