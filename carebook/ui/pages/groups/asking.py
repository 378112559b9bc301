"""What the page of groups asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.care_plans import Goal
from carebook.records.groups import Group
from carebook.records.packages import Programme
from carebook.records.schedules import TherapyRoom
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.care_plans import goals_in_force
from carebook.store.drafts import Draft, own_draft
from carebook.store.groups import (
    AbsenceToAsk,
    GroupFile,
    GroupLine,
    Roster,
    absences_to_follow_up,
    groups,
    roster,
)
from carebook.store.people import PeopleFilter, PersonRow, people
from carebook.ui.parts.fields import Choices

GROUP_FORM, MEMBER_FORM, SESSION_FORM = "group", "group_member", "group_session"


@dataclass(frozen=True)
class Groups:
    """All groups, and who is to be asked about."""

    lines: tuple[GroupLine, ...]
    absences: tuple[AbsenceToAsk, ...]


@dataclass(frozen=True)
class Choosing:
    """What the form of a group offers, and the draft of it: staff of today, open rooms, programmes."""

    group: Group
    staff: Choices
    rooms: Choices
    programmes: Choices
    draft: Draft | None


@dataclass(frozen=True)
class MemberGoals:
    """The goals of the care plan of one member, and what was typed about them before."""

    goals: tuple[Goal, ...]
    draft: Draft | None


@dataclass(frozen=True)
class OpenRoster:
    """The roster of a session, with what was typed before; ``staff`` may have led it."""

    roster: Roster
    staff: Choices
    draft: Draft | None


def all_groups(reader: Reader, today: date, closed: bool) -> Groups:
    """The running groups, or those that have ended."""
    return Groups(groups(reader, today, closed=closed), absences_to_follow_up(reader, today))


def choosing(reader: Reader, group: Group, today: date) -> Choosing:
    """The form of a group, new when it has no id."""
    named = {group.leader_id}
    rooms = reader.records(TherapyRoom, order="name, id")
    return Choosing(
        group,
        _staff(reader, today, named),
        [(one.id, one.name) for one in rooms if one.closed_on is None or one.id == group.room_id],
        [(one.id, one.name) for one in reader.records(Programme, order="name, id")],
        own_draft(reader, GROUP_FORM, group.id),
    )


def goals_of(reader: Reader, episode_id: str, member_id: str) -> MemberGoals:
    """What a member's own goal may serve."""
    return MemberGoals(goals_in_force(reader, episode_id), own_draft(reader, MEMBER_FORM, member_id))


def open_roster(reader: Reader, session_id: str, today: date) -> OpenRoster | None:
    """The roster of a session."""
    found = roster(reader, session_id)
    if found is None:
        return None
    named = {found.session.leader_id, found.session.done_by_id}
    return OpenRoster(found, _staff(reader, today, named), own_draft(reader, SESSION_FORM, session_id))


def who_may_join(reader: Reader, file: GroupFile, today: date) -> list[PersonRow]:
    """Everybody with an open stay who may be seen and is not in the group."""
    there = {one.episode_id for one in file.members_on(today)}
    found = people(reader, PeopleFilter(who="present"), today)
    return [one for one in found if one.episode_id and one.episode_id not in there and not one.masked]


def _staff(reader: Reader, today: date, named: set[str | None]) -> Choices:
    """The staff of today, and whom the record names."""
    here = {one.id for one in staff.staff_members(reader, today)} | named
    return [(one.id, one.full_name) for one in staff.staff_members(reader) if one.id in here]
