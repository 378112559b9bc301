"""Care plans: the life of a version, what it must say, who approves it, what changed, when it is reviewed."""

from carebook.rules.care_plans.comparing import Difference, Part
from carebook.rules.care_plans.content import (
    PlanContent,
    Words,
    new_version_of,
    problems_before_submitting,
    problems_in,
)
from carebook.rules.care_plans.differences import differences
from carebook.rules.care_plans.reviews import (
    Rating,
    due_review_on,
    next_review_on,
    problems_in_review,
)
from carebook.rules.care_plans.states import EDITABLE, OPEN, moves, standing, why_not
from carebook.rules.care_plans.tiers import Tier, may_decide, next_tier, tier_of, tiers, why_not_decide

__all__ = [
    "EDITABLE",
    "OPEN",
    "Difference",
    "Part",
    "PlanContent",
    "Rating",
    "Tier",
    "Words",
    "differences",
    "due_review_on",
    "may_decide",
    "moves",
    "new_version_of",
    "next_review_on",
    "next_tier",
    "problems_before_submitting",
    "problems_in",
    "problems_in_review",
    "standing",
    "tier_of",
    "tiers",
    "why_not",
    "why_not_decide",
]
