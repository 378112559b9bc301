"""The papers of rehabilitation and of groups on screen: found, chosen, previewed, printed into the reading log, kept as files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtWidgets import QApplication

from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState
from carebook.records.record import Record
from carebook.records.rehabilitation import RehabilitationPlan
from carebook.records.sessions import Session
from carebook.records.staff import Actor, Reading, Role
from carebook.reports.therapy_papers import OF_STAYS, TherapyPaper
from carebook.store.book import Book, new_id
from carebook.ui.pages.case_papers import CasePapersPage
from carebook.ui.pages.case_papers.drawing import NAMED
from carebook.ui.parts.desk import Desk
from tests import therapy_samples
from tests.actions.admissions import admit
from tests.reports import reading
from tests.ui.pages.stay_desk import Window, desk_of, fits, nameless

DAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Course:
    """A stay with a course of therapy, the group it is in, and a session of the group that was held."""

    episode_id: str
    person_id: str
    plan_id: str
    group_id: str
    meeting_id: str


def _this_month(record: Record) -> Record:
    if isinstance(record, Session):
        return replace(record, planned_on=DAY, occurs_on=DAY)
    return replace(record, from_on=DAY) if isinstance(record, RehabilitationPlan) else record


@pytest.fixture
def course(book: Book, director: Actor, now: datetime) -> Course:
    person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        kept = therapy_samples.whole_therapy(writer, episode.id, _this_month)
        group = kept[Group]
        meeting = writer.add(
            GroupSession(
                group_id=group.id,
                planned_on=date(2026, 11, 6),
                planned_at=time(15, 0),
                state=GroupSessionState.HELD,
                topic="Ngày cưới",
            )
        )
        writer.add(
            Attendance(episode_id=episode.id, group_session_id=meeting.id, member_id=kept[GroupMember].id, remark="Vui")
        )
    return Course(episode.id, person.id, kept[RehabilitationPlan].id, group.id, meeting.id)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, director, now) as made:
        yield made


def page_for(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, CasePapersPage]:
    page = CasePapersPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._shown is not None or page.states.says() != "")
    return window, page


def shown_words(page: CasePapersPage) -> str:
    assert page._shown is not None
    return reading.flat(page._shown.pdf)


def choose(page: CasePapersPage, qtbot: Any, change: Callable[[], object]) -> None:
    before = page._shown
    change()
    qtbot.waitUntil(lambda: page._shown is not None and page._shown is not before)


def readings(book: Book, now: datetime) -> list[tuple[str, int, str]]:
    with book.looking(now) as writer:
        return [(one.deed, one.people, one.reason) for one in writer.records(Reading)]


@pytest.mark.parametrize("kind", OF_STAYS)
def test_each_paper_of_rehabilitation_opens_by_its_name(
    kind: TherapyPaper, desk: Desk, course: Course, qtbot: Any
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=course.episode_id, paper=kind.value)
    assert page.table.current_id() == kind.value
    assert "Trần Thị An" in shown_words(page)
    assert page.print_button.isEnabled()
    assert set(page._offered) == {one.value for one in OF_STAYS}


def test_a_stay_turns_from_the_papers_of_its_case_to_those_of_rehabilitation_and_back(
    desk: Desk, course: Course, qtbot: Any
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=course.episode_id)
    assert page.table.current_id() == "form01"
    choose(page, qtbot, page.turn_button.click)
    assert page.table.current_id() == TherapyPaper.ORDER.value
    assert "Liệt nửa người phải" in shown_words(page)
    choose(page, qtbot, page.turn_button.click)
    assert page.table.current_id() == "form01"


def test_the_plan_that_was_asked_for_is_shown(
    desk: Desk, book: Book, director: Actor, now: datetime, course: Course, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        newer = writer.add(RehabilitationPlan(episode_id=course.episode_id, number=2, indication="Tập leo thang"))
    about = {"episode_id": course.episode_id, "kind": "therapy_order", "plan_id": newer.id}
    _window, page = page_for(desk, qtbot, **about)
    assert "Tập leo thang" in shown_words(page)
    assert page._shown is not None
    assert page._shown.paper.draft


def test_printing_a_paper_of_rehabilitation_is_a_line_in_the_reading_log(
    desk: Desk, book: Book, now: datetime, course: Course, qtbot: Any, tmp_path: Path
) -> None:
    _window, page = page_for(desk, qtbot, episode_id=course.episode_id, paper="session_sheet")
    path = tmp_path / "phieu.docx"
    page.save_paper("docx", path)
    qtbot.waitUntil(path.exists)
    words = "".join(
        n.text or "" for n in docx.Document(io.BytesIO(path.read_bytes())).element.body.iter() if n.tag.endswith("}t")
    )
    assert "Trần Thị An" in words
    ((deed, people, _what),) = readings(book, now)
    assert (deed, people) == ("print_papers", 1)
    assert page._shown is not None
    assert page._file_name(page._shown) == "session_sheet-20261122"


def test_the_minutes_of_a_group_open_with_their_session_and_name_everybody_in_the_log(
    desk: Desk, book: Book, now: datetime, course: Course, qtbot: Any, tmp_path: Path
) -> None:
    about = {"group_id": course.group_id, "paper": "group_minutes", "session_id": course.meeting_id}
    window, page = page_for(desk, qtbot, **about)
    assert "Ngày cưới" in shown_words(page)
    assert "Chuyện xưa" in page.header.line.whole()
    path = tmp_path / "bien-ban.pdf"
    page.save_paper("pdf", path)
    qtbot.waitUntil(path.exists)
    ((deed, people, what),) = readings(book, now)
    assert (deed, people) == ("print_batch", 1)
    assert "Chuyện xưa" in what
    page.back_button.click()
    assert window.last == ("groups", {"group_id": course.group_id, "session_id": course.meeting_id})


def test_the_register_opens_on_its_month_and_comes_with_names_alone_for_the_pen(
    desk: Desk, course: Course, qtbot: Any
) -> None:
    about = {
        "group_id": course.group_id,
        "paper": "class_register",
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 30),
    }
    _window, page = page_for(desk, qtbot, **about)
    assert page.choices.id() == "2026-11"
    assert "Chuyên cần: 1/1" in shown_words(page)

    def for_pen() -> None:
        page.choices.content.choose(NAMED)
        page.choices.content.activated.emit(0)

    choose(page, qtbot, for_pen)
    assert "Trần Thị An" in shown_words(page)
    assert "Chuyên cần" not in shown_words(page)
    assert page.choices.version.isVisible()


def test_a_group_that_is_gone_says_so(desk: Desk, qtbot: Any) -> None:
    _window, page = page_for(desk, qtbot, group_id="nobody")
    assert page.states.says() == "This group is no longer there."
    assert not page.print_button.isEnabled()


def test_who_may_not_print_of_many_sees_the_papers_of_a_group_and_prints_none(
    book: Book, now: datetime, course: Course, qtbot: Any, actor_with: Any
) -> None:
    with desk_of(book, actor_with(Role.INSPECTOR), now) as desk:
        _window, page = page_for(desk, qtbot, group_id=course.group_id, paper="group_minutes")
        assert "Ngày cưới" in shown_words(page)
        assert not page.print_button.isEnabled()
        page.print_paper()
    assert readings(book, now) == []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.looks
def test_everything_has_a_name_and_fits(narrow: bool, desk: Desk, course: Course, qtbot: Any) -> None:
    window, page = page_for(desk, qtbot, episode_id=course.episode_id, paper="progress_for_family")
    page.fold(narrow)
    QApplication.processEvents()
    assert nameless(page) == []
    assert fits(page), page.minimumSizeHint()
    page.turn_to(group_id=course.group_id, paper="class_register")
    qtbot.waitUntil(lambda: page._shown is not None and page._shown.paper.kind is TherapyPaper.REGISTER)
    assert nameless(page) == []
    assert fits(page), page.minimumSizeHint()
    assert window.isVisible()
