"""The small center whose book is killed, starved, cut and garbled: everything a deed needs is in it, and words that nobody else has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from carebook.actions import accounts, outbox
from carebook.actions.opening import make_book
from carebook.records.periods import Destination, Snapshot
from carebook.records.staff import Account, Actor, Role, RoleGrant
from carebook.rules import code_files
from carebook.store import keys
from carebook.store.book import KEYS, Book, new_id
from tests import daily_care_samples, samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.outbox_samples import inked

PLANTED = "Xichquydiem"
"""A word of every name, note and draft here: it may stand in no file of the book as it is written."""
NURSE_LOGIN, NURSE_PASSWORD = "camtu", "canh dong xanh 8"
PEOPLE = 12
BEFORE = NOW - timedelta(days=2)
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Center:
    """The closed book in ``folder`` with its raw key; who acts in it, and on whom.

    ``outgoing`` is the folder its one destination leads to, ``snapshot`` a report of October signed in ink.
    """

    folder: Path
    key: bytes
    director: Actor
    nurse: Actor
    ward_id: str
    stays: tuple[str, ...]
    snapshot: Snapshot
    destination_id: str
    recovery_code: str
    outgoing: Path

    def at(self, folder: Path) -> Center:
        """The same center with its book in another folder."""
        return replace(self, folder=folder)

    @contextmanager
    def opened(self) -> Iterator[Book]:
        """Its book, open for the time of the block."""
        with Book.open_with_key(self.folder, self.key, keys.read_keys(self.folder / KEYS)) as book:
            yield book


def make_center(folder: Path) -> Center:
    """The center as every trial finds it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            code_files, "communes_from_lines", lambda _lines: []
        )  # half of the book, and no deed here asks for one
        opened = make_book(
            folder,
            facility=samples.facility(symbol="TTBTXH"),
            manager=samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
            login=LOGIN,
            password=PASSWORD,
            now=BEFORE,
            cost=CHEAP,
        )
    book, director = opened.book, opened.actor
    outgoing = folder.with_name("outgoing")
    outgoing.mkdir()
    ward = daily_care_samples.a_ward(book, director, BEFORE, PEOPLE)
    snapshot = inked(book, director, NOW)
    place = Destination(name="Sở Y tế", url=str(outgoing))
    destination = outbox.add_destination(book, place, by=director, now=NOW).result
    nurse = _nurse(book, director)
    with book.changing(director.account_id, BEFORE, new_id(), "test") as writer:
        person_id = writer.add(samples.person(code="CB-100000", full_name=f"Trần Thị {PLANTED}")).id
        writer.add(samples.episode(person_id))
    key = book._key
    book.close()
    return Center(
        folder, key, director, nurse, ward.ward.id, ward.stays, snapshot, destination.id, opened.recovery_code, outgoing
    )


def _nurse(book: Book, director: Actor) -> Actor:
    """A nurse with a password of her own."""
    member = accounts.add_staff_member(book, samples.staff_member(), by=director, now=BEFORE).result
    asked: Account = accounts.request_account(book, member.id, NURSE_LOGIN, by=director, now=BEFORE).result
    grants = [RoleGrant(account_id=asked.id, role=Role.NURSE, from_on=date(2026, 1, 1))]
    handed = accounts.approve_account(book, asked.id, grants, by=director, now=BEFORE).result
    nurse = _actor(book, asked.id)
    accounts.change_own_password(book, handed.one_time_password, NURSE_PASSWORD, by=nurse, now=BEFORE)
    return nurse


def _actor(book: Book, account_id: str) -> Actor:
    from carebook.store import staff

    with book.looking(NOW) as reader:
        found = staff.actor_of(reader, account_id)
    assert found is not None
    return found
