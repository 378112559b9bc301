"""Groups and classes: the list, one group with members and sessions, the roster of a session, and who is to be asked about."""

from carebook.store.groups.members import groups_of, groups_serving, members_of
from carebook.store.groups.questions import group_file, groups
from carebook.store.groups.rosters import absences_to_follow_up, roster, write_roster
from carebook.store.groups.rows import (
    AbsenceToAsk,
    Attended,
    GroupFile,
    GroupLine,
    Member,
    Membership,
    Roster,
    RosterRow,
    ServingGroup,
    SessionLine,
)

__all__ = [
    "AbsenceToAsk",
    "Attended",
    "GroupFile",
    "GroupLine",
    "Member",
    "Membership",
    "Roster",
    "RosterRow",
    "ServingGroup",
    "SessionLine",
    "absences_to_follow_up",
    "group_file",
    "groups",
    "groups_of",
    "groups_serving",
    "members_of",
    "roster",
    "write_roster",
]
