"""How packages are sent by themselves: when they are tried again, held back and taken out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions import outbox
from carebook.actions.change import Refused
from carebook.actions.undo import undo_deed
from carebook.exchange import delivery
from carebook.exchange.delivery import NotDelivered, Stopped
from carebook.records.periods import Destination, OutboxState
from carebook.records.staff import Actor, Role
from carebook.rules.outbox import fingerprint
from carebook.store import outbox as store
from carebook.store import periods
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from tests import period_samples as sample
from tests.exchange import servers
from tests.outbox_samples import SCAN, Putting, attempt_of, item_of, lines, send_due

SECRET = "mat-khau-rieng-0417"


@pytest.fixture
def put(book: Book, director: Actor, now: datetime, tmp_path: Path) -> Putting:
    """Puts October in the outbox for a destination of an address."""
    return Putting(book, director, now, tmp_path)


def test_what_fails_waits_longer_and_longer_and_leaves_one_line(
    book: Book, put: Putting, now: datetime, tmp_path: Path
) -> None:
    item = put()
    first = send_due(book, now)
    assert first is not None
    assert isinstance(first.result, delivery.FolderMissing)
    before, at = lines(book, now), now
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        waits = attempt_of(book, item, now).next_at
        assert waits == at + timedelta(minutes=minutes)
        assert send_due(book, waits - timedelta(seconds=1)) is None
        at = waits
        assert send_due(book, at) is not None
    assert lines(book, now) == before, "the same failure is not told again in the journal"
    (tmp_path / "so").mkdir()
    at = attempt_of(book, item, now).next_at or at
    sent = send_due(book, at)
    assert sent is not None
    kept = item_of(book, item, now)
    assert (kept.state, kept.error, kept.sent_at) == (OutboxState.SENT, "", at)
    assert attempt_of(book, item, now) == store.Attempt(item.id)
    assert (tmp_path / "so" / item.file_name).read_bytes() == SCAN
    assert send_due(book, at + timedelta(days=1)) is None


def test_the_program_sends_in_its_own_name(book: Book, put: Putting, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    put()
    send_due(book, now)
    with book.looking(now) as reader:
        last = reader.row("SELECT actor, deed FROM journal ORDER BY seq DESC LIMIT 1")
    assert last is not None
    assert (last["actor"], last["deed"]) == ("", "send_package")


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("/media/vanthu/SO-Y-TE-0417/nhan", OutboxState.NO_DRIVE),
        ("//soyte-0417/nhan", OutboxState.NO_NETWORK),
        ("/khong/co/o/day", OutboxState.FAILED),
    ],
)
def test_what_a_package_waits_for(url: str, state: OutboxState, book: Book, put: Putting, now: datetime) -> None:
    item = put(url)
    assert send_due(book, now) is not None
    kept = item_of(book, item, now)
    assert kept.state is state
    assert url in kept.error


def test_held_back_resumed_and_withdrawn(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    item = put()
    send_due(book, now)
    outbox.pause_package(book, item.id, by=director, now=now)
    (tmp_path / "so").mkdir()
    assert send_due(book, now + timedelta(days=1)) is None
    outbox.resume_package(book, item.id, by=director, now=now)
    assert item_of(book, item, now).error == ""
    with pytest.raises(Refused):
        outbox.resume_package(book, item.id, by=director, now=now)
    with pytest.raises(Refused) as why:
        outbox.withdraw_package(book, item.id, by=director, now=now)
    assert why.value.problems[0].field == "reason"
    op = new_id()
    outbox.withdraw_package(book, item.id, by=director, now=now, op=op, reason="Gửi nhầm nơi")
    assert send_due(book, now) is None
    with pytest.raises(Refused):
        outbox.send_package(book, item.id, by=director, now=now)
    undo_deed(book, op, by=director, now=now)
    assert send_due(book, now) is not None
    assert item_of(book, item, now).state is OutboxState.SENT
    for deed in (outbox.pause_package, outbox.resume_package, outbox.withdraw_package):
        with pytest.raises(Refused):
            deed(book, item.id, by=director, now=now, reason="muộn rồi")


def test_sending_again_to_a_place_that_is_gone_leaves_it_sent(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    item = put()
    send_due(book, now)
    with pytest.raises(NotDelivered):
        outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path / "gone")
    kept = item_of(book, item, now)
    assert (kept.state, kept.error) == (OutboxState.SENT, "")
    assert send_due(book, now + timedelta(days=1)) is None


def test_a_replaced_report_is_given_up(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    item = put()
    sample.closed(book, director, now, reason="bổ sung")
    assert send_due(book, now) is not None
    assert item_of(book, item, now).state is OutboxState.FAILED
    assert send_due(book, now + timedelta(days=1)) is None
    assert list((tmp_path / "so").iterdir()) == []


def test_stopping_leaves_nothing_and_it_is_tried_again(book: Book, put: Putting, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    item = put()
    told: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        outbox.send_due(
            book,
            clock=lambda: now,
            progress=lambda _item, done, total: told.append((done, total)),
            stopped=lambda: len(told) > 2,
        )
    assert told[-1][1] == len(SCAN)
    assert list((tmp_path / "so").iterdir()) == []
    assert item_of(book, item, now).state is OutboxState.WAITING
    assert attempt_of(book, item, now).claimed_at is None
    assert send_due(book, now) is not None
    assert item_of(book, item, now).state is OutboxState.SENT


def test_nobody_else_sends_meanwhile(book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    item = put()
    with store.carrying(book.folder) as alone:
        assert alone
        assert send_due(book, now) is None
        with pytest.raises(Refused):
            outbox.send_package(book, item.id, by=director, now=now)
    assert send_due(book, now) is not None


def test_the_book_is_written_while_a_package_is_carried(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "so").mkdir()
    put()
    written: list[str] = []

    def meanwhile(_item: str, _done: int, _total: int) -> None:
        place = Destination(name=f"Nơi {len(written)}", url=str(tmp_path))
        written.append(outbox.add_destination(book, place, by=director, now=now).result.id)

    outbox.send_due(book, clock=lambda: now, progress=meanwhile)
    assert len(written) > 3


def test_a_password_is_nowhere_to_be_seen(
    book: Book,
    put: Putting,
    director: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    item = put("davs://127.0.0.1:9/nhan", user="trungtam", secret=SECRET)
    with pytest.raises(NotDelivered) as error:
        outbox.send_package(book, item.id, by=director, now=now)
    assert item_of(book, item, now).state is OutboxState.NO_NETWORK
    assert SECRET not in repr(error.value) + str(error.value) + caplog.text
    assert error.value.__suppress_context__
    with book.looking(now) as reader:
        journal = json.dumps([tuple(row) for row in reader.rows("SELECT reason, changes FROM journal")])
        place = periods.destinations(reader)[0]
        assert SECRET not in journal + repr(place)
        assert store.password(reader, place.id) == SECRET
    for who in (director, actor_with(Role.IT)):
        with book.reading_for(who, now) as reader, pytest.raises(NotAllowedToSee):
            reader.rows("SELECT secret FROM credential")


def test_the_key_of_a_server_is_noted_and_another_one_waits_for_somebody(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    with servers.sftp(tmp_path / "mot") as first:
        item = put(first.url, user=servers.USER, secret=servers.PASSWORD)
        assert send_due(book, now) is not None
        assert item_of(book, item, now).state is OutboxState.SENT
        assert (first.folder / item.file_name).read_bytes() == SCAN
        port = int(first.url.split(":")[2].split("/")[0])
    with book.looking(now) as reader:
        place = periods.destinations(reader)[0]
    assert fingerprint(place.host_key) == fingerprint(first.host_key)
    with servers.sftp(tmp_path / "hai", port=port) as stranger:
        with pytest.raises(delivery.OtherServer):
            outbox.send_package(book, item.id, by=director, now=now)
        assert list(stranger.folder.iterdir()) == []
        outbox.amend_destination(book, place, by=director, now=now, forget_key=True)
        outbox.send_package(book, item.id, by=director, now=now)
        assert (stranger.folder / item.file_name).read_bytes() == SCAN


def test_a_wrong_password_waits_for_somebody(
    book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path
) -> None:
    with servers.webdav(tmp_path / "may-chu") as server:
        item = put(server.url, user=servers.USER, secret="sai")
        assert send_due(book, now) is not None
        assert item_of(book, item, now).state is OutboxState.FAILED
        assert attempt_of(book, item, now).next_at is None
        assert send_due(book, now + timedelta(days=1)) is None
        with book.looking(now) as reader:
            place = periods.destinations(reader)[0]
        outbox.amend_destination(book, place, by=director, now=now, secret=servers.PASSWORD)
        assert send_due(book, now) is not None
        kept = item_of(book, item, now)
        assert (kept.state, kept.sent_to) == (OutboxState.SENT, server.url)
        assert (server.folder / item.file_name).read_bytes() == SCAN


def test_a_destination_edited(book: Book, put: Putting, director: Actor, now: datetime, tmp_path: Path) -> None:
    item = put("davs://127.0.0.1:9/nhan", user="trungtam", secret=SECRET)
    send_due(book, now)
    with book.looking(now) as reader:
        place = periods.destinations(reader)[0]
        assert store.due(reader, now) == []
        assert store.due(reader, now, waiting=False) == [item.id]
    renamed = outbox.amend_destination(book, replace(place, name="Sở"), by=director, now=now, seen=place.version).result
    with book.looking(now) as reader:
        assert store.password(reader, place.id) == SECRET, "the same server keeps its password"
        assert store.due(reader, now) == [item.id], "what stood against it may be mended"
    moved = replace(renamed, url="davs://127.0.0.2:9/nhan", host_key="x")
    kept = outbox.amend_destination(book, moved, by=director, now=now).result
    assert kept.host_key == ""
    with book.looking(now) as reader:
        assert store.password(reader, place.id) == "", "another server never gets the password of this one"
    outbox.amend_destination(book, kept, by=director, now=now, secret="moi")
    outbox.strike_destination(book, place.id, by=director, now=now, reason="Không dùng nữa")
    with book.looking(now) as reader:
        assert store.password(reader, place.id) == ""
        assert periods.destinations(reader) == []
        assert store.due(reader, now, waiting=False) == []
    with pytest.raises(Refused):
        outbox.send_package(book, item.id, by=director, now=now)
    with pytest.raises(Refused):
        outbox.amend_destination(book, kept, by=director, now=now)
    with pytest.raises(Refused):
        outbox.strike_destination(book, place.id, by=director, now=now)
    outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    assert item_of(book, item, now).state is OutboxState.SENT
