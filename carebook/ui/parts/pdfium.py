"""One paper in the hands of the one thread that may touch PDFium."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import pypdfium2
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

PRINT_DPI = 300
_POINTS = 72


@cache
def _hand() -> ThreadPoolExecutor:
    """The one thread of the program that touches PDFium, which is not safe in several, not even with several papers."""
    return ThreadPoolExecutor(1, "pdf")


class Pdfium(QObject):
    """One paper in the hands of the thread of PDFium; answers come back as signals.

    Every paper has a number; an answer carries the number it was asked with, and what was asked for an older paper is not
    drawn any more.
    """

    opened = Signal(int, list)  # number of the paper, sizes of its pages in points
    failed = Signal(int)
    drawn = Signal(int, int, float, QImage)  # number of the paper, page, scale, picture
    drawn_for_printing = Signal(int, int, QImage)

    def __init__(self) -> None:
        super().__init__()
        self._paper: pypdfium2.PdfDocument | None = None
        self._number = 0

    def open(self, pdf: bytes) -> int:
        """Ask for a paper; the number it goes by."""
        self._number += 1
        _hand().submit(self._open, self._number, pdf)
        return self._number

    def draw(self, page: int, scale: float) -> None:
        """Ask for a page at ``scale`` pixels a point."""
        _hand().submit(self._draw, self._number, page, scale)

    def draw_for_printing(self, page: int) -> None:
        """Ask for a page as fine as it is printed."""
        _hand().submit(self._draw_for_printing, self._number, page)

    def stop(self) -> None:
        """Let go of the paper."""
        self._number += 1
        with suppress(RuntimeError):  # the program ends and its thread is gone
            _hand().submit(self._close)

    def _close(self) -> None:
        if self._paper is not None:
            self._paper.close()
            self._paper = None

    def _open(self, number: int, pdf: bytes) -> None:
        if number != self._number:
            return
        self._close()
        try:
            self._paper = pypdfium2.PdfDocument(pdf)
            self._paper.init_forms()  # before the first page, else signature boxes stay blank
            sizes = [self._paper.get_page_size(n) for n in range(len(self._paper))]
        except pypdfium2.PdfiumError:
            self.failed.emit(number)
        else:
            self.opened.emit(number, sizes)

    def _draw(self, number: int, page: int, scale: float) -> None:
        if number == self._number and self._paper is not None:
            self.drawn.emit(number, page, scale, self._image(self._paper, page, scale))

    def _draw_for_printing(self, number: int, page: int) -> None:
        if number == self._number and self._paper is not None:
            image = self._image(self._paper, page, PRINT_DPI / _POINTS, optimize_mode="print")
            self.drawn_for_printing.emit(number, page, image)

    @staticmethod
    def _image(paper: pypdfium2.PdfDocument, page: int, scale: float, **how: str) -> QImage:
        found = paper[page]
        bitmap = found.render(scale=scale, may_draw_forms=True, **how)
        form = QImage.Format.Format_BGR888 if bitmap.mode == "BGR" else QImage.Format.Format_RGB32
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
        bitmap.close()
        found.close()
        return image
