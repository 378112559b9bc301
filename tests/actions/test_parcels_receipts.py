"""Receipts: the receiver's signed answer turns a package to received, or brings it back with the reason."""

from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions import outbox, parcels, signing
from carebook.actions.change import Refused
from carebook.records.parcels import Receipt
from carebook.records.periods import Destination, InkSignature, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor
from carebook.rules.parcels import RECEIPT_FOLDER, receipt_name
from carebook.sealing import keys
from carebook.sealing.keys import Key
from carebook.store import parcels as store
from carebook.store import periods
from carebook.store.book import Book
from carebook.words import Message
from tests import period_samples as sample
from tests.receipt_samples import OFFICE, office_key, receipt_for, trust


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def office(now: datetime) -> Key:
    """The key the receiver signs its receipts with."""
    return office_key(now)


@pytest.fixture
def signed(book: Book, director: Actor, now: datetime) -> Snapshot:
    """October, signed in ink."""
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=director.name)
    signing.sign_in_ink(book, ink, b"%PDF-1.7 scan", by=director, now=now)
    return sample.kept(book, snapshot.id, now)


def item_of(book: Book, item_id: str, now: datetime) -> OutboxItem:
    with book.looking(now) as reader:
        found = reader.record(OutboxItem, item_id)
    assert found is not None
    return found


@pytest.fixture
def sent(book: Book, director: Actor, now: datetime, signed: Snapshot, tmp_path: Path) -> OutboxItem:
    """October, sent to a folder."""
    item = outbox.put_in_outbox(book, signed.id, by=director, now=now).result
    outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    return item_of(book, item.id, now)


def test_a_receipt_turns_the_package_to_received(
    book: Book, director: Actor, now: datetime, sent: OutboxItem, office: Key, tmp_path: Path
) -> None:
    raw = receipt_for((tmp_path / sent.file_name).read_bytes(), office, now)
    with pytest.raises(Refused):  # nobody compared the code of its signer yet
        parcels.take_receipt(book, raw, by=director, now=now)
    trust(book, office, director, now)
    for _twice in range(2):
        assert parcels.take_receipt(book, raw, by=director, now=now).result.taken
    item = item_of(book, sent.id, now)
    assert (item.state, item.received_at) == (OutboxState.RECEIVED, now)
    assert sample.kept(book, sent.snapshot_id, now).state is ReportState.ACKNOWLEDGED
    with book.looking(now) as reader:
        (receipt,) = reader.records(Receipt)
        assert store.receipts(reader) == {sent.id: receipt}
        assert periods.kept_file(reader, receipt.file_hash) == raw
    assert (receipt.receiver, receipt.level) == (OFFICE, "facility_trusted")


def test_a_package_that_was_not_taken_comes_back_with_the_reason(
    book: Book, director: Actor, now: datetime, sent: OutboxItem, office: Key, tmp_path: Path
) -> None:
    trust(book, office, director, now)
    content = (tmp_path / sent.file_name).read_bytes()
    no = receipt_for(content, office, now, taken=False, reason="Trùng số hiệu")
    parcels.take_receipt(book, no, by=director, now=now)
    item = item_of(book, sent.id, now)
    assert item.state is OutboxState.FAILED
    assert Message.from_json(item.error).values["reason"] == "Trùng số hiệu"
    assert outbox.send_due(book, clock=lambda: now + timedelta(days=1)) is None
    parcels.take_receipt(book, receipt_for(content, office, now), by=director, now=now)
    assert item_of(book, sent.id, now).state is OutboxState.RECEIVED
    late = receipt_for(content, office, now, taken=False, reason="nhầm")
    parcels.take_receipt(book, late, by=director, now=now)
    assert item_of(book, sent.id, now).state is OutboxState.RECEIVED


def test_what_is_no_receipt_for_this_book_changes_nothing(
    book: Book, director: Actor, now: datetime, sent: OutboxItem, office: Key, tmp_path: Path
) -> None:
    trust(book, office, director, now)
    content = (tmp_path / sent.file_name).read_bytes()
    right = receipt_for(content, office, now)
    for raw in (receipt_for(b"another file", office, now), content, right[:-200], b""):
        with pytest.raises(Refused):
            parcels.take_receipt(book, raw, by=director, now=now)
    assert item_of(book, sent.id, now).state is OutboxState.SENT


def test_receipts_are_fetched_from_where_the_packages_went(
    book: Book, director: Actor, now: datetime, signed: Snapshot, office: Key, tmp_path: Path
) -> None:
    trust(book, office, director, now)
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    gone = outbox.add_destination(book, Destination(name="Bộ", url=str(tmp_path / "b")), by=director, now=now).result
    (tmp_path / "b").mkdir()
    items = [
        outbox.put_in_outbox(book, signed.id, by=director, now=now, destination_id=there.id).result
        for there in (place, gone)
    ]
    for item in items:
        outbox.send_package(book, item.id, by=director, now=now)
    (tmp_path / "b" / items[1].file_name).unlink()
    (tmp_path / "b").rmdir()
    assert parcels.look_for_receipts(book, by=director, clock=lambda: now).taken == ()
    content = (tmp_path / items[0].file_name).read_bytes()
    answers = tmp_path / RECEIPT_FOLDER
    answers.mkdir()
    name = receipt_name(items[0].file_name)
    (answers / name).write_bytes(receipt_for(content, office, now))
    (tmp_path / name).write_bytes(receipt_for(b"of another facility", office, now))
    (answers / name.replace(".pdf", "_2.pdf")).write_bytes(b"no receipt")
    looked = parcels.look_for_receipts(book, by=director, clock=lambda: now)
    assert [change.result.taken for change in looked.taken] == [True]
    assert [file for file, _why in looked.refused] == [name.replace(".pdf", "_2.pdf")]
    assert [where for where, _why in looked.unreached] == ["Bộ"]
    assert sample.kept(book, signed.id, now).state is ReportState.ACKNOWLEDGED


def test_a_facility_does_not_answer_itself(
    book: Book, director: Actor, now: datetime, sent: OutboxItem, tmp_path: Path
) -> None:
    password, safe = sample.KEY_PASSWORD, sample.ROOT_PASSWORD
    signing.make_signing_key(book, director.staff_member_id, password, safe, by=director, now=now)
    with book.looking(now) as reader:
        stored = periods.signing_key(reader, director.staff_member_id)
    assert stored is not None
    own = keys.open_p12(base64.b64decode(stored.p12), password)
    raw = receipt_for((tmp_path / sent.file_name).read_bytes(), own, now)
    with pytest.raises(Refused) as error:
        parcels.take_receipt(book, raw, by=director, now=now)
    assert "this facility itself" in error.value.message.id
    assert item_of(book, sent.id, now).state is OutboxState.SENT
