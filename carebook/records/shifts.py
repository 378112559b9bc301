"""Shifts: who is on duty, the handover between two shifts, and the morning briefing of the whole center."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class ShiftState(Enum):
    """A handover is written, then signed by who gives, then by who takes; from then on it is frozen."""

    DRAFT = "draft"
    GIVEN = "given"
    TAKEN = "taken"
    REPLACED = "replaced"


SHIFT_STATE_WORDS: dict[ShiftState, str] = {
    ShiftState.DRAFT: N_("Being written"),
    ShiftState.GIVEN: N_("Signed by who gives"),
    ShiftState.TAKEN: N_("Handed over"),
    ShiftState.REPLACED: N_("Replaced handover"),
}


@dataclass(frozen=True)
class DutyRoster(Record):
    """One staff member on duty in one shift of one day (lịch trực). ``duty_on`` is the day the shift begins."""

    staff_member_id: str = fact(N_("Staff member"), Kind.LINK, required=True)
    duty_on: date | None = fact(N_("Day"), required=True, default=None)
    shift: str = fact(N_("Shift"), codes="shift", required=True, default="morning")
    ward_id: str | None = fact(N_("Ward"), Kind.LINK, default=None)
    leads: bool = fact(N_("Leads the shift"), default=False)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class ShiftHandover(Record):
    """The sheet of one shift of one ward. The head-count balances: start + came − went = end; of the end, so many are away.

    ``frozen`` is what was printed when both had signed (JSON), ``frozen_hash`` its SHA-256. A correction is a new sheet that
    names the one it replaces.
    """

    duty_on: date | None = fact(N_("Day"), required=True, default=None)
    shift: str = fact(N_("Shift"), codes="shift", required=True, default="morning")
    ward_id: str | None = fact(N_("Ward"), Kind.LINK, default=None)
    state: ShiftState = fact(N_("State"), context="of a handover", default=ShiftState.DRAFT)
    giver_id: str | None = fact(N_("Given by"), Kind.LINK, context="a shift", default=None)
    taker_id: str | None = fact(N_("Taken over by"), Kind.LINK, default=None)
    given_at: datetime | None = fact(N_("Given at"), context="a shift", default=None)
    taken_at: datetime | None = fact(N_("Taken over at"), default=None)
    at_start: int | None = fact(N_("At the start of the shift"), default=None)
    came: int | None = fact(N_("Came"), context="head-count", default=None)
    went: int | None = fact(N_("Went"), context="head-count", default=None)
    at_end: int | None = fact(N_("At the end of the shift"), default=None)
    in_hospital: int | None = fact(N_("In hospital"), default=None)
    on_leave: int | None = fact(N_("On leave"), default=None)
    absent: int | None = fact(N_("Away without leave"), default=None)
    counted: int | None = fact(N_("Counted in the rooms"), default=None)
    count_differs_because: str = fact(N_("Why the count differs"), default="")
    situation: str = fact(N_("Situation"), Kind.NOTE, context="of a shift", default="")
    background: str = fact(N_("Background"), Kind.NOTE, context="of a shift", default="")
    judgement: str = fact(N_("Assessment"), Kind.NOTE, context="of a shift", default="")
    request: str = fact(N_("Request"), Kind.NOTE, context="of a shift", default="")
    taker_note: str = fact(N_("Remark of who takes over"), Kind.NOTE, default="")
    frozen: str = fact(N_("Frozen sheet"), Kind.DATA, shown=False, default="")
    frozen_hash: str = fact(N_("Hash of the sheet"), Kind.DATA, shown=False, default="")
    replaces_id: str | None = fact(N_("Replaces the sheet"), Kind.LINK, default=None)
    replaced_because: str = fact(N_("Why replaced"), default="")


@dataclass(frozen=True)
class HandoverLine(Record):
    """One line of the sheet of a shift: drafted from the shift's entries or written by hand; left out when not ``included``.

    ``about_table`` and ``about_id`` name the row it was drafted from, so that the line opens it.
    """

    shift_handover_id: str = fact(N_("Sheet of the shift"), Kind.LINK, required=True)
    heading: str = fact(N_("Heading"), codes="handover_heading", required=True, default="watch")
    episode_id: str | None = fact(N_("Stay"), Kind.LINK, default=None)
    text: str = fact(N_("Text"), context="of a handover", required=True, default="")
    instruction: str = fact(N_("What the next shift does"), default="")
    about_table: str = fact(N_("About the table"), Kind.DATA, shown=False, default="")
    about_id: str = fact(N_("About the row"), Kind.DATA, shown=False, default="")
    included: bool = fact(N_("On the sheet"), default=True)
    position: int = fact(N_("Order"), shown=False, default=0)


@dataclass(frozen=True)
class HandoverCount(Record):
    """One thing counted at a handover: keys, property, instruments. Controlled medicines are counted as `StockCount`."""

    shift_handover_id: str = fact(N_("Sheet of the shift"), Kind.LINK, required=True)
    thing: str = fact(N_("Thing counted"), codes="handover_thing", required=True)
    expected: int = fact(N_("Should be there"), default=0)
    counted: int | None = fact(N_("Counted"), required=True, default=None)
    note: str = fact(N_("Note"), context="column", default="")


@dataclass(frozen=True)
class MorningBriefing(Record):
    """The briefing of the whole center on one morning: what the director concluded; the facts are drafted from the book."""

    held_on: date | None = fact(N_("Day"), required=True, default=None)
    led_by_id: str | None = fact(N_("Led by"), Kind.LINK, default=None)
    present: str = fact(N_("Who was present"), default="")
    conclusion: str = fact(N_("Conclusion"), Kind.NOTE, context="of a briefing", default="")
    tasks: str = fact(N_("Who does what"), Kind.NOTE, default="")
    frozen: str = fact(N_("Frozen sheet"), Kind.DATA, shown=False, default="")
    frozen_at: datetime | None = fact(N_("Frozen at"), shown=False, default=None)
