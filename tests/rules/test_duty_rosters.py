"""What may stand in a duty roster, and how a cell of it reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from carebook.records.codes import Code
from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.rules.duty_rosters import Person, filled, in_cell, letters, problems_in_duties
from carebook.rules.shifts import Shift
from tests import samples
from tests.shift_samples import DAY

SHIFTS = [
    Shift("morning", "Ca sáng", time(6), time(14)),
    Shift("afternoon", "Ca chiều", time(14), time(22)),
    Shift("night", "Ca đêm", time(22), time(6)),
]
NURSE = Person(samples.staff_member(id="n", since_on=date(2026, 1, 1), left_on=date(2026, 12, 1)))
ON_LEAVE = replace(NURSE, leaves=(StaffLeave(staff_member_id="n", from_on=DAY, to_on=DAY + timedelta(days=1)),))


def duty(shift: str = "morning", day: date = DAY, **given: object) -> DutyRoster:
    return DutyRoster(**({"staff_member_id": "n", "duty_on": day, "shift": shift} | given))  # type: ignore[arg-type]


def found(*new: DutyRoster, there: tuple[DutyRoster, ...] = (), person: Person = NURSE) -> list[tuple[str, str]]:
    problems = problems_in_duties(new, there, {"n": person}, SHIFTS, today=DAY)
    return [(one.severity, one.message.id) for one in problems]


def test_problems_of_duties() -> None:
    assert found(duty(), duty("night")) == []
    assert found(duty("lunch")) == [("error", "Choose a day and a shift of the center.")]
    assert found(duty(day=date(2026, 12, 5))) == [("error", "{name} does not work here on {day}.")]
    assert found(duty(staff_member_id="x")) == [("error", "{name} does not work here on {day}.")]
    assert found(duty(), there=(duty(),)) == [("error", "{name} already has this shift on {day}.")]
    assert found(duty(), duty()) == [("error", "{name} already has this shift on {day}.")]
    assert found(duty(), person=ON_LEAVE) == [("warning", "{name} is on leave on {day}.")]
    rest = "{name} has two shifts without rest on {day}."
    assert found(duty(), there=(duty("night", DAY - timedelta(days=1)),)) == [("warning", rest)]
    assert found(duty(), there=(duty("afternoon"),)) == [("warning", rest)]
    forever = replace(NURSE, member=samples.staff_member(id="n"))
    assert found(duty(day=DAY + timedelta(days=400)), person=forever)[0][0] == "error"


def test_how_a_cell_reads() -> None:
    codes = [
        Code(list_name="shift", code="morning", text="Ca sáng", details='{"key": "S"}'),
        Code(list_name="shift", code="night", text="Ca đêm"),
    ]
    of_shift = letters(codes)
    assert of_shift == {"morning": "S", "night": "Đ"}
    assert in_cell([duty("night"), duty(leads=True)], of_shift) == "S*, Đ"
    assert in_cell([], of_shift) == ""
    assert filled([duty(), duty(staff_member_id="m"), duty("night")]) == {(DAY, "morning"): 2, (DAY, "night"): 1}
