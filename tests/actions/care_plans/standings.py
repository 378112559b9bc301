"""A version brought into any state, every deed tried on it, and the sentence it is refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from carebook.actions import care_plans as deeds
from carebook.actions.change import Change, Refused
from carebook.actions.episodes import discharge_person
from carebook.records.care_plans import Achievement, GoalLife, PlanReview, PlanState, Proposal
from carebook.records.episodes import Episode
from carebook.records.staff import Actor
from carebook.store.book import Book
from tests import samples
from tests.actions import plans
from tests.actions.care_plans.conftest import Stay


def refused(act: Callable[[], object]) -> str:
    """The English pattern of the sentence a deed is refused with."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.message.id


STATES: dict[str, tuple[PlanState, bool]] = {
    "draft": (PlanState.DRAFT, False),
    "awaiting": (PlanState.SUBMITTED, False),
    "returned": (PlanState.RETURNED, False),
    "withdrawn": (PlanState.WITHDRAWN, False),
    "in_force": (PlanState.APPROVED, True),
    "replaced": (PlanState.APPROVED, False),
    "ended": (PlanState.ENDED, False),
}


def brought(book: Book, stay: Stay, standing: str, now: datetime) -> str:
    """The id of a version that stands like that."""
    if standing == "draft":
        return plans.saved(book, stay.id, stay.worker, now).id
    plan_id = plans.submitted(book, stay.id, stay.worker, now).id
    match standing:
        case "returned":
            deeds.return_plan(book, plan_id, "Bổ sung phòng ngã ban đêm", by=stay.deputy, now=now)
        case "withdrawn":
            deeds.withdraw_plan(book, plan_id, by=stay.worker, now=now, reason="viết thêm")
        case "in_force" | "replaced" | "ended":
            deeds.approve_plan(book, plan_id, by=stay.deputy, now=now)
    if standing == "replaced":
        plans.approved(book, stay.id, stay.worker, stay.deputy, now)
    if standing == "ended":
        deeds.end_plan(book, plan_id, by=stay.head, now=now, reason="đạt mục tiêu")
    return plan_id


def tried(book: Book, stay: Stay, plan_id: str, name: str, now: datetime) -> Change:
    """One deed on a version, by somebody who may do it."""
    file = plans.file_of(book, plan_id, now)
    match name:
        case "save_plan":
            return deeds.save_plan(book, file.content, by=stay.worker, now=now)
        case "submit_plan":
            return deeds.submit_plan(book, plan_id, by=stay.worker, now=now)
        case "withdraw_plan":
            return deeds.withdraw_plan(book, plan_id, by=stay.worker, now=now, reason="viết thêm")
        case "approve_plan":
            return deeds.approve_plan(book, plan_id, by=stay.deputy, now=now)
        case "return_plan":
            return deeds.return_plan(book, plan_id, "Bổ sung", by=stay.deputy, now=now)
        case "end_plan":
            return deeds.end_plan(book, plan_id, by=stay.deputy, now=now, reason="đạt mục tiêu")
        case "rate_goal":
            return deeds.rate_goal(
                book, file.goals[0].id, GoalLife.FINISHED, Achievement.ACHIEVED, by=stay.worker, now=now
            )
        case _:
            review = PlanReview(
                episode_id=stay.id, plan_id=plan_id, done_on=samples.TODAY, proposal=Proposal.CONTINUE, results="Tốt"
            )
            return deeds.review_plan(book, review, {}, by=stay.worker, now=now)


def leave(book: Book, episode_id: str, by: Actor, now: datetime, op: str = "") -> Change:
    """End the stay today."""
    with book.looking(now) as reader:
        episode = reader.record(Episode, episode_id)
    assert episode is not None
    ended = replace(episode, end_on=samples.TODAY, end_reason="home", destination="Về gia đình")
    return discharge_person(book, ended, by=by, now=now, op=op)
