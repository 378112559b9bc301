"""Groups and classes: their members, sessions, who came and how far they took part; individual education plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from carebook.records.care_plans import Achievement
from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class GroupStage(Enum):
    """The four stages of group work, and the end."""

    PREPARING = "preparing"
    BEGINNING = "beginning"
    WORKING = "working"
    ENDING = "ending"
    CLOSED = "closed"


GROUP_STAGE_WORDS: dict[GroupStage, str] = {
    GroupStage.PREPARING: N_("Group preparing"),
    GroupStage.BEGINNING: N_("Group beginning"),
    GroupStage.WORKING: N_("Group working"),
    GroupStage.ENDING: N_("Group ending"),
    GroupStage.CLOSED: N_("Group closed"),
}


class GroupSessionState(Enum):
    """What became of a session of a group."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"


GROUP_SESSION_WORDS: dict[GroupSessionState, str] = {
    GroupSessionState.PLANNED: N_("Session planned"),
    GroupSessionState.HELD: N_("Session held"),
    GroupSessionState.NOT_HELD: N_("Did not take place"),
}


class Presence(Enum):
    """Whether a member came."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


PRESENCE_WORDS: dict[Presence, str] = {
    Presence.PRESENT: N_("Member present"),
    Presence.LATE: N_("Came late"),
    Presence.EXCUSED: N_("Away with a reason"),
    Presence.ABSENT: N_("Away without a reason"),
}


class Participation(Enum):
    """How far a member took part."""

    NONE = "0"
    URGED = "1"
    FAIR = "2"
    ACTIVE = "3"


PARTICIPATION_WORDS: dict[Participation, str] = {
    Participation.NONE: N_("Does not take part"),
    Participation.URGED: N_("Takes part when urged"),
    Participation.FAIR: N_("Takes part fairly"),
    Participation.ACTIVE: N_("Takes part actively"),
}


@dataclass(frozen=True)
class Group(Record):
    """A group or class. ``kind`` decides what it is (the word "special_class" makes it a class with a register);
    ``therapy`` is set where its sessions count as therapy. ``fee`` is đồng a month, 0 where it is free.
    """

    name: str = fact(N_("Group"), required=True, default="")
    kind: str = fact(N_("Kind"), codes="group_kind", required=True, default="education")
    therapy: str | None = fact(N_("Counts as the therapy"), codes="therapy", default=None)
    programme_id: str | None = fact(N_("Programme"), Kind.LINK, default=None)
    purpose: str = fact(N_("Purpose"), Kind.NOTE, required=True, default="")
    criteria: str = fact(N_("For whom"), Kind.NOTE, default="")
    leader_id: str | None = fact(N_("Led by"), Kind.LINK, required=True, default=None)
    room_id: str | None = fact(N_("Therapy room"), Kind.LINK, default=None)
    places: int | None = fact(N_("Places"), default=None)
    planned_sessions: int | None = fact(N_("Number of sessions"), default=None)
    stage: GroupStage = fact(N_("Stage"), context="of a group", default=GroupStage.PREPARING)
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    school_year: str = fact(N_("School year"), hint=N_("for example 2026-2027"), default="")
    fee: int | None = fact(N_("Fee per month"), Kind.MONEY, unit="đ", default=None)
    evaluation: str = fact(N_("Evaluation at the end"), Kind.NOTE, default="")
    closed_on: date | None = fact(N_("Group closed on"), default=None)


@dataclass(frozen=True)
class GroupMember(Record):
    """Somebody in a group from–to, with a goal of their own; ``attends`` names the relative who comes for them (a parent)."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    group_id: str = fact(N_("Group"), Kind.LINK, required=True)
    attends: str = fact(N_("Relative who attends"), default="")
    joined_on: date | None = fact(N_("Joined on"), required=True, default=None)
    left_on: date | None = fact(N_("Left the group on"), default=None)
    left_because: str = fact(N_("Why they left the group"), default="")
    own_goal: str = fact(N_("Own goal"), default="")
    goal_thread: str | None = fact(N_("Serves the goal of the care plan"), Kind.DATA, shown=False, default=None)
    achievement: Achievement = fact(N_("Achievement"), default=Achievement.NOT_RATED)
    evaluation: str = fact(N_("Evaluation of the member"), Kind.NOTE, default="")


@dataclass(frozen=True)
class GroupSession(Record):
    """One session of a group; ``occurs_on`` is the day its series gave it (None: planned by hand)."""

    group_id: str = fact(N_("Group"), Kind.LINK, required=True)
    series_id: str | None = fact(N_("Series"), Kind.LINK, default=None)
    occurs_on: date | None = fact(N_("Day of the series"), shown=False, default=None)
    leader_id: str | None = fact(N_("Led by"), Kind.LINK, required=True, default=None)
    room_id: str | None = fact(N_("Therapy room"), Kind.LINK, default=None)
    planned_on: date = fact(N_("Planned on"), required=True)
    planned_at: time = fact(N_("Starts at"), required=True)
    minutes: int = fact(N_("Minutes"), unit=N_("minutes"), default=60)
    state: GroupSessionState = fact(N_("State"), default=GroupSessionState.PLANNED)
    reason: str | None = fact(N_("Reason"), codes="not_held_reason", default=None)
    reason_note: str = fact(N_("More about the reason"), default="")
    subject: str | None = fact(N_("Subject"), codes="lesson_subject", context="of a class", default=None)
    topic: str = fact(N_("Topic"), default="")
    activities: str = fact(N_("Activities"), Kind.NOTE, default="")
    materials: str = fact(N_("Materials"), default="")
    course: str = fact(N_("Course of the session"), Kind.NOTE, default="")
    dynamics: str = fact(N_("Dynamics of the group"), Kind.NOTE, default="")
    result: str = fact(N_("Result"), Kind.NOTE, context="of a group session", default="")
    lessons: str = fact(N_("Lessons for the next session"), Kind.NOTE, default="")
    done_by_id: str | None = fact(N_("Given by"), Kind.LINK, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), default=None)


@dataclass(frozen=True)
class Attendance(Record):
    """Whether one member came to one session, how far they took part, and what was done about an absence."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    group_session_id: str = fact(N_("Session of the group"), Kind.LINK, required=True)
    member_id: str = fact(N_("Member of the group"), Kind.LINK, required=True)
    presence: Presence = fact(N_("Attendance"), required=True, default=Presence.PRESENT)
    reason: str | None = fact(N_("Reason"), codes="absence_reason", default=None)
    participation: Participation | None = fact(N_("Participation"), default=None)
    remark: str = fact(N_("Remark"), default="")
    followed_up_on: date | None = fact(N_("Asked about on"), default=None)
    follow_up: str = fact(N_("What came of asking"), default="")


@dataclass(frozen=True)
class EducationPlan(Record):
    """The individual education plan of a pupil for a school year or term, in one class."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    group_id: str = fact(N_("Class"), Kind.LINK, context="education plan", required=True)
    school_year: str = fact(N_("School year"), hint=N_("for example 2026-2027"), required=True, default="")
    teacher_id: str | None = fact(N_("Teacher"), Kind.LINK, required=True, default=None)
    made_on: date | None = fact(N_("Made on"), required=True, default=None)
    strengths: str = fact(N_("Strengths"), Kind.NOTE, default="")
    needs: str = fact(N_("Needs"), Kind.NOTE, context="of a pupil", default="")
    communication: str = fact(N_("Ways of communicating"), Kind.NOTE, default="")
    family_part: str = fact(N_("What the family does"), Kind.NOTE, default="")
    review_on: date | None = fact(N_("Review on"), default=None)
    reviewed_on: date | None = fact(N_("Reviewed on"), default=None)
    results: str = fact(N_("Results"), Kind.NOTE, default="")
    agreed_by: str = fact(N_("Who agreed"), default="")


@dataclass(frozen=True)
class EducationGoal(Record):
    """One goal of an individual education plan."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    education_plan_id: str = fact(N_("Education plan"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    area: str = fact(N_("Area"), codes="education_area", context="of learning", required=True, default="language")
    text: str = fact(N_("Goal"), required=True, default="")
    how: str = fact(N_("How it is taught"), default="")
    from_value: str = fact(N_("Level now"), default="")
    to_value: str = fact(N_("Level to reach"), default="")
    due_on: date | None = fact(N_("To be reached by"), default=None)
    achievement: Achievement = fact(N_("Achievement"), default=Achievement.NOT_RATED)
    remark: str = fact(N_("Remark"), default="")
