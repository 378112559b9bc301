"""Deeds about rehabilitation plans: writing a version, submitting, approving or returning it, ending it, rating and reviewing."""

from carebook.actions.therapy_plans.deciding import approve_rehabilitation_plan, return_rehabilitation_plan
from carebook.actions.therapy_plans.following import (
    end_rehabilitation_plan,
    rate_rehabilitation_goal,
    review_rehabilitation_plan,
)
from carebook.actions.therapy_plans.writing import (
    save_rehabilitation_plan,
    submit_rehabilitation_plan,
    withdraw_rehabilitation_plan,
)

__all__ = [
    "approve_rehabilitation_plan",
    "end_rehabilitation_plan",
    "rate_rehabilitation_goal",
    "return_rehabilitation_plan",
    "review_rehabilitation_plan",
    "save_rehabilitation_plan",
    "submit_rehabilitation_plan",
    "withdraw_rehabilitation_plan",
]
