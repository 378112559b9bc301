"""What the tab of rehabilitation asks of the book, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.codes import Limit
from carebook.records.devices import DeviceLoan
from carebook.records.rehabilitation import GoalRating
from carebook.records.schedules import SessionSeries
from carebook.records.sessions import SessionState
from carebook.rules.attainment import TScore, t_score_on
from carebook.store import code_lists, devices, groups, packages, schedules, therapy_plans
from carebook.store.book import Reader, in_vietnam
from carebook.store.groups import Membership
from carebook.store.packages import PackageFile
from carebook.store.schedules import PlannedSlot
from carebook.store.therapy_plans import TherapyPlanFile

AHEAD = timedelta(days=28)
NEXT = 5  # so many sessions to come are shown
_GIVEN = (SessionState.DONE, SessionState.PARTIAL)


@dataclass(frozen=True)
class RehabFacts:
    """The rehabilitation of one stay: its plan, its series, the sessions of this month and the next weeks, what is lent, its groups."""

    episode_id: str
    is_open: bool
    today: date
    plans: tuple[TherapyPlanFile, ...]
    series: tuple[SessionSeries, ...]
    slots: tuple[PlannedSlot, ...]
    levels: Mapping[str, GoalRating]
    packages: tuple[PackageFile, ...]
    loans: tuple[DeviceLoan, ...]
    groups: tuple[Membership, ...]
    limits: tuple[Limit, ...]

    @property
    def in_force(self) -> TherapyPlanFile | None:
        """The version that is in force, None when there is none."""
        return next((file for file in self.plans if file.in_force), None)

    @property
    def being_written(self) -> TherapyPlanFile | None:
        """The version that is not approved yet, if there is one."""
        return next((file for file in self.plans if file.plan.approved_at is None), None)

    @property
    def t(self) -> TScore | None:
        """The T score of the goals in force today, None while none is rated."""
        file = self.in_force
        score = t_score_on(file.goals, self.levels.values(), self.today) if file is not None else None
        return score if score is not None and score.t is not None else None

    @property
    def to_come(self) -> list[PlannedSlot]:
        """The next sessions, those of today first."""
        return [slot for slot in self.slots if slot.is_open and slot.on >= self.today][:NEXT]

    @property
    def this_month(self) -> tuple[int, int]:
        """How many of this month's own sessions were given, of how many planned."""
        month = (self.today.year, self.today.month)
        own = [slot for slot in self.slots if slot.kind == "session" and (slot.on.year, slot.on.month) == month]
        return sum(slot.state in _GIVEN for slot in own), len(own)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of rehabilitation was ever written down."""
        return not (self.plans or self.series or self.slots or self.packages or self.loans or self.groups)


def rehab_facts(reader: Reader, episode_id: str, is_open: bool, now: datetime) -> RehabFacts:
    """What the tab shows of one stay."""
    today = in_vietnam(now)
    first = today.replace(day=1)
    last = max(today + AHEAD, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    return RehabFacts(
        episode_id,
        is_open,
        today,
        therapy_plans.plans_of(reader, episode_id),
        tuple(one for one in schedules.series_of(reader, episode_id) if one.until_on is None or one.until_on >= today),
        schedules.planned_between(reader, first, last, episode_id=episode_id, now=now),
        therapy_plans.newest_levels(reader, episode_id),
        tuple(one for one in packages.packages_of(reader, episode_id) if one.package.ended_on is None),
        tuple(one for one in devices.loans_of(reader, episode_id) if one.returned_on is None),
        groups.groups_of(reader, episode_id),
        tuple(code_lists.limits(reader)),
    )
