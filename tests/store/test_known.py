"""An answer that a connection remembers stands until a table it was read from is written to, and never a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from carebook.actions.drafts import keep_draft
from carebook.actions.undo import undo_deed
from carebook.records.facility import Room, Ward
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store import errors
from carebook.store.book import Book, Reader, Writer, new_id
from tests import samples

Write = Callable[[Callable[[Writer], object]], str]


@pytest.fixture
def write(book: Book, director: Actor, now: datetime) -> Write:
    """Do something in the book on another connection; gives the id of the operation."""

    def do(what: Callable[[Writer], object]) -> str:
        op = new_id()
        with book.changing(director.account_id, now, op, "add_ward", reason="thử") as writer:
            what(writer)
        return op

    return do


class Asking:
    """A question that counts how often it is put."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask = ask
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return self._ask()


def _names(reader: Reader, table: str = "ward") -> Asking:
    return Asking(lambda: [row["name"] for row in reader.rows(f"SELECT name FROM {table} WHERE withdrawn_at IS NULL")])


def test_nothing_is_asked_twice_while_nobody_writes(book: Book, director: Actor, now: datetime, write: Write) -> None:
    write(lambda writer: writer.add(samples.ward()))
    with book.reading_for(director, now) as reader:
        ask = _names(reader)
        assert reader.remembered("wards", ask) == reader.remembered("wards", ask) == [samples.ward().name]
        assert reader.remembered("others", ask) == [samples.ward().name]
    assert ask.times == 2


def test_it_is_asked_again_when_its_table_was_written_to_and_only_then(
    book: Book, director: Actor, now: datetime, write: Write
) -> None:
    with book.reading_for(director, now) as reader:
        wards, rooms = _names(reader), _names(reader, "room")
        assert reader.remembered("wards", wards) == reader.remembered("rooms", rooms) == []
        write(lambda writer: writer.add(samples.ward()))
        assert reader.remembered("wards", wards) == [samples.ward().name]
        assert reader.remembered("rooms", rooms) == []
        assert (wards.times, rooms.times) == (2, 1)
        ward = reader.records(Ward)[0]
        write(lambda writer: writer.withdraw(Ward, ward.id, "ghi nhầm"))
        assert reader.remembered("wards", wards) == []


def test_what_is_undone_is_gone(book: Book, director: Actor, now: datetime, write: Write) -> None:
    op = write(lambda writer: writer.add(samples.ward()))
    with book.reading_for(director, now) as reader:
        ask = _names(reader)
        assert reader.remembered("wards", ask) == [samples.ward().name]
        undo_deed(book, op, by=director, now=now)
        assert reader.remembered("wards", ask) == []


def test_a_view_is_as_old_as_every_table_behind_it(
    book: Book, actor_with: Callable[..., Actor], now: datetime, write: Write
) -> None:
    person = samples.person(id=new_id(), alias="Hoa Sữa")
    write(lambda writer: writer.add(person))
    with book.reading_for(actor_with(Role.NURSE), now) as reader:

        def ask() -> list[str]:
            return [row["full_name"] for row in reader.rows("SELECT full_name FROM listed_person")]

        assert reader.remembered("people", ask) == [person.full_name]
        write(lambda writer: writer.add(samples.episode(person.id, confidential=True)))
        assert reader.remembered("people", ask) == ["Hoa Sữa"]


def test_an_answer_made_of_answers_is_as_old_as_each_of_them(
    book: Book, director: Actor, now: datetime, write: Write
) -> None:
    with book.reading_for(director, now) as reader:
        wards, rooms = _names(reader), _names(reader, "room")

        def both() -> tuple[object, object]:
            return reader.remembered("wards", wards), reader.remembered("rooms", rooms)

        assert reader.remembered("rooms", rooms) == []  # known before it became a part
        assert reader.remembered("both", both) == ([], [])
        write(lambda writer: writer.add(Room(ward_id=writer.add(samples.ward()).id, name="A1")))
        assert reader.remembered("both", both) == ([samples.ward().name], ["A1"])


def test_what_the_journal_tells_of_a_table_is_as_old_as_the_table(
    book: Book, director: Actor, now: datetime, write: Write
) -> None:
    with book.reading_for(director, now) as reader:
        told = Asking(lambda: reader.value("SELECT count(*) FROM counted_journal j WHERE j.tbl = 'ward'"))
        everything = Asking(lambda: reader.value("SELECT count(*) FROM counted_journal"))
        before = reader.remembered("told", told), reader.remembered("everything", everything)
        reader.remembered("told", told)
        reader.remembered("everything", everything)
        assert (told.times, everything.times) == (1, 2)  # what is asked of the whole journal is not kept
        write(lambda writer: writer.add(samples.ward()))
        after = reader.remembered("told", told), reader.remembered("everything", everything)
        assert after == (before[0] + 1, before[1] + 1)


def test_what_no_journal_follows_is_not_remembered(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:

        def ask() -> object:
            return reader.value("SELECT count(*) FROM own_draft")

        assert reader.remembered("drafts", ask) == 0
        keep_draft(book, "note", "", {"text": "đang viết"}, by=director, now=now)
        assert reader.remembered("drafts", ask) == 1


def test_reference_data_read_before_still_belongs_to_the_answer(
    book: Book, director: Actor, now: datetime, write: Write
) -> None:
    from carebook.records.codes import Limit

    with book.reading_for(director, now) as reader:

        def ask() -> int:
            return len(reader.records(Limit))

        many = ask()
        assert reader.remembered("limits", ask) == many
        write(lambda writer: writer.withdraw(Limit, writer.records(Limit)[0].id, "thử"))
        assert reader.remembered("limits", ask) == many - 1


def test_nobody_gets_the_answer_of_somebody_else(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    doctor, it = actor_with(Role.DOCTOR), actor_with(Role.IT)
    for who, may in ((doctor, True), (it, False)):
        with book.reading_for(who, now) as reader:

            def ask() -> list[Person]:
                reader.asks("people")
                return reader.records(Person)

            if may:
                assert reader.remembered("people", ask) == []
            else:
                with pytest.raises(errors.NotAllowedToSee):
                    reader.remembered("people", ask)


def test_a_question_that_failed_is_put_again(book: Book, director: Actor, now: datetime, write: Write) -> None:
    write(lambda writer: writer.add(samples.ward()))
    with book.reading_for(director, now) as reader:

        def fail() -> list[str]:
            raise OSError

        with pytest.raises(OSError):
            reader.remembered("wards", fail)
        assert reader.remembered("wards", _names(reader)) == [samples.ward().name]


def test_inside_a_deed_everything_is_asked(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ask = _names(writer)
        assert writer.remembered("wards", ask) == []
        writer.add(samples.ward())
        assert writer.remembered("wards", ask) == [samples.ward().name]
