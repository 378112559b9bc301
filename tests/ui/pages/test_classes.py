"""The page of classes: the register with its doors, the timetable, and education plans typed, reviewed and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from carebook.actions.classes import save_education_plan
from carebook.records.care_plans import Achievement
from carebook.records.episodes import Episode
from carebook.records.groups import (
    Attendance,
    EducationGoal,
    EducationPlan,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    Presence,
)
from carebook.records.people import Person
from carebook.records.schedules import GroupSeries
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.classes import EducationPlanFile, education_plans_of
from carebook.store.instruments import shipped
from carebook.ui.pages.classes import ClassPage
from carebook.ui.pages.classes.sheets import PlanSheet
from carebook.ui.parts.desk import Desk
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TERM = date(2026, 9, 5)


@dataclass(frozen=True)
class World:
    """A class of two pupils, one of them restricted, with two lessons."""

    group: Group
    pupil: Person
    stay: Episode
    lessons: tuple[GroupSession, ...]


@pytest.fixture
def teacher(actor_with: Callable[..., Actor]) -> Actor:
    """A teacher."""
    return actor_with(Role.TEACHER, name="Lê Thị Mai Hoa")


@pytest.fixture
def desk(book: Book, teacher: Actor, now: datetime) -> Iterator[Desk]:
    """The teacher's desk."""
    with desk_of(book, teacher, now) as made:
        yield made


@pytest.fixture
def world(book: Book, director: Actor, teacher: Actor, now: datetime) -> World:
    """The class."""
    person, stay = admit(book, director, now)
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        about: dict[str, Any] = {"leader_id": teacher.staff_member_id}
        group = writer.add(
            Group(
                name="Lớp khiếm thính 2",
                kind="special_class",
                purpose="Ký hiệu",
                from_on=TERM,
                school_year="2026-2027",
                fee=300_000,
                **about,
            )
        )
        writer.add(
            GroupSeries(
                group_id=group.id, weekdays=("MO", "WE"), from_on=TERM, starts_at=time(7, 30), subject="maths", **about
            )
        )
        members = [
            writer.add(GroupMember(episode_id=one.id, group_id=group.id, joined_on=TERM)) for one in (stay, hidden)
        ]
        lessons = tuple(
            writer.add(GroupSession(group_id=group.id, planned_on=day, planned_at=time(7, 30), state=state, **about))
            for day, state in (
                (date(2026, 11, 16), GroupSessionState.HELD),
                (date(2026, 11, 18), GroupSessionState.PLANNED),
                (date(2026, 10, 19), GroupSessionState.HELD),
            )
        )
        for member, presence in zip(members, (Presence.PRESENT, Presence.ABSENT), strict=True):
            writer.add(
                Attendance(
                    episode_id=member.episode_id,
                    group_session_id=lessons[0].id,
                    member_id=member.id,
                    presence=presence,
                )
            )
    return World(group, person, stay, lessons)


def open_page(desk: Desk, qtbot: Any, **about: str) -> tuple[Window, ClassPage]:
    page = ClassPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._shown is not None)
    return window, page


def plans(book: Book, by: Actor, now: datetime, stay: Episode) -> tuple[EducationPlanFile, ...]:
    with book.reading_for(by, now) as reader:
        return education_plans_of(reader, stay.id)


def sheet(page: ClassPage) -> PlanSheet:
    assert isinstance(page.writing.sheet, PlanSheet)
    return page.writing.sheet


def cells(page: ClassPage, row: int) -> list[str]:
    model = page.register.table.figures
    return [model.cell_at(row, column).text for column in range(model.columnCount())]


def test_without_a_class_it_says_where_one_comes_from(desk: Desk, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    assert page.states.says().startswith("No class yet.")
    page.states.findChildren(type(page.group_button))[-1].click()
    assert window.went == [] or window.last[0] == "groups"


def test_the_register_and_its_doors(desk: Desk, world: World, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    assert page.which.code() == world.group.id
    assert "school year 2026-2027" in page.line.text()
    assert "2 pupils" in page.line.text()
    rows = {cells(page, row)[0]: cells(page, row) for row in range(3)}
    mine = rows[world.pupil.full_name]
    assert mine[1:] == ["x", "?", "1", "0", "0", "0", "100,0\N{NO-BREAK SPACE}%"]
    assert rows["Pupils who came"][1:3] == ["1", ""]
    assert page.register.sum.text() == "1 lesson held · attendance 50,0\N{NO-BREAK SPACE}%"
    page.register.table.setCurrentIndex(page.register.table.figures.index(0, 1))
    QTest.keyClick(page.register.table, Qt.Key.Key_Return)
    assert window.last == ("groups", {"group_id": world.group.id, "session_id": world.lessons[0].id})
    place = next(row for row in range(2) if cells(page, row)[0] == world.pupil.full_name)
    page.register.table.day_opened.emit(place, 0)
    assert window.last == ("person", {"person_id": world.pupil.id})
    page.register.table.day_opened.emit(1 - place, 0)
    assert "protected" in page.messages.text()


def test_other_months_and_weeks(desk: Desk, world: World, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, group_id=world.group.id)
    page.go_earlier()
    qtbot.waitUntil(lambda: page.days.text() == "Month 10/2026")
    assert cells(page, 0)[1] == "?"
    page.go_later()
    qtbot.waitUntil(lambda: page.days.text() == "Month 11/2026")
    page.go_later()
    qtbot.waitUntil(lambda: page.register.states.says().startswith("No lessons in these days."))
    page.go_earlier()
    page.span.choose("week")
    page.make_stale()
    qtbot.waitUntil(lambda: "–" in page.days.text())


@pytest.mark.usefixtures("world")
def test_the_timetable_has_the_weekdays_of_the_series(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, tab="timetable")
    records = page.timetable.table.records
    qtbot.waitUntil(lambda: records.rowCount() == 1)
    said = [records.cell_at(0, column).text for column in range(records.columnCount())]
    assert said == ["07:30–08:00", "Toán", "", "Toán", "", "", "", ""]
    assert records.cell_at(0, 1).sub == "Lê Thị Mai Hoa"


def test_a_plan_is_typed_reviewed_and_undone(
    desk: Desk, book: Book, teacher: Actor, world: World, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, tab="plans", episode_id=world.stay.id)
    page.plans.write()
    written = sheet(page)
    assert written.form.value("school_year") == "2026-2027"
    type_text(written.form.editor("strengths").input.target, "Nhớ hình tốt")
    written.form.editor("review_on").set_raw("10/01/2027")
    written.add_button.click()
    type_text(written.cards[0].editors["text"].input.target, "Dùng được 200 ký hiệu")
    written.cards[0].editors["due_on"].set_raw("1/1/2020")
    written.add_button.click()
    page.save()
    qtbot.waitUntil(lambda: written.cards[0].editors["due_on"].has_error())
    assert plans(book, teacher, now, world.stay) == ()
    written.cards[0].editors["due_on"].set_raw("31/05/2027")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (file,) = plans(book, teacher, now, world.stay)
    assert (file.plan.strengths, file.plan.teacher_id) == ("Nhớ hình tốt", teacher.staff_member_id)
    assert [(one.text, one.due_on) for one in file.goals] == [("Dùng được 200 ký hiệu", date(2027, 5, 31))]
    qtbot.waitUntil(lambda: not page.plans.review_button.isHidden())
    page.plans.review()
    review = sheet(page)
    type_text(review.form.editor("results").input.target, "148 ký hiệu")
    review.form.editor("reviewed_on").set_raw("22/11/2026")
    review.cards[0].editors["achievement"].set_value(Achievement.PARTLY)
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (file,) = plans(book, teacher, now, world.stay)
    assert (file.plan.results, file.goals[0].achievement) == ("148 ký hiệu", Achievement.PARTLY)
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: plans(book, teacher, now, world.stay)[0].plan.results == "")


def test_signs_are_counted_with_a_scale_of_their_own(desk: Desk, world: World, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, tab="plans", episode_id=world.stay.id)
    qtbot.waitUntil(lambda: not page.plans.count_button.isHidden())
    page.plans.count_button.click()
    assert window.last == ("instruments", {"episode_id": world.stay.id, "code": "signs_known"})
    assert "signs_known" in shipped()


def test_what_is_typed_with_its_goals_is_kept_as_a_draft(
    desk: Desk, book: Book, teacher: Actor, world: World, now: datetime, qtbot: Any
) -> None:
    plan = EducationPlan(
        episode_id=world.stay.id,
        group_id=world.group.id,
        school_year="2026-2027",
        teacher_id=teacher.staff_member_id,
        made_on=date(2026, 9, 10),
    )
    goals = [EducationGoal(episode_id="", education_plan_id="", text=text) for text in ("Một", "Hai")]
    save_education_plan(book, plan, goals, by=teacher, now=now)
    _window, page = open_page(desk, qtbot, tab="plans", episode_id=world.stay.id)
    page.plans.write()
    written = sheet(page)
    assert not page.has_unsaved()
    written.cards[0].remove_button.click()
    written.cards[0].editors["how"].set_raw("Thẻ chữ")
    assert page.has_unsaved()
    page.keep_draft()
    qtbot.waitUntil(lambda: "Draft kept at" in page.writing.standing.text())
    page.writing.put_away()
    page.plans.write()
    again = sheet(page)
    assert [(card.editors["text"].value(), card.editors["how"].value()) for card in again.cards] == [("Hai", "Thẻ chữ")]
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (file,) = plans(book, teacher, now, world.stay)
    assert [(one.text, one.how) for one in file.goals] == [("Hai", "Thẻ chữ")]


@pytest.mark.usefixtures("world")
def test_a_restricted_pupil_has_no_plan_to_read(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, tab="plans")
    hidden = next(pupil for pupil in page.plans._file.pupils if pupil.masked)  # type: ignore[union-attr]
    page.plans.table.pick(hidden.member_id)
    assert page.plans.write_button.isHidden()
    page.plans.write()
    assert not page.writing.is_open()


@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_can_be_small(desk: Desk, world: World, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, tab="plans", episode_id=world.stay.id)
    page.plans.write()
    sheet(page).add_button.click()
    assert nameless(page) == []
    window.resize(880, 460)
    qtbot.waitUntil(lambda: fits(page))
    page.writing.put_away()
    for tab in ("register", "timetable", "plans"):
        page.tabs.choose(tab)
        assert nameless(page) == []
        qtbot.waitUntil(lambda: fits(page))
