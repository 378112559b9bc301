"""A paper on screen, drawn as it will be printed, signature boxes too; and its printing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QMarginsF, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carebook.ui.parts.pdfium import PRINT_DPI, Pdfium
from carebook.words import _

_POINTS = 72
_GAP = 12  # logical pixels between pages and around them
_KEPT_PIXELS = 24_000_000  # of drawn pages; about 100 MB
_SMALLEST, _LARGEST, _STEP = 0.25, 4.0, 1.2


class _Sheets(QAbstractScrollArea):
    """The pages under each other; only those in sight are drawn, those drawn last are kept."""

    page_seen = Signal(int)
    wanted = Signal(int, float)
    scaled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Preview"))
        self.zoom: float | None = None  # None fits the width
        self._sizes: list[tuple[float, float]] = []
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self._seen = -1
        self.verticalScrollBar().setSingleStep(48)

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Pages of these sizes (points), none drawn yet, seen from the top."""
        self._sizes = sizes
        self._pictures.clear()
        self._asked.clear()
        self._seen = -1
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def keep(self, page: int, scale: float, image: QImage) -> None:
        """A page was drawn."""
        self._asked.discard((page, scale))
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[page, scale] = image
        while len(self._pictures) > 1 and sum(p.width() * p.height() for p in self._pictures.values()) > _KEPT_PIXELS:
            self._pictures.popitem(last=False)
        self.viewport().update()

    @property
    def factor(self) -> float:
        """Logical pixels a point."""
        dots = self.logicalDpiX() / _POINTS
        if self.zoom is not None or not self._sizes:
            return (self.zoom or 1.0) * dots
        room = self.viewport().width() - 2 * _GAP
        return max(room / max(width for width, _height in self._sizes), _SMALLEST * dots)

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 is the size of the paper; None fits the width. The middle of what was seen stays."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._height(), 1)
        self.zoom = None if zoom is None else min(max(zoom, _SMALLEST), _LARGEST)
        self._lay_out()
        bar.setValue(round(middle * self._height() - self.viewport().height() / 2))

    def current_zoom(self) -> float:
        """The zoom in force, also when it follows the width."""
        return self.factor * _POINTS / self.logicalDpiX()

    def page_at_middle(self) -> int:
        """The page under the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((n for n, rect in enumerate(self._rects()) if middle <= rect.bottom() + _GAP), len(self._sizes) - 1)

    def _height(self) -> int:
        return _GAP + sum(round(height * self.factor) + _GAP for _width, height in self._sizes)

    def _rects(self) -> list[QRect]:
        """Where each page lies, in the whole long sheet."""
        factor = self.factor
        across = max(self.viewport().width(), self._width())
        top, rects = _GAP, []
        for width, height in self._sizes:
            size = QSize(round(width * factor), round(height * factor))
            rects.append(QRect(QPoint((across - size.width()) // 2, top), size))
            top += size.height() + _GAP
        return rects

    def _width(self) -> int:
        return 2 * _GAP + round(max((width for width, _height in self._sizes), default=0) * self.factor)

    def _lay_out(self) -> None:
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(self._height() - view.height(), 0))
        down.setPageStep(view.height())
        across.setRange(0, max(self._width() - view.width(), 0))
        across.setPageStep(view.width())
        self._asked.clear()
        self.viewport().update()
        self.scaled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White sheets at once, their contents as soon as they are drawn."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().mid())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        by = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        scale = round(self.factor * self.devicePixelRatioF(), 4)
        for page, rect in enumerate(self._rects()):
            place = rect.translated(by)
            if not place.intersects(self.viewport().rect()):
                continue
            painter.fillRect(place, Qt.GlobalColor.white)
            if sharp := self._pictures.get((page, scale)):
                self._pictures.move_to_end((page, scale))
                painter.drawImage(place.topLeft(), sharp)
                continue
            if rough := self._rough(page):
                painter.drawImage(place, rough)
            if (page, scale) not in self._asked:
                self._asked.add((page, scale))
                self.wanted.emit(page, scale)
        painter.end()
        if self._sizes and (seen := self.page_at_middle()) != self._seen:
            self._seen = seen
            self.page_seen.emit(seen)

    def _rough(self, page: int) -> QImage | None:
        """The page as it was drawn last at another scale, until it comes at the right one."""
        return next((image for (n, _scale), image in reversed(self._pictures.items()) if n == page), None)


@dataclass
class _Printing:
    """A paper on its way to the printer, page after page."""

    printer: QPrinter
    pages: list[int]
    painter: QPainter = field(default_factory=QPainter)


class PdfPreview(QWidget):
    """Shows a PDF and prints it. ``printed`` tells whether every page reached the printer."""

    printed = Signal(bool)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdfium = Pdfium()
        self._number = 0
        self._sizes: list[tuple[float, float]] = []
        self._printing: _Printing | None = None
        self._sheets = _Sheets()
        self._place = QLabel()
        self._zoom_label = QLabel()
        self._smaller, self._larger, self._fit, self._print = (QPushButton() for _n in range(4))
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        self._fit.clicked.connect(self.fit_width)
        self._print.clicked.connect(self._print_asked)
        self._smaller.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut))
        self._larger.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn))
        self._name_buttons()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        for widget in (self._place, None, self._smaller, self._zoom_label, self._larger, self._fit, self._print):
            bar.addStretch(1) if widget is None else bar.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self._sheets, 1)
        self._pdfium.opened.connect(self._opened)
        self._pdfium.failed.connect(self._failed)
        self._pdfium.drawn.connect(self._drawn)
        self._pdfium.drawn_for_printing.connect(self._put_on_paper)
        self._sheets.wanted.connect(self._pdfium.draw)
        self._sheets.page_seen.connect(self._say_page)
        self._sheets.scaled.connect(self._say_zoom)
        self.destroyed.connect(self._pdfium.stop)
        self._show_nothing(_("Nothing to show yet."))

    def show_pdf(self, pdf: bytes) -> None:
        """Show this paper from its first page; what was shown before is gone at once, its printing ends."""
        if self._printing is not None:
            self._printing.painter.end()
            self._end_printing(False)
        self._show_nothing("")
        self._number = self._pdfium.open(pdf)

    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._sizes)

    def words(self) -> str:
        """What stands beside the buttons: page and number of pages, or why there is none."""
        return self._place.text()

    def zoom_in(self) -> None:
        """One step larger."""
        self._sheets.set_zoom(self._sheets.current_zoom() * _STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._sheets.set_zoom(self._sheets.current_zoom() / _STEP)

    def fit_width(self) -> None:
        """As wide as the view."""
        self._sheets.set_zoom(None)

    def print_pdf(self, printer: QPrinter | None = None) -> None:
        """Print what is shown at 300 dpi, each sheet lying as it is; without ``printer`` the person chooses one."""
        if not self._sizes or self._printing is not None:
            return
        if printer is None:
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            dialog = QPrintDialog(printer, self)
            dialog.setMinMax(1, len(self._sizes))
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or len(self._sizes), len(self._sizes))
        printer.setResolution(PRINT_DPI)
        printer.setFullPage(True)
        self._printing = _Printing(printer, list(range(first - 1, last)))
        self._print.setEnabled(False)
        self._next_page()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the other language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name_buttons()
            if self._sizes:
                self._say_page(self._sheets.page_at_middle())
        super().changeEvent(event)

    def _name_buttons(self) -> None:
        for button, text, name in (
            (self._smaller, "−", _("Smaller")),
            (self._larger, "+", _("Larger")),
            (self._fit, _("Fit width"), _("Fit width")),
            (self._print, _("Print…"), _("Print…")),
        ):
            keys = button.shortcut()
            button.setText(text)
            button.setShortcut(keys)  # a new text takes the keys away
            button.setAccessibleName(name)
            button.setToolTip(name)

    def _print_asked(self) -> None:
        self.print_pdf()

    def _say_zoom(self) -> None:
        self._zoom_label.setText(f"{round(self._sheets.current_zoom() * 100)}\u00a0%" if self._sizes else "")

    def _say_page(self, page: int) -> None:
        self._place.setText(_("Page {page} of {pages}").format(page=page + 1, pages=len(self._sizes)))

    def _show_nothing(self, why: str) -> None:
        self._sizes = []
        self._sheets.show_pages([])
        self._place.setText(why)
        for button in (self._smaller, self._larger, self._fit, self._print):
            button.setEnabled(False)

    def _opened(self, number: int, sizes: list[tuple[float, float]]) -> None:
        if number != self._number:
            return
        self._sizes = sizes
        self._sheets.show_pages(sizes)
        for button in (self._smaller, self._larger, self._fit, self._print):
            button.setEnabled(True)
        self._say_page(0)
        self.shown.emit()

    def _failed(self, number: int) -> None:
        if number == self._number:
            self._show_nothing(_("This part could not be read yet."))

    def _drawn(self, number: int, page: int, scale: float, image: QImage) -> None:
        if number == self._number:
            self._sheets.keep(page, scale, image)

    def _next_page(self) -> None:
        """Ask for the next page to print, or finish."""
        printing = self._printing
        assert printing is not None
        if printing.pages:
            self._pdfium.draw_for_printing(printing.pages[0])
            return
        self._end_printing(printing.painter.end())

    def _put_on_paper(self, number: int, page: int, image: QImage) -> None:
        printing = self._printing
        if number != self._number or printing is None:
            return
        width, height = self._sizes[page]
        way = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        size = QPageSize(QPageSize.PageSizeId.A4)
        printing.printer.setPageLayout(QPageLayout(size, way, QMarginsF(), QPageLayout.Unit.Millimeter))
        begun = printing.painter.isActive()
        if not (printing.printer.newPage() if begun else printing.painter.begin(printing.printer)):
            printing.painter.end()
            self._end_printing(False)
            return
        sheet = printing.printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        printing.painter.drawImage(sheet, image)
        printing.pages.remove(page)
        self._next_page()

    def _end_printing(self, done: bool) -> None:
        self._printing = None
        self._print.setEnabled(True)
        self.printed.emit(done)
