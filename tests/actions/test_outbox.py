"""The outbox: only complete reports go in, sending twice changes nothing, an error is kept in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from carebook.actions import outbox, signing
from carebook.actions.change import Refused
from carebook.exchange.folders import NotDelivered
from carebook.records.periods import Destination, InkSignature, OutboxItem, OutboxState, ReportState, Snapshot
from carebook.records.staff import Actor, Role
from carebook.reports import copies
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.words import Message
from tests import period_samples as sample


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def inked(book: Book, director: Actor, now: datetime) -> Snapshot:
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


def test_the_whole_way(book: Book, director: Actor, preparer: Actor, now: datetime, tmp_path: Path) -> None:
    sample.filled(book)
    snapshot = sample.signed(book, director, preparer, now)
    put = outbox.put_in_outbox(book, snapshot.id, by=director, now=now).result
    again = outbox.put_in_outbox(book, snapshot.id, by=director, now=now).result
    assert put.id == again.id
    assert put.file_name == "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
    for twice in (False, True):
        delivery = outbox.send_package(book, put.id, by=director, now=now, folder=tmp_path).result
        assert delivery.was_there is twice
    assert [path.name for path in tmp_path.glob("*.pdf")] == [put.file_name]
    with book.looking(now) as reader:
        assert (tmp_path / put.file_name).read_bytes() == copies.signed_copy(reader, snapshot.id)
    kept = item_of(book, put.id, now)
    assert (kept.state, kept.sent_to, kept.error) == (OutboxState.SENT, str(tmp_path), "")
    assert sample.kept(book, snapshot.id, now).state is ReportState.SENT


def test_what_is_not_complete_stays_out(book: Book, director: Actor, now: datetime) -> None:
    snapshot = sample.closed(book, director, now)
    for snapshot_id in (snapshot.id, "nobody"):
        with pytest.raises(Refused):
            outbox.put_in_outbox(book, snapshot_id, by=director, now=now)


def test_a_missing_folder_keeps_the_package_with_its_error(
    book: Book, director: Actor, now: datetime, inked: Snapshot, tmp_path: Path
) -> None:
    gone = outbox.add_destination(
        book, Destination(name="Sở Y tế", url=str(tmp_path / "gone")), by=director, now=now
    ).result
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now, destination_id=gone.id).result
    with pytest.raises(NotDelivered) as error:
        outbox.send_package(book, item.id, by=director, now=now)
    kept = item_of(book, item.id, now)
    assert kept.state is OutboxState.FAILED
    assert Message.from_json(kept.error) == error.value.message
    assert str(tmp_path / "gone") in kept.error
    assert error.value.problems[0].message == error.value.message
    (tmp_path / "gone").mkdir()
    outbox.send_package(book, item.id, by=director, now=now)
    assert item_of(book, item.id, now).state is OutboxState.SENT


def test_a_full_drive_keeps_the_package(
    book: Book, director: Actor, now: datetime, inked: Snapshot, drive: Callable[[str], Path]
) -> None:
    folder = drive("size=8k")
    (folder / "full").write_bytes(b"x" * 4096)
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now).result
    (folder / "rest").write_bytes(b"x" * 4096)
    with pytest.raises(NotDelivered):
        outbox.send_package(book, item.id, by=director, now=now, folder=folder)
    assert item_of(book, item.id, now).state is OutboxState.FAILED
    assert [p.name for p in folder.glob("bao-cao*")] == []


def test_without_a_place_it_is_asked_for(book: Book, director: Actor, now: datetime, inked: Snapshot) -> None:
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now).result
    with pytest.raises(Refused) as error:
        outbox.send_package(book, item.id, by=director, now=now)
    assert error.value.problems[0].field == "folder"


def test_a_superseded_report_is_not_sent(
    book: Book, director: Actor, now: datetime, inked: Snapshot, tmp_path: Path
) -> None:
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now).result
    sample.closed(book, director, now, reason="bổ sung")
    with pytest.raises(Refused):
        outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize(("name", "folder", "field"), [("", "/tmp", "name"), ("Sở Y tế", "  ", "url")])
def test_a_destination_has_a_name_and_a_folder(
    name: str, folder: str, field: str, book: Book, director: Actor, now: datetime
) -> None:
    with pytest.raises(Refused) as error:
        outbox.add_destination(book, Destination(name=name, url=folder), by=director, now=now)
    assert error.value.problems[0].field == field
    with book.looking(now) as reader:
        assert store.destinations(reader) == []
