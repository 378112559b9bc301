"""The hands of the clerk: threads that do deeds in order, answer questions, and gather; and how what they found is told."""

from __future__ import annotations

import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject

T = TypeVar("T")
Failed = Callable[[BaseException], object]

PATIENCE = 2.0  # seconds that a question waits for deeds before it: all but the longest have ended by then


class Reader(Protocol):
    """What questions are asked of: a connection that only reads."""

    def interrupt(self) -> None:
        """Break off the running question, from any thread."""

    def close(self) -> None: ...


class Closeable(Protocol):
    def close(self) -> None: ...


@dataclass(eq=False)
class Question:
    asker: QObject
    key: Hashable
    put: Callable[[Any], Any]
    then: Callable[[Any], object]
    failed: Failed | None
    after: int  # how many deeds had been given when it was asked
    stale: bool = False


class Deeds:
    """Counts deeds, which are done in the order they were given, so that others can wait for those before them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._begun = self._ended = 0

    @property
    def begun(self) -> int:
        return self._begun

    def begin(self) -> None:
        with self._changed:
            self._begun += 1

    def end(self) -> None:
        with self._changed:
            self._ended += 1
            self._changed.notify_all()

    def wait(self, number: int) -> None:
        """Until so many have ended, but no longer than ``PATIENCE``."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended >= number, PATIENCE)


class Hand:
    """A thread that does work in order, with one connection opened there when first needed."""

    def __init__(self, name: str, opener: Callable[[], Any]) -> None:
        self._opener = opener
        self._work: queue.SimpleQueue[tuple[Callable[[Any], None], Callable[[BaseException], None]] | None]
        self._work = queue.SimpleQueue()
        self._renewing = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name=f"clerk-{name}", daemon=True)
        self._thread.start()

    def give(self, work: Callable[[Any], None], unopened: Callable[[BaseException], None]) -> None:
        self._work.put((work, unopened))

    def renew(self) -> None:
        self._renewing.set()

    def close(self) -> None:
        self._work.put(None)
        self._thread.join()

    def _go_on(self) -> None:
        connection: Any = None
        is_open = False
        while (given := self._work.get()) is not None:
            work, unopened = given
            try:
                if self._renewing.is_set() and is_open:
                    is_open = False
                    _shut(connection)
                self._renewing.clear()
                if not is_open:
                    connection = self._opener()
                    is_open = True
            except BaseException as error:
                unopened(error)
            else:
                work(connection)
        if is_open:
            _shut(connection)


class QuestionHand:
    """A thread that answers questions: a newer one of the same asker and key replaces the older, even a running one."""

    def __init__(
        self, opener: Callable[[], Reader], bring: Callable[[Callable[[], object]], None], deeds: Deeds
    ) -> None:
        self._opener, self._bring, self._deeds = opener, bring, deeds
        self._changed = threading.Condition()
        self._waiting: OrderedDict[tuple[int, Hashable], Question] = OrderedDict()
        self._newest: dict[tuple[int, Hashable], Question] = {}
        self._running: Question | None = None
        self._reader: Reader | None = None
        self._closing = False
        self._renewing = False
        self._thread = threading.Thread(target=self._go_on, name="clerk-questions", daemon=True)
        self._thread.start()

    def give(self, question: Question) -> None:
        place = (id(question.asker), question.key)
        with self._changed:
            if (older := self._newest.get(place)) is not None:
                self._drop(older)
            self._waiting.pop(place, None)
            self._waiting[place] = self._newest[place] = question
            self._changed.notify()

    @property
    def is_asked(self) -> bool:
        return bool(self._newest)

    def forget(self, asker: QObject) -> None:
        with self._changed:
            for place in [place for place in self._newest if place[0] == id(asker)]:
                self._drop(self._newest.pop(place))
                self._waiting.pop(place, None)

    def renew(self) -> None:
        with self._changed:
            self._renewing = True

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._waiting.clear()
            if self._running is not None:
                self._drop(self._running)
            self._changed.notify()
        self._thread.join()

    def _drop(self, question: Question) -> None:
        """Never tell the answer; under the lock, so that no later question is broken off in its stead."""
        question.stale = True
        if self._running is question and self._reader is not None:
            self._reader.interrupt()

    def _next(self) -> Question | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._waiting)
            if self._closing:
                return None
            _place, self._running = self._waiting.popitem(last=False)
            return self._running

    def _go_on(self) -> None:
        while (question := self._next()) is not None:
            self._deeds.wait(question.after)
            try:
                answer = None if question.stale else question.put(self._open_reader())
            except BaseException as error:
                self._bring(partial(self._answered, question, error, None))
            else:
                self._bring(partial(self._answered, question, None, answer))
            with self._changed:
                self._running = None
        _shut(self._reader)

    def _open_reader(self) -> Reader:
        with self._changed:
            outworn, self._renewing = self._reader if self._renewing else None, False
            if outworn is not None:
                self._reader = None
        _shut(outworn)
        if self._reader is None:
            self._reader = self._opener()
        return self._reader

    def _answered(self, question: Question, error: BaseException | None, answer: Any) -> None:
        """On the window's thread."""
        place = (id(question.asker), question.key)
        with self._changed:
            if self._newest.get(place) is question:
                del self._newest[place]
        if question.stale or not shiboken6.isValid(question.asker):
            return
        if error is not None:
            tell(error, question.failed)
        else:
            question.then(answer)


def _shut(connection: Closeable | None) -> None:
    if connection is not None:
        connection.close()


def is_there(receiver: Callable[..., object]) -> bool:
    """Whether the widget a method belongs to has not been deleted meanwhile."""
    while isinstance(receiver, partial):
        receiver = receiver.func
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def give_to(then: Callable[[T], object], made: T) -> None:
    if is_there(then):
        then(made)


def tell(error: BaseException, failed: Failed | None) -> None:
    """A refusal is told to who asked; any other error also to ``sys.excepthook``, and a refusal nobody listens to."""
    listens = failed is not None and is_there(failed)
    try:
        if listens and failed is not None:
            failed(error)
    finally:
        if not listens or not hasattr(error, "problems"):
            sys.excepthook(type(error), error, error.__traceback__)
