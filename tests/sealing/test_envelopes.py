"""An envelope opens for its receiver only, with any CMS tool, and a changed byte never gets past the check inside."""

from __future__ import annotations

import random
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from carebook.sealing import errors
from carebook.sealing.envelopes import ReceiverKey, make_receiver_key, open_envelope, open_receiver_key, seal_for
from carebook.sealing.keys import Key
from carebook.sealing.trust import TrustStore
from carebook.sealing.verify import verify

from .conftest import NOW


@pytest.fixture(scope="module")
def department() -> ReceiverKey:
    """The receiver."""
    return open_receiver_key(make_receiver_key("Phòng Bảo trợ", "Sở Y tế", "nhận", NOW), "nhận")


@pytest.fixture(scope="module")
def stranger() -> ReceiverKey:
    """Another receiver."""
    return open_receiver_key(make_receiver_key("Người lạ", "Nơi khác", "nhận", NOW), "nhận")


@pytest.fixture(scope="module")
def envelope(twice: bytes, department: ReceiverKey) -> bytes:
    """The signed file, closed."""
    return seal_for(twice, department.certificate, now=NOW)


def test_round_trip(twice: bytes, envelope: bytes, department: ReceiverKey) -> None:
    assert open_envelope(envelope, department) == twice
    assert b"%PDF" not in envelope
    assert len(envelope) < len(twice) + 2048
    assert seal_for(twice, department.certificate, now=NOW) != envelope


def test_receiver_certificate_closes_and_does_not_sign(department: ReceiverKey) -> None:
    own = department.certificate
    assert (own.name, own.organisation, own.may_sign, own.is_facility_root) == (
        "Phòng Bảo trợ",
        "Sở Y tế",
        False,
        False,
    )
    assert department.private_key.key_size == 3072


def test_wrong_receiver(envelope: bytes, stranger: ReceiverKey) -> None:
    with pytest.raises(errors.WrongReceiver):
        open_envelope(envelope, stranger)


@pytest.mark.parametrize("cut", [0, 1, 50, 400, 5000])
def test_damaged_envelope(envelope: bytes, department: ReceiverKey, cut: int) -> None:
    for raw in (envelope[:cut], b"%PDF-1.7" + envelope[:cut]):
        with pytest.raises(errors.BrokenEnvelope):
            open_envelope(raw, department)


def test_changed_byte_never_gets_past_the_check(envelope: bytes, department: ReceiverKey, trust: TrustStore) -> None:
    chosen = random.Random(5)
    for _ in range(25):
        flipped = bytearray(envelope)
        flipped[chosen.randrange(len(flipped))] ^= 1 << chosen.randrange(8)
        try:
            inside = open_envelope(bytes(flipped), department)
        except (errors.BrokenEnvelope, errors.WrongReceiver):
            continue
        verdict = verify(inside, trust, now=NOW)
        assert not verdict.is_accepted or inside == open_envelope(envelope, department)


def test_certificates_that_cannot_receive(twice: bytes, head: Key, department: ReceiverKey) -> None:
    for certificate, now in (
        (head.certificate, NOW),
        (department.certificate, NOW - timedelta(days=1)),
        (department.certificate, department.certificate.not_after),
    ):
        with pytest.raises(errors.CannotReceive):
            seal_for(twice, certificate, now=now)


def test_signing_key_opens_no_envelope(root_p12: bytes) -> None:
    with pytest.raises(errors.NotAKeyFile):
        open_receiver_key(root_p12, "két sắt")
    with pytest.raises(errors.WrongKeyPassword):
        open_receiver_key(root_p12, "sai")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_opens_it(twice: bytes, envelope: bytes, department: ReceiverKey, tmp_path: Path) -> None:
    raw = department.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(raw)
    (tmp_path / "package.p7m").write_bytes(envelope)
    command = "openssl cms -decrypt -binary -inform DER -in package.p7m -inkey key.pem -out opened.pdf"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "opened.pdf").read_bytes() == twice
