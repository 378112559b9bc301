"""One goal through the versions of its plan: what led to it, its wordings, and what came after."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook import places
from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, NeedLevel
from carebook.records.care_plans import Activity, CarePlan, Goal, PlanInForce, PlanState
from carebook.records.conferences import Conference, ConferenceDecision
from carebook.records.episodes import Episode
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.progress import ProgressNote
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, Writer, new_id
from carebook.store.goal_threads import Thread, goal_thread
from tests.actions.admissions import admit, emergency

WALK, MEET = new_id(), new_id()
ITEMS = tomllib.loads(places.resource("instruments/barthel.toml").read_text("utf-8"))["items"]


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def barthel(writer: Writer, episode_id: str, on: date, total: int, **given: Any) -> InstrumentScore:
    """A finished sheet that comes to ``total``."""
    state = {"state": FormState.COMPLETED} | given
    sheet = writer.add(
        InstrumentScore(episode_id=episode_id, instrument="barthel", file_version=1, scored_on=on, **state)
    )
    left = total
    for item in ITEMS:
        value = min(left, 5)
        left -= value
        writer.add(ItemAnswer(episode_id=episode_id, score_id=sheet.id, item=item["code"], value=float(value)))
    return sheet


def assessed(writer: Writer, episode_id: str, on: date, level: NeedLevel, **given: Any) -> Assessment:
    """A finished assessment that rates health."""
    found = writer.add(
        Assessment(**{"episode_id": episode_id, "state": FormState.COMPLETED, "assessed_on": on} | given)
    )
    writer.add(
        DomainRating(
            episode_id=episode_id, assessment_id=found.id, domain="health", level=level, problem="Liệt nửa người"
        )
    )
    return found


def version(writer: Writer, episode_id: str, number: int, on: date, *goals: tuple[str, str], **given: Any) -> CarePlan:
    """A version with goals (thread, words), each with one activity."""
    approved = {"state": PlanState.APPROVED, "approved_at": at(on.month, on.day)}
    plan = writer.add(CarePlan(**{"episode_id": episode_id, "number": number, "from_on": on} | approved | given))
    for place, (thread, words) in enumerate(goals):
        goal = writer.add(
            Goal(
                episode_id=episode_id,
                plan_id=plan.id,
                thread=thread,
                position=place,
                domain="health" if thread == WALK else "relations",
                text=words,
                instrument="barthel" if thread == WALK else "",
            )
        )
        writer.add(Activity(episode_id=episode_id, plan_id=plan.id, goal_id=goal.id, text=f"Tập {number}"))
    return plan


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """A stay with three versions of a plan, assessments, sheets and notes before and after."""
    there = admit(book, director, now)[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        barthel(writer, there.id, date(2026, 1, 8), 20)
        barthel(writer, there.id, date(2026, 1, 20), 35)
        barthel(writer, there.id, date(2026, 6, 1), 45)
        barthel(writer, there.id, date(2026, 7, 1), 50, state=FormState.IN_PROGRESS)
        assessed(writer, there.id, date(2026, 1, 10), NeedLevel.HIGH)
        assessed(writer, there.id, date(2026, 9, 1), NeedLevel.MEDIUM, kind=AssessmentKind.PERIODIC)
        assessed(writer, there.id, date(2026, 10, 1), NeedLevel.LOW, state=FormState.IN_PROGRESS)
        version(writer, there.id, 1, date(2026, 2, 1), (WALK, "Đứng lên"))
        second = version(writer, there.id, 2, date(2026, 6, 15), (MEET, "Gặp con"), (WALK, "Đi 10 m"))
        writer.add(PlanInForce(episode_id=there.id, plan_id=second.id, since_at=now))
        version(writer, there.id, 3, date(2026, 12, 1), (WALK, "Đi 20 m"), state=PlanState.DRAFT, approved_at=None)
        for month, thread in ((8, WALK), (3, WALK), (4, MEET)):
            writer.add(
                ProgressNote(episode_id=there.id, happened_at=at(month, 1), goal_thread=thread, text=f"tháng {month}")
            )
        sheet = writer.add(
            InstrumentScore(
                episode_id=there.id,
                instrument="gas",
                file_version=1,
                state=FormState.COMPLETED,
                scored_on=date(2026, 10, 5),
            )
        )
        writer.add(ItemAnswer(episode_id=there.id, score_id=sheet.id, item=WALK, value=-1.0))
    return there


def asked(book: Book, by: Actor, now: datetime, stay: Episode, thread: str = WALK) -> Thread:
    with book.reading_for(by, now) as reader:
        found = goal_thread(reader, stay.id, thread)
    assert found is not None
    return found


def test_it_goes_from_score_to_goal_to_notes_to_the_next_score(
    book: Book, director: Actor, stay: Episode, now: datetime
) -> None:
    found = asked(book, director, now, stay)
    assert found.need_before is not None
    assert (found.need_before.rating.level, found.need_before.rating.problem) == (NeedLevel.HIGH, "Liệt nửa người")
    assert [(one.on, one.total) for one in found.measured_before] == [(date(2026, 1, 20), 35.0)]
    assert found.measured_before[0].said.startswith("35/100 (")
    assert [one.goal.text for one in found.wordings] == ["Đứng lên", "Đi 10 m", "Đi 20 m"]
    assert [[one.text for one in wording.activities] for wording in found.wordings] == [["Tập 1"], ["Tập 2"], ["Tập 3"]]
    assert found.newest.goal.text == "Đi 10 m"
    assert [one.text for one in found.notes] == ["tháng 3", "tháng 8"]
    assert [(one.on, one.total) for one in found.measured_after] == [(date(2026, 6, 1), 45.0)]
    assert [(one.on, one.level) for one in found.attained] == [(date(2026, 10, 5), -1)]
    assert [one.rating.level for one in found.needs_after] == [NeedLevel.MEDIUM]


def test_the_goals_of_the_plan_in_force_come_first(book: Book, director: Actor, stay: Episode, now: datetime) -> None:
    assert asked(book, director, now, stay).threads == (MEET, WALK)
    assert asked(book, director, now, stay, thread="").thread == MEET


def test_a_goal_without_scale_and_assessment_has_only_what_there_is(
    book: Book, director: Actor, stay: Episode, now: datetime
) -> None:
    found = asked(book, director, now, stay, MEET)
    assert found.need_before is None
    assert found.measured_before == found.measured_after == found.attained == found.needs_after == ()
    assert [one.text for one in found.notes] == ["tháng 4"]


def test_results_the_assessment_rests_on_led_to_the_goal(
    book: Book, director: Actor, stay: Episode, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        rating = writer.records(DomainRating, order="id")[0]
        first = writer.records(InstrumentScore, "scored_on = '2026-01-08'")[0]
        writer.amend(replace(rating, scores=(first.id,)))
    found = asked(book, director, now, stay)
    assert [one.on for one in found.measured_before] == [date(2026, 1, 8)]
    assert [one.on for one in found.measured_after] == [date(2026, 1, 20), date(2026, 6, 1)]


def test_the_assessment_the_plan_names_led_to_it(book: Book, director: Actor, stay: Episode, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        early = assessed(writer, stay.id, date(2026, 1, 6), NeedLevel.LOW)
        first = writer.records(CarePlan, "number = 1")[0]
        writer.amend(replace(first, assessment_id=early.id))
    found = asked(book, director, now, stay)
    assert found.need_before is not None
    assert found.need_before.assessment.id == early.id
    assert [one.rating.level for one in found.needs_after] == [NeedLevel.HIGH, NeedLevel.MEDIUM]


def test_the_meeting_that_decided_on_it_is_named(book: Book, director: Actor, stay: Episode, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        meeting = writer.add(Conference(episode_id=stay.id, held_on=date(2026, 1, 15), subject="Thống nhất"))
        writer.add(ConferenceDecision(episode_id=stay.id, conference_id=meeting.id, text="Tập đi", goal_thread=WALK))
    found = asked(book, director, now, stay)
    assert found.meeting == meeting
    assert found.decision is not None
    assert found.decision.text == "Tập đi"


def test_nobody_is_told_about_who_may_not_be_seen(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        version(writer, hidden.id, 1, date(2026, 2, 1), (WALK, "Đứng lên"))
    assert asked(book, director, now, hidden).newest.goal.text == "Đứng lên"
    with book.reading_for(actor_with(Role.SOCIAL_WORKER), now) as reader:
        assert goal_thread(reader, hidden.id, WALK) is None
        assert goal_thread(reader, "nobody", WALK) is None
