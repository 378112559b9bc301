"""What was written down after a closing stands in the next report with every table it changed, once, and names nobody there."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta

from python_calamine import CalamineWorkbook

from carebook.actions import periods
from carebook.records.figures import Period
from carebook.records.people import Person
from carebook.records.periods import Snapshot
from carebook.records.staff import Actor
from carebook.reports import copies, late_figures, month
from carebook.store import periods as store
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.reports import reading
from tests.reports.test_report_words import paragraphs

CUTOFF = date(2026, 11, 20)


def late_october(book: Book, director: Actor, now: datetime) -> Snapshot:
    """October closed; afterwards a disability is written down that was there already. The closed October."""
    people = sample.filled(book)
    snapshot = sample.closed(book, director, now)
    with book.changing("", now, new_id(), "test") as writer:
        for name in ("an", "kin"):
            (person,) = writer.records(Person, "id = ?", (people[name].person_id,))
            writer.amend(replace(person, disability_kinds=("mobility",), disability_degree="severe"))
    return snapshot


def november(book: Book, director: Actor, now: datetime, **given: str) -> Snapshot:
    made: Snapshot = periods.close_period(book, "2026-11", by=director, now=now, cutoff=CUTOFF, **given).result
    return made


def test_the_next_report_freezes_what_changed_of_every_table(book: Book, director: Actor, now: datetime) -> None:
    late_october(book, director, now)
    rows = month.late_rows_of(november(book, director, now))
    assert {(row.period, row.table) for row in rows} >= {("2026-10", "B03")}
    told = {row.label: late_figures.said(row) for row in rows if row.table == "B03"}
    assert any("0 → 2" in words for words in told.values())
    assert all(row.table != "B01" for row in rows)
    names = {line.name for row in rows for line in row.added}
    assert "Trần Thị An" in names
    assert "Lò Thị Kín" not in str(rows)


def test_it_is_told_once_and_a_new_version_tells_it_again(book: Book, director: Actor, now: datetime) -> None:
    late_october(book, director, now)
    first = month.late_rows_of(november(book, director, now))
    again = month.late_rows_of(november(book, director, now, reason="bổ sung"))
    assert first == again
    later = now + timedelta(days=30)
    with book.reading_masked(later) as reader:
        december = month.gather(reader, "2026-12", cutoff=date(2026, 12, 20))
    assert [row for row in december.late_rows if row.period == "2026-10"] == []


def test_nothing_late_says_nothing(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    snapshot = november(book, director, now)
    assert month.late_rows_of(snapshot) == ()
    with book.reading_masked(now) as reader:
        made = copies.draw(copies.gather(reader, "2026-11", now))
    assert "BỔ SUNG" not in reading.flat(made.pdf)


def test_without_what_takes_long_they_are_left_out_and_asked_for_alone(
    book: Book, director: Actor, now: datetime
) -> None:
    late_october(book, director, now)
    with book.reading_masked(now) as reader:
        quick = month.gather(reader, "2026-11", last_year=False)
        whole = month.gather(reader, "2026-11")
        assert quick.late_rows == ()
        assert month.late_before(reader, "2026-11", quick.period) == whole.late_rows != ()


def test_a_damaged_report_is_passed_over(book: Book, director: Actor, now: datetime) -> None:
    snapshot = late_october(book, director, now)
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(snapshot, content=snapshot.content.replace("2026-10", "2026-09", 1)))
    with book.reading_masked(now) as reader:
        assert month.late_before(reader, "2026-11", Period.whole(date(2026, 11, 1), date(2026, 11, 30))) == ()


def test_paper_word_and_workbook_tell_the_numbers_and_nobody(book: Book, director: Actor, now: datetime) -> None:
    late_october(book, director, now)
    november(book, director, now)
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, "2026-11", now)
    made = copies.draw(source)
    printed = reading.flat(made.pdf)
    assert "SỐ LIỆU BỔ SUNG KỲ TRƯỚC" in printed
    assert "tính lại theo sổ hôm nay" in printed
    assert "Tháng 10/2026" in printed
    (number,) = [one for one in copies.report_of(source).late_numbers if "→ 2" in one.numbers][:1]
    assert number.table == "B03"
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made.xlsx))
    rows = sheets.get_sheet_by_name("Số liệu bổ sung kỳ trước").to_python()
    assert any(number.numbers in row for row in rows)
    assert "SỐ LIỆU BỔ SUNG KỲ TRƯỚC" in paragraphs(copies.docx(source))
    assert not [name for name in ("Trần Thị An", "Lò Thị Kín", "Hoa Mười") if name in printed + str(rows)]


def test_the_last_reports_that_count_are_looked_at(book: Book, director: Actor, now: datetime) -> None:
    late_october(book, director, now)
    with book.reading_masked(now) as reader:
        kind = late_figures.LOOKED_BACK
        first = sample.MONTH
        (only,) = store.counted_before(reader, next(iter(kind)), date(2026, 11, 1), 2)
        assert only.period == first
        assert store.counted_before(reader, next(iter(kind)), date(2026, 10, 1), 2) == []
