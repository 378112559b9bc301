"""What therapy, groups, packages and devices of one stay still wait for, gathered for the due board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Unrecorded:
    """Sessions of one therapist that nobody recorded: how many, and the oldest."""

    therapist_id: str | None
    session_id: str
    oldest_on: date
    count: int


@dataclass(frozen=True)
class UnrecordedGroup:
    """Sessions of one group that one leader did not record: how many, and the oldest."""

    group_id: str
    group: str
    leader_id: str | None
    session_id: str
    oldest_on: date
    count: int


@dataclass(frozen=True)
class WaitingVersion:
    """A version of the rehabilitation plan that waits for an answer, and the roles that give it."""

    plan_id: str
    number: int
    submitted_on: date
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanToReview:
    """The rehabilitation plan in force and the day it is to be assessed again; ``owner_id`` is who submitted it."""

    plan_id: str
    review_on: date
    owner_id: str | None = None


@dataclass(frozen=True)
class OpenPackage:
    """A package that goes on: sessions left, the day of its last one, the day of its re-assessment.

    ``measured_on`` is the day of the stay's newest finished sheet of a scale.
    """

    package_id: str
    left: int
    last_on: date | None = None
    reassess_on: date | None = None
    measured_on: date | None = None


@dataclass(frozen=True)
class Lent:
    """A device somebody still has, in words; the days it is to be checked and given back; ``owner_id`` is who fitted it.

    ``left_on`` is the day the stay ended: then the device is due back, whatever was agreed.
    """

    loan_id: str
    device: str
    check_on: date | None = None
    due_back_on: date | None = None
    owner_id: str | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Missed:
    """An absence without a reason from a session of a group that nobody asked about yet."""

    group_id: str
    session_id: str
    group: str
    missed_on: date
    leader_id: str | None = None


@dataclass(frozen=True)
class PupilPlan:
    """An individual education plan and the day of its next review."""

    plan_id: str
    group_id: str
    review_on: date
    teacher_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class TherapyDue:
    """Everything of one stay; ``name`` is the alias and ``masked`` is true when the reader may not see who it is."""

    person_id: str
    episode_id: str
    name: str
    masked: bool = False
    ward_id: str | None = None
    case_manager_id: str | None = None
    unrecorded: tuple[Unrecorded, ...] = ()
    waiting: tuple[WaitingVersion, ...] = ()
    review: PlanToReview | None = None
    packages: tuple[OpenPackage, ...] = ()
    devices: tuple[Lent, ...] = ()
    missed: tuple[Missed, ...] = ()
    pupil_plans: tuple[PupilPlan, ...] = ()
