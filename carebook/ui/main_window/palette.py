"""The palette: one field over the window in which a few letters lead to a person, a page or something to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from carebook import dates
from carebook.rules.search_words import words_in
from carebook.store.search import Findings, Found, find_people, people_known
from carebook.ui.main_window.lately import Lately, way_of_person
from carebook.ui.main_window.ways import Way, answering, way_of_code, ways_of
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.labels import Sign, key_caps, label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.words import _, message, pgettext

WIDTH, HEIGHT, TOP = 640, 460, 56
"""Of the sheet of the palette, and how far below the window's edge it stands, in logical pixels at base size."""
_GAPS = 12
"""Between its parts: two lines, the edge, and above and below the list, in pixels."""
_MOST_PEOPLE = 6
_HEARD = (QKeySequence("Ctrl+L"), QKeySequence("Ctrl+K"))
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True)
class Option:
    """One line that can be chosen: somebody, or a way."""

    id: str
    cell: Cell
    about: str
    key: str
    way: Way
    person_id: str = ""


class Palette(QFrame):
    """Covers the window while it is open and takes every key but that of the lock.

    ``chosen(way)``: a page or deed, or the file of somebody. People are found as their list finds them, so that who may not
    see somebody does not see them here; so are those chosen lately, of whom only the ids are kept, in the book.
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._over = desk, parent
        self._sees_people = False
        self._ways: list[Way] = []
        self._lately = Lately(desk, self)
        self._lately.read.connect(self._begin_anew)
        self._before: QWidget | None = None
        self._asked = self._waits = ""
        self.field = PaletteField()
        self.field.typed.connect(self._ask)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._enter)
        self.field.left.connect(self.shut)
        self.table = RecordTable(
            [
                Column("what", _("Name"), lambda one: one.cell, 270, 3, ALWAYS),
                Column("about", _("About"), lambda one: Cell(one.about, tone="text2", small=True), 150, 2, 6),
                Column("key", _("Key"), lambda one: Cell(one.key, tone="text2", small=True), 76, 0, 7, align="right"),
            ],
            _("Found"),
            heads=False,
        )
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(self._enter_clicked)
        self.table.picked.connect(self._tell_current)
        self.note = label("", "muted", wrap=True)
        self._note_line = box(row(self.note, margins=(16, 10, 16, 10)))
        hints = key_caps(("↑↓", _("choose")), ("Enter", _("open")), ("Esc", _("close")))
        self._daily_hint = key_caps(("Ctrl+Enter", _("open their day")))
        self._head = box(row(Sign("search", "text2", 18), (self.field, 1), gap=8, margins=(16, 8, 12, 8)))
        self._foot = box(row(hints, self._daily_hint, None, gap=8, margins=(16, 6, 16, 8)))
        lines = row(self.table, margins=(8, 4, 8, 4))
        self.sheet = box(
            column(self._head, hairline("rule"), self._note_line, (lines, 1), hairline(), self._foot, gap=0), "palette"
        )
        self.sheet.setParent(self)
        self.hide()

    # open and shut

    def open(self) -> None:
        """Stand over the window with an empty field; pressed again it is emptied."""
        self._ways = ways_of(self._desk)
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._sees_people = self._desk.may_ask("people")
        self.field.begin(_("Find a person, page or deed") if self._sees_people else _("Find a page or deed"))
        self.show()
        self.raise_()
        self.field.setFocus()
        self._ask("")
        self._lately.begin()

    def fit(self) -> None:
        """Cover the window as it is now."""
        over = self._over
        self.setGeometry(over.rect())
        wide = min(theme.worn().scaled(WIDTH), over.width() - 32)
        top = min(TOP, over.height() // 10)
        most = min(theme.worn().scaled(HEIGHT), over.height() - 2 * top)
        lines = sum(self.table.rowHeight(row) for row in range(self.table.records.rowCount()))
        note = 0 if self._note_line.isHidden() else self._note_line.sizeHint().height()
        around = self._head.sizeHint().height() + note + self._foot.sizeHint().height() + _GAPS
        high = min(most, around + lines)
        self.sheet.setGeometry((over.width() - wide) // 2, top, wide, high)

    def shut(self) -> None:
        """Go back to where the cursor stood."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody's name stays in a palette nobody sees, and it is not open any more when the window comes back."""
        super().hideEvent(event)
        self.hide()
        self._desk.clerk.forget(self)
        self._asked = self._waits = ""
        self.table.show_records([])

    # asking

    def _ask(self, typed: str) -> None:
        """Ask who answers to what is typed; the rest is at hand."""
        self._asked, self._waits = typed, ""
        restricted, lately = self._desk.sees_restricted, self._lately.people
        if not self._sees_people or not (words_in(typed) or lately):
            self._show(typed, Findings(()))
            return
        if not words_in(typed):
            self._show(typed, Findings(()))
            self._waits = "asked"
            self._desk.ask(
                self,
                lambda reader: Findings(tuple(people_known(reader, lately, restricted=restricted))),
                partial(self._show, typed),
                partial(self._not_found, typed),
                key="people",
            )
            return
        self._waits = "asked"
        self._desk.ask(
            self,
            partial(find_people, typed=typed, restricted=restricted, most=_MOST_PEOPLE),
            partial(self._show, typed),
            partial(self._not_found, typed),
            key="people",
        )

    def _begin_anew(self) -> None:
        """What was kept from earlier days is known now."""
        if not self.isHidden() and not words_in(self._asked):
            self._ask(self._asked)

    def _not_found(self, typed: str, _error: BaseException) -> None:
        self._show(typed, Findings(()))

    def _show(self, typed: str, found: Findings) -> None:
        if typed != self._asked or self.isHidden():
            return
        enter, self._waits = self._waits, ""
        lines = self._lines(typed, found) if words_in(typed) else self._beginning(found)
        self.table.show_records(lines)
        options = [one for one in lines if isinstance(one, Option)]
        self._say(typed, found, options)
        self.fit()
        self.table.scrollToTop()
        if options:
            self.table.pick(options[0].id)
        else:
            self._tell_current(None)
        if enter in ("enter", "daily"):
            self._enter(daily=enter == "daily")

    def _lines(self, typed: str, found: Findings) -> list[Group | Option]:
        """What answers, people first, then pages, then deeds."""
        ways = answering(typed, self._ways, self._lately.ids)
        lines: list[Group | Option] = []
        if (of_code := way_of_code(self._desk, typed)) is not None:
            lines += [Group(_("Pages")), _of_way(of_code)]
        people = [self._of_person(one) for one in found.people] if not found.nearest or not ways else []
        if people:
            lines += [Group(_("People")), *people, *([self._whole_list(typed)] if found.more else [])]
        for title, deeds in ((_("Pages"), False), (_("To do"), True)):
            of_kind = [_of_way(way) for way in ways if way.is_deed == deeds]
            if of_kind:
                lines += [Group(title), *of_kind]
        return lines

    def _beginning(self, found: Findings) -> list[Group | Option]:
        """What is offered before anything is typed: what was chosen lately and is still open, then everything."""
        kinds = ((_("Pages"), False), (_("To do"), True))
        there = {one.id: one for one in (*map(_of_way, self._ways), *map(self._of_person, found.people))}
        lately = [one for one in self._lately.ids if one in there]
        lines: list[Group | Option] = [Group(_("Lately")), *(there[one] for one in lately)] if lately else []
        for title, deeds in kinds:
            rest = [_of_way(way) for way in self._ways if way.is_deed == deeds and way.id not in lately]
            lines += [Group(title), *rest]
        return lines

    def _of_person(self, one: Found) -> Option:
        age = dates.age_on(one.born, self._desk.today())
        state = one.place or (_("present") if one.present else pgettext("stay", "Left"))
        about = " · ".join(filter(None, (str(age.words) if age is not None else "", one.code, state)))
        place = Place("person", {"person_id": one.person_id})
        way = Way(way_of_person(one.person_id), "users", one.full_name, place=place)
        cell = Cell(one.full_name, weight=500, icon="users", tone="text")
        return Option(way.id, cell, about, "", way, one.person_id)

    def _whole_list(self, typed: str) -> Option:
        way = Way("list", "list", _("Everybody found…"), place=Place("residents", {"typed": typed}))
        return _of_way(way)

    def _say(self, typed: str, found: Findings, options: Sequence[Option]) -> None:
        said = ""
        if not options:
            said = str(message("Nothing answers to “{typed}”.", typed=typed.strip()))
        elif found.nearest and any(one.person_id for one in options):
            said = str(message("“{typed}” was not found. Near:", typed=typed.strip()))
        self.note.setText(said)
        self._note_line.setVisible(bool(said))

    # choosing

    def _step(self, by: int) -> None:
        """Go some lines up or down, over the heads of groups."""
        step = 1 if by > 0 else -1
        for _line in range(abs(by)):
            self.table.step(step)
        self.table.scrollTo(self.table.currentIndex())

    def _tell_current(self, one: Option | None) -> None:
        """Screen readers stay in the field: it tells which line Enter opens."""
        told = ", ".join(filter(None, (one.cell.text, one.about))) if one is not None else self.note.text()
        self.field.setAccessibleDescription(told)
        self._daily_hint.setVisible(one is not None and bool(one.person_id) and self._desk.may_ask("daily_care"))

    def _enter_clicked(self) -> None:
        self._enter()

    def _enter(self, daily: bool = False) -> None:
        """Open the line on which the hand is; with an answer on its way, the first line of that."""
        if self._waits:
            self._waits = "daily" if daily else "enter"
            return
        one = self.table.current()
        if not isinstance(one, Option):
            return
        if one.id not in ("list", "code"):
            self._lately.add(one.id)
        way = one.way
        if daily and one.person_id:
            way = Way(way.id, way.icon, way.words, place=Place("person", {"person_id": one.person_id, "tab": "daily"}))
        self._before = None  # what is opened takes the keys
        self.shut()
        self.chosen.emit(way)

    # what is seen around it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the sheet goes back."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.shut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("desk"))
        veil.setAlpha(170)
        painter.fillRect(QRectF(self.rect()), veil)
        painter.end()


def _of_way(way: Way) -> Option:
    return Option(way.id, Cell(way.words, icon=way.icon), way.where, way.key, way)


class PaletteField(QLineEdit):
    """The field of the palette: ``typed`` comes also for letters that an input method has not committed yet.

    ``stepped(lines)``, ``entered(daily)``, ``left``: what keys ask for; every other key but that of the lock stays here.
    """

    typed = Signal(str)
    stepped = Signal(int)
    entered = Signal(bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self._held = ""
        self.setObjectName("palette_field")
        self.textChanged.connect(self._tell)

    def begin(self, name: str) -> None:
        """Empty, with nothing told."""
        self._held = self._told = ""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)

    def _tell(self) -> None:
        at = self.cursorPosition()
        whole = self.text()[:at] + self._held + self.text()[at:]
        if whole != self._told:
            self._told = whole
            self.typed.emit(whole)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._held = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def event(self, event: QEvent) -> bool:
        """Keys of pages behind are not heard."""
        if isinstance(event, QKeyEvent):
            key = event.key()
            if event.type() == QEvent.Type.ShortcutOverride and QKeySequence(event.keyCombination()) not in _HEARD:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.stepped.emit(1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QGuiApplication.inputMethod().commit()
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
