"""The clocks of the decision, counted by hand, and how late a path is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from carebook.records.codes import HolidayRow
from carebook.records.follow_ups import FollowUp, VisitOwner, VisitState
from carebook.records.reintegration import PathPaper, Stage
from carebook.rules.reintegration import Deadline, PathFacts, deadlines, how_late
from tests.rules.reintegration.ready import OF, TODAY, facts, law


def there(name: str, day: date) -> PathPaper:
    return PathPaper(id=name, **OF, paper=name, dated_on=day)


def clocks(kept: PathFacts, *own: HolidayRow) -> dict[str, Deadline]:
    return {one.paper: one for one in deadlines(kept, law().limits, own)}


def test_a_family_asks_and_the_center_decides_within_seven_working_days() -> None:
    kept = facts(Stage.DECISION, "family", papers=(there("request_09", date(2026, 11, 12)),))
    found = clocks(kept)
    assert found["request_09"] == Deadline("request_09", "family", None, date(2026, 11, 12))
    assert found["decision_stop"] == Deadline("decision_stop", "center", date(2026, 11, 23))
    assert found["commune_confirmation"] == Deadline("commune_confirmation", "commune")
    day_off = HolidayRow(day=date(2026, 11, 20), working=False)
    assert clocks(kept, day_off)["decision_stop"].due_on == date(2026, 11, 25)  # 24/11 is a day off as well


def test_the_decision_waits_over_tet() -> None:
    kept = facts(Stage.DECISION, "family", papers=(there("request_09", date(2026, 2, 12)),))
    assert clocks(kept)["decision_stop"].due_on == date(2026, 3, 2)  # 14–22/02/2026 are free


def test_a_substitute_family_has_three_clocks_each_with_its_owner() -> None:
    kept = facts(
        Stage.DECISION,
        "substitute_family",
        papers=(
            there("list_14", date(2026, 6, 1)),
            there("department_dossier", date(2026, 6, 10)),
            there("decision_12", date(2026, 6, 30)),
        ),
    )
    found = clocks(kept)
    assert [(one.paper, one.owner, one.due_on) for one in found.values() if one.due_on] == [
        ("department_dossier", "center", date(2026, 6, 15)),  # 10 working days
        ("decision_12", "commune", date(2026, 7, 1)),  # 15
        ("department_end", "department", date(2026, 7, 7)),  # 5
    ]
    assert found["department_dossier"].is_settled
    assert not found["department_end"].is_settled


def test_only_the_center_s_own_papers_make_a_path_late() -> None:
    waits = facts(
        Stage.DECISION,
        "substitute_family",
        papers=(there("list_14", date(2026, 6, 1)), there("department_dossier", date(2026, 6, 10))),
    )
    assert how_late(waits, TODAY, deadlines(waits, law().limits)) == 0  # the commune's decision was due on 01/07
    behind = facts(Stage.DECISION, "substitute_family", papers=(there("list_14", date(2026, 6, 1)),))
    assert how_late(behind, TODAY, deadlines(behind, law().limits)) == (TODAY - date(2026, 6, 15)).days
    aimed = replace(waits, target_on=date(2026, 11, 20))
    assert how_late(aimed, TODAY) == 2
    assert how_late(replace(aimed, stage=Stage.SUSPENDED), TODAY) == 0
    assert how_late(replace(aimed, is_ended=True), TODAY) == 0


def visit(due_on: date, owner: VisitOwner = VisitOwner.CENTER, state: VisitState = VisitState.DUE) -> FollowUp:
    return FollowUp(id=due_on.isoformat(), **OF, due_on=due_on, owner=owner, state=state)


def test_after_the_handover_the_center_s_own_visits_count_once_their_window_has_passed() -> None:
    def late(*visits: FollowUp) -> int:
        return how_late(facts(Stage.FOLLOW_UP, visits=visits), TODAY)

    assert late(visit(date(2026, 11, 15))) == 0  # 7 days
    assert late(visit(date(2026, 11, 14))) == 8
    assert late(visit(date(2026, 10, 1), VisitOwner.COMMUNE)) == 0
    assert late(visit(date(2026, 10, 1), state=VisitState.DONE), visit(date(2026, 12, 1))) == 0


def test_a_paper_left_out_is_settled_and_starts_no_clock() -> None:
    paper = PathPaper(id="r", **OF, paper="request_09", not_needed_because="Cơ sở tự quyết định")
    found = clocks(facts(Stage.DECISION, "family", papers=(paper,)))
    assert found["request_09"].is_settled
    assert found["request_09"].not_needed
    assert found["decision_stop"].due_on is None
