"""Everything between a password and a desk: opening a book, proving who somebody is while it is open, the PIN of a shift."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from carebook.actions.opening import Opened, open_book
from carebook.records.facility import Facility
from carebook.records.staff import Actor
from carebook.rules.passwords import LONGEST_PIN
from carebook.store import attempts, code_lists, errors, keys, staff
from carebook.store import facility as facilities
from carebook.store.book import KEYS, Book
from carebook.store.code_lists import Codes

MOST_WRONG_PINS = 5
SHIFT = timedelta(hours=12)


@dataclass(frozen=True)
class Entered:
    """Who is in, with what every page needs of the book."""

    opened: Opened
    facility: Facility
    codes: Codes


def read_in(opened: Opened, now: datetime) -> Entered:
    """Read what every page needs of an open book."""
    with opened.book.reading_for(opened.actor, now) as reader:
        return Entered(opened, facilities.facility(reader), code_lists.words(reader))


def opened_and_read(folder: Path, login: str, secret: str, now: datetime, *, looking_only: bool = False) -> Entered:
    """Open the book for the window and read what every page needs; a book that cannot be read is closed again."""
    opened = open_book(folder, login, secret, now=now, exclusive=True, looking_only=looking_only)
    try:
        return read_in(opened, now)
    except BaseException:
        opened.book.close()
        raise


class WrongPin(errors.WrongPassword):
    """The PIN of the shift is another one."""


def prove(book: Book, login: str, secret: str, pin: Pin | None, *, before: Actor, now: datetime) -> Opened:
    """Who is at the locked screen of ``before``: an empty ``login`` is that person, else another by sign-in name.

    ``secret`` is the password, or the PIN if there is one and only digits were typed. Raises `WrongPin`; the other failures
    are those of `open_book`.
    """
    file = keys.read_keys(book.folder / KEYS)
    account_id = file.slot_named(login).account_id if login else before.account_id
    if pin is not None and secret.isdigit() and len(secret) <= LONGEST_PIN:
        if not pin.proves(secret):  # five wrong ones end it, so that it needs no waiting of its own
            raise WrongPin
    else:
        attempts.refuse_hasty(book.folder, account_id)
        if not book.proves(account_id, secret):
            attempts.note_wrong(book.folder, account_id)
            attempts.refuse_hasty(book.folder, account_id)
            raise errors.WrongPassword
        attempts.forget(book.folder, account_id)
    actor = actor_now(book, account_id, login or before.name, before, now)
    return Opened(book, actor, book.slot_of(account_id).one_time)


def actor_now(book: Book, account_id: str, name: str, before: Actor, now: datetime) -> Actor:
    """The account's owner with the roles held now; `UnknownAccount` when the account is locked.

    Read through a reader of ``before``, because the writing connection may still be at work for them.
    """
    with book.reading_for(before, now) as reader:
        actor = staff.actor_of(reader, account_id)
    if actor is None:
        raise errors.UnknownAccount(name=name)
    return actor


@dataclass(frozen=True)
class Pin:
    """A PIN that unlocks the screen within one shift: only its hash is held, in memory, and five wrong ones end it."""

    hashed: keys.Slot
    since: datetime
    wrong: int = 0

    @classmethod
    def of(cls, pin: str, *, now: datetime, cost: keys.Cost | None = None) -> Pin:
        """The PIN of whoever just gave the password."""
        return cls(keys.make_slot("", keys.new_book_key(), "", pin, cost=cost), now)

    def holds(self, now: datetime) -> bool:
        """Whether the PIN may still be used in place of the password."""
        return self.wrong < MOST_WRONG_PINS and now - self.since < SHIFT

    def proves(self, pin: str) -> bool:
        """Whether it is the PIN."""
        try:
            keys.open_slot("", self.hashed, pin)
        except errors.WrongPassword:
            return False
        return True

    def missed(self) -> Pin:
        """The PIN after one more wrong try."""
        return replace(self, wrong=self.wrong + 1)


def nothing(_reader: object = None) -> Any:
    """What work without a book gathers, and the reader it is given."""
    return None


def no_writer() -> None:
    """Work without a book has no connection to write through."""
    return
