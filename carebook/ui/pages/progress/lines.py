"""The lines of a report, one a case: the current one is written in place, Enter accepts it and goes on. Painted, to be quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.store.progress import CaseProgress
from carebook.ui.pages.progress.editing import LineEditor
from carebook.ui.parts import theme
from carebook.ui.parts.labels import WrappedWords, paint_mark
from carebook.ui.parts.layouts import column, scrolling
from carebook.words import _

WHO_WIDTH, STATE_WIDTH = 208, 124
_SIDE, _GAP, _ABOVE = 24, 12, 8


class LineRow(QFrame):
    """One case: who, the line, whether it is accepted. ``wanted(episode id)`` when pressed; ``opened(person id)``;
    ``grown`` when it wants another height."""

    wanted = Signal(str)
    opened = Signal(str)
    grown = Signal()

    def __init__(self, case: CaseProgress, typed: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("line")
        self.setMouseTracking(True)
        self.case = case
        self.editor: LineEditor | None = None
        self._typed = typed
        self._complaint = WrappedWords("", "small", tone="danger")
        self.show_case(case)

    @property
    def id(self) -> str:
        return self.case.episode_id

    def show_case(self, case: CaseProgress) -> None:
        """Show what the book holds now; what is typed stays."""
        self.case = case
        shown = self.text() or _("Only who may open this record sees and accepts its line.")
        self._words = WrappedWords(shown, tone="text" if case.accepted else "text2")
        word, self._shape, self._tone = self._standing()
        self._state = WrappedWords(word, "small", tone=self._tone)
        self._name = WrappedWords(case.name, "base", 500, "text2" if case.masked else "primary")
        about = " · ".join(filter(None, (case.code, case.room)))
        self._about = [WrappedWords(about, "small", tone="text2")]
        self._about += [WrappedWords(words, "small", tone="info") for words in happened_words(case)]
        self.setAccessibleName(f"{case.name}, {word}: {shown}")
        self.grown.emit()
        self.update()

    def _standing(self) -> tuple[str, str, str]:
        if self.is_typed():
            return _("Edited, not accepted"), "half", "warn"
        if self.case.accepted:
            return _("Line accepted"), "full", "ok"
        return _("Not yet"), "ring", "text2"

    # what is typed

    def text(self) -> str:
        """The line as it stands here."""
        return self._typed if self._typed is not None else self.case.text

    def is_typed(self) -> bool:
        """Whether it differs from what the book holds or proposes."""
        return self._typed is not None and self._typed != self.case.text

    def typed(self) -> str | None:
        """The words typed here and not accepted, None for none."""
        return self._typed if self.is_typed() else None

    def settle(self, case: CaseProgress, accepted: str) -> None:
        """The book has taken these words; what was typed after them stays."""
        if self._typed == accepted:
            self._typed = None
        self.complain("")
        self.show_case(case)

    def put_back(self) -> None:
        """Show again what the book holds or proposes."""
        if self.editor is not None:
            self.editor.setPlainText(self.case.text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._typed = None
        self.complain("")
        self.show_case(self.case)

    def complain(self, sentence: str) -> None:
        """Say under the line why it was not accepted, or "" for nothing."""
        if sentence != self._complaint.text:
            self._complaint = WrappedWords(sentence, "small", tone="danger")
            self.grown.emit()
            self.update()

    def complaint(self) -> str:
        """What is said under the line."""
        return self._complaint.text

    # the editor

    def begin(self) -> LineEditor:
        """Write in place, from the end of the words."""
        if self.editor is None:
            self.editor = LineEditor(self.text(), _("Line of {name}").format(name=self.case.name), self)
            self.editor.textChanged.connect(self._changed)
            self.editor.grown.connect(self.grown)
            self.editor.setGeometry(self._line_left() - 6, _ABOVE - 2, self._line_width() + 12, 40)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
            self.editor.show()
            self.grown.emit()
            self.update()
        return self.editor

    def leave(self) -> None:
        """Only show again."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.show_case(self.case)

    def _changed(self) -> None:
        assert self.editor is not None
        self._typed = self.editor.toPlainText()
        self.complain("")
        self.show_case(self.case)

    # where things stand

    def _line_left(self) -> int:
        return _SIDE + theme.worn().scaled(WHO_WIDTH) + _GAP

    def _line_width(self) -> int:
        return max(80, self.width() - self._line_left() - _GAP - theme.worn().scaled(STATE_WIDTH) - _SIDE + 8)

    def height_for(self, width: int) -> int:
        """How high the row is when it is so wide."""
        if width != self.width():
            self.resize(width, self.height())
        who = theme.worn().scaled(WHO_WIDTH)
        beside = self._name.height(who) + sum(words.height(who) + 1 for words in self._about)
        line = self.editor.height_wanted() if self.editor else self._words.height(self._line_width())
        if self._complaint.text:
            line += self._complaint.height(self._line_width()) + 4
        state = self._state.height(theme.worn().scaled(STATE_WIDTH) - 18)
        return round(max(beside, line, state)) + 2 * _ABOVE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.editor is not None:
            high = self.editor.height_wanted()
            self.editor.setGeometry(self._line_left() - 6, _ABOVE - 2, self._line_width() + 12, high)

    def _name_place(self) -> QRect:
        who = theme.worn().scaled(WHO_WIDTH)
        return QRect(_SIDE, _ABOVE, who, round(self._name.height(who)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.editor is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 1, -12, -2), 8, 8)
        who, y = theme.worn().scaled(WHO_WIDTH), float(_ABOVE)
        y += self._name.draw(painter, _SIDE, y, who)
        for words in self._about:
            y += words.draw(painter, _SIDE, y + 1, who) + 1
        left, wide, y = self._line_left(), self._line_width(), float(_ABOVE)
        y += self.editor.height() if self.editor else self._words.draw(painter, left, y, wide)
        if self._complaint.text:
            self._complaint.draw(painter, left, y + 4, wide)
        right = left + wide + _GAP
        paint_mark(painter, QRectF(right, _ABOVE + 3, 10, 10), self._shape, self._tone)
        self._state.draw(painter, right + 16, _ABOVE, theme.worn().scaled(STATE_WIDTH) - 18)
        painter.fillRect(QRectF(_SIDE - 8, self.height() - 1, self.width() - 2 * _SIDE + 16, 1), theme.colour("line"))
        painter.end()

    # what is pressed

    def _over_name(self, event: QMouseEvent) -> bool:
        return not self.case.masked and self._name_place().contains(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._over_name(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._over_name(event):
            self.opened.emit(self.case.person_id)
        else:
            self.wanted.emit(self.id)


def happened_words(case: CaseProgress) -> list[str]:
    """What a reader must know of a case that did not last the whole period."""
    found = [_("began on {day}").format(day=dates.written(case.start_on))] if case.began else []
    if case.ended and case.end_on:
        found.append(_("ended on {day}").format(day=dates.written(case.end_on)))
    return found


class _Sheet(QWidget):
    """The rows under each other, each as high as its words need."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[LineRow] = []
        self._busy = False

    def show_rows(self, rows: list[LineRow]) -> None:
        """Show these rows, and nothing else."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = rows
        for row in rows:
            row.grown.connect(self.lay_out)
        self.lay_out()
        for row in rows:
            row.show()

    def lay_out(self) -> None:
        """Put every row in its place again."""
        if self._busy:
            return
        self._busy = True
        y, width = 0, self.width()
        for row in self._rows:
            high = row.height_for(width)
            row.setGeometry(0, y, width, high)
            y += high
        self.setFixedHeight(y)
        self._busy = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            for row in self._rows:
                row.show_case(row.case)
            self.lay_out()


class LineList(QFrame):
    """All lines under each other. ``accepted(row)`` when Enter was pressed; ``typed`` when words were; ``opened(person id)``;
    ``undo_wanted``. With ``writes`` False the lines are only read."""

    accepted = Signal(object)
    typed = Signal()
    opened = Signal(str)
    undo_wanted = Signal()

    def __init__(self, *, writes: bool) -> None:
        super().__init__()
        self._writes = writes
        self.rows: list[LineRow] = []
        self.current: LineRow | None = None
        self._sheet = _Sheet()
        self._area = scrolling(column(self._sheet, None, gap=0))
        self.setLayout(column(self._area, gap=0))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_cases(self, cases: Sequence[CaseProgress], typed: Mapping[str, str]) -> None:
        """Show these lines, and nothing else; the current one stays current."""
        wanted = self.current.id if self.current else ""
        caret = self.current.editor.textCursor().position() if self.current and self.current.editor else None
        had_focus = bool(self.current and self.current.editor and self.current.editor.hasFocus())
        self.current = None
        self.rows = [LineRow(case, typed.get(case.episode_id), self._sheet) for case in cases]
        for made in self.rows:
            made.wanted.connect(self.go)
            made.opened.connect(self.opened)
        self._sheet.show_rows(self.rows)
        if (again := self.row(wanted)) is not None:
            self._make_current(again, focus=had_focus)
            if caret is not None and again.editor is not None:
                cursor = again.editor.textCursor()
                cursor.setPosition(min(caret, len(again.editor.toPlainText())))
                again.editor.setTextCursor(cursor)

    def row(self, episode_id: str) -> LineRow | None:
        """The line of a stay, None while it is not listed."""
        return next((one for one in self.rows if one.id == episode_id), None)

    def begin(self) -> None:
        """Go to the first line that is not accepted, else to the first."""
        writable = [one for one in self.rows if not one.case.masked]
        first = next((one for one in writable if not one.case.accepted), None) or next(iter(writable), None)
        if first is not None:
            self._make_current(first)

    def go(self, episode_id: str) -> None:
        """Write the line of this case."""
        if (found := self.row(episode_id)) is not None:
            self._make_current(found)

    def step(self, by: int) -> None:
        """Go to the next line in a direction; the masked are passed over."""
        place = self.rows.index(self.current) + by if self.current in self.rows else 0
        while 0 <= place < len(self.rows) and self.rows[place].case.masked:
            place += by
        if 0 <= place < len(self.rows):
            self._make_current(self.rows[place])

    def _make_current(self, found: LineRow, *, focus: bool = True) -> None:
        if not self._writes or found.case.masked:
            return
        if self.current is not None and self.current is not found:
            self.current.leave()
        self.current = found
        if found.editor is None:
            editor = found.begin()
            editor.accepted.connect(self._accept)
            editor.stepped.connect(self.step)
            editor.put_back.connect(self._put_back)
            editor.undo_wanted.connect(self.undo_wanted)
            editor.opened.connect(self._open_current)
            editor.textChanged.connect(self.typed)
        assert found.editor is not None
        if focus:
            found.editor.setFocus()
        self._area.ensureWidgetVisible(found, 0, 60)

    def _open_current(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current.case.person_id)

    def _accept(self) -> None:
        if self.current is not None:
            self.accepted.emit(self.current)

    def _put_back(self) -> None:
        if self.current is not None:
            self.current.put_back()
            self.typed.emit()

    def typed_words(self) -> dict[str, str]:
        """What is typed and not accepted, by stay."""
        return {one.id: words for one in self.rows if (words := one.typed()) is not None}

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is not None and self.current.editor is not None:
            self.current.editor.setFocus()
        else:
            self.begin()

    def minimumSizeHint(self) -> QSize:
        return QSize(400, 120)
