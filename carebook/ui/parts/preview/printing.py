"""A paper on its way to the printer, page after page, each sheet lying as it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from carebook.ui.parts.jobs import Job
from carebook.ui.parts.pdfium import PRINT_DPI


class PrintRun:
    """The pages that are still to be printed. ``job`` is told how far it is."""

    def __init__(self, printer: QPrinter, pages: int, job: Job) -> None:
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or pages, pages)
        printer.setResolution(PRINT_DPI)
        printer.setFullPage(True)
        self.job = job
        self._printer = printer
        self._painter = QPainter()
        self._pages = list(range(first - 1, last))
        self._total = len(self._pages)

    @property
    def next_page(self) -> int | None:
        """The page to draw now (from 0); None when every one is printed."""
        return self._pages[0] if self._pages else None

    @property
    def done(self) -> int:
        """How many pages were given to the printer."""
        return self._total - len(self._pages)

    @property
    def total(self) -> int:
        """How many pages were to be printed."""
        return self._total

    def put(self, image: QImage, size: tuple[float, float]) -> bool:
        """Print the next page, drawn at ``PRINT_DPI``, of a sheet of that ``size``; False when the printer does not take it."""
        width, height = size
        way = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        paper = QPageSize(QPageSize.PageSizeId.A4)
        self._printer.setPageLayout(QPageLayout(paper, way, QMarginsF(), QPageLayout.Unit.Millimeter))
        begun = self._painter.isActive()
        if not (self._printer.newPage() if begun else self._painter.begin(self._printer)):
            return False
        self._painter.drawImage(self._printer.paperRect(QPrinter.Unit.DevicePixel).toRect(), image)
        self._pages.pop(0)
        self.job.report(self.done, self._total)
        return True

    def end(self) -> bool:
        """Give everything to the printer; whether it took it."""
        return self._painter.end()

    def give_up(self) -> None:
        """Let the printer forget what it can; a file half written is taken away."""
        begun = self._painter.isActive()
        if begun:
            self._printer.abort()
            self._painter.end()
        if begun and self._printer.outputFileName():
            Path(self._printer.outputFileName()).unlink(missing_ok=True)
