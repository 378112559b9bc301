"""The rehabilitation plan in force: its goals are rated, it is reviewed, it ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from carebook.actions import therapy_plans as deeds
from carebook.actions.change import Refused
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement, GoalLife
from carebook.records.rehabilitation import GoalRating, RehabilitationReview
from carebook.rules.therapy_plans import GoalStanding
from carebook.store import therapy_plans
from carebook.store.book import Book
from tests.actions import therapy_plan_samples as samples
from tests.actions.therapy_plans.conftest import Stay
from tests.actions.therapy_plans.test_writing import refused

BETTER = GoalStanding(GoalLife.ACTIVE, Achievement.PARTLY, "còn kéo lê mũi chân", -1)


def test_a_level_is_kept_beside_the_goal(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    goal = samples.file_of(book, plan.id, now).goals[0]
    change = deeds.rate_rehabilitation_goal(book, goal.id, BETTER, by=stay.therapist, now=now, seen=goal.version)
    kept = samples.file_of(book, plan.id, now).goals[0]
    assert (kept.achievement, kept.remark, kept.text) == (Achievement.PARTLY, "còn kéo lê mũi chân", goal.text)
    with book.looking(now) as reader:
        rating = therapy_plans.newest_levels(reader, stay.id)["walk"]
        assert (rating.level, rating.rated_on, rating.rated_by_id) == (
            -1,
            date(2026, 11, 22),
            stay.therapist.staff_member_id,
        )
    undo_deed(book, change.op, by=stay.therapist, now=now)
    with book.looking(now) as reader:
        assert therapy_plans.newest_levels(reader, stay.id) == {}


def test_a_rating_goes_on_with_the_goal_into_the_next_version(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    following = samples.submitted(book, stay.id, stay.therapist, now)
    goal = samples.file_of(book, plan.id, now).goals[0]
    deeds.rate_rehabilitation_goal(book, goal.id, BETTER, by=stay.therapist, now=now)
    deeds.approve_rehabilitation_plan(book, following.id, by=stay.doctor, now=now)
    carried = samples.file_of(book, following.id, now).goals[0]
    assert (carried.thread, carried.achievement, carried.id != goal.id) == ("walk", Achievement.PARTLY, True)


def test_only_the_plan_in_force_is_rated_and_only_with_a_level_there_is(book: Book, stay: Stay, now: datetime) -> None:
    draft = samples.saved(book, stay.id, stay.therapist, now)
    goal = samples.file_of(book, draft.id, now).goals[0]
    told = refused(lambda: deeds.rate_rehabilitation_goal(book, goal.id, BETTER, by=stay.therapist, now=now))
    assert told == "Plan version {number} is not the one in force; nothing was written."
    off = GoalStanding(GoalLife.ACTIVE, Achievement.PARTLY, "", 3)
    told = refused(lambda: deeds.rate_rehabilitation_goal(book, goal.id, off, by=stay.therapist, now=now))
    assert told == "A level of attainment is −2, −1, 0, +1 or +2."
    with book.looking(now) as reader:
        assert reader.records(GoalRating) == []


def test_a_review_keeps_its_ratings_and_sets_the_next_day(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now, review_every_weeks=4)
    goal = samples.file_of(book, plan.id, now).goals[0]
    later = now + timedelta(days=28)
    review = RehabilitationReview(
        episode_id="", therapy_plan_id=plan.id, done_on=date(2026, 12, 20), results="Đi 8 m", proposal="continue"
    )
    change = deeds.review_rehabilitation_plan(book, review, {goal.id: BETTER}, by=stay.therapist, now=later)
    kept = change.result
    assert (kept.episode_id, kept.due_on, kept.next_on) == (stay.id, date(2026, 12, 20), date(2027, 1, 17))
    assert kept.reviewer_id == stay.therapist.staff_member_id
    with book.looking(later) as reader:
        assert therapy_plans.newest_levels(reader, stay.id)["walk"].rated_on == date(2026, 12, 20)
    undo_deed(book, change.op, by=stay.therapist, now=later)
    file = samples.file_of(book, plan.id, later)
    assert (file.reviews, file.goals[0].achievement) == ((), Achievement.NOT_RATED)


@pytest.mark.parametrize(
    ("proposal", "told"),
    [
        ("end", "Saved the review. The doctor or the head of department ends the plan."),
        ("adjust", "Saved the review. The change is written as a new version."),
        ("continue", "Saved the review. The next one is due on {date}."),
    ],
)
def test_what_a_review_proposes_is_a_deed_of_its_own(
    book: Book, stay: Stay, now: datetime, proposal: str, told: str
) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    review = RehabilitationReview(
        episode_id="", therapy_plan_id=plan.id, done_on=date(2026, 11, 22), results="Đi 8 m", proposal=proposal
    )
    change = deeds.review_rehabilitation_plan(book, review, {}, by=stay.therapist, now=now)
    assert change.said is not None
    assert change.said.id == told
    assert samples.file_of(book, plan.id, now).standing == "in_force"


def test_a_review_of_another_goal_is_a_mistake(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    review = RehabilitationReview(
        episode_id="", therapy_plan_id=plan.id, done_on=date(2026, 11, 22), results="Đi 8 m", proposal="continue"
    )
    with pytest.raises(LookupError):
        deeds.review_rehabilitation_plan(book, review, {"stranger": BETTER}, by=stay.therapist, now=now)


def test_ending_wants_a_reason_and_the_plan_in_force(book: Book, stay: Stay, now: datetime) -> None:
    plan = samples.approved(book, stay.id, stay.therapist, stay.doctor, now)
    with pytest.raises(Refused) as caught:
        deeds.end_rehabilitation_plan(book, plan.id, by=stay.doctor, now=now)
    assert caught.value.problems[0].field == "reason"
    change = deeds.end_rehabilitation_plan(book, plan.id, by=stay.doctor, now=now, reason="đạt mục tiêu")
    ended = samples.file_of(book, plan.id, now)
    assert (ended.standing, ended.plan.ended_because) == ("ended", "đạt mục tiêu")
    undo_deed(book, change.op, by=stay.doctor, now=now)
    assert samples.file_of(book, plan.id, now).standing == "in_force"
