"""A plan as several pages show it: read like the paper, compared word by word, decided on by who approves."""

from carebook.ui.parts.care_plans.comparing import PlanDifferences
from carebook.ui.parts.care_plans.deciding import DecisionBar
from carebook.ui.parts.care_plans.reading import PlanReading
from carebook.ui.parts.care_plans.standing import Standing, standing_of, term_of, version_words

__all__ = [
    "DecisionBar",
    "PlanDifferences",
    "PlanReading",
    "Standing",
    "standing_of",
    "term_of",
    "version_words",
]
