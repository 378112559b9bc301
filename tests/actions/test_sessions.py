"""Sessions ticked, recorded, corrected, struck through, and taken back; what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.sessions import record_session, strike_session, tick_sessions
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import GoalLife
from carebook.records.episodes import Episode
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal
from carebook.records.sessions import Assistance, Cooperation, Course, Session, SessionExercise, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.sessions import SessionFile, session_file
from tests.actions.admissions import journal_length
from tests.session_world import TODAY, World, session, therapy_day


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """A day of therapy."""
    return therapy_day(book, director, now, actor_with)


def kept(book: Book, now: datetime, session_id: str) -> SessionFile:
    """A session as the book has it."""
    with book.looking(now) as reader:
        found = session_file(reader, session_id)
    assert found is not None
    return found


def given(world: World, **more: Any) -> Session:
    """The first session of today as somebody typed it."""
    typed = {
        "state": SessionState.DONE,
        "began_at": time(8, 40),
        "minutes_done": 25,
        "pain_before": 3,
        "pain_after": 2,
        "borg": 5,
        "cooperation": Cooperation.FULL,
        "course": Course.BETTER,
        "subjective": "Hôm nay đỡ mỏi.",
        "objective": "Đi khung 14 m, nghỉ 1 lần.",
        "next_step": "Đi 16 m.",
    }
    return replace(world.sessions[0], **typed | more)


EXERCISES = (
    SessionExercise(
        episode_id="", session_id="", exercise="walk_frame", sets=3, repeats=6, assistance=Assistance.WATCHED
    ),
    SessionExercise(episode_id="", session_id="", text="Bước qua vạch kẻ", minutes=5),
)


def rating(world: World, level: int = 0, **more: Any) -> GoalRating:
    """The goal of the plan, rated now."""
    whole = {"episode_id": "", "thread": world.goal.thread, "rated_on": TODAY - timedelta(days=99), "level": level}
    return GoalRating(**whole | more)


# ticking


def test_several_are_ticked_at_once_and_taken_back_at_once(book: Book, world: World, now: datetime) -> None:
    first, second, _away, fourth = world.sessions
    ticks = {one.id: one.version for one in (first, second, fourth)}
    change = tick_sessions(book, ticks, by=world.therapist, now=now)
    for one in (first, second, fourth):
        told = kept(book, now, one.id).session
        assert (told.state, told.began_at, told.minutes_done) == (SessionState.DONE, one.planned_at, one.minutes)
        assert (told.done_by_id, told.entered_by) == (one.therapist_id, world.therapist.account_id)
        assert told.recorded_at == now
    assert change.said is not None
    assert change.said.values == {"n": 3}
    undo_deed(book, change.op, by=world.therapist, now=now)
    assert {kept(book, now, one.id).session.state for one in (first, second, fourth)} == {SessionState.PLANNED}


def test_one_that_cannot_be_ticked_leaves_all_as_they_were(book: Book, world: World, now: datetime) -> None:
    ticks = {one.id: one.version for one in world.sessions}
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        tick_sessions(book, ticks, by=world.therapist, now=now)
    assert refused.value.message.values["name"] == "Phạm Thị Bưởi"
    assert journal_length(book, now) == before
    assert kept(book, now, world.sessions[0].id).session == world.sessions[0]


def test_a_session_of_tomorrow_or_a_recorded_one_is_not_ticked(
    book: Book, world: World, now: datetime, director: Actor
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ahead = writer.add(session(world.episode.id, None, planned_on=TODAY + timedelta(days=1)))
    for one in (ahead, world.before):
        with pytest.raises(Refused):
            tick_sessions(book, {one.id: one.version}, by=world.therapist, now=now)


def test_pressing_twice_ticks_once(book: Book, world: World, now: datetime) -> None:
    one, op = world.sessions[0], new_id()
    tick_sessions(book, {one.id: one.version}, by=world.therapist, now=now, op=op)
    again = tick_sessions(book, {one.id: one.version}, by=world.therapist, now=now, op=op)
    assert not again.undoable
    assert kept(book, now, one.id).session.version == one.version + 1


def test_what_somebody_recorded_meanwhile_is_not_ticked_over(
    book: Book, world: World, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    other = actor_with(Role.THERAPIST, name="Hà Thị Ngâu")
    one = world.sessions[0]
    cancelled = replace(one, state=SessionState.CANCELLED_RESIDENT, reason="fever")
    record_session(book, cancelled, (), (), by=other, now=now)
    with pytest.raises(Outdated) as outdated:
        tick_sessions(book, {one.id: one.version}, by=world.therapist, now=now)
    assert outdated.value.message.values["who"] == "Hà Thị Ngâu"


# recording


def test_a_session_is_recorded_with_exercises_and_goals(book: Book, world: World, now: datetime) -> None:
    change = record_session(
        book, given(world), EXERCISES, (rating(world),), by=world.therapist, now=now, seen=world.sessions[0].version
    )
    file = kept(book, now, world.sessions[0].id)
    assert file.session.objective == "Đi khung 14 m, nghỉ 1 lần."
    assert (file.session.done_by_id, file.session.entered_by, file.session.recorded_at) == (
        world.therapist.staff_member_id,
        world.therapist.account_id,
        now,
    )
    assert [(one.position, one.exercise, one.text) for one in file.exercises] == [
        (0, "walk_frame", ""),
        (1, None, "Bước qua vạch kẻ"),
    ]
    (rated,) = file.ratings
    assert (rated.level, rated.rated_on, rated.rated_by_id) == (0, TODAY, world.therapist.staff_member_id)
    assert rated.episode_id == world.episode.id
    assert change.result.session == file.session
    undo_deed(book, change.op, by=world.therapist, now=now)
    back = kept(book, now, world.sessions[0].id)
    assert (back.session.state, back.session.objective) == (SessionState.PLANNED, "")
    assert (back.exercises, back.ratings) == ((), ())


def test_a_record_is_corrected_row_by_row(book: Book, world: World, now: datetime) -> None:
    record_session(book, given(world), EXERCISES, (rating(world),), by=world.therapist, now=now)
    first = kept(book, now, world.sessions[0].id)
    better = replace(first.ratings[0], level=1)
    row = replace(first.exercises[1], minutes=8)
    session_now = replace(first.session, borg=6)
    record_session(
        book, session_now, (row,), (better,), by=world.therapist, now=now + timedelta(minutes=5), reason="ghi lại"
    )
    second = kept(book, now, world.sessions[0].id)
    assert second.session.borg == 6
    assert [(one.id, one.minutes, one.position) for one in second.exercises] == [(row.id, 8, 0)]
    assert [(one.id, one.level) for one in second.ratings] == [(better.id, 1)]
    with book.looking(now) as reader:
        every = reader.records(SessionExercise, "session_id = ?", (first.session.id,), withdrawn=True)
    assert [one.withdrawn_because for one in every] == ["ghi lại", ""]


def test_a_cancelled_session_keeps_no_measurements(book: Book, world: World, now: datetime) -> None:
    record_session(book, given(world), EXERCISES, (rating(world),), by=world.therapist, now=now)
    mistaken = kept(book, now, world.sessions[0].id).session
    cancelled = replace(mistaken, state=SessionState.CANCELLED_RESIDENT, reason="fever")
    record_session(book, cancelled, (), (), by=world.therapist, now=now)
    file = kept(book, now, world.sessions[0].id)
    assert (file.session.borg, file.session.began_at, file.session.cooperation) == (None, None, None)
    assert (file.session.done_by_id, file.session.reason) == (None, "fever")
    assert file.session.subjective == "Hôm nay đỡ mỏi."
    assert (file.exercises, file.ratings) == ((), ())


def test_back_to_planned_takes_the_record_back(book: Book, world: World, now: datetime) -> None:
    record_session(book, given(world), (), (), by=world.therapist, now=now)
    told = kept(book, now, world.sessions[0].id).session
    record_session(book, replace(told, state=SessionState.PLANNED), (), (), by=world.therapist, now=now)
    back = kept(book, now, world.sessions[0].id).session
    assert (back.state, back.recorded_at, back.entered_by, back.borg) == (SessionState.PLANNED, None, None, None)


def test_when_and_whose_a_session_is_stays_as_planned(book: Book, world: World, now: datetime) -> None:
    typed = given(
        world,
        planned_on=TODAY - timedelta(days=7),
        planned_at=time(5, 0),
        episode_id=world.others[0][1].id,
        therapy="music",
        withdrawn_because="x",
    )
    record_session(book, typed, (), (), by=world.therapist, now=now)
    told = kept(book, now, world.sessions[0].id).session
    assert (told.planned_on, told.planned_at, told.episode_id, told.therapy) == (
        *(TODAY, time(8, 30)),
        *(world.episode.id, "pt"),
    )


def test_what_is_wrong_is_refused_beside_its_field(book: Book, world: World, now: datetime) -> None:
    before = journal_length(book, now)
    strange = given(world, state=SessionState.PARTIAL, pain_before=99)
    rows = (SessionExercise(episode_id="", session_id="", sets=-1),)
    with pytest.raises(Refused) as refused:
        record_session(
            book, strange, rows, (rating(world, level=3), rating(world, thread="?")), by=world.therapist, now=now
        )
    assert [one.field for one in refused.value.problems] == [
        *("reason", "pain_before", "exercises.0.exercise", "exercises.0.sets"),
        *("ratings.0.level", "ratings.1.level"),
    ]
    assert journal_length(book, now) == before


def test_a_goal_of_somebody_else_is_not_rated(book: Book, world: World, now: datetime, director: Actor) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        strange = writer.add(
            replace(world.goal, id="", episode_id=world.others[0][1].id, thread=new_id(), life=GoalLife.ACTIVE)
        )
    assert isinstance(strange, RehabilitationGoal)
    with pytest.raises(Refused):
        record_session(book, given(world), (), (rating(world, thread=strange.thread),), by=world.therapist, now=now)


def test_a_newer_record_is_not_overwritten(book: Book, world: World, now: datetime) -> None:
    seen = world.sessions[0].version
    record_session(book, given(world), (), (), by=world.therapist, now=now, seen=seen)
    with pytest.raises(Outdated):
        record_session(book, given(world, borg=1), (), (), by=world.therapist, now=now, seen=seen)
    assert kept(book, now, world.sessions[0].id).session.borg == 5


# striking through


def test_a_session_is_struck_through_with_what_belongs_to_it(book: Book, world: World, now: datetime) -> None:
    record_session(book, given(world), EXERCISES, (rating(world),), by=world.therapist, now=now)
    with pytest.raises(Refused) as refused:
        strike_session(book, world.sessions[0].id, by=world.therapist, now=now)
    assert refused.value.problems[0].field == "reason"
    change = strike_session(book, world.sessions[0].id, by=world.therapist, now=now, reason="ghi nhầm người")
    struck = kept(book, now, world.sessions[0].id)
    assert struck.session.withdrawn_because == "ghi nhầm người"
    assert (struck.exercises, struck.ratings) == ((), ())
    with pytest.raises(Refused):
        record_session(book, given(world), (), (), by=world.therapist, now=now)
    undo_deed(book, change.op, by=world.therapist, now=now)
    back = kept(book, now, world.sessions[0].id)
    assert (back.session.is_withdrawn, len(back.exercises), len(back.ratings)) == (False, 2, 1)


# who


def test_a_restricted_person_is_protected(book: Book, world: World, now: datetime, director: Actor) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        episode = writer.record(Episode, world.episode.id)
        assert episode is not None
        writer.amend(replace(episode, confidential=True))
    one = world.sessions[0]
    for deed in (
        lambda: tick_sessions(book, {one.id: one.version}, by=world.therapist, now=now),
        lambda: record_session(book, given(world), (), (), by=world.therapist, now=now),
        lambda: strike_session(book, one.id, by=world.therapist, now=now, reason="x"),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert "Trần" not in str(refused.value)


@pytest.mark.parametrize("role", list(Role))
def test_who_may(book: Book, world: World, now: datetime, actor_with: Callable[..., Actor], role: Role) -> None:
    somebody = actor_with(role, name="Đoàn Thị Mai")
    may = role in {
        *(Role.DIRECTOR, Role.DEPUTY, Role.HEAD, Role.THERAPIST),
        *(Role.PSYCHOLOGIST, Role.DOCTOR, Role.TEACHER),
    }
    one, other = world.sessions[0], world.sessions[1]
    deeds = (
        lambda: tick_sessions(book, {other.id: other.version}, by=somebody, now=now),
        lambda: record_session(book, given(world), (), (), by=somebody, now=now),
        lambda: strike_session(book, one.id, by=somebody, now=now, reason="ghi nhầm"),
    )
    for deed in deeds:
        if may:
            deed()
        else:
            with pytest.raises(Refused):
                deed()
