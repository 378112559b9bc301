"""What the law and good order say about a leaving, and in which column it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.rules.discharge import Law, counted_in, warnings_on_leaving
from carebook.rules.movement import CodeBook
from tests import samples, stay_samples

TODAY = samples.TODAY
LAW = Law(stay_samples.limits())
ENOUGH = {"end_on": TODAY, "end_decision_no": "45", "received_by": "Trần Văn Sơn"}


def leaving(**given: Any) -> Episode:
    """A stay that ends today with everything written down, unless told otherwise."""
    return samples.episode("p", **(ENOUGH | given))


@pytest.mark.parametrize(
    ("given", "born", "fields"),
    [
        ({"end_reason": "goal_reached", "destination": "family"}, "1945", []),
        ({"end_reason": "family_request"}, "1945", ["stop_requested_on"]),
        ({"end_reason": "family_request", "stop_requested_on": date(2026, 11, 16)}, "1945", []),
        (
            {"end_reason": "family_request", "stop_requested_on": date(2026, 11, 2)},
            "1945",
            ["end_decision_on"],
        ),
        (
            {
                "end_reason": "family_request",
                "stop_requested_on": date(2026, 11, 2),
                "end_decision_on": date(2026, 11, 11),
            },
            "1945",
            [],
        ),
        ({"end_reason": "aged_out"}, "2012", ["end_reason"]),
        ({"end_reason": "aged_out"}, "2006", []),
        ({"end_reason": "died"}, "1945", ["end_note"]),
        ({"end_reason": "died", "end_note": "Bệnh viện tỉnh, suy tim"}, "1945", []),
        ({"end_reason": "goal_reached", "destination": "relatives", "received_by": ""}, "1945", ["received_by"]),
        ({"end_reason": "goal_reached", "end_decision_no": ""}, "1945", ["end_decision_no"]),
        ({"end_reason": "contract_ended", "end_decision_no": ""}, "1945", []),
        ({"end_reason": None, "end_on": None, "end_decision_no": ""}, "1945", []),
    ],
)
def test_what_is_said_before_saving(given: dict[str, Any], born: str, fields: list[str]) -> None:
    found = warnings_on_leaving(leaving(**given), PartialDate(born), LAW, today=TODAY)
    assert [w.field for w in found] == fields
    assert {w.severity for w in found} <= {"warning"}


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"end_reason": "family_request", "destination": "family"}, "Hồi gia"),
        ({"end_reason": "died"}, "Tử vong"),
        ({"end_reason": "mutual_agreement", "route": "voluntary"}, "Hết hợp đồng"),
        ({"end_reason": "other_legal"}, "Giảm khác"),
        ({"end_reason": None}, ""),
    ],
)
def test_the_column_is_that_of_the_table(given: dict[str, Any], column: str) -> None:
    book = CodeBook(stay_samples.codes(), stay_samples.limits(), TODAY)
    assert counted_in(leaving(**given), book) == column
