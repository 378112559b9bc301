"""Questions about rehabilitation plans: who may put which, what is dropped and what is masked of people who may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from carebook.actions.episodes import restrict_record
from carebook.records.rehabilitation import GoalRating
from carebook.records.staff import Actor, Role
from carebook.rules.permissions import QUESTIONS
from carebook.store import therapy_plans
from carebook.store.book import Book, Reader, new_id
from carebook.store.errors import NotAllowedToSee
from tests.actions import therapy_plan_samples as samples
from tests.actions.admissions import admit

ASKED: dict[str, tuple[Callable[[Reader, str], object], ...]] = {
    "rehabilitation": (
        therapy_plans.plans_of,
        therapy_plans.plan_file,
        therapy_plans.plan_in_force,
        therapy_plans.goals_in_force,
        therapy_plans.newest_levels,
        lambda reader, _id: therapy_plans.awaiting(reader),
    ),
    "history": (therapy_plans.numbers,),
}


def test_every_question_has_its_roles(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    for role in Role:
        with book.reading_for(actor_with(role), now) as reader:
            for question, asked in ASKED.items():
                for one in asked:
                    if role in QUESTIONS[question]:
                        assert not one(reader, "nobody")
                    else:
                        with pytest.raises(NotAllowedToSee):
                            one(reader, "nobody")


def test_a_restricted_person_waits_masked_and_is_not_shown(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    therapist, doctor = actor_with(Role.THERAPIST), actor_with(Role.DOCTOR, name="Quách Văn Long Não")
    person, episode = admit(book, director, now)
    samples.approved(book, episode.id, therapist, doctor, now)
    second = samples.submitted(book, episode.id, therapist, now)
    restrict_record(book, episode.id, by=director, now=now, reason="tạm lánh")
    with book.reading_for(doctor, now) as reader:
        assert therapy_plans.plans_of(reader, episode.id) == ()
        assert therapy_plans.plan_in_force(reader, episode.id) is None
        assert therapy_plans.goals_in_force(reader, episode.id) == ()
        assert therapy_plans.numbers(reader, person.id) == {}
        waiting = therapy_plans.awaiting(reader)
    assert [(w.plan_id, w.number, w.made_from, w.masked, w.name) for w in waiting] == [
        (second.id, 2, 1, True, f"Hồ sơ bảo mật {person.code}")
    ]
    with book.reading_for(director, now) as reader:
        assert [f.plan.number for f in therapy_plans.plans_of(reader, episode.id)] == [2, 1]
        assert [w.name for w in therapy_plans.awaiting(reader)] == ["Trần Thị An"]


def test_the_newest_level_of_each_goal(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    _person, episode = admit(book, director, now)
    samples.approved(book, episode.id, actor_with(Role.THERAPIST), actor_with(Role.DOCTOR, name="Bác sĩ"), now)
    told = (("walk", 10, -1), ("walk", 20, 0), ("walk", 15, 2), ("dress", 5, -2))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for thread, day, level in told:
            writer.add(GoalRating(episode_id=episode.id, thread=thread, rated_on=date(2026, 11, day), level=level))
    with book.reading_for(director, now) as reader:
        found = therapy_plans.newest_levels(reader, episode.id)
    assert {thread: (one.rated_on.day, one.level) for thread, one in found.items()} == {
        "walk": (20, 0),
        "dress": (5, -2),
    }
