"""The backup when a book is closed, as a person sees it: how far it is, what stands against it, what to do then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.ui.application.entering import nothing
from carebook.ui.parts.clerk import Clerk, Job
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.sign_in.frame import BookOnSight, Entrance
from carebook.ui.sign_in.waiting import WaitingPage
from carebook.words import _


class Closing(QObject):
    """``backed_up()``: the book may be closed now (also when the backup was stopped or done without). ``stayed()``: go on."""

    backed_up = Signal()
    stayed = Signal()

    def __init__(
        self, entrance: Entrance, hand: Clerk, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._entrance, self._hand, self._clock = entrance, hand, clock

    def back_up(self, book: Book, folders: Sequence[Path], hour: int, actor: Actor, sight: BookOnSight) -> None:
        """Back the book up into each of ``folders`` that lacks something (`places_without`) and show how far it is; a place that
        is away does not stop the others. ``hour`` is that of the daily backup."""
        now, op, job = self._clock(), new_id(), Job(self)
        page = WaitingPage(
            sight, self._clock, _("Closing the book"), _("The book is backed up, and the backup opened for a check.")
        )
        page.follow(job, _("Backing up"))
        job.ended.connect(partial(self._ended, job))
        self._entrance.show_page(page)

        def work(_none: None) -> Change | None:
            from carebook.actions.backup import back_up_book, places_without

            owed = places_without(book, folders, now=now, hour=hour)
            if not owed:
                return None
            return back_up_book(book, *owed, by=actor, now=now, op=op, progress=job.report, cancelled=job.is_stopped)

        self._hand.make(
            nothing,
            work,
            lambda _change: self.backed_up.emit(),
            lambda error: self._failed(error, partial(self.back_up, book, folders, hour, actor, sight)),
            job=job,
        )

    def _ended(self, job: Job) -> None:
        if job.is_stopped():
            self.backed_up.emit()

    def _failed(self, error: BaseException, again: Callable[[], object]) -> None:
        said = getattr(error, "message", None) or _("The backup was not made. The book is not affected.")
        dialog = DeedDialog(self._entrance, _("There is no new backup"), str(said))
        dialog.add_button("again", _("Retry"), "primary")
        dialog.add_button("leave", _("Close without backup"))
        dialog.add_button("", _("Go back"))
        dialog.exec()
        match dialog.answer:
            case "again":
                again()
            case "leave":
                self.backed_up.emit()
            case _:
                self.stayed.emit()
