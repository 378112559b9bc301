"""Deeds that sign a report: the preparer of its tables, the head, and the ink way."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook import dates
from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS, open_snapshot
from carebook.actions.signing.trust import own_revocations, trust_of
from carebook.records.periods import InkSignature, ReportState, SignedFile, Snapshot
from carebook.records.signing import DATA_FILE, HEAD, PREPARER, REVOCATIONS_FILE
from carebook.records.staff import Actor
from carebook.rules.periods import may_become, said
from carebook.store import periods
from carebook.store.book import Book, Reader
from carebook.store.rows import moment_from
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.keys import Key
    from carebook.sealing.tokens import TokenKey


@deed(N_("Sign the tables"), "periods")
def sign_as_preparer(
    book: Book,
    snapshot_id: str,
    password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    p12: bytes | None = None,
    token: TokenKey | None = None,
    picture: bytes | None = None,
    reason: str = "",
) -> Change:
    """Sign as người lập biểu: the paper is drawn with its number, the data attached, all places made, the first one filled.

    With ``token`` its key signs and ``password`` is the PIN; with ``p12`` that key file; else the actor's own key of this
    book. ``Change.result`` is the `Verdict` on the signed file.
    """
    snapshot = kept_snapshot(book, snapshot_id, now)
    refuse_unless(snapshot, ReportState.PREPARER_SIGNED)
    source = _Source(password, p12, token, picture)
    return _sign(
        book, snapshot, PREPARER, blank_of(book, snapshot, now), source, "sign_as_preparer", by, now, op, reason
    )


@deed(N_("Sign the report"), "periods")
def sign_as_head(
    book: Book,
    snapshot_id: str,
    password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    p12: bytes | None = None,
    token: TokenKey | None = None,
    picture: bytes | None = None,
    reason: str = "",
) -> Change:
    """Sign as the head: the second signature is appended to the very file the preparer signed."""
    snapshot = kept_snapshot(book, snapshot_id, now)
    refuse_unless(snapshot, ReportState.SIGNED)
    with book.looking(now) as reader:
        pdf = newest_file(reader, snapshot)
    if pdf is None or snapshot.state is not ReportState.PREPARER_SIGNED:
        raise refuse(message("The preparer signs the tables first."))
    source = _Source(password, p12, token, picture)
    return _sign(book, snapshot, HEAD, pdf, source, "sign_as_head", by, now, op, reason)


def kept_snapshot(book: Book, snapshot_id: str, now: datetime) -> Snapshot:
    """The closed version of that id; refused when the book has none."""
    with book.looking(now) as reader:
        snapshot = reader.record(Snapshot, snapshot_id)
    if snapshot is None:
        raise refuse(message("There is no such report in this book."))
    return snapshot


def refuse_unless(snapshot: Snapshot, then: ReportState) -> None:
    """Refuse what cannot go on to the state ``then``."""
    if snapshot.state is ReportState.SUPERSEDED:
        raise refuse(message("This version was replaced by a newer one."))
    if not may_become(snapshot.state, then):
        raise refuse(message("This report is past that step."))


def blank_of(book: Book, snapshot: Snapshot, now: datetime) -> bytes:
    """The paper of a closed version before its first signature: its data and the facility's list attached, every place empty."""
    from carebook.reports import copies
    from carebook.sealing import sign

    with book.reading_masked(now) as reader:
        source = copies.gather(reader, snapshot.period, now, snapshot_id=snapshot.id)
        revoked = own_revocations(reader)
    drawn = copies.draw(source)
    attached = [sign.Attachment(DATA_FILE, drawn.data)]
    if revoked is not None:
        about = "Chứng thư chữ ký số đã thu hồi"
        attached.append(sign.Attachment(REVOCATIONS_FILE, revoked, "application/pkix-crl", about))
    return sign.prepare(drawn.pdf, drawn.places, attached)


def newest_file(reader: Reader, snapshot: Snapshot) -> bytes | None:
    """The file that carries every signature so far; None when nobody signed digitally."""
    files = periods.signed_files(reader, snapshot.id)
    return periods.kept_file(reader, files[0].file_hash) if files else None


@dataclass(frozen=True)
class _Source:
    """Where the key comes from: a token, a key file, else the actor's key of this book; ``secret`` is its password or PIN."""

    secret: str
    p12: bytes | None
    token: TokenKey | None
    picture: bytes | None


def _sign(
    book: Book,
    snapshot: Snapshot,
    role: str,
    pdf: bytes,
    source: _Source,
    deed_name: str,
    by: Actor,
    now: datetime,
    op: str,
    reason: str,
) -> Change:
    from carebook.reports.paper.appearance import signature_appearance
    from carebook.sealing import sign
    from carebook.sealing.errors import SealingError, WrongKeyPassword

    name = snapshot.preparer_name if role == PREPARER else snapshot.head_name
    post = snapshot.preparer_post if role == PREPARER else snapshot.head_post
    with book.looking(now) as reader:
        last = reader.value("SELECT max(at) FROM journal")
        trust = trust_of(reader)
    try:
        with _opened(book, source, by, now) as key:
            _refuse_unfit(key, name, now, moment_from(last) if last else None)
            signer = key.name
            signed, verdict = sign.sign_and_check(
                pdf,
                role,
                key,
                when=now,
                reason=_why(snapshot),
                appearance=signature_appearance(signer, post, now, source.picture),
                trust=trust,
            )
    except SealingError as error:
        if source.p12 is None and isinstance(error, WrongKeyPassword):
            wrong = message("The password of the signing key is wrong. Nothing was signed.")
            raise refuse(wrong, "password") from error
        raise refuse(error.message, "password") from error
    then = ReportState.PREPARER_SIGNED if role == PREPARER else ReportState.SIGNED
    with book.changing(by.account_id, now, op, deed_name, reason=reason) as writer:
        there = open_snapshot(writer, snapshot.id, then)
        if there.content_hash != snapshot.content_hash or there.version != snapshot.version:
            raise refuse(message("The report changed while it was being signed. Look at it again, then sign."))
        roles = (PREPARER,) if role == PREPARER else (PREPARER, HEAD)
        digest = periods.keep_file(writer, signed, "signed")
        writer.add(
            SignedFile(snapshot_id=snapshot.id, roles=roles, file_hash=digest, signed_at=now, level=verdict.level.value)
        )
        writer.amend(replace(there, state=then))
    told = message("{name} signed the report of {period}.", name=signer, period=said(snapshot.period))
    return Change(PERIODS, (snapshot.id,), op, told, undoable=False, result=verdict)


def _why(snapshot: Snapshot) -> str:
    """What every PDF program reads beside the signature; papers speak Vietnamese."""
    days = f"{dates.written(snapshot.first_on)}–{dates.written(snapshot.last_on)}"
    return f"Báo cáo số liệu {days}, bản {snapshot.report_version}"


@contextmanager
def _opened(book: Book, source: _Source, by: Actor, now: datetime) -> Iterator[Key]:
    """The key, open as long as the block lasts."""
    from carebook.sealing import keys, tokens

    if source.token is not None:
        with tokens.opened(source.token, source.secret) as key:
            yield key
        return
    p12 = source.p12
    if p12 is None:
        with book.looking(now) as reader:
            stored = periods.signing_key(reader, by.staff_member_id)
        if stored is None:
            raise refuse(
                message("{name} has no signing key yet. Make one in Settings, or choose a key file.", name=by.name)
            )
        p12 = base64.b64decode(stored.p12)
    yield keys.open_p12(p12, source.secret)


def _refuse_unfit(key: Key, name: str, now: datetime, last: datetime | None) -> None:
    from carebook.sealing import keys

    for error in keys.problems_with(key, now=now, last_recorded_at=last).errors:
        raise error
    if name and keys.folded(key.name) != keys.folded(name):
        raise refuse(
            message(
                "This key belongs to {whose}; the place is for {name}. Change the signer or the key.",
                whose=key.name,
                name=name,
            ),
            "p12",
        )


@deed(N_("Sign in ink"), "periods")
def sign_in_ink(
    book: Book,
    signature: InkSignature,
    scan: bytes,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """The ink way: number, date and signer as on the paper, with its scan; such a report is complete and can be sent."""
    if not signature.number.strip():
        raise refuse(message("Write the number on the paper."), "number")
    if not scan:
        raise refuse(message("Attach the scan of the signed paper."), "scan_hash")
    with book.changing(by.account_id, now, op, "sign_in_ink", reason=reason) as writer:
        snapshot = open_snapshot(writer, signature.snapshot_id, ReportState.SIGNED_IN_INK)
        digest = periods.keep_file(writer, scan, "scan")
        kept = writer.add(replace(signature, scan_hash=digest))
        writer.amend(
            replace(
                snapshot,
                number=signature.number.strip(),
                dated_on=signature.dated_on,
                head_name=signature.signer_name or snapshot.head_name,
                state=ReportState.SIGNED_IN_INK,
            )
        )
    return Change(
        PERIODS,
        (snapshot.id, kept.id),
        op,
        message("Signed in ink, number {number}.", number=signature.number),
        undoable=False,
    )
