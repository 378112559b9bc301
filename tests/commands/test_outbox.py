"""The outbox from the command line: one failure does not stop the others, a timer hears nothing while nothing is due."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from carebook.actions import outbox, signing
from carebook.actions.opening import open_book
from carebook.records.periods import Destination, InkSignature
from carebook.rules.parcels import receipt_name
from tests import period_samples as sample
from tests.commands.conftest import LOGIN, PASSWORD, Typed
from tests.receipt_samples import OFFICE, office_key, receipt_for, trust


@pytest.fixture
def waiting(book_folder: Path, now: datetime, tmp_path: Path) -> Path:
    """A closed book in whose outbox October waits for two places, one of which is not there."""
    (tmp_path / "so").mkdir()
    opened = open_book(book_folder, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        snapshot = sample.closed(book, opened.actor, now)
        ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name="Hương")
        signing.sign_in_ink(book, ink, b"%PDF scan", by=opened.actor, now=now)
        for name in ("gone", "so"):
            place = Destination(name=name, url=str(tmp_path / name))
            place = outbox.add_destination(book, place, by=opened.actor, now=now).result
            outbox.put_in_outbox(book, snapshot.id, by=opened.actor, now=now, destination_id=place.id)
    return book_folder


def test_one_failure_does_not_stop_the_others(waiting: Path, typed: Typed, tmp_path: Path) -> None:
    answer = typed("send", waiting)
    assert (answer.code, len(answer["sent"]), len(answer["failed"])) == (1, 1, 1)
    assert str(tmp_path / "gone") in answer["failed"][0]["reason"]
    assert len(list((tmp_path / "so").iterdir())) == 1
    (tmp_path / "gone").mkdir()
    answer = typed("send", waiting)  # also what would be tried later
    assert (answer.code, len(answer["sent"])) == (0, 1)
    assert typed("send", waiting)["sent"] == []


def test_a_timer_sends_what_is_due_and_is_silent_when_nothing_is(waiting: Path, typed: Typed, tmp_path: Path) -> None:
    first = typed("send", waiting, "--timer")
    assert (first.code, len(first["sent"]), len(first["failed"])) == (1, 1, 1)
    (tmp_path / "gone").mkdir()
    second = typed("send", waiting, "--timer", plain=True)
    assert (second.code, second.out, second.err) == (0, "", "")
    assert list((tmp_path / "gone").iterdir()) == []


def test_a_server_is_no_folder(waiting: Path, typed: Typed, tmp_path: Path) -> None:
    answer = typed("send", waiting, "--to", "sftp://nhan.example.vn/bao-cao")
    assert answer.code == 1
    assert answer.err
    assert typed("send", waiting, "--to", tmp_path, "--timer").code == 2


def test_receipts_are_taken_where_packages_went(waiting: Path, typed: Typed, now: datetime, tmp_path: Path) -> None:
    office = office_key(now)
    opened = open_book(waiting, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        trust(book, office, opened.actor, now)
    (sent,) = typed("send", waiting)["sent"]
    (tmp_path / "so" / receipt_name(sent)).write_bytes(receipt_for(b"%PDF scan", office, now))
    answer = typed("send", waiting, "--timer", "--receipts")
    assert (answer.code, len(answer["receipts"])) == (0, 1)
    assert OFFICE in answer["receipts"][0]
    assert typed("send", waiting, "--timer", "--receipts")["receipts"] == []
