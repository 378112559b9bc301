"""How the case of somebody is told: forms, scales, plans with their approval, reviews, notes, meetings, the closure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from carebook.actions import assessments, care_plans, closures, conferences, instruments, intake, people, progress
from carebook.dates import local, today_in_vietnam
from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, NeedLevel
from carebook.records.care_plans import (
    Achievement,
    GoalLife,
    PlanReview,
    Proposal,
    ReviewPeriod,
)
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.instrument_files import Item
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import IntakeForm
from carebook.records.progress import ProgressNote
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store import care_plans as plan_store
from carebook.store import instruments as instrument_store
from carebook.store.closures import closure_of
from carebook.stories.cases.versions import Course, Doing, Version, activity_of, content_of
from carebook.stories.clock import moment
from carebook.stories.stage import Deed, Stage, Telling

DOMAINS = (
    *("health", "education_work", "livelihood", "relations", "life_skills", "participation", "psychology", "other"),
)
_AFTER_THE_STAYS = timedelta(hours=4)  # at the opening the stays are typed first


@dataclass(frozen=True)
class _Told:
    """A deed with its day and hour; without an hour it is typed when the book is opened."""

    day: date
    clock: str
    key: str
    who: str
    do: Deed


@dataclass
class Cases:
    """Tells the deeds of cases. What happened before the book was opened stayed on paper; only the plan in force then is typed.

    ``gone`` are the keys of those who had left by then: nothing is told of them. ``plans`` holds the newest version of each.
    """

    tell: Telling
    gone: frozenset[str] = frozenset()
    plans: dict[str, str] = field(default_factory=dict)
    _told: list[_Told] = field(default_factory=list)

    @property
    def opened_on(self) -> date:
        """The day the book was opened."""
        return local(self.tell.opened).date()

    def _tell(self, key: str, who: str, day: date, clock: str, do: Deed) -> None:
        if day > self.opened_on and key not in self.gone:
            self._told.append(_Told(day, clock, key, who, do))

    def _type(self, key: str, who: str, do: Deed) -> None:
        """A deed of the opening: typed from paper."""
        self._told.append(_Told(self.opened_on, "", key, who, do))

    def hand_over(self) -> None:
        """Give every deed on in the order of its day; a story may be told in any order."""
        for one in sorted(self._told, key=lambda told: (told.day, told.clock)):
            if one.clock:
                self.tell.tell(f"case {one.key}", one.who, one.day, one.clock, one.do, one.key)
            else:
                self.tell.write(f"case {one.key}", one.who, self.tell.opened + _AFTER_THE_STAYS, one.do)
        self._told.clear()

    # forms 01 and 02

    def intake(self, key: str, who: str, day: date, clock: str, **facts: Any) -> None:
        """Form 01, completed."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            form = IntakeForm(episode_id=_stay(stage, key), collected_on=day, collector_id=by.staff_member_id, **facts)
            kept = intake.save_intake(stage.book, form, by=by, now=now).result
            intake.complete_intake(stage.book, kept.id, by=by, now=now)

        self._tell(key, who, day, clock, do)

    def assess(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        kind: AssessmentKind,
        levels: Sequence[int],
        told: Mapping[str, Mapping[str, Any]] | None = None,
        **facts: Any,
    ) -> None:
        """Form 02, completed: a level for each of the eight domains, and what was said about some of them."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            made = Assessment(
                episode_id=_stay(stage, key), kind=kind, assessed_on=day, assessor_id=by.staff_member_id, **facts
            )
            ratings = [
                DomainRating(
                    episode_id="",
                    assessment_id="",
                    domain=domain,
                    level=NeedLevel(str(level)),
                    **(told or {}).get(domain, {}),
                )
                for domain, level in zip(DOMAINS, levels, strict=True)
            ]
            kept = assessments.save_assessment(stage.book, made, ratings, by=by, now=now).result
            assessments.complete_assessment(stage.book, kept.assessment.id, by=by, now=now)

        self._tell(key, who, day, clock, do)

    def add(self, key: str, who: str, day: date, clock: str, detail: Record) -> None:
        """A school year, course or job."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given: Record = replace(detail, person_id=stage.folk[key].person_id)  # type: ignore[call-arg]
            people.add_detail(stage.book, given, by=by, now=now)

        self._tell(key, who, day, clock, do)

    # scales

    def score(
        self, key: str, who: str, day: date, clock: str, code: str, values: Sequence[float | str], *, note: str = ""
    ) -> None:
        """A sheet, item by item in the order of the instrument, completed; "C" and "K" answer yes and no."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            items = instrument_store.catalogue(stage.reader)[code].items
            given = {item.code: _value(item, value) for item, value in zip(items, values, strict=False)}
            self._sheet(stage, key, by, now, day, code, given, note)

        self._tell(key, who, day, clock, do)

    def attain(self, key: str, who: str, day: date, clock: str, levels: Mapping[str, int]) -> None:
        """Goal attainment: the level of each goal, named by its words, of the plan in force."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            goals = {goal.text: goal.thread for goal in plan_store.goals_in_force(stage.reader, _stay(stage, key))}
            known = {goals[text]: level for text, level in levels.items() if text in goals}
            if known:  # a book opened later holds the newest version only
                self._sheet(stage, key, by, now, day, "gas", known, "")

        self._tell(key, who, day, clock, do)

    def _sheet(
        self,
        stage: Stage,
        key: str,
        by: Actor,
        now: datetime,
        day: date,
        code: str,
        values: Mapping[str, float],
        note: str,
    ) -> None:
        episode_id = _stay(stage, key)
        score = InstrumentScore(
            episode_id=episode_id,
            instrument=code,
            file_version=0,
            scored_on=day,
            done_by_id=by.staff_member_id,
            note=note,
        )
        answers = [
            ItemAnswer(episode_id=episode_id, score_id="", item=item, value=float(value))
            for item, value in values.items()
        ]
        kept = instruments.save_score(stage.book, score, answers, by=by, now=now).result
        instruments.complete_score(stage.book, kept.score.id, by=by, now=now)

    # plans

    def plan(self, key: str, *courses: Course) -> None:
        """All versions of a plan, the oldest first."""
        if key in self.gone:
            return
        old = [one for one in courses if one.approved_on is not None and one.approved_on <= self.opened_on]
        for course in old[-1:]:
            self._type(key, course.who, self._draft(key, course.drafted_on, course.version))
            self._type(key, course.who, self._submitting(key))
            self._type(key, course.head, self._approving(key))
        for course in courses:
            if course not in old and course.drafted_on > self.opened_on:
                self._course(key, course)

    def _course(self, key: str, course: Course) -> None:
        self._tell(key, course.who, course.drafted_on, "10:30", self._draft(key, course.drafted_on, course.version))
        self._tell(key, course.who, course.submitted_on, course.submitted_at, self._submitting(key))
        if course.returned is not None and course.again_on is not None:
            day, who, opinion, doing, aim = course.returned
            self._tell(key, who, day, "09:40", self._returning(key, opinion))
            self._tell(key, course.who, course.again_on, "08:30", self._revising(key, doing, aim))
            self._tell(key, course.who, course.again_on, "13:40", self._submitting(key))
        if course.passed:
            self._tell(key, course.passed, course.submitted_on, "15:00", self._approving(key))
        if course.approved_on is not None:
            self._tell(key, course.head, course.approved_on, course.approved_at, self._approving(key))

    def _draft(self, key: str, day: date, version: Version) -> Deed:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            content = content_of(stage, key, day, version)
            self.plans[key] = care_plans.save_plan(stage.book, content, by=by, now=now).result.id

        return do

    def _submitting(self, key: str) -> Deed:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            care_plans.submit_plan(stage.book, self.plans[key], by=by, now=now)

        return do

    def _approving(self, key: str) -> Deed:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            care_plans.approve_plan(stage.book, self.plans[key], by=by, now=now)

        return do

    def _returning(self, key: str, opinion: str) -> Deed:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            care_plans.return_plan(stage.book, self.plans[key], opinion, by=by, now=now)

        return do

    def _revising(self, key: str, doing: Doing, aim: str) -> Deed:
        """A returned version gets one activity more, for the goal of those words."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            file = plan_store.plan_file(stage.reader, self.plans[key])
            if file is None:
                raise LookupError(key)
            goal = next(goal for goal in file.goals if goal.text == aim)
            more = activity_of(stage, goal, doing, goal.id, len(file.activities))
            content = replace(file.content, activities=(*file.activities, more))
            care_plans.save_plan(stage.book, content, by=by, now=now)

        return do

    def review(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        proposal: Proposal = Proposal.CONTINUE,
        *,
        results: str,
        period: ReviewPeriod = ReviewPeriod.QUARTER,
        next_on: date | None = None,
        rated: Mapping[str, Achievement] | None = None,
        **facts: Any,
    ) -> None:
        """A review of the plan in force; ``rated`` are achievements of goals by their words."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            file = plan_store.plan_in_force(stage.reader, _stay(stage, key))
            if file is None:
                raise LookupError(key)
            ratings = {
                goal.id: (GoalLife.ACTIVE, rated[goal.text], "") for goal in file.goals if rated and goal.text in rated
            }
            given = PlanReview(
                episode_id=file.plan.episode_id,
                plan_id=file.plan.id,
                period=period,
                done_on=max(day, today_in_vietnam(file.since_at or now)),
                results=results,
                proposal=proposal,
                next_on=next_on,
                **{"needs_met": Achievement.PARTLY, **facts},
            )
            care_plans.review_plan(stage.book, given, ratings, by=by, now=now)

        self._tell(key, who, day, clock, do)

    # notes, meetings, the end

    def note(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        text: str,
        *,
        kind: str = "casework",
        aim: str = "",
        **facts: Any,
    ) -> None:
        """A note, tied to the goal of those words in the plan in force."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            episode_id = _stay(stage, key)
            goals = (
                {goal.text: goal.thread for goal in plan_store.goals_in_force(stage.reader, episode_id)} if aim else {}
            )
            given = ProgressNote(
                episode_id=episode_id,
                kind=kind,
                happened_at=min(moment(day, clock), now),
                text=text,
                goal_thread=goals.get(aim),
                **facts,
            )
            progress.add_note(stage.book, given, by=by, now=now)

        self._tell(key, who, day, clock, do)

    def meet(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        subject: str,
        *,
        findings: Mapping[str, str] | None = None,
        decisions: Sequence[tuple[str, str]] = (),
        **facts: Any,
    ) -> None:
        """A meeting about somebody: findings by domain, decisions as (words, who)."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            episode_id = _stay(stage, key)
            meeting = Conference(
                episode_id=episode_id, held_on=day, subject=subject, minutes_by_id=by.staff_member_id, **facts
            )
            found = [
                ConferenceFinding(episode_id=episode_id, conference_id="", domain=domain, finding=words)
                for domain, words in (findings or {}).items()
            ]
            decided = [
                ConferenceDecision(episode_id=episode_id, conference_id="", position=n, text=text, responsible=name)
                for n, (text, name) in enumerate(decisions)
            ]
            conferences.record_conference(stage.book, meeting, found, decided, by=by, now=now)

        self._tell(key, who, day, clock, do)

    def close(
        self,
        key: str,
        who: str,
        day: date,
        clock: str,
        reason: str,
        *,
        signed: Mapping[ClosureParty, str],
        waived: Mapping[ClosureParty, str] | None = None,
        rated: Mapping[str, Achievement] | None = None,
        **facts: Any,
    ) -> None:
        """Form 06, completed: the goals rated first, then who signed (names) and whose signature is waived and why."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            episode_id = _stay(stage, key)
            for goal in plan_store.goals_in_force(stage.reader, episode_id):
                reached = (rated or {}).get(goal.text, Achievement.ACHIEVED)
                care_plans.rate_goal(stage.book, goal.id, GoalLife.FINISHED, reached, by=by, now=now)
            form = Closure(episode_id=episode_id, reason=reason, closed_on=day, closer_id=by.staff_member_id, **facts)
            if (begun := closure_of(stage.reader, episode_id)) is not None:  # a handover begins it
                form = replace(form, id=begun.closure.id)
            places = [
                ClosureSignature(episode_id=episode_id, closure_id="", party=party, name=name, signed_on=day)
                for party, name in signed.items()
            ] + [
                ClosureSignature(episode_id=episode_id, closure_id="", party=party, waived_because=why)
                for party, why in (waived or {}).items()
            ]
            kept = closures.save_closure(stage.book, form, places, by=by, now=now).result
            closures.complete_closure(stage.book, kept.closure.id, by=by, now=now)

        self._tell(key, who, day, clock, do)


def _stay(stage: Stage, key: str) -> str:
    return stage.folk[key].episode_id


def _value(item: Item, told: float | str) -> float:
    return item.choices["CK".index(told)].value if isinstance(told, str) else float(told)
