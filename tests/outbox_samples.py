"""October signed in ink, in the outbox for a destination, and what the book says of its way."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from carebook.actions import outbox, signing
from carebook.actions.change import Change
from carebook.records.periods import Destination, InkSignature, OutboxItem, Snapshot
from carebook.records.staff import Actor
from carebook.store import outbox as store
from carebook.store.book import Book
from tests import period_samples as sample

SCAN = b"%PDF-1.7 scan " + bytes(range(256)) * 2000  # several pieces


def inked(book: Book, director: Actor, now: datetime) -> Snapshot:
    """October, signed in ink."""
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=director.name)
    signing.sign_in_ink(book, ink, SCAN, by=director, now=now)
    return sample.kept(book, snapshot.id, now)


class Putting:
    """Puts October in the outbox for a destination of that address; without one, for a folder "so" that is not there."""

    def __init__(self, book: Book, director: Actor, now: datetime, folder: Path) -> None:
        self._book, self._director, self._now, self._folder = book, director, now, folder
        self.snapshot = inked(book, director, now)

    def __call__(self, url: str = "", *, secret: str = "", user: str = "") -> OutboxItem:
        place = Destination(name="Sở Y tế", url=url or str(self._folder / "so"), user=user)
        place = outbox.add_destination(self._book, place, by=self._director, now=self._now, secret=secret).result
        item: OutboxItem = outbox.put_in_outbox(
            self._book, self.snapshot.id, by=self._director, now=self._now, destination_id=place.id
        ).result
        return item


def item_of(book: Book, item: OutboxItem, now: datetime) -> OutboxItem:
    with book.looking(now) as reader:
        found = reader.record(OutboxItem, item.id)
    assert found is not None
    return found


def attempt_of(book: Book, item: OutboxItem, now: datetime) -> store.Attempt:
    with book.looking(now) as reader:
        return store.attempt(reader, item.id)


def lines(book: Book, now: datetime) -> int:
    with book.looking(now) as reader:
        return int(reader.value("SELECT count(*) FROM journal"))


def send_due(book: Book, at: datetime) -> Change | None:
    return outbox.send_due(book, clock=lambda: at)
