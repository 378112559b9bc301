"""Deeds about what leaves the book: destinations, putting a signed report in the outbox, sending it to a folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from carebook.actions.change import Change, deed, refuse
from carebook.exchange import folders
from carebook.records.facility import Facility
from carebook.records.periods import Destination, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.reports.copies import signed_copy
from carebook.rules.search_words import fold
from carebook.store import periods
from carebook.store.book import Book, Reader
from carebook.words import N_, message

OUTBOX = frozenset({"outbox", "periods"})


@deed(N_("Add a destination"), "outbox")
def add_destination(
    book: Book, destination: Destination, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Remember a folder, share or stick packages are sent to."""
    if not destination.name.strip():
        raise refuse(message("A name is needed."), "name")
    if not destination.url.strip():
        raise refuse(message("Choose the folder."), "folder")
    with book.changing(by.account_id, now, op, "add_destination", reason=reason) as writer:
        kept = writer.add(destination)
    return Change(OUTBOX, (kept.id,), op, message("Saved."), result=kept)


def package_name(facility: Facility, snapshot: Snapshot) -> str:
    """The ASCII name of a report's file, saying that it holds figures only: bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf."""
    symbol = "".join(c for c in fold(facility.symbol) if c.isalnum() or c == "-") or "coso"
    return f"bao-cao-{snapshot.period}-b{snapshot.report_version}_{symbol}_so-lieu.pdf"


def file_to_send(reader: Reader, snapshot: Snapshot) -> bytes | None:
    """What is sent of a report: the signed PDF, or the scan of the paper signed in ink; None while it is not complete."""
    if snapshot.state is ReportState.SUPERSEDED or not periods.is_complete(snapshot):
        return None
    signed = signed_copy(reader, snapshot.id)
    ink = periods.ink_signature(reader, snapshot.id)
    if ink is not None:
        return periods.kept_file(reader, ink.scan_hash)
    return signed


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
                    file_name=package_name(facility, snapshot),
                    file_hash=digest,
                )
            )
        )
    return Change(OUTBOX, (item.id,), op, message("Put in the outbox: {name}.", name=item.file_name), result=item)


@deed(N_("Send now"), "outbox", "periods")
def send_package(
    book: Book, item_id: str, *, by: Actor, now: datetime, op: str = "", folder: Path | None = None, reason: str = ""
) -> Change:
    """Send a package to its destination or to ``folder``; the result or the error is kept with it, in words.

    ``Change.result`` is the `Delivery`. Sending twice changes nothing. Raises `NotDelivered` after the error was kept.
    """
    with book.looking(now) as reader:
        item = reader.record(OutboxItem, item_id)
        snapshot = reader.record(Snapshot, item.snapshot_id) if item else None
        content = file_to_send(reader, snapshot) if snapshot else None
        destination = reader.record(Destination, item.destination_id) if item and item.destination_id else None
    if item is None or snapshot is None or content is None or item.state is OutboxState.WITHDRAWN:
        raise refuse(message("There is nothing to send here."))
    target = folder or (Path(destination.url) if destination else None)
    if target is None:
        raise refuse(message("Choose where to send it."), "folder")
    try:
        delivery = folders.deliver(content, item.file_name, target)
    except folders.NotDelivered as error:
        with book.changing(by.account_id, now, op, "send_package", reason=reason) as writer:
            writer.amend(replace(item, state=OutboxState.FAILED, error=str(error)))
        raise
    with book.changing(by.account_id, now, op, "send_package", reason=reason) as writer:
        writer.amend(replace(item, state=OutboxState.SENT, sent_at=now, sent_to=str(target), error=""))
        there = writer.record(Snapshot, snapshot.id)
        if there is not None and there.state in (ReportState.SIGNED, ReportState.SIGNED_IN_INK):
            writer.amend(replace(there, state=ReportState.SENT))
    said = (
        message("The place already has this package; it was not sent a second time.")
        if delivery.was_there
        else message("Sent {name}.", name=delivery.path.name)
    )
    return Change(OUTBOX, (item.id,), op, said, undoable=False, result=delivery)
