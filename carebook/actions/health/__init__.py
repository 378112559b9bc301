"""Deeds about health: illnesses and vaccinations, periodic checks, examinations by the doctor, treatments."""

from carebook.actions.health.checks import record_health_checks, strike_health_check
from carebook.actions.health.examinations import (
    end_treatment,
    save_consultation,
    save_treatment,
    strike_consultation,
    strike_treatment,
)
from carebook.actions.health.illnesses import save_condition, save_immunisation, strike_condition, strike_immunisation

__all__ = [
    "end_treatment",
    "record_health_checks",
    "save_condition",
    "save_consultation",
    "save_immunisation",
    "save_treatment",
    "strike_condition",
    "strike_consultation",
    "strike_health_check",
    "strike_immunisation",
    "strike_treatment",
]
