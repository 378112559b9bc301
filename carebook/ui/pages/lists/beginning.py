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
    """One button and what it reads; ``chosen(path)``, and afterwards ``list_wanted()``."""

    chosen = Signal(str)
    list_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        choose = Button(_("Choose a file…"), "primary", "file-spreadsheet", "Ctrl+O")
        choose.clicked.connect(self._choose)
        self._see = Button(_("See the residents"), icon="users")
        self._see.clicked.connect(self.list_wanted)
        self._see.hide()
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
                row(
                    None,
                    column(Sign("file-spreadsheet", "primary", 40), head, what, 8, row(choose, self._see, None)),
                    None,
                ),
                None,
                None,
                margins=24,
            )
        )
        self.setFocusProxy(choose)

    def offer_list(self) -> None:
        """After people were entered: the way to them."""
        self._see.show()

    def _choose(self) -> None:
        kinds = f"{_('Lists')} (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a file…"), "", kinds)
        if name:
            self.chosen.emit(name)
