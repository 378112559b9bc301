"""Deeds about what is measured of whom: a row of the monitoring plan, ending it, and the care level with the rows it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, deed, refuse, stop_at, with_withheld
from carebook.actions.people import cared_stay
from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.daily_care import CareLevel
from carebook.records.episodes import Episode
from carebook.records.monitoring import MonitoringPlan
from carebook.records.staff import Actor
from carebook.rules.dated import codes_on
from carebook.rules.monitoring import problems_in_monitoring
from carebook.rules.problem import Problem
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, message

DAILY_CARE = frozenset({"daily_care"})
_LISTS = ("measure", "monitoring_frequency", "care_round", "care_level")


@deed(N_("Save what is monitored"), "daily_care")
def save_monitoring(
    book: Book,
    plan: MonitoringPlan,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a row of a monitoring plan, new or written anew. A new row of a measure ends the one that held until its day.

    ``Change.result`` is the kept `MonitoringPlan`. Refused with what is wrong, and for a measure that already has a row from that
    day or a later one on.
    """
    with book.changing(by.account_id, now, op, "save_monitoring", reason=reason) as writer:
        there = _there(writer, plan.id) if plan.id else None
        stay, name = cared_stay(writer, there.episode_id if there else plan.episode_id, by, now)
        mine = replace(plan, episode_id=stay.id, set_by_id=plan.set_by_id or by.staff_member_id)
        if there is not None:
            mine = with_withheld(writer, mine, there, stay.person_id, by, now)
        kept = _kept(writer, mine, stay, there, in_vietnam(now), seen)
    return Change(
        DAILY_CARE, (stay.person_id, kept.id), op, message("Saved what is monitored of {name}.", name=name), result=kept
    )


@deed(N_("End monitoring"), "daily_care")
def end_monitoring(
    book: Book,
    plan_id: str,
    to_on: date,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Measure no more from ``to_on`` on."""
    with book.changing(by.account_id, now, op, "end_monitoring", reason=reason) as writer:
        there = _there(writer, plan_id)
        stay, name = cared_stay(writer, there.episode_id, by, now)
        if there.from_on is not None and to_on < there.from_on:
            said = message(
                "Until {last}, before it begins on {first}.", last=written(to_on), first=written(there.from_on)
            )
            raise refuse(said, "to_on")
        kept = writer.amend(replace(there, to_on=to_on), seen=seen)
    return Change(
        DAILY_CARE, (stay.person_id, kept.id), op, message("Ended monitoring of {name}.", name=name), result=kept
    )


@deed(N_("Strike through what is monitored"), "daily_care")
def strike_monitoring(book: Book, plan_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a row of a monitoring plan through that was written by mistake; what was measured stays."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_monitoring", reason=reason) as writer:
        there = _there(writer, plan_id)
        stay, _name = cared_stay(writer, there.episode_id, by, now)
        writer.withdraw(MonitoringPlan, there.id, reason)
    return Change(DAILY_CARE, (stay.person_id, there.id), op, message("Struck through."))


@deed(N_("Set the care level"), "daily_care")
def set_care_level(
    book: Book,
    level: CareLevel,
    monitoring: Sequence[MonitoringPlan] = (),
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Set how much care somebody needs from a day on, and begin to measure what was accepted with it.

    A level set from the same day is written anew. ``monitoring`` are rows of `rules.monitoring.default_monitoring` as they were
    accepted; measures that are monitored already on that day are left as they are. ``Change.result`` is the kept `CareLevel`.
    """
    with book.changing(by.account_id, now, op, "set_care_level", reason=reason) as writer:
        stay, name = cared_stay(writer, level.episode_id, by, now)
        stop_at(_problems_in_level(writer, level, stay, in_vietnam(now)))
        same = writer.records(CareLevel, "episode_id = ? AND from_on = ?", (stay.id, str(level.from_on)))
        there = same[0] if same else None
        mine = replace(level, decided_by_id=level.decided_by_id or by.staff_member_id)
        if there is not None:
            mine = replace(mine, id=there.id, version=there.version)
            mine = with_withheld(writer, mine, there, stay.person_id, by, now)
            kept = writer.amend(mine, seen=seen if level.id else None)
        else:
            kept = writer.add(replace(mine, id="", version=0))
        for plan in monitoring:
            row = replace(plan, episode_id=stay.id, set_by_id=plan.set_by_id or by.staff_member_id)
            if not _open_rows(writer, row):
                _kept(writer, row, stay, None, in_vietnam(now), None)
    return Change(
        DAILY_CARE, (stay.person_id, kept.id), op, message("Set the care level of {name}.", name=name), result=kept
    )


def _kept(
    writer: Writer, plan: MonitoringPlan, stay: Episode, there: MonitoringPlan | None, today: date, seen: int | None
) -> MonitoringPlan:
    lists = _lists(writer, plan.from_on or today)
    stop_at(
        problems_in_monitoring(
            plan,
            stay=stay,
            measure=_code(lists, "measure", plan.measure),
            frequency=_code(lists, "monitoring_frequency", plan.frequency),
            rounds=[one.code for one in lists if one.list_name == "care_round"],
        )
    )
    for other in _open_rows(writer, plan):
        if other.from_on is not None and plan.from_on is not None and other.from_on < plan.from_on and there is None:
            writer.amend(replace(other, to_on=plan.from_on))
        else:
            said = message(
                "This is measured already, since {day}; change that row.", day=written(other.from_on or today)
            )
            raise refuse(said, "measure")
    return writer.amend(plan, seen=seen) if there is not None else writer.add(plan)


def _open_rows(writer: Writer, plan: MonitoringPlan) -> list[MonitoringPlan]:
    """The other rows of the same measure that hold on some day on which this one does."""
    rows = writer.records(
        MonitoringPlan,
        "episode_id = ? AND measure = ? AND id <> ? AND (to_on IS NULL OR to_on > ?)",
        (plan.episode_id, plan.measure, plan.id, str(plan.from_on)),
    )
    return [one for one in rows if plan.to_on is None or one.from_on is None or one.from_on < plan.to_on]


def _problems_in_level(writer: Writer, level: CareLevel, stay: Episode, today: date) -> list[Problem]:
    first = level.from_on
    if first is None:
        return [Problem("from_on", message("Write from which day on the care level holds."))]
    found = []
    if first > today:
        found.append(Problem("from_on", message("{day} lies in the future.", day=written(first))))
    elif first < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(first), start=written(stay.start_on))
        found.append(Problem("from_on", said))
    if _code(_lists(writer, first), "care_level", level.level) is None:
        found.append(Problem("level", message("Choose the care level.")))
    return found


def _lists(writer: Writer, day: date) -> list[Code]:
    marks = ", ".join("?" * len(_LISTS))
    rows = writer.records(Code, f"list_name IN ({marks})", _LISTS)
    return [one for name in _LISTS for one in codes_on(rows, name, day)]


def _code(codes: Sequence[Code], list_name: str, code: str) -> Code | None:
    return next((one for one in codes if one.list_name == list_name and one.code == code), None)


def _there(writer: Writer, plan_id: str) -> MonitoringPlan:
    there = writer.record(MonitoringPlan, plan_id)
    if there is None:
        raise LookupError(plan_id)
    if there.is_withdrawn:
        raise refuse(message("This was struck through ({why}).", why=there.withdrawn_because))
    return there
