"""The eye that looks at pages sees what it is there to see."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from tests.ui.looking import Pseudo, backwards, cut, nameless, sideways


def test_a_field_without_name_and_a_way_backwards_are_found(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    second, first, field = QPushButton("Second", page), QPushButton("First", page), QLineEdit(page)
    line = QHBoxLayout(page)
    for one in (first, second, field):
        line.addWidget(one)
    page.show()
    assert [found.split(" in ")[0] for found in nameless(page)] == ["QLineEdit"]
    assert [found.split(" in ")[0] for found in backwards(page)] == ["'Second' to 'First'"]
    QWidget.setTabOrder(first, second)
    QWidget.setTabOrder(second, field)
    field.setAccessibleName("Field")
    assert (nameless(page), backwards(page)) == ([], [])


def test_words_that_do_not_fit_and_what_is_too_wide_are_found(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    narrow, area, wide = QLabel("a long word in a narrow place"), QScrollArea(), QWidget()
    narrow.setFixedWidth(40)
    wide.setFixedSize(900, 20)
    area.setWidget(wide)
    inside = QVBoxLayout(page)
    inside.addWidget(narrow)
    inside.addWidget(area)
    page.resize(300, 200)
    page.show()
    assert len(cut(page)) == len(sideways(page)) == 1
    narrow.setFixedWidth(290)
    wide.setFixedWidth(100)
    assert (cut(page), sideways(page)) == ([], [])


def test_the_pseudo_language_keeps_its_values() -> None:
    said = Pseudo().gettext("{people} people, {count} present")
    assert "{people}" in said
    assert "{count}" in said
    assert len(said) >= 1.3 * len("{people} people, {count} present")
