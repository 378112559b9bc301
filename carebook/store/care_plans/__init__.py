"""Care plans as they are kept: versions with their content, the one pointer to the plan in force, what awaits approval."""

from carebook.store.care_plans.counted import ApprovedPlan, Awaiting, approved_plans, awaiting, waiting_versions
from carebook.store.care_plans.questions import (
    CARE,
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
from carebook.store.care_plans.versions import Versions, bumped
from carebook.store.care_plans.writing import (
    bound_rows,
    end_in_force,
    put_in_force,
    write_content,
)

__all__ = [
    "CARE",
    "ApprovedPlan",
    "Awaiting",
    "PlanFile",
    "Versions",
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
    "waiting_versions",
    "ward_of",
    "write_content",
]
