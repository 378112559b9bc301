"""The PIN of the shift as a proof of who signs: right, wrong, worn out, and a password that is no PIN."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from carebook.ui.application.entering import MOST_WRONG_PINS, SHIFT
from carebook.ui.application.people_here import PeopleHere
from tests.conftest import CHEAP, NOW


def test_a_pin_proves_its_owner_until_it_is_worn_out() -> None:
    clock = [NOW]
    here = PeopleHere(cast("Any", None), lambda: clock[0], CHEAP)
    assert here.proves_by_pin("a", "2468") is None
    here.keep_pin("a", here.new_pin("2468"))
    assert here.proves_by_pin("a", "2468") is True
    assert here.proves_by_pin("b", "2468") is None
    assert here.proves_by_pin("a", "hoa mat troi 7") is None  # a password, for the book to look at
    for _wrong in range(MOST_WRONG_PINS):
        assert here.proves_by_pin("a", "1111") is False
    assert here.proves_by_pin("a", "2468") is None
    here.keep_pin("b", here.new_pin("1357"))
    clock[0] = NOW + SHIFT + timedelta(minutes=1)
    assert here.proves_by_pin("b", "1357") is None
