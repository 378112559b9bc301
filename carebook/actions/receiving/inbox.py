"""Taking in everything that lies in a place, one file after the other; one that fails does not hold up the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import refuse
from carebook.actions.receiving.arrivals import Received, receive_parcel
from carebook.exchange.delivery import NotFetched, Place
from carebook.exchange.places import Where
from carebook.records.periods import Destination
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.parcels import is_data_name, is_receipt_name
from carebook.rules.receiving import UNSIGNED, Standing
from carebook.store import outbox
from carebook.store.book import Book, in_vietnam, new_id
from carebook.store.receiving import DepartmentStore
from carebook.words import N_, Message, message

if TYPE_CHECKING:
    from carebook.sealing.envelopes import ReceiverKey

_ENDINGS = (".pdf", ".p7m")


@dataclass(frozen=True)
class Inbox:
    """What came of the files of a place: (name, what became of it), and (name, why it could not be fetched)."""

    received: tuple[tuple[str, Received], ...] = ()
    unread: tuple[tuple[str, Message], ...] = ()
    stopped: bool = field(default=False)

    def count(self, *standings: Standing) -> int:
        """How many files ended so."""
        return sum(one.standing in standings for _name, one in self.received)

    @property
    def to_answer(self) -> tuple[str, ...]:
        """The packages (their rows' ids) that came now and have no receipt yet.

        Those that wait are answered later, and a file without any signature by people: it may be the scan of a report that was
        signed in ink.
        """
        rows = [
            one.parcel
            for _name, one in self.received
            if one.parcel is not None
            and one.standing is not Standing.PARKED
            and one.parcel.level != UNSIGNED
            and not one.parcel.receipt_hash
        ]
        return tuple(dict.fromkeys(row.id for row in rows))


def where_of(book: Book, destination_id: str, *, by: Actor, now: datetime) -> Where:
    """How to reach one of the book's destinations, with its password; refused without the right to receive."""
    if not permissions.may(by, "receive_parcel", in_vietnam(now)):
        raise refuse(permissions.missing_right(N_("Receive a package"), permissions.DEEDS["receive_parcel"]))
    with book.looking(now) as reader:
        there = reader.record(Destination, destination_id)
        if there is None or there.is_withdrawn:
            raise refuse(message("There is no such destination in this book."))
        return Where(there.url, there.user, outbox.password(reader, there.id), there.host_key)


def packages_in(place: Place) -> list[str]:
    """The names of the files that may be packages, reports before data packages; receipts are left out. `NotFetched`."""
    found = [name for name in place.names() if name.lower().endswith(_ENDINGS) and not is_receipt_name(name)]
    return sorted(found, key=lambda name: (is_data_name(name), name))


def receive_from(
    book: Book,
    place: Place,
    *,
    by: Actor,
    clock: Callable[[], datetime],
    keys: Sequence[ReceiverKey] = (),
    store: DepartmentStore | None = None,
    progress: Callable[[int, int], object] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Inbox:
    """Receive every package in a place; doing it again changes nothing. Raises `NotFetched` when the place cannot be reached.

    Each file is a deed of its own, so what was received before ``stopped()`` said so stays received.
    """
    received: list[tuple[str, Received]] = []
    unread: list[tuple[str, Message]] = []
    with place.reached():
        names = packages_in(place)
        for done, name in enumerate(names):
            if progress is not None:
                progress(done, len(names))
            if stopped is not None and stopped():
                return Inbox(tuple(received), tuple(unread), stopped=True)
            try:
                content = place.fetch(name)
            except NotFetched as error:
                unread.append((name, error.message))
                continue
            change = receive_parcel(
                book, content, name, place.said, by=by, now=clock(), op=new_id(), keys=keys, store=store
            )
            received.append((name, change.result))
        if progress is not None:
            progress(len(names), len(names))
    return Inbox(tuple(received), tuple(unread))
