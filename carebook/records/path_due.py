"""What the way home, referrals and protection of one stay wait for, gathered for the due board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VisitDue:
    """An open follow-up visit: whose duty it is (center, commune, department), and who of the center sees to it."""

    visit_id: str
    due_on: date
    owner: str
    worker_id: str | None = None
    office: str = ""
    why: str = ""


@dataclass(frozen=True)
class PaperDue:
    """A paper of the decision with a clock: whose it is, by which limit."""

    reintegration_id: str
    paper: str
    words: str
    owner: str
    due_on: date
    limit: str
    worker_id: str | None = None


@dataclass(frozen=True)
class PathOpen:
    """Something about a path that waits for an answer since a day: a red flag, a trial stay, the cause of coming back."""

    reintegration_id: str
    since_on: date
    worker_id: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Awaited:
    """Something sent or agreed that has a day: a letter's or referral's reply, the end of a ban, the review of a safety plan.

    ``referral_id`` is the referral a consent is for.
    """

    record_id: str
    since_on: date
    due_on: date
    worker_id: str | None = None
    referral_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PathDue:
    """What one stay waits for. ``name`` is the alias when ``masked``."""

    person_id: str
    episode_id: str
    name: str
    masked: bool = False
    ward_id: str | None = None
    case_manager_id: str | None = None
    visits: tuple[VisitDue, ...] = ()
    papers: tuple[PaperDue, ...] = ()
    red_flags: tuple[PathOpen, ...] = ()
    trials: tuple[PathOpen, ...] = ()
    returns: tuple[PathOpen, ...] = ()
    letters: tuple[Awaited, ...] = ()
    referrals: tuple[Awaited, ...] = ()
    bans: tuple[Awaited, ...] = ()
    safety_plans: tuple[Awaited, ...] = ()
    consents: tuple[Awaited, ...] = ()


@dataclass(frozen=True)
class CallDue:
    """A caller of the hotline who was promised a call back; nobody is named."""

    call_id: str
    call_back_on: date
    taken_by_id: str | None = None


@dataclass(frozen=True)
class ContractDue:
    """A collaborator's contract that ends."""

    collaborator_id: str
    name: str
    to_on: date
