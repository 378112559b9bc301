"""One's own choices: kept, replaced, forgotten, each person's own, without a line in the journal, there after a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from carebook.actions.choices import keep_choice
from carebook.actions.opening import open_book
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.choices import own_choice
from tests.actions.admissions import journal_length
from tests.conftest import LOGIN, PASSWORD


def test_a_choice_is_each_persons_own(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    other = actor_with(Role.IT)
    before = journal_length(book, now)
    keep_choice(book, "filters", [{"name": "khu B"}], by=director, now=now)
    keep_choice(book, "filters", ["của tôi"], by=other, now=now)
    keep_choice(book, "filters", [{"name": "khu C"}], by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert own_choice(reader, "filters") == [{"name": "khu C"}]
        assert own_choice(reader, "other") is None
    keep_choice(book, "filters", None, by=director, now=now)
    with book.reading_for(director, now) as reader:
        assert own_choice(reader, "filters") is None
    with book.reading_for(other, now) as reader:
        assert own_choice(reader, "filters") == ["của tôi"]
    assert journal_length(book, now) == before


def test_it_is_there_after_the_next_start_and_not_to_be_read_in_the_file(book_folder: Path, now: datetime) -> None:
    first = open_book(book_folder, LOGIN, PASSWORD, now=now)
    keep_choice(first.book, "filters", ["Lọc-của-Hướng-Dương"], by=first.actor, now=now)
    first.book.close()
    assert "Lọc-của-Hướng-Dương".encode() not in (book_folder / "carebook.db").read_bytes()
    again = open_book(book_folder, LOGIN, PASSWORD, now=now)
    with again.book.reading_for(again.actor, now) as reader:
        assert own_choice(reader, "filters") == ["Lọc-của-Hướng-Dương"]
    again.book.close()
