"""The outbox and the check of signed files, as hands and eyes use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from carebook.actions import outbox, signing
from carebook.records.periods import Destination, InkSignature, OutboxState, Snapshot
from carebook.records.staff import Actor, Role
from carebook.store import code_lists, periods
from carebook.store import facility as facility_store
from carebook.store import outbox as outbox_store
from carebook.store.book import Book
from carebook.ui.pages.exchange import ExchangePage
from carebook.ui.pages.exchange.contents import contents_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import SMALLEST
from tests import period_samples as sample

Open = Callable[..., ExchangePage]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


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
    """October, signed in ink."""
    snapshot = sample.closed(book, director, now)
    ink = InkSignature(snapshot_id=snapshot.id, number="128", dated_on=date(2026, 11, 4), signer_name=director.name)
    signing.sign_in_ink(book, ink, b"%PDF scan", by=director, now=now)
    return snapshot


def state_of(book: Book, now: datetime) -> OutboxState:
    with book.looking(now) as reader:
        return periods.outbox(reader)[0][0].state


def words_of(page: ExchangePage) -> str:
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return " | ".join(found.text() for found in page.check.findChildren(QLabel) if not found.isHidden())


def check(qtbot: QtBot, page: ExchangePage, path: Path) -> str:
    page.check.check_file(path)
    qtbot.waitUntil(lambda: bool(page.check.box.heading.text()))
    QApplication.processEvents()  # a layout shows what was added to it one turn later
    return page.check.box.heading.text()


def test_an_empty_outbox_says_what_goes_in(page_for: Open, director: Actor) -> None:
    page = page_for(director)
    assert "signed" in page.states.says()
    assert not page.send_button.isEnabled()


def test_sending_to_a_destination_and_again(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, inked: Snapshot, page_for: Open, tmp_path: Path
) -> None:
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    outbox.put_in_outbox(book, inked.id, by=director, now=now, destination_id=place.id)
    page = page_for(director)
    assert page.to.code() == place.id
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: state_of(book, now) is OutboxState.SENT)
    qtbot.waitUntil(lambda: "Send again" in [page.table.records.cell_at(0, 3).text])
    assert [path.read_bytes() for path in tmp_path.glob("*.pdf")] == [b"%PDF scan"]
    page.send_current()
    qtbot.waitUntil(lambda: "second time" in page.messages.text())
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert page.folder_button.isEnabled()


def test_a_folder_that_is_gone_is_said_and_can_be_retried_elsewhere(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    now: datetime,
    inked: Snapshot,
    page_for: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outbox.put_in_outbox(book, inked.id, by=director, now=now)
    page = page_for(director)
    page.send(page.table.current(), tmp_path / "gone")
    qtbot.waitUntil(lambda: "is not there" in page.error.text())
    assert page.table.records.cell_at(0, 3).text == "Try now"
    monkeypatch.setattr(
        "carebook.ui.pages.exchange.page.QFileDialog.getExistingDirectory", lambda *_args: str(tmp_path)
    )
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: state_of(book, now) is OutboxState.SENT)
    qtbot.waitUntil(lambda: page.error.text() == "")


def test_what_is_tried_again_says_when_and_can_be_held_back_and_withdrawn(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    now: datetime,
    inked: Snapshot,
    page_for: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = Destination(name="Sở Y tế", url=str(tmp_path / "gone"))
    place = outbox.add_destination(book, gone, by=director, now=now).result
    outbox.put_in_outbox(book, inked.id, by=director, now=now, destination_id=place.id)
    page = page_for(director)
    page.send_current()
    qtbot.waitUntil(lambda: "by itself at" in page.error.text())
    assert "tries again at" in page.table.records.cell_at(0, 2).sub
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: page.table.records.cell_at(0, 3).text == "Resume")
    assert page.error.text() == ""
    assert page.pause_button.text() == "Resume"
    page.pause_button.click()
    qtbot.waitUntil(lambda: state_of(book, now) is OutboxState.WAITING)
    qtbot.waitUntil(lambda: page.pause_button.text() == "Pause")
    monkeypatch.setattr("carebook.ui.pages.exchange.page.ask_reason", lambda *_args, **_given: ("place", ""))
    page.withdraw_button.click()
    qtbot.waitUntil(lambda: state_of(book, now) is OutboxState.WITHDRAWN)
    qtbot.waitUntil(lambda: not page.send_button.isEnabled())
    assert not page.withdraw_button.isEnabled()


def test_what_is_due_goes_out_by_itself_and_the_page_shows_it(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, inked: Snapshot, page_for: Open, tmp_path: Path
) -> None:
    place = outbox.add_destination(book, Destination(name="Sở Y tế", url=str(tmp_path)), by=director, now=now).result
    page = page_for(director)
    desk = page._desk
    desk.sending.begin()
    desk.do(outbox.put_in_outbox, inked.id, destination_id=place.id)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.pdf"))))
    qtbot.waitUntil(lambda: page.table.records.cell_at(0, 3).text == "Send again")
    assert state_of(book, now) is OutboxState.SENT


def test_the_window_lets_go_of_a_server_that_does_not_answer(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, inked: Snapshot, page_for: Open
) -> None:
    import socket
    import time

    with socket.create_server(("127.0.0.1", 0)) as server:  # takes the connection and says nothing
        url = f"dav://127.0.0.1:{server.getsockname()[1]}/nhan"
        place = outbox.add_destination(book, Destination(name="Sở Y tế", url=url), by=director, now=now).result
        outbox.put_in_outbox(book, inked.id, by=director, now=now, destination_id=place.id)
        page = page_for(director)
        page.send_current()
        qtbot.waitUntil(lambda: page.table.records.cell_at(0, 2).text.startswith("Sending"))
        page._desk.do(outbox.add_destination, Destination(name="Khác", url="/tmp"))
        qtbot.waitUntil(lambda: page.to.count() == 3)  # the book is written meanwhile
        begin = time.monotonic()
        page._desk.close()
        assert time.monotonic() - begin < 5


def test_editing_a_server_and_striking_it_through(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(director)
    page.begin_destination()
    dialog = page.dialog
    assert dialog is not None
    form = dialog.form
    assert dialog.password.isHidden() or not dialog._server.isVisible()
    form.editor("name").set_value("Sở Y tế")
    form.editor("url").set_value("dav://nhan.example.vn/bao-cao")
    form.changed.emit()
    assert dialog._server.isVisible()
    assert "readable" in dialog.hint.text()
    form.editor("url").set_value("davs://trungtam:bi-mat@nhan.example.vn/bao-cao")
    dialog.send()
    qtbot.waitUntil(lambda: form.editor("url").has_error())
    form.editor("url").set_value("davs://nhan.example.vn/bao-cao")
    form.editor("user").set_value("trungtam")
    form.changed.emit()
    assert dialog.hint.text() == ""
    dialog.password.setText("bi-mat-0417")
    dialog.send()
    qtbot.waitUntil(lambda: page.to.count() == 2)
    with book.looking(now) as reader:
        kept = periods.destinations(reader)[0]
        assert outbox_store.password(reader, kept.id) == "bi-mat-0417"
    page.to.choose(kept.id)
    page.edit_button.click()
    dialog = page.dialog
    assert dialog is not None
    assert dialog.password.text() == ""
    dialog.form.editor("name").set_value("Sở Y tế tỉnh")
    dialog.send()
    qtbot.waitUntil(lambda: page.to.itemText(0) == "Sở Y tế tỉnh")
    with book.looking(now) as reader:
        assert outbox_store.password(reader, kept.id) == "bi-mat-0417"
    page.edit_destination()
    dialog = page.dialog
    assert dialog is not None
    monkeypatch.setattr("carebook.ui.pages.exchange.destinations.confirm", lambda *_args: True)
    dialog.strike.click()
    qtbot.waitUntil(lambda: page.to.count() == 1)
    with book.looking(now) as reader:
        assert outbox_store.password(reader, kept.id) == ""


def test_adding_a_destination(qtbot: QtBot, director: Actor, page_for: Open, tmp_path: Path) -> None:
    page = page_for(director)
    page.begin_destination()
    dialog = page.dialog
    assert dialog is not None
    dialog.send()
    assert dialog.form.editor("name").has_error()
    dialog.form.editor("name").set_value("Sở Y tế")
    dialog.form.editor("url").set_value(str(tmp_path))
    dialog.send()
    qtbot.waitUntil(lambda: page.to.count() == 2)
    assert page.to.itemText(0) == "Sở Y tế"


def test_the_verdict_on_our_own_report(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, page_for: Open, tmp_path: Path
) -> None:
    sample.filled(book)
    snapshot = sample.signed(book, director, preparer, now)
    item = outbox.put_in_outbox(book, snapshot.id, by=director, now=now).result
    path = outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path).result.path
    page = page_for(director)
    with book.looking(now) as reader:
        lines = reader.value("SELECT count(*) FROM journal")
    assert check(qtbot, page, path) == "Signed in-house"
    said = words_of(page)
    assert said.index(preparer.name) < said.index(director.name)
    assert "number 128" in said
    assert "Nothing of it was taken into this book." in said
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM journal") == lines

    broken = bytearray(path.read_bytes())
    broken[len(broken) // 3] ^= 1
    (tmp_path / "hong.pdf").write_bytes(bytes(broken))
    assert check(qtbot, page, tmp_path / "hong.pdf") == "Changed after signing"
    assert "No data that can be trusted." in words_of(page)
    (tmp_path / "tho.pdf").write_bytes(b"khong phai PDF")
    assert check(qtbot, page, tmp_path / "tho.pdf") in ("Changed after signing", "Not signed")
    page.check.check_file(tmp_path / "gone.pdf")
    assert "could not be read" in words_of(page)


def test_trusting_a_facility_by_the_code_on_its_paper(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, page_for: Open, tmp_path: Path
) -> None:
    from carebook.sealing import keys

    def issued(person: str) -> bytes:
        return keys.issue_staff(
            root, "goc", person=person, post="", organisation="Trung tâm Hoa Sen", password="khoa", now=now
        )

    root = keys.make_facility_root("Trung tâm Hoa Sen", "goc", now)
    snapshot = sample.closed(book, director, now, signers=sample.signers(director, preparer))
    signing.sign_as_preparer(book, snapshot.id, "khoa", by=preparer, now=now, p12=issued(preparer.name))
    signing.sign_as_head(book, snapshot.id, "khoa", by=director, now=now, p12=issued(director.name))
    item = outbox.put_in_outbox(book, snapshot.id, by=director, now=now).result
    path = outbox.send_package(book, item.id, by=director, now=now, folder=tmp_path).result.path
    page = page_for(director)
    assert check(qtbot, page, path) == "Signer not known yet"
    page.check.code.setText("AAAA BBBB CCCC DDDD")
    page.check.trust()
    qtbot.waitUntil(lambda: "is not the code" in words_of(page))
    from carebook.sealing.codes import facility_code

    page.check.code.setText(facility_code(keys.open_root(root, "goc").certificate).short.lower())
    page.check.trust()
    qtbot.waitUntil(lambda: page.check.box.heading.text() == "Signed in-house")
    assert "Trung tâm Hoa Sen" in page.messages.text()


def test_who_may_not_send_only_looks(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, inked: Snapshot, page_for: Open
) -> None:
    outbox.put_in_outbox(book, inked.id, by=director, now=now)
    page = page_for(actor_with(Role.NURSE))
    assert not page.send_button.isVisible()
    assert not page.place_button.isVisible()
    assert page.table.records.cell_at(0, 3).text == ""


def test_it_fits_the_smallest_window(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    page = page_for(director)
    host = QStackedWidget()
    qtbot.addWidget(host)
    host.addWidget(page)
    host.resize(1180, 740)
    host.show()
    assert host.minimumSizeHint().width() <= SMALLEST.width()
    host.resize(820, 470)
    qtbot.waitUntil(page.is_narrow)
    qtbot.waitUntil(lambda: page.header.minimumSizeHint().width() <= 820)
    page.setParent(None)


def test_every_control_has_a_name(page_for: Open, director: Actor) -> None:
    page = page_for(director)
    nameless = [b for b in page.findChildren(QPushButton) if b.isVisible() and not (b.accessibleName() or b.text())]
    assert nameless == []
    assert page.table.accessibleName()
    assert page.to.accessibleName()


@pytest.mark.parametrize(
    "report",
    [{}, {"report": {}}, {"tables": {"B01": {"columns": ["opening"], "rows": []}}}, {"tables": {"B01": {}}}],
)
def test_contents_of_strange_data_are_dashes(report: dict[str, object]) -> None:
    told = contents_of(report)
    assert told.facility == "–"
    assert dict(told.figures)["Closing"] == "–"


def test_contents_add_up() -> None:
    columns = ["opening", "in_new", "in_transfer", "out_died", "closing"]
    told = contents_of(
        {"tables": {"B01": {"columns": columns, "rows": [{"code": "total", "values": [4, 2, 1, 1, 6]}]}}}
    )
    assert [value for _words, value in told.figures] == ["B01", "4", "3", "1", "6"]
