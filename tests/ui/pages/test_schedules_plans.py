"""What a form of the schedule begins with: a session and a series of it, and a series as one of its sessions was carried."""

from __future__ import annotations

from datetime import date, time

import pytest

from carebook.records.groups import GroupSession, GroupSessionState
from carebook.records.schedules import Frequency, GroupSeries, SessionSeries
from carebook.records.sessions import Session, SessionState
from carebook.store.schedules import GROUP, SESSION, PlannedSlot
from carebook.ui.pages.schedules.plans import Aim, Plan, carried_over, shifted

WEDNESDAY = date(2026, 11, 25)
SERIES = SessionSeries(
    id="s",
    episode_id="e",
    weekdays=("MO", "WE", "FR"),
    from_on=WEDNESDAY,
    starts_at=time(8, 30),
    therapist_id="t",
    room_id="r",
    count=9,
)
SLOT = PlannedSlot(
    "x",
    SESSION,
    1,
    "pt",
    "An Thị Mai",
    WEDNESDAY,
    time(8, 30),
    30,
    SessionState.PLANNED,
    series_id="s",
    occurs_on=WEDNESDAY,
)


@pytest.mark.parametrize(
    ("on", "weekdays", "from_on"),
    [
        (WEDNESDAY, ("MO", "WE", "FR"), WEDNESDAY),
        (date(2026, 11, 26), ("MO", "TH", "FR"), WEDNESDAY),
        (date(2026, 11, 24), ("MO", "TU", "FR"), date(2026, 11, 24)),  # a day before: the change begins there
        (date(2026, 11, 27), ("MO", "FR"), WEDNESDAY),  # onto a day the series has already
        (date(2026, 11, 30), ("MO", "FR"), WEDNESDAY),
    ],
)
def test_a_weekly_series_follows_the_session_that_was_carried(
    on: date, weekdays: tuple[str, ...], from_on: date
) -> None:
    moved = shifted(SERIES, SLOT, on, time(10))
    assert isinstance(moved, SessionSeries)
    assert (moved.weekdays, moved.from_on, moved.starts_at) == (weekdays, from_on, time(10))
    assert (moved.count, moved.room_id, moved.therapist_id) == (9, "r", "t")


def test_a_monthly_series_takes_the_new_day_and_a_daily_one_begins_on_it() -> None:
    monthly = SessionSeries(episode_id="e", frequency=Frequency.MONTHLY_DAY, month_day=25, from_on=WEDNESDAY)
    assert shifted(monthly, SLOT, date(2026, 11, 27), time(9)).month_day == 27
    daily = SessionSeries(episode_id="e", frequency=Frequency.DAILY, from_on=WEDNESDAY)
    assert shifted(daily, SLOT, date(2026, 11, 27), time(9)).from_on == date(2026, 11, 27)


def test_carried_to_somebody_else_the_series_goes_with_it() -> None:
    assert shifted(SERIES, SLOT, WEDNESDAY, time(8, 30), therapist_id="u").therapist_id == "u"  # type: ignore[union-attr]


def test_a_session_and_a_series_share_what_both_have() -> None:
    one = Session(
        episode_id="e",
        planned_on=WEDNESDAY,
        planned_at=time(9),
        therapist_id="t",
        room_id="r",
        minutes=45,
        therapy="ot",
    )
    many = carried_over(one, SessionSeries(episode_id=""))
    assert isinstance(many, SessionSeries)
    assert (many.episode_id, many.from_on, many.starts_at, many.minutes) == ("e", WEDNESDAY, time(9), 45)
    assert carried_over(many, Session(episode_id="", planned_on=date.min, planned_at=time())) == one
    open_series = SessionSeries(episode_id="e")
    assert carried_over(open_series, one).planned_on == WEDNESDAY  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("plan", "deed", "given"),
    [
        (Plan(Session(episode_id="e", planned_on=WEDNESDAY, planned_at=time(8))), "plan_session", {}),
        (Plan(GroupSession(group_id="g", planned_on=WEDNESDAY, planned_at=time(8))), "plan_group_session", {}),
        (Plan(SERIES), "plan_series", {}),
        (Plan(GroupSeries(group_id="g")), "plan_group_series", {}),
        (Plan(SERIES, Aim.FROM_HERE, "old", WEDNESDAY, 3), "split_series", {"seen": 3}),
        (Plan(GroupSeries(group_id="g"), Aim.FROM_HERE, "old", WEDNESDAY, 3), "split_group_series", {"seen": 3}),
        (
            Plan(Session(episode_id="e", planned_on=WEDNESDAY, planned_at=time(8), therapist_id="t"), Aim.MOVE, seen=2),
            "move_session",
            {"minutes": 30, "room_id": "", "therapist_id": "t", "seen": 2},
        ),
        (
            Plan(GroupSession(group_id="g", planned_on=WEDNESDAY, planned_at=time(8), leader_id="l"), Aim.MOVE, seen=2),
            "move_group_session",
            {"minutes": 60, "room_id": "", "leader_id": "l", "seen": 2},
        ),
    ],
)
def test_every_plan_knows_the_deed_that_keeps_it(plan: Plan, deed: str, given: dict[str, object]) -> None:
    action, _values, told = plan.deed(plan.record)
    assert (action.__name__, told) == (deed, given)


def test_a_group_session_is_no_persons() -> None:
    meeting = PlannedSlot("g", GROUP, 1, "", "Tuổi mới lớn", WEDNESDAY, time(14), 60, GroupSessionState.PLANNED)
    series = GroupSeries(group_id="g", weekdays=("WE",), from_on=WEDNESDAY, leader_id="l")
    moved = shifted(series, meeting, date(2026, 11, 28), time(15), leader_id="m")
    assert isinstance(moved, GroupSeries)
    assert (moved.weekdays, moved.leader_id) == (("SA",), "m")
