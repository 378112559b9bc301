"""Packages of sessions: those of a stay, the open ones of everybody, sessions left, and the way of one package."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import today_in_vietnam
from carebook.money import number
from carebook.records.care_plans import GoalLife, PlanState
from carebook.records.codes import Code
from carebook.records.instrument_files import Purpose
from carebook.records.intake import FormState
from carebook.records.packages import Package
from carebook.records.rehabilitation import RehabilitationGoal, RehabilitationPlan
from carebook.records.sessions import SessionState
from carebook.rules import permissions
from carebook.rules.dated import text_of
from carebook.rules.packages import Score, Spent, Step, Way, sessions_left, spent, steps
from carebook.store.book import Reader, Writer
from carebook.store.instruments import Sheet, sheets_of

_IN_USE = (PlanState.APPROVED, PlanState.ENDED)


@dataclass(frozen=True)
class PackageFile:
    """One package and what became of its sessions; ``left`` is below zero when more were given than belong to it."""

    package: Package
    done: int = 0
    partial: int = 0
    no_show: int = 0
    cancelled: int = 0
    planned: int = 0
    left: int = 0


@dataclass(frozen=True)
class PackageRow:
    """One package as a list shows it, everybody's. ``masked``: the name is an alias, and the package has no words of its own.

    ``last_on`` is the day of the newest session given, ``next_on`` of the next one planned from today on; ``late`` counts the
    sessions before today that nobody recorded.
    """

    id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    words: str
    therapy: str
    programme_id: str
    sessions: int
    used: Spent
    left: int
    from_on: date | None
    to_on: date | None
    reassess_on: date | None
    last_on: date | None
    next_on: date | None
    late: int
    price: int | None
    paid: int | None
    ended_on: date | None
    ended_because: str


def packages_of(reader: Reader, episode_id: str) -> tuple[PackageFile, ...]:
    """The packages of a stay, the newest first."""
    reader.asks("rehabilitation")
    found = reader.records(Package, "episode_id = ?", (episode_id,), order="from_on DESC, id DESC")
    used = _spent(reader, [one.id for one in found])
    return tuple(_file(one, used.get(one.id, Spent())) for one in found)


def package_file(reader: Reader, package_id: str) -> PackageFile | None:
    """One package; None when there is none or the asker may not see it."""
    reader.asks("rehabilitation")
    found = reader.record(Package, package_id)
    return None if found is None else _file(found, _spent(reader, [found.id]).get(found.id, Spent()))


def _file(package: Package, used: Spent) -> PackageFile:
    return PackageFile(
        package,
        used.done,
        used.partial,
        used.no_show,
        used.cancelled,
        used.planned,
        sessions_left(package.sessions, used, no_show_counts=package.no_show_counts),
    )


def _spent(reader: Reader, ids: Iterable[str]) -> Mapping[str, Spent]:
    """What became of the sessions of these packages, by package."""
    states: dict[str, list[SessionState]] = defaultdict(list)
    for row in reader.rows(
        """SELECT package_id, state, count(*) AS many FROM counted_session
        WHERE package_id IN (SELECT value FROM json_each(?)) AND withdrawn_at IS NULL GROUP BY package_id, state""",
        (json.dumps(list(ids)),),
    ):
        states[row["package_id"]] += [SessionState(row["state"])] * row["many"]
    return {package_id: spent(found) for package_id, found in states.items()}


def open_packages(reader: Reader, today: date, *, ended_since: date | None = None) -> tuple[PackageRow, ...]:
    """The packages that have not ended, of stays that are open; with ``ended_since`` also those that ended from that day on.

    Fewest sessions left first; restricted people are counted and masked.
    """
    reader.asks("rehabilitation")
    rows = reader.rows(
        """SELECT k.*, coalesce(f.name, '') AS words, e.person_id, p.full_name, p.code, p.masked
        FROM counted_package k JOIN episode e ON e.id = k.episode_id
        JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN found_package f ON f.id = k.id
        WHERE k.withdrawn_at IS NULL AND e.withdrawn_at IS NULL AND p.merged_into IS NULL
            AND ((k.ended_on IS NULL AND e.end_on IS NULL) OR k.ended_on >= :since)""",
        {"since": ended_since.isoformat() if ended_since else "9999"},
    )
    ids = [row["id"] for row in rows]
    used, days = _spent(reader, ids), _days(reader, ids, today)
    found = [_row(row, used.get(row["id"], Spent()), days.get(row["id"])) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.ended_on is not None, one.left, one.from_on or today, one.id)))


def _days(reader: Reader, ids: Iterable[str], today: date) -> Mapping[str, Any]:
    rows = reader.rows(
        """SELECT package_id, max(CASE WHEN state IN ('done', 'partial') THEN planned_on END) AS last_on,
            min(CASE WHEN state = 'planned' AND planned_on >= :today THEN planned_on END) AS next_on,
            sum(state = 'planned' AND planned_on < :today) AS late
        FROM counted_session WHERE package_id IN (SELECT value FROM json_each(:ids)) AND withdrawn_at IS NULL
        GROUP BY package_id""",
        {"today": today.isoformat(), "ids": json.dumps(list(ids))},
    )
    return {row["package_id"]: row for row in rows}


def _row(row: Any, used: Spent, days: Any) -> PackageRow:
    return PackageRow(
        id=row["id"],
        episode_id=row["episode_id"],
        person_id=row["person_id"],
        name=row["full_name"],
        code=row["code"],
        masked=bool(row["masked"]),
        words=row["words"],
        therapy=row["therapy"],
        programme_id=row["programme_id"] or "",
        sessions=row["sessions"],
        used=used,
        left=sessions_left(row["sessions"], used, no_show_counts=bool(row["no_show_counts"])),
        from_on=_day(row["from_on"]),
        to_on=_day(row["to_on"]),
        reassess_on=_day(row["reassess_on"]),
        last_on=_day(days["last_on"]) if days else None,
        next_on=_day(days["next_on"]) if days else None,
        late=int(days["late"]) if days else 0,
        price=row["price"],
        paid=row["paid"],
        ended_on=_day(row["ended_on"]),
        ended_because=row["ended_because"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def stays_for_packages(reader: Reader, today: date) -> list[tuple[str, str]]:
    """The open stays somebody may be given a package in: (id, "name · code"), in the order of names."""
    reader.asks("rehabilitation")
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_person p JOIN search_key k ON k.person_id = p.id
        JOIN episode e ON e.person_id = p.id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND e.start_on <= ? AND p.withdrawn_at IS NULL
            AND p.merged_into IS NULL ORDER BY k.sort_key""",
        (today.isoformat(),),
    )
    return [(row["id"], " · ".join(filter(None, (row["full_name"], row["code"])))) for row in rows]


# The way of one package


def pathway(reader: Reader, episode_id: str, package_id: str, *, today: date) -> tuple[Step, ...]:
    """The steps register → screening → package → goals → re-assessment → discharge; () when the package may not be seen."""
    file = package_file(reader, package_id)
    if file is None or file.package.episode_id != episode_id:
        return ()
    goals, since = _goals(reader, episode_id)
    ended = file.package.ended_on or today
    codes = reader.records(Code, "list_name = 'package_end'")
    why = text_of(codes, "package_end", file.package.ended_because, ended) if file.package.ended_because else ""
    way = Way(file.package, file.left, scores=_scores(reader, episode_id, today), goals=goals, goals_on=since, end=why)
    return steps(way, today=today)


def _scores(reader: Reader, episode_id: str, today: date) -> tuple[Score, ...] | None:
    """The finished sheets of the stay; of scales for autism where there is one of those. None: the asker may not see sheets."""
    if reader.actor is not None and not permissions.may_ask(reader.actor, "casework", today):
        return None
    done = [one for one in sheets_of(reader, episode_id) if one.score.state is FormState.COMPLETED]
    of_autism = [one for one in done if one.instrument.purpose is Purpose.AUTISM]
    return tuple(Score(one.score.scored_on, _said(one)) for one in of_autism or done if one.score.scored_on is not None)


def _said(sheet: Sheet) -> str:
    total, title = sheet.result.total, sheet.instrument.short_title
    return title if total is None else f"{title} {number(total, sheet.instrument.scoring.decimals)}"


def _goals(reader: Reader, episode_id: str) -> tuple[int, date | None]:
    """How many goals the approved rehabilitation plans of a stay have set, and since when."""
    plans = {
        one.id: one
        for one in reader.records(RehabilitationPlan, "episode_id = ?", (episode_id,))
        if one.state in _IN_USE and one.approved_at is not None
    }
    goals = [
        one
        for one in reader.records(RehabilitationGoal, "episode_id = ?", (episode_id,))
        if one.therapy_plan_id in plans and one.life is not GoalLife.DROPPED
    ]
    since = [at for goal in goals if (at := plans[goal.therapy_plan_id].approved_at) is not None]
    return len({goal.thread for goal in goals}), today_in_vietnam(min(since)) if since else None


# Writing


def write_package(writer: Writer, package: Package, *, seen: int | None = None) -> Package:
    """Keep a package, new or changed."""
    return writer.amend(package, seen=seen) if package.id else writer.add(package)
