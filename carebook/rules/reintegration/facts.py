"""What the rules of a way home look at: plain values, made from the book's rows by `gathering`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from carebook.records.reintegration import ReadinessAnswer, Stage, TrialDecision


@dataclass(frozen=True)
class Point:
    """One point of the readiness check-list; with ``stage`` it is asked before that stage is left, else before going home."""

    code: str
    text: str
    stage: Stage | None = None


@dataclass(frozen=True)
class RedFlag:
    """A red flag of the scorecard: which criterion, in its words, and whether a named person cleared it."""

    rating_id: str
    assessment_id: str
    criterion: str
    text: str
    remark: str = ""
    cleared: bool = False


@dataclass(frozen=True)
class Scorecard:
    """The newest finished scorecard: the day of the visit, how many of the criteria were rated, its band (code `family_band`)."""

    assessment_id: str
    visited_on: date
    rated: int
    criteria: int
    band: str
    band_text: str = ""
    commune_asked: bool = False


@dataclass(frozen=True)
class Trial:
    """The newest trial stay: whether it is over, who told how it went, what was decided."""

    absence_id: str
    back_on: date | None = None
    told_by_client: bool = False
    told_by_family: bool = False
    decision: TrialDecision | None = None


@dataclass(frozen=True)
class Paper:
    """A paper the destination or the short path asks for: its owner (center, family, commune, department), the paper its
    time runs from and the name of that limit; ``stage`` when it is made in a later stage than the decision.

    ``dated_on`` once it is there, ``not_needed`` when it was left out for a reason.
    """

    code: str
    text: str
    owner: str
    after: str = ""
    limit: str = ""
    stage: Stage | None = None
    dated_on: date | None = None
    not_needed: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.dated_on is not None or self.not_needed


@dataclass(frozen=True)
class PathFacts:
    """One way home as the rules see it.

    ``stages`` are those of its path (code list `home_path`), ``since_on`` the day the present stage began, pauses left out;
    ``paused_in`` is the stage in which it was suspended. ``asks_family`` is false for somebody who goes where nobody takes
    them in (independent living, another center): family assessment, carer and training are not asked then.
    ``notice_to`` is the last day of a public notice that is not settled. ``own_opinion`` says whether a child of an age to
    be heard goes home, ``heard_alone`` whether it was. ``meetings`` counts contacts face to face since the path began.
    ``next_visit_on`` is the earliest open visit of the center's own, late after ``visit_window`` days.
    """

    reintegration_id: str
    episode_id: str
    path: str
    stages: tuple[Stage, ...]
    stage: Stage
    since_on: date
    paused_in: Stage | None = None
    destination: str | None = None
    asks_family: bool = True
    follows_up: bool = True
    stay_ended: bool = False
    is_ended: bool = False
    target_on: date | None = None
    next_visit_on: date | None = None
    visit_window: int = 0
    has_wish: bool = False
    points: tuple[Point, ...] = ()
    answers: Mapping[str, ReadinessAnswer] = field(default_factory=dict)
    open_leads: int = 0
    verified_leads: int = 0
    notice_to: date | None = None
    has_carer: bool = False
    barred_carer: str = ""
    scorecard: Scorecard | None = None
    visit_valid_months: int = 0
    red_flags: tuple[RedFlag, ...] = ()
    own_opinion: bool = False
    heard_alone: bool = False
    opinion_basis: str = ""
    met_on: tuple[date, ...] = ()
    supports: int = 0
    meetings: int = 0
    meetings_needed: int = 0
    meetings_basis: str = ""
    trainings: int = 0
    trial: Trial | None = None
    papers: tuple[Paper, ...] = ()
