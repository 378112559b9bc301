"""Builders of the records of daily care: everything that must be there is, the test says only what matters to it."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import Any

from carebook import places
from carebook.dates import VIETNAM
from carebook.records.codes import Code
from carebook.records.daily_care import CareEntry, CareLevel
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.code_files import codes_from_toml

TODAY = date(2026, 11, 22)
STAFF = "nurse"


def moment(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """A time of a day on the clocks of Vietnam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def daily_codes(*lists: str) -> list[Code]:
    """The code lists of daily care as the program brings them: those named, or all."""
    text = places.resource("codes/daily_care.toml").read_text(encoding="utf-8")
    codes = [one for one in codes_from_toml(tomllib.loads(text)) if isinstance(one, Code)]
    return [one for one in codes if not lists or one.list_name in lists]


def monitoring(episode_id: str, measure: str = "blood_pressure", **given: Any) -> MonitoringPlan:
    """Blood pressure every morning since 5 January 2026."""
    return MonitoringPlan(
        **{"episode_id": episode_id, "measure": measure, "frequency": "daily", "from_on": date(2026, 1, 5)} | given
    )


def observation(episode_id: str, measure: str = "blood_pressure", **given: Any) -> Observation:
    """A blood pressure of 120/80, measured in the morning round of 22 November 2026; another measure without any value."""
    values = {"value": 120.0, "value_second": 80.0} if measure == "blood_pressure" else {}
    if given.get("not_done") is not None:
        values = {}
    return Observation(
        **{
            "episode_id": episode_id,
            "measure": measure,
            "duty_on": TODAY,
            "round": "morning",
            "taken_at": moment(7, 10),
            "recorded_at": moment(7, 30),
            "done_by_id": None,
        }
        | values
        | given
    )


def care_level(episode_id: str, **given: Any) -> CareLevel:
    """Helps herself, since 5 January 2026."""
    return CareLevel(**{"episode_id": episode_id, "level": "self_care", "from_on": date(2026, 1, 5)} | given)


def care_entry(episode_id: str, **given: Any) -> CareEntry:
    """As planned, in the morning shift of 22 November 2026."""
    return CareEntry(**{"episode_id": episode_id, "duty_on": TODAY, "shift": "morning"} | given)
