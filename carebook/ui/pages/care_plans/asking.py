"""What the page of a plan asks of the book: whose it is, all versions, what a goal may begin from, the drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from carebook import dates
from carebook.records import enum_words
from carebook.records.assessments import DomainRating, NeedLevel
from carebook.records.care_plans import Goal, GoalLife
from carebook.records.codes import Limit
from carebook.records.episodes import Episode
from carebook.rules.care_plans import Tier
from carebook.store import assessments, care_plans, code_lists, conferences, instruments, people, staff
from carebook.store.book import Reader
from carebook.store.care_plans import PlanFile
from carebook.store.code_lists import Codes
from carebook.store.conferences import ConferenceFile
from carebook.store.drafts import Draft, own_drafts
from carebook.store.people import PersonRow
from carebook.ui.parts.plans.kind import Versioned

CHILD_UNTIL = 16
"""A child's plan has a permanency goal (Luật Trẻ em, Điều 1: under 16)."""
_NEEDS = (NeedLevel.HIGH, NeedLevel.MEDIUM)


@dataclass(frozen=True)
class Beginning:
    """What a new goal may begin from: a need of the newest finished assessment, or what a conference decided."""

    words: str
    goal: Goal


@dataclass(frozen=True)
class CareView(Versioned):
    """All versions of one stay, newest first, with what is needed to write and judge them.

    ``names`` are of all staff by id, ``here`` of those who work here today; ``scales`` are the scales a goal may be measured
    with; ``drafts`` are the asker's own, by (form, subject); ``tiers`` are those of the version that awaits approval.
    """

    person: PersonRow
    episode: Episode
    plans: tuple[PlanFile, ...]
    names: Mapping[str, str]
    here: tuple[tuple[str, str], ...]
    ratings: tuple[DomainRating, ...]
    assessment_id: str | None
    beginnings: tuple[Beginning, ...]
    scales: tuple[tuple[str, str], ...]
    tiers: tuple[Tier, ...]
    limits: tuple[Limit, ...]
    drafts: Mapping[tuple[str, str], Draft]
    is_child: bool


def plans_view(reader: Reader, episode_id: str, plan_id: str, today: date, codes: Codes) -> CareView | None:
    """Everything the page shows; None when there is no such stay, or whose it is may not be seen.

    Without ``episode_id`` the stay is that of ``plan_id``.
    """
    reader.asks("casework")
    if not episode_id and plan_id:
        file = care_plans.plan_file(reader, plan_id)
        episode_id = file.plan.episode_id if file is not None else ""
    episode = reader.record(Episode, episode_id) if episode_id else None
    rows = people.people_rows(reader, [episode.person_id], today) if episode is not None else []
    if episode is None or not rows or rows[0].masked:
        return None
    files = care_plans.plans_of(reader, episode.id)
    newest = next((f for f in assessments.assessments_of(reader, episode.id) if f.is_completed), None)
    ratings = newest.ratings if newest is not None else ()
    meetings = conferences.conferences_of(reader, episode.id)
    waiting = next((file for file in files if file.standing == "awaiting"), None)
    age = dates.age_on(rows[0].born, today)
    said = partial(codes.text, "need_domain")
    return CareView(
        person=rows[0],
        episode=episode,
        plans=files,
        names={member.id: member.full_name for member in staff.staff_members(reader)},
        here=tuple((member.id, member.full_name) for member in staff.staff_members(reader, today)),
        ratings=tuple(ratings),
        assessment_id=newest.assessment.id if newest is not None else None,
        beginnings=(*_from_needs(ratings, said), *_from_meetings(meetings, said)),
        scales=tuple((code, scale.title) for code, scale in instruments.catalogue(reader).items()),
        tiers=care_plans.tiers_for(reader, waiting.plan) if waiting is not None else (),
        limits=tuple(code_lists.limits(reader)),
        drafts={(one.form, one.subject_id): one for one in own_drafts(reader)},
        is_child=age is not None and age.years < CHILD_UNTIL,
    )


def _from_needs(ratings: Sequence[DomainRating], said: partial[str]) -> Iterable[Beginning]:
    """Needs of level 2 and 3, the greatest first. What is so now is known; what is to be reached is written."""
    needs = [one for one in ratings if one.level in _NEEDS and not one.no_goal_because]
    for one in sorted(needs, key=lambda need: (_NEEDS.index(need.level), need.priority or 99)):
        level = f"{one.level.value} {enum_words.said(one.level)}" if one.level else ""
        words = f"{said(one.domain)} · {level}"
        situation = one.problem or one.situation
        goal = Goal(
            episode_id="",
            plan_id="",
            domain=one.domain,
            from_value=" ".join(situation.split())[:200],
            priority=one.priority,
            life=GoalLife.AGREED,
        )
        yield Beginning(words, goal)


def _from_meetings(meetings: Sequence[ConferenceFile], said: partial[str]) -> Iterable[Beginning]:
    """Decisions that have not become a goal yet."""
    for meeting in meetings:
        day = dates.written(meeting.conference.held_on) if meeting.conference.held_on else ""
        for one in meeting.decisions:
            if one.goal_thread is None:
                goal = Goal(
                    episode_id="",
                    plan_id="",
                    domain=one.domain,
                    text=one.text,
                    due_on=one.due_on,
                    life=GoalLife.AGREED,
                )
                yield Beginning(" · ".join(filter(None, (one.text, said(one.domain), day))), goal)
