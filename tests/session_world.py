"""A day of therapy in a book of a test's own: three people with sessions, one in hospital, a group, goals to rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.episodes import Episode
from carebook.records.groups import Group, GroupMember, GroupSession
from carebook.records.people import Person
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationInForce, RehabilitationPlan
from carebook.records.schedules import TherapyRoom
from carebook.records.sessions import Assistance, Cooperation, Session, SessionExercise, SessionState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from tests import samples
from tests.actions.admissions import admit

TODAY = samples.TODAY
YESTERDAY = TODAY - timedelta(days=1)
LEVELS = ("Đứng có hai người đỡ", "Đứng bám thanh", "Đi 5 m", "Đi 10 m bằng khung", "Đi 20 m bằng khung")


@dataclass(frozen=True)
class World:
    """Who gives therapy, to whom, and the sessions of today in their order."""

    therapist: Actor
    person: Person
    episode: Episode
    sessions: tuple[Session, ...]
    before: Session
    late: Session
    group: Group
    group_session: GroupSession
    goal: RehabilitationGoal
    others: tuple[tuple[Person, Episode], ...] = ()


def session(episode_id: str, therapist_id: str | None, **given: Any) -> Session:
    """Half an hour of physical therapy today at 08:30, planned."""
    return Session(
        **{
            "episode_id": episode_id,
            "therapist_id": therapist_id,
            "planned_on": TODAY,
            "planned_at": time(8, 30),
            "minutes": 30,
        }
        | given
    )


def plan_in_force(writer: Writer, episode_id: str, now: datetime) -> RehabilitationGoal:
    """A rehabilitation plan in force with one goal, rated −1 ten days ago."""
    plan = writer.add(
        RehabilitationPlan(
            episode_id=episode_id,
            state=PlanState.APPROVED,
            indication="Tập đi",
            precautions="Huyết áp trên 160 thì nghỉ; đi phải có người đứng cạnh.",
            approved_at=now,
        )
    )
    writer.add(RehabilitationInForce(episode_id=episode_id, therapy_plan_id=plan.id, since_at=now))
    goal = writer.add(
        RehabilitationGoal(
            episode_id=episode_id,
            therapy_plan_id=plan.id,
            thread=new_id(),
            text="Đi 10 m bằng khung, có người đứng cạnh",
            importance=3,
            difficulty=2,
            levels=LEVELS,
            life=GoalLife.ACTIVE,
        )
    )
    writer.add(GoalRating(episode_id=episode_id, thread=goal.thread, rated_on=TODAY - timedelta(days=10), level=-1))
    return goal


def therapy_day(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> World:
    """The world: today 08:30, 09:10, 10:00 and 14:00, a group at 15:00; one session nobody recorded two days ago."""
    therapist = actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")
    me = therapist.staff_member_id
    named = (
        ("Trần Thị An", "1945"),
        ("Lê Văn Mận", "1950"),
        ("Phạm Thị Bưởi", "1938"),
        ("Nguyễn Văn Thìn", "1952"),
    )
    people = [admit(book, director, now, person=samples.person(code="", full_name=name)) for name, _born in named]
    person, episode = people[0]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(TherapyRoom(name="Phòng PHCN 1", places=2))
        bed_room = writer.add(samples.room(writer.add(samples.ward()).id, name="A203"))
        for place, (_who, stay) in enumerate(people, 1):
            writer.add(samples.bed_assignment(stay.id, bed_room.id, bed=str(place)))
        writer.add(samples.absence(people[2][1].id, from_on=date(2026, 11, 20)))
        goal = plan_in_force(writer, episode.id, now)
        before = writer.add(
            session(
                episode.id,
                me,
                planned_on=TODAY - timedelta(days=3),
                state=SessionState.DONE,
                minutes_done=30,
                done_by_id=me,
                cooperation=Cooperation.FULL,
                borg=4,
                pain_before=4,
                pain_after=2,
                next_step="Đi khung 12 m, nghỉ giữa chừng.",
                recorded_at=now - timedelta(days=3),
            )
        )
        done = {"episode_id": episode.id, "session_id": before.id}
        writer.add(SessionExercise(**done, exercise="walk_frame", sets=3, repeats=5, assistance=Assistance.WATCHED))
        writer.add(SessionExercise(**done, position=1, exercise="stand_bar", minutes=3, assistance=Assistance.LITTLE))
        where = {"room_id": room.id}
        today = [
            writer.add(session(episode.id, me, **where)),
            writer.add(session(people[1][1].id, me, planned_at=time(9, 10), **where)),
            writer.add(session(people[2][1].id, me, planned_at=time(10, 0), **where)),
            writer.add(session(people[3][1].id, me, planned_at=time(14, 0), therapy="speech", **where)),
        ]
        late = writer.add(session(people[1][1].id, me, planned_on=TODAY - timedelta(days=2), planned_at=time(9, 10)))
        group = writer.add(
            Group(name="Chuyện xưa", purpose="Nhớ lại", leader_id=me, room_id=room.id, from_on=date(2026, 9, 1))
        )
        for _who, stay in people[:3]:
            writer.add(GroupMember(episode_id=stay.id, group_id=group.id, joined_on=date(2026, 9, 4)))
        meeting = writer.add(
            GroupSession(
                group_id=group.id,
                leader_id=me,
                planned_on=TODAY,
                planned_at=time(15, 0),
                topic="Chợ quê ngày Tết",
            )
        )
    return World(therapist, person, episode, tuple(today), before, late, group, meeting, goal, tuple(people[1:]))
