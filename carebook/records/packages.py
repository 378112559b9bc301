"""Packages of sessions, paid programmes, and what each of them cost and brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Package(Record):
    """N sessions of one therapy bought or granted together; how many are left is computed from the sessions.

    ``registered_on`` is the day the family asked for it. ``no_show_counts``: whether a session nobody came to is taken off.
    ``price`` and ``paid`` are đồng, 0 where it is free.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    programme_id: str | None = fact(N_("Programme"), Kind.LINK, default=None)
    name: str = fact(N_("Package"), required=True, default="")
    therapy: str = fact(N_("Therapy"), codes="therapy", required=True, default="early_intervention")
    registered_on: date | None = fact(N_("Registered on"), default=None)
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    sessions: int = fact(N_("Number of sessions"), required=True, default=24)
    no_show_counts: bool = fact(N_("A session nobody came to counts"), default=True)
    price: int | None = fact(N_("Price"), Kind.MONEY, unit="đ", default=None)
    paid: int | None = fact(N_("Paid"), Kind.MONEY, unit="đ", default=None)
    paid_on: date | None = fact(N_("Paid on"), default=None)
    payer: str = fact(N_("Paid by"), default="")
    reassess_on: date | None = fact(N_("To be assessed again on"), default=None)
    ended_on: date | None = fact(N_("Package ended on"), default=None)
    ended_because: str | None = fact(N_("Why the package ended"), codes="package_end", default=None)
    outcome: str = fact(N_("Outcome"), Kind.NOTE, default="")


@dataclass(frozen=True)
class Programme(Record):
    """A service run as a programme or pilot: groups and packages belong to it; cost and income are typed in, in đồng."""

    name: str = fact(N_("Programme"), required=True)
    kind: str = fact(N_("Kind"), codes="programme_kind", required=True, default="therapy")
    basis: str = fact(N_("Basis"), default="")
    purpose: str = fact(N_("Purpose"), Kind.NOTE, default="")
    manager_id: str | None = fact(N_("In charge"), Kind.LINK, default=None)
    from_on: date | None = fact(N_("From"), required=True, default=None)
    to_on: date | None = fact(N_("To"), default=None)
    cost: int | None = fact(N_("Cost"), Kind.MONEY, unit="đ", default=None)
    income: int | None = fact(N_("Income"), Kind.MONEY, unit="đ", default=None)
    strengths: str = fact(N_("What works"), Kind.NOTE, default="")
    weaknesses: str = fact(N_("What does not"), Kind.NOTE, default="")
    conclusion: str | None = fact(N_("Conclusion"), codes="programme_conclusion", default=None)
