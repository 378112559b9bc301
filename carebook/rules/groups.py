"""Groups and classes: what a group, a membership and the roster of a session must say, and who is to be asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from carebook.dates import VIETNAM, written
from carebook.records.codes import HolidayRow
from carebook.records.episodes import AbsenceKind
from carebook.records.groups import (
    Attendance,
    Group,
    GroupMember,
    GroupSession,
    GroupSessionState,
    GroupStage,
    Participation,
    Presence,
)
from carebook.rules.calendar import add_working_days
from carebook.rules.problem import Problem, warning
from carebook.words import message

CLASS = "special_class"
"""The kind of group that is a class with a register."""
STAGES = tuple(GroupStage)
CAME = frozenset({Presence.PRESENT, Presence.LATE})
LONGEST, LONGEST_LINE = 10_000, 300
MOST_PLACES = 500
EARLIEST, FARTHEST = 1950, 20
_NOTES = ("purpose", "criteria", "evaluation")
_MINUTES = ("activities", "course", "dynamics", "result", "lessons")
_REASON_AWAY = {
    AbsenceKind.HOSPITAL: "hospital",
    AbsenceKind.LEAVE: "on_leave",
    AbsenceKind.TET_LEAVE: "on_leave",
    AbsenceKind.TRIAL_STAY: "on_leave",
    AbsenceKind.MISSING: "other",
    AbsenceKind.ON_DUTY: "other",
}


# groups and their stages


def problems_in_group(group: Group, *, today: date) -> list[Problem]:
    """Errors and warnings of a group; the fields are its own."""
    return list(_in_group(group, today))


def _in_group(group: Group, today: date) -> Iterator[Problem]:
    if not group.name.strip():
        yield Problem("name", message("Give the group a name."))
    if not group.purpose.strip():
        yield Problem("purpose", message("Write what the group is for."))
    if group.leader_id is None:
        yield Problem("leader_id", message("Choose who leads the group."))
    if group.from_on is None:
        yield Problem("from_on", message("Write from when the group meets."))
    yield from _plausible("from_on", group.from_on, today)
    yield from _plausible("to_on", group.to_on, today)
    if group.from_on and group.to_on and group.to_on < group.from_on:
        said = message("The end ({end}) lies before the beginning ({start}).", **_span(group.to_on, group.from_on))
        yield Problem("to_on", said)
    if group.places is not None and not 1 <= group.places <= MOST_PLACES:
        yield Problem("places", message("A group has between 1 and {most} places.", most=MOST_PLACES))
    if group.planned_sessions is not None and not 1 <= group.planned_sessions <= 1000:
        yield Problem("planned_sessions", message("A group has between 1 and 1,000 sessions."))
    if group.fee is not None and group.fee < 0:
        yield Problem("fee", message("A fee cannot be below 0."))
    if group.kind == CLASS and not group.school_year.strip():
        yield warning("school_year", message("A class belongs to a school year; write which."))
    yield from _too_long(group, _NOTES, ("name", "school_year"))


def following_stage(stage: GroupStage) -> GroupStage | None:
    """The stage that comes after; None after the end."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def problems_in_move(group: Group, stage: GroupStage, evaluation: str) -> list[Problem]:
    """What stands against moving the group to a stage. A closed group stays closed; one that ends without a word about what
    came of it is told.
    """
    if group.stage is GroupStage.CLOSED:
        return [Problem("stage", message("A closed group stays closed. Begin a new one."))]
    if stage is GroupStage.CLOSED and not evaluation.strip():
        return [warning("evaluation", message("Nothing is written about what came of the group."))]
    return []


# members


def problems_in_member(member: GroupMember, group: Group, *, since: date, until: date | None) -> list[Problem]:
    """Errors and warnings of a membership of somebody whose stay runs from ``since`` (to ``until``)."""
    return list(_in_member(member, group, since, until))


def _in_member(member: GroupMember, group: Group, since: date, until: date | None) -> Iterator[Problem]:
    joined, left = member.joined_on, member.left_on
    if joined is None:
        yield Problem("joined_on", message("Write from when they take part."))
    elif joined < since:
        said = message("They joined ({joined}) before the stay began ({start}).", **_joined(joined, since))
        yield Problem("joined_on", said)
    elif until is not None and joined > until:
        said = message(
            "They joined ({joined}) after the stay ended ({end}).", joined=written(joined), end=written(until)
        )
        yield Problem("joined_on", said)
    elif group.from_on is not None and joined < group.from_on:
        said = message("They joined ({joined}) before the group began ({start}).", **_joined(joined, group.from_on))
        yield warning("joined_on", said)
    if joined is not None and left is not None and left < joined:
        said = message("The end ({end}) lies before the beginning ({start}).", **_span(left, joined))
        yield Problem("left_on", said)
    yield from _too_long(member, ("evaluation", "own_goal"), ("attends", "left_because"))


def is_member_on(member: GroupMember, day: date) -> bool:
    """Whether the membership covers the day; the last day counts."""
    joined, left = member.joined_on, member.left_on
    return joined is not None and joined <= day and (left is None or day <= left)


# sessions and their rosters


@dataclass(frozen=True)
class Mark:
    """What the roster says of one member: nothing yet (``presence`` None), or whether they came, why not, how far they took
    part, and a remark.
    """

    presence: Presence | None = None
    reason: str | None = None
    participation: Participation | None = None
    remark: str = ""

    @property
    def came(self) -> bool:
        """Whether they were there, late or not."""
        return self.presence in CAME

    def with_presence(self, presence: Presence | None, away: str = "") -> Mark:
        """The mark with another presence: who came has no reason, who did not took no part. ``away`` is the reason that is
        known of somebody who is in hospital or on leave.
        """
        if presence in CAME:
            return replace(self, presence=presence, reason=None)
        kept = (self.reason or away or None) if presence is Presence.EXCUSED else None
        return replace(self, presence=presence, reason=kept, participation=None)

    def with_reason(self, reason: str | None) -> Mark:
        """The mark with a reason: who has one is away with a reason."""
        return replace(self, presence=Presence.EXCUSED, reason=reason, participation=None)

    def with_participation(self, level: Participation | None) -> Mark:
        """The mark with how far they took part: who took part was there."""
        came = self.presence if self.came else Presence.PRESENT
        return replace(self, presence=came, participation=level, reason=None)


def whole_group_present(marks: Iterable[tuple[Mark, str]]) -> list[Mark]:
    """ "Cả nhóm có mặt": everybody of whom nothing is said yet is present, except who is known to be away (the second of each
    pair is that reason, "" for nobody away); what is said already stays.
    """
    return [
        mark
        if mark.presence is not None
        else mark.with_presence(Presence.EXCUSED, away)
        if away
        else mark.with_presence(Presence.PRESENT)
        for mark, away in marks
    ]


def reason_away(kind: AbsenceKind) -> str:
    """The reason of an absence from a group for somebody who is away from the center (a code of absence_reason)."""
    return _REASON_AWAY[kind]


def problems_in_group_session(
    session: GroupSession, attendances: Sequence[Attendance], expected: Collection[str], *, today: date
) -> list[Problem]:
    """Errors and warnings of a session of a group and its roster; ``expected`` are the ids of the members of that day.

    The roster as a whole is the field "attendances", one line of it "attendances.<member id>".
    """
    return [*_in_session(session, today), *_in_roster(session, attendances, expected)]


def _in_session(session: GroupSession, today: date) -> Iterator[Problem]:
    match session.state:
        case GroupSessionState.HELD if session.planned_on > today:
            said = message("This session is planned for {day}; it cannot be held yet.", day=written(session.planned_on))
            yield Problem("state", said)
        case GroupSessionState.NOT_HELD if session.reason is None:
            yield Problem("reason", message("Choose why it did not take place."))
        case GroupSessionState.NOT_HELD if session.reason == "other" and not session.reason_note.strip():
            yield Problem("reason_note", message("Write which other reason it was."))
    if not 5 <= session.minutes <= 12 * 60:
        yield Problem("minutes", message("A session takes between 5 minutes and 12 hours."))
    yield from _too_long(session, _MINUTES, ("topic", "materials", "reason_note"))


def _in_roster(
    session: GroupSession, attendances: Sequence[Attendance], expected: Collection[str]
) -> Iterator[Problem]:
    if session.state is not GroupSessionState.HELD:
        if attendances:
            yield Problem("attendances", message("Nobody can be present at a session that was not held."))
        return
    if not expected and not attendances:
        yield Problem("attendances", message("The group has no members on that day. Add them first."))
    missing = len(set(expected) - {one.member_id for one in attendances})
    if missing:
        yield Problem("attendances", message("{n} of the roster are not marked yet.", n=missing))
    for one in attendances:
        place = f"attendances.{one.member_id}"
        if one.presence in CAME and one.reason is not None:
            yield Problem(place, message("Who came needs no reason for being away."))
        if one.presence not in CAME and one.participation is not None:
            yield Problem(place, message("Who was away cannot have taken part."))
        yield from (replace(p, field=place) for p in _too_long(one, ("remark", "follow_up"), ()))


def ends_at(session: GroupSession) -> datetime:
    """The moment a session is planned to end."""
    begins = datetime.combine(session.planned_on, session.planned_at, VIETNAM)
    return begins + timedelta(minutes=session.minutes)


def is_not_recorded(session: GroupSession, now: datetime, hours: int) -> bool:
    """Whether nobody said what became of a session more than so many hours after its end."""
    return session.state is GroupSessionState.PLANNED and now - ends_at(session) > timedelta(hours=hours)


# who stayed away


def is_to_follow_up(attendance: Attendance) -> bool:
    """Whether somebody stayed away without a reason and nobody has asked why."""
    return attendance.presence is Presence.ABSENT and attendance.followed_up_on is None


def follow_up_by(absent_on: date, working_days: int, own: Iterable[HolidayRow] = ()) -> date:
    """The day by which an absence is to be asked about."""
    return add_working_days(absent_on, working_days, own)


def problems_in_follow_up(attendance: Attendance, absent_on: date, *, today: date) -> list[Problem]:
    """What stands against the answer to "why did they stay away": its day lies between the absence and today."""
    found = []
    asked = attendance.followed_up_on
    if asked is None:
        found.append(Problem("followed_up_on", message("Write on which day it was asked about.")))
    elif not absent_on <= asked <= today:
        said = message("It was asked about between the absence ({day}) and today.", day=written(absent_on))
        found.append(Problem("followed_up_on", said))
    if not attendance.follow_up.strip():
        found.append(Problem("follow_up", message("Write what came of asking.")))
    return [*found, *_too_long(attendance, ("follow_up",), ())]


def _plausible(name: str, day: date | None, today: date) -> Iterator[Problem]:
    if day is not None and not EARLIEST <= day.year <= today.year + FARTHEST:
        yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))


def _too_long(record: object, notes: Iterable[str], lines: Iterable[str]) -> Iterator[Problem]:
    for name in notes:
        if len(getattr(record, name)) > LONGEST:
            yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))
    for name in lines:
        if len(getattr(record, name)) > LONGEST_LINE:
            yield Problem(
                name, message("The text is longer than {n} letters; was something else pasted?", n=LONGEST_LINE)
            )


def _span(end: date, start: date) -> dict[str, str]:
    return {"end": written(end), "start": written(start)}


def _joined(joined: date, start: date) -> dict[str, str]:
    return {"joined": written(joined), "start": written(start)}
