"""A book from a backup: which one, who opens it and by what, where the book will lie. Everything is tried before it is touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from carebook import dates, money
from carebook.store import backup, errors
from carebook.ui.parts.backing import said_size
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.passwords import PlainField, SecretField
from carebook.ui.parts.states import Progress
from carebook.ui.sign_in.frame import FirstPage, sheet_of
from carebook.words import _, message

_LIST_HEIGHT = 132


@dataclass(frozen=True)
class Wish:
    """What is to be restored, where to, and by what key; with a recovery code or papers the password is the account's new one."""

    file: Path
    folder: Path
    in_place: bool
    login: str
    password: str
    recovery_code: str = ""
    papers: tuple[str, str] | None = None


class RestorePage(FirstPage):
    """``asked(Wish)`` · ``went_back()``. ``progress`` follows the work."""

    place = "restore"
    asked = Signal(object)
    went_back = Signal()

    def __init__(
        self, now: Callable[[], datetime], folder: Path, there: Path | None = None, *, moving: bool = False
    ) -> None:
        """``folder`` is where a new book would lie; ``there`` the book that may be replaced."""
        super().__init__(None, now)
        self._file: Path | None = None
        self._folder, self._there = folder, there
        self.known = QListWidget()
        self.known.setAccessibleName(_("Backups that were found"))
        self.known.setMinimumHeight(_LIST_HEIGHT)
        self.known.currentItemChanged.connect(self._choose_known)
        self.known.hide()
        self._file_name, self._file_place = ElidedLabel(_("No file chosen")), ElidedLabel("", "small")
        self._file_place.hide()
        choose = Button(_("Choose backup…"), icon="hard-drive")
        choose.clicked.connect(self._choose_file)
        self.messages = MessageBar()
        self.where = Segments([("new", _("New folder")), ("place", _("In place of the book here"))])
        self.where.chosen.connect(self._change_where)
        self.where.setVisible(there is not None)
        self._folder_words = ElidedLabel(str(folder), "name")
        self._place = Button(_("Choose…"), icon="folder-open")
        self._place.clicked.connect(self._choose_folder)
        self._aside = label(_("The book that lies there is put aside under a dated name."), "small", wrap=True)
        self._aside.hide()
        self.way = Segments(
            [("password", _("By password")), ("recovery", _("By the recovery code")), ("papers", _("By two papers"))]
        )
        self.way.chosen.connect(self._change_way)
        self.code = PlainField(_("Recovery code"), _("9 groups on the paper in the safe"))
        self.papers = (
            PlainField(_("First paper"), _("8 groups of 4")),
            PlainField(_("Second paper"), _("8 groups of 4")),
        )
        self.login = PlainField(_("Sign-in name or full name"))
        self.password = SecretField(_("Password"))
        self._told_way = label("", "small", wrap=True)
        self.go = Button(_("Restore"), "primary")
        self.go.clicked.connect(self._ask)
        self.go.setEnabled(False)
        for field in (self.password, self.login, self.code, *self.papers):
            field.entered.connect(self._ask)
        back = Button(_("Go back"))
        back.clicked.connect(self.went_back)
        on_key(self, "Esc", self.went_back)
        self.progress = Progress()
        title = _("Move the book from an old PC") if moving else _("Restore from backup")
        said = (
            _("Plug in the stick from the old PC and choose the backup on it. It is opened and checked first.")
            if moving
            else _("The backup is opened and checked first. No book is ever overwritten.")
        )
        left = column(
            label(title, "h2"),
            label(said, "muted", wrap=True),
            6,
            label(_("The backup"), "strong"),
            self.known,
            row((column(self._file_name, self._file_place, gap=0), 1), choose),
            self.messages,
            None,
            gap=8,
            margins=(28, 24, 20, 20),
        )
        right = column(
            label(_("Opened by"), "strong"),
            self.way,
            self.code,
            *self.papers,
            self.login,
            self.password,
            self._told_way,
            6,
            label(_("Folder of the book"), "strong"),
            self.where,
            row((self._folder_words, 1), self._place),
            self._aside,
            None,
            self.progress,
            row(self.go, back, None),
            gap=8,
            margins=(20, 24, 28, 20),
        )
        self._change_way("password")
        self.put(sheet_of(box(left), box(right, "tinted")))

    # which backup

    def show_known(self, found: Sequence[backup.Backup]) -> None:
        """The backups of the book here that can be read now, newest first."""
        for one in found:
            day = dates.written(dates.today_in_vietnam(one.made_at))
            people, size = money.number(one.people), said_size(one.size)
            told = message(
                "{day} {time} · {people} people · {size}",
                day=day,
                time=dates.clock(one.made_at),
                people=people,
                size=size,
            )
            item = QListWidgetItem(str(told))
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
            item.setToolTip(str(one.path))
            self.known.addItem(item)
        self.known.setVisible(bool(found))
        if found and self._file is None:
            self.known.setCurrentRow(0)

    def _choose_known(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_file(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose backup…"), "", "CareBook (*.cbk)")
        if path:
            self.known.setCurrentRow(-1)
            self.show_file(Path(path))

    def show_file(self, file: Path) -> None:
        """Tell what the backup says it holds."""
        self._file_name.setWhole(file.name)
        self._file_place.setWhole(str(file.parent))
        self._file_place.show()
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

    # by what, and where to

    def _change_way(self, way: str) -> None:
        self.code.setVisible(way == "recovery")
        for paper in self.papers:
            paper.setVisible(way == "papers")
        self.password.rename(_("Password") if way == "password" else _("New password"))
        self._told_way.setText(
            {
                "password": _("The password is that of the day the backup was made."),
                "recovery": _("The account gets the new password."),
                "papers": _("The papers of two custodians. The director or deputy director gets the new password."),
            }[way]
        )
        {"password": self.login, "recovery": self.code, "papers": self.papers[0]}[way].setFocus()

    def _change_where(self, where: str) -> None:
        in_place = where == "place"
        self._folder_words.setWhole(str(self._there if in_place else self._folder))
        self._place.setVisible(not in_place)
        self._aside.setVisible(in_place)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Folder of the book"), str(self._folder.parent))
        if path:
            self._folder = Path(path)
            self._folder_words.setWhole(path)

    def _ask(self) -> None:
        way = self.way.current()
        code = self.code.text() if way == "recovery" else ""
        papers = (self.papers[0].text(), self.papers[1].text()) if way == "papers" else None
        if self._file is None or not self.go.isEnabled():
            return
        if not all((self.login.text(), self.password.text(), *([code] if way == "recovery" else papers or ()))):
            return
        in_place = self._there is not None and self.where.current() == "place"
        folder = self._there if in_place and self._there is not None else self._folder
        self.go.setEnabled(False)
        self.asked.emit(Wish(self._file, folder, in_place, self.login.text(), self.password.text(), code, papers))

    def refuse(self, error: BaseException) -> None:
        """Say why there is no book; what was typed stays."""
        self.go.setEnabled(self._file is not None)
        said = getattr(error, "message", None) or _("The book could not be opened. Nothing was changed.")
        fields = {problem.field for problem in getattr(error, "problems", ())}
        if isinstance(error, errors.UnknownAccount) or "login" in fields:
            self.login.complain(said)
        elif isinstance(error, errors.WrongCustodianPaper):
            self.papers[error.message.values["number"] == 2].complain(said)
        elif isinstance(error, errors.WrongRecoveryCode):
            (self.papers[1] if self.way.current() == "papers" else self.code).complain(said)
        elif isinstance(error, errors.WrongPassword | errors.SlowDown) or fields:
            self.password.complain(said)
        else:
            self.messages.say(said, "danger")
