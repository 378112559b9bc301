"""Deeds of a department: the facilities that report to it, the packages that arrive, and the receipts that go back."""

from carebook.actions.receiving.arrivals import Received, look_again, receive_parcel
from carebook.actions.receiving.facilities import save_reporting_facility, strike_reporting_facility
from carebook.actions.receiving.inbox import Inbox, receive_from, where_of
from carebook.actions.receiving.reading import opened_keys
from carebook.actions.receiving.receipts import SentReceipt, send_receipt

__all__ = [
    "Inbox",
    "Received",
    "SentReceipt",
    "look_again",
    "opened_keys",
    "receive_from",
    "receive_parcel",
    "save_reporting_facility",
    "send_receipt",
    "strike_reporting_facility",
    "where_of",
]
