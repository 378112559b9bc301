"""The same figures on screen, in the PDF, the workbook and the data; drafts and versions say what they are."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import docx
import pytest
from python_calamine import CalamineWorkbook

from carebook.actions import periods
from carebook.records.figures import TOTAL, Table
from carebook.records.staff import Actor
from carebook.reports import copies, month
from carebook.rules.periods import kind_of
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.reports import reading


def source_of(book: Book, now: datetime, **given: object) -> copies.Source:
    with book.reading_masked(now) as reader:
        return copies.gather(reader, MONTH, now, **given)  # type: ignore[arg-type]


def on_sheet(workbook: CalamineWorkbook, table: Table) -> list[list[float | None]]:
    """The numbers of the rows of a sheet that bear a row's words; a share is read back from "88,3 %", "–" and "< 5" are None."""
    rows = {str(row[0]): row[1:] for row in workbook.get_sheet_by_name(table.code).to_python() if row}
    return [[_read(value) for value in rows[one.label] if value != ""] for one in table.printed_rows]


def _read(value: object) -> float | None:
    if isinstance(value, str):
        return (
            None if value == "–" or value.startswith("<") else float(value.removesuffix("%").strip().replace(",", "."))
        )
    return float(str(value))


def test_figures_are_the_same_everywhere(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    with book.reading_for(director, now) as reader:
        screen = month.gather(reader, MONTH)
    snapshot = sample.closed(book, director, now)
    made = copies.draw(source_of(book, now))
    data = json.loads(made.json)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(made.xlsx))
    printed = reading.words(made.pdf, layout=True)
    for table, frozen in zip(screen.tables, month.tables_of(snapshot), strict=True):
        assert data["tables"][table.code] == table.figures() == frozen.figures()
        expected = [[table.value(r.code, c) for c in table.printed_columns] for r in table.printed_rows]
        assert on_sheet(workbook, table) == expected
    b01 = screen.table("B01")
    totals = [str(b01.cell(TOTAL, c.code)) for c in b01.printed_columns]
    assert any(line.split()[-len(totals) :] == totals for line in printed.splitlines() if line.split())
    assert made.data == made.json


def test_no_name_stands_in_any_copy(book: Book, director: Actor, now: datetime) -> None:
    people = sample.filled(book)
    sample.closed(book, director, now)
    made = copies.draw(source_of(book, now))
    text = reading.flat(made.pdf) + made.json.decode()
    assert not [one.name for one in people.values() if one.name in text]


def test_an_open_month_is_a_draft_with_what_is_typed(book: Book, now: datetime) -> None:
    sample.filled(book)
    source = replace(source_of(book, now), narrative={"problems": "Thiếu hai điều dưỡng ban đêm."})
    made = copies.draw(source)
    assert "Thiếu hai điều dưỡng ban đêm." in reading.flat(made.pdf)
    assert reading.has_letters_of(made.pdf, 96)
    assert json.loads(made.json)["number"] is None


def test_a_new_version_names_what_it_replaces(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    first = sample.closed(book, director, now, narrative={"tasks": "Lời đã chốt."})
    periods.number_report(book, first.id, "128", date(2026, 11, 4), by=director, now=now)
    sample.closed(book, director, now, reason="bổ sung người vào 30/10", narrative={"tasks": "Lời mới."})
    newest = source_of(book, now)
    assert newest.supersedes == (
        "Báo cáo này thay bản 1 số 128/BC-TTBTXH ngày 04/11/2026, lý do: bổ sung người vào 30/10."
    )
    flat = reading.flat(copies.draw(newest).pdf)
    assert newest.supersedes in flat
    assert "Lời mới." in flat
    old = source_of(book, now, snapshot_id=first.id)
    assert "Lời đã chốt." in reading.flat(copies.draw(old).pdf)


@pytest.mark.parametrize(
    ("prefix", "post", "above"), [("KT", "Phó Giám đốc", "KT. GIÁM ĐỐC"), ("Q", "Giám đốc", "Q. GIÁM ĐỐC")]
)
def test_who_signs_for_the_head(prefix: str, post: str, above: str, book: Book, director: Actor, now: datetime) -> None:
    who = periods.Signers("Mạc Thị Hải Đường", "Kế toán", "Tô Văn Bách Tùng", post, prefix)
    sample.closed(book, director, now, signers=who)
    flat = reading.flat(copies.draw(source_of(book, now)).pdf)
    assert above in flat
    assert "Tô Văn Bách Tùng" in flat
    assert {place.role for place in copies.draw(source_of(book, now)).places} == {"preparer", "head"}


@pytest.mark.parametrize(
    ("key", "words", "before"),
    [
        ("2026-10", "tháng 10 năm 2026", "tháng trước"),
        ("2026-Q4", "quý IV năm 2026", "quý trước"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng cuối năm trước"),
        ("2026-H2", "6 tháng cuối năm 2026", "6 tháng đầu năm"),
        ("2026", "năm 2026", "năm trước"),
        ("2026-10-05_2026-10-20", "từ ngày 05/10/2026 đến ngày 20/10/2026", "số ngày như vậy trước đó"),
    ],
)
def test_every_kind_is_named_and_compared_in_its_own_words(
    key: str, words: str, before: str, book: Book, now: datetime
) -> None:
    sample.filled(book)
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, key, now)
    b01 = next(table for table in source.figures.tables if table.code == "B01")  # type: ignore[union-attr]
    report = copies.report_of(replace(source, before=(b01,)))
    assert report.period == words
    assert report.earlier[0].words == before
    assert report.earlier[0].leads_here
    assert report.kind is kind_of(key)


def test_a_closed_version_keeps_what_it_was_compared_with(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    with book.reading_masked(now) as reader:
        draft = copies.gather(reader, MONTH, now)
    sample.closed(book, director, now)
    later = now + timedelta(hours=1)
    sample.live(book, "Người Đến Sau", now=later, start_on=date(2026, 9, 2))
    kept = source_of(book, later)
    assert [table.figures() for table in kept.before] == [table.figures() for table in draft.before]
    said = [one.words for one in copies.report_of(kept).earlier]
    assert said == [one.words for one in copies.report_of(draft).earlier]


def test_the_words_of_a_closed_version_are_written_with_its_code(book: Book, director: Actor, now: datetime) -> None:
    people = sample.filled(book)
    sample.closed(book, director, now)
    source = source_of(book, now)
    document = docx.Document(io.BytesIO(copies.docx(source)))
    words = "\n".join(one.text for one in document.paragraphs)
    code = copies.report_of(source).data_code
    assert words.count(f"Mã số liệu {code}") == len(month.tables_of(source.snapshot))  # type: ignore[arg-type]
    assert "BẢN NHÁP" not in words
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert not [one.name for one in people.values() if one.name in words or one.name in cells]


def test_a_reopened_period_is_drawn_from_open_figures(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    periods.reopen_period(book, snapshot.id, by=director, now=now, reason="nhập thiếu")
    assert source_of(book, now).snapshot is None
    assert source_of(book, now, snapshot_id=snapshot.id).snapshot is not None
