"""No sequence of deeds hands anybody over with an open red flag, a missing meeting, or without what the destination asks for.

The rows of a path are changed at random as the deeds would change them, moves and the handover only as far as the rules let
them; at every handover the rows themselves are counted again, without the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from carebook.records.intake import FormState
from carebook.records.reintegration import (
    Carer,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    ReadinessCheck,
    Stage,
    StageEntry,
    TrialDecision,
)
from carebook.records.tracing import TracingLead
from carebook.rules.reintegration import (
    ENDS,
    PathRecords,
    facts_of,
    is_forward,
    lacks,
    moves,
    needs_reason,
    passed_over,
)
from tests.rules.reintegration.ready import OF, TODAY, card, law, met, rows, trial_stay, visit

Deed = Callable[[PathRecords], PathRecords]
DESTINATIONS = (None, "family", "kin", "substitute_family", "substitute_kin", "adoption", "independent", "transfer")
SUBSTITUTE = ("substitute_family", "substitute_kin")
ALONE = ("independent", "transfer")
STARTS = (Stage.IDENTIFIED, Stage.FAMILY_ASSESSMENT, Stage.PREPARATION, Stage.DECISION, *(Stage.HANDOVER,) * 3)


def meeting(n: int) -> Deed:
    return lambda kept: replace(kept, contacts=(*kept.contacts, met(TODAY - timedelta(days=n))))


def without_meetings(kept: PathRecords) -> PathRecords:
    return replace(kept, contacts=kept.contacts[:1])


def assessed(score: int, *, red_flag: bool = False) -> Deed:
    def deed(kept: PathRecords) -> PathRecords:
        name = f"v{len(kept.assessments)}"
        return replace(
            kept,
            assessments=(*kept.assessments, visit(name, visited_on=TODAY - timedelta(days=3))),
            ratings=(*kept.ratings, *card(name, score, red_flag=red_flag)),
        )

    return deed


def flagged_in_progress(kept: PathRecords) -> PathRecords:
    name = f"v{len(kept.assessments)}"
    begun = visit(name, state=FormState.IN_PROGRESS)
    return replace(kept, assessments=(*kept.assessments, begun), ratings=(*kept.ratings, *card(name, red_flag=True)))


def cleared(kept: PathRecords) -> PathRecords:
    return replace(kept, ratings=tuple(replace(one, cleared_on=TODAY) if one.red_flag else one for one in kept.ratings))


def newest_visit_struck(kept: PathRecords) -> PathRecords:
    return replace(kept, assessments=kept.assessments[:-1])


def destined(destination: str | None) -> Deed:
    return lambda kept: replace(kept, path=replace(kept.path, destination=destination))


def all_papers(kept: PathRecords) -> PathRecords:
    asked = law().extra("home_destination", kept.path.destination).get("papers", ())
    return replace(kept, papers=tuple(PathPaper(id=name, **OF, paper=name, dated_on=TODAY) for name in asked))


def chosen(yes: bool) -> Deed:
    carer = Carer(id="aunt", **OF, full_name="Nịnh Thị Hợi", chosen=yes)
    return lambda kept: replace(kept, carers=(carer,))


def heard(alone: bool) -> Deed:
    return lambda kept: replace(
        kept, opinions=(Opinion(id="o", **OF, heard_on=TODAY, alone=alone, words="Con muốn về."),)
    )


def checked(answer: ReadinessAnswer) -> Deed:
    points = [code.code for code in law().choices("readiness_item")]
    return lambda kept: replace(
        kept, readiness=tuple(ReadinessCheck(id=name, **OF, item=name, answer=answer) for name in points)
    )


def trial(decision: TrialDecision) -> Deed:
    return lambda kept: replace(
        kept, absences=(trial_stay(),), trials=tuple(replace(one, decision=decision) for one in kept.trials)
    )


def lead(result: str) -> Deed:
    return lambda kept: replace(kept, leads=(TracingLead(id="l", episode_id="stay", result=result),))


DEEDS: tuple[Deed, ...] = (
    *(meeting(n) for n in (1, 40)),
    *(without_meetings,) * 6,
    *(assessed(score) for score in (1, 2, 3)),
    assessed(0, red_flag=True),
    *(flagged_in_progress,) * 5,
    *(cleared,) * 4,
    newest_visit_struck,
    *(destined(one) for one in DESTINATIONS),
    *(all_papers,) * 6,
    lambda kept: replace(kept, papers=kept.papers[1:]),
    *(chosen(yes) for yes in (True, True, False)),
    *(heard(alone) for alone in (True, True, False)),
    *(checked(answer) for answer in ReadinessAnswer),
    *(trial(decision) for decision in TrialDecision),
    *(lead(result) for result in ("open", "verified", "refused")),
)


def moved(kept: PathRecords, to: Stage, reason: bool) -> PathRecords:
    """The path in another stage, if the rules let it go there."""
    facts = facts_of(kept, law())
    if to not in moves(facts) or (needs_reason(facts, to) and not reason):
        return kept
    if is_forward(facts, to):
        before = lacks(facts, today=TODAY, to=to)
        if any(not (one.by_reason and reason) for one in before):
            return kept
        assert set(passed_over(facts, to)) <= {Stage.TRACING, Stage.TRIAL_STAY, Stage.FAMILY_ASSESSMENT}
    last = kept.entries[-1]
    entries = (*kept.entries[:-1], replace(last, to_on=TODAY), StageEntry(**OF, stage=to, from_on=TODAY))
    ended = TODAY if to in ENDS else None
    return replace(kept, entries=entries, path=replace(kept.path, ended_on=ended))


def may_be_handed_over(kept: PathRecords) -> bool:
    facts = facts_of(kept, law())
    return facts.stage is Stage.HANDOVER and lacks(facts, today=TODAY) == ()


def counted_again(kept: PathRecords) -> None:
    """What every handover has, counted in the rows."""
    goes_to = kept.path.destination
    visits = {one.id for one in kept.assessments}
    flags = [one for one in kept.ratings if one.red_flag and one.family_assessment_id in visits]
    assert all(one.cleared_on is not None for one in flags)
    assert goes_to is not None
    if goes_to in SUBSTITUTE:
        assert sum(one.kind == "visit" and one.held_on is not None for one in kept.contacts) >= 2
    if goes_to not in ALONE:
        assert any(one.chosen for one in kept.carers)
        assert any(one.state is FormState.COMPLETED for one in kept.assessments)
    assert any(one.of_whom == "client" and one.alone for one in kept.opinions)  # the path is of a child of eight
    there = {one.paper for one in kept.papers if one.dated_on}
    assert there >= set(law().extra("home_destination", goes_to)["papers"])


steps = st.one_of(
    st.sampled_from(DEEDS),
    st.tuples(st.sampled_from(Stage), st.booleans()),
    st.just("on"),
    st.just("on"),
)


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(STARTS),
    goes_to=st.sampled_from((*SUBSTITUTE, *DESTINATIONS[1:])),
    course=st.lists(steps, max_size=25),
)
def test_nobody_is_handed_over_with_an_open_red_flag_or_a_missing_meeting(
    start: Stage, goes_to: str, course: list[object]
) -> None:
    kept = rows(start, goes_to)
    order = [Stage.HANDOVER]
    for step in course:
        if may_be_handed_over(kept):
            counted_again(kept)
            event("handed over")
        if callable(step):
            kept = step(kept)
        else:
            facts = facts_of(kept, law())
            to, reason = step if isinstance(step, tuple) else (next(iter(moves(facts)), facts.stage), True)
            kept = moved(kept, to, reason)
        order.append(kept.entries[-1].stage)
    if may_be_handed_over(kept):
        counted_again(kept)
        event("handed over")
    assert Stage.FOLLOW_UP not in order  # only completed minutes lead there
    assert Stage.CLOSED not in order


@settings(max_examples=60, deadline=None)
@given(course=st.lists(st.tuples(st.sampled_from(Stage), st.booleans()), max_size=30))
def test_the_stages_of_a_path_follow_each_other(course: list[tuple[Stage, bool]]) -> None:
    """Forward only one step, or over what may be passed over; out of a pause only to where it was; out of the end nowhere."""
    kept = rows(Stage.IDENTIFIED)
    for to, reason in course:
        kept = moved(kept, to, reason)
    stages = [one.stage for one in kept.entries[1:]]
    assume(len(stages) > 1)
    line = facts_of(kept, law()).stages
    standing = stages[0]
    for before, after in pairwise(stages):
        assert before not in ENDS
        if before is Stage.SUSPENDED:
            assert after in (standing, Stage.FAILED)
        elif after in line:
            between = line[line.index(before) + 1 : line.index(after)]
            assert set(between) <= {Stage.TRACING, Stage.TRIAL_STAY}
        standing = after if after in line else standing
    open_entries = [one for one in kept.entries if one.to_on is None]
    assert open_entries == [kept.entries[-1]]


def test_a_path_with_everything_in_place_goes_the_whole_way() -> None:
    """The laws above hold of something: from the first stage to the handover, step by step."""
    kept = rows(Stage.IDENTIFIED, "substitute_family")
    kept = replace(kept, entries=kept.entries[1:])
    meetings = kept.conferences
    for _ in range(7):
        facts = facts_of(kept, law())
        later = tuple(replace(one, held_on=max(facts.since_on, date(2026, 9, 1))) for one in meetings)
        kept = moved(replace(kept, conferences=later), moves(facts)[0], False)
    assert [one.stage for one in kept.entries] == list(facts_of(kept, law()).stages[:8])
    assert may_be_handed_over(kept)
    counted_again(kept)
