"""Look-ups in dated reference data: always for a day, never for "now"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from carebook.records.codes import Agency, Code, LegalBasis, Limit, Rate


class Dated(Protocol):
    """Whatever holds from a day to a day, both included; None is open."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def holds_on(row: Dated, day: date) -> bool:
    """Whether a row holds on a day."""
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def on(rows: Iterable[D], day: date) -> list[D]:
    """The rows that hold on a day, in their order."""
    return [row for row in rows if holds_on(row, day)]


def _newest(rows: Iterable[D], day: date) -> D | None:
    """The row in force on a day; of several the one that began last (a center's own row overrules an open one)."""
    return max(on(rows, day), key=_since, default=None)


def codes_on(codes: Iterable[Code], list_name: str, day: date) -> list[Code]:
    """The words of one list on a day, in their order."""
    return sorted(on((c for c in codes if c.list_name == list_name), day), key=lambda c: c.position)


def code_on(codes: Iterable[Code], list_name: str, code: str, day: date) -> Code | None:
    """One word of a list as it stood on a day; a word known only on other days is given as it last stood before."""
    same = [c for c in codes if c.list_name == list_name and c.code == code]
    before = [c for c in same if c.valid_from is None or c.valid_from <= day]
    return _newest(same, day) or max(before or same, key=lambda c: c.valid_from or date.min, default=None)


def text_of(codes: Iterable[Code], list_name: str, code: str, day: date) -> str:
    """The Vietnamese words of a code on a day; the code itself when the list does not know it."""
    found = code_on(codes, list_name, code, day)
    return found.text if found else code


def rate_on(rates: Iterable[Rate], name: str, day: date) -> Rate | None:
    """The rate of a name in force on a day, or None."""
    return _newest((rate for rate in rates if rate.name == name), day)


def amount_of(rate: Rate, coefficient: Rate) -> int:
    """A sum of money times a coefficient, in whole đồng, halves up; ValueError when either lacks its number."""
    if rate.amount is None or coefficient.factor is None:
        raise ValueError(f"{rate.name} × {coefficient.name}")
    exact = Decimal(rate.amount) * Decimal(str(coefficient.factor))
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def limit_on(limits: Iterable[Limit], name: str, day: date) -> Limit:
    """The limit of a name in force on a day; KeyError when the book has none."""
    found = None
    for limit in limits:  # asked for each of hundreds of people: one plain walk
        if limit.name == name and holds_on(limit, day) and (found is None or _since(limit) > _since(found)):
            found = limit
    if found is None:
        raise KeyError(name)
    return found


def _since(row: Dated) -> date:
    return row.valid_from or date.min


def agency_on(agencies: Iterable[Agency], role: str, day: date) -> str:
    """The name an authority bore on a day; "" when the book knows none."""
    found = _newest((agency for agency in agencies if agency.role == role), day)
    return found.name if found else ""


def legal_bases_on(bases: Sequence[LegalBasis], day: date) -> list[LegalBasis]:
    """The legal documents in force on a day, in their order."""
    return [
        basis
        for basis in bases
        if (basis.effective_from is None or basis.effective_from <= day)
        and (basis.effective_to is None or day <= basis.effective_to)
    ]
