"""Fields and forms: every kind reads what people type, nothing blocks typing, drafts come back, records are built."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QWidget

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, fact, field_of, fields
from carebook.records.record import Record
from carebook.ui.parts.fields import FieldEditor, Form, SearchChoice, Section, section
from carebook.ui.parts.fields.calendar import Calendar
from carebook.ui.parts.fields.choosing import Choice, Tick
from carebook.words import Message
from tests.ui.typing_vietnamese import TELEX_NGUYEN, commit, hold_back, press, type_text

TODAY = date(2026, 11, 21)


def today() -> date:
    return TODAY


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Visit(Record):
    name: str = fact("Name", Kind.NAME, required=True)
    note: str = fact("Note", Kind.NOTE, default="")
    nickname: str | None = fact("Nickname", default=None)
    phone: str = fact("Telephone", Kind.PHONE, default="")
    on: date | None = fact("Date", default=None)
    born: PartialDate | None = fact("Born", hint="for example 1945 or 05/1945", default=None)
    at: datetime | None = fact("Happened at", default=None)
    people: str | None = fact("Ethnic group", codes="ethnicity", default=None)
    side: Side | None = fact("Side", default=None)
    tags: tuple[str, ...] = fact("Characteristics", codes="tag", default=())
    many: tuple[str, ...] = fact("Diagnoses", codes="diagnosis", default=())
    absent: bool = fact("Absent", default=False)
    asked: bool | None = fact("Asked", Kind.YES, default=None)
    pulse: int | None = fact("Pulse", unit="beats/min", default=None)
    heat: float | None = fact("Temperature", unit="°C", default=None)
    paid: int | None = fact("Paid", Kind.MONEY, default=None)
    person_id: str | None = fact("Person", Kind.LINK, default=None)


WORDS = ("Kinh", "Tày", "Thái", "Hoa", "Khmer", "Mường", "Nùng", "H'Mông", "Dao", "Gia-rai", "Ê-đê", "Cơ-ho")
PEOPLES = [(str(number), words) for number, words in enumerate(WORDS)]
CHOICES = {
    "people": PEOPLES,
    "side": [("left", "Left"), ("right", "Right")],
    "tags": [("a", "Vận động"), ("b", "Nhìn")],
    "many": [(str(n), f"Bệnh {n}") for n in range(20)],
    "person_id": [("p1", "Trần Thị An"), ("p2", "Lê Văn Bình")],
}
NAMES = tuple(f.name for f in fields(Visit) if f.name not in {f.name for f in fields(Record)})


def editor(name: str, **more) -> FieldEditor:
    return FieldEditor(field_of(Visit, name), today, choices=CHOICES.get(name, ()), **more)


@pytest.fixture
def form(qtbot) -> Form:
    form = Form([section("First", Visit, *NAMES[:8]), section("Second", Visit, *NAMES[8:])], today, choices=CHOICES)
    qtbot.addWidget(form)
    form.resize(1000, 900)
    with qtbot.waitExposed(form):
        form.show()

    return form


def line_of(shown: FieldEditor) -> QLineEdit:
    return shown.findChild(QLineEdit)


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


def base() -> Visit:
    return Visit(id="v1", version=3, name="Trần Thị An", pulse=72, born=PartialDate("1945"), tags=("a",))


def test_a_record_is_built_from_what_stands_there(form: Form) -> None:
    form.load(base())
    assert form.dirty() == []
    type_text(line_of(form.editor("name")), "!")
    form.editor("heat").set_raw("38,2")
    built = form.record(base())
    assert built == Visit(
        id="v1", version=3, name="Trần Thị An!", pulse=72, born=PartialDate("1945"), tags=("a",), heat=38.2
    )
    assert form.dirty() == ["name", "heat"]


def test_what_is_wrong_is_shown_and_takes_the_focus(qtbot, form: Form) -> None:
    form.load(base())
    form.editor("pulse").set_raw("nhanh")
    form.editor("name").set_raw(" ")
    line_of(form.editor("phone")).setFocus()
    assert form.record(base()) is None
    assert form.editor("name").has_error()
    assert form.editor("pulse").has_error()
    qtbot.waitUntil(line_of(form.editor("name")).hasFocus)
    assert form.summary.text() == "2 fields to look at again: Name, Pulse"
    form.editor("name").set_raw("An")
    form.editor("pulse").set_raw("80")
    assert form.record(base()) is not None
    assert form.summary.text() == ""


def test_problems_of_rules_stand_beside_their_fields(qtbot, form: Form) -> None:
    form.load(base())
    form.show_problems(
        [
            SimpleNamespace(field="pulse", message="Too fast."),
            SimpleNamespace(field="name", message="Already there."),
            SimpleNamespace(field="", message="The director must agree."),
        ]
    )
    assert form.editor("pulse").complaint() == "Too fast."
    assert form.editor("name").complaint() == "Already there."
    assert form.summary.text() == "The director must agree."
    qtbot.waitUntil(line_of(form.editor("name")).hasFocus)
    form.show_warnings([SimpleNamespace(field="pulse", message="x"), SimpleNamespace(field="heat", message="High.")])
    assert form.editor("pulse").complaint() == "Too fast."
    assert form.editor("heat").complaint() == "High."
    form.clear_problems()
    assert all(not form.editor(name).complaint() for name in form.names())


def test_a_draft_comes_back_also_with_what_cannot_be_read(form: Form) -> None:
    import json

    form.load(base())
    assert form.draft() == {}
    form.editor("note").set_raw("ăn tốt")
    form.editor("pulse").set_raw("8x")
    form.editor("tags").set_raw(["b"])
    form.editor("asked").set_raw("no")
    draft = json.loads(json.dumps(form.draft()))
    assert draft == {"note": "ăn tốt", "pulse": "8x", "tags": ["b"], "asked": "no"}
    form.revert()
    assert not form.is_dirty()
    assert form.value("pulse") == 72
    form.restore(draft | {"gone": "x"})
    assert form.draft() == draft
    form.mark_saved()
    assert not form.is_dirty()


def test_fields_can_depend_on_others(form: Form) -> None:
    form.load(base())
    form.show_when("nickname", lambda shown: bool(shown.value("absent")))
    assert form.editor("nickname").isHidden()
    form.editor("nickname").set_raw("Tí")
    assert form.record(base()).nickname is None
    form.editor("absent").findChild(Tick).click()
    assert not form.editor("nickname").isHidden()
    assert form.record(base()).nickname == "Tí"


def test_tab_follows_the_eye_and_leaves_notes(qtbot, form: Form) -> None:
    line_of(form.editor("name")).setFocus()
    press(line_of(form.editor("name")), Qt.Key.Key_Tab)
    note = form.editor("note").input.target
    qtbot.waitUntil(note.hasFocus)
    press(note, Qt.Key.Key_Tab)
    qtbot.waitUntil(line_of(form.editor("nickname")).hasFocus)


def test_two_columns_when_wide_one_when_narrow(qtbot, form: Form) -> None:
    def columns() -> int:
        return len({form.editor(name).x() for name in ("phone", "on", "born", "at")})

    assert columns() == 2
    form.resize(600, 900)
    qtbot.waitUntil(lambda: columns() == 1)
    assert form.minimumSizeHint().width() <= 560


def test_every_field_is_known_to_screen_readers(form: Form) -> None:
    for name in form.names():
        target = form.editor(name).input.target
        holders = [target] if target.accessibleName() else target.findChildren(QWidget)
        spoken = {QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in holders}
        assert all(form.editor(name).words in words for words in spoken), name
    assert form.editor("pulse").input.target.accessibleName() == "Pulse (beats/min)"


def test_a_form_may_hold_fields_of_two_records(qtbot) -> None:
    @dataclass(frozen=True)
    class Other(Record):
        room: str = fact("Room", default="")

    form = Form([Section("", (field_of(Visit, "name"), field_of(Other, "room")))], today)
    qtbot.addWidget(form)
    form.load(base())
    form.load(Other(id="o", room="A203"))
    assert form.record(base()) == base()
    assert form.record(Other(id="o")).room == "A203"
    with pytest.raises(ValueError, match="name"):
        Form([section("", Visit, "name"), section("", Visit, "name")], today)


def test_data_is_never_typed(dressed: QApplication) -> None:
    assert dressed is not None
    with pytest.raises(TypeError):
        FieldEditor(field_of(Record, "id"), today)


def test_two_hundred_fields_are_made_fast(qtbot) -> None:
    kinds = [field_of(Visit, name) for name in ("nickname", "pulse", "on", "side", "note")]
    begun = time.perf_counter()
    editors = [FieldEditor(kinds[n % 5], today, choices=CHOICES["side"]) for n in range(200)]
    for shown in editors:
        qtbot.addWidget(shown)
    assert time.perf_counter() - begun < 3
