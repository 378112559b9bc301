"""Relief: what must be written, the sums of a list, and when a campaign may be closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.rules.relief import Given, problems_before_closing, problems_in_campaign, problems_in_item, sums

TODAY = date(2026, 11, 22)
CAMPAIGN = ReliefCampaign(name="Cứu trợ bão số 3", from_on=date(2026, 9, 8), rate=500_000)
ITEM = ReliefItem(
    campaign_id="c", full_name="Nịnh Thị Hợi", amount=500_000, received_on=date(2026, 9, 9), signed_by="Nịnh Thị Hợi"
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"from_on": None}, ["from_on"]),
        ({"from_on": date(1026, 9, 8)}, ["from_on"]),
        ({"to_on": date(2026, 9, 7)}, ["to_on"]),
        ({"rate": -1}, ["rate"]),
        ({"rate": 10**13}, ["rate"]),
    ],
)
def test_what_is_wrong_with_a_campaign(given: dict[str, Any], expected: list[str]) -> None:
    assert [one.field for one in problems_in_campaign(replace(CAMPAIGN, **given), today=TODAY)] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"full_name": ""}, [("full_name", "error")]),
        ({"full_name": "", "episode_id": "s"}, []),
        ({"amount": None}, [("what", "error")]),
        ({"amount": None, "what": "10 kg gạo"}, []),
        ({"amount": -5}, [("amount", "error")]),
        ({"birth_year": 2030}, [("birth_year", "error")]),
        ({"birth_year": 45}, [("birth_year", "error")]),
        ({"received_on": date(2026, 11, 23)}, [("received_on", "error")]),
        ({"received_on": date(2026, 9, 7)}, [("received_on", "error")]),
        ({"received_on": None}, [("received_on", "error")]),
        ({"received_on": None, "signed_by": ""}, []),
        ({"signed_by": ""}, [("signed_by", "warning")]),
    ],
)
def test_what_is_wrong_with_a_line(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = problems_in_item(replace(ITEM, **given), campaign=CAMPAIGN, today=TODAY)
    assert [(one.field, one.severity) for one in found] == expected


@given(
    st.lists(
        st.builds(
            Given,
            st.one_of(st.none(), st.integers(0, 10**9)),
            st.one_of(st.none(), st.just(TODAY)),
            st.booleans(),
        )
    )
)
def test_the_sums_are_those_of_the_lines(lines: list[Given]) -> None:
    found = sums(lines)
    there = [one for one in lines if one.received_on]
    assert (found.people, found.received) == (len(lines), len(there))
    assert found.signed <= found.received
    assert found.listed_amount == sum(one.amount or 0 for one in lines)
    assert found.given_amount == sum(one.amount or 0 for one in there)
    assert bool(problems_before_closing(found)) == (found.waiting > 0) == any(not one.received_on for one in lines)
