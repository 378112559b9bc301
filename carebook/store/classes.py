"""Classes: which there are, their register, their timetable and pupils, and individual education plans with their goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook.records.episodes import Placement
from carebook.records.groups import (
    EducationGoal,
    EducationPlan,
    Group,
    GroupMember,
    GroupSession,
    GroupStage,
    Presence,
)
from carebook.records.schedules import GroupSeries
from carebook.rules.classes import CLASS_KIND, ClassRegister, Lesson, Pupil, register_line
from carebook.store.book import Reader, Writer

_BY_NEWEST = "school_year DESC, made_on DESC, id DESC"


@dataclass(frozen=True)
class EducationPlanFile:
    """One education plan with its goals in their order."""

    plan: EducationPlan
    goals: tuple[EducationGoal, ...] = ()


@dataclass(frozen=True)
class ClassFile:
    """One class: its timetable, the pupils who are in it on the day asked about, and the newest education plan of each.

    ``plans`` are by stay; those of people whom the asker may not see are left out. ``staff`` are the names of leaders and
    teachers by id.
    """

    group: Group
    series: tuple[GroupSeries, ...]
    pupils: tuple[Pupil, ...]
    plans: Mapping[str, EducationPlanFile]
    staff: Mapping[str, str]

    @property
    def teachers(self) -> frozenset[str]:
        """Who teaches: the leader of the class and of each series of its timetable."""
        return frozenset(filter(None, (self.group.leader_id, *(one.leader_id for one in self.series))))


def classes(reader: Reader, *, closed: bool = False) -> tuple[Group, ...]:
    """The classes in the order of their names, open ones before closed ones; closed ones only when asked for."""
    reader.asks("groups")
    found = reader.records(Group, "kind = ?", (CLASS_KIND,), order="closed_on IS NOT NULL, name, id")
    return tuple(one for one in found if closed or one.stage is not GroupStage.CLOSED)


def class_file(reader: Reader, group_id: str, today: date) -> ClassFile | None:
    """One class on a day; None when there is none."""
    reader.asks("groups")
    group = reader.record(Group, group_id)
    if group is None:
        return None
    series = tuple(
        one
        for one in reader.records(GroupSeries, "group_id = ?", (group_id,), order="starts_at, id")
        if one.until_on is None or one.until_on >= today
    )
    names = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    pupils = tuple(one for one in _pupils(reader, group_id) if one.belongs_on(today))
    return ClassFile(group, series, pupils, plans_in(reader, group_id), names)


def register(reader: Reader, group_id: str, first: date, last: date) -> ClassRegister:
    """The register of a class from ``first`` to ``last``: every pupil who was in it then, restricted ones masked."""
    reader.asks("groups")
    group = reader.record(Group, group_id)
    if group is None:
        raise LookupError(group_id)
    span = (group_id, first.isoformat(), last.isoformat())
    held = reader.records(
        GroupSession, "group_id = ? AND planned_on BETWEEN ? AND ?", span, order="planned_on, planned_at, id"
    )
    lessons = tuple(_lesson(one) for one in held)
    presence: dict[str, dict[str, Presence]] = defaultdict(dict)
    for row in reader.rows(
        """SELECT a.member_id, a.group_session_id, a.presence FROM group_session s
        JOIN counted_attendance a ON a.group_session_id = s.id
        WHERE s.group_id = ? AND s.planned_on BETWEEN ? AND ? AND s.withdrawn_at IS NULL AND a.withdrawn_at IS NULL""",
        span,
    ):
        presence[row["member_id"]][row["group_session_id"]] = Presence(row["presence"])
    there = [
        one
        for one in _pupils(reader, group_id)
        if one.joined_on <= last and (one.left_on is None or one.left_on >= first)
    ]
    return ClassRegister(
        group_id=group_id,
        name=group.name,
        first=first,
        last=last,
        days=tuple(sorted({lesson.on for lesson in lessons})),
        lessons=lessons,
        lines=tuple(register_line(one, lessons, presence.get(one.member_id, {})) for one in there),
    )


def _lesson(one: GroupSession) -> Lesson:
    return Lesson(one.id, one.planned_on, one.planned_at, one.minutes, one.state, one.subject, one.topic, one.reason)


def _pupils(reader: Reader, group_id: str) -> list[Pupil]:
    """Everybody who is or was in a class, in the order of names."""
    rows = reader.rows(
        """SELECT m.id, m.episode_id, m.joined_on, m.left_on, e.person_id, e.placement, p.full_name, p.code, p.masked
        FROM counted_group_member m JOIN episode e ON e.id = m.episode_id
        JOIN listed_person p ON p.id = e.person_id
        JOIN search_key k ON k.person_id = p.id
        WHERE m.group_id = ? AND m.withdrawn_at IS NULL AND m.joined_on IS NOT NULL ORDER BY k.sort_key, m.joined_on, m.id""",
        (group_id,),
    )
    return [_pupil(row) for row in rows]


def _pupil(row: Any) -> Pupil:
    return Pupil(
        member_id=row["id"],
        episode_id=row["episode_id"],
        person_id=row["person_id"],
        name=row["full_name"],
        code=row["code"],
        masked=bool(row["masked"]),
        joined_on=date.fromisoformat(row["joined_on"]),
        left_on=date.fromisoformat(row["left_on"]) if row["left_on"] else None,
        by_day=row["placement"] == Placement.DAY.value,
    )


# Education plans


def education_plans_of(reader: Reader, episode_id: str) -> tuple[EducationPlanFile, ...]:
    """The education plans of a stay, the newest first."""
    reader.asks("groups")
    return _files(reader, "episode_id = ?", episode_id)


def education_plan_file(reader: Reader, plan_id: str) -> EducationPlanFile | None:
    """One plan; None when there is none or the asker may not see it."""
    reader.asks("groups")
    return next(iter(_files(reader, "id = ?", plan_id)), None)


def plans_in(reader: Reader, group_id: str) -> Mapping[str, EducationPlanFile]:
    """The newest education plan of each pupil of a class, by stay."""
    reader.asks("groups")
    found: dict[str, EducationPlanFile] = {}
    for file in _files(reader, "group_id = ?", group_id):
        found.setdefault(file.plan.episode_id, file)
    return found


def _files(reader: Reader, where: str, value: str) -> tuple[EducationPlanFile, ...]:
    plans = reader.records(EducationPlan, where, (value,), order=_BY_NEWEST)
    goals: dict[str, list[EducationGoal]] = defaultdict(list)
    for episode_id in {plan.episode_id for plan in plans}:
        for goal in reader.records(EducationGoal, "episode_id = ?", (episode_id,), order="position, id"):
            goals[goal.education_plan_id].append(goal)
    return tuple(EducationPlanFile(plan, tuple(goals[plan.id])) for plan in plans)


def write_education_plan(
    writer: Writer, plan: EducationPlan, goals: Sequence[EducationGoal], *, because: str, seen: int | None = None
) -> EducationPlanFile:
    """Keep a plan as these say: goals without id are added, those no longer there struck through ``because``.

    A change of a goal counts as a change of the plan, so that ``seen`` finds it.
    """
    before = writer.record(EducationPlan, plan.id)
    kept = writer.amend(plan, seen=seen) if before is not None else writer.add(plan)
    there = {one.id: one for one in writer.records(EducationGoal, "education_plan_id = ?", (kept.id,))}
    written, changed = [], False
    for place, goal in enumerate(goals):
        mine = replace(goal, position=place, episode_id=kept.episode_id, education_plan_id=kept.id)
        known = there.pop(goal.id, None)
        one = writer.amend(mine) if known else writer.add(replace(mine, id=""))
        changed = changed or known is None or one.version != known.version
        written.append(one)
    for gone in there:
        writer.withdraw(EducationGoal, gone, because)
        changed = True
    if before is not None and changed and kept.version == before.version:
        writer.run("UPDATE education_plan SET version = version + 1 WHERE id = ?", (kept.id,))
        kept = replace(kept, version=kept.version + 1)
    return EducationPlanFile(kept, tuple(written))


def joined_on(reader: Reader, group_id: str, episode_id: str) -> date | None:
    """The day a pupil joined a class last; None when the stay never was in it."""
    members = reader.records(GroupMember, "group_id = ? AND episode_id = ?", (group_id, episode_id))
    return max((one.joined_on for one in members if one.joined_on is not None), default=None)
