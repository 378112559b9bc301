"""Schedules: on which days a rule takes place, how it is said, how it ends or goes on changed, and what is booked twice."""

from carebook.rules.schedules.clashes import Clash, ClashKind, Names, Slot, clashes, free_starts
from carebook.rules.schedules.problems import (
    MOST_SESSIONS,
    problems_in_leave,
    problems_in_planned,
    problems_in_room,
    problems_in_series,
)
from carebook.rules.schedules.recurrence import (
    Occurrence,
    holidays_between,
    horizon,
    is_holiday,
    laid_until,
    left_out,
    occurrences,
)
from carebook.rules.schedules.said import said, said_days
from carebook.rules.schedules.splitting import continued, ended, going_on, in_step
from carebook.rules.schedules.warnings import Away, Load, Warn, WarnKind, loads, on_leave, warnings_about

__all__ = [
    "MOST_SESSIONS",
    "Away",
    "Clash",
    "ClashKind",
    "Load",
    "Names",
    "Occurrence",
    "Slot",
    "Warn",
    "WarnKind",
    "clashes",
    "continued",
    "ended",
    "free_starts",
    "going_on",
    "holidays_between",
    "horizon",
    "in_step",
    "is_holiday",
    "laid_until",
    "left_out",
    "loads",
    "occurrences",
    "on_leave",
    "problems_in_leave",
    "problems_in_planned",
    "problems_in_room",
    "problems_in_series",
    "said",
    "said_days",
    "warnings_about",
]
