"""Where the words of one line of a report are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class LineEditor(QPlainTextEdit):
    """One line of the report, as high as its words. ``accepted`` by Enter; ``stepped(±1)`` by arrows at its ends and by
    page keys; ``put_back`` by Esc; ``opened`` by Ctrl+Enter; ``undo_wanted`` when there is nothing typed to undo; ``grown``
    when it wants another height."""

    accepted = Signal()
    stepped = Signal(int)
    put_back = Signal()
    opened = Signal()
    undo_wanted = Signal()
    grown = Signal()

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.textChanged.connect(self.grown)

    def height_wanted(self) -> int:
        """How high its words stand at its width."""
        lines = max(1, round(self.document().size().height()))
        margins = 2 * (self.document().documentMargin() + self.frameWidth()) + 10
        return round(lines * self.fontMetrics().lineSpacing() + margins)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.grown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                (self.opened if held == Qt.KeyboardModifier.ControlModifier else self.accepted).emit()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not held and self._at_end(key):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.put_back.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self.undo_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _at_end(self, key: int) -> bool:
        """Whether an arrow has no line of this text to go to."""
        cursor = self.textCursor()
        step = QTextCursor.MoveOperation.Down if key == Qt.Key.Key_Down else QTextCursor.MoveOperation.Up
        return not cursor.movePosition(step)
