"""Rounds, orders and doses in a book: beds in order, who is away, aliases, what is missing and how late, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.dates import VIETNAM
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import Administration, DoseState, Prescription
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.doses import dose_rounds_missing, doses_of, refusals, round_of
from carebook.store.errors import NotAllowedToSee
from carebook.store.prescriptions import allergy_classes, dose_rounds, orders_of, orders_on
from tests import samples
from tests.daily_care_samples import WardOf, a_ward
from tests.medication_samples import MORNING, TODAY, as_needed, dose, order

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    """Four people in their beds, the second restricted, the fourth in hospital since the 20th."""
    ward = a_ward(book, director, now, restricted=frozenset({1}))
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for stay in ward.stays:
            writer.add(order(stay, diagnosis="Tăng huyết áp", icd="I10"))
        writer.add(order(ward.stays[0], medicine="Metformin", substance="Metformin", rounds=("08", "17")))
        writer.add(as_needed(ward.stays[0]))
        writer.add(samples.absence(ward.stays[3], kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 20)))
    return ward


def record(book: Book, by: Actor, now: datetime, of: Prescription, **given: object) -> Administration:
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        return writer.add(replace(dose(of, AT_EIGHT, done_by_id=by.staff_member_id), **given))  # type: ignore[arg-type]


def test_a_round_shows_everybody_with_something_due_in_the_order_of_the_beds(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, ward: WardOf
) -> None:
    nurse = actor_with(Role.NURSE)
    with book.reading_for(nurse, now) as reader:
        rows = round_of(reader, TODAY, MORNING, ward.ward.id)
        assert round_of(reader, TODAY, MORNING) == rows
        assert [row.id for row in rows] == list(ward.stays)
        assert [len(row.due) for row in rows] == [2, 1, 1, 1]
        assert (rows[1].who.name, rows[1].who.masked) == ("Hoa Mai", True)
        assert [row.who.is_there for row in rows] == [True, True, True, False]
        assert rows[1].due[0].order.diagnosis == ""
        assert len(rows[0].as_needed) == 1
        assert [row.id for row in round_of(reader, TODAY, "17")] == [ward.stays[0]]
        assert [row.id for row in round_of(reader, TODAY, "")] == [ward.stays[0]]
        assert round_of(reader, TODAY, MORNING, new_id()) == []
        first = rows[0].due[0].order
    kept = record(book, director, now, first)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(first, stopped_on=TODAY))
    with book.reading_for(nurse, now) as reader:
        (row, *_rest) = round_of(reader, TODAY, MORNING)
        answers = {one.order.medicine: one.answer for one in row.due}
        assert answers["Metformin"] is None
        assert answers["Amlodipin"] is not None
        assert answers["Amlodipin"].id == kept.id  # it stays in its round though the order was stopped
        assert not row.is_answered


def test_orders_of_a_restricted_stay_are_given_without_their_diagnosis(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, ward: WardOf
) -> None:
    nurse, accountant = actor_with(Role.NURSE), actor_with(Role.ACCOUNTANT, name="Lâm Thị Thạch Thảo")
    for who, told in ((nurse, ""), (director, "I10")):
        with book.reading_for(who, now) as reader:
            (found,) = orders_of(reader, ward.stays[1])
            assert (found.medicine, found.icd) == ("Amlodipin", told)
            lines = orders_on(reader, TODAY)
            assert [line.who.name for line in lines].count("Hoa Mai") == (1 if who is nurse else 0)
            assert len(lines) == 6
            assert orders_on(reader, date(2026, 10, 31)) == []
            assert [one.code for one in dose_rounds(reader, TODAY)] == ["07", "08", "12", "17", "20"]
            assert "penicillin" in {one.code for one in allergy_classes(reader, TODAY)}
    with book.reading_for(accountant, now) as reader, pytest.raises(NotAllowedToSee):
        orders_of(reader, ward.stays[1])


def test_doses_of_a_stay_come_back_as_they_were_written(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, ward: WardOf
) -> None:
    nurse = actor_with(Role.NURSE)
    with book.reading_for(director, now) as reader:
        (of,) = orders_of(reader, ward.stays[1])
    kept = record(book, director, now, of, state=DoseState.REFUSED, reason="will_not", effect="Gạt tay, khóc")
    with book.reading_for(director, now) as reader:
        assert doses_of(reader, ward.stays[1], TODAY, TODAY) == (kept,)
        assert doses_of(reader, ward.stays[1], date(2026, 11, 1), date(2026, 11, 21)) == ()
    with book.reading_for(nurse, now) as reader:
        assert doses_of(reader, ward.stays[1], TODAY, TODAY) == (replace(kept, effect=""),)
        assert [one.id for one in refusals(reader, TODAY, TODAY)] == [kept.id]
        assert [one.id for one in refusals(reader, TODAY, TODAY, ward.stays[1])] == [kept.id]
        assert refusals(reader, TODAY, TODAY, ward.stays[0]) == ()
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.withdraw(Administration, kept.id, "nhầm người")
    with book.reading_for(director, now) as reader:
        assert doses_of(reader, ward.stays[1], TODAY, TODAY) == ()
        assert len(doses_of(reader, ward.stays[1], TODAY, TODAY, withdrawn=True)) == 1


def test_a_round_is_missing_until_everything_of_everybody_there_is_recorded(
    book: Book, director: Actor, now: datetime, ward: WardOf
) -> None:
    def missing(at: datetime) -> list[tuple[str, int, int, list[str], int]]:
        with book.reading_for(director, at) as reader:
            found = dose_rounds_missing(reader, at, ward.ward.id)
        days = [one for one in found if one.duty_on == TODAY]
        return [
            (one.round.code, one.done, one.of, [who.episode_id for who in one.people], one.late_minutes) for one in days
        ]

    there = list(ward.stays[:3])  # the fourth is in hospital: neither done nor missing
    assert missing(AT_EIGHT.replace(hour=6, minute=59)) == []
    assert missing(AT_EIGHT.replace(hour=7)) == [("08", 0, 3, there, 0)]
    assert missing(AT_EIGHT.replace(hour=9)) == [("08", 0, 3, there, 0)]
    assert missing(AT_EIGHT.replace(hour=9, minute=25)) == [("08", 0, 3, there, 85)]
    with book.reading_for(director, now) as reader:
        orders = [line.order for line in orders_on(reader, TODAY) if not line.order.as_needed]
    record(book, director, now, orders[0])
    assert missing(AT_EIGHT) == [("08", 0, 3, there, 0)]  # one of two medicines
    record(book, director, now, orders[1])
    record(book, director, now, orders[2], state=DoseState.HELD, reason="asleep")
    assert missing(AT_EIGHT) == [("08", 2, 3, there[2:], 0)]
    record(book, director, now, orders[3])
    assert missing(AT_EIGHT) == []
    assert [one[0] for one in missing(AT_EIGHT.replace(hour=23))] == ["17"]
    next_day = datetime(2026, 11, 23, 3, tzinfo=VIETNAM)
    with book.reading_for(director, next_day) as reader:  # the shift before the night still counts
        assert [(one.duty_on, one.round.code) for one in dose_rounds_missing(reader, next_day)] == [(TODAY, "17")]
