"""The code at the foot of a page: digits only, told apart for every version, a slip of the finger is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.rules.page_codes import DIGITS, code_of, digits_of, in_groups, problem_with, to_scan

CODE = code_of("01926f3e-0000-7000-8000-000000000001", 1, "ab" * 32)

texts = st.text(max_size=40)
codes = st.builds(code_of, texts, st.integers(1, 99), texts)


@given(codes)
def test_every_code_is_sixteen_digits_that_pass_its_own_check(code: str) -> None:
    assert len(code) == DIGITS
    assert code.isascii()
    assert code.isdigit()
    for written in (code, in_groups(code), to_scan(code), f" {in_groups(code)} ", in_groups(code).replace(" ", "-")):
        assert problem_with(written) is None
        assert digits_of(written) == code


@given(codes, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code: str, place: int, by: int) -> None:
    wrong = str((int(code[place]) + by) % 10)
    assert problem_with(code[:place] + wrong + code[place + 1 :]) is not None


@given(codes, st.integers(0, DIGITS - 2))
def test_two_digits_that_changed_places_are_noticed(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or problem_with(swapped) is not None


def test_id_version_and_figures_each_make_another_code() -> None:
    facts: list[tuple[str, int, str]] = [("a", 1, "x"), ("b", 1, "x"), ("a", 2, "x"), ("a", 1, "y")]
    assert len({code_of(*one) for one in facts}) == len(facts)


def test_the_code_stays_what_was_printed() -> None:
    assert in_groups(code_of("0192f7a0-0000-7000-8000-000000000001", 1, "ab" * 32)) == "3950 1563 9028 2240"


def test_what_a_typing_program_makes_of_the_letters_before_it_does_not_matter() -> None:
    assert digits_of(to_scan(CODE).replace("CAREBOOK", "CẢEBÔK")) == CODE


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("", "Type the {n} digits of the code at the foot of the page."),
        ("Trần Thị An", "Type the {n} digits of the code at the foot of the page."),
        ("CB-000412", "Type the {n} digits of the code at the foot of the page."),
        ("٣" * DIGITS, "Type the {n} digits of the code at the foot of the page."),
        ("022145999012", "A code has {n} digits; there are {there}."),
        (CODE + "1", "A code has {n} digits; there are {there}."),
    ],
)
def test_what_is_no_code_is_told(typed: str, pattern: str) -> None:
    problem = problem_with(typed)
    assert problem is not None
    assert problem.id == pattern
