"""What ends together with a stay: absence, bed, plans, sessions, daily care, and the way home that did not come to its handover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from carebook.actions.change import Refused
from carebook.actions.reintegration import write_stage
from carebook.dates import local
from carebook.records.care_plans import CarePlan, PlanInForce
from carebook.records.codes import Code
from carebook.records.episodes import Absence, BedAssignment, Episode
from carebook.records.health import Treatment
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Prescription
from carebook.records.monitoring import MonitoringPlan
from carebook.records.record import Record, table_of
from carebook.records.rehabilitation import RehabilitationInForce, RehabilitationPlan
from carebook.records.reintegration import PathPaper, Reintegration, StageEntry
from carebook.records.schedules import SessionSeries
from carebook.records.sessions import Session
from carebook.rules.episodes import ended_at
from carebook.rules.handovers import (
    DECISION,
    needs_handover,
    on_the_way,
    outcome_at_discharge,
    stage_at_discharge,
)
from carebook.rules.prescriptions import first_round_from
from carebook.rules.problem import Problem
from carebook.store import care_plans, code_lists, therapy_plans
from carebook.store.book import Writer, in_vietnam
from carebook.store.history import Written, put_back, written_with_the_end
from carebook.store.prescriptions import dose_rounds
from carebook.store.reintegration import open_path, path_facts
from carebook.store.schedules.leaving import end_of_stay

ENDED = frozenset({"people", "episodes", "casework", "rehabilitation", "daily_care", "medication", "meals"})
"""What is no longer as it was once a stay has ended."""
_DATED: tuple[type[MonitoringPlan | Diet | Treatment], ...] = (MonitoringPlan, Diet, Treatment)
_ENDS: Mapping[str, tuple[type[Record], str]] = {
    table_of(cls): (cls, begins)
    for classes, begins in (
        ((Absence, BedAssignment, Prescription, *_DATED), "from_on"),
        ((Session,), "planned_on"),
        ((MealChange,), "served_on"),
        ((SessionSeries, CarePlan, PlanInForce, RehabilitationPlan, RehabilitationInForce), ""),
    )
    for cls in classes
}
"""The tables `end_stay` writes to, with the field that tells when a row begins; "" where that does not matter."""
DISCHARGED = "dừng trợ giúp"  # why a plan ended, as the book keeps it


class OnTheWayHome(Refused):
    """The stay ends by the handover of its path, not by a discharge; ``reintegration_id`` is the path to go to."""

    def __init__(self, path: Reintegration, problem: Problem) -> None:
        super().__init__((problem,))
        self.episode_id, self.reintegration_id = path.episode_id, path.id


def end_stay(writer: Writer, ended: Episode, *, seen: int | None = None) -> Episode:
    """Write the end of a stay, and end with it the absence, the bed, the plans in force, the sessions to come, and what daily
    care left open: orders, monitoring, diet, treatments. Who leaves today without an hour left now.
    """
    if ended.end_at is None and ended.end_on == in_vietnam(writer.now):
        ended = replace(ended, end_at=local(writer.now).time().replace(second=0, microsecond=0))
    kept = writer.amend(ended, seen=seen)
    for absence in writer.records(Absence, "episode_id = ? AND back_on IS NULL", (kept.id,)):
        writer.amend(replace(absence, back_on=kept.end_on))
    for bed in writer.records(BedAssignment, "episode_id = ? AND to_on IS NULL", (kept.id,)):
        writer.amend(replace(bed, to_on=kept.end_on))
    if kept.end_on is not None:
        care_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        therapy_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        end_of_stay(writer, kept.id, kept.end_on, DISCHARGED)
        end_daily_care(writer, kept)
    return kept


def end_daily_care(writer: Writer, ended: Episode) -> None:
    """End what is ordered for every day with a stay that ended: orders from the first dose round after it, monitoring, diet,
    treatments. What would only begin later, and meals told for later days, is struck through.
    """
    over = ended_at(ended)
    if over is None or ended.end_on is None:
        return
    episode_id, last_on, day = ended.id, ended.end_on, ended.end_on.isoformat()
    after = first_round_from(dose_rounds(writer, last_on), last_on, over)
    stopped_on = last_on if after is not None else last_on + timedelta(days=1)
    stopped_round = after.code if after is not None else None
    open_on = "episode_id = ? AND (to_on IS NULL OR to_on > ?)"
    for order in writer.records(
        Prescription, f"{open_on} AND (stopped_on IS NULL OR stopped_on > ?)", (episode_id, day, day)
    ):
        if order.from_on is not None and order.from_on > last_on:
            writer.withdraw(Prescription, order.id, DISCHARGED)
        else:
            stopped = replace(order, stopped_on=stopped_on, stopped_round=stopped_round, stopped_because=DISCHARGED)
            writer.amend(stopped)
    for cls in _DATED:
        for row in writer.records(cls, open_on, (episode_id, day)):
            if row.from_on is not None and row.from_on > last_on:
                writer.withdraw(cls, row.id, DISCHARGED)
            else:
                writer.amend(replace(row, to_on=last_on))
    for meal in writer.records(MealChange, "episode_id = ? AND served_on > ?", (episode_id, day)):
        writer.withdraw(MealChange, meal.id, DISCHARGED)


def move_end(writer: Writer, moved: Episode) -> Episode:
    """Correct the last day of a stay that has ended; what ended with it ends with that day, too.

    What the end of the stay wrote is taken back and written anew. What had ended before, and what was changed since, stays;
    what would only begin after the new last day is struck through, or stays so.
    """
    if moved.end_on is None:
        raise ValueError("the stay has no last day")
    written = written_with_the_end(writer, moved.id)
    for one in written:
        if not one.is_new and one.table in _ENDS and not _begins_after(writer, one, moved.end_on):
            put_back(writer, one.table, one.row_id, one.was)
    _move_end_of_path(writer, written, moved.end_on)
    return end_stay(writer, moved)


def _begins_after(writer: Writer, one: Written, day: date) -> bool:
    cls, begins = _ENDS[one.table]
    row = writer.record(cls, one.row_id) if begins else None
    return row is not None and (getattr(row, begins) or day) > day


def _move_end_of_path(writer: Writer, written: Sequence[Written], day: date) -> None:
    """Let the way home that ended with a stay, and its last stage, end and begin on another day."""
    stages = [one for one in written if one.table == table_of(StageEntry)]
    before = [writer.record(StageEntry, one.row_id) for one in stages if not one.is_new]
    begun = max((one.from_on for one in before if one is not None), default=day)
    on = max(day, begun)
    for one in stages:
        if (entry := writer.record(StageEntry, one.row_id)) is not None:
            writer.amend(replace(entry, from_on=on) if one.is_new else replace(entry, to_on=on))
    for one in written:
        path = writer.record(Reintegration, one.row_id) if one.table == table_of(Reintegration) else None
        if path is not None and path.ended_on is not None:
            writer.amend(replace(path, ended_on=day))


def stop_on_the_way_home(writer: Writer, episode: Episode, now: datetime) -> None:
    """Refuse (`OnTheWayHome`) a discharge that must go by the handover of the stay's path."""
    path, today = _waiting(writer, episode), in_vietnam(now)
    if path is not None:
        facts = path_facts(writer, path.id, today)
        if needs_handover(facts, episode.end_reason, code_lists.codes(writer, "home_path", today)):
            raise OnTheWayHome(path, Problem("", on_the_way(path, facts)))


def end_path(writer: Writer, ended: Episode, now: datetime) -> tuple[str, ...]:
    """End the path of a stay that ended without minutes. Returns the words of the papers it stays open for; () otherwise."""
    path, today = _waiting(writer, ended), in_vietnam(now)
    if path is None or ended.end_on is None:
        return ()
    paths = code_lists.codes(writer, "home_path", today)
    _file_decision(writer, path, ended, paths)
    facts = path_facts(writer, path.id, today)
    stage = stage_at_discharge(facts, ended.end_reason, paths)
    if stage is None:
        return tuple(paper.text for paper in facts.papers if not paper.is_settled)
    reasons = {code.code: code.text for code in code_lists.codes(writer, "end_reason", today)}
    because = reasons.get(ended.end_reason or "", DISCHARGED)
    kept = writer.amend(replace(path, ended_on=ended.end_on, outcome=outcome_at_discharge(ended.end_reason, paths)))
    write_stage(writer, kept, stage, ended.end_on, because)
    return ()


def _file_decision(writer: Writer, path: Reintegration, ended: Episode, paths: list[Code]) -> None:
    """The decision to end that stands in the stay is a paper of its path, where the path asks for it."""
    asked = next((one.extra.get("papers", ()) for one in paths if one.code == path.path), ())
    there = writer.records(PathPaper, "reintegration_id = ? AND paper = ?", (path.id, DECISION))
    if DECISION in asked and not there and ended.end_decision_no and ended.end_decision_on is not None:
        writer.add(
            PathPaper(
                episode_id=ended.id,
                reintegration_id=path.id,
                paper=DECISION,
                number=ended.end_decision_no,
                dated_on=ended.end_decision_on,
            )
        )


def _waiting(writer: Writer, episode: Episode) -> Reintegration | None:
    """The path of a stay on which nobody was handed over yet."""
    path = open_path(writer, episode.id)
    return path if path is not None and path.handed_over_on is None else None
