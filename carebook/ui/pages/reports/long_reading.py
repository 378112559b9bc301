"""A question to the book that takes long: it is put on the gathering thread, and stopped in the middle when nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from carebook.store.book import Reader
from carebook.ui.parts.clerk import Clerk, Job

T = TypeVar("T")

AGAIN_MS = 100


class LongReading(Job):
    """The job of one long question; nothing is answered after ``cancel()``.

    That breaks off the statement that runs now, and the next ones until the question has ended: between two
    statements there is nothing to break off.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._lock = threading.Lock()
        self._breaking = QTimer(self, interval=AGAIN_MS)
        self._breaking.timeout.connect(self._break_off)
        self.ended.connect(self._breaking.stop)

    def begin(
        self,
        clerk: Clerk,
        question: Callable[[Reader], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Put the question; ``then(answer)`` or ``failed(error)`` is called here, where it was begun."""

        def put(reader: Reader) -> T:
            with self._lock:
                self._reader = reader
            try:
                self.check()
                return question(reader)
            finally:
                with self._lock:  # what is asked of the same connection next is not ours to break off
                    self._reader = None

        clerk.make(put, _as_it_is, then, failed, job=self)

    def cancel(self) -> None:
        super().cancel()
        self._break_off()
        self._breaking.start()

    def _break_off(self) -> None:
        with self._lock:
            if self._reader is not None:
                self._reader.interrupt()


def _as_it_is(answer: T) -> T:
    """What was read needs no drawing."""
    return answer
