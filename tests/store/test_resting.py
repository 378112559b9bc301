"""A connection that waits sees what was written since, never what somebody else may see, and nothing of a closed book."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from carebook.records.facility import Ward
from carebook.records.people import Person
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from tests import samples


def test_what_was_written_since_is_seen(book: Book, director: Actor, now: datetime) -> None:
    with book.looking(now) as reader, book.reading_for(director, now) as seen:
        assert reader.records(Ward) == seen.records(Ward) == []
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.ward())
    with book.looking(now) as reader, book.reading_for(director, now) as seen:
        assert len(reader.records(Ward)) == len(seen.records(Ward)) == 1


def test_each_keeps_their_own_sight(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    nurse = actor_with(Role.NURSE)
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person(alias="Hoa Sữa"))
        writer.add(samples.episode(person.id, confidential=True))
    for _ in range(2):
        with book.reading_for(director, now) as reader:
            assert reader.record(Person, person.id) is not None
        with book.reading_for(nurse, now) as reader:
            assert reader.record(Person, person.id) is None
        with book.reading_masked(now) as reader:
            assert reader.record(Person, person.id) is None


def test_after_an_error_and_from_many_threads(book: Book, director: Actor, now: datetime) -> None:
    def fail() -> None:
        with book.reading_for(director, now) as reader:
            reader.rows("SELECT 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    def ask(number: int) -> int:
        with book.reading_for(director, now) as reader:
            return int(reader.value("SELECT ?", (number,)))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(40))) == list(range(40))


def test_who_asks_for_long_takes_over_what_waits(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        waiting = reader._connection
    lasting = book.reader_for(director, now)
    other = book.reader_for(director, now)
    assert lasting._connection is waiting is not other._connection
    with book.reading_for(director, now) as reader:
        assert reader._connection not in (lasting._connection, other._connection)
    lasting.close()
    other.close()


def test_a_closed_book_lets_nothing_wait(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now):
        book.close()
    assert not book._resting._waiting
    assert not list(book.folder.glob("*-wal"))
