"""The duty roster of a month (lịch trực): what may stand in it, how a shift is filled, and how a day reads in one cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.records.staff import StaffMember
from carebook.rules.problem import Problem, warning
from carebook.rules.shifts import Duty, Shift
from carebook.words import message

LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Person:
    """Somebody who may be on duty, with the days they are on leave (with the kind of it)."""

    member: StaffMember
    leaves: tuple[StaffLeave, ...] = ()

    def leave_on(self, day: date) -> StaffLeave | None:
        """The leave that covers a day."""
        return next((one for one in self.leaves if _covers(one, day)), None)

    def works_on(self, day: date) -> bool:
        """Whether the person works here on a day."""
        since, left = self.member.since_on, self.member.left_on
        return (since is None or since <= day) and (left is None or day <= left)


def _covers(leave: StaffLeave, day: date) -> bool:
    return leave.from_on is not None and leave.from_on <= day and (leave.to_on is None or day <= leave.to_on)


def letters(codes: Iterable[Code]) -> dict[str, str]:
    """The letter of each shift in the roster: the one of its list, else the first of its last word."""
    return {code.code: str(code.extra.get("key") or code.text.split()[-1][:1].upper()) for code in codes}


def in_cell(duties: Iterable[DutyRoster], of_shift: Mapping[str, str]) -> str:
    """How the duties of one person on one day read: "S", "C, Đ"; who leads the shift has a star."""
    order = {code: place for place, code in enumerate(of_shift)}
    told = sorted(duties, key=lambda one: order.get(one.shift, len(order)))
    return ", ".join(f"{of_shift.get(one.shift, one.shift)}{'*' if one.leads else ''}" for one in told)


def filled(duties: Iterable[DutyRoster]) -> Counter[tuple[date, str]]:
    """How many are on duty in each shift of each day."""
    return Counter((one.duty_on, one.shift) for one in duties if one.duty_on is not None)


def problems_in_duties(
    duties: Sequence[DutyRoster],
    there: Sequence[DutyRoster],
    people: Mapping[str, Person],
    shifts: Sequence[Shift],
    *,
    today: date,
) -> list[Problem]:
    """What stands against new duties beside those that are ``there``: nobody of the staff, a shift that is not of the center,
    twice the same, too far ahead. Leave, and two shifts without rest between, are told and may stand.
    """
    found: list[Problem] = []
    of_code = {shift.code: shift for shift in shifts}
    taken = {(one.staff_member_id, one.duty_on, one.shift) for one in there}
    times = [_times(one, of_code) for one in (*there, *duties)]
    for one in duties:
        person, day = people.get(one.staff_member_id), one.duty_on
        if day is None or one.shift not in of_code:
            found.append(Problem("shift", message("Choose a day and a shift of the center.")))
            continue
        if person is None or not person.works_on(day):
            name = person.member.full_name if person else "–"
            found.append(
                Problem("duty_on", message("{name} does not work here on {day}.", name=name, day=written(day)))
            )
            continue
        said = {"name": person.member.full_name, "day": written(day)}
        if (one.staff_member_id, day, one.shift) in taken:
            found.append(Problem("shift", message("{name} already has this shift on {day}.", **said)))
            continue
        taken.add((one.staff_member_id, day, one.shift))
        if day > today + LONGEST_AHEAD:
            found.append(Problem("duty_on", message("A roster is made for a year ahead at most.")))
        if person.leave_on(day) is not None:
            found.append(warning("duty_on", message("{name} is on leave on {day}.", **said)))
        begins, ends, mine = _times(one, of_code)
        if any(who == mine and (end == begins or begin == ends) for begin, end, who in times):
            found.append(warning("shift", message("{name} has two shifts without rest on {day}.", **said)))
    return found


def _times(duty: DutyRoster, shifts: Mapping[str, Shift]) -> tuple[object, object, str]:
    """When a duty begins and ends, and whose it is; nothing of a shift the center does not have any more."""
    shift = shifts.get(duty.shift)
    if shift is None or duty.duty_on is None:
        return None, object(), duty.staff_member_id
    held = Duty(duty.duty_on, shift)
    return held.begins_at, held.ends_at, duty.staff_member_id
