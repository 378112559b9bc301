"""A whole place is taken in, data packages are opened, and signed receipts go back."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions import parcels, signing
from carebook.actions.change import Refused
from carebook.actions.receiving import (
    opened_keys,
    receive_from,
    send_receipt,
)
from carebook.exchange.delivery import NotDelivered
from carebook.exchange.places import Where, place_at
from carebook.records.receiving import ReceivedParcel, ReceivedPerson
from carebook.records.staff import Actor, Role
from carebook.rules.parcels import PersonRow, answer_of
from carebook.rules.receiving import Standing
from carebook.sealing.certificates import read_certificate
from carebook.store.book import Book
from carebook.store.errors import NotAllowedToSee
from carebook.store.receiving import BookStore
from carebook.stories.reports import scan
from tests import period_samples
from tests.actions.receiving.conftest import FILE, kept, take
from tests.parcel_samples import Sender, movement

SECRET = "mật khẩu nhận"


@pytest.fixture
def receiver_certificate(book: Book, director: Actor, now: datetime) -> bytes:
    made = parcels.make_receiving_key(book, SECRET, by=director, now=now).result
    return base64.b64decode(made.certificate)


PEOPLE = [
    PersonRow("TN-1", "Trần Thị An", "1950-03-02", "female", "022145999012", "elderly", date(2026, 1, 5)),
    PersonRow("TN-2", "Lê Văn Bình", "1961", "male", until_on=date(2026, 10, 9)),
    PersonRow("TN-3", "Hoa Cúc", alias=True),
]


def test_a_data_package_is_opened_with_the_departments_key(
    trusting: Book,
    director: Actor,
    now: datetime,
    lotus: Sender,
    receiver_certificate: bytes,
) -> None:
    """Who left and who is told by an alias is not kept; somebody else's envelope and a changed one are refused."""
    certificate = read_certificate(receiver_certificate)
    later = now + timedelta(minutes=5)
    envelope = lotus.package(PEOPLE, certificate, movement(150), later)
    locked = take(trusting, envelope, director, later, "goi_dong-bo.p7m")
    assert (locked.standing, locked.parcel) == (Standing.PARKED, None)
    with trusting.looking(later) as reader, pytest.raises(Refused):
        opened_keys(reader, "sai")
    with trusting.looking(later) as reader:
        keys = opened_keys(reader, SECRET)
    found = take(trusting, envelope, director, later, "goi_dong-bo.p7m", keys=keys)
    assert (found.standing, found.facility) == (Standing.TAKEN, "Cơ sở Hoa Sen")
    assert found.parcel is not None
    assert found.parcel.parcel_kind == "data"
    with trusting.looking(later) as reader:
        people = BookStore(reader).people([found.parcel.id])[found.parcel.id]
    assert [(one.full_name, one.national_id, str(one.sex)) for one in people] == [
        ("Trần Thị An", "022145999012", "Sex.FEMALE")
    ]
    assert take(trusting, envelope, director, later, "goi_dong-bo.p7m", keys=keys).standing is Standing.SAME
    broken = envelope[:-200] + bytes([envelope[-200] ^ 1]) + envelope[-199:]
    assert take(trusting, broken, director, later, "goi2_dong-bo.p7m", keys=keys).standing is Standing.REFUSED


def test_people_of_packages_are_asked_about_by_managers_only(
    trusting: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    with trusting.changing(director.account_id, now, "01", "test") as writer:
        parcel = writer.add(ReceivedParcel(received_at=now, file_name=FILE, file_hash="aa"))
        writer.add(ReceivedPerson(received_parcel_id=parcel.id, full_name="Trần Thị An"))
    clerk, manager = actor_with(Role.CLERK), actor_with(Role.DIRECTOR, name="Tô Văn Bách Tùng")
    with trusting.reading_for(clerk, now) as reader:
        assert len(BookStore(reader).parcels()) == 1
        with pytest.raises(NotAllowedToSee):
            BookStore(reader).people([])
        with pytest.raises(NotAllowedToSee):  # nor by a question that forgets to ask
            reader.records(ReceivedPerson)
        assert "received_person" not in {row["tbl"] for row in reader.rows("SELECT tbl FROM found_journal")}
    with trusting.reading_for(manager, now) as reader:
        assert BookStore(reader).people([]) == {}


def test_a_place_is_taken_in_file_by_file(
    trusting: Book, director: Actor, now: datetime, bamboo: Sender, october: bytes, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(october)
    (tmp_path / "bao-cao-2026-10-b1_tx_so-lieu.pdf").write_bytes(bamboo.report(movement(37)))
    (tmp_path / "hong.pdf").write_bytes(october[:5000])
    (tmp_path / "quet.pdf").write_bytes(scan("2026-10", "05", date(2026, 11, 3)))
    (tmp_path / "cu_giay-nhan.pdf").write_bytes(october)
    (tmp_path / "ghi-chu.txt").write_bytes(b"x")
    (tmp_path / ".dang-chep.pdf").write_bytes(october)
    told: list[tuple[int, int]] = []
    inbox = receive_from(
        trusting, place_at(Where(str(tmp_path))), by=director, clock=lambda: now, progress=lambda *at: told.append(at)
    )
    assert [(name, one.standing) for name, one in inbox.received] == [
        (FILE, Standing.TAKEN),
        ("bao-cao-2026-10-b1_tx_so-lieu.pdf", Standing.TAKEN),
        ("hong.pdf", Standing.REFUSED),
        ("quet.pdf", Standing.REFUSED),
    ]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert (inbox.count(Standing.TAKEN), inbox.unread, len(inbox.to_answer)) == (
        2,
        (),
        3,
    )  # the scan is answered by people
    again = receive_from(trusting, place_at(Where(str(tmp_path))), by=director, clock=lambda: now)
    assert [one.standing for _name, one in again.received] == [*[Standing.SAME] * 2, *[Standing.REFUSED] * 2]
    assert len(kept(trusting, now)) == 4
    halfway = iter([False, True])
    stopped = receive_from(
        trusting, place_at(Where(str(tmp_path))), by=director, clock=lambda: now, stopped=lambda: next(halfway)
    )
    assert (stopped.stopped, len(stopped.received)) == (True, 1)


@pytest.fixture
def signing_director(trusting: Book, director: Actor, now: datetime) -> Actor:
    """The director with a key of this book."""
    signing.make_signing_key(
        trusting, director.staff_member_id, period_samples.KEY_PASSWORD, "trong két", by=director, now=now
    )
    return director


def test_receipts_are_signed_and_laid_beside_the_packages(
    trusting: Book, signing_director: Actor, now: datetime, october: bytes, tmp_path: Path
) -> None:
    later = now + timedelta(minutes=5)
    taken = take(trusting, october, signing_director, later)
    refused = take(trusting, october[:5000], signing_director, later, "hong.pdf")
    assert taken.parcel is not None
    assert refused.parcel is not None
    ids = [taken.parcel.id, refused.parcel.id]
    with pytest.raises(Refused):
        send_receipt(trusting, ids, "sai", by=signing_director, now=later, where=Where(str(tmp_path)))
    sent = send_receipt(
        trusting, ids, period_samples.KEY_PASSWORD, by=signing_director, now=later, where=Where(str(tmp_path))
    ).result
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bao-cao-2026-10-b1_hs_so-lieu_giay-nhan.pdf",
        "hong_giay-nhan.pdf",
    ]
    answers = []
    for one in sent:
        with trusting.looking(later) as reader:
            verdict = signing.check_file(Path(one.delivered_to).read_bytes(), reader, later)
        assert verdict.is_accepted
        assert verdict.report is not None
        answers.append(answer_of(verdict.report))
    assert [(one.file_hash, one.taken) for one in answers] == [
        (taken.parcel.file_hash, True),
        (refused.parcel.file_hash, False),
    ]
    assert answers[1].reason[0].isalpha()
    rows = {one.id: one for one in kept(trusting, later)}
    assert all(rows[one].receipt_hash and rows[one].receipt_sent_at == later for one in ids)
    (tmp_path / "giay-nhan").mkdir()
    again = send_receipt(
        trusting, ids[:1], period_samples.KEY_PASSWORD, by=signing_director, now=later, where=Where(str(tmp_path))
    ).result
    assert Path(again[0].delivered_to).parent.name == "giay-nhan"


def test_a_receipt_that_cannot_be_laid_down_is_not_noted(
    trusting: Book, signing_director: Actor, now: datetime, october: bytes, tmp_path: Path
) -> None:
    later = now + timedelta(minutes=5)
    parcel = take(trusting, october, signing_director, later).parcel
    assert parcel is not None
    gone = Where(str(tmp_path / "khong-co"))
    with pytest.raises(NotDelivered):
        send_receipt(trusting, [parcel.id], period_samples.KEY_PASSWORD, by=signing_director, now=later, where=gone)
    assert kept(trusting, later)[0].receipt_hash == ""
    made = send_receipt(trusting, [parcel.id], period_samples.KEY_PASSWORD, by=signing_director, now=later).result
    assert (made[0].delivered_to, kept(trusting, later)[0].receipt_sent_at) == ("", None)


def test_who_waits_for_comparison_gets_no_receipt(book: Book, director: Actor, now: datetime, october: bytes) -> None:
    parcel = take(book, october, director, now).parcel
    assert parcel is not None
    with pytest.raises(Refused):
        send_receipt(book, [parcel.id], "", by=director, now=now)
    with pytest.raises(Refused):
        send_receipt(book, ["nobody"], "", by=director, now=now)
