"""Numbers of a closed report that are others today: which rows, who is behind them, what is not told twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table
from carebook.rules.late_figures import LateCell, late_rows

COLUMNS = (
    Column(TOTAL, "Tổng số"),
    Column("female", "Nữ", "Trong đó"),
    Column("share", "%", share_of=("female", TOTAL)),
)
ROWS = (
    Row("group", "Nhóm", RowKind.GROUP),
    Row("a", "Việc A", parent="group"),
    Row("b", "Riêng B", RowKind.PART),
    Row(TOTAL, "Tổng cộng", RowKind.TOTAL),
)


def line(row: str, who: str, *columns: str, amount: int = 1) -> Line:
    return Line(row, columns or (TOTAL,), who, f"stay-{who}", name=who, amount=amount)


def table(*lines: Line, code: str = "B08", hidden_below: int = 0) -> Table:
    return Table(code, "", COLUMNS, ROWS, lines, hidden_below=hidden_below)


CLOSED = table(line("a", "An", TOTAL, "female"), line("a", "Bến"))


def test_the_same_numbers_are_not_late() -> None:
    assert late_rows("2026-09", [CLOSED], [CLOSED], {}) == []
    assert late_rows("2026-09", [CLOSED], [table(line("a", "Chi", TOTAL, "female"), line("a", "Bến"))], {}) == []


def test_a_row_tells_every_number_that_changed_and_who_is_behind_it() -> None:
    today = table(*CLOSED.lines, line("a", "Chi", TOTAL, "female"), line("b", "An", amount=3))
    first, second = late_rows("2026-09", [CLOSED], [today], {})
    assert (first.period, first.table, first.label) == ("2026-09", "B08", "Việc A")
    assert first.cells == (LateCell(TOTAL, "Tổng số", 2, 3), LateCell("female", "Trong đó, nữ", 1, 2))
    assert ([one.name for one in first.added], first.gone) == (["Chi"], ())
    assert second.cells == (LateCell(TOTAL, "Tổng số", 0, 3),)


def test_groups_and_totals_follow_from_their_rows_and_are_not_told() -> None:
    today = table(line("a", "An", TOTAL, "female"))
    (row,) = late_rows("2026-09", [CLOSED], [today], {})
    assert (row.row, [one.name for one in row.gone]) == ("a", ["Bến"])


def test_what_a_later_report_told_is_not_told_again_unless_it_changed_once_more() -> None:
    today = table(*CLOSED.lines, line("a", "Chi"))
    (row,) = late_rows("2026-09", [CLOSED], [today], {})
    assert late_rows("2026-09", [CLOSED], [today], row.told()) == []
    again = table(*today.lines, line("a", "Dung"))
    (more,) = late_rows("2026-09", [CLOSED], [again], row.told())
    assert more.cells == (LateCell(TOTAL, "Tổng số", 3, 4),)
    back = late_rows("2026-09", [CLOSED], [CLOSED], row.told())
    assert back[0].cells == (LateCell(TOTAL, "Tổng số", 3, 2),)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [(1, 2, ()), (1, 6, ((None, 6),)), (6, 1, ((6, None),)), (6, 7, ((6, 7),)), (0, 2, ((0, None),))],
)
def test_a_number_too_small_to_be_told_stays_so(was: int, now: int, told: tuple[tuple[int | None, ...], ...]) -> None:
    old, new = (
        table(*(line("a", f"n{n}") for n in range(count)), line("b", "x", amount=9), hidden_below=5)
        for count in (was, now)
    )
    found = late_rows("2026-09", [old], [new], {})
    assert tuple((cell.was, cell.now) for row in found for cell in row.cells) == told


def test_b01_and_tables_of_one_side_are_left_out() -> None:
    today = replace(CLOSED, lines=())
    assert late_rows("2026-09", [replace(CLOSED, code="B01")], [replace(today, code="B01")], {}) == []
    assert late_rows("2026-09", [], [CLOSED], {}) == []


def test_a_row_the_closed_table_did_not_have_counted_nobody() -> None:
    today = replace(CLOSED, rows=(*ROWS, Row("c", "Việc C")), lines=(*CLOSED.lines, line("c", "Chi")))
    (row,) = late_rows("2026-09", [CLOSED], [today], {})
    assert (row.label, row.cells) == ("Việc C", (LateCell(TOTAL, "Tổng số", 0, 1),))
