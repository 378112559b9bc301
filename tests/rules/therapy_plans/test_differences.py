"""What differs between two versions of a rehabilitation plan, row by row and word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.rehabilitation import FunctionRating, PlannedTherapy, Qualifier, RehabilitationGoal
from carebook.rules.care_plans import Difference
from carebook.rules.therapy_plans import TherapyPlanContent, differences
from carebook.words import speaking
from tests.actions.therapy_plan_samples import content

ABOUT: dict[str, Any] = {"episode_id": "stay", "therapy_plan_id": "p"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def changes(found: tuple[Difference, ...], section: str) -> list[tuple[str, str]]:
    return [(one.kind, str(one.heading)) for one in found if one.section == section and one.kind != "same"]


def test_the_first_version_is_all_new() -> None:
    found = differences(None, content("stay", "doctor"))
    assert {one.kind for one in found} == {"added"}
    assert {one.section for one in found} == {"plan", "functions", "goals", "therapies"}


def test_the_same_twice_differs_in_nothing() -> None:
    plan = content("stay", "doctor")
    assert {one.kind for one in differences(plan, plan)} == {"same"}


def test_facts_rows_and_words() -> None:
    old = content("stay", "doctor")
    walk, drive = old.therapies[0], PlannedTherapy(**ABOUT, therapy="ot", technique="Mặc áo", minutes=30)
    new = replace(
        old,
        plan=replace(old.plan, indication="Tập đi, lên xuống bậc"),
        therapies=(drive, replace(walk, minutes=40)),
        goals=(replace(old.goals[0], text="Đi 15 m bằng khung, có người đứng cạnh", care_thread="outside"),),
        functions=(FunctionRating(**ABOUT, code="d455", qualifier=Qualifier.MILD),),
    )
    said = {"outside": "Tự đi ra hiên", "d455": "Di chuyển bằng cách khác", "doctor": "Quách Văn Long Não"}
    found = differences(old, new, words=lambda _list, code: said.get(code, code))
    assert changes(found, "plan") == [("changed", "Indication")]
    assert changes(found, "therapies") == [("added", "Therapy 1"), ("changed", "Therapy 2")]
    assert changes(found, "functions") == [("added", "d455 Di chuyển bằng cách khác"), ("removed", "d450 d450")]
    goal = next(one for one in found if one.section == "goals")
    marked = [(part.text.strip(), part.mark) for part in goal.parts if part.mark != "same"]
    assert ("10", "removed") in marked
    assert ("15", "added") in marked
    assert any("Tự đi ra hiên" in text and mark == "added" for text, mark in marked)
    assert goal.thread == "walk"


GOALS = st.lists(st.sampled_from(["walk", "dress", "eat", "speak"]), unique=True)
TEXTS = st.sampled_from(["Đi 10 m", "Đi 15 m bằng khung", "Tự mặc áo", ""])


@given(GOALS, GOALS, st.data())
def test_what_is_told_reads_as_the_one_and_as_the_other(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    def version(threads: list[str]) -> TherapyPlanContent:
        plan = content("stay", "doctor")
        goals = (RehabilitationGoal(**ABOUT, thread=one, text=data.draw(TEXTS)) for one in threads)
        return replace(plan, goals=tuple(goals))

    old, new = version(before), version(after)
    found = [one for one in differences(old, new) if one.section == "goals"]
    assert {one.thread for one in found if one.kind != "removed"} == set(after)
    assert {one.thread for one in found if one.kind != "added"} == set(before)
    for one in found:
        goal = next((each for each in new.goals if each.thread == one.thread), None)
        newer = "".join(part.text for part in one.parts if part.mark != "removed")
        assert (goal is None) == (newer == "")
        assert goal is None or newer.startswith(goal.text)
