"""Deeds about what leaves the book: destinations, putting a signed report in the outbox, holding it back, sending it."""

from __future__ import annotations

from carebook.actions.outbox.destinations import add_destination, amend_destination, strike_destination
from carebook.actions.outbox.packages import (
    content_of,
    file_to_send,
    pause_package,
    put_in_outbox,
    resume_package,
    withdraw_package,
)
from carebook.actions.outbox.sending import send_due, send_package

__all__ = [
    "add_destination",
    "amend_destination",
    "content_of",
    "file_to_send",
    "pause_package",
    "put_in_outbox",
    "resume_package",
    "send_due",
    "send_package",
    "strike_destination",
    "withdraw_package",
]
