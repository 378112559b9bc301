"""What the questions about the schedule answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from carebook.records.groups import GroupSessionState
from carebook.records.schedules import StaffLeave
from carebook.records.sessions import SessionState
from carebook.rules.schedules import Away, Clash, Load, Occurrence, Warn, on_leave

SESSION, GROUP = "session", "group"


@dataclass(frozen=True)
class PlannedSlot:
    """A session of a person (``kind`` "session") or of a group ("group") in the schedule.

    ``title`` is the person's name (their alias when ``masked``: then it does not open) or the group's. ``late``: planned,
    and not recorded within the limit. ``moved``: not on the day its series gave it. ``members`` is how many people of a
    group were in it on that day.
    """

    id: str
    kind: str
    version: int
    therapy: str
    title: str
    on: date
    at: time
    minutes: int
    state: SessionState | GroupSessionState
    person_id: str = ""
    episode_id: str = ""
    masked: bool = False
    group_id: str = ""
    staff_id: str = ""
    staff_name: str = ""
    room_id: str = ""
    room_name: str = ""
    late: bool = False
    reason: str | None = None
    series_id: str = ""
    occurs_on: date | None = None
    moved: bool = False
    members: int = 0

    @property
    def planned_on(self) -> date:
        """The day, as the records call it."""
        return self.on

    @property
    def planned_at(self) -> time:
        """The time, as the records call it."""
        return self.at

    @property
    def is_open(self) -> bool:
        """Whether nothing was recorded yet, so that it can be moved."""
        return self.state in (SessionState.PLANNED, GroupSessionState.PLANNED)

    @property
    def is_off(self) -> bool:
        """Whether it is cancelled or did not take place, so that its time is free again."""
        return self.state not in HOLDING


HOLDING = frozenset(
    {
        *(SessionState.PLANNED, SessionState.DONE, SessionState.PARTIAL, SessionState.NO_SHOW),
        *(GroupSessionState.PLANNED, GroupSessionState.HELD),
    }
)
"""The states in which a session holds its time against others."""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The sessions of a stretch of days in the order of time, with what the days are like.

    ``holidays`` are named days off, ``leaves`` the days staff are away, ``absences`` when people of these sessions are away,
    ``load`` how many people each staff member sees alone by (staff member, day); groups are not counted in it.
    """

    slots: tuple[PlannedSlot, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    leaves: tuple[StaffLeave, ...] = ()
    absences: tuple[Away, ...] = ()
    norm: int = 5
    load: Mapping[tuple[str, date], Load] = field(default_factory=dict)

    def on(self, day: date) -> tuple[PlannedSlot, ...]:
        """The sessions of one day."""
        return tuple(slot for slot in self.slots if slot.on == day)

    def away(self, slot: PlannedSlot) -> Away | None:
        """Why the person of a session is away on its day; None when they are not."""
        return next((one for one in self.absences if one.episode_id == slot.episode_id and one.covers(slot.on)), None)

    def leave(self, staff_id: str, day: date) -> StaffLeave | None:
        """The leave of a staff member on a day."""
        return next((one for one in self.leaves if one.staff_member_id == staff_id and on_leave(one, day)), None)


@dataclass(frozen=True, kw_only=True)
class Week(Timetable):
    """The seven days from ``monday`` on."""

    monday: date


@dataclass(frozen=True, kw_only=True)
class Day(Timetable):
    """One day."""

    day: date


@dataclass(frozen=True)
class LookAhead:
    """What planning would do: its days, the holidays it leaves out, what stands against it, what is good to know.

    ``load`` tells how many people the staff member would see one by one on each of the days, the fullest first.
    """

    days: tuple[Occurrence, ...] = ()
    left_out: Mapping[date, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    warnings: tuple[Warn, ...] = ()
    load: tuple[Load, ...] = ()
