"""A signing token played by SoftHSM: one RSA key with its certificate by a public authority, as on the tokens sold."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

PIN = "87654321"
LABEL = "USB ký thử"
_PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
DRIVER = next((Path(path) for path in _PLACES if Path(path).exists()), Path(_PLACES[0]))

needs_softhsm = pytest.mark.skipif(
    not DRIVER.exists() or shutil.which("softhsm2-util") is None, reason="SoftHSM (softhsm2) is not installed"
)


@dataclass(frozen=True)
class PluggedIn:
    """The driver that finds the token, and the certificate (DER) of the authority."""

    driver: Path
    authority: bytes


@contextmanager
def plugged_in(folder: Path, person: str, now: datetime) -> Iterator[PluggedIn]:
    """A token of ``person`` as long as the block lasts; its files lie in ``folder``."""
    kept = folder / "token"
    kept.mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {kept}\nobjectstore.backend = file\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        making = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "12345678", "--pin", PIN]
        subprocess.run(making, check=True, capture_output=True, env=os.environ)
        certificate, key, authority = _issued(person, now)
        secret = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        own = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"\x01"}
        with pkcs11.lib(str(DRIVER)).get_token(token_label=LABEL).open(user_pin=PIN, rw=True) as session:
            session.create_object(decode_rsa_private_key(secret) | own)
            session.create_object(decode_x509_certificate(certificate.public_bytes(Encoding.DER)) | own)
        yield PluggedIn(DRIVER, authority.public_bytes(Encoding.DER))
        pkcs11.unload(str(DRIVER))


def _issued(person: str, now: datetime) -> tuple[x509.Certificate, rsa.RSAPrivateKey, x509.Certificate]:
    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    def begun(name: str, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named("CA thử"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=100))
            .not_valid_after(now + timedelta(days=400))
        )

    def usage(**chosen: bool) -> x509.KeyUsage:
        names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
        every = dict.fromkeys([*names.split(), "crl_sign", "encipher_only", "decipher_only"], False)
        return x509.KeyUsage(**(every | chosen))

    authority, own = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = begun("CA thử", authority).add_extension(x509.BasicConstraints(True, None), True)
    root = root.add_extension(usage(key_cert_sign=True, crl_sign=True), True)
    made = begun(person, own).add_extension(x509.BasicConstraints(False, None), True)
    made = made.add_extension(usage(digital_signature=True, content_commitment=True), True)
    return made.sign(authority, hashes.SHA256()), own, root.sign(authority, hashes.SHA256())
