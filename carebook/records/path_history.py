"""What the ways home left behind, as figures need it: codes, days and counts, never words about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class StageSpan(NamedTuple):
    """One stage of a path from a day to a day (None: it stands there still)."""

    stage: str
    from_on: date
    to_on: date | None = None


class Visit(NamedTuple):
    """One follow-up visit: whose duty, until when, what became of it; ``risk`` is "" where nobody judged."""

    due_on: date
    owner: str
    state: str
    done_on: date | None = None
    risk: str = ""


class Path(NamedTuple):
    """One path. ``returned_on`` is the start of the stay the person came back with; its days count since ``handed_over_on``.

    ``stages`` are those that were not over before the period, ``visits`` those that are due in it and all that were made from
    a year before it on.
    """

    reintegration_id: str
    person_id: str
    episode_id: str
    path: str
    destination: str = ""
    started_on: date | None = None
    handed_over_on: date | None = None
    ended_on: date | None = None
    outcome: str = ""
    returned_on: date | None = None
    return_cause: str = ""
    stages: tuple[StageSpan, ...] = ()
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class ServiceUse:
    """So many records (lượt) of one service for one stay."""

    episode_id: str
    service: str
    times: int


@dataclass(frozen=True)
class Call:
    """One call to the hotline, without anybody's name."""

    called_on: date
    need: str
    danger: str
    violence_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReferralUse:
    """One referral: sent or received in the period, and whether it was served in it."""

    episode_id: str
    incoming: bool
    begun: bool
    served: bool
    partner: str


@dataclass(frozen=True)
class Activity:
    """Work in a community: its turns (lượt) and people (người), of them female; ``copies`` of what was handed out."""

    title: str
    held_on: date
    turns: int
    people: int
    female: int
    kind: str = ""
    copies: int = 0


@dataclass(frozen=True)
class Relief:
    """What a campaign gave: to how many of the center's people and to how many from outside, and how much in đồng."""

    name: str
    people: int
    amount: int


@dataclass(frozen=True)
class ProtectionUse:
    """A case of protection opened for a stay, with the kinds of violence."""

    episode_id: str
    opened_on: date
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ServiceHistory:
    """The services of a period up to its cut-off. ``confidential`` are the stays of restricted records."""

    services: tuple[ServiceUse, ...] = ()
    calls: tuple[Call, ...] = ()
    referrals: tuple[ReferralUse, ...] = ()
    activities: tuple[Activity, ...] = ()
    relief: tuple[Relief, ...] = ()
    protection: tuple[ProtectionUse, ...] = ()
    confidential: frozenset[str] = frozenset()


NO_SERVICES = ServiceHistory()
