"""Clothes and goods: for whom, when again, what is wrong with an issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.rules.supplies import Entitled, ItemDue, is_for, items_due, problems_in_issue, totals
from tests.daily_samples import daily_codes
from tests.health_samples import issued

TODAY = date(2026, 11, 22)
ITEMS = {one.code: one for one in daily_codes("supply_item")}
STAY = Episode(id="stay", person_id="person", start_on=date(2026, 1, 5))
WOMAN = Entitled(date(2026, 1, 5), "female", PartialDate.from_text("1990"))


@pytest.mark.parametrize(
    ("item", "who", "given"),
    [
        ("summer_clothes", WOMAN, True),
        ("monthly_hygiene", WOMAN, True),
        ("monthly_hygiene", replace(WOMAN, sex="male"), False),
        ("monthly_hygiene", replace(WOMAN, born=PartialDate.from_text("1945")), False),
        ("monthly_hygiene", replace(WOMAN, born=None), True),  # an unknown age does not exclude
        ("nappies", WOMAN, False),  # only when asked for
    ],
)
def test_what_is_given_to_whom(item: str, who: Entitled, given: bool) -> None:
    assert is_for(ITEMS[item], who, TODAY) is given


def test_when_things_are_due_again() -> None:
    some = [ITEMS["summer_clothes"], ITEMS["blanket"], ITEMS["nappies"]]
    last = {"summer_clothes": date(2026, 8, 31)}
    assert items_due(last, WOMAN, TODAY, some, every_months=6) == [
        ItemDue("blanket", date(2026, 1, 5)),
        ItemDue("summer_clothes", date(2027, 2, 28), date(2026, 8, 31)),
    ]
    own = replace(ITEMS["blanket"], details="{}")  # without months of its own: the center's rule
    (due,) = items_due({"blanket": date(2026, 5, 4)}, WOMAN, TODAY, [own], every_months=6)
    assert (due.due_on, due.is_due(TODAY)) == (date(2026, 11, 4), True)


def test_what_is_wrong_with_an_issue() -> None:
    good = issued("stay")
    assert problems_in_issue(good, stay=STAY, today=TODAY) == []
    wrong = replace(good, item="other", quantity=0, issued_on=date(2026, 12, 1))
    assert [one.field for one in problems_in_issue(wrong, stay=STAY, today=TODAY)] == ["note", "quantity", "issued_on"]
    early = problems_in_issue(
        replace(good, issued_on=TODAY), stay=STAY, today=TODAY, last_on=date(2026, 8, 1), months=6
    )
    assert [(one.field, one.severity) for one in early] == [("issued_on", "warning")]
    assert totals([good, replace(good, quantity=1), replace(good, item="mat")]) == {"summer_clothes": 3, "mat": 2}
