"""The deed that takes a receipt: the receiver's signed answer to a package that was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.signing.trust import check_file
from carebook.exchange.delivery import NotDelivered, NotFetched
from carebook.exchange.places import Where, place_at
from carebook.records.parcels import Receipt
from carebook.records.periods import Destination, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.rules.parcels import RECEIPT_FOLDER, RECEIPT_SUFFIX, Answer, NotAParcel, answer_of, receipt_name
from carebook.rules.periods import may_become
from carebook.store import outbox, parcels, periods
from carebook.store.book import Book, Writer
from carebook.words import N_, Message, message

SUBJECTS = frozenset({"outbox", "periods"})
_NOT_OURS = "package"


@dataclass(frozen=True)
class Looked:
    """What a look for receipts found: the answers taken, those not taken with why, the destinations that were not reached."""

    taken: tuple[Change, ...] = ()
    refused: tuple[tuple[str, Message], ...] = ()
    unreached: tuple[tuple[str, Message], ...] = ()


@deed(N_("Take a receipt"), "outbox", "periods")
def take_receipt(book: Book, raw: bytes, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take the receiver's signed answer: the package it names is received, or comes back with the receiver's reason.

    Refused when its signature does not hold, when its signer is not trusted here or is of this facility, when it is no
    receipt, and when no package of this book went as the file it names. The same receipt again changes nothing.
    ``Change.result`` is the `Answer`.
    """
    with book.looking(now) as reader:
        verdict, own = check_file(raw, reader, now), periods.identity(reader)
    if not verdict.is_accepted:
        raise refuse(verdict.words, "file")
    try:
        answer = answer_of(verdict.report or {})
    except NotAParcel as error:
        raise refuse(error.message, "file") from error
    signer = verdict.signers[0]
    if own is not None and signer.root is not None and signer.root.fingerprint == own.fingerprint:
        raise refuse(message("This receipt was signed in this facility itself; only the receiver can answer."), "file")
    receiver = signer.facility.facility if signer.facility is not None else signer.certificate.organisation
    receiver = receiver or answer.receiver
    with book.changing(by.account_id, now, op, "take_receipt", reason=reason) as writer:
        items = parcels.packages_of_file(writer, answer.file_hash)
        if not items:
            raise refuse(message("This receipt is for a file this book did not send."), _NOT_OURS)
        gone = [item for item in items if item.state in (OutboxState.SENT, OutboxState.RECEIVED)]
        item = (gone or items)[0]
        known = parcels.receipt_kept(writer, verdict.file_sha256)
        if known is None:
            digest = periods.keep_file(writer, raw, "receipt")
            writer.add(
                Receipt(
                    outbox_item_id=item.id,
                    received_at=answer.received_at,
                    receiver=receiver,
                    level=verdict.level.value,
                    file_hash=digest,
                )
            )
            _note(writer, item, answer, receiver)
    return Change(SUBJECTS, (item.id,), op, _said(item, answer, receiver), undoable=False, result=answer)


def _note(writer: Writer, item: OutboxItem, answer: Answer, receiver: str) -> None:
    """A package that was taken stays taken, whatever comes later."""
    if item.state is OutboxState.RECEIVED:
        return
    if not answer.taken:
        why = message("{receiver} did not take it: {reason}", receiver=receiver, reason=answer.reason or "–")
        writer.amend(replace(item, state=OutboxState.FAILED, error=why.to_json()))
        outbox.put_attempt(writer, outbox.Attempt(item.id, 1))  # sent again only by hand
        return
    received = replace(item, state=OutboxState.RECEIVED, received_at=answer.received_at, error="")
    writer.amend(replace(received, sent_at=item.sent_at or answer.received_at))
    outbox.drop_attempt(writer, item.id)
    report = writer.record(Snapshot, item.snapshot_id)
    if report is not None and item.kind == "report":
        for step in (ReportState.SENT, ReportState.ACKNOWLEDGED):
            if report.state is not step and may_become(report.state, step):
                report = writer.amend(replace(report, state=step))


def _said(item: OutboxItem, answer: Answer, receiver: str) -> Message:
    if answer.taken:
        return message("{receiver} received {name}.", receiver=receiver, name=item.file_name)
    return message(
        "{receiver} did not take {name}: {reason}", receiver=receiver, name=item.file_name, reason=answer.reason
    )


def look_for_receipts(
    book: Book, *, by: Actor, clock: Callable[[], datetime], stopped: Callable[[], bool] | None = None
) -> Looked:
    """Fetch what lies at the destinations as answers to packages that were sent there, and take it; see `take_receipt`.

    Answers to other facilities that send to the same place are left alone. ``stopped()`` ends it between two files.
    """
    taken: list[Change] = []
    refused: list[tuple[str, Message]] = []
    unreached: list[tuple[str, Message]] = []
    with book.looking(clock()) as reader:
        waiting = list(_waiting(reader))
    for destination, where, stems in waiting:
        try:
            for name, raw in _fetched(where, stems):
                if stopped is not None and stopped():
                    return Looked(tuple(taken), tuple(refused), tuple(unreached))
                with book.looking(clock()) as reader:
                    known = parcels.receipt_kept(reader, hashlib.sha256(raw).hexdigest())
                if known is not None:
                    continue
                try:
                    taken.append(take_receipt(book, raw, by=by, now=clock()))
                except Refused as error:
                    if error.problems[0].field != _NOT_OURS:
                        refused.append((name, error.message))
        except (NotDelivered, NotFetched) as error:
            unreached.append((destination.name, error.message))
    return Looked(tuple(taken), tuple(refused), tuple(unreached))


def _waiting(reader: Writer) -> Iterator[tuple[Destination, Where, tuple[str, ...]]]:
    """The destinations of packages that were sent and not answered, with how the receipts for them are named."""
    items = reader.records(OutboxItem, "state = ?", (OutboxState.SENT.value,))
    for destination in periods.destinations(reader):
        names = {receipt_name(item.file_name) for item in items if item.destination_id == destination.id}
        if names:
            secret = outbox.password(reader, destination.id)
            where = Where(destination.url, destination.user, secret, destination.host_key)
            yield destination, where, tuple(sorted(name.removesuffix(RECEIPT_SUFFIX) for name in names))


def _fetched(where: Where, stems: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The receipts beside the packages and in the folder for them, which need not be there."""
    yield from _in_place(where, stems)
    with suppress(NotFetched):
        yield from _in_place(where.inside(RECEIPT_FOLDER), stems)


def _in_place(where: Where, stems: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    place = place_at(where)
    with place.reached():
        for name in place.names(f"*{RECEIPT_SUFFIX.removesuffix('.pdf')}*.pdf"):
            if name.startswith(stems):
                yield name, place.fetch(name)
