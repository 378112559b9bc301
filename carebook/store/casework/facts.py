"""The facts of all cases at once, for due things, consequences and the caseload; everybody counts, names are masked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from carebook.dates import VIETNAM, PartialDate
from carebook.records.care_plans import Answer, CarePlan, GoalLife, PlanDecision, PlanReview, PlanState
from carebook.records.case_facts import CaseFacts, Job, Need, ReturnedPlan, Sheet, WaitingPlan
from carebook.records.codes import Code, Limit
from carebook.rules import care_plans
from carebook.rules.care_plans import Tier
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.rows import moment_from

ENDED_DAYS = 92
"""For so long after a stay has ended its form 06 is asked for; after that only while its plan is still in force."""
JOB_DAYS = 366
"""For so long after it began a job is asked about, also of people who have left."""
_NO_LONGER_FOLLOWED = (GoalLife.DROPPED.value, GoalLife.FINISHED.value)
_KEPT_SHEETS = 4

Rows = Mapping[str, Sequence[Any]]


def case_facts(reader: Reader, today: date, *, person_id: str = "") -> list[CaseFacts]:
    """One `CaseFacts` for every stay open now, for those that ended lately or whose plan is still in force, and for the last
    stay of people whose job is still to be asked about; with ``person_id`` only that person's. In the order of admission.
    """
    reader.asks("casework")
    stays = _stays(reader, today, person_id)
    asked = {"stays": json.dumps([row["id"] for row in stays]), "people": json.dumps([r["person_id"] for r in stays])}
    limits, tiers = (
        code_lists.limits(reader),
        care_plans.tiers(reader.records(Code, "list_name = 'approval_tier'"), today),
    )
    found = _Forms(reader, asked)
    return [_facts(row, found, limits, tiers) for row in stays]


def _stays(reader: Reader, today: date, person_id: str) -> list[Any]:
    return reader.rows(
        """WITH shown AS MATERIALIZED (
            SELECT e.id FROM episode e
            WHERE e.id IN (
                SELECT id FROM episode WHERE end_on IS NULL
                UNION ALL
                SELECT id FROM episode WHERE end_on > :ended
                UNION ALL
                SELECT f.episode_id FROM counted_plan_in_force f WHERE f.withdrawn_at IS NULL
                UNION ALL
                SELECT (SELECT e.id FROM episode e WHERE e.person_id = j.person_id AND e.withdrawn_at IS NULL
                    ORDER BY e.start_on DESC, e.id DESC LIMIT 1)
                FROM counted_employment j WHERE j.withdrawn_at IS NULL AND j.from_on > :since
                    AND (j.kept_3_months IS NULL OR j.kept_6_months IS NULL)
            )
            AND e.withdrawn_at IS NULL AND (:person = '' OR e.person_id = :person) AND (e.end_on IS NULL
                OR EXISTS (SELECT 1 FROM counted_employment j WHERE j.person_id = e.person_id AND j.withdrawn_at IS NULL)
                OR (NOT EXISTS (SELECT 1 FROM counted_closure c WHERE c.episode_id = e.id AND c.state = 'completed'
                        AND c.withdrawn_at IS NULL)
                    AND (EXISTS (SELECT 1 FROM counted_intake_form i WHERE i.episode_id = e.id AND i.withdrawn_at IS NULL)
                        OR EXISTS (SELECT 1 FROM counted_assessment a WHERE a.episode_id = e.id AND a.withdrawn_at IS NULL)
                        OR EXISTS (SELECT 1 FROM counted_care_plan l WHERE l.episode_id = e.id AND l.withdrawn_at IS NULL))))
        )
        SELECT e.id, e.person_id, e.start_on, e.end_on, e.placement, e.route, e.case_manager_id, p.code, p.full_name, p.masked,
            n.sex, n.born, r.name AS room, r.ward_id
        FROM shown s CROSS JOIN listed_episode e ON e.id = s.id
        JOIN listed_person p ON p.id = e.person_id
        JOIN counted_person n ON n.id = e.person_id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY e.start_on, e.id""",
        {
            "ended": (today - timedelta(days=ENDED_DAYS)).isoformat(),
            "since": (today - timedelta(days=JOB_DAYS)).isoformat(),
            "person": person_id,
        },
    )


class _Forms:
    """The rows of every kind of form, by stay (of jobs and courses, by person)."""

    def __init__(self, reader: Reader, asked: Mapping[str, str]) -> None:
        self._reader, self._asked = reader, asked
        self.intakes = self._by_stay("intake_form", "state", order="id")
        self.assessments = self._by_stay("assessment", "state, assessed_on, next_on", order="assessed_on, id")
        self.needs = self._needs()
        self.plans = self._by_stay(
            "care_plan",
            "number, state, round, submitted_at, submitted_by, approved_at, review_on, review_every_months",
            order="number",
        )
        self.pointers = self._by_stay("plan_in_force", "plan_id")
        self.decisions = self._by_stay(
            "plan_decision", "plan_id, round, tier, answer, decided_at", order="decided_at, id"
        )
        self.goals = self._by_stay("goal", "plan_id, domain, life")
        self.reviews = self._reviewed()
        self.sheets = self._by_stay(
            "instrument_score",
            "instrument, file_version, scored_on, replaces_id",
            order="scored_on DESC, id DESC",
            only="state = 'completed' AND scored_on IS NOT NULL",
        )
        self.closures = self._by_stay("closure", "state")
        self.noted = self._noted()
        self.failed = self._by_stay("stage_entry", "from_on AS day", only="stage = 'failed'")
        self.refused = self._by_stay(
            "trial_report", "decided_on AS day", only="decision = 'no_go' AND decided_on IS NOT NULL"
        )
        self.courses = self._by_person("vocational_course", "from_on")
        self.jobs = self._by_person("employment", "from_on, to_on, kept_3_months, kept_6_months", order="from_on, id")

    def _by_stay(self, table: str, columns: str, *, order: str = "id", only: str = "1") -> Rows:
        return self._grouped(table, "episode_id", columns, "stays", order, only)

    def _by_person(self, table: str, columns: str, *, order: str = "id") -> Rows:
        return self._grouped(table, "person_id", columns, "people", order, "1")

    def _grouped(self, table: str, owner: str, columns: str, among: str, order: str, only: str) -> Rows:
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._reader.rows(
            f"""SELECT id, {owner} AS owner, {columns} FROM counted_{table} WHERE withdrawn_at IS NULL
            AND {owner} IN (SELECT value FROM json_each(?)) AND {only} ORDER BY {order}""",
            (self._asked[among],),
        ):
            found[row["owner"]].append(row)
        return found

    def _needs(self) -> Rows:
        """The ratings of each stay's newest finished assessment, by assessment."""
        newest = [row["id"] for row in map(_newest_done, self.assessments.values()) if row is not None]
        texts = {code.code: code.text for code in self._reader.records(Code, "list_name = 'need_domain'")}
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._reader.rows(
            """SELECT assessment_id, domain, level, goal_waived FROM counted_domain_rating
            WHERE withdrawn_at IS NULL AND assessment_id IN (SELECT value FROM json_each(?)) ORDER BY id""",
            (json.dumps(newest),),
        ):
            level = int(row["level"]) if row["level"] else None
            need = Need(row["domain"], texts.get(row["domain"], row["domain"]), level, bool(row["goal_waived"]))
            found[row["assessment_id"]].append(need)
        return found

    def _noted(self) -> dict[str, date]:
        """The day something was last written about each stay: a note, or a line of a progress report.

        Looked up by stay: however many notes there are, each stay costs one look.
        """
        rows = self._reader.rows(
            """SELECT s.value AS stay, (SELECT max(n.happened_at) FROM counted_progress_note n
                WHERE n.episode_id = s.value AND n.withdrawn_at IS NULL) AS at,
                (SELECT max(l.accepted_on) FROM counted_progress_line l
                WHERE l.episode_id = s.value AND l.withdrawn_at IS NULL) AS accepted_on FROM json_each(?) s""",
            (self._asked["stays"],),
        )
        days: dict[str, list[date]] = defaultdict(list)
        for row in rows:
            if row["at"]:
                days[row["stay"]].append(moment_from(row["at"]).astimezone(VIETNAM).date())
            if row["accepted_on"]:
                days[row["stay"]].append(date.fromisoformat(row["accepted_on"]))
        return {stay: max(written) for stay, written in days.items() if written}

    def _reviewed(self) -> Rows:
        """Of each stay its newest review, and the newest of its plan in force, in the order of days."""
        newest = """SELECT x.id FROM counted_plan_review x WHERE x.{owner} AND x.withdrawn_at IS NULL
            ORDER BY x.done_on DESC, x.id DESC LIMIT 1"""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._reader.rows(
            f"""SELECT id, episode_id, plan_id, done_on, next_on FROM counted_plan_review WHERE id IN (
                SELECT ({newest.format(owner="episode_id = s.value")}) FROM json_each(:stays) s
                UNION ALL
                SELECT ({newest.format(owner="plan_id = f.plan_id")}) FROM counted_plan_in_force f
                WHERE f.withdrawn_at IS NULL AND f.episode_id IN (SELECT value FROM json_each(:stays)))
            ORDER BY done_on, id""",
            {"stays": self._asked["stays"]},
        ):
            found[row["episode_id"]].append(row)
        return found


def _newest_done(rows: Sequence[Any]) -> Any:
    return next((row for row in reversed(rows) if row["state"] == "completed" and row["assessed_on"]), None)


def _newest_sheets(rows: Sequence[Any]) -> list[Any]:
    """The newest sheets of each scale, without those another one replaced; ``rows`` come newest first."""
    replaced = {row["replaces_id"] for row in rows}
    kept: list[Any] = []
    for row in rows:
        same = sum(other["instrument"] == row["instrument"] for other in kept)
        if row["id"] not in replaced and same < _KEPT_SHEETS:
            kept.append(row)
    return kept


def _facts(row: Any, forms: _Forms, limits: Sequence[Limit], tiers: Sequence[Tier]) -> CaseFacts:
    stay, person = row["id"], row["person_id"]
    assessments = forms.assessments[stay]
    newest = _newest_done(assessments)
    plans = forms.plans[stay]
    pointed = {pointer["plan_id"] for pointer in forms.pointers[stay]}
    force = next((plan for plan in plans if plan["id"] in pointed), None)
    top = plans[-1] if plans else None
    waiting = next((plan for plan in reversed(plans) if plan["state"] == PlanState.SUBMITTED.value), None)
    reviews = forms.reviews[stay]
    intakes = {intake["state"] for intake in forms.intakes[stay]}
    closures = {closure["state"] for closure in forms.closures[stay]}
    unfinished = ("draft", "returned", "withdrawn")
    return CaseFacts(
        person_id=person,
        episode_id=stay,
        code=row["code"],
        name=row["full_name"],
        masked=bool(row["masked"]),
        start_on=date.fromisoformat(row["start_on"]),
        end_on=_day(row["end_on"]),
        sex=row["sex"] or "",
        born=PartialDate.from_text(row["born"]) if row["born"] else None,
        placement=row["placement"],
        route=row["route"],
        ward_id=row["ward_id"],
        room=row["room"] or "",
        case_manager_id=row["case_manager_id"],
        intake=_furthest(intakes),
        assessing_id=next((a["id"] for a in reversed(assessments) if a["state"] != "completed"), ""),
        assessed_on=_day(newest["assessed_on"]) if newest else None,
        assess_again_on=_day(newest["next_on"]) if newest else None,
        needs=tuple(forms.needs[newest["id"]]) if newest else (),
        plan_id=force["id"] if force else "",
        plan_number=force["number"] if force else 0,
        approved_on=_day_of(force["approved_at"]) if force else None,
        reviewed_on=max((_day(r["done_on"]) or date.min for r in reviews), default=None),
        review_on=_review_on(force, reviews, limits) if force else None,
        goal_domains=_domains(forms.goals[stay], force),
        waiting=_waiting(waiting, forms.decisions[stay], tiers) if waiting else None,
        waiting_domains=_domains(forms.goals[stay], waiting),
        returned=_returned(top, forms.decisions[stay]) if top and top["state"] == PlanState.RETURNED.value else None,
        draft_id=top["id"] if top and top["state"] in unfinished else "",
        sheets=tuple(_sheet(sheet) for sheet in _newest_sheets(forms.sheets[stay])),
        documented=bool(intakes or assessments or plans),
        closure=_furthest(closures),
        noted_on=forms.noted.get(stay),
        learns_trade=bool(forms.courses[person]),
        jobs=tuple(_job(job) for job in forms.jobs[person] if job["from_on"]),
        failed_returns=tuple(date.fromisoformat(one["day"]) for one in (*forms.failed[stay], *forms.refused[stay])),
    )


def _furthest(states: set[str]) -> str:
    return "completed" if "completed" in states else next(iter(states), "")


def _domains(goals: Iterable[Any], plan: Any) -> frozenset[str]:
    if plan is None:
        return frozenset()
    return frozenset(
        goal["domain"] for goal in goals if goal["plan_id"] == plan["id"] and goal["life"] not in _NO_LONGER_FOLLOWED
    )


def _review_on(plan: Any, reviews: Iterable[Any], limits: Sequence[Limit]) -> date | None:
    written = CarePlan(
        episode_id="",
        number=plan["number"],
        approved_at=moment_from(plan["approved_at"]) if plan["approved_at"] else None,
        review_on=_day(plan["review_on"]),
        review_every_months=plan["review_every_months"],
    )
    done = [
        PlanReview(
            id=r["id"], episode_id="", plan_id=plan["id"], done_on=_day(r["done_on"]), next_on=_day(r["next_on"])
        )
        for r in reviews
        if r["plan_id"] == plan["id"]
    ]
    return care_plans.due_review_on(written, done, limits)


def _waiting(plan: Any, decisions: Iterable[Any], tiers: Sequence[Tier]) -> WaitingPlan:
    given = [
        PlanDecision(
            episode_id="",
            plan_id=d["plan_id"],
            round=d["round"],
            tier=d["tier"],
            answer=Answer(d["answer"]),
            decided_at=moment_from(d["decided_at"]),
        )
        for d in decisions
        if d["plan_id"] == plan["id"]
    ]
    tier = care_plans.next_tier(given, plan["round"], tiers)
    return WaitingPlan(
        plan_id=plan["id"],
        number=plan["number"],
        submitted_on=_day_of(plan["submitted_at"]),
        submitted_by=plan["submitted_by"],
        tier=tier.text if tier else "",
        roles=tuple(sorted(role.value for role in tier.roles)) if tier else (),
    )


def _returned(plan: Any, decisions: Iterable[Any]) -> ReturnedPlan:
    answers = [
        d["decided_at"] for d in decisions if d["plan_id"] == plan["id"] and d["answer"] == Answer.RETURNED.value
    ]
    returned_on = _day_of(answers[-1] if answers else plan["submitted_at"])
    return ReturnedPlan(plan["id"], plan["number"], returned_on, plan["submitted_by"])


def _sheet(row: Any) -> Sheet:
    return Sheet(row["id"], row["instrument"], row["file_version"], date.fromisoformat(row["scored_on"]))


def _job(row: Any) -> Job:
    return Job(
        row["id"],
        date.fromisoformat(row["from_on"]),
        _day(row["to_on"]),
        *(None if row[name] is None else bool(row[name]) for name in ("kept_3_months", "kept_6_months")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_of(moment: str | None) -> date:
    """The day in Vietnam of a kept moment; the first of all days when it was never kept."""
    return moment_from(moment).astimezone(VIETNAM).date() if moment else date.min
