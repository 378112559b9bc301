"""Putting something due off: hidden until its day, still counted where it is late by law, for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.records.due import Snooze
from carebook.rules import casework
from carebook.rules.casework import PutOff, apart
from carebook.rules.due import DueItem
from carebook.words import message
from tests.rules.casework.cases import TODAY, called, settled


def _item(basis: str, due_on: date) -> DueItem:
    (item,) = [one for one in called(settled(review_on=due_on), max(TODAY, due_on)) if one.kind == "plan_review"]
    return replace(
        item,
        basis=message("on the basis of {article}", article=basis) if basis else message("by the center's own rule"),
    )


def test_what_is_put_off_hides_until_its_day() -> None:
    item = _item("Điều 7", TODAY)
    off = PutOff(item.key, "e1", item.due_on, TODAY + timedelta(days=5))
    shown, hidden = apart([item], [off], TODAY)
    assert shown == []
    assert [one.put_off_to for one in hidden] == [off.until_on]
    assert apart([item], [off], off.until_on) == ([item], [])
    other = replace(off, due_on=TODAY - timedelta(days=1))
    assert apart([item], [other], TODAY) == ([item], [])


def test_what_an_article_asks_for_and_is_late_still_counts() -> None:
    late = _item("Điều 7", TODAY - timedelta(days=3))
    off = PutOff(late.key, "e1", late.due_on, TODAY + timedelta(days=5))
    shown, hidden = apart([late], [off], TODAY)
    assert ([one.put_off_to for one in shown], hidden) == ([off.until_on], [])
    own = _item("", TODAY - timedelta(days=3))
    assert apart([own], [off], TODAY)[0] == []


def test_how_long_something_can_be_put_off() -> None:
    assert casework.last_day(_item("Điều 7", TODAY), TODAY) == TODAY + timedelta(days=30)
    assert casework.last_day(_item("Điều 7", TODAY + timedelta(days=5)), TODAY) == TODAY + timedelta(days=5)
    assert casework.last_day(_item("Điều 7", TODAY - timedelta(days=5)), TODAY) == TODAY + timedelta(days=30)
    assert casework.last_day(_item("", TODAY + timedelta(days=5)), TODAY) == TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("days", "reason", "fields"),
    [(0, "chờ", ["until_on"]), (1, "chờ", []), (30, "chờ", []), (31, "chờ", ["until_on"]), (5, "  ", ["reason"])],
)
def test_problems_in_putting_off(days: int, reason: str, fields: list[str]) -> None:
    snooze = Snooze(kind="plan_review", episode_id="e1", until_on=TODAY + timedelta(days=days), reason=reason)
    assert [problem.field for problem in casework.problems_in_snooze(snooze, today=TODAY)] == fields
