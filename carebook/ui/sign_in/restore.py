"""A book from a backup: which file, what it holds, where the book will lie, and who opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from carebook import dates, money
from carebook.store import backup, errors
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.states import Progress
from carebook.ui.sign_in.frame import FirstPage, sheet_of
from carebook.ui.sign_in.passwords import PlainField, SecretField
from carebook.words import _, message


class RestorePage(FirstPage):
    """``asked(file, folder, login, password)`` · ``went_back()``. ``progress`` follows the work."""

    asked = Signal(Path, Path, str, str)
    went_back = Signal()

    def __init__(self, now: Callable[[], datetime], folder: Path) -> None:
        super().__init__(None, now)
        self._now = now
        self._file: Path | None = None
        self._folder = folder
        self._file_words = ElidedLabel(_("No file chosen"), "muted")
        choose = Button(_("Choose backup…"), icon="hard-drive")
        choose.clicked.connect(self._choose_file)
        self.messages = MessageBar()
        self._folder_words = ElidedLabel(str(folder), "name")
        place = Button(_("Choose…"), icon="folder-open")
        place.clicked.connect(self._choose_folder)
        self.login = PlainField(_("Sign-in name or full name"))
        self.password = SecretField(_("Password"))
        self.go = Button(_("Restore"), "primary")
        self.go.clicked.connect(self._ask)
        self.go.setEnabled(False)
        self.password.entered.connect(self._ask)
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        self.progress = Progress()
        inside = column(
            label(_("Restore from backup"), "h2"),
            label(
                _("The backup is opened and checked first. No book is ever overwritten: it comes into a new folder."),
                "muted",
                wrap=True,
            ),
            6,
            label(_("Backup"), "strong"),
            row((self._file_words, 1), choose),
            self.messages,
            6,
            label(_("Folder of the book"), "strong"),
            row((self._folder_words, 1), place),
            6,
            row((self.login, 1), (self.password, 1), gap=16),
            self.progress,
            None,
            row(self.go, back, None),
            gap=8,
            margins=(32, 28, 32, 20),
        )
        self.put(sheet_of(box(inside)))

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose backup…"), "", "CareBook (*.cbk)")
        if path:
            self.show_file(Path(path))

    def show_file(self, file: Path) -> None:
        """Tell what the backup says it holds."""
        self._file_words.setWhole(str(file))
        try:
            held = backup.manifest_of(file)
        except errors.BookError as error:
            self._file = None
            self.messages.say(error.message, "danger")
        else:
            self._file = file
            self.messages.say(
                message(
                    "The backup opens: {people} people, {present} present, written up to {when}.",
                    people=money.number(held.people),
                    present=money.number(held.present),
                    when=f"{dates.written(dates.today_in_vietnam(held.made_at))} {dates.clock(held.made_at)}",
                )
            )
            self.login.setFocus()
        self.go.setEnabled(self._file is not None)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Folder of the book"), str(self._folder.parent))
        if path:
            self._folder = Path(path)
            self._folder_words.setWhole(path)

    def _ask(self) -> None:
        if self._file is not None and self.login.text() and self.password.text():
            self.go.setEnabled(False)
            self.asked.emit(self._file, self._folder, self.login.text(), self.password.text())

    def refuse(self, error: BaseException) -> None:
        """Say why there is no book; what was typed stays."""
        self.go.setEnabled(self._file is not None)
        said = getattr(error, "message", None) or _("The book could not be opened. Nothing was changed.")
        if isinstance(error, errors.UnknownAccount):
            self.login.complain(said)
        elif isinstance(error, errors.WrongPassword | errors.SlowDown):
            self.password.complain(said)
        else:
            self.messages.say(said, "danger")
