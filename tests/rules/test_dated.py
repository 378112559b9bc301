"""Look-ups by day."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.records.codes import Agency, Code, LegalBasis, Limit, Rate
from carebook.rules.dated import (
    agency_on,
    amount_of,
    code_on,
    codes_on,
    legal_bases_on,
    limit_on,
    on,
    rate_on,
    text_of,
)
from tests.stay_samples import rates, shipped

OLD = Code(list_name="province", code="75", text="Tỉnh", valid_to=date(2026, 4, 29))
NEW = Code(list_name="province", code="75", text="Thành phố", valid_from=date(2026, 4, 30))


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2021, 6, 30), 270_000),
        (date(2021, 7, 1), 360_000),
        (date(2024, 6, 30), 360_000),
        (date(2024, 7, 1), 500_000),
        (date(2026, 6, 30), 500_000),
        (date(2026, 7, 1), 540_000),
    ],
)
def test_the_standard_rate_of_each_day(day: date, amount: int) -> None:
    rate = rate_on(rates(), "standard", day)
    assert rate is not None
    assert rate.amount == amount


@pytest.mark.parametrize(
    ("coefficient", "day", "expected"),
    [
        ("nurture_from_4", date(2026, 10, 1), 2_160_000),
        ("nurture_under_4", date(2026, 10, 1), 2_700_000),
        ("funeral_facility", date(2025, 1, 1), 25_000_000),
        ("funeral_community", date(2022, 1, 1), 7_200_000),
        ("community_disability_severe_adult", date(2026, 10, 1), 810_000),
    ],
)
def test_rates_times_coefficients(coefficient: str, day: date, expected: int) -> None:
    standard, times = rate_on(rates(), "standard", day), rate_on(rates(), coefficient, day)
    assert standard is not None
    assert times is not None
    assert amount_of(standard, times) == expected


def test_a_product_is_exact_and_rounds_halves_up() -> None:
    assert amount_of(Rate(name="s", amount=270_001), Rate(name="c", factor=1.3)) == 351_001
    assert amount_of(Rate(name="s", amount=5), Rate(name="c", factor=0.5)) == 3
    with pytest.raises(ValueError, match="s × c"):
        amount_of(Rate(name="s", factor=1.0), Rate(name="c", factor=1.0))


def test_a_word_reads_as_on_its_day_and_never_disappears() -> None:
    assert text_of([OLD, NEW], "province", "75", date(2026, 4, 29)) == "Tỉnh"
    assert text_of([OLD, NEW], "province", "75", date(2026, 4, 30)) == "Thành phố"
    assert text_of([OLD], "province", "75", date(2026, 11, 1)) == "Tỉnh"
    assert text_of([NEW], "province", "75", date(2020, 1, 1)) == "Thành phố"
    assert text_of([OLD], "province", "99", date(2026, 1, 1)) == "99"
    assert code_on([OLD], "commune", "75", date(2026, 1, 1)) is None
    assert on([OLD, NEW], date(2026, 4, 30)) == [NEW]


def test_lists_keep_their_order() -> None:
    second = Code(list_name="sex", code="female", text="Nữ", position=2)
    first = Code(list_name="sex", code="male", text="Nam", position=1)
    assert codes_on([second, OLD, first], "sex", date(2026, 1, 1)) == [first, second]


def test_the_row_that_began_last_decides() -> None:
    law = Limit(name="emergency_stay", value=3)
    own = Limit(name="emergency_stay", value=2, valid_from=date(2026, 1, 1))
    assert limit_on([own, law], "emergency_stay", date(2025, 12, 31)).value == 3
    assert limit_on([law, own], "emergency_stay", date(2026, 1, 1)).value == 2
    with pytest.raises(KeyError):
        limit_on([], "emergency_stay", date(2026, 1, 1))


def test_agencies_and_laws_of_their_day() -> None:
    agencies = [record for record in shipped() if isinstance(record, Agency)]
    assert agency_on(agencies, "department", date(2025, 2, 28)) == "Sở Lao động – Thương binh và Xã hội"
    assert agency_on(agencies, "department", date(2025, 3, 1)) == "Sở Y tế"
    assert agency_on(agencies, "nobody", date(2025, 3, 1)) == ""
    bases = [record for record in shipped() if isinstance(record, LegalBasis)]
    numbers = {basis.doc_no for basis in legal_bases_on(bases, date(2026, 11, 1))}
    assert {"20/2021/NĐ-CP", "335/2026/NĐ-CP", "91/2025/QH15"} <= numbers
    assert not {"136/2013/NĐ-CP", "13/2023/NĐ-CP"} & numbers
