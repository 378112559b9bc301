"""All ways home at once, a card each: everybody counts, some under their alias."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.records.follow_ups import RiskColour
from carebook.records.reintegration import Reintegration, Stage
from carebook.rules.reintegration import (
    ORDER,
    Lack,
    PathFacts,
    PathLaw,
    deadlines,
    facts_of,
    how_late,
    lacks,
    stages_of,
)
from carebook.store.book import Reader
from carebook.store.reintegration.gathering import path_law, records_of
from carebook.store.rows import by_name
from carebook.words import Message


@dataclass(frozen=True)
class PathCard:
    """One path on the board.

    ``name`` is the alias where ``masked``; what lacks is then not told: ``lacking`` 0, ``first_lack`` None. ``next_due_on``
    is the nearest day something is awaited, whoever owes it; ``late_days`` counts the center's own lateness only.
    ``red_flag``: one that nobody cleared. ``risk`` is the colour of the newest follow-up visit.
    """

    reintegration_id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    path: str
    destination: str | None
    stage: Stage
    since_on: date
    days: int
    worker_id: str | None
    worker_name: str
    lacking: int
    first_lack: Message | None
    late_days: int
    next_due_on: date | None
    red_flag: bool
    risk: RiskColour | None


def paths(reader: Reader, today: date, *, ended: bool = False) -> list[PathCard]:
    """The cards of all open paths (with ``ended`` of those that have ended too): by stage, the latest first, then the longest."""
    reader.asks("reintegration")
    rows = reader.rows(
        """SELECT r.id, r.episode_id, r.path, r.destination, r.started_on, r.worker_id, r.target_on, r.handed_over_on,
            r.ended_on, e.person_id, e.end_on, p.full_name, p.code, p.masked, coalesce(s.full_name, '') AS worker_name,
            x.stage, x.from_on,
            (SELECT min(v.due_on) FROM counted_follow_up v WHERE v.reintegration_id = r.id AND v.withdrawn_at IS NULL
                AND v.state = 'due' AND v.owner = 'center') AS own_visit_on,
            (SELECT min(v.due_on) FROM counted_follow_up v WHERE v.reintegration_id = r.id AND v.withdrawn_at IS NULL
                AND v.state = 'due') AS visit_on,
            (SELECT v.risk FROM counted_follow_up v WHERE v.reintegration_id = r.id AND v.withdrawn_at IS NULL
                AND v.risk IS NOT NULL ORDER BY v.done_on DESC, v.id DESC LIMIT 1) AS risk,
            EXISTS (SELECT 1 FROM counted_family_assessment a JOIN counted_family_rating f
                ON f.family_assessment_id = a.id WHERE a.reintegration_id = r.id AND a.withdrawn_at IS NULL
                AND f.withdrawn_at IS NULL AND f.red_flag = 1 AND f.cleared_on IS NULL) AS red_flag
        FROM counted_reintegration r JOIN listed_episode e ON e.id = r.episode_id
        JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN staff_member s ON s.id = r.worker_id
        LEFT JOIN counted_stage_entry x ON x.reintegration_id = r.id AND x.to_on IS NULL AND x.withdrawn_at IS NULL
        WHERE r.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
            AND (:ended OR r.ended_on IS NULL)
        ORDER BY r.started_on, r.id""",
        {"ended": ended},
    )
    law = path_law(reader, today)
    before = [row["id"] for row in rows if row["ended_on"] is None and row["stage"] != Stage.FOLLOW_UP.value]
    marks = ", ".join("?" * len(before))
    seen = reader.records(Reintegration, f"id IN ({marks})", before)
    known = {path_id: facts_of(found, law) for path_id, found in records_of(reader, seen).items()}
    cards = [_card(row, known.get(row["id"]), law) for row in by_name(rows)]
    return sorted(cards, key=lambda card: (_PLACE[card.stage], -card.late_days, -card.days))


_PLACE = {stage: place for place, stage in enumerate((*ORDER, *(one for one in Stage if one not in ORDER)))}


def _card(row: Any, known: PathFacts | None, law: PathLaw) -> PathCard:
    today = law.today
    facts = known or _counted(row, law)
    clocks = deadlines(facts, law.limits, law.own)
    lacking: tuple[Lack, ...] = lacks(facts, today=today) if known else ()
    awaited = [facts.target_on, *(clock.due_on for clock in clocks if not clock.is_settled), _day(row["visit_on"])]
    last = _day(row["ended_on"]) or today
    return PathCard(
        reintegration_id=row["id"],
        episode_id=row["episode_id"],
        person_id=row["person_id"],
        name=row["full_name"],
        code=row["code"],
        masked=bool(row["masked"]),
        path=row["path"],
        destination=row["destination"],
        stage=facts.stage,
        since_on=facts.since_on,
        days=max(0, (last - facts.since_on).days),
        worker_id=row["worker_id"],
        worker_name=row["worker_name"],
        lacking=len(lacking),
        first_lack=lacking[0].message if lacking else None,
        late_days=how_late(facts, today, clocks),
        next_due_on=min((day for day in awaited if day is not None), default=None) if not facts.is_ended else None,
        red_flag=bool(row["red_flag"]),
        risk=RiskColour(row["risk"]) if row["risk"] else None,
    )


def _counted(row: Any, law: PathLaw) -> PathFacts:
    """What may be known of a path whose rows are not read: those of masked people, in follow-up, or ended."""
    started = _day(row["started_on"]) or law.today
    return PathFacts(
        reintegration_id=row["id"],
        episode_id=row["episode_id"],
        path=row["path"],
        stages=stages_of(law, row["path"]),
        stage=Stage(row["stage"] or Stage.IDENTIFIED.value),
        since_on=_day(row["from_on"]) or started,
        destination=row["destination"],
        stay_ended=row["end_on"] is not None,
        is_ended=row["ended_on"] is not None,
        target_on=_day(row["target_on"]) if row["handed_over_on"] is None else None,
        next_visit_on=_day(row["own_visit_on"]),
        visit_window=law.visit_window,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
