"""Due things: how late, in whose duty, in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carebook.rules.due import (
    DueItem,
    Urgency,
    basis_message,
    by_lateness,
    days_late,
    is_late,
    lateness_words,
    union,
)
from carebook.words import Message, message

NOW = datetime(2026, 11, 20, 1, 25, tzinfo=UTC)  # Friday 08:25 in Vietnam
TODAY = date(2026, 11, 20)


def item(for_whom: str = "An", **facts: Any) -> DueItem:
    return DueItem(kind="review", action="record_review", for_whom=for_whom, why=message("because"), **facts)


@pytest.mark.parametrize(
    ("facts", "late", "words"),
    [
        ({}, False, message("No due date yet")),
        ({"due_on": TODAY}, False, message("Due today")),
        ({"due_on": TODAY - timedelta(days=12)}, True, message("{days} days overdue", days=12)),
        ({"due_on": TODAY + timedelta(days=3)}, False, message("{days} days left", days=3)),
        (
            {"due_on": date(2026, 11, 25), "in_working_days": True},
            False,
            message("{days} working days left", days=2),  # 24/11 is free
        ),
        (
            {"due_on": date(2026, 11, 23), "in_working_days": True},
            False,
            message("{days} working day left", days=1),
        ),
        (
            {"due_on": date(2026, 11, 16), "in_working_days": True},
            True,
            message("{days} working days overdue", days=4),
        ),
        ({"due_on": TODAY, "due_at": NOW - timedelta(minutes=25)}, True, message("{minutes} minutes late", minutes=25)),
        ({"due_on": TODAY, "due_at": NOW - timedelta(minutes=1)}, True, message("{minutes} minute late", minutes=1)),
        ({"due_on": TODAY, "due_at": NOW - timedelta(minutes=61)}, True, message("{hours} hour late", hours=1)),
        ({"due_on": TODAY, "due_at": NOW + timedelta(minutes=5)}, False, message("Due today")),
        (
            {"due_on": TODAY - timedelta(days=31), "waits_for": message("Commune")},
            False,
            message(
                "Waiting for {office}, {days} days over (not counted for the center)",
                office=message("Commune"),
                days=31,
            ),
        ),
    ],
)
def test_lateness(facts: dict[str, Any], late: bool, words: Message) -> None:
    assert is_late(item(**facts), NOW) is late
    assert lateness_words(item(**facts), NOW) == words


def test_a_working_day_clock_that_ended_on_a_free_day() -> None:
    now = datetime(2026, 11, 22, 3, tzinfo=UTC)  # Sunday
    due = item(due_on=date(2026, 11, 21), in_working_days=True)
    assert is_late(due, now)
    assert lateness_words(due, now) == message("{days} day overdue", days=1)


def test_order_longest_overdue_first_then_undated_then_what_others_owe() -> None:
    old = item("Bình", due_on=TODAY - timedelta(days=9))
    soon = item("An", due_on=TODAY + timedelta(days=2))
    urgent = item("Đào", due_on=TODAY + timedelta(days=2), urgency=Urgency.URGENT)
    undated = item("Cúc")
    others = item("Lan", due_on=TODAY - timedelta(days=99), waits_for=message("Commune"))
    assert by_lateness([others, undated, soon, urgent, old]) == [old, urgent, soon, undated, others]


def test_the_union_names_each_thing_once() -> None:
    first, second = item("An", due_on=TODAY), item("Bình", due_on=TODAY)
    assert union([second], [first, item("An", due_on=TODAY)]) == [first, second]
    assert days_late(item(), TODAY) == 0


def test_a_basis_is_law_or_the_centers_rule() -> None:
    assert basis_message("Điều 7 Thông tư 02/2020").values == {"article": "Điều 7 Thông tư 02/2020"}
    assert basis_message("") == message("by the center's own rule")
