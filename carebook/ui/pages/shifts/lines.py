"""The lines of a sheet: what was drafted and what was written by hand, by their headings; each can be left out or put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.codes import Code
from carebook.records.shifts import HandoverLine
from carebook.rules.problem import Problem
from carebook.rules.shifts import TrueName, brought_up_to_date, in_order
from carebook.rules.shifts.lines import DraftLine
from carebook.rules.shifts.naming import named
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choices, Form, Tick, commit_input_method, section
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.words import _

_KEPT = (
    "id",
    "version",
    "heading",
    "episode_id",
    "text",
    "instruction",
    "about_table",
    "about_id",
    "included",
    "position",
)


class LineRow(QFrame):
    """One line; it takes the focus as a whole. ``put(included)``, ``edit_wanted`` for Enter, ``fact_wanted`` for F3 and the name."""

    put = Signal(bool)
    edit_wanted = Signal()
    fact_wanted = Signal()

    def __init__(self, line: HandoverLine, who: str, *, writes: bool) -> None:
        super().__init__()
        self.line, self._writes = line, writes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(". ".join(filter(None, (who, line.text, line.instruction))))
        self.tick = Tick("")
        self.tick.setChecked(line.included)
        self.tick.setEnabled(writes)
        self.tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tick.setAccessibleName(_("On the sheet"))
        self.tick.setToolTip(_("On the sheet"))
        self.tick.clicked.connect(self.put)
        self.name = Button(who, "link")
        self.name.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name.setToolTip(_("Open where it stands (F3)"))
        self.name.clicked.connect(self.fact_wanted)
        self.name.setVisible(bool(who))
        tone = "text" if line.included else "text2"
        self.text = label(line.text, "" if line.included else "muted", tone if line.included else "", wrap=True)
        told = column(None, row(self.name, None, gap=0), self.text, gap=1)
        if line.instruction:
            told.addWidget(label(_("Next shift: {what}").format(what=line.instruction), "small", "primary", wrap=True))
        told.addStretch(1)
        self.setLayout(row(self.tick, (told, 1), gap=8, margins=(10, 5, 12, 6)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Space if self._writes:
                self.put.emit(not self.line.included)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if self._writes:
                self.edit_wanted.emit()
            case Qt.Key.Key_F3:
                self.fact_wanted.emit()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._wear("picked")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._wear("")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._writes:
            self.edit_wanted.emit()

    def _wear(self, name: str) -> None:
        self.setObjectName(name)
        theme.restyle(self)


class LineDialog(DeedDialog):
    """One line to be written or changed; ``written()`` after it was accepted."""

    def __init__(
        self,
        parent: QWidget | None,
        line: HandoverLine,
        headings: Choices,
        people: Choices,
        today: Any,
        secret: Sequence[TrueName] = (),
    ) -> None:
        super().__init__(parent, _("Line of the handover"))
        self._line, self._secret = line, secret
        self.form = Form(
            [section("", HandoverLine, "heading", "episode_id", "text", "instruction")],
            today,
            choices={"heading": headings, "episode_id": people},
            labels={"episode_id": _("About whom")},
            columns=1,
        )
        self.form.load(line)
        self.contents.addWidget(self.form)
        self.setMinimumWidth(theme.worn().scaled(560))
        done = self.add_button("do", _("Put on the sheet"), "primary")
        done.clicked.disconnect()
        done.clicked.connect(self._finish)
        self.add_button("", _("Go back"))
        done.setDefault(True)
        self.form.editor("text").setFocus()
        self._written: HandoverLine | None = None

    def _finish(self) -> None:
        commit_input_method()
        written = self.form.record(self._line)
        if written is None:
            return
        wrong = [problem for name in ("text", "instruction") for problem in self._naming(name, getattr(written, name))]
        if wrong:
            self.form.show_problems(wrong)
            self.adjustSize()  # what is said now needs its room
        else:
            self._written = written
            self.accept()

    def _naming(self, name: str, text: str) -> list[Problem]:
        return [Problem(name, named(one)) for one in self._secret if one.stands_in(text)]

    def written(self) -> HandoverLine | None:
        """The line as it was typed; None when the person went back."""
        return self._written


class LinesPart(QFrame):
    """All lines in one scrolling column. ``touched`` when something changed, ``opened(line)`` when its fact is asked for."""

    touched = Signal()
    opened = Signal(object)

    def __init__(self, today: Any) -> None:
        super().__init__()
        self._today = today
        self._lines: list[HandoverLine] = []
        self._headings: Sequence[Code] = ()
        self._people: Choices = ()
        self._names: Mapping[str, str] = {}
        self._secret: Sequence[TrueName] = ()
        self._writes = False
        self.rows: list[LineRow] = []
        self._column = column(gap=0)
        self._area = scrolling(box(column(self._column, None, gap=0, margins=(8, 0, 8, 8))))
        self.setLayout(column((self._area, 1), gap=0))
        self.setAccessibleName(_("Lines of the handover"))

    def show_lines(
        self,
        lines: Iterable[HandoverLine],
        headings: Sequence[Code],
        people: Choices,
        names: Mapping[str, str],
        *,
        writes: bool,
        secret: Sequence[TrueName] = (),
    ) -> None:
        """Show these lines; ``names`` say whom each stay is about, ``people`` are those a new line can be about, ``secret`` the
        names that must not be written on one.
        """
        self._secret = secret
        self._headings, self._people, self._names, self._writes = headings, people, names, writes
        self._lines = in_order(lines, headings)
        self._lay_out()

    def bring_up_to_date(self, drafted: Sequence[DraftLine]) -> None:
        """Put what was entered since among the lines; the row with the keys keeps them."""
        lines = in_order(brought_up_to_date(self._lines, drafted), self._headings)
        if lines != self._lines:
            held = next((row.line for row in self.rows if row.hasFocus()), None)
            self._lines = lines
            self._lay_out(lines.index(held) if held in lines else -1)

    def lines(self) -> list[HandoverLine]:
        """What stands there, in order."""
        return list(self._lines)

    def draft(self) -> list[dict[str, Any]]:
        """What stands there, as JSON can hold it."""
        return [{name: getattr(line, name) for name in _KEPT} for line in self._lines]

    def restore(self, kept: Iterable[dict[str, Any]]) -> None:
        """Show what was kept."""
        self._lines = [HandoverLine(shift_handover_id="", **one) for one in kept]
        self._lay_out()

    def _lay_out(self, focus: int = -1) -> None:
        emptied(self._column)
        self.rows = []
        texts = {code.code: code.text for code in self._headings}
        before = None
        for place, line in enumerate(self._lines):
            if line.heading != before:
                before = line.heading
                count = sum(1 for one in self._lines if one.heading == before and one.included)
                self._column.addWidget(section_head(texts.get(before, before), str(count)))
                self._column.addWidget(hairline())
            self._column.addWidget(self._row(place, line))
        if 0 <= focus < len(self.rows):
            self.rows[focus].setFocus()
        if self.rows:
            self.setFocusProxy(self.rows[0])

    def _row(self, place: int, line: HandoverLine) -> LineRow:
        made = LineRow(line, self._names.get(line.episode_id or "", ""), writes=self._writes)
        made.put.connect(partial(self._put, place))
        made.edit_wanted.connect(partial(self._edit, place))
        made.fact_wanted.connect(partial(self._open, place))
        self.rows.append(made)
        return made

    def _put(self, place: int, included: bool) -> None:
        self._lines[place] = replace(self._lines[place], included=included)
        self._lay_out(place)
        self.touched.emit()

    def _open(self, place: int) -> None:
        self.opened.emit(self._lines[place])

    def _edit(self, place: int) -> None:
        self._ask(self._lines[place], place)

    def begin_new(self) -> None:
        """Write a line by hand, under the heading of the current one."""
        if self._writes:
            current = next((row.line.heading for row in self.rows if row.hasFocus()), "watch")
            self._ask(HandoverLine(shift_handover_id="", heading=current, position=len(self._lines)), -1)

    def _ask(self, line: HandoverLine, place: int) -> None:
        headings = [(code.code, code.text) for code in self._headings]
        dialog = LineDialog(self.window(), line, headings, self._people, self._today, self._secret)
        if dialog.exec() and (written := dialog.written()) is not None:
            self.take(written, place)

    def take(self, line: HandoverLine, place: int = -1) -> None:
        """Put a line in place of another, or at the end of its heading."""
        if place >= 0:
            self._lines[place] = line
        else:
            self._lines.append(line)
        self._lines = in_order(self._lines, self._headings)
        self._lay_out(self._lines.index(line))
        self.touched.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        place = next((n for n, one in enumerate(self.rows) if one.hasFocus()), -1)
        if step and place >= 0 and 0 <= place + step < len(self.rows):
            self.rows[place + step].setFocus()
            self._area.ensureWidgetVisible(self.rows[place + step])
        else:
            super().keyPressEvent(event)
