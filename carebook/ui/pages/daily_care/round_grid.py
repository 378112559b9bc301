"""The sheet of a round as a grid: what is typed goes into the current cell, Enter goes down, Tab to the next open cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from carebook.rules.daily_care import reason_for_key, word_for_key
from carebook.rules.observations import Reading
from carebook.ui.pages.daily_care.heads import GridHeads
from carebook.ui.pages.daily_care.round_model import BED, FIRST, RoundModel
from carebook.ui.pages.daily_care.round_painting import RoundPainter
from carebook.ui.pages.daily_care.sheet import Key, RoundState
from carebook.ui.parts import theme
from carebook.words import _

_LONGEST = 20  # letters of a cell
_BED, _NAME, _NOTE, _MEASURE, _WIDE_MEASURE = 64, 186, 150, 90, 104  # pixels at base size
_TIGHT_NAME, _TIGHT_NOTE, _LEAST_SHARE = 160, 96, 0.78  # where the window is narrow
_HEIGHTS = {"room": 30, "person": 42, "question": 34}
_ASKED = 62
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class RoundGrid(QTableView):
    """The cells of a round.

    ``wanted(key, text, reading, not_done, because)`` a cell is to be written; ``struck(key)`` one is to be struck through;
    ``words_wanted(key, because)`` a reason that takes words; ``typed`` something changed that is not in the book;
    ``moved`` another cell is current.
    """

    wanted = Signal(object, str, object, str, str)
    struck = Signal(object)
    words_wanted = Signal(object, str)
    typed = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RoundModel()
        self._step = "down"
        self._writes = True
        self._here: Key | None = None
        self.setModel(self.sheet)
        self.setItemDelegate(RoundPainter(self))
        self.setAccessibleName(_("Round"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(16)
        self.setHorizontalHeader(GridHeads(self))
        self.setMinimumSize(220, 120)

    # what stands in it

    def show_sheet(self, state: RoundState, *, writes: bool, at: Key | None = None) -> None:
        """Show a sheet; the current cell stays current, else ``at``, else the first one that is open."""
        self._writes = writes
        before = at or self.current_key()
        self.sheet.show_state(state)
        self._lay_out()
        self._go(before) or self.go_to_open()

    def show_again(self, stay: str = "") -> None:
        """Something of the sheet was typed, written or refused; of one ``stay`` only its line is painted."""
        here = self.current_key()
        if self.sheet.lay_again(stay):
            self._lay_out()
            self._go(here)
            self.viewport().update()
        elif not stay:
            self.viewport().update()

    @property
    def filled(self) -> RoundState:
        """The sheet on show."""
        assert self.sheet.state is not None
        return self.sheet.state

    def current_key(self) -> Key | None:
        """The current cell."""
        return self._here

    def go_to_open(self) -> bool:
        """Go to the first cell that waits; to the first one at all when none does."""
        if self.sheet.state is None:
            return False
        first = next(self.filled.open_cells(), None) or next(self.filled.cells(), None)
        return self._go(first)

    def _go(self, key: Key | None) -> bool:
        index = self.sheet.place_of(key) if key is not None else QModelIndex()
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        below = index.row() + 1
        if below < len(self.sheet.lines) and self.sheet.lines[below].kind == "question":
            self.scrollTo(self.sheet.index(below, BED))
        return True

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if (key := self.sheet.key_at(current)) is not None:
            self._here = key
        self.viewport().update()
        self.moved.emit()

    # keys

    def event(self, event: QEvent) -> bool:
        """Tab belongs to the grid while a cell waits; then it leaves as everywhere."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            back = event.key() == Qt.Key.Key_Backtab
            if (back or event.key() == Qt.Key.Key_Tab) and self._tab(-1 if back else 1):
                return True
        return super().event(event)

    def _tab(self, step: int) -> bool:
        key = self.current_key()
        if key is None or self.sheet.state is None:
            return False
        if not self._leave("next" if step > 0 else "back"):
            return True
        return self._to_open("next" if step > 0 else "back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key is None or self.sheet.state is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(key)
        elif event.modifiers() & _HELD or not self._take(key, Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)

    def _take(self, key: Key, pressed: Qt.Key, text: str) -> bool:
        """Whether a key was one of the grid's own."""
        typed = self.filled.typed.get(key)
        match pressed:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._leave("down"):
                    self._to_open("down")
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right:
                if self._leave(pressed.name):
                    self._walk(pressed)
            case Qt.Key.Key_Escape:
                if typed is None:
                    return False
                self._put(key, "")
            case Qt.Key.Key_Backspace:
                self._put(key, typed.text[:-1] if typed is not None and not typed.waits else "")
            case Qt.Key.Key_Delete:
                self._delete(key)
            case Qt.Key.Key_F2:
                self._begin_again(key)
            case _ if text and text.isprintable() and self._writes:
                self._letter(key, text)
            case _:
                return False
        return True

    def _letter(self, key: Key, text: str) -> None:
        """A letter or digit: the answer to what is asked, a reason, a word, or part of a number."""
        typed = self.filled.typed.get(key)
        found = typed.judged if typed is not None else None
        if typed is not None and typed.waits:
            return
        if typed is not None and typed.state == "odd" and found is not None:
            reason = next((one for one in found.reasons if str(one.extra.get("key", "")) == text), None)
            if reason is not None:
                self._answer(key, reason.code)
            return
        if typed is not None and typed.state == "bad":
            if text in "cC" and found is not None and found.instead:
                self._put(key, found.instead)
                if self._leave(self._step):
                    self._to_open(self._step)
                return
            typed = None  # a refused value is typed anew
        before = typed.text if typed is not None else ""
        if not before and self._at_once(key, text):
            return
        if before or text in "0123456789.,-":
            self._put(key, (before + text)[:_LONGEST])

    def _at_once(self, key: Key, text: str) -> bool:
        """A word by its key, or why nothing was measured: written without Enter."""
        measure, codes = self.filled.measure(key[1]), self.filled.sheet.codes
        word = word_for_key(text, measure, codes)
        if word is not None:
            self._put(key, str(word.extra.get("key", word.code)))
            if self._leave("down"):
                self._to_open("down")
            return True
        reason = reason_for_key(text, codes)
        if reason is None:
            return False
        if reason.code == "other":
            self.words_wanted.emit(key, reason.code)
            return True
        shown = str(reason.extra.get("key", ""))
        self._write(key, shown, None, reason.code, "")
        self._to_open("down")
        return True

    def _answer(self, key: Key, because: str) -> None:
        if because == "other":
            self.words_wanted.emit(key, because)
            return
        typed = self.filled.typed[key]
        assert typed.judged is not None
        self._write(key, typed.text, typed.judged.reading, "", because)
        self._to_open(self._step)

    def confirm(self) -> None:
        """Confirm the current cell, as Enter does."""
        if self.sheet.state is not None and self._leave("down"):
            self._to_open("down")

    def _leave(self, step: str) -> bool:
        """Confirm the current cell; False when it stays because something stands against it that was not seen before."""
        key = self.current_key()
        typed = self.filled.typed.get(key) if key is not None else None
        if key is None or typed is None or typed.state != "typed":
            return True
        self._step = step if step in ("down", "next", "back") else "down"
        found = self.filled.confirm(key)
        assert found is not None
        if found.wrong is not None or found.unusual is not None:
            self.show_again()
            self.typed.emit()
            return False
        self._write(key, typed.text, found.reading, "", "")
        return True

    def _write(self, key: Key, text: str, reading: Reading | None, not_done: str, because: str) -> None:
        self.filled.wait(key, text)
        self.show_again()
        self.wanted.emit(key, text, reading, not_done, because)

    def _put(self, key: Key, text: str) -> None:
        if not self._writes:
            return
        self.filled.type(key, text)
        self.show_again(key[0])
        self.typed.emit()

    def _paste(self, key: Key) -> None:
        """What the clipboard holds, of a table its first cell."""
        text = QGuiApplication.clipboard().text().strip()
        first = text.splitlines()[0].split("\t")[0].strip() if text else ""
        if first:
            self._put(key, first[:_LONGEST])

    def _delete(self, key: Key) -> None:
        if key in self.filled.typed:
            self._put(key, "")
        elif self.filled.taken(key) is not None and self._writes:
            self.struck.emit(key)

    def _begin_again(self, key: Key) -> None:
        one = self.filled.taken(key)
        if one is not None and one.not_done is None and key not in self.filled.typed:
            self._put(key, self.filled.said(one))

    # walking

    def _to_open(self, step: str) -> bool:
        """Go to the next cell that waits: down the column and on to the next one, or row by row; False when none does."""
        here = self.current_key()
        cells = list(self.filled.cells())
        if step == "down":
            order = [one.code for one in self.sheet.measures]
            cells.sort(key=lambda key: order.index(key[1]))  # the rows keep their order
        if here not in cells:
            return self.go_to_open()
        at = cells.index(here)
        around: Sequence[Key] = [*cells[at + 1 :], *cells[:at]]
        if step == "back":
            around = around[::-1]
        if step == "next":
            around = cells[at + 1 :]
        found = next((key for key in around if self.filled.is_open(key)), None)
        if found is None and step == "down":
            self._walk(Qt.Key.Key_Down)
            return True
        return self._go(found)

    def _walk(self, pressed: Qt.Key) -> None:
        """One cell on, open or not."""
        index = self.currentIndex()
        row, column = index.row(), index.column()
        match pressed:
            case Qt.Key.Key_Left:
                column = max(FIRST, column - 1)
            case Qt.Key.Key_Right:
                column = min(self.sheet.note_column - 1, column + 1)
            case _:
                persons = [at for at, line in enumerate(self.sheet.lines) if line.kind == "person"]
                step = 1 if pressed == Qt.Key.Key_Down else -1
                here = persons.index(row) + step if row in persons else 0
                row = persons[max(0, min(len(persons) - 1, here))]
        self.setCurrentIndex(self.sheet.index(row, column))

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        """Page, Home and End end on a cell."""
        found = super().moveCursor(action, held)
        persons = [at for at, line in enumerate(self.sheet.lines) if line.kind == "person"]
        if not persons or not found.isValid():
            return found
        row = min(persons, key=lambda at: abs(at - found.row()))
        column = max(FIRST, min(self.sheet.note_column - 1, found.column()))
        return self.sheet.index(row, column)

    # columns and lines

    def _lay_out(self) -> None:
        worn = theme.worn()
        self.clearSpans()
        for at, line in enumerate(self.sheet.lines):
            high = _HEIGHTS[line.kind]
            if line.kind == "question" and self.sheet.typed_at(line).state == "odd":
                high = _ASKED
            self.setRowHeight(at, worn.scaled(high))
            if line.kind != "person" and self.sheet.columnCount() > 1:
                self.setSpan(at, BED, 1, self.sheet.columnCount())
        self._spread()

    def _spread(self) -> None:
        """The measures keep their width, the last column takes what is left; a narrow window brings the columns closer before
        it scrolls sideways.
        """
        if self.sheet.state is None:
            return
        worn, measures = theme.worn(), self.sheet.measures
        wide = [worn.scaled(_WIDE_MEASURE if one.extra.get("pair") else _MEASURE) for one in measures]
        bed, name, least_note = (worn.scaled(one) for one in (_BED, _NAME, _NOTE))
        room = self.viewport().width()
        if wide and bed + name + least_note + sum(wide) > room:
            name, least_note = worn.scaled(_TIGHT_NAME), worn.scaled(_TIGHT_NOTE)
            share = max(_LEAST_SHARE, min(1.0, (room - bed - name - least_note) / sum(wide)))
            wide = [int(one * share) for one in wide]
        note = max(least_note, room - bed - name - sum(wide))
        for column, width in enumerate([bed, name, *wide, note]):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.sheet.state is not None:
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current_key() is None or not self.currentIndex().isValid():
            self.go_to_open()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
