"""Help with daily life: the care level of a stay, and what was done in a shift beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.care_plans import HelpLevel
from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class CareLevel(Record):
    """How much care a person needs from a day on; it drives what is measured by default, the staffing norm and the fee."""

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    level: str = fact(N_("Care level"), codes="care_level", required=True, default="self_care")
    from_on: date | None = fact(N_("From"), required=True, default=None)
    because: str = fact(N_("Why"), context="care level", secret=Secret.IDENTITY, default="")
    decided_by_id: str | None = fact(N_("Decided by"), Kind.LINK, default=None)


@dataclass(frozen=True)
class CareEntry(Record):
    """What was done for one person in one shift: "as planned" for all kinds (``kind`` None), or one exception.

    ``duty_on`` is the day the shift begins. The planned level of an "as planned" entry is read from the plan in force that day and
    never copied. ``not_done`` says why a kind of care was not given.
    """

    episode_id: str = fact(N_("Stay"), Kind.LINK, required=True)
    duty_on: date | None = fact(N_("Day"), required=True, default=None)
    shift: str = fact(N_("Shift"), codes="shift", required=True, default="morning")
    kind: str | None = fact(N_("Kind of care"), codes="care_kind", default=None)
    level: HelpLevel | None = fact(N_("Help"), default=None)
    not_done: str | None = fact(N_("Why not done"), codes="not_done_reason", default=None)
    note: str = fact(N_("Note"), context="column", secret=Secret.IDENTITY, default="")
    done_by_id: str | None = fact(N_("Done by"), Kind.LINK, required=True, default=None)
    entered_by: str | None = fact(N_("Entered by"), Kind.LINK, shown=False, default=None)
    recorded_at: datetime | None = fact(N_("Recorded at"), shown=False, default=None)
    from_sheet: bool = fact(N_("From the paper sheet"), default=False)
