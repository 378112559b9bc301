"""Packages taken in, compared with paper, decided on and answered, on the department's page."""

from __future__ import annotations

import base64
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from carebook.actions import parcels, signing
from carebook.actions.outbox import add_destination
from carebook.records.figures import TOTAL
from carebook.records.periods import Destination
from carebook.records.staff import Actor
from carebook.rules.parcels import PersonRow
from carebook.rules.receiving import Standing
from carebook.sealing.certificates import read_certificate
from carebook.store.book import Book, new_id
from tests.parcel_samples import Sender, movement
from tests.period_samples import KEY_PASSWORD
from tests.ui.pages.receiving.conftest import BAMBOO, LOTUS, SECRET, Open, listed, take, told, words_in
from tests.ui.pages.stay_desk import button

# taking in


def test_an_empty_book_says_what_to_do(page_for: Open, director: Actor) -> None:
    page = page_for(director)
    assert "drop files here" in page.arrived.states.says()
    page.tabs.choose("owed")
    assert "No center stands in the list yet" in page.owed.states.says()
    page.tabs.choose("summed")
    assert "nothing to add up" in page.summed.states.says()
    assert not page.print_button.isEnabled()
    page.tabs.choose("same")
    assert "No data package came yet" in page._parts["same"].states.says()
    page.tabs.choose("owed")
    button(page.owed, "Add a center…").click()
    assert page.tabs.current() == "centers"
    assert page.centers.dialog is not None
    page.centers.dialog.reject()


@pytest.mark.usefixtures("trusting")
def test_a_folder_is_taken_in_and_told(
    qtbot: QtBot,
    director: Actor,
    october: bytes,
    of_bamboo: bytes,
    page_for: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / LOTUS).write_bytes(october)
    (tmp_path / BAMBOO).write_bytes(of_bamboo)
    (tmp_path / "hong.pdf").write_bytes(october[:5000])
    page = page_for(director)
    counts: list[int] = []
    page.counted.connect(counts.append)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path))
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    sentence = told(qtbot, page, "3 packages")
    assert "2 taken in, 1 not taken" in sentence
    qtbot.waitUntil(lambda: len(listed(page)) == 2)
    assert set(listed(page)) == {("Cơ sở Hoa Sen", Standing.TAKEN), ("Cơ sở Tre Xanh", Standing.TAKEN)}
    assert counts[-1] == 1
    assert page.tabs._bar.tabText(0) == "Received (1)"
    page.arrived.show_waiting()
    assert listed(page) == [("", Standing.REFUSED)]
    assert "damaged" in words_in(page.arrived.panel)
    page.taking.begin_paths([tmp_path])
    assert "2 were here already" in told(qtbot, page, "2 were here already")


@pytest.mark.usefixtures("trusting")
def test_files_are_dropped_and_a_single_one_says_its_own_sentence(
    qtbot: QtBot, director: Actor, october: bytes, page_for: Open, tmp_path: Path
) -> None:
    (tmp_path / LOTUS).write_bytes(october)
    page = page_for(director)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / LOTUS))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    sentence = told(qtbot, page, "Cơ sở Hoa Sen")
    assert sentence.startswith("Received the report of")
    qtbot.waitUntil(lambda: listed(page) == [("Cơ sở Hoa Sen", Standing.TAKEN)])
    assert str(tmp_path) in words_in(page.arrived.panel)


def test_a_place_of_the_list_is_taken_in_and_one_that_is_gone_says_so(
    qtbot: QtBot, trusting: Book, director: Actor, now: datetime, october: bytes, page_for: Open, tmp_path: Path
) -> None:
    (tmp_path / "nhan").mkdir()
    (tmp_path / "nhan" / LOTUS).write_bytes(october)
    for name in ("nhan", "khong-co"):
        add_destination(trusting, Destination(name=name, url=str(tmp_path / name)), by=director, now=now, op=new_id())
    page = page_for(director)
    by_name = {one.name: one for one in page._places}
    page.taking.begin_destination(by_name["nhan"])
    told(qtbot, page, "Received the report of")
    qtbot.waitUntil(lambda: not page.taking.is_taking)
    page.taking.begin_destination(by_name["khong-co"])
    assert "Nothing was taken" in told(qtbot, page, "khong-co")
    qtbot.waitUntil(lambda: not page.taking.is_taking)


@pytest.mark.usefixtures("trusting")
def test_taking_in_can_be_stopped(
    qtbot: QtBot, director: Actor, october: bytes, page_for: Open, tmp_path: Path
) -> None:
    for number in range(40):
        (tmp_path / f"goi-{number:02d}.pdf").write_bytes(october)
    page = page_for(director)
    page.taking.begin_paths([tmp_path])
    assert page.progress.isVisible()
    page.progress._stop.click()
    sentence = told(qtbot, page, "topped")
    assert "40 packages" not in sentence
    qtbot.waitUntil(lambda: not page.progress.isVisible())


def test_an_unknown_center_is_compared_with_paper_then_everything_of_it_counts(
    qtbot: QtBot, department: Book, director: Actor, later: datetime, bamboo: Sender, of_bamboo: bytes, page_for: Open
) -> None:
    take(department, of_bamboo, director, later, BAMBOO)
    take(department, bamboo.report(movement(40), period="2026-09"), director, later, "thang-9.pdf")
    page = page_for(director)
    page.arrived.show_waiting()
    assert [standing for _center, standing in listed(page)] == [Standing.PARKED] * 2
    assert "Compare the identity code" in words_in(page.arrived.panel)
    assert not page.answer_button.isVisible()
    page.arrived.panel.compare_button.click()
    qtbot.waitUntil(lambda: page.dealing.dialog is not None)
    page.dealing.dialog.code.setText("AAAA BBBB CCCC DDDD")
    page.dealing.dialog.trust_button.click()
    qtbot.waitUntil(lambda: bool(page.dealing.dialog.bar.text()))
    page.dealing.dialog.code.setText(bamboo.code.short)
    page.dealing.dialog.trust_button.click()
    told(qtbot, page, "2 taken in")
    page.arrived.show_waiting()
    qtbot.waitUntil(lambda: "Nothing is left to look at" in page.arrived.states.says())
    assert [one.facility.name for one in page._found.centers] == ["Cơ sở Tre Xanh"]
    assert page._found.centers[0].checked_on is not None


def test_other_figures_of_the_same_version_count_only_when_somebody_says_so(
    qtbot: QtBot,
    trusting: Book,
    director: Actor,
    later: datetime,
    lotus: Sender,
    october: bytes,
    page_for: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(trusting, october, director, later)
    take(trusting, lotus.report(movement(151)), director, later, "khac.pdf")
    page = page_for(director)
    assert page._found.summed.table.cell(TOTAL, "closing") == 150
    page.arrived.show_waiting()
    assert listed(page) == [("Cơ sở Hoa Sen", Standing.CONFLICT)]
    assert page.arrived.panel.replace_button.isVisible()

    monkeypatch.setattr("carebook.ui.pages.receiving.dealing.ask_reason", lambda *_given, **_more: ("center", ""))
    page.arrived.panel.replace_button.click()
    qtbot.waitUntil(lambda: page._found.summed.table.cell(TOTAL, "closing") == 151)


def test_data_packages_ask_for_the_key_and_show_who_stands_in_two_centers(
    qtbot: QtBot,
    trusting: Book,
    director: Actor,
    now: datetime,
    later: datetime,
    lotus: Sender,
    bamboo: Sender,
    page_for: Open,
    tmp_path: Path,
) -> None:
    made = parcels.make_receiving_key(trusting, SECRET, by=director, now=now, op=new_id()).result
    certificate = read_certificate(base64.b64decode(made.certificate))
    person = PersonRow("TN-1", "Trần Thị An", "1950-03-02", "female", "022145999012", "elderly", date(2026, 1, 5))
    for one in (lotus, bamboo):
        envelope = one.package([person], certificate, movement(150), later)
        (tmp_path / f"{one.symbol}_dong-bo.p7m").write_bytes(envelope)
    page = page_for(director)
    page.taking.begin_paths([tmp_path])
    told(qtbot, page, "2 waiting for comparison")
    qtbot.waitUntil(lambda: not page.taking.is_taking)
    page.dealing.unlock(page.taking._take, 2)
    page.dealing.dialog.password.setText("sai")
    page.dealing.dialog.open_button.click()
    qtbot.waitUntil(lambda: not page.taking.is_taking and "password" in page.messages.text().lower())
    page.dealing.unlock(page.taking._take, 2)
    page.dealing.dialog.password.setText(SECRET)
    page.dealing.dialog.open_button.click()
    told(qtbot, page, "2 taken in")
    qtbot.waitUntil(lambda: bool(page._found.meetings))
    page.tabs.choose("same")
    cells = page._parts["same"].table.records
    assert [cells.cell_at(0, column).text for column in (0, 2)] == ["Trần Thị An"] * 2
    assert {cells.cell_at(0, column).text for column in (1, 3)} == {"Cơ sở Hoa Sen", "Cơ sở Tre Xanh"}


# receipts


def test_receipts_are_signed_and_laid_where_the_packages_came_from(
    qtbot: QtBot,
    trusting: Book,
    director: Actor,
    now: datetime,
    october: bytes,
    of_bamboo: bytes,
    page_for: Open,
    tmp_path: Path,
) -> None:
    signing.make_signing_key(
        trusting, director.staff_member_id, KEY_PASSWORD, "trong két", by=director, now=now, op=new_id()
    )
    (tmp_path / LOTUS).write_bytes(october)
    (tmp_path / BAMBOO).write_bytes(of_bamboo)
    (tmp_path / "giay-nhan").mkdir()
    page = page_for(director)
    page.taking.begin_paths([tmp_path])
    told(qtbot, page, "2 taken in")
    qtbot.waitUntil(lambda: page.answer_button.isVisible())
    page.answer_button.click()
    page.dealing.dialog.password.setText("sai")
    page.dealing.dialog.send_button.click()
    qtbot.waitUntil(lambda: page.dealing.dialog.send_button.isEnabled())
    assert page.dealing.dialog.bar.text()
    page.dealing.dialog.password.setText(KEY_PASSWORD)
    page.dealing.dialog.send_button.click()
    told(qtbot, page, "Sent 2 receipts")
    assert len(list((tmp_path / "giay-nhan").glob("*_giay-nhan.pdf"))) == 2
    qtbot.waitUntil(lambda: not page.answer_button.isVisible())
    assert page.arrived.table.records.cell_at(0, 4).sub.startswith("receipt")
    assert not page.arrived.panel.answer_button.isVisible()


def test_a_receipt_for_a_place_that_is_gone_is_laid_elsewhere(
    qtbot: QtBot,
    trusting: Book,
    director: Actor,
    now: datetime,
    later: datetime,
    october: bytes,
    page_for: Open,
    tmp_path: Path,
) -> None:
    signing.make_signing_key(
        trusting, director.staff_member_id, KEY_PASSWORD, "trong két", by=director, now=now, op=new_id()
    )
    take(trusting, october, director, later)  # from /nhan, which is not there
    page = page_for(director)
    page.arrived.panel.answer_button.click()
    page.dealing.dialog.password.setText(KEY_PASSWORD)
    page.dealing.dialog.send_button.click()
    qtbot.waitUntil(lambda: "/nhan" in page.dealing.dialog.bar.text())
    page.dealing.dialog.lay_into(tmp_path)
    page.dealing.dialog.send_button.click()
    told(qtbot, page, "Sent 1 receipt")
    assert len(list(tmp_path.glob("*_giay-nhan.pdf"))) == 1
