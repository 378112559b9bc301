"""Backup: when the last one was made and checked, where the next goes, and one button to make it now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from carebook import dates, places
from carebook.actions.backup import back_up_book
from carebook.store.backup import last_backup
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import Progress
from carebook.words import _, message


class BackupsTab(Tab):
    """What IT and the manager look at; nobody's name stands here."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._choices = Choices(places.settings_file())
        self._sign = Sign("hard-drive", "text2", 28)
        self._last = label("", "h3", wrap=True)
        self._where = label("", "muted", wrap=True)
        self._progress = Progress()
        now = Button(_("Back up now"), "primary", "hard-drive")
        now.clicked.connect(self._back_up)
        choose = Button(_("Choose where backups go…"), icon="folder-open")
        choose.clicked.connect(self._choose)
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            section_head(_("Last backup")),
                            row(self._sign, (self._last, 1), gap=12),
                            16,
                            section_head(_("Backups go to")),
                            self._where,
                            label(
                                _(
                                    "Each time the book is closed, CareBook backs it up there and opens the copy to check it."
                                ),
                                "small",
                                wrap=True,
                            ),
                            8,
                            row(now, choose, None),
                            self._progress,
                            16,
                            section_head(_("Restore")),
                            label(
                                _(
                                    "A backup is put into a new folder from the sign-in page;"
                                    " the book as it is now is never overwritten."
                                ),
                                "muted",
                                wrap=True,
                            ),
                            None,
                            gap=6,
                            margins=(24, 16, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )

    def refresh(self) -> None:
        made = last_backup(self.desk.book.folder)
        target = self._choices.backup_folder(self.desk.book.folder)
        self._where.setText(str(target) if target else _("No place for backups is chosen."))
        if made is None:
            self._last.setText(_("There is no backup. If this PC breaks now, everything is lost."))
            self._sign.change("triangle-alert", "danger")
            return
        today = self.desk.today()
        days = (today - dates.today_in_vietnam(made.made_at)).days
        when = dates.moment(made.made_at, today)
        said = message(
            "{when}: opened and checked, {people} people, {present} present.",
            when=when,
            people=made.people,
            present=made.present,
        )
        if days > 7:
            said = message("The last backup is {days} days old ({when}).", days=days, when=when)
        self._last.setText(str(said))
        self._sign.change("hard-drive" if days <= 7 else "triangle-alert", "ok" if days <= 7 else "warn")

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Choose where backups go…"))
        if folder:
            self._choices.keep_backup_folder(self.desk.book.folder, Path(folder))
            self.refresh()

    def _back_up(self) -> None:
        target = self._choices.backup_folder(self.desk.book.folder)
        if target is None:
            self._choose()
            target = self._choices.backup_folder(self.desk.book.folder)
        if target is None:
            return
        job = Job(self)
        self._progress.follow(job, _("Backing up…"))
        ended = _Ended(self, job)
        self.desk.do(
            back_up_book, target, progress=job.report, cancelled=job.is_stopped, then=ended.made, failed=ended.failed
        )

    def made(self, change: Any) -> None:
        """The backup counts: it was opened and checked."""
        self.page.say(change.said)
        self.desk.backed_up.emit()
        self.refresh()


class _Ended:
    """The end of one backup, with its progress line."""

    def __init__(self, tab: BackupsTab, job: Job) -> None:
        self._tab, self._job = tab, job

    def made(self, change: Any) -> None:
        self._job.ended.emit()
        self._tab.made(change)

    def failed(self, error: BaseException) -> None:
        self._job.ended.emit()
        self._tab.page.complain(error)
