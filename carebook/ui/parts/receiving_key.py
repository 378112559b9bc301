"""The book's own key for receiving: its code for comparing, its certificate for the senders, and making one."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from carebook import dates
from carebook.actions import parcels
from carebook.places import write_whole
from carebook.records.parcels import ReceivingKey
from carebook.store.parcels import receiving_keys
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _, message


class ReceivingKeyLine(QFrame):
    """One line about the newest key, with what can be done: ``said(sentence, tone)``."""

    said = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._key: ReceivingKey | None = None
        self.dialog: ReceivingKeyDialog | None = None
        self.words = ElidedLabel("", "small")
        self.save_button = Button(_("Save the certificate…"), icon="save")
        self.save_button.clicked.connect(self._choose)
        self.make_button = Button("", icon="lock")
        self.make_button.clicked.connect(self.begin)
        title = label(_("Key for receiving data packages"), "h3")
        self.setLayout(row((column(title, self.words, gap=0), 1), self.save_button, self.make_button, gap=8))
        self._show([])

    def refresh(self) -> None:
        """Ask for the key."""
        self._desk.ask(self, receiving_keys, self._show)

    def _show(self, found: list[ReceivingKey]) -> None:
        self._key = found[0] if found else None
        if self._key is None:
            told = _("None yet. Only who is sent data packages needs one; its certificate is given to the senders.")
        else:
            told = _("Identity code {code} · valid to {day}. Print the code on a letter to the senders.").format(
                code=parcels.code_of(self._key.fingerprint),
                day=dates.written(self._key.valid_to) if self._key.valid_to else "–",
            )
        self.words.setWhole(told)
        self.save_button.setVisible(self._key is not None)
        self.make_button.setText(_("Make a new key…") if self._key else _("Make a key…"))
        self.make_button.setVisible(self._desk.may("make_receiving_key"))

    def begin(self) -> None:
        """Ask for the password of a new key."""
        self.dialog = ReceivingKeyDialog(self._desk, self, is_first=self._key is None)
        self.dialog.succeeded.connect(self._made)
        self.dialog.open()

    def _made(self, change: Any) -> None:
        self.said.emit(change.said, "ok")
        self.refresh()

    def _choose(self) -> None:
        title, name = _("Save the certificate"), "nhan-du-lieu.cer"
        path, _kind = QFileDialog.getSaveFileName(self, title, name, "*.cer")
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the certificate that senders get to a file."""
        if self._key is None:
            return
        try:
            write_whole(path, base64.b64decode(self._key.certificate))
        except OSError:
            self.said.emit(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
            return
        self.said.emit(message("Saved “{file}”.", file=path.name), "ok")


class ReceivingKeyDialog(AskingDialog):
    """A new key for receiving: its password, typed twice."""

    def __init__(self, desk: Desk, parent: QWidget | None, *, is_first: bool) -> None:
        text = _(
            "The password opens what is sent to this book. Keep it on paper in the safe: without it nothing opens."
        )
        super().__init__(parent, _("Make a key for receiving data packages"), text)
        self._desk = desk
        if not is_first:
            old = _("Packages closed for the key there is still open with it and its password.")
            self.contents.addWidget(label(old, "small", wrap=True))
        self.password = self.add_line(_("Password for opening packages"), secret=True)
        self.again = self.add_line(_("The same password again"), secret=True)
        self.finish(_("Make the key"), self.send, self.password)

    def send(self) -> None:
        """Make the key."""
        password = self.password.text()
        if password != self.again.text() or len(password) < parcels.SHORTEST:
            words = _("The two passwords must be alike and have at least {n} letters.").format(n=parcels.SHORTEST)
            self.bar.say(words, "warn")
            return
        self.working(_("Making the key…"))
        self._desk.do(parcels.make_receiving_key, password, then=self.finished_well, failed=self.refused)
