"""Revoked keys and the list that says so, in this book, in its reports and in other books; whom the book trusts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from carebook.actions import periods, signing
from carebook.actions.change import Refused
from carebook.records.periods import SigningKey, TrustedFacility
from carebook.records.signing import DATA_FILE, PREPARER, REVOCATIONS_FILE, SignaturePlace
from carebook.records.staff import Actor, Role
from carebook.sealing import keys, sign
from carebook.sealing.codes import facility_code
from carebook.sealing.trust import make_revocation_list, read_revocations
from carebook.sealing.verdict import Level
from carebook.store import periods as store
from carebook.store import trust as kept_trust
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, ROOT_PASSWORD
from tests.sealing.conftest import drawn_paper

LATER = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


def key_of(book: Book, actor: Actor, now: datetime) -> SigningKey:
    with book.looking(now) as reader:
        found = store.signing_key(reader, actor.staff_member_id)
    assert found is not None
    return found


def level_of(book: Book, snapshot_id: str, now: datetime) -> Level:
    from carebook.reports import copies

    with book.looking(now) as reader:
        pdf = copies.signed_copy(reader, snapshot_id)
        assert pdf is not None
        return signing.check_file(pdf, reader, now).level


def test_a_key_that_may_be_in_other_hands_is_believed_no_more(
    book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    assert level_of(book, snapshot.id, now) is Level.FACILITY_TRUSTED
    key = key_of(book, preparer, now)
    with pytest.raises(Refused) as wrong:
        signing.revoke_signing_key(book, key.id, "sai", reason="mất USB", by=director, now=now)
    assert wrong.value.problems[0].field == "root_password"
    with pytest.raises(Refused):
        signing.revoke_signing_key(book, key.id, ROOT_PASSWORD, reason=" ", by=director, now=now)
    at = now + LATER
    change = signing.revoke_signing_key(book, key.id, ROOT_PASSWORD, reason="mất USB", by=director, now=at)
    with book.looking(at) as reader:
        assert store.signing_key(reader, preparer.staff_member_id) is None
        (row,) = [k for k in kept_trust.staff_keys(reader) if k.id == key.id]
        (kept,) = kept_trust.kept_revocations(reader)
    assert (row.revoked_because, base64.b64decode(kept.der)) == ("mất USB", change.result)
    assert level_of(book, snapshot.id, at) is Level.REVOKED
    with pytest.raises(Refused):
        signing.revoke_signing_key(book, key.id, ROOT_PASSWORD, reason="lần nữa", by=director, now=at)


def test_what_a_replaced_or_left_key_signed_before_stays_good(
    book: Book, director: Actor, preparer: Actor, now: datetime
) -> None:
    snapshot = sample.signed(book, director, preparer, now)
    old, at = key_of(book, preparer, now), now + LATER
    signing.make_signing_key(book, preparer.staff_member_id, KEY_PASSWORD, ROOT_PASSWORD, by=preparer, now=at)
    assert key_of(book, preparer, at).id != old.id
    left = key_of(book, director, at)
    signing.revoke_signing_key(
        book, left.id, ROOT_PASSWORD, reason="chuyển công tác", feared=False, by=director, now=at
    )
    assert level_of(book, snapshot.id, at + LATER) is Level.FACILITY_TRUSTED
    with book.looking(at) as reader:
        (listed,) = signing.trust_of(reader).revocations
    assert len(listed.revoked) == 2 == len(listed.ended)
    signing.revoke_signing_key(book, old.id, ROOT_PASSWORD, reason="lộ mật khẩu", by=director, now=at + LATER)
    assert level_of(book, snapshot.id, at + LATER) is Level.REVOKED


def test_the_list_travels_in_the_next_report(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    sample.with_keys(book, director, preparer, now)
    signing.make_signing_key(book, preparer.staff_member_id, KEY_PASSWORD, ROOT_PASSWORD, by=preparer, now=now + LATER)
    at = now + 2 * LATER
    snapshot = sample.closed(book, director, at, signers=sample.signers(director, preparer))
    verdict = signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=at).result
    (travelled,) = verdict.revocations
    with book.looking(at) as reader:
        assert signing.trust_of(reader).revocations_of(travelled.root_fingerprint) == travelled


def test_lists_of_others_are_kept_when_they_are_trusted_and_newer(book: Book, director: Actor, now: datetime) -> None:
    root = keys.make_facility_root("Trung tâm Hoa Sen", "goc", now)
    authority = keys.open_root(root, "goc").certificate
    code = facility_code(authority)
    person = keys.issue_staff(
        root, "goc", person="Trần Thị An", post="", organisation="Hoa Sen", password="khoa", now=now
    )
    key = keys.open_p12(person, "khoa")

    def listed(days: int, *serials: int) -> bytes:
        at = now - timedelta(days=days)
        return make_revocation_list(root, "goc", dict.fromkeys(serials, at), now=at)

    def report(der: bytes) -> bytes:
        attached = [sign.Attachment(DATA_FILE, b"{}"), sign.Attachment(REVOCATIONS_FILE, der, "application/pkix-crl")]
        places = (SignaturePlace(PREPARER, 1, (60, 100, 220, 170)),)
        return sign.sign(sign.prepare(drawn_paper(), places, attached), PREPARER, key, when=now, reason="x")

    old, new = listed(9), listed(3, 4711)
    with pytest.raises(Refused):  # nobody compared its code with paper
        signing.keep_revocations(book, report(old), by=director, now=now)
    pinned = signing.trust_facility(
        book, code.short, code.facility, code.fingerprint, certificate=authority.der, by=director, now=now
    )
    signing.keep_revocations(book, report(old), by=director, now=now)
    signing.keep_revocations(book, new, by=director, now=now)
    for again in (new, report(old), b"khong phai"):
        with pytest.raises(Refused):
            signing.keep_revocations(book, again, by=director, now=now)
    with book.looking(now) as reader:
        (known,) = signing.trust_of(reader).revocations
    assert known.der == new == read_revocations(new, authority).der
    signing.untrust_facility(book, pinned.ids[0], reason="gộp cơ sở", by=director, now=now)
    with book.looking(now) as reader:
        assert signing.trust_of(reader).facilities == ()
        assert reader.record(TrustedFacility, pinned.ids[0]).is_withdrawn
    with pytest.raises(Refused):
        signing.untrust_facility(book, pinned.ids[0], reason="lần nữa", by=director, now=now)


def test_the_words_for_closing_name_no_key(book: Book, director: Actor, now: datetime) -> None:
    """A book without any key trusts nobody and still closes and checks."""
    snapshot = periods.close_period(book, sample.MONTH, by=director, now=now).result
    with book.looking(now) as reader:
        assert signing.check_file(b"%PDF", reader, now).level in (Level.BROKEN, Level.UNSIGNED)
        assert kept_trust.given_out(reader, snapshot) is None
