"""What the questions about groups answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from carebook.records.groups import Attendance, Group, GroupMember, GroupSession, GroupSessionState
from carebook.records.schedules import GroupSeries


@dataclass(frozen=True)
class GroupLine:
    """A group in the list: who leads it, how many take part today, what was held and what is still to be recorded.

    ``to_record`` counts sessions of days before today of which nobody said anything; ``came`` of ``marked`` attendances.
    """

    group: Group
    leader: str
    members: int
    held: int
    not_held: int
    to_record: int
    came: int
    marked: int
    last_on: date | None
    next_session_id: str
    next_on: date | None
    next_at: time | None

    @property
    def id(self) -> str:
        return self.group.id


@dataclass(frozen=True)
class Member:
    """Somebody in a group as the asker may see them. ``masked``: ``name`` is an alias and ``record``, which holds the goal and
    the evaluation, is None. They came to ``came`` of the ``marked`` sessions they were marked in.
    """

    id: str
    group_id: str
    episode_id: str
    person_id: str
    code: str
    name: str
    room: str
    placement: str
    masked: bool
    joined_on: date
    left_on: date | None
    stay_ended_on: date | None
    came: int
    marked: int
    record: GroupMember | None

    def is_here_on(self, day: date) -> bool:
        """Whether they take part on the day: the membership and the stay cover it."""
        ends = [one for one in (self.left_on, self.stay_ended_on) if one is not None]
        return self.joined_on <= day and all(day <= end for end in ends)


@dataclass(frozen=True)
class SessionLine:
    """A session in the list of its group: how many came, of how many who were marked."""

    session: GroupSession
    leader: str
    came: int
    marked: int

    @property
    def id(self) -> str:
        return self.session.id


@dataclass(frozen=True)
class GroupFile:
    """One group: its members by name, its series, its sessions (the newest first).

    ``hours`` is after how long a session that nobody recorded reads "not recorded".
    """

    group: Group
    leader: str
    room: str
    programme: str
    members: tuple[Member, ...]
    series: tuple[GroupSeries, ...]
    sessions: tuple[SessionLine, ...]
    hours: int

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Who takes part on a day."""
        return tuple(one for one in self.members if one.is_here_on(day))

    @property
    def held(self) -> int:
        """How many sessions took place."""
        return sum(one.session.state is GroupSessionState.HELD for one in self.sessions)


@dataclass(frozen=True)
class RosterRow:
    """One member on the roster. ``away`` is the reason (a code of absence_reason) that is known beforehand because they are in
    hospital or on leave that day, "" otherwise. Of a masked member the remark is withheld.
    """

    member: Member
    attendance: Attendance | None
    away: str = ""

    @property
    def id(self) -> str:
        return self.member.id


@dataclass(frozen=True)
class Roster:
    """The roster of a session: everybody who takes part that day and everybody marked, in the order of names.

    ``number`` counts the sessions of the group up to this one (0 when it did not take place); ``lessons`` is what the
    session before taught for this one.
    """

    session: GroupSession
    group: Group
    leader: str
    room: str
    number: int
    lessons: str
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True)
class Membership:
    """A group somebody is or was in; they came to ``came`` of the ``marked`` sessions they were marked in."""

    group: Group
    member: GroupMember
    came: int
    marked: int


@dataclass(frozen=True)
class Attended:
    """What is marked of one member in one session of the group that took place."""

    session: GroupSession
    attendance: Attendance


@dataclass(frozen=True)
class ServingGroup:
    """A group somebody is in for a goal of their care plan; ``sessions`` are those they were marked in, the oldest first."""

    membership: Membership
    leader: str
    sessions: tuple[Attended, ...]


@dataclass(frozen=True)
class AbsenceToAsk:
    """Somebody who stayed away without a reason and is to be asked about by ``due_on``. A masked person stands there by alias
    and opens for nobody who may not see them. ``in_a_row`` counts the sessions missed one after the other.
    """

    attendance: Attendance
    session: GroupSession
    group: Group
    person_id: str
    name: str
    masked: bool
    due_on: date
    in_a_row: int

    @property
    def id(self) -> str:
        return self.attendance.id
