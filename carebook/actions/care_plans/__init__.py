"""Deeds about care plans: writing a version, submitting, approving or returning it, ending it, rating its goals, reviewing it."""

from carebook.actions.care_plans.answering import AlreadyDecided
from carebook.actions.care_plans.deciding import approve_plan, return_plan
from carebook.actions.care_plans.following import end_plan, rate_goal, review_plan
from carebook.actions.care_plans.writing import save_plan, submit_plan, withdraw_plan

__all__ = [
    "AlreadyDecided",
    "approve_plan",
    "end_plan",
    "rate_goal",
    "return_plan",
    "review_plan",
    "save_plan",
    "submit_plan",
    "withdraw_plan",
]
