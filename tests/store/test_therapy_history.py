"""What figures know of therapy and groups: the same for every role, and as the rows say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.care_plans import Achievement
from carebook.records.figures import Period
from carebook.records.groups import GroupSession, GroupSessionState
from carebook.records.rehabilitation import RehabilitationGoal
from carebook.records.sessions import Session
from carebook.records.staff import Actor, Role
from carebook.records.therapy_history import Coming, DeviceGiven, GoalReached, GroupUse, SessionCount
from carebook.store.book import Book, new_id
from carebook.store.therapy_history import therapy_history
from tests import samples, therapy_samples
from tests.therapy_samples import DAY

JUNE = Period.whole(date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def stay_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted stay with a whole course of therapy, its group session held, one more not held, a goal achieved."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, confidential=True))
        kept = therapy_samples.whole_therapy(writer, stay.id)
        meeting, goal = kept[GroupSession], kept[RehabilitationGoal]
        assert isinstance(meeting, GroupSession)
        assert isinstance(goal, RehabilitationGoal)
        writer.amend(replace(meeting, state=GroupSessionState.HELD))
        later = date(2026, 6, 12)
        not_held = replace(
            meeting, id="", occurs_on=later, planned_on=later, state=GroupSessionState.NOT_HELD, reason="rain"
        )
        writer.add(not_held)
        soon = date(2026, 6, 19)
        writer.add(
            replace(meeting, id="", occurs_on=soon, planned_on=soon, state=GroupSessionState.PLANNED),
        )
        writer.amend(replace(goal, achievement=Achievement.ACHIEVED, achieved_on=date(2026, 6, 30)))
    return stay.id


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.NURSE, Role.ACCOUNTANT, Role.INSPECTOR])
def test_every_role_counts_the_same(
    role: Role, stay_id: str, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(role), now) as reader:
        found = therapy_history(reader, JUNE)
        ((thread, group_id),) = reader.rows(
            'SELECT o.thread, g.id FROM counted_rehabilitation_goal o, "group" g WHERE g.withdrawn_at IS NULL'
        )
    assert found.sessions == (SessionCount(stay_id, "pt", "done", times=1),)
    assert found.groups == (GroupUse(group_id, "Chuyện xưa", "education", "", 1),)
    assert set(found.comings) == {Coming(group_id, stay_id, how) for how in ("present", "not_held", "planned")}
    assert found.goals == (GoalReached(stay_id, thread, date(2026, 6, 30), ("pt",)),)
    assert found.devices == (DeviceGiven(stay_id, "walking_frame", DAY),)
    assert found.pupils == ()


@pytest.mark.usefixtures("stay_id")
def test_the_cut_off_and_withdrawn_rows_do_not_count(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        assert therapy_history(reader, Period(date(2026, 5, 1), date(2026, 6, 30), date(2026, 5, 31))).sessions == ()
        (session,) = reader.records(Session)
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        writer.withdraw(Session, session.id, "nhầm")
    with book.reading_for(director, now) as reader:
        assert therapy_history(reader, JUNE).sessions == ()
