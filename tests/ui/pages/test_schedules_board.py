"""The calendar: who stands beside whom, where the arrows lead, how names are shortened where many columns have little room."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt

from carebook.ui.pages.schedules.board import Block, Board, BoardColumn, Ghost, Spot, fitted, lanes
from carebook.ui.pages.schedules.calendar import Calendar

DAY = date(2026, 11, 23)


def block(id: str, start: int, minutes: int = 30, column: str = "a", **more: object) -> Block:
    return Block(id, column, start, minutes, id, **more)  # type: ignore[arg-type]


def board(*blocks: Block, columns: str = "abc") -> Board:
    return Board(tuple(BoardColumn(key, key, DAY) for key in columns), blocks)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 120)), max_size=30))
def test_nothing_that_overlaps_shares_a_place(times: list[tuple[int, int]]) -> None:
    blocks = [block(str(n), start, minutes) for n, (start, minutes) in enumerate(times)]
    placed = lanes(blocks)
    assert set(placed) == {one.id for one in blocks}
    for one in blocks:
        mine = placed[one.id]
        assert 0 <= mine.n < mine.n + mine.span <= mine.of
        for other in blocks:
            if one is not other and one.start < other.end and other.start < one.end:
                theirs = placed[other.id]
                assert mine.n + mine.span <= theirs.n or theirs.n + theirs.span <= mine.n


def test_what_is_alone_is_as_wide_as_its_column() -> None:
    placed = lanes([block("a", 480), block("b", 510), block("c", 600), block("d", 600)])
    assert [(placed[one].n, placed[one].span, placed[one].of) for one in "abcd"] == [
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 2),
        (1, 1, 2),
    ]


def test_a_block_takes_the_free_lanes_at_its_right() -> None:
    placed = lanes([block("long", 480, 120), block("x", 480), block("y", 480), block("later", 540)])
    assert (placed["later"].n, placed["later"].span, placed["later"].of) == (1, 2, 3)


@pytest.mark.parametrize(
    ("blocks", "hours"),
    [
        ((), (420, 1020)),
        ((("a", 375, 60),), (360, 1020)),
        ((("a", 1100, 30),), (420, 1140)),
        ((("a", 1400, 120),), (420, 1440)),
    ],
)
def test_the_hours_hold_the_working_day_and_everything_planned(
    blocks: tuple[tuple[str, int, int], ...], hours: tuple[int, int]
) -> None:
    assert board(*(block(*one) for one in blocks)).hours == hours


def test_arrows_walk_from_session_to_session() -> None:
    shown = board(block("early", 480), block("late", 600), block("other", 590, column="b"))
    spot = shown.near(Spot(0, 0))
    assert spot.block == "early"
    spot = shown.walk(spot, 0, 1)
    assert spot.block == "late"
    assert shown.walk(spot, 0, 1) == spot  # the last one of the day
    assert shown.walk(spot, 1, 0).block == "other"  # the nearest in time
    assert shown.walk(spot, -1, 0) == spot  # no column there
    empty = shown.walk(shown.walk(spot, 1, 0), 1, 0)
    assert (empty.column, empty.block) == (2, "")
    assert shown.walk(empty, 0, 1).minute == empty.minute + 30
    assert shown.walk(empty, -1, 0).block == "other"


def test_free_time_is_walked_by_half_hours_within_the_day() -> None:
    shown = board(block("a", 480))
    spot = shown.walk_free(Spot(0, 480, "a"), 0, 1)
    assert (spot.minute, spot.block) == (510, "")
    assert shown.walk_free(Spot(0, 420), 0, -1).minute == 420
    assert shown.walk_free(Spot(2, 480), 1, 0).column == 2
    assert shown.walk(spot, 0, -1).block == "a"


def test_home_and_end_lead_to_the_first_and_last_of_the_day() -> None:
    shown = board(block("a", 480), block("b", 600), block("c", 900))
    assert shown.end_of_column(Spot(0, 600, "b"), last=True).block == "c"
    assert shown.end_of_column(Spot(0, 600, "b"), last=False).block == "a"
    assert shown.end_of_column(Spot(1, 600), last=True) == Spot(1, 600)


def test_a_carried_session_stays_within_the_calendar_and_forgets_what_was_told() -> None:
    shown = board(block("a", 480))
    ghost = Ghost(shown.by_id["a"], 0, 480, "Vướng giờ", True)
    assert ghost.is_home(shown)
    moved = ghost.moved(shown, 1, 1)
    assert (moved.column, moved.start, moved.against, moved.forbidden) == (1, 495, "", False)
    assert not moved.is_home(shown)
    assert ghost.moved(shown, -1, -100).start == 420
    assert ghost.moved(shown, 9, 100).start == 1020 - 30
    assert ghost.moved(shown, 9, 0).column == 2


def test_the_cursor_stays_with_its_session_when_the_board_is_shown_anew() -> None:
    before = board(block("a", 480), block("b", 600))
    after = board(block("b", 700, column="c"), block("z", 500))
    assert after.near(Spot(0, 600, "b")) == Spot(2, 700, "b")
    assert after.near(Spot(0, 480, "a")).block == "z"
    assert before.near(Spot(7, 480)).column == 2
    assert Board().near(Spot(3, 480)).block == ""


@pytest.mark.parametrize(
    ("room", "shown"), [(99, "Nguyễn Thị Thu Hà"), (12, "N.T.T. Hà"), (6, "T. Hà"), (4, "Hà"), (1, "NH")]
)
def test_the_given_name_is_the_last_to_go(room: int, shown: str) -> None:
    assert fitted("Nguyễn Thị Thu Hà", lambda text: len(text) <= room) == shown


def test_one_word_is_shortened_to_its_letter() -> None:
    assert fitted("Bé", lambda text: len(text) <= 1) == "B"
    assert fitted("", lambda _text: False) == ""


@pytest.mark.looks
def test_the_day_of_eleven_therapists_needs_no_scrolling_sideways_in_a_small_window(qtbot: Any) -> None:
    columns = [
        BoardColumn(str(n), f"Ôn Văn {middle} Lan", DAY, str(n), load="4/5 people")
        for n, middle in enumerate(["An", "Bình", "Cúc", "Dạ", "Giao", "Hà", "Khuê", "Mai", "Ngân", "Phong", "Quế"])
    ]
    calendar = Calendar("Day")
    qtbot.addWidget(calendar)
    calendar.resize(800, 340)  # of a window of 911 × 512
    late = Block("late", "10", 960, 30, "Lớp khiếm thính 2", is_person=False, said="Lớp khiếm thính 2 · 16:00")
    calendar.show_board(Board(tuple(columns), (late,)))
    calendar.show()
    assert calendar.horizontalScrollBar().maximum() == 0
    place = calendar.geometry_now()
    assert place.x(11) <= calendar.viewport().width() + 1
    over = QPointF(place.x(9) + 10, 10)
    assert calendar.words_at(over) == "Ôn Văn Phong Lan · 4/5 people", "a shortened name is told in full"
    assert calendar.words_at(QPointF(place.x(10) + 10, place.y(970))) == late.said
    assert calendar.words_at(QPointF(place.x(3) + 10, place.y(970))) == ""
    calendar.setFocus()
    qtbot.keyClick(calendar, Qt.Key.Key_End)
    for _column in columns[1:]:
        qtbot.keyClick(calendar, Qt.Key.Key_Right)
    assert calendar.current() is not None
    assert calendar.current().id == "late"
