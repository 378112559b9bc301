"""Coming back into care after going home: what it ends, how long it was, and what has to be asked."""

from __future__ import annotations

from datetime import date

from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.reintegration import Reintegration
from carebook.rules.follow_ups.schedule import months_between
from carebook.rules.problem import Problem
from carebook.words import Message, message

WAIVED = "vào lại cơ sở"
"""Why the visits that are still to come fall away, as the book keeps it."""


def months_at_home(path: Reintegration, came_back_on: date) -> int:
    """Whole months from the handover to the day somebody came back; 0 when they were never handed over."""
    return months_between(path.handed_over_on, came_back_on) if path.handed_over_on is not None else 0


def said_return(path: Reintegration, came_back_on: date) -> Message:
    """ "Came back on 21/04/2026, 6 months after the handover."."""
    months = months_at_home(path, came_back_on)
    day = written(came_back_on)
    if months == 0:
        return message("Came back on {day}, less than a month after the handover.", day=day)
    return message("Came back on {day}, {n} months after the handover.", day=day, n=months)


def problems_in_return(path: Reintegration, stay: Episode, person_id: str, cause: str) -> list[Problem]:
    """Errors of linking a path to the stay somebody came back with; ``person_id`` is whose path it is."""
    found = []
    if path.handed_over_on is None:
        found.append(Problem("", message("Nobody was handed over on this path yet.")))
    elif stay.start_on < path.handed_over_on:
        said = message(
            "The stay began on {start}, before the handover ({handed}).",
            start=written(stay.start_on),
            handed=written(path.handed_over_on),
        )
        found.append(Problem("episode_id", said))
    if stay.person_id != person_id or stay.id == path.episode_id:
        found.append(Problem("episode_id", message("Choose a later stay of the same person.")))
    if not cause:
        found.append(Problem("return_cause", message("Choose why they came back.")))
    return found
