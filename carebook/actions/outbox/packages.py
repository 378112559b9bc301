"""Deeds about a package in the outbox: putting it in, holding it back, taking it out again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse
from carebook.records.facility import Facility
from carebook.records.parcels import Receiver
from carebook.records.periods import OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.reports.copies import signed_copy
from carebook.rules.outbox import GONE_STATES
from carebook.rules.parcels import report_name
from carebook.rules.signing import is_complete
from carebook.store import outbox, periods
from carebook.store.book import Book, Reader, Writer
from carebook.words import N_, message

OUTBOX = frozenset({"outbox", "periods"})
REPORT, DATA = "report", "data"


def file_to_send(reader: Reader, snapshot: Snapshot) -> bytes | None:
    """What is sent of a report: the signed PDF, or the scan of the paper signed in ink; None while it is not complete."""
    if not is_complete(snapshot, periods.signed_files(reader, snapshot.id)):
        return None
    signed = signed_copy(reader, snapshot.id)
    ink = periods.ink_signature(reader, snapshot.id)
    if ink is not None:
        return periods.kept_file(reader, ink.scan_hash)
    return signed


def content_of(reader: Reader, item: OutboxItem) -> bytes | None:
    """The bytes of a package as they are sent today; None when it may not go any more.

    A data package goes as it was encrypted, as long as its report counts and its receiver is one of the book's.
    """
    snapshot = reader.record(Snapshot, item.snapshot_id)
    if snapshot is None or item.kind == REPORT:
        return file_to_send(reader, snapshot) if snapshot is not None else None
    receiver = reader.record(Receiver, item.receiver_id or "")
    stands = snapshot.state not in (ReportState.SUPERSEDED, ReportState.REOPENED)
    if not stands or receiver is None or receiver.is_withdrawn:
        return None
    return periods.kept_file(reader, item.file_hash)


@deed(N_("Put in outbox"), "outbox", "periods")
def put_in_outbox(
    book: Book,
    snapshot_id: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    destination_id: str | None = None,
    reason: str = "",
) -> Change:
    """Put a signed report in the outbox; doing it twice for the same file and destination changes nothing."""
    with book.changing(by.account_id, now, op, "put_in_outbox", reason=reason) as writer:
        snapshot = writer.record(Snapshot, snapshot_id)
        content = file_to_send(writer, snapshot) if snapshot else None
        if snapshot is None or content is None:
            raise refuse(message("The report is not complete: every signature must be there before it is sent."))
        digest = hashlib.sha256(content).hexdigest()
        same = writer.records(
            OutboxItem, "file_hash = ? AND destination_id IS ? AND state <> 'withdrawn'", (digest, destination_id)
        )
        facility = writer.records(Facility)[0]
        item = (
            same[0]
            if same
            else writer.add(
                OutboxItem(
                    snapshot_id=snapshot_id,
                    destination_id=destination_id,
                    file_name=report_name(facility.symbol, snapshot.period, snapshot.report_version),
                    file_hash=digest,
                )
            )
        )
    return Change(OUTBOX, (item.id,), op, message("Put in the outbox: {name}.", name=item.file_name), result=item)


@deed(N_("Pause sending"), "outbox")
def pause_package(book: Book, item_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Hold a package back until somebody resumes it; what arrived cannot be held back any more."""
    with book.changing(by.account_id, now, op, "pause_package", reason=reason) as writer:
        item = _still_here(writer, item_id)
        kept = writer.amend(replace(item, state=OutboxState.PAUSED))
    return Change(OUTBOX, (item_id,), op, message("Paused: {name}.", name=kept.file_name), result=kept)


@deed(N_("Resume sending"), "outbox")
def resume_package(book: Book, item_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Let a package that was held back be sent again; it is tried at once."""
    with book.changing(by.account_id, now, op, "resume_package", reason=reason) as writer:
        item = _still_here(writer, item_id)
        if item.state is not OutboxState.PAUSED:
            raise refuse(message("This package is not paused."))
        kept = writer.amend(replace(item, state=OutboxState.WAITING, error=""))
        outbox.drop_attempt(writer, item_id)
    return Change(OUTBOX, (item_id,), op, message("It is sent again: {name}.", name=kept.file_name), result=kept)


@deed(N_("Withdraw a package"), "outbox", "periods")
def withdraw_package(book: Book, item_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Take a package that has not arrived out of the outbox; the row stays readable, with the reason."""
    if not reason.strip():
        raise refuse(message("The reason is needed."), "reason")
    with book.changing(by.account_id, now, op, "withdraw_package", reason=reason) as writer:
        item = _still_here(writer, item_id)
        kept = writer.amend(replace(item, state=OutboxState.WITHDRAWN, error=""))
        outbox.drop_attempt(writer, item_id)
    return Change(OUTBOX, (item_id,), op, message("Withdrawn: {name}.", name=kept.file_name), result=kept)


def _still_here(writer: Writer, item_id: str) -> OutboxItem:
    item = writer.record(OutboxItem, item_id)
    if item is None or item.withdrawn_at is not None or item.state is OutboxState.WITHDRAWN:
        raise refuse(message("There is nothing to send here."))
    if item.state in GONE_STATES:
        raise refuse(message("This package has arrived; make a new version of the report instead."))
    return item
