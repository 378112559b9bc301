"""Days of a schedule as people write them, read and said again; what is no time is refused beside its field."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Code
from carebook.rules.facility import problems_in_code
from carebook.rules.follow_ups.steps import is_step, read_steps, said_steps


@pytest.mark.parametrize(
    ("typed", "steps"),
    [
        ("7 ngày, 1 tháng", ("7d", "1m")),
        ("7 NGÀY; 3 Tháng\n12m", ("7d", "3m", "12m")),
        ("2 days, 1 month, 6 months", ("2d", "1m", "6m")),
        ("07d, sau 2 tháng", ("7d", "2m")),
        ("", ()),
    ],
)
def test_what_people_type_is_read(typed: str, steps: tuple[str, ...]) -> None:
    assert read_steps(typed) == steps


@pytest.mark.parametrize("typed", ["sớm", "7", "1 năm", "7 ngày 1 tháng", "🙂", "-1 ngày", "1000 ngày"])
def test_what_is_no_time_is_named(typed: str) -> None:
    with pytest.raises(ValueError, match=typed[:3].replace("-", "-")):
        read_steps(typed)


@given(st.lists(st.tuples(st.integers(0, 999), st.sampled_from("dm")), max_size=12))
def test_what_is_said_is_read_again(pairs: list[tuple[int, str]]) -> None:
    steps = tuple(f"{number}{unit}" for number, unit in pairs)
    assert all(map(is_step, steps))
    assert read_steps(said_steps(steps)) == steps


@pytest.mark.parametrize(
    ("list_name", "carried", "field"),
    [
        ("follow_up_template", {"steps": ["sớm"]}, "steps"),
        ("risk_tightening", {"steps": ["2d"] * 61}, "steps"),
        ("follow_up_template", {"steps": ["7d", "1m"]}, ""),
        ("family_band", {"from": 37}, "points"),
        ("family_band", {"from": 27}, ""),
        ("family_criterion", {"levels": ["a", "", "c", "d"]}, "level_0"),
    ],
)
def test_a_word_that_rules_rely_on_is_checked(list_name: str, carried: dict[str, object], field: str) -> None:
    found = problems_in_code(Code(list_name=list_name, code="x", text="Lời", details=json.dumps(carried)))
    assert [problem.field for problem in found] == ([field] if field else [])
