"""Where goals and packages stand: levels at the beginning and now, what was measured before a package and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import today_in_vietnam
from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.episodes import Episode
from carebook.records.instrument_files import Better
from carebook.records.packages import Package
from carebook.records.people import Person
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationPlan
from carebook.rules.attainment import TScore, t_score_on
from carebook.rules.packages import sessions_left, spent
from carebook.rules.therapy_progress.curves import T_SCORE, Curve, Point
from carebook.rules.therapy_progress.tally import SessionFact, Stretch, Tally, tally_of
from carebook.words import Message

AFTERWARDS = timedelta(days=31)
"""A measure up to so long after the end of a package still tells what came of it."""
_WAS_IN_FORCE = (PlanState.APPROVED, PlanState.ENDED)
_NOT_COUNTED = (GoalLife.DROPPED, GoalLife.PROPOSED)


@dataclass(frozen=True)
class GoalProgress:
    """One goal of the plan in force: its first rating and its newest (None: never rated), what it weighs."""

    goal: RehabilitationGoal
    weight: float
    first: GoalRating | None = None
    last: GoalRating | None = None


@dataclass(frozen=True)
class Comparison:
    """What was measured before a package and after it; None where it was not measured then."""

    title: str | Message
    before: Point | None
    after: Point | None
    what: str | Message = ""
    unit: str = ""
    better: Better | None = None

    @property
    def change(self) -> float | None:
        """By how much the value rose."""
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def direction(self) -> int | None:
        """1 better, -1 worse, 0 the same; None where nothing can be compared, or neither end is the good one."""
        change = self.change
        if change is None or self.better is None:
            return None
        return 0 if change == 0 else 1 if (change > 0) is (self.better is Better.HIGH) else -1


@dataclass(frozen=True)
class PackageProgress:
    """A package of sessions: what became of them, how many are left, and every measure before and after."""

    package: Package
    tally: Tally
    left: int
    changes: tuple[Comparison, ...]


@dataclass(frozen=True)
class GroupShare:
    """How often somebody came to the sessions of one group that took place."""

    group_id: str
    name: str
    came: int
    of: int


@dataclass(frozen=True)
class Attendance:
    """The sessions of a span: all of them, by therapy in the order of their number, and week by week or month by month."""

    whole: Tally
    by_therapy: tuple[tuple[str, Tally], ...]
    stretches: tuple[Stretch, ...]
    groups: tuple[GroupShare, ...] = ()


@dataclass(frozen=True)
class TherapyProgress:
    """Whether therapy helps one person, over a span of days.

    ``curves`` are those of instruments and of pain in the sessions, with every point of the span; ``t_scores`` and ``goals``
    are of the goals that were in force.
    """

    episode: Episode
    person: Person
    first: date
    last: date
    attendance: Attendance
    t_scores: tuple[TScore, ...]
    curves: tuple[Curve, ...]
    goals: tuple[GoalProgress, ...]
    packages: tuple[PackageProgress, ...]

    @property
    def t(self) -> TScore | None:
        """The newest T score."""
        return self.t_scores[-1] if self.t_scores else None

    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no session, no measure, no goal, no package."""
        return not (self.attendance.whole.planned or self.t_scores or self.curves or self.goals or self.packages)


def in_force_on(plans: Sequence[RehabilitationPlan], day: date) -> RehabilitationPlan | None:
    """The version in force on a day: the one approved last up to then; before the first approval the first one approved."""
    approved = sorted((plan for plan in plans if plan.approved_at and plan.state in _WAS_IN_FORCE), key=_approved_on)
    past = [plan for plan in approved if _approved_on(plan) <= day]
    return past[-1] if past else approved[0] if approved else None


def _approved_on(plan: RehabilitationPlan) -> date:
    return today_in_vietnam(plan.approved_at) if plan.approved_at else date.max


def counted_goals(plan: RehabilitationPlan | None, goals: Iterable[RehabilitationGoal]) -> list[RehabilitationGoal]:
    """The goals of a version whose attainment counts: not those only proposed or given up, unless no other has been begun."""
    own = [goal for goal in goals if plan is not None and goal.therapy_plan_id == plan.id]
    return [goal for goal in own if goal.life not in _NOT_COUNTED] or [
        goal for goal in own if goal.life is not GoalLife.DROPPED
    ]


def t_scores_over_time(
    plans: Sequence[RehabilitationPlan], goals: Sequence[RehabilitationGoal], ratings: Sequence[GoalRating]
) -> tuple[TScore, ...]:
    """The T score on every day a goal of the version then in force was rated, the oldest first."""
    found = []
    for day in sorted({rating.rated_on for rating in ratings}):
        counted = counted_goals(in_force_on(plans, day), goals)
        score = t_score_on(counted, ratings, day)
        if any(rating.rated_on == day and rating.thread in score.threads for rating in ratings):
            found.append(score)
    return tuple(found)


def compared(package: Package, curve: Curve, today: date) -> Comparison:
    """A measure before a package and after it.

    Before: the last one up to the day the package began, else the first one while it ran. After: the first one from its end
    on, up to 31 days later; while it runs, or where nobody measured then, the last one within it.
    """
    points = [point for point in curve.measured if point.on <= today]
    begins = package.from_on or date.min
    ends = package.ended_on or (package.to_on if package.to_on and package.to_on <= today else None)
    until = ends or today
    earlier = [point for point in points if point.on <= begins]
    within = [point for point in points if begins < point.on <= until]
    afterwards = [point for point in points if ends is not None and ends <= point.on <= ends + AFTERWARDS]
    before = earlier[-1] if earlier else within[0] if within else None
    after = afterwards[0] if afterwards else within[-1] if within else None
    if after is not None and before is not None and after.on <= before.on:
        after = None
    better = None if _counts_other_goals(curve, before, after) else curve.better
    return Comparison(curve.title, before, after, curve.what, curve.unit, better)


def _counts_other_goals(curve: Curve, before: Point | None, after: Point | None) -> bool:
    """Whether the two are T scores of other goals, of which neither is better."""
    if curve.instrument != T_SCORE or before is None or after is None:
        return False
    return any(point.value is None and before.on < point.on <= after.on for point in curve.points)


def package_progress(
    package: Package, sessions: Iterable[SessionFact], curves: Iterable[Curve], today: date
) -> PackageProgress:
    """A package with its sessions counted, those left, and every measure that was taken before it or since."""
    own = [one for one in sessions if one.package_id == package.id]
    left = sessions_left(package.sessions, spent(one.state for one in own), no_show_counts=package.no_show_counts)
    changes = (compared(package, curve, today) for curve in curves)
    measured = tuple(one for one in changes if one.before is not None or one.after is not None)
    return PackageProgress(package, tally_of(own), left, measured)
