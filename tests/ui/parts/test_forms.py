"""Whole forms: records, problems, drafts, keyboard and layout."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from carebook.dates import PartialDate
from carebook.records.declaration import fact, field_of
from carebook.records.record import Record
from carebook.ui.parts.fields import FieldEditor, Form, Section, section
from carebook.ui.parts.fields.choosing import Tick
from tests.ui.parts.visit_form import CHOICES, Visit, line_of, today
from tests.ui.typing_vietnamese import press, type_text


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


def test_a_wide_field_has_a_line_of_its_own(qtbot) -> None:
    form = Form([section("", Visit, "phone", "name", "on", "born")], today, choices=CHOICES, wide=("name",))
    qtbot.addWidget(form)
    form.resize(1000, 400)
    form.show()
    phone, name, on, born = (form.editor(field) for field in ("phone", "name", "on", "born"))
    qtbot.waitUntil(lambda: on.y() == born.y() > name.y() > phone.y())
    assert name.width() > 2 * on.width() > 0


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
