"""The morning briefing: how it stands on paper, what stands against keeping it and against freezing it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from carebook.records.shifts import MorningBriefing
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem
from carebook.words import message


@dataclass(frozen=True)
class BriefedShift:
    """What the sheet of one shift of one ward told: its lines, and who gave and took it ("" where nobody signed)."""

    shift: str
    ward: str
    giver: str
    taker: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class BriefingSheet:
    """Everything that is printed of one briefing, in plain words; restricted people stand in it under their alias.

    ``day`` is ISO; ``wards`` are rows of ward, beds, start, came, went, end, in hospital, on leave, absent, present, the last row
    the whole center, without a name; ``figures`` are counts by their keys; ``on_duty`` says who has each shift of the day.
    """

    day: str
    hours: str
    wards: tuple[tuple[str, ...], ...]
    figures: tuple[tuple[str, str], ...]
    incidents: tuple[str, ...]
    shifts: tuple[BriefedShift, ...]
    on_duty: tuple[tuple[str, str], ...]
    led_by: str = ""
    present: str = ""
    conclusion: str = ""
    tasks: str = ""

    def frozen(self) -> str:
        """The sheet as text that is the same for the same sheet."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_frozen(cls, text: str) -> BriefingSheet:
        """The sheet of such a text."""
        kept: dict[str, Any] = json.loads(text)
        for name in ("wards", "figures", "on_duty"):
            kept[name] = tuple(map(tuple, kept[name]))
        kept["incidents"] = tuple(kept["incidents"])
        kept["shifts"] = tuple(BriefedShift(**(one | {"lines": tuple(one["lines"])})) for one in kept["shifts"])
        return cls(**kept)


def problems_in_briefing(briefing: MorningBriefing, *, today: date) -> list[Problem]:
    """Errors of a briefing that is being written."""
    found = [*too_long(briefing, ("present", "conclusion", "tasks"))]
    if briefing.held_on is None:
        found.append(Problem("held_on", message("Choose the day.")))
    elif briefing.held_on > today:
        found.append(Problem("held_on", message("This briefing has not been held yet.")))
    return found


def problems_before_freezing(briefing: MorningBriefing) -> list[Problem]:
    """What a briefing lacks before it is frozen: who led it, and what was concluded."""
    found = []
    if briefing.led_by_id is None:
        found.append(Problem("led_by_id", message("Say who led the briefing.")))
    if not briefing.conclusion.strip():
        found.append(Problem("conclusion", message("Write the conclusion.")))
    return found
