"""Questions about sessions: somebody's day, what nobody recorded, one session with what belongs to it; masked or dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from carebook.records.episodes import AbsenceKind, Episode
from carebook.records.groups import GroupSessionState
from carebook.records.people import Attachment
from carebook.records.rehabilitation import GoalRating
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.sessions import (
    GROUP,
    SESSION,
    absence_on,
    levels_of,
    my_day,
    not_recorded,
    session_file,
    sessions_of,
    told_sessions,
    who_gives,
)
from tests.session_world import TODAY, World, session, therapy_day


@pytest.fixture
def world(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """A day of therapy."""
    return therapy_day(book, director, now, actor_with)


def test_a_day_stands_in_the_order_of_time_with_groups_in_it(book: Book, world: World, now: datetime) -> None:
    with book.reading_for(world.therapist, now) as reader:
        day = my_day(reader, world.therapist.staff_member_id, TODAY, now=now)
    assert [(f"{one.at:%H:%M}", one.kind, one.name) for one in day.sessions] == [
        ("08:30", SESSION, "Trần Thị An"),
        ("09:10", SESSION, "Lê Văn Mận"),
        ("10:00", SESSION, "Phạm Thị Bưởi"),
        ("14:00", SESSION, "Nguyễn Văn Thìn"),
        ("15:00", GROUP, "Chuyện xưa"),
    ]
    first, *_rest, group = day.sessions
    assert (first.bed_room, first.room, first.therapist) == ("A203", "Phòng PHCN 1", "Lưu Văn Kim Giao")
    assert (group.members, group.present, group.subject) == (3, 0, "Chợ quê ngày Tết")
    assert group.state is GroupSessionState.PLANNED
    assert day.not_recorded == 1
    assert len(day.open) == 5


def test_who_is_away_all_day_is_told(book: Book, world: World, now: datetime) -> None:
    with book.reading_for(world.therapist, now) as reader:
        away = {one.name: one.away for one in my_day(reader, "", TODAY, now=now).sessions if one.kind == SESSION}
        assert away["Phạm Thị Bưởi"] is AbsenceKind.HOSPITAL
        assert away["Trần Thị An"] is None
        left = session(world.others[1][1].id, None, planned_on=TODAY - timedelta(days=2))
        assert absence_on(reader, left) is None  # the day of leaving is a day in the center
        assert absence_on(reader, replace(left, planned_on=TODAY)) is AbsenceKind.HOSPITAL


def test_everybody_or_one_therapist(
    book: Book, world: World, now: datetime, director: Actor, actor_with: Callable[..., Actor]
) -> None:
    other = actor_with(Role.THERAPIST, name="Hà Thị Ngâu")
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(session(world.episode.id, other.staff_member_id, planned_at=time(16, 0)))
    with book.reading_for(other, now) as reader:
        assert [one.therapist for one in my_day(reader, other.staff_member_id, TODAY, now=now).sessions] == [
            "Hà Thị Ngâu"
        ]
        assert len(my_day(reader, "", TODAY, now=now).sessions) == 6
        names = [name for _id, name in who_gives(reader, TODAY, TODAY)]
    assert names == ["Lưu Văn Kim Giao", "Hà Thị Ngâu"]


def test_what_nobody_recorded(book: Book, world: World, now: datetime) -> None:
    me = world.therapist.staff_member_id
    with book.reading_for(world.therapist, now) as reader:
        (late,) = not_recorded(reader, now=now, therapist_id=me)
        assert (late.id, late.late) == (world.late.id, True)
        assert not_recorded(reader, now=now, therapist_id=new_id()) == ()
        tomorrow = now + timedelta(hours=36)
        found = [one.name for one in not_recorded(reader, now=tomorrow, therapist_id=me)]
    assert found == ["Lê Văn Mận", "Trần Thị An", "Lê Văn Mận", "Phạm Thị Bưởi", "Nguyễn Văn Thìn", "Chuyện xưa"]


def test_the_limit_of_the_center_counts(book: Book, world: World, now: datetime, director: Actor) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.run("UPDATE \"limit\" SET value = 72 WHERE name = 'session_not_recorded'")
    with book.reading_for(world.therapist, now) as reader:
        assert not_recorded(reader, now=now) == ()


def test_one_session_with_all_that_belongs_to_it(book: Book, world: World, now: datetime, director: Actor) -> None:
    first = world.sessions[0]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        picture = writer.add(Attachment(person_id=world.person.id, title="Đi khung", kind="photo", about_id=first.id))
    with book.reading_for(world.therapist, now) as reader:
        file = session_file(reader, first.id)
    assert file is not None
    assert (file.session, file.person) == (first, world.person)
    assert file.pictures == (picture,)
    assert [one.thread for one in file.goals] == [world.goal.thread]
    assert file.stood[world.goal.thread].level == -1
    assert file.precautions.startswith("Huyết áp")
    assert file.before is not None
    assert file.before.session == world.before
    assert [one.exercise for one in file.before.exercises] == ["walk_frame", "stand_bar"]
    assert (file.therapist, file.room) == ("Lưu Văn Kim Giao", "Phòng PHCN 1")


def test_the_one_before_is_of_the_same_therapy_and_was_given(book: Book, world: World, now: datetime) -> None:
    with book.reading_for(world.therapist, now) as reader:
        second = session_file(reader, world.sessions[1].id)
        assert second is not None
        assert second.before is None  # the late one was not given
        assert session_file(reader, new_id()) is None


def test_the_sessions_of_a_stay(book: Book, world: World, now: datetime) -> None:
    with book.reading_for(world.therapist, now) as reader:
        found = sessions_of(reader, world.episode.id, first=TODAY - timedelta(days=30), last=TODAY)
        assert [one.session.id for one in found] == [world.before.id, world.sessions[0].id]
        assert len(found[0].exercises) == 2
        assert found[0].given_by == "Lưu Văn Kim Giao"
        assert sessions_of(reader, world.episode.id, first=TODAY + timedelta(days=1), last=TODAY) == ()


def test_a_restricted_person_counts_masked_and_does_not_open(
    book: Book, world: World, now: datetime, director: Actor
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        episode = writer.record(Episode, world.episode.id)
        assert episode is not None
        writer.amend(replace(episode, confidential=True))
        writer.amend(replace(world.person, alias="Bà H."))
    with book.reading_for(world.therapist, now) as reader:
        day = my_day(reader, "", TODAY, now=now)
        assert (day.sessions[0].name, day.sessions[0].masked) == ("Bà H.", True)
        assert len(day.sessions) == 5
        assert session_file(reader, world.sessions[0].id) is None
        assert sessions_of(reader, world.episode.id, first=TODAY, last=TODAY) == ()
    with book.reading_for(director, now) as reader:
        assert my_day(reader, "", TODAY, now=now).sessions[0].name == "Trần Thị An"
        assert session_file(reader, world.sessions[0].id) is not None


def test_who_sees_no_person_sees_no_day(
    book: Book, world: World, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    it = actor_with(Role.IT, name="Khổng Văn Tùng")
    with book.reading_for(it, now) as reader:
        for question in (
            lambda: my_day(reader, "", TODAY, now=now),
            lambda: not_recorded(reader, now=now),
            lambda: session_file(reader, world.late.id),
            lambda: sessions_of(reader, world.episode.id, first=TODAY, last=TODAY),
        ):
            with pytest.raises(NotAllowedToSee):
                question()


def test_a_struck_session_is_in_no_list(book: Book, world: World, now: datetime, director: Actor) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.withdraw(Session, world.sessions[0].id, "ghi nhầm")
    with book.reading_for(world.therapist, now) as reader:
        assert world.sessions[0].id not in {one.id for one in my_day(reader, "", TODAY, now=now).sessions}
        assert all(one.state is not SessionState.DONE for one in my_day(reader, "", TODAY, now=now).sessions)


def test_what_sessions_tell_of_a_stay_and_of_a_goal(book: Book, world: World, now: datetime, director: Actor) -> None:
    care, other = new_id(), new_id()
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(world.goal, care_thread=care))
        spoken = writer.amend(
            replace(world.sessions[0], state=SessionState.DONE, objective="Đi khung 14 m.", recorded_at=now)
        )
        silent = writer.add(session(world.episode.id, None, state=SessionState.DONE, recorded_at=now))
        writer.add(
            GoalRating(
                episode_id=world.episode.id,
                thread=world.goal.thread,
                session_id=spoken.id,
                rated_on=TODAY,
                level=0,
            )
        )
    with book.reading_for(world.therapist, now) as reader:
        told = told_sessions(reader, world.episode.id)
        assert [one.id for one in told] == [spoken.id, world.before.id]
        assert silent.id not in {one.id for one in told}
        assert [(one.text, one.level, one.care_thread) for one in told[0].rated] == [(world.goal.text, 0, care)]
        assert [one.id for one in told_sessions(reader, world.episode.id, care_thread=care)] == [spoken.id]
        assert told_sessions(reader, world.episode.id, care_thread=other) == ()
        assert [one.id for one in told_sessions(reader, world.episode.id, since=TODAY)] == [spoken.id]
        assert [one.id for one in told_sessions(reader, world.episode.id, most=1)] == [spoken.id]
        me = world.therapist.staff_member_id
        assert [one.id for one in told_sessions(reader, world.episode.id, staff_id=me)] == [world.before.id]
        assert [(one.level, one.session_id) for one in levels_of(reader, world.episode.id, care)] == [
            (-1, None),
            (0, spoken.id),
        ]
        assert levels_of(reader, world.episode.id, other) == ()
