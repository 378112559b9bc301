"""A job: work that takes time, how far it is, and the wish to stop it."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject, Signal


class Stopped(Exception):
    """Raised by ``Job.check`` inside work whose job was stopped."""


class Job(QObject):
    """Work that takes time, as the window sees it.

    The work calls ``report(done, total)`` and asks ``is_stopped()`` (or calls ``check()``) from its own thread; the
    window connects ``progressed(done, total)`` and ``ended()`` and calls ``cancel()``.
    """

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; what it has made so far is thrown away."""
        self._stop.set()

    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def check(self) -> None:
        """Leave the work here when it was stopped."""
        if self._stop.is_set():
            raise Stopped

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is; safe on every thread, also after the window has gone."""
        if shiboken6.isValid(self):
            self.progressed.emit(done, total)
