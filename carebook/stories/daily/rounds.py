"""What was measured, given and done: weights every month of the book, rounds and shifts of its last weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from carebook.actions.daily_care import record_care
from carebook.actions.doses import record_doses
from carebook.actions.observations import record_observations
from carebook.dates import VIETNAM, age_on, today_in_vietnam
from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry
from carebook.records.health import HealthCheck
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor
from carebook.store.book import new_id
from carebook.store.daily_care import CaredFor, cared_for
from carebook.stories.daily.starting import DOCTOR
from carebook.stories.stage import Stage

Deed = Callable[[Stage, Actor, datetime], None]
_DAY = timedelta(days=1)
_ROUNDS = {"07": time(7), "08": time(8), "12": time(12), "17": time(17), "20": time(20)}
_SHIFTS = {"morning": time(13, 30), "afternoon": time(21, 20), "night": time(5, 30)}
_REFUSED, _HELD, _VOMITED = 0.016, 0.005, 0.002
_MOST_REFUSALS = 2
"""In seven days: a third one asks for a re-assessment, which only a story tells."""
_SHEET = 0.35
_HOMING = 0.3
"""So much of what somebody lost or gained since the first weight comes back each month: only a story tells of a loss."""
_CHECK_AFTER = timedelta(days=115)


def weigh(seed: str, left: int, but: Callable[[Stage], frozenset[str]]) -> Deed:
    """Everybody who is there and weighed by plan, but the last ``left`` of them and the stays told by name; weights walk on."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        today = today_in_vietnam(now)
        planned = _planned(stage, "weight", today)
        known: dict[str, list[float]] = defaultdict(list)
        for row in stage.reader.rows(
            "SELECT episode_id, value FROM observation WHERE measure = 'weight' AND withdrawn_at IS NULL ORDER BY taken_at"
        ):
            known[row["episode_id"]].append(row["value"])
        found = []
        told = but(stage)
        weighed = [who for who in cared_for(stage.reader, today) if who.is_there and who.episode_id in planned]
        for who in weighed[: len(weighed) - left]:
            if who.episode_id not in told:
                rng = Random(f"{seed} {who.code} {today}")
                before = known[who.episode_id] or [_first_weight(who, today, rng)]
                home = (before[0] - before[-1]) * _HOMING
                value = round(before[-1] + home + rng.uniform(-0.6, 0.6), 1)
                found.append(_observation(who.episode_id, "weight", today, time(7, 10), rng, stage, value=value))
        _write(stage, by, now, "record_observations", found)

    return do


def check_health(seed: str) -> Deed:
    """A periodic check of everybody whose last one is five months old: so nobody is late."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        today = today_in_vietnam(now)
        last = {
            (row["episode_id"], row["thorough"]): date.fromisoformat(row["last_on"])
            for row in stage.reader.rows(
                """SELECT episode_id, kind <> 'half_yearly' AS thorough, max(checked_on) AS last_on FROM counted_health_check
                WHERE withdrawn_at IS NULL GROUP BY episode_id, thorough"""
            )
        }
        found = []
        for who in cared_for(stage.reader, today):
            thorough = last.get((who.episode_id, 1), who.start_on)
            if not who.is_there or today - max(thorough, last.get((who.episode_id, 0), thorough)) < _CHECK_AFTER:
                continue
            found.append(
                HealthCheck(
                    episode_id=who.episode_id,
                    kind="yearly" if today - thorough > 2 * _CHECK_AFTER else "half_yearly",
                    checked_on=today,
                    checker=DOCTOR,
                    health_class=Random(f"{seed} {who.code}").choice(("2", "3", "3", "4")),
                    findings="Bệnh mạn tính ổn định." if who.category.startswith(("elderly", "voluntary")) else "Khỏe.",
                )
            )
        _write(stage, by, now, "record_health_checks", found)

    return do


def one_day(seed: str, *, by_deeds: bool) -> Deed:
    """The rounds and shifts of the day before the moment it is written down: pressures, doses, help."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        day = today_in_vietnam(now)
        here = [who for who in cared_for(stage.reader, day) if who.is_there]
        rng = Random(f"{seed} {day}")
        pressures = _pressures(stage, here, day, rng)
        doses = _doses(stage, here, day, rng)
        entries = _care(stage, here, day, rng)
        if not by_deeds:
            _write(stage, by, now, "record_observations", pressures)
            _write(stage, by, now, "record_doses", doses)
            _write(stage, by, now, "record_care", entries)
            return
        if pressures:
            record_observations(stage.book, pressures, by=by, now=now)
        if doses:
            record_doses(stage.book, doses, by=by, now=now)
        if entries:
            record_care(stage.book, entries, by=by, now=now)

    return do


def _pressures(stage: Stage, here: Sequence[CaredFor], day: date, rng: Random) -> list[Observation]:
    planned = _planned(stage, "blood_pressure", day)
    found = []
    for who in here:
        often = planned.get(who.episode_id)
        if often == "daily" or (often == "weekly" and _weekday_of(who) == day.weekday()):
            systolic = float(min(175, 5 * round(rng.gauss(134, 14) / 5)))
            second = float(min(systolic - 25, max(55, 5 * round(rng.gauss(78, 8) / 5))))
            facts: dict[str, Any] = {"value": systolic, "value_second": second, "round": "morning"}
            if systolic >= 140 or second >= 90 or systolic < 90 or second < 60:
                facts["unusual_because"] = rng.choice(("measured_again", "told_doctor", "usual_for_person"))
            found.append(_observation(who.episode_id, "blood_pressure", day, time(7, 5), rng, stage, **facts))
    return found


def _doses(stage: Stage, here: Sequence[CaredFor], day: date, rng: Random) -> list[Administration]:
    there = {who.episode_id for who in here}
    week = (day - 7 * _DAY).isoformat()
    refused = Counter(
        row["episode_id"]
        for row in stage.reader.rows(
            "SELECT DISTINCT episode_id, duty_on FROM administration WHERE state = 'refused' AND duty_on >= ?", (week,)
        )
    )
    given = {
        (row["prescription_id"], row["round"])
        for row in stage.reader.rows(
            "SELECT prescription_id, round FROM administration WHERE duty_on = ? AND withdrawn_at IS NULL",
            (day.isoformat(),),
        )
    }
    found = []
    for order in stage.reader.records(
        Prescription,
        "from_on <= ?1 AND (to_on IS NULL OR to_on >= ?1) AND stopped_on IS NULL AND as_needed = 0",
        (day.isoformat(),),
        order="episode_id, medicine, id",
    ):
        if order.episode_id not in there or (order.from_on == day):
            continue
        for round_code in order.rounds:
            if (order.id, round_code) in given:
                continue
            state, reason = _what_became(order, rng, refused)
            at = datetime.combine(day, _ROUNDS[round_code], VIETNAM) + timedelta(minutes=rng.randint(0, 25))
            found.append(
                Administration(
                    episode_id=order.episode_id,
                    prescription_id=order.id,
                    duty_on=day,
                    round=round_code,
                    given_at=at,
                    recorded_at=at + timedelta(minutes=rng.randint(2, 30)),
                    state=state,
                    reason=reason,
                    dose=order.dose if state is DoseState.GIVEN else None,
                    done_by_id=stage.staff("D3" if round_code == "20" else "CS"),
                    entered_by=stage.actors["D3"].account_id,
                )
            )
    return found


def _what_became(order: Prescription, rng: Random, refused: Counter[str]) -> tuple[DoseState, str | None]:
    draw = rng.random()
    if draw < _REFUSED and refused[order.episode_id] < _MOST_REFUSALS:
        refused[order.episode_id] += 1
        return DoseState.REFUSED, rng.choice(("will_not", "spits", "suspicious"))
    if draw < _REFUSED + _HELD:
        return DoseState.HELD, rng.choice(("asleep", "sign"))
    if draw < _REFUSED + _HELD + _VOMITED:
        return DoseState.VOMITED, "vomits"
    return DoseState.GIVEN, None


def _care(stage: Stage, here: Sequence[CaredFor], day: date, rng: Random) -> list[CareEntry]:
    """As planned for everybody in every shift, with a few exceptions; the night shift of the day ends tomorrow and is not told."""
    found = []
    planned = {
        row["episode_id"]
        for row in stage.reader.rows(
            """SELECT DISTINCT f.episode_id FROM counted_plan_in_force f JOIN found_daily_help h ON h.plan_id = f.plan_id
            WHERE h.withdrawn_at IS NULL AND h.level IS NOT NULL"""
        )
    }
    for shift, clock in _SHIFTS.items():
        if shift == "night":
            continue
        for who in (one for one in here if one.episode_id in planned):
            sheet = rng.random() < _SHEET
            facts: dict[str, Any] = {
                "episode_id": who.episode_id,
                "duty_on": day,
                "shift": shift,
                "done_by_id": stage.staff("C1" if sheet else "CS"),
                "entered_by": stage.actors["D3"].account_id,
                "from_sheet": sheet,
                "recorded_at": datetime.combine(day, clock, VIETNAM),
            }
            found.append(CareEntry(**facts))
            if rng.random() < 0.03:
                found.append(CareEntry(**facts, kind="eating", level=HelpLevel.PARTLY, note="Mệt, đút nửa suất."))
    return found


def _planned(stage: Stage, measure: str, day: date) -> Mapping[str, str]:
    """How often a measure is taken of each stay."""
    found: dict[str, str] = defaultdict(str)
    for plan in stage.reader.records(
        MonitoringPlan,
        "measure = ? AND from_on <= ? AND (to_on IS NULL OR to_on >= ?)",
        (measure, day.isoformat(), day.isoformat()),
    ):
        found[plan.episode_id] = plan.frequency
    return found


def _weekday_of(who: CaredFor) -> int:
    """The day of the week on which somebody is measured weekly: that on which the plan began, told from the code."""
    return int("".join(filter(str.isdigit, who.code)) or "0") % 7


def _first_weight(who: CaredFor, day: date, rng: Random) -> float:
    age = age_on(who.born, day)
    years = age.years if age is not None else 60
    if years < 16:
        return 3.5 + 2.6 * years + rng.uniform(-1, 1)
    return rng.uniform(44, 62) + (4 if who.sex == "male" else 0)


def _observation(
    episode_id: str, measure: str, day: date, clock: time, rng: Random, stage: Stage, **facts: Any
) -> Observation:
    sheet = rng.random() < _SHEET
    at = datetime.combine(day, clock, VIETNAM) + timedelta(minutes=rng.randint(0, 20))
    return Observation(
        episode_id=episode_id,
        measure=measure,
        duty_on=day,
        taken_at=at,
        recorded_at=at + timedelta(minutes=rng.randint(5, 60)),
        done_by_id=stage.staff("C1" if sheet else "CS"),
        entered_by=stage.actors["D3"].account_id,
        from_sheet=sheet,
        **facts,
    )


def _write(stage: Stage, by: Actor, now: datetime, deed: str, rows: Sequence[Any]) -> None:
    """Rows of people without a story, in one go."""
    if rows:
        with stage.book.changing(by.account_id, now, new_id(), deed) as writer:
            writer.add_many(list(rows))
