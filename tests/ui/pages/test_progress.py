"""The progress report on screen: accepting line by line, words of one's own, undoing, other periods and workers, the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from carebook.actions.episodes import Admission, admit_person
from carebook.actions.progress import accept_progress_line
from carebook.records.progress import ProgressLine
from carebook.records.staff import Actor, Reading, Role
from carebook.store import drafts
from carebook.store.book import Book, new_id
from carebook.ui.pages.progress import ProgressPage
from carebook.ui.pages.progress.lines import LineRow
from carebook.ui.parts.desk import Desk, Place
from tests import samples
from tests.ui.pages.stay_desk import desk_of, fits, nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text

NAMES = ("Trần Thị An", "Lê Văn Bình", "Đào Thị Lan")
QUIET = "Không có thay đổi trong tháng; chưa có kế hoạch được phê duyệt."


class Reports:
    """A social worker with three cases, in a book of a director."""

    def __init__(self, book: Book, director: Actor, worker: Actor, now: datetime) -> None:
        self.book, self.director, self.worker, self.now = book, director, worker, now
        self.stays = {name: self.admit(name) for name in NAMES}

    def admit(self, name: str, **stay: Any) -> str:
        held = samples.episode("", case_manager_id=self.worker.staff_member_id, **stay)
        admission = Admission(samples.person(code="", full_name=name), held, "elderly_alone_poor")
        return str(admit_person(self.book, admission, by=self.director, now=self.now, op=new_id()).result.id)

    def kept(self, cls: type[Any] = ProgressLine) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return reader.records(cls)

    def words(self) -> dict[str, str]:
        names = {stay: name for name, stay in self.stays.items()}
        return {names[line.episode_id]: line.text for line in self.kept()}


@pytest.fixture
def reports(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Reports:
    return Reports(book, director, actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường"), now)


@pytest.fixture
def desk(qtbot: Any, reports: Reports) -> Iterator[Desk]:
    assert qtbot is not None
    with desk_of(reports.book, reports.worker, reports.now) as made:
        yield made


def shown(qtbot: Any, desk: Desk, **about: str) -> ProgressPage:
    page = ProgressPage(desk)
    qtbot.addWidget(page)
    page.resize(1140, 700)
    page.turn_to(**about)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: bool(page.lines.rows) or page.states.says() != "")
    return page


def names(page: ProgressPage) -> list[str]:
    return [row.case.name for row in page.lines.rows]


def current(page: ProgressPage) -> LineRow:
    assert page.lines.current is not None
    return page.lines.current


def enter(page: ProgressPage) -> None:
    editor = current(page).editor
    assert editor is not None
    press(editor, Qt.Key.Key_Return)


def test_enter_accepts_and_goes_on(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    assert names(page) == ["Trần Thị An", "Lê Văn Bình", "Đào Thị Lan"]
    assert page.standing.text() == "0/3 accepted"
    assert current(page).case.name == "Trần Thị An"
    enter(page)
    assert current(page).case.name == "Lê Văn Bình"
    editor = current(page).editor
    assert editor is not None
    editor.selectAll()
    type_text(editor, f"{TELEX_NGUYEN} Văn Bình tự xúc cơm được")
    assert current(page)._standing()[0] == "Edited, not accepted"
    assert page.has_unsaved()
    enter(page)
    enter(page)
    qtbot.waitUntil(lambda: page.standing.text() == "3/3 accepted")
    assert reports.words() == {
        "Trần Thị An": QUIET,
        "Lê Văn Bình": "Nguyễn Văn Bình tự xúc cơm được.",
        "Đào Thị Lan": QUIET,
    }
    assert {line.as_drafted for line in reports.kept()} == {True, False}
    assert page.told.whole() == "All lines are accepted."
    assert {row._standing()[0] for row in page.lines.rows} == {"Line accepted"}
    assert not page.has_unsaved()


def test_enter_on_an_accepted_line_writes_nothing(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    page.save()
    qtbot.waitUntil(lambda: len(reports.kept()) == 1)
    page.lines.step(-1)
    enter(page)
    qtbot.wait(30)
    assert (len(reports.kept()), current(page).case.name) == (1, "Lê Văn Bình")


def test_a_line_accepted_while_the_list_changes_stands_accepted(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    accepted = current(page).case.episode_id
    page.save()
    page._show_lines()  # lists every line anew
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    line = page.lines.row(accepted)
    assert line is not None
    assert line.case.accepted
    page.lines.begin()
    page.save()
    page.turn_to(period="2026")
    qtbot.waitUntil(lambda: page._shown is not None)
    assert len(reports.kept()) == 2
    assert page._undoable == []
    assert not any(one.case.accepted for one in page.lines.rows)


def test_keys_inside_a_line(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, desk)
    editor = current(page).editor
    assert editor is not None
    type_text(editor, " thêm")
    press(editor, Qt.Key.Key_Escape)
    assert (current(page).text(), page.has_unsaved()) == (QUIET, False)
    press(editor, Qt.Key.Key_Down)
    assert current(page).case.name == "Lê Văn Bình"
    moved = current(page).editor
    assert moved is not None
    press(moved, Qt.Key.Key_PageDown)
    assert current(page).case.name == "Đào Thị Lan"


def test_undo_takes_back_one_acceptance_after_the_other(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    page.save()
    page.save()
    qtbot.waitUntil(lambda: page.standing.text() == "2/3 accepted")
    page.undo_last()
    qtbot.waitUntil(lambda: page.standing.text() == "1/3 accepted")
    page.undo_last()
    qtbot.waitUntil(lambda: page.standing.text() == "0/3 accepted")
    assert reports.kept() == []
    page.undo_last()
    assert page.messages.text() == "There is nothing to undo."


def test_a_refused_line_stays_with_its_sentence(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    line = current(page)
    assert line.editor is not None
    line.editor.setPlainText("a" * 2_001)
    enter(page)
    qtbot.waitUntil(lambda: "2.000" in line.complaint())
    assert current(page) is line
    assert line.text() == "a" * 2_001
    assert reports.kept() == []


def test_somebody_else_was_faster(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    page.save()
    qtbot.waitUntil(lambda: page.standing.text() == "1/3 accepted")
    page.lines.step(-1)
    line = current(page)
    stay = reports.stays["Trần Thị An"]
    accept_progress_line(reports.book, stay, "2026-10", "Của Giám đốc.", by=reports.director, now=reports.now)
    assert line.editor is not None
    line.editor.setPlainText("Của tôi.")
    enter(page)
    qtbot.waitUntil(lambda: reports.director.name in line.complaint())
    assert line.text() == "Của tôi."
    assert reports.words()["Trần Thị An"] == "Của Giám đốc."
    other = reports.stays["Lê Văn Bình"]
    accept_progress_line(reports.book, other, "2026-10", "Của Giám đốc.", by=reports.director, now=reports.now)
    page.lines.step(1)
    second = current(page)
    enter(page)
    qtbot.waitUntil(lambda: reports.director.name in second.complaint())


def test_what_is_typed_is_there_again(qtbot: Any, desk: Desk, reports: Reports) -> None:
    page = shown(qtbot, desk)
    editor = current(page).editor
    assert editor is not None
    type_text(editor, " Đang gõ dở")
    assert page.can_leave()
    qtbot.waitUntil(lambda: len(_drafts(reports)) == 1)
    again = shown(qtbot, desk)
    qtbot.waitUntil(lambda: again.has_unsaved())
    assert again.lines.rows[0].text() == f"{QUIET} Đang gõ dở"
    assert "draft" in again.told.whole()
    again.lines.go(reports.stays["Trần Thị An"])
    again.save()
    qtbot.waitUntil(lambda: _drafts(reports) == [])


def _drafts(reports: Reports) -> list[drafts.Draft]:
    with reports.book.reading_for(reports.worker, reports.now) as reader:
        return drafts.own_drafts(reader)


def test_other_periods(qtbot: Any, desk: Desk, reports: Reports) -> None:
    reports.admit("Cao Văn Bến", start_on=date(2026, 10, 12))
    reports.admit("Ngô Thị Mai", end_on=date(2026, 10, 1), end_reason="died")
    page = shown(qtbot, desk)
    spoken = [words.text for row in page.lines.rows for words in row._about]
    assert {"began on 12/10/2026", "ended on 01/10/2026"} <= set(spoken)
    assert page.periods.currentText() == "Month 10/2026"
    page.kinds.buttons()[1].click()
    qtbot.waitUntil(lambda: len(page.lines.rows) == 4)
    assert page.periods.currentText() == "Quarter III/2026"
    assert "trong quý" in page.lines.rows[0].text()
    page.turn_to(period="2026")
    qtbot.waitUntil(lambda: len(page.lines.rows) == 5)
    assert page.kinds.current() == "year"


def test_heads_choose_the_worker_others_do_not(qtbot: Any, desk: Desk, reports: Reports) -> None:
    own = shown(qtbot, desk, worker_id=reports.director.staff_member_id)
    assert own.workers.isHidden()
    assert len(own.lines.rows) == 3
    with desk_of(reports.book, reports.director, reports.now) as other:
        page = shown(qtbot, other)
        assert page.workers.isVisible()
        assert page.workers.code() == reports.worker.staff_member_id  # the director has no case
        page.workers.choose(reports.director.staff_member_id)
        page._worker_chosen()
        qtbot.waitUntil(lambda: page.states.says() == "No case to manage has been given yet.")
        page.turn_to(worker_id=reports.worker.staff_member_id)
        qtbot.waitUntil(lambda: len(page.lines.rows) == 3)


def test_a_masked_case_is_passed_over(qtbot: Any, desk: Desk, reports: Reports) -> None:
    reports.admit("Bùi Thị Ẩn", confidential=True)
    page = shown(qtbot, desk)
    masked = next(row for row in page.lines.rows if row.case.masked)
    assert "Ẩn" not in masked.accessibleName()
    for _ in range(4):
        enter(page)
    qtbot.waitUntil(lambda: page.standing.text() == "3/4 accepted")
    page.lines.go(masked.id)
    assert current(page) is not masked


def test_the_filter_and_who_only_reads(
    qtbot: Any, desk: Desk, reports: Reports, actor_with: Callable[..., Actor]
) -> None:
    page = shown(qtbot, desk)
    page.save()
    qtbot.waitUntil(lambda: page.standing.text() == "1/3 accepted")
    page.which.buttons()[1].click()
    assert names(page) == ["Lê Văn Bình", "Đào Thị Lan"]
    page.which.buttons()[2].click()
    assert names(page) == ["Trần Thị An"]
    with desk_of(reports.book, actor_with(Role.HEAD, Role.INSPECTOR, name="Người xem"), reports.now) as other:
        reading = ProgressPage(other)
        qtbot.addWidget(reading)
        assert reading.lines._writes
    with desk_of(reports.book, actor_with(Role.INSPECTOR, name="Người kiểm tra"), reports.now) as other:
        reading = ProgressPage(other)
        qtbot.addWidget(reading)
        assert not reading.lines._writes


def test_a_name_opens_the_record(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, desk)
    went: list[Place] = []
    desk.went.connect(went.append)
    row = page.lines.rows[1]
    at = QPointF(row._name_place().center())
    kind, button = QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton
    QApplication.sendEvent(row, QMouseEvent(kind, at, at, button, button, Qt.KeyboardModifier.NoModifier))
    assert went == [Place("person", {"person_id": row.case.person_id, "tab": "daily"})]


def test_the_paper_leaves_a_line_in_the_reading_log(qtbot: Any, desk: Desk, reports: Reports, tmp_path: Path) -> None:
    page = shown(qtbot, desk)
    page.print_report()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.paper)
    (reading,) = reports.kept(Reading)
    assert (reading.deed, reading.people) == ("export_list", 3)
    assert "10/2026" in reading.reason
    place = tmp_path / "bao-cao.pdf"
    page.paper.save_paper(place)
    assert place.read_bytes().startswith(b"%PDF")
    assert page.messages.text() == "Saved “bao-cao.pdf”."
    page._back_to_lines()
    assert page.stack.currentWidget() is not page.paper
    assert page.print_button.isVisibleTo(page)


@pytest.mark.looks
def test_everything_has_a_name_and_fits(qtbot: Any, desk: Desk) -> None:
    page = shown(qtbot, desk)
    page.resize(880, 480)
    QApplication.processEvents()
    assert fits(page)
    assert nameless(page) == []
