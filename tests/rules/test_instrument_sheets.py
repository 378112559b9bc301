"""The head of a sheet, the goals it asks about, and whether a result is better or worse than the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.records.care_plans import Goal, GoalLife
from carebook.records.instruments import InstrumentScore
from carebook.rules.instruments import (
    became,
    goals_to_scale,
    item_for,
    line_of,
    problems_before_completing_sheet,
    problems_in_sheet,
    score_of,
    weight_of,
)
from tests import samples
from tests.instrument_samples import BARTHEL_55, OWN, instrument, sheet

TODAY = date(2026, 11, 22)
LEVELS = ("không đi", "đi 2 m", "đi 5 m", "đi 10 m", "đi 20 m")
PHQ_5, PHQ_6, PHQ_9, PHQ_10 = "1,1,1,1,1,0,0,0,0", "1,1,1,1,1,1,0,0,0", "1,1,1,1,1,1,1,1,1", "2,1,1,1,1,1,1,1,1"


@pytest.mark.parametrize(
    ("name", "before", "now", "expected"),
    [
        ("phq9", PHQ_9, PHQ_10, 1),  # another band, though the change is small
        ("phq9", PHQ_10, PHQ_9, -1),
        ("phq9", PHQ_5, PHQ_6, 0),  # the same band, less than a change that means something
        ("phq9", PHQ_5, PHQ_5, 0),
        ("phq9", PHQ_5, "1,1,1", None),  # not complete
        ("barthel", "5,0,5,5,10,10,5,10,5,0", "10,0,5,5,10,10,5,10,5,0", -1),  # high is good, no smallest change known
        ("barthel", "10,0,5,5,10,10,5,10,5,0", "5,0,5,5,10,10,5,10,5,0", 1),
    ],
)
def test_better_or_worse(name: str, before: str, now: str, expected: int | None) -> None:
    scale = instrument(name)
    assert became(scale, score_of(scale, sheet(before)), score_of(scale, sheet(now))) == expected


def test_without_a_good_end_nothing_is_said() -> None:
    scale = replace(instrument("rom"), better=None)
    assert became(scale, score_of(scale, sheet("1")), score_of(scale, sheet("2"))) is None


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"scored_on": TODAY + timedelta(days=1)}, ["scored_on"]),
        ({"scored_on": date(1026, 1, 1)}, ["scored_on"]),
        ({"note": "x" * 20_001}, ["note"]),
        ({"replaces_id": "a", "replaced_because": " "}, ["replaced_because"]),
    ],
)
def test_what_is_wrong_with_the_head(facts: dict[str, object], fields: list[str]) -> None:
    score = InstrumentScore(
        **{"episode_id": "e", "instrument": "barthel", "file_version": 1, "scored_on": TODAY, **facts}  # type: ignore[arg-type]
    )
    stay = samples.episode("p")
    assert [problem.field for problem in problems_in_sheet(score, stay, today=TODAY)] == fields


def test_a_completed_sheet_needs_its_day_and_who_measured() -> None:
    score = InstrumentScore(episode_id="e", instrument="barthel", file_version=1)
    found = problems_before_completing_sheet(score, samples.episode("p"), today=TODAY)
    assert [problem.field for problem in found] == ["scored_on", "done_by_id"]


def goal(text: str, **facts: object) -> Goal:
    return Goal(episode_id="e", plan_id="p", thread=text, text=text, **facts)  # type: ignore[arg-type]


def test_described_goals_are_asked_about_otherwise_all_that_are_followed() -> None:
    walks, eats = goal("đi", levels=LEVELS), goal("ăn")
    dropped = goal("cũ", levels=LEVELS, life=GoalLife.DROPPED)
    assert goals_to_scale([walks, eats, dropped]) == (walks,)
    assert goals_to_scale([eats, dropped]) == (eats,)
    assert goals_to_scale([]) == ()


@pytest.mark.parametrize(("importance", "difficulty", "expected"), [(3, 2, 6.0), (None, 3, 3.0), (None, None, 1.0)])
def test_the_weight_of_a_goal(importance: int | None, difficulty: int | None, expected: float) -> None:
    assert weight_of(goal("đi", importance=importance, difficulty=difficulty)) == expected


def test_a_goal_is_asked_in_the_words_of_its_levels() -> None:
    item = item_for(goal("Đi trong hành lang", levels=(*LEVELS[:4], " ")), instrument("gas").items[0])
    assert (item.code, item.words) == ("Đi trong hành lang", "Đi trong hành lang")
    assert [choice.words for choice in item.choices[:2]] == ["−2 · không đi", "−1 · đi 2 m"]
    assert item.choices[4] == instrument("gas").items[0].choices[4]
    assert [choice.value for choice in item.choices] == [-2, -1, 0, 1, 2]


def test_the_line_of_a_key() -> None:
    assert line_of(OWN, "version") == 3
    assert line_of(OWN, "nothing") == 1


def test_the_samples_are_what_they_say() -> None:
    total = score_of(instrument("barthel"), {item: float(value) for item, value in BARTHEL_55.items()}).total
    assert total == 55
