"""Questions of daily care: who is to be looked after in the order of the beds, what was done in a shift, the measures of a round."""

from carebook.store.daily_care.entries import (
    CareMissing,
    CareRow,
    care_missing,
    care_of,
    entries_between,
    planned_for,
    planned_help,
)
from carebook.store.daily_care.residents import CaredFor, cared_for, cared_in, is_away_all_day, with_leavers
from carebook.store.daily_care.rounds import Past, RoundRow, RoundSheet, TurningRow, lists_of, round_sheet, turning_of

__all__ = [
    "CareMissing",
    "CareRow",
    "CaredFor",
    "Past",
    "RoundRow",
    "RoundSheet",
    "TurningRow",
    "care_missing",
    "care_of",
    "cared_for",
    "cared_in",
    "entries_between",
    "is_away_all_day",
    "lists_of",
    "planned_for",
    "planned_help",
    "round_sheet",
    "turning_of",
    "with_leavers",
]
