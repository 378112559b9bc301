"""One round of a ward or room: who is to be measured, what was measured, and what the last values were."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from carebook.dates import local
from carebook.records.codes import Code
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.rules.daily_care import Turning, next_turn
from carebook.rules.dated import limit_on
from carebook.rules.monitoring import Timetable, answers
from carebook.rules.shifts import shifts_of
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care.residents import CaredFor, cared_for, with_leavers
from carebook.store.rows import from_row, moment_from

LISTS = (
    *("measure", "measure_word", "care_round", "shift", "monitoring_frequency", "child_vitals"),
    *("not_done_reason", "unusual_reason"),
)
RECENT = 8
"""So many earlier values stand beside a cell as a line."""
HALF_YEAR = timedelta(days=190)
TURNING = "turning"


@dataclass(frozen=True, slots=True)
class Past:
    """A value of an earlier day as it stands grey beside a cell: when it was taken, and its number, pair or word."""

    taken_at: datetime
    value: float | None = None
    value_second: float | None = None
    word: str | None = None


@dataclass(frozen=True)
class RoundRow:
    """One resident in a round. All mappings are by measure.

    ``due`` are the measures of this round, ``taken`` what was written of it, ``recent`` the last values of days before (the
    oldest first), ``weights`` those of half a year.
    """

    who: CaredFor
    plans: Mapping[str, MonitoringPlan] = field(default_factory=dict)
    due: frozenset[str] = frozenset()
    taken: Mapping[str, Observation] = field(default_factory=dict)
    recent: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)
    weights: tuple[tuple[date, float], ...] = ()

    @property
    def id(self) -> str:
        return self.who.episode_id


@dataclass(frozen=True)
class RoundSheet:
    """A round of a day of duty, its moment, the measures that stand in it in the order of the list, and its rows in bed order."""

    duty_on: date
    round: str
    at: datetime
    measures: tuple[Code, ...]
    rows: tuple[RoundRow, ...]
    codes: tuple[Code, ...]
    month_percent: float
    half_year_percent: float


@dataclass(frozen=True)
class _Around:
    """The round that is asked for, by which table what is due is told, and the moment of asking."""

    duty_on: date
    round: str
    table: Timetable
    now: datetime


@dataclass(frozen=True)
class TurningRow:
    """Somebody who is turned every so many hours: the last time and position, and the next time."""

    who: CaredFor
    every_hours: int
    last: Past | None
    turning: Turning
    recent: tuple[Past, ...] = ()

    @property
    def id(self) -> str:
        return self.who.episode_id


def lists_of(reader: Reader, day: date) -> tuple[Code, ...]:
    """The words of all lists that a round needs, as they hold on a day."""
    return tuple(code for name in LISTS for code in code_lists.codes(reader, name, day))


def round_sheet(
    reader: Reader,
    duty_on: date,
    round_code: str,
    *,
    ward_id: str = "",
    room_id: str = "",
    besides: Iterable[str] = (),
    now: datetime,
) -> RoundSheet:
    """A round of a ward, a room or everybody, whoever left that day among them. ``besides`` are measures that are shown although
    nobody needs them.
    """
    reader.asks("daily_care")
    codes = lists_of(reader, duty_on)
    shifts = shifts_of(one for one in codes if one.list_name == "shift")
    table = Timetable(codes, shifts)
    at = table.at(round_code, duty_on)
    people = with_leavers(reader, duty_on, ward_id=ward_id, room_id=room_id)
    if at is not None:
        people = [one.at(at) for one in people]
    ids = [one.episode_id for one in people]
    plans = _plans(reader, ids, duty_on)
    if left := [one.episode_id for one in people if one.left_at is not None]:
        for stay, of in _plans(reader, left, duty_on - timedelta(days=1)).items():
            plans[stay] = {measure: replace(plan, to_on=None) for measure, plan in of.items()}
    taken = _taken(reader, ids, duty_on)
    known = {one.code: one for one in codes if one.list_name == "measure"}
    wanted = {measure for of in plans.values() for measure in of} | {one.measure for one in taken} | set(besides)
    recent = _recent(reader, ids, wanted, duty_on)
    weights = _weights(reader, ids, duty_on) if "weight" in wanted else {}
    of_stay: dict[str, list[Observation]] = defaultdict(list)
    for one in taken:
        of_stay[one.episode_id].append(one)
    around = _Around(duty_on, round_code, table, now)
    rows = []
    for who in people:
        stay = who.episode_id
        here = {one.measure: one for one in of_stay[stay] if one.round == round_code}
        besides_it = [one for one in of_stay[stay] if one.round != round_code]
        row = RoundRow(
            who,
            plans.get(stay, {}),
            taken=here,
            recent=recent.get(stay, {}),
            weights=tuple(weights.get(stay, ())),
        )
        rows.append(replace(row, due=_due(row, besides_it, around)))
    shown = {measure for row in rows for measure in (*row.due, *row.taken)} | set(besides)
    columns = tuple(code for code in known.values() if code.code in shown)
    return RoundSheet(duty_on, round_code, at or now, columns, tuple(rows), codes, *_weight_limits(reader, duty_on))


def turning_of(reader: Reader, now: datetime, *, ward_id: str = "", room_id: str = "") -> list[TurningRow]:
    """Who is turned every few hours and is there, the one who waits longest first."""
    reader.asks("daily_care")
    day = local(now).date()
    codes = lists_of(reader, day)
    shifts = shifts_of(one for one in codes if one.list_name == "shift")
    people = [one for one in cared_for(reader, day, ward_id=ward_id, room_id=room_id) if one.at(now).is_there]
    ids = [one.episode_id for one in people]
    plans = _plans(reader, ids, day)
    recent = _recent(reader, ids, {TURNING}, day + timedelta(days=1))
    begins = max((one for s in shifts if (one := s.begins_at(day)) <= now), default=now)
    table = Timetable(codes, shifts)
    rows = []
    for who in people:
        plan = plans.get(who.episode_id, {}).get(TURNING)
        hours = table.often(plan).hours if plan is not None else 0
        if not hours:
            continue
        turns = recent.get(who.episode_id, {}).get(TURNING, ())
        last = turns[-1] if turns else None
        turning = next_turn(last.taken_at if last else None, hours, begins=begins, now=now)
        rows.append(TurningRow(who, hours, last, turning, turns))
    return sorted(rows, key=lambda row: row.turning.next_at)


def _due(row: RoundRow, besides: Sequence[Observation], around: _Around) -> frozenset[str]:
    """The measures of one person due in a round, without those that another round of the day answered for (``besides``)."""
    found = set()
    for measure, plan in row.plans.items():
        before = row.recent.get(measure, ())
        last = before[-1].taken_at if before else None
        if around.table.often(plan).hours:
            continue
        for due in around.table.due(plan, last, around.duty_on, around.now):
            answered = any(
                one.measure == measure and one.taken_at and answers(due, one.round, around.duty_on, one.taken_at)
                for one in besides
            )
            if due.round == around.round and not answered:
                found.add(measure)
    return frozenset(found)


def _weight_limits(reader: Reader, day: date) -> tuple[float, float]:
    """By how many percent a weight may change in a month, and in half a year."""
    names = ("weight_loss_month", "weight_loss_half_year")
    limits = code_lists.limits(reader, *names)
    month, half_year = (limit_on(limits, name, day).value for name in names)
    return month, half_year


def _plans(reader: Reader, ids: Sequence[str], day: date) -> dict[str, dict[str, MonitoringPlan]]:
    rows = reader.rows(
        """SELECT p.* FROM json_each(?) s JOIN listed_monitoring_plan p ON p.episode_id = s.value
        WHERE p.withdrawn_at IS NULL AND p.from_on <= ? AND (p.to_on IS NULL OR p.to_on > ?) ORDER BY p.from_on, p.id""",
        (json.dumps(list(ids)), day.isoformat(), day.isoformat()),
    )
    found: dict[str, dict[str, MonitoringPlan]] = defaultdict(dict)
    for row in rows:
        found[row["episode_id"]][row["measure"]] = from_row(MonitoringPlan, row)
    return found


def _taken(reader: Reader, ids: Sequence[str], duty_on: date) -> list[Observation]:
    wanted = set(ids)
    rows = reader.rows(
        "SELECT * FROM listed_observation WHERE duty_on = ? AND withdrawn_at IS NULL ORDER BY taken_at, id",
        (duty_on.isoformat(),),
    )
    return [from_row(Observation, row) for row in rows if row["episode_id"] in wanted]


def _recent(
    reader: Reader, ids: Sequence[str], measures: Iterable[str], before: date
) -> dict[str, dict[str, tuple[Past, ...]]]:
    """The last values of each person and measure of duty days before ``before``, the oldest first."""
    rows = reader.rows(
        f"""SELECT o.episode_id, o.measure, o.taken_at, o.value, o.value_second, o.word
        FROM json_each(:stays) s JOIN json_each(:measures) m
        JOIN observation o ON o.id IN (
            SELECT x.id FROM observation x WHERE x.episode_id = s.value AND x.measure = m.value AND x.withdrawn_at IS NULL
            AND x.not_done IS NULL AND x.duty_on < :day ORDER BY x.taken_at DESC LIMIT {RECENT})
        ORDER BY o.taken_at, o.id""",
        {"stays": json.dumps(list(ids)), "measures": json.dumps(sorted(measures)), "day": before.isoformat()},
    )
    found: dict[str, dict[str, list[Past]]] = defaultdict(lambda: defaultdict(list))
    for stay, measure, taken_at, value, second, word in rows:
        found[stay][measure].append(Past(moment_from(taken_at), value, second, word))
    return {stay: {measure: tuple(values) for measure, values in of.items()} for stay, of in found.items()}


def _weights(reader: Reader, ids: Sequence[str], day: date) -> dict[str, list[tuple[date, float]]]:
    rows = reader.rows(
        """SELECT o.episode_id, o.duty_on, o.value FROM json_each(:stays) s JOIN observation o ON o.episode_id = s.value
        WHERE o.measure = 'weight' AND o.taken_at >= :around AND o.duty_on BETWEEN :first AND :last
            AND o.withdrawn_at IS NULL AND o.value IS NOT NULL ORDER BY o.taken_at""",
        {
            "stays": json.dumps(list(ids)),
            "around": (day - HALF_YEAR - timedelta(days=1)).isoformat(),
            "first": (day - HALF_YEAR).isoformat(),
            "last": (day - timedelta(days=1)).isoformat(),
        },
    )
    found: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in rows:
        found[row["episode_id"]].append((date.fromisoformat(row["duty_on"]), row["value"]))
    return found
