"""Whom this book trusts: facilities whose code was compared with paper, public authorities, and who was revoked since."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from carebook.sealing.certificates import Certificate, read_certificate
from carebook.sealing.codes import IdentityCode
from carebook.sealing.errors import NotARevocationList
from carebook.sealing.keys import ROOT_YEARS, open_root

_WITHOUT_FEAR = (
    x509.ReasonFlags.superseded,
    x509.ReasonFlags.cessation_of_operation,
    x509.ReasonFlags.affiliation_changed,
)


@dataclass(frozen=True)
class PinnedFacility:
    """A facility's root, trusted since somebody compared its code with paper: when, who, which paper."""

    fingerprint: str
    facility: str
    checked_on: date
    checked_by: str
    paper: str = ""


@dataclass(frozen=True)
class RevocationList:
    """The certificates a facility has revoked, with the moment of each: an X.509 CRL signed by the facility's root.

    ``ended`` are the serial numbers of those that were given up without fear of misuse: the key was replaced, or its holder
    left. What they signed before stays good.
    """

    root_fingerprint: str
    issued_at: datetime
    revoked: Mapping[int, datetime]
    der: bytes = field(repr=False)
    ended: frozenset[int] = frozenset()

    def is_revoked(self, serial: int, *, at: datetime, signed_at: datetime | None) -> bool:
        """Whether a signature by this certificate is no longer believed.

        ``at`` is the moment the signature is known to have been there; ``signed_at`` the one it claims, which is believed
        of an ended certificate only.
        """
        since = self.revoked.get(serial)
        if since is None:
            return False
        if serial in self.ended and signed_at is not None:
            return since < signed_at
        return since <= at


@dataclass(frozen=True)
class TrustStore:
    """Everything a check of signatures believes; unchangeable, each change is a new store."""

    facilities: tuple[PinnedFacility, ...] = ()
    ca_roots: tuple[Certificate, ...] = ()
    ca_revocations: tuple[bytes, ...] = ()
    revocations: tuple[RevocationList, ...] = ()

    def pinned(
        self, code: IdentityCode, *, facility: str, checked_on: date, checked_by: str, paper: str = ""
    ) -> TrustStore:
        """The store that trusts this root as ``facility``; pinning it again replaces what was known of it."""
        pin = PinnedFacility(code.fingerprint, facility, checked_on, checked_by, paper)
        return replace(self, facilities=(*self.unpinned(code.fingerprint).facilities, pin))

    def unpinned(self, fingerprint: str) -> TrustStore:
        """The store that no longer trusts this root."""
        return replace(self, facilities=tuple(f for f in self.facilities if f.fingerprint != fingerprint))

    def facility_of(self, root: Certificate) -> PinnedFacility | None:
        """The pinned facility of this root certificate, None when it was never compared."""
        return next((f for f in self.facilities if f.fingerprint == root.fingerprint), None)

    def with_ca_root(self, root: Certificate) -> TrustStore:
        """The store that trusts signatures and timestamps under this public authority too."""
        others = tuple(known for known in self.ca_roots if known.der != root.der)
        return replace(self, ca_roots=(*others, root))

    def with_ca_revocations(self, lists: tuple[bytes, ...]) -> TrustStore:
        """The store with these revocation lists (CRL, DER) of public authorities instead of the old ones."""
        return replace(self, ca_revocations=lists)

    def with_revocations(self, news: RevocationList) -> TrustStore:
        """The store that knows a facility's list; an older one than it has is passed over."""
        known = self.revocations_of(news.root_fingerprint)
        if known is not None and known.issued_at >= news.issued_at:
            return self
        others = tuple(r for r in self.revocations if r.root_fingerprint != news.root_fingerprint)
        return replace(self, revocations=(*others, news))

    def revocations_of(self, root_fingerprint: str) -> RevocationList | None:
        """The newest known list of a facility."""
        return next((r for r in self.revocations if r.root_fingerprint == root_fingerprint), None)

    def as_data(self) -> dict[str, Any]:
        """The store as plain JSON values."""
        return {
            "facilities": [{**asdict(f), "checked_on": f.checked_on.isoformat()} for f in self.facilities],
            "ca_roots": [_text(root.der) for root in self.ca_roots],
            "ca_revocations": [_text(der) for der in self.ca_revocations],
            "revocations": [{"root": r.root_fingerprint, "list": _text(r.der)} for r in self.revocations],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> TrustStore:
        """The store that `as_data` wrote."""
        return cls(
            tuple(
                PinnedFacility(**{**f, "checked_on": date.fromisoformat(f["checked_on"])}) for f in data["facilities"]
            ),
            tuple(read_certificate(base64.b64decode(text)) for text in data["ca_roots"]),
            tuple(base64.b64decode(text) for text in data["ca_revocations"]),
            tuple(kept_list(base64.b64decode(r["list"]), r["root"]) for r in data["revocations"]),
        )


def make_revocation_list(
    root_p12: bytes,
    root_password: str,
    revoked: Mapping[int, datetime],
    *,
    now: datetime,
    ended: Collection[int] = (),
) -> bytes:
    """The facility's whole list of revoked certificates (serial number and moment) as a CRL, DER, signed by its root.

    ``ended`` are those of them whose earlier signatures stay good: see `RevocationList`. The list holds until a newer one
    arrives; the newest is the one issued last. `WrongKeyPassword`, `NotAKeyFile`, `NotARoot`.
    """
    root = open_root(root_p12, root_password)
    issued_at = now.astimezone(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.certificate.x509.subject)
        .last_update(issued_at)
        .next_update(issued_at + timedelta(days=365 * ROOT_YEARS))
        .add_extension(x509.CRLNumber(int(issued_at.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.private_key.public_key()), critical=False
        )
    )
    for serial, at in sorted(revoked.items()):
        reason = x509.ReasonFlags.superseded if serial in ended else x509.ReasonFlags.key_compromise
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at.astimezone(UTC))
        builder = builder.add_revoked_certificate(entry.add_extension(x509.CRLReason(reason), critical=False).build())
    return builder.sign(root.private_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def read_revocations(der: bytes, root: Certificate) -> RevocationList:
    """The list in ``der``; `NotARevocationList` when it is damaged or was not signed by ``root``."""
    try:
        public_key = root.x509.public_key()
        if not isinstance(public_key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise NotARevocationList
        if not x509.load_der_x509_crl(der).is_signature_valid(public_key):
            raise NotARevocationList
        return kept_list(der, root.fingerprint)
    except (ValueError, TypeError) as error:
        raise NotARevocationList from error


def read_any_list(raw: bytes, issuers: Iterable[Certificate]) -> RevocationList:
    """The list in ``raw`` (DER or PEM) by whichever of the issuers signed it; `NotARevocationList` when none did."""
    der = raw
    if raw.lstrip().startswith(b"-----BEGIN"):
        try:
            der = x509.load_pem_x509_crl(raw).public_bytes(serialization.Encoding.DER)
        except ValueError as error:
            raise NotARevocationList from error
    for issuer in issuers:
        try:
            return read_revocations(der, issuer)
        except NotARevocationList:
            continue
    raise NotARevocationList


def kept_list(der: bytes, root_fingerprint: str) -> RevocationList:
    """A list that `read_revocations` has checked once and that was kept since in a safe place."""
    found = x509.load_der_x509_crl(der)
    revoked = {entry.serial_number: entry.revocation_date_utc for entry in found}
    ended = frozenset(entry.serial_number for entry in found if _reason(entry) in _WITHOUT_FEAR)
    return RevocationList(root_fingerprint, found.last_update_utc, revoked, der, ended)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
