"""When a backup is too old, and how that is said."""

from __future__ import annotations

from datetime import date

from carebook.dates import written
from carebook.words import Message, message

FRESH_DAYS = 7


def stale(last_on: date | None, today: date, *, fresh_days: int = FRESH_DAYS) -> Message | None:
    """What is to be said about the last backup (made on ``last_on``, None = never); None while it is fresh."""
    if last_on is None:
        return message("There is no backup yet. If the PC breaks down now, everything is lost.")
    age = (today - last_on).days
    if age <= fresh_days:
        return None
    return message("The last backup was {days} days ago ({date}).", days=age, date=written(last_on))
