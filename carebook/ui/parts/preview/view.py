"""A paper on screen, drawn as it will be printed, signature boxes too; its pages in small, its search, its printing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from carebook.money import number as written
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.jobs import Job
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, row
from carebook.ui.parts.pdfium import Pdfium
from carebook.ui.parts.preview.finding import FindBar
from carebook.ui.parts.preview.findings import Findings
from carebook.ui.parts.preview.printing import PrintRun
from carebook.ui.parts.preview.sheets import Sheets
from carebook.ui.parts.preview.thumbnails import Thumbnails
from carebook.ui.parts.states import Progress
from carebook.words import _

_ROOM_FOR_THUMBNAILS = 720  # pixels; where there is less they come only when they are asked for


class _PageField(QLineEdit):
    """The number of the page; Enter is its own and presses no button of the dialog around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PdfPreview(QWidget):
    """Shows a PDF and prints it.

    ``printed`` tells whether every page reached the printer; of a printing that the person stopped the preview speaks itself.
    """

    printed = Signal(bool)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdfium = Pdfium()
        self._number = 0
        self._sizes: list[tuple[float, float]] = []
        self._findings: Findings | None = None
        self._printing: PrintRun | None = None
        self._asked_for_thumbnails: bool | None = None  # None: as there is room
        self._sheets = Sheets()
        self._thumbnails = Thumbnails()
        self._thumbnails.hide()
        self.find_bar = FindBar()
        self._progress = Progress()
        self._messages = MessageBar()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_bar())
        for widget in (self.find_bar, self._progress, self._messages):
            whole.addWidget(widget)
        whole.addLayout(row(self._thumbnails, (self._sheets, 1), gap=0), 1)
        self._connect()
        self._show_nothing(_("Nothing to show yet."))

    def _make_bar(self) -> QWidget:
        self._why = label("", wrap=True)
        self._why.setMaximumHeight(theme.worn().scaled(32))
        self._why.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._pages = Button("", "ghost", "list")
        self._pages.setCheckable(True)
        self._word = label("", "small")
        self.page_field = _PageField()
        self.page_field.setProperty("dense", "true")
        self.page_field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page_field.setFixedWidth(theme.worn().scaled(52))
        self._of = label("", "small")
        self._zoom_label = label("", "small", right=True)
        self._find, self._smaller, self._larger, self._fit = (
            Button("", "ghost", icon) for icon in ("search", "minus", "plus", "arrow-left-right")
        )
        self._print = Button("", icon="printer")
        self._place = box(row(self._pages, self._word, self.page_field, self._of, gap=6))
        zoom = row(self._smaller, self._zoom_label, self._larger, self._fit, gap=0)
        bar = row(self._place, (self._why, 1), self._find, zoom, self._print, gap=6, margins=(16, 4, 20, 4))
        self._name_buttons()
        return box(bar)

    def _connect(self) -> None:
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        self._fit.clicked.connect(self.fit_width)
        self._print.clicked.connect(self._print_asked)
        self._find.clicked.connect(self.begin_finding)
        self._pages.clicked.connect(self._ask_for_thumbnails)
        self._smaller.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut))
        self._larger.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn))
        self.page_field.returnPressed.connect(self._go_to_typed)
        self.page_field.editingFinished.connect(self._say_seen)
        on_key(self, "Ctrl+F", self.begin_finding, whole_window=True)
        on_key(self, "Ctrl+G", self._to_page_field, whole_window=True)
        on_key(self, "F3", self.find_bar.on.click)
        on_key(self, "Shift+F3", self.find_bar.back.click)
        self.find_bar.wanted.connect(self._look_for)
        self.find_bar.stepped.connect(self._step_finding)
        self.find_bar.closed.connect(self._end_finding)
        self._progress.stopped.connect(self._stop_printing)
        self._thumbnails.page_chosen.connect(self.go_to)
        self._thumbnails.wanted.connect(self._pdfium.draw_small)
        self._sheets.looked_at.connect(self._pdfium.look_at)
        self._sheets.wanted.connect(self._pdfium.draw)
        self._sheets.page_seen.connect(self._say_page)
        self._sheets.scaled.connect(self._say_zoom)
        self._pdfium.opened.connect(self._opened)
        self._pdfium.failed.connect(self._failed)
        self._pdfium.drawn.connect(self._drawn)
        self._pdfium.drawn_small.connect(self._drawn_small)
        self._pdfium.drawn_for_printing.connect(self._put_on_paper)
        self._pdfium.searched.connect(self._searched)
        self.destroyed.connect(self._pdfium.stop)

    def show_pdf(self, pdf: bytes) -> None:
        """Show this paper from its first page; what was shown before is gone at once, its printing ends."""
        if self._printing is not None:
            self._printing.give_up()
            self._end_printing()
            self.printed.emit(False)
        self._messages.clear()
        self._show_nothing("")
        self._number = self._pdfium.open(pdf)

    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._sizes)

    def words(self) -> str:
        """What is shown: page and number of pages, or why there is none."""
        if not self._sizes:
            return self._why.text()
        page = self._sheets.page_read() + 1
        return _("Page {page} of {pages}").format(page=page, pages=len(self._sizes))

    def go_to(self, page: int) -> None:
        """Show a page, counted from 0; before the first is the first, after the last the last."""
        if self._sizes:
            self._sheets.go_to(min(max(page, 0), len(self._sizes) - 1))

    def begin_finding(self) -> None:
        """Open the bar in which words to find are typed."""
        if self._sizes:
            self.find_bar.open_bar()

    def zoom_in(self) -> None:
        """One step larger."""
        self._sheets.step_zoom(larger=True)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._sheets.step_zoom(larger=False)

    def fit_width(self) -> None:
        """As wide as the view."""
        self._sheets.set_zoom(None)

    # what is shown

    def _show_nothing(self, why: str) -> None:
        self._sizes = []
        self._sheets.show_pages([])
        self._thumbnails.show_pages([])
        self._end_finding()
        self.find_bar.hide()
        self._why.setText(why)
        self._allow(False)
        self._fit_thumbnails()

    def _allow(self, there: bool) -> None:
        self._place.setVisible(there)
        for button in (self._find, self._smaller, self._larger, self._fit, self._print):
            button.setEnabled(there)

    def _opened(self, number: int, sizes: list[tuple[float, float]]) -> None:
        if number != self._number:
            return
        self._sizes = sizes
        self._sheets.show_pages(sizes)
        self._thumbnails.show_pages(sizes)
        self._of.setText(f"/ {written(len(sizes))}")
        self._allow(True)
        self._say_page(0)
        self._fit_thumbnails()
        self.shown.emit()

    def _failed(self, number: int) -> None:
        if number == self._number:
            self._show_nothing(_("This part could not be read yet."))

    def _drawn(self, number: int, page: int, scale: float, image: QImage) -> None:
        if number == self._number:
            self._sheets.keep(page, scale, image)

    def _drawn_small(self, number: int, page: int, image: QImage) -> None:
        if number == self._number:
            self._thumbnails.keep(page, image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_thumbnails()

    def _ask_for_thumbnails(self, wanted: bool) -> None:
        self._asked_for_thumbnails = wanted
        self._fit_thumbnails()

    def _fit_thumbnails(self) -> None:
        wanted = self._asked_for_thumbnails
        if wanted is None:
            wanted = self.width() >= theme.worn().scaled(_ROOM_FOR_THUMBNAILS)
        several = len(self._sizes) > 1
        self._pages.setVisible(several)
        self._pages.setChecked(wanted)
        self._thumbnails.setVisible(wanted and several)

    # where one is

    def _to_page_field(self) -> None:
        if self._sizes:
            self.page_field.setFocus()
            self.page_field.selectAll()

    def _go_to_typed(self) -> None:
        typed = self.page_field.text().strip()
        if typed.isdecimal():
            self.go_to(int(typed) - 1)
        self._say_seen()
        self._sheets.setFocus()

    def _say_seen(self) -> None:
        if self._sizes:
            self._say_page(self._sheets.page_read())

    def _say_page(self, page: int) -> None:
        self.page_field.setText(str(page + 1))
        self._thumbnails.mark(page)

    def _say_zoom(self) -> None:
        self._zoom_label.setText(f"{round(self._sheets.current_zoom() * 100)}\u00a0%" if self._sizes else "")

    # what is looked for

    def _look_for(self, typed: str) -> None:
        self._end_finding()
        if typed.strip():
            search = self._pdfium.search(typed)
            self._findings = Findings(search, self._sheets.page_read(), len(self._sizes))
        self.find_bar.show_findings(self._findings)

    def _searched(self, number: int, search: int, page: int, places: list[list[object]], letters: int) -> None:
        findings = self._findings
        if number == self._number and findings is not None and search == findings.number:
            findings.add(page, places, letters)  # type: ignore[arg-type]  # a signal carries lists of anything
            self._mark_found(findings)

    def _step_finding(self, by: int) -> None:
        if self._findings is not None:
            self._findings.step(by)
            self._mark_found(self._findings)

    def _mark_found(self, findings: Findings) -> None:
        self._sheets.mark(findings.by_page, findings.current)
        self.find_bar.show_findings(findings)

    def _end_finding(self) -> None:
        self._pdfium.stop_searching()
        self._findings = None
        self._sheets.mark({}, None)
        if not self.find_bar.isVisible() and self.find_bar.isAncestorOf(self.focusWidget() or self):
            self._sheets.setFocus()

    # printing

    def _print_asked(self) -> None:
        self.print_pdf()

    def print_pdf(self, printer: QPrinter | None = None) -> None:
        """Print what is shown at 300 dpi, each sheet lying as it is; without ``printer`` the person chooses one.

        A bar tells which page is on its way; [Stop] ends it after the page before.
        """
        if not self._sizes or self._printing is not None:
            return
        if printer is None:
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            dialog = QPrintDialog(printer, self)
            dialog.setMinMax(1, len(self._sizes))
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
        job = Job(self)
        self._messages.clear()
        self._printing = PrintRun(printer, len(self._sizes), job)
        self._progress.follow(job, _("Printing: {done}/{total} pages"))
        self._print.setEnabled(False)
        self._next_page()

    def _next_page(self) -> None:
        """Ask for the next page to print, or finish."""
        printing = self._printing
        assert printing is not None
        if printing.next_page is not None:
            self._pdfium.draw_for_printing(printing.next_page)
            return
        done = printing.end()
        self._end_printing()
        self.printed.emit(done)

    def _put_on_paper(self, number: int, page: int, image: QImage) -> None:
        printing = self._printing
        if number != self._number or printing is None or page != printing.next_page:
            return
        if printing.put(image, self._sizes[page]):
            self._next_page()
            return
        printing.give_up()
        self._end_printing()
        self.printed.emit(False)

    def _stop_printing(self) -> None:
        printing = self._printing
        if printing is None:
            return
        printing.give_up()
        self._end_printing()
        said = _("Printing was stopped; {done} of {total} pages were on their way to the printer.")
        self._messages.say(said.format(done=written(printing.done), total=written(printing.total)), "warn")

    def _end_printing(self) -> None:
        printing = self._printing
        self._printing = None
        self._print.setEnabled(bool(self._sizes))
        if printing is not None:
            printing.job.ended.emit()
            printing.job.deleteLater()

    # the language

    def changeEvent(self, event: QEvent) -> None:
        """Speak the other language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name_buttons()
            self.find_bar.name_parts()
        super().changeEvent(event)

    def _name_buttons(self) -> None:
        self._word.setText(_("Page"))
        for part, name, key in (
            (self._pages, _("Pages in small"), ""),
            (self.page_field, _("Go to page"), "Ctrl+G"),
            (self._find, _("Find on the paper"), "Ctrl+F"),
            (self._smaller, _("Smaller"), ""),
            (self._larger, _("Larger"), ""),
            (self._fit, _("Fit width"), ""),
            (self._print, _("Print…"), ""),
        ):
            part.setAccessibleName(name)
            part.setToolTip(f"{name}  {key}" if key else name)
        keys = self._print.shortcut()
        self._print.setText(_("Print…"))
        self._print.setShortcut(keys)  # a new text takes the keys away
