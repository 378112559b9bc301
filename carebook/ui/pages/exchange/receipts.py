"""The answers to packages: looking for them where the packages went, and saving one as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions.change import Change
from carebook.actions.parcels import Looked, look_for_receipts
from carebook.places import write_whole
from carebook.records.parcels import Receipt
from carebook.records.staff import Actor
from carebook.rules.parcels import receipt_name
from carebook.store import periods
from carebook.store.book import Book, Reader
from carebook.ui.pages.exchange.packages import Outbox, Package
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.words import _, message, ngettext


class Receipts(QObject):
    """Two buttons of the outbox with what they do: ``said(sentence, tone)``, ``refused(error)``."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._package: Package | None = None
        self.save_button = Button(_("Save the receipt…"), icon="save")
        self.save_button.clicked.connect(self._choose)
        self.look_button = Button(_("Look for receipts"), icon="search")
        self.look_button.clicked.connect(self.look)
        self.buttons = (self.save_button, self.look_button)
        for button in self.buttons:
            button.hide()

    def show_outbox(self, found: Outbox) -> None:
        """Whether there is anything to look for."""
        self.look_button.setVisible(found.awaits_receipts and self._desk.may("take_receipt"))

    def show_package(self, package: Package | None) -> None:
        """The package whose receipt can be saved."""
        self._package = package
        self.save_button.setVisible(package is not None and package.receipt is not None)

    def look(self) -> None:
        """Fetch the answers that lie where packages were sent to, off the window's thread."""
        self.look_button.setEnabled(False)
        self.said.emit(_("Looking for receipts…"), "info")
        desk = self._desk
        look = partial(_looked, desk.book, desk.actor, desk.now)
        desk.clerk.make(_nothing, look, self._show, self._failed)

    def _show(self, found: Looked) -> None:
        self.look_button.setEnabled(True)
        self.said.emit(_said_of(found), "ok" if found.taken and not (found.refused or found.unreached) else "info")
        if found.taken:
            self._desk.clerk.changed.emit(Change(frozenset({"outbox", "periods"})))

    def _failed(self, error: BaseException) -> None:
        self.look_button.setEnabled(True)
        self.refused.emit(error)

    def _choose(self) -> None:
        if self._package is None:
            return
        name = receipt_name(self._package.item.file_name)
        path, _kind = QFileDialog.getSaveFileName(self._page, _("Save the receipt"), name, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the receipt of the package that is shown to a file."""
        receipt = self._package.receipt if self._package is not None else None
        if receipt is not None:
            self._desk.ask(self, partial(_kept, receipt), partial(self._write, path))

    def _write(self, path: Path, content: bytes | None) -> None:
        try:
            write_whole(path, content or b"")
        except OSError:
            self.said.emit(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
            return
        self.said.emit(message("Saved “{file}”.", file=path.name), "ok")


def _nothing(_reader: Reader) -> None:
    """The look reads the book by itself, in between two fetches."""


def _looked(book: Book, actor: Actor, clock: Callable[[], datetime], _gathered: None) -> Looked:
    return look_for_receipts(book, by=actor, clock=clock)


def _said_of(found: Looked) -> str:
    """One line: how many came, what was not taken and why, where nobody could look."""
    count = len(found.taken)
    came = ngettext("{n} receipt came.", "{n} receipts came.", count).format(n=count) if count else _("No new receipt.")
    parts = [came]
    parts += [f"{name}: {why}" for name, why in found.refused]
    parts += [_("{name} could not be reached: {reason}").format(name=name, reason=why) for name, why in found.unreached]
    return " ".join(parts)


def _kept(receipt: Receipt, reader: Reader) -> bytes | None:
    return periods.kept_file(reader, receipt.file_hash)
