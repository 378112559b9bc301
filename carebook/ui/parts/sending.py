"""The hand that carries packages out of the outbox, on a thread of its own: what somebody orders, and what is due."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change
from carebook.records.staff import Actor
from carebook.store import errors, outbox
from carebook.store.book import Book, new_id

_LOOK_SECONDS = 20.0
"""So often it is looked whether a package is due."""
_LAST_SECONDS = 3.0
"""So long the window waits for a network that does not answer when it lets go of the book."""


@dataclass(frozen=True)
class _Order:
    item_id: str
    op: str
    at: datetime
    folder: Path | None
    destination_id: str | None


class Sending(QObject):
    """Sends one package after the other; the window and the writing thread never wait for it.

    ``sent(change)``: a package arrived. ``not_sent(item id, error)``: one that somebody ordered did not; the reason is
    kept with it. ``progressed(item id, done, total)`` in bytes. ``changed(change)`` after every outcome.
    """

    changed = Signal(object)
    sent = Signal(object)
    not_sent = Signal(str, object)
    progressed = Signal(str, int, int)
    _broken = Signal(object)

    def __init__(self, book: Book, actor: Actor, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._actor, self._now = book, actor, now
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._by_itself = threading.Event()
        self._stopping = ""
        self._thread: threading.Thread | None = None
        self._broken.connect(self._tell)

    def begin(self) -> None:
        """From now on also send by itself what is due, in the name of the program."""
        self._by_itself.set()
        self._start()

    def send(self, item_id: str, *, folder: Path | None = None, destination_id: str | None = None) -> None:
        """Send a package at once, in the name of who is signed in; see `carebook.actions.outbox.send_package`."""
        self._orders.put(_Order(item_id, new_id(), self._now(), folder, destination_id))
        self._start()

    def stop(self, item_id: str) -> None:
        """Stop carrying that package, if it is being carried."""
        self._stopping = item_id

    def look(self, change: Change) -> None:
        """Look at once whether something is due when the outbox changed."""
        if "outbox" in change.subjects and self._by_itself.is_set():
            self._orders.put(None)

    def close(self) -> None:
        """Stop what is being carried; nothing half bears a real name, and the next start goes on with it."""
        self._closing.set()
        self._orders.put(None)
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    def _start(self) -> None:
        if self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(target=self._go_on, name="sending", daemon=True)
            self._thread.start()

    # on the thread

    def _go_on(self) -> None:
        while not self._closing.is_set():
            try:
                order = self._orders.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                order = None
            if self._closing.is_set():
                return
            try:
                if order is not None:
                    self._carry(order)
                elif self._by_itself.is_set():
                    self._carry_due()
            except errors.BookError:
                continue  # the book cannot be written now; it is looked again
            except Exception as error:
                if not self._closing.is_set():
                    self._by_itself.clear()  # told once, not at every look
                    self._emit(self._broken, error)

    def _carry(self, order: _Order) -> None:
        from carebook.actions.outbox import send_package
        from carebook.exchange.delivery import Stopped

        self._stopping = ""

        def told(done: int, total: int) -> None:
            self._emit(self.progressed, order.item_id, done, total)

        try:
            change = send_package(
                self._book,
                order.item_id,
                by=self._actor,
                now=order.at,
                op=order.op,
                folder=order.folder,
                destination_id=order.destination_id,
                progress=told,
                stopped=lambda: self._is_stopped(order.item_id),
                clock=self._now,
            )
        except Stopped:
            self._emit(self.changed, Change(frozenset({"outbox"}), (order.item_id,)))
        except Exception as error:
            if not hasattr(error, "problems") and not isinstance(error, errors.BookError):
                raise
            self._emit(self.changed, Change(frozenset({"outbox"}), (order.item_id,)))
            self._emit(self.not_sent, order.item_id, error)
        else:
            self._emit(self.changed, change)
            self._emit(self.sent, change)

    def _carry_due(self) -> None:
        now = self._now()
        with self._book.looking(now) as reader:
            if not outbox.due(reader, now):
                return
        from carebook.actions.outbox import send_due
        from carebook.exchange.delivery import Stopped

        self._stopping = ""
        current = ""

        def told(item_id: str, done: int, total: int) -> None:
            nonlocal current
            current = item_id
            self._emit(self.progressed, item_id, done, total)

        try:
            while not self._closing.is_set():
                change = send_due(self._book, clock=self._now, progress=told, stopped=lambda: self._is_stopped(current))
                if change is None:
                    return
                self._emit(self.changed, change)
                if not isinstance(change.result, Exception):
                    self._emit(self.sent, change)
        except Stopped:
            self._emit(self.changed, Change(frozenset({"outbox"}), (current,)))

    def _is_stopped(self, item_id: str) -> bool:
        return self._closing.is_set() or bool(item_id and self._stopping == item_id)

    def _emit(self, signal: object, *values: object) -> None:
        if shiboken6.isValid(self):
            signal.emit(*values)  # type: ignore[attr-defined]

    # on the window's thread

    def _tell(self, error: BaseException) -> None:
        sys.excepthook(type(error), error, error.__traceback__)
