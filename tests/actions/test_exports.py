"""A list of people leaves the book only with the right and a reason, and leaves a line in the reading log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.exports import export_list, export_meal_month
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import permissions
from carebook.store import staff
from carebook.store.book import Book, in_vietnam, new_id
from tests import samples


def test_an_export_is_in_the_reading_log(book: Book, director: Actor, now: datetime) -> None:
    export_list(book, 150, reason="đoàn kiểm tra", by=director, now=now)
    with book.reading_for(director, now) as reader:
        day = in_vietnam(now)
        told = staff.readings(reader, day, day)
    assert [(t.who, t.reading.deed, t.reading.people, t.reading.reason) for t in told] == [
        ("Đào Thị Hướng Dương", "export_list", 150, "đoàn kiểm tra")
    ]


def test_pressing_twice_is_one_export(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    export_list(book, 2, reason="in", by=director, now=now, op=op)
    export_list(book, 2, reason="in", by=director, now=now, op=op)
    with book.reading_for(director, now) as reader:
        assert len(reader.records(Reading)) == 1


def test_without_a_reason_nothing_is_noted(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        export_list(book, 150, reason="  ", by=director, now=now)
    assert refused.value.problems[0].field == "reason"
    with book.reading_for(director, now) as reader:
        assert reader.records(Reading) == []


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may(role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    actor = actor_with(role)
    if role in permissions.DEEDS["export_list"]:
        assert export_list(book, 1, reason="in", by=actor, now=now).result.people == 1
    else:
        with pytest.raises(Refused):
            export_list(book, 1, reason="in", by=actor, now=now)


def test_the_meals_of_a_month_have_a_right_of_their_own(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        other = writer.add(samples.ward(name="Khu B"))
        room = writer.add(samples.room(ward.id))
        person = writer.add(samples.person())
        stay = writer.add(samples.episode(person.id))
        writer.add(samples.bed_assignment(stay.id, room.id, bed="1"))
    accountant = actor_with(Role.ACCOUNTANT)
    kept = export_meal_month(book, [person.id], date(2026, 10, 1), by=accountant, now=now).result
    assert (kept.deed, kept.people, kept.reason) == ("export_meal_month", 1, "10/2026")
    with pytest.raises(Refused):
        export_meal_month(book, [], date(2026, 10, 1), by=accountant, now=now)
    with pytest.raises(Refused):
        export_meal_month(book, [person.id], date(2026, 10, 1), by=actor_with(Role.IT), now=now)
    elsewhere = actor_with(Role.NURSE, name="Vi Thị Mai", ward_id=other.id)
    with pytest.raises(Refused) as refused:
        export_meal_month(book, [person.id], date(2026, 10, 1), by=elsewhere, now=now)
    assert refused.value.message.values == {"ward": ward.name}
