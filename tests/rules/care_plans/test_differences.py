"""Differences word by word: both texts can be read out of them, numbers and units are words, things find their counterparts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.care_plans import Activity, CarePlan, DailyHelp, Goal, HelpLevel, Owner, Risk
from carebook.rules.care_plans import Difference, PlanContent, differences
from carebook.rules.care_plans.comparing import MOST_WORDS, compared
from carebook.words import Message, speaking

WORDS = st.lists(st.sampled_from(["đi", "20", "m", "10,5", "kg", "khung", ",", "(", "–", "🙂", "\n"]), max_size=12).map(
    " ".join
)


def marked(before: str, after: str) -> str:
    """The comparison as one line: [-removed-]{+added+}."""
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(frames[p.mark].format(p.text) for p in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Đi 20 m", "Đi 20 m", "Đi 20 m"),
        ("Đi 20 m với khung", "Đi 40 m với khung", "Đi [-20 -]{+40 +}m với khung"),
        ("Đi 20m", "Đi 20 m", "Đi 20 m"),
        ("Uống 1,5 l", "Uống 2,5 l", "Uống [-1,5 -]{+2,5 +}l"),
        ("Tập đi.", "Tập đi, tập đứng.", "Tập đi{+, tập đứng+}."),
        ("", "Tập đi", "{+Tập đi+}"),
        ("Tập đi", "", "[-Tập đi-]"),
    ],
)
def test_word_by_word(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


@given(WORDS | st.text(max_size=40), WORDS | st.text(max_size=40))
def test_both_texts_can_be_read_out_of_the_parts(before: str, after: str) -> None:
    parts = compared(before, after)
    assert "".join(p.text for p in parts if p.mark != "removed") == after
    assert "".join("".join(p.text for p in parts if p.mark != "added").split()) == "".join(before.split())
    assert all(p.text for p in parts)
    assert (before == after) is all(p.mark == "same" for p in parts) or before.split() == after.split()


def test_endless_texts_are_told_as_a_whole() -> None:
    assert [p.mark for p in compared("a " * (MOST_WORDS + 1), "a b")] == ["removed", "added"]


def goal(thread: str, text: str, **more: Any) -> Goal:
    return Goal(episode_id="", plan_id="", id=f"id-{thread}-{text}", thread=thread, text=text, **more)


def activity(text: str, goal_id: str | None = None, **more: Any) -> Activity:
    return Activity(episode_id="", plan_id="", text=text, goal_id=goal_id, **more)


def risk(text: str, **more: Any) -> Risk:
    return Risk(episode_id="", plan_id="", text=text, **more)


PLAN = CarePlan(episode_id="")


def told(before: PlanContent | None, after: PlanContent, section: str) -> list[tuple[str, Any]]:
    """Kind and number (or words) of each thing of a section."""
    found = []
    with speaking("en"):
        for one in differences(before, after):
            if one.section == section:
                number = one.heading.values.get("n") if isinstance(one.heading, Message) else one.heading
                found.append((one.kind, number))
    return found


def test_goals_find_each_other_by_their_thread() -> None:
    before = PlanContent(PLAN, (goal("a", "Đi 20 m"), goal("b", "Ăn đủ bữa"), goal("c", "Ngủ đủ giấc")))
    after = PlanContent(PLAN, (goal("c", "Ngủ đủ giấc"), goal("d", "Đi 20 m"), goal("a", "Ra vườn mỗi sáng")))
    assert told(before, after, "goals") == [("same", 1), ("added", 2), ("changed", 3), ("removed", 2)]


def test_activities_find_each_other_by_goal_and_likeness() -> None:
    goals = (goal("a", "Đi"), goal("b", "Ăn"))
    before = PlanContent(
        PLAN, goals, (activity("Tập đi 10 phút", "a"), activity("Đổi món", "b"), activity("Gọi điện về nhà"))
    )
    after = PlanContent(
        PLAN,
        goals,
        (activity("Gọi điện về nhà"), activity("Tập đi với khung 15 phút", "a"), activity("Đọc báo", "b")),
    )
    assert told(before, after, "activities") == [("same", 1), ("changed", 2), ("added", 3), ("removed", 2)]


def test_an_activity_that_serves_another_goal_has_changed() -> None:
    goals = (goal("a", "Đi"), goal("b", "Ăn"))
    before = PlanContent(PLAN, goals, (activity("Ra vườn", goals[0].id),))
    after = PlanContent(PLAN, goals, (activity("Ra vườn", "b"),))
    assert told(before, after, "activities") == [("changed", 1)]


def test_risks_and_daily_help() -> None:
    helps = (DailyHelp(episode_id="", plan_id="", kind="bathing", level=HelpLevel.PARTLY),)
    before = PlanContent(PLAN, (), (), (risk("Ngã ban đêm"), risk("Loét tì đè")), helps)
    after = PlanContent(
        PLAN,
        (),
        (),
        (risk("Ngã ban đêm khi đi vệ sinh"),),
        (replace(helps[0], level=HelpLevel.SELF), DailyHelp(episode_id="", plan_id="", kind="eating")),
    )
    assert told(before, after, "risks") == [("changed", 1), ("removed", 2)]
    assert told(before, after, "helps") == [("changed", "bathing"), ("added", "eating")]


def test_the_facts_of_the_plan_are_said_in_words() -> None:
    before = PlanContent(replace(PLAN, from_on=date(2026, 1, 5), manager_id="m", permanency="kin"))
    after = PlanContent(replace(PLAN, from_on=date(2026, 11, 22), manager_id="m", review_every_months=3))
    with speaking("en"):
        found = {
            str(d.heading): d
            for d in differences(before, after, words=lambda name, code: f"{name}:{code}")
            if d.section == "plan"
        }
    assert {name: d.kind for name, d in found.items()} == {
        "From": "changed",
        "Review every": "added",
        "Case manager": "same",
        "Permanency goal": "removed",
    }
    assert [(p.text, p.mark) for p in found["From"].parts] == [("05/01/2026", "removed"), ("22/11/2026", "added")]
    assert found["Case manager"].parts[0].text == "link:m"
    assert found["Review every"].parts[0].text == "3 months"


def test_a_row_is_one_line_of_words() -> None:
    row = activity("Tập đi", urgent=True, owner=Owner.FAMILY, cost=150_000, from_on=date(2026, 11, 22))
    with speaking("en"):
        found = differences(None, PlanContent(PLAN, (), (row,)))
    line = next(d for d in found if d.section == "activities")
    assert line.kind == "added"
    assert line.parts[0].text.split(" · ")[:3] == ["Tập đi", "Urgent: yes", "From: 22/11/2026"]
    assert "Estimated cost: 150.000" in line.parts[0].text
    assert "Responsible: Family" in line.parts[0].text


def test_a_version_like_the_one_before_has_no_changes() -> None:
    whole = PlanContent(PLAN, (goal("a", "Đi"),), (activity("Tập", "a"),), (risk("Ngã"),))
    found: tuple[Difference, ...] = differences(whole, whole)
    assert {d.kind for d in found} == {"same"}
