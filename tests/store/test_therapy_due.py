"""What therapy of a stay waits for, as the rows say; restricted people count, masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.care_plans import PlanState
from carebook.records.codes import Code
from carebook.records.devices import DeviceLoan
from carebook.records.groups import Attendance, EducationPlan, GroupSession, GroupSessionState, Presence
from carebook.records.rehabilitation import RehabilitationPlan
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor, Role
from carebook.records.therapy_due import TherapyDue
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from carebook.store.therapy_due import group_sessions_due, therapy_due
from tests import samples, therapy_samples
from tests.therapy_samples import DAY, MOMENT

TODAY = date(2026, 6, 30)


@pytest.fixture
def stay_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted stay whose therapy left something of every kind undone."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, confidential=True))
        kept = therapy_samples.whole_therapy(writer, stay.id)
        done, meeting, came = kept[Session], kept[GroupSession], kept[Attendance]
        lessons, loan = kept[EducationPlan], kept[DeviceLoan]
        assert isinstance(done, Session)
        assert isinstance(meeting, GroupSession)
        assert isinstance(came, Attendance)
        assert isinstance(lessons, EducationPlan)
        assert isinstance(loan, DeviceLoan)
        for day in (date(2026, 6, 3), date(2026, 6, 5), TODAY):
            later = replace(done, id="", occurs_on=day, planned_on=day, state=SessionState.PLANNED, recorded_at=None)
            writer.add(later)
        writer.amend(replace(meeting, state=GroupSessionState.HELD))
        writer.amend(replace(came, presence=Presence.ABSENT))
        writer.amend(replace(lessons, review_on=TODAY))
        writer.amend(replace(loan, check_on=TODAY))
        writer.add(
            RehabilitationPlan(
                episode_id=stay.id,
                number=2,
                state=PlanState.SUBMITTED,
                indication="Tập đi",
                submitted_at=MOMENT,
                round=1,
            )
        )
    return stay.id


def asked(book: Book, actor: Actor, now: datetime, today: date = TODAY) -> list[TherapyDue]:
    with book.reading_for(actor, now) as reader:
        codes = reader.records(Code, "list_name IN ('rehabilitation_tier', 'assistive_device')")
        return therapy_due(reader, today, code_lists.limits(reader), codes)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.THERAPIST, Role.INSPECTOR])
def test_everything_is_found_for_every_role(
    role: Role, stay_id: str, book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    (one,) = asked(book, actor_with(role), now)
    assert one.episode_id == stay_id
    assert one.masked == (role is not Role.DIRECTOR)
    assert [(u.oldest_on, u.count) for u in one.unrecorded] == [(date(2026, 6, 3), 2)]
    assert [(w.number, w.submitted_on, w.roles) for w in one.waiting] == [
        (2, DAY, ("deputy", "director", "doctor", "head"))
    ]
    assert one.review is not None
    assert one.review.review_on == date(2026, 7, 29)  # a month after the last re-assessment
    assert [(p.left, p.last_on) for p in one.packages] == [(23, DAY)]
    assert [(d.device, d.check_on) for d in one.devices] == [("Khung tập đi", TODAY)]
    assert [(m.group, m.missed_on) for m in one.missed] == [("Chuyện xưa", date(2026, 6, 5))]
    assert [p.review_on for p in one.pupil_plans] == [TODAY]


@pytest.mark.usefixtures("stay_id")
def test_old_absences_are_let_go(book: Book, director: Actor, now: datetime) -> None:
    (one,) = asked(book, director, now, date(2026, 7, 7))
    assert one.missed == ()
    assert one.unrecorded[0].count == 3


def test_only_the_devices_of_a_stay_that_ended(stay_id: str, book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        writer.run("UPDATE episode SET end_on = '2026-06-29' WHERE id = ?", (stay_id,))
    (one,) = asked(book, director, now)
    assert [(d.device, d.left_on) for d in one.devices] == [("Khung tập đi", date(2026, 6, 29))]
    nothing = TherapyDue(
        person_id=one.person_id, episode_id=stay_id, name=one.name, case_manager_id=one.case_manager_id
    )
    assert replace(one, devices=()) == nothing
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        (loan,) = writer.records(DeviceLoan)
        writer.amend(replace(loan, given=True))
    assert asked(book, director, now) == []


@pytest.mark.usefixtures("stay_id")
def test_a_reviewed_education_plan_waits_for_its_next_review(book: Book, director: Actor, now: datetime) -> None:
    for reviewed_on, next_on, waiting in ((TODAY, TODAY, []), (TODAY, date(2026, 9, 1), [date(2026, 9, 1)])):
        with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
            (plan,) = writer.records(EducationPlan)
            writer.amend(replace(plan, reviewed_on=reviewed_on, review_on=next_on))
        (one,) = asked(book, director, now)
        assert [p.review_on for p in one.pupil_plans] == waiting


@pytest.mark.usefixtures("stay_id")
def test_sessions_of_groups_that_their_leaders_did_not_record(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        (held,) = writer.records(GroupSession)
        for day in (12, 19, 30):
            on = date(2026, 6, day)
            writer.add(replace(held, id="", state=GroupSessionState.PLANNED, occurs_on=on, planned_on=on))
    with book.reading_for(director, now) as reader:
        (one,) = group_sessions_due(reader, TODAY)
    assert (one.group, one.leader_id, one.oldest_on, one.count) == ("Chuyện xưa", held.leader_id, date(2026, 6, 12), 2)
