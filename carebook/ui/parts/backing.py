"""The hand that backs the book up, on a thread of its own: when somebody orders it, and once or twice a day by itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from carebook import dates, places
from carebook.actions.change import Change
from carebook.money import with_unit
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.backup import is_due, stale
from carebook.store import errors
from carebook.store.backup import Backup, last_backup, last_failure
from carebook.store.book import VIETNAM, Book, in_vietnam, new_id
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.jobs import Job
from carebook.words import Message, message

_LOOK_MS = 60_000
_AGAIN = timedelta(minutes=30)
"""So long after a try that failed it is not tried again by itself."""
_LAST_SECONDS = 10.0


class Backing(QObject):
    """Backs up into every place chosen for the book on this PC; nobody waits for it.

    ``began(job)``: it is being made. ``made(change)``: it counts, perhaps not in every place. ``failed(error)``: no place took
    it. ``changed(change)`` as after every deed.
    """

    began = Signal(object)
    made = Signal(object)
    failed = Signal(object)
    changed = Signal(object)
    _ended = Signal(object, object)

    def __init__(
        self, book: Book, actor: Actor, is_sample: bool, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._book, self._actor, self._is_sample, self._now = book, actor, is_sample, now
        self._job: Job | None = None
        self._thread: threading.Thread | None = None
        self._tried: datetime | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._ended.connect(self._tell)

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made now."""
        return self._job is not None

    def folders(self) -> tuple[Path, ...]:
        """Where the book is backed up to."""
        return Choices(places.settings_file()).backup_folders(self._book.folder)

    def begin(self) -> None:
        """From now on also back up by itself: a minute after signing in when nothing was backed up today, and at the hour."""
        self._timer.start()

    def look(self) -> None:
        """Back up when it is due; a sample book, and one that cannot be written, never is."""
        now, folder = self._now(), self._book.folder
        if self._is_sample or self._book.read_only is not None or self._job is not None or not self.folders():
            return
        if not permissions.may(self._actor, "back_up_book", in_vietnam(now)):
            return
        if self._tried is not None and now - self._tried < _AGAIN:
            return
        last = last_backup(folder)
        hour = Choices(places.settings_file()).backup_hour(folder)
        if is_due(last.made_at if last else None, now.astimezone(VIETNAM), hour=hour, day_of=in_vietnam):
            self.run()

    def run(self, *folders: Path) -> Job | None:
        """Back up now, into the chosen places or into ``folders``; None while a backup is being made already."""
        if self._job is not None:
            return None
        now, op = self._now(), new_id()
        self._tried = now
        job = self._job = Job(self)
        targets = folders or self.folders()
        self._thread = threading.Thread(target=self._make, args=(targets, now, op, job), name="backing", daemon=True)
        self._thread.start()
        self.began.emit(job)
        return job

    def stop(self) -> None:
        """Stop what is being made; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stop what is being made and wait for its end."""
        self._timer.stop()
        self.stop()
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    # on the thread

    def _make(self, targets: tuple[Path, ...], now: datetime, op: str, job: Job) -> None:
        from carebook.actions.backup import back_up_book

        change: Change | None = None
        failure: BaseException | None = None
        try:
            change = back_up_book(
                self._book, *targets, by=self._actor, now=now, op=op, progress=job.report, cancelled=job.is_stopped
            )
        except Exception as error:
            failure = error
        if shiboken6.isValid(self):
            self._ended.emit(change, failure)

    # on the window's thread

    def _tell(self, change: Change | None, error: BaseException | None) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.ended.emit()
            job.deleteLater()
        if change is not None:
            self.made.emit(change)
            self.changed.emit(change)
        elif error is not None:
            self.failed.emit(error)
            if not isinstance(error, errors.BookError) and not hasattr(error, "problems"):
                sys.excepthook(type(error), error, error.__traceback__)


def backup_words(last: Backup | None, now: datetime, folder: Path | None = None) -> tuple[Message, str]:
    """How fresh the last backup of the book in ``folder`` is, whether a newer try failed, and the tone in which that is said."""
    today = dates.today_in_vietnam(now)
    failure = last_failure(folder) if folder is not None else None
    if failure is not None and failure.unreadable:
        if last is None:
            return message("The backup could not be opened for its check."), "warn"
        good = dates.moment(last.made_at, today)
        day = dates.short(dates.today_in_vietnam(failure.at), today)
        return message(
            "The backup of {day} did not open when it was checked; last good one {good}.", day=day, good=good
        ), "warn"
    said = stale(dates.today_in_vietnam(last.made_at) if last else None, today)
    if said is not None:
        return said, "warn"
    assert last is not None
    when = message(
        "{day} {time}",
        day=dates.relative_day(dates.today_in_vietnam(last.made_at), today),
        time=dates.clock(last.made_at),
    )
    if failure is not None:
        return message("Last backup: {when}. Since then: {why}", when=when, why=failure.why), "warn"
    return message("Last backup: {when}, opened for a check", when=when), "ok"


def said_size(size: int) -> str:
    """A size of files or of room on a drive: "34 GB", "290 MB"."""
    return with_unit(round(size / 1e9), "GB") if size >= 10_000_000_000 else with_unit(round(size / 1e6), "MB")
