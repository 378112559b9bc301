"""Questions about the duty roster: a month of it, who is on duty in a shift, who may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.records.staff import StaffMember
from carebook.rules.duty_rosters import Person
from carebook.rules.shifts import Duty
from carebook.store import staff
from carebook.store.book import Reader

_POSTS_ON_DUTY = frozenset({"care", "health"})


@dataclass(frozen=True)
class OnDuty:
    """Somebody on duty in a shift: the row of the roster and whose it is."""

    duty: DutyRoster
    member: StaffMember

    @property
    def id(self) -> str:
        return self.duty.id


@dataclass(frozen=True)
class Roster:
    """The roster from one day to another: the duties, and everybody who works here in that time, in the order of names."""

    first: date
    last: date
    duties: tuple[DutyRoster, ...]
    people: tuple[Person, ...]

    def duties_of(self, staff_member_id: str, day: date) -> list[DutyRoster]:
        """The duties of one person on a day."""
        return [one for one in self.duties if (one.staff_member_id, one.duty_on) == (staff_member_id, day)]

    def usual(self, ward_id: str = "") -> list[Person]:
        """Who usually stands in a roster: who looks after people or their health, and whoever has a duty (of that ward)."""
        on = {one.staff_member_id for one in self.duties if ward_id in ("", one.ward_id)}
        return [one for one in self.people if one.member.id in on or one.member.norm_post in _POSTS_ON_DUTY]


def roster(reader: Reader, first: date, last: date) -> Roster:
    """The duty roster of the days from ``first`` to ``last``."""
    reader.asks("shifts")
    duties = reader.records(
        DutyRoster, "duty_on BETWEEN ? AND ?", (first.isoformat(), last.isoformat()), order="duty_on, id"
    )
    on = {one.staff_member_id for one in duties}
    members = [one for one in staff.staff_members(reader) if one.id in on or _works_within(one, first, last)]
    return Roster(first, last, tuple(duties), tuple(people_of(reader, members, first, last)))


def people_of(reader: Reader, members: Iterable[StaffMember], first: date, last: date) -> list[Person]:
    """Staff with their leave in some days."""
    leaves: dict[str, list[StaffLeave]] = {}
    for leave in reader.records(
        StaffLeave, "from_on <= ? AND (to_on IS NULL OR to_on >= ?)", (last.isoformat(), first.isoformat())
    ):
        leaves.setdefault(leave.staff_member_id, []).append(leave)
    return [Person(one, tuple(leaves.get(one.id, ()))) for one in members]


def on_duty(reader: Reader, duty: Duty, ward_id: str = "") -> list[OnDuty]:
    """Who is on duty in a shift: who leads it first, then by name. With a ward those of it and those of no ward."""
    reader.asks("shifts")
    found = reader.records(DutyRoster, "duty_on = ? AND shift = ?", (duty.duty_on.isoformat(), duty.shift.code))
    members = {one.id: (place, one) for place, one in enumerate(staff.staff_members(reader))}
    there = [one for one in found if one.staff_member_id in members and (not ward_id or one.ward_id in (None, ward_id))]
    there.sort(key=lambda one: (not one.leads, members[one.staff_member_id][0]))
    return [OnDuty(one, members[one.staff_member_id][1]) for one in there]


def _works_within(member: StaffMember, first: date, last: date) -> bool:
    return (member.since_on is None or member.since_on <= last) and (member.left_on is None or first <= member.left_on)
