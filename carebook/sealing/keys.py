"""Signing keys: the facility's own root and staff certificates, opening key files, and whether a key may sign now."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from carebook import dates
from carebook.sealing import errors
from carebook.sealing.certificates import (
    Certificate,
    PrivateKey,
    distinguished_name,
    issue_person,
    issue_root,
    read_certificate,
)
from carebook.words import Message, message

ROOT_NAME = "Gốc chứng thực nội bộ"
ROOT_YEARS = 10
STAFF_YEARS = 2
ENDING_SOON = 30  # days

_ROOM_FOR_A_NAME = 48  # bytes; longer names may have been cut after 64
_ROUNDS = 600_000  # of PBKDF2: about 0.3 s for each try at a password


class OpenedFile(NamedTuple):
    """What a key file holds: the private key, its certificate, and the certificates that came along."""

    private_key: PrivateKey
    certificate: Certificate
    chain: tuple[Certificate, ...]


@dataclass(frozen=True)
class Key:
    """A key that can sign: what its certificate says, and the signer behind it (a file's key now, a USB token's as well)."""

    certificate: Certificate
    chain: tuple[Certificate, ...]
    signer: Signer = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The person who signs."""
        return self.certificate.name

    @property
    def post(self) -> str:
        """The person's post, as the certificate has it; may be empty."""
        return self.certificate.post


@dataclass(frozen=True)
class Fitness:
    """Whether a key may sign now: ``errors`` forbid it, ``warnings`` are said and left to the person."""

    errors: tuple[errors.SealingError, ...] = ()
    warnings: tuple[Message, ...] = ()


def make_facility_root(name: str, password: str, now: datetime) -> bytes:
    """A new root of the facility ``name`` as PKCS#12 under ``password``: P-256, 10 years, issues persons only.

    Needed again only for issuing and revoking; its place is the safe.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    root = issue_root(key, distinguished_name(ROOT_NAME, name), now=now, years=ROOT_YEARS)
    return write_key_file(key, root, (), password)


def issue_staff(
    root_p12: bytes,
    root_password: str,
    *,
    person: str,
    post: str,
    organisation: str,
    password: str,
    now: datetime,
) -> bytes:
    """A new signing key for one member of staff as PKCS#12 under that person's own ``password``: P-256, 2 years.

    `WrongKeyPassword`, `NotAKeyFile`, `NotARoot` when the root does not open or is none; `Expired` when it ended.
    """
    root = open_root(root_p12, root_password)
    if root.certificate.not_after <= now:
        raise errors.Expired(date=dates.written(dates.today_in_vietnam(root.certificate.not_after)))
    key = ec.generate_private_key(ec.SECP256R1())
    issued = issue_person(
        distinguished_name(person, organisation, post),
        key.public_key(),
        root.certificate.x509,
        root.private_key,
        now=now,
        years=STAFF_YEARS,
    )
    return write_key_file(key, issued, (root.certificate.x509,), password)


def open_root(root_p12: bytes, password: str) -> OpenedFile:
    """A facility's root with its private key; `WrongKeyPassword`, `NotAKeyFile`, `NotARoot`."""
    opened = open_key_file(root_p12, password)
    if not opened.certificate.is_facility_root:
        raise errors.NotARoot
    return opened


def open_p12(data: bytes, password: str) -> Key:
    """The signing key in a PKCS#12 file; `WrongKeyPassword`, `NotAKeyFile`, `NotForSigning`.

    Whether it may sign today is another question: see `problems_with`.
    """
    private_key, certificate, chain = open_key_file(data, password)
    if not certificate.may_sign:
        raise errors.NotForSigning
    own = Asn1Certificate.load(certificate.der)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([own, *(Asn1Certificate.load(other.der) for other in chain)])
    raw = private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Key(certificate, chain, SimpleSigner(own, PrivateKeyInfo.load(raw), store))


def problems_with(
    key: Key, *, now: datetime, name: str | None = None, last_recorded_at: datetime | None = None
) -> Fitness:
    """What speaks against signing with ``key`` at ``now``.

    ``name`` is the person the signature place is for; another holder is only warned about, a deputy may sign.
    ``last_recorded_at`` is the newest entry of the book: a clock behind it would date the signature wrongly.
    """
    certificate = key.certificate
    begins, ends = (dates.today_in_vietnam(at) for at in (certificate.not_before, certificate.not_after))
    today = dates.today_in_vietnam(now)
    forbidding: list[errors.SealingError] = []
    warnings: list[Message] = []
    if not certificate.may_sign:
        forbidding.append(errors.NotForSigning())
    if last_recorded_at is not None and now < last_recorded_at:
        forbidding.append(_clock_behind(now, last_recorded_at))
    if now < certificate.not_before:
        forbidding.append(errors.NotYetValid(date=dates.written(begins)))
    elif now >= certificate.not_after:
        forbidding.append(errors.Expired(date=dates.written(ends)))
    elif (ends - today).days <= ENDING_SOON:
        warnings.append(_ending_in((ends - today).days))
    if name is not None and folded(name) != folded(certificate.name):
        warnings.append(
            message("The signing key belongs to {owner}; this place is for {name}.", owner=certificate.name, name=name)
        )
    return Fitness(tuple(forbidding), tuple(warnings))


def folded(name: str) -> str:
    """A person's name for comparing: NFC, single spaces, small letters; public authorities write capitals."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def is_same_name(there: str, name: str, *, shortened: bool = False) -> bool:
    """Whether a certificate's name is this one; ``shortened``: or its beginning, as far as a certificate has room."""
    found, wanted = folded(there), folded(name)
    return found == wanted or (shortened and len(found.encode()) > _ROOM_FOR_A_NAME and wanted.startswith(found))


def write_key_file(
    key: PrivateKey, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], password: str
) -> bytes:
    """A PKCS#12 file with AES-256 under ``password`` (NFC)."""
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(_secret(password))
    )
    return pkcs12.serialize_key_and_certificates(None, key, certificate, chain, encryption)


def relocked(data: bytes, old_password: str, new_password: str) -> bytes:
    """The same key file under another password; `WrongKeyPassword` when the old one does not open it."""
    found = open_key_file(data, old_password)
    first, *chain = (x509.load_der_x509_certificate(one.der) for one in (found.certificate, *found.chain))
    return write_key_file(found.private_key, first, tuple(chain), new_password)


def open_key_file(data: bytes, password: str) -> OpenedFile:
    """What a PKCS#12 file holds; `NotAKeyFile` when it is none, `WrongKeyPassword` when it does not open."""
    try:
        if asn1_pkcs12.Pfx.load(data)["version"].native != "v3":
            raise errors.NotAKeyFile
    except (ValueError, TypeError):
        raise errors.NotAKeyFile from None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, _secret(password))
    except UnsupportedAlgorithm as error:
        raise errors.NotAKeyFile from error
    except ValueError:
        raise errors.WrongKeyPassword from None
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise errors.NotAKeyFile
    first, *chain = (read_certificate(found.public_bytes(Encoding.DER)) for found in (certificate, *others))
    return OpenedFile(key, first, tuple(chain))


def _secret(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()


def _clock_behind(now: datetime, last: datetime) -> errors.ClockBehind:
    today = dates.today_in_vietnam(now)
    last_day = dates.today_in_vietnam(last)
    if last_day == today:
        return errors.ClockBehind(now=dates.clock(now), last=dates.clock(last))
    return errors.ClockBehind(now=dates.short(today, last_day), last=dates.short(last_day, last_day))


def _ending_in(days: int) -> Message:
    if days == 0:
        return message("The certificate expires today. Signing is still possible.")
    if days == 1:
        return message("The certificate expires in 1 day. Signing is still possible.")
    return message("The certificate expires in {days} days. Signing is still possible.", days=days)
