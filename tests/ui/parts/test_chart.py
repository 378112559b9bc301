"""The chart over time: true distances, gaps, series with days of their own, goal lines, words on its axis."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from carebook.ui.parts.chart import Chart, ChartData, Series, over_time, ticks

DAY = date(2026, 6, 1)
PLOT = QRectF(40, 0, 416, 100)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(DAY + timedelta(number) for number in numbers)


def said(day: date) -> str:
    return f"{day:%d/%m}"


def drawn(chart: Chart) -> QImage:
    chart.resize(480, 200)
    return chart.grab().toImage()


def test_days_stand_at_their_true_distances(qtbot) -> None:
    data = over_time([Series("TUG", (38.0, 31.0, 30.0), days(0, 10, 100))], said, first=DAY, last=DAY + timedelta(200))
    chart = Chart("TUG", data)
    qtbot.addWidget(chart)
    assert [chart._x_of(PLOT, day) - 48 for day in data.days] == [0, 20, 200]
    assert [chart._x(PLOT, place) for place in range(3)] == [chart._x_of(PLOT, day) for day in data.days]


def test_one_day_alone_stands_in_the_middle(qtbot) -> None:
    chart = Chart("x", over_time([Series("x", (1.0,), (DAY,))], said, first=DAY, last=DAY))
    qtbot.addWidget(chart)
    assert chart._x_of(PLOT, DAY) == 48 + 200
    assert not drawn(chart).isNull()


def test_series_with_days_of_their_own_are_one_table() -> None:
    right = Series("phải", (60.0, None, 95.0), days(0, 30, 60))
    left = Series("trái", (150.0, 155.0), days(0, 45))
    data = over_time([right, left], said, first=DAY, last=DAY + timedelta(60), unit="°", goal=120)
    assert data.rows() == [
        ("01/06", "60", "150"),
        ("01/07", "–", "–"),
        ("16/07", "–", "155"),
        ("31/07", "95", "–"),
    ]
    assert "goal 120" in Chart("Tầm vận động", data).accessibleDescription()


def test_a_gap_and_a_goal_change_the_picture(qtbot) -> None:
    whole = Series("x", (1.0, 5.0, 2.0), days(0, 10, 20))
    broken = Series("x", (1.0, None, 2.0), days(0, 10, 20))
    pictures = []
    for one, goal in ((whole, None), (broken, None), (broken, 4.0)):
        chart = Chart("x", over_time([one], said, first=DAY, last=DAY + timedelta(20), goal=goal))
        qtbot.addWidget(chart)
        pictures.append(drawn(chart))
    assert pictures[0] != pictures[1] != pictures[2]


def test_the_tip_tells_the_nearest_day(qtbot) -> None:
    chart = Chart("x", over_time([Series("Đau", (4.0, 2.0), days(0, 100))], said, first=DAY, last=DAY + timedelta(100)))
    qtbot.addWidget(chart)
    drawn(chart)
    assert chart._told_at(60) == "01/06\nĐau: 4"
    assert chart._told_at(470) == "09/09\nĐau: 2"


def test_many_points_and_none_are_drawn(qtbot) -> None:
    many = Series("x", tuple(float(number % 7) for number in range(400)), days(*range(400)))
    for data in (
        over_time([many, many], said, first=DAY, last=DAY + timedelta(400)),
        over_time([Series("x", (None,), (DAY,))], said, first=DAY, last=DAY),
        ChartData((), ()),
    ):
        chart = Chart("x", data)
        qtbot.addWidget(chart)
        assert not drawn(chart).isNull()


@pytest.mark.parametrize(
    ("first", "last", "most", "words"),
    [
        (date(2026, 6, 1), date(2026, 6, 28), 5, ["01/06", "08/06", "15/06", "22/06"]),
        (date(2026, 6, 3), date(2026, 8, 2), 5, ["08/06", "22/06", "06/07", "20/07"]),
        (date(2026, 6, 1), date(2026, 11, 22), 6, ["06/2026", "07/2026", "08/2026", "09/2026", "10/2026", "11/2026"]),
        (date(2026, 6, 2), date(2026, 11, 22), 4, ["07/2026", "09/2026", "11/2026"]),
        (date(2017, 3, 5), date(2026, 11, 22), 5, ["01/2018", "01/2020", "01/2022", "01/2024", "01/2026"]),
    ],
)
def test_words_on_the_axis_of_time(first: date, last: date, most: int, words: list[str]) -> None:
    assert [one for _day, one in ticks(first, last, most)] == words


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 20_000), st.integers(1, 12))
def test_words_lie_within_the_span_and_are_few(first: date, many: int, most: int) -> None:
    last = first + timedelta(many)
    found = [day for day, _words in ticks(first, last, most)]
    assert len(found) <= max(2, most)
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
