"""A damaged book before anybody works in it: what is broken, what can still be done, and the way to a new book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLayout, QScrollArea, QSizePolicy, QWidget

from carebook import dates
from carebook.actions.damage import SavedBook
from carebook.records.damage import CheckUp
from carebook.rules import damage as rules
from carebook.store import errors
from carebook.store.backup import Backup
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.labels import ElidedLabel, Sign, label
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.passwords import PlainField, SecretField
from carebook.ui.parts.states import Progress
from carebook.ui.sign_in.frame import BookOnSight, FirstPage, sheet_of
from carebook.words import Message, _, message, ngettext

_MOST_FINDINGS = 6
_LEAST_WORDS = 90
"""So high are the words beside the deeds at least, in pixels."""


class DamagedPage(FirstPage):
    """What is broken in a book, with everything that can be done about it.

    ``looking()``: open it only to look at. ``restoring(file)``: a book from that backup. ``saving(into, backups, login,
    password)``: save the data into a new folder. ``opening(folder)``: the new book. ``keeping(made, file)``: write the paper about
    what was saved. ``went_back()``.
    """

    place = "damaged"
    looking = Signal()
    restoring = Signal(Path)
    saving = Signal(Path, object, str, str)
    opening = Signal(Path)
    keeping = Signal(object, Path)
    went_back = Signal()

    def __init__(
        self,
        book: BookOnSight,
        now: Callable[[], datetime],
        why: Message,
        into: Path,
        backups: Sequence[Backup],
        *,
        login: str = "",
        may_look: bool = False,
        may_save: bool = True,
    ) -> None:
        super().__init__(book, now)
        self._now, self._into = now, into
        self._backups = list(backups)
        self._made: SavedBook | None = None
        self.why = label(str(why), wrap=True)
        self.found = label("", wrap=True)
        self.found.hide()
        self.looking_through = Progress()
        self.look = Button(_("Open to look"), icon="eye")
        self.look.clicked.connect(self.looking)
        self.look.setVisible(may_look)
        self.restore = Button("", "" if may_save else "primary", "history")
        self.restore.clicked.connect(self._restore)
        self._say_restore()
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        words = column(self.why, self.found, self.looking_through, gap=10)
        left = column(
            row(Sign("triangle-alert", "danger", 24), (label(_("The book is damaged"), "h2"), 1), gap=10),
            (_yielding(words), 1),
            row(self.look, None),
            row(self.restore, None),
            row(back, None),
            gap=10,
            margins=(24, 24, 16, 18),
        )
        sheet = sheet_of(box(left, width=450), box(self._right(login), "panel"), height=460)
        self.put(sheet)
        self.form.setVisible(may_save)
        self.setFocusProxy(self.secret if login else self.login)

    def _right(self, login: str) -> QLayout:
        self._into_words = ElidedLabel(str(self._into), "name")
        place = Button(_("Choose…"), icon="folder-open")
        place.clicked.connect(self._choose_folder)
        self._backup_words = label("", "small", wrap=True)
        more = Button(_("Add a backup…"), "link")
        more.clicked.connect(self._add_backup)
        self._say_backups()
        self.login = PlainField(_("Sign-in name or full name"), text=login)
        self.secret = SecretField(_("Password"))
        self.login.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self._save)
        self.save = Button(_("Save the data"), "primary", "save")
        self.save.clicked.connect(self._save)
        self.messages = MessageBar()
        self.progress = Progress()
        self.form = box(
            column(
                label(_("Save the data"), "h3"),
                label(
                    _(
                        "Every row that can be read goes into a new book; what is missing comes from backups and the journal."
                        " The damaged book is only read."
                    ),
                    "small",
                    wrap=True,
                ),
                2,
                label(_("Folder of the new book"), "strong"),
                row((self._into_words, 1), place),
                row((self._backup_words, 1), more),
                self.login,
                self.secret,
                self.messages,
                row(self.save, None),
                None,
                gap=7,
            )
        )
        self._told = label("", wrap=True)
        self.open_new = Button(_("Open the new book"), "primary", "lock-open")
        self.keep = Button(_("Save the record…"), icon="file-text")
        self.keep.clicked.connect(self._keep)
        self.result = box(
            column(
                label(_("What was saved"), "h3"),
                (_yielding(self._told), 1),
                row(self.open_new, self.keep, None),
                gap=8,
            )
        )
        self.result.hide()
        return column(self.form, (self.result, 1), self.progress, gap=8, margins=(26, 22, 22, 18))

    # what is broken

    def show_check(self, check: CheckUp) -> None:
        """Tell everything that was found, what is safe and what to do."""
        said = [str(rules.said(one)) for one in check.findings[:_MOST_FINDINGS]]
        safe, step = rules.what_is_safe(check), rules.step_said(rules.next_step(check))
        said += [str(line) for line in (safe, step) if line is not None]
        if said:
            self.why.hide()
            self.found.setText("\n\n".join(said))
            self.found.show()

    # the ways on

    def _say_restore(self) -> None:
        newest = self._backups[0] if self._backups else None
        if newest is None:
            self.restore.setText(_("Restore from backup…"))
            return
        when = dates.moment(newest.made_at, dates.today_in_vietnam(self._now()))
        self.restore.setText(str(message("Restore from the backup of {when}", when=when)))

    def _say_backups(self) -> None:
        count = len(self._backups)
        said = ngettext("{count} backup is used with it.", "{count} backups are used with it.", count).format(
            count=count
        )
        self._backup_words.setText(said if count else _("No backup was found."))

    def _restore(self) -> None:
        self.restoring.emit(self._backups[0].path if self._backups else Path())

    def _add_backup(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose backup…"), "", "CareBook (*.cbk)")
        if path:
            self.take_backup(Path(path))

    def take_backup(self, file: Path) -> None:
        """Use a backup that was not known here, too."""
        from carebook.store.backup import manifest_of

        try:
            found = manifest_of(file)
        except errors.BookError as error:
            self.messages.say(error.message, "danger")
            return
        self._backups = sorted({*self._backups, found}, key=lambda one: one.made_at, reverse=True)
        self._say_backups()
        self._say_restore()

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Folder of the new book"), str(self._into.parent))
        if path:
            self._into = Path(path)
            self._into_words.setWhole(path)

    def _save(self) -> None:
        if self.login.text() and self.secret.text() and self.save.isEnabled():
            self.save.setEnabled(False)
            self.messages.clear()
            self.saving.emit(
                self._into, tuple(one.path for one in self._backups), self.login.text(), self.secret.text()
            )

    def refuse(self, error: BaseException) -> None:
        """Say why the data could not be saved; what was typed stays."""
        self.save.setEnabled(True)
        said = getattr(error, "message", None) or _("This was not done. The damaged book is as it was.")
        if isinstance(error, errors.UnknownAccount):
            self.login.complain(said)
        elif isinstance(error, errors.WrongPassword | errors.SlowDown):
            self.secret.complain(said)
        else:
            self.messages.say(said, "danger")

    def show_saved(self, made: SavedBook) -> None:
        """Tell what was saved and what is missing; the new book can be opened now."""
        self._made = made
        self._told.setText("\n".join(rules.report_lines(made.saved)))
        self.form.hide()
        self.result.show()
        self.open_new.clicked.connect(partial(self.opening.emit, made.folder))
        self.open_new.setFocus()

    def _keep(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the record…"), "bien-ban-cuu-du-lieu.pdf", "*.pdf")
        if path and self._made is not None:
            self.keep.setEnabled(False)
            self.keeping.emit(self._made, Path(path))

    def show_kept(self, file: Path) -> None:
        """The paper is written."""
        self.keep.setEnabled(True)
        self.news.say(message("Saved “{file}”.", file=file.name), "ok")

    def refuse_keeping(self, error: BaseException) -> None:
        """The paper could not be made, or not be written there."""
        self.keep.setEnabled(True)
        said = getattr(error, "message", None) or _("The record could not be written there. Choose another place.")
        self.news.say(said, "danger")


def _yielding(words: QWidget | QLayout) -> QScrollArea:
    """Words that have the room which the deeds leave, and scroll in it: the sheet becomes no higher for them."""
    area = scrolling(box(column(words, None, gap=0)))
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    area.setMinimumHeight(_LEAST_WORDS)
    return area
