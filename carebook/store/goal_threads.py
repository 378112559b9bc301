"""One goal through all versions of the plan: the need it came from, its wordings, its notes, and what was measured after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carebook import money
from carebook.dates import today_in_vietnam
from carebook.records.assessments import Assessment, DomainRating
from carebook.records.care_plans import Activity, Goal
from carebook.records.conferences import Conference, ConferenceDecision
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.progress import ProgressNote
from carebook.store.assessments import AssessmentFile, assessments_of
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile, plans_of
from carebook.store.groups import ServingGroup, groups_serving
from carebook.store.instruments import Sheet, sheets_of
from carebook.store.sessions import GoalLevel, ToldSession, levels_of, told_sessions
from carebook.store.staff import staff_members


@dataclass(frozen=True)
class Wording:
    """The goal as one version of the plan has it, with its activities there."""

    file: PlanFile
    goal: Goal
    activities: tuple[Activity, ...] = ()

    @property
    def since_on(self) -> date | None:
        """From which day the version is meant, or was approved; None for a draft without one."""
        plan = self.file.plan
        return plan.from_on or (today_in_vietnam(plan.approved_at) if plan.approved_at else None)


@dataclass(frozen=True)
class Need:
    """What an assessment says about the domain of the goal."""

    assessment: Assessment
    rating: DomainRating


@dataclass(frozen=True)
class Measured:
    """One finished result of a scale: its name, its day, the total (None: nothing was counted) and how it is said."""

    score_id: str
    instrument: str
    title: str
    on: date
    total: float | None
    said: str
    tone: str = ""


@dataclass(frozen=True)
class Attained:
    """Where the goal stood on a day, from −2 to +2, by goal attainment scaling; its T score stands beside scale results."""

    score_id: str
    on: date
    level: int


@dataclass(frozen=True)
class Thread:
    """Everything about one goal. ``wordings`` are the oldest first; ``needs_before`` and ``measured_before`` led to it, the
    others came later, all the oldest first. ``sessions`` are those of therapy that rated a goal which serves this one, ``levels``
    what such goals were rated. ``groups`` are those the client is in for this goal. ``threads`` are all goals of the stay, in
    the order of the newest version that has them.
    """

    thread: str
    episode: Episode
    person: Person
    wordings: tuple[Wording, ...]
    need_before: Need | None = None
    needs_after: tuple[Need, ...] = ()
    measured_before: tuple[Measured, ...] = ()
    measured_after: tuple[Measured, ...] = ()
    attained: tuple[Attained, ...] = ()
    notes: tuple[ProgressNote, ...] = ()
    sessions: tuple[ToldSession, ...] = ()
    levels: tuple[GoalLevel, ...] = ()
    groups: tuple[ServingGroup, ...] = ()
    decision: ConferenceDecision | None = None
    meeting: Conference | None = None
    staff: Mapping[str, str] | None = None
    threads: tuple[str, ...] = ()

    @property
    def newest(self) -> Wording:
        """The wording that counts now: of the plan in force, otherwise of the newest version."""
        return next((one for one in self.wordings[::-1] if one.file.in_force), self.wordings[-1])


def goal_thread(reader: Reader, episode_id: str, thread: str = "") -> Thread | None:
    """One goal of a stay with all that belongs to it; the first goal when none is named. None when there is no such goal, or
    the person may not be seen.
    """
    reader.asks("casework")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode else None
    files = plans_of(reader, episode_id)
    threads = _threads(files)
    thread = thread or next(iter(threads), "")
    if episode is None or person is None or thread not in threads:
        return None
    wordings = tuple(_wordings(files, thread))
    first = wordings[0]
    needs = _needs(assessments_of(reader, episode_id), first.goal.domain)
    before = _led_to(needs, first)
    begun = before.assessment.assessed_on if before else None
    named = {one.goal.instrument for one in wordings} - {""}
    rested_on = set(before.rating.scores) if before else set()
    measured = [one for one in measured_in(reader, episode_id) if one.instrument in named or one.score_id in rested_on]
    led_to = _measured_before(measured, rested_on, first.since_on)
    after = tuple(one for one in measured if one not in led_to and (not led_to or one.on >= led_to[-1].on))
    decisions = reader.records(ConferenceDecision, "episode_id = ? AND goal_thread = ?", (episode_id, thread))
    return Thread(
        thread=thread,
        episode=episode,
        person=person,
        wordings=wordings,
        need_before=before,
        needs_after=tuple(
            one for one in needs if begun and one.assessment.assessed_on and one.assessment.assessed_on > begun
        ),
        measured_before=led_to,
        measured_after=after,
        attained=tuple(_attained(reader, thread)),
        notes=tuple(reader.records(ProgressNote, "goal_thread = ?", (thread,), order="happened_at, id")),
        sessions=told_sessions(reader, episode_id, care_thread=thread)[::-1],
        levels=levels_of(reader, episode_id, thread),
        groups=groups_serving(reader, episode_id, thread),
        decision=decisions[0] if decisions else None,
        meeting=reader.record(Conference, decisions[0].conference_id) if decisions else None,
        staff={one.id: one.full_name for one in staff_members(reader)},
        threads=threads,
    )


def _threads(files: Sequence[PlanFile]) -> tuple[str, ...]:
    """All goals of a stay: those of the plan in force first, then those of the other versions, the newest first."""
    order = sorted(files, key=lambda file: not file.in_force)
    return tuple(dict.fromkeys(goal.thread for file in order for goal in file.goals))


def _wordings(files: Sequence[PlanFile], thread: str) -> Iterator[Wording]:
    for file in files[::-1]:
        for goal in file.goals:
            if goal.thread == thread:
                activities = tuple(one for one in file.activities if one.goal_id == goal.id)
                yield Wording(file, goal, activities)


def _needs(files: Sequence[AssessmentFile], domain: str) -> list[Need]:
    """What the finished assessments say about a domain, the oldest first."""
    finished = [one for one in files[::-1] if one.assessment.state is FormState.COMPLETED]
    return [
        Need(one.assessment, rating)
        for one in finished
        for rating in one.ratings
        if rating.domain == domain and rating.level is not None
    ]


def _led_to(needs: Sequence[Need], first: Wording) -> Need | None:
    """The assessment the first version rests on; otherwise the newest one before that version, or the very first."""
    named = [one for one in needs if one.assessment.id == first.file.plan.assessment_id]
    since = first.since_on
    earlier = [one for one in needs if since and one.assessment.assessed_on and one.assessment.assessed_on <= since]
    return next(iter(named), None) or next(iter(earlier[::-1]), None) or next(iter(needs), None)


def _measured_before(measured: Sequence[Measured], rested_on: set[str], since: date | None) -> tuple[Measured, ...]:
    """The results the need rests on, and of each scale the last one before the goal was set."""
    chosen = {one.score_id for one in measured if one.score_id in rested_on}
    known = {one.instrument for one in measured if one.score_id in chosen}
    for one in measured[::-1]:
        if one.instrument not in known and since is not None and one.on <= since:
            known.add(one.instrument)
            chosen.add(one.score_id)
    return tuple(one for one in measured if one.score_id in chosen)


def measured_in(reader: Reader, episode_id: str) -> tuple[Measured, ...]:
    """The finished results of all scales of a stay, the oldest first."""
    return tuple(
        Measured(
            score_id=one.score.id,
            instrument=one.score.instrument,
            title=one.instrument.short_title,
            on=on,
            total=one.result.total,
            said=_said(one),
            tone=one.result.band.tone.value if one.result.band else "",
        )
        for one in sheets_of(reader, episode_id)[::-1]
        if one.score.state is FormState.COMPLETED and (on := one.score.scored_on) is not None
    )


def _said(sheet: Sheet) -> str:
    """ "55/100 (phụ thuộc nặng)"; "–" where nothing was counted."""
    total, scoring, band = sheet.result.total, sheet.instrument.scoring, sheet.result.band
    if total is None:
        return "–"
    top = f"/{money.number(scoring.high, scoring.decimals)}" if scoring.high is not None else ""
    meant = f" ({band.words[:1].lower()}{band.words[1:]})" if band else ""
    return f"{money.number(total, scoring.decimals)}{top}{meant}"


def _attained(reader: Reader, thread: str) -> Iterator[Attained]:
    """The levels of goal attainment scaling that were given to the goal, the oldest first."""
    answers = reader.records(ItemAnswer, "item = ? AND value IS NOT NULL", (thread,))
    sheets = {one.score_id: reader.record(InstrumentScore, one.score_id) for one in answers}
    finished = [
        (sheet.scored_on, answer)
        for answer in answers
        if (sheet := sheets[answer.score_id]) is not None
        and sheet.state is FormState.COMPLETED
        and sheet.scored_on is not None
        and not sheet.is_withdrawn
    ]
    for on, answer in sorted(finished, key=lambda pair: (pair[0], pair[1].id)):
        yield Attained(answer.score_id, on, round(answer.value or 0))
