"""After a death: what must be written, the steps that follow with their deadlines, the funeral support, the day of remembrance."""

from carebook.rules.deaths.checking import problems_in_death
from carebook.rules.deaths.remembrance import LunarDay, anniversary_after, lunar_day, solar_day
from carebook.rules.deaths.steps import STEP_WORDS, Step, StepKind, StepState, next_step, steps_after
from carebook.rules.deaths.support import is_support_due, problems_in_support, support_amount

__all__ = [
    "STEP_WORDS",
    "LunarDay",
    "Step",
    "StepKind",
    "StepState",
    "anniversary_after",
    "is_support_due",
    "lunar_day",
    "next_step",
    "problems_in_death",
    "problems_in_support",
    "solar_day",
    "steps_after",
    "support_amount",
]
