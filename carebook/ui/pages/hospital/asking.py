"""What the page of absences asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.episodes import Absence
from carebook.records.hospital import HospitalTransfer
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.daily_care import cared_for
from carebook.store.drafts import Draft, own_drafts
from carebook.store.hospital import AwayLine, absence_of, away, back_between, summary_of, transfer_of
from carebook.ui.parts.fields import Choices

AWAY, BACK = "away", "back"
LEAVE, TRANSFER, RETURN, HOME = "absence", "transfer", "absence_return", "hospital_return"
FORMS = frozenset({LEAVE, TRANSFER, RETURN, HOME})
BACK_FOR = timedelta(days=30)
"""How long whoever came back is listed."""


@dataclass(frozen=True)
class Absences:
    """What is on show. ``stays`` can leave (there today, in the order of their beds), ``here`` is the staff of today."""

    view: str
    lines: tuple[AwayLine, ...]
    stays: Choices
    here: Choices
    names: Mapping[str, str]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class Chosen:
    """One absence with everything written of it."""

    line: AwayLine
    absence: Absence
    transfer: HospitalTransfer | None


def lines_of(reader: Reader, view: str, today: date) -> list[AwayLine]:
    """Who is away today, or came back lately."""
    return away(reader, today) if view == AWAY else back_between(reader, today - BACK_FOR, today)


def absences(reader: Reader, view: str, today: date) -> Absences:
    """Everything the page shows."""
    there = [one for one in cared_for(reader, today) if one.is_there and not one.masked]
    members = staff.staff_members(reader)
    return Absences(
        view,
        tuple(lines_of(reader, view, today)),
        [(one.episode_id, " · ".join(filter(None, (one.name, one.code, one.room)))) for one in there],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        {one.id: one.full_name for one in members},
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
    )


def chosen(reader: Reader, line: AwayLine) -> Chosen | None:
    """The absence of a line with its transfer; None when it may not be seen."""
    absence = absence_of(reader, line.id)
    return Chosen(line, absence, transfer_of(reader, line.id)) if absence is not None else None


def signs_now(reader: Reader, episode_id: str, now: datetime, today: date) -> str:
    """The vital signs of the last 24 hours in one line, to begin a transfer with; "" without any."""
    summary = summary_of(reader, episode_id, now, today)
    return summary.signs if summary is not None else ""
