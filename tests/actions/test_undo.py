"""Undo writes the old values again as a deed of its own; what reached the world, or what somebody changed since, stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from carebook.actions import facility as places
from carebook.actions import people
from carebook.actions.accounts import add_staff_member
from carebook.actions.change import Refused
from carebook.actions.episodes import Admission, admit_person
from carebook.actions.exports import export_list
from carebook.actions.undo import NOT_UNDONE, undo_deed
from carebook.records.facility import Room, Ward
from carebook.records.people import Person
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import permissions
from carebook.store import search
from carebook.store.book import Book, new_id
from tests import samples


@pytest.fixture
def admitted(book: Book, director: Actor, now: datetime) -> Person:
    admission = Admission(samples.person(code=""), samples.episode(""), "elderly_alone_poor")
    change = admit_person(book, admission, by=director, now=now, op="admission")
    with book.looking(now) as reader:
        found = reader.record(Person, change.ids[0])
    assert found is not None
    return found


def kept(book: Book, person_id: str, now: datetime) -> Person:
    with book.looking(now) as reader:
        found = reader.record(Person, person_id)
    assert found is not None
    return found


def test_an_edit_is_written_back_and_kept_in_the_journal(
    book: Book, director: Actor, now: datetime, admitted: Person
) -> None:
    op = new_id()
    changed = replace(admitted, full_name="Trần Thị Ánh", home_town="Hạ Long")
    people.amend_person(book, changed, by=director, now=now, op=op)
    change = undo_deed(book, op, by=director, now=now)
    there = kept(book, admitted.id, now)
    assert (there.full_name, there.home_town) == (admitted.full_name, admitted.home_town)
    assert there.version == admitted.version + 2
    assert (change.undoable, admitted.id in change.ids) == (False, True)
    with book.looking(now) as reader:
        deeds = [r["deed"] for r in reader.rows("SELECT deed FROM journal WHERE tbl = 'person' ORDER BY seq")]
    assert deeds[-2:] == ["amend_person", "undo_deed"]
    with book.reading_for(director, now) as reader:
        assert [h.full_name for h in search.find_people(reader, "an", restricted=True).people] == ["Trần Thị An"]
        assert search.find_people(reader, "anh", restricted=True).nearest == "an"
    assert book.check_chain().broken_at is None


def test_an_undo_can_be_undone(book: Book, director: Actor, now: datetime) -> None:
    first, second = new_id(), new_id()
    ward = places.add_ward(book, samples.ward(), by=director, now=now, op=first).result
    undo_deed(book, first, by=director, now=now, op=second)
    with book.looking(now) as reader:
        assert reader.records(Ward) == []
    undo_deed(book, second, by=director, now=now)
    with book.looking(now) as reader:
        assert [w.id for w in reader.records(Ward)] == [ward.id]


def test_what_somebody_changed_since_is_not_undone(
    book: Book, director: Actor, now: datetime, admitted: Person
) -> None:
    op = new_id()
    people.amend_person(book, replace(admitted, home_town="Hạ Long"), by=director, now=now, op=op)
    later = now + timedelta(minutes=20)
    people.amend_person(book, replace(admitted, home_town="Cẩm Phả"), by=director, now=later)
    with pytest.raises(Refused) as refused:
        undo_deed(book, op, by=director, now=later)
    assert refused.value.message.id == "Cannot be undone: somebody changed it at {time}."
    assert refused.value.message.values == {"time": "09:20"}
    assert kept(book, admitted.id, now).home_town == "Cẩm Phả"


def test_pressing_undo_twice_undoes_once(book: Book, director: Actor, now: datetime) -> None:
    first, second = new_id(), new_id()
    places.add_ward(book, samples.ward(), by=director, now=now, op=first)
    undo_deed(book, first, by=director, now=now, op=second)
    assert undo_deed(book, first, by=director, now=now, op=second).undoable is False
    with pytest.raises(Refused):
        undo_deed(book, first, by=director, now=now)


def test_an_unknown_operation_is_refused(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        undo_deed(book, new_id(), by=director, now=now)
    assert refused.value.message.id == "There is nothing to undo."


def test_the_proof_that_people_left_the_book_stays(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    export_list(book, 3, reason="đoàn kiểm tra", by=director, now=now, op=op)
    with pytest.raises(Refused):
        undo_deed(book, op, by=director, now=now)
    with book.looking(now) as reader:
        assert len(reader.records(Reading)) == 1


def test_only_who_may_do_a_deed_may_undo_it(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    op = new_id()
    ward = places.add_ward(book, samples.ward(), by=director, now=now).result
    places.add_room(book, samples.room(ward.id), by=director, now=now, op=op)
    with pytest.raises(Refused):
        undo_deed(book, op, by=actor_with(Role.NURSE), now=now)
    undo_deed(book, op, by=actor_with(Role.CLERK, name="Lâm Thị Thạch Thảo"), now=now)
    with book.looking(now) as reader:
        assert reader.records(Room) == []


def test_staff_written_down_by_mistake_go_again(book: Book, director: Actor, now: datetime) -> None:
    op = new_id()
    member = add_staff_member(book, samples.staff_member(), by=director, now=now, op=op).result
    undo_deed(book, op, by=director, now=now)
    with book.looking(now) as reader:
        row = reader.row("SELECT withdrawn_by, withdrawn_because FROM staff_member WHERE id = ?", (member.id,))
    assert row is not None
    assert tuple(row) == (director.account_id, "hoàn tác")


def test_what_is_never_undone_is_a_deed() -> None:
    assert set(permissions.DEEDS) >= NOT_UNDONE
