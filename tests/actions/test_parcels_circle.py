"""The whole circle between two books: a center sends report and rows, its department takes them and answers, the center hears it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carebook.actions import outbox, parcels, signing
from carebook.actions.opening import Opened, open_book
from carebook.actions.parcels import Wanted
from carebook.actions.receiving import (
    look_again,
    opened_keys,
    receive_from,
    send_receipt,
)
from carebook.exchange.places import Where, place_at
from carebook.records.facility import Facility
from carebook.records.periods import Destination, OutboxState, ReportState
from carebook.records.receiving import ReceivedPerson
from carebook.records.staff import Actor, Role
from carebook.rules.parcels import RECEIPT_FOLDER
from carebook.rules.receiving import Standing
from carebook.store import parcels as store
from carebook.store import periods
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.conftest import LOGIN, PASSWORD

SAFE, NAME = "trong két sắt 4", "Sở Y tế Quảng Ninh"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def department(made_once: Path, tmp_path: Path, now: datetime) -> Iterator[Opened]:
    """Another book, of the department, with keys for signing and for receiving."""
    folder = shutil.copytree(made_once, tmp_path / "so-y-te")
    opened = open_book(folder, LOGIN, PASSWORD, now=now)
    with opened.book.changing("", now, new_id(), "test") as writer:
        center = writer.records(Facility)[0]
        writer.amend(replace(center, name=NAME, symbol="SYT", book_kind="department"))
    by = opened.actor
    key, root = sample.KEY_PASSWORD, sample.ROOT_PASSWORD
    signing.make_signing_key(opened.book, by.staff_member_id, key, root, by=by, now=now)
    parcels.make_receiving_key(opened.book, SAFE, by=by, now=now)
    yield opened
    opened.book.close()


def code_of(book: Book, now: datetime) -> periods.Identity:
    """The identity code a book prints on its papers."""
    with book.looking(now) as reader:
        found = periods.identity(reader)
    assert found is not None
    return found


def test_there_and_back(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, department: Opened, tmp_path: Path
) -> None:
    there, clerk = department.book, department.actor
    place = tmp_path / "so"
    (place / RECEIPT_FOLDER).mkdir(parents=True)
    later = now + timedelta(minutes=10)

    # the center sends its report and the rows behind it
    sample.filled(book)
    report = sample.signed(book, director, actor_with(Role.HEAD, name="Mạc Thị Hải Đường"), now)
    with there.looking(now) as reader:
        certificate = base64.b64decode(store.receiving_keys(reader)[0].certificate)
    receiver = parcels.add_receiver(book, "Sở Y tế", certificate, by=director, now=now).result
    code = parcels.code_of(receiver.fingerprint)
    parcels.trust_receiver(book, receiver.id, code, paper="Công văn 12", by=director, now=now)
    to = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(place)), by=director, now=now).result
    outbox.put_in_outbox(book, report.id, by=director, now=now, destination_id=to.id)
    wanted = Wanted(report.id, receiver.id)
    parcels.make_data_parcel(
        book, wanted, sample.KEY_PASSWORD, reason="danh sách", by=director, now=now, destination_id=to.id
    )
    for _package in range(2):
        outbox.send_due(book, clock=lambda: now)
    assert len(list(place.glob("*.p*"))) == 2

    # the department does not know the center, compares its code, takes both
    with there.looking(later) as reader:
        keys = opened_keys(reader, SAFE)
    inbox = receive_from(there, place_at(Where(str(place))), by=clerk, clock=lambda: later, keys=keys)
    assert {received.standing for _name, received in inbox.received} == {Standing.PARKED}
    own = code_of(book, now)
    signing.trust_facility(there, own.short, own.facility, own.fingerprint, by=clerk, now=later)
    taken = [
        look_again(there, received.parcel.id, by=clerk, now=later, keys=keys).result
        for _name, received in inbox.received
        if received.parcel is not None
    ]
    assert [one.standing for one in taken] == [Standing.TAKEN, Standing.TAKEN]
    assert {one.parcel.data_hash for one in taken if one.parcel} == {taken[0].parcel.data_hash}
    with there.looking(later) as reader:
        people = {person.full_name for person in reader.records(ReceivedPerson)}
    assert "Trần Thị An" in people
    assert "Lò Thị Kín" not in people
    ids = [one.parcel.id for one in taken if one.parcel]
    send_receipt(there, ids, sample.KEY_PASSWORD, where=Where(str(place)), by=clerk, now=later)

    # the center compares the department's code and hears the answers
    answering = code_of(there, now)
    signing.trust_facility(book, answering.short, answering.facility, answering.fingerprint, by=director, now=later)
    looked = parcels.look_for_receipts(book, by=director, clock=lambda: later)
    assert (len(looked.taken), looked.refused, looked.unreached) == (2, (), ())
    with book.looking(later) as reader:
        assert {item.state for item, _report in periods.outbox(reader)} == {OutboxState.RECEIVED}
    assert sample.kept(book, report.id, later).state is ReportState.ACKNOWLEDGED
