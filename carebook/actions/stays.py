"""What ends together with a stay: absence, bed, plans, sessions, daily care, and the way home that did not come to its handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Refused
from carebook.actions.reintegration import write_stage
from carebook.records.codes import Code
from carebook.records.episodes import Absence, BedAssignment, Episode
from carebook.records.health import Treatment
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Prescription
from carebook.records.monitoring import MonitoringPlan
from carebook.records.reintegration import PathPaper, Reintegration
from carebook.rules.handovers import (
    DECISION,
    needs_handover,
    on_the_way,
    outcome_at_discharge,
    stage_at_discharge,
)
from carebook.rules.problem import Problem
from carebook.store import care_plans, code_lists, therapy_plans
from carebook.store.book import Writer, in_vietnam
from carebook.store.reintegration import open_path, path_facts
from carebook.store.schedules.leaving import end_of_stay

ENDED = frozenset({"people", "episodes", "casework", "rehabilitation", "daily_care", "medication", "meals"})
"""What is no longer as it was once a stay has ended."""
_DATED: tuple[type[MonitoringPlan | Diet | Treatment], ...] = (MonitoringPlan, Diet, Treatment)
DISCHARGED = "dừng trợ giúp"  # why a plan ended, as the book keeps it


class OnTheWayHome(Refused):
    """The stay ends by the handover of its path, not by a discharge; ``reintegration_id`` is the path to go to."""

    def __init__(self, path: Reintegration, problem: Problem) -> None:
        super().__init__((problem,))
        self.episode_id, self.reintegration_id = path.episode_id, path.id


def end_stay(writer: Writer, ended: Episode, *, seen: int | None = None) -> Episode:
    """Write the end of a stay, and end with it the absence, the bed, the plans in force, the sessions to come, and what daily
    care left open: orders, monitoring, diet, treatments.
    """
    kept = writer.amend(ended, seen=seen)
    for absence in writer.records(Absence, "episode_id = ? AND back_on IS NULL", (kept.id,)):
        writer.amend(replace(absence, back_on=kept.end_on))
    for bed in writer.records(BedAssignment, "episode_id = ? AND to_on IS NULL", (kept.id,)):
        writer.amend(replace(bed, to_on=kept.end_on))
    if kept.end_on is not None:
        care_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        therapy_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        end_of_stay(writer, kept.id, kept.end_on, DISCHARGED)
        end_daily_care(writer, kept.id, kept.end_on)
    return kept


def end_daily_care(writer: Writer, episode_id: str, last_on: date) -> None:
    """End what is ordered for every day: orders, monitoring, diet, treatments. What would only begin later, and meals told
    for later days, is struck through.
    """
    day = last_on.isoformat()
    open_on = "episode_id = ? AND (to_on IS NULL OR to_on > ?)"
    for order in writer.records(
        Prescription, f"{open_on} AND (stopped_on IS NULL OR stopped_on > ?)", (episode_id, day, day)
    ):
        if order.from_on is not None and order.from_on > last_on:
            writer.withdraw(Prescription, order.id, DISCHARGED)
        else:
            writer.amend(replace(order, stopped_on=last_on, stopped_round=None, stopped_because=DISCHARGED))
    for cls in _DATED:
        for row in writer.records(cls, open_on, (episode_id, day)):
            if row.from_on is not None and row.from_on > last_on:
                writer.withdraw(cls, row.id, DISCHARGED)
            else:
                writer.amend(replace(row, to_on=last_on))
    for meal in writer.records(MealChange, "episode_id = ? AND served_on > ?", (episode_id, day)):
        writer.withdraw(MealChange, meal.id, DISCHARGED)


def move_end_of_daily_care(writer: Writer, episode_id: str, was: date, last_on: date) -> None:
    """Let what ended with a stay on the day ``was`` end on another day, that of a stay whose end is corrected."""
    for order in writer.records(Prescription, "episode_id = ? AND stopped_on = ?", (episode_id, was.isoformat())):
        if order.stopped_because == DISCHARGED:
            writer.amend(replace(order, stopped_on=last_on))
    for absence in writer.records(Absence, "episode_id = ? AND back_on = ?", (episode_id, was.isoformat())):
        if absence.back_at is None and absence.from_on <= last_on:
            writer.amend(replace(absence, back_on=last_on))
    for cls in _DATED:
        for row in writer.records(cls, "episode_id = ? AND to_on = ?", (episode_id, was.isoformat())):
            writer.amend(replace(row, to_on=last_on))
    end_daily_care(writer, episode_id, last_on)


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
