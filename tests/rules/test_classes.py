"""The register of a class as a table of marks, its counts, the timetable, and what an education plan must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.care_plans import Achievement
from carebook.records.groups import EducationGoal, EducationPlan, GroupSessionState, Presence
from carebook.records.schedules import Frequency, GroupSeries
from carebook.rules.classes import (
    Lesson,
    Mark,
    PlanStanding,
    Pupil,
    problems_in_education_plan,
    problems_in_review,
    register_line,
    said_norm,
    standing_of,
    teachers_needed,
    tidy_year,
    timetable,
)
from carebook.rules.problem import errors, warnings

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 2)
HELD, OPEN, OFF = GroupSessionState.HELD, GroupSessionState.PLANNED, GroupSessionState.NOT_HELD
PRESENT, LATE, EXCUSED, ABSENT = Presence


def pupil(**given: Any) -> Pupil:
    return replace(Pupil("m", "e", "p", "Chíu Thị Lụa", "CB-000512", False, date(2026, 9, 1), None, False), **given)


def lessons(*states: GroupSessionState) -> list[Lesson]:
    return [Lesson(f"l{n}", MONDAY, time(7 + n, 30), 45, state) for n, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "found", "mark"),
    [
        ([HELD], [PRESENT], Mark.PRESENT),
        ([HELD], [LATE], Mark.LATE),
        ([HELD], [EXCUSED], Mark.EXCUSED),
        ([HELD], [ABSENT], Mark.ABSENT),
        ([HELD], [None], Mark.UNMARKED),
        ([OPEN], [None], Mark.UNMARKED),
        ([OFF], [None], Mark.NO_LESSON),
        ([OFF], [PRESENT], Mark.NO_LESSON),
        ([HELD, HELD], [PRESENT, PRESENT], Mark.PRESENT),
        ([HELD, HELD], [LATE, PRESENT], Mark.LATE),
        ([HELD, HELD], [PRESENT, EXCUSED], Mark.PART),
        ([HELD, HELD], [LATE, ABSENT], Mark.PART),
        ([HELD, HELD], [EXCUSED, EXCUSED], Mark.EXCUSED),
        ([HELD, HELD], [EXCUSED, ABSENT], Mark.ABSENT),
        ([HELD, OFF], [PRESENT, None], Mark.PRESENT),
        ([HELD, OPEN], [ABSENT, None], Mark.ABSENT),
        ([OFF, OPEN], [None, None], Mark.UNMARKED),
    ],
)
def test_the_mark_of_a_day(states: list[GroupSessionState], found: list[Presence | None], mark: Mark) -> None:
    held = lessons(*states)
    presence = {lesson.id: one for lesson, one in zip(held, found, strict=True) if one is not None}
    assert register_line(pupil(), held, presence).marks == {MONDAY: mark}


@pytest.mark.parametrize(
    ("joined", "left", "days"),
    [
        (date(2026, 9, 1), None, 5),
        (date(2026, 11, 4), None, 3),
        (date(2026, 9, 1), date(2026, 11, 3), 2),
        (date(2026, 11, 4), date(2026, 11, 4), 1),
        (date(2026, 12, 1), None, 0),
    ],
)
def test_only_days_in_the_class_have_a_mark(joined: date, left: date | None, days: int) -> None:
    week = [Lesson(f"l{n}", date(2026, 11, 2 + n), time(7, 30), 180, HELD) for n in range(5)]
    line = register_line(pupil(joined_on=joined, left_on=left), week, {lesson.id: PRESENT for lesson in week})
    assert (len(line.marks), line.held, line.came) == (days, days, days)


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(GroupSessionState), st.sampled_from([None, *Presence]))))
def test_the_counts_of_a_line_add_up(drawn: list[tuple[int, GroupSessionState, Presence | None]]) -> None:
    given_lessons = [
        Lesson(f"l{n}", date(2026, 11, day), time(7, 30), 45, state) for n, (day, state, _) in enumerate(drawn)
    ]
    presence = {f"l{n}": one for n, (_, _, one) in enumerate(drawn) if one is not None}
    line = register_line(pupil(), given_lessons, presence)
    assert line.came + line.excused + line.absent == line.held
    assert line.late <= line.came
    assert set(line.marks) == {lesson.on for lesson in given_lessons}
    assert (line.came > 0) == any(mark in (Mark.PRESENT, Mark.LATE, Mark.PART) for mark in line.marks.values())


@pytest.mark.parametrize(
    ("pupils", "teachers", "needed", "said"),
    [
        (0, 1, 0, "teachers: {teachers}, norm 1 : {norm}"),
        (9, 1, 1, "teachers: {teachers}, norm 1 : {norm}"),
        (10, 1, 2, "teachers: {teachers}, norm 1 : {norm}, missing: {missing}"),
        (19, 1, 3, "teachers: {teachers}, norm 1 : {norm}, missing: {missing}"),
    ],
)
def test_one_teacher_for_nine_pupils(pupils: int, teachers: int, needed: int, said: str) -> None:
    assert teachers_needed(pupils, 9) == needed
    assert said_norm(pupils, teachers, 9).id == said


def series(**given: Any) -> GroupSeries:
    return replace(
        GroupSeries(
            id="s", group_id="g", leader_id="t", weekdays=("WE", "MO"), from_on=date(2026, 9, 7), starts_at=time(7, 30)
        ),
        **given,
    )


def test_the_timetable_has_a_line_for_each_hour() -> None:
    signs = series(id="1", subject="sign_language", minutes=45)
    maths = series(id="2", subject="maths", weekdays=("MO",), starts_at=time(8, 30), minutes=45)
    sport = series(id="3", subject="sport", frequency=Frequency.DAILY, weekdays=(), minutes=45)
    over = series(id="4", until_on=date(2026, 11, 21))
    monthly = series(id="5", frequency=Frequency.MONTHLY_DAY, month_day=1)
    first_day = series(id="6", weekdays=(), starts_at=time(9, 30), minutes=60)
    hours = timetable([signs, maths, sport, over, monthly, first_day], TODAY)
    assert [(hour.said, {day: [one.id for one in found] for day, found in hour.lessons.items()}) for hour in hours] == [
        (
            "07:30–08:15",
            {"MO": ["1", "3"], "WE": ["1", "3"], "TU": ["3"], "TH": ["3"], "FR": ["3"], "SA": ["3"], "SU": ["3"]},
        ),
        ("08:30–09:15", {"MO": ["2"]}),
        ("09:30–10:30", {"MO": ["6"]}),
    ]


PLAN = EducationPlan(
    episode_id="e",
    group_id="g",
    school_year="2026-2027",
    teacher_id="t",
    made_on=date(2026, 9, 10),
    review_on=date(2027, 1, 10),
)
GOAL = EducationGoal(episode_id="e", education_plan_id="", text="200 ký hiệu")


@pytest.mark.parametrize(
    ("change", "goals", "wrong", "unusual"),
    [
        ({}, [GOAL], [], []),
        ({}, [], [], [""]),
        ({"school_year": ""}, [GOAL], ["school_year"], []),
        ({"school_year": "2026-2028"}, [GOAL], ["school_year"], []),
        ({"teacher_id": None}, [GOAL], ["teacher_id"], []),
        ({"made_on": None}, [GOAL], ["made_on"], []),
        ({"made_on": date(2026, 11, 23)}, [GOAL], ["made_on"], []),
        ({"made_on": date(1026, 9, 1)}, [GOAL], ["made_on"], []),
        ({"made_on": date(2026, 8, 1)}, [GOAL], [], ["made_on"]),
        ({"review_on": None}, [GOAL], [], ["review_on"]),
        ({"review_on": date(2026, 9, 9)}, [GOAL], ["review_on"], []),
        ({"review_on": date(2126, 9, 9)}, [GOAL], ["review_on"], []),
        ({"strengths": "x" * 10_001}, [GOAL], ["strengths"], []),
        ({}, [replace(GOAL, text=" ")], ["goals.0.text"], []),
        ({}, [GOAL, replace(GOAL, due_on=date(2026, 9, 1))], ["goals.1.due_on"], []),
        ({}, [replace(GOAL, due_on=date(2226, 9, 1))], ["goals.0.due_on"], []),
        ({}, [GOAL] * 41, [""], []),
    ],
)
def test_an_education_plan_is_looked_at(
    change: dict[str, Any], goals: list[EducationGoal], wrong: list[str], unusual: list[str]
) -> None:
    found = problems_in_education_plan(replace(PLAN, **change), goals, joined=date(2026, 9, 1), today=TODAY)
    assert [one.field for one in errors(found)] == wrong
    assert [one.field for one in warnings(found)] == unusual


@pytest.mark.parametrize(
    ("change", "goal", "wrong", "unusual"),
    [
        ({}, Achievement.PARTLY, [], []),
        ({}, Achievement.NOT_RATED, [], ["goals.0.achievement"]),
        ({"reviewed_on": None}, Achievement.ACHIEVED, ["reviewed_on"], []),
        ({"reviewed_on": date(2026, 11, 23)}, Achievement.ACHIEVED, ["reviewed_on"], []),
        ({"reviewed_on": date(2026, 9, 9)}, Achievement.ACHIEVED, ["reviewed_on"], []),
        ({"results": " "}, Achievement.ACHIEVED, ["results"], []),
        ({"review_on": date(2026, 11, 20)}, Achievement.ACHIEVED, [], ["review_on"]),
    ],
)
def test_a_review_is_looked_at(change: dict[str, Any], goal: Achievement, wrong: list[str], unusual: list[str]) -> None:
    reviewed = replace(PLAN, reviewed_on=date(2026, 11, 20), results="148 ký hiệu")
    found = problems_in_review(replace(reviewed, **change), [replace(GOAL, achievement=goal)], today=TODAY)
    assert [one.field for one in errors(found)] == wrong
    assert [one.field for one in warnings(found)] == unusual


@pytest.mark.parametrize(
    ("review_on", "reviewed_on", "standing"),
    [
        (None, None, PlanStanding.IN_USE),
        (date(2026, 11, 23), None, PlanStanding.IN_USE),
        (TODAY, None, PlanStanding.REVIEW_DUE),
        (date(2026, 11, 1), date(2026, 10, 1), PlanStanding.REVIEW_DUE),
        (date(2026, 11, 1), date(2026, 11, 3), PlanStanding.REVIEWED),
        (date(2027, 1, 1), date(2026, 11, 3), PlanStanding.REVIEWED),
    ],
)
def test_where_a_plan_stands(review_on: date | None, reviewed_on: date | None, standing: PlanStanding) -> None:
    assert standing_of(replace(PLAN, review_on=review_on, reviewed_on=reviewed_on), TODAY) is standing
    assert standing_of(None, TODAY) is PlanStanding.NONE


@pytest.mark.parametrize(
    ("typed", "kept"), [("2026 – 2027", "2026-2027"), ("2026/27", "2026-2027"), (" năm nay ", "năm nay")]
)
def test_a_school_year_is_tidied(typed: str, kept: str) -> None:
    assert tidy_year(replace(PLAN, school_year=typed)).school_year == kept
