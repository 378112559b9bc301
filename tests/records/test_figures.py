"""Tables of figures: every number is the size or sum of the lines it opens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, Typed, every_cell, figures_of

COLUMNS = (Column("opening", "Đầu kỳ"), Column("in_new", "Tiếp nhận mới", "Tăng"), Column("in_other", "Khác", "Tăng"))
ROWS = (
    Row("social", "I. Bảo trợ xã hội", RowKind.GROUP),
    Row("social_elderly", "Người cao tuổi", RowKind.GROUP, "social"),
    Row("elderly", "Người cao tuổi nghèo", parent="social_elderly"),
    Row("child", "Trẻ em bị bỏ rơi", parent="social"),
    Row("voluntary", "Tự nguyện"),
    Row(TOTAL, "Tổng số", RowKind.TOTAL),
    Row("multiple", "Riêng: đa khuyết tật", RowKind.PART),
)


def line(row: str, person: str, *columns: str, amount: int = 1) -> Line:
    return Line(row, columns, person, f"stay of {person}", name=f"Trần Thị {person}", amount=amount)


TABLE = Table(
    "B01",
    "Biến động đối tượng",
    COLUMNS,
    ROWS,
    (
        line("elderly", "a", "opening"),
        line("elderly", "b", "in_new", "in_new"),
        line("child", "c", "opening"),
        line("voluntary", "d", "in_new"),
        line("multiple", "a", "opening"),
    ),
)


def test_groups_and_total_add_their_rows_and_a_part_is_never_added() -> None:
    assert TABLE.values("elderly") == (1, 2, 0)
    assert TABLE.values("social_elderly") == (1, 2, 0)
    assert TABLE.values("social") == (2, 2, 0)
    assert TABLE.values(TOTAL) == (2, 3, 0)
    assert TABLE.values("multiple") == (1, 0, 0)


def test_a_number_opens_the_people_behind_it() -> None:
    assert [found.person_id for found in TABLE.people("social", "opening")] == ["a", "c"]
    assert [found.person_id for found in TABLE.people(TOTAL, "in_new")] == ["b", "d"]
    with pytest.raises(KeyError):
        TABLE.cell("nobody", "opening")


def test_amounts_are_summed() -> None:
    table = replace(TABLE, lines=(line("child", "c", "opening", amount=30), line("elderly", "a", "opening", amount=4)))
    assert table.cell(TOTAL, "opening") == 34


def test_an_unknown_cell_makes_its_sums_unknown() -> None:
    table = replace(TABLE, unknown=frozenset({("child", "opening")}))
    assert table.cell("child", "opening") is None
    assert table.cell("social", "opening") is None
    assert table.cell(TOTAL, "opening") is None
    assert table.cell("social_elderly", "opening") == 1


def test_a_typed_cell_overrules_its_lines_and_is_marked() -> None:
    table = replace(TABLE, typed=(Typed("child", "opening", 7),), typed_source="12/BC-TTBTXH")
    assert table.cell(TOTAL, "opening") == 8
    assert table.is_typed(TOTAL, "opening")
    assert not table.is_typed("elderly", "opening")
    assert len(table.people("child", "opening")) == 1


def test_paper_leaves_out_empty_rows_and_headings_but_the_data_keep_them() -> None:
    table = replace(TABLE, lines=(line("child", "c", "opening"),))
    assert [row.code for row in table.printed_rows] == ["social", "child", TOTAL]
    assert [column.code for column in table.printed_columns] == ["opening"]
    assert len(table.figures()["rows"]) == len(ROWS)


def test_the_shape_for_data_exchange() -> None:
    figures = figures_of([replace(TABLE, unknown=frozenset({("child", "opening")}))])
    assert figures["B01"]["columns"] == ["opening", "in_new", "in_other"]
    assert figures["B01"]["rows"][3] == {"code": "child", "values": [None, 0, 0]}
    assert "Trần" not in json.dumps(figures, ensure_ascii=False)


@given(
    st.lists(
        st.builds(
            line,
            st.sampled_from(["elderly", "child", "voluntary", "multiple"]),
            st.text("abcđ", min_size=1, max_size=3),
            st.sampled_from(["opening", "in_new", "in_other"]),
            amount=st.integers(0, 50),
        ),
        max_size=12,
    ),
    st.sets(st.tuples(st.sampled_from(["elderly", "child"]), st.sampled_from(["opening", "in_new"]))),
)
def test_a_snapshot_opens_the_same_for_ever(lines: list[Line], unknown: set[tuple[str, str]]) -> None:
    table = replace(TABLE, lines=tuple(lines), unknown=frozenset(unknown), typed=(Typed("voluntary", "opening", 3),))
    assert Table.from_json(json.loads(json.dumps(table.to_json()))) == table


def test_a_snapshot_whose_numbers_are_not_its_lines_is_refused() -> None:
    kept = TABLE.to_json()
    kept["rows"][0]["values"][0] = 99
    with pytest.raises(ValueError, match="B01"):
        Table.from_json(kept)


def test_every_cell_names_the_rows_that_are_filled_from_lines() -> None:
    cells = every_cell(ROWS, COLUMNS)
    assert ("multiple", "opening") in cells
    assert not {row for row, _ in cells} & {"social", TOTAL}


def test_a_period_ends_its_data_inside_itself() -> None:
    half = Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 10))
    assert half.holds(date(2026, 6, 10))
    assert not half.holds(date(2026, 6, 11))
    assert not half.holds(None)
    assert Period.whole(date(2026, 1, 1), date(2026, 1, 31)).cutoff == date(2026, 1, 31)
    with pytest.raises(ValueError):
        Period(date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))
