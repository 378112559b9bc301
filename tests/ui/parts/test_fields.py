"""Fields and forms: every kind reads what people type, nothing blocks typing, drafts come back, records are built."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QWidget

from carebook.dates import PartialDate
from carebook.ui.parts.fields import Form, SearchChoice
from carebook.ui.parts.fields.calendar import Calendar
from carebook.ui.parts.fields.choosing import Choice
from carebook.words import Message
from tests.ui.parts.visit_form import PEOPLES, Side, editor, line_of
from tests.ui.typing_vietnamese import TELEX_NGUYEN, commit, hold_back, type_text

# one field


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("name", "  Nguyễn  Văn Đức ", "Nguyễn Văn Đức"),
        ("name", unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
        ("name", "A\tB", "A B"),
        ("nickname", "", None),
        ("phone", "", ""),
        ("on", "5/11/2026", date(2026, 11, 5)),
        ("on", "05112026", date(2026, 11, 5)),
        ("on", "", None),
        ("born", "??/03/1948", PartialDate("1948-03")),
        ("born", "1948", PartialDate("1948")),
        ("at", "05/11/2026 08:05", datetime(2026, 11, 5, 1, 5, tzinfo=UTC)),
        ("at", "8h05", datetime(2026, 11, 21, 1, 5, tzinfo=UTC)),
        ("at", "", None),
        ("pulse", "72", 72),
        ("pulse", "1.250", 1250),
        ("heat", "36,5", 36.5),
        ("heat", "36.5", 36.5),
        ("paid", "2.160.000 đ", 2_160_000),
    ],
)
def test_what_people_type_is_read(qtbot, name: str, typed: str, value: object) -> None:
    shown = editor(name)
    qtbot.addWidget(shown)
    line_of(shown).setText(typed)
    assert shown.value() == value
    assert type(shown.value()) is type(value)
    assert shown.problem() is None or name == "name"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("on", "31/02/2026"),
        ("on", "abc"),
        ("born", "1/1/2999"),
        ("at", "05/11/2026"),
        ("at", "05/11/2026 25:00"),
        ("at", "31/02/2026 08:00"),
        ("pulse", "3a"),
        ("pulse", "36,5"),
        ("heat", "😀"),
        ("paid", "1,5 triệu"),
        ("heat", "9" * 10_000),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(qtbot, name: str, typed: str) -> None:
    shown = editor(name)
    qtbot.addWidget(shown)
    line_of(shown).setText(typed)
    assert isinstance(shown.problem(), Message)
    assert shown.value() is None
    assert shown.raw() == typed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Nguyễn Văn Đức"),
        ("note", "ăn tốt\nngủ được"),
        ("nickname", "Tí"),
        ("on", date(2026, 11, 5)),
        ("born", PartialDate("1948", estimated=True)),
        ("born", PartialDate("")),
        ("at", datetime(2026, 11, 5, 1, 5, tzinfo=UTC)),
        ("people", "3"),
        ("people", "no longer in the list"),
        ("side", Side.RIGHT),
        ("tags", ("b",)),
        ("tags", ("b", "gone")),
        ("many", ("3", "19")),
        ("absent", True),
        ("asked", False),
        ("asked", None),
        ("pulse", 72),
        ("heat", 36.5),
        ("paid", 2_160_000),
        ("person_id", "p2"),
    ],
)
def test_a_value_shown_is_the_value_read(qtbot, name: str, value: object) -> None:
    shown = editor(name)
    qtbot.addWidget(shown)
    told: list[None] = []
    shown.changed.connect(lambda: told.append(None))
    shown.set_value(value)
    assert shown.value() == value
    assert told == []
    kept = shown.raw()
    shown.set_value(None)
    assert shown.value() in (None, "", (), False)
    shown.set_raw(kept)
    assert shown.value() == value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.floats(-1000, 1000).map(lambda number: round(number, 2)))
def test_every_measure_comes_back(dressed: QApplication, value: float) -> None:
    assert dressed is not None
    shown = editor("heat")
    shown.set_value(value)
    assert shown.value() == value


def test_typing_changes_and_complaints_go(qtbot) -> None:
    shown = editor("pulse")
    qtbot.addWidget(shown)
    shown.show_error("Too much.")
    assert (shown.complaint(), shown.has_error()) == ("Too much.", True)
    assert shown.input.target.property("bad") == "error"
    assert shown.input.target.accessibleDescription() == "Too much."
    with qtbot.waitSignal(shown.changed):
        type_text(line_of(shown), "7")
    assert (shown.complaint(), shown.has_error()) == ("", False)
    shown.show_warning("Unusual.")
    assert not shown.has_error()
    assert shown.input.target.property("bad") == "warning"


def test_leaving_a_field_says_what_cannot_be_read(form: Form) -> None:
    type_text(line_of(form.editor("pulse")), "3a")
    assert form.editor("pulse").complaint() == ""
    line_of(form.editor("pulse")).gone.emit()
    assert form.editor("pulse").has_error()
    assert line_of(form.editor("pulse")).text() == "3a"


# typing Vietnamese


def test_telex_is_typed_into_lines_and_lists(qtbot) -> None:
    for name in ("name", "people"):
        shown = editor(name)
        qtbot.addWidget(shown)
        type_text(line_of(shown), TELEX_NGUYEN)
        assert line_of(shown).text() == "Nguyễn"


def test_no_validator_no_mask_no_inline_completion(form: Form) -> None:
    for line in form.findChildren(QLineEdit):
        assert line.validator() is None
        assert line.inputMask() == ""
        assert line.maxLength() > 10_000
        if line.completer() is not None:
            assert line.completer().completionMode() == line.completer().CompletionMode.PopupCompletion


def test_what_an_input_method_commits_arrives(form: Form) -> None:
    line = line_of(form.editor("name"))
    line.setFocus()
    hold_back(line, "nguyê")
    assert form.value("name") == ""
    commit(line, "nguyễn")
    assert form.value("name") == "nguyễn"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("on", "", "20/11/2026"),
        ("on", "31/02/2026", "20/11/2026"),
        ("at", "05/11/2026 08:05", "20/11/2026 08:05"),
        ("born", "1948", "20/11/2026"),
    ],
)
def test_the_calendar_gives_a_day(qtbot, name: str, before: str, after: str) -> None:
    shown = editor(name)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    line_of(shown).setText(before)
    line_of(shown).setFocus()
    qtbot.keyClick(line_of(shown), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = shown.findChild(Calendar)
    qtbot.waitUntil(calendar.isVisible)
    assert not calendar.grab().isNull()
    with qtbot.waitSignal(shown.changed):
        calendar.findChild(QCalendarWidget).clicked.emit(QDate(2026, 11, 20))
    assert line_of(shown).text() == after
    assert calendar.isHidden()


# choosing


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Mường", "5"), ("muong", "5"), ("hmong", ""), ("h'mong", "7"), ("gia", "9"), ("xyz", ""), ("", "")],
)
def test_a_list_is_searched_with_or_without_marks(qtbot, typed: str, code: str) -> None:
    choice = SearchChoice(PEOPLES)
    qtbot.addWidget(choice)
    choice.lineEdit().setText(typed)
    choice.lineEdit().editingFinished.emit()
    assert choice.code() == code
    assert choice.is_settled() == bool(code or not typed)


def test_the_list_below_shows_what_matches_anywhere(qtbot) -> None:
    choice = SearchChoice(PEOPLES)
    qtbot.addWidget(choice)
    finder = choice.completer()
    finder.setCompletionPrefix("mon")
    shown = {finder.completionModel().index(row, 0).data() for row in range(finder.completionCount())}
    assert shown == {"H'Mông"}
    finder.setCompletionPrefix("uo")
    shown = {finder.completionModel().index(row, 0).data() for row in range(finder.completionCount())}
    assert shown == {"Mường"}


def test_a_word_that_is_not_in_the_list_is_refused_and_kept_in_drafts(qtbot) -> None:
    shown = editor("people")
    qtbot.addWidget(shown)
    line_of(shown).setText("Ba Na")
    assert isinstance(shown.problem(), Message)
    assert shown.value() is None
    kept = shown.raw()
    shown.set_value("2")
    shown.set_raw(kept)
    assert line_of(shown).text() == "Ba Na"


def wheel(widget: QWidget) -> None:
    at = QPointF(5, 5)
    turn = QPoint(0, -120)
    event = QWheelEvent(
        at, at, turn, turn, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_changes_a_choice_only_with_the_focus(qtbot) -> None:
    choice = Choice([("a", "A"), ("b", "B"), ("c", "C")])
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()

    choice.clearFocus()
    wheel(choice)
    assert choice.code() == "a"
    choice.setFocus()
    qtbot.waitUntil(choice.hasFocus)
    wheel(choice)
    assert choice.code() == "b"


def test_other_choices_keep_what_was_chosen(qtbot) -> None:
    choice = Choice([("a", "A"), ("b", "B")])
    qtbot.addWidget(choice)
    choice.choose("b")
    choice.offer([("c", "C"), ("b", "B, new words")])
    assert (choice.code(), choice.currentText()) == ("b", "B, new words")


def test_an_answer_can_be_taken_back(qtbot, form: Form) -> None:
    asked = form.editor("asked")
    yes, no = asked.input.target.findChildren(QWidget)[:2]
    for pressed, value in ((yes, True), (no, False), (no, None)):
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        assert asked.value() is value


# the form
