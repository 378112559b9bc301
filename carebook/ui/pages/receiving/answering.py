"""Receipts for packages: whose key signs them, where they are laid, and the dialog that asks for both."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook.records.periods import Destination
from carebook.records.receiving import ReceivedParcel
from carebook.store.book import new_id
from carebook.store.periods import destinations
from carebook.ui.pages.receiving.taking import RECEIVED
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.words import Message, _, ngettext

if TYPE_CHECKING:
    from carebook.exchange.places import Where

_CAME, _FOLDER = "came", "folder"


class ReceiptDialog(DeedDialog):
    """Signs the receipts with the key of who is signed in and lays them beside the packages; ``sent(sentence)``."""

    sent = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, parcels: Sequence[ReceivedParcel]) -> None:
        count = len(parcels)
        title = ngettext("Send {n} receipt", "Send {n} receipts", count).format(n=count)
        text = _(
            "A signed receipt tells the center that its package is here."
            " It is laid into the folder “giay-nhan”, or beside the packages."
        )
        super().__init__(parent, title, text)
        self._desk, self._parcels = desk, parcels
        self._folder: Path | None = None
        self.where = Choice([(_CAME, _("Where the packages came from")), (_FOLDER, _("Another folder…"))])
        self.where.setAccessibleName(_("Lay the receipts into"))
        self.where.activated.connect(self._where_chosen)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the signing key"))
        self.bar = MessageBar()
        self.contents.addLayout(
            column(
                label(_("Lay the receipts into"), "strong"),
                self.where,
                label(_("Password of the signing key"), "strong"),
                self.password,
                self.bar,
                gap=6,
            )
        )
        self.add_button("", _("Go back"))
        self.send_button = Button(_("Sign and send"), "primary", "signature")
        self.send_button.clicked.connect(self.send)
        self._buttons.insertWidget(1, self.send_button)
        self.send_button.setDefault(True)
        self.password.setFocus()

    def _where_chosen(self, _place: int) -> None:
        if self.where.code() != _FOLDER:
            self._folder = None
            return
        chosen = QFileDialog.getExistingDirectory(self, _("Choose the folder or USB stick"))
        self.lay_into(Path(chosen) if chosen else None)

    def lay_into(self, folder: Path | None) -> None:
        """Lay them into that folder; where the packages came from without one."""
        self._folder = folder
        self.where.offer([(_CAME, _("Where the packages came from")), (_FOLDER, str(folder or _("Another folder…")))])
        self.where.choose(_FOLDER if folder else _CAME)

    def send(self) -> None:
        """Sign and lay them; what stands against it is said here."""
        self.send_button.setEnabled(False)
        self.bar.say(_("Signing…"), "info", icon="hourglass")
        password, folder, desk, parcels = self.password.text(), self._folder, self._desk, self._parcels
        desk.clerk.make(
            destinations,
            lambda known: _answered(desk, parcels, password, folder, known),
            self._done,
            self._refused,
            job=Job(desk),
        )

    def _done(self, said: Message) -> None:
        self._desk.clerk.changed.emit(RECEIVED)
        self.sent.emit(said)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._desk.clerk.changed.emit(RECEIVED)  # those laid before the place went away are noted
        self.send_button.setEnabled(True)
        self.bar.say(error if hasattr(error, "problems") else _("The receipts could not be signed."), "danger")
        self.password.setFocus()
        self.password.selectAll()


def _answered(
    desk: Desk, parcels: Sequence[ReceivedParcel], password: str, folder: Path | None, known: Sequence[Destination]
) -> Message:
    """Sign the receipts of each place with one reach for it."""
    from carebook.actions.receiving import send_receipt

    groups: dict[str, list[str]] = {}
    for parcel in parcels:
        groups.setdefault(str(folder) if folder is not None else parcel.came_from, []).append(parcel.id)
    count = 0
    for came_from, ids in groups.items():
        where = _where(desk, came_from, known)
        change = send_receipt(desk.book, ids, password, where=where, by=desk.actor, now=desk.now(), op=new_id())
        count += len(change.ids)
    return Message(ngettext("Sent {n} receipt.", "Sent {n} receipts.", count), {"n": count})


def _where(desk: Desk, came_from: str, known: Sequence[Destination]) -> Where:
    """The place packages came from: one of the list, with what its server asks for, or a folder."""
    from carebook.actions.receiving import where_of
    from carebook.exchange.delivery import WayMissing
    from carebook.exchange.places import Where, place_at

    for destination in known:
        with suppress(WayMissing):
            if place_at(Where(destination.url, destination.user)).said == came_from:
                return where_of(desk.book, destination.id, by=desk.actor, now=desk.now())
    return Where(came_from)


class PasswordDialog(DeedDialog):
    """Asks for the password of the key for receiving; ``given(password)``."""

    given = Signal(str)

    def __init__(self, parent: QWidget, count: int) -> None:
        words = ngettext("{n} data package is encrypted.", "{n} data packages are encrypted.", count).format(n=count)
        super().__init__(parent, _("Open with the key for receiving"), words)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the key for receiving"))
        self.contents.addLayout(column(label(_("Password of the key for receiving"), "strong"), self.password, gap=6))
        self.add_button("", _("Go back"))
        self.open_button = Button(_("Open"), "primary", "lock-open")
        self.open_button.clicked.connect(self.open_packages)
        self._buttons.insertWidget(1, self.open_button)
        self.open_button.setDefault(True)
        self.password.setFocus()

    def open_packages(self) -> None:
        """Give what was typed and close."""
        if self.password.text():
            self.given.emit(self.password.text())
            self.accept()
