"""What the page of collaborators asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.rules.collaborators import ContractState
from carebook.store.book import Reader
from carebook.store.collaborators import BareCommune, CollaboratorLine, base_salary, collaborators, communes_without
from carebook.store.drafts import Draft, own_drafts

FORM = "collaborator"
ALL, ENDING, BELOW, BARE = "all", "ending", "below", "bare"
_ENDING = (ContractState.ENDS_SOON, ContractState.ENDED)


@dataclass(frozen=True)
class Helpers:
    """Everybody who helps, the communes where nobody does, and the base salary of today in đồng. ``drafts`` are the asker's."""

    lines: tuple[CollaboratorLine, ...]
    bare: tuple[BareCommune, ...]
    base: int | None
    drafts: tuple[Draft, ...]

    def of(self, which: str) -> list[CollaboratorLine]:
        """Those of a choice: all, whose contract ends soon or ended, whose allowance is below the base salary."""
        if which == ENDING:
            return [one for one in self.lines if one.contract.state in _ENDING]
        return [one for one in self.lines if one.below or which != BELOW]

    def count(self, which: str) -> int:
        """How many a choice shows."""
        return len(self.bare) if which == BARE else len(self.of(which))


def helpers(reader: Reader, today: date) -> Helpers:
    """Everything the page shows."""
    return Helpers(
        tuple(collaborators(reader, today)),
        tuple(communes_without(reader, today)),
        base_salary(reader, today),
        tuple(one for one in own_drafts(reader) if one.form == FORM),
    )
