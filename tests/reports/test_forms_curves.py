"""Curves on paper: round steps over the whole scale, gaps where nothing was measured, goals as lines, the same in a table."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import pairwise

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.shapes import Circle, Line, PolyLine, String

from carebook.reports.forms import Curve, CurveLine, Form, curve_grid, measured, pdf, word
from carebook.reports.forms.curves import axis, drawing, legend, pieces, steps
from carebook.reports.paper.facts import Letterhead
from tests.reports import reading

DAY = date(2026, 11, 2)
POINTS = ((DAY, 30.0), (DAY + timedelta(30), None), (DAY + timedelta(60), 55.0), (DAY + timedelta(90), 60.0))
BARTHEL = Curve("Chỉ số Barthel", (CurveLine(POINTS),), lowest=0, highest=100, goal=70)
VALUES = st.integers(-(10**7), 10**7).map(lambda hundredths: hundredths / 100)


def shapes(curve: Curve, cls: type) -> list[object]:
    return [one for one in drawing(curve, 460).contents if isinstance(one, cls)]


@given(VALUES, VALUES)
def test_steps_are_even_and_reach_over_both_ends(one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = steps(low, high)
    room = 1e-9 * max(abs(low), abs(high), 1)
    assert found[0] <= low + room
    assert found[-1] >= high - room
    assert 2 <= len(found) <= 8
    apart = [b - a for a, b in pairwise(found)]
    assert max(apart) - min(apart) <= 1e-6 * max(apart) + 1e-9


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=30))
def test_pieces_hold_every_value_and_no_gap(values: list[float | None]) -> None:
    points = [(DAY + timedelta(n), value) for n, value in enumerate(values)]
    found = list(pieces(points))
    assert [point for piece in found for point in piece] == [point for point in points if point[1] is not None]
    for piece in found:
        assert [day for day, _value in piece] == [piece[0][0] + timedelta(n) for n in range(len(piece))]


def test_the_axis_covers_the_scale_the_values_and_the_goal() -> None:
    assert (axis(BARTHEL)[0], axis(BARTHEL)[-1]) == (0, 100)
    found = axis(Curve("TUG", (CurveLine(((DAY, 38.0),)),), goal=12))
    assert found[0] <= 12
    assert found[-1] >= 38
    assert axis(Curve("TUG", ())) == [0.0, 1.0]


def test_a_missing_value_breaks_the_line_and_the_goal_is_dashed() -> None:
    assert len(shapes(BARTHEL, PolyLine)) == 1
    assert len(shapes(BARTHEL, Circle)) == 3
    words = [one.text for one in shapes(BARTHEL, String)]
    assert {"30", "55", "60", "–", "Mục tiêu 70", "2026", "2027"} <= set(words)
    assert [one for one in shapes(BARTHEL, Line) if one.strokeDashArray]


def test_days_stand_at_their_true_distance() -> None:
    week, month = timedelta(7), timedelta(28)
    curve = Curve("TUG", (CurveLine(((DAY, 1.0), (DAY + week, 2.0), (DAY + week + month, 3.0))),))
    first, second, third = (one.cx for one in shapes(curve, Circle))
    assert (third - second) == pytest.approx(4 * (second - first))


def test_two_lines_are_told_apart_without_colour() -> None:
    curve = Curve("Đau", (CurveLine(POINTS, "trước"), CurveLine(tuple((d, 10.0) for d, _v in POINTS), "sau")))
    lines = shapes(curve, PolyLine)
    assert len({str(line.strokeDashArray) for line in lines}) == 2
    assert "trước" in legend(curve)
    assert "sau" in legend(curve)
    assert legend(BARTHEL) == ""


def test_many_days_do_not_print_over_each_other() -> None:
    curve = Curve(
        "Đau", (CurveLine(tuple((DAY + timedelta(n), float(n % 10)) for n in range(120))),), lowest=0, highest=10
    )
    days = sorted(one.x for one in shapes(curve, String) if "/" in one.text)
    assert min(b - a for a, b in pairwise(days)) >= 27


def test_a_paper_with_a_curve_embeds_only_its_own_letters_and_the_docx_has_the_table() -> None:
    form = Form(letterhead=Letterhead("", "Trung tâm", "TT", "Hạ Long"), kind="Báo cáo", parts=(BARTHEL,))
    drawn = pdf.draw(form).pdf
    assert {"Chỉ số Barthel", "Mục tiêu 70"} <= {
        one for one in ("Chỉ số Barthel", "Mục tiêu 70") if one in reading.flat(drawn)
    }
    assert reading.font_names(drawn) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    table = docx.Document(io.BytesIO(word.write(form))).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Ngày", "Kết quả"],
        ["02/11/2026", "30"],
        ["02/12/2026", "–"],
        ["01/01/2027", "55"],
        ["31/01/2027", "60"],
        ["Mục tiêu", "70"],
    ]


def test_a_curve_without_points_is_an_empty_axis() -> None:
    empty = Curve("TUG", ())
    assert shapes(empty, Circle) == []
    assert curve_grid(empty).rows == ()


@pytest.mark.parametrize(("value", "said"), [(38.0, "38"), (31.5, "31,5"), (2.5999999, "2,6"), (1 / 3, "0,33")])
def test_a_value_has_two_decimals_at_most(value: float, said: str) -> None:
    assert measured(value) == said
