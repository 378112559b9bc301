"""Backup: when the last one was made, the places and what each holds, trying to restore, and the way to another PC."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates, money, places
from carebook.actions.backup import WHOLE, newest_backup, take_book_back
from carebook.records.backup import RestoreDrill
from carebook.rules.backup import next_drill_on
from carebook.store.backup import Backup, Place, first_backup_on, last_backup, moved, place
from carebook.store.backup.drills import Drilling, drilling
from carebook.store.book import Reader
from carebook.ui.pages.settings.drilling import DrillDialog
from carebook.ui.pages.settings.moving import MovingDialog
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.backing import backup_words, said_size
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.daily_papers import PaperDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import ElidedLabel, Sign, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import Progress
from carebook.words import N_, Message, _, message

_PASSED = N_("Tried {when}: “{file}” can be restored, {people} people.")
_FAILED = N_("Tried {when}: “{file}” cannot be restored.")
_FULL = 0.9
"""From this share of a drive on its place is said to be nearly full."""


class BackupsTab(Tab):
    """What IT and the manager look at; nobody's name stands here."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._choices = Choices(places.settings_file())
        self._sign = Sign("hard-drive", "text2", 28)
        self._last = label("", "h3", wrap=True)
        self._last.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._moved = MessageBar()
        self._places = column(gap=0)
        self._warning = MessageBar()
        self._progress = Progress()
        self._drilled = label("", "muted", wrap=True)
        self._next = label("", "small")
        self._change_term = Button(_("Change the term…"), "link")
        self._change_term.clicked.connect(partial(desk.go, "settings", tab="codes", part="limits"))
        self._change_term.setVisible(desk.may("amend_dated_row"))
        self._newest: Backup | None = None
        self._drill: RestoreDrill | None = None
        self.now = Button(_("Back up now"), "primary", "hard-drive")
        self.now.clicked.connect(self._back_up)
        self.add = Button(_("Add a place…"), icon="plus")
        self.add.clicked.connect(self._add_place)
        hours = [(str(hour), f"{hour:02}:00") for hour in range(24)]
        self.hour = filter_choice(
            _("Hour of the daily backup"), hours, str(self._choices.backup_hour(desk.book.folder))
        )
        self.hour.activated.connect(self._choose_hour)
        self.drill = Button(_("Try restoring…"), icon="undo-2")
        self.drill.clicked.connect(self._try_restoring)
        self.certificate = Button(_("Record of the trial"), icon="file-text")
        self.certificate.clicked.connect(self._show_record)
        self.restore = Button(_("Restore from backup…"), icon="history")
        self.restore.clicked.connect(partial(desk.restoring.emit, None))
        self.move_away = Button(_("Move to a new PC…"), icon="arrow-right")
        self.move_away.clicked.connect(self._move)
        self.drill.setVisible(desk.may("drill_restore"))
        self.move_away.setVisible(desk.may("move_book"))
        self.setLayout(column(scrolling(box(self._laid_out())), gap=0))
        desk.backing.began.connect(self._began)
        desk.backing.made.connect(self._made)
        desk.backing.failed.connect(self._failed)

    def _laid_out(self) -> Any:
        return column(
            self._moved,
            section_head(_("Last backup")),
            row(self._sign, (self._last, 1), self.now, gap=12),
            self._progress,
            14,
            section_head(_("Backups go to")),
            self._warning,
            self._places,
            label(
                _(
                    "Each backup has a key of its own and is opened for a check. It is made once a day, and when the book is"
                    " closed after something was written. Kept are all of a day, one a day for 14 days, one a week for 8 weeks,"
                    " one a month for a year, then one a year."
                ),
                "small",
                wrap=True,
            ),
            row(self.add, 24, label(_("Every day also at")), self.hour, None, gap=8),
            14,
            section_head(_("Trial of restoring")),
            self._drilled,
            row(self._next, self._change_term, None, gap=12),
            row(self.drill, self.certificate, None),
            14,
            section_head(_("Restore")),
            label(_("The book closes first. The book as it is now is put aside, never deleted."), "muted", wrap=True),
            row(self.restore, self.move_away, None),
            None,
            gap=6,
            margins=(24, 16, 20, 16),
        )

    # showing

    def refresh(self) -> None:
        book = self.desk.book
        last, folders = last_backup(book.folder), self._choices.backup_folders(book.folder)
        said, tone = backup_words(last, self.desk.now(), book.folder)
        if last is not None and tone == "ok":
            said = message(
                "{when}: opened and checked, {people} people, {present} present.",
                when=dates.moment(last.made_at, self.desk.today()),
                people=money.number(last.people),
                present=money.number(last.present),
            )
        self._last.setText(str(said))
        self._sign.change("hard-drive" if tone == "ok" else "triangle-alert", tone)
        gone = moved(book.folder)
        if gone is None:
            self._moved.clear()
        else:
            self._moved.say(
                message(
                    "This book went on to another PC on {day}.", day=dates.written(dates.today_in_vietnam(gone.at))
                ),
                "warn",
                action=_("Go on with it here") if self.desk.may("take_book_back") else "",
                then=self._take_back,
            )
        self.desk.clerk.make(
            lambda _reader: (
                [place(book.folder, book.book_id, folder) for folder in folders],
                newest_backup(book.folder, folders),
            ),
            lambda found: found,
            self._show_places,
        )
        self.desk.ask(self, partial(drilling, today=self.desk.today()), self._show_drill, key="drill")

    def _show_places(self, found: tuple[list[Place], Backup | None]) -> None:
        there, self._newest = found
        self.drill.setEnabled(self._newest is not None)
        emptied(self._places)
        for one in there:
            self._places.addWidget(self._row_of(one))
            self._places.addWidget(hairline())
        if not there:
            self._places.addWidget(label(_("No place for backups is chosen."), "muted"))
            self._warning.say(
                _(
                    "Choose a second drive, a USB stick or a shared folder. Without one, a broken drive takes everything."
                ),
                "warn",
            )
        elif all(one.same_drive for one in there if one.is_there) and any(one.is_there for one in there):
            self._warning.say(
                _(
                    "The backups lie on the same drive as the book: if it breaks, both are lost. Add a USB stick or a share."
                ),
                "warn",
            )
        else:
            self._warning.clear()

    def _row_of(self, one: Place) -> QWidget:
        said, tone = place_words(one, self.desk)
        take_away = Button("", "ghost", "x")
        take_away.setAccessibleName(str(message("Do not back up to “{folder}” any more", folder=str(one.folder))))
        take_away.setToolTip(take_away.accessibleName())
        take_away.clicked.connect(partial(self._remove_place, one.folder))
        words = column(ElidedLabel(str(one.folder), "name"), label(str(said), "small", tone, wrap=True), gap=0)
        icon = "hard-drive" if one.is_there else "triangle-alert"
        return box(row(Sign(icon, tone or "text2", 20), (box(words), 1), take_away, gap=10, margins=(0, 4, 0, 4)))

    def _show_drill(self, trials: Drilling) -> None:
        found = self._drill = trials.newest
        self._say_next(trials)
        self.certificate.setVisible(found is not None)
        if found is None or found.drilled_at is None:
            said = message("Restoring was never tried. It takes about 3 minutes and does not touch the book.")
        else:
            pattern = _PASSED if found.passed else _FAILED
            said = message(
                pattern,
                when=dates.moment(found.drilled_at, self.desk.today()),
                file=found.file,
                people=money.number(found.people),
            )
        self._drilled.setText(str(said))

    def _say_next(self, trials: Drilling) -> None:
        good = trials.last_good
        last_on = dates.today_in_vietnam(good.drilled_at) if good is not None and good.drilled_at is not None else None
        next_on = next_drill_on(last_on, first_backup_on(self.desk.book.folder), trials.every)
        if next_on is None:
            said = message("To be tried every {days} days.", days=trials.every)
        else:
            said = message(
                "To be tried every {days} days; next on {day}.", days=trials.every, day=dates.written(next_on)
            )
        self._next.setText(str(said))

    # deeds

    def _choose_hour(self) -> None:
        self._choices.keep_backup_hour(self.desk.book.folder, int(self.hour.code()))

    def _add_place(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Choose where backups go…"))
        if folder:
            self._choices.add_backup_folder(self.desk.book.folder, Path(folder))
            self.refresh()

    def _remove_place(self, folder: Path) -> None:
        """The backups that lie there stay."""
        left = [one for one in self._choices.backup_folders(self.desk.book.folder) if one != folder]
        self._choices.keep_backup_folders(self.desk.book.folder, left)
        self.refresh()

    def _back_up(self) -> None:
        if not self._choices.backup_folders(self.desk.book.folder):
            self._add_place()
        if self._choices.backup_folders(self.desk.book.folder):
            self.desk.backing.run()

    def _began(self, job: Any) -> None:
        self.now.setEnabled(False)
        self._progress.follow(job, _("Backing up…"))

    def _made(self, change: Any) -> None:
        self.now.setEnabled(True)
        self.page.say(change.said, "ok" if change.said.id == WHOLE else "warn")
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.now.setEnabled(True)
        self.page.complain(error)
        self.refresh()

    def _try_restoring(self) -> None:
        if self._newest is None:
            return
        dialog = DrillDialog(self, self.desk, self._newest)
        dialog.exec()
        if dialog.change is not None:
            passed = dialog.change.result.passed
            self.page.say(
                dialog.change.said,
                "ok" if passed else "danger",
                action=_("Record of the trial") if passed else _("Back up again"),
                then=self._show_record if passed else self._back_up,
            )
            self._drill = dialog.change.result
        self.refresh()

    def _show_record(self) -> None:
        if self._drill is None:
            return
        drill_id = self._drill.id

        def gather(reader: Reader) -> Any:
            from carebook.reports import backup as papers

            return papers.gather(reader, drill_id)

        self.desk.clerk.make(gather, _drawn, self._show_paper, self.page.complain)

    def _show_paper(self, pdf: bytes) -> None:
        name = f"bien-ban-thu-khoi-phuc-{self.desk.today():%Y%m%d}.pdf"
        PaperDialog(self, _("Record of the trial"), pdf, name).open()

    def _move(self) -> None:
        dialog = MovingDialog(self, self.desk)
        dialog.exec()
        if dialog.change is not None:
            self.page.say(dialog.change.said)
        self.refresh()

    def _take_back(self) -> None:
        gone = moved(self.desk.book.folder)
        if gone is not None:
            self.desk.do(take_book_back, gone, then=self._taken_back, failed=self.page.complain)

    def _taken_back(self, change: Any) -> None:
        self.page.say(change.said)
        self.refresh()


def place_words(one: Place, desk: Desk) -> tuple[Message, str]:
    """What is to be said of a place, and its tone."""
    last = dates.moment(one.last.made_at, desk.today()) if one.last else "–"
    if not one.is_there:
        return message("Not there now; last backup {when}.", when=last), "warn"
    if one.failure is not None:
        when = dates.moment(one.failure.at, desk.today())
        return message("{when}: {why} Last good backup {last}.", when=when, why=one.failure.why, last=last), "warn"
    if one.last is None:
        return message("No backup yet · {free} free", free=said_size(one.free)), ""
    said = message(
        "Last backup {when} · {count} backups · {free} free",
        when=last,
        count=len(one.backups),
        free=said_size(one.free),
    )
    if one.size and one.free < (1 - _FULL) * one.size and one.free < 3 * one.last.size:
        return message("Nearly full: {said}", said=said), "warn"
    return said, ""


def _drawn(trial: Any) -> bytes:
    from carebook.reports import backup as papers

    return papers.draw(trial).pdf
