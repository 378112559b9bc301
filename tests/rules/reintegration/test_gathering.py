"""From rows and dated data to facts: what counts, and that the center's own data decides."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from carebook.records.codes import Code
from carebook.records.reintegration import Stage
from carebook.records.tracing import TracingLead
from carebook.rules.reintegration import PathLaw, facts_of, lacks, moves
from tests.rules.reintegration.ready import TODAY, VISITED, card, facts, law, rows, visit


def edited(list_name: str, code: str, **extra: object) -> PathLaw:
    """The law with one word of a list changed by the center."""
    changed = [
        replace(one, details=json.dumps(dict(one.extra) | extra))
        if (one.list_name, one.code) == (list_name, code)
        else one
        for one in law().codes
    ]
    return replace(law(), codes=tuple(changed))


def test_leads_count_by_their_result() -> None:
    results = ("open", "checking", "verified", "verified", "not_them", "refused", "unreachable")
    leads = tuple(TracingLead(id=str(n), episode_id="stay", result=name) for n, name in enumerate(results))
    found = facts(Stage.TRACING, leads=leads)
    assert (found.open_leads, found.verified_leads) == (2, 2)


def test_who_goes_where_nobody_takes_them_in_needs_no_family() -> None:
    asks = {
        name: facts(Stage.IDENTIFIED, name).asks_family
        for name in (None, "family", "adoption", "independent", "transfer")
    }
    assert asks == {None: True, "family": True, "adoption": True, "independent": False, "transfer": False}
    assert not facts(Stage.IDENTIFIED, None, "death").asks_family


def test_the_center_decides_how_many_meetings_a_family_needs() -> None:
    kept = rows(Stage.PREPARATION, "kin", contacts=())
    assert lacks(facts_of(kept, law()), today=TODAY) == ()
    found = facts_of(kept, edited("home_destination", "kin", contacts=1))
    assert [one.page for one in lacks(found, today=TODAY)] == ["contacts"]


def test_a_scorecard_is_judged_by_the_criteria_of_its_own_day() -> None:
    later = Code(list_name="family_criterion", code="road", text="Đường đi", valid_from=date(2026, 11, 1), position=99)
    newer = replace(law(), codes=(*law().codes, later))
    of_september = facts_of(rows(Stage.FAMILY_ASSESSMENT), newer).scorecard
    of_november = facts_of(
        rows(Stage.FAMILY_ASSESSMENT, assessments=(visit("a", visited_on=date(2026, 11, 2)),)), newer
    ).scorecard
    assert of_september is not None
    assert of_november is not None
    assert [(one.rated, one.criteria) for one in (of_september, of_november)] == [(12, 12), (12, 13)]
    assert (of_september.band, of_november.band) == ("favourable", "")


def test_the_newest_finished_visit_counts() -> None:
    older, newer = visit("a"), visit("b", visited_on=date(2026, 10, 1))
    ratings = (*card("a", 3), *card("b", 2))
    found = facts(Stage.FAMILY_ASSESSMENT, assessments=(newer, older), ratings=ratings).scorecard
    assert found is not None
    assert (found.assessment_id, found.band, found.visited_on) == ("b", "support_first", date(2026, 10, 1))


def test_a_stage_that_the_center_took_out_of_the_path_is_left_like_any_other() -> None:
    kept = rows(Stage.TRIAL_STAY, absences=())
    shorter = edited(
        "home_path", "home", stages=["identified", "preparation", "decision", "handover", "follow_up", "closed"]
    )
    found = facts_of(kept, shorter)
    assert moves(found) == (Stage.DECISION, Stage.PREPARATION, Stage.IDENTIFIED, Stage.SUSPENDED, Stage.FAILED)
    assert len(lacks(found, today=TODAY)) == 1
    without_handover = edited("home_path", "home", stages=["identified", "decision", "follow_up", "closed"])
    assert Stage.FOLLOW_UP not in moves(facts_of(rows(Stage.DECISION), without_handover))
    unknown = facts_of(replace(kept, path=replace(kept.path, path="gone")), law())
    assert moves(unknown) == (Stage.SUSPENDED, Stage.FAILED)


def test_what_the_paper_of_a_stage_says_comes_from_the_list() -> None:
    found = {paper.code: paper for paper in facts(Stage.DECISION, "substitute_family").papers}
    assert (found["department_end"].owner, found["department_end"].after) == ("department", "decision_12")
    assert found["decision_12"].limit == "substitute_decision"
    assert {paper.dated_on for paper in found.values()} == {VISITED}
