"""A department's book, and two facilities that send to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from carebook.actions import signing
from carebook.actions.receiving import (
    Received,
    receive_parcel,
)
from carebook.records.receiving import ReceivedParcel
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.store.receiving import BookStore
from tests.parcel_samples import Sender, movement, sender

FILE = "bao-cao-2026-10-b1_hs_so-lieu.pdf"


@pytest.fixture(scope="module", autouse=True)
def cheap_keys() -> Any:
    """Guessing the password of a key file costs little here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("carebook.sealing.keys._ROUNDS", 1000)
        yield


@pytest.fixture(scope="module")
def lotus() -> Sender:
    return sender("Cơ sở Hoa Sen", "HS", "018f-hoa-sen")


@pytest.fixture(scope="module")
def bamboo() -> Sender:
    return sender("Cơ sở Tre Xanh", "TX", "018f-tre-xanh")


@pytest.fixture(scope="module")
def october(lotus: Sender) -> bytes:
    """The report of the lotus for October."""
    return lotus.report(movement(150))


@pytest.fixture
def trusting(book: Book, director: Actor, now: datetime, lotus: Sender, bamboo: Sender) -> Book:
    """The book, after both codes were compared with paper."""
    for one in (lotus, bamboo):
        signing.trust_facility(
            book, one.code.short, one.name, one.code.fingerprint, by=director, now=now, paper="Công văn 12"
        )
    return book


def take(book: Book, content: bytes, by: Actor, now: datetime, name: str = FILE, **given: Any) -> Received:
    received: Received = receive_parcel(book, content, name, "/nhan", by=by, now=now, **given).result
    return received


def kept(book: Book, now: datetime) -> list[ReceivedParcel]:
    with book.looking(now) as reader:
        return BookStore(reader).parcels()


def closing(book: Book, parcel: ReceivedParcel | None, now: datetime) -> int | None:
    """The closing number of the tables kept of a package."""
    assert parcel is not None
    with book.looking(now) as reader:
        tables = BookStore(reader).tables([parcel.id])[parcel.id]
    by_column = dict(zip(tables[0].columns, dict(tables[0].rows)["total"], strict=True))
    return by_column["closing"]
