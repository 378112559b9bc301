"""Transfers and deaths as tests need them: everything that must be there is, the test says only what matters to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from carebook.dates import VIETNAM
from carebook.records.hospital import Death, HospitalTransfer
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Prescription
from carebook.records.monitoring import MonitoringPlan


def moment(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time in November 2026 on the clocks of Vietnam."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def transfer(episode_id: str, **given: Any) -> HospitalTransfer:
    """To the provincial hospital with fever, on 20 November 2026 at 14:30."""
    return HospitalTransfer(
        **{
            "episode_id": episode_id,
            "absence_id": "",
            "left_at": moment(20, 14, 30),
            "hospital": "Bệnh viện đa khoa tỉnh",
            "reason": "Sốt 39,5 °C, thở nhanh",
            "companion": "Phí Thị Hoa Ban",
        }
        | given
    )


def death(episode_id: str, **given: Any) -> Death:
    """Expected, at night on 20 November 2026."""
    return Death(
        **{
            "episode_id": episode_id,
            "died_at": moment(20, 3, 35),
            "place": "Phòng A107",
            "expected": True,
            "icd": "I50.9",
            "cause": "Suy tim",
        }
        | given
    )


def order(episode_id: str, **given: Any) -> Prescription:
    """Losartan every morning since 5 January 2026."""
    return Prescription(
        **{
            "episode_id": episode_id,
            "medicine": "Losartan",
            "strength": "50 mg",
            "dose": 1.0,
            "rounds": ("08",),
            "from_on": date(2026, 1, 5),
            "prescriber": "BS Lò Văn Trạng",
            "prescribed_on": date(2026, 1, 5),
        }
        | given
    )


def watched(episode_id: str, **given: Any) -> MonitoringPlan:
    """Blood pressure every day since 5 January 2026."""
    return MonitoringPlan(
        **{"episode_id": episode_id, "measure": "blood_pressure", "from_on": date(2026, 1, 5)} | given
    )


def diet(episode_id: str, **given: Any) -> Diet:
    """Soft food since 5 January 2026."""
    return Diet(**{"episode_id": episode_id, "diet": "soft", "from_on": date(2026, 1, 5)} | given)


def meal_change(episode_id: str, **given: Any) -> MealChange:
    """No lunch on 25 November 2026."""
    return MealChange(**{"episode_id": episode_id, "served_on": date(2026, 11, 25)} | given)
