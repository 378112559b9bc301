"""A list of people leaves the book only with the right and a reason, and leaves a line in the reading log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.exports import export_interchange, export_list, export_meal_month, export_whole_file
from carebook.records.episodes import Episode
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import permissions
from carebook.store import staff
from carebook.store.book import Book, in_vietnam, new_id
from tests import samples
from tests.actions.admissions import admit


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


@pytest.mark.parametrize("deed", ["export_whole_file", "export_interchange"])
def test_what_leaves_of_one_person_needs_a_reason_and_the_right_to_see_them(
    deed: str, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, stay = admit(book, director, now)

    def export(by: Actor, reason: str, episode_id: str = stay.id) -> Reading:
        if deed == "export_whole_file":
            return export_whole_file(book, episode_id, reason=reason, by=by, now=now).result  # type: ignore[no-any-return]
        return export_interchange(book, "FHIR", reason=reason, episode_id=episode_id, by=by, now=now).result  # type: ignore[no-any-return]

    kept = export(actor_with(Role.CLERK), " Bệnh viện tiếp nhận ")
    assert (kept.deed, kept.person_id, kept.people) == (deed, person.id, 1)
    assert kept.reason.removeprefix("FHIR: ") == "Bệnh viện tiếp nhận"
    for by, reason in ((director, " "), (actor_with(Role.NURSE), "x")):
        with pytest.raises(Refused):
            export(by, reason)
    with pytest.raises(LookupError):
        export(director, "x", new_id())
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(writer.record(Episode, stay.id), confidential=True))  # type: ignore[type-var]
    with pytest.raises(Refused):
        export(actor_with(Role.CLERK), "x")
    assert export(director, "x").person_id == person.id


def test_figures_leave_without_anybody_in_the_log(book: Book, director: Actor, now: datetime) -> None:
    kept = export_interchange(book, "DHIS2 2026-10", reason="kho dữ liệu của tỉnh", by=director, now=now).result
    assert (kept.person_id, kept.people, kept.reason) == (None, 0, "DHIS2 2026-10: kho dữ liệu của tỉnh")
