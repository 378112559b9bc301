"""Whether the PC's clock can be right, seen from when the book was last written to."""

from __future__ import annotations

from datetime import datetime, timedelta

from carebook.dates import moment, today_in_vietnam
from carebook.words import Message, message

SLIP = timedelta(minutes=15)
"""So far clocks of one center may differ from each other."""
LONG_DAYS = 31


def doubt(written_at: datetime | None, now: datetime) -> Message | None:
    """What is to be said about the clock when the newest line of the journal is of ``written_at``; None while nothing is odd.

    Lines keep the order in which they were written whatever the clock says; days and deadlines are counted by the clock.
    """
    if written_at is None:
        return None
    today = today_in_vietnam(now)
    if written_at > now + SLIP:
        return message(
            "The clock of this PC is behind: the last entry is of {moment}. Set date and time right before anything is entered.",
            moment=moment(written_at, today),
        )
    days = (today - today_in_vietnam(written_at)).days
    if days > LONG_DAYS:
        return message(
            "The last entry is {days} days old. Check the date of this PC before anything is entered.", days=days
        )
    return None
