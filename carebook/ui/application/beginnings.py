"""The other ways to an open book: the first run, a backup, the sample book."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.opening import Opened, begin_book, open_book
from carebook.records.facility import Facility
from carebook.records.staff import Role, StaffMember
from carebook.store import errors, keys
from carebook.store import facility as facilities
from carebook.store.backup import known_backups
from carebook.store.book import KEYS, new_id
from carebook.ui.application.entering import Entered, nothing, read_in
from carebook.ui.parts.choices import Choices, SignedIn
from carebook.ui.parts.clerk import Clerk, Job
from carebook.ui.sign_in.first_run import FirstRunPage
from carebook.ui.sign_in.frame import Entrance, FirstPage
from carebook.ui.sign_in.restore import RestorePage, Wish
from carebook.ui.sign_in.waiting import WaitingPage
from carebook.words import _, message

if TYPE_CHECKING:
    from carebook.stories.demo import DemoBook


class Beginnings(QObject):
    """Shows the pages of each way in the entrance and tells what came of it.

    ``wanted(page, what)``: another way was chosen on a page. ``made(Opened)``: a book is open now. ``entered(Entered,
    login, page)``: somebody may begin at that page. ``sample_made(enter)``. ``went_back()``. ``told(sentence)``: to be
    said in the window that opened.
    """

    wanted = Signal(FirstPage, str)
    made = Signal(object)
    entered = Signal(object, str, str)
    sample_made = Signal(bool)
    went_back = Signal()
    told = Signal(object)

    def __init__(
        self,
        entrance: Entrance,
        hand: Clerk,
        choices: Choices,
        data: Path,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._entrance, self._hand, self._choices, self._data, self._clock = entrance, hand, choices, data, clock

    def free_folder(self, name: str) -> Path:
        """A folder of that name among the program's books that holds nothing."""
        return _free_folder(self._data / name)

    # a new book

    def show_first_run(self) -> FirstRunPage:
        """The eight steps to a new book."""
        page = FirstRunPage(self._clock, _free_folder(self._data / "so"))
        page.wanted.connect(partial(self.wanted.emit, page))
        page.making.connect(partial(self._make, page))
        self._entrance.show_page(page)
        return page

    def _make(
        self, page: FirstRunPage, folder: Path, facility: Facility, manager: StaffMember, login: str, password: str
    ) -> None:
        now = self._clock()

        def work(_none: None) -> Opened:
            new = begin_book(folder, facility=facility, manager=manager, login=login, password=password, now=now)
            new.book.close()
            opened = open_book(folder, login, password, now=now, exclusive=True)
            return replace(opened, recovery_code=new.recovery_code)

        def then(opened: Opened) -> None:
            self.made.emit(opened)
            self._choices.keep_signed_in(folder, SignedIn(opened.actor.account_id, login, now))
            page.backup_chosen.connect(partial(self._choices.add_backup_folder, folder))
            page.begins_on.connect(partial(self._keep_first_day, page, opened))
            page.finished.connect(partial(self._finish, opened))
            page.show_made(opened)

        self._hand.make(nothing, work, then, page.refuse)

    def _keep_first_day(self, page: FirstRunPage, opened: Opened, day: date | None) -> None:
        now, op = self._clock(), new_id()

        def keep(_none: None) -> Change:
            from carebook.actions.facility import amend_facility

            with opened.book.reading_for(opened.actor, now) as reader:
                changed = replace(facilities.facility(reader), records_complete_from=day)
            return amend_facility(opened.book, changed, by=opened.actor, now=now, op=op)

        self._hand.make(nothing, keep, lambda _change: page.show_done(), page.refuse)

    def _finish(self, opened: Opened, where: str) -> None:
        now = self._clock()
        self._hand.make(
            nothing,
            lambda _none: read_in(replace(opened, recovery_code=""), now),
            lambda entered: self.entered.emit(entered, "", where),
        )

    # a book from a backup

    def show_restore(self, book: Path | None = None, *, moving: bool = False) -> RestorePage:
        """A book from a backup: into a new folder, or in place of ``book``; ``moving`` says it comes from another PC."""
        there = book if book is not None and (book / KEYS).exists() else None
        page = RestorePage(self._clock, self.free_folder("so"), there, moving=moving)
        page.went_back.connect(self.went_back)
        page.asked.connect(partial(self._restore, page))
        self._entrance.show_page(page)
        places = self._choices.backup_folders(book) if book is not None else ()
        self._hand.make(
            nothing,
            lambda _none: known_backups(book, places) if book is not None else (),
            page.show_known,
            lambda _error: None,
        )
        return page

    def _restore(self, page: RestorePage, wish: Wish) -> None:
        now, job = self._clock(), Job(self)

        def work(_none: None) -> tuple[Entered, Path | None]:
            from carebook.actions.backup import restore_backup

            made = restore_backup(
                wish.file,
                wish.folder,
                name=wish.login,
                password=wish.password,
                recovery_code=wish.recovery_code,
                papers=wish.papers,
                in_place=wish.in_place,
                now=now,
                exclusive=True,
                progress=job.report,
                cancelled=job.is_stopped,
            )
            return read_in(made, now), made.aside

        def then(made: tuple[Entered, Path | None]) -> None:
            entered, aside = made
            self.made.emit(entered.opened)
            self.entered.emit(entered, wish.login, "today")
            if aside is not None:
                self.told.emit(message("The book before it lies in “{folder}”.", folder=str(aside)))

        job.ended.connect(partial(self._restore_ended, page, job))
        page.progress.follow(job, _("Restoring the book"))
        self._hand.make(nothing, work, then, page.refuse, job=job)

    def _restore_ended(self, page: RestorePage, job: Job) -> None:
        if job.is_stopped() and shiboken6.isValid(page):
            page.refuse(errors.RestoreStopped())

    # the sample book

    @property
    def sample_folder(self) -> Path:
        """Where the sample book lies."""
        return self._data / "so-mau"

    def make_sample(self, *, enter: bool) -> None:
        """Make the sample book; ``enter`` signs in as its director afterwards."""
        folder, today, job = self.sample_folder, dates.today_in_vietnam(self._clock()), Job(self)
        page = WaitingPage(
            None,
            self._clock,
            _("Making the sample book"),
            _("A year in a center with 150 people, none of them real. This is done once."),
        )

        def work(_none: None) -> DemoBook:
            from carebook.stories.demo import make_demo

            return make_demo(folder, today=today, progress=job.report, cancelled=job.is_stopped)

        def then(demo: DemoBook) -> None:
            self._remember_sample(demo)
            self.sample_made.emit(enter)

        page.follow(job, _("Making the sample book"))
        job.ended.connect(partial(self._sample_ended, job))
        self._entrance.show_page(page)
        self._hand.make(nothing, work, then, lambda _error: self.went_back.emit(), job=job)

    def _sample_ended(self, job: Job) -> None:
        if job.is_stopped():
            self.went_back.emit()

    def _remember_sample(self, demo: DemoBook) -> None:
        """Offer everybody who has a key to the sample book on its sign-in page, its director first."""
        from carebook.stories.demo import BACKUPS

        file, now = keys.read_keys(demo.folder / KEYS), self._clock()
        self._choices.keep_sample_password(demo.folder, demo.password)
        self._choices.keep_backup_folders(demo.folder, [demo.folder / BACKUPS])
        for account in sorted(demo.accounts, key=lambda one: Role.DIRECTOR in one.roles):
            with suppress(errors.UnknownAccount):
                account_id = file.slot_named(account.name).account_id
                self._choices.keep_signed_in(demo.folder, SignedIn(account_id, account.name, now))


def _free_folder(folder: Path) -> Path:
    """``folder``, or the first of its numbered brothers, that holds nothing."""
    number, free = 1, folder
    while free.exists() and any(free.iterdir()):
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free
