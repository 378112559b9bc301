"""What the page of dose rounds asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import clock
from carebook.records.medication import Administration, Prescription
from carebook.store import code_lists, facility, staff
from carebook.store.book import Reader
from carebook.store.doses import RoundRow, dose_minutes, round_of
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices
from carebook.words import Message, message

FORM = "dose"
AS_NEEDED = "as_needed"


@dataclass(frozen=True)
class DoseLine:
    """One medicine of one person: in a round with what stands there, or as needed with what was given lately."""

    row: RoundRow
    order: Prescription
    answer: Administration | None
    lately: tuple[Administration, ...]
    is_first: bool

    @property
    def id(self) -> str:
        return self.order.id

    @property
    def is_open(self) -> bool:
        """Whether something is still to be recorded about it in its round."""
        return self.answer is None and not self.order.as_needed

    def given_at(self, moment: datetime) -> datetime | None:
        """When a dose recorded now was given: at that moment; to be written where the person had left before."""
        return None if self.after_leaving(moment) is not None else moment

    def after_leaving(self, given_at: datetime) -> Message | None:
        """Why nothing can be recorded of somebody who had left at that moment; None: it can."""
        who = self.row.who
        if who.left_at is None or (given_at <= who.left_at and not who.has_left):
            return None
        told = {"name": who.name, "time": clock(who.left_at)}
        if who.has_left:
            return message("{name} left the center at {time}; nothing is given after that.", **told)
        return message(
            "{name} left the center at {time}. Tick that it comes from the paper sheet, or press Enter and write the hour.",
            **told,
        )


@dataclass(frozen=True)
class Round:
    """A round on show. ``here`` are the staff of that day, ``names`` those of all; ``early`` and ``window`` are minutes."""

    rows: tuple[RoundRow, ...]
    wards: Choices
    here: Choices
    names: Mapping[str, str]
    early: int
    window: int
    any_orders: bool
    drafts: tuple[Draft, ...]

    @property
    def lines(self) -> tuple[DoseLine, ...]:
        """The medicines, person by person."""
        return tuple(line for one in self.rows for line in lines_of(one))

    @property
    def done(self) -> int:
        """How many people who are there have everything recorded."""
        return sum(one.is_answered for one in self.rows if one.who.is_there)

    @property
    def of(self) -> int:
        """Of how many people who are there something is due."""
        return sum(one.who.is_there for one in self.rows)


def lines_of(row: RoundRow) -> list[DoseLine]:
    """The medicines of one person: those due, or where nothing is due those given as needed."""
    if row.due:
        return [DoseLine(row, one.order, one.answer, one.doses, not place) for place, one in enumerate(row.due)]
    return [DoseLine(row, one.order, None, one.doses, not place) for place, one in enumerate(row.as_needed)]


def asked(reader: Reader, day: date, round: str, ward_id: str) -> Round:
    """Everything the page shows of a round; with ``round`` AS_NEEDED what may be given as needed."""
    early, window = dose_minutes(code_lists.limits(reader), day)
    return Round(
        tuple(round_of(reader, day, "" if round == AS_NEEDED else round, ward_id)),
        [(one.id, one.name) for one in facility.wards(reader)],
        [(one.id, one.full_name) for one in staff.staff_members(reader, day)],
        {one.id: one.full_name for one in staff.staff_members(reader)},
        early,
        window,
        bool(reader.value("SELECT 1 FROM prescription WHERE withdrawn_at IS NULL LIMIT 1")),
        tuple(one for one in own_drafts(reader) if one.form == FORM),
    )
