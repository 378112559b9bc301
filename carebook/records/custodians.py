"""Who keeps the papers that open the book two together, when nobody has a password any more."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Custodian(Record):
    """One of the three who keep a paper: any two of one set open the book. The paper's secret is kept nowhere else.

    ``papers`` is the mark of the set, which stands on each of its papers; ``number`` is 1 to 3.
    """

    name: str = fact(N_("Custodian"), Kind.NAME, required=True)
    number: int = fact(N_("Number of the paper"), default=1)
    papers: str = fact(N_("Set of papers"), default="")
