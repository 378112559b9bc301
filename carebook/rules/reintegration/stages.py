"""Where a way home may go from the stage it stands in, and for how long it has stood there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook.records.reintegration import Stage, StageEntry
from carebook.rules.reintegration.facts import PathFacts

ORDER: tuple[Stage, ...] = (
    Stage.IDENTIFIED,
    Stage.TRACING,
    Stage.FAMILY_ASSESSMENT,
    Stage.PLANNING,
    Stage.PREPARATION,
    Stage.TRIAL_STAY,
    Stage.DECISION,
    Stage.HANDOVER,
    Stage.FOLLOW_UP,
    Stage.CLOSED,
)
"""The stages one after the other (TT 02/2020 Điều 10); a short path has some of them."""
ENDS = frozenset({Stage.CLOSED, Stage.FAILED, Stage.RE_ENTERED})
"""Stages in which a path has ended."""
AT_HOME = frozenset({Stage.FOLLOW_UP})
"""Stages in which somebody has gone already; only the follow-up's own deeds lead on from there."""


def moves(facts: PathFacts) -> tuple[Stage, ...]:
    """The stages the path may be moved to by hand from where it stands, whatever still lacks: on first, then back, then aside.

    Handover leads on only by its minutes, follow-up only by its end, and nothing leads out of the end. A path without
    follow-up (contract end, death) may be closed by hand once its stay has ended another way.
    """
    if facts.stage in ENDS or facts.stage in AT_HOME:
        return ()
    if facts.stage is Stage.SUSPENDED:
        return (*((facts.paused_in,) if facts.paused_in else ()), Stage.FAILED)
    earlier = [stage for stage in facts.stages if _place(stage) < _place(facts.stage)]
    return (*_onward(facts), *reversed(earlier), Stage.SUSPENDED, Stage.FAILED)


def _place(stage: Stage) -> int:
    return ORDER.index(stage)


def _onward(facts: PathFacts) -> list[Stage]:
    """The next stage, and those behind it as long as only stages that may be passed over lie between."""
    found: list[Stage] = []
    for stage in facts.stages:
        if _place(stage) <= _place(facts.stage):
            continue
        if stage in AT_HOME or (stage in ENDS and not facts.stay_ended):
            break
        found.append(stage)
        if not may_pass_over(facts, stage):
            break
    return found


def may_pass_over(facts: PathFacts, stage: Stage) -> bool:
    """Whether a stage may be left out with a reason ("không cần"): tracing, the trial stay, and the family assessment of
    somebody whom no family takes in.
    """
    return stage in (Stage.TRACING, Stage.TRIAL_STAY) or (stage is Stage.FAMILY_ASSESSMENT and not facts.asks_family)


def next_stage(facts: PathFacts) -> Stage | None:
    """The stage that comes after the present one when nothing is passed over; None where no move leads on."""
    return next((stage for stage in moves(facts) if is_forward(facts, stage)), None)


def passed_over(facts: PathFacts, to: Stage) -> tuple[Stage, ...]:
    """The stages of the path left out by going from the present one to ``to``; () unless that is a way forward."""
    if not is_forward(facts, to):
        return ()
    return tuple(stage for stage in facts.stages if _place(facts.stage) < _place(stage) < _place(to))


def is_forward(facts: PathFacts, to: Stage) -> bool:
    """Whether ``to`` lies ahead of the present stage in the order of stages."""
    return facts.stage in ORDER and to in ORDER and _place(to) > _place(facts.stage)


def needs_reason(facts: PathFacts, to: Stage) -> bool:
    """Whether a move has to say why: back, aside, or over a stage that is left out. Going on where it was suspended does not."""
    if facts.stage is Stage.SUSPENDED and to is facts.paused_in:
        return False
    return not is_forward(facts, to) or bool(passed_over(facts, to))


def days_in_stage(entry: StageEntry, today: date) -> int:
    """How many days a stage has lasted, or lasted when it is over; 0 on its first day."""
    return max(0, ((entry.to_on or today) - entry.from_on).days)


def present_entry(entries: Sequence[StageEntry]) -> StageEntry | None:
    """The entry in which the path stands: the one without an end."""
    return next((entry for entry in entries if entry.to_on is None), None)


def paused_in(entries: Sequence[StageEntry]) -> Stage | None:
    """The stage in which a suspended path was stopped; None when it is not suspended. ``entries`` in their order."""
    if not entries or entries[-1].stage is not Stage.SUSPENDED:
        return None
    return next((entry.stage for entry in reversed(entries) if entry.stage is not Stage.SUSPENDED), None)


def since(entries: Sequence[StageEntry]) -> date:
    """The day the present stage began, where a pause in between does not begin it anew. ``entries`` in their order, not empty."""
    began = entries[-1]
    before = list(entries[:-1])
    while len(before) > 1 and before[-1].stage is Stage.SUSPENDED and before[-2].stage is began.stage:
        began = before[-2]
        del before[-2:]
    return began.from_on
