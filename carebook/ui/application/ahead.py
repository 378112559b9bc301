"""What will be needed is imported before: the first page while somebody types their password, the others while nobody works."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

NEEDED = ("carebook.ui.application.at_work", "carebook.ui.pages.today", "carebook.store.due", "uuid6")
"""The desk, the first page, what it asks, and what it writes down."""


class Ahead:
    """A thread that imports once what will be needed."""

    def __init__(self) -> None:
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Import behind what stands now."""
        if self._thread is None:
            self._thread = Thread(target=_import_needed, name="ahead", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until all is there: two threads that import parts of one package stand in each other's way."""
        if self._thread is not None:
            self._thread.join()


class Later(QObject):
    """Imports modules one by one on the window's thread, each when ``is_quiet`` says that nobody would notice.

    The first visit of a page then only builds it. Not on a thread of its own: the window may want a module that it is in
    the middle of.
    """

    _EVERY_MS = 500

    def __init__(self, is_quiet: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = is_quiet
        self._names: deque[str] = deque()
        self._timer = QTimer(self, interval=self._EVERY_MS)
        self._timer.timeout.connect(self._go_on)

    def begin(self, names: Iterable[str]) -> None:
        """Import these from now on, in their order."""
        self._names = deque(names)
        self._timer.start()

    def _go_on(self) -> None:
        if not self._names:
            self._timer.stop()
        elif self._is_quiet():
            import_module(self._names.popleft())


def _import_needed() -> None:
    for name in NEEDED:
        import_module(name)
