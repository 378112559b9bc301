"""The rehabilitation of the big book: plans with goals rated every month, two sessions a week for ten years, and groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import Any

from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.records.people import Sex
from carebook.records.record import Record
from carebook.records.rehabilitation import (
    GoalRating,
    PlannedTherapy,
    RehabilitationGoal,
    RehabilitationInForce,
    RehabilitationPlan,
)
from carebook.records.schedules import GroupSeries, SessionSeries, TherapyRoom, Weekday
from carebook.records.sessions import Cooperation, Course, Session, SessionExercise, SessionState
from carebook.records.staff import Actor, StaffMember
from carebook.store.book import Writer, new_id
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import Days, moment
from carebook.stories.names import Names

AHEAD_DAYS = 14
"""So many days ahead of today are laid out."""
_THERAPISTS, _A_DAY = 8, 14
_GOALS = ("Đi 10 m bằng khung, có người đứng cạnh", "Tự mặc áo cài cúc trong 10 phút")
_EXERCISES = ("walk_frame", "sit_stand", "buttons", "active_range")
_STATES = (
    *((SessionState.DONE, 84), (SessionState.PARTIAL, 6), (SessionState.CANCELLED_RESIDENT, 4)),
    *((SessionState.NO_SHOW, 2), (SessionState.CANCELLED_STAFF, 2), (SessionState.CANCELLED_OTHER, 2)),
)
_REASONS = {
    SessionState.PARTIAL: "tired",
    SessionState.CANCELLED_RESIDENT: "fever",
    SessionState.NO_SHOW: "family_busy",
    SessionState.CANCELLED_STAFF: "staff_duty",
    SessionState.CANCELLED_OTHER: "weather",
}
_HELD = (SessionState.DONE, SessionState.PARTIAL)
_GROUPS = ("Thể dục dưỡng sinh sáng", "Chuyện xưa", "Vườn rau", "Tuổi mới lớn", "May vá", "Hát cùng nhau")
_GROUP_WEEKS, _MEMBERS = 104, 15
# What is named by others is written before them.
_ORDER: tuple[type[Record], ...] = (
    *(RehabilitationPlan, RehabilitationInForce, PlannedTherapy, RehabilitationGoal, SessionSeries, Session),
    *(SessionExercise, GoalRating, Group, GroupSeries, GroupMember, GroupSession, Attendance),
)


def write_therapy(writer: Writer, files: Sequence[Sequence[Record]]) -> None:
    """Write courses of therapy in one transaction, class by class."""
    rows: dict[type[Record], list[Record]] = defaultdict(list)
    for file in files:
        for record in file:
            rows[type(record)].append(record)
    for cls in _ORDER:
        writer.add_many(rows[cls])


@dataclass(frozen=True)
class Gym:
    """Who gives therapy in the big book, and the room of each."""

    therapists: Sequence[str]
    rooms: Sequence[str]


def gym(writer: Writer, rng: Random, names: Names) -> Gym:
    """The therapists with a room each, written."""
    therapists, rooms = [], []
    for number in range(1, _THERAPISTS + 1):
        name = names.person(Sex.MALE if number % 2 else Sex.FEMALE, 1985, names.ethnicity())
        therapists.append(writer.add(StaffMember(full_name=name, post="Kỹ thuật viên PHCN")).id)
        rooms.append(writer.add(TherapyRoom(name=f"Phòng tập {number}", places=rng.randint(1, 3))).id)
    return Gym(therapists, rooms)


@dataclass(frozen=True)
class TherapyFiles:
    """Invents courses of therapy; the same ``rng`` gives the same ones."""

    rng: Random
    days: Days
    by: Actor
    gym: Gym

    def of(self, number: int, stay: Staying) -> list[Record]:
        """Everything the therapy of the ``number``-th person here left behind; nobody is in two sessions at a time."""
        return list(self._course(number, stay))

    def _course(self, number: int, stay: Staying) -> Iterator[Record]:
        place = number % _THERAPISTS
        turn = number // _THERAPISTS
        days = (0, 2) if turn % 2 else (1, 3)
        minute = 450 + 30 * (turn // 2 % _A_DAY)
        at = time(minute // 60, minute % 60)
        approved = moment(stay.first, "09:00")
        own: dict[str, Any] = {"episode_id": stay.id}
        plan = RehabilitationPlan(
            id=new_id(),
            **own,
            state=PlanState.APPROVED,
            ordered_by_id=self.by.staff_member_id,
            diagnosis="Yếu nửa người phải",
            indication="Tập đi và tập sinh hoạt hằng ngày",
            from_on=stay.first,
            submitted_at=approved,
            approved_at=approved,
            round=1,
        )
        about = own | {"therapy_plan_id": plan.id}
        yield plan
        yield RehabilitationInForce(**about, since_at=approved)
        yield PlannedTherapy(**about, therapy="pt", per_week=2, minutes=30, therapist_id=self.gym.therapists[place])
        goals = [
            RehabilitationGoal(**about, thread=new_id(), position=n, text=text, importance=2, life=GoalLife.ACTIVE)
            for n, text in enumerate(_GOALS)
        ]
        yield from goals
        for goal in goals:
            level = -2.0
            for back in range((stay.last - stay.first).days // 30, -1, -1):
                level = min(2.0, level + self.rng.choice((0, 0, 0, 0.5, -0.25)))
                yield GoalRating(
                    **own, thread=goal.thread, rated_on=self.days.back(30 * back), level=max(-2, round(level))
                )
        for year in range(stay.first.year, self.days.today.year + 1):
            first = max(stay.first, date(year, 1, 1))
            series = SessionSeries(
                id=new_id(),
                **about,
                therapist_id=self.gym.therapists[place],
                room_id=self.gym.rooms[place],
                weekdays=tuple(list(Weekday)[day].value for day in days),
                from_on=first,
                until_on=date(year, 12, 31),
                starts_at=at,
            )
            yield series
            last = min(date(year, 12, 31), self.days.back(-AHEAD_DAYS))
            yield from self._sessions(series, days, first, last)

    def _sessions(self, series: SessionSeries, weekdays: Sequence[int], first: date, last: date) -> Iterator[Record]:
        states, weights = [state for state, _ in _STATES], [weight for _, weight in _STATES]
        for day in _days(first, last, weekdays):
            past = day < self.days.today
            state = self.rng.choices(states, weights)[0] if past else SessionState.PLANNED
            held = state in _HELD
            assert series.starts_at is not None
            session = Session(
                id=new_id(),
                episode_id=series.episode_id,
                series_id=series.id,
                occurs_on=day,
                therapy_plan_id=series.therapy_plan_id,
                therapist_id=series.therapist_id,
                room_id=series.room_id,
                planned_on=day,
                planned_at=series.starts_at,
                state=state,
                reason=_REASONS.get(state),
                began_at=series.starts_at if held else None,
                minutes_done=self.rng.choice((30, 30, 25)) if held else None,
                cooperation=self.rng.choice(list(Cooperation)) if held else None,
                borg=self.rng.randint(2, 6) if held else None,
                course=self.rng.choice(list(Course)) if held else None,
                done_by_id=series.therapist_id if held else None,
                entered_by=self.by.account_id if past else None,
                recorded_at=_end(day, series.starts_at) if past else None,
            )
            yield session
            if held and (self.days.today - day).days < 365:
                yield SessionExercise(
                    episode_id=session.episode_id,
                    session_id=session.id,
                    exercise=self.rng.choice(_EXERCISES),
                    sets=3,
                    repeats=self.rng.randint(5, 12),
                )

    def groups(self, stays: Sequence[Staying]) -> Iterator[list[Record]]:
        """The groups of the last two years, each meeting weekly, with who came."""
        for place, name in enumerate(_GROUPS):
            yield list(self._group(place, name, stays))

    def _group(self, place: int, name: str, stays: Sequence[Staying]) -> Iterator[Record]:
        first = self.days.back(7 * _GROUP_WEEKS)
        leader = self.gym.therapists[place]
        group = Group(
            id=new_id(),
            name=name,
            purpose="Vui, khỏe, có bạn",
            leader_id=leader,
            stage=GroupStage.WORKING,
            from_on=first,
        )
        series = GroupSeries(
            id=new_id(),
            group_id=group.id,
            leader_id=leader,
            weekdays=(list(Weekday)[place].value,),
            from_on=first,
            starts_at=time(15, 0),
            minutes=60,
        )
        yield group
        yield series
        joining = self.rng.sample(list(stays), min(_MEMBERS, len(stays)))
        members = [
            GroupMember(id=new_id(), episode_id=stay.id, group_id=group.id, joined_on=max(first, stay.first))
            for stay in joining
        ]
        yield from members
        for day in _days(first, self.days.back(-AHEAD_DAYS), [place]):
            past = day < self.days.today
            held = GroupSession(
                id=new_id(),
                group_id=group.id,
                series_id=series.id,
                occurs_on=day,
                leader_id=leader,
                planned_on=day,
                planned_at=time(15, 0),
                state=GroupSessionState.HELD if past else GroupSessionState.PLANNED,
                topic=name,
                done_by_id=leader if past else None,
                recorded_at=_end(day, time(16, 0)) if past else None,
            )
            yield held
            for member in members if past else ():
                presence = self.rng.choices(list(Presence), (88, 2, 8, 2))[0]
                yield Attendance(
                    episode_id=member.episode_id,
                    group_session_id=held.id,
                    member_id=member.id,
                    presence=presence,
                    participation=self.rng.choice(list(Participation)) if presence is Presence.PRESENT else None,
                )


def _days(first: date, last: date, weekdays: Sequence[int]) -> Iterator[date]:
    return (day for day in (first + n * DAY for n in range((last - first).days + 1)) if day.weekday() in weekdays)


def _end(day: date, at: time) -> datetime:
    return moment(day, f"{at:%H}:{min(59, at.minute + 29):02d}")
