"""Builders of the records of health: everything that must be there is, the test says only what matters to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from carebook.actions.change import Refused
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.records.supplies import SuppliesIssued
from tests.daily_samples import moment

TODAY = date(2026, 11, 22)


def condition(person_id: str, **given: Any) -> ChronicCondition:
    """High blood pressure."""
    return ChronicCondition(**{"person_id": person_id, "icd": "I10", "words": "Tăng huyết áp vô căn"} | given)


def vaccination(person_id: str, **given: Any) -> Immunisation:
    """A vaccination against influenza of 1 October 2026, to be given again a year later."""
    about = {"given_on": date(2026, 10, 1), "next_on": date(2027, 10, 1), "place": "Trạm y tế phường Hồng Hà"}
    return Immunisation(**{"person_id": person_id, "vaccine": "influenza", "dose_no": 1} | about | given)


def check(episode_id: str, **given: Any) -> HealthCheck:
    """A half-yearly check of 3 November 2026."""
    about = {"checked_on": date(2026, 11, 3), "health_class": "3", "findings": "Tim đều, phổi trong."}
    return HealthCheck(**{"episode_id": episode_id, "kind": "half_yearly"} | about | given)


def consultation(episode_id: str, **given: Any) -> Consultation:
    """A cough, examined in the center on 20 November 2026 at 09:00, to be seen again on the 27th."""
    about = {
        "held_at": moment(9, day=date(2026, 11, 20)),
        "doctor": "Bùi Văn Nghĩa",
        "complaint": "Ho đờm ba ngày",
        "icd": "J20.9",
        "diagnosis": "Viêm phế quản cấp",
        "again_on": date(2026, 11, 27),
    }
    return Consultation(**{"episode_id": episode_id} | about | given)


def treatment(episode_id: str, **given: Any) -> Treatment:
    """A dressing every morning since 16 November 2026."""
    about = {"words": "Thay băng mỗi sáng, rửa nước muối", "from_on": date(2026, 11, 16), "ordered_by": "Bùi Văn Nghĩa"}
    return Treatment(**{"episode_id": episode_id, "kind": "dressing"} | about | given)


def wound(episode_id: str, **given: Any) -> Wound:
    """A pressure ulcer over the sacrum, seen since 10 November 2026."""
    about = {"kind": "pressure_ulcer", "place": "sacrum", "found_on": date(2026, 11, 10)}
    return Wound(**{"episode_id": episode_id} | about | given)


def look(wound: Wound, **given: Any) -> WoundCheck:
    """A look on 16 November 2026 at 08:00: grade 2, 30 × 20 mm."""
    about = {
        "checked_at": moment(8, day=date(2026, 11, 16)),
        "grade": "2",
        "length_mm": 30,
        "width_mm": 20,
        "look": "Nền hồng, ít dịch",
        "done_by_id": "nurse",
    }
    return WoundCheck(**{"episode_id": wound.episode_id, "wound_id": wound.id} | about | given)


def issued(episode_id: str, **given: Any) -> SuppliesIssued:
    """Two sets of summer clothes, given out on 4 May 2026."""
    about = {"item": "summer_clothes", "quantity": 2, "issued_on": date(2026, 5, 4)}
    return SuppliesIssued(**{"episode_id": episode_id} | about | given)


@contextmanager
def refusing(words: str) -> Iterator[None]:
    """What is done within must be refused with a sentence that holds these English words."""
    with pytest.raises(Refused) as refused:
        yield
    assert words in refused.value.message.id
