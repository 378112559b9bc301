"""The deed that appends a timestamp and proofs about revocation to a signed report, by hand and by the program itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from carebook import dates
from carebook.actions.change import Change, Refused, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.actions.signing.papers import kept_snapshot
from carebook.actions.signing.trust import trust_of
from carebook.records.periods import OutboxItem, SignedFile, Snapshot
from carebook.records.staff import Actor
from carebook.rules.outbox import OPEN_STATES
from carebook.rules.periods import said
from carebook.rules.signing import awaits_stamps, problem_with_stamper
from carebook.store import outbox, periods
from carebook.store.book import Book, Writer, new_id
from carebook.store.signing import awaiting_stamps, failed_stamping, put_failed_stamping
from carebook.words import N_, Message, message

_DEED = "append_stamps"
_TRIED = frozenset({"stamping"})
_PROGRAM = ""
"""The journal's name for what the program does by itself."""


@deed(N_("Append timestamp and revocation data"), "periods", "outbox")
def append_stamps(
    book: Book, snapshot_id: str, url: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Append to a signed report what its signers' authorities say about revocation, and a timestamp by the service at ``url``.

    The bytes that were signed stay in front; the result is kept as a new file, and goes out in place of one that still waits in
    the outbox. ``Change.result`` is the `Verdict`. Refused while a signature is missing, when there is a timestamp already, and
    when the service gives none: the report then waits for the next try.
    """
    snapshot = kept_snapshot(book, snapshot_id, now)
    with book.looking(now) as reader:
        files = periods.signed_files(reader, snapshot_id)
    if files and files[0].timestamped_at is not None:
        raise refuse(message("This report has its timestamp already."))
    if not awaits_stamps(snapshot, files):
        raise refuse(message("The timestamp comes after every digital signature."))
    try:
        return _append(book, snapshot, url, by.account_id, now, op, reason)
    except Refused as refused:
        _note(book, refused.message, now)
        raise


def append_due(book: Book, url: str, *, clock: Callable[[], datetime]) -> Change | None:
    """Append to the report that waits longest and can be, in the name of the program; None when none waits.

    A failure is kept with its reason and given back as ``Change.result`` (`Refused`), not raised.
    """
    from carebook.sealing.errors import NoTimestamp

    now = clock()
    with book.looking(now) as reader:
        found = awaiting_stamps(reader, now)
    failed: Change | None = None
    for snapshot in found:
        try:
            return _append(book, snapshot, url, _PROGRAM, now, new_id(), "")
        except Refused as refused:
            _note(book, refused.message, now)
            failed = Change(_TRIED, (snapshot.id,), said=refused.message, undoable=False, result=refused)
            if isinstance(refused.__cause__, NoTimestamp):
                break  # the others would wait for the same service
    return failed


def _append(book: Book, snapshot: Snapshot, url: str, by: str, now: datetime, op: str, reason: str) -> Change:
    from carebook.sealing import later
    from carebook.sealing.errors import SealingError

    if problem := problem_with_stamper(url):
        raise refuse(problem, "url")
    with book.looking(now) as reader:
        before = periods.signed_files(reader, snapshot.id)[0]
        pdf = periods.kept_file(reader, before.file_hash)
        trust = trust_of(reader)
    if pdf is None:
        raise refuse(message("There is no such report in this book."))
    try:
        stamped = later.append_stamps(pdf, url.strip(), trust, now=now)
    except SealingError as error:
        raise refuse(error.message, "url") from error
    with book.changing(by, now, op, _DEED, reason=reason) as writer:
        if periods.signed_files(writer, snapshot.id)[0].id != before.id:
            raise refuse(message("The report changed while it was being signed. Look at it again, then sign."))
        digest = periods.keep_file(writer, stamped.pdf, "signed")
        writer.add(
            SignedFile(
                snapshot_id=snapshot.id,
                roles=before.roles,
                file_hash=digest,
                signed_at=before.signed_at,
                level=stamped.verdict.level.value,
                made_by="later",
                timestamped_at=stamped.timestamped_at,
            )
        )
        _send_instead(writer, snapshot, before.file_hash, digest)
        if failed_stamping(writer) is not None:
            put_failed_stamping(writer, None)
    moment = f"{dates.written(dates.today_in_vietnam(stamped.timestamped_at))} {dates.clock(stamped.timestamped_at)}"
    told = message(
        "The report of {period} is proven to have been signed before {moment}.",
        period=said(snapshot.period),
        moment=moment,
    )
    return Change(PERIODS | {"outbox"}, (snapshot.id,), op, told, undoable=False, result=stamped.verdict)


def _send_instead(writer: Writer, snapshot: Snapshot, old: str, new: str) -> None:
    """What waits in the outbox is sent with its timestamp."""
    for item in writer.records(OutboxItem, "snapshot_id = ? AND file_hash = ?", (snapshot.id, old)):
        if item.state in OPEN_STATES and outbox.attempt(writer, item.id).claimed_at is None:
            writer.amend(replace(item, file_hash=new))


def _note(book: Book, why: Message, now: datetime) -> None:
    with book.changing(_PROGRAM, now, new_id(), _DEED, journaled=False) as writer:
        put_failed_stamping(writer, why)
