"""What ways home, referrals and protection of all stays wait for, asked for the due board; everybody counts, names are masked."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from carebook.records.path_due import Awaited, CallDue, ContractDue, PaperDue, PathDue, PathOpen, VisitDue
from carebook.records.reintegration import Reintegration
from carebook.rules.reintegration import deadlines, facts_of
from carebook.store.book import Reader
from carebook.store.reintegration.gathering import path_law, records_of

_APPROVED_WITHIN = timedelta(days=7)
_HERE = "withdrawn_at IS NULL"


def path_due(reader: Reader, today: date, *, person_id: str = "", visits_until: date = date.max) -> list[PathDue]:
    """One `PathDue` for every stay with something of its own, also one that ended; with ``person_id`` only that person's.

    Visits are told that are due by ``visits_until``: most of those awaited lie months ahead.
    """
    reader.asks("reintegration")
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    _visits(reader, visits_until, found)
    _papers(reader, today, found)
    _open(reader, today, found)
    _awaited(reader, today, found)
    return [
        PathDue(
            person_id=row["person_id"],
            episode_id=row["id"],
            name=row["full_name"],
            masked=bool(row["masked"]),
            ward_id=row["ward_id"],
            case_manager_id=row["case_manager_id"],
            **{name: tuple(facts) for name, facts in found[row["id"]].items()},
        )
        for row in reader.rows(
            """SELECT e.id, e.person_id, e.case_manager_id, p.full_name, p.masked, r.ward_id
            FROM listed_episode e JOIN listed_person p ON p.id = e.person_id
            LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
                AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
            LEFT JOIN room r ON r.id = b.room_id
            WHERE e.id IN (SELECT value FROM json_each(:ids)) AND e.withdrawn_at IS NULL
                AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND (:person = '' OR e.person_id = :person)
            ORDER BY e.start_on, e.id""",
            {"ids": json.dumps(list(found)), "person": person_id},
        )
    ]


def calls_due(reader: Reader) -> list[CallDue]:
    """The calls whose promised call back was not made."""
    reader.asks("services")
    return [
        CallDue(r["id"], date.fromisoformat(r["call_back_on"]), r["taken_by_id"])
        for r in reader.rows(
            f"""SELECT id, call_back_on, taken_by_id FROM counted_hotline_call
            WHERE {_HERE} AND call_back_on IS NOT NULL AND called_back_on IS NULL ORDER BY call_back_on, id"""
        )
    ]


def contracts_due(reader: Reader, today: date) -> list[ContractDue]:
    """The contracts of collaborators that have an end, the latest of each only."""
    reader.asks("reintegration")
    return [
        ContractDue(r["id"], r["full_name"], date.fromisoformat(r["to_on"]))
        for r in reader.rows(
            f"SELECT id, full_name, to_on FROM collaborator WHERE {_HERE} AND to_on >= ? ORDER BY to_on, id",
            (today.isoformat(),),
        )
    ]


def _visits(reader: Reader, until: date, found: dict[str, dict[str, list[Any]]]) -> None:
    for r in reader.rows(
        f"""SELECT v.id, v.episode_id, v.due_on, v.owner, v.worker_id,
        json_extract(c.details, '$.kind') || ' ' || c.text AS commune FROM counted_follow_up v
        JOIN counted_reintegration r ON r.id = v.reintegration_id AND r.withdrawn_at IS NULL AND r.ended_on IS NULL
        LEFT JOIN found_reintegration f ON f.id = r.id
        LEFT JOIN code c ON c.list_name = 'commune' AND c.code = f.commune AND c.valid_to IS NULL AND c.withdrawn_at IS NULL
        WHERE v.{_HERE} AND v.state = 'due' AND v.due_on <= ? ORDER BY v.due_on, v.id""",
        (until.isoformat(),),
    ):
        office = "" if r["owner"] != "commune" or not r["commune"] else f"UBND {r['commune']}"
        found[r["episode_id"]]["visits"].append(
            VisitDue(r["id"], date.fromisoformat(r["due_on"]), r["owner"], r["worker_id"], office)
        )


def _papers(reader: Reader, today: date, found: dict[str, dict[str, list[Any]]]) -> None:
    """The open papers with a running clock, of the paths that are being decided and that the reader may see."""
    deciding = reader.records(
        Reintegration,
        """ended_on IS NULL AND id IN (SELECT reintegration_id FROM counted_stage_entry
        WHERE withdrawn_at IS NULL AND to_on IS NULL AND stage IN ('decision', 'handover'))""",
    )
    if not deciding:
        return
    law = path_law(reader, today)
    for path_id, records in records_of(reader, deciding).items():
        facts = facts_of(records, law)
        limits = {paper.code: paper.limit for paper in facts.papers}
        for clock in deadlines(facts, law.limits, law.own):
            if clock.due_on is not None and not clock.is_settled:
                code = law.code("path_paper", clock.paper)
                words = code.text if code else clock.paper
                found[facts.episode_id]["papers"].append(
                    PaperDue(
                        path_id,
                        clock.paper,
                        words,
                        clock.owner,
                        clock.due_on,
                        limits[clock.paper],
                        records.path.worker_id,
                    )
                )


def _open(reader: Reader, today: date, found: dict[str, dict[str, list[Any]]]) -> None:
    for r in reader.rows(
        f"""SELECT f.id, f.episode_id, a.visited_on, a.reintegration_id, r.worker_id FROM counted_family_rating f
        JOIN counted_family_assessment a ON a.id = f.family_assessment_id AND a.withdrawn_at IS NULL
        JOIN counted_reintegration r ON r.id = a.reintegration_id AND r.ended_on IS NULL AND r.withdrawn_at IS NULL
        WHERE f.{_HERE} AND f.red_flag = 1 AND f.cleared_on IS NULL AND a.visited_on IS NOT NULL ORDER BY f.id"""
    ):
        flag = PathOpen(r["reintegration_id"], date.fromisoformat(r["visited_on"]), r["worker_id"], r["id"])
        found[r["episode_id"]]["red_flags"].append(flag)
    for r in reader.rows(
        f"""SELECT a.id, a.episode_id, a.back_on, r.id AS path_id, r.worker_id FROM absence a
        JOIN counted_reintegration r ON r.episode_id = a.episode_id AND r.withdrawn_at IS NULL AND r.ended_on IS NULL
            AND r.started_on <= a.from_on AND r.handed_over_on IS NULL
        LEFT JOIN counted_trial_report t ON t.absence_id = a.id AND t.withdrawn_at IS NULL
        WHERE a.{_HERE} AND a.kind = 'trial_stay' AND a.back_on IS NOT NULL AND a.back_on <= ? AND t.decision IS NULL
        ORDER BY a.back_on""",
        (today.isoformat(),),
    ):
        trial = PathOpen(r["path_id"], date.fromisoformat(r["back_on"]), r["worker_id"], r["id"])
        found[r["episode_id"]]["trials"].append(trial)
    for r in reader.rows(
        f"""SELECT r.id, r.worker_id, n.id AS episode_id, n.start_on FROM counted_reintegration r
        JOIN episode n ON n.id = r.next_episode_id AND n.withdrawn_at IS NULL AND n.end_on IS NULL
        WHERE r.{_HERE} AND r.return_cause IS NULL"""
    ):
        back = PathOpen(r["id"], date.fromisoformat(r["start_on"]), r["worker_id"])
        found[r["episode_id"]]["returns"].append(back)


def _awaited(reader: Reader, today: date, found: dict[str, dict[str, list[Any]]]) -> None:
    asked = (
        (
            "letters",
            """SELECT id, episode_id, sent_on AS since_on, reply_due_on AS due_on, NULL AS worker_id
            FROM counted_tracing_letter WHERE withdrawn_at IS NULL AND replied_on IS NULL AND reply_due_on <= :today""",
        ),
        (
            "referrals",
            """SELECT id, episode_id, sent_on AS since_on, reply_due_on AS due_on, worker_id FROM counted_referral
            WHERE withdrawn_at IS NULL AND state = 'sent' AND incoming = 0 AND reply_due_on <= :today""",
        ),
        (
            "bans",
            """SELECT b.id, b.episode_id, b.from_on AS since_on, b.to_on AS due_on, NULL AS worker_id
            FROM counted_contact_ban b JOIN episode e ON e.id = b.episode_id AND e.end_on IS NULL
            WHERE b.withdrawn_at IS NULL AND b.to_on >= :today
                AND julianday(b.to_on) - julianday(b.from_on) > 7
                AND NOT EXISTS (SELECT 1 FROM counted_contact_ban l WHERE l.episode_id = b.episode_id
                    AND l.withdrawn_at IS NULL AND l.to_on > b.to_on)""",
        ),
        (
            "safety_plans",
            """SELECT p.id, p.episode_id, p.made_on AS since_on, p.review_on AS due_on, NULL AS worker_id
            FROM counted_safety_plan p JOIN episode e ON e.id = p.episode_id AND e.end_on IS NULL
            WHERE p.withdrawn_at IS NULL AND p.review_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM counted_safety_plan l
                WHERE l.episode_id = p.episode_id AND l.withdrawn_at IS NULL AND (l.made_on, l.id) > (p.made_on, p.id))""",
        ),
        (
            "consents",
            """SELECT c.id, c.episode_id, c.given_on AS since_on, c.given_on AS due_on, NULL AS worker_id,
                min(r.id) AS referral_id FROM counted_consent c
            JOIN counted_referral r ON r.consent_id = c.id AND r.withdrawn_at IS NULL AND r.closed_on IS NULL
            WHERE c.withdrawn_at IS NULL AND c.approved_on IS NULL AND c.revoked_on IS NULL
                AND (c.valid_to IS NULL OR c.valid_to >= :today) GROUP BY c.id""",
        ),
    )
    for name, sql in asked:
        for r in reader.rows(f"{sql} ORDER BY 1", {"today": today.isoformat()}):
            since, due_on = date.fromisoformat(r["since_on"]), date.fromisoformat(r["due_on"])
            one = Awaited(r["id"], since, due_on, r["worker_id"])
            if name == "consents":
                one = replace(one, due_on=since + _APPROVED_WITHIN, referral_id=r["referral_id"])
            found[r["episode_id"]][name].append(one)
