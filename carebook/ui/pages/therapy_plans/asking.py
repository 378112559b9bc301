"""What the page of a rehabilitation plan asks of the book: whose it is, all versions, what a goal may begin from, the drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook.records.care_plans import Goal
from carebook.records.codes import Limit
from carebook.records.episodes import Episode
from carebook.records.rehabilitation import GoalRating
from carebook.rules.care_plans import Tier
from carebook.store import care_plans, code_lists, instruments, people, schedules, staff, therapy_plans
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.people import PersonRow
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.parts.plans.kind import Versioned


@dataclass(frozen=True)
class TherapyView(Versioned):
    """All versions of one stay, newest first, with what is needed to write and judge them.

    ``names`` are of all staff, of therapy rooms and of the goals of the care plan in force (by thread); ``here`` are those who
    work here today; ``care_goals`` are the goals of the care plan in force; ``levels`` the newest rating of each goal by thread.
    """

    person: PersonRow
    episode: Episode
    plans: tuple[TherapyPlanFile, ...]
    names: Mapping[str, str]
    here: tuple[tuple[str, str], ...]
    rooms: tuple[tuple[str, str], ...]
    care_goals: tuple[Goal, ...]
    scales: tuple[tuple[str, str], ...]
    tiers: tuple[Tier, ...]
    limits: tuple[Limit, ...]
    levels: Mapping[str, GoalRating]
    drafts: Mapping[tuple[str, str], Draft]


def therapy_view(reader: Reader, episode_id: str, plan_id: str, today: date) -> TherapyView | None:
    """Everything the page shows; None when there is no such stay, or whose it is may not be seen.

    Without ``episode_id`` the stay is that of ``plan_id``.
    """
    reader.asks("rehabilitation")
    if not episode_id and plan_id:
        file = therapy_plans.plan_file(reader, plan_id)
        episode_id = file.plan.episode_id if file is not None else ""
    episode = reader.record(Episode, episode_id) if episode_id else None
    rows = people.people_rows(reader, [episode.person_id], today) if episode is not None else []
    if episode is None or not rows or rows[0].masked:
        return None
    files = therapy_plans.plans_of(reader, episode.id)
    waiting = next((file for file in files if file.standing == "awaiting"), None)
    care_goals = care_plans.goals_in_force(reader, episode.id)
    names = {member.id: member.full_name for member in staff.staff_members(reader)}
    names |= {room.id: room.name for room in schedules.therapy_rooms(reader, closed=True)}
    names |= {goal.thread: goal.text for goal in care_goals}
    return TherapyView(
        person=rows[0],
        episode=episode,
        plans=files,
        names=names,
        here=tuple((member.id, member.full_name) for member in staff.staff_members(reader, today)),
        rooms=tuple((room.id, room.name) for room in schedules.therapy_rooms(reader)),
        care_goals=care_goals,
        scales=tuple((code, scale.title) for code, scale in instruments.catalogue(reader).items()),
        tiers=therapy_plans.tiers_for(reader, waiting.plan) if waiting is not None else (),
        limits=tuple(code_lists.limits(reader)),
        levels=therapy_plans.newest_levels(reader, episode.id),
        drafts={(one.form, one.subject_id): one for one in own_drafts(reader)},
    )
