"""Shifts: their hours, the head-count of a ward in one of them, the lines of a handover, and what stands against signing it."""

from carebook.rules.shifts.handovers import (
    problems_before_giving,
    problems_before_taking,
    problems_in_sheet,
    things_to_count,
)
from carebook.rules.shifts.head_count import Away, HeadCount, Span, began_at, head_count
from carebook.rules.shifts.hours import Duty, Shift, duty_after, duty_at, duty_before, shifts_of
from carebook.rules.shifts.lines import DraftLine, brought_up_to_date, in_order
from carebook.rules.shifts.naming import TrueName, problems_in_naming
from carebook.rules.shifts.sheet import Sheet, SheetLine, SheetThing

__all__ = [
    "Away",
    "DraftLine",
    "Duty",
    "HeadCount",
    "Sheet",
    "SheetLine",
    "SheetThing",
    "Shift",
    "Span",
    "TrueName",
    "began_at",
    "brought_up_to_date",
    "duty_after",
    "duty_at",
    "duty_before",
    "head_count",
    "in_order",
    "problems_before_giving",
    "problems_before_taking",
    "problems_in_naming",
    "problems_in_sheet",
    "shifts_of",
    "things_to_count",
]
