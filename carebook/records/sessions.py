"""One person's sessions of therapy: planned by a series or by hand, recorded by who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class SessionState(Enum):
    """What became of a session. One that nobody recorded within the limit reads "not recorded"; that is computed, never kept."""

    PLANNED = "planned"
    DONE = "done"
    PARTIAL = "partial"
    CANCELLED_RESIDENT = "cancelled_resident"
    CANCELLED_STAFF = "cancelled_staff"
    CANCELLED_OTHER = "cancelled_other"
    NO_SHOW = "no_show"


SESSION_WORDS: dict[SessionState, str] = {
    SessionState.PLANNED: N_("Session planned"),
    SessionState.DONE: N_("Session done"),
    SessionState.PARTIAL: N_("Session partly done"),
    SessionState.CANCELLED_RESIDENT: N_("Cancelled by the resident"),
    SessionState.CANCELLED_STAFF: N_("Cancelled by staff"),
    SessionState.CANCELLED_OTHER: N_("Cancelled for another reason"),
    SessionState.NO_SHOW: N_("Did not come"),
}


class Cooperation(Enum):
    """How far somebody took part in a session."""

    NONE = "0"
    LITTLE = "1"
    FAIR = "2"
    FULL = "3"


COOPERATION_WORDS: dict[Cooperation, str] = {
    Cooperation.NONE: N_("Does not cooperate"),
    Cooperation.LITTLE: N_("Cooperates when urged"),
    Cooperation.FAIR: N_("Cooperates"),
    Cooperation.FULL: N_("Cooperates eagerly"),
}


class Course(Enum):
    """How a session compares with the last one."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


COURSE_WORDS: dict[Course, str] = {
    Course.BETTER: N_("Better than last time"),
    Course.SAME: N_("The same as last time"),
    Course.WORSE: N_("Worse than last time"),
}


class Assistance(Enum):
    """How much help an exercise needs."""

    NONE = "0"
    WATCHED = "1"
    LITTLE = "2"
    MUCH = "3"
    FULL = "4"


ASSISTANCE_WORDS: dict[Assistance, str] = {
    Assistance.NONE: N_("Without help"),
    Assistance.WATCHED: N_("Watched or reminded"),
    Assistance.LITTLE: N_("With little help"),
    Assistance.MUCH: N_("With much help"),
    Assistance.FULL: N_("Wholly by another"),
}


@dataclass(frozen=True)
class Session(Record):
    """One session of one person.

    ``occurs_on`` is the day the rule of its series gave it (None: planned by hand): a series never lays out a day twice,
    however often the session was moved; ``planned_on`` and ``planned_at`` are when it takes place now. ``done_by_id`` is
    who gave it, ``entered_by`` the account that recorded it. ``makes_up_for_id`` is a cancelled session it replaces.
    Pain is 0–10, ``borg`` 0–10.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    series_id: str | None = fact(N_("Series"), Kind.LINK, default=None)
    occurs_on: date | None = fact(N_("Day of the series"), shown=False, default=None)
    therapy_plan_id: str | None = fact(N_("Rehabilitation plan"), Kind.LINK, default=None)
    package_id: str | None = fact(N_("Package"), Kind.LINK, default=None)
    makes_up_for_id: str | None = fact(N_("Makes up for"), Kind.LINK, default=None)
    therapy: str = fact(N_("Therapy"), codes="therapy", required=True, default="pt")
    therapist_id: str | None = fact(N_("Therapist"), Kind.LINK, required=True, default=None)
    room_id: str | None = fact(N_("Therapy room"), Kind.LINK, default=None)
    planned_on: date = fact(N_("Planned on"), required=True)
    planned_at: time = fact(N_("Starts at"), required=True)
    minutes: int = fact(N_("Minutes"), unit=N_("minutes"), default=30)
    state: SessionState = fact(N_("State"), default=SessionState.PLANNED)
    reason: str | None = fact(N_("Reason"), codes="session_reason", default=None)
    reason_note: str = fact(N_("More about the reason"), default="")
    began_at: time | None = fact(N_("Really began at"), default=None)
    minutes_done: int | None = fact(N_("Minutes really done"), unit=N_("minutes"), default=None)
    signs_before: str = fact(N_("Vital signs before"), default="")
    signs_after: str = fact(N_("Vital signs after"), default="")
    pain_before: int | None = fact(N_("Pain before"), default=None)
    pain_after: int | None = fact(N_("Pain after"), default=None)
    cooperation: Cooperation | None = fact(N_("Cooperation"), default=None)
    borg: int | None = fact(N_("Exertion (Borg)"), default=None)
    course: Course | None = fact(N_("Compared with last time"), default=None)
    subjective: str = fact(N_("What the person says"), Kind.NOTE, default="")
    objective: str = fact(N_("What was seen and measured"), Kind.NOTE, default="")
    appraisal: str = fact(N_("Appraisal"), Kind.NOTE, default="")
    next_step: str = fact(N_("For the next session"), Kind.NOTE, default="")
    done_by_id: str | None = fact(N_("Given by"), Kind.LINK, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), default=None)


@dataclass(frozen=True)
class SessionExercise(Record):
    """One exercise of a session, from the library or in own words; sets × repeats, or minutes, with how much help."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    session_id: str = fact(N_("Session"), Kind.LINK, required=True)
    position: int = fact(N_("Position"), default=0)
    exercise: str | None = fact(N_("Exercise"), codes="exercise", default=None)
    text: str = fact(N_("In other words"), default="")
    sets: int | None = fact(N_("Sets"), default=None)
    repeats: int | None = fact(N_("Repeats"), context="of an exercise", default=None)
    minutes: int | None = fact(N_("Minutes"), unit=N_("minutes"), default=None)
    assistance: Assistance | None = fact(N_("Assistance"), default=None)
    remark: str = fact(N_("Remark"), default="")
