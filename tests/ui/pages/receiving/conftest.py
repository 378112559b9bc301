"""A department's book with its page, and two centers that send to it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from carebook.actions import signing
from carebook.actions.receiving import receive_parcel, save_reporting_facility
from carebook.records.receiving import ReceivedParcel, ReportingFacility
from carebook.records.staff import Actor
from carebook.rules.receiving import Standing
from carebook.store import facility as facilities
from carebook.store.book import Book, new_id
from carebook.store.receiving import BookStore
from carebook.ui.pages.receiving import ReceivingPage
from tests.parcel_samples import Sender, movement, sender
from tests.ui.pages.stay_desk import Window, desk_of

Open = Callable[..., ReceivingPage]
SECRET = "mật khẩu nhận"
LOTUS, BAMBOO = "bao-cao-2026-10-b1_hs_so-lieu.pdf", "bao-cao-2026-10-b1_tx_so-lieu.pdf"


@pytest.fixture(scope="module", autouse=True)
def cheap_keys() -> Iterator[None]:
    """Guessing the password of a key file costs little here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("carebook.sealing.keys._ROUNDS", 1000)
        yield


@pytest.fixture(autouse=True)
def swept_here() -> Iterator[None]:
    """As in the program, cycles are swept up on the window's thread only: checking and drawing go on beside it here."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def lotus() -> Sender:
    return sender("Cơ sở Hoa Sen", "HS", "018f-hoa-sen")


@pytest.fixture(scope="module")
def bamboo() -> Sender:
    return sender("Cơ sở Tre Xanh", "TX", "018f-tre-xanh")


@pytest.fixture(scope="module")
def october(lotus: Sender) -> bytes:
    return lotus.report(movement(150, 148))


@pytest.fixture(scope="module")
def of_bamboo(bamboo: Sender) -> bytes:
    return bamboo.report(movement(37, 40))


@pytest.fixture
def later(now: datetime) -> datetime:
    """What the desk's clock shows: keys made before are valid by then."""
    return now + timedelta(minutes=5)


@pytest.fixture
def department(book: Book, director: Actor, now: datetime) -> Book:
    """The book of a department."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(facilities.facility(writer), name="Sở Y tế", book_kind="department"))
    return book


@pytest.fixture
def trusting(department: Book, director: Actor, now: datetime, lotus: Sender, bamboo: Sender) -> Book:
    """The book, after both codes were compared with paper."""
    for one in (lotus, bamboo):
        signing.trust_facility(department, one.code.short, one.name, one.code.fingerprint, by=director, now=now)
    return department


@pytest.fixture
def page_for(qtbot: QtBot, department: Book, later: datetime) -> Iterator[Open]:
    """Opens the page as somebody and waits for what it shows."""
    held: list[Any] = []

    def make(actor: Actor) -> ReceivingPage:
        opened = desk_of(department, actor, later)
        held.append((opened, opened.__enter__()))
        page = ReceivingPage(held[-1][1])
        window = Window(held[-1][1], page)
        held[-1] += (window,)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: page._found is not None)
        return page

    yield make
    for opened, *_more in held:
        opened.__exit__(None, None, None)


def take(book: Book, content: bytes, by: Actor, now: datetime, name: str = LOTUS) -> ReceivedParcel:
    parcel: ReceivedParcel = receive_parcel(book, content, name, "/nhan", by=by, now=now, op=new_id()).result.parcel
    return parcel


def told(qtbot: QtBot, page: ReceivingPage, words: str) -> str:
    qtbot.waitUntil(lambda: words in page.messages.text())
    return page.messages.text()


def listed(page: ReceivingPage) -> list[tuple[str, Standing]]:
    table = page.arrived.table
    rows = [table.records.record_at(row) for row in range(table.records.rowCount())]
    return [(one.center, one.standing) for one in rows]


def words_in(widget: Any) -> str:
    QApplication.processEvents()
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


@pytest.fixture
def three(trusting: Book, director: Actor, later: datetime, lotus: Sender, bamboo: Sender, october: bytes) -> Book:
    """October came of the lotus in time and in a second version, of bamboo late; the orchid sent nothing."""
    save_reporting_facility(
        trusting,
        ReportingFacility(name="Cơ sở Lan Rừng", from_on=date(2026, 10, 1)),
        by=director,
        now=later,
        op=new_id(),
    )
    first = take(trusting, october, director, later)
    with trusting.changing(director.account_id, later, new_id(), "test") as writer:
        BookStore(writer).amend(replace(first, received_at=later.replace(month=10, day=20)))
    take(trusting, lotus.report(movement(152, 148), version=2), director, later, "ban-2.pdf")
    take(trusting, bamboo.report(movement(37, 40)), director, later, BAMBOO)
    return trusting
