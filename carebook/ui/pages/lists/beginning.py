"""The first step of an import: choose a file, or drop one on the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import column, row
from carebook.words import _

_WIDTH = 520


class FileStep(QWidget):
    """One button and what it reads; ``chosen(path)``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        choose = Button(_("Choose a file…"), "primary", "file-spreadsheet", "Ctrl+O")
        choose.clicked.connect(self._choose)
        head = label(_("One Excel list is enough to open the book."), "h2", wrap=True, width=_WIDTH)
        what = label(
            _(
                "Files .xlsx, .xls, .ods and .csv are read. Titles, footers, repeated rows and lost zeros are dealt with"
                " row by row. Nothing is written before the last step."
            ),
            "muted",
            wrap=True,
            width=_WIDTH,
        )
        self.setLayout(
            column(
                None,
                row(None, column(Sign("file-spreadsheet", "primary", 40), head, what, 8, row(choose, None)), None),
                None,
                None,
                margins=24,
            )
        )
        self.setFocusProxy(choose)

    def _choose(self) -> None:
        kinds = f"{_('Lists')} (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a file…"), "", kinds)
        if name:
            self.chosen.emit(name)
