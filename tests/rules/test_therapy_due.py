"""What therapy asks for: each kind on its day, with its owner, and not before its time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from carebook.records.therapy_due import (
    Lent,
    Missed,
    OpenPackage,
    PlanToReview,
    PupilPlan,
    TherapyDue,
    Unrecorded,
    UnrecordedGroup,
    WaitingVersion,
)
from carebook.rules import permissions
from carebook.rules.due import TITLES
from carebook.rules.therapy_due import due, of_groups
from tests.stay_samples import limits

TODAY = date(2026, 11, 4)  # a Wednesday
DAY = timedelta(days=1)


def items(**facts: Any) -> list[Any]:
    stay = TherapyDue(person_id="p1", episode_id="e1", name="Trần Thị An", case_manager_id="x1", **facts)
    return due([stay], today=TODAY, limits=limits())


@pytest.mark.parametrize(
    ("facts", "kind", "due_on", "owner"),
    [
        ({"unrecorded": (Unrecorded("k1", "s1", TODAY - 2 * DAY, 3),)}, "session_record", TODAY - DAY, "k1"),
        ({"unrecorded": (Unrecorded("k1", "s1", TODAY - DAY, 1),)}, "session_record", TODAY, "k1"),
        (
            {"waiting": (WaitingVersion("v2", 2, date(2026, 10, 30), ("doctor", "head")),)},
            "rehabilitation_approval",
            TODAY,
            None,
        ),
        ({"review": PlanToReview("v1", TODAY - DAY, "k1")}, "rehabilitation_review", TODAY - DAY, "k1"),
        ({"review": PlanToReview("v1", TODAY + 14 * DAY)}, "rehabilitation_review", TODAY + 14 * DAY, "x1"),
        ({"review": PlanToReview("v1", TODAY + 15 * DAY)}, "", None, None),
        ({"packages": (OpenPackage("g1", 0, TODAY - 8 * DAY),)}, "package_end", TODAY - DAY, "x1"),
        ({"packages": (OpenPackage("g1", 4, TODAY - 8 * DAY),)}, "", None, None),
        ({"packages": (OpenPackage("g1", 3, TODAY - 8 * DAY),)}, "package_low", None, "x1"),
        ({"packages": (OpenPackage("g1", 5, reassess_on=TODAY),)}, "package_reassessment", TODAY, "x1"),
        ({"packages": (OpenPackage("g1", 5, None, TODAY, TODAY - 14 * DAY),)}, "", None, None),
        (
            {"packages": (OpenPackage("g1", 5, None, TODAY, TODAY - 15 * DAY),)},
            "package_reassessment",
            TODAY,
            "x1",
        ),
        ({"devices": (Lent("d1", "Xe lăn", TODAY, None, "k1", TODAY - DAY),)}, "device_back", TODAY - DAY, "k1"),
        ({"devices": (Lent("d1", "Khung tập đi", TODAY + 10 * DAY),)}, "device_check", TODAY + 10 * DAY, "x1"),
        ({"devices": (Lent("d1", "Khung tập đi", None, TODAY, "k1"),)}, "device_back", TODAY, "k1"),
        ({"devices": (Lent("d1", "Khung tập đi"),)}, "", None, None),
        ({"missed": (Missed("g", "s", "Vườn rau", date(2026, 10, 30), "k1"),)}, "absence_follow_up", TODAY, "k1"),
        ({"pupil_plans": (PupilPlan("i1", "g", TODAY, "g1"),)}, "education_review", TODAY, "g1"),
    ],
)
def test_each_thing_is_due_on_its_day(facts: dict[str, Any], kind: str, due_on: date | None, owner: str | None) -> None:
    found = [(item.kind, item.due_on, item.owner) for item in items(**facts)]
    assert found == ([(kind, due_on, owner)] if kind else [])


def everything() -> list[Any]:
    """One thing of every kind of one stay, and one of a group."""
    found = items(
        unrecorded=(Unrecorded("k1", "s1", TODAY - DAY, 2),),
        waiting=(WaitingVersion("v2", 2, TODAY, ("doctor",)),),
        review=PlanToReview("v1", TODAY),
        packages=(OpenPackage("g1", 0, TODAY, TODAY), OpenPackage("g2", 1)),
        devices=(Lent("d1", "Xe lăn", TODAY, TODAY),),
        missed=(Missed("g", "s", "Vườn rau", TODAY),),
        pupil_plans=(PupilPlan("i1", "g", TODAY),),
    )
    group = UnrecordedGroup("g1", "Vườn rau", "k1", "s1", TODAY - 3 * DAY, 2)
    return found + of_groups([group], today=TODAY, limits=limits())


def test_every_thing_has_a_title_a_page_and_a_deed() -> None:
    found = everything()
    assert len(found) == 11
    for item in found:
        assert item.kind in TITLES
        assert item.page
        assert dict(item.about).get("episode_id") == item.episode_id
        assert item.action in permissions.DEEDS


def test_one_thing_however_many_sessions() -> None:
    (item,) = items(unrecorded=(Unrecorded("k1", "s1", TODAY - 9 * DAY, 12),))
    assert item.why.values["n"] == 12
    assert dict(item.about)["session_id"] == "s1"


def test_a_group_whose_sessions_nobody_recorded_is_one_thing_of_its_leader() -> None:
    (item,) = [one for one in everything() if one.kind == "group_record"]
    assert (item.kind, item.owner, item.person_id, item.due_on) == ("group_record", "k1", None, TODAY - 2 * DAY)
    assert dict(item.about) == {"group_id": "g1", "session_id": "s1"}
    assert item.why.values["n"] == 2
