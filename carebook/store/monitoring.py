"""Questions about monitoring: the rows of a person's plan, and what of the rounds of a day is still missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carebook.dates import local
from carebook.records.codes import Code
from carebook.records.monitoring import MonitoringPlan
from carebook.rules.dated import codes_on
from carebook.rules.monitoring import Due, Missing, Timetable, Waiting, answers
from carebook.rules.shifts import Duty, Shift, duty_at, duty_before, shifts_of
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.rows import from_row, moment_from

_LISTS = ("monitoring_frequency", "care_round", "shift")


@dataclass(frozen=True)
class DueRow:
    """One measure of one person that is due: whose, by which row of the plan, when, and whether something was noted for it."""

    person: CaredFor
    plan: MonitoringPlan
    due: Due
    every: str
    answered: bool


def monitoring_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> list[MonitoringPlan]:
    """The rows of the monitoring plan of a stay, also those that have ended, the newest first."""
    reader.asks("daily_care")
    return reader.records(
        MonitoringPlan, "episode_id = ?", (episode_id,), order="from_on DESC, id DESC", withdrawn=withdrawn
    )


def plans_on(reader: Reader, day: date, ward_id: str = "") -> list[MonitoringPlan]:
    """The rows of monitoring plans that hold on a day: of everybody, or of who has a bed in the ward that day.

    Those of restricted people are there without why they are measured so often.
    """
    reader.asks("daily_care")
    return list(reader.remembered(("monitoring plans", day, ward_id), lambda: _plans_on(reader, day, ward_id)))


def _plans_on(reader: Reader, day: date, ward_id: str) -> list[MonitoringPlan]:
    ward = """AND EXISTS (SELECT 1 FROM bed_assignment b JOIN room r ON r.id = b.room_id WHERE b.episode_id = m.episode_id
        AND b.withdrawn_at IS NULL AND b.from_on <= :day AND (b.to_on IS NULL OR b.to_on > :day) AND r.ward_id = :ward)"""
    rows = reader.rows(
        f"""SELECT m.* FROM listed_monitoring_plan m JOIN episode e ON e.id = m.episode_id
        WHERE m.withdrawn_at IS NULL AND m.from_on <= :day AND (m.to_on IS NULL OR m.to_on > :day)
            AND e.withdrawn_at IS NULL AND e.start_on <= :day AND (e.end_on IS NULL OR e.end_on > :day)
            {ward if ward_id else ""} ORDER BY m.episode_id, m.measure, m.id""",
        {"day": day.isoformat(), "ward": ward_id},
    )
    return [from_row(MonitoringPlan, row) for row in rows]


def rounds_due(reader: Reader, duty_on: date, now: datetime, *, ward_id: str = "", room_id: str = "") -> list[DueRow]:
    """All that is due on a duty day, in the order of the beds; of what comes every few hours the next time.

    Overdue weekly and monthly measures stand on this day. Absent people are among them.
    """
    reader.asks("daily_care")
    codes = _codes(reader, duty_on)
    table = Timetable(codes, _shifts(codes))
    return _due(
        reader,
        duty_on,
        now,
        table,
        plans_on(reader, duty_on),
        cared_for(reader, duty_on, ward_id=ward_id, room_id=room_id),
    )


def missing(reader: Reader, now: datetime, ward_id: str = "", *, done_too: bool = False) -> list[Missing]:
    """What of the rounds of the shift that runs and of the one before it is still missing, the longest waiting first.

    Of the rounds of the running shift also those whose time has not come. With ``done_too`` also where nobody is left.
    """
    reader.asks("daily_care")
    today = local(now).date()
    codes = _codes(reader, today)
    shifts = _shifts(codes)
    duty = duty_at(now, shifts)
    first = duty_before(duty, shifts).begins_at if duty is not None else now - timedelta(hours=12)
    last = duty.ends_at if duty is not None else now + timedelta(hours=1)
    duty_on = duty.duty_on if duty is not None else today
    people, plans = cared_for(reader, duty_on, ward_id=ward_id), plans_on(reader, duty_on)
    table = Timetable(codes, shifts)
    found = [row for row in _due(reader, duty_on, now, table, plans, people) if row.due.at < last]
    if any(Duty(duty_on - timedelta(days=1), shift).ends_at > first for shift in shifts):
        daily = [plan for plan in plans if table.often(plan).is_daily]
        found += _due(reader, duty_on - timedelta(days=1), now, table, daily, people)
    inside = [row for row in found if row.every != "day" or first <= row.due.at < last]
    gathered = _gathered(inside, now)
    return gathered if done_too else [one for one in gathered if one.people and not one.is_done]


def _gathered(rows: Iterable[DueRow], now: datetime) -> list[Missing]:
    groups: dict[tuple[Any, ...], list[DueRow]] = {}
    for row in rows:
        own_day = row.due.duty_on if row.every == "day" else None
        round_code = row.due.round if row.every == "day" else ""
        groups.setdefault((row.plan.measure, round_code, row.every, own_day, row.person.ward_id), []).append(row)
    found = []
    for (measure, round_code, every, _day, ward_id), group in groups.items():
        left = [row for row in group if not row.answered and (every != "hours" or row.due.at <= now)]
        there = [row for row in left if row.person.is_there]
        of = sum(row.person.is_there or row.answered for row in group)
        at = min((row.due.at for row in there), default=group[0].due.at)
        found.append(
            Missing(
                measure=measure,
                round=round_code,
                every=every,
                duty_on=group[0].due.duty_on if every == "day" else local(now).date(),
                ward_id=ward_id,
                ward=group[0].person.ward,
                done=of - len(there),
                of=of,
                people=tuple(_waiting(row) for row in left),
                at=at,
                late_minutes=max(0, int((now - at).total_seconds() // 60)) if there else 0,
            )
        )
    return sorted(found, key=lambda one: (one.at, one.ward, one.measure))


def _waiting(row: DueRow) -> Waiting:
    person = row.person
    return Waiting(person.episode_id, person.name, person.masked, person.room, person.bed, row.due.at, person.absence)


def _due(
    reader: Reader,
    day: date,
    now: datetime,
    table: Timetable,
    plans: Sequence[MonitoringPlan],
    people: Sequence[CaredFor],
) -> list[DueRow]:
    of: dict[str, list[MonitoringPlan]] = {}
    for plan in plans:
        of.setdefault(plan.episode_id, []).append(plan)
    noted = _noted_on(reader, day)
    spaced = any(not table.often(plan).is_daily for plan in plans)
    last = _last_before(reader, day) if spaced else {}
    last_at_all = _last_at_all(reader, day) if spaced else {}
    since = _written_at(reader, [plan.id for plan in plans if plan.from_on == day])
    found = []
    for person in people:
        for plan in of.get(person.episode_id, ()):
            often = table.often(plan)
            key = (person.episode_id, plan.measure)
            before = last_at_all.get(key) if often.hours else last.get(key)
            every = _every(often.days, often.months, often.hours)
            for due in table.due(plan, before, day, now):
                if every == "day" and due.at < since.get(plan.id, due.at):
                    continue
                answered = not often.hours and any(answers(due, *one) for one in noted.get(key, ()))
                who = person.at(due.at) if every == "day" else person.at(now) if every == "hours" else person
                found.append(DueRow(who, plan, due, every, answered))
            if before is not None and every in ("week", "month") and _this_period(every, before, day):
                found.append(DueRow(person, plan, Due(plan.measure, day, "", before), every, True))
    return found


def _every(days: int, months: int, hours: int) -> str:
    if hours:
        return "hours"
    if months:
        return "month"
    return "day" if days <= 1 else "week"


def _written_at(reader: Reader, ids: Sequence[str]) -> Mapping[str, datetime]:
    """When rows of a plan were written down: on their first day the rounds before that are not due."""
    rows = reader.rows(
        """SELECT row_id, min(at) AS at FROM counted_journal WHERE tbl = 'monitoring_plan'
            AND row_id IN (SELECT value FROM json_each(?)) GROUP BY row_id""",
        (json.dumps(list(ids)),),
    )
    return {row["row_id"]: moment_from(row["at"]) for row in rows}


def _this_period(every: str, last: datetime, day: date) -> bool:
    """Whether what comes weekly or monthly was taken in the running week or calendar month."""
    on = local(last).date()
    if every == "month":
        return (on.year, on.month) == (day.year, day.month)
    return on.isocalendar()[:2] == day.isocalendar()[:2]


def _noted_on(reader: Reader, day: date) -> Mapping[tuple[str, str], list[tuple[str | None, date, datetime]]]:
    """What was noted on a duty day, also why something was not measured: by stay and measure its round, day and moment."""
    found: dict[tuple[str, str], list[tuple[str | None, date, datetime]]] = {}
    for row in reader.rows(
        """SELECT episode_id, measure, round, taken_at FROM observation
        WHERE duty_on = ? AND withdrawn_at IS NULL""",
        (day.isoformat(),),
    ):
        key = (row["episode_id"], row["measure"])
        found.setdefault(key, []).append((row["round"], day, moment_from(row["taken_at"])))
    return found


def _last_before(reader: Reader, day: date) -> Mapping[tuple[str, str], datetime]:
    """When each measure that is planned was taken last before a duty day."""
    return _last(reader, day, "o.not_done IS NULL AND o.duty_on < :day")


def _last_at_all(reader: Reader, day: date) -> Mapping[tuple[str, str], datetime]:
    """When something was noted last of each measure that is planned, that day included."""
    return _last(reader, day, "o.duty_on <= :day")


def _last(reader: Reader, day: date, which: str) -> Mapping[tuple[str, str], datetime]:
    rows = reader.rows(
        f"""SELECT m.episode_id, m.measure, (SELECT o.taken_at FROM observation o WHERE o.episode_id = m.episode_id
            AND o.measure = m.measure AND o.withdrawn_at IS NULL AND {which} ORDER BY o.taken_at DESC LIMIT 1) AS last
        FROM monitoring_plan m
        WHERE m.withdrawn_at IS NULL AND m.from_on <= :day AND (m.to_on IS NULL OR m.to_on > :day)""",
        {"day": day.isoformat()},
    )
    return {(row["episode_id"], row["measure"]): moment_from(row["last"]) for row in rows if row["last"]}


def _shifts(codes: Iterable[Code]) -> tuple[Shift, ...]:
    return shifts_of(one for one in codes if one.list_name == "shift")


def _codes(reader: Reader, day: date) -> list[Code]:
    marks = ", ".join("?" * len(_LISTS))
    rows = reader.records(Code, f"list_name IN ({marks})", _LISTS)
    return [one for name in _LISTS for one in codes_on(rows, name, day)]
