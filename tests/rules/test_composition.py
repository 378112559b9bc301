"""B02: who the residents are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.figures import TOTAL, Period, Table
from carebook.records.stay_facts import StayFacts
from carebook.rules import movement
from carebook.rules.composition import table
from carebook.rules.identities import same_people
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def b02(*stays: StayFacts, **more: Any) -> Table:
    return table(stays, OCTOBER, codes(), limits(), **more)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2025-05-01", "under_18m"),
        ("2025-04-30", "from_18m"),
        ("2022-11-01", "from_18m"),
        ("2022-10-31", "from_4"),
        ("2020-11-01", "from_4"),
        ("2020-10-31", "from_6"),
        ("2015-11-01", "from_6"),
        ("2015-10-31", "from_11"),
        ("2010-10-31", "from_16"),
        ("2008-10-31", "from_18"),
        ("2004-10-31", "from_22"),
        ("1966-11-01", "from_22"),
        ("1966-10-31", "from_60"),
        ("1951-10-31", "from_75"),
        ("1946-10-31", "from_80"),
        ("1920", "from_80"),
        ("2025", "under_18m"),
        ("2024", "from_18m"),
        ("1966", "from_60"),
        ("1966-11", "from_22"),
        ("", "unknown"),
    ],
)
def test_age_bands_at_the_cut_off(born: str, band: str) -> None:
    made = b02(stay(born=PartialDate(born)))
    filled = {column.code for column in made.columns if made.cell(TOTAL, column.code)}
    assert filled == {TOTAL, f"{TOTAL}_female", band, f"{band}_female"}


def test_columns_are_sex_by_band() -> None:
    made = b02()
    assert len(made.columns) == 13 * 3
    assert [column.label for column in made.columns[:3]] == ["Tổng số", "Nam", "Nữ"]
    assert made.columns[-1].group == "Không rõ tuổi"


def test_other_sexes_stand_in_the_totals_only() -> None:
    made = b02(stay(1, sex="male"), stay(2, sex="other"), stay(3, sex=""))
    assert made.values(TOTAL)[:3] == (3, 1, 0)
    assert made.cell(TOTAL, "from_80") == 3


def test_an_uncertain_age_is_marked_in_its_line() -> None:
    sure, year_only = b02(stay(1, born=PartialDate("1945-03-01")), stay(2, born=PartialDate("1945"))).lines
    assert "tuổi chưa chắc chắn" not in sure.detail
    assert "tuổi chưa chắc chắn" in year_only.detail


def test_only_the_open_stays_of_residents_count() -> None:
    made = b02(
        stay(1, end_on=date(2026, 10, 31)),
        stay(2, start_on=date(2026, 11, 1)),
        stay(3, placement="day"),
        stay(4, end_on=date(2026, 11, 1)),
    )
    assert [line.person_id for line in made.people(TOTAL, TOTAL)] == ["p4"]


def test_it_counts_the_people_of_the_closing() -> None:
    stays = [stay(1), stay(2, "child_abandoned", born=PartialDate("2020")), stay(3, end_on=date(2026, 10, 3))]
    closing = movement.table(stays, OCTOBER, codes(), limits())
    assert same_people(closing, b02(*stays)).holds
    broken = same_people(closing, b02(*stays[:1], stay(2, "street_child")))
    assert not broken.holds
    assert {line.person_id for line in broken.people} == {"p2"}


def test_before_the_book_nothing_is_computed() -> None:
    made = b02(stay(), complete_from=date(2026, 11, 1))
    assert set(made.values(TOTAL)) == {None}
    assert made.lines == ()
    closing = movement.table([stay()], OCTOBER, codes(), limits(), complete_from=date(2026, 11, 1))
    assert same_people(closing, made).holds is None
