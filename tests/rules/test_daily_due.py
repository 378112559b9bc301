"""When daily care calls, in which words, and whose it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook.records.daily_due import CareDue
from carebook.rules import daily_due, permissions
from carebook.rules.daily_due import CLOCKS, FIRST
from carebook.rules.due import TITLES
from tests.stay_samples import limits

TODAY = date(2026, 11, 22)
AN: dict[str, Any] = {"person_id": "p1", "episode_id": "e1", "name": "Trần Thị An", "ward_id": "w1"}


def board(*waiting: CareDue) -> list[Any]:
    return daily_due.due(waiting, today=TODAY, limits=limits())


@pytest.mark.parametrize("kind", CLOCKS)
def test_every_clock_is_ended_by_a_deed_of_somebody_and_has_a_title(kind: str) -> None:
    assert CLOCKS[kind].action in permissions.DEEDS
    assert kind in TITLES


@pytest.mark.parametrize(
    ("kind", "due_on", "shown"),
    [
        ("health_check", date(2026, 12, 6), True),
        ("health_check", date(2026, 12, 7), False),
        ("wound_look", date(2026, 11, 22), True),
        ("wound_look", date(2026, 11, 23), False),
        ("leave_return", date(2026, 11, 23), False),
        ("leave_return", date(2026, 11, 21), True),
        ("prescription_end", date(2026, 11, 25), True),
        ("prescription_end", date(2026, 11, 26), False),
        ("medicine_expiry", date(2027, 1, 21), True),
        ("medicine_expiry", date(2027, 1, 22), False),
    ],
)
def test_it_calls_from_its_own_time_on(kind: str, due_on: date, shown: bool) -> None:
    assert bool(board(CareDue(kind=kind, due_on=due_on, **AN))) is shown


@pytest.mark.parametrize(
    ("waiting", "pattern", "values"),
    [
        (
            {"kind": "health_check", "since_on": date(2026, 5, 20)},
            "because the last health check was on {since}",
            {"since": "20/05/2026"},
        ),
        (
            {"kind": "health_check", "since_on": date(2026, 5, 20), "what": FIRST},
            "because no health check was made since {since}",
            {"since": "20/05/2026"},
        ),
        (
            {"kind": "prescription_end", "what": "Amlodipin 5 mg"},
            "because {what} is ordered until {due}",
            {"what": "Amlodipin 5 mg", "due": "22/11/2026"},
        ),
        (
            {"kind": "revisit", "since_on": date(2026, 11, 1)},
            "because a re-visit was asked for on {since}",
            {"since": "01/11/2026"},
        ),
    ],
)
def test_it_says_why(waiting: dict[str, Any], pattern: str, values: dict[str, str]) -> None:
    (item,) = board(CareDue(due_on=TODAY, **(AN | waiting)))
    assert (item.why.id, dict(item.why.values)) == (pattern, values)
    assert item.for_whom == "Trần Thị An"


def test_the_law_stands_behind_the_health_check() -> None:
    (item,) = board(CareDue(kind="health_check", due_on=TODAY, **AN))
    assert item.basis is not None
    assert item.basis.values["article"] == "khoản 1 Điều 8 Thông tư 33/2017"


def test_an_office_is_to_be_told_by_the_hour() -> None:
    until = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    waiting = CareDue(
        kind="incident_notice",
        due_on=TODAY,
        due_at=until,
        since_on=TODAY,
        what="Trạm y tế",
        basis="Thông tư 54/2015/TT-BYT",
        record_id="i1",
    )
    (item,) = board(waiting)
    assert (item.due_at, item.person_id, item.page, dict(item.about)) == (
        until,
        None,
        "incidents",
        {"incident_id": "i1"},
    )
    assert item.basis is not None
    assert item.basis.values["article"] == "Thông tư 54/2015/TT-BYT"


def test_a_wound_is_ended_in_the_record_of_the_person() -> None:
    (item,) = board(CareDue(kind="wound_look", due_on=TODAY, record_id="w9", **AN))
    assert (item.page, dict(item.about)) == ("person", {"person_id": "p1", "tab": "daily"})


def test_the_latest_comes_first_and_a_masked_one_stays_masked() -> None:
    hidden = CareDue(kind="leave_return", due_on=date(2026, 11, 20), **(AN | {"masked": True, "name": "Hoa Sữa"}))
    items = board(CareDue(kind="revisit", due_on=TODAY, **AN), hidden)
    assert [(item.kind, item.masked, item.for_whom) for item in items] == [
        ("leave_return", True, "Hoa Sữa"),
        ("revisit", False, "Trần Thị An"),
    ]


def test_a_remedy_belongs_to_its_owner() -> None:
    (item,) = board(CareDue(kind="remedy", due_on=TODAY, owner_id="s1", what="Lắp đèn cảm ứng", record_id="i1", **AN))
    assert (item.owner, item.roles) == ("s1", ())
