"""Calendar files (iCalendar, RFC 5545) that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from carebook.dates import VIETNAM

_PRODUCT = "-//CareBook//vi"


@dataclass(frozen=True)
class Event:
    """One event in the time of Vietnam. A file taken out later replaces the event of the same ``uid`` by ``version``."""

    uid: str
    version: int
    on: date
    at: time
    minutes: int
    title: str
    place: str = ""
    note: str = ""
    cancelled: bool = False


def calendar_file(events: Iterable[Event], *, now: datetime) -> bytes:
    """The events as one file, times in UTC so that no table of time zones is needed; ``now`` is when it is made."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def _component(event: Event, now: datetime) -> icalendar.Event:
    begins = datetime.combine(event.on, event.at, VIETNAM).astimezone(UTC)
    made = icalendar.Event()
    made.add("uid", f"{event.uid}@carebook")
    made.add("sequence", event.version)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", begins)
    made.add("dtend", begins + timedelta(minutes=event.minutes))
    made.add("summary", event.title)
    if event.place:
        made.add("location", event.place)
    if event.note:
        made.add("description", event.note)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("class", "PRIVATE")
    return made
