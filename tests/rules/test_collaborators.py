"""Contracts of collaborators, the allowance beside the base salary, and what must be written about them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carebook.records.collaborators import Collaborator
from carebook.rules.collaborators import (
    Contract,
    ContractState,
    contract_of,
    is_active,
    is_below,
    problems_in_collaborator,
)
from carebook.rules.problem import errors, warnings

TODAY = date(2026, 11, 22)
BASE = 2_530_000


def collaborator(**given: Any) -> Collaborator:
    about: dict[str, Any] = {
        "id": "c",
        "full_name": "Chíu Thị Mận",
        "commune": "07030",
        "phone": "0500 000 321",
        "allowance": BASE,
    }
    return Collaborator(**about | given)


@pytest.mark.parametrize(
    ("given", "contract"),
    [
        ({}, Contract(ContractState.NONE)),
        ({"contract_no": "03/HĐ-CTV"}, Contract(ContractState.RUNNING)),
        ({"from_on": date(2026, 1, 1)}, Contract(ContractState.RUNNING)),
        ({"from_on": date(2026, 12, 1)}, Contract(ContractState.TO_COME, date(2026, 12, 1))),
        ({"to_on": date(2026, 12, 23)}, Contract(ContractState.RUNNING, date(2026, 12, 23))),
        ({"to_on": date(2026, 12, 22)}, Contract(ContractState.ENDS_SOON, date(2026, 12, 22))),
        ({"to_on": TODAY}, Contract(ContractState.ENDS_SOON, TODAY)),
        ({"to_on": date(2026, 11, 21)}, Contract(ContractState.ENDED, date(2026, 11, 21))),
    ],
)
def test_where_a_contract_stands(given: dict[str, Any], contract: Contract) -> None:
    one = collaborator(**given)
    assert contract_of(one, TODAY, notice_days=30) == contract
    assert is_active(one, TODAY) is (contract.state is not ContractState.ENDED)


@pytest.mark.parametrize(("allowance", "below"), [(BASE, False), (BASE - 1, True), (0, True), (None, False)])
def test_an_allowance_below_the_base_salary_is_told(allowance: int | None, below: bool) -> None:
    one = collaborator(allowance=allowance)
    assert is_below(one, BASE) is below
    assert not is_below(one, None)
    found = problems_in_collaborator(one, today=TODAY, base_salary=BASE)
    assert errors(found) == []
    assert [w.field for w in warnings(found)] == (["allowance"] if below else [])


@pytest.mark.parametrize(
    ("given", "wrong", "unusual"),
    [
        ({"full_name": " ", "commune": None, "phone": ""}, ["full_name", "commune"], ["phone"]),
        ({"from_on": TODAY, "to_on": date(2026, 1, 1)}, ["to_on"], []),
        ({"trained_on": date(2026, 12, 1)}, ["trained_on"], []),
        ({"allowance": -1}, ["allowance"], []),
        ({"id": "other", "full_name": "chíu thị mận "}, [], ["full_name"]),
        ({"note": "x" * 20_001}, ["note"], []),
    ],
)
def test_what_is_wrong_with_a_collaborator(given: dict[str, Any], wrong: list[str], unusual: list[str]) -> None:
    found = problems_in_collaborator(collaborator(**given), today=TODAY, base_salary=BASE, others=(collaborator(),))
    assert [one.field for one in errors(found)] == wrong
    assert [one.field for one in warnings(found)] == unusual
