"""Letters: what is lacking, and numbers given twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carebook.records.office import OutgoingPaper
from carebook.rules.outgoing import (
    REPORT,
    OfficeNumber,
    admission_decision,
    end_decision,
    is_of_office,
    plain_number,
    problems_in,
    same_number,
    warnings_about,
)
from carebook.words import message

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


@pytest.mark.parametrize(
    ("number", "of_office"),
    [
        ("45", True),
        ("45/", True),
        ("45/QĐ-TTBTXH", True),
        ("45/qđ-ttbtxh", True),
        ("45/QĐ-UBND", False),
        ("45/QĐ-SYT", False),
    ],
)
def test_a_decision_of_another_office_is_in_another_register(number: str, of_office: bool) -> None:
    assert is_of_office(number, "TTBTXH") is of_office
    twin = admission_decision("45/QĐ-TTBTXH", date(2026, 3, 1))
    found = warnings_about(end_decision(number, date(2026, 9, 1)), [twin], "TTBTXH", field="end_decision_no")
    assert [(one.field, one.severity) for one in found] == ([("end_decision_no", "warning")] if of_office else [])


def test_one_decision_may_be_about_several_people_and_two_may_not_share_a_number() -> None:
    day = date(2026, 3, 1)
    there = [admission_decision("045/QĐ-TTBTXH", day)]
    for same in ("45", "045/QĐ-TTBTXH"):
        assert warnings_about(admission_decision(same, day), there, "TTBTXH", field="decision_no") == []
    (other_day,) = warnings_about(admission_decision("45", day.replace(day=2)), there, "TTBTXH", field="decision_no")
    assert (other_day.message.values["number"], other_day.message.values["day"]) == ("45", "01/03/2026")
    assert warnings_about(end_decision("45", day), there, "TTBTXH", field="decision_no")
    assert warnings_about(admission_decision("45", date(2027, 3, 1)), there, "TTBTXH", field="decision_no") == []
    assert warnings_about(admission_decision("", day), there, "TTBTXH", field="decision_no") == []


def test_reports_and_decisions_have_a_register_each() -> None:
    day = date(2026, 3, 1)
    report = OfficeNumber("2026-02", REPORT, "45", day, message("Report of {month}", month="2/2026"))
    assert same_number(report, [admission_decision("45", day)]) is None
    assert warnings_about(report, [admission_decision("45", day), report], "TTBTXH", field="number") == []
