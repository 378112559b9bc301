"""Collaborators: where a contract stands, what an allowance may not go below, and what must be written about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from carebook.dates import written
from carebook.money import number
from carebook.records.collaborators import Collaborator
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, message

_TEXTS = ("phone", "old_commune", "village", "contract_no", "training", "note")


class ContractState(Enum):
    """Where the contract of a collaborator stands; computed, never kept."""

    ENDED = "ended"
    ENDS_SOON = "ends_soon"
    RUNNING = "running"
    TO_COME = "to_come"
    NONE = "none"


CONTRACT_WORDS: dict[ContractState, str] = {
    ContractState.ENDED: N_("Contract ended"),
    ContractState.ENDS_SOON: N_("Contract ends soon"),
    ContractState.RUNNING: N_("Contract runs"),
    ContractState.TO_COME: N_("Contract to come"),
    ContractState.NONE: N_("No contract yet"),
}


@dataclass(frozen=True)
class Contract:
    """Where a contract stands and the day it turns on; None when it has no end."""

    state: ContractState
    on: date | None = None


def contract_of(collaborator: Collaborator, today: date, *, notice_days: int) -> Contract:
    """Where the contract stands on a day; it ends soon within ``notice_days`` of its last day."""
    first, last = collaborator.from_on, collaborator.to_on
    if last is not None and last < today:
        return Contract(ContractState.ENDED, last)
    if first is None and last is None and not collaborator.contract_no.strip():
        return Contract(ContractState.NONE)
    if first is not None and first > today:
        return Contract(ContractState.TO_COME, first)
    if last is not None and last <= today + timedelta(days=notice_days):
        return Contract(ContractState.ENDS_SOON, last)
    return Contract(ContractState.RUNNING, last)


def is_active(collaborator: Collaborator, today: date) -> bool:
    """Whether a collaborator may be given work: not struck through, and the contract has not ended."""
    return not collaborator.is_withdrawn and (collaborator.to_on is None or collaborator.to_on >= today)


def is_below(collaborator: Collaborator, base_salary: int | None) -> bool:
    """Whether the allowance is written down and lower than the base salary (lương cơ sở) of the day."""
    return collaborator.allowance is not None and base_salary is not None and collaborator.allowance < base_salary


def problems_in_collaborator(
    collaborator: Collaborator, *, today: date, base_salary: int | None, others: Iterable[Collaborator] = ()
) -> list[Problem]:
    """Errors and warnings of what is written about a collaborator; ``others`` are those of the book."""
    found = too_long(collaborator, _TEXTS)
    if not collaborator.full_name.strip():
        found.append(Problem("full_name", message("Write the name.")))
    if not collaborator.commune:
        found.append(Problem("commune", message("Choose the commune.")))
    first, last = collaborator.from_on, collaborator.to_on
    if first is not None and last is not None and last < first:
        said = message(
            "The contract ends ({last}) before it begins ({first}).", first=written(first), last=written(last)
        )
        found.append(Problem("to_on", said))
    if collaborator.trained_on is not None and collaborator.trained_on > today:
        found.append(Problem("trained_on", message("{day} lies in the future.", day=written(collaborator.trained_on))))
    if collaborator.allowance is not None and collaborator.allowance < 0:
        found.append(Problem("allowance", message("An amount cannot be below 0.")))
    elif is_below(collaborator, base_salary):
        said = message("The allowance is lower than the base salary ({amount} đ).", amount=number(base_salary or 0))
        found.append(warning("allowance", said))
    if not collaborator.phone.strip():
        found.append(warning("phone", message("Without a telephone number they cannot be called.")))
    if _is_twice(collaborator, others):
        found.append(warning("full_name", message("This commune already has a collaborator of that name.")))
    return found


def _is_twice(collaborator: Collaborator, others: Iterable[Collaborator]) -> bool:
    mine = (collaborator.full_name.strip().casefold(), collaborator.commune)
    return any((one.full_name.strip().casefold(), one.commune) == mine for one in others if one.id != collaborator.id)
