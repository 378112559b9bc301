"""Every way a signed file can be touched has its verdict, and no other data than the signed one comes out."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from carebook.records.signing import DATA_FILE, HEAD, PREPARER, REVOCATIONS_FILE
from carebook.sealing.keys import Key
from carebook.sealing.sign import Attachment, prepare, sign
from carebook.sealing.trust import TrustStore, make_revocation_list, read_revocations
from carebook.sealing.verdict import LEVEL_WORDS, Level
from carebook.sealing.verify import verify

from .conftest import DATA, NOW, PLACES, REPORT, Authority, signed_outside, staff, stamped_outside
from .tampering import TAMPER_TABLE, Hands, updated


@pytest.fixture(scope="module")
def hands(
    prepared: bytes,
    once: bytes,
    twice: bytes,
    trust: TrustStore,
    head: Key,
    impostor: Key,
    root_p12: bytes,
    authority: Authority,
) -> Hands:
    return Hands(prepared, once, twice, trust, head, impostor, root_p12, authority)


@pytest.mark.parametrize("case", TAMPER_TABLE)
def test_every_way_a_file_is_touched_has_its_verdict(hands: Hands, case: str) -> None:
    arrive, level, words = TAMPER_TABLE[case]
    raw, trust, days = arrive(hands)
    verdict = verify(raw, trust, now=NOW + timedelta(days=days))
    assert verdict.level is level
    assert verdict.words.id.startswith(words)
    assert verdict.file_sha256 == hashlib.sha256(raw).hexdigest()
    assert verdict.is_accepted == (level is Level.FACILITY_TRUSTED)
    if level in (Level.BROKEN, Level.UNSIGNED, Level.REVOKED):
        assert (verdict.data, verdict.report, verdict.data_sha256) == (None, None, None)
    else:
        assert verdict.data == DATA  # never other data than what was signed


def test_signed_data_and_signers_come_out(twice: bytes, trust: TrustStore, preparer: Key, head: Key) -> None:
    verdict = verify(twice, trust, now=NOW)
    assert (verdict.data, verdict.report) == (DATA, REPORT)
    assert verdict.data_sha256 == hashlib.sha256(DATA).hexdigest()
    assert [(s.field, s.certificate, s.claimed_at) for s in verdict.signers] == [
        (PREPARER, preparer.certificate, NOW),
        (HEAD, head.certificate, NOW),
    ]
    assert verdict.words.values == {"facility": "Hoa Sen", "date": "01/11/2026"}


def test_file_cut_back_to_the_first_signature_lacks_the_head(once: bytes, twice: bytes, trust: TrustStore) -> None:
    assert twice.startswith(once)
    verdict = verify(twice[: len(once)], trust, now=NOW)
    assert (verdict.level, verdict.missing) == (Level.SIGNER_MISSING, (HEAD,))
    assert {key: value.id for key, value in verdict.words.values.items()} == {
        "present": "the preparer",
        "missing": "the head of the facility",
    }
    assert verify(once, trust, required=(PREPARER,), now=NOW).level is Level.FACILITY_TRUSTED
    assert verify(once, trust, required=(HEAD, "seal"), now=NOW).missing == (HEAD, "seal")


def test_boxes_decide_who_must_sign_when_the_data_does_not(paper: bytes, preparer: Key, trust: TrustStore) -> None:
    for attachments in ([], [Attachment(DATA_FILE, b"[1, 2]")], [Attachment(DATA_FILE, b"not JSON")]):
        raw = sign(prepare(paper, PLACES, attachments), PREPARER, preparer, when=NOW, reason="Lập biểu")
        verdict = verify(raw, trust, now=NOW)
        assert (verdict.level, verdict.missing, verdict.report) == (Level.SIGNER_MISSING, (HEAD,), None)


@pytest.mark.parametrize("trick", ["borrowed", "moved", "renamed"])
def test_one_signature_never_stands_for_two_roles(once: bytes, trust: TrustStore, trick: str) -> None:
    def change(writer: IncrementalPdfFileWriter) -> None:
        boxes = {str(box.get_object()["/T"]): box.get_object() for box in writer.root["/AcroForm"]["/Fields"]}
        his, hers = boxes[HEAD], boxes[PREPARER]
        if trick == "renamed":
            his["/T"], hers["/T"] = hers["/T"], his["/T"]
        else:
            his["/V"] = hers.raw_get("/V")
        if trick == "moved":
            del hers["/V"]
        writer.update_container(his)
        writer.update_container(hers)

    assert verify(updated(once, change), trust, now=NOW).level is Level.BROKEN


def test_data_attached_twice_is_broken(paper: bytes, preparer: Key, trust: TrustStore) -> None:
    both = [Attachment(DATA_FILE, DATA), Attachment(DATA_FILE, b"{}")]
    raw = sign(prepare(paper, PLACES[:1], both), PREPARER, preparer, when=NOW, reason="Lập biểu")
    assert verify(raw, trust, now=NOW).level is Level.BROKEN


def test_flipped_bits_never_change_what_is_accepted(twice: bytes, trust: TrustStore) -> None:
    gaps = [
        range(start + length, after)
        for start, length, after, _rest in (s.byte_range for s in PdfFileReader(BytesIO(twice)).embedded_signatures)
    ]
    chosen = random.Random(2026)
    outside = [at for at in range(len(twice)) if not any(at in gap for gap in gaps)]
    places = chosen.sample(outside, 45) + [chosen.choice(chosen.choice(gaps)) for _ in range(15)]
    for at in places:
        flipped = bytearray(twice)
        flipped[at] ^= 1 << chosen.randrange(8)
        verdict = verify(bytes(flipped), trust, now=NOW)
        if any(at in gap for gap in gaps):  # the unused room behind a signature, or the case of a letter
            assert not verdict.is_accepted or verdict.data == DATA
        else:
            assert not verdict.is_accepted, at


@given(st.binary(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_bytes_have_a_verdict(raw: bytes) -> None:
    assert verify(b"%PDF-1.7\n" + raw, TrustStore(), now=NOW).level in (Level.BROKEN, Level.UNSIGNED)


def test_unknown_root_shows_the_code_to_compare(once: bytes, twice: bytes, trust: TrustStore, impostor: Key) -> None:
    verdict = verify(twice, TrustStore(), now=NOW)
    assert (verdict.level, verdict.is_accepted, verdict.data) == (Level.FACILITY_UNKNOWN, False, DATA)
    assert "Trust this facility" in verdict.words.id
    code = verdict.code_to_compare
    assert code is not None
    assert code.fingerprint == trust.facilities[0].fingerprint
    pinned = TrustStore().pinned(code, facility="Hoa Sen", checked_on=NOW.date(), checked_by="A")
    assert verify(twice, pinned, now=NOW).level is Level.FACILITY_TRUSTED

    forged = sign(once, HEAD, impostor, when=NOW, reason="Ký báo cáo")
    found = verify(forged, trust, now=NOW)
    assert found.level is Level.FACILITY_UNKNOWN
    assert [s.level for s in found.signers] == [Level.FACILITY_TRUSTED, Level.FACILITY_UNKNOWN]
    assert found.code_to_compare not in (None, code)


def test_expired_certificate_proves_nothing(twice: bytes, trust: TrustStore, head: Key) -> None:
    verdict = verify(twice, trust, now=head.certificate.not_after + timedelta(minutes=1))
    assert (verdict.level, verdict.words.values) == (Level.EXPIRED, {"date": "04/11/2028"})
    assert not verdict.is_accepted


def test_clock_before_the_certificate_is_said(twice: bytes, trust: TrustStore) -> None:
    verdict = verify(twice, trust, now=NOW - timedelta(days=1))
    assert verdict.level is Level.FACILITY_UNKNOWN
    assert verdict.words.values == {"date": "05/11/2026", "now": "04/11/2026"}


def test_revoked_by_the_facility(twice: bytes, trust: TrustStore, head: Key, root_p12: bytes) -> None:
    later = NOW + timedelta(days=2)
    revoked = {head.certificate.serial: NOW + timedelta(days=1)}
    news = make_revocation_list(root_p12, "két sắt", revoked, now=later)
    root = verify(twice, trust, now=NOW).signers[0].root
    assert root is not None
    knowing = trust.with_revocations(read_revocations(news, root))
    verdict = verify(twice, knowing, now=later)
    assert (verdict.level, verdict.data) == (Level.REVOKED, None)
    assert [s.level for s in verdict.signers] == [Level.FACILITY_TRUSTED, Level.REVOKED]
    assert verify(twice, knowing, now=NOW).level is Level.FACILITY_TRUSTED


def test_revocation_list_travels_in_the_file_and_the_newest_wins(
    paper: bytes, trust: TrustStore, root_p12: bytes, preparer: Key
) -> None:
    left = staff(root_p12, "Phạm Thị Đã Nghỉ", "Điều dưỡng")
    old = make_revocation_list(root_p12, "két sắt", {}, now=NOW - timedelta(days=9))
    new = make_revocation_list(root_p12, "két sắt", {left.certificate.serial: NOW - timedelta(days=3)}, now=NOW)

    def signed(by: Key, listed: bytes) -> bytes:
        prepared = prepare(paper, PLACES[:1], [Attachment(REVOCATIONS_FILE, listed, "application/pkix-crl")])
        return sign(prepared, PREPARER, by, when=NOW, reason="Lập biểu")

    assert verify(signed(left, new), trust, now=NOW).level is Level.REVOKED
    assert verify(signed(left, old), trust, now=NOW).level is Level.FACILITY_TRUSTED
    (found,) = verify(signed(preparer, new), trust, now=NOW).revocations
    knowing = trust.with_revocations(found)
    assert verify(signed(left, old), knowing, now=NOW).level is Level.REVOKED
    assert verify(signed(preparer, b"nonsense"), trust, now=NOW).revocations == ()


def test_outside_signature_in_its_own_visible_box_leaves_ours_valid(
    twice: bytes, trust: TrustStore, authority: Authority, impostor: Key
) -> None:
    both = trust.with_ca_root(authority.trust.ca_roots[0])
    raw = signed_outside(twice, authority.person, "Signature1", box=True)
    verdict = verify(raw, both, now=NOW)
    assert verdict.level is Level.FACILITY_TRUSTED
    assert [s.level for s in verdict.signers] == [Level.FACILITY_TRUSTED, Level.FACILITY_TRUSTED, Level.CA]

    unknown = verify(signed_outside(twice, impostor, "Signature1", box=True), both, now=NOW)
    assert unknown.level is Level.FACILITY_UNKNOWN
    assert [s.level for s in unknown.signers[:2]] == [Level.FACILITY_TRUSTED] * 2


def test_outside_signature_stands_for_the_signer_the_data_names(
    paper: bytes, preparer: Key, trust: TrustStore, authority: Authority
) -> None:
    both = trust.with_ca_root(authority.trust.ca_roots[0])
    data = b'{"signature_places": ["preparer", "head"], "signers": {"preparer": "X", "head": "%s"}}'
    for named, level in (("Nguyễn Hữu Dũng", Level.FACILITY_TRUSTED), ("Tô Văn Bách Tùng", Level.SIGNER_MISSING)):
        prepared = prepare(paper, PLACES, [Attachment(DATA_FILE, data % named.encode())])
        once = sign(prepared, PREPARER, preparer, when=NOW, reason="Lập biểu")
        assert verify(signed_outside(once, authority.person, "Signature1", box=True), both, now=NOW).level is level


def test_public_authority(prepared: bytes, authority: Authority) -> None:
    raw = signed_outside(prepared, authority.person, HEAD)
    roles = (HEAD,)
    unknown = verify(raw, TrustStore(), required=roles, now=NOW)
    assert (unknown.level, unknown.code_to_compare) == (Level.FACILITY_UNKNOWN, None)
    assert unknown.words.values == {"authority": "CA thử"}

    unchecked = verify(raw, authority.trust, required=roles, now=NOW)
    assert (unchecked.level, unchecked.signers[0].revocation_checked) == (Level.CA, False)
    assert "without a network" in unchecked.words.id

    checked = verify(raw, authority.trust.with_ca_revocations((authority.revocation_list(),)), required=roles, now=NOW)
    assert (checked.level, checked.signers[0].revocation_checked) == (Level.CA, True)
    assert "no timestamp" in checked.words.id

    stale = authority.revocation_list(issued_at=NOW - timedelta(days=90))
    old = verify(raw, authority.trust.with_ca_revocations((stale,)), required=roles, now=NOW)
    assert (old.level, old.signers[0].revocation_checked) == (Level.CA, False)

    listed = authority.revocation_list(authority.person.certificate.serial)
    revoked = verify(raw, authority.trust.with_ca_revocations((listed,)), required=roles, now=NOW)
    assert revoked.level is Level.REVOKED


def test_a_list_that_has_run_out_still_revokes(prepared: bytes, authority: Authority) -> None:
    raw = signed_outside(prepared, authority.person, HEAD)
    old = authority.revocation_list(authority.person.certificate.serial, issued_at=NOW - timedelta(days=90))
    verdict = verify(raw, authority.trust.with_ca_revocations((old,)), required=(HEAD,), now=NOW)
    assert (verdict.level, verdict.data) == (Level.REVOKED, None)


@pytest.mark.parametrize("way", ["signature", "document"])
def test_timestamp_outlives_the_certificate(prepared: bytes, authority: Authority, way: str) -> None:
    if way == "signature":
        raw = signed_outside(prepared, authority.person, HEAD, stamper=authority.stamper)
    else:
        raw = stamped_outside(signed_outside(prepared, authority.person, HEAD), authority.stamper)
    trust = authority.trust.with_ca_revocations((authority.revocation_list(),))
    verdict = verify(raw, trust, required=(HEAD,), now=NOW + timedelta(days=20))
    assert (verdict.level, verdict.signers[0].timestamped_at) == (Level.CA_TIMESTAMPED, NOW)
    assert verdict.words.values == {"authority": "CA thử", "name": "NGUYỄN HỮU DŨNG", "moment": "05/11/2026 09:30"}
    unchecked = verify(raw, authority.trust, required=(HEAD,), now=NOW)
    assert unchecked.level is Level.CA

    late = authority.revocation_list(authority.person.certificate.serial, issued_at=NOW + timedelta(days=9))
    afterwards = verify(
        raw, authority.trust.with_ca_revocations((late,)), required=(HEAD,), now=NOW + timedelta(days=9)
    )
    assert afterwards.level is Level.CA_TIMESTAMPED


def test_every_level_has_its_chip() -> None:
    assert set(LEVEL_WORDS) == set(Level)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is not installed")
def test_pdfsig_finds_both_signatures_valid(twice: bytes, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(twice)
    seen = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False).stdout
    assert seen.count("Signature is Valid.") == 2
    assert seen.count("ETSI.CAdES.detached") == 2
    assert "Nguyễn Hữu Dũng" in seen
    assert seen.rindex("Total document signed") > seen.index("Signature #2")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_verifies_the_signature(twice: bytes, trust: TrustStore, tmp_path: Path) -> None:
    signature = PdfFileReader(BytesIO(twice)).embedded_signatures[1]
    start, length, after, rest = signature.byte_range
    root = verify(twice, trust, now=NOW).signers[1].root
    assert root is not None
    (tmp_path / "signature.der").write_bytes(signature.pkcs7_content)
    (tmp_path / "content").write_bytes(twice[start : start + length] + twice[after : after + rest])
    (tmp_path / "root.der").write_bytes(root.der)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.der", "-content", "content"]
    command += ["-CAfile", "root.pem", "-purpose", "any", "-attime", str(int(NOW.timestamp())), "-out", "out"]
    subprocess.run(["openssl", "x509", "-in", "root.der", "-out", "root.pem"], cwd=tmp_path, check=True)
    seen = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stderr
