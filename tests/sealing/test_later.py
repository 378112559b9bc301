"""Timestamps and answers about revocation appended later, by real services over HTTP; and what happens when they are down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from carebook.records.signing import HEAD, PREPARER
from carebook.sealing import errors
from carebook.sealing.keys import Key
from carebook.sealing.later import append_stamps
from carebook.sealing.sign import prepare, sign
from carebook.sealing.trust import TrustStore
from carebook.sealing.verdict import Level
from carebook.sealing.verify import verify

from .conftest import NOW, PLACES
from .services import Services, running

LATER = NOW + timedelta(hours=3)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with running(tmp_path_factory.mktemp("ca"), LATER) as found:
        yield found


@pytest.fixture(autouse=True)
def up(services: Services) -> None:
    services.down, services.garbage = False, b""
    services.asked.clear()


@pytest.fixture(scope="module")
def by_authority(paper: bytes, services: Services, preparer: Key) -> bytes:
    """The tables signed in-house, the report by somebody of the public authority."""
    once = sign(prepare(paper, PLACES, []), PREPARER, preparer, when=NOW, reason="Lập biểu")
    return sign(once, HEAD, services.persons["director"], when=NOW, reason="Ký báo cáo")


@pytest.fixture(scope="module")
def both(trust: TrustStore, services: Services) -> TrustStore:
    return trust.with_ca_root(services.root)


def test_what_is_appended_outlives_the_certificates(by_authority: bytes, both: TrustStore, services: Services) -> None:
    before = verify(by_authority, both, now=LATER)
    assert [signer.level for signer in before.signers] == [Level.FACILITY_TRUSTED, Level.CA]
    stamped = append_stamps(by_authority, services.stamping, both, now=LATER)
    assert stamped.pdf.startswith(by_authority)
    assert (stamped.timestamped_at, stamped.checked) == (LATER, ("NGUYỄN HỮU DŨNG",))
    assert [s.level for s in stamped.verdict.signers] == [Level.FACILITY_TRUSTED, Level.CA_TIMESTAMPED]
    assert {path.split("/")[2] for path in services.asked} >= {"ocsp", "tsa"}
    assert len(PdfFileReader(BytesIO(stamped.pdf)).embedded_timestamp_signatures) == 1

    services.down = True
    after_the_certificates = NOW + timedelta(days=900)
    alone = verify(by_authority, both, now=after_the_certificates)
    assert alone.signers[0].level is Level.EXPIRED
    kept = verify(stamped.pdf, both, now=after_the_certificates)
    assert [s.level for s in kept.signers] == [Level.FACILITY_TRUSTED, Level.CA_TIMESTAMPED]
    assert [s.timestamped_at for s in kept.signers] == [LATER, LATER]
    assert verify(stamped.pdf.replace(b"tong so 128", b"tong so 129"), both, now=LATER).level is Level.BROKEN


def test_a_facilitys_own_signatures_take_a_timestamp(twice: bytes, both: TrustStore, services: Services) -> None:
    stamped = append_stamps(twice, services.stamping, both, now=LATER)
    assert (stamped.verdict.level, stamped.checked) == (Level.FACILITY_TRUSTED, ())
    assert not any("ocsp" in path for path in services.asked)
    again = append_stamps(stamped.pdf, services.stamping, both, now=LATER)
    assert again.pdf.startswith(stamped.pdf)
    assert again.verdict.level is Level.FACILITY_TRUSTED


def test_a_service_that_is_down_leaves_the_file_and_says_so(
    by_authority: bytes, both: TrustStore, services: Services
) -> None:
    services.down = True
    with pytest.raises(errors.NoTimestamp) as refused:
        append_stamps(by_authority, services.stamping, both, now=LATER)
    assert refused.value.message.values == {"host": "127.0.0.1"}
    for url in ("http://127.0.0.1:9/tsa", "http://khong-co.invalid/tsa", f"{services.url}/ca-thu/ocsp/ocsp"):
        with pytest.raises(errors.NoTimestamp):
            append_stamps(by_authority, url, both, now=LATER)


@pytest.mark.parametrize("garbage", [b"?", b"\x30\x03\x02\x01\x00", b"\x30\x05\x30\x03\x02\x01\x00", bytes(5000)])
def test_an_answer_that_is_none_changes_nothing(
    by_authority: bytes, both: TrustStore, services: Services, garbage: bytes
) -> None:
    services.garbage = garbage
    with pytest.raises(errors.NoTimestamp):
        append_stamps(by_authority, services.stamping, both, now=LATER)


def test_an_authority_that_does_not_answer_is_passed_over(
    by_authority: bytes, both: TrustStore, services: Services, tmp_path: Path
) -> None:
    """The director's authority is down, another one stamps."""
    with running(tmp_path, LATER, "khác") as other:
        services.down = True
        trust = both.with_ca_root(other.root)
        stamped = append_stamps(by_authority, other.stamping, trust, now=LATER)
    assert stamped.checked == ()
    assert [s.level for s in stamped.verdict.signers] == [Level.FACILITY_TRUSTED, Level.CA]
    assert [s.timestamped_at for s in stamped.verdict.signers] == [LATER, LATER]


def test_a_service_nobody_trusts_is_not_used(twice: bytes, trust: TrustStore, services: Services) -> None:
    with pytest.raises(errors.UnknownStamper):
        append_stamps(twice, services.stamping, trust, now=LATER)


def test_a_revoked_certificate_is_found_out(prepared: bytes, services: Services, both: TrustStore) -> None:
    raw = sign(prepared, HEAD, services.persons["leaver"], when=NOW, reason="Ký")
    assert verify(raw, both, required=(HEAD,), now=LATER).level is Level.CA
    with pytest.raises(errors.RevokedSince) as refused:
        append_stamps(raw, services.stamping, both, now=LATER)
    assert refused.value.message.values == {"name": "LÊ VĂN THU HỒI"}


def test_only_whole_signatures_are_stamped(prepared: bytes, twice: bytes, both: TrustStore, services: Services) -> None:
    for raw in (prepared, twice.replace(b"tong so 128", b"tong so 129"), b"no PDF"):
        with pytest.raises(errors.NothingToStamp):
            append_stamps(raw, services.stamping, both, now=LATER)
    assert services.asked == []


def test_the_clock_of_this_pc_stamps_nothing(twice: bytes, both: TrustStore, services: Services) -> None:
    """The moment comes from the service, whatever this PC's clock says."""
    stamped = append_stamps(twice, services.stamping, both, now=NOW + timedelta(days=2))
    assert (stamped.timestamped_at, stamped.verdict.level) == (LATER, Level.FACILITY_TRUSTED)
