"""Putting a due thing off: for how long at most, and what of it is still shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carebook.records.due import Snooze
from carebook.rules.due import DueItem, days_late
from carebook.rules.problem import Problem
from carebook.words import message

MOST_DAYS = 30


@dataclass(frozen=True)
class PutOff:
    """What was put off, as everybody counts it: the thing's key, its stay and day, and until when."""

    key: str
    episode_id: str
    due_on: date | None
    until_on: date


def last_day(item: DueItem, today: date) -> date:
    """The last day to be reminded on: of what an article asks for its own day while that lies ahead, else in 30 days."""
    latest = today + timedelta(days=MOST_DAYS)
    if item.by_law and item.due_on is not None and item.due_on > today:
        return min(latest, item.due_on)
    return latest


def problems_in_snooze(snooze: Snooze, *, today: date) -> list[Problem]:
    """What is wrong with putting something off."""
    found = []
    if snooze.until_on <= today:
        found.append(Problem("until_on", message("Choose a day after today.")))
    if snooze.until_on > today + timedelta(days=MOST_DAYS):
        found.append(Problem("until_on", message("At most {days} days can be put off at once.", days=MOST_DAYS)))
    if not snooze.reason.strip():
        found.append(Problem("reason", message("Say why it is put off.")))
    return found


def apart(items: Iterable[DueItem], put_off: Iterable[PutOff], today: date) -> tuple[list[DueItem], list[DueItem]]:
    """What is shown, and what is put off; of both those put off say until when.

    What an article asks for and is late stays among what is shown. Whatever is due on another day than when it was put off
    is another thing, and shown.
    """
    until = {(one.key, one.episode_id, one.due_on): one.until_on for one in put_off if one.until_on > today}
    shown: list[DueItem] = []
    hidden: list[DueItem] = []
    for item in items:
        again_on = until.get((item.key, item.episode_id or "", item.due_on))
        stays = again_on is None or (item.by_law and days_late(item, today) > 0)
        (shown if stays else hidden).append(replace(item, put_off_to=again_on) if again_on else item)
    return shown, hidden
