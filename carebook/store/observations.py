"""Questions about observations: those of a person, of a day, the newest ones, by what they are judged; the care level of a stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carebook.dates import VIETNAM, PartialDate
from carebook.records.codes import Code
from carebook.records.daily_care import CareLevel
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.dated import limit_on, on
from carebook.rules.observations import HALF_YEAR, Grounds, no_stool_days
from carebook.store import code_lists
from carebook.store.book import Reader, Writer
from carebook.store.rows import from_row, moment_from, moment_text

LISTS = ("measure", "measure_word", "child_vitals", "not_done_reason", "unusual_reason")
"""The code lists by which an observation is read, said and checked."""
STOOL_SEEN = 30
"""So many days back stool is looked for."""


def observations_of(
    reader: Reader, episode_id: str, first: date, last: date, measure: str = "", *, withdrawn: bool = False
) -> list[Observation]:
    """What was noted of a stay on the duty days from ``first`` to ``last``, in the order in which it happened."""
    reader.asks("daily_care")
    only = " AND measure = :measure" if measure else ""
    standing = "" if withdrawn else " AND withdrawn_at IS NULL"
    rows = reader.rows(
        f"""SELECT * FROM {_source(reader)} WHERE episode_id = :stay{only} AND taken_at >= :begin AND taken_at < :end
            AND duty_on BETWEEN :first AND :last{standing} ORDER BY taken_at, id""",
        {
            "stay": episode_id,
            "measure": measure,
            "begin": _begins(first),
            "end": _begins(last + timedelta(days=2)),
            "first": first.isoformat(),
            "last": last.isoformat(),
        },
    )
    return [from_row(Observation, row) for row in rows]


def observations_on(reader: Reader, duty_on: date, *, measures: Collection[str] = ()) -> list[Observation]:
    """What was noted of everybody on a duty day, in the order in which it happened; notes about restricted people are left out."""
    reader.asks("daily_care")
    only = " AND measure IN (SELECT value FROM json_each(:measures))" if measures else ""
    rows = reader.rows(
        f"SELECT * FROM {_source(reader)} WHERE duty_on = :day{only} AND withdrawn_at IS NULL ORDER BY taken_at, id",
        {"day": duty_on.isoformat(), "measures": json.dumps(sorted(measures))},
    )
    return [from_row(Observation, row) for row in rows]


def newest(
    reader: Reader,
    episode_ids: Collection[str],
    measures: Collection[str],
    *,
    most: int = 1,
    before: datetime | None = None,
) -> dict[tuple[str, str], list[Observation]]:
    """The last ``most`` values of each measure of each stay, by (episode_id, measure), the newest first; "not measured" is none.

    With ``before`` only what was taken earlier. Pairs without a value are left out.
    """
    reader.asks("daily_care")
    earlier = " AND o.taken_at < :before" if before is not None else ""
    rows = reader.rows(
        f"""SELECT o.* FROM json_each(:stays) s CROSS JOIN json_each(:measures) m CROSS JOIN {_source(reader)} o
        WHERE o.id IN (SELECT o.id FROM observation o WHERE o.episode_id = s.value AND o.measure = m.value
            AND o.withdrawn_at IS NULL AND o.not_done IS NULL{earlier} ORDER BY o.taken_at DESC, o.id DESC LIMIT :most)
        ORDER BY o.taken_at DESC, o.id DESC""",
        {
            "stays": json.dumps(sorted(set(episode_ids))),
            "measures": json.dumps(sorted(set(measures))),
            "most": most,
            "before": moment_text(before) if before is not None else "",
        },
    )
    found: dict[tuple[str, str], list[Observation]] = {}
    for row in rows:
        found.setdefault((row["episode_id"], row["measure"]), []).append(from_row(Observation, row))
    return found


def without_stool(reader: Reader, today: date, episode_id: str = "") -> dict[str, int]:
    """By stay for how many days no stool was noted: of everybody (or one stay) who is there and whose stool is watched, once it
    is as many days as the limit ``no_stool`` says.
    """
    reader.asks("daily_care")
    since = today - timedelta(days=STOOL_SEEN)
    rows = reader.rows(
        """SELECT m.episode_id, m.from_on, o.duty_on, o.value FROM monitoring_plan m JOIN episode e ON e.id = m.episode_id
        LEFT JOIN observation o ON o.episode_id = m.episode_id AND o.measure = 'stool' AND o.withdrawn_at IS NULL
            AND o.value IS NOT NULL AND o.taken_at >= :begin AND o.duty_on BETWEEN :since AND :today
        WHERE m.measure = 'stool' AND m.withdrawn_at IS NULL AND m.from_on <= :today AND (m.to_on IS NULL OR m.to_on > :today)
            AND (:stay = '' OR m.episode_id = :stay) AND e.withdrawn_at IS NULL AND (e.end_on IS NULL OR e.end_on > :today)
            AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.episode_id = m.episode_id AND a.withdrawn_at IS NULL
                AND a.from_on <= :today AND (a.back_on IS NULL OR a.back_on >= :today))""",
        {
            "today": today.isoformat(),
            "since": since.isoformat(),
            "begin": _begins(since),
            "stay": episode_id,
        },
    )
    watched: dict[str, date] = {}
    noted: dict[str, list[tuple[date, float]]] = {}
    for row in rows:
        watched[row["episode_id"]] = max(since, date.fromisoformat(row["from_on"]))
        if row["duty_on"] is not None:
            noted.setdefault(row["episode_id"], []).append((date.fromisoformat(row["duty_on"]), row["value"]))
    limit = limit_on(code_lists.limits(reader), "no_stool", today).value
    days = {stay: no_stool_days(noted.get(stay, ()), today, since=first) for stay, first in watched.items()}
    return {stay: many for stay, many in days.items() if many >= limit}


def measured_by(reader: Reader, ids: Collection[str]) -> dict[str, str]:
    """By observation its measure, for the history; struck ones too."""
    rows = reader.rows(
        "SELECT id, measure FROM observation WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return {row["id"]: row["measure"] for row in rows}


def grounds_of(
    reader: Reader, episode_ids: Collection[str], day: date, *, measures: Collection[str] | None = None
) -> dict[str, Grounds]:
    """By what the observations of these stays on a day are judged; for a grid of many people at once, and for the deed.

    With ``measures`` earlier values are read only where one of those is judged by them.
    """
    reader.asks("daily_care")
    stays = sorted(set(episode_ids))
    values: dict[str, Any] = {
        "stays": json.dumps(stays),
        "day": day.isoformat(),
        "begin": _begins(day - timedelta(days=HALF_YEAR)),
        "end": _begins(day + timedelta(days=2)),
    }
    people = "person" if isinstance(reader, Writer) else "counted_person"
    born = {
        row["id"]: PartialDate.from_text(row["born"])
        for row in reader.rows(
            f"""SELECT e.id, p.born FROM episode e JOIN {people} p ON p.id = e.person_id
            WHERE e.id IN (SELECT value FROM json_each(:stays)) AND p.born IS NOT NULL""",
            values,
        )
    }
    plans: dict[str, list[MonitoringPlan]] = {}
    source = "monitoring_plan" if isinstance(reader, Writer) else "listed_monitoring_plan"
    for row in reader.rows(
        f"""SELECT * FROM {source} WHERE episode_id IN (SELECT value FROM json_each(:stays)) AND withdrawn_at IS NULL
            AND from_on <= :day AND (to_on IS NULL OR to_on > :day) ORDER BY from_on DESC, id DESC""",
        values,
    ):
        plans.setdefault(row["episode_id"], []).append(from_row(MonitoringPlan, row))
    codes = _codes(reader, day)
    changing = [one.code for one in codes if one.list_name == "measure" and one.extra.get("change")]
    asked = changing if measures is None else [one for one in changing if one in measures]
    weights = _weights(reader, asked, values) if asked else {}
    names = ("weight_loss_month", "weight_loss_half_year")
    limits = code_lists.limits(reader, *names)
    month, half_year = (limit_on(limits, name, day).value for name in names)
    return {
        stay: Grounds(
            day, codes, month, half_year, born.get(stay), tuple(plans.get(stay, ())), tuple(weights.get(stay, ()))
        )
        for stay in stays
    }


def _weights(
    reader: Reader, measures: Sequence[str], values: dict[str, Any]
) -> dict[str, list[tuple[str, datetime, float]]]:
    found: dict[str, list[tuple[str, datetime, float]]] = {}
    for row in reader.rows(
        """SELECT o.id, o.episode_id, o.taken_at, o.value FROM json_each(:stays) s CROSS JOIN json_each(:measures) m
        JOIN observation o ON o.episode_id = s.value AND o.measure = m.value AND o.taken_at >= :begin
            AND o.taken_at < :end
        WHERE o.withdrawn_at IS NULL AND o.value IS NOT NULL ORDER BY o.taken_at""",
        values | {"measures": json.dumps(list(measures))},
    ):
        found.setdefault(row["episode_id"], []).append((row["id"], moment_from(row["taken_at"]), row["value"]))
    return found


# care levels


@dataclass(frozen=True)
class LevelOf:
    """The care level of a stay on a day and all it ever had, the newest first."""

    now: CareLevel | None
    all: tuple[CareLevel, ...]


def care_levels_of(reader: Reader, episode_id: str, day: date) -> LevelOf:
    """How much care somebody needs, and needed."""
    reader.asks("daily_care")
    found = reader.records(CareLevel, "episode_id = ?", (episode_id,), order="from_on DESC, id DESC")
    now = next((one for one in found if one.from_on is not None and one.from_on <= day), None)
    return LevelOf(now, tuple(found))


def _codes(reader: Reader, day: date) -> tuple[Code, ...]:
    marks = ", ".join("?" * len(LISTS))
    rows = on(reader.records(Code, f"list_name IN ({marks})", LISTS), day)
    return tuple(sorted(rows, key=lambda one: (LISTS.index(one.list_name), one.position)))


def _source(reader: Reader) -> str:
    return "observation" if isinstance(reader, Writer) else "listed_observation"


def _begins(day: date) -> str:
    """The moment a day begins in Vietnam, as it is stored."""
    return moment_text(datetime(day.year, day.month, day.day, tzinfo=VIETNAM))
