"""Questions to the journal: newest first, with who did it; nothing of whom the asker may not see, no HIV status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from carebook.actions import facility as places
from carebook.actions.people import amend_person
from carebook.records.health import HealthCheck
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store import history
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from tests import samples
from tests.period_samples import live


def of(book: Book, person_id: str, now: datetime) -> Person:
    with book.looking(now) as reader:
        found = reader.record(Person, person_id)
    assert found is not None
    return found


def test_the_newest_change_stands_first_with_its_author(book: Book, director: Actor, now: datetime) -> None:
    an = live(book, "Trần Thị An")
    amend_person(
        book, replace(of(book, an.person_id, now), home_town="Hạ Long"), by=director, now=now, reason="bản gốc"
    )
    with book.reading_for(director, now) as reader:
        told = history.changes_of_person(reader, an.person_id)
        of_row = history.changes_of_record(reader, "person", an.person_id)
        newest = history.newest_changes(reader, most=1)
    assert (told[0].actor, told[0].entry.deed, told[0].entry.reason) == (
        "Đào Thị Hướng Dương",
        "amend_person",
        "bản gốc",
    )
    assert told[0].entry.changes["home_town"] == ("Đông Triều", "Hạ Long")
    assert [t.entry.seq for t in told] == sorted((t.entry.seq for t in told), reverse=True)
    assert {t.entry.table for t in told} >= {"person", "episode", "episode_category"}
    assert told[-1].actor == "CareBook"
    assert {t.entry.row_id for t in of_row} == {an.person_id}
    assert len(newest) == 1
    assert newest[0].entry == told[0].entry


def test_who_typed_a_row_in_first_is_told_to_who_may_see_whose_it_is(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    an = live(book, "Trần Thị An")
    kin = live(book, "Lò Thị Kín", confidential=True, alias="Hoa Mười")
    nurse = actor_with(Role.NURSE)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        checks = [writer.add(HealthCheck(episode_id=one.episode_id, checker="BS Hòa")).id for one in (an, kin)]
    with book.changing(nurse.account_id, now + timedelta(hours=1), new_id(), "test") as writer:
        there = writer.record(HealthCheck, checks[0])
        assert there is not None
        writer.amend(replace(there, checker="BS Lan"))
    for actor, told in ((nurse, [True, False]), (director, [True, True])):
        with book.reading_for(actor, now) as reader:
            found = [history.first_entered(reader, "health_check", [one]) for one in checks]
            assert history.first_entered(reader, "health_check", checks) == found[0]
            assert history.first_entered(reader, "health_check", []) is None
        assert [one is not None for one in found] == told
        assert found[0] == history.Entered(director.name, now)


def test_of_the_restricted_nothing_is_told(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    kin = live(book, "Lò Thị Kín", confidential=True, alias="Hoa Mười")
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert history.changes_of_person(reader, kin.person_id) == []
        assert history.changes_of_record(reader, "person", kin.person_id) == []
        assert not [t for t in history.newest_changes(reader) if t.entry.person_id == kin.person_id]
    with book.reading_for(actor_with(Role.NURSE, name="Lò Thị Ban", restricted=True), now) as reader:
        assert history.changes_of_person(reader, kin.person_id)


def test_hiv_status_is_only_a_protected_item(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    an = live(book, "Trần Thị An")
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(of(book, an.person_id, now), hiv=True))
    with book.reading_for(actor_with(Role.DOCTOR), now) as reader:
        changes = history.changes_of_person(reader, an.person_id)[0].entry.changes
    assert "hiv" not in changes
    assert changes["protected"] == (None, None)
    with book.reading_for(actor_with(Role.DOCTOR, name="Lò Thị Ban", hiv=True), now) as reader:
        assert history.changes_of_person(reader, an.person_id)[0].entry.changes["hiv"][1] == 1


def test_the_newest_of_the_whole_book(book: Book, director: Actor, now: datetime) -> None:
    ward = places.add_ward(book, samples.ward(), by=director, now=now).result
    places.add_room(book, samples.room(ward.id), by=director, now=now + timedelta(minutes=1))
    with book.reading_for(director, now) as reader:
        told = history.newest_changes(reader, most=2)
    assert [t.entry.table for t in told] == ["room", "ward"]


def test_who_may_not_see_people_may_not_see_history(
    book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader, pytest.raises(NotAllowedToSee):
        history.newest_changes(reader)
