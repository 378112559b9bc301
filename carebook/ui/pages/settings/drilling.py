"""Trying to restore, as a person sees it: which backup, by what it is opened, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates, money
from carebook.actions.backup import drill_restore
from carebook.store import errors
from carebook.store.backup import Backup
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import label
from carebook.ui.parts.states import Progress
from carebook.words import _, message


class DrillDialog(DeedDialog):
    """Asks for the password or the recovery code and tries; ``change`` is that of the deed, None when nothing was tried."""

    def __init__(self, parent: QWidget, desk: Desk, newest: Backup) -> None:
        super().__init__(
            parent,
            _("Try restoring the newest backup?"),
            _(
                "It is opened in a folder of its own, still encrypted, and compared with the book. The book is not touched."
            ),
        )
        self._desk, self._newest = desk, newest
        self.change: Any = None
        self._job: Job | None = None
        when = dates.moment(newest.made_at, desk.today())
        people = money.number(newest.people)
        told = message("{file} · {when} · {people} people", file=newest.path.name, when=when, people=people)
        self.way = Segments([("password", _("By my password")), ("recovery", _("By the recovery code"))])
        self.way.chosen.connect(self._change_way)
        self._name = label(_("Password"), "strong")
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName(_("Password"))
        self._wrong = label("", "small", "danger", wrap=True)
        self._wrong.hide()
        self.progress = Progress()
        for one in (
            label(str(told), "muted", wrap=True),
            self.way,
            self._name,
            self.secret,
            self._wrong,
            self.progress,
        ):
            self.contents.addWidget(one)
        self.go = self.add_button("try", _("Try restoring"), "primary")
        self.go.clicked.disconnect()
        self.go.clicked.connect(self._try)
        self.add_button("", _("Go back")).setDefault(False)
        self.go.setDefault(True)
        self.secret.setFocus()
        self.setMinimumWidth(540)

    def _change_way(self, way: str) -> None:
        name = _("Recovery code") if way == "recovery" else _("Password")
        self._name.setText(name)
        self.secret.setAccessibleName(name)
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if way == "recovery" else QLineEdit.EchoMode.Password)
        self.secret.clear()
        self._wrong.hide()
        self.secret.setFocus()

    def _try(self) -> None:
        if not self.secret.text() or self._job is not None:
            return
        self._job = Job(self)
        self.go.setEnabled(False)
        self.progress.follow(self._job, _("Trying to restore…"))
        self._desk.do(
            drill_restore,
            self._newest.path,
            self.secret.text(),
            with_recovery_code=self.way.current() == "recovery",
            progress=self._job.report,
            cancelled=self._job.is_stopped,
            then=self._tried,
            failed=self._failed,
        )

    def _tried(self, change: Any) -> None:
        self.change = change
        self._end()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._end()
        self.go.setEnabled(True)
        said = getattr(error, "message", None) or _("This was not done, nothing was written.")
        if isinstance(error, errors.WrongPassword):
            said = _("The password is wrong for this backup. It needs the password of the day it was made.")
        self._wrong.setText(str(said))
        self._wrong.show()
        self.secret.setFocus()
        self.secret.selectAll()

    def _end(self) -> None:
        if self._job is not None:
            self._job.ended.emit()
            self._job = None

    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()
