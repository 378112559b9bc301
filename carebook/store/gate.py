"""Who is at the book's files: everybody passes one gate with a connection, and somebody may ask to be alone behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from carebook.store import errors


class Gate:
    """Counts the threads that are using the book's files. Passing again on the same thread never waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: dict[int, int] = {}
        self._alone: int | None = None

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Use a connection for the time of the block; waits while somebody else is alone."""
        me = threading.get_ident()
        with self._changed:
            if me not in self._inside:
                self._changed.wait_for(lambda: self._alone in (None, me))
            self._inside[me] = self._inside.get(me, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                    self._changed.notify_all()

    @contextmanager
    def alone(self, patience: float) -> Iterator[None]:
        """Wait until nobody else is inside, and let nobody in for the time of the block; `NotAlone` after ``patience`` seconds."""
        me = threading.get_ident()
        with self._changed:
            if self._alone is not None:
                raise errors.NotAlone
            self._alone = me
            free = self._changed.wait_for(lambda: not self._inside.keys() - {me}, patience)
            if not free:
                self._alone = None
                self._changed.notify_all()
                raise errors.NotAlone
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()
