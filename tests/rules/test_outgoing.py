"""Letters: what is lacking, and numbers given twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carebook.records.office import OutgoingPaper
from carebook.rules.outgoing import plain_number, problems_in, same_number

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LETTER = OutgoingPaper(id="a", subject="Báo cáo", number="05", dated_on=date(2026, 11, 5))


@pytest.mark.parametrize(
    ("typed", "plain"), [("05", "5"), (" 5 ", "5"), ("5/GM", "5"), ("0", "0"), ("", ""), ("12a", "12a")]
)
def test_numbers_are_compared_without_noughts_and_symbols(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain


@pytest.mark.parametrize(
    ("other", "twice"),
    [
        ({}, True),
        ({"number": "5/TTBTXH"}, True),
        ({"dated_on": date(2026, 1, 1)}, True),
        ({"dated_on": date(2025, 11, 5)}, False),
        ({"kind": "invitation"}, False),
        ({"number": "6"}, False),
        ({"number": ""}, False),
        ({"dated_on": None}, False),
        ({"id": "a"}, False),
    ],
)
def test_a_number_given_twice_in_a_year(other: dict[str, object], twice: bool) -> None:
    twin = replace(LETTER, **({"id": "b"} | other))  # type: ignore[arg-type]
    assert (same_number(LETTER, [twin]) is twin) is twice
    found = problems_in(LETTER, [twin], now=NOW)
    assert [(one.field, one.severity) for one in found] == ([("number", "warning")] if twice else [])


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"subject": " "}, ["subject"]),
        ({"dated_on": None}, ["dated_on"]),
        ({"dated_on": None, "number": ""}, []),
        ({"dated_on": date(2026, 11, 23)}, ["dated_on"]),
        ({"kind": "invitation"}, ["meeting_at", "place"]),
        ({"kind": "invitation", "meeting_at": NOW, "place": "Hội trường"}, []),
        (
            {"kind": "invitation", "meeting_at": NOW.replace(day=1), "place": "Hội trường"},
            ["meeting_at"],
        ),
    ],
)
def test_what_is_lacking(given: dict[str, object], fields: list[str]) -> None:
    assert [one.field for one in problems_in(replace(LETTER, **given), [], now=NOW)] == fields  # type: ignore[arg-type]
