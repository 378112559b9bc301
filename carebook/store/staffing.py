"""The staff of a day against the norms: how many people there are in each group, how many staff in each post."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import Age, PartialDate, age_on
from carebook.records.codes import Code
from carebook.records.collaborators import Collaborator
from carebook.records.figures import Period
from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.records.staff import StaffMember
from carebook.rules.groups import CLASS
from carebook.rules.staff_figures import Employed, Required, StaffHistory
from carebook.rules.staffing import ClientFacts, PostLine, Posts, group_of, norm_lines, post_lines
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.daily_care import cared_for


@dataclass(frozen=True)
class Staffing:
    """One day against the norms. ``groups`` are the people of each group of the list, ``levelless`` how many have no care level
    yet (they count as able to look after themselves), ``postless`` the staff who count for no post, ``members`` all who work here
    and ``away`` the ids of those on leave.
    """

    day: date
    posts: tuple[PostLine, ...]
    groups: Mapping[str, int]
    levelless: int
    postless: tuple[StaffMember, ...]
    members: tuple[StaffMember, ...] = ()
    away: frozenset[str] = frozenset()

    @property
    def lacking(self) -> int:
        """How many staff are lacking in all posts together."""
        return sum(post.lacking for post in self.posts)


def staffing_on(reader: Reader, day: date) -> Staffing:
    """Required and present staff on a day, by the norms and groups of the code lists as they stand that day."""
    reader.asks("figures")
    groups = code_lists.codes(reader, "staff_group", day)
    clients, levelless = _clients(reader, day, groups)
    members = staff.staff_members(reader, day)
    away = _away(reader, day)
    posts = _posts(reader, day, members, away)
    norms = norm_lines(code_lists.codes(reader, "staff_norm", day), clients)
    lines = post_lines(norms, code_lists.codes(reader, "staff_post", day), posts)
    postless = tuple(one for one in members if not one.norm_post)
    return Staffing(day, tuple(lines), clients, levelless, postless, tuple(members), away)


def staff_history(reader: Reader, period: Period) -> StaffHistory:
    """The staff at the cut-off of a period as figures count it, and the collaborators trained in the period."""
    day = period.cutoff
    found = staffing_on(reader, day)
    there = [
        one
        for one in reader.records(Collaborator, order="full_name, id")
        if (one.from_on is None or one.from_on <= day) and (one.to_on is None or one.to_on >= day)
    ]
    return StaffHistory(
        employed=tuple(
            Employed(one.full_name, one.norm_post or "", one.post, one.id not in found.away) for one in found.members
        ),
        required=tuple(Required(line.post, norm.text, norm.required) for line in found.posts for norm in line.norms),
        collaborators=tuple(one.full_name for one in there),
        trained=tuple(one.full_name for one in there if period.holds(one.trained_on)),
    )


def _away(reader: Reader, day: date) -> frozenset[str]:
    """The staff on leave that day."""
    iso = day.isoformat()
    return frozenset(
        one.staff_member_id
        for one in reader.records(StaffLeave, "from_on <= ? AND (to_on IS NULL OR to_on >= ?)", (iso, iso))
    )


def _posts(reader: Reader, day: date, members: list[StaffMember], away: frozenset[str]) -> Posts:
    iso = day.isoformat()
    duty = {one.staff_member_id for one in reader.records(DutyRoster, "duty_on = ?", (iso,))}
    return Posts(
        Counter(one.norm_post for one in members if one.norm_post),
        Counter(one.norm_post for one in members if one.norm_post and one.id not in away),
        Counter(one.norm_post for one in members if one.norm_post and one.id in duty),
    )


def _clients(reader: Reader, day: date, groups: list[Code]) -> tuple[dict[str, int], int]:
    """The number of people in each group, and how many of them have no care level."""
    categories = {code.code: code for code in code_lists.codes(reader, "category", day)}
    residents = cared_for(reader, day)
    facts = {
        row["id"]: row
        for row in reader.rows(
            """SELECT id, born, disability_kinds, disability_degree FROM counted_person
            WHERE id IN (SELECT value FROM json_each(?))""",
            (json.dumps([one.person_id for one in residents]),),
        )
    }
    counts: Counter[str] = Counter()
    levelless = 0
    for one in residents:
        client = _facts(facts.get(one.person_id), categories.get(one.category), one.care_level, day)
        counts[group_of(client, groups)] += 1
        levelless += not one.care_level
    iso = day.isoformat()
    counts["all"] = len(residents)
    counts["rehabilitation"] = int(
        reader.value(
            """SELECT count(DISTINCT f.episode_id) FROM counted_rehabilitation_in_force f
            JOIN counted_rehabilitation_plan p ON p.id = f.therapy_plan_id JOIN episode e ON e.id = f.episode_id
            WHERE f.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND e.start_on <= :day
                AND (e.end_on IS NULL OR e.end_on > :day) AND (p.from_on IS NULL OR p.from_on <= :day)
                AND (p.ended_on IS NULL OR p.ended_on > :day)""",
            {"day": iso},
        )
    )
    counts["pupils"] = int(
        reader.value(
            """SELECT count(DISTINCT m.episode_id) FROM counted_group_member m JOIN "group" g ON g.id = m.group_id
            WHERE g.kind = :kind AND g.withdrawn_at IS NULL AND m.withdrawn_at IS NULL AND m.joined_on <= :day
                AND (m.left_on IS NULL OR m.left_on > :day)""",
            {"day": iso, "kind": CLASS},
        )
    )
    counts.pop("", None)
    return dict(counts), levelless


def _facts(row: Any, category: Code | None, level: str, day: date) -> ClientFacts:
    born = PartialDate.from_text(row["born"]) if row is not None and row["born"] else None
    extra = category.extra if category is not None else {}
    return ClientFacts(
        months=_months(age_on(born, day)),
        kinds=tuple(json.loads(row["disability_kinds"] or "[]")) if row is not None else (),
        degree=(row["disability_degree"] or "") if row is not None else "",
        category_group=category.group if category is not None else "",
        category=category.code if category is not None else "",
        needs_hiv_care=extra.get("confidential") == "hiv",
        level=level,
    )


def _months(age: Age | None) -> int | None:
    if age is None:
        return None
    return age.months if age.months is not None else age.years * 12
