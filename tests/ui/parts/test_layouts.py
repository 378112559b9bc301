"""Layouts: what wraps, what scrolls, what lies on a stack; nothing is dressed before it stands where it belongs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from carebook.ui.parts import layouts
from carebook.ui.parts.labels import Chip
from carebook.ui.parts.states import States


class Dressing(QObject):
    """Counts how often a label is dressed."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Polish and isinstance(watched, QLabel)
        return False


@pytest.fixture
def dressing(qapp):
    watch = Dressing()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


def test_a_page_is_dressed_once_when_it_is_seen(qtbot, dressing: Dressing) -> None:
    first, second = QLabel("first"), QLabel("second")
    stack = layouts.Stack()
    stack.addWidget(layouts.scrolling(layouts.column(first, None)))
    stack.addWidget(second)
    page = layouts.box(layouts.column((States(layouts.box(layouts.row((stack, 1)))), 1)))
    assert isinstance(page, QFrame)
    assert dressing.count == 0
    qtbot.addWidget(page)
    page.show()
    assert (first.isVisible(), second.isVisible()) == (True, False)
    seen = dressing.count
    stack.setCurrentWidget(second)
    QApplication.processEvents()
    assert (first.isVisible(), second.isVisible()) == (False, True)
    assert dressing.count == seen


def test_what_scrolls_is_there_before_it_is_seen(qtbot) -> None:
    inside = QLabel("much\n" * 200)
    area = layouts.scrolling(layouts.column(inside, None))
    qtbot.addWidget(area)
    assert area.widget().findChildren(QLabel) == [inside]
    assert area.sizeHint().height() > 100
    area.resize(200, 100)
    area.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.widget().isAncestorOf(inside)
    assert inside.isVisible()


def test_the_focus_that_was_given_before_is_kept(qtbot) -> None:
    line = QLineEdit()
    area = layouts.scrolling(layouts.column(line, None))
    window = QWidget()
    window.setLayout(layouts.column(QLineEdit()))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    area.hide()
    window.layout().addWidget(area)
    line.setFocus()
    area.show()
    qtbot.waitUntil(line.hasFocus)


def test_the_first_of_a_stack_is_shown_whenever_it_comes(qtbot) -> None:
    stack = layouts.Stack()
    qtbot.addWidget(stack)
    stack.show()
    late = QLabel("late")
    stack.addWidget(late)
    assert late.isVisible()
    assert stack.currentWidget() is late


@pytest.mark.parametrize("is_empty", [True, False])
def test_tab_comes_to_what_is_made_later_before_what_stands_behind_the_stack(qtbot, is_empty: bool) -> None:
    stack, lines = layouts.Stack(), {name: QLineEdit() for name in ("head", "first", "a", "b", "c", "foot")}
    if not is_empty:
        stack.addWidget(layouts.box(layouts.column(lines["first"])))
    window = layouts.box(layouts.column(lines["head"], stack, lines["foot"]))
    qtbot.addWidget(window)
    stack.take_in(layouts.box(layouts.column(lines["a"], QLabel("between"), lines["b"])))
    stack.take_in(lines["c"])
    order, one = [], window.nextInFocusChain()
    while one is not window:
        order += [name for name, line in lines.items() if line is one]
        one = one.nextInFocusChain()
    assert order == ["head", *([] if is_empty else ["first"]), "a", "b", "c", "foot"]


def test_items_wrap_where_the_width_ends(qtbot) -> None:
    holder = QWidget()
    chips = [Chip(f"chip {number}") for number in range(8)]
    flow = layouts.Flow(*chips)
    holder.setLayout(flow)
    qtbot.addWidget(holder)
    holder.resize(200, 300)
    holder.show()
    assert len({chip.y() for chip in chips}) > 1
    assert max(chip.geometry().right() for chip in chips) < 200
    assert flow.heightForWidth(2000) < flow.heightForWidth(200)
    high = flow.heightForWidth(200)
    for chip in chips[2:]:
        chip.hide()
    assert flow.heightForWidth(200) < high


def test_a_layout_can_be_emptied(qtbot) -> None:
    holder = QWidget()
    whole = QVBoxLayout(holder)
    whole.addWidget(QLabel("a"))
    whole.addLayout(layouts.row(QLabel("b"), 4, None))
    qtbot.addWidget(holder)
    layouts.emptied(whole)
    qtbot.wait(5)
    assert whole.count() == 0
    assert holder.findChildren(QLabel) == []
