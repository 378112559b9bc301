"""B01 of many months at once: the numbers of each month's own report, and people only behind the last."""

from __future__ import annotations

from datetime import datetime

from carebook.records.staff import Actor
from carebook.reports import month
from carebook.reports.movement import movements
from carebook.store.book import Book
from tests import period_samples as sample

KEYS = ("2026-08", "2026-09", "2026-10", "2026-11")


def test_each_month_is_that_of_its_report_and_only_the_last_names_people(
    book: Book, director: Actor, now: datetime
) -> None:
    sample.filled(book)
    with book.reading_for(director, now) as reader:
        tables = movements(reader, KEYS)
        reports = [month.gather(reader, key, last_year=False).table("B01") for key in KEYS]
    assert [table.figures() for table in tables] == [report.figures() for report in reports]
    assert tables[-1].lines == reports[-1].lines != ()
    assert not any(line.person_id or line.name or line.detail for table in tables[:-1] for line in table.lines)
    assert any(table.lines for table in tables[:-1])


def test_a_closed_month_is_as_it_was_closed(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    with book.reading_for(director, now) as reader:
        found = dict(zip(KEYS, movements(reader, KEYS), strict=True))
    assert found[snapshot.period].figures() == month.tables_of(snapshot)[0].figures()
    assert not any(line.name for line in found[snapshot.period].lines)
