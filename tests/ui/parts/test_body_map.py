"""The body map: marked by keys and by mouse, each mark with its place in words; changed, taken away, looked at."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt

from carebook.records.incidents import BodyMark
from carebook.rules.incidents import body_part
from carebook.ui.parts.body_map import BodyMap, BodyOutline, Injury
from carebook.ui.parts.fields.typing import Line
from tests.ui.typing_vietnamese import press, type_text

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
INJURIES = (Injury("bruise", "Bầm tím", "B"), Injury("cut", "Rách, đứt", "R"), Injury("other", "Khác"))


@pytest.fixture
def body(qtbot: Any) -> BodyMap:
    made = BodyMap(INJURIES)
    qtbot.addWidget(made)
    made.show_marks([], "stay")
    with qtbot.waitExposed(made):
        made.show()
    made.outline.setFocus()
    return made


def test_marks_are_made_moved_to_and_taken_away_by_keys(body: BodyMap, qtbot: Any) -> None:
    outline = body.outline
    with qtbot.waitSignal(body.changed):
        press(outline, Key.Key_R, "r")
    for _again in range(8):
        press(outline, Key.Key_Right, modifiers=SHIFT)
    press(outline, Key.Key_Up)
    press(outline, Key.Key_Space, " ")
    assert [(one.back, one.x, one.y, one.injury, one.episode_id) for one in body.marks()] == [
        (False, 500, 200, "cut", "stay"),
        (True, 80, 180, "cut", "stay"),
    ]
    assert outline.accessibleDescription() == "1. chest; 2. left shoulder"
    press(outline, Key.Key_Delete)
    press(outline, Key.Key_Delete)
    assert [one.back for one in body.marks()] == [False]
    for _again in range(16):
        press(outline, Key.Key_Left, modifiers=SHIFT)
    assert (outline.back, outline.x_at) == (False, 0)
    press(outline, Key.Key_Q, "q")
    assert len(body.marks()) == 1
    body.grab()


def test_a_press_of_the_mouse_marks_the_injury_chosen_last(body: BodyMap, qtbot: Any) -> None:
    outline = body.outline
    place = outline._point(True, 600, 600)
    qtbot.mouseClick(outline, Qt.MouseButton.LeftButton, pos=place.toPoint())
    (mark,) = body.marks()
    assert (mark.back, mark.injury) == (True, "bruise")
    assert abs(mark.x - 600) < 15
    assert abs(mark.y - 600) < 10
    assert outline.place_at(QPointF(-5, 3)) is None
    qtbot.mouseClick(outline, Qt.MouseButton.LeftButton, pos=QPointF(outline.width() / 2, 4).toPoint())
    assert len(body.marks()) == 1


def test_each_mark_has_its_kind_and_note_and_follows_whom_it_is_of(body: BodyMap) -> None:
    body.show_marks([BodyMark(incident_id="i", episode_id="a"), BodyMark(incident_id="i", episode_id="b")], "a")
    note = body.findChildren(Line)[0]
    type_text(note, "4 cm")
    body._rewrite(0, injury="cut")
    body.turn_to("c")
    assert [(one.episode_id, one.injury, one.note) for one in body.marks()] == [
        ("c", "cut", "4 cm"),
        ("b", "bruise", ""),
    ]
    press(body.outline, Key.Key_Return)
    assert body.marks()[2].injury == "cut"


def test_what_is_only_looked_at_takes_no_mark(qtbot: Any) -> None:
    outline = BodyOutline(())
    qtbot.addWidget(outline)
    outline.only_show()
    outline.show_marks([BodyMark(incident_id="", episode_id="", x=300, y=950)])
    outline.show()
    qtbot.mouseClick(outline, Qt.MouseButton.LeftButton, pos=outline._point(False, 500, 500).toPoint())
    assert outline.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert outline.accessibleDescription() == "1. right foot"


@pytest.mark.parametrize(
    ("back", "x", "y", "words"),
    [
        (False, 500, 40, "forehead, crown"),
        (False, 500, 100, "face"),
        (True, 500, 100, "back of the head"),
        (True, 500, 140, "nape"),
        (False, 380, 170, "right chest"),
        (False, 790, 345, "left elbow"),
        (True, 790, 345, "right elbow"),
        (False, 120, 500, "right hand"),
        (True, 500, 350, "lower back"),
        (True, 600, 500, "right buttock"),
        (False, 600, 680, "left knee"),
        (True, 400, 680, "left hollow of the knee"),
        (False, 400, 1000, "right foot"),
    ],
)
def test_a_place_is_said_as_the_persons_own_left_and_right(back: bool, x: int, y: int, words: str) -> None:
    assert str(body_part(BodyMark(incident_id="", episode_id="", back=back, x=x, y=y))) == words
