"""Keys are made as promised, open with their password only, and say what speaks against signing."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from carebook.sealing import errors, keys
from carebook.sealing.certificates import DOCUMENT_SIGNING, read_certificate

from .conftest import FACILITY, NOW, Authority, staff


def test_root_issues_persons_only(root_p12: bytes) -> None:
    root = keys.open_root(root_p12, "két sắt").certificate
    basic = root.x509.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (root.name, root.organisation, basic.ca, basic.path_length) == (keys.ROOT_NAME, FACILITY, True, 0)
    assert root.is_facility_root
    assert not root.may_sign
    assert root.not_before <= NOW
    assert root.not_after == NOW + timedelta(days=3650)
    assert isinstance(root.x509.public_key(), ec.EllipticCurvePublicKey)


def test_staff_certificate_names_person_and_post(root_p12: bytes, head: keys.Key) -> None:
    own = head.certificate
    usage = own.x509.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = own.x509.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert (head.name, head.post, own.organisation) == ("Nguyễn Hữu Dũng", "Giám đốc", FACILITY)
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert list(purposes) == [DOCUMENT_SIGNING, x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert own.not_after == NOW + timedelta(days=730)
    assert [c.fingerprint for c in head.chain] == [keys.open_root(root_p12, "két sắt").certificate.fingerprint]
    assert head.chain[0].issued(own)
    assert "signer" not in repr(head)


def test_staff_certificate_never_outlives_the_root(root_p12: bytes) -> None:
    root_end = NOW + timedelta(days=3650)
    assert staff(root_p12, "A", "B", root_end - timedelta(days=30)).certificate.not_after == root_end
    with pytest.raises(errors.Expired):
        staff(root_p12, "A", "B", root_end)


def test_decomposed_names_are_composed_and_long_ones_cut(root_p12: bytes) -> None:
    person = unicodedata.normalize("NFD", "Trần Thị Mỹ Phượng")
    assert staff(root_p12, person, "Trưởng phòng").name == "Trần Thị Mỹ Phượng"
    assert staff(root_p12, "Mỹ " * 30, "Trưởng phòng " * 9).name == "Mỹ " * 12 + "Mỹ"
    root = keys.make_facility_root("Trung tâm Bảo trợ xã hội tổng hợp " * 4, "két sắt", NOW)
    assert len(keys.open_root(root, "két sắt").certificate.organisation) > 64


def test_password_is_the_same_however_it_is_typed(root_p12: bytes) -> None:
    assert keys.open_root(root_p12, unicodedata.normalize("NFD", "két sắt"))


def other_key_file() -> bytes:
    """A key file of a kind that signs no PDF here."""
    key = ed25519.Ed25519PrivateKey.generate()
    return pkcs12.serialize_key_and_certificates(None, key, None, None, BestAvailableEncryption(b"p"))


@pytest.mark.parametrize(
    ("data", "password", "error"),
    [
        ("root", "sai", errors.WrongKeyPassword),
        ("root", "", errors.WrongKeyPassword),
        ("root", "két sắt", errors.NotForSigning),
        ("cut", "két sắt", errors.NotAKeyFile),
        (b"", "p", errors.NotAKeyFile),
        (b"%PDF-1.7", "p", errors.NotAKeyFile),
        (b"\x30\x03\x02\x01\x03", "p", errors.NotAKeyFile),
        (other_key_file(), "p", errors.NotAKeyFile),
    ],
)
def test_file_that_opens_no_key(
    root_p12: bytes, data: bytes | str, password: str, error: type[errors.SealingError]
) -> None:
    known = {"root": root_p12, "cut": root_p12[:200]}
    with pytest.raises(error) as refused:
        keys.open_p12(known[data] if isinstance(data, str) else data, password)
    assert refused.value.message.id == error.pattern


def test_only_a_root_issues(root_p12: bytes) -> None:
    person = keys.issue_staff(root_p12, "két sắt", person="A", post="B", organisation="C", password="riêng", now=NOW)
    with pytest.raises(errors.NotARoot):
        keys.open_root(person, "riêng")
    with pytest.raises(errors.WrongKeyPassword):
        keys.open_root(root_p12, "két sat")


def test_public_authority_is_no_facility(authority: Authority) -> None:
    assert not authority.trust.ca_roots[0].is_facility_root
    assert authority.person.certificate.may_sign


@pytest.mark.parametrize(
    ("after", "error", "values"),
    [
        (timedelta(days=-1), errors.NotYetValid, {"date": "05/11/2026"}),
        (timedelta(minutes=-4), None, {}),
        (timedelta(days=699), None, {}),
        (timedelta(days=730), errors.Expired, {"date": "04/11/2028"}),
        (timedelta(days=900), errors.Expired, {"date": "04/11/2028"}),
    ],
)
def test_certificate_outside_its_time(
    head: keys.Key, after: timedelta, error: type[errors.SealingError] | None, values: dict[str, str]
) -> None:
    found = keys.problems_with(head, now=NOW + after)
    assert [(type(e), e.message.values) for e in found.errors] == ([(error, values)] if error else [])
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("left", "pattern", "values"),
    [
        (30, "The certificate expires in {days} days. Signing is still possible.", {"days": 30}),
        (12, "The certificate expires in {days} days. Signing is still possible.", {"days": 12}),
        (1, "The certificate expires in 1 day. Signing is still possible.", {}),
        (0, "The certificate expires today. Signing is still possible.", {}),
    ],
)
def test_certificate_that_ends_soon_is_warned_about(
    head: keys.Key, left: int, pattern: str, values: dict[str, int]
) -> None:
    found = keys.problems_with(head, now=head.certificate.not_after - timedelta(days=left, minutes=1))
    assert found.errors == ()
    assert [(w.id, w.values) for w in found.warnings] == [(pattern, values)]


def test_another_holder_is_warned_about(head: keys.Key, authority: Authority) -> None:
    (warning,) = keys.problems_with(head, now=NOW, name="Tô Văn Bách Tùng").warnings
    assert warning.values == {"owner": "Nguyễn Hữu Dũng", "name": "Tô Văn Bách Tùng"}
    assert keys.problems_with(head, now=NOW, name="nguyễn hữu  dũng").warnings == ()
    assert keys.problems_with(authority.person, now=NOW, name="Nguyễn Hữu Dũng").warnings == ()


@pytest.mark.parametrize(
    ("behind", "values"),
    [
        (timedelta(days=1), {"now": "05/11", "last": "06/11"}),
        (timedelta(minutes=90), {"now": "09:30", "last": "11:00"}),
        (timedelta(days=400), {"now": "05/11/2026", "last": "10/12"}),
    ],
)
def test_clock_behind_the_book_forbids_signing(head: keys.Key, behind: timedelta, values: dict[str, str]) -> None:
    (error,) = keys.problems_with(head, now=NOW, last_recorded_at=NOW + behind).errors
    assert (type(error), error.message.values) == (errors.ClockBehind, values)
    assert keys.problems_with(head, now=NOW, last_recorded_at=NOW).errors == ()


def test_certificate_is_read_from_pem_too(head: keys.Key) -> None:
    assert read_certificate(head.certificate.x509.public_bytes(Encoding.PEM)) == head.certificate
    for nonsense in (b"", b"-----BEGIN CERTIFICATE-----", b"\x30\x00"):
        with pytest.raises(errors.NotACertificate):
            read_certificate(nonsense)
