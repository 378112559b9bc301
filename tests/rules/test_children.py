"""B04: the children by group of the law, schooling and papers; protected groups are named to nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.figures import TOTAL, Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules import movement
from carebook.rules.children import NO_EDUCATION, NO_GROUP, table
from carebook.rules.identities import same_children
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def child(number: int = 1, **facts: Any) -> StayFacts:
    return stay(number, **{"born": PartialDate("2015-05-01"), **facts})


def b04(*stays: StayFacts, **more: Any) -> Table:
    return table(stays, OCTOBER, codes(), limits(), **more)


@pytest.mark.parametrize(
    ("facts", "row", "columns"),
    [
        ({"child_group": "abandoned", "education": "primary"}, "abandoned", {"primary"}),
        ({}, NO_GROUP, {NO_EDUCATION}),
        (
            {"child_group": "a group of the future", "birth_registered": True},
            NO_GROUP,
            {NO_EDUCATION, "birth_registered"},
        ),
        ({"birth_registered": False, "awaiting": "adoption"}, NO_GROUP, {NO_EDUCATION, "awaiting_adoption"}),
        ({"health_card_valid_to": date(2026, 10, 31)}, NO_GROUP, {NO_EDUCATION, "card_valid"}),
        ({"health_card_valid_to": date(2026, 10, 30)}, NO_GROUP, {NO_EDUCATION}),
        ({"guardian": "yes", "guardian_to": None}, NO_GROUP, {NO_EDUCATION, "has_guardian"}),
        ({"guardian": "yes", "guardian_to": date(2026, 9, 1)}, NO_GROUP, {NO_EDUCATION}),
    ],
)
def test_where_a_child_counts(facts: dict[str, Any], row: str, columns: set[str]) -> None:
    made = b04(child(**facts))
    assert {column.code for column in made.columns if made.cell(row, column.code)} == columns | {TOTAL, "female"}
    assert made.cell(TOTAL, TOTAL) == 1


def test_only_children_who_are_there_count_as_many_as_in_b01() -> None:
    stays = [
        child(1),
        child(2, end_on=date(2026, 10, 3)),
        stay(3, born=PartialDate("1950")),
        stay(4, "child_abandoned", born=None),
        child(5, child_group="hiv"),
    ]
    made = b04(*stays)
    assert made.cell(TOTAL, TOTAL) == 3
    assert same_children(movement.table(stays, OCTOBER, codes(), limits()), made).holds
    assert same_children(movement.table(stays[:3], OCTOBER, codes(), limits()), made).holds is False


def test_a_protected_group_is_counted_and_names_nobody() -> None:
    made = b04(child(1, child_group="hiv"), child(2, child_group="orphan_both"))
    (hidden,) = made.people("hiv", TOTAL)
    assert (hidden.person_id, hidden.episode_id, hidden.code, hidden.birth, hidden.detail) == ("", "", "", "", "")
    assert (hidden.name, hidden.masked) == ("Không nêu tên", True)
    assert made.people("orphan_both", TOTAL)[0].person_id
    assert made.cell(TOTAL, TOTAL) == 2


def test_nothing_is_computed_before_the_book() -> None:
    assert b04(child(), complete_from=date(2026, 11, 1)).cell(TOTAL, TOTAL) is None
