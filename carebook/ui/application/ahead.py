"""What is shown after the sign-in window is imported behind it, while somebody types their password."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

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


def _import_needed() -> None:
    for name in NEEDED:
        import_module(name)
