"""Who is to be turned next: the hours since the last time beside those of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Turning:
    """When somebody is to be turned next, and by how many minutes that is late (negative: still to come)."""

    next_at: datetime
    late_minutes: int


def next_turn(last: datetime | None, every_hours: int, *, begins: datetime, now: datetime) -> Turning:
    """So many hours after the last time; of nobody turned yet when the shift ``begins``."""
    at = begins if last is None else last + timedelta(hours=every_hours)
    return Turning(at, int((now - at).total_seconds() // 60))
