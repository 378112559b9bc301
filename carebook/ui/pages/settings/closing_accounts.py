"""Closing an account for ever: what happens, how fresh the last backup is, and how far the new key of the book is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from carebook import dates
from carebook.actions.accounts import close_account
from carebook.rules.backup import stale
from carebook.store.backup import last_backup
from carebook.ui.parts import dialogs
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.words import _, message


class CloseAccountDialog(dialogs.DeedDialog):
    """Asks once more, then shows how far it is; there is no way back while the key is being changed."""

    backup_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget, name: str, account_id: str) -> None:
        text = _(
            "Its password opens nothing any more, not even with a copy of the keys file from before: the book gets a new key."
            " Everybody else keeps the own password. Nobody can read or write until it is done."
            " Copies and backups of before still open with the old password: keep them locked away."
        )
        super().__init__(parent, str(message("Close the account of {name}?", name=name)), text)
        self.setMinimumWidth(560)
        self._desk, self._account_id = desk, account_id
        self.change: Any = None
        last = last_backup(desk.book.folder)
        day = dates.today_in_vietnam(last.made_at) if last else None
        old = stale(day, desk.today())
        said = old or message("Last backup: {when}, opened for a check", when=dates.written(day) if day else "")
        self.contents.addWidget(label(str(said), "", "warn" if old else "", wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason, for example: left on 30/11"))
        self.contents.addWidget(self.reason)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Changing the key of the book"))
        self._under = label(_("Changing the key of the book…"), "small")
        self._wrong = label("", "small", "danger", wrap=True)
        for part in (self._under, self._bar, self._wrong):
            part.hide()
            self.contents.addWidget(part)
        self._job = Job(self)
        self._job.progressed.connect(self._show_progress)
        self.go = self.add_button("close", _("Close account"), "danger")
        self.go.clicked.disconnect()
        self.go.clicked.connect(self._begin)
        self._backup = self.add_button("", _("Back up first"))
        self._backup.clicked.connect(self.backup_wanted)
        self._back = self.add_button("", _("Go back"))

    def _begin(self) -> None:
        for button in (self.go, self._backup, self._back):
            button.setEnabled(False)
        self._wrong.hide()
        self._bar.setRange(0, 0)
        self._under.show()
        self._bar.show()
        self._desk.do(
            close_account,
            self._account_id,
            reason=self.reason.text().strip(),
            progress=self._job.report,
            then=self._done,
            failed=self._refused,
        )

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // total)

    def _done(self, change: Any) -> None:
        self.change = change
        self.accept()

    def _refused(self, error: BaseException) -> None:
        for button in (self.go, self._backup, self._back):
            button.setEnabled(True)
        self._under.hide()
        self._bar.hide()
        said = getattr(error, "message", None) or _(
            "This was not done, nothing was written. What was typed is still here."
        )
        self._wrong.setText(str(said))
        self._wrong.show()

    def reject(self) -> None:
        """Not while the key is being changed."""
        if self._back.isEnabled():
            super().reject()

    def outcome(self) -> Any:
        """Ask; the Change of the deed, or None when the person went back."""
        answered = self.exec()
        self.deleteLater()
        return self.change if answered else None
