"""Dated reference data: code lists, rates, legal bases, limits, agencies and the center's own days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Code(Record):
    """One word of a code list. ``valid_to`` is its last day; None on either side is open.

    ``group`` is the code of the row or heading it stands under; ``details`` is a JSON object of what else the word
    carries (a category's route, an ethnic group's minority flag); read it with ``extra``.
    """

    list_name: str = fact(N_("Code list"), required=True)
    code: str = fact(N_("Code"), context="word of a list", required=True)
    text: str = fact(N_("Words"), required=True)
    note: str = fact(N_("Comment"), Kind.NOTE, context="remark", default="")
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    source: str = fact(N_("Source"), default="")
    position: int = fact(N_("Position"), default=0)
    group: str = fact(N_("Group"), context="of codes", default="")
    details: str = fact(N_("Details"), Kind.DATA, context="of a code", shown=False, default="{}")

    @cached_property
    def extra(self) -> Mapping[str, Any]:
        """``details`` as a mapping; read once, since rules ask it of every word for every person."""
        carried: Mapping[str, Any] = json.loads(self.details)
        return carried


@dataclass(frozen=True)
class Rate(Record):
    """A sum of money in whole đồng (``amount``) or a multiplier of one (``factor``), for the days it holds.

    ``sure`` is false where the source still has to be checked.
    """

    name: str = fact(N_("Rate"), context="of money", required=True)
    amount: int | None = fact(N_("Amount"), Kind.MONEY, context="of money", default=None)
    factor: float | None = fact(N_("Coefficient"), Kind.MEASURE, default=None)
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    source: str = fact(N_("Source"), default="")
    sure: bool = fact(N_("Source checked"), default=True)


@dataclass(frozen=True)
class LegalBasis(Record):
    """A legal document that papers and due things refer to."""

    doc_no: str = fact(N_("Document number"), required=True)
    title: str = fact(N_("Title"), context="of a law", required=True)
    issuer: str = fact(N_("Issued by"), context="of a law", default="")
    issued_on: date | None = fact(N_("Issued on"), context="of a law", default=None)
    effective_from: date | None = fact(N_("In force from"), default=None)
    effective_to: date | None = fact(N_("In force to"), default=None)
    replaced_by: str = fact(N_("Replaced by"), default="")
    note: str = fact(N_("Comment"), Kind.NOTE, context="remark", default="")


@dataclass(frozen=True)
class Limit(Record):
    """A deadline, an age or another number of the law: ``value`` in ``unit``, or a ``choice`` between readings of it.

    Units: days, working_days, months, years, hours, times. ``basis`` is the article as it is written after "căn cứ".
    """

    name: str = fact(N_("Limit"), required=True)
    value: int = fact(N_("Value"), default=0)
    unit: str = fact(N_("Unit"), codes="limit_unit", default="")
    choice: str = fact(N_("Reading"), context="of a rule", default="")
    basis: str = fact(N_("Basis"), default="")
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    source: str = fact(N_("Source"), default="")
    sure: bool = fact(N_("Source checked"), default=True)


@dataclass(frozen=True)
class Agency(Record):
    """The name of an authority (``role``) for the days it bore it; papers use the name of their own date."""

    role: str = fact(N_("Role"), context="of an agency", codes="agency_role", required=True)
    name: str = fact(N_("Name"), context="of an agency", required=True)
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)


@dataclass(frozen=True)
class HolidayRow(Record):
    """A day of the center's own calendar: a day off, or a day worked although it would be free."""

    day: date = fact(N_("Day"), required=True)
    working: bool = fact(N_("Worked"), default=False)
    name: str = fact(N_("Name of the day"), default="")
    source: str = fact(N_("Source"), default="")
