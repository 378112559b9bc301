"""Connections that wait to be asked again: opening one costs some milliseconds, because it reads the whole schema."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


class Resting:
    """One waiting connection for each way of looking at a book; used by one thread at a time, closed with the book."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, sqlite3.Connection] = {}
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def borrowed(self, way: Hashable, make: Callable[[], sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
        """A connection of that way, a waiting one or one made new; after an error it is not used again."""
        connection = self.given(way, make)
        try:
            yield connection
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        with self._lock:
            waits = not self._closed and way not in self._waiting
            if waits:
                self._waiting[way] = connection
        if not waits:
            connection.close()

    def given(self, way: Hashable, make: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        """A connection of that way for good, a waiting one or one made new: whoever asked closes it."""
        with self._lock:
            waiting = self._waiting.pop(way, None)
        return waiting or make()

    def wake(self) -> None:
        """Close what waits: the next to ask gets a new connection."""
        with self._lock:
            waiting, self._waiting = list(self._waiting.values()), {}
        for connection in waiting:
            connection.close()

    def close(self) -> None:
        """Close what waits; what is still borrowed is closed when it comes back."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for connection in waiting:
            connection.close()
