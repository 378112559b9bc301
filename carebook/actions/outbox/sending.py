"""Sending a package in three steps: claim it (a transaction), carry it (no book), keep the outcome (a transaction).

Whoever is killed between two steps leaves a claim; the next one to carry finds it and begins anew, and what had arrived
already is not written a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.outbox.packages import OUTBOX, REPORT, content_of
from carebook.exchange.delivery import Delivery, NotDelivered, Progress
from carebook.exchange.places import Where, place_at
from carebook.records.periods import Destination, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.rules.outbox import GONE_STATES
from carebook.store import outbox
from carebook.store.book import Book, Writer, new_id
from carebook.words import N_, message

_DEED = "send_package"
_PROGRAM = ""
"""The journal's name for what the program does by itself."""


@dataclass(frozen=True)
class Way:
    """How to send: in whose name, where to when it is not the package's own destination, who watches, and the clock."""

    by: str
    clock: Callable[[], datetime]
    folder: Path | None = None
    destination_id: str | None = None
    progress: Progress | None = None
    stopped: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Claim:
    """A package taken to be carried: its bytes, where it goes, and what the outcome is written to."""

    item: OutboxItem
    content: bytes = field(repr=False)
    where: Where
    destination_id: str | None


@deed(N_("Send now"), "outbox", "periods")
def send_package(
    book: Book,
    item_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    folder: Path | None = None,
    destination_id: str | None = None,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
    clock: Callable[[], datetime] | None = None,
    reason: str = "",
) -> Change:
    """Send a package to its destination, to another one or to ``folder``; the outcome is kept with it, in words.

    ``Change.result`` is the `Delivery`. Sending twice changes nothing. The book is free while the package is carried;
    ``clock`` tells when that ended. Raises `NotDelivered` after the reason was kept, `Stopped` when ``stopped()`` said so.
    """
    way = Way(by.account_id, clock or (lambda: now), folder, destination_id, progress, stopped)
    with outbox.carrying(book.folder) as alone:
        if not alone:
            raise refuse(message("Packages of this book are being sent already. Try again in a moment."))
        return _send(book, item_id, op, way, reason)


def send_due(
    book: Book,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[str, int, int], object] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Change | None:
    """Send the package that waits longest of those that are due, in the name of the program, for which it was put in the
    outbox with its destination; None when none is due or somebody else is sending.

    A failure is kept with its reason and the time of the next try and given back as ``Change.result``, not raised.
    """
    with outbox.carrying(book.folder) as alone:
        if not alone:
            return None
        with book.looking(clock()) as reader:
            found = outbox.due(reader, clock())
        if not found:
            return None
        item_id = found[0]

        def told(done: int, total: int) -> None:
            if progress is not None:
                progress(item_id, done, total)

        try:
            return _send(book, item_id, new_id(), Way(_PROGRAM, clock, progress=told, stopped=stopped), "")
        except NotDelivered as error:
            return Change(OUTBOX, (item_id,), said=error.message, undoable=False, result=error)
        except Refused as refused:
            _give_up(book, item_id, refused, clock())
            return Change(OUTBOX, (item_id,), said=refused.message, undoable=False, result=refused)


def _send(book: Book, item_id: str, op: str, way: Way, reason: str) -> Change:
    with book.changing(way.by, way.clock(), op, _DEED, journaled=False) as writer:
        claim = _claim(writer, item_id, way)
        outbox.claim(writer, item_id)
    try:
        place = place_at(claim.where)
        delivery = place.deliver(claim.content, claim.item.file_name, progress=way.progress, stopped=way.stopped)
    except NotDelivered as error:
        _keep_failure(book, claim, error, op, way, reason)
        raise
    except BaseException:
        _let_go(book, item_id, op, way)
        raise
    return _keep_arrival(book, claim, delivery, op, way, reason)


def _claim(writer: Writer, item_id: str, way: Way) -> Claim:
    item = writer.record(OutboxItem, item_id)
    content = content_of(writer, item) if item else None
    if item is None or content is None or item.withdrawn_at is not None or item.state is OutboxState.WITHDRAWN:
        raise refuse(message("There is nothing to send here."))
    if way.folder is not None:
        return Claim(item, content, Where(str(way.folder)), item.destination_id)
    destination_id = way.destination_id or item.destination_id
    destination = writer.record(Destination, destination_id) if destination_id else None
    if destination is None or destination.withdrawn_at is not None:
        raise refuse(message("Choose where to send it."), "folder")
    secret = outbox.password(writer, destination.id)
    where = Where(destination.url, destination.user, secret, destination.host_key)
    return Claim(item, content, where, destination.id)


def _keep_arrival(book: Book, claim: Claim, delivery: Delivery, op: str, way: Way, reason: str) -> Change:
    now = way.clock()
    with book.changing(way.by, now, op, _DEED, reason=reason) as writer:
        item = writer.record(OutboxItem, claim.item.id) or claim.item
        known = delivery.was_there and item.state in GONE_STATES
        writer.amend(
            replace(
                item,
                state=item.state if known else OutboxState.SENT,
                sent_at=item.sent_at if known else now,
                sent_to=claim.where.url,
                destination_id=claim.destination_id,
                error="",
            )
        )
        outbox.drop_attempt(writer, item.id)
        report = writer.record(Snapshot, item.snapshot_id) if item.kind == REPORT else None
        if report is not None and report.state in (ReportState.SIGNED, ReportState.SIGNED_IN_INK):
            writer.amend(replace(report, state=ReportState.SENT))
        _note_key(writer, claim, delivery)
    said = (
        message("The place already has this package; it was not sent a second time.")
        if delivery.was_there
        else message("Sent {name}.", name=delivery.path.name)
    )
    return Change(OUTBOX, (claim.item.id,), op, said, undoable=False, result=delivery)


def _note_key(writer: Writer, claim: Claim, delivery: Delivery) -> None:
    """The key a server showed at the first delivery is its own from now on."""
    there = writer.record(Destination, claim.destination_id) if claim.destination_id else None
    if delivery.host_key and there is not None and there.url == claim.where.url and not there.host_key:
        writer.amend(replace(there, host_key=delivery.host_key))


def _keep_failure(book: Book, claim: Claim, error: NotDelivered, op: str, way: Way, reason: str) -> None:
    """The same failure again only moves the next try; a package that had arrived before, or was held back, stays as it is."""
    now = way.clock()
    with book.looking(now) as reader:
        there = reader.record(OutboxItem, claim.item.id) or claim.item
    waits = there.state not in GONE_STATES and there.state not in (OutboxState.PAUSED, OutboxState.WITHDRAWN)
    kept = error.message.to_json()
    after = replace(there, state=error.state, error=kept, destination_id=claim.destination_id) if waits else there
    with book.changing(way.by, now, op, _DEED, reason=reason, journaled=after != there) as writer:
        if after != there:
            writer.amend(after)
        if waits:
            by_itself = error.again and claim.destination_id is not None
            outbox.put_attempt(writer, outbox.attempt(writer, there.id).failed(now, again=by_itself))
        else:
            outbox.drop_attempt(writer, there.id)


def _give_up(book: Book, item_id: str, refused: Refused, now: datetime) -> None:
    """What cannot be sent any more (the report was replaced) is not tried again by itself."""
    with book.changing(_PROGRAM, now, new_id(), _DEED) as writer:
        item = writer.record(OutboxItem, item_id)
        if item is not None:
            writer.amend(replace(item, state=OutboxState.FAILED, error=refused.message.to_json()))
            outbox.put_attempt(writer, outbox.Attempt(item_id, 1))


def _let_go(book: Book, item_id: str, op: str, way: Way) -> None:
    """Nothing was tried to its end: as if it had not been begun."""
    with book.changing(way.by, way.clock(), op, _DEED, journaled=False) as writer:
        outbox.put_attempt(writer, replace(outbox.attempt(writer, item_id), claimed_at=None, next_at=way.clock()))
