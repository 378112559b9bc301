"""Records under heads, as the middle of the page shows them: a sign, what it is, its words, who and when; Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Chip, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.table.painting import paint_ring

RecordOf = tuple[str, Any]
"""What kind of record, by the name of its form or page, and the record itself."""


@dataclass(frozen=True)
class Line:
    """One record in words. ``chip`` is seen first; ``opens`` comes back when it is opened, None where nothing is to be opened."""

    icon: str
    title: str
    text: str = ""
    small: str = ""
    tone: str = "text2"
    chip: str = ""
    chip_tone: str = "none"
    opens: RecordOf | None = None

    @property
    def spoken(self) -> str:
        return " · ".join(filter(None, (self.title, self.chip, self.text, self.small)))


@dataclass(frozen=True)
class Part:
    """Some lines under a head. ``add`` are the words of the button that adds one ("" for none) and ``adds`` what it adds;
    ``nothing`` is said where there is none.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    count: str = ""
    add: str = ""
    adds: str = ""
    nothing: str = ""


class LineRow(QFrame):
    """One line; ``opened(what)`` by Enter or a click, arrows go to its neighbours."""

    opened = Signal(object)

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.setObjectName("event")
        self.line = line
        self.setAccessibleName(line.spoken)
        words: list[QWidget] = [label(line.title, "name", wrap=True)]
        if line.text:
            words.append(label(line.text, wrap=True))
        if line.small:
            words.append(label(line.small, "small", wrap=True))
        chips = (box(column(Chip(line.chip, line.chip_tone), None, gap=0)),) if line.chip else ()
        sign = box(column(2, Sign(line.icon, line.tone, 16), None, gap=0))
        self.setLayout(row(sign, (box(column(*words, gap=1)), 1), *chips, gap=10, margins=(6, 6, 6, 6)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if line.opens is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.opened.emit(self.line.opens)
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case _:
                super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        around = self.parentWidget()
        rows = [one for one in around.findChildren(LineRow) if one.line.opens is not None] if around else [self]
        place = rows.index(self) + by
        if 0 <= place < len(rows):
            rows[place].setFocus()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.line.opens is not None and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.line.opens)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_ring(painter, self.rect())
            painter.end()


class PartList(QFrame):
    """Parts under each other. ``opened(what)`` a line, ``add_wanted(what)`` by the button of a head."""

    opened = Signal(object)
    add_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._whole = column(gap=0)
        self._heads: dict[str, QWidget] = {}
        self.setLayout(self._whole)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these, and nothing else."""
        emptied(self._whole)
        self._heads = {}
        for part in parts:
            self._whole.addWidget(self._head(part))
            self._whole.addWidget(hairline())
            for line in part.lines:
                shown = LineRow(line)
                shown.opened.connect(self.opened)
                self._whole.addWidget(shown)
            if not part.lines and part.nothing:
                nothing = label(part.nothing, "muted", wrap=True)
                nothing.setContentsMargins(6, 6, 6, 6)
                self._whole.addWidget(nothing)
            self._whole.addSpacing(10)
        self._whole.addStretch(1)

    def _head(self, part: Part) -> QFrame:
        buttons = []
        if part.add:
            button = Button(part.add, "link", "plus")
            button.clicked.connect(partial(self.add_wanted.emit, part.adds))
            buttons.append(button)
        head = section_head(part.title, part.count, *buttons)
        self._heads[part.key] = head
        return head

    def head(self, key: str) -> QWidget | None:
        """The head of a part on show, to scroll to it."""
        return self._heads.get(key)
