"""Long tables fit the sheet, lose no word, repeat their headings, and never leave the signatures alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight, numbered
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import Slot, Way
from carebook.reports.paper.table import SignedTable, table
from tests.reports.reading import MM, box_of, flat, sizes_of, words


def drawn(grid: Grid, way: str = "portrait") -> bytes:
    sheet = page.PORTRAIT if way == "portrait" else page.LANDSCAPE
    return page.build([table(grid, sheet.width)], title="Bảng", way=way, invariant=True).pdf


@pytest.mark.parametrize(
    ("value", "column", "shown"),
    [
        (1234567, GridColumn("Tiền", unit="đ"), "1.234.567\u00a0đ"),
        (0, GridColumn("Số"), "0"),
        (38.2, GridColumn("Nhiệt độ"), "38,2"),
        (date(2026, 11, 5), GridColumn("Ngày"), "05/11/2026"),
        (PartialDate("1945-09"), GridColumn("Sinh"), "09/1945"),
        ("chữ", GridColumn("Tên"), "chữ"),
        (None, GridColumn("Số"), "–"),
    ],
)
def test_how_a_value_reads(value: object, column: GridColumn, shown: str) -> None:
    assert Grid((column,), (), "–").text(value, column) == shown  # type: ignore[arg-type]


def test_numbers_stand_right_days_in_the_middle_words_left_unless_told() -> None:
    grid = Grid(
        (*(GridColumn(name) for name in "abcd"), GridColumn("e", align="center")),
        (GridRow((1, date(2026, 1, 1), "x", None, 5)), GridRow((None, PartialDate("1945"), None, None, 6))),
    )
    assert [grid.align(n) for n in range(5)] == ["right", "center", "left", "left", "center"]


def test_upper_headings_span_their_columns() -> None:
    grid = Grid(tuple(GridColumn(c, g) for c, g in (("a", ""), ("b", "X"), ("c", "X"), ("d", "Y"), ("e", ""))), ())
    assert list(grid.groups()) == [("X", 1, 2), ("Y", 3, 3)]


def test_a_long_list_repeats_its_headings_and_keeps_every_row() -> None:
    pdf = drawn(numbered(("Họ và tên",), [(f"Người thứ {n}",) for n in range(120)]))
    printed = flat(pdf)
    assert printed.count("Họ và tên") >= 3
    assert all(f"Người thứ {n}" in printed for n in range(120))


def test_no_cell_leaves_the_margins_and_no_word_is_lost() -> None:
    headings = [f"Cột rất dài số {n}" for n in range(9)]
    rows = [[f"Giá trị {n} nghiêng {m}" for n in range(9)] for m in range(5)]
    pdf = drawn(numbered(headings, rows))
    assert page.PORTRAIT.left - 1 <= box_of(pdf, "TT")[0]
    printed = "".join(words(pdf).split())
    assert printed.count("nghiêng") == 45


def test_many_narrow_columns_turn_their_headings_and_keep_readable_letters() -> None:
    bands = [f"Từ {n} đến {n + 5}" for n in range(12)]
    columns = (
        GridColumn("Nhóm đối tượng", align="left"),
        *(GridColumn(sex, band) for band in bands for sex in ("Tổng", "Nam", "Nữ")),
    )
    rows = tuple(GridRow((f"Nhóm người thứ {n}", *(100 + m for m in range(36)))) for n in range(6))
    pdf = drawn(Grid(columns, rows), "landscape")
    ((size, _font),) = sizes_of(pdf, "Nhóm người thứ 3")
    assert size >= 8
    printed = words(pdf, layout=True)
    for n in range(6):
        line = next(row for row in printed.splitlines() if f"Nhóm người thứ {n}" in row)
        assert line.split()[4:] == [str(100 + m) for m in range(36)]


def test_group_and_total_rows_are_bold_and_rows_below_a_group_are_set_in() -> None:
    grid = Grid(
        (GridColumn("Nhóm", align="left"), GridColumn("Số")),
        (GridRow(("Cả nhóm", 3), Weight.GROUP), GridRow(("Một phần", 3), level=1), GridRow(("Tổng", 3), Weight.TOTAL)),
    )
    pdf = drawn(grid)
    assert sizes_of(pdf, "Cả nhóm") == {(11, "Tinos-Bold")}
    assert sizes_of(pdf, "Một phần") == {(11, "Tinos")}
    assert sizes_of(pdf, "Tổng") == {(11, "Tinos-Bold")}
    assert box_of(pdf, "Một phần")[0] > box_of(pdf, "Cả nhóm")[0] + 5


@pytest.mark.parametrize(
    "hostile", ["chữ " * 2500, "x" * 10_000, "dòng\n" * 300, "<b>đậm</b>\t&\x00", "🙂", "e\u0302\u0301"]
)
def test_hostile_cells_neither_break_the_table_nor_the_page(hostile: str) -> None:
    grid = numbered(("Họ và tên", "Ghi chú"), [("Trần Thị An", hostile), ("Lê Văn Bình", "sau")])
    printed = flat(drawn(grid))
    assert "Lê Văn Bình" in printed
    assert "sau" in printed


def test_an_empty_list_has_its_headings() -> None:
    assert "Họ và tên" in flat(drawn(numbered(("Họ và tên",), [])))


def test_blank_rows_leave_room_for_the_pen() -> None:
    low = Grid((GridColumn("A"),), (GridRow(("",)),))
    high = Grid((GridColumn("A"),), (GridRow(("",), lines=2),))
    assert table(high).wrap(500, 500)[1] - table(low).wrap(500, 500)[1] >= 4 * MM


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 90), st.sampled_from(["portrait", "landscape"]))
def test_signatures_always_stand_under_rows_of_the_table(count: int, way: str) -> None:
    sheet = page.PORTRAIT if way == "portrait" else page.LANDSCAPE
    grid = numbered(("Họ và tên",), [(f"Người {n:03}",) for n in range(count)])
    after = [text.paragraph("Ghi chú."), *signatures.row([Slot("head", ("GIÁM ĐỐC",), way=Way.DIGITAL)], sheet.width)]
    paper = page.build([SignedTable(table(grid, sheet.width), after)], title="Bảng", way=way, invariant=True)
    (place,) = paper.places
    last = words(paper.pdf, place.page)
    assert "Ghi chú." in last
    assert count == 0 or f"Người {count - 1:03}" in last
    assert place.rect[1] >= sheet.bottom
    printed = flat(paper.pdf)
    assert all(printed.count(f"Người {n:03}") == 1 for n in range(count))
