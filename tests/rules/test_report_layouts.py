"""Layouts: order, choice and grouping change no number; what cannot be is refused; a file is read back, its faults have lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.figures import TOTAL, Column, Line, Row, RowKind, Table, Typed
from carebook.records.periods import ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.rules.movement import CodeBook
from carebook.rules.own_tables import Design, OwnColumn, OwnRow
from carebook.rules.report_layouts import (
    BadLayout,
    Layout,
    LayoutFile,
    OwnHeading,
    RowGroup,
    brought,
    grouped,
    holds_on,
    is_groupable,
    laid_out,
    layout_of,
    problems_in,
    read_file,
    with_layout,
    write_file,
)
from tests.stay_samples import codes, limits

COLUMNS = (Column("n", "Người"), Column("f", "Nữ"), Column("s", "Tỷ lệ", share_of=("f", "n")))
ROWS = (
    Row("g", "I. Nhóm", RowKind.GROUP),
    Row("a", "A", parent="g"),
    Row("a1", "Trong đó: A1", RowKind.PART),
    Row("b", "B", parent="g"),
    Row("c", "C"),
    Row(TOTAL, "Tổng số", RowKind.TOTAL),
    Row("extra", "Ngoài ra", RowKind.PART),
)
LINES = tuple(
    Line(row, columns, f"p{n}", f"e{n}", name=f"Người {n}")
    for n, (row, columns) in enumerate(
        [("a", ("n", "f")), ("a", ("n",)), ("a1", ("n",)), ("b", ("n",)), ("c", ("n", "f")), ("extra", ("n",))]
    )
)
TABLE = Table("B01", "Biến động", COLUMNS, ROWS, LINES)
OTHER = Table("B02", "Cơ cấu", COLUMNS[:1], ROWS[-2:], ())
GROUP = RowGroup("B01", "Nhóm của Sở", ("c", "a"))


def template(**more: Any) -> ReportTemplate:
    return ReportTemplate(**({"name": "Gửi Sở Y tế"} | more))


def rows_of(table: Table) -> list[str]:
    return [row.code for row in table.rows]


def test_a_layout_chooses_and_orders() -> None:
    assert laid_out(Layout(), (TABLE, OTHER)) == (TABLE, OTHER)
    assert laid_out(Layout(tables=("B02", "B09", "B01")), (TABLE, OTHER)) == (OTHER, TABLE)
    assert laid_out(Layout(tables=("B02",)), (TABLE, OTHER)) == (OTHER,)


def test_own_groups_stand_first_and_the_rest_follows() -> None:
    made = grouped(TABLE, (GROUP,))
    assert rows_of(made) == ["own_group_1", "c", "a", "a1", "b", TOTAL, "extra"]
    assert made.values("own_group_1") == (3, 2, 66.7)
    assert {line.name for line in made.people("own_group_1", "n")} == {"Người 0", "Người 1", "Người 4"}
    assert made.row("b").parent is None


def test_a_group_without_its_parts_is_one_row_that_opens_everybody() -> None:
    made = grouped(TABLE, (replace(GROUP, parts=False),))
    assert rows_of(made) == ["own_group_1", "b", TOTAL, "extra"]
    assert made.values("own_group_1") == (3, 2, 66.7)
    assert {line.name for line in made.people("own_group_1", "n")} == {"Người 0", "Người 1", "Người 4"}


@pytest.mark.parametrize("parts", [True, False])
def test_typed_and_unknown_numbers_stay_what_they_are(parts: bool) -> None:
    typed = replace(TABLE, typed=(Typed("a", "n", 7),), typed_source="báo cáo số 9", unknown=frozenset({("b", "f")}))
    made = grouped(typed, (replace(GROUP, parts=parts), RowGroup("B01", "Còn lại", ("b",), parts)))
    assert made.cell("own_group_1", "n") == 8
    assert made.is_typed("own_group_1", "n")
    assert made.cell("own_group_2", "f") is None
    assert made.cell(TOTAL, "n") == typed.cell(TOTAL, "n") == 9
    assert made.cell(TOTAL, "f") is None


@given(
    st.lists(st.lists(st.sampled_from("abcx"), max_size=4), max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.lists(st.sampled_from("abc"), max_size=15),
)
def test_groups_make_the_total_they_made_before(groups: list[list[str]], parts: list[bool], people: list[str]) -> None:
    table = replace(TABLE, lines=tuple(Line(row, ("n",), f"p{n}", f"e{n}") for n, row in enumerate(people)))
    made = grouped(table, [RowGroup("B01", "Nhóm", tuple(rows), one) for rows, one in zip(groups, parts, strict=False)])
    assert made.cell(TOTAL, "n") == table.cell(TOTAL, "n") == len(people)
    tops = [row for row in made.rows if row.parent is None and row.kind in (RowKind.ROW, RowKind.GROUP)]
    assert sum(made.cell(row.code, "n") or 0 for row in tops) == len(people)
    assert len(made.people(TOTAL, "n")) == len(people)
    assert Table.from_json(made.to_json()) == made


def test_what_must_not_be_added_up_is_left_alone() -> None:
    small = replace(TABLE, hidden_below=5)
    assert not is_groupable(small)
    assert grouped(small, (GROUP,)) == small
    without = replace(TABLE, rows=(Row("a", "A"), Row("b", "B")))
    assert not is_groupable(without)
    assert grouped(without, (GROUP,)) == without
    assert grouped(TABLE, (RowGroup("B02", "Nhóm", ("a",)), RowGroup("B01", "Nhóm", ("gone",)))) == TABLE


def test_a_row_that_is_needed_is_not_folded_away() -> None:
    folding = Layout(grouping=(replace(GROUP, parts=False),))
    (folded,) = laid_out(folding, (TABLE,), {("B01", "b"), ("B02", "a")})
    assert "own_group_1" in folded.row_codes
    assert laid_out(folding, (TABLE,), {("B01", "a")}) == (TABLE,)
    assert laid_out(Layout(grouping=(GROUP,)), (TABLE,), {("B01", "g")}) == (TABLE,)


LAYOUT = Layout(
    "Gửi Sở Y tế",
    "Kết quả trợ giúp xã hội",
    ("B03", "T01", "B01"),
    (GROUP, RowGroup("B03", "Nặng", ("b",), parts=False)),
    (OwnHeading("results", "Kết quả"), OwnHeading("proposals")),
)


def test_a_layout_is_kept_in_a_template_and_frozen_with_a_version() -> None:
    assert layout_of(with_layout(template(), LAYOUT)) == LAYOUT
    assert layout_of(template()) == Layout("Gửi Sở Y tế")
    assert Layout.from_json(LAYOUT.to_json()) == LAYOUT
    assert (Layout().to_json(), Layout.from_json("")) == ("", Layout())
    for bad in ("{}", "[]", "x", '{"name": 1, "title": "", "tables": 3, "grouping": [], "headings": []}'):
        with pytest.raises(ValueError):
            Layout.from_json(bad)
    with pytest.raises(ValueError):
        layout_of(template(grouping="[{}]"))


def test_when_a_template_holds() -> None:
    year = template(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert [holds_on(year, day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))] == [
        False,
        True,
        False,
    ]
    assert holds_on(template(), date(1, 1, 1))


@pytest.mark.parametrize(
    ("made", "fields"),
    [
        (template(), []),
        (template(name="  "), ["name"]),
        (template(name="x" * 201), ["name"]),
        (template(name="MẪU CŨ"), ["name"]),
        (template(name="Mẫu cũ", id="old"), []),
        (template(name="Mẫu cũ", kind=ReportKind.YEARLY), []),
        (template(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)), ["valid_to"]),
        (template(tables=("B01", "B01")), ["tables"]),
        (template(grouping="[1]"), ["grouping"]),
        (with_layout(template(), Layout("a", headings=(OwnHeading("x"), OwnHeading("x")))), ["headings"]),
        (with_layout(template(), Layout("a", grouping=(RowGroup("B01", " ", ("a",)),))), ["grouping"]),
        (with_layout(template(), Layout("a", grouping=(RowGroup("B01", "G", ()),))), ["grouping"]),
        (with_layout(template(), Layout("a", grouping=(RowGroup("B01", "G", ("a", "a")),))), ["grouping"]),
        (with_layout(template(), Layout("a", grouping=(GROUP, RowGroup("B01", "G", ("a",))))), ["grouping"]),
        (with_layout(template(), Layout("a", grouping=(GROUP, RowGroup("B02", "G", ("a",))))), []),
    ],
    ids=str,
)
def test_what_stands_against_keeping(made: ReportTemplate, fields: list[str]) -> None:
    assert [problem.field for problem in problems_in(made, (template(name="Mẫu cũ", id="old"),))] == fields


# Files

BOOK = CodeBook(codes(), limits(), date(2026, 10, 31))
DESIGN = Design(
    (OwnRow("r1", "Nữ “cao tuổi”", {"sex": ("female",)}), OwnRow("r2", "Quỹ", typed=True)), (OwnColumn("c1", "Số\\1"),)
)
OWN = OwnTable(code="T01", title="Biểu riêng", design=DESIGN.to_json())
HEADINGS = ("results", "proposals")


def read(text: str) -> LayoutFile:
    return read_file(text, BOOK, ("B01", "B03"), HEADINGS)


def test_a_file_is_read_back() -> None:
    made = replace(
        template(valid_from=date(2026, 1, 1), addressed_to=("Sở Y tế",), legal_bases=("103/2017/NĐ-CP",), sealed=True),
        kind=ReportKind.QUARTERLY,
    )
    whole = LayoutFile(with_layout(made, LAYOUT), (OWN,))
    assert read(write_file(whole)) == whole
    assert brought(LAYOUT, (OWN, replace(OWN, code="T02"))) == (OWN,)


FILE = write_file(LayoutFile(with_layout(template(), LAYOUT), (OWN,)))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("[layout]", "[layout", 4, "Near character"),
        ("carebook_layout = 1", "", 1, "is missing"),
        ("carebook_layout = 1", "carebook_layout = 2", 1, "A newer CareBook"),
        ('kind = "monthly"', 'kind = "weekly"', None, "is one of"),
        ('name = "Gửi Sở Y tế"', "name = 3", None, "is written in quotes"),
        ('"T01", "B01"]', '"T01", "B99"]', None, "There is no table"),
        ('code = "results"', 'code = "jokes"', None, "There is no heading"),
        ('sex = ["female"]', 'sex = ["women"]', None, "none of the values"),
        ('sex = ["female"]', 'ward = ["w1"]', None, "is not known here"),
        ("typed = true", "typed = 1", None, "is true or false"),
        ('code = "T01"', 'code = "B07"', None, "is a table of the program"),
        ('rows = ["c", "a"]', 'rows = ["c", "c"]', 10, "two groups"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(old: str, new: str, line: int | None, reason: str) -> None:
    assert old in FILE
    with pytest.raises(BadLayout) as bad:
        read(FILE.replace(old, new))
    found = [(at, words.id) for at, words in bad.value.problems if reason in words.id]
    assert found, bad.value.problems
    assert found[0][0] == (line or FILE[: FILE.index(old)].count("\n") + 1)


@pytest.mark.parametrize("text", ["", "  \n", "carebook_layout = 1\n", "layout = 3\ncarebook_layout = 1"])
def test_an_empty_file_is_none(text: str) -> None:
    with pytest.raises(BadLayout):
        read(text)
