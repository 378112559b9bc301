"""The window as benchmarks look at it: shown without a screen, waited for until it is painted, and its longest stall."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from carebook.actions.opening import Opened
from carebook.store import code_lists, facility
from carebook.ui.application.sweeping import Sweeper
from carebook.ui.main_window import MainWindow
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from tests.benchmarks.conftest import NOW


@contextmanager
def desk_of(opened: Opened) -> Iterator[Desk]:
    """The desk of whoever opened the book, in the light look."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    with opened.book.reading_for(opened.actor, NOW) as reader:
        center, words = facility.facility(reader), code_lists.words(reader)
    made = Desk(opened.book, opened.actor, center, words, clock=lambda: NOW)
    yield made
    made.close()


@contextmanager
def window_of(opened: Opened) -> Iterator[MainWindow]:
    """The window of whoever opened the book, at work: cycles are swept as in the program."""
    sweeper = Sweeper(lambda: False)
    sweeper.take_over()
    try:
        with desk_of(opened) as desk:
            made = MainWindow(desk)
            made.show()
            yield made
            made.hide()
            made.deleteLater()
            QApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)
    finally:
        sweeper.give_back()


def painted_once(there: Callable[[], bool]) -> None:
    """Let the window work until the answer is there, and until what it changed is painted."""
    events = QEventLoop.ProcessEventsFlag
    while not there():
        QApplication.processEvents(events.AllEvents | events.WaitForMoreEvents)
    QApplication.processEvents()


def settled(window: MainWindow) -> None:
    """Let the window work until every question it put is answered, and painted."""
    QApplication.processEvents()
    painted_once(lambda: not window.desk.clerk._questions._newest)


class Stalls(QObject):
    """A clock of 5 ms on the window's thread: ``longest`` is the longest it was kept waiting, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.longest = 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs, and afterwards until the window has caught up."""
        self._last = time.perf_counter()
        self._timer.start()
        try:
            yield
            QApplication.processEvents()
            self._tick()
        finally:
            self._timer.stop()
