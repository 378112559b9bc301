"""Signing a report: two keys in order, the ink way, wrong keys and passwords, and what a check says of the file."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from carebook.actions import periods, signing
from carebook.actions.accounts import change_own_password
from carebook.actions.change import Refused
from carebook.records.periods import InkSignature, ReportState, SigningKey
from carebook.records.staff import Actor, Role
from carebook.reports import copies
from carebook.rules.signing import is_complete
from carebook.sealing import keys
from carebook.sealing.errors import WrongKeyPassword
from carebook.sealing.verdict import Level
from carebook.store import periods as store
from carebook.store.book import Book
from tests import period_samples as sample
from tests.conftest import PASSWORD
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


def copy_of(book: Book, snapshot_id: str, now: datetime) -> bytes:
    with book.looking(now) as reader:
        pdf = copies.signed_copy(reader, snapshot_id)
    assert pdf is not None
    return pdf


def level_of(book: Book, pdf: bytes, now: datetime) -> Level:
    with book.looking(now) as reader:
        return signing.check_file(pdf, reader, now).level


def test_both_sign_in_order(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    snapshot = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    with pytest.raises(Refused):
        signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    first = signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    assert first.result.level is Level.SIGNER_MISSING
    assert sample.kept(book, snapshot.id, now).state is ReportState.PREPARER_SIGNED
    once = copy_of(book, snapshot.id, now)
    with pytest.raises(Refused):
        periods.number_report(book, snapshot.id, "1", None, by=director, now=now)
    second = signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    assert second.result.level is Level.FACILITY_TRUSTED
    assert [s.name for s in second.result.signers] == [preparer.name, director.name]
    assert sample.kept(book, snapshot.id, now).state is ReportState.SIGNED
    assert copy_of(book, snapshot.id, now).startswith(once)
    with book.looking(now) as reader:
        verdict = signing.check_file(copy_of(book, snapshot.id, now), reader, now)
        trusted = signing.trust_of(reader).facilities
    assert verdict.report is not None
    assert verdict.report["tables"]["B01"] == signing_figures(snapshot)
    assert [pin.checked_on for pin in trusted] == [date(2026, 11, 22)]


def signing_figures(snapshot: object) -> object:
    from carebook.reports import month as month_report

    return month_report.tables_of(snapshot)[0].figures()  # type: ignore[arg-type]


def test_wrong_password_and_anothers_key_leave_no_trace(
    book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    sample.with_keys(book, director, preparer, now)
    snapshot = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    with pytest.raises(Refused) as wrong:
        signing.sign_as_preparer(book, snapshot.id, "sai mat khau", by=preparer, now=now)
    assert wrong.value.problems[0].field == "password"
    with pytest.raises(Refused) as anothers:
        signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    assert anothers.value.problems[0].field == "p12"
    assert anothers.value.problems[0].message.values == {"whose": director.name, "name": preparer.name}
    with book.looking(now) as reader:
        assert store.signed_files(reader, snapshot.id) == []
    assert sample.kept(book, snapshot.id, now).state is ReportState.CLOSED


def test_who_has_no_key_is_told_so(book: Book, director: Actor, now: datetime) -> None:
    snapshot = sample.closed(book, director, now)
    with pytest.raises(Refused) as error:
        signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    assert error.value.message.values == {"name": director.name}


def test_a_key_file_of_ones_own(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    from carebook.sealing import keys

    root = keys.make_facility_root("Trung tâm khác", ROOT_PASSWORD, now)
    p12 = keys.issue_staff(
        root,
        ROOT_PASSWORD,
        person=preparer.name,
        post="Kế toán",
        organisation="Trung tâm khác",
        password=KEY_PASSWORD,
        now=now,
    )
    snapshot = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    change = signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now, p12=p12)
    assert change.result.level is Level.FACILITY_UNKNOWN
    with pytest.raises(Refused) as error:
        signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now, p12=b"kein Schluessel")
    assert error.value.problems[0].field == "password"


def test_a_clock_behind_the_book_signs_nothing(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    sample.with_keys(book, director, preparer, now)
    snapshot = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    sample.live(book, "Trần Thị An", now=now + timedelta(days=1))
    with pytest.raises(Refused):
        signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)


def test_a_superseded_version_is_signed_by_nobody(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    first = sample.signed(book, director, preparer, now)
    second = sample.closed(book, director, now, signers=sample.signers(director, preparer), reason="bổ sung")
    with pytest.raises(Refused):
        signing.sign_as_preparer(book, first.id, KEY_PASSWORD, by=preparer, now=now)
    signing.sign_as_preparer(book, second.id, KEY_PASSWORD, by=preparer, now=now)
    assert level_of(book, copy_of(book, first.id, now), now) is Level.FACILITY_TRUSTED


def test_the_ink_way(book: Book, director: Actor, now: datetime) -> None:
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(
        snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name="Tô Văn Bách Tùng"
    )
    with pytest.raises(Refused) as error:
        signing.sign_in_ink(book, ink, b"", by=director, now=now)
    assert error.value.problems[0].field == "scan_hash"
    signing.sign_in_ink(book, ink, b"%PDF scan", by=director, now=now)
    kept = sample.kept(book, snapshot.id, now)
    assert (kept.state, kept.number, kept.head_name) == (ReportState.SIGNED_IN_INK, "128", "Tô Văn Bách Tùng")
    with book.looking(now) as reader:
        found = store.ink_signature(reader, snapshot.id)
        assert found is not None
        assert store.kept_file(reader, found.scan_hash) == b"%PDF scan"
        assert is_complete(kept, ())


def test_a_tampered_file_is_broken(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.signed(book, director, preparer, now)
    pdf = bytearray(copy_of(book, snapshot.id, now))
    pdf[len(pdf) // 3] ^= 1
    with book.looking(now) as reader:
        verdict = signing.check_file(bytes(pdf), reader, now)
    assert verdict.level is Level.BROKEN
    assert verdict.report is None


def test_trusting_a_facility_by_its_code(book: Book, director: Actor, now: datetime) -> None:
    from carebook.sealing import keys
    from carebook.sealing.codes import facility_code

    root = keys.make_facility_root("Trung tâm Hoa Sen", ROOT_PASSWORD, now)
    code = facility_code(keys.open_root(root, ROOT_PASSWORD).certificate)
    for typed in ("AAAA BBBB CCCC DDDD", "CAREBOOK-ROOT:1:nửa"):
        with pytest.raises(Refused) as error:
            signing.trust_facility(book, typed, code.facility, code.fingerprint, by=director, now=now)
        assert error.value.problems[0].field == "code"
    signing.trust_facility(book, code.short.lower(), code.facility, code.fingerprint, by=director, now=now)
    with book.looking(now) as reader:
        pins = signing.trust_of(reader).facilities
    assert [(p.facility, p.fingerprint, p.checked_on) for p in pins] == [
        ("Trung tâm Hoa Sen", code.fingerprint, date(2026, 11, 22))
    ]


def test_a_new_key_revokes_the_old_one(book: Book, director: Actor, now: datetime) -> None:
    def make(root_password: str = ROOT_PASSWORD) -> None:
        signing.make_signing_key(book, director.staff_member_id, KEY_PASSWORD, root_password, by=director, now=now)

    make()
    make()
    with pytest.raises(Refused) as error:
        make("khac")
    assert error.value.problems[0].field == "root_password"
    with book.looking(now) as reader:
        kept = reader.records(SigningKey, "staff_member_id = ?", [director.staff_member_id])
        assert [key.revoked_on for key in kept] == [date(2026, 11, 22), None]
        assert len(reader.records(SigningKey, "purpose = 'root'")) == 1


def test_a_new_password_opens_the_signing_key_too(book: Book, director: Actor, now: datetime) -> None:
    signing.make_signing_key(book, director.staff_member_id, PASSWORD, ROOT_PASSWORD, by=director, now=now)
    change_own_password(book, PASSWORD, "mèo mun nhảy rào 9", by=director, now=now)
    with book.looking(now) as reader:
        kept = store.signing_key(reader, director.staff_member_id)
    assert kept is not None
    raw = base64.b64decode(kept.p12)
    assert keys.open_p12(raw, "mèo mun nhảy rào 9").name == director.name
    with pytest.raises(WrongKeyPassword):
        keys.open_p12(raw, PASSWORD)
