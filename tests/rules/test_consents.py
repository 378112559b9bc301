"""Consents: what must be written, who must agree, from when to when one holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.referrals import Consent
from carebook.rules.consents import (
    Asked,
    giver,
    problems_in_consent,
    problems_in_revoking,
    why_not_approved,
    why_not_valid,
)

TODAY = date(2026, 11, 22)
STAY = Episode(person_id="p", start_on=date(2026, 1, 5))
ADULT, CHILD, INFANT = Asked(29, 7, 16), Asked(9, 7, 16), Asked(5, 7, 16)
CONSENT = Consent(
    episode_id="e",
    shared_with="Trường mầm non",
    purpose="Nhận trẻ vào lớp",
    shared="Tên gọi ở nhà, tuổi",
    given_by="Mẹ",
    given_on=date(2026, 6, 1),
    child_agreed=None,
)
APPROVED = replace(CONSENT, child_agreed=True, approved_on=date(2026, 6, 2), approved_by_id="s")


@pytest.mark.parametrize(
    ("given", "asked", "said"),
    [
        ({}, ADULT, []),
        ({}, INFANT, []),
        ({}, CHILD, [("child_agreed", "warning")]),
        ({"child_agreed": False}, CHILD, [("child_agreed", "warning")]),
        ({"child_agreed": True}, CHILD, []),
        ({"shared_with": "", "purpose": " "}, ADULT, [("shared_with", "error"), ("purpose", "error")]),
        ({"shared": "", "given_by": ""}, ADULT, [("shared", "error"), ("given_by", "error")]),
        ({"given_on": None}, ADULT, [("given_on", "error")]),
        ({"given_on": date(1026, 6, 1)}, ADULT, [("given_on", "error")]),
        ({"given_on": date(2026, 11, 23)}, ADULT, [("given_on", "error")]),
        ({"given_on": date(2025, 12, 31)}, ADULT, [("given_on", "warning")]),
        ({"valid_to": date(2026, 5, 31)}, ADULT, [("valid_to", "error")]),
        ({"withheld": "x" * 30_000}, ADULT, [("withheld", "error")]),
    ],
)
def test_what_is_wrong_with_a_consent(given: dict[str, Any], asked: Asked, said: list[tuple[str, str]]) -> None:
    found = problems_in_consent(replace(CONSENT, **given), stay=STAY, asked=asked, today=TODAY)
    assert [(one.field, one.severity) for one in found] == said


@pytest.mark.parametrize(
    ("given", "asked", "day", "why"),
    [
        ({}, ADULT, TODAY, ""),
        ({}, CHILD, TODAY, ""),
        ({"approved_on": None}, ADULT, TODAY, "This consent waits for the approval of the head."),
        ({}, ADULT, date(2026, 6, 1), "This consent waits for the approval of the head."),
        ({}, ADULT, date(2026, 5, 31), "This consent was not given yet on {day}."),
        ({"child_agreed": None}, INFANT, TODAY, ""),
        ({"child_agreed": False}, CHILD, TODAY, "A child from {age} years agrees too; that is not written yet."),
        ({"child_agreed": None}, CHILD, TODAY, "A child from {age} years agrees too; that is not written yet."),
        ({"child_agreed": None}, Asked(16, 7, 16), TODAY, ""),
        ({"child_agreed": None}, Asked(None, 7, 16), TODAY, ""),
        ({"valid_to": TODAY}, ADULT, TODAY, ""),
        ({"valid_to": date(2026, 11, 21)}, ADULT, TODAY, "This consent was valid to {day}."),
        ({"revoked_on": TODAY}, ADULT, TODAY, "This consent was withdrawn on {day}."),
        ({"revoked_on": date(2026, 11, 23)}, ADULT, TODAY, ""),
    ],
)
def test_when_a_consent_holds(given: dict[str, Any], asked: Asked, day: date, why: str) -> None:
    found = why_not_valid(replace(APPROVED, **given), day, asked)
    assert (found.id if found is not None else "") == why


@pytest.mark.parametrize(
    ("alias", "name"),
    [("", "Bùi Thị Bưởi"), ("Hoa Sữa", "Hoa Sữa"), ("Hồ sơ bảo mật CB-000483", "Bùi Thị Bưởi")],
)
def test_a_consent_is_given_under_a_name_somebody_bears(alias: str, name: str) -> None:
    assert giver(Person(code="CB-000483", full_name="Bùi Thị Bưởi", alias=alias)) == name


def test_the_head_approves_once_and_not_over_a_child() -> None:
    assert why_not_approved(CONSENT, ADULT) is None
    assert why_not_approved(CONSENT, CHILD) is not None
    assert why_not_approved(replace(CONSENT, child_agreed=True), CHILD) is None
    assert why_not_approved(APPROVED, ADULT) is not None
    assert why_not_approved(replace(CONSENT, revoked_on=TODAY), ADULT) is not None


def test_a_consent_is_withdrawn_between_its_giving_and_today() -> None:
    assert problems_in_revoking(APPROVED, TODAY, today=TODAY) == []
    for on in (date(2026, 5, 31), date(2026, 11, 23)):
        assert [one.field for one in problems_in_revoking(APPROVED, on, today=TODAY)] == ["revoked_on"]
    again = problems_in_revoking(replace(APPROVED, revoked_on=TODAY), TODAY, today=TODAY)
    assert [one.message.id for one in again] == ["This consent was withdrawn on {day}."]
