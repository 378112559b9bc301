"""Checking a signed PDF: one verdict on any bytes, with the data that was signed and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple, TypeVar

from asn1crypto import crl, ocsp
from asn1crypto.x509 import Certificate as Asn1Certificate
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from carebook.records.signing import DATA_FILE, PLACES_KEY, REVOCATIONS_FILE, SEAL, SIGNERS_KEY
from carebook.sealing.certificates import Certificate, read_certificate
from carebook.sealing.errors import NotARevocationList
from carebook.sealing.keys import is_same_name
from carebook.sealing.trust import RevocationList, TrustStore, read_revocations
from carebook.sealing.verdict import DAMAGED, Level, SignerVerdict, Verdict, overall, sentence

_SIGNING = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
_DEEPEST = 16  # levels of a name tree
_REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
_Status = TypeVar("_Status", PdfSignatureStatus, DocumentTimestampStatus)
_NO_DATA = (Level.BROKEN, Level.REVOKED)


def verify(raw: bytes, trust: TrustStore, *, required: Sequence[str] | None = None, now: datetime) -> Verdict:
    """The verdict on a file, whatever its bytes are; never raises.

    A good level means: every signature intact, valid and trusted, nothing changed after any of them but further
    signatures and timestamps, and every required role signed. ``required`` are roles; when None they are read from
    the signed data, or else are the boxes that were in the file when it was first signed. A signature that an outside
    tool put in a box of its own stands for the role whose signer the data names, when the names agree. One more
    signature by an unknown hand lowers the verdict, because its box may cover figures.

    ``now`` decides about expiry, unless a trusted timestamp proves an earlier moment. No network is used: revocation
    is known from the trust store and from what travels in the file.
    """
    file_sha256 = hashlib.sha256(raw).hexdigest()
    try:
        return _examined(raw, file_sha256, trust, required, now)
    except Exception:  # damaged bytes break the reading libraries in every way there is
        return Verdict(Level.BROKEN, DAMAGED, file_sha256)


class _CaProofs(NamedTuple):
    """Revocation lists, answers (DER) and certificates of public authorities."""

    crls: list[bytes]
    ocsps: list[bytes]
    certificates: list[Asn1Certificate]

    def held_until(self, at: datetime) -> datetime | None:
        """The last moment before ``at`` at which one of them still held; None when none has run out."""
        ends = [_held_until(crl.CertificateList.load(der)["tbs_cert_list"]) for der in self.crls]
        for der in self.ocsps:
            answer = ocsp.OCSPResponse.load(der)
            if answer["response_status"].native == "successful":
                ends += [_held_until(one) for one in answer.response_data["responses"]]
        return max((end for end in ends if end < at), default=None)


@dataclass(frozen=True)
class _Evidence:
    """What the signatures of one file are judged by."""

    trust: TrustStore
    now: datetime
    files: Mapping[str, bytes]
    ca_proofs: _CaProofs
    stamps: list[tuple[int, datetime]] = field(default_factory=list)

    def context(
        self, at: datetime, root: Certificate | None = None, *, strictly: bool = False, proofs: bool = True
    ) -> ValidationContext:
        """Trust at the moment ``at`` in the public authorities and one facility's root; ``strictly`` asks for proof
        that nothing was revoked; without ``proofs`` nothing is known of that."""
        roots = [Asn1Certificate.load(c.der) for c in (*self.trust.ca_roots, *([root] if root else []))]
        return ValidationContext(
            trust_roots=roots,
            moment=at,
            allow_fetching=False,
            revocation_mode="require" if strictly else "soft-fail",
            retroactive_revinfo=True,
            crls=self.ca_proofs.crls if proofs else (),
            ocsps=self.ca_proofs.ocsps if proofs else (),
            other_certs=self.ca_proofs.certificates,
        )

    def found(
        self, look: Callable[[ValidationContext], _Status], at: datetime, root: Certificate | None = None
    ) -> _Status:
        """What ``look`` finds at the moment ``at``.

        Proofs about revocation that have run out by then say what they said when they held: who was revoked then is revoked,
        about all others nothing is known.
        """
        if (last := self.ca_proofs.held_until(at)) is not None:
            then = look(self.context(last, root, strictly=True))
            if then.trust_problem_indic in _REVOKED:
                return then
        status = look(self.context(at, root))
        if status.trust_problem_indic is not AdESIndeterminate.TRY_LATER:
            return status
        return look(self.context(at, root, proofs=False))

    def proven_at(self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> datetime | None:
        """The earliest moment at which a trusted timestamp saw the signature."""
        own = status.timestamp_validity
        seen = [at for revision, at in self.stamps if revision > signature.signed_revision]
        seen += [own.timestamp] if own is not None and own.valid and own.trusted else []
        return min(seen, default=None)

    def revocations_by(self, root: Certificate) -> RevocationList | None:
        """The newest list of this facility, from the store or from the file."""
        try:
            attached = read_revocations(self.files[REVOCATIONS_FILE], root)
        except (KeyError, NotARevocationList):
            return self.trust.revocations_of(root.fingerprint)
        return self.trust.with_revocations(attached).revocations_of(root.fingerprint)


def _examined(
    raw: bytes, file_sha256: str, trust: TrustStore, required: Sequence[str] | None, now: datetime
) -> Verdict:
    reader = PdfFileReader(BytesIO(raw))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return Verdict(Level.UNSIGNED, sentence(Level.UNSIGNED, (), (), now=now), file_sha256)
    signed = reader.get_historical_resolver(signatures[0].signed_revision)
    files = attached_files(signed)
    evidence = _Evidence(trust, now, files, _ca_proofs(reader, trust))
    evidence.stamps.extend(_document_stamps(reader, evidence))
    signers = tuple(_judged(signature, evidence) for signature in signatures)
    data = files.get(DATA_FILE)
    report = _as_report(data)
    wanted = _required(report, signed) if required is None else required
    filled = by_role(signers, report)
    missing = tuple(role for role in wanted if role not in filled)
    level = overall(signers, missing)
    words = sentence(level, signers, missing, now=now)
    lists = _attached_lists(signers, files)
    if level in _NO_DATA or data is None:
        return Verdict(level, words, file_sha256, signers, missing, revocations=lists)
    digest = hashlib.sha256(data).hexdigest()
    return Verdict(level, words, file_sha256, signers, missing, report, data, digest, lists)


def _judged(signature: EmbeddedPdfSignature, evidence: _Evidence) -> SignerVerdict:
    """The verdict on one signature."""
    certificate = read_certificate(signature.signer_cert.dump())
    root = _facility_root(signature, certificate)
    facility = evidence.trust.facility_of(root) if root is not None else None
    pinned = root if facility is not None else None
    claimed_at = signature.self_reported_timestamp
    try:
        status = _status(signature, evidence.context(evidence.now, pinned))
    except SignatureValidationError:
        return SignerVerdict(signature.field_name, Level.BROKEN, certificate, claimed_at, root=root, facility=facility)
    at = evidence.proven_at(signature, status)
    if not _is_untouched(status):
        level, checked = Level.BROKEN, False
    else:
        level, checked = _trust_in(signature, certificate, pinned, evidence, at)
    return SignerVerdict(signature.field_name, level, certificate, claimed_at, at, root, facility, checked)


def _trust_in(
    signature: EmbeddedPdfSignature,
    certificate: Certificate,
    pinned: Certificate | None,
    evidence: _Evidence,
    proven_at: datetime | None,
) -> tuple[Level, bool]:
    """The level of an untouched signature, and whether its revocation was looked up."""
    at = proven_at or evidence.now
    status = evidence.found(lambda context: _status(signature, context, again=True), at, pinned)
    if status.trust_problem_indic in _REVOKED:
        return Level.REVOKED, True
    if status.trust_problem_indic is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE and at >= certificate.not_after:
        return Level.EXPIRED, False
    if not status.trusted:
        return Level.FACILITY_UNKNOWN, False
    if pinned is not None:
        known = evidence.revocations_by(pinned)
        signed_at = proven_at or signature.self_reported_timestamp
        is_revoked = known is not None and known.is_revoked(certificate.serial, at=at, signed_at=signed_at)
        return Level.REVOKED if is_revoked else Level.FACILITY_TRUSTED, known is not None
    strict = _status(signature, evidence.context(at, strictly=True), again=True)
    if strict.trust_problem_indic in _REVOKED:
        return Level.REVOKED, True
    return Level.CA_TIMESTAMPED if strict.trusted and proven_at is not None else Level.CA, strict.trusted


def _held_until(proof: Any) -> datetime:
    """The last moment a list or an answer holds; the one it was made at when it does not say."""
    ends: datetime | None = proof["next_update"].native
    made: datetime = proof["this_update"].native
    return made if ends is None else ends - timedelta(seconds=1)


def _status(signature: EmbeddedPdfSignature, context: ValidationContext, *, again: bool = False) -> PdfSignatureStatus:
    """The library's findings; ``again`` looks at trust only, not once more at what was changed after signing."""
    return validate_pdf_signature(signature, context, key_usage_settings=_SIGNING, skip_diff=again)


def _is_untouched(status: PdfSignatureStatus) -> bool:
    """Whether signature and content are whole and nothing but signatures and timestamps came after."""
    changes = status.modification_level
    return bool(
        status.intact
        and status.valid
        and changes is not None
        and changes is not ModificationLevel.OTHER
        and status.docmdp_ok
    )


def _facility_root(signature: EmbeddedPdfSignature, certificate: Certificate) -> Certificate | None:
    """The facility's root that travels in the signature and issued the signer's certificate."""
    for other in signature.other_embedded_certs:
        candidate = read_certificate(other.dump())
        if candidate.is_facility_root and candidate.der != certificate.der and candidate.issued(certificate):
            return candidate
    return None


def _document_stamps(reader: PdfFileReader, evidence: _Evidence) -> Iterator[tuple[int, datetime]]:
    """Revision and moment of every trusted timestamp over the whole document."""
    for stamp in reader.embedded_timestamp_signatures:
        status = evidence.found(partial(validate_pdf_timestamp, stamp), evidence.now)
        if status.valid and status.intact and status.trusted:
            yield stamp.signed_revision, status.timestamp


def _ca_proofs(reader: PdfFileReader, trust: TrustStore) -> _CaProofs:
    """What is known of public authorities: the store's own lists and what travels in the file."""
    found = _CaProofs(list(trust.ca_revocations), [], [])
    try:
        kept = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return found
    found.crls.extend(reference.get_object().data for reference in kept.crls)
    found.ocsps.extend(reference.get_object().data for reference in kept.ocsps)
    found.certificates.extend(kept.load_certs())
    return found


def attached_files(signed: HistoricalResolver | PdfFileReader) -> dict[str, bytes]:
    """The data file and the revocation list as they were in this revision; ValueError when one is there twice."""
    found: dict[str, bytes] = {}
    try:
        tree = signed.root["/Names"]["/EmbeddedFiles"]
    except KeyError:
        return found
    for spec in _leaves(tree, _DEEPEST):
        name = str(_entry(spec, "/UF", "") or _entry(spec, "/F", ""))
        if name in (DATA_FILE, REVOCATIONS_FILE):
            if name in found:
                raise ValueError(name)
            found[name] = spec["/EF"]["/F"].data
    return found


def _leaves(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
    """The values of a name tree."""
    names = _entry(node, "/Names", ())
    for at in range(1, len(names), 2):
        yield names[at]
    if depth:
        for child in _entry(node, "/Kids", ()):
            yield from _leaves(child.get_object(), depth - 1)


def _entry(node: DictionaryObject, key: str, default: Any) -> Any:
    """The value of a dictionary, followed where it is a reference (the dictionary's own ``get`` does not follow)."""
    try:
        return node[key]
    except KeyError:
        return default


def _attached_lists(signers: Sequence[SignerVerdict], files: Mapping[str, bytes]) -> tuple[RevocationList, ...]:
    """The list that travels in the file, once for each facility that signed it."""
    found: dict[str, RevocationList] = {}
    for root in (signer.root for signer in signers if signer.root is not None):
        try:
            found[root.fingerprint] = read_revocations(files[REVOCATIONS_FILE], root)
        except (KeyError, NotARevocationList):
            continue
    return tuple(found.values())


def _as_report(data: bytes | None) -> dict[str, Any] | None:
    """The data as a JSON object; None when it is something else."""
    try:
        report = json.loads(data or b"")
    except (ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def _required(report: Mapping[str, Any] | None, signed: HistoricalResolver) -> list[str]:
    """The roles that must sign: what the signed data says, else every signature box of the signed revision."""
    if report is not None and isinstance(report.get(PLACES_KEY), list):
        return [str(role) for role in report[PLACES_KEY]]
    return [name for name, _value, _field in enumerate_sig_fields(signed)]


def by_role(signers: Sequence[SignerVerdict], report: Mapping[str, Any] | None) -> dict[str, SignerVerdict]:
    """Who signed for which role: by the box, or by the name the data gives when an outside tool made a box of its own."""
    filled = {signer.field: signer for signer in signers}
    named = report.get(SIGNERS_KEY) if report is not None else None
    if isinstance(named, dict):
        outside = [signer for signer in signers if signer.field not in named]
        found = {
            role: signer
            for role, name in named.items()
            for signer in outside
            if is_same_name(signer.name, str(name), shortened=role == SEAL)
        }
        filled = found | filled
    return filled
