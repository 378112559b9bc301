"""Deeds about what travels encrypted and comes back confirmed: receivers, the key for receiving, data packages, receipts."""

from __future__ import annotations

from carebook.actions.parcels.data_packages import Wanted, gather_package, make_data_parcel, names_in
from carebook.actions.parcels.receipts import Looked, look_for_receipts, take_receipt
from carebook.actions.parcels.receivers import (
    SHORTEST,
    add_receiver,
    code_of,
    make_receiving_key,
    strike_receiver,
    trust_receiver,
)

__all__ = [
    "SHORTEST",
    "Looked",
    "Wanted",
    "add_receiver",
    "code_of",
    "gather_package",
    "look_for_receipts",
    "make_data_parcel",
    "make_receiving_key",
    "names_in",
    "strike_receiver",
    "take_receipt",
    "trust_receiver",
]
