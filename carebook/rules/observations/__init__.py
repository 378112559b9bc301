"""Measures of people: how they are read and said, which values cannot be or are unusual, and what follows from them."""

from carebook.rules.observations.alerts import Alert, AlertLevel, alert_of
from carebook.rules.observations.checking import (
    Grounds,
    Measured,
    at_row,
    problems_in_observation,
    unusual_in,
    unusual_reasons,
    why_asked,
)
from carebook.rules.observations.following import (
    HALF_YEAR,
    WeightChange,
    bmi,
    bmi_band,
    fluid_balance,
    muac_band,
    no_stool_days,
    weight_change,
)
from carebook.rules.observations.limits import Limits, limits_for
from carebook.rules.observations.reading import Reading, impossible, plain_number, reading_of, said_reading, words_of

__all__ = [
    "HALF_YEAR",
    "Alert",
    "AlertLevel",
    "Grounds",
    "Limits",
    "Measured",
    "Reading",
    "WeightChange",
    "alert_of",
    "at_row",
    "bmi",
    "bmi_band",
    "fluid_balance",
    "impossible",
    "limits_for",
    "muac_band",
    "no_stool_days",
    "plain_number",
    "problems_in_observation",
    "reading_of",
    "said_reading",
    "unusual_in",
    "unusual_reasons",
    "weight_change",
    "why_asked",
    "words_of",
]
