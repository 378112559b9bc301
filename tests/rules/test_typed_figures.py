"""Typed numbers: only where the book counts nothing, marked with their paper, and adding up."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table
from carebook.records.path_history import Activity, Relief
from carebook.records.periods import TypedFigure
from carebook.reports.figures import notes
from carebook.rules import donations, staff_figures, training_figures
from carebook.rules.staff_figures import Employed, Required, StaffHistory
from carebook.rules.typed_figures import checks, typable, with_typed
from tests.stay_samples import codes, limits

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
BASIS = (OCTOBER, codes(), limits())
STAFF = staff_figures.table(
    StaffHistory(
        employed=(
            Employed("Trần Thị An", "care", "Điều dưỡng viên", present=True),
            Employed("Cao Văn Bến", "care", "Hộ lý", present=False),
            Employed("Vũ Thị Cúc", "", "Bảo vệ", present=True),
        ),
        required=(Required("care", "Chăm sóc trẻ", 4), Required("health", "Y tế", 1)),
        collaborators=("Lò Thị Dung", "Hà Văn Én"),
        trained=("Hà Văn Én",),
    ),
    *BASIS,
)


def typed(table: str, row: str, column: str, value: int | None, source: str = "sổ nhân sự") -> TypedFigure:
    return TypedFigure(period="2026-10", table_code=table, row_code=row, column_code=column, value=value, source=source)


def test_staff_against_the_norms() -> None:
    care = {column.code: STAFF.cell("care", column.code) for column in STAFF.columns}
    assert care == {"employed": 2, "present": 1, "permanent": None, "contract": None, "required": 4, "lacking": 3}
    assert (STAFF.cell("health", "lacking"), STAFF.cell(TOTAL, "employed"), STAFF.cell(TOTAL, "required")) == (1, 3, 5)
    assert [line.name for line in STAFF.people("care", "present")] == ["Trần Thị An"]
    assert (STAFF.cell("collaborators", "employed"), STAFF.cell("collaborators_trained", "employed")) == (2, 1)
    assert all(line.person_id == "" for line in STAFF.lines)


def test_a_typed_number_stands_marked_where_the_book_has_none() -> None:
    made = with_typed(STAFF, [typed("B12", "care", "permanent", 2), typed("B13", "care", "permanent", 9)])
    assert (made.cell("care", "permanent"), made.cell("care", "contract")) == (2, None)
    assert made.is_typed("care", "permanent")
    assert not made.is_typed("care", "employed")
    assert ("care", "permanent") in typable(made)
    assert made.typed_source == "sổ nhân sự"
    assert any("sổ nhân sự" in note for note in notes(made))
    assert Table.from_json(made.to_json()) == made


def test_a_counted_number_is_never_typed_over() -> None:
    assert with_typed(STAFF, [typed("B12", "care", "employed", 99), typed("B12", TOTAL, "permanent", 9)]) is STAFF
    assert with_typed(STAFF, [typed("B12", "care", "permanent", None)]) is STAFF


def test_parts_that_do_not_make_their_whole_stand_against_closing() -> None:
    right = with_typed(STAFF, [typed("B12", "care", "permanent", 1), typed("B12", "care", "contract", 1)])
    assert checks([right]) == []
    wrong = with_typed(STAFF, [typed("B12", "care", "permanent", 2), typed("B12", "care", "contract", 1)])
    (check,) = checks([wrong])
    assert [c.code for c in checks([with_typed(STAFF, [typed("B12", "care", "permanent", 3)])])] == ["part_B12"]
    assert (check.holds, check.blocks, check.row) == (False, True, "care")
    assert (check.message.values["made"], check.message.values["total"]) == (3, 2)


def test_donations_are_typed_and_balance() -> None:
    made = donations.table([Relief("Bão số 10", 12, 36_000_000)], *BASIS)
    assert made.cell("relief_given", "used") == 36_000_000
    assert made.cell(TOTAL, "money") is None
    given = [
        typed("B15", "person", column, value)
        for column, value in (("money", 5), ("goods", 3), ("used", 2), ("left", 6))
    ]
    assert checks([with_typed(made, given)]) == []
    assert [c.code for c in checks([with_typed(made, [*given[:3], typed("B15", "person", "left", 7)])])] == ["sum_B15"]


def test_courses_and_communication() -> None:
    activities = [
        Activity("Phòng đuối nước", date(2026, 10, 9), 60, 45, 20, kind="communication", copies=300),
        Activity("Kỹ năng chăm sóc", date(2026, 10, 12), 30, 30, 25, kind="training"),
    ]
    made = training_figures.table(activities, *BASIS)
    assert [made.cell("communication", c) for c in (TOTAL, "turns", "people", "female", "copies")] == [
        1,
        60,
        45,
        20,
        300,
    ]
    made = with_typed(made, [typed("B13", "training", "passed", 27)])
    share = next(column for column in made.columns if column.share_of)
    assert made.value("training", share) == 90.0
    assert [c.code for c in checks([with_typed(made, [typed("B13", "communication", "passed", 46)])])] == ["part_B13"]
    assert (training_figures.STAFF_COURSE, "people") in typable(made)


CELLS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 9)), unique_by=lambda c: c[:2])


@given(CELLS, st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"))), CELLS)
def test_a_cell_is_counted_or_typed_and_never_both(
    lines: list[tuple[str, str, int]], unknown: set[tuple[str, str]], figures: list[tuple[str, str, int]]
) -> None:
    table = Table(
        "B12",
        "",
        (Column("x", "x"), Column("y", "y")),
        (*(Row(code, code) for code in "abc"), Row(TOTAL, "", RowKind.TOTAL)),
        tuple(Line(row, (column,), "", "", amount=n) for row, column, n in lines if (row, column) not in unknown),
        unknown=frozenset(unknown),
    )
    made = with_typed(table, [typed("B12", row, column, n) for row, column, n in figures])
    told = {(row, column): n for row, column, n in figures}
    for row in "abc":
        for column in "xy":
            expected = told.get((row, column)) if (row, column) in unknown else table.cell(row, column)
            assert made.cell(row, column) == expected
