"""Care plans as they are kept: versions with their content, the one pointer to the plan in force, what awaits approval."""

from carebook.store.care_plans.counted import ApprovedPlan, Awaiting, approved_plans, awaiting
from carebook.store.care_plans.questions import (
    PlanFile,
    goals_in_force,
    needs_assessed,
    numbers,
    plan_file,
    plan_in_force,
    plans_of,
    tiers_for,
    ward_of,
)
from carebook.store.care_plans.writing import (
    bound_rows,
    bumped,
    end_in_force,
    put_in_force,
    write_content,
)

__all__ = [
    "ApprovedPlan",
    "Awaiting",
    "PlanFile",
    "approved_plans",
    "awaiting",
    "bound_rows",
    "bumped",
    "end_in_force",
    "goals_in_force",
    "needs_assessed",
    "numbers",
    "plan_file",
    "plan_in_force",
    "plans_of",
    "put_in_force",
    "tiers_for",
    "ward_of",
    "write_content",
]
