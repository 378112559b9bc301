"""Sessions: their words, when they count as not recorded, and what stands against a record of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook import words
from carebook.records.codes import Code
from carebook.records.groups import GroupSession, GroupSessionState
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import Cooperation, Session, SessionExercise, SessionState
from carebook.records.staff import Actor
from carebook.rules import history
from carebook.rules.problem import errors, warnings
from carebook.rules.sessions import (
    CANCELLED,
    GIVEN,
    as_planned,
    ends_at,
    is_late,
    problem_in_tick,
    problems_in_session,
    reasons_for,
    said_state,
    tidied,
)

DAY = date(2026, 11, 20)
BY = Actor("account", "staff", "Lưu Văn Kim Giao", "KTV")
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
REASONS = tuple(
    Code(list_name="session_reason", code=code, text=code, details=details)
    for code, details in (
        ("tired", '{"who": ["resident", "partial"]}'),
        ("hospital", '{"who": ["resident"], "away": true}'),
        ("staff_sick", '{"who": ["staff"]}'),
        ("no_word", '{"who": ["no_show"]}'),
        ("other", '{"who": ["resident", "staff", "other", "no_show", "partial"]}'),
    )
)


def session(**given: Any) -> Session:
    """Half an hour of physical therapy at 08:30, given as planned."""
    whole = {"episode_id": "e", "therapist_id": "t", "planned_on": DAY, "planned_at": time(8, 30)}
    return Session(**{**whole, "state": SessionState.DONE} | given)


def problems(
    one: Session,
    exercises: tuple[SessionExercise, ...] = (),
    ratings: tuple[GoalRating, ...] = (),
    today: date = DAY,
) -> list[Any]:
    return problems_in_session(one, exercises, ratings, today=today, reasons=REASONS, threads={"g"})


@pytest.mark.parametrize(
    ("state", "therapy", "words"),
    [
        (SessionState.PLANNED, "pt", "Session planned"),
        (SessionState.DONE, "pt", "Session done"),
        (SessionState.DONE, "early_intervention", "Session done"),
        (SessionState.PARTIAL, "ot", "Session partly done"),
        (SessionState.CANCELLED_RESIDENT, "pt", "Cancelled by the resident"),
        (SessionState.CANCELLED_STAFF, "pt", "Cancelled by staff"),
        (SessionState.DONE, "speech", "Session given"),
        (SessionState.PARTIAL, "psych_ind", "Session partly given"),
        (SessionState.CANCELLED_RESIDENT, "sign_language", "Cancelled by who attends"),
        (SessionState.CANCELLED_STAFF, "psych_family", "Cancelled by the staff member"),
        (SessionState.CANCELLED_OTHER, "speech", "Cancelled for another reason"),
        (SessionState.NO_SHOW, "speech", "Did not come"),
    ],
)
def test_people_train_or_attend(state: SessionState, therapy: str, words: str) -> None:
    assert said_state(state, therapy).id == words
    assert said_state(state, therapy, late=True).id == ("Not recorded" if state is SessionState.PLANNED else words)


def test_a_session_is_late_once_the_hours_after_its_end_are_over() -> None:
    planned = session(state=SessionState.PLANNED)
    end = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
    assert ends_at(planned) == end
    assert not is_late(planned, end + timedelta(hours=24), 24)
    assert is_late(planned, end + timedelta(hours=24, seconds=1), 24)
    for state in set(SessionState) - {SessionState.PLANNED}:
        assert not is_late(session(state=state), end + timedelta(days=9), 24)
    of_group = GroupSession(group_id="g", planned_on=DAY, planned_at=time(8, 0), minutes=60)
    assert is_late(of_group, end + timedelta(hours=25), 24)
    assert not is_late(replace(of_group, state=GroupSessionState.HELD), end + timedelta(hours=25), 24)


def test_ticking_writes_the_plan_down() -> None:
    told = as_planned(session(state=SessionState.PLANNED, minutes=45), BY, NOW)
    assert (told.state, told.began_at, told.minutes_done) == (SessionState.DONE, time(8, 30), 45)
    assert (told.done_by_id, told.entered_by, told.recorded_at) == ("t", "account", NOW)
    assert not problems(told)
    alone = as_planned(session(state=SessionState.PLANNED, therapist_id=None), BY, NOW)
    assert alone.done_by_id == "staff"


def test_what_cannot_be_ticked() -> None:
    assert problem_in_tick(session(state=SessionState.PLANNED), today=DAY) is None
    assert problem_in_tick(session(state=SessionState.PLANNED), today=DAY - timedelta(days=1)) is not None
    for state in set(SessionState) - {SessionState.PLANNED}:
        assert problem_in_tick(session(state=state), today=DAY) is not None


def test_each_state_has_its_reasons() -> None:
    codes = {state: [one.code for one in reasons_for(state, REASONS)] for state in SessionState}
    assert codes[SessionState.CANCELLED_RESIDENT] == ["tired", "hospital", "other"]
    assert codes[SessionState.CANCELLED_STAFF] == ["staff_sick", "other"]
    assert codes[SessionState.NO_SHOW] == ["no_word", "other"]
    assert codes[SessionState.PARTIAL] == ["tired", "other"]
    assert codes[SessionState.DONE] == codes[SessionState.PLANNED] == []


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"state": SessionState.CANCELLED_RESIDENT}, ["reason"]),
        ({"state": SessionState.CANCELLED_STAFF, "reason": "tired"}, ["reason"]),
        ({"state": SessionState.CANCELLED_STAFF, "reason": "staff_sick"}, []),
        ({"state": SessionState.PARTIAL}, ["reason"]),
        ({"state": SessionState.PARTIAL, "reason": "other"}, ["reason_note"]),
        ({"state": SessionState.PARTIAL, "reason": "other", "reason_note": "Có khách"}, []),
        ({"state": SessionState.NO_SHOW}, []),
        ({"state": SessionState.NO_SHOW, "reason": "made_up"}, ["reason"]),
        ({"minutes_done": 0}, ["minutes_done"]),
        ({"minutes_done": 481}, ["minutes_done"]),
        ({"pain_before": 11, "pain_after": -1, "borg": 99}, ["pain_before", "pain_after", "borg"]),
        ({"objective": "a" * 10_001}, ["objective"]),
        ({"reason_note": "😀" * 10_001}, ["reason_note"]),
    ],
)
def test_what_stands_against_a_record(given: dict[str, Any], where: list[str]) -> None:
    assert [one.field for one in errors(problems(session(**given)))] == where


def test_what_did_not_happen_yet_cannot_be_recorded_but_cancelled() -> None:
    ahead = DAY - timedelta(days=1)
    for state in (*GIVEN, SessionState.NO_SHOW):
        assert "state" in {one.field for one in errors(problems(session(state=state), today=ahead))}
    for state in CANCELLED:
        found = problems(session(state=state, reason="other", reason_note="Mất điện"), today=ahead)
        assert not errors(found)


def test_what_is_unusual_is_told() -> None:
    told = problems(session(began_at=time(14, 0), pain_before=2, pain_after=6))
    assert [one.field for one in warnings(told)] == ["began_at", "pain_after"]
    assert warnings(told)[1].message.values == {"before": 2, "after": 6}
    assert not problems(session(began_at=time(9, 30), pain_before=2, pain_after=4))
    short = session(state=SessionState.PARTIAL, reason="tired", minutes_done=45)
    assert [one.field for one in warnings(problems(short))] == ["minutes_done"]


def test_exercises_and_goals_are_looked_at_row_by_row() -> None:
    rows = (
        SessionExercise(episode_id="e", session_id="s", exercise="walk_frame", sets=3, repeats=5),
        SessionExercise(episode_id="e", session_id="s", sets=0, repeats=1000),
        SessionExercise(episode_id="e", session_id="s", text="Ném bóng vải", minutes=481),
    )
    ratings = tuple(
        GoalRating(episode_id="e", thread=thread, rated_on=DAY, level=level)
        for thread, level in (("g", -2), ("g", 0), ("unknown", 3))
    )
    assert [one.field for one in problems(session(), rows, ratings)] == [
        *("exercises.1.exercise", "exercises.1.sets", "exercises.1.repeats", "exercises.2.minutes"),
        *("ratings.1.level", "ratings.2.level", "ratings.2.level"),
    ]


def test_only_a_session_that_was_given_has_exercises() -> None:
    row = (SessionExercise(episode_id="e", session_id="s", exercise="walk_frame"),)
    cancelled = session(state=SessionState.CANCELLED_RESIDENT, reason="tired")
    assert [one.field for one in problems(cancelled, row)] == ["state"]


@given(
    st.sampled_from(list(SessionState)),
    st.sampled_from([None, "tired", "other"]),
    st.one_of(st.none(), st.integers(0, 10)),
    st.sampled_from([None, *Cooperation]),
)
def test_a_state_keeps_only_what_it_can_say(
    state: SessionState, reason: str | None, pain: int | None, cooperation: Cooperation | None
) -> None:
    one = session(state=state, reason=reason, pain_before=pain, cooperation=cooperation, next_step="Đi 12 m")
    tidy = tidied(one)
    assert tidied(tidy) == tidy
    assert tidy.next_step == "Đi 12 m"
    assert tidy.pain_before == (pain if state in GIVEN else None)
    assert tidy.cooperation == (cooperation if state in GIVEN else None)
    assert tidy.reason == (None if state in (SessionState.DONE, SessionState.PLANNED) else reason)


@pytest.mark.parametrize(
    ("deed", "changes", "said"),
    [
        ("tick_sessions", {"state": ("planned", "done"), "borg": (None, 3)}, "records the session of T: Session done"),
        ("strike_session", {"withdrawn_at": (None, "x")}, "strikes the session of T through"),
        ("record_session", {"borg": (3, 4)}, "edits the session of T: edits exertion (Borg) 3 → 4"),
        ("record_session", {"state": ("done", "no_show")}, "records the session of T: Did not come"),
    ],
)
def test_the_history_says_which_session(deed: str, changes: dict[str, Any], said: str) -> None:
    words.choose("en")
    try:
        line = history.Change("op", NOW, "Giao", deed, "", "session", "U", changes, row_id="s")
        (told,) = history.tell([line], lambda _name, code: "T" if code == "s" else code, DAY)
        unknown = history.tell([line], lambda _name, code: code, DAY)
    finally:
        words.choose("vi")
    assert told.text.endswith(said)
    assert "of s" not in unknown[0].text
