"""Deeds about whom the book trusts: facilities, public authorities, lists of revoked certificates; and the check of a file."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carebook import dates
from carebook.actions.change import Change, deed, refuse
from carebook.actions.periods import PERIODS
from carebook.records.periods import CaRoot, TrustedFacility
from carebook.records.staff import Actor
from carebook.store import periods
from carebook.store import trust as kept_trust
from carebook.store.book import Book, Reader, in_vietnam
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.sealing.certificates import Certificate
    from carebook.sealing.trust import RevocationList, TrustStore
    from carebook.sealing.verdict import Verdict

LARGEST = 100_000_000  # bytes of a file that is checked


@dataclass(frozen=True)
class CheckedFile:
    """One file of a folder and the verdict on it; None when it could not be read. ``same_as`` names an equal one before it."""

    path: str
    verdict: Verdict | None
    same_as: str = ""


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
    certificate: bytes = b"",
    reason: str = "",
) -> Change:
    """Pin a facility whose identity code was compared with the one printed on its paper report.

    ``certificate`` is its root (DER), kept so that a list of revoked certificates that comes alone can be checked.
    """
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
            TrustedFacility(
                facility=facility,
                fingerprint=fingerprint,
                checked_on=in_vietnam(now),
                paper=paper,
                certificate=base64.b64encode(certificate).decode(),
            )
        )
    return Change(PERIODS, (kept.id,), op, message("{facility} is trusted from now on.", facility=facility))


@deed(N_("Trust a facility no longer"), "periods")
def untrust_facility(book: Book, facility_id: str, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Stop trusting a facility; its files read "signer not known yet" again. Refused without a reason."""
    if not reason.strip():
        raise refuse(message("Say why the facility is trusted no longer."), "reason")
    with book.changing(by.account_id, now, op, "untrust_facility", reason=reason) as writer:
        kept = writer.record(TrustedFacility, facility_id)
        if kept is None or kept.is_withdrawn:
            raise refuse(message("This facility is not trusted here."))
        writer.withdraw(TrustedFacility, facility_id, reason.strip())
    return Change(PERIODS, (facility_id,), op, message("{facility} is trusted no longer.", facility=kept.facility))


@deed(N_("Add a public authority"), "periods")
def add_ca_root(
    book: Book, raw: bytes, *, by: Actor, now: datetime, op: str = "", why: str = "", reason: str = ""
) -> Change:
    """Trust what a public authority vouches for; ``raw`` is its certificate (DER or PEM).

    Refused for a person's certificate, a facility's own root (trusted by the code on its paper), one that expired, and one
    that is there already.
    """
    from carebook.sealing import errors
    from carebook.sealing.certificates import read_certificate

    try:
        root = read_certificate(raw)
        if not root.is_authority or root.is_facility_root:
            raise errors.NotAnAuthority
    except errors.SealingError as error:
        raise refuse(error.message, "certificate") from error
    ends = in_vietnam(root.not_after)
    if root.not_after <= now:
        gone = message("The certificate of {name} expired on {date}.", name=root.title, date=dates.written(ends))
        raise refuse(gone, "certificate")
    with book.changing(by.account_id, now, op, "add_ca_root", reason=reason) as writer:
        if any(kept.fingerprint == root.fingerprint for kept in kept_trust.ca_roots(writer)):
            raise refuse(message("{name} is trusted already.", name=root.title), "certificate")
        kept = writer.add(
            CaRoot(
                name=root.title,
                certificate=base64.b64encode(root.der).decode(),
                fingerprint=root.fingerprint,
                valid_to=ends,
                why=why.strip(),
            )
        )
    return Change(PERIODS, (kept.id,), op, message("{facility} is trusted from now on.", facility=root.title))


@deed(N_("Remove a public authority"), "periods")
def strike_ca_root(book: Book, root_id: str, *, reason: str, by: Actor, now: datetime, op: str = "") -> Change:
    """Stop trusting a public authority. Refused without a reason."""
    if not reason.strip():
        raise refuse(message("Say why the authority is trusted no longer."), "reason")
    with book.changing(by.account_id, now, op, "strike_ca_root", reason=reason) as writer:
        kept = writer.record(CaRoot, root_id)
        if kept is None or kept.is_withdrawn:
            raise refuse(message("This authority is not trusted here."))
        writer.withdraw(CaRoot, root_id, reason.strip())
    return Change(PERIODS, (root_id,), op, message("{facility} is trusted no longer.", facility=kept.name))


@deed(N_("Keep a list of revoked certificates"), "periods")
def keep_revocations(book: Book, raw: bytes, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep the list of revoked certificates in ``raw``: a list of its own (DER or PEM), or those that travel in a signed file.

    Only the lists of trusted facilities and authorities are kept, and only newer ones than the book has.
    ``Change.ids`` are those kept; refused when nothing in the file is a list of somebody trusted.
    """
    from carebook.sealing.errors import NotARevocationList
    from carebook.sealing.trust import read_any_list

    with book.looking(now) as reader:
        trust, known = trust_of(reader), tuple(_issuers(reader))
    found: tuple[RevocationList, ...]
    try:
        found = (read_any_list(raw, known),)
    except NotARevocationList as error:
        found = newer_lists(check_file_with(raw, trust, now), trust)
        if not found:
            raise refuse(error.message, "file") from error
    with book.changing(by.account_id, now, op, "keep_revocations", reason=reason) as writer:
        kept = [
            row.id
            for one in found
            if (row := kept_trust.keep_revocations(writer, one.root_fingerprint, one.issued_at, one.der)) is not None
        ]
        if not kept:
            raise refuse(message("The list kept here is as new. Nothing was changed."), "file")
    return Change(PERIODS, tuple(kept), op, message("Kept the newer list of revoked certificates."), undoable=False)


def newer_lists(verdict: Verdict, trust: TrustStore) -> tuple[RevocationList, ...]:
    """The lists that travelled in a checked file, are of a facility trusted here, and newer than the one known."""
    trusted = {facility.fingerprint for facility in trust.facilities}
    return tuple(
        one
        for one in verdict.revocations
        if one.root_fingerprint in trusted
        and ((known := trust.revocations_of(one.root_fingerprint)) is None or known.issued_at < one.issued_at)
    )


def own_revocations(reader: Reader) -> bytes | None:
    """The facility's own newest list (DER), None while no key was revoked."""
    own = periods.identity(reader)
    lists = kept_trust.kept_revocations(reader) if own is not None else ()
    return next((base64.b64decode(k.der) for k in lists if own is not None and k.issuer == own.fingerprint), None)


def trust_of(reader: Reader) -> TrustStore:
    """What this book believes about signatures: its own facility, those compared with paper, public authorities, and lists."""
    from carebook.sealing.certificates import read_certificate
    from carebook.sealing.codes import IdentityCode
    from carebook.sealing.trust import TrustStore, kept_list

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
    authorities = kept_trust.ca_roots(reader)
    for root in authorities:
        store = store.with_ca_root(read_certificate(base64.b64decode(root.certificate)))
    public, of_authorities = {root.fingerprint for root in authorities}, []
    for kept in kept_trust.kept_revocations(reader):
        der = base64.b64decode(kept.der)
        if kept.issuer in public:
            of_authorities.append(der)
        else:
            store = store.with_revocations(kept_list(der, kept.issuer))
    return store.with_ca_revocations(tuple(of_authorities))


def _issuers(reader: Reader) -> Iterator[Certificate]:
    """Whose lists can be checked: the trusted facilities whose certificate is kept, and the public authorities."""
    from carebook.sealing.certificates import read_certificate

    own = periods.signing_key(reader, None)
    rows = [own, *periods.trusted_facilities(reader), *kept_trust.ca_roots(reader)]
    for row in rows:
        if row is not None and row.certificate:
            yield read_certificate(base64.b64decode(row.certificate))


def check_file(raw: bytes, reader: Reader | None, now: datetime) -> Verdict:
    """The verdict on any file, with what this book trusts; without a book nothing is trusted beforehand."""
    from carebook.sealing.trust import TrustStore

    return check_file_with(raw, trust_of(reader) if reader is not None else TrustStore(), now)


def check_file_with(raw: bytes, trust: TrustStore, now: datetime) -> Verdict:
    """The verdict on any file, with this trust."""
    from carebook.sealing.verify import verify

    return verify(raw, trust, now=now)


def pdfs_in(folder: Path) -> list[Path]:
    """The PDF files in a folder and the folders inside it, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())


def check_files(
    folder: Path,
    files: Sequence[Path],
    trust: TrustStore,
    now: datetime,
    *,
    progress: Callable[[int, int], object] | None = None,
) -> list[CheckedFile]:
    """The verdict on each file of a folder, in their order; nothing of them is kept. ``progress`` may raise to stop."""
    found: list[CheckedFile] = []
    seen: dict[str, str] = {}
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        name = path.relative_to(folder).as_posix()
        try:
            raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
        except OSError:
            raw = None
        verdict = check_file_with(raw, trust, now) if raw is not None else None
        same = seen.setdefault(verdict.file_sha256, name) if verdict is not None else name
        found.append(CheckedFile(name, verdict, "" if same == name else same))
    return found
