"""What therapy and groups of all stays wait for, asked for the due board with few questions; everybody counts, names are masked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from carebook.dates import today_in_vietnam
from carebook.records.care_plans import PlanState
from carebook.records.codes import Code, Limit
from carebook.records.groups import Presence
from carebook.records.rehabilitation import RehabilitationPlan, RehabilitationReview
from carebook.records.therapy_due import (
    Lent,
    Missed,
    OpenPackage,
    PlanToReview,
    PupilPlan,
    TherapyDue,
    Unrecorded,
    UnrecordedGroup,
    WaitingVersion,
)
from carebook.rules import care_plans
from carebook.rules.therapy_plans import due_review_on
from carebook.rules.therapy_plans.tiers import TIERS
from carebook.store.book import Reader
from carebook.store.packages import open_packages
from carebook.store.rows import moment_from

MISSED_DAYS = 31
"""Absences longer ago are not asked about any more."""
_HERE = "withdrawn_at IS NULL"
_STILL_OUT = "devices"


def therapy_due(
    reader: Reader, today: date, limits: Sequence[Limit], codes: Sequence[Code], *, person_id: str = ""
) -> list[TherapyDue]:
    """One `TherapyDue` for every stay with something of its own; with ``person_id`` only that person's.

    A stay that ended waits for nothing but the devices that did not come back. ``codes`` are the words of the lists of tiers
    and devices.
    """
    reader.asks("rehabilitation")
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    _unrecorded(reader, today, found)
    _plans(reader, limits, care_plans.tiers(codes, today, TIERS), found)
    _packages(reader, today, found)
    _devices(reader, {c.code: c.text for c in codes if c.list_name == "assistive_device"}, found)
    _missed(reader, today, found)
    _pupil_plans(reader, found)
    return [
        TherapyDue(
            person_id=row["person_id"],
            episode_id=row["id"],
            name=row["full_name"],
            masked=bool(row["masked"]),
            ward_id=row["ward_id"],
            case_manager_id=row["case_manager_id"],
            **{
                name: _kept(facts)
                for name, facts in found[row["id"]].items()
                if row["end_on"] is None or name == _STILL_OUT
            },
        )
        for row in _stays(reader, found, person_id)
    ]


def _stays(reader: Reader, found: dict[str, dict[str, Any]], person_id: str) -> list[Any]:
    left = [episode_id for episode_id, facts in found.items() if _STILL_OUT in facts]
    return reader.rows(
        """SELECT e.id, e.person_id, e.case_manager_id, e.end_on, p.full_name, p.masked, r.ward_id
        FROM listed_episode e JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE e.id IN (SELECT value FROM json_each(:ids)) AND e.withdrawn_at IS NULL
            AND (e.end_on IS NULL OR e.id IN (SELECT value FROM json_each(:left)))
            AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND (:person = '' OR e.person_id = :person)
        ORDER BY e.start_on, e.id""",
        {"ids": json.dumps(list(found)), "left": json.dumps(left), "person": person_id},
    )


def group_sessions_due(reader: Reader, today: date) -> list[UnrecordedGroup]:
    """The sessions of groups that their leaders did not record, one for each group and leader."""
    reader.asks("groups")
    return [
        UnrecordedGroup(
            r["group_id"], r["name"], r["leader_id"], r["id"], date.fromisoformat(r["planned_on"]), r["many"]
        )
        for r in reader.rows(
            """SELECT s.group_id, g.name, s.leader_id, s.id, min(s.planned_on || s.planned_at), s.planned_on,
            count(*) AS many FROM group_session s JOIN "group" g ON g.id = s.group_id AND g.withdrawn_at IS NULL
            WHERE s.withdrawn_at IS NULL AND s.state = 'planned' AND s.planned_on < ?
            GROUP BY s.group_id, s.leader_id ORDER BY s.planned_on, s.id""",
            (today.isoformat(),),
        )
    ]


def _unrecorded(reader: Reader, today: date, found: dict[str, dict[str, Any]]) -> None:
    for r in reader.rows(
        f"""SELECT episode_id, therapist_id, id, min(planned_on || planned_at), planned_on, count(*) AS many
        FROM counted_session WHERE {_HERE} AND state = 'planned' AND planned_on < ?
        GROUP BY episode_id, therapist_id ORDER BY planned_on, id""",
        (today.isoformat(),),
    ):
        one = Unrecorded(r["therapist_id"], r["id"], date.fromisoformat(r["planned_on"]), r["many"])
        found[r["episode_id"]].setdefault("unrecorded", []).append(one)


def _plans(
    reader: Reader, limits: Sequence[Limit], tiers: Sequence[care_plans.Tier], found: dict[str, dict[str, Any]]
) -> None:
    roles = tuple(sorted({role.value for tier in tiers for role in tier.roles}))
    reviews: dict[str, list[RehabilitationReview]] = defaultdict(list)
    for r in reader.rows(
        f"SELECT id, therapy_plan_id, done_on, next_on FROM counted_rehabilitation_review WHERE {_HERE}"
    ):
        review = RehabilitationReview(
            id=r["id"],
            episode_id="",
            therapy_plan_id=r["therapy_plan_id"],
            done_on=_day(r["done_on"]),
            next_on=_day(r["next_on"]),
        )
        reviews[r["therapy_plan_id"]].append(review)
    for r in reader.rows(
        f"""SELECT id, episode_id, number, state, submitted_at, submitted_by, approved_at, review_on, review_every_weeks
        FROM counted_rehabilitation_plan WHERE {_HERE} AND (state = 'submitted' OR id IN
            (SELECT therapy_plan_id FROM counted_rehabilitation_in_force WHERE {_HERE})) ORDER BY number"""
    ):
        if r["state"] == PlanState.SUBMITTED.value:
            waiting = WaitingVersion(r["id"], r["number"], today_in_vietnam(moment_from(r["submitted_at"])), roles)
            found[r["episode_id"]].setdefault("waiting", []).append(waiting)
            continue
        plan = RehabilitationPlan(
            id=r["id"],
            episode_id="",
            approved_at=moment_from(r["approved_at"]) if r["approved_at"] else None,
            review_on=_day(r["review_on"]),
            review_every_weeks=r["review_every_weeks"],
        )
        if (due_on := due_review_on(plan, reviews[r["id"]], limits)) is not None:
            found[r["episode_id"]]["review"] = PlanToReview(r["id"], due_on, r["submitted_by"])


def _packages(reader: Reader, today: date, found: dict[str, dict[str, Any]]) -> None:
    open_now = open_packages(reader, today)
    measured = {
        r["episode_id"]: _day(r["measured_on"])
        for r in reader.rows(
            f"""SELECT episode_id, max(scored_on) AS measured_on FROM counted_instrument_score
            WHERE {_HERE} AND state = 'completed' AND episode_id IN (SELECT value FROM json_each(?)) GROUP BY episode_id""",
            (json.dumps([one.episode_id for one in open_now]),),
        )
    }
    for one in open_now:
        whole = OpenPackage(one.id, one.left, one.last_on, one.reassess_on, measured.get(one.episode_id))
        found[one.episode_id].setdefault("packages", []).append(whole)


def _devices(reader: Reader, words: dict[str, str], found: dict[str, dict[str, Any]]) -> None:
    for r in reader.rows(
        """SELECT d.id, d.episode_id, d.device, d.check_on, d.fitted_by_id, e.end_on,
            CASE WHEN d.given THEN NULL ELSE d.due_back_on END AS due_back_on
        FROM counted_device_loan d JOIN episode e ON e.id = d.episode_id
        WHERE d.withdrawn_at IS NULL AND d.returned_on IS NULL AND NOT (d.given AND e.end_on IS NOT NULL)
            AND (d.check_on IS NOT NULL OR d.due_back_on IS NOT NULL OR e.end_on IS NOT NULL) ORDER BY d.lent_on, d.id"""
    ):
        device, left_on = words.get(r["device"], r["device"]), _day(r["end_on"])
        one = Lent(r["id"], device, _day(r["check_on"]), _day(r["due_back_on"]), r["fitted_by_id"], left_on)
        found[r["episode_id"]].setdefault(_STILL_OUT, []).append(one)


def _missed(reader: Reader, today: date, found: dict[str, dict[str, Any]]) -> None:
    for r in reader.rows(
        """SELECT a.episode_id, s.id, s.group_id, s.planned_on, s.leader_id, g.name FROM
        (SELECT id, group_id, planned_on, leader_id FROM group_session
            WHERE withdrawn_at IS NULL AND state = 'held' AND planned_on BETWEEN ? AND ?) s
        JOIN counted_attendance a ON a.group_session_id = s.id AND a.withdrawn_at IS NULL AND a.presence = ?
            AND a.followed_up_on IS NULL
        JOIN "group" g ON g.id = s.group_id AND g.withdrawn_at IS NULL
        ORDER BY s.planned_on, s.id""",
        ((today - timedelta(days=MISSED_DAYS)).isoformat(), today.isoformat(), Presence.ABSENT.value),
    ):
        one = Missed(r["group_id"], r["id"], r["name"], date.fromisoformat(r["planned_on"]), r["leader_id"])
        found[r["episode_id"]].setdefault("missed", []).append(one)


def _pupil_plans(reader: Reader, found: dict[str, dict[str, Any]]) -> None:
    for r in reader.rows(
        f"""SELECT id, episode_id, group_id, review_on, teacher_id FROM counted_education_plan
        WHERE {_HERE} AND review_on > coalesce(reviewed_on, '') ORDER BY review_on, id"""
    ):
        one = PupilPlan(r["id"], r["group_id"], date.fromisoformat(r["review_on"]), r["teacher_id"])
        found[r["episode_id"]].setdefault("pupil_plans", []).append(one)


def _kept(facts: Any) -> Any:
    return tuple(facts) if isinstance(facts, list) else facts


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
