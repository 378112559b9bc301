"""Own tables: who stands in which row, what makes the total, what is typed, whom nobody is told of, which designs are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.figures import TOTAL, Column, Period, RowKind, Table
from carebook.records.periods import TypedFigure
from carebook.records.report_layouts import OwnTable
from carebook.records.stay_facts import StayFacts
from carebook.rules import typed_figures
from carebook.rules.dated import limit_on
from carebook.rules.movement import CodeBook
from carebook.rules.own_tables import (
    Design,
    OwnColumn,
    OwnRow,
    counts_alike,
    next_code,
    problem_with_protected,
    problems_in,
    table,
)
from carebook.rules.statistics import Who
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
BOOK = CodeBook(codes(), limits(), OCTOBER.cutoff)
STAYS = (
    stay(1),
    stay(2, sex="male"),
    stay(3, "child_abandoned", born=PartialDate("2020-05-01"), start_on=date(2026, 10, 5)),
    stay(4, end_on=date(2026, 10, 20), end_reason="died", start_on=date(2020, 1, 1)),
    stay(5, "victim_dv", masked=True, name="An Bình"),
    stay(6, end_on=date(2026, 9, 30), end_reason="home"),
)
DESIGN = Design(
    rows=(
        OwnRow("old", "Người cao tuổi", {"age_group": ("elderly",)}),
        OwnRow("women", "Trong đó: nữ", {"age_group": ("elderly",), "sex": ("female",)}, of_which=True),
        OwnRow("rest", "Còn lại"),
        OwnRow("fund", "Quỹ tình thương", typed=True),
    ),
    columns=(
        OwnColumn("now", "Đang ở"),
        OwnColumn("men", "Nam", "Trong đó", only={"sex": ("male",)}),
        OwnColumn("came", "Tiếp nhận", who=Who.CAME),
        OwnColumn("left", "Dừng trợ giúp", who=Who.LEFT),
        OwnColumn("cost", "Kinh phí", typed=True),
    ),
)


def own(design: Design = DESIGN, code: str = "T01", **more: Any) -> OwnTable:
    return OwnTable(**({"code": code, "title": "Theo lứa tuổi", "design": design.to_json()} | more))


def counted(design: Design = DESIGN, stays: tuple[StayFacts, ...] = STAYS, **more: Any) -> Table:
    return table(own(design), stays, OCTOBER, codes(), limits(), **more)


def test_rows_and_columns_count_whom_they_ask_for() -> None:
    made = counted()
    # now, men, came, left, cost
    assert made.values("old") == (3, 1, 0, 1, None)  # 1, 2 and the masked 5 are there, 4 died
    assert made.values("women") == (2, 0, 0, 1, None)
    assert made.values("rest") == (1, 0, 1, 0, None)
    assert [made.cell(TOTAL, column) for column in ("now", "men", "came", "left")] == [None] * 4
    without_fund = counted(Design(DESIGN.rows[:3], DESIGN.columns))
    assert [without_fund.cell(TOTAL, column) for column in ("now", "men", "came", "left")] == [4, 1, 1, 1]
    assert Table.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_what_nothing_computes_is_typed() -> None:
    made = counted()
    assert ("fund", "now") in typed_figures.typable(made)
    assert ("old", "cost") in typed_figures.typable(made)
    assert ("old", "now") not in typed_figures.typable(made)
    cells = [
        TypedFigure(period="2026-10", table_code="T01", row_code=row, column_code="cost", value=n, source="sổ quỹ")
        for n, row in enumerate(("old", "rest", "fund"), 1)
    ]
    typed = typed_figures.with_typed(made, cells)
    assert typed.cell(TOTAL, "cost") == 6


def test_a_masked_person_counts_and_is_named_to_nobody() -> None:
    people = counted().people("old", "now")
    assert {line.name for line in people} == {"Trần Thị An 1", "Trần Thị An 2", ""}
    assert [line.person_id for line in people if line.masked] == [""]


def test_a_protected_group_is_counted_small_numbers_are_not_told_and_nobody_is_named() -> None:
    design = Design((OwnRow("harmed", "Bị bạo lực", {"category": ("victim_dv",)}),), (OwnColumn("now", "Đang ở"),))
    few = counted(design, (stay(5, "victim_dv"),))
    assert few.hidden_below == limit_on(limits(), "small_cells", OCTOBER.cutoff).value > 1
    assert few.value("harmed", few.columns[0]) is None
    assert few.people("harmed", "now") == ()
    many = counted(design, tuple(stay(n, "victim_dv") for n in range(1, 9)))
    assert many.cell("harmed", "now") == 8
    assert {line.person_id for line in many.people("harmed", "now")} == {""}
    assert counted().hidden_below == 0


def test_a_small_number_does_not_follow_from_others() -> None:
    asks = {"category": ("victim_dv",)}
    columns = (
        OwnColumn("all", "Tổng số"),
        OwnColumn("women", "Nữ", only={"sex": ("female",)}),
        OwnColumn("old", "Nữ cao tuổi", only={"sex": ("female",), "age_group": ("elderly",)}),
        OwnColumn("came", "Tiếp nhận", who=Who.CAME),
        OwnColumn("cost", "Kinh phí", typed=True),
    )
    design = Design((OwnRow("harmed", "Bị bạo lực", asks), OwnRow("rest", "Còn lại")), columns)
    people = [stay(n, "victim_dv", sex="male" if n == 1 else "female") for n in range(1, 10)]
    made = counted(design, (*people, stay(20)))
    assert set(made.rests) == {("all", "women"), ("all", "old"), ("women", "old")}
    assert (made.cell("harmed", "all"), made.cell("harmed", "women")) == (9, 8)
    assert made.value("harmed", columns_of(made)["women"]) is None  # 9 − 8 would tell of one man
    open_design = Design((OwnRow("harmed", "Nữ", {"sex": ("female",)}), OwnRow("rest", "Còn lại")), columns)
    assert counted(open_design, tuple(people)).value("harmed", columns_of(made)["women"]) == 8


def columns_of(table: Table) -> dict[str, Column]:
    return {column.code: column for column in table.columns}


def test_rows_of_which_are_not_for_protected_groups() -> None:
    asks = {"category": ("victim_dv",)}
    rows = (OwnRow("harmed", "Bị bạo lực", asks), OwnRow("women", "Trong đó: nữ", asks, of_which=True))
    assert problem_with_protected(Design(rows, DESIGN.columns), BOOK) is not None
    assert problem_with_protected(Design(rows[:1], DESIGN.columns), BOOK) is None
    assert problem_with_protected(DESIGN, BOOK) is None


def test_before_the_book_began_nothing_is_computed() -> None:
    made = counted(complete_from=date(2026, 10, 15))
    assert made.values("old")[:4] == (3, 1, None, None)
    later = counted(complete_from=date(2026, 11, 2))
    assert set(later.values("old")) == {None}


@given(st.lists(st.sampled_from(("female", "male", "")), max_size=12), st.integers(0, 2), st.booleans())
def test_parts_make_the_total_and_every_number_opens_its_people(sexes: list[str], first: int, rest: bool) -> None:
    rows = [OwnRow("w", "Nữ", {"sex": ("female",)}), OwnRow("e", "Già", {"age_group": ("elderly",)})]
    rows += [OwnRow("all", "Cả hai", {"sex": ("female", "male")})]
    rows = rows[first:] + rows[:first] + ([OwnRow("rest", "Khác")] if rest else [])
    stays = tuple(stay(n, sex=sex, born=PartialDate("2000")) for n, sex in enumerate(sexes))
    made = counted(Design(tuple(rows), DESIGN.columns[:4]), stays)
    for column in ("now", "men", "came", "left"):
        leaves = [row.code for row in made.rows if row.kind is RowKind.ROW]
        assert sum(made.cell(row, column) or 0 for row in leaves) == made.cell(TOTAL, column)
        assert len(made.people(TOTAL, column)) == made.cell(TOTAL, column)
    people = [line.person_id for line in made.people(TOTAL, "now")]
    assert len(set(people)) == len(people)
    if rest:
        assert made.cell(TOTAL, "now") == len(sexes)


def test_a_design_is_read_back_and_the_same_design_is_the_same_text() -> None:
    assert Design.from_json(DESIGN.to_json()) == DESIGN
    assert Design.from_json(DESIGN.to_json()).to_json() == DESIGN.to_json()


ROW, COLUMN = {"code": "a", "label": "A"}, {"code": "b", "label": "B"}


@pytest.mark.parametrize(
    "design",
    [
        "",
        "[]",
        "{}",
        {"rows": [ROW]},
        {"rows": [ROW | {"of_which": True}], "columns": [COLUMN]},
        {"rows": [ROW, ROW], "columns": [COLUMN]},
        {"rows": [ROW | {"code": "Ạ"}], "columns": [COLUMN]},
        {"rows": [ROW | {"code": TOTAL}], "columns": [COLUMN]},
        {"rows": [ROW | {"label": " "}], "columns": [COLUMN]},
        {"rows": [ROW | {"label": "A" * 201}], "columns": [COLUMN]},
        {"rows": [ROW | {"only": {"ward": ["w1"]}}], "columns": [COLUMN]},
        {"rows": [ROW | {"only": {"sex": "female"}}], "columns": [COLUMN]},
        {"rows": [ROW], "columns": [COLUMN | {"who": "all"}]},
        {"rows": [ROW], "columns": [COLUMN], "sum": True},
        {"rows": [{"code": f"r{n}", "label": "A"} for n in range(61)], "columns": [COLUMN]},
    ],
    ids=str,
)
def test_a_design_that_cannot_be_counted_is_refused(design: Any) -> None:
    kept = design if isinstance(design, str) else json.dumps(design)
    with pytest.raises(ValueError):
        Design.from_json(kept)
    assert [problem.field for problem in problems_in(own(design=DESIGN, code="T01"), ())] == []
    assert "design" in [
        problem.field for problem in problems_in(OwnTable(code="T1", title="A", design=kept or " "), ())
    ]


@pytest.mark.parametrize("code", ["", "t01", "T", "T01-2", "B07", "CS", "TK", "T00"])
def test_a_code_is_of_its_own(code: str) -> None:
    assert [problem.field for problem in problems_in(own(code=code), (own(code="T00", id="x"),))] == ["code"]


def test_a_title_is_needed() -> None:
    assert [problem.field for problem in problems_in(own(title="  "), ())] == ["title"]


def test_the_next_code_is_free() -> None:
    assert next_code((), "r") == "r1"
    assert next_code(("r1", "r3", "x", "c9"), "r") == "r4"


OTHER_ROW = OwnRow("old", "Người cao tuổi", {"age_group": ("adult",)})


@pytest.mark.parametrize(
    ("after", "alike"),
    [
        (Design(DESIGN.rows, DESIGN.columns[:1]), True),
        (Design((replace(DESIGN.rows[0], label="Già"), *DESIGN.rows[1:]), DESIGN.columns), True),
        (Design((DESIGN.rows[0], *DESIGN.rows[2:]), DESIGN.columns), True),
        (
            Design((*DESIGN.rows, OwnRow("r9", "Trong đó: nam", {"sex": ("male",)}, of_which=True)), DESIGN.columns),
            True,
        ),
        (Design(DESIGN.rows, (*DESIGN.columns, OwnColumn("c9", "Nữ", only={"sex": ("female",)}))), True),
        (Design(DESIGN.rows[::-1], DESIGN.columns), False),
        (Design(DESIGN.rows[:3], DESIGN.columns), False),
        (Design((OTHER_ROW, *DESIGN.rows[1:]), DESIGN.columns), False),
        (Design((DESIGN.rows[0], replace(DESIGN.rows[1], only={}), *DESIGN.rows[2:]), DESIGN.columns), False),
        (Design(DESIGN.rows, (replace(DESIGN.columns[0], who=Who.CAME),)), False),
        (Design(DESIGN.rows, (replace(DESIGN.columns[0], typed=True),)), False),
    ],
)
def test_which_changes_leave_numbers_comparable(after: Design, alike: bool) -> None:
    assert counts_alike(DESIGN, after) is alike
