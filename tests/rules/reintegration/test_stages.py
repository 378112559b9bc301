"""Where a path may go from each stage, what needs a reason, and how long it has stood there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carebook.records.reintegration import Stage, StageEntry
from carebook.rules.reintegration import (
    days_in_stage,
    is_forward,
    may_pass_over,
    moves,
    needs_reason,
    next_stage,
    passed_over,
    paused_in,
    present_entry,
)
from carebook.rules.reintegration.stages import since
from tests.rules.reintegration.ready import OF, facts

S = Stage
ASIDE = (S.SUSPENDED, S.FAILED)


@pytest.mark.parametrize(
    ("stage", "destination", "path", "expected"),
    [
        (S.IDENTIFIED, "family", "home", (S.TRACING, S.FAMILY_ASSESSMENT)),
        (S.TRACING, "family", "home", (S.FAMILY_ASSESSMENT, S.IDENTIFIED)),
        (S.FAMILY_ASSESSMENT, "kin", "home", (S.PLANNING, S.TRACING, S.IDENTIFIED)),
        (S.IDENTIFIED, "independent", "home", (S.TRACING, S.FAMILY_ASSESSMENT, S.PLANNING)),
        (S.TRACING, "transfer", "home", (S.FAMILY_ASSESSMENT, S.PLANNING, S.IDENTIFIED)),
        (
            S.PREPARATION,
            None,
            "home",
            (S.TRIAL_STAY, S.DECISION, S.PLANNING, S.FAMILY_ASSESSMENT, S.TRACING, S.IDENTIFIED),
        ),
        (S.IDENTIFIED, None, "returned_residence", (S.DECISION,)),
        (S.DECISION, None, "returned_residence", (S.HANDOVER, S.IDENTIFIED)),
        (S.HANDOVER, None, "returned_residence", (S.DECISION, S.IDENTIFIED)),
        (S.DECISION, None, "death", (S.IDENTIFIED,)),
    ],
)
def test_forward_backward_aside(stage: Stage, destination: str | None, path: str, expected: tuple[Stage, ...]) -> None:
    assert moves(facts(stage, destination, path)) == (*expected, *ASIDE)


def test_only_its_minutes_and_its_end_lead_on_after_the_handover() -> None:
    handover = moves(facts(S.HANDOVER))
    assert S.FOLLOW_UP not in handover
    assert handover[:2] == (S.DECISION, S.TRIAL_STAY)
    for stage in (S.FOLLOW_UP, S.CLOSED, S.FAILED, S.RE_ENTERED):
        assert moves(facts(stage)) == ()
        assert next_stage(facts(stage)) is None


def test_a_path_without_follow_up_is_closed_by_hand_only_once_its_stay_has_ended() -> None:
    here = facts(S.DECISION, None, "contract_end")
    assert S.CLOSED not in moves(here)
    assert moves(replace(here, stay_ended=True))[0] is S.CLOSED
    street = facts(S.HANDOVER, None, "returned_residence")
    assert S.CLOSED not in moves(street)
    assert moves(replace(street, stay_ended=True))[0] is S.CLOSED
    assert S.CLOSED not in moves(replace(facts(S.HANDOVER), stay_ended=True))  # follow-up is not skipped


def test_a_suspended_path_goes_on_where_it_stood() -> None:
    halted = replace(facts(S.PLANNING), stage=S.SUSPENDED, paused_in=S.PLANNING)
    assert moves(halted) == (S.PLANNING, S.FAILED)
    assert not needs_reason(halted, S.PLANNING)
    assert needs_reason(halted, S.FAILED)


def test_what_needs_a_reason() -> None:
    here = facts(S.IDENTIFIED)
    assert not needs_reason(here, S.TRACING)
    assert needs_reason(here, S.FAMILY_ASSESSMENT)
    assert passed_over(here, S.FAMILY_ASSESSMENT) == (S.TRACING,)
    there = facts(S.PREPARATION)
    assert needs_reason(there, S.PLANNING)
    assert needs_reason(there, S.SUSPENDED)
    assert passed_over(there, S.PLANNING) == ()
    assert is_forward(there, S.DECISION)
    assert not is_forward(there, S.FAILED)


def test_family_assessment_is_left_out_only_where_no_family_takes_them_in() -> None:
    assert not may_pass_over(facts(S.IDENTIFIED, "family"), S.FAMILY_ASSESSMENT)
    assert may_pass_over(facts(S.IDENTIFIED, "independent"), S.FAMILY_ASSESSMENT)
    assert not may_pass_over(facts(S.IDENTIFIED, "independent"), S.PLANNING)


def entry(stage: Stage, from_on: date, to_on: date | None = None) -> StageEntry:
    return StageEntry(**OF, stage=stage, from_on=from_on, to_on=to_on)


def test_a_pause_does_not_begin_a_stage_anew() -> None:
    first, second, third, fourth = (date(2026, month, 1) for month in (6, 7, 8, 9))
    entries = [
        entry(S.IDENTIFIED, first, second),
        entry(S.PLANNING, second, third),
        entry(S.SUSPENDED, third, fourth),
        entry(S.PLANNING, fourth),
    ]
    assert since(entries) == second
    assert present_entry(entries) == entries[-1]
    assert paused_in(entries) is None
    assert paused_in(entries[:3]) is S.PLANNING
    assert since([*entries[:2], entry(S.IDENTIFIED, third, fourth), entry(S.PLANNING, fourth)]) == fourth
    assert since(entries[:1]) == first


def test_days_in_a_stage() -> None:
    day = date(2026, 11, 22)
    assert days_in_stage(entry(S.PLANNING, date(2026, 11, 22)), day) == 0
    assert days_in_stage(entry(S.PLANNING, date(2026, 10, 22)), day) == 31
    assert days_in_stage(entry(S.PLANNING, date(2026, 10, 1), date(2026, 10, 8)), day) == 7
