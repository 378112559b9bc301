"""What the end of a stay does to its schedule: series end, and what was planned later is struck through."""

from __future__ import annotations

from datetime import date

from carebook.records.schedules import SessionSeries
from carebook.records.sessions import Session, SessionState
from carebook.rules.schedules import ended
from carebook.store.book import Writer


def end_of_stay(writer: Writer, episode_id: str, last_on: date, because: str) -> None:
    """End the series of a stay with its last day; sessions recorded, or planned up to that day, stay as they are."""
    for series in writer.records(SessionSeries, "episode_id = ?", (episode_id,)):
        if series.until_on is None or series.until_on > last_on:
            writer.amend(ended(series, last_on, because))
    later = writer.records(
        Session,
        "episode_id = ? AND state = ? AND planned_on > ?",
        (episode_id, SessionState.PLANNED.value, last_on.isoformat()),
    )
    for session in later:
        writer.withdraw(Session, session.id, because)
