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
from carebook.store.therapy_due import therapy_due
from tests import samples, therapy_samples
from tests.therapy_samples import DAY, MOMENT

TODAY = date(2026, 6, 30)


@pytest.fixture
def stay_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted stay whose therapy left something of every kind undone."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        code_lists.seed(writer)
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


def test_nothing_of_a_stay_that_ended(stay_id: str, book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        writer.run("UPDATE episode SET end_on = '2026-06-29' WHERE id = ?", (stay_id,))
    assert asked(book, director, now) == []
