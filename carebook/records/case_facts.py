"""The facts of one case (quản lý đối tượng) that deadlines, consequences and the caseload need, gathered from its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import PartialDate
from carebook.words import N_, Message


class CaseState(Enum):
    """Where a case stands between admission and form 06 (TT 02/2020 Điều 3 to 8); computed, never kept."""

    GATHERING = "gathering"
    ASSESSING = "assessing"
    PLANNING = "planning"
    AWAITING = "awaiting"
    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    CLOSING = "closing"
    CLOSED = "closed"


CASE_STATE_WORDS: dict[CaseState, str] = {
    CaseState.GATHERING: N_("Gathering information"),
    CaseState.ASSESSING: N_("Case being assessed"),
    CaseState.PLANNING: N_("Case being planned"),
    CaseState.AWAITING: N_("Awaiting approval"),
    CaseState.ACTIVE: N_("Plan in progress"),
    CaseState.REVIEW_DUE: N_("Review due"),
    CaseState.CLOSING: N_("Case being closed"),
    CaseState.CLOSED: N_("Case closed"),
}


@dataclass(frozen=True)
class Need:
    """One domain of the newest finished assessment: its level 0–3 (None: not assessed), and whether a reason stands for no goal."""

    domain: str
    text: str
    level: int | None
    excused: bool = False


@dataclass(frozen=True)
class WaitingPlan:
    """A version that waits for an answer: of which tier, and the roles that give it. ``submitted_by`` is a staff member's id."""

    plan_id: str
    number: int
    submitted_on: date
    submitted_by: str | None = None
    tier: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnedPlan:
    """The newest version, sent back to be worked over. ``submitted_by`` is a staff member's id."""

    plan_id: str
    number: int
    returned_on: date
    submitted_by: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A finished sheet of a scale in one version; what it came to is a `ScaleResult`."""

    score_id: str
    instrument: str
    file_version: int
    scored_on: date


@dataclass(frozen=True)
class Job:
    """One job of the person, and whether it still held after three and six months (None: not asked yet)."""

    id: str
    from_on: date
    to_on: date | None = None
    kept_3_months: bool | None = None
    kept_6_months: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """The case of one stay. Ids point at records; "" and None mean not known or not there.

    ``name`` is the alias and ``masked`` is true when the reader may not see who it is; every counted fact stays.
    Of the forms only finished ones count, and of each kind the newest: ``assessed_on`` and ``assess_again_on`` are of the
    newest assessment, ``needs`` its ratings; ``reviewed_on`` is the day of the newest review, ``review_on`` the day on which
    the plan in force is due for the next. ``goal_domains`` are those of goals still followed in the plan in force,
    ``waiting_domains`` those of the waiting version. ``sheets`` are at most two of each scale, the newest first.
    ``documented`` tells whether the case has any form at all; ``closure`` is the state of form 06, "" while there is none.
    ``noted_on`` is the day of the last progress note. ``failed_returns`` are the days on which a way home failed, or a trial
    stay ended without going on.
    """

    person_id: str
    episode_id: str
    code: str
    name: str
    start_on: date
    end_on: date | None = None
    masked: bool = False
    sex: str = ""
    born: PartialDate | None = None
    placement: str = "resident"
    route: str = ""
    ward_id: str | None = None
    room: str = ""
    case_manager_id: str | None = None

    intake: str = ""
    assessing_id: str = ""
    assessed_on: date | None = None
    assess_again_on: date | None = None
    needs: Sequence[Need] = ()

    plan_id: str = ""
    plan_number: int = 0
    approved_on: date | None = None
    reviewed_on: date | None = None
    review_on: date | None = None
    goal_domains: frozenset[str] = frozenset()
    waiting: WaitingPlan | None = None
    waiting_domains: frozenset[str] = frozenset()
    returned: ReturnedPlan | None = None
    draft_id: str = ""

    sheets: Sequence[Sheet] = ()
    documented: bool = False
    closure: str = ""
    noted_on: date | None = None
    learns_trade: bool = False
    jobs: Sequence[Job] = ()
    failed_returns: Sequence[date] = ()

    def is_open_on(self, day: date) -> bool:
        """Whether the stay has begun, has not ended, and its case was not closed."""
        return self.start_on <= day and (self.end_on is None or self.end_on > day) and self.closure != "completed"


@dataclass(frozen=True)
class ScaleResult:
    """What a sheet came to: its band in words and its rank (0 the best; None: no band), alerts in words, when to measure again.

    ``title`` is the short name of the scale. ``alerts`` are the urgent ones.
    """

    instrument: str
    title: str
    scored_on: date
    band_rank: int | None = None
    band_words: str = ""
    alerts: tuple[str, ...] = ()
    next_on: date | None = None


@dataclass(frozen=True)
class Occurrence:
    """Something of daily care that asks to look at a case anew: its kind (a code of ``consequence``), its words inside a
    sentence ("a fall"), its day, and in figures what is behind it.
    """

    kind: str
    text: str
    happened_on: date
    figures: Message | None = None
