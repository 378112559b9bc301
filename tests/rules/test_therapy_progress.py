"""Sessions counted, curves with their gaps, goals and packages before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.instrument_files import Better
from carebook.records.packages import Package
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationPlan
from carebook.records.sessions import SessionState
from carebook.rules.attainment import TScore
from carebook.rules.instruments import score_of
from carebook.rules.therapy_progress import (
    T_SCORE,
    Curve,
    Measure,
    Point,
    SessionFact,
    attendance_curve,
    compared,
    counted_goals,
    curves_of,
    days,
    fitting,
    goal_value,
    in_force_on,
    months,
    months_before,
    package_progress,
    pain_curves,
    stretches,
    t_curve,
    t_scores_over_time,
    taken_off,
    tally_of,
    weeks,
    with_gaps,
)
from tests.instrument_samples import instrument
from tests.stay_samples import codes

DAY = date(2026, 6, 1)  # a Monday
AWAY = frozenset({"hospital", "on_leave"})


def session(state: SessionState = SessionState.DONE, on: date = DAY, **more: Any) -> SessionFact:
    given = {"id": "s", "on": on, "at": time(8, 30), "therapy": "pt", "state": state, "minutes": 30}
    return SessionFact(**(given | more))


# Counting


def test_the_share_done_is_reckoned_as_the_figure_defines_it() -> None:
    sessions = [
        *(session() for _ in range(23)),
        session(SessionState.PARTIAL, minutes=25),
        session(SessionState.CANCELLED_RESIDENT, reason="fever"),
        session(SessionState.CANCELLED_RESIDENT, reason="hospital"),
        session(SessionState.CANCELLED_STAFF, reason="staff_sick"),
        session(SessionState.CANCELLED_OTHER, reason="weather"),
        session(SessionState.NO_SHOW),
        session(SessionState.PLANNED, late=True),
        session(SessionState.PLANNED),
    ]
    tally = tally_of(sessions, AWAY)
    assert (tally.planned, tally.given, tally.away, tally.expected) == (31, 24, 1, 30)
    assert (tally.by_resident, tally.by_staff, tally.otherwise, tally.no_show) == (2, 1, 1, 1)
    assert (tally.open, tally.late, tally.missed) == (2, 1, 5)
    assert tally.minutes == 23 * 30 + 25


def test_what_was_given_while_marked_away_is_not_taken_off() -> None:
    assert tally_of([session(SessionState.DONE, reason="hospital")], AWAY).away == 0
    assert tally_of([session(SessionState.CANCELLED_STAFF, reason="on_leave")], AWAY).away == 0


def test_people_are_those_who_were_given_one_or_still_wait() -> None:
    sessions = [
        session(person_id="a"),
        session(person_id="a"),
        session(SessionState.PLANNED, person_id="b"),
        session(SessionState.NO_SHOW, person_id="c"),
    ]
    assert tally_of(sessions).people == 2


def test_the_list_of_reasons_says_which_are_taken_off() -> None:
    assert taken_off([code for code in codes() if code.list_name == "session_reason"]) == AWAY


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_spans_lie_one_behind_the_other_without_a_gap(first: date, many: int) -> None:
    last = first + timedelta(many)
    for spans in (
        list(days(first, last)),
        list(weeks(first, last)),
        list(months(first, last)),
        list(fitting(first, last)),
    ):
        assert spans[0][0] == first
        assert spans[-1][1] == last
        assert all(begin <= end for begin, end in spans)
        assert all(after[0] - before[1] == timedelta(1) for before, after in pairwise(spans))
    assert all(begin.weekday() == 0 for begin, _ in list(weeks(first, last))[1:])
    assert all(begin.day == 1 for begin, _ in list(months(first, last))[1:])


def test_a_short_span_is_told_by_weeks_a_longer_one_by_months() -> None:
    assert len(list(fitting(DAY, DAY + timedelta(34)))) == 5
    assert len(list(fitting(DAY, DAY + timedelta(182)))) == 6


def test_months_back_end_where_the_month_does() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)


def test_a_month_in_which_nothing_was_expected_is_a_gap() -> None:
    sessions = [session(), session(SessionState.NO_SHOW), session(on=date(2026, 8, 3))]
    away = session(SessionState.CANCELLED_RESIDENT, on=date(2026, 7, 1), reason="hospital")
    curve = attendance_curve(stretches([*sessions, away], months(DAY, date(2026, 8, 31)), AWAY))
    assert [point.value for point in curve.points] == [50.0, None, 100.0]
    assert [point.on for point in curve.points] == [date(2026, 6, 15), date(2026, 7, 16), date(2026, 8, 16)]


# Curves


def measure(code: str, on: date, **answers: Any) -> Measure:
    own = instrument(code)
    given = {item.removeprefix("q"): answer for item, answer in answers.items()}
    return Measure(on, own, given, score_of(own, given))


def barthel(on: date, *answers: float) -> Measure:
    return measure("barthel", on, **{f"q{place}": answer for place, answer in enumerate(answers, 1)})


def goal(thread: str = "g", **more: Any) -> RehabilitationGoal:
    return RehabilitationGoal(**({"episode_id": "e", "therapy_plan_id": "p", "thread": thread} | more))


def test_one_curve_an_instrument_with_its_range_and_goal() -> None:
    measures = [
        barthel(DAY + timedelta(90), 5, 0, 5, 5, 10, 5, 5, 10, 10, 0),
        barthel(DAY, 5, 0, 0, 5, 10, 5, 0, 5, 0, 0),
        measure("tug", DAY, q1=38.0),
        measure("tug", DAY + timedelta(32), q1=31.0),
    ]
    found = curves_of(measures, [goal(instrument="barthel", to_value="70 điểm")])
    assert [curve.instrument for curve in found] == ["barthel", "tug"]
    first, second = found
    assert [point.value for point in first.measured] == [30.0, 55.0]
    assert (first.lowest, first.highest, first.goal, first.better, first.unit) == (0.0, 100.0, 70.0, Better.HIGH, "")
    assert (second.unit, second.highest, second.better) == ("giây", None, Better.LOW)


def test_the_instrument_a_goal_names_stands_first() -> None:
    measures = [barthel(DAY, *[5.0] * 10), measure("tug", DAY, q1=20.0)]
    assert [one.instrument for one in curves_of(measures, [goal(instrument="tug", to_value="12")])] == [
        "tug",
        "barthel",
    ]


def test_range_and_strength_are_curves_by_place_on_one_axis() -> None:
    measures = [
        measure("rom", DAY, place="Gấp vai", side=1, way=1, q1=60),
        measure("rom", DAY + timedelta(30), place="gấp  vai ", side=1, way=1, q1=95),
        measure("rom", DAY + timedelta(30), place="gấp vai", side=2, way=1, q1=150),
    ]
    found = curves_of(measures, [goal(instrument="rom", text="Gấp vai phải 120 độ", to_value="120°")])
    assert {str(curve.what): [point.value for point in curve.points] for curve in found} == {
        "gấp vai · phải · chủ động": [60.0, 95.0],
        "gấp vai · trái · chủ động": [150.0],
    }
    assert {curve.instrument for curve in found} == {"rom"}
    assert {curve.goal for curve in found} == {120.0}


def test_an_unfinished_total_is_a_gap_and_goals_and_nursing_are_no_curves() -> None:
    half = measure("barthel", DAY, q1=5.0)
    assert [curve.points for curve in curves_of([half], [])] == [(Point(DAY, None),)]
    nursing = measure("norton", DAY, total=14)
    assert curves_of([nursing], []) == ()
    assert [curve.instrument for curve in curves_of([nursing], [goal(instrument="norton")])] == ["norton"]


def test_a_measure_that_did_not_come_is_a_gap() -> None:
    points = [Point(DAY, 30.0), Point(DAY + timedelta(91), 55.0), Point(DAY + timedelta(400), 60.0)]
    assert with_gaps(points, None) == tuple(points)
    assert with_gaps(points, 3) == (*points[:2], Point(date(2026, 11, 30), None), points[2])
    assert with_gaps([], 3) == ()


@pytest.mark.parametrize(
    ("to_value", "value"), [("10 m", 10.0), ("120°", 120.0), ("8,5 giây", 8.5), ("−5 độ", -5.0), ("đi vững", None)]
)
def test_the_goal_is_the_number_in_the_level_to_reach(to_value: str, value: float | None) -> None:
    assert goal_value([goal(instrument="tug", to_value=to_value)], "tug") == value
    assert goal_value([goal(instrument="tug", to_value=to_value)], "barthel") is None


def test_the_goal_of_another_place_is_no_goal() -> None:
    shoulder = goal(instrument="rom", text="Gấp vai", to_value="120")
    assert goal_value([shoulder], "rom", "duỗi gối · phải") is None
    assert goal_value([shoulder], "rom", "gấp vai · phải") == 120.0


def test_scores_of_other_goals_are_not_joined() -> None:
    one, both = frozenset("a"), frozenset("ab")
    scores = [
        TScore(DAY, 40.0, one, 2),
        TScore(DAY + timedelta(9), 45.0, one, 2),
        TScore(DAY + timedelta(20), 30.0, both, 2),
    ]
    curve = t_curve(scores)
    assert [point.value for point in curve.points] == [40.0, 45.0, None, 30.0]
    assert (curve.goal, curve.instrument) == (50.0, T_SCORE)


def test_pain_is_two_lines_and_none_where_it_was_never_asked() -> None:
    assert pain_curves([session()]) == ()
    before, after = pain_curves([session(pain_before=4, pain_after=2), session(pain_before=3, on=DAY + timedelta(2))])
    assert [point.value for point in before.points] == [4.0, 3.0]
    assert [point.value for point in after.points] == [2.0, None]


# Goals and packages


def plan(id: str, on: date | None, state: PlanState = PlanState.APPROVED) -> RehabilitationPlan:
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC) if on else None
    return RehabilitationPlan(id=id, episode_id="e", state=state, approved_at=at)


def test_the_version_in_force_on_a_day() -> None:
    plans = [plan("1", DAY), plan("2", DAY + timedelta(60)), plan("3", None, PlanState.DRAFT)]
    found = {day: in_force_on(plans, DAY + timedelta(day)) for day in (-5, 0, 59, 60, 500)}
    assert {day: one.id for day, one in found.items() if one} == {-5: "1", 0: "1", 59: "1", 60: "2", 500: "2"}
    assert in_force_on([plan("3", None, PlanState.DRAFT)], DAY) is None


def test_proposed_and_dropped_goals_do_not_count() -> None:
    goals = [
        goal("a", life=GoalLife.ACTIVE),
        goal("b", life=GoalLife.DROPPED),
        goal("c", life=GoalLife.PROPOSED),
        goal("d", life=GoalLife.FINISHED),
        goal("e", life=GoalLife.ACTIVE, therapy_plan_id="other"),
    ]
    assert [one.thread for one in counted_goals(plan("p", DAY), goals)] == ["a", "d"]
    assert [one.thread for one in counted_goals(plan("p", DAY), goals[1:3])] == ["c"]
    assert counted_goals(None, goals) == []


def test_scores_follow_the_goals_of_the_version_then_in_force() -> None:
    plans = [plan("1", DAY), plan("2", DAY + timedelta(60))]
    goals = [
        goal("a", therapy_plan_id="1", life=GoalLife.ACTIVE, importance=3, difficulty=2),
        goal("b", therapy_plan_id="1", life=GoalLife.ACTIVE, importance=2, difficulty=2),
        goal("a", therapy_plan_id="2", life=GoalLife.ACTIVE, importance=3, difficulty=2),
    ]

    def rated(thread: str, level: int, day: int) -> GoalRating:
        return GoalRating(id=f"{day}", episode_id="e", thread=thread, rated_on=DAY + timedelta(day), level=level)

    ratings = [rated("a", -1, 5), rated("b", -2, 5), rated("b", 2, 70), rated("a", 1, 80)]
    found = t_scores_over_time(plans, goals, ratings)
    assert [(score.on, score.t) for score in found] == [(DAY + timedelta(5), 32.8), (DAY + timedelta(80), 60.0)]


def curve(*points: tuple[int, float | None], better: Better | None = Better.LOW, code: str = "cars2") -> Curve:
    return Curve(code, "CARS-2", tuple(Point(DAY + timedelta(day), value) for day, value in points), better=better)


def package(begins: int, ends: int | None = None, **more: Any) -> Package:
    ended = DAY + timedelta(ends) if ends is not None else None
    return Package(id="k", episode_id="e", from_on=DAY + timedelta(begins), ended_on=ended, **more)


@pytest.mark.parametrize(
    ("points", "begins", "ends", "values", "direction"),
    [
        (((0, 36.5), (88, 33.0)), 6, 68, (36.5, 33.0), 1),  # measured before, and twenty days after the end
        (((0, 36.5), (110, 33.0)), 6, 68, (36.5, None), None),  # too long afterwards
        (((10, 36.5), (60, 38.0)), 6, 68, (36.5, 38.0), -1),  # the first and the last within it
        (((10, 36.5),), 6, 68, (36.5, None), None),
        (((0, 36.5), (40, 36.5)), 6, None, (36.5, 36.5), 0),  # it still runs
        (((200, 30.0),), 6, 68, (None, None), None),
        (((0, 36.5), (68, 33.0), (75, 20.0)), 6, 68, (36.5, 33.0), 1),  # on the last day
    ],
)
def test_before_and_after_a_package(
    points: Any, begins: int, ends: int | None, values: tuple[float | None, float | None], direction: int | None
) -> None:
    found = compared(package(begins, ends), curve(*points), DAY + timedelta(150))
    assert (found.before.value if found.before else None, found.after.value if found.after else None) == values
    assert found.direction == direction


def test_a_measure_without_a_good_end_is_neither_better_nor_worse() -> None:
    found = compared(package(6, 68), curve((0, 1.0), (68, 2.0), better=None), DAY + timedelta(90))
    assert (found.change, found.direction) == (1.0, None)


def test_scores_of_other_goals_are_told_but_not_compared() -> None:
    broken = replace(curve((0, 30.0), (60, None), (60, 45.0), better=Better.HIGH), instrument=T_SCORE)
    found = compared(package(6, 60), broken, DAY + timedelta(90))
    assert (found.change, found.direction) == (15.0, None)


def test_a_package_counts_its_own_sessions() -> None:
    sessions = [
        *(session(package_id="k") for _ in range(20)),
        session(SessionState.PARTIAL, package_id="k"),
        session(SessionState.NO_SHOW, package_id="k"),
        session(SessionState.CANCELLED_STAFF, package_id="k"),
        session(package_id="other"),
    ]
    counting = package_progress(package(0, sessions=24), sessions, [], DAY)
    assert (counting.tally.planned, counting.left, counting.changes) == (23, 2, ())
    assert package_progress(package(0, sessions=24, no_show_counts=False), sessions, [], DAY).left == 3
