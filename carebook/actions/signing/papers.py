"""Deeds that sign a report: the preparer of its tables, the head, the facility with its seal, and the ink way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook import dates
from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS, open_snapshot
from carebook.actions.signing.opened import KeySource, opened, refuse_unfit
from carebook.actions.signing.trust import own_revocations, trust_of
from carebook.records.periods import InkSignature, ReportState, SignedFile, Snapshot
from carebook.records.signing import DATA_FILE, HEAD, PREPARER, REVOCATIONS_FILE, SEAL
from carebook.records.staff import Actor
from carebook.rules.periods import may_become, said
from carebook.rules.signing import awaits_seal, required
from carebook.store import periods
from carebook.store.book import Book, Reader, Writer
from carebook.store.signing import picture_of, png_of
from carebook.words import N_, message

if TYPE_CHECKING:
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
    reason: str = "",
) -> Change:
    """Sign as người lập biểu: the paper is drawn with its number, the data attached, all places made, the first one filled.

    With ``token`` its key signs and ``password`` is the PIN; with ``p12`` that key file; else the actor's own key of this
    book. ``Change.result`` is the `Verdict` on the signed file.
    """
    snapshot = kept_snapshot(book, snapshot_id, now)
    refuse_unless(snapshot, ReportState.PREPARER_SIGNED)
    source, pdf = KeySource(password, p12, token), blank_of(book, snapshot, now)
    return sign_place(book, snapshot, PREPARER, pdf, source, "sign_as_preparer", by=by, now=now, op=op, reason=reason)


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
    reason: str = "",
) -> Change:
    """Sign as the head: the second signature is appended to the very file the preparer signed."""
    snapshot = kept_snapshot(book, snapshot_id, now)
    refuse_unless(snapshot, ReportState.SIGNED)
    with book.looking(now) as reader:
        pdf = newest_file(reader, snapshot)
    if pdf is None or snapshot.state is not ReportState.PREPARER_SIGNED:
        raise refuse(message("The preparer signs the tables first."))
    source = KeySource(password, p12, token)
    return sign_place(book, snapshot, HEAD, pdf, source, "sign_as_head", by=by, now=now, op=op, reason=reason)


@deed(N_("Set the seal"), "periods")
def sign_with_seal(
    book: Book,
    snapshot_id: str,
    password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    p12: bytes | None = None,
    token: TokenKey | None = None,
    reason: str = "",
) -> Change:
    """Sign as the facility itself, over the head's signature (Nghị định 30/2020, Điều 5 khoản 1): the last signature of a report
    that was closed with its seal asked for.

    The key is the facility's own: of the book, of a key file or on a token; its certificate bears the facility's name.
    """
    snapshot = kept_snapshot(book, snapshot_id, now)
    with book.looking(now) as reader:
        files, pdf = periods.signed_files(reader, snapshot.id), newest_file(reader, snapshot)
    if not snapshot.sealed:
        raise refuse(message("No seal was asked for when this report was closed."))
    if pdf is None or not awaits_seal(snapshot, files):
        refuse_unless(snapshot, ReportState.SIGNED)
        raise refuse(message("The head signs first, then the seal is set."))
    source = KeySource(password, p12, token)
    done = sign_place(book, snapshot, SEAL, pdf, source, "sign_with_seal", by=by, now=now, op=op, reason=reason)
    return replace(done, said=message("The seal is set on the report of {period}.", period=said(snapshot.period)))


def kept_snapshot(book: Book, snapshot_id: str, now: datetime) -> Snapshot:
    """The closed version of that id; refused when the book has none."""
    with book.looking(now) as reader:
        snapshot = reader.record(Snapshot, snapshot_id)
    if snapshot is None:
        raise refuse(message("There is no such report in this book."))
    return snapshot


def refuse_unless_signable(snapshot: Snapshot, files: Sequence[SignedFile]) -> None:
    """Refuse a report that awaits nobody's signature."""
    if not awaits_seal(snapshot, files):
        refuse_unless(snapshot, ReportState.SIGNED)


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


def sign_place(
    book: Book,
    snapshot: Snapshot,
    role: str,
    pdf: bytes,
    source: KeySource,
    deed_name: str,
    *,
    by: Actor,
    now: datetime,
    op: str,
    reason: str,
) -> Change:
    """Fill the place of ``role`` and keep the file; what does not pass the receiver's check is thrown away."""
    from carebook.sealing import sign
    from carebook.sealing.errors import SealingError, WrongKeyPassword

    name, post = whose(snapshot, role)
    with book.looking(now) as reader:
        trust = trust_of(reader)
    try:
        with opened(book, source, role, by, now) as key:
            refuse_unfit(book, key, role, name, now)
            signer = key.name
            signed, verdict = sign.sign_and_check(
                pdf,
                role,
                key,
                when=now,
                reason=_why(snapshot),
                appearance=_appearance(book, role, signer, post, by, now),
                trust=trust,
            )
    except SealingError as error:
        if source.p12 is None and isinstance(error, WrongKeyPassword):
            wrong = message("The password of the signing key is wrong. Nothing was signed.")
            raise refuse(wrong, "password") from error
        raise refuse(error.message, "password") from error
    then = ReportState.PREPARER_SIGNED if role == PREPARER else ReportState.SIGNED
    with book.changing(by.account_id, now, op, deed_name, reason=reason) as writer:
        there = signable(writer, snapshot.id, then)
        if there.content_hash != snapshot.content_hash or there.version != snapshot.version:
            raise refuse(message("The report changed while it was being signed. Look at it again, then sign."))
        digest = periods.keep_file(writer, signed, "signed")
        roles = required(snapshot)[: required(snapshot).index(role) + 1]
        writer.add(
            SignedFile(snapshot_id=snapshot.id, roles=roles, file_hash=digest, signed_at=now, level=verdict.level.value)
        )
        writer.amend(replace(there, state=then))
    told = message("{name} signed the report of {period}.", name=signer, period=said(snapshot.period))
    return Change(PERIODS, (snapshot.id,), op, told, undoable=False, result=verdict)


def signable(writer: Writer, snapshot_id: str, then: ReportState) -> Snapshot:
    """The report, refused when it cannot take the signature that leads to ``then``; one that awaits its seal can."""
    snapshot = writer.record(Snapshot, snapshot_id)
    if snapshot is not None and awaits_seal(snapshot, periods.signed_files(writer, snapshot_id)):
        return snapshot
    return open_snapshot(writer, snapshot_id, then)


def whose(snapshot: Snapshot, role: str) -> tuple[str, str]:
    """The name a place is for, and the post."""
    if role == PREPARER:
        return snapshot.preparer_name, snapshot.preparer_post
    if role == HEAD:
        return snapshot.head_name, snapshot.head_post
    return str(json.loads(snapshot.content)["facility"]["name"]), ""


def _appearance(book: Book, role: str, signer: str, post: str, by: Actor, now: datetime) -> bytes:
    """What is seen in the place: the picture of who signs, or of the seal, where the book keeps one; else words."""
    from carebook.reports.paper.appearance import Picture, seal_appearance, signature_appearance

    with book.looking(now) as reader:
        kept = picture_of(reader, None if role == SEAL else by.staff_member_id)
        picture = Picture(png_of(reader, kept), kept.width_mm) if kept is not None else None
    return seal_appearance(signer, now, picture) if role == SEAL else signature_appearance(signer, post, now, picture)


def _why(snapshot: Snapshot) -> str:
    """What every PDF program reads beside the signature; papers speak Vietnamese."""
    days = f"{dates.written(snapshot.first_on)}–{dates.written(snapshot.last_on)}"
    return f"Báo cáo số liệu {days}, bản {snapshot.report_version}"


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
