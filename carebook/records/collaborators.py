"""Collaborators (cộng tác viên) by commune, with their contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Collaborator(Record):
    """Somebody of a commune who helps the center. ``allowance`` is đồng a month; the base salary it is compared with is dated data."""

    full_name: str = fact(N_("Collaborator"), Kind.NAME, required=True, default="")
    born: PartialDate | None = fact(N_("Born"), default=None)
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    province: str | None = fact(N_("Province"), codes="province", default=None)
    commune: str | None = fact(N_("Commune"), codes="commune", required=True, default=None)
    old_commune: str = fact(N_("Old commune"), hint=N_("the name before 01/07/2025"), default="")
    village: str = fact(N_("Village, street"), default="")
    contract_no: str = fact(N_("Contract number"), default="")
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    allowance: int | None = fact(N_("Allowance per month"), Kind.MONEY, unit="đ", default=None)
    training: str = fact(N_("Training"), context="of a collaborator", default="")
    trained_on: date | None = fact(N_("Last trained on"), default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")
