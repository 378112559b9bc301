"""Instruments (scales, thang đo): read from their files, scored, and checked."""

from carebook.rules.instruments.checks import Answers, problems_in_answers, problems_in_completed
from carebook.rules.instruments.reading import BadInstrument, line_of, read_instrument
from carebook.rules.instruments.scoring import (
    Score,
    Subscore,
    band_change,
    band_of,
    became,
    change_counts,
    goal_attainment,
    goal_weight,
    next_due,
    rounded,
    score_of,
)
from carebook.rules.instruments.sheets import (
    goals_to_scale,
    item_for,
    problems_before_completing_sheet,
    problems_in_sheet,
    problems_in_words,
    unit_of,
    weight_of,
)

__all__ = [
    "Answers",
    "BadInstrument",
    "Score",
    "Subscore",
    "band_change",
    "band_of",
    "became",
    "change_counts",
    "goal_attainment",
    "goal_weight",
    "goals_to_scale",
    "item_for",
    "line_of",
    "next_due",
    "problems_before_completing_sheet",
    "problems_in_answers",
    "problems_in_completed",
    "problems_in_sheet",
    "problems_in_words",
    "read_instrument",
    "rounded",
    "score_of",
    "unit_of",
    "weight_of",
]
