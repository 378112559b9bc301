"""What awaits approval, and which versions were ever in force: questions about everybody, in which the unseen are masked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from carebook.dates import today_in_vietnam
from carebook.records.care_plans import Answer, PlanDecision, PlanState
from carebook.records.record import table_of
from carebook.rules.care_plans import next_tier, tiers
from carebook.store.book import Reader
from carebook.store.care_plans.questions import CARE, tier_codes
from carebook.store.care_plans.versions import Versions
from carebook.store.rows import moment_from


@dataclass(frozen=True)
class Awaiting:
    """One version of a plan (of the table ``kind``) that waits for ``tier`` (its code). ``made_from`` is the number of the
    version in force that it would take the place of, None when there is none; ``masked``: the name is an alias and the plan
    cannot be opened by the asker.
    """

    plan_id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    room: str
    number: int
    submitted_at: datetime
    submitted_by: str
    submitted_by_name: str
    tier: str
    case_manager_id: str
    made_from: int | None
    masked: bool
    ward_id: str
    kind: str


@dataclass(frozen=True)
class ApprovedPlan:
    """One version that was ever approved, for figures: in force from ``from_on`` until the day before ``to_on`` (None: still)."""

    plan_id: str
    episode_id: str
    number: int
    from_on: date
    to_on: date | None


def awaiting(reader: Reader) -> list[Awaiting]:
    """What waits for approval in stays that are open, the oldest submission first; people who may not be seen are masked."""
    reader.asks("approvals")
    return waiting_versions(reader, CARE)


def waiting_versions(reader: Reader, kind: Versions) -> list[Awaiting]:
    """The same of any kind of plan; who may ask it is for the caller to see to."""
    plan, pointer, decision = (f"counted_{table_of(cls)}" for cls in (kind.plan, kind.pointer, kind.decision))
    rows = reader.rows(
        f"""SELECT c.id, c.episode_id, c.number, c.round, c.submitted_at, c.submitted_by, s.full_name AS submitted_by_name,
            e.person_id, e.case_manager_id, p.full_name, p.code, p.masked, w.id AS ward_id,
            CASE WHEN w.hidden = 1 AND p.masked THEN '' ELSE r.name END AS room,
            (SELECT o.number FROM {pointer} f JOIN {plan} o ON o.id = f.{kind.link}
                WHERE f.episode_id = c.episode_id AND f.withdrawn_at IS NULL) AS made_from
        FROM {plan} c JOIN listed_episode e ON e.id = c.episode_id JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN staff_member s ON s.id = c.submitted_by
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        LEFT JOIN ward w ON w.id = r.ward_id
        WHERE c.state = ? AND c.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND e.end_on IS NULL
        ORDER BY c.submitted_at, c.id""",
        (PlanState.SUBMITTED.value,),
    )
    decided = defaultdict(list)
    for one in reader.rows(
        f"SELECT d.* FROM {decision} d JOIN {plan} c ON c.id = d.{kind.link}"
        " WHERE c.state = ? AND d.withdrawn_at IS NULL",
        (PlanState.SUBMITTED.value,),
    ):
        decided[one[kind.link]].append(
            PlanDecision(
                episode_id=one["episode_id"],
                plan_id=one[kind.link],
                round=one["round"],
                tier=one["tier"],
                answer=Answer(one["answer"]),
                decided_at=moment_from(one["decided_at"]),
            )
        )
    codes = tier_codes(reader, kind.tiers)
    found = []
    for row in rows:
        submitted_at = moment_from(row["submitted_at"])
        there = tiers(codes, today_in_vietnam(submitted_at), kind.tiers)
        waiting = next_tier(decided[row["id"]], row["round"], there)
        found.append(
            Awaiting(
                plan_id=row["id"],
                episode_id=row["episode_id"],
                person_id=row["person_id"],
                name=row["full_name"],
                code=row["code"],
                room=row["room"] or "",
                number=row["number"],
                submitted_at=submitted_at,
                submitted_by=row["submitted_by"] or "",
                submitted_by_name=row["submitted_by_name"] or "",
                tier=waiting.code if waiting else "",
                case_manager_id=row["case_manager_id"] or "",
                made_from=row["made_from"],
                masked=bool(row["masked"]),
                ward_id=row["ward_id"] or "",
                kind=kind.table,
            )
        )
    return found


def approved_plans(reader: Reader) -> list[ApprovedPlan]:
    """Every version that was ever in force, of everybody, by stay and approval; only counted, nobody is named."""
    reader.asks("figures")
    rows = reader.rows(
        "SELECT id, episode_id, number, approved_at, ended_on FROM counted_care_plan"
        " WHERE approved_at IS NOT NULL AND withdrawn_at IS NULL ORDER BY episode_id, approved_at, number"
    )
    found = []
    for row, after in zip_longest(rows, rows[1:]):
        ends = [date.fromisoformat(row["ended_on"])] if row["ended_on"] else []
        if after is not None and after["episode_id"] == row["episode_id"]:
            ends.append(today_in_vietnam(moment_from(after["approved_at"])))
        from_on = today_in_vietnam(moment_from(row["approved_at"]))
        found.append(ApprovedPlan(row["id"], row["episode_id"], row["number"], from_on, min(ends, default=None)))
    return found
