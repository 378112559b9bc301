"""What the answers of a sheet are refused or warned for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from carebook.records.instrument_files import TOTAL
from carebook.rules.instruments import problems_in_answers, problems_in_completed, score_of
from tests.instrument_samples import instrument


@pytest.mark.parametrize(
    ("name", "code", "answer", "reason"),
    [
        ("barthel", "1", 7, "{value} is none of the answers: {values}."),
        ("barthel", "1", "năm", "This is answered with a number."),
        ("barthel", "1", float("nan"), "This is answered with a number."),
        ("barthel", "11", 5, "This instrument has no item “{code}”."),
        ("gas", "any goal", 3, "{value} is none of the answers: {values}."),
        ("pain_nrs", "1", 11, "{value} lies outside {low}–{high}."),
        ("pain_nrs", "1", -1, "{value} lies outside {low}–{high}."),
        ("pain_nrs", "1", 3.5, "This is a whole number."),
        ("pain_nrs", "place", 3, "This is answered in words."),
        ("tug", "1", 12.34, "This has at most {n} digits after the comma."),
        ("morse", TOTAL, 126, "{value} lies outside {low}–{high}."),
        ("morse", TOTAL, 24, "This goes up by {step} from {low}; {value} is not among them."),
        ("cars2", TOTAL, 36.2, "This goes up by {step} from {low}; {value} is not among them."),
        ("braden", TOTAL, 5, "{value} lies outside {low}–{high}."),
        ("dass21", "stress", 7, "This goes up by {step} from {low}; {value} is not among them."),
    ],
)
def test_impossible_answers_are_refused(name: str, code: str, answer: float | str, reason: str) -> None:
    (problem,) = problems_in_answers(instrument(name), {code: answer})
    assert (problem.field, problem.message.id, problem.severity) == (code, reason, "error")
    assert score_of(instrument(name), {code: answer}).total is None


def test_numbers_are_said_as_they_are_written_here() -> None:
    (problem,) = problems_in_answers(instrument("cars2"), {TOTAL: 36.2})
    assert problem.message.values == {"step": "0,5", "low": "15", "value": "36,2"}


def test_nothing_typed_is_no_fault_until_the_sheet_is_finished() -> None:
    pain = instrument("ashworth")
    assert problems_in_answers(pain, {"place": "  ", "1": None}) == []
    assert {problem.field for problem in problems_in_completed(pain, {"place": "  ", "1": None})} == {"place", "1"}
    assert problems_in_completed(pain, {"place": "gấp khuỷu", "1": 1.5}) == []


@pytest.mark.parametrize(
    ("name", "answers", "fields"),
    [
        ("barthel", {"9": 5, "10": 5}, ["10"]),
        ("barthel", {"9": 5, "10": 0}, []),
        ("barthel", {"9": 5, "10": None}, []),
        ("barthel", {"9": 10, "10": 5}, []),
        ("balance4", {"1": 10, "2": 9.5, "3": 1}, ["3"]),
        ("balance4", {"1": 10, "2": 10, "3": 1}, []),
    ],
)
def test_answers_that_do_not_fit_together_are_pointed_out(
    name: str, answers: Mapping[str, float | None], fields: list[str]
) -> None:
    found = problems_in_answers(instrument(name), answers)
    assert [(problem.field, problem.severity) for problem in found] == [(field, "warning") for field in fields]


@pytest.mark.parametrize(
    ("name", "months", "answers", "warned"),
    [
        ("m_chat_r", 15, {}, True),
        ("m_chat_r", 16, {}, False),
        ("m_chat_r", 30, {}, False),
        ("m_chat_r", 31, {}, True),
        ("m_chat_r", 51, {"age_months": 26}, False),
        ("m_chat_r", 26, {"age_months": 40}, True),
        ("gds15", 60 * 12 - 1, {}, True),
        ("gds15", 60 * 12, {}, False),
        ("cars2", 13 * 12 - 1, {}, False),
        ("cars2", 13 * 12, {}, True),
        ("pain_nrs", 5, {}, False),
        ("gds15", None, {}, False),
    ],
)
def test_an_age_outside_is_a_warning(name: str, months: int | None, answers: Mapping[str, float], warned: bool) -> None:
    found = problems_in_answers(instrument(name), answers, age_months=months)
    assert [(problem.field, problem.severity) for problem in found] == [("", "warning")] * warned


def test_an_age_is_said_in_years_or_months() -> None:
    (problem,) = problems_in_answers(instrument("gds15"), {}, age_months=51 * 12 + 7)
    assert (problem.message.values["limit"].values["n"], problem.message.values["age"].values["n"]) == (60, 51)
    (problem,) = problems_in_answers(instrument("m_chat_r"), {}, age_months=14)
    assert (problem.message.values["limit"].values["n"], problem.message.values["age"].values["n"]) == (16, 14)
