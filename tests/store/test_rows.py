"""Rows as they come out of a book, by the names of their columns."""

from __future__ import annotations

from datetime import datetime

from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.store.rows import by_name


def test_of_two_columns_of_one_name_the_first_counts_as_in_the_row_itself(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.reading_for(director, now) as reader:
        row = reader.row("SELECT 1 AS code, 2 AS other, 3 AS code")
    assert row is not None
    assert by_name(row) == {"code": row["code"], "other": row["other"]} == {"code": 1, "other": 2}
    assert by_name({"code": 5}) == {"code": 5}
