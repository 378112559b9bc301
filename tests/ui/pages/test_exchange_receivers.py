"""Receivers, data packages and receipts, as hands and eyes use them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carebook.actions import outbox, parcels, signing
from carebook.records.parcels import Receiver
from carebook.records.periods import Destination, InkSignature, OutboxState, Snapshot
from carebook.records.staff import Actor, Role
from carebook.rules.parcels import RECEIPT_FOLDER, receipt_name
from carebook.sealing.certificates import Certificate
from carebook.sealing.envelopes import make_receiver_key, open_receiver_key
from carebook.sealing.keys import Key
from carebook.store import code_lists, periods
from carebook.store import facility as facility_store
from carebook.store import parcels as store
from carebook.store.book import Book
from carebook.ui.pages.exchange import ExchangePage
from carebook.ui.pages.exchange.data_package import DataPackageDialog
from carebook.ui.pages.exchange.receiver_dialogs import AddReceiverDialog, CompareReceiverDialog
from carebook.ui.pages.reports.putting_out import PutOutDialog
from carebook.ui.parts.desk import Desk
from tests import period_samples as sample
from tests.receipt_samples import office_key, receipt_for, trust
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ExchangePage]
MADE = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    """What the department gave out for receiving."""
    return open_receiver_key(make_receiver_key("Phòng Bảo trợ", "Sở Y tế", "nhận", MADE), "nhận").certificate


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    """Opens the page as somebody and waits for the outbox."""
    desks: list[Desk] = []

    def make(actor: Actor) -> ExchangePage:
        with book.reading_for(actor, now) as reader:
            codes, facility = code_lists.words(reader), facility_store.facility(reader)
        desk = Desk(book, actor, facility, codes, clock=lambda: now)
        desks.append(desk)
        page = ExchangePage(desk)
        qtbot.addWidget(page)
        page.resize(1180, 740)
        page.show()
        qtbot.waitUntil(lambda: bool(page.count.whole()))
        return page

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def inked(book: Book, director: Actor, now: datetime) -> Snapshot:
    """October, signed in ink; the director has a key."""
    sample.filled(book)
    password, safe = sample.KEY_PASSWORD, sample.ROOT_PASSWORD
    signing.make_signing_key(book, director.staff_member_id, password, safe, by=director, now=now)
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=director.name)
    signing.sign_in_ink(book, ink, b"%PDF scan", by=director, now=now)
    return snapshot


@pytest.fixture
def receiver(book: Book, director: Actor, now: datetime, certificate: Certificate) -> Receiver:
    """The department, compared."""
    added = parcels.add_receiver(book, "Sở Y tế", certificate.der, by=director, now=now).result
    code = parcels.code_of(added.fingerprint)
    kept: Receiver = parcels.trust_receiver(book, added.id, code, paper="CV 12", by=director, now=now).result
    return kept


def words_in(page: ExchangePage) -> str:
    return " | ".join(found.text() for found in page.check.findChildren(QLabel) if not found.isHidden())


def test_a_receiver_is_added_by_its_file_and_compared_by_its_paper(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, certificate: Certificate, tmp_path: Path
) -> None:
    page = page_for(director)
    qtbot.keyClick(page, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.tabs.current() == "receivers")
    view = page.offices
    assert "No receiver yet" in view.states.says()
    assert not page.send_button.isVisible()
    assert not view.package_button.isEnabled()
    view.add(tmp_path / "gone.cer")
    assert "could not be read" in page.messages.text()
    (tmp_path / "so.cer").write_bytes(b"nothing")
    view.add(tmp_path / "so.cer")
    assert "not a certificate" in page.messages.text()
    (tmp_path / "so.cer").write_bytes(certificate.der)
    view.add(tmp_path / "so.cer")
    adding = view.dialog
    assert isinstance(adding, AddReceiverDialog)
    assert adding.name.text() == "Phòng Bảo trợ"
    adding.name.setText("Sở Y tế")
    adding.send()
    qtbot.waitUntil(lambda: view.table.current() is not None)
    assert view.table.records.cell_at(0, 2).text == "Not compared yet"
    assert not view.package_button.isEnabled()
    view.compare_button.click()
    comparing = view.dialog
    assert isinstance(comparing, CompareReceiverDialog)
    comparing.paper.setText("Công văn 12")
    comparing.code.setText("AAAA BBBB CCCC DDDD")
    comparing.send()
    qtbot.waitUntil(lambda: "not the code" in comparing.bar.text())
    comparing.code.setText(parcels.code_of(certificate.fingerprint).lower())
    comparing.send()
    qtbot.waitUntil(lambda: view.package_button.isEnabled())
    assert view.table.records.cell_at(0, 2).sub == "Công văn 12"
    with book.looking(now) as reader:
        assert [one.checked_on for one in store.receivers(reader)] == [now.date()]


def test_a_data_package_is_made_and_waits_in_the_outbox(
    qtbot: QtBot, director: Actor, page_for: Open, inked: Snapshot, receiver: Receiver
) -> None:
    page = page_for(director)
    page.turn_to(data_of=inked.id)
    qtbot.waitUntil(lambda: isinstance(page.offices.dialog, DataPackageDialog))
    assert page.offices.table.current() == receiver
    dialog = page.offices.dialog
    assert isinstance(dialog, DataPackageDialog)
    qtbot.waitUntil(lambda: "6 rows; 1 of them without a name" in dialog.count.text())
    assert dialog.report.code() == inked.id
    dialog.facts.choose(["sex", "category"])
    dialog.facts.touched.emit()
    qtbot.waitUntil(lambda: dialog.count.text() == "6 rows, none with a name.")
    dialog.send()
    assert "what the data are for" in dialog.bar.text()
    dialog.reason.setText("Sở yêu cầu")
    dialog.password.setText("sai")
    dialog.send()
    qtbot.waitUntil(lambda: "password" in dialog.bar.text())
    dialog.password.setText(sample.KEY_PASSWORD)
    dialog.send()
    qtbot.waitUntil(lambda: page.tabs.current() == "outbox" and page.table.current() is not None)
    assert page.table.records.cell_at(0, 0).text.startswith("Data package of")
    assert page.table.records.cell_at(0, 1).text == "Sở Y tế"
    assert "Put in the outbox" in page.messages.text()


def test_a_destination_knows_whose_data_packages_go_there(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, receiver: Receiver, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        place = Destination(name=name, url=str(tmp_path / name))
        outbox.add_destination(book, place, by=director, now=now)
    page = page_for(director)
    qtbot.waitUntil(lambda: bool(page.offices.found))
    page.to.setCurrentIndex(1)
    page.edit_destination()
    editing = page.dialog
    assert editing is not None
    editing.form.editor("receiver_id").set_value(receiver.id)
    editing.send()
    qtbot.waitUntil(lambda: page.messages.text() != "")
    page.turn_to("receivers")
    page.offices.begin_package()
    dialog = page.offices.dialog
    assert isinstance(dialog, DataPackageDialog)
    qtbot.waitUntil(lambda: dialog.to.count() == 3)
    assert dialog.to.currentText() == "b"


def test_striking_a_receiver_through_asks_why(
    qtbot: QtBot, director: Actor, page_for: Open, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(director)
    page.turn_to("receivers")
    qtbot.waitUntil(lambda: page.offices.table.current() is not None)
    monkeypatch.setattr("carebook.ui.pages.exchange.receivers.reason_to_strike", lambda *_given: "")
    page.offices.strike()
    assert page.offices.table.current() is not None
    monkeypatch.setattr("carebook.ui.pages.exchange.receivers.reason_to_strike", lambda *_given: "chứng thư mới")
    page.offices.strike()
    qtbot.waitUntil(lambda: "No receiver yet" in page.offices.states.says())
    assert receiver.name in page.messages.text()


def test_the_own_key_for_receiving_is_made_and_its_certificate_given_out(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, tmp_path: Path
) -> None:
    page = page_for(director)
    line = page.offices.key
    line.begin()
    dialog = line.dialog
    assert dialog is not None
    dialog.password.setText("trong két sắt 3")
    dialog.send()
    assert "must be alike" in dialog.bar.text()
    dialog.again.setText("trong két sắt 3")
    dialog.send()
    qtbot.waitUntil(lambda: "Identity code" in line.words.whole())
    line.write(tmp_path / "nhan.cer")
    with book.looking(now) as reader:
        (kept,) = store.receiving_keys(reader)
    assert (tmp_path / "nhan.cer").read_bytes() == base64.b64decode(kept.certificate)
    assert parcels.code_of(kept.fingerprint) in line.words.whole()


# receipts


@pytest.fixture
def office(book: Book, director: Actor, now: datetime) -> Key:
    """The key the department signs its receipts with; its code was compared."""
    key = office_key(now)
    trust(book, key, director, now)
    return key


def test_a_receipt_dropped_on_the_page_is_taken(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    now: datetime,
    page_for: Open,
    inked: Snapshot,
    office: Key,
    tmp_path: Path,
) -> None:
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now).result
    outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path)
    path = tmp_path / receipt_name(item.file_name)
    path.write_bytes(receipt_for(b"%PDF scan", office, now))
    page = page_for(director)
    assert not page.receipts.save_button.isVisible()
    page.check.check_file(path)
    qtbot.waitUntil(lambda: page.check.take.isVisible())
    assert "Receipt for a package" in words_in(page)
    page.check.take.click()
    qtbot.waitUntil(lambda: page.table.records.cell_at(0, 2).text == "Received")
    assert page.receipts.save_button.isVisible()
    page.receipts.save(tmp_path / "giay.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "giay.pdf").exists())
    assert (tmp_path / "giay.pdf").read_bytes() == path.read_bytes()


def test_an_encrypted_package_is_not_called_broken(page_for: Open, director: Actor, tmp_path: Path) -> None:
    page = page_for(director)
    (tmp_path / "bao-cao_dong-bo.p7m").write_bytes(b"closed")
    page.check.check_file(tmp_path / "bao-cao_dong-bo.p7m")
    assert "Only its receiver" in words_in(page)


def test_receipts_are_looked_for_where_packages_went(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    now: datetime,
    page_for: Open,
    inked: Snapshot,
    office: Key,
    tmp_path: Path,
) -> None:
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    item = outbox.put_in_outbox(book, inked.id, by=director, now=now, destination_id=place.id).result
    outbox.send_package(book, item.id, by=director, now=now)
    page = page_for(director)
    assert page.receipts.look_button.isVisible()
    page.receipts.look()
    qtbot.waitUntil(lambda: "No new receipt" in page.messages.text())
    (tmp_path / RECEIPT_FOLDER).mkdir()
    (tmp_path / RECEIPT_FOLDER / receipt_name(item.file_name)).write_bytes(receipt_for(b"%PDF scan", office, now))
    page.receipts.look()
    qtbot.waitUntil(lambda: "1 receipt came." in page.messages.text())
    qtbot.waitUntil(lambda: page.table.records.cell_at(0, 2).text == "Received")
    assert not page.receipts.look_button.isVisible()
    with book.looking(now) as reader:
        assert periods.outbox(reader)[0][0].state is OutboxState.RECEIVED


def test_who_has_no_right_only_looks(
    qtbot: QtBot, actor_with: Callable[..., Actor], page_for: Open, receiver: Receiver
) -> None:
    page = page_for(actor_with(Role.NURSE))
    page.turn_to("receivers")
    view = page.offices
    qtbot.waitUntil(lambda: view.table.current() is not None)
    buttons = (view.add_button, view.compare_button, view.strike_button, view.package_button, view.key.make_button)
    assert not any(button.isVisible() for button in buttons)
    assert view.table.current().name == receiver.name


# the report's own page


def test_putting_a_report_in_the_outbox_asks_where_it_goes(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, inked: Snapshot, tmp_path: Path
) -> None:
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    pages = ReportPages(qtbot, book, now)
    page = pages.open(director)
    assert page._view is not None
    assert page._view.snapshot == sample.kept(book, inked.id, now)
    page.steps.put_in_outbox()
    qtbot.waitUntil(lambda: page.steps.dialog is not None)
    dialog = page.steps.dialog
    assert isinstance(dialog, PutOutDialog)
    assert dialog.to.code() == place.id
    dialog.send()
    qtbot.waitUntil(lambda: bool(page._view and page._view.outbox))
    assert page._view is not None
    assert page._view.outbox[0].destination_id == place.id
    pages.close()
