"""The tables of the page on their way to eyes and out of the book: a center's own, the sums and what is owed as PDF and workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from carebook.records.figures import Table
from carebook.store.book import Reader
from carebook.ui.pages.receiving.asking import Department
from carebook.ui.pages.receiving.center_table import CenterTableDialog, headings
from carebook.ui.pages.receiving.words import title_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import DeskPage
from carebook.ui.parts.report_spans import short
from carebook.words import _

if TYPE_CHECKING:
    from carebook.ui.parts.daily_papers import PaperOut

Given = tuple[str, str, Callable[[Reader, str], Any]]
"""The title, the beginning of the file's name, and what gathers the paper."""


class TablesOut(QObject):
    """``dialog`` shows a center's table, ``paper`` what will be printed. None of them names a person."""

    def __init__(self, desk: Desk, page: DeskPage, found: Callable[[], Department | None]) -> None:
        """``found`` is what the page shows."""
        super().__init__(page)
        self._desk, self._page, self._found = desk, page, found
        self.dialog: CenterTableDialog | None = None
        self.paper: PaperOut | None = None

    def show_table(self, center_id: str, code: str) -> None:
        """Show one table of a center's report of the time on show."""
        if (found := self._found()) is not None:
            self._desk.clerk.make(
                partial(headings, key=found.key),
                lambda known: known,
                partial(self._show_table, found, center_id, code),
                self._page.complain,
            )

    def _show_table(self, found: Department, center_id: str, code: str, known: Mapping[str, Table]) -> None:
        summed = found.summed
        name = next(one.label for one in summed.table.rows if one.code == center_id)
        title = title_of(summed.parcels[center_id])
        self.dialog = CenterTableDialog(self._page, name, title, summed.tables[center_id], code, known)
        self.dialog.open()

    def print_sums(self) -> None:
        """What is added up as a PDF."""
        if (given := self._sums()) is not None:
            self._out().begin(*given, _drawn_sums)

    def export_sums(self) -> None:
        """The same as a workbook."""
        if (given := self._sums()) is not None:
            self._out().begin_table(*given, _filled_sums, _nobody)

    def print_owed(self) -> None:
        """What is owed as a PDF."""
        if (given := self._owed()) is not None:
            self._out().begin(*given, _drawn_owed)

    def export_owed(self) -> None:
        """The same as a workbook."""
        if (given := self._owed()) is not None:
            self._out().begin_table(*given, _filled_owed, _nobody)

    def _sums(self) -> Given | None:
        """None while nothing came to be added up."""
        found, about = self._found(), self._desk.facility
        if found is None or not found.summed.parcels:
            return None
        missing = [one.name for one in found.summed.missing]

        def gather(_reader: Reader, by: str) -> Any:
            from carebook.reports.roll_up import RollUpPaper

            return RollUpPaper(about, found.summed.table, found.key, missing, by)

        return _("Everything added up"), f"tong-hop-{found.key}", gather

    def _owed(self) -> Given | None:
        """None while nobody owes anything."""
        found, desk = self._found(), self._desk
        if found is None or not found.centers:
            return None
        centers, heads = [one.facility for one in found.centers], [short(found.kind, key) for key in found.year]
        today = desk.today()

        def gather(_reader: Reader, by: str) -> Any:
            from carebook.reports.receiving import OwedPaper

            return OwedPaper(desk.facility, found.kind, centers, found.year, heads, found.owed, today, by)

        return _("What is owed"), f"theo-doi-nop-bao-cao-{found.key[:4]}", gather

    def _out(self) -> PaperOut:
        """What takes papers out; made when first needed, the window need not wait for it."""
        from carebook.ui.parts.daily_papers import PaperOut

        if self.paper is None:
            self.paper = PaperOut(self._desk, self._page)
            self.paper.said.connect(self._page.say)
            self.paper.refused.connect(self._page.complain)
        return self.paper


def _nobody(_made: object) -> tuple[str, ...]:
    """Whom the tables name."""
    return ()


def _drawn_sums(made: Any) -> bytes:
    from carebook.reports.roll_up import draw

    pdf: bytes = draw(made).pdf
    return pdf


def _filled_sums(made: Any) -> bytes:
    from carebook.reports.roll_up import workbook

    return workbook(made)


def _drawn_owed(made: Any) -> bytes:
    from carebook.reports.receiving import draw

    pdf: bytes = draw(made).pdf
    return pdf


def _filled_owed(made: Any) -> bytes:
    from carebook.reports.receiving import workbook

    return workbook(made)
