"""Orders and doses as tests need them, and the rounds and reasons of the code lists without a book."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from typing import Any

from carebook import places
from carebook.records.codes import Code
from carebook.records.medication import Administration, Prescription
from carebook.rules.code_files import codes_from_toml
from carebook.rules.prescriptions import DoseRound, rounds_of
from carebook.rules.shifts import shifts_of

TODAY = date(2026, 11, 22)
MORNING = "08"


def order(episode_id: str = "stay", **given: Any) -> Prescription:
    """Amlodipin 5 mg, one tablet at 08:00 since the first of the month, for 30 days."""
    return Prescription(
        **{
            "episode_id": episode_id,
            "medicine": "Amlodipin",
            "substance": "Amlodipin",
            "strength": "5 mg",
            "dose": 1.0,
            "rounds": (MORNING,),
            "from_on": date(2026, 11, 1),
            "to_on": date(2026, 11, 30),
            "prescriber": "BS. Vũ Thị Lan Hương",
            "prescribed_on": date(2026, 11, 1),
        }
        | given
    )


def as_needed(episode_id: str = "stay", **given: Any) -> Prescription:
    """Paracetamol 500 mg for fever, at most 4 times in 24 hours, 4 hours between."""
    return order(
        episode_id,
        **{
            "medicine": "Paracetamol",
            "substance": "Paracetamol",
            "strength": "500 mg",
            "rounds": (),
            "as_needed": True,
            "needed_for": "Sốt từ 38,5 °C",
            "most_a_day": 4,
            "hours_between": 4,
        }
        | given,
    )


def dose(of: Prescription, at: datetime, **given: Any) -> Administration:
    """The dose of 08:00 of today, given at a moment."""
    return Administration(
        **{
            "episode_id": of.episode_id,
            "prescription_id": of.id,
            "duty_on": TODAY,
            "round": None if of.as_needed else MORNING,
            "given_at": at,
            "done_by_id": "nurse",
        }
        | given
    )


def codes(list_name: str) -> list[Code]:
    """The words of a list as the program brings them."""
    text = places.resource("codes/daily_care.toml").read_text(encoding="utf-8")
    return [one for one in codes_from_toml(tomllib.loads(text)) if isinstance(one, Code) and one.list_name == list_name]


def rounds() -> tuple[DoseRound, ...]:
    """The rounds 07, 08, 12, 17 and 20 o'clock."""
    return rounds_of(codes("dose_round"), shifts_of(codes("shift")))


def minutes(n: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=n)
