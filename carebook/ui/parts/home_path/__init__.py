"""The way home as every page says it, and moving somebody from stage to stage of it."""

from carebook.ui.parts.home_path.moving import Moving, Way
from carebook.ui.parts.home_path.said import (
    RISK_TONES,
    day_words,
    how_late,
    place_of,
    stage_mark,
    stages_of,
    step_words,
    visit_words,
    waiting_words,
    way_words,
    where_to,
)

__all__ = [
    "RISK_TONES",
    "Moving",
    "Way",
    "day_words",
    "how_late",
    "place_of",
    "stage_mark",
    "stages_of",
    "step_words",
    "visit_words",
    "waiting_words",
    "way_words",
    "where_to",
]
