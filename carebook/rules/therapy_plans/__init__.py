"""Rehabilitation plans: what a version must say, what changed, when it is re-assessed; its life and its tiers are a care plan's."""

from carebook.rules.therapy_plans.content import (
    TherapyPlanContent,
    new_version_of,
    problems_before_submitting,
    problems_in,
)
from carebook.rules.therapy_plans.differences import differences
from carebook.rules.therapy_plans.reviews import (
    GoalStanding,
    achievement_at,
    due_review_on,
    next_review_on,
    problems_in_review,
)
from carebook.rules.therapy_plans.tiers import OWN_PLAN, TIERS

__all__ = [
    "OWN_PLAN",
    "TIERS",
    "GoalStanding",
    "TherapyPlanContent",
    "achievement_at",
    "differences",
    "due_review_on",
    "new_version_of",
    "next_review_on",
    "problems_before_submitting",
    "problems_in",
    "problems_in_review",
]
