"""A whole course of therapy written straight into a book: one row of every record of rehabilitation and groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import TypeVar

from carebook.records.care_plans import Answer, PlanState
from carebook.records.devices import DeviceLoan
from carebook.records.groups import (
    Attendance,
    EducationGoal,
    EducationPlan,
    Group,
    GroupMember,
    GroupSession,
)
from carebook.records.packages import Package, Programme
from carebook.records.record import Record, table_of
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalRating,
    PlannedTherapy,
    Qualifier,
    RehabilitationDecision,
    RehabilitationGoal,
    RehabilitationInForce,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.records.schedules import GroupSeries, SessionSeries, StaffLeave, TherapyRoom
from carebook.records.sessions import Session, SessionExercise, SessionState
from carebook.records.staff import StaffMember
from carebook.store.book import Writer, new_id

R = TypeVar("R", bound=Record)
DAY = date(2026, 6, 1)  # a Monday
MOMENT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
BY_STAY: tuple[type[Record], ...] = (
    *(RehabilitationPlan, RehabilitationInForce, RehabilitationDecision, RehabilitationReview, PlannedTherapy),
    *(RehabilitationGoal, FunctionRating, GoalRating, SessionSeries, Session, SessionExercise),
    *(Package, DeviceLoan, GroupMember, Attendance, EducationPlan, EducationGoal),
)
TABLES = frozenset(table_of(cls) for cls in BY_STAY)


def as_it_is(record: Record) -> Record:
    """The record, undressed."""
    return record


def whole_therapy(
    writer: Writer, episode_id: str, dress: Callable[[Record], Record] = as_it_is
) -> Mapping[type[Record], Record]:
    """Write the therapy of one stay; ``dress`` changes every record before it is written. Returns what was kept, by class."""
    kept: dict[type[Record], Record] = {}

    def add(record: R) -> R:
        written = writer.add(dress(record) if type(record) in BY_STAY else record)
        kept[type(written)] = written
        return written  # type: ignore[return-value]

    therapist = add(StaffMember(full_name="Lưu Văn Kim Giao", post="KTV vật lý trị liệu"))
    room = add(TherapyRoom(name="Phòng PHCN 1", places=2))
    add(StaffLeave(staff_member_id=therapist.id, from_on=date(2026, 6, 22), to_on=date(2026, 6, 24)))
    stay, own = {"episode_id": episode_id}, new_id()
    plan = add(
        RehabilitationPlan(
            **stay,
            state=PlanState.APPROVED,
            indication="Tập đi",
            diagnosis="Liệt nửa người phải",
            from_on=DAY,
            approved_at=MOMENT,
            round=1,
        )
    )
    about = stay | {"therapy_plan_id": plan.id}
    add(RehabilitationInForce(**about, since_at=MOMENT))
    add(
        RehabilitationDecision(
            **about, round=1, tier="physician", answer=Answer.APPROVED, comment="Tập nhẹ", decided_at=MOMENT
        )
    )
    add(RehabilitationReview(**about, done_on=date(2026, 6, 29), results="Đi 5 m", proposal="continue"))
    add(PlannedTherapy(**about, therapy="pt", technique="Đi với khung", per_week=3, sessions=36, minutes=30))
    goal = add(
        RehabilitationGoal(**about, thread=own, text="Đi 10 m bằng khung", importance=3, difficulty=2, levels=("",) * 5)
    )
    add(FunctionRating(**about, code="d450", qualifier=Qualifier.SEVERE, note="Cần người đỡ"))
    series = add(
        SessionSeries(
            **stay,
            therapist_id=therapist.id,
            room_id=room.id,
            weekdays=("MO", "WE", "FR"),
            from_on=DAY,
            count=36,
            starts_at=time(8, 30),
        )
    )
    package = add(Package(**stay, name="Gói 24 buổi", from_on=DAY, sessions=24, payer="Con gái"))
    session = add(
        Session(
            **stay,
            series_id=series.id,
            occurs_on=DAY,
            package_id=package.id,
            therapist_id=therapist.id,
            room_id=room.id,
            planned_on=DAY,
            planned_at=time(8, 30),
            state=SessionState.DONE,
            subjective="Đỡ đau",
            recorded_at=MOMENT,
        )
    )
    add(SessionExercise(**stay, session_id=session.id, exercise="walk_frame", sets=3, repeats=5))
    add(GoalRating(**stay, thread=goal.thread, session_id=session.id, rated_on=DAY, level=-1))
    add(DeviceLoan(**stay, device="walking_frame", number="PHCN-07", lent_on=DAY))
    programme = add(Programme(name="Lớp khiếm thính", kind="special_class", from_on=DAY))
    group = add(
        Group(
            name="Chuyện xưa",
            purpose="Nhớ lại",
            leader_id=therapist.id,
            room_id=room.id,
            from_on=DAY,
            programme_id=programme.id,
        )
    )
    timetable = add(
        GroupSeries(
            group_id=group.id, leader_id=therapist.id, weekdays=("FR",), from_on=DAY, starts_at=time(15, 0), minutes=60
        )
    )
    member = add(GroupMember(**stay, group_id=group.id, joined_on=DAY, own_goal="Kể một chuyện"))
    meeting = add(
        GroupSession(
            group_id=group.id,
            series_id=timetable.id,
            occurs_on=date(2026, 6, 5),
            leader_id=therapist.id,
            planned_on=date(2026, 6, 5),
            planned_at=time(15, 0),
        )
    )
    add(Attendance(**stay, group_session_id=meeting.id, member_id=member.id, remark="Hát được"))
    lessons = add(
        EducationPlan(
            **stay,
            group_id=group.id,
            school_year="2026-2027",
            teacher_id=therapist.id,
            made_on=DAY,
            strengths="Nhớ tốt",
        )
    )
    add(EducationGoal(**stay, education_plan_id=lessons.id, text="200 ký hiệu"))
    return kept
