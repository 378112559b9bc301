"""What daily care left behind in a period, counted in the book: everybody counts, nobody is named."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from carebook.dates import local
from carebook.records.care_history import (
    Away,
    CareHistory,
    Died,
    Happened,
    Issued,
    Measured,
    Portions,
    Seen,
)
from carebook.records.figures import Period
from carebook.store.book import Reader
from carebook.store.rows import moment_from

_CHECK_REACHES = timedelta(days=400)
_HERE = "withdrawn_at IS NULL"


def care_history(reader: Reader, period: Period) -> CareHistory:
    """Absences, care levels, meals, goods, health, incidents and deaths of a period up to its cut-off."""
    reader.asks("figures")
    days = {"first": period.first.isoformat(), "cutoff": period.cutoff.isoformat()}
    return CareHistory(
        absences=tuple(
            Away(r["episode_id"], r["kind"], date.fromisoformat(r["from_on"]), _day(r["back_on"]))
            for r in reader.rows(
                f"""SELECT episode_id, kind, from_on, back_on FROM absence WHERE {_HERE} AND from_on <= :cutoff
                AND (back_on IS NULL OR back_on >= :first) ORDER BY from_on, id""",
                days,
            )
        ),
        levels={
            r["episode_id"]: r["level"]
            for r in reader.rows(
                f"SELECT episode_id, level FROM care_level WHERE {_HERE} AND from_on <= :cutoff ORDER BY from_on, id",
                days,
            )
        },
        meals=tuple(_meals(reader, days)),
        issued=tuple(
            Issued(r["episode_id"], r["item"], r["quantity"])
            for r in reader.rows(
                f"""SELECT episode_id, item, sum(quantity) AS quantity FROM supplies_issued WHERE {_HERE}
                AND issued_on BETWEEN :first AND :cutoff GROUP BY episode_id, item ORDER BY item, episode_id""",
                days,
            )
        ),
        checks=tuple(
            Seen(r["episode_id"], r["kind"], date.fromisoformat(r["checked_on"]))
            for r in reader.rows(
                f"""SELECT episode_id, kind, checked_on FROM counted_health_check WHERE {_HERE}
                AND checked_on BETWEEN :since AND :cutoff ORDER BY checked_on, id""",
                days | {"since": (period.first - _CHECK_REACHES).isoformat()},
            )
        ),
        consultations=tuple(_moments(reader, period, "consultation", "place", "held_at")),
        vaccinations=tuple(
            Seen(r["episode_id"], r["vaccine"], date.fromisoformat(r["given_on"]))
            for r in reader.rows(
                """SELECT (SELECT e.id FROM episode e WHERE e.person_id = v.person_id AND e.withdrawn_at IS NULL
                    AND e.start_on <= v.given_on ORDER BY e.start_on DESC, e.id DESC LIMIT 1) AS episode_id,
                v.vaccine, v.given_on FROM counted_immunisation v WHERE v.withdrawn_at IS NULL
                AND v.given_on BETWEEN :first AND :cutoff AND episode_id IS NOT NULL ORDER BY v.given_on, v.id""",
                days,
            )
        ),
        ulcers=tuple(
            Seen(r["episode_id"], r["kind"], date.fromisoformat(r["found_on"]))
            for r in reader.rows(
                f"""SELECT episode_id, kind, found_on FROM counted_wound WHERE {_HERE} AND kind = 'pressure_ulcer'
                AND came_with = 0 AND found_on BETWEEN :first AND :cutoff ORDER BY found_on, id""",
                days,
            )
        ),
        illnesses=_illnesses(reader, days),
        measured=_measured(reader, days),
        incidents=tuple(_incidents(reader, period)),
        deaths=tuple(_deaths(reader, period)),
        beds=int(reader.value(f"SELECT coalesce(sum(beds), 0) FROM room WHERE counted = 1 AND {_HERE}") or 0),
    )


def _meals(reader: Reader, days: dict[str, str]) -> list[Portions]:
    """The portions the kitchen was told; a portion costs what the day's menu says for its diet, else for everybody."""
    return [
        Portions(r["meal"], r["portions"], r["cost"])
        for r in reader.rows(
            """SELECT c.meal, sum(c.ordered + c.late) AS portions, CAST(coalesce(sum((c.ordered + c.late) * coalesce(
                (SELECT m.price FROM menu m WHERE m.served_on = c.served_on AND m.meal = c.meal AND m.diet = c.diet
                    AND m.withdrawn_at IS NULL),
                (SELECT m.price FROM menu m WHERE m.served_on = c.served_on AND m.meal = c.meal AND m.diet IS NULL
                    AND m.withdrawn_at IS NULL), 0)), 0) AS INTEGER) AS cost
            FROM meal_count c WHERE c.withdrawn_at IS NULL AND c.served_on BETWEEN :first AND :cutoff
            GROUP BY c.meal ORDER BY c.meal""",
            days,
        )
    ]


def _illnesses(reader: Reader, days: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for r in reader.rows(
        f"""SELECT person_id, icd FROM counted_chronic_condition WHERE {_HERE} AND icd <> ''
        AND (ended_on IS NULL OR ended_on > :cutoff) ORDER BY icd, id""",
        days,
    ):
        found[r["person_id"]].append(r["icd"])
    return {person: tuple(codes) for person, codes in found.items()}


def _measured(reader: Reader, days: dict[str, str]) -> dict[str, Measured]:
    """Of the stays that were open in the period only: the newest value of each measure up to the cut-off."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for r in reader.rows(
        """SELECT e.id AS episode_id, m.column1 AS measure,
            (SELECT o.value FROM observation o WHERE o.episode_id = e.id AND o.measure = m.column1
                AND o.withdrawn_at IS NULL AND o.value IS NOT NULL AND o.duty_on <= :cutoff
                ORDER BY o.taken_at DESC, o.id DESC LIMIT 1) AS value
        FROM episode e, (VALUES ('weight'), ('height'), ('muac')) m
        WHERE e.withdrawn_at IS NULL AND e.start_on <= :cutoff AND (e.end_on IS NULL OR e.end_on >= :first)""",
        days,
    ):
        if r["value"] is not None:
            found[r["episode_id"]][r["measure"]] = r["value"]
    return {
        episode: Measured(values.get("weight"), values.get("height"), values.get("muac"))
        for episode, values in found.items()
    }


def _incidents(reader: Reader, period: Period) -> list[Happened]:
    return [
        Happened(
            r["id"],
            r["kind"],
            r["severity"],
            happened_on,
            r["episode_id"] or "",
            _day(r["closed_on"]),
            bool(r["confidential"]),
        )
        for r, happened_on in _in_period(
            reader,
            period,
            "counted_incident",
            "id, episode_id, kind, severity, closed_on, confidential",
            "happened_at",
        )
    ]


def _deaths(reader: Reader, period: Period) -> list[Died]:
    return [
        Died(r["episode_id"], died_on, r["icd"])
        for r, died_on in _in_period(reader, period, "counted_death", "episode_id, icd", "died_at")
    ]


def _moments(reader: Reader, period: Period, table: str, what: str, moment: str) -> list[Seen]:
    found = _in_period(reader, period, f"counted_{table}", f"episode_id, {what} AS what", moment)
    return [Seen(r["episode_id"], r["what"], on) for r, on in found]


def _in_period(reader: Reader, period: Period, view: str, columns: str, moment: str) -> list[tuple[Any, date]]:
    """The rows whose moment, kept in UTC, lies on a day of the period in Vietnam."""
    around = ((period.first - timedelta(days=1)).isoformat(), (period.cutoff + timedelta(days=2)).isoformat())
    found = []
    for r in reader.rows(
        f"SELECT {columns}, {moment} AS moment FROM {view} WHERE {_HERE} AND {moment} BETWEEN ? AND ? ORDER BY {moment}, id",
        around,
    ):
        on = local(moment_from(r["moment"])).date()
        if period.holds(on):
            found.append((r, on))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
