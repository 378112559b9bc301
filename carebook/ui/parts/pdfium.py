"""One paper in the hands of the one thread that may touch PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import pypdfium2
from pypdfium2 import raw
from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage

from carebook.rules.search_words import SearchedText

PRINT_DPI = 300
_POINTS = 72
_FINE = 20  # steps a point, because PDFium tells places in whole steps


@cache
def _hand() -> ThreadPoolExecutor:
    """The one thread of the program that touches PDFium, which is not safe in several, not even with several papers."""
    return ThreadPoolExecutor(1, "pdf")


class Pdfium(QObject):
    """One paper in the hands of the thread of PDFium; answers come back as signals.

    Every paper has a number; an answer carries the number it was asked with, and what was asked for an older paper is not
    drawn any more. It belongs to the application until the thread has let go of the paper: the thread must never be the last to
    hold it, for then it would end there, and not where its signals are heard.
    """

    closed = Signal()
    opened = Signal(int, list)  # number of the paper, sizes of its pages in points
    failed = Signal(int)
    drawn = Signal(int, int, float, QImage)  # number of the paper, page, scale, picture
    drawn_small = Signal(int, int, QImage)
    drawn_for_printing = Signal(int, int, QImage)
    searched = Signal(
        int, int, int, list, int
    )  # number of paper and search, page, rectangles of each place, letters there

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self.closed.connect(self.deleteLater, Qt.ConnectionType.QueuedConnection)
        self._paper: pypdfium2.PdfDocument | None = None
        self._number = 0
        self._search = 0
        self._looked_at: Set[tuple[int, float]] = frozenset()
        self._texts: dict[int, SearchedText] = {}

    def open(self, pdf: bytes) -> int:
        """Ask for a paper; the number it goes by."""
        self._number += 1
        _hand().submit(self._open, self._number, pdf)
        return self._number

    def draw(self, page: int, scale: float) -> None:
        """Ask for a page at ``scale`` pixels a point, as long as it is looked at."""
        _hand().submit(self._draw, self._number, page, scale)

    def look_at(self, pages: Set[tuple[int, float]]) -> None:
        """These pages at their scales are looked at; what was asked for and is not among them is not drawn any more."""
        self._looked_at = pages

    def draw_small(self, page: int, scale: float) -> None:
        """Ask for a page as it is shown in small."""
        _hand().submit(self._draw_small, self._number, page, scale)

    def draw_for_printing(self, page: int) -> None:
        """Ask for a page as fine as it is printed."""
        _hand().submit(self._draw_for_printing, self._number, page)

    def search(self, typed: str) -> int:
        """Look for words on every page, from the first on; the number of the search, which ends the one before."""
        self._search += 1
        _hand().submit(self._look_on, self._number, self._search, typed, 0)
        return self._search

    def stop_searching(self) -> None:
        """Look no further."""
        self._search += 1

    def stop(self) -> None:
        """Let go of the paper for good."""
        self._number += 1
        with suppress(RuntimeError):  # the program ends and its thread is gone
            _hand().submit(self._end)

    def _end(self) -> None:
        self._close()
        self.closed.emit()

    def _close(self) -> None:
        self._texts.clear()
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
        if number == self._number and self._paper is not None and (page, scale) in self._looked_at:
            self.drawn.emit(number, page, scale, self._image(self._paper, page, scale))

    def _draw_small(self, number: int, page: int, scale: float) -> None:
        if number == self._number and self._paper is not None:
            self.drawn_small.emit(number, page, self._image(self._paper, page, scale))

    def _draw_for_printing(self, number: int, page: int) -> None:
        if number == self._number and self._paper is not None:
            image = self._image(self._paper, page, PRINT_DPI / _POINTS, optimize_mode="print")
            self.drawn_for_printing.emit(number, page, image)

    def _look_on(self, number: int, search: int, typed: str, page: int) -> None:
        """Search one page, then queue for the next one behind the pages that are to be drawn."""
        if number != self._number or search != self._search or self._paper is None:
            return
        places, letters = self._found(self._paper, page, typed)
        self.searched.emit(number, search, page, places, letters)
        if page + 1 < len(self._paper):
            with suppress(RuntimeError):  # the program ends
                _hand().submit(self._look_on, number, search, typed, page + 1)

    def _found(self, paper: pypdfium2.PdfDocument, page: int, typed: str) -> tuple[list[list[QRectF]], int]:
        """Where the words stand on a page, one list of rectangles each time, and how many letters the page holds."""
        known = self._texts.get(page)
        if known is not None and not known.places_of(typed):
            return [], len(known.text)
        there = paper[page]
        text = there.get_textpage()
        if known is None:
            letters = [raw.FPDFText_GetUnicode(text, n) for n in range(text.count_chars())]
            known = self._texts[page] = SearchedText("".join(map(chr, letters)))
        places = [self._rectangles(there, text, *place) for place in known.places_of(typed)]
        text.close()
        there.close()
        return places, len(known.text)

    @staticmethod
    def _rectangles(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, first: int, count: int) -> list[QRectF]:
        """The rectangles of some letters, in points from the upper left corner of the page as it is shown."""
        width, height = (round(side * _FINE) for side in page.get_size())
        found = []
        for n in range(text.count_rects(first, count)):
            left, bottom, right, top = text.get_rect(n)
            corners = []
            for x, y in ((left, top), (right, bottom)):
                across, down = ctypes.c_int(), ctypes.c_int()
                raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
                corners.append((across.value / _FINE, down.value / _FINE))
            (x1, y1), (x2, y2) = corners
            found.append(QRectF(x1, y1, x2 - x1, y2 - y1).normalized())
        return found

    @staticmethod
    def _image(paper: pypdfium2.PdfDocument, page: int, scale: float, **how: str) -> QImage:
        found = paper[page]
        bitmap = found.render(scale=scale, may_draw_forms=True, **how)
        form = QImage.Format.Format_BGR888 if bitmap.mode == "BGR" else QImage.Format.Format_RGB32
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
        bitmap.close()
        found.close()
        return image
