"""Deeds about signing: keys of the facility and its staff, the two signatures of a report, the ink way, trust, checking."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS, open_snapshot
from carebook.records.facility import Facility
from carebook.records.periods import (
    InkSignature,
    ReportState,
    SignedFile,
    SigningKey,
    Snapshot,
    TrustedFacility,
)
from carebook.records.signing import DATA_FILE, HEAD, PREPARER
from carebook.records.staff import Actor, StaffMember
from carebook.rules.periods import may_become
from carebook.store import periods
from carebook.store.book import Book, Reader, Writer, in_vietnam
from carebook.store.rows import moment_from
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.keys import Key
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verdict import Verdict

VALID_YEARS = 2


@deed(N_("Make a signing key"), "periods")
def make_signing_key(
    book: Book,
    staff_member_id: str,
    password: str,
    root_password: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Issue a signing key under the facility's own root, locked with the signer's ``password``.

    The root is made when there is none yet; its password is the book's recovery code, kept on paper in the safe.
    """
    from carebook.sealing import codes, keys
    from carebook.sealing.errors import SealingError

    with book.looking(now) as reader:
        facility = reader.records(Facility)[0]
        staff = reader.record(StaffMember, staff_member_id)
        root = periods.signing_key(reader, None)
    if staff is None:
        raise LookupError(staff_member_id)
    new_root = root is None
    try:
        root_p12 = (
            keys.make_facility_root(facility.name, root_password, now) if root is None else base64.b64decode(root.p12)
        )
        p12 = keys.issue_staff(
            root_p12,
            root_password,
            person=staff.full_name,
            post=staff.post,
            organisation=facility.name,
            password=password,
            now=now,
        )
        code = codes.facility_code(keys.open_root(root_p12, root_password).certificate) if new_root else None
    except SealingError as error:
        raise refuse(error.message, "root_password") from error
    with book.changing(by.account_id, now, op, "make_signing_key", reason=reason) as writer:
        if code is not None:
            _keep_root(writer, root_p12, code)
        for old in writer.records(SigningKey, "staff_member_id = ? AND revoked_on IS NULL", (staff_member_id,)):
            writer.amend(replace(old, revoked_on=in_vietnam(now)))
        kept = writer.add(
            SigningKey(
                staff_member_id=staff_member_id,
                p12=base64.b64encode(p12).decode(),
                valid_to=in_vietnam(now) + timedelta(days=365 * VALID_YEARS),
            )
        )
    return Change(
        PERIODS, (kept.id,), op, message("Made the signing key of {name}.", name=staff.full_name), undoable=False
    )


def _keep_root(writer: Writer, p12: bytes, code: IdentityCode) -> None:
    writer.add(SigningKey(purpose="root", p12=base64.b64encode(p12).decode()))
    since = in_vietnam(writer.now)
    periods.put_identity(writer, periods.Identity(code.qr_text, code.short, code.fingerprint, code.facility, since))


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
    picture: bytes | None = None,
    reason: str = "",
) -> Change:
    """Sign as người lập biểu: the paper is drawn with its number, the data attached, all places made, the first one filled.

    Without ``p12`` the actor's own key of this book is used. ``Change.result`` is the `Verdict` on the signed file.
    """
    from carebook.reports import copies
    from carebook.sealing import sign

    with book.reading_masked(now) as reader:
        snapshot = reader.record(Snapshot, snapshot_id)
        if snapshot is None:
            raise refuse(message("There is no such report in this book."))
        source = copies.gather(reader, snapshot.period, now, snapshot_id=snapshot_id)
    _check_state(snapshot, ReportState.PREPARER_SIGNED)
    drawn = copies.draw(source)
    blank = sign.prepare(drawn.pdf, drawn.places, [sign.Attachment(DATA_FILE, drawn.data)])
    return _sign(book, snapshot, PREPARER, blank, password, p12, picture, "sign_as_preparer", by, now, op, reason)


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
    picture: bytes | None = None,
    reason: str = "",
) -> Change:
    """Sign as the head: the second signature is appended to the very file the preparer signed."""
    with book.looking(now) as reader:
        snapshot = reader.record(Snapshot, snapshot_id)
        files = periods.signed_files(reader, snapshot_id) if snapshot else []
        pdf = periods.kept_file(reader, files[0].file_hash) if files else None
    if snapshot is None:
        raise refuse(message("There is no such report in this book."))
    _check_state(snapshot, ReportState.SIGNED)
    if pdf is None or snapshot.state is not ReportState.PREPARER_SIGNED:
        raise refuse(message("The preparer signs the tables first."))
    return _sign(book, snapshot, HEAD, pdf, password, p12, picture, "sign_as_head", by, now, op, reason)


def _check_state(snapshot: Snapshot, then: ReportState) -> None:
    if snapshot.state is ReportState.SUPERSEDED:
        raise refuse(message("This version was replaced by a newer one."))
    if not may_become(snapshot.state, then):
        raise refuse(message("This report is past that step."))


def _sign(
    book: Book,
    snapshot: Snapshot,
    role: str,
    pdf: bytes,
    password: str,
    p12: bytes | None,
    picture: bytes | None,
    deed_name: str,
    by: Actor,
    now: datetime,
    op: str,
    reason: str,
) -> Change:
    from carebook.reports.paper.appearance import signature_appearance
    from carebook.sealing import keys, sign
    from carebook.sealing.errors import SealingError, WrongKeyPassword

    name = snapshot.preparer_name if role == PREPARER else snapshot.head_name
    post = snapshot.preparer_post if role == PREPARER else snapshot.head_post
    with book.looking(now) as reader:
        stored = periods.signing_key(reader, by.staff_member_id)
        last = reader.value("SELECT max(at) FROM journal")
        trust = trust_of(reader)
    own = p12 is None
    if p12 is None:
        if stored is None:
            raise refuse(
                message("{name} has no signing key yet. Make one in Settings, or choose a key file.", name=by.name)
            )
        p12 = base64.b64decode(stored.p12)
    try:
        key = keys.open_p12(p12, password)
        _refuse_unfit(key, name, now, moment_from(last) if last else None)
        signed, verdict = sign.sign_and_check(
            pdf,
            role,
            key,
            when=now,
            reason=f"Báo cáo tháng {snapshot.last_on:%m/%Y}, bản {snapshot.report_version}",
            appearance=signature_appearance(key.name, post, now, picture),
            trust=trust,
        )
    except SealingError as error:
        if own and isinstance(error, WrongKeyPassword):
            raise refuse(
                message("The password of the signing key is wrong. Nothing was signed."), "password"
            ) from error
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
    said = message("{name} signed the report of {month}.", name=key.name, month=f"{snapshot.last_on:%m/%Y}")
    return Change(PERIODS, (snapshot.id,), op, said, undoable=False, result=verdict)


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


@deed(N_("Trust this facility"), "periods")
def trust_facility(
    book: Book,
    code: str,
    facility: str,
    fingerprint: str,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    paper: str = "",
    reason: str = "",
) -> Change:
    """Pin a facility whose identity code was compared with the one printed on its paper report."""
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.errors import NotACode

    try:
        fits = IdentityCode(fingerprint, facility).matches(code)
    except NotACode as error:
        raise refuse(error.message, "code") from error
    if not fits:
        raise refuse(message("The code typed is not the code of this file. Compare it with the paper again."), "code")
    with book.changing(by.account_id, now, op, "trust_facility", reason=reason) as writer:
        kept = writer.add(
            TrustedFacility(facility=facility, fingerprint=fingerprint, checked_on=in_vietnam(now), paper=paper)
        )
    return Change(PERIODS, (kept.id,), op, message("{facility} is trusted from now on.", facility=facility))


def trust_of(reader: Reader) -> TrustStore:
    """What this book believes about signatures: its own facility, and those compared with paper."""
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.trust import TrustStore

    store = TrustStore()
    own = periods.identity(reader)
    if own is not None:
        code = IdentityCode(own.fingerprint, own.facility)
        store = store.pinned(code, facility=own.facility, checked_on=own.since, checked_by="CareBook")
    for pinned in periods.trusted_facilities(reader):
        code = IdentityCode(pinned.fingerprint, pinned.facility)
        store = store.pinned(
            code, facility=pinned.facility, checked_on=pinned.checked_on, checked_by="", paper=pinned.paper
        )
    return store


def check_file(raw: bytes, reader: Reader | None, now: datetime) -> Verdict:
    """The verdict on any file, with what this book trusts; without a book nothing is trusted beforehand."""
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verify import verify

    return verify(raw, trust_of(reader) if reader is not None else TrustStore(), now=now)
