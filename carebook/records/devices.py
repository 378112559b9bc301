"""Assistive devices: lent or given, fitted, checked and due back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class DeviceLoan(Record):
    """One device of one person: lent until it is due back, or given for good (``given``); ``number`` is the inventory number."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    device: str = fact(N_("Device"), codes="assistive_device", required=True)
    number: str = fact(N_("Inventory number"), default="")
    details: str = fact(N_("Size and make"), default="")
    lent_on: date | None = fact(N_("Handed out on"), required=True, default=None)
    given: bool = fact(N_("Given for good"), default=False)
    fitted_on: date | None = fact(N_("Fitted on"), default=None)
    fitted_by_id: str | None = fact(N_("Fitted by"), Kind.LINK, default=None)
    due_back_on: date | None = fact(N_("Due back on"), default=None)
    check_on: date | None = fact(N_("Next check on"), default=None)
    returned_on: date | None = fact(N_("Given back on"), default=None)
    condition: str | None = fact(N_("Condition"), codes="device_condition", default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")
