"""Signing with an office's own tool: saving the file for it, and taking the signed one back after the check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions import signing
from carebook.places import write_whole
from carebook.records.periods import Snapshot
from carebook.rules.periods import said
from carebook.ui.pages.reports.deeds import ReportDialog
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import row
from carebook.words import _, message

_LARGEST = 100_000_000  # bytes of a file to take back


class GivingOut(QObject):
    """Saves a report for another signing tool: ``said(sentence, tone)`` and ``refused(error)`` are for the bar."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._path = Path()

    def begin(self, snapshot: Snapshot) -> None:
        """Ask where to, then write the file there."""
        name = f"bao-cao-{snapshot.period}-b{snapshot.report_version}_de-ky.pdf"
        title = _("Export for signing elsewhere")
        path, _kind = QFileDialog.getSaveFileName(self._page, title, name, "PDF (*.pdf)")
        if path:
            self.write(snapshot, Path(path))

    def write(self, snapshot: Snapshot, path: Path) -> None:
        """Give the report out and write it to ``path``."""
        self._path = path
        self._desk.do(signing.export_for_signing, snapshot.id, then=self._written, failed=self.refused.emit)

    def _written(self, change: Any) -> None:
        name = self._path.name
        try:
            write_whole(self._path, change.result.pdf)
        except OSError:
            self.said.emit(message("“{file}” could not be written. Choose another place.", file=name), "danger")
            return
        told = message("Saved “{file}”. Sign it with the other tool, then take it back here.", file=name)
        self.said.emit(told, "ok")


class TakeBackDialog(ReportDialog):
    """The file that comes back signed; it is checked as its receiver will check it, and kept only when it passes."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Take back the signed report of {period}").format(period=said(snapshot.period))
        text = _(
            "The file is checked as its receiver will check it: the same paper, whole signatures, by the right people. "
            "Nothing of a file that does not pass is kept."
        )
        super().__init__(desk, parent, title, text)
        self._snapshot = snapshot
        self._raw = b""
        self.file = ElidedLabel(_("no file yet"), "muted")
        choose = Button(_("Choose the signed file…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.contents.addLayout(row(choose, (self.file, 1), gap=10))
        self.deed_button(_("Take back"), self.send)
        self.end_buttons(begin=choose)

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose the signed file"), "", "PDF (*.pdf)")
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Take this file back."""
        try:
            if path.stat().st_size > _LARGEST:
                raise OSError
            self._raw = path.read_bytes()
        except OSError:
            self.bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self.file.setWhole(path.name)
        self.bar.clear()

    def send(self) -> None:
        """Check the file and keep it."""
        if not self._raw:
            self.bar.say(_("Choose the signed file."), "warn")
            return
        self.working(_("Checking…"))
        self.desk.do(
            signing.take_back_signed, self._snapshot.id, self._raw, then=self.finished_well, failed=self.refused
        )
