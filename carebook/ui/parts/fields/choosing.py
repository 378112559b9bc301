"""Inputs of which one chooses: combos with search while typing, statements, pills, lists with ticks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
)

from carebook.rules.search_words import fold
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Pill
from carebook.ui.parts.fields.typing import Line
from carebook.ui.parts.layouts import Flow
from carebook.words import _

Choices = Sequence[tuple[str, str]]
"""(code, words) in the order in which they are offered."""

_CODE = Qt.ItemDataRole.UserRole
_FOLDED = Qt.ItemDataRole.UserRole + 1


class Choice(QComboBox):
    """A combo that the wheel does not change while it has no focus, with the program's own arrow."""

    def __init__(self, choices: Choices = (), *, blank: bool = False) -> None:
        """``blank`` puts an empty choice with the code "" before the others."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self._blank = blank
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Other choices; what was chosen stays chosen when it is still among them."""
        before = self.code()
        self.blockSignals(True)
        self.clear()
        for code, words in (("", ""), *choices) if self._blank else choices:
            self._add(code, words)
        self.blockSignals(False)
        self.choose(before)

    def _add(self, code: str, words: str) -> None:
        self.addItem(words, code)
        self.setItemData(self.count() - 1, fold(words), _FOLDED)

    def code(self) -> str:
        """The code of what is chosen, "" when nothing is."""
        found = self.currentData()
        return found if isinstance(found, str) else ""

    def choose(self, code: str) -> None:
        """Choose ``code``; one that is no longer offered is shown as it stands, so that it is not lost."""
        place = self.findData(code)
        if place < 0 and code:
            self._add(code, code)
            place = self.count() - 1
        self.setCurrentIndex(place if place >= 0 or not self.count() else 0 if not self.isEditable() else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        line = self.lineEdit()
        if self.hasFocus() or (line is not None and line.hasFocus()):
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
        else:
            self._paint_shortened()
        painter = QPainter(self)
        theme.paint_icon(painter, "chevron-down", "text2", self.width() - 23, (self.height() - 14) / 2, 14)
        painter.end()

    def _paint_shortened(self) -> None:
        """Words wider than the box end in "…" rather than in half a letter."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        words = option.currentText
        option.currentText = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class _FoldedCompleter(QCompleter):
    """Finds choices by words typed with or without marks, anywhere in them, and shows them in a list below."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class SearchChoice(Choice):
    """A combo into which one types: the list below shrinks to what matches; nothing is typed for the person."""

    def __init__(self, choices: Choices = (), *, blank: bool = True) -> None:
        super().__init__(choices, blank=blank)
        self.setEditable(True)
        self.setLineEdit(Line())
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder = _FoldedCompleter(self.model(), self)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionRole(_FOLDED)
        finder.setMaxVisibleItems(10)
        if (popup := finder.popup()) is not None:
            popup.setProperty("popup", True)
        self.setCompleter(finder)
        if (line := self.lineEdit()) is not None:
            line.editingFinished.connect(self._settle)

    def setAccessibleName(self, name: str) -> None:
        """The line in which one types has the keyboard, so it is called the same."""
        super().setAccessibleName(name)
        if (line := self.lineEdit()) is not None:
            line.setAccessibleName(name)

    def _settle(self) -> None:
        """Choose what was typed when it names exactly one choice, or is contained in only one."""
        typed = fold(self.currentText())
        if typed == fold(self.itemText(self.currentIndex())):
            return
        words = [fold(self.itemText(place)) for place in range(self.count())]
        exact = [place for place, word in enumerate(words) if word == typed]
        near = [place for place, word in enumerate(words) if typed and typed in word]
        if exact or len(near) == 1:
            self.setCurrentIndex((exact or near)[0])

    def typed(self) -> str:
        """What stands in the box."""
        return self.currentText().strip()

    def is_settled(self) -> bool:
        """Whether what stands in the box is one of the choices, or nothing."""
        return not self.typed() or fold(self.typed()) == fold(self.itemText(self.currentIndex()))

    def code(self) -> str:
        return super().code() if self.typed() and self.is_settled() else ""

    def choose(self, code: str) -> None:
        super().choose(code)
        if self.isEditable() and self.currentIndex() < 0:
            self.setEditText("")


class Tick(QCheckBox):
    """A statement that holds or not, with a tick that is seen in both themes."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        theme.paint_icon(painter, "check", "on_primary", place.center().x() - 6, place.center().y() - 6, 14)
        painter.end()


class PillSet(QFrame):
    """A few words of which several (or, with ``one``, at most one) are chosen; pressing again takes the choice back."""

    touched = Signal()

    def __init__(self, choices: Choices, *, one: bool = False) -> None:
        super().__init__()
        self._one = one
        self._buttons: dict[str, QPushButton] = {}
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for code, words in choices:
            self._add(code, words)

    def _add(self, code: str, words: str) -> None:
        button = Pill(words)
        button.clicked.connect(self._pressed)
        self._buttons[code] = button
        self._flow.addWidget(button)
        if len(self._buttons) == 1:
            self.setFocusProxy(button)

    def codes(self) -> list[str]:
        """The chosen codes, in the order in which they are offered."""
        return [code for code, button in self._buttons.items() if button.isChecked()]

    def choose(self, codes: Iterable[str]) -> None:
        """Choose exactly these; codes that are no longer offered are shown as they stand."""
        wanted = list(codes)
        for code in wanted:
            if code not in self._buttons:
                self._add(code, code)
        for code, button in self._buttons.items():
            button.setChecked(code in wanted)

    def name_as(self, name: str) -> None:
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))  # no row of words is cut off in a narrow form

    def _pressed(self) -> None:
        pressed = self.sender()
        if self._one and isinstance(pressed, QPushButton) and pressed.isChecked():
            for button in self._buttons.values():
                if button is not pressed:
                    button.setChecked(False)
        self.touched.emit()


class TickList(QListWidget):
    """Many words of which several are chosen: a list with ticks, Space ticks, typing goes to a word."""

    touched = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setWordWrap(True)
        for code, words in choices:
            self._add(code, words)
        self.setFixedHeight(theme.worn().scaled(30) * 5 + 10)
        self.itemChanged.connect(self._tell)

    def _add(self, code: str, words: str) -> None:
        item = QListWidgetItem(words, self)
        item.setData(_CODE, code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def codes(self) -> list[str]:
        return [str(item.data(_CODE)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def choose(self, codes: Iterable[str]) -> None:
        wanted = list(codes)
        self.blockSignals(True)
        known = {str(item.data(_CODE)) for item in self._items()}
        for code in wanted:
            if code not in known:
                self._add(code, code)
        for item in self._items():
            chosen = str(item.data(_CODE)) in wanted
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def name_as(self, name: str) -> None:
        self.setAccessibleName(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def _tell(self, _item: Any) -> None:
        self.touched.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """What was laid out before the list was dressed is as high as its bare letters."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for item in self._items():
            if item.checkState() == Qt.CheckState.Checked:
                place: QRect = self.visualItemRect(item)
                theme.paint_icon(painter, "check", "on_primary", place.left() + 10, place.center().y() - 7, 14)
        painter.end()


def yes_no() -> Choices:
    """The two answers to a question that may also be left open."""
    return (("yes", _("Yes")), ("no", _("No")))


def filter_choice(name: str, choices: Choices, current: str = "", *, width: int | None = None) -> Choice:
    """A filter in a page's head: a combo with its accessible name."""
    made = Choice(choices)
    made.setAccessibleName(name)
    made.choose(current)
    if width is not None:
        made.setFixedWidth(width)
    return made
