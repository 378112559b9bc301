"""The grids of the day: the care of a shift, and the measures of a round as they are typed."""

from carebook.rules.daily_care.care import Given, Plan, as_planned, given, is_done, is_due, problems_in_care
from carebook.rules.daily_care.rounds import Judged, judged, reason_for_key, round_of, taken_at, word_for_key
from carebook.rules.daily_care.turning import Turning, next_turn

__all__ = [
    "Given",
    "Judged",
    "Plan",
    "Turning",
    "as_planned",
    "given",
    "is_done",
    "is_due",
    "judged",
    "next_turn",
    "problems_in_care",
    "reason_for_key",
    "round_of",
    "taken_at",
    "word_for_key",
]
