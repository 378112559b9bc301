"""What the program does about a damaged book: the page before work, the words while working, and the full check in the background."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeGuard

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions.damage import SavedBook, look_at_start, look_through, paper_of_salvage, salvage_book
from carebook.places import write_whole
from carebook.records.damage import CheckUp
from carebook.rules import damage as rules
from carebook.store import checking, errors, keys
from carebook.store.backup import known_backups
from carebook.store.book import KEYS, Book
from carebook.ui.application.entering import nothing
from carebook.ui.parts.clerk import Clerk, Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import label
from carebook.ui.sign_in.damaged import DamagedPage
from carebook.ui.sign_in.frame import BookOnSight, Entrance
from carebook.words import Message, _, message

AFTER_OPENING_MS = 120_000
EVERY = timedelta(days=7)
_BREATH = 0.002  # seconds the background check rests between two looks, so that nobody waits for it

_DAMAGE = (errors.DamagedBook, errors.EmptyBookFile, errors.ForeignFile, errors.ReadOnlyFolder)


def is_damage(error: BaseException, folder: Path) -> TypeGuard[errors.BookError]:
    """Whether what stands against opening a book has a page of its own: damage, a file that is gone, a folder only to read."""
    return isinstance(error, _DAMAGE) or (isinstance(error, errors.NoBook) and (folder / KEYS).exists())


class Damage(QObject):
    """Shows the page of a damaged book in the entrance, and looks after the open one.

    ``looking(login, secret)``: somebody wants to look at the book as it is. ``restoring(file)``. ``opening(folder)``: a new book
    was saved. ``went_back()``. ``found(CheckUp)``: a check of the open book found something.
    """

    looking = Signal(str, str)
    restoring = Signal(Path)
    opening = Signal(Path)
    went_back = Signal()
    found = Signal(object)

    def __init__(
        self, entrance: Entrance, hand: Clerk, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._entrance, self._hand, self._clock = entrance, hand, clock
        self._job: Job | None = None
        self._book: Book | None = None
        self._later = QTimer(self, singleShot=True, interval=AFTER_OPENING_MS)
        self._later.timeout.connect(self._look_through)

    # before anybody is in

    def show(self, sight: BookOnSight, error: errors.BookError, login: str, secret: str, into: Path) -> DamagedPage:
        """The page of a book that did not open; with the password just given it is looked at page by page."""
        only_reading = isinstance(error, errors.ReadOnlyFolder)
        page = DamagedPage(
            sight,
            self._clock,
            error.message,
            into,
            known_backups(sight.folder),
            login=login,
            may_look=only_reading,
            may_save=not only_reading,
        )
        page.looking.connect(partial(self.looking.emit, login, secret))
        page.restoring.connect(self.restoring)
        page.saving.connect(partial(self._save, page, sight.folder))
        page.opening.connect(self.opening)
        page.went_back.connect(self.went_back)
        self._entrance.show_page(page)
        if secret and not only_reading:
            self._look_at_pages(page, sight.folder, login, secret)
        elif not only_reading:
            _start, full = checking.last_checks(sight.folder)
            if full is not None and full.stops:
                page.show_check(full)
        return page

    def _look_at_pages(self, page: DamagedPage, folder: Path, login: str, secret: str) -> None:
        now, job = self._clock(), Job(self)

        def work(_none: None) -> CheckUp:
            try:
                file = keys.read_keys(folder / KEYS)
            except errors.BookError:
                return CheckUp(now, checking.check_outside(folder))
            unlocked = keys.unlock(file, file.slot_named(login).account_id, secret)
            return checking.check_closed(
                folder, unlocked, now, salts=checking.known_salts(folder), watch=partial(_watch, job)
            )

        page.looking_through.follow(job, _("Looking at every page"))
        self._hand.make(nothing, work, page.show_check, _nothing_more, job=job)

    def _save(
        self, page: DamagedPage, folder: Path, into: Path, backups: tuple[Path, ...], login: str, secret: str
    ) -> None:
        now, job = self._clock(), Job(self)

        def work(_none: None) -> SavedBook:
            return salvage_book(
                folder, into, name=login, password=secret, backups=backups, now=now, watch=partial(_watch, job)
            )

        page.keeping.connect(partial(self._keep, page, login, secret))
        page.progress.follow(job, _("Saving the data"))
        job.ended.connect(partial(page.save.setEnabled, True))
        self._hand.make(nothing, work, page.show_saved, page.refuse, job=job)

    def _keep(self, page: DamagedPage, login: str, secret: str, made: SavedBook, file: Path) -> None:
        now = self._clock()

        def work(_none: None) -> Path:
            write_whole(file, paper_of_salvage(made, name=login, password=secret, now=now))
            return file

        self._hand.make(nothing, work, page.show_kept, page.refuse_keeping)

    # the open book

    def look_after(self, book: Book) -> None:
        """Look at the book now, and through all of it some minutes later when that was not done for a week."""
        self._book = book
        now = self._clock()
        self._hand.make(nothing, lambda _none: look_at_start(book, now=now), partial(self._tell, book), _nothing_more)
        self._later.start()

    def met(self, said: Message) -> Message:
        """What is to be said of a refusal: where a question or deed met damage, writing stops and everything is looked through."""
        if self._book is None or said.id != errors.DamagedBook.pattern:
            return said
        self._book.stop_writing()
        self._look_through(at_once=True)
        return errors.WritingStopped().message

    def let_go(self) -> None:
        """The book is being closed: stop looking."""
        self._later.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = self._book = None

    def look_now(self) -> None:
        """Begin the full check that is due."""
        self._look_through()

    def _look_through(self, *, at_once: bool = False) -> None:
        book, now = self._book, self._clock()
        if book is None or self._job is not None:
            return
        _start, full = checking.last_checks(book.folder)
        if not at_once and full is not None and timedelta(0) <= now - full.at < EVERY:
            return
        job = self._job = Job(self)
        self._hand.make(
            nothing,
            lambda _none: look_through(book, now=now, watch=partial(_watch_gently, job)),
            partial(self._looked_through, book),
            self._broken_off,
            job=job,
        )

    def _looked_through(self, book: Book, check: CheckUp) -> None:
        self._job = None
        self._tell(book, check)

    def _broken_off(self, _error: BaseException) -> None:
        self._job = None

    def _tell(self, book: Book, check: CheckUp) -> None:
        if book is self._book and not check.is_sound:
            self.found.emit(check)


def _watch(job: Job, done: int, total: int) -> bool:
    job.report(done, total)
    return job.is_stopped()


def _watch_gently(job: Job, _done: int, _total: int) -> bool:
    time.sleep(_BREATH)
    return job.is_stopped()


def _nothing_more(_error: BaseException) -> None:
    """What was said before the look stands."""


def words_for(check: CheckUp, desk: Desk) -> Message:
    """What the window says of it: to who can act what it is, to everybody else whom to tell."""
    first = next((one for one in check.findings if one.stops), check.findings[0])
    if desk.may("check_book"):
        safe = rules.what_is_safe(check)
        return message("{what} {safe}", what=rules.said(first), safe=safe or "")
    if check.stops:
        return message(
            "A part of the book is damaged; nothing is written any more. The rest can be looked at. Tell the IT officer."
        )
    return message("A check found something to put right in the book. Work can go on; tell the IT officer.")


class DamageDialog(DeedDialog):
    """Everything that was found, what is safe, and the ways on; ``answer`` is "salvage", "restore", "rebuild" or ""."""

    def __init__(self, parent: QWidget | None, check: CheckUp) -> None:
        super().__init__(parent, _("What is damaged"))
        self.setMinimumWidth(560)
        for one in check.findings:
            self.contents.addWidget(label(str(rules.said(one)), wrap=True))
        for line in (rules.what_is_safe(check), rules.step_said(rules.next_step(check))):
            if line is not None:
                self.contents.addWidget(label(str(line), "muted", wrap=True))
        if check.stops:
            self.add_button("salvage", _("Save the data…"), "primary")
            self.add_button("restore", _("Restore from backup…"))
        elif any(one.step.value == "rebuild" for one in check.findings):
            self.add_button("rebuild", _("Make anew"), "primary")
        self.add_button("", _("Go back"))
