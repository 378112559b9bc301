"""What ends together with a stay: absence, bed, plans, sessions, and the way home that did not come to its handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Refused
from carebook.actions.reintegration import write_stage
from carebook.records.codes import Code
from carebook.records.episodes import Absence, BedAssignment, Episode
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

DISCHARGED = "dừng trợ giúp"  # why a plan ended, as the book keeps it


class OnTheWayHome(Refused):
    """The stay ends by the handover of its path, not by a discharge; ``reintegration_id`` is the path to go to."""

    def __init__(self, path: Reintegration, problem: Problem) -> None:
        super().__init__((problem,))
        self.episode_id, self.reintegration_id = path.episode_id, path.id


def end_stay(writer: Writer, ended: Episode, *, seen: int | None = None) -> Episode:
    """Write the end of a stay, and end with it the absence, the bed, the plans in force and the sessions to come."""
    kept = writer.amend(ended, seen=seen)
    for absence in writer.records(Absence, "episode_id = ? AND back_on IS NULL", (kept.id,)):
        writer.amend(replace(absence, back_on=kept.end_on))
    for bed in writer.records(BedAssignment, "episode_id = ? AND to_on IS NULL", (kept.id,)):
        writer.amend(replace(bed, to_on=kept.end_on))
    if kept.end_on is not None:
        care_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        therapy_plans.end_in_force(writer, kept.id, kept.end_on, DISCHARGED)
        end_of_stay(writer, kept.id, kept.end_on, DISCHARGED)
    return kept


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
