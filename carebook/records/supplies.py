"""Clothes and goods issued to residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class SuppliesIssued(Record):
    """One thing issued to one resident; rows of one issue share ``batch`` and its signed list."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    item: str = fact(N_("Goods"), codes="supply_item", required=True, default="summer_clothes")
    quantity: int = fact(N_("Quantity"), required=True, default=1)
    size: str = fact(N_("Size"), context="of clothes", default="")
    issued_on: date | None = fact(N_("Issued on"), required=True, default=None)
    signed_by: str = fact(N_("Received and signed by"), secret=Secret.IDENTITY, default="")
    issued_by_id: str | None = fact(N_("Issued by"), Kind.LINK, default=None)
    batch: str = fact(N_("Batch"), Kind.DATA, shown=False, default="")
    note: str = fact(N_("Note"), context="column", secret=Secret.IDENTITY, default="")
