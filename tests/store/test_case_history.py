"""What figures know of cases: the same for every role, and as the rows say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from carebook.records.care_plans import Activity, CarePlan, Goal, PlanState
from carebook.records.case_history import CaseHistory, PlanSpan, ReviewDone, ServiceSpan
from carebook.records.figures import Period
from carebook.records.schooling import Schooling
from carebook.records.staff import Actor, Role
from carebook.store import case_history, code_lists
from carebook.store.book import Book, new_id
from tests import case_samples, samples
from tests.case_samples import DAY, MOMENT


@pytest.fixture
def stay_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted stay with a whole case."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, confidential=True))
        case_samples.whole_case(writer, person.id, stay.id)
    return stay.id


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.NURSE, Role.ACCOUNTANT, Role.INSPECTOR])
def test_every_role_counts_the_same_case(
    role: Role, stay_id: str, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(role), now) as reader:
        found = case_history.case_histories(reader, code_lists.limits(reader), [stay_id])[stay_id]
    assert found.assessed_on == (DAY,)
    assert found.plans == (PlanSpan(1, DAY),)
    assert found.reviews == (ReviewDone(DAY, DAY),)
    assert found.conferences_on == (DAY,)
    assert found.next_review_on == date(2026, 9, 1)
    assert found.closed_on is None  # form 06 is still in progress


def test_of_a_period_only_its_reviews_are_told_and_the_next_one_is_known_all_the_same(
    stay_id: str, book: Book, director: Actor, now: datetime
) -> None:
    def told(period: Period) -> CaseHistory:
        with book.reading_for(director, now) as reader:
            return case_history.case_histories(reader, code_lists.limits(reader), [stay_id], period=period)[stay_id]

    within, after = told(Period.whole(DAY, DAY)), told(Period.whole(DAY + timedelta(1), DAY + timedelta(31)))
    assert within.reviews == (ReviewDone(DAY, DAY),)
    assert after.reviews == ()
    assert within.next_review_on == after.next_review_on == date(2026, 9, 1)


def test_a_successor_ends_the_version_before_it(stay_id: str, book: Book, director: Actor, now: datetime) -> None:
    later = MOMENT.replace(month=8)
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        writer.add(CarePlan(episode_id=stay_id, number=2, state=PlanState.APPROVED, approved_at=later))
    with book.reading_for(director, now) as reader:
        found = case_history.case_histories(reader, code_lists.limits(reader), [stay_id])[stay_id]
    assert found.plans == (PlanSpan(1, DAY, date(2026, 8, 1)), PlanSpan(2, date(2026, 8, 1)))
    assert found.plan_on(date(2026, 7, 31)) == found.plans[0]
    assert found.plan_on(date(2026, 8, 1)) == found.plans[1]


def test_of_a_period_the_services_of_plans_that_ended_before_it_are_left_out(
    stay_id: str, book: Book, director: Actor, now: datetime
) -> None:
    """Until the day the next version was approved the first one was in force: that day still counts."""
    later = MOMENT.replace(month=8)
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        first = writer.records(CarePlan, "episode_id = ?", (stay_id,))[0]
        second = writer.add(CarePlan(episode_id=stay_id, number=2, state=PlanState.APPROVED, approved_at=later))
        for plan, service in ((first, "rehabilitation"), (second, "health_care")):
            goal = writer.add(Goal(episode_id=stay_id, plan_id=plan.id, thread=new_id(), text="Tự đi"))
            writer.add(Activity(episode_id=stay_id, plan_id=plan.id, goal_id=goal.id, text="Tập", service=service))

    def told(period: Period | None) -> set[ServiceSpan]:
        with book.reading_for(director, now) as reader:
            return set(
                case_history.case_histories(reader, code_lists.limits(reader), [stay_id], period=period)[
                    stay_id
                ].services
            )

    changed_on = date(2026, 8, 1)
    both = {ServiceSpan("rehabilitation", DAY, changed_on), ServiceSpan("health_care", changed_on)}
    assert told(None) == told(Period.whole(changed_on, date(2026, 8, 31))) == both
    assert told(Period.whole(date(2026, 8, 2), date(2026, 8, 31))) == {ServiceSpan("health_care", changed_on)}


@pytest.mark.usefixtures("stay_id")
def test_a_school_year_without_days_runs_from_september_to_may(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        (year,) = case_history.school_years(reader)
        (job,) = case_history.works(reader)
        courses = case_history.courses(reader)
    assert (year.from_on, year.to_on) == (date(2026, 9, 1), date(2027, 5, 31))
    assert job.from_on == DAY
    assert len(courses) == 1


def test_a_struck_through_year_is_not_counted(book: Book, director: Actor, now: datetime, stay_id: str) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        (year,) = writer.records(Schooling)
        writer.withdraw(Schooling, year.id, "nhầm người")
    with book.reading_for(director, now) as reader:
        assert case_history.school_years(reader) == []
        assert stay_id in case_history.case_histories(reader, code_lists.limits(reader), [stay_id])
