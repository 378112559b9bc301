"""Data packages closed for one receiver: CMS EnvelopedData (.p7m) around a file that is signed already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import ExtensionNotFound, KeyUsage

from carebook.sealing import errors
from carebook.sealing.certificates import Certificate, distinguished_name, issue_receiver
from carebook.sealing.keys import open_key_file, write_key_file

RECEIVER_YEARS = 5
_BITS = 3072


@dataclass(frozen=True)
class ReceiverKey:
    """The key that opens envelopes, and the certificate senders close them with."""

    certificate: Certificate
    private_key: rsa.RSAPrivateKey = field(repr=False, compare=False)


def make_receiver_key(name: str, organisation: str, password: str, now: datetime) -> bytes:
    """A new key for receiving, as PKCS#12 under ``password``: RSA-3072, 5 years.

    RSA because the CMS envelopes that other tools open know no elliptic curves.
    """
    key = rsa.generate_private_key(65537, _BITS)
    certificate = issue_receiver(key, distinguished_name(name, organisation), now=now, years=RECEIVER_YEARS)
    return write_key_file(key, certificate, (), password)


def open_receiver_key(data: bytes, password: str) -> ReceiverKey:
    """The receiving key in a PKCS#12 file; `WrongKeyPassword`, `NotAKeyFile`."""
    opened = open_key_file(data, password)
    if not isinstance(opened.private_key, rsa.RSAPrivateKey):
        raise errors.NotAKeyFile
    return ReceiverKey(opened.certificate, opened.private_key)


def seal_for(pdf: bytes, receiver: Certificate, *, now: datetime) -> bytes:
    """The file encrypted for ``receiver`` (AES-256-CBC), DER: sign first, then seal.

    `CannotReceive` when the certificate has no RSA key for encryption or is not valid at ``now``.
    """
    if not (may_receive(receiver) and receiver.not_before <= now < receiver.not_after):
        raise errors.CannotReceive
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(pdf).add_recipient(receiver.x509)
    builder = builder.set_content_encryption_algorithm(AES256)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def open_envelope(raw: bytes, key: ReceiverKey) -> bytes:
    """The file inside an envelope; `WrongReceiver`, `BrokenEnvelope`.

    The encryption notices no changed byte: only the verdict on the signed file inside says whether it is whole.
    """
    try:
        recipients = cms.ContentInfo.load(raw)["content"]["recipient_infos"]
        serials = [recipient.chosen["rid"].chosen["serial_number"].native for recipient in recipients]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise errors.BrokenEnvelope from None
    if key.certificate.serial not in serials:
        raise errors.WrongReceiver
    try:
        return pkcs7.pkcs7_decrypt_der(raw, key.certificate.x509, key.private_key, [])
    except Exception:  # a damaged envelope breaks decryption in many ways
        raise errors.BrokenEnvelope from None


def may_receive(receiver: Certificate) -> bool:
    """Whether a certificate is for closing envelopes: an RSA key whose purposes, if stated, include it."""
    if not isinstance(receiver.x509.public_key(), rsa.RSAPublicKey):
        return False
    try:
        return receiver.x509.extensions.get_extension_for_class(KeyUsage).value.key_encipherment
    except ExtensionNotFound:
        return True
