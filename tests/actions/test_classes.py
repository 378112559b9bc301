"""Education plans: kept with their goals, reviewed, refused without a trace, undone; and the register of their class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.classes import review_education_plan, save_education_plan
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement
from carebook.records.episodes import Episode, Placement
from carebook.records.groups import (
    Attendance,
    EducationGoal,
    EducationPlan,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Presence,
)
from carebook.records.schedules import GroupSeries
from carebook.records.staff import Actor, Role
from carebook.rules.classes import Mark
from carebook.store.book import Book, new_id
from carebook.store.classes import (
    EducationPlanFile,
    class_file,
    classes,
    education_plan_file,
    education_plans_of,
    register,
)
from tests.actions.admissions import admit, emergency, journal_length

TODAY = date(2026, 11, 22)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TERM = date(2026, 9, 5)


@dataclass(frozen=True)
class World:
    """A class of three pupils: a resident, a day pupil who left, and somebody restricted."""

    teacher: Actor
    group: Group
    resident: Episode
    by_day: Episode
    hidden: Episode


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """A class with its pupils and four lessons."""
    teacher = actor_with(Role.TEACHER, name="Lê Thị Mai Hoa")
    resident = admit(book, director, now)[1]
    by_day = admit(book, director, now)[1]
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        by_day = writer.amend(replace(by_day, placement=Placement.DAY))
        group = writer.add(
            Group(
                name="Lớp khiếm thính 2",
                kind="special_class",
                purpose="Học ký hiệu",
                leader_id=teacher.staff_member_id,
                from_on=TERM,
                school_year="2026-2027",
            )
        )
        writer.add(
            GroupSeries(
                group_id=group.id,
                leader_id=teacher.staff_member_id,
                weekdays=("MO", "TU"),
                from_on=TERM,
                starts_at=time(7, 30),
                minutes=180,
            )
        )
        members = [
            writer.add(GroupMember(episode_id=stay.id, group_id=group.id, joined_on=TERM, left_on=left))
            for stay, left in ((resident, None), (by_day, date(2026, 11, 3)), (hidden, None))
        ]
        for day, state in (
            (date(2026, 11, 2), GroupSessionState.HELD),
            (date(2026, 11, 3), GroupSessionState.HELD),
            (date(2026, 11, 9), GroupSessionState.NOT_HELD),
            (date(2026, 11, 10), GroupSessionState.PLANNED),
        ):
            lesson = writer.add(
                GroupSession(
                    group_id=group.id,
                    leader_id=teacher.staff_member_id,
                    planned_on=day,
                    planned_at=time(7, 30),
                    minutes=180,
                    state=state,
                )
            )
            if state is GroupSessionState.HELD:
                for member, presence in zip(
                    members,
                    (Presence.PRESENT, Presence.EXCUSED if day.day == 2 else Presence.LATE, Presence.ABSENT),
                    strict=True,
                ):
                    writer.add(
                        Attendance(
                            episode_id=member.episode_id,
                            group_session_id=lesson.id,
                            member_id=member.id,
                            presence=presence,
                        )
                    )
    return World(teacher, group, resident, by_day, hidden)


def plan(world: World, **given: Any) -> EducationPlan:
    """The plan of the resident for the school year."""
    return replace(
        EducationPlan(
            episode_id=world.resident.id,
            group_id=world.group.id,
            school_year="2026/27",
            teacher_id=world.teacher.staff_member_id,
            made_on=date(2026, 9, 10),
            review_on=date(2027, 1, 10),
        ),
        **given,
    )


GOALS = (
    EducationGoal(episode_id="", education_plan_id="", text="200 ký hiệu", from_value="96", to_value="200"),
    EducationGoal(episode_id="", education_plan_id="", area="reading", text="Đọc hiểu câu 5 từ"),
)


@pytest.fixture
def kept(book: Book, world: World, now: datetime) -> EducationPlanFile:
    """The plan with its two goals."""
    file: EducationPlanFile = save_education_plan(book, plan(world), GOALS, by=world.teacher, now=now).result
    return file


def test_the_register_of_a_month(book: Book, world: World, now: datetime) -> None:
    with book.reading_for(world.teacher, now) as reader:
        found = register(reader, world.group.id, FIRST, LAST)
        assert [one.id for one in classes(reader)] == [world.group.id]
        file = class_file(reader, world.group.id, TODAY)
    by_stay = {line.pupil.episode_id: line for line in found.lines}
    assert [day.day for day in found.days] == [2, 3, 9, 10]
    here, left, hidden = (by_stay[stay.id] for stay in (world.resident, world.by_day, world.hidden))
    assert list(here.marks.values()) == [Mark.PRESENT, Mark.PRESENT, Mark.NO_LESSON, Mark.UNMARKED]
    assert list(left.marks.values()) == [Mark.EXCUSED, Mark.LATE]
    assert list(hidden.marks.values())[:2] == [Mark.ABSENT, Mark.ABSENT]
    assert (hidden.pupil.masked, left.pupil.by_day, here.pupil.by_day) == (True, True, False)
    assert (found.held, found.came, found.expected) == (2, 3, 6)
    assert (left.late, left.excused, hidden.absent) == (1, 1, 2)
    assert file is not None
    assert {one.episode_id for one in file.pupils} == {world.resident.id, world.hidden.id}
    assert file.teachers == {world.teacher.staff_member_id}
    assert file.plans == {}


def test_a_closed_class_is_listed_only_when_asked_for(book: Book, world: World, now: datetime) -> None:
    with book.changing(world.teacher.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(world.group, stage=GroupStage.CLOSED, closed_on=TODAY))
    with book.reading_for(world.teacher, now) as reader:
        assert classes(reader) == ()
        assert [one.id for one in classes(reader, closed=True)] == [world.group.id]


def test_a_plan_is_kept_with_its_goals(book: Book, world: World, now: datetime, kept: EducationPlanFile) -> None:
    assert kept.plan.school_year == "2026-2027"
    assert [(one.text, one.position) for one in kept.goals] == [("200 ký hiệu", 0), ("Đọc hiểu câu 5 từ", 1)]
    with book.reading_for(world.teacher, now) as reader:
        assert education_plans_of(reader, world.resident.id) == (kept,)
        assert education_plan_file(reader, kept.plan.id) == kept
        file = class_file(reader, world.group.id, TODAY)
    assert file is not None
    assert file.plans == {world.resident.id: kept}


def test_changing_keeps_what_stays_and_strikes_what_goes(
    book: Book, world: World, now: datetime, kept: EducationPlanFile
) -> None:
    goals = (replace(kept.goals[1], how="Thẻ chữ"), replace(GOALS[0], text="Kể chuyện 12 ký hiệu"))
    change = save_education_plan(book, kept.plan, goals, by=world.teacher, now=now, seen=kept.plan.version)
    file: EducationPlanFile = change.result
    assert [(one.id == kept.goals[1].id, one.text) for one in file.goals] == [
        (True, "Đọc hiểu câu 5 từ"),
        (False, "Kể chuyện 12 ký hiệu"),
    ]
    assert file.plan.version == kept.plan.version + 1
    with book.looking(now) as reader:
        gone = reader.record(EducationGoal, kept.goals[0].id)
    assert gone is not None
    assert gone.is_withdrawn
    with pytest.raises(Outdated):
        save_education_plan(book, kept.plan, GOALS, by=world.teacher, now=now, seen=kept.plan.version)
    undo_deed(book, change.op, by=world.teacher, now=now)
    with book.reading_for(world.teacher, now) as reader:
        back = education_plan_file(reader, kept.plan.id)
    assert back is not None
    assert [(one.id, one.text, one.how) for one in back.goals] == [(one.id, one.text, one.how) for one in kept.goals]


def test_a_review_changes_only_what_a_review_says(
    book: Book, world: World, now: datetime, kept: EducationPlanFile
) -> None:
    said = replace(
        kept.plan,
        reviewed_on=date(2026, 11, 20),
        results="148 ký hiệu",
        review_on=date(2027, 3, 1),
        strengths="không phải của lần rà soát",
    )
    goals = (replace(kept.goals[0], achievement=Achievement.PARTLY, remark="148/200", text="đổi"), kept.goals[1])
    change = review_education_plan(book, said, goals, by=world.teacher, now=now, seen=kept.plan.version)
    file: EducationPlanFile = change.result
    assert (file.plan.results, file.plan.review_on, file.plan.strengths) == ("148 ký hiệu", date(2027, 3, 1), "")
    assert [(one.text, one.achievement, one.remark) for one in file.goals] == [
        ("200 ký hiệu", Achievement.PARTLY, "148/200"),
        ("Đọc hiểu câu 5 từ", Achievement.NOT_RATED, ""),
    ]
    again: EducationPlanFile = save_education_plan(
        book,
        replace(file.plan, results="", reviewed_on=None, strengths="Nhớ tốt"),
        file.goals,
        by=world.teacher,
        now=now,
    ).result
    assert (again.plan.results, again.plan.reviewed_on, again.plan.strengths) == (
        "148 ký hiệu",
        date(2026, 11, 20),
        "Nhớ tốt",
    )


@pytest.mark.parametrize(
    ("given", "goals", "field"),
    [
        ({"school_year": "năm nay"}, GOALS, "school_year"),
        ({"teacher_id": None}, GOALS, "teacher_id"),
        ({}, (replace(GOALS[0], text=""),), "goals.0.text"),
    ],
)
def test_an_impossible_plan_leaves_no_trace(
    given: dict[str, Any], goals: tuple[EducationGoal, ...], field: str, book: Book, world: World, now: datetime
) -> None:
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_education_plan(book, plan(world, **given), goals, by=world.teacher, now=now)
    assert [one.field for one in refused.value.problems] == [field]
    assert journal_length(book, now) == before


def test_who_is_not_in_the_class_has_no_plan_in_it(book: Book, world: World, director: Actor, now: datetime) -> None:
    stranger = admit(book, director, now)[1]
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_education_plan(book, plan(world, episode_id=stranger.id), GOALS, by=world.teacher, now=now)
    assert "not in this class" in refused.value.message.id
    assert journal_length(book, now) == before


def test_the_plan_of_a_restricted_pupil_is_not_seen(book: Book, world: World, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused):
        save_education_plan(book, plan(world, episode_id=world.hidden.id), GOALS, by=world.teacher, now=now)
    secret = save_education_plan(book, plan(world, episode_id=world.hidden.id), GOALS, by=director, now=now).result
    with book.reading_for(world.teacher, now) as reader:
        assert education_plans_of(reader, world.hidden.id) == ()
        assert education_plan_file(reader, secret.plan.id) is None
