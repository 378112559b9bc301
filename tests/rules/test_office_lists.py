"""The lists of a period: who stands on which, and in which order."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.dates import PartialDate
from carebook.records.figures import Period
from carebook.records.stay_facts import StayFacts
from carebook.rules.office_lists import CardChange, Entry, ListKind, entries
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def listed(kind: ListKind, *stays: StayFacts, registered: frozenset[str] = frozenset()) -> list[Entry]:
    return entries(kind, stays, OCTOBER, codes(), limits(), registered)


def test_who_came_and_who_left_in_the_order_of_the_days() -> None:
    stays = (
        stay(1, start_on=date(2026, 10, 31)),
        stay(2, start_on=date(2026, 10, 1), end_on=date(2026, 10, 31), end_reason="died"),
        stay(3, start_on=date(2026, 9, 30), end_on=date(2026, 10, 1), end_reason="home"),
        stay(4, start_on=date(2026, 10, 2), placement="community"),
        stay(5, end_on=date(2026, 11, 1)),
    )
    came = listed(ListKind.ADMISSIONS, *stays)
    assert [(one.stay.episode_id, one.on) for one in came] == [("e2", date(2026, 10, 1)), ("e1", date(2026, 10, 31))]
    left = listed(ListKind.DISCHARGES, *stays)
    assert [(one.stay.episode_id, one.on) for one in left] == [("e3", date(2026, 10, 1)), ("e2", date(2026, 10, 31))]


@pytest.mark.parametrize(
    ("card_to", "end_on", "change"),
    [
        (None, None, CardChange.NEW),
        (date(2026, 10, 31), None, CardChange.RENEW),
        (date(2025, 1, 1), None, CardChange.RENEW),
        (date(2026, 11, 1), None, None),
        (date(2026, 12, 31), date(2026, 10, 5), CardChange.END),
        (date(2026, 10, 4), date(2026, 10, 5), None),
        (None, date(2026, 10, 5), None),
        (date(2026, 12, 31), date(2026, 9, 30), None),
        (date(2026, 12, 31), date(2026, 11, 1), None),
    ],
)
def test_what_the_social_insurance_is_asked(
    card_to: date | None, end_on: date | None, change: CardChange | None
) -> None:
    found = listed(ListKind.HEALTH_CARDS, stay(1, health_card_valid_to=card_to, end_on=end_on, end_reason="died"))
    assert [one.what for one in found] == ([change.value] if change else [])
    assert all(one.why for one in found)


def test_who_left_and_came_again_keeps_the_card() -> None:
    away = stay(1, end_on=date(2026, 10, 5), health_card_valid_to=date(2026, 12, 31))
    back = stay(1, episode_id="e9", start_on=date(2026, 10, 20), health_card_valid_to=date(2026, 12, 31))
    assert listed(ListKind.HEALTH_CARDS, away, back) == []


def test_whose_residence_is_not_registered() -> None:
    found = listed(
        ListKind.RESIDENCE, stay(1), stay(2), stay(3, end_on=date(2026, 10, 1)), registered=frozenset({"p1"})
    )
    assert [one.stay.person_id for one in found] == ["p2"]


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1956-12-31", "70 tuổi"),
        ("1956", "70 tuổi"),
        ("1957-01-01", None),
        ("1955", None),
        ("1936", "90 tuổi"),
        ("1926", "100 tuổi"),
        ("1923", "103 tuổi"),
        ("", None),
    ],
)
def test_longevity_is_counted_by_years_of_birth(born: str, age: str | None) -> None:
    found = listed(ListKind.LONGEVITY, stay(1, born=PartialDate(born)))
    assert [one.what for one in found] == ([age] if age else [])


def test_the_eldest_first() -> None:
    found = listed(
        ListKind.LONGEVITY, *(stay(n, born=PartialDate(str(year))) for n, year in enumerate((1956, 1920, 1946)))
    )
    assert [one.what for one in found] == ["106 tuổi", "80 tuổi", "70 tuổi"]


def test_children_are_under_the_age_of_the_law_at_the_end() -> None:
    found = listed(
        ListKind.CHILDREN,
        stay(1, born=PartialDate("2010-10-31")),
        stay(2, born=PartialDate("2010-11-01")),
        stay(3, "child_abandoned", born=PartialDate("")),
        stay(4),
    )
    assert {one.stay.person_id for one in found} == {"p2", "p3"}
