"""The paper of a progress report on screen: looked at, printed, saved outside the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from carebook import dates
from carebook.places import write_whole
from carebook.rules.progress import ReportPeriod
from carebook.store.book import Reader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import column, hairline, row
from carebook.ui.parts.preview import PdfPreview
from carebook.words import _, message, speaking

if TYPE_CHECKING:
    from carebook.reports.progress import ProgressReport


class PaperView(QFrame):
    """The paper with the way back. ``said(sentence, tone)`` tells what became of it; ``left`` when it is done with."""

    said = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pdf, self._stem = b"", ""
        self._title = ElidedLabel("", "h3")
        self.back = Button(_("Back to the lines"), "ghost", "chevron-left", "Esc", listens=False)
        self.back.clicked.connect(self.left)
        self.save_button = Button(_("Save as PDF…"), icon="save")
        self.save_button.clicked.connect(self._choose_place)
        self.preview = PdfPreview()
        self.preview.printed.connect(self._printed)
        head = row(self.back, (self._title, 1), self.save_button, gap=10, margins=(16, 0, 20, 8))
        self.setLayout(column(head, hairline(), (self.preview, 1), gap=0))

    def show_paper(self, pdf: bytes, period: ReportPeriod) -> None:
        """Show this paper."""
        self._pdf, self._stem = pdf, f"bao-cao-tien-do-{period.code}"
        self._title.setWhole(str(message("Progress report of {period}", period=period.words)))
        self.preview.show_pdf(pdf)
        self.back.setFocus()

    def _printed(self, done: bool) -> None:
        if done:
            self.said.emit(_("Sent to the printer."), "ok")
        else:
            self.said.emit(_("The paper was not printed."), "warn")

    def _choose_place(self) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), f"{self._stem}.pdf", "*.pdf")
        if path:
            self.save_paper(Path(path))

    def save_paper(self, path: Path) -> None:
        """Write the paper to ``path``."""
        try:
            write_whole(path, self._pdf)
        except OSError:
            said = message("“{file}” could not be written. Choose another place.", file=path.name)
            self.said.emit(said, "danger")
        else:
            self.said.emit(message("Saved “{file}”.", file=path.name), "ok")


def gathered(desk: Desk, reader: Reader, period: ReportPeriod, worker_id: str) -> ProgressReport:
    """What stands on the paper; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports import progress

    by = f"{desk.actor.name} in lúc {dates.moment(desk.now(), desk.today())}"
    return progress.gather(reader, period, worker_id, today=desk.today(), printed_by=by)


def drawn(report: ProgressReport) -> bytes:
    """The report as a PDF, in Vietnamese whatever the window speaks."""
    from carebook.reports import progress

    with speaking("vi"):
        return progress.draw(report).pdf
