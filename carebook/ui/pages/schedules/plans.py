"""What a form of the schedule is about: one session or a whole series, new, moved, or changed from one session on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from carebook.actions import schedules as deeds
from carebook.records.groups import Group, GroupSession
from carebook.records.packages import Package
from carebook.records.rehabilitation import PlannedTherapy, RehabilitationInForce
from carebook.records.schedules import Frequency, GroupSeries, HolidayWay, SessionSeries, TherapyRoom, Weekday
from carebook.records.sessions import Session
from carebook.records.staff import StaffMember
from carebook.rules import schedules as rules
from carebook.rules.dated import limit_on
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.people import PeopleFilter, PersonRow, people
from carebook.store.schedules import (
    GROUP,
    LookAhead,
    PlannedSlot,
    look_ahead,
    look_at_session,
    therapists,
    therapy_rooms,
)
from carebook.words import _

Single = Session | GroupSession
Series = SessionSeries | GroupSeries
_DAYS = tuple(day.value for day in Weekday)


class Aim(Enum):
    """What saving does."""

    NEW = "new"
    MOVE = "move"
    FROM_HERE = "from_here"


@dataclass(frozen=True)
class Plan:
    """A record to be typed on and what saving it does.

    ``series_id`` and ``from_on`` name the series that is split and its first changed day; ``seen`` is the version on show.
    """

    record: Single | Series
    aim: Aim = Aim.NEW
    series_id: str = ""
    from_on: date | None = None
    seen: int | None = None

    @property
    def repeats(self) -> bool:
        return isinstance(self.record, SessionSeries | GroupSeries)

    @property
    def is_group(self) -> bool:
        return isinstance(self.record, GroupSession | GroupSeries)

    @property
    def title(self) -> str:
        """What is being done, for the head of the form."""
        match self.aim:
            case Aim.MOVE:
                return _("Change this session only")
            case Aim.FROM_HERE:
                return _("Change from this session on")
            case _:
                return _("Plan sessions of the group") if self.is_group else _("Plan sessions")

    def deed(self, record: Single | Series) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
        """The deed that keeps what was typed, with its values."""
        match self.aim, record:
            case Aim.NEW, Session():
                return deeds.plan_session, (record,), {}
            case Aim.NEW, GroupSession():
                return deeds.plan_group_session, (record,), {}
            case Aim.NEW, SessionSeries():
                return deeds.plan_series, (record,), {}
            case Aim.NEW, GroupSeries():
                return deeds.plan_group_series, (record,), {}
            case Aim.MOVE, Session():
                given = {
                    "minutes": record.minutes,
                    "room_id": record.room_id or "",
                    "therapist_id": record.therapist_id,
                }
                return (
                    deeds.move_session,
                    (record.id, record.planned_on, record.planned_at),
                    given | {"seen": self.seen},
                )
            case Aim.MOVE, GroupSession():
                given = {"minutes": record.minutes, "room_id": record.room_id or "", "leader_id": record.leader_id}
                there = (record.id, record.planned_on, record.planned_at)
                return deeds.move_group_session, there, given | {"seen": self.seen}
            case _, GroupSeries():
                return deeds.split_group_series, (self.series_id, record.from_on, record), {"seen": self.seen}
            case _:
                return deeds.split_series, (self.series_id, record.from_on, record), {"seen": self.seen}  # type: ignore[union-attr]


_BOTH_WAYS = {"starts_at": "planned_at", "from_on": "planned_on"}
_SHARED = ("episode_id", "group_id", "therapy", "therapist_id", "leader_id", "room_id", "minutes", "subject")
_SHARED_LINKS = ("package_id", "therapy_plan_id")


def carried_over(record: Single | Series, into: Single | Series) -> Single | Series:
    """``into`` with everything that one session and a series of them have in common."""
    there = {field.name for field in fields(into)} & {field.name for field in fields(record)}
    same = {name: getattr(record, name) for name in (*_SHARED, *_SHARED_LINKS) if name in there}
    for series_name, session_name in _BOTH_WAYS.items():
        if hasattr(record, session_name) and hasattr(into, series_name):
            same[series_name] = getattr(record, session_name)
        elif hasattr(record, series_name) and hasattr(into, session_name) and getattr(record, series_name) is not None:
            same[session_name] = getattr(record, series_name)
    return replace(into, **same)


def shifted(series: Series, slot: PlannedSlot, on: date, at: time, **given: Any) -> Series:
    """A series that goes on from a session as that session was carried: at its new time, on its new weekday or day of the
    month, with its new therapist or room. ``series`` is what is left of it from the session on."""
    day_of_rule = slot.occurs_on or slot.on
    changed: dict[str, Any] = {"starts_at": at, "from_on": min(on, series.from_on or on)} | given
    if on != day_of_rule:
        match series.frequency:
            case Frequency.WEEKLY | Frequency.MONTHLY_WEEKDAY:
                kept = set(series.weekdays) - {_DAYS[day_of_rule.weekday()]} | {_DAYS[on.weekday()]}
                changed["weekdays"] = tuple(day for day in _DAYS if day in kept)
            case Frequency.MONTHLY_DAY:
                changed["month_day"] = on.day
            case Frequency.DAILY:
                changed["from_on"] = on
    return replace(series, **changed)


@dataclass(frozen=True)
class Offered:
    """What the fields of the forms offer."""

    people: tuple[PersonRow, ...]
    staff: tuple[StaffMember, ...]
    everybody: tuple[StaffMember, ...]
    rooms: tuple[TherapyRoom, ...]
    holidays: HolidayWay


def offered(reader: Reader, today: date) -> Offered:
    """Whom, with whom and where sessions can be planned today."""
    way = limit_on(code_lists.limits(reader), "session_holidays", today).choice
    return Offered(
        tuple(row for row in people(reader, PeopleFilter(who="present"), today) if row.episode_id and not row.masked),
        therapists(reader, today),
        tuple(staff.staff_members(reader, today)),
        therapy_rooms(reader),
        HolidayWay(way),
    )


@dataclass(frozen=True)
class Known:
    """What the book says of a person before sessions are planned: the plan in force, its therapies, packages that run."""

    episode_id: str
    plan_id: str
    therapies: tuple[PlannedTherapy, ...]
    packages: tuple[Package, ...]


def known(reader: Reader, episode_id: str) -> Known:
    """What sessions of a stay can be tied to."""
    plan = next(iter(reader.records(RehabilitationInForce, "episode_id = ?", (episode_id,))), None)
    plan_id = plan.therapy_plan_id if plan else ""
    therapies = reader.records(PlannedTherapy, "therapy_plan_id = ?", (plan_id,)) if plan_id else ()
    packages = reader.records(Package, "episode_id = ? AND ended_on IS NULL", (episode_id,))
    return Known(episode_id, plan_id, tuple(therapies), tuple(packages))


def new_plan(offer: Offered, *, on: date, at: time | None, **given: Any) -> dict[str, Plan]:
    """An empty session and an empty series for somebody: {"one": …, "many": …}."""
    day = _DAYS[on.weekday()]
    one = replace(Session(episode_id="", planned_on=on, planned_at=at or time(8)), **given)
    many = SessionSeries(episode_id="", weekdays=(day,), holidays=offer.holidays)
    return {"one": Plan(one), "many": Plan(carried_over(one, many))}


def new_group_plan(group: Group, offer: Offered, *, on: date, at: time | None) -> dict[str, Plan]:
    """An empty session and an empty series for a group."""
    one = GroupSession(
        group_id=group.id, leader_id=group.leader_id, room_id=group.room_id, planned_on=on, planned_at=at or time(8)
    )
    many = GroupSeries(group_id="", weekdays=(_DAYS[on.weekday()],), holidays=offer.holidays)
    return {"one": Plan(one), "many": Plan(carried_over(one, many))}


def plans_for(
    reader: Reader, slot: PlannedSlot, on: date, at: time, *, staff_id: str | None = None, room_id: str | None = None
) -> dict[str, Plan]:
    """What can be changed about a slot that is to stand at ``on``, ``at``: itself ("one") and, of a series, from it on ("many").

    Empty when it may not be seen.
    """
    group = slot.kind == GROUP
    kept: Single | None = reader.record(GroupSession, slot.id) if group else reader.record(Session, slot.id)
    if kept is None:
        return {}
    there: dict[str, Any] = {}
    if staff_id is not None:
        there["leader_id" if group else "therapist_id"] = staff_id or None
    if room_id is not None:
        there["room_id"] = room_id or None
    plans = {"one": Plan(replace(kept, planned_on=on, planned_at=at, **there), Aim.MOVE, seen=kept.version)}
    series = _series(reader, slot)
    if series is not None:
        goes_on = shifted(_left_of(reader, series, slot.occurs_on or slot.on), slot, on, at, **there)
        plans["many"] = Plan(goes_on, Aim.FROM_HERE, series.id, goes_on.from_on, series.version)
    return plans


def _left_of(reader: Reader, series: Series, day: date) -> Series:
    """What is left of a series from a day on."""
    own = tuple(code_lists.holidays(reader))
    if isinstance(series, SessionSeries):
        return rules.continued(series, day, own)
    return rules.continued(series, day, own)


def _series(reader: Reader, slot: PlannedSlot) -> Series | None:
    if not slot.series_id:
        return None
    if slot.kind == GROUP:
        return reader.record(GroupSeries, slot.series_id)
    return reader.record(SessionSeries, slot.series_id)


def look(reader: Reader, plan: Plan, record: Single | Series, now: datetime) -> LookAhead:
    """What saving would do."""
    if isinstance(record, SessionSeries | GroupSeries):
        return look_ahead(reader, record, now=now, apart_from=plan.series_id)
    day = rules.Occurrence(record.planned_on, record.planned_on)
    return replace(look_at_session(reader, record, now=now), days=(day,))


def group_of(reader: Reader, group_id: str) -> Group | None:
    """The group sessions are planned for."""
    return reader.record(Group, group_id)


def make_up_plan(reader: Reader, slot: PlannedSlot, today: date) -> Plan | None:
    """A session that makes up for a cancelled one: the same again, on the next day it can be."""
    missed = reader.record(Session, slot.id)
    if missed is None:
        return None
    on = max(today, missed.planned_on + timedelta(days=1))
    again = Session(episode_id=missed.episode_id, planned_on=on, planned_at=missed.planned_at)
    same = ("therapy_plan_id", "package_id", "therapy", "therapist_id", "room_id", "minutes")
    return Plan(replace(again, makes_up_for_id=missed.id, **{name: getattr(missed, name) for name in same}))
