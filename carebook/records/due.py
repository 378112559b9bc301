"""A due thing put off: nothing else about due things is kept, they are computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class Snooze(Record):
    """One due thing is shown again on ``until_on``. It is named by its kind, whose it is, and the day it was due."""

    kind: str = fact(N_("Due thing"), required=True)
    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    due_on: date | None = fact(N_("Due on"), default=None)
    until_on: date = fact(N_("Remind on"), required=True)
    reason: str = fact(N_("Reason"), required=True, default="")
