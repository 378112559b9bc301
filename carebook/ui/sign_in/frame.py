"""What all first windows share: one sheet on the desk, which book above it, the time and the last backup below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from carebook import __version__, dates
from carebook.store.backup import last_backup
from carebook.ui.parts import theme
from carebook.ui.parts.backing import backup_words
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.labels import ElidedLabel, Sign, label
from carebook.ui.parts.layouts import Stack, box, column, row, scrolling

CARD_WIDTH = 864
USUAL_SIZE = (1366, 768)
_LOW = 620  # below this height the clock gives way and the sheet shrinks
_LOW_SHEET = 360
_MINUTE_MS = 60_000
_TITLE_BAR = 40


@dataclass(frozen=True)
class BookOnSight:
    """What may be told about a book before anybody opens it."""

    folder: Path
    center: str = ""
    is_sample: bool = False
    sample_password: str = ""

    @property
    def name(self) -> str:
        """The center's name if it was opened here before, else the name of its folder."""
        return self.center or self.folder.name


class Entrance(QMainWindow):
    """The window before and between people: it shows one first page at a time."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setWindowTitle("CareBook")
        self.setWindowIcon(theme.icon("hand-heart", "primary", pixels=32))
        self.resize(*USUAL_SIZE)
        self._stack = Stack()
        self.setCentralWidget(box(column(self._stack, gap=0), "desk"))

    def show_fitting(self) -> None:
        """Show the window; it fills a screen that is not larger than it."""
        room = self.screen().availableSize()
        if room.width() <= USUAL_SIZE[0] or room.height() <= USUAL_SIZE[1] + _TITLE_BAR:
            self.showMaximized()
        else:
            self.show()

    def show_page(self, page: QWidget) -> None:
        """Show ``page`` in place of the one before, which is let go with everything typed into it."""
        before = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        if page.focusProxy() is not None:
            page.setFocus()

    def page(self) -> QWidget | None:
        """The page on show."""
        return self._stack.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closing.emit()


class Clock(QFrame):
    """The time and the day, by which the right shift is seen."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._time = label("", "h1")
        self._day = label("", "muted")
        self._timer = QTimer(self, interval=_MINUTE_MS // 4)
        self._timer.timeout.connect(self._tick)
        self.setLayout(row(None, self._time, self._day, None, gap=10))
        self._tick()

    def _tick(self) -> None:
        now = self._now()
        self._time.setText(dates.clock(now))
        self._day.setText(dates.with_weekday(dates.today_in_vietnam(now)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class FirstPage(QFrame):
    """A first page: a sheet in the middle, the book above (None: no book yet), the clock and the backup below.

    ``place`` is its name among the places of the manual.
    """

    place: str = ""

    def __init__(self, book: BookOnSight | None, now: Callable[[], datetime]) -> None:
        super().__init__()
        title = ElidedLabel(book.name if book else "CareBook", "h2")
        title.setAccessibleName(title.whole())
        under = (ElidedLabel(str(book.folder), "small"),) if book else ()
        head = row(None, Sign("hand-heart", "primary", 28), column(title, *under, gap=1), None, gap=12)
        self._clock = Clock(now)
        foot = row(None, gap=6)
        if book is not None:
            said, tone = backup_words(last_backup(book.folder), now(), book.folder)
            self.backup_line = label(str(said), "small", tone if tone == "warn" else "")
            foot.addWidget(Sign("hard-drive", tone, 14))
            foot.addWidget(self.backup_line)
            foot.addSpacing(20)
        foot.addWidget(label(f"CareBook {__version__}", "small"))
        foot.addStretch(1)
        self.news = MessageBar()
        self._middle = row(None, None)
        news = row(None, box(column(self.news), width=CARD_WIDTH), None)
        whole = box(column(12, head, None, news, self._middle, None, self._clock, foot, gap=8, margins=(8, 8, 8, 12)))
        self.setLayout(column(scrolling(whole), gap=0))

    def put(self, sheet: QWidget) -> None:
        """Lay the sheet on the desk."""
        self._sheet = sheet
        self._sheet_height = sheet.minimumHeight()
        self._middle.insertWidget(1, sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        self._clock.setVisible(not low)
        self._sheet.setMinimumHeight(min(self._sheet_height, _LOW_SHEET) if low else self._sheet_height)


def sheet_of(left: QWidget, right: QWidget | None = None, *, height: int = 448) -> QFrame:
    """One sheet of two halves; the right one is tinted."""
    halves = row(left, *((right,) if right is not None else ()), gap=0)
    sheet = box(halves, "sheet", width=CARD_WIDTH)
    sheet.setMinimumHeight(height)
    return sheet
