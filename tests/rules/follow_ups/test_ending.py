"""When a follow-up may end: what lacks before it in words, and what is wrong with its paper."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from carebook import places
from carebook.records.codes import Code
from carebook.records.follow_ups import (
    FollowUp,
    FollowUpEnd,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
    VisitState,
)
from carebook.records.reintegration import Outcome
from carebook.rules import code_files
from carebook.rules.follow_ups import (
    EndFacts,
    lacks_before_end,
    least_on,
    problems_in_end,
    refusal,
)

CODES = [
    row
    for row in code_files.codes_from_toml(
        tomllib.loads(places.resource("codes/reintegration.toml").read_text(encoding="utf-8"))
    )
    if isinstance(row, Code)
]
OURS, COMMUNE = VisitOwner.CENTER, VisitOwner.COMMUNE
TODAY = date(2026, 11, 22)


def visit(**given: Any) -> FollowUp:
    about: dict[str, Any] = {"id": "v", "episode_id": "e", "reintegration_id": "r", "due_on": date(2026, 11, 20)}
    made = {"state": VisitState.DONE, "done_on": date(2026, 11, 20), "mode": "visit", "seen": "chị gái"}
    return FollowUp(**about | ({} if given.get("state") is VisitState.DUE else made) | given)


def ending(kind: FollowUpEndKind = FollowUpEndKind.CRITERIA_MET, **given: Any) -> FollowUpEnd:
    about: dict[str, Any] = {
        "episode_id": "e",
        "reintegration_id": "r",
        "kind": kind,
        "ended_on": TODAY,
        "outcome": Outcome.STABLE,
        "reason": "Ổn định",
    }
    return FollowUpEnd(**about | given)


def facts(*visits: FollowUp, end: FollowUpEnd | None = None, **given: Any) -> EndFacts:
    return EndFacts(end or ending(), date(2026, 5, 20), visits, **given)


def lacking(found: EndFacts) -> list[str]:
    return [one.message.id for one in lacks_before_end(found)]


GREEN = visit(id="g", template="general", due_on=date(2026, 8, 20), done_on=date(2026, 8, 21), risk=RiskColour.GREEN)


def test_the_sentence_of_the_house() -> None:
    """ "Chưa kết thúc theo dõi: lần 6 tháng (hạn 20/11/2026) chưa thực hiện, lần gần nhất mức Vàng."."""
    late = visit(id="late", template="general", state=VisitState.DUE)
    lacks = lacks_before_end(facts(replace(GREEN, risk=RiskColour.YELLOW), late))
    assert [(one.message.id, one.about) for one in lacks] == [
        ("{visit} (due {day}) has not been made", "late"),
        ("the newest visit found {level}", "g"),
    ]
    said = refusal(lacks)
    assert said.id == "The follow-up cannot be ended yet: {things}."
    assert said.values["things"].values["first"].values["day"] == "20/11/2026"


def test_what_stands_between_a_follow_up_and_its_end() -> None:
    assert lacking(facts(GREEN)) == []
    assert lacking(facts()) == ["there are {n} visits only, {least} are needed"]
    assert lacking(facts(GREEN, least_on=date(2026, 11, 23))) == ["it may end from {day} on"]
    assert lacking(facts(GREEN, least_on=TODAY)) == []
    later = visit(id="later", state=VisitState.DUE, due_on=date(2026, 11, 23))
    assert lacking(facts(GREEN, later)) == []  # not due yet
    assert lacking(facts(GREEN, stable_visits=2)) == ["there are {n} visits only, {least} are needed"]
    red = replace(GREEN, id="red", done_on=date(2026, 7, 1), risk=RiskColour.RED)
    assert lacking(facts(red, GREEN)) == []
    assert lacking(facts(red, GREEN, stable_visits=2)) == ["the visit of {day} found {level}"]
    waived = visit(id="w", state=VisitState.WAIVED, done_on=None)
    assert lacking(facts(GREEN, waived)) == []
    blank = ending(ended_on=None, outcome=None, reason=" ")
    assert len(lacking(facts(GREEN, end=blank))) == 3


def test_anothers_report_holds_the_end_up_until_it_came_or_was_asked_for() -> None:
    theirs = visit(id="t", owner=COMMUNE, template="substitute", state=VisitState.DUE)
    assert lacking(facts(GREEN, theirs)) == [
        "the report about {visit} (due {day}, {owner}) has not come and nobody was reminded"
    ]
    assert lacking(facts(GREEN, theirs, attempts={"t": 1})) == []
    assert lacking(facts(GREEN, replace(theirs, state=VisitState.RECEIVED, done_on=TODAY, risk=RiskColour.GREEN))) == []


def test_lost_contact_death_and_no_need_have_criteria_of_their_own() -> None:
    due = visit(id="d", state=VisitState.DUE)
    lost = ending(FollowUpEndKind.LOST_CONTACT, outcome=Outcome.LOST)
    for tried, expected in ((0, 1), (2, 1), (3, 0)):
        assert len(lacking(facts(due, end=lost, attempts={"d": tried}))) == expected
    assert lacking(facts(due, end=ending(FollowUpEndKind.DIED, outcome=Outcome.DIED))) == []
    unneeded = ending(FollowUpEndKind.NOT_NEEDED)
    assert lacking(facts(due, end=unneeded)) == []
    assert lacking(facts(replace(GREEN, risk=RiskColour.RED), end=unneeded)) == ["the newest visit found {level}"]


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        (ending(), []),
        (ending(ended_on=date(2026, 11, 23)), ["ended_on"]),
        (ending(ended_on=date(2026, 5, 1)), ["ended_on"]),
        (ending(FollowUpEndKind.CAME_BACK), ["kind"]),
        (ending(FollowUpEndKind.LOST_CONTACT), ["outcome"]),
        (ending(outcome=Outcome.RE_ENTERED), ["outcome"]),
    ],
)
def test_what_is_wrong_with_the_paper_of_the_end(end: FollowUpEnd, wrong: list[str]) -> None:
    assert [one.field for one in problems_in_end(end, handed_on=date(2026, 5, 20), today=TODAY)] == wrong


def test_the_shortest_time_is_the_longest_of_the_templates() -> None:
    handed = date(2026, 8, 31)
    assert least_on({"general"}, CODES, handed) == date(2027, 2, 28)
    assert least_on({"substitute_center", "substitute"}, CODES, handed) == date(2027, 2, 28)
    assert least_on({"none"}, CODES, handed) is None
