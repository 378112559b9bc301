"""The whole file leaves the book after its line in the log; it can be stopped, and what stands against it is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Reading, Role
from carebook.rules.whole_file import FilePart
from carebook.store.book import Book
from carebook.ui.pages.case_papers import CasePapersPage
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.whole_file import WholeFileDialog, WholeFileOut
from tests.reports.case_book import whole_case
from tests.reports.reading import flat
from tests.ui.pages.stay_desk import Window, button, desk_of, nameless


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    return whole_case(book, director, now)


@pytest.fixture
def page(desk: Desk, stay: Episode, qtbot: Any) -> Iterator[CasePapersPage]:
    shown = CasePapersPage(desk)
    window = Window(desk, shown)
    qtbot.addWidget(window)
    shown.turn_to(episode_id=stay.id)
    window.show()
    qtbot.waitUntil(lambda: shown._shown is not None)
    yield shown
    window.close()


def readings(book: Book, now: datetime) -> list[tuple[str, str]]:
    with book.looking(now) as writer:
        return [(one.deed, one.reason) for one in writer.records(Reading)]


@pytest.fixture
def dialog(page: CasePapersPage, qtbot: Any) -> WholeFileDialog:
    made = WholeFileDialog(page, "Trần Thị An")
    qtbot.addWidget(made)
    return made


def test_the_file_is_noted_then_saved(
    book: Book, now: datetime, page: CasePapersPage, dialog: WholeFileDialog, stay: Episode, tmp_path: Path, qtbot: Any
) -> None:
    path, told = tmp_path / "ho-so.pdf", []
    out = page.whole_file
    out.said.connect(lambda sentence, _tone: told.append(sentence.values["file"]))
    out.take_out(dialog, stay.id, [FilePart.ADMISSION], False, "Đoàn kiểm tra", path)
    assert not dialog.take.isEnabled()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["ho-so.pdf"]
    assert readings(book, now) == [("export_whole_file", "Đoàn kiểm tra")]
    assert "Lý do lập: Đoàn kiểm tra" in flat(path.read_bytes(), 0)
    assert dialog.result()


def test_the_file_is_seen_printed_and_saved_later(
    book: Book, now: datetime, page: CasePapersPage, dialog: WholeFileDialog, stay: Episode, tmp_path: Path, qtbot: Any
) -> None:
    out = page.whole_file
    out.take_out(dialog, stay.id, [FilePart.ADMISSION], False, "Đoàn kiểm tra", None)
    qtbot.waitUntil(lambda: out.seen is not None)
    seen = out.seen
    assert seen is not None
    assert readings(book, now) == [("export_whole_file", "Đoàn kiểm tra")]
    seen.save(tmp_path / "no" / "ho-so.pdf")
    assert "could not be written" in seen.bar.text()
    seen.save(tmp_path / "ho-so.pdf")
    assert "HỒ SƠ ĐỐI TƯỢNG" in flat((tmp_path / "ho-so.pdf").read_bytes(), 0)
    seen.preview.printed.emit(True)
    assert seen.bar.text() == "Sent to the printer."
    assert nameless(seen) == []
    seen.close()


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_lost(
    page: CasePapersPage, dialog: WholeFileDialog, stay: Episode, tmp_path: Path, qtbot: Any
) -> None:
    page.whole_file.take_out(dialog, stay.id, [FilePart.END], False, "x", tmp_path / "no" / "such.pdf")
    qtbot.waitUntil(lambda: "such.pdf" in dialog.told.text())
    assert dialog.take.isEnabled()
    assert dialog.isHidden()


def test_it_can_be_stopped(
    page: CasePapersPage, dialog: WholeFileDialog, stay: Episode, tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "ho-so.pdf"
    dialog.progress._bar.valueChanged.connect(dialog.reject)
    page.whole_file.take_out(dialog, stay.id, list(FilePart), True, "x", path)
    qtbot.waitUntil(lambda: dialog.told.text() != "")
    assert dialog.told.text() == "Stopped. Nothing was saved."
    assert dialog.take.isEnabled()
    assert not path.exists()


def test_data_leave_as_fhir(
    book: Book, now: datetime, page: CasePapersPage, dialog: WholeFileDialog, stay: Episode, tmp_path: Path, qtbot: Any
) -> None:
    path, asked = tmp_path / "fhir.json", []
    dialog.wants_data.connect(asked.append)
    dialog.form.choose("data")
    dialog.form.chosen.emit("data")
    for tick in dialog.parts.values():
        tick.setChecked(False)
    assert dialog.take.isEnabled()
    assert dialog.of_papers.isHidden()
    dialog.take.click()
    assert len(asked) == 1
    page.whole_file.take_out_data(dialog, stay.id, "Bệnh viện tiếp nhận", path)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: bool(dialog.result()))
    assert json.loads(path.read_bytes())["resourceType"] == "Bundle"
    assert readings(book, now) == [("export_interchange", "FHIR: Bệnh viện tiếp nhận")]


def test_another_reason_needs_words_and_a_file_needs_a_part(dialog: WholeFileDialog) -> None:
    asked: list[tuple[list[FilePart], bool, str, bool]] = []
    dialog.wants_file.connect(lambda *given: asked.append(given))
    dialog.reason.choose("other")
    dialog.reason.activated.emit(dialog.reason.currentIndex())
    assert not dialog.take.isEnabled()
    dialog.words.setText("  Tòa án yêu cầu ")
    dialog.parts[FilePart.OTHER].setChecked(False)
    dialog.kept_files.setChecked(False)
    dialog.take.click()
    dialog.see.click()
    said = ([FilePart.ADMISSION, FilePart.PLAN, FilePart.END], False, "Tòa án yêu cầu")
    assert asked == [(*said, True), (*said, False)]
    for tick in dialog.parts.values():
        tick.setChecked(False)
    assert not dialog.take.isEnabled()
    assert nameless(dialog) == []


def test_the_button_is_there_for_who_may(
    book: Book,
    now: datetime,
    page: CasePapersPage,
    stay: Episode,
    actor_with: Callable[..., Actor],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    begun: list[tuple[str, str]] = []
    monkeypatch.setattr(WholeFileOut, "begin", lambda _self, *given: begun.append(given))
    button(page, "Whole file…").click()
    assert begun == [(stay.id, "Trần Thị An")]
    with desk_of(book, actor_with(Role.NURSE), now) as nurse:
        other = CasePapersPage(nurse)
        qtbot.addWidget(other)
        other.turn_to(episode_id=stay.id)
        assert other.whole_button.isHidden()
