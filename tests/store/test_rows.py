"""Rows as they come out of a book, by the names of their columns."""

from __future__ import annotations

from datetime import date, datetime

from carebook.records.codes import Code
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.store.rows import by_name, from_row, from_rows


def test_of_two_columns_of_one_name_the_first_counts_as_in_the_row_itself(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.reading_for(director, now) as reader:
        rows = reader.rows("SELECT 1 AS code, 2 AS other, 3 AS code UNION ALL SELECT 4, 5, 6")
    assert by_name(rows) == [{"code": row["code"], "other": row["other"]} for row in rows]
    assert by_name(rows) == [{"code": 1, "other": 2}, {"code": 4, "other": 5}]
    assert by_name([]) == []


def test_many_rows_are_the_records_each_of_them_is(book: Book, director: Actor, now: datetime) -> None:
    """In another order of columns, with one twice and one that the record does not have."""
    with book.reading_for(director, now) as reader:
        rows = reader.rows(
            "SELECT 'more' AS more, text, code.*, 'x' AS text FROM code WHERE valid_to IS NOT NULL LIMIT 9"
        )
    found = from_rows(Code, rows)
    assert len(found) == 9
    assert found == [from_row(Code, row) for row in rows]
    assert [one.valid_to for one in found] == [date.fromisoformat(row["valid_to"]) for row in rows]
    assert [one.text for one in found] == [row["text"] for row in rows]
    assert not any(hasattr(one, "more") for one in found)
    assert from_rows(Code, []) == []
