"""The life of a version as a table: no deed from a state that is over, every state can be left or is an end."""

from __future__ import annotations

import pytest

from carebook.records.care_plans import PlanState
from carebook.rules.care_plans import EDITABLE, OPEN, moves, standing, why_not
from carebook.rules.care_plans.states import MOVES
from carebook.rules.permissions import DEEDS


@pytest.mark.parametrize("state", PlanState)
def test_every_state_has_its_moves_and_every_move_is_a_deed(state: PlanState) -> None:
    assert moves(state) <= DEEDS.keys()
    assert ("save_plan" in moves(state)) is (state in EDITABLE)
    assert ("submit_plan" in moves(state)) is (state in EDITABLE)
    assert all(then in MOVES for then in MOVES[state].values())
    assert why_not(state, 3).values == {"number": 3}


def test_what_was_approved_is_never_open_again() -> None:
    reached, ahead = set(), {PlanState.APPROVED}
    while ahead:
        state = ahead.pop()
        reached.add(state)
        ahead |= set(MOVES[state].values()) - reached
    assert not reached & OPEN


@pytest.mark.parametrize("state", PlanState)
def test_standing(state: PlanState) -> None:
    assert standing(state, True) == "in_force"
    assert standing(state, False) not in ("in_force", "")
