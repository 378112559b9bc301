"""Help in daily life: one row a kind of care; the keys 0 to 3 say how much help is normal, a line says how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton

from carebook.records import enum_words
from carebook.records.care_plans import HelpLevel
from carebook.ui.pages.care_plans.working import CareWorking
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.ui.parts.table.painting import paint_ring
from carebook.words import _

_LEVEL_OF_KEY = {
    Qt.Key.Key_0: HelpLevel.SELF,
    Qt.Key.Key_1: HelpLevel.REMINDED,
    Qt.Key.Key_2: HelpLevel.PARTLY,
    Qt.Key.Key_3: HelpLevel.FULLY,
}
NAME_WIDTH, LEVEL_WIDTH = 190, 150


class HelpRow(QFrame):
    """One kind of care. 0–3 choose, Backspace takes the choice back, arrows walk, Tab goes to the line beside."""

    chosen = Signal(object)
    noted = Signal(str)
    walked = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._level: HelpLevel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons: dict[HelpLevel, QPushButton] = {}
        pills = row(gap=4)
        for level in HelpLevel:
            button = QPushButton(level.value)
            button.setProperty("kind", "pill")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{words}: {enum_words.said(level)}")
            button.setToolTip(enum_words.said(level))
            button.clicked.connect(partial(self._pressed, level))
            self._buttons[level] = button
            pills.addWidget(button)
        self._said = label("", "small", width=theme.worn().scaled(LEVEL_WIDTH))
        self.note = QLineEdit()
        self.note.setProperty("dense", "true")
        self.note.setAccessibleName(_("{care}: how").format(care=words))
        self.note.setPlaceholderText(_("how, for example “sits on a chair”"))
        self.note.textEdited.connect(self.noted)
        name = label(words, width=theme.worn().scaled(NAME_WIDTH))
        self.setLayout(row(name, pills, self._said, (self.note, 1), gap=10, margins=(8, 3, 8, 3)))
        self._tell()

    def show_help(self, level: HelpLevel | None, note: str) -> None:
        """Show what is kept."""
        self._level = level
        self.note.setText(note)
        self._tell()

    def _choose(self, level: HelpLevel | None) -> None:
        self._level = level
        self._tell()
        self.chosen.emit(level)

    def _pressed(self, level: HelpLevel, _checked: bool = False) -> None:
        self._choose(None if level is self._level else level)

    def _tell(self) -> None:
        for level, button in self._buttons.items():
            button.setChecked(level is self._level)
        said = enum_words.said(self._level) if self._level else ""
        self._said.setText(said or _("not entered yet"))
        self.setAccessibleName(f"{self._words}: {self._level.value if self._level else ''} {said}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _LEVEL_OF_KEY and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(_LEVEL_OF_KEY[key])
            self.walked.emit(1)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._choose(None)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

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


class HelpSection(QFrame):
    """The grid of all kinds of daily care; ``changed`` when something was chosen or typed."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._working: CareWorking | None = None
        self.rows: dict[str, HelpRow] = {}
        lines = column(gap=0)
        for code, words in desk.choices("care_kind"):
            made = HelpRow(words)
            made.chosen.connect(partial(self._choose, code))
            made.noted.connect(partial(self._note, code))
            made.walked.connect(partial(self._walk, code))
            self.rows[code] = made
            lines.addWidget(made)
            lines.addWidget(hairline())
        said = [(level.value, enum_words.said(level)) for level in HelpLevel]
        told = label(_("How much help is normal for this person, for the sheet of daily care."), "small", wrap=True)
        keys = row(key_caps(*said[:2]), 8, key_caps(*said[2:]), None, gap=4)
        content = box(column(told, keys, 4, lines, None, gap=4, margins=(16, 8, 20, 12)))
        self._area = scrolling(content)
        self.setLayout(column(self._area, gap=0))

    def show_working(self, working: CareWorking) -> None:
        """Write into this plan from now on."""
        self._working = working
        for code, made in self.rows.items():
            known = working.helps.get(code)
            made.show_help(known.level if known else None, known.note if known else "")

    def _choose(self, code: str, level: HelpLevel | None) -> None:
        if self._working is not None:
            self._working.set_help(code, level)
            self.changed.emit()

    def _note(self, code: str, words: str) -> None:
        if self._working is not None:
            known = self._working.helps.get(code)
            self._working.set_help(code, known.level if known else None, " ".join(words.split()))
            self.changed.emit()

    def _walk(self, code: str, step: int) -> None:
        codes = list(self.rows)
        at = codes.index(code) + step
        if 0 <= at < len(codes):
            self.rows[codes[at]].setFocus()
            self._area.ensureWidgetVisible(self.rows[codes[at]])

    def begin(self) -> None:
        """The first row takes the focus."""
        next(iter(self.rows.values())).setFocus()

    def lead_to(self, _field: str, _say: Callable[[str], object] | None = None) -> None:
        """Help has one place."""
        self.begin()
