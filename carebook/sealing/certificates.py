"""Certificates: what they say about their holder, and how the facility's own are issued."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from carebook.sealing.errors import NotACertificate

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
CLOCK_TOLERANCE = timedelta(minutes=5)  # a certificate begins this long before it was made

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: its holder, its issuer, from when to when (aware UTC), and itself as DER."""

    name: str
    post: str
    organisation: str
    issuer: str
    serial: int
    not_before: datetime
    not_after: datetime
    der: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, in small hexadecimal letters."""
        return self.x509.fingerprint(hashes.SHA256()).hex()

    @property
    def x509(self) -> x509.Certificate:
        """The certificate as the library's object."""
        return x509.load_der_x509_certificate(self.der)

    @property
    def may_sign(self) -> bool:
        """Whether it is meant for signing documents: no authority, and a key usage, if stated, for signatures."""
        if _path_length(self.x509) is not None:
            return False
        try:
            usage = self.x509.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return True
        return usage.digital_signature or usage.content_commitment

    @property
    def title(self) -> str:
        """What to call its holder in a list: the name, else the organisation."""
        return self.name or self.organisation

    @property
    def is_authority(self) -> bool:
        """Whether it may vouch for others."""
        return _path_length(self.x509) is not None

    @property
    def is_facility_root(self) -> bool:
        """Whether it is a facility's own root: signed by itself, an authority that may have no authority below it.

        A public authority's root never looks like this, so pressing "trust this facility" cannot trust one of those.
        """
        return _path_length(self.x509) == 0 and self.issued(self)

    def issued(self, other: Certificate) -> bool:
        """Whether ``other`` carries this certificate's signature."""
        try:
            other.x509.verify_directly_issued_by(self.x509)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True


def read_certificate(data: bytes) -> Certificate:
    """The certificate in ``data`` (DER or PEM); `NotACertificate` when there is none."""
    try:
        pem = data.lstrip().startswith(b"-----BEGIN")
        found = x509.load_pem_x509_certificate(data) if pem else x509.load_der_x509_certificate(data)
        return Certificate(
            name=_first(found.subject, NameOID.COMMON_NAME),
            post=_first(found.subject, NameOID.TITLE),
            organisation=_first(found.subject, NameOID.ORGANIZATION_NAME),
            issuer=_first(found.issuer, NameOID.COMMON_NAME) or _first(found.issuer, NameOID.ORGANIZATION_NAME),
            serial=found.serial_number,
            not_before=found.not_valid_before_utc,
            not_after=found.not_valid_after_utc,
            der=found.public_bytes(serialization.Encoding.DER),
        )
    except ValueError as error:
        raise NotACertificate from error


def distinguished_name(common_name: str, organisation: str, post: str = "") -> x509.Name:
    """A Vietnamese holder's name, NFC: country, organisation, post as title, name.

    A name is cut after 64 bytes, about 50 Vietnamese letters: readers of certificates refuse more.
    """
    name = unicodedata.normalize("NFC", common_name).encode()[:64].decode(errors="ignore")
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, unicodedata.normalize("NFC", organisation))]
    parts += [(NameOID.TITLE, unicodedata.normalize("NFC", post))] if post else []
    parts += [(NameOID.COMMON_NAME, name)]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def issue_root(key: ec.EllipticCurvePrivateKey, subject: x509.Name, *, now: datetime, years: int) -> x509.Certificate:
    """A root that signs certificates of persons and lists of revoked ones, nothing else."""
    builder = _builder(subject, key.public_key(), subject, now, now.astimezone(UTC) + timedelta(days=365 * years))
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def issue_person(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: PrivateKey,
    *,
    now: datetime,
    years: int,
) -> x509.Certificate:
    """A person's certificate for signing documents; it never outlives the root."""
    end = min(now.astimezone(UTC) + timedelta(days=365 * years), root.not_valid_after_utc)
    # Poppler and Firefox ask for the e-mail purpose beside the one for documents.
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return (
        _builder(subject, public_key, root.subject, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .add_extension(purposes, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def issue_receiver(key: rsa.RSAPrivateKey, subject: x509.Name, *, now: datetime, years: int) -> x509.Certificate:
    """A receiver's certificate, signed by itself, for closing envelopes only."""
    end = now.astimezone(UTC) + timedelta(days=365 * years)
    return (
        _builder(subject, key.public_key(), subject, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(key_encipherment=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer: x509.Name,
    now: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC).replace(microsecond=0) - CLOCK_TOLERANCE)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=key_encipherment,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _path_length(certificate: x509.Certificate) -> int | None:
    """How many authorities may stand below this one, -1 when unlimited; None when it is no authority."""
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    if not basic.ca:
        return None
    return -1 if basic.path_length is None else basic.path_length


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return unicodedata.normalize("NFC", str(found[0].value)) if found else ""
