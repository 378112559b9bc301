"""The care plan of a stay: reading, comparing, writing, submitting, deciding, reviewing."""

from carebook.ui.pages.care_plans.page import PlanPage

__all__ = ["PlanPage"]
