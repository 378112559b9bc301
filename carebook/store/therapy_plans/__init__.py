"""Rehabilitation plans as they are kept: versions with their content, the pointer to the one in force, what awaits approval."""

from carebook.store.therapy_plans.questions import (
    REHABILITATION,
    TherapyPlanFile,
    awaiting,
    goals_in_force,
    newest_levels,
    numbers,
    plan_file,
    plan_in_force,
    plans_of,
    tiers_for,
)
from carebook.store.therapy_plans.writing import (
    bound_rows,
    end_in_force,
    put_in_force,
    write_content,
)

__all__ = [
    "REHABILITATION",
    "TherapyPlanFile",
    "awaiting",
    "bound_rows",
    "end_in_force",
    "goals_in_force",
    "newest_levels",
    "numbers",
    "plan_file",
    "plan_in_force",
    "plans_of",
    "put_in_force",
    "tiers_for",
    "write_content",
]
