"""What daily care left behind, as figures need it: codes, days and counts, never words about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Away:
    """One absence of a stay: from a day to the day back (None: it runs still)."""

    episode_id: str
    kind: str
    from_on: date
    back_on: date | None = None


@dataclass(frozen=True)
class Portions:
    """The portions of one meal over the period, and what they cost in đồng where the menu says a price."""

    meal: str
    portions: int
    cost: int = 0


@dataclass(frozen=True)
class Issued:
    """So many pieces of one kind of goods given to one stay."""

    episode_id: str
    item: str
    quantity: int


@dataclass(frozen=True)
class Seen:
    """One thing of health on one day: a check, an examination, a vaccination, a new wound; ``what`` is its code."""

    episode_id: str
    what: str
    on: date


@dataclass(frozen=True)
class Measured:
    """The newest weight (kg), height (cm) and arm girth (mm) of a stay up to the cut-off."""

    weight: float | None = None
    height: float | None = None
    arm: float | None = None


@dataclass(frozen=True)
class Happened:
    """One incident. ``episode_id`` is "" where it is about nobody; of a ``confidential`` one nobody is told who."""

    incident_id: str
    kind: str
    severity: str
    happened_on: date
    episode_id: str = ""
    closed_on: date | None = None
    confidential: bool = False


@dataclass(frozen=True)
class Died:
    """One death in the period with its ICD-10 code ("" = none written yet)."""

    episode_id: str
    died_on: date
    icd: str = ""


@dataclass(frozen=True)
class CareHistory:
    """Daily care of a period up to its cut-off.

    ``levels`` are the care levels in force at the cut-off by stay; ``illnesses`` the ICD-10 codes of lasting illnesses then by
    person. ``checks`` reach back before the period as far as a check is good for. ``beds`` is the number of counted beds.
    """

    absences: tuple[Away, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    meals: tuple[Portions, ...] = ()
    issued: tuple[Issued, ...] = ()
    checks: tuple[Seen, ...] = ()
    consultations: tuple[Seen, ...] = ()
    vaccinations: tuple[Seen, ...] = ()
    ulcers: tuple[Seen, ...] = ()
    illnesses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    incidents: tuple[Happened, ...] = ()
    deaths: tuple[Died, ...] = ()
    beds: int = 0


NO_CARE = CareHistory()
