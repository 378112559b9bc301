"""Lists bound into a report: frozen with it, on paper behind its tables, restricted people under the code, in no file of figures."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from python_calamine import CalamineWorkbook

from carebook.actions.change import Refused
from carebook.records.episodes import Episode
from carebook.records.figures import TOTAL
from carebook.records.periods import Snapshot
from carebook.records.staff import Actor, Reading
from carebook.reports import annexes, copies, month
from carebook.reports.annexes import Annex
from carebook.reports.data import figures_hash
from carebook.reports.monthly import MonthlyReport, draw, last_line
from carebook.rules import permissions
from carebook.rules.movement import IN_COLUMNS, OUT_COLUMNS
from carebook.rules.office_lists import ListKind
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.reports import reading
from tests.reports.samples import report

BOTH = (ListKind.DISCHARGES, ListKind.ADMISSIONS)


def closed(book: Book, director: Actor, now: datetime) -> Snapshot:
    sample.filled(book)
    return sample.closed(book, director, now, annexes=BOTH)


def drawn(book: Book, snapshot: Snapshot, now: datetime) -> tuple[copies.Source, copies.Copies]:
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, snapshot.period, now, snapshot_id=snapshot.id)
    return source, copies.draw(source)


def cells_of(annex: Annex, code: str) -> list[str]:
    at = [column.code for column in annex.columns].index(code)
    return [line.cells[at] for line in annex.lines]


def test_the_chosen_lists_are_frozen_with_the_report_and_count_as_many_as_b01(
    book: Book, director: Actor, now: datetime
) -> None:
    snapshot = closed(book, director, now)
    came, left = month.annexes_of(snapshot)
    assert (came.kind, left.kind) == ("admissions", "discharges")
    b01 = month.tables_of(snapshot)[0]
    for annex, columns in ((came, IN_COLUMNS), (left, OUT_COLUMNS)):
        counted = sum(b01.cell(TOTAL, c) or 0 for c in columns if not c.startswith("regroup"))
        assert len(annex.lines) == counted > 0
    assert cells_of(left, "name") == ["Trần Văn Lộc"]
    assert cells_of(came, "name") == ["Nguyễn Văn Xuyến", "(hồ sơ bảo mật)"]
    assert "Lò Thị Kín" not in snapshot.content


def test_the_restricted_one_stands_under_the_code_with_nothing_that_names_anybody(
    book: Book, director: Actor, now: datetime
) -> None:
    came, _left = month.annexes_of(closed(book, director, now))
    secret = came.lines[1]
    assert secret.person_id in came.under_code
    told = {column.code: words for column, words in zip(came.columns, secret.cells, strict=True) if words}
    assert told.keys() == {"code", "name", "route", "start_kind", "start_on"}
    assert annexes.NOTE in came.notes


def test_who_is_restricted_after_the_closing_is_covered_on_the_paper(
    book: Book, director: Actor, now: datetime
) -> None:
    snapshot = closed(book, director, now)
    with book.changing("", now, new_id(), "test") as writer:
        (stay,) = [one for one in writer.records(Episode) if one.start_on == one.start_on.replace(month=10, day=5)]
        writer.amend(replace(stay, confidential=True))
    source, made = drawn(book, snapshot, now)
    assert cells_of(source.annexes[0], "name") == ["(hồ sơ bảo mật)"] * 2
    assert "Nguyễn Văn Xuyến" not in reading.flat(made.pdf)


def test_names_stand_on_paper_and_in_the_word_file_and_nowhere_else(book: Book, director: Actor, now: datetime) -> None:
    snapshot = closed(book, director, now)
    source, made = drawn(book, snapshot, now)
    with_names = reading.flat(made.pdf)
    opened = docx.Document(io.BytesIO(copies.docx(source)))
    in_word = "\n".join(cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    for name in ("Nguyễn Văn Xuyến", "Trần Văn Lộc"):
        assert name in with_names
        assert name in in_word
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(made.xlsx))
    figures = made.json.decode() + str([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names])
    for word in ("Xuyến", "Lộc", "CB-00", "bảo mật", "Danh sách"):
        assert word not in figures
    for name in ("Lò Thị Kín", "Hoa Mười"):
        assert name not in with_names + in_word + figures


def test_lists_follow_the_tables_on_sheets_of_their_own_without_signature_places(
    book: Book, director: Actor, now: datetime
) -> None:
    snapshot = closed(book, director, now)
    source, made = drawn(book, snapshot, now)
    pages = [reading.flat(made.pdf, n) for n in range(len(reading.page_sizes(made.pdf)))]
    (first,) = [n for n, words in enumerate(pages) if "Phụ lục I DANH SÁCH ĐỐI TƯỢNG TIẾP NHẬN TRONG KỲ" in words]
    (second,) = [n for n, words in enumerate(pages) if "Phụ lục II DANH SÁCH ĐỐI TƯỢNG DỪNG TRỢ GIÚP" in words]
    assert max(n for n, words in enumerate(pages) if "Biểu CS" in words) < first < second
    assert reading.page_sizes(made.pdf)[first] == (297, 210)
    assert "Kèm theo Báo cáo số" in pages[first]
    assert "Từ ngày 01/10/2026 đến hết ngày 31/10/2026" in pages[first]
    assert all("NGƯỜI LẬP" not in pages[n] for n in (first, second))
    assert {place.role for place in made.places} == {"head", "preparer"}
    assert last_line(copies.report_of(source)).endswith("; danh sách tại Phụ lục I, Phụ lục II kèm theo./.")


def test_one_list_has_no_number_and_a_report_without_lists_speaks_of_none() -> None:
    one = Annex("admissions", "Danh sách", "", (), ())
    assert [name for name, _annex in annexes.named([one])] == ["Phụ lục"]
    assert last_line(report()) == "Số liệu chi tiết theo các biểu B01 và B03 kèm theo./."
    assert last_line(report(tables=(), annexes=(one,))) == "Danh sách tại Phụ lục kèm theo./."
    assert last_line(report(tables=())) == "Trên đây là báo cáo của cơ sở./."


def test_a_list_of_nobody_is_bound_in_as_such() -> None:
    nobody = Annex("admissions", "Danh sách đối tượng tiếp nhận trong kỳ", "Từ ngày", (), ())
    made: MonthlyReport = report(annexes=(nobody,))
    assert "Danh sách có 0 dòng." in reading.flat(draw(made).pdf)


def test_a_long_list_goes_on_over_the_pages() -> None:
    columns = tuple(annexes.AnnexColumn(code, code, "left", False) for code in ("code", "name"))
    lines = tuple(annexes.AnnexLine(str(n), (f"CB-{n:06}", f"Người {n}")) for n in range(400))
    long = Annex("admissions", "Danh sách", "", columns, lines)
    printed = reading.flat(draw(report(annexes=(long,))).pdf)
    assert all(f"CB-{n:06} Người {n}" in printed for n in (0, 199, 399))


def test_lists_take_the_right_to_take_lists_out_and_leave_a_reading_line(
    book: Book, director: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(book, director, now)
    with book.looking(now) as reader:
        kept = [(one.deed, one.people, one.account_id) for one in reader.records(Reading, order="id")]
    assert kept == [("export_list", 2, director.account_id), ("export_list", 1, director.account_id)]
    monkeypatch.setitem(permissions.DEEDS, "export_list", frozenset())
    with pytest.raises(Refused):
        sample.closed(book, director, now, reason="thêm danh sách", annexes=BOTH)
    again = sample.closed(book, director, now, reason="không kèm danh sách")
    assert month.annexes_of(again) == ()


def test_the_lists_do_not_change_the_code_of_the_figures(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    plain = sample.closed(book, director, now)
    with book.reading_masked(now) as reader:
        without = copies.report_of(copies.gather(reader, plain.period, now, snapshot_id=plain.id))
        lists = annexes.gather(reader, BOTH, month.gather(reader, plain.period).period)
    assert figures_hash(replace(without, annexes=lists)) == figures_hash(without)
