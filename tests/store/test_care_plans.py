"""Questions about care plans: who may put which, what is dropped and what is masked of people who may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from carebook.actions.episodes import restrict_record
from carebook.records.staff import Actor, Role
from carebook.rules.permissions import QUESTIONS
from carebook.store import care_plans
from carebook.store.book import Book, Reader
from carebook.store.errors import NotAllowedToSee
from tests.actions import plans
from tests.actions.admissions import admit

ASKED: dict[str, tuple[Callable[[Reader, str], object], ...]] = {
    "casework": (
        care_plans.plans_of,
        care_plans.plan_file,
        care_plans.goals_in_force,
        care_plans.needs_assessed,
    ),
    "approvals": (lambda reader, _id: care_plans.awaiting(reader),),
    "figures": (lambda reader, _id: care_plans.approved_plans(reader),),
    "history": (care_plans.numbers,),
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


def test_nothing_is_there_before_something_is_written(book: Book, director: Actor, now: datetime) -> None:
    _, episode = admit(book, director, now)
    with book.reading_for(director, now) as reader:
        assert care_plans.plans_of(reader, episode.id) == ()
        assert care_plans.plan_in_force(reader, episode.id) is None
        assert care_plans.goals_in_force(reader, episode.id) == ()
        assert care_plans.awaiting(reader) == []
        assert care_plans.ward_of(reader, episode.id) is None


def test_a_restricted_person_is_counted_but_not_shown(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    worker, deputy = actor_with(Role.SOCIAL_WORKER), actor_with(Role.DEPUTY, name="Tô Văn Bách Tùng")
    person, episode = admit(book, director, now)
    plans.approved(book, episode.id, worker, deputy, now)
    second = plans.submitted(book, episode.id, worker, now)
    restrict_record(book, episode.id, by=director, now=now, reason="tạm lánh")
    head = actor_with(Role.HEAD, name="Hứa Thị Sen Hồng")
    with book.reading_for(head, now) as reader:
        assert care_plans.plans_of(reader, episode.id) == ()
        assert care_plans.plan_in_force(reader, episode.id) is None
        assert care_plans.goals_in_force(reader, episode.id) == ()
        assert care_plans.numbers(reader, person.id) == {}
        assert [p.number for p in care_plans.approved_plans(reader)] == [1]
        waiting = care_plans.awaiting(reader)
    assert [(w.plan_id, w.number, w.made_from, w.masked, w.name) for w in waiting] == [
        (second.id, 2, 1, True, f"Hồ sơ bảo mật {person.code}")
    ]
    with book.reading_for(deputy, now) as reader:
        assert [f.plan.number for f in care_plans.plans_of(reader, episode.id)] == [2, 1]
        assert [w.name for w in care_plans.awaiting(reader)] == ["Trần Thị An"]


def test_what_waits_longest_comes_first(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    worker = actor_with(Role.SOCIAL_WORKER)
    stays = [admit(book, director, now)[1].id for _ in range(2)]
    moments = [now, now.replace(hour=1)]
    for stay, at in zip(stays, moments, strict=True):
        plans.submitted(book, stay, worker, at)
    with book.reading_for(director, now) as reader:
        assert [w.episode_id for w in care_plans.awaiting(reader)] == stays[::-1]
