"""The clerk carries questions and deeds to threads that may touch the book, and brings the answers back to the window."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from carebook.ui.parts.hands import (
    Closeable,
    Deeds,
    Hand,
    Question,
    QuestionHand,
    Reader,
    give_to,
    is_there,
    tell,
)
from carebook.ui.parts.hands import Failed as Failed
from carebook.ui.parts.jobs import Job as Job
from carebook.ui.parts.jobs import Stopped as Stopped

T = TypeVar("T")
G = TypeVar("G")


class Change(Protocol):
    """What an action gives back."""

    @property
    def subjects(self) -> Any:
        """The names of the subjects that changed."""


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
        self._deeds = Deeds()
        self._questions = QuestionHand(open_reader, self._bring, self._deeds)
        self._writing = Hand("writing", open_writer)
        self._gathering = Hand("gathering", open_reader)
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
            if then is not None and is_there(then):
                then(change)
        finally:
            self.changed.emit(change)

    def _done_badly(self, error: BaseException, failed: Failed | None) -> None:
        self._one_less()
        tell(error, failed)

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
        self._questions.give(Question(asker, key, question, then, failed, self._deeds.begun))

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
                self._bring(partial(self._ended, job, partial(tell, error, failed)))
            else:
                self._bring(partial(self._ended, job, partial(give_to, then, made)))

        def unopened(error: BaseException) -> None:
            self._bring(partial(self._ended, job, partial(tell, error, failed)))

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
