"""What therapy and groups left behind in a period, counted in the book: everybody counts, nobody is named."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from carebook.records.figures import Period
from carebook.records.therapy_history import (
    Coming,
    DeviceGiven,
    GoalReached,
    GroupUse,
    Pupil,
    SessionCount,
    TherapyHistory,
)
from carebook.store.book import Reader

_WITHIN = "withdrawn_at IS NULL AND planned_on BETWEEN ? AND ?"


def therapy_history(reader: Reader, period: Period) -> TherapyHistory:
    """The sessions, groups, goals reached and devices of a period up to its cut-off, and who is in a class that day."""
    reader.asks("figures")
    days = (period.first.isoformat(), period.cutoff.isoformat())
    return TherapyHistory(
        tuple(_sessions(reader, days)),
        tuple(_groups(reader, days)),
        tuple(_comings(reader, days)),
        tuple(_goals(reader, days)),
        tuple(_devices(reader, days)),
        tuple(_pupils(reader, days[1])),
    )


def _sessions(reader: Reader, days: tuple[str, str]) -> list[SessionCount]:
    return [
        SessionCount(r["episode_id"], r["therapy"], r["state"], r["reason"] or "", r["course"] or "", r["times"])
        for r in reader.rows(
            f"""SELECT episode_id, therapy, state, reason, course, count(*) AS times FROM counted_session WHERE {_WITHIN}
            GROUP BY episode_id, therapy, state, reason, course ORDER BY episode_id, therapy, state, reason, course""",
            days,
        )
    ]


def _groups(reader: Reader, days: tuple[str, str]) -> list[GroupUse]:
    return [
        GroupUse(r["id"], r["name"], r["kind"], r["therapy"] or "", r["held"])
        for r in reader.rows(
            f"""SELECT g.id, g.name, g.kind, g.therapy, sum(s.state = 'held') AS held FROM "group" g JOIN
            (SELECT group_id, state FROM group_session WHERE {_WITHIN}) s ON s.group_id = g.id
            WHERE g.withdrawn_at IS NULL GROUP BY g.id ORDER BY g.name, g.id""",
            days,
        )
    ]


def _comings(reader: Reader, days: tuple[str, str]) -> list[Coming]:
    """Who came to sessions held.

    A session that did not take place, or that nobody recorded, counts for everybody who was a member that day.
    """
    came = reader.rows(
        f"""SELECT s.group_id, a.episode_id, a.presence, a.reason, count(*) AS times FROM
        (SELECT id, group_id FROM group_session WHERE {_WITHIN} AND state = 'held') s
        JOIN counted_attendance a ON a.group_session_id = s.id AND a.withdrawn_at IS NULL
        GROUP BY s.group_id, a.episode_id, a.presence, a.reason ORDER BY s.group_id, a.episode_id""",
        days,
    )
    missed = reader.rows(
        f"""SELECT s.group_id, m.episode_id, s.state AS presence, '' AS reason, count(*) AS times FROM
        (SELECT id, group_id, planned_on, state FROM group_session WHERE {_WITHIN} AND state <> 'held') s
        JOIN counted_group_member m ON m.group_id = s.group_id AND m.withdrawn_at IS NULL
        AND m.joined_on <= s.planned_on AND (m.left_on IS NULL OR m.left_on >= s.planned_on)
        JOIN episode e ON e.id = m.episode_id AND (e.end_on IS NULL OR e.end_on >= s.planned_on)
        GROUP BY s.group_id, m.episode_id, s.state ORDER BY s.group_id, m.episode_id, s.state""",
        days,
    )
    return [
        Coming(r["group_id"], r["episode_id"], r["presence"], r["reason"] or "", r["times"]) for r in (*came, *missed)
    ]


def _goals(reader: Reader, days: tuple[str, str]) -> list[GoalReached]:
    """Goals achieved, each thread once however many versions carry it on."""
    therapies: dict[str, set[str]] = defaultdict(set)
    found = reader.rows(
        """SELECT episode_id, thread, therapy_plan_id, min(achieved_on) AS achieved_on FROM counted_rehabilitation_goal
        WHERE withdrawn_at IS NULL AND achievement = 'achieved' AND achieved_on BETWEEN ? AND ?
        GROUP BY episode_id, thread ORDER BY episode_id, thread""",
        days,
    )
    for r in reader.rows("SELECT therapy_plan_id, therapy FROM counted_planned_therapy WHERE withdrawn_at IS NULL"):
        therapies[r["therapy_plan_id"]].add(r["therapy"])
    return [
        GoalReached(
            r["episode_id"],
            r["thread"],
            date.fromisoformat(r["achieved_on"]),
            tuple(sorted(therapies[r["therapy_plan_id"]])),
        )
        for r in found
    ]


def _devices(reader: Reader, days: tuple[str, str]) -> list[DeviceGiven]:
    return [
        DeviceGiven(r["episode_id"], r["device"], date.fromisoformat(r["lent_on"]))
        for r in reader.rows(
            """SELECT episode_id, device, lent_on FROM counted_device_loan
            WHERE withdrawn_at IS NULL AND lent_on BETWEEN ? AND ? ORDER BY lent_on, id""",
            days,
        )
    ]


def _pupils(reader: Reader, day: str) -> list[Pupil]:
    return [
        Pupil(r["group_id"], r["episode_id"])
        for r in reader.rows(
            """SELECT m.group_id, m.episode_id FROM counted_group_member m JOIN "group" g ON g.id = m.group_id
            WHERE g.kind = 'special_class' AND g.withdrawn_at IS NULL AND m.withdrawn_at IS NULL
            AND m.joined_on <= ?1 AND (m.left_on IS NULL OR m.left_on >= ?1) ORDER BY g.name, m.episode_id""",
            (day,),
        )
    ]
