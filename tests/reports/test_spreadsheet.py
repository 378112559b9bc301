"""The spreadsheet has the same rows, columns and values as the paper, and nothing typed in it can act."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from carebook.dates import PartialDate
from carebook.reports.figures import grid_of
from carebook.reports.grid import Grid, GridColumn, GridRow, numbered
from carebook.reports.spreadsheet import list_workbook, monthly_workbook
from tests.reports.samples import B01, B03, report


def sheets(xlsx: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def people(grid: Grid, **more: Any) -> list[list[Any]]:
    return sheets(list_workbook(grid, title="Danh sách đối tượng", facility="Trung tâm", **more))["Danh sách"]


@pytest.mark.parametrize("table", [B01, B03], ids=["B01", "B03"])
def test_the_sheet_of_a_table_equals_the_table(table: Any) -> None:
    rows = sheets(monthly_workbook(report()))[table.code]
    grid = grid_of(table)
    head = next(n for n, row in enumerate(rows) if row[0] == grid.columns[0].heading)
    body = head + (2 if list(grid.groups()) else 1)
    found = [tuple(row) for row in rows[body : body + len(grid.rows)]]
    assert found == [row.values for row in grid.rows]
    assert rows[0][0] == "Trung tâm Bảo trợ xã hội tỉnh Quảng Ninh"
    assert rows[1][0] == f"Biểu {table.code}. {table.title} tháng 10 năm 2026"
    assert "31/10/2026" in rows[2][0]


def test_headings_stand_on_two_levels() -> None:
    rows = sheets(monthly_workbook(report()))["B01"]
    head = next(n for n, row in enumerate(rows) if row[0] == "Nhóm đối tượng")
    assert rows[head][2] == "Tăng"
    assert rows[head + 1][2:5] == ["Tiếp nhận mới", "Tiếp nhận lại", "Chuyển nhóm"]
    assert rows[head][1] == "Đầu kỳ"


def test_the_narrative_is_the_last_sheet() -> None:
    found = sheets(monthly_workbook(report()))
    assert list(found) == ["B01", "B03", "Thuyết minh"]
    column = [row[0] for row in found["Thuyết minh"]]
    assert "Tình hình chung" in column
    assert "Tập phục hồi chức năng 24 buổi." in column


def test_numbers_days_and_words_keep_their_kind() -> None:
    columns = (GridColumn("Tên"), GridColumn("Sinh"), GridColumn("Vào"), GridColumn("Tiền", unit="đ"), GridColumn("Đo"))
    rows = (
        GridRow(("Trần Thị An", PartialDate("1945"), date(2026, 11, 5), 2_160_000, 38.25)),
        GridRow(("Lê Văn Bình", PartialDate("1950-02-03"), date(1890, 1, 1), None, None)),
    )
    found = people(Grid(columns, rows, "–"))
    assert found[-2] == ["Trần Thị An", "1945", date(2026, 11, 5), 2_160_000, 38.25]
    assert found[-1] == ["Lê Văn Bình", date(1950, 2, 3), "01/01/1890", "–", "–"]


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "+84", "-1", "http://x", "{=A1}", "'", "0123"])
def test_nothing_typed_is_a_formula_or_a_number(typed: str) -> None:
    assert people(numbered(("Ghi chú",), [(typed,)]))[-1][1] == typed


def test_long_and_decomposed_texts_are_kept_as_far_as_excel_can() -> None:
    found = people(numbered(("Ghi chú",), [("x" * 40_000,), ("e\u0302\u0301",)]))
    assert len(found[-2][1]) == 32_767
    assert found[-2][1].endswith("…")
    assert found[-1][1] == "ế"


def test_a_list_says_what_it_is_about_and_its_notes() -> None:
    found = people(numbered(("Họ và tên",), [("Trần Thị An",)]), about="Khu A", notes=["Không có tên thật."])
    column = [row[0] for row in found]
    assert column[:3] == ["Trung tâm", "Danh sách đối tượng", "Khu A"]
    assert column[-1] == "Không có tên thật."


def test_an_empty_list_opens() -> None:
    assert people(numbered(("Họ và tên",), []))[-1] == ["TT", "Họ và tên"]
