"""Small words that several papers of rehabilitation share: levels with their sign, times, parts put together."""

from __future__ import annotations

from datetime import date, time

from carebook.dates import hour

MINUS = "−"
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def joined(between: str, *parts: str) -> str:
    """The parts that say something, with ``between`` them."""
    return between.join(filter(None, (part.strip() for part in parts)))


def level_sign(level: int) -> str:
    """A level of goal attainment as it is printed: "−2", "0", "+1"."""
    return f"+{level}" if level > 0 else f"{MINUS}{-level}" if level < 0 else "0"


def at_words(at: time | None) -> str:
    """ "08:30"; "" for none."""
    return hour(at) if at is not None else ""


def weekday(day: date) -> str:
    """A day of the week in two letters: "T2" … "CN"."""
    return _WEEKDAYS[day.weekday()]
