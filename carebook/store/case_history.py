"""What case management, schooling and work left behind of every stay, for figures: everybody counts, nobody is named."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from carebook.dates import local
from carebook.records.care_plans import CarePlan, PlanReview
from carebook.records.case_history import (
    CaseHistory,
    Course,
    PlanSpan,
    ReviewDone,
    SchoolYear,
    ServiceSpan,
    Work,
)
from carebook.records.codes import Limit
from carebook.records.figures import Period
from carebook.rules.care_plans import due_review_on
from carebook.store.book import Reader
from carebook.store.rows import moment_from

_HERE = "withdrawn_at IS NULL"
_AMONG = f"{_HERE} AND episode_id IN (SELECT value FROM json_each(?))"


def case_histories(
    reader: Reader, limits: Sequence[Limit], stays: Collection[str], *, period: Period | None = None
) -> Mapping[str, CaseHistory]:
    """The history of each of those stays that has one, by the stay's id; with ``period`` only the reviews due in it, and only the
    services of plans that were in force since it began.
    """
    reader.asks("figures")
    among = (json.dumps(list(stays)),)
    assessed = _days(reader, among, "assessment", "assessed_on", "state = 'completed'")
    conferences = _days(reader, among, "conference", "held_on", "1")
    closed = _days(reader, among, "closure", "closed_on", "state = 'completed'")
    days = (period.first.isoformat(), period.last.isoformat()) if period is not None else ()
    reviews: dict[str, list[ReviewDone]] = defaultdict(list)
    for stay, due_on, done_on in reader.rows(
        f"""SELECT episode_id, due_on, done_on FROM counted_plan_review
        WHERE {_AMONG} AND done_on IS NOT NULL {"AND due_on BETWEEN ? AND ?" if days else ""} ORDER BY done_on, id""",
        (*among, *days),
    ):
        reviews[stay].append(ReviewDone(_day(due_on), date.fromisoformat(done_on)))
    in_force = {
        r["episode_id"]: r["plan_id"]
        for r in reader.rows(f"SELECT episode_id, plan_id FROM counted_plan_in_force WHERE {_AMONG}", among)
    }
    plans: dict[str, list[Any]] = defaultdict(list)
    for r in reader.rows(
        f"""SELECT id, episode_id, number, approved_at, ended_on, review_on, review_every_months FROM counted_care_plan
        WHERE {_AMONG} AND approved_at IS NOT NULL ORDER BY approved_at, id""",
        among,
    ):
        plans[r["episode_id"]].append(r)
    newest = {
        r["plan_id"]: r
        for r in reader.rows(
            f"""SELECT id, episode_id, plan_id, done_on, next_on FROM counted_plan_review
            WHERE {_HERE} AND done_on IS NOT NULL AND plan_id IN (SELECT value FROM json_each(?)) ORDER BY done_on, id""",
            (json.dumps(list(in_force.values())),),
        )
    }
    provided: dict[str, list[ServiceSpan]] = defaultdict(list)
    for plan_id, service, from_on, to_on in reader.rows(
        f"SELECT plan_id, service, from_on, to_on FROM counted_activity WHERE {_AMONG} AND service IS NOT NULL", among
    ):
        provided[plan_id].append(ServiceSpan(service, _day(from_on) or date.min, _day(to_on)))
    found = {}
    for episode_id in {*assessed, *conferences, *closed, *plans}:
        spans, services = _spans(plans[episode_id], provided, period.first if period is not None else date.min)
        current = next((p for p in plans[episode_id] if p["id"] == in_force.get(episode_id)), None)
        found[episode_id] = CaseHistory(
            episode_id,
            assessed_on=tuple(assessed.get(episode_id, ())),
            plans=spans,
            reviews=tuple(reviews[episode_id]),
            next_review_on=_due_on(current, newest.get(current["id"]), limits) if current is not None else None,
            conferences_on=tuple(conferences.get(episode_id, ())),
            closed_on=closed[episode_id][-1] if episode_id in closed else None,
            services=services,
        )
    return found


def _days(reader: Reader, among: tuple[str], table: str, column: str, only: str) -> dict[str, list[date]]:
    """The days of a table's rows by stay, in order."""
    days: dict[str, list[date]] = defaultdict(list)
    for stay, day in reader.rows(
        f"""SELECT episode_id, {column} FROM counted_{table} WHERE {_AMONG} AND {column} IS NOT NULL AND {only}
        ORDER BY {column}""",
        among,
    ):
        days[stay].append(date.fromisoformat(day))
    return days


def _spans(
    rows: Sequence[Any], provided: Mapping[str, Sequence[ServiceSpan]], since: date
) -> tuple[tuple[PlanSpan, ...], tuple[ServiceSpan, ...]]:
    """The approved versions of one stay, each until the next, and the services each provides for while it is in force, of those
    that did not end before ``since``.
    """
    spans, services = [], []
    approvals = [local(moment_from(r["approved_at"])).date() for r in rows]
    for r, approved, later in zip_longest(rows, approvals, approvals[1:]):
        until = _earlier(later, _day(r["ended_on"]))
        spans.append(PlanSpan(r["number"], approved, until))
        services += [
            ServiceSpan(service, max(approved, from_on), _earlier(until, to_on))
            for service, from_on, to_on in provided.get(r["id"], ())
            if until is None or until >= since
        ]
    return tuple(spans), tuple(services)


def _earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None is open."""
    return other if one is None else one if other is None else min(one, other)


def _due_on(row: Any, newest: Any, limits: Sequence[Limit]) -> date | None:
    """When the plan in force waits for its review, after the newest it had."""
    plan = CarePlan(
        id=row["id"],
        episode_id=row["episode_id"],
        approved_at=moment_from(row["approved_at"]),
        review_on=_day(row["review_on"]),
        review_every_months=row["review_every_months"],
    )
    if newest is None:
        return due_review_on(plan, (), limits)
    review = PlanReview(
        id=newest["id"],
        episode_id=newest["episode_id"],
        plan_id=newest["plan_id"],
        done_on=_day(newest["done_on"]),
        next_on=_day(newest["next_on"]),
    )
    return due_review_on(plan, (review,), limits)


def school_years(reader: Reader) -> list[SchoolYear]:
    """Every school year written down; without days of its own it runs from September to May."""
    reader.asks("figures")
    return [
        SchoolYear(
            r["person_id"],
            r["level"] or "",
            bool(r["special"]),
            _day(r["from_on"]) or _bound(r["school_year"], 0, (9, 1)),
            _day(r["to_on"]) or _bound(r["school_year"], 1, (5, 31)),
        )
        for r in reader.rows(f"SELECT * FROM counted_schooling WHERE {_HERE} ORDER BY school_year, id")
    ]


def _bound(school_year: str, which: int, month_and_day: tuple[int, int]) -> date:
    """A bound of "2026-2027"."""
    return date(int(school_year.split("-")[which]), *month_and_day)


def courses(reader: Reader) -> list[Course]:
    """Every vocational course."""
    reader.asks("figures")
    return [
        Course(r["person_id"], _day(r["from_on"]), _day(r["to_on"]), r["result"] or "")
        for r in reader.rows(f"SELECT * FROM counted_vocational_course WHERE {_HERE} ORDER BY from_on, id")
    ]


def works(reader: Reader) -> list[Work]:
    """Every job with its first day."""
    reader.asks("figures")
    return [
        Work(
            r["person_id"],
            date.fromisoformat(r["from_on"]),
            _day(r["to_on"]),
            None if r["kept_3_months"] is None else bool(r["kept_3_months"]),
            None if r["kept_6_months"] is None else bool(r["kept_6_months"]),
        )
        for r in reader.rows(
            f"SELECT * FROM counted_employment WHERE {_HERE} AND from_on IS NOT NULL ORDER BY from_on, id"
        )
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
