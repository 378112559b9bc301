"""A course of therapy written straight into a book: sessions of every outcome, goals rated, a scale, a package, a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.episodes import Episode
from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState, Presence
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.packages import Package
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationPlan
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import StaffMember
from carebook.store.book import Writer, new_id
from carebook.store.instruments import keep_file, shipped
from tests import samples

START = date(2026, 7, 27)  # a Monday


@dataclass(frozen=True)
class Course:
    """What was written: the stay, who gave the sessions, who stood in once."""

    episode: Episode
    therapist: StaffMember
    other: StaffMember


def course(writer: Writer, *, confidential: bool = False) -> Course:
    """A course of ten sessions from 27/07 on, goals rated four times, one scale twice, a package and a group."""
    number = 2 if confidential else 1
    person = writer.add(samples.person(code=f"CB-{number:06}", full_name=f"Trần Thị An {number}", alias="Hoa Mai"))
    episode = writer.add(samples.episode(person.id, confidential=confidential))
    own = {"episode_id": episode.id}
    therapist = writer.add(samples.staff_member(full_name="Lưu Văn Kim Giao"))
    other = writer.add(samples.staff_member(full_name="Bế Thị Mộc Lan"))
    approved = datetime(2026, 7, 25, 3, tzinfo=UTC)
    plan = writer.add(RehabilitationPlan(**own, state=PlanState.APPROVED, indication="Tập đi", approved_at=approved))
    threads = []
    for place, weight in enumerate((3, 2)):
        goal = writer.add(
            RehabilitationGoal(
                **own,
                therapy_plan_id=plan.id,
                thread=new_id(),
                position=place,
                importance=weight,
                difficulty=2,
                life=GoalLife.ACTIVE,
                instrument="" if place else "barthel",
                to_value="" if place else "70",
            )
        )
        threads.append(goal.thread)
    for day, levels in ((0, (-2, -2)), (30, (-1, -2)), (60, (0, -1)), (92, (0, 0))):
        for thread, level in zip(threads, levels, strict=True):
            writer.add(GoalRating(**own, thread=thread, rated_on=START + timedelta(day), level=level))
    package = writer.add(
        Package(**own, name="Gói 1", from_on=START, sessions=12, therapy="pt", ended_on=START + timedelta(60))
    )
    states = [
        *[(SessionState.DONE, None)] * 5,
        (SessionState.PARTIAL, "tired"),
        (SessionState.CANCELLED_RESIDENT, "hospital"),
        (SessionState.CANCELLED_STAFF, "staff_sick"),
        (SessionState.NO_SHOW, "no_word"),
        (SessionState.PLANNED, None),
    ]
    for week, (state, reason) in enumerate(states):
        writer.add(
            Session(
                **own,
                package_id=package.id,
                therapist_id=therapist.id,
                done_by_id=other.id if week == 1 else None,
                planned_on=START + timedelta(weeks=week),
                planned_at=time(8, 30),
                state=state,
                reason=reason,
                minutes_done=25 if state is SessionState.PARTIAL else None,
                pain_before=4 if week == 0 else None,
            )
        )
    struck = writer.add(Session(**own, therapist_id=therapist.id, planned_on=START, planned_at=time(10, 0)))
    writer.withdraw(Session, struck.id, "ghi nhầm")
    _scales(writer, episode.id)
    group = writer.add(Group(name="Chuyện xưa", purpose="Nhớ lại", leader_id=therapist.id, from_on=START))
    member = writer.add(GroupMember(**own, group_id=group.id, joined_on=START))
    for week, presence in enumerate((Presence.PRESENT, Presence.LATE, Presence.EXCUSED)):
        meeting = writer.add(
            GroupSession(
                group_id=group.id,
                leader_id=therapist.id,
                planned_on=START + timedelta(weeks=week),
                planned_at=time(15, 0),
                state=GroupSessionState.HELD,
            )
        )
        writer.add(Attendance(**own, group_session_id=meeting.id, member_id=member.id, presence=presence))
    return Course(episode, therapist, other)


def _scales(writer: Writer, episode_id: str) -> None:
    keep_file(writer, shipped()["barthel"])
    answers = {
        START - timedelta(3): (5, 0, 0, 5, 10, 5, 0, 5, 0, 0),
        date(2026, 9, 25): (5, 0, 5, 5, 10, 5, 5, 10, 10, 0),
    }
    for day, values in answers.items():
        score = writer.add(
            InstrumentScore(
                episode_id=episode_id, instrument="barthel", file_version=1, scored_on=day, state=FormState.COMPLETED
            )
        )
        for item, value in enumerate(values, 1):
            writer.add(ItemAnswer(episode_id=episode_id, score_id=score.id, item=str(item), value=float(value)))
