"""When a case may be closed, what form 06 says by itself, and how long somebody was away who came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.assessments import NeedLevel
from carebook.records.care_plans import Achievement, Goal, GoalLife, PlanReview, Proposal
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.episodes import Episode
from carebook.rules.closures import (
    ClosureFacts,
    Course,
    NeedChange,
    ScaleChange,
    criteria,
    places_to_sign,
    prefilled,
    problems_in,
    refusal,
    reopened_after,
)
from tests import samples

TODAY, SINCE = samples.TODAY, date(2026, 1, 5)
COMPLETE = Closure(
    episode_id="e", reason="goal_reached", closed_on=TODAY, no_conference_because="Đối tượng và gia đình đã đồng ý"
)
LEFT = {"end_on": TODAY, "end_reason": "goal_reached", "received_by": "Trần Văn Sơn"}
SIGNED = tuple(
    ClosureSignature(episode_id="e", closure_id="c", party=party, name="Trần Văn Sơn", signed_on=TODAY)
    for party in ClosureParty
)


def stay(**given: Any) -> Episode:
    """A stay that ended today with its goal reached and somebody who received the person."""
    return samples.episode("p", **(LEFT | given))


def goal(**given: Any) -> Goal:
    """A goal of the plan in force that was reached."""
    return Goal(
        **{
            "episode_id": "e",
            "plan_id": "p",
            "thread": "t1",
            "text": "Đi 10 m",
            "achievement": Achievement.ACHIEVED,
            "life": GoalLife.FINISHED,
        }
        | given
    )


def facts(**given: Any) -> ClosureFacts:
    """Everything that must hold, holds."""
    return ClosureFacts(**{"closure": COMPLETE, "signatures": SIGNED, "episode": stay(), "goals": (goal(),)} | given)


def signed(party: ClosureParty, **given: Any) -> tuple[ClosureSignature, ...]:
    """All signatures, that of ``party`` otherwise."""
    return tuple(replace(one, **given) if one.party is party else one for one in SIGNED)


def test_a_case_with_everything_may_be_closed() -> None:
    assert criteria(facts()) == ()


FAMILY = ClosureParty.FAMILY


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"closure": replace(COMPLETE, reason=None)}, [("reason", "reason")]),
        ({"closure": replace(COMPLETE, reason="family_request")}, [("reason_differs", "reason")]),
        ({"closure": replace(COMPLETE, closed_on=None)}, [("closed_on", "closed_on")]),
        ({"episode": stay(end_on=None, end_reason=None)}, [("open", "discharge")]),
        ({"episode": stay(received_by="")}, [("handover", "handover")]),
        ({"episode": stay(received_by="", end_decision_no="45/QĐ")}, []),
        (
            {
                "episode": stay(received_by="", end_reason="died"),
                "closure": replace(COMPLETE, reason="died"),
            },
            [],
        ),
        (
            {
                "episode": stay(received_by="", end_reason="absconded"),
                "closure": replace(COMPLETE, reason="absconded"),
            },
            [],
        ),
        ({"waiting": 3}, [("waiting", "plans")]),
        (
            {"goals": (goal(achievement=Achievement.NOT_RATED, life=GoalLife.ACTIVE), goal(thread="t2"))},
            [("goal", "goals.t1")],
        ),
        ({"goals": (goal(achievement=Achievement.NOT_RATED, life=GoalLife.DROPPED),)}, []),
        ({"goals": (goal(achievement=Achievement.NO_LONGER, life=GoalLife.ON_HOLD),)}, []),
        ({"goals": ()}, []),
        ({"closure": replace(COMPLETE, no_conference_because=" ")}, [("meeting", "conference_id")]),
        (
            {
                "closure": replace(COMPLETE, no_conference_because="", conference_id="m"),
                "conferences": frozenset({"m"}),
            },
            [],
        ),
        (
            {"closure": replace(COMPLETE, no_conference_because="", conference_id="struck")},
            [("meeting", "conference_id")],
        ),
        ({"signatures": signed(FAMILY, signed_on=None)}, [("unsigned", "signatures.family")]),
        ({"signatures": signed(FAMILY, name="")}, [("unnamed", "signatures.family")]),
        ({"signatures": signed(FAMILY, name="", signed_on=None, waived_because="Không còn người thân")}, []),
        ({"signatures": signed(FAMILY, signed_on=None, waived_because="  ")}, [("unsigned", "signatures.family")]),
    ],
)
def test_each_thing_that_is_missing_is_told_with_its_place(given: dict[str, Any], lacks: list[tuple[str, str]]) -> None:
    assert [(one.code, one.place) for one in criteria(facts(**given))] == lacks


def test_an_empty_form_lacks_all_four_signatures() -> None:
    places = [one.place for one in criteria(facts(signatures=())) if one.code == "unsigned"]
    assert places == [f"signatures.{party.value}" for party in ClosureParty]


def test_the_refusal_names_every_lack() -> None:
    lacks = criteria(facts(episode=stay(received_by=""), signatures=signed(FAMILY, signed_on=None)))
    said = refusal(lacks)
    assert said.values["n"] == 2
    assert str(said.values["things"]) == "; ".join(str(one.message) for one in lacks)


@given(
    waived=st.sets(st.sampled_from(ClosureParty)),
    unrated=st.integers(0, 3),
    waiting=st.none() | st.integers(1, 9),
    decided=st.booleans(),
)
def test_mending_what_is_told_is_enough(
    waived: set[ClosureParty], unrated: int, waiting: int | None, decided: bool
) -> None:
    """Whatever is missing, a case of which every told thing is put right may be closed."""
    before = facts(
        signatures=tuple(replace(one, signed_on=None) if one.party in waived else one for one in SIGNED),
        goals=tuple(goal(thread=f"t{n}", achievement=Achievement.NOT_RATED) for n in range(unrated)),
        waiting=waiting,
        episode=stay(received_by="", end_decision_no="45" if decided else ""),
    )
    told = {one.place for one in criteria(before)}
    mended = replace(
        before,
        signatures=tuple(
            replace(one, waived_because="Mất liên lạc") if f"signatures.{one.party.value}" in told else one
            for one in before.signatures
        ),
        goals=tuple(
            replace(one, achievement=Achievement.PARTLY) if f"goals.{one.thread}" in told else one
            for one in before.goals
        ),
        waiting=None if "plans" in told else before.waiting,
        episode=replace(before.episode, received_by="Con trai") if "handover" in told else before.episode,
    )
    assert criteria(mended) == ()
    assert len(told) == len(waived) + unrated + (waiting is not None) + (not decided)


@pytest.mark.parametrize(
    ("closure", "signature", "fields"),
    [
        ({}, {}, []),
        ({"closed_on": TODAY + timedelta(days=1)}, {}, ["closed_on"]),
        ({"closed_on": SINCE - timedelta(days=1)}, {}, ["closed_on"]),
        ({"closed_on": None, "reason": None}, {}, []),
        ({"course": "a" * 10_001}, {}, ["course"]),
        ({}, {"signed_on": TODAY + timedelta(days=1)}, ["signatures.family.signed_on"]),
        ({}, {"waived_because": "Không còn người thân"}, ["signatures.family.waived_because"]),
        ({}, {"signed_on": None, "waived_because": "Không còn người thân"}, []),
    ],
)
def test_what_is_impossible(closure: dict[str, Any], signature: dict[str, Any], fields: list[str]) -> None:
    found = problems_in(replace(COMPLETE, **closure), signed(FAMILY, **signature), since=SINCE, today=TODAY)
    assert [p.field for p in found] == fields


def test_there_are_four_places_and_what_was_written_stays() -> None:
    mine = ClosureSignature(episode_id="e", closure_id="c", party=FAMILY, name="Con gái")
    places = places_to_sign((mine,), {ClosureParty.HEAD: "Đào Thị Hướng Dương"}.get)  # type: ignore[arg-type]
    assert [one.party for one in places] == list(ClosureParty)
    assert places[2] is mine
    assert places[3].name == "Đào Thị Hướng Dương"


COURSE = Course(
    episode=stay(reason="Liệt nửa người", destination="family"),
    assessed_on=(date(2026, 1, 10), date(2026, 7, 1)),
    approved_plans=2,
    goals=(
        goal(from_value="5 m", to_value="10 m", remark="Đi bằng khung"),
        goal(text="Gặp con", achievement=Achievement.NOT_RATED, life=GoalLife.DROPPED),
    ),
    reviews=(
        PlanReview(episode_id="e", plan_id="p", done_on=date(2026, 9, 1), proposal=Proposal.END),
        PlanReview(episode_id="e", plan_id="p", done_on=date(2026, 5, 1), proposal=Proposal.CONTINUE),
    ),
    met_on=(date(2026, 2, 1),),
    notes=12,
    contacts_on=(date(2026, 8, 8), date(2026, 3, 3)),
    scales=(ScaleChange("Barthel", "35/100", date(2026, 1, 9), "55/100", date(2026, 10, 1)),),
    needs=(NeedChange("health", NeedLevel.HIGH, NeedLevel.LOW),),
)


def test_the_form_tells_the_course_and_the_results() -> None:
    found = prefilled(COURSE, lambda _list, code: code.upper())
    said = [one.values for one in (*found.course, *found.results, *found.plan_after)]
    assert {"start": "05/01/2026", "end": "22/11/2026", "n": 322} in said
    assert {"reason": "Liệt nửa người"} in said
    assert {"n": 2, "day": "01/07/2026"} in said
    assert [v["day"] for v in said if "proposal" in v] == ["01/09/2026"]
    assert {"n": 2, "day": "08/08/2026"} in said
    goals = [str(one) for one in found.results if "said" in one.values or "result" in one.values]
    assert "5 m → 10 m" in goals[0]
    assert goals[0].endswith("Đi bằng khung")
    assert "HEALTH" in goals[1]
    assert any(v.get("title") == "Barthel" and v["last_on"] == "01/10/2026" for v in said)
    assert [v["destination"] for v in said if "destination" in v] == ["FAMILY"]
    assert {"name": "Trần Văn Sơn"} in said


def test_what_the_book_does_not_know_is_not_told() -> None:
    found = prefilled(Course(samples.episode("p")))
    assert [one.id for one in found.course] == ["At the center since {start}."]
    assert found.results == found.plan_after == ()


@given(closed=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 600), days=st.integers(0, 27))
def test_months_between_the_closing_and_the_return(closed: date, months: int, days: int) -> None:
    back = closed + relativedelta(months=months) + timedelta(days=days)
    found = reopened_after(replace(COMPLETE, closed_on=closed), back)
    assert found in (months, months + 1)
    assert closed + relativedelta(months=found) <= back < closed + relativedelta(months=found + 1)


def test_a_case_that_was_never_closed_is_not_reopened() -> None:
    assert reopened_after(replace(COMPLETE, closed_on=None), TODAY) is None
    assert reopened_after(COMPLETE, TODAY - timedelta(days=40)) == 0
