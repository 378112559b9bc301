"""A therapist's week and month: every number the size of the set it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.therapy_work import TherapistWorkPage
from carebook.ui.pages.therapy_work.page import MONTH
from carebook.ui.pages.therapy_work.paper import paper_list
from carebook.ui.pages.therapy_work.rows import WorkRow
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.therapy_course import Course, course
from tests.ui.pages.stay_desk import Window, desk_of, fits, nameless

DAY = date(2026, 8, 3)  # the second Monday of the course, on which somebody stood in


@pytest.fixture
def therapist(actor_with: Callable[..., Actor]) -> Actor:
    """A therapist who sees nobody's protected record."""
    return actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")


@pytest.fixture
def desk(book: Book, therapist: Actor, now: datetime) -> Iterator[Desk]:
    """The therapist's desk."""
    with desk_of(book, therapist, now) as made:
        yield made


@pytest.fixture
def written(book: Book, director: Actor, now: datetime) -> Course:
    """An old woman's course, and one of somebody protected with the same therapist's stand-in."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        made = course(writer)
        person = writer.add(samples.person(code="CB-000009", full_name="Lục Thị Kín", alias="Hoa Mai"))
        stay = writer.add(samples.episode(person.id, confidential=True))
        for hour, state in ((9, SessionState.DONE), (10, SessionState.CANCELLED_STAFF), (11, SessionState.PLANNED)):
            writer.add(
                Session(
                    episode_id=stay.id,
                    therapist_id=made.therapist.id,
                    planned_on=DAY,
                    planned_at=time(hour, 0),
                    state=state,
                )
            )
    return made


def open_page(desk: Desk, qtbot: Any, therapist_id: str | None, day: date = DAY) -> tuple[Window, TherapistWorkPage]:
    page = TherapistWorkPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(therapist_id=therapist_id, day=day)
    window.show()
    qtbot.waitUntil(lambda: page._work is not None)
    return window, page


def rows(page: TherapistWorkPage) -> list[WorkRow]:
    model = page.table.records
    return [model.record_at(row) for row in range(model.rowCount())]


def listed(page: TherapistWorkPage) -> list[tuple[str, str]]:
    model = page.sessions.records
    return [(model.cell_at(row, 0).text, model.cell_at(row, 1).text) for row in range(model.rowCount())]


def test_a_week_by_days_with_its_sum(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, written.therapist.id)
    monday, whole = rows(page)
    assert (monday.first, monday.last, whole.whole) == (DAY, DAY, True)
    assert (monday.tally.planned, monday.tally.given, monday.tally.by_staff, monday.late) == (3, 1, 1, 1)
    assert (monday.minutes, len(monday.held), monday.busiest) == (30 + 60, 1, 1)
    assert whole.tally == monday.tally
    assert page.header.line.whole() == "03/08 – 09/08/2026"


@pytest.mark.usefixtures("written")
def test_every_number_opens_its_sessions(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, "")
    monday = rows(page)[0]
    for column in ("planned", "given", "missed", "by_staff", "late"):
        place = [head.key for head in page.table.records.heads()].index(column)
        shown = page.table.records.cell_at(0, place).text
        page.table.acted.emit(monday, column)
        assert str(len(listed(page)) or "–") == shown
    page.table.acted.emit(monday, "given")
    assert sorted(listed(page)) == [("Hoa Mai", "Session done"), ("Trần Thị An 1", "Session done")]


def test_a_month_by_weeks(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, written.therapist.id)
    page.choose_span(MONTH)
    qtbot.waitUntil(lambda: len(rows(page)) > 2)
    assert [(one.first, one.last) for one in rows(page)[:-1]] == [
        (date(2026, 8, 3), date(2026, 8, 9)),
        (date(2026, 8, 10), date(2026, 8, 16)),
        (date(2026, 8, 17), date(2026, 8, 23)),
        (date(2026, 8, 24), date(2026, 8, 30)),
        (date(2026, 8, 31), date(2026, 8, 31)),
    ]
    assert sum(one.tally.planned for one in rows(page)[:-1]) == rows(page)[-1].tally.planned
    page.turn(1)
    qtbot.waitUntil(lambda: page._work is not None and page._work.first == date(2026, 9, 1))
    page.turn(-1)
    qtbot.waitUntil(lambda: page._work is not None and page._work.first == date(2026, 8, 1))


def test_who_stood_in_has_the_session(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, written.other.id)
    assert listed(page) == [("Trần Thị An 1", "Session done")]
    assert page.therapist.code() == written.other.id


def test_a_masked_session_counts_and_does_not_open(desk: Desk, written: Course, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, written.therapist.id)
    lines = [page.sessions.records.record_at(row) for row in range(page.sessions.records.rowCount())]
    hidden = next(one for one in lines if getattr(one, "masked", False))
    page.sessions.opened.emit(hidden)
    assert window.went == []
    assert page.messages.text() == "This item is protected. If it is needed for care, ask the director."
    led = next(one for one in lines if hasattr(one, "group_id"))
    page.sessions.opened.emit(led)
    assert window.last == ("groups", {"group_id": led.group_id, "session_id": led.id})


def test_more_people_than_the_norm_are_marked(
    desk: Desk, book: Book, director: Actor, now: datetime, written: Course, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for number in range(6):
            person = writer.add(samples.person(code=f"CB-1{number:05}", full_name=f"Vũ Văn {number}"))
            stay = writer.add(samples.episode(person.id))
            writer.add(
                Session(episode_id=stay.id, therapist_id=written.other.id, planned_on=DAY, planned_at=time(9, 0))
            )
    _window, page = open_page(desk, qtbot, "")
    monday = rows(page)[0]
    assert monday.busiest == 7
    cell = page._load_cell(monday)
    assert (cell.text, cell.tone) == ("1 : 7", "warn")


def test_the_list_on_paper_has_every_session(
    book: Book, director: Actor, now: datetime, written: Course, qtbot: Any
) -> None:
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot, written.therapist.id)
        wanted = paper_list(page._work, "Lưu Văn Kim Giao", desk)  # type: ignore[arg-type]
        with book.reading_for(director, now) as reader:
            lines = wanted.lines(reader)
        assert [line[:4] for line in lines] == [
            (DAY, "09:00", "Lục Thị Kín", "Vật lý trị liệu"),
            (DAY, "10:00", "Lục Thị Kín", "Vật lý trị liệu"),
            (DAY, "11:00", "Lục Thị Kín", "Vật lý trị liệu"),
            (DAY, "15:00", "Chuyện xưa", "Nhóm"),
        ]
        assert drawn(desk, wanted, lines).startswith(b"%PDF")


def test_an_empty_week_says_so(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, None, date(2020, 1, 6))
    assert page.states.says() == "No sessions were planned in this time."
    assert page.therapist.code() == desk.actor.staff_member_id
    page.turn_back()
    assert page.bounds() == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.looks
def test_it_can_be_as_small_as_every_page_and_is_named(desk: Desk, written: Course, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, written.therapist.id)
    assert fits(page)
    assert nameless(page) == []


def test_a_therapist_prints_the_own_work_and_it_stands_in_the_reading_log(
    desk: Desk, book: Book, director: Actor, written: Course, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not desk.may("export_list")
    _window, page = open_page(desk, qtbot, written.therapist.id)
    assert not page.print_button.isHidden()
    saved: list[bytes] = []
    monkeypatch.setattr(page.taking_out, "_save", lambda _wanted, content: saved.append(content))
    work = page._work
    assert work is not None
    wanted = paper_list(work, "Lưu Văn Kim Giao", desk)
    page.taking_out.note(wanted, "Work inside the center")
    qtbot.waitUntil(lambda: bool(saved))
    assert saved[0].startswith(b"%PDF")
    page.taking_out.note(replace(wanted, whose=None), "Work inside the center")  # not a list of the day's work
    qtbot.waitUntil(lambda: "is needed" in page.messages.text())
    with book.reading_for(director, now) as reader:
        readings = [(one.deed, one.people, one.reason) for one in reader.records(Reading)]
    assert readings == [("print_batch", wanted.people, "Việc đã làm: Work inside the center")]
    assert len(saved) == 1
