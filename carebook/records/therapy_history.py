"""What therapy and groups left behind in a period, as figures need it: codes, days and counts, never words about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SessionCount:
    """So many (``times``) sessions of one stay and therapy that ended alike; ``course`` is "" where nobody compared."""

    episode_id: str
    therapy: str
    state: str
    reason: str = ""
    course: str = ""
    times: int = 1


@dataclass(frozen=True)
class GroupUse:
    """One group or class with the number of its sessions held in the period; ``therapy`` is "" where it counts as none."""

    group_id: str
    name: str
    kind: str
    therapy: str
    held: int


@dataclass(frozen=True)
class Coming:
    """So many sessions of one group for one member: came (``present`` or ``late``), away (``excused`` or ``absent``), or the
    session was ``not_held`` or is still ``planned``."""

    group_id: str
    episode_id: str
    presence: str
    reason: str = ""
    times: int = 1


@dataclass(frozen=True)
class GoalReached:
    """A goal of a rehabilitation plan that was achieved; ``therapies`` are those of its plan."""

    episode_id: str
    thread: str
    achieved_on: date
    therapies: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeviceGiven:
    """A device handed out."""

    episode_id: str
    device: str
    given_on: date


@dataclass(frozen=True)
class Pupil:
    """Somebody in a class on a day."""

    group_id: str
    episode_id: str


@dataclass(frozen=True)
class TherapyHistory:
    """Everything of a period."""

    sessions: tuple[SessionCount, ...] = ()
    groups: tuple[GroupUse, ...] = ()
    comings: tuple[Coming, ...] = ()
    goals: tuple[GoalReached, ...] = ()
    devices: tuple[DeviceGiven, ...] = ()
    pupils: tuple[Pupil, ...] = ()


NO_THERAPY = TherapyHistory()
"""A period in which nothing of it happened."""
