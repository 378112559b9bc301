"""The rehabilitation plan of a stay: reading, comparing, writing, submitting, deciding, re-assessing."""

from carebook.ui.pages.therapy_plans.page import TherapyPlanPage

__all__ = ["TherapyPlanPage"]
