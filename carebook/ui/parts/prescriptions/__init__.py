"""Orders of medicines: their words in lists, and the panel in which they are written."""

from carebook.ui.parts.prescriptions.panel import FORMS, OrderPanel
from carebook.ui.parts.prescriptions.papers import print_dispensing, print_month
from carebook.ui.parts.prescriptions.words import (
    STATE_MARKS,
    amount_words,
    bound_words,
    days_words,
    dose_words,
    medicine_words,
    rounds_at,
    state_words,
    time_words,
)

__all__ = [
    "FORMS",
    "STATE_MARKS",
    "OrderPanel",
    "amount_words",
    "bound_words",
    "days_words",
    "dose_words",
    "medicine_words",
    "print_dispensing",
    "print_month",
    "rounds_at",
    "state_words",
    "time_words",
]
