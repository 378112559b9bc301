"""What is said beside the fields of a path and its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from carebook.dates import PartialDate
from carebook.records.episodes import AbsenceKind, Episode
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    Reintegration,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.rules.problem import Problem
from carebook.rules.reintegration import (
    problems_in_carer,
    problems_in_decision,
    problems_in_opinion,
    problems_in_paper,
    problems_in_path,
    problems_in_readiness,
    problems_in_support,
    problems_in_training,
    problems_in_trial,
)
from tests.rules.reintegration.ready import CHILD, GRANDMOTHER, OF, TODAY, trial_stay

TOMORROW = TODAY + timedelta(days=1)
STAY = Episode(id="stay", person_id="person", start_on=date(2026, 1, 5))
LONG = "x" * 20_001


def said(found: list[Problem]) -> list[tuple[str, str]]:
    return [(one.field, one.severity) for one in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"path": ""}, [("path", "error")]),
        ({"worker_id": None}, [("worker_id", "error")]),
        ({"started_on": None}, [("started_on", "error")]),
        ({"started_on": TOMORROW}, [("started_on", "error")]),
        ({"started_on": date(2026, 1, 4)}, [("started_on", "error")]),
        ({"target_on": date(2026, 5, 31)}, [("target_on", "error")]),
        ({"target_on": date(2126, 5, 31)}, [("target_on", "error")]),
        ({"wish": LONG}, [("wish", "error")]),
    ],
)
def test_a_path(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    path = Reintegration(episode_id="stay", started_on=date(2026, 6, 1), worker_id="worker")
    assert said(problems_in_path(replace(path, **given), stay=STAY, follows_up=True, today=TODAY)) == expected


def test_a_way_home_begins_while_the_stay_lasts() -> None:
    path = Reintegration(episode_id="stay", started_on=date(2026, 6, 1), worker_id="worker")
    ended = replace(STAY, end_on=date(2026, 7, 1))
    assert said(problems_in_path(path, stay=ended, follows_up=True, today=TODAY)) == [("", "error")]
    assert problems_in_path(path, stay=ended, follows_up=False, today=TODAY) == []
    gone = replace(path, handed_over_on=date(2026, 7, 1))
    assert problems_in_path(gone, stay=ended, follows_up=True, today=TODAY) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"full_name": " \t"}, [("full_name", "error")]),
        ({"born": PartialDate("2030")}, [("born", "error")]),
        ({"phone": "123456"}, [("phone", "error")]),
        ({"national_id": "02214599901"}, [("national_id", "warning")]),
        ({"willing": False, "able": False}, []),
        ({"chosen": True, "willing": False, "able": False}, [("willing", "warning"), ("able", "warning")]),
        ({"chosen": True, "born": PartialDate("2010")}, [("born", "warning")]),
        ({"wishes": LONG}, [("wishes", "error")]),
    ],
)
def test_a_carer(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    carer = Carer(**OF, full_name="Nịnh Thị Hợi", phone="0500000551", born=PartialDate("1992"))
    assert said(problems_in_carer(replace(carer, **given), today=TODAY)) == expected
    barred = [("chosen", "error")] if given.get("chosen") else []
    assert said(problems_in_carer(replace(carer, **given), today=TODAY, barred=["Nịnh Thị Hợi"])) == expected + barred


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"heard_on": None}, [("heard_on", "error")]),
        ({"heard_on": TOMORROW}, [("heard_on", "error")]),
        ({"heard_on": date(1026, 11, 1)}, [("heard_on", "error")]),
        ({"words": "  "}, [("words", "error")]),
        ({"of_whom": ""}, [("of_whom", "error")]),
        ({"alone": False}, [("alone", "warning")]),
        ({"alone": False, "of_whom": "sibling"}, []),
    ],
)
def test_an_opinion(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    opinion = Opinion(**OF, heard_on=TODAY, alone=True, words="Con muốn ở với dì.")
    assert said(problems_in_opinion(replace(opinion, **given), born=CHILD, ages=(7, 16), today=TODAY)) == expected


def test_a_grown_up_need_not_be_heard_alone() -> None:
    opinion = Opinion(**OF, heard_on=TODAY, words="Tôi muốn về.")
    assert problems_in_opinion(opinion, born=GRANDMOTHER, ages=(7, 16), today=TODAY) == []


def test_the_check_list() -> None:
    given = {
        "carer": (ReadinessAnswer.MET, ""),
        "unknown": (ReadinessAnswer.MET, ""),
        "bed": (ReadinessAnswer.NOT_YET, LONG),
    }
    assert said(problems_in_readiness(given, points=("carer", "bed"))) == [("unknown", "error"), ("bed", "error")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"kind": ""}, [("kind", "error")]),
        ({"what": " "}, [("what", "error")]),
        ({"amount": -1}, [("amount", "error")]),
        ({"done_on": TOMORROW}, [("done_on", "error")]),
        ({"due_on": date(1026, 1, 1)}, [("due_on", "error")]),
    ],
)
def test_a_support(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    support = Support(**OF, kind="livelihood", what="2 lợn giống", amount=4_000_000, due_on=TOMORROW)
    assert said(problems_in_support(replace(support, **given), today=TODAY)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"topic": ""}, [("topic", "error")]),
        ({"given_on": None}, [("given_on", "error")]),
        ({"minutes": 0}, [("minutes", "error")]),
        ({"minutes": 601}, [("minutes", "error")]),
    ],
)
def test_training(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    training = CarerTraining(**OF, given_on=TODAY, minutes=60)
    assert said(problems_in_training(replace(training, **given), today=TODAY)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"paper": "strange"}, [("paper", "error")]),
        ({"dated_on": None}, [("dated_on", "error")]),
        ({"dated_on": None, "not_needed_because": "Đã có"}, []),
        ({"not_needed_because": "Đã có"}, [("not_needed_because", "error")]),
        ({"dated_on": TOMORROW}, [("dated_on", "error")]),
    ],
)
def test_a_paper(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    paper = PathPaper(**OF, paper="request_09", dated_on=TODAY)
    assert said(problems_in_paper(replace(paper, **given), known=["request_09"], today=TODAY)) == expected


def test_a_trial_stay_and_the_decision_after_it() -> None:
    report = TrialReport(**OF, absence_id="trial", client_report="Ngủ ngon")
    assert problems_in_trial(report, trial_stay()) == []
    assert said(problems_in_trial(report, None)) == [("absence_id", "error")]
    assert said(problems_in_trial(report, trial_stay(kind=AbsenceKind.LEAVE))) == [("absence_id", "error")]
    assert said(problems_in_trial(report, trial_stay(episode_id="another"))) == [("absence_id", "error")]
    assert said(problems_in_trial(replace(report, client_report=""), trial_stay())) == [("client_report", "error")]

    def decided(decision: TrialDecision | None, asks_family: bool = True, **given: Any) -> list[tuple[str, str]]:
        mine = replace(report, decision=decision, **given)
        return said(problems_in_decision(mine, trial_stay(), asks_family=asks_family, today=TODAY))

    assert decided(None) == [("decision", "error")]
    assert decided(TrialDecision.GO_ON) == [("family_report", "error")]
    assert decided(TrialDecision.GO_ON, asks_family=False) == []
    assert decided(TrialDecision.GO_ON, client_report="", family_report="Tốt") == [("client_report", "error")]
    assert decided(TrialDecision.AGAIN) == [("reason", "error")]
    assert decided(TrialDecision.NO_GO, reason="Khóc cả đêm") == []
    away = trial_stay(back_on=None)
    again = replace(report, decision=TrialDecision.AGAIN, reason="Ngắn quá")
    assert said(problems_in_decision(again, away, asks_family=True, today=TODAY)) == [("decision", "error")]
