"""The hand that appends timestamps to signed reports at the next connection, on a thread of its own."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from datetime import datetime

import shiboken6
from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change, Refused
from carebook.records.staff import Actor
from carebook.store import errors
from carebook.store.book import Book, new_id
from carebook.store.signing import awaiting_stamps

TRIED = frozenset({"stamping"})
"""What changes when a try failed: nothing about the reports themselves."""

LOOK_SECONDS = 30.0
"""So often it is looked whether a signed report awaits its timestamp."""
AGAIN_SECONDS = 600.0
"""So long it is not tried again after a service did not answer."""
_LAST_SECONDS = 3.0
"""So long the window waits for a network that does not answer when it lets go of the book."""


class Stamping(QObject):
    """Asks the service at ``address()`` while there is one; the window and the writing thread never wait for it.

    ``stamped(change)`` and ``not_stamped(report id, error)`` answer what somebody ordered; ``changed(change)`` comes after every
    outcome.
    """

    changed = Signal(object)
    stamped = Signal(object)
    not_stamped = Signal(str, object)
    _broken = Signal(object)

    def __init__(
        self,
        book: Book,
        actor: Actor,
        now: Callable[[], datetime],
        address: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._actor, self._now, self.address = book, actor, now, address
        self._orders: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._closing, self._by_itself = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._broken.connect(self._tell)

    def begin(self) -> None:
        """From now on look by itself whether a report awaits its timestamp."""
        self._by_itself.set()
        self._start()

    def append(self, snapshot_id: str) -> None:
        """Append to a report at once, in the name of who is signed in; see `carebook.actions.signing.append_stamps`."""
        self._orders.put(snapshot_id)
        self._start()

    def look(self, change: Change) -> None:
        """Look soon when something about reports or trusted signers changed."""
        if "periods" in change.subjects:
            self.look_now()

    def look_now(self) -> None:
        """Look soon, for example because there is another address."""
        if self._by_itself.is_set():
            self._orders.put("")

    def close(self) -> None:
        """Stop looking; what is being asked for is thrown away."""
        self._closing.set()
        self._orders.put("")
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    def _start(self) -> None:
        if self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(target=self._go_on, name="stamping", daemon=True)
            self._thread.start()

    # on the thread

    def _go_on(self) -> None:
        wait = LOOK_SECONDS
        while not self._closing.is_set():
            try:
                order = self._orders.get(timeout=wait)
            except queue.Empty:
                order = ""
            if self._closing.is_set():
                return
            try:
                if order:
                    self._append(order)
                elif self._by_itself.is_set():
                    wait = LOOK_SECONDS if self._append_due() else AGAIN_SECONDS
            except errors.BookError:
                continue  # the book cannot be written now; it is looked again
            except Exception as error:
                if not self._closing.is_set():
                    self._by_itself.clear()  # told once, not at every look
                    self._emit(self._broken, error)

    def _append(self, snapshot_id: str) -> None:
        from carebook.actions.signing import append_stamps

        try:
            change = append_stamps(
                self._book, snapshot_id, self.address(), by=self._actor, now=self._now(), op=new_id()
            )
        except (Refused, errors.BookError) as error:
            self._emit(self.changed, Change(TRIED, (snapshot_id,)))
            self._emit(self.not_stamped, snapshot_id, error)
        else:
            self._emit(self.changed, change)
            self._emit(self.stamped, change)

    def _append_due(self) -> bool:
        """Append what can be appended; whether nothing stood against it."""
        address = self.address()
        while address and not self._closing.is_set():
            now = self._now()
            with self._book.looking(now) as reader:
                if not awaiting_stamps(reader, now):
                    return True
            from carebook.actions.signing import append_due

            change = append_due(self._book, address, clock=self._now)
            if change is None:
                return True
            self._emit(self.changed, change)
            if isinstance(change.result, Refused):
                return False
        return True

    def _emit(self, signal: object, *values: object) -> None:
        if shiboken6.isValid(self):
            signal.emit(*values)  # type: ignore[attr-defined]

    # on the window's thread

    def _tell(self, error: BaseException) -> None:
        sys.excepthook(type(error), error, error.__traceback__)
