"""The clerk carries questions and deeds to threads that may touch the book, and brings the answers back to the window."""

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
from PySide6.QtCore import QObject, Qt, Signal

from carebook.ui.parts.jobs import Job as Job
from carebook.ui.parts.jobs import Stopped as Stopped

T = TypeVar("T")
G = TypeVar("G")


class Reader(Protocol):
    """What questions are asked of: a connection that only reads."""

    def interrupt(self) -> None:
        """Break off the running question, from any thread."""

    def close(self) -> None: ...


class Closeable(Protocol):
    def close(self) -> None: ...


class Change(Protocol):
    """What an action gives back."""

    @property
    def subjects(self) -> Any:
        """The names of the subjects that changed."""


Failed = Callable[[BaseException], object]

PATIENCE = 2.0  # seconds that a question waits for deeds before it: all but the longest have ended by then


@dataclass(eq=False)
class _Question:
    asker: QObject
    key: Hashable
    put: Callable[[Any], Any]
    then: Callable[[Any], object]
    failed: Failed | None
    after: int  # how many deeds had been given when it was asked
    stale: bool = False


class Clerk(QObject):
    """Three hands: one writes in order, one answers questions (the newest of an asker wins), one gathers for long work.

    ``open_writer`` is called on the writing thread before the first deed, ``open_reader`` once on the question thread and
    once on the gathering thread, each when first needed; what they give is closed on the same thread (a book whose
    writing connection is its own gives None). All answers arrive on the thread the clerk lives on, and only while the
    asker is there. Who asks after giving a deed is answered with what it did (unless it takes longer than ``PATIENCE``):
    a page that kept a draft when it was left finds it when it is come back to at once.
    """

    changed = Signal(object)  # the Change of a deed, once, after its commit
    writing_changed = Signal(bool)  # whether deeds are under way

    _brought = Signal(object)  # from the threads to the window

    def __init__(
        self,
        open_writer: Callable[[], Closeable | None],
        open_reader: Callable[[], Reader],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._brought.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._deeds = _Deeds()
        self._questions = _QuestionHand(open_reader, self._bring, self._deeds)
        self._writing = _Hand("writing", open_writer)
        self._gathering = _Hand("gathering", open_reader)
        self._jobs: set[Job] = set()
        self._under_way = 0
        self._closed = False

    # deeds

    def do(
        self,
        action: Callable[[], Change],
        then: Callable[[Any], object] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do ``action`` on the writing thread, after all before it.

        Then, here: ``then(change)`` and ``changed``; or ``failed(error)``. A refusal (an error with ``problems``) is the
        business of ``failed`` alone; every other error goes to ``sys.excepthook`` after it.
        """
        self._deeds.begin()
        self._under_way += 1
        if self._under_way == 1:
            self.writing_changed.emit(True)

        def work(_writer: Closeable | None) -> None:
            try:
                change = action()
            except BaseException as error:
                self._bring(partial(self._done_badly, error, failed))
            else:
                self._bring(partial(self._done, change, then))
            finally:
                self._deeds.end()

        def unopened(error: BaseException) -> None:
            self._deeds.end()
            self._bring(partial(self._done_badly, error, failed))

        self._writing.give(work, unopened)

    @property
    def is_writing(self) -> bool:
        """Whether deeds are under way."""
        return self._under_way > 0

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits for an answer: no deed, no question, no long work."""
        return not (self._under_way or self._questions.is_asked or self._jobs)

    def _one_less(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self.writing_changed.emit(False)

    def _done(self, change: Change, then: Callable[[Any], object] | None) -> None:
        self._one_less()
        try:
            if then is not None and _is_there(then):
                then(change)
        finally:
            self.changed.emit(change)

    def _done_badly(self, error: BaseException, failed: Failed | None) -> None:
        self._one_less()
        _tell(error, failed)

    # questions

    def ask(
        self,
        asker: QObject,
        question: Callable[[Any], T],
        then: Callable[[T], object],
        failed: Failed | None = None,
        *,
        key: Hashable = None,
    ) -> None:
        """Answer ``question(reader)`` to ``then``, unless the asker is gone or has asked again under the same ``key``."""
        self._questions.give(_Question(asker, key, question, then, failed, self._deeds.begun))

    def forget(self, asker: QObject) -> None:
        """Drop all questions of ``asker``."""
        self._questions.forget(asker)

    # long work

    def make(
        self,
        gather: Callable[[Any], G],
        draw: Callable[[G], T],
        then: Callable[[T], object],
        failed: Failed | None = None,
        *,
        progress: Callable[[int, int], object] | None = None,
        job: Job | None = None,
    ) -> Job:
        """Gather with a reader, then draw without one, and give what was drawn to ``then``; nothing after ``cancel()``.

        ``job`` may be made beforehand, so that the work can report to it and ask whether it was stopped.
        """
        job = job or Job(self)
        if progress is not None:
            job.progressed.connect(progress)
        self._jobs.add(job)
        after = self._deeds.begun

        def work(reader: Reader) -> None:
            try:
                self._deeds.wait(after)
                job.check()
                made = draw(gather(reader))
            except BaseException as error:
                self._bring(partial(self._ended, job, partial(_tell, error, failed)))
            else:
                self._bring(partial(self._ended, job, partial(_give, then, made)))

        def unopened(error: BaseException) -> None:
            self._bring(partial(self._ended, job, partial(_tell, error, failed)))

        self._gathering.give(work, unopened)
        return job

    def _ended(self, job: Job, tell: Callable[[], object]) -> None:
        self._jobs.discard(job)
        if not shiboken6.isValid(job):
            return
        try:
            if not job.is_stopped():
                tell()
        finally:
            job.ended.emit()
            if job.parent() is self:
                job.deleteLater()

    def renew(self) -> None:
        """Let the next question and the next long work open a new reader: another day, or other rights."""
        self._questions.renew()
        self._gathering.renew()

    # the way back

    def _bring(self, errand: Callable[[], object]) -> None:
        if shiboken6.isValid(self):
            self._brought.emit(errand)

    def _run(self, errand: Callable[[], object]) -> None:
        errand()

    def close(self) -> None:
        """Finish every deed that was begun or is waiting, drop the questions, stop the jobs, and let the threads end."""
        if self._closed:
            return
        self._closed = True
        for job in self._jobs:
            job.cancel()
        self._questions.close()
        self._gathering.close()
        self._writing.close()


class _Deeds:
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


class _Hand:
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


class _QuestionHand:
    """A thread that answers questions: a newer one of the same asker and key replaces the older, even a running one."""

    def __init__(
        self, opener: Callable[[], Reader], bring: Callable[[Callable[[], object]], None], deeds: _Deeds
    ) -> None:
        self._opener, self._bring, self._deeds = opener, bring, deeds
        self._changed = threading.Condition()
        self._waiting: OrderedDict[tuple[int, Hashable], _Question] = OrderedDict()
        self._newest: dict[tuple[int, Hashable], _Question] = {}
        self._running: _Question | None = None
        self._reader: Reader | None = None
        self._closing = False
        self._renewing = False
        self._thread = threading.Thread(target=self._go_on, name="clerk-questions", daemon=True)
        self._thread.start()

    def give(self, question: _Question) -> None:
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

    def _drop(self, question: _Question) -> None:
        """Never tell the answer; under the lock, so that no later question is broken off in its stead."""
        question.stale = True
        if self._running is question and self._reader is not None:
            self._reader.interrupt()

    def _next(self) -> _Question | None:
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

    def _answered(self, question: _Question, error: BaseException | None, answer: Any) -> None:
        """On the window's thread."""
        place = (id(question.asker), question.key)
        with self._changed:
            if self._newest.get(place) is question:
                del self._newest[place]
        if question.stale or not shiboken6.isValid(question.asker):
            return
        if error is not None:
            _tell(error, question.failed)
        else:
            question.then(answer)


def _shut(connection: Closeable | None) -> None:
    if connection is not None:
        connection.close()


def _is_there(receiver: Callable[..., object]) -> bool:
    """Whether the widget a method belongs to has not been deleted meanwhile."""
    while isinstance(receiver, partial):
        receiver = receiver.func
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _give(then: Callable[[T], object], made: T) -> None:
    if _is_there(then):
        then(made)


def _tell(error: BaseException, failed: Failed | None) -> None:
    """A refusal is told to who asked; any other error also to ``sys.excepthook``, and a refusal nobody listens to."""
    listens = failed is not None and _is_there(failed)
    try:
        if listens and failed is not None:
            failed(error)
    finally:
        if not listens or not hasattr(error, "problems"):
            sys.excepthook(type(error), error, error.__traceback__)
