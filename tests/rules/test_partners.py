"""The directory of partners: what must be written, and until when one is worked with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.referrals import Partner
from carebook.rules.partners import problems_in_partner, works_with

TODAY = date(2026, 11, 22)
LEGAL = Partner(id="p", name="Trung tâm trợ giúp pháp lý nhà nước", kind="legal_aid_centre", commune="07030")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"name": " "}, [("name", "error")]),
        ({"kind": ""}, [("kind", "error")]),
        ({"to_on": date(1026, 1, 1)}, [("to_on", "error")]),
        ({"offers": "x" * 30_000}, [("offers", "error")]),
        ({"id": "other"}, [("name", "warning")]),
        ({"id": "other", "name": "trung tâm  Trợ giúp pháp lý nhà nước"}, [("name", "warning")]),
        ({"id": "other", "commune": "07033"}, []),
    ],
)
def test_what_is_wrong_with_a_partner(given: dict[str, Any], said: list[tuple[str, str]]) -> None:
    fields = {"id": "p", "name": LEGAL.name, "kind": LEGAL.kind, "commune": LEGAL.commune} | given
    found = problems_in_partner(Partner(**fields), today=TODAY, known=(LEGAL,))
    assert [(one.field, one.severity) for one in found] == said


def test_a_partner_is_worked_with_until_the_day_it_ends() -> None:
    ending = Partner(name="Trường nghề", to_on=TODAY)
    assert works_with(LEGAL, TODAY)
    assert works_with(ending, date(2026, 11, 21))
    assert not works_with(ending, TODAY)
