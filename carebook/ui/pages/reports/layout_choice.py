"""By which layout a report is closed: those that hold on its day, the one its kind was closed with last before the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.records.periods import ReportKind
from carebook.reports.addressing import Addressing, standing
from carebook.rules.report_layouts import Layout, layout_of
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.report_layouts import templates_on, usual_template
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import _


@dataclass(frozen=True)
class _Offer:
    """A layout that can be chosen, and its standing lines."""

    id: str
    layout: Layout
    lines: Addressing
    sealed: bool


class LayoutChoice(QWidget):
    """Not seen while the book has no layout for the report.

    ``standing(Addressing)`` tells the lines of the one that is chosen, ``seal_wanted`` that it asks for the facility's seal.
    """

    standing = Signal(object)
    seal_wanted = Signal()

    def __init__(self, desk: Desk, view: ReportView) -> None:
        super().__init__()
        self._offers: dict[str, _Offer] = {}
        self._before = view.layout if view.snapshot is not None else None
        self._read = False
        self.choice = Choice([("", _("The program's own"))])
        self.choice.setAccessibleName(_("Layout of the report"))
        self.choice.activated.connect(self._tell)
        caption = label(_("Layout of the report"), width=150)
        caption.setBuddy(self.choice)
        self.setLayout(row(caption, (self.choice, 1), gap=10))
        self.hide()
        kind: ReportKind = view.kind
        period = view.figures.period

        def question(reader: Reader) -> tuple[Sequence[_Offer], str]:
            bases = periods.legal_bases(reader)
            found = [
                _Offer(one.id, layout_of(one), standing(one, bases, desk.today()), one.sealed)
                for one in templates_on(reader, kind, period.cutoff)
            ]
            usual = usual_template(reader, kind, period)
            return found, usual.id if usual is not None else ""

        desk.ask(self, question, self._show)

    def _show(self, answer: tuple[Sequence[_Offer], str]) -> None:
        found, usual = answer
        self._read = True
        self._offers = {one.id: one for one in found}
        self.choice.offer([("", _("The program's own")), *((one.id, one.layout.name) for one in found)])
        if self._before is not None:
            usual = next((one.id for one in found if one.layout.name == self._before.name), "")
        self.choice.choose(usual)
        self.setVisible(bool(found))
        if usual:
            self._tell()

    def _tell(self, _place: int = 0) -> None:
        offer = self._offers.get(self.choice.code())
        self.standing.emit(offer.lines if offer is not None else Addressing())
        if self.asks_seal():
            self.seal_wanted.emit()

    def asks_seal(self) -> bool:
        """Whether the layout that is chosen asks for the facility's seal."""
        offer = self._offers.get(self.choice.code())
        return offer is not None and offer.sealed

    def chosen(self) -> Layout | None:
        """The layout that is chosen; None while the layouts are still being read: the usual one is then closed with."""
        if not self._read:
            return None
        offer = self._offers.get(self.choice.code())
        return offer.layout if offer is not None else Layout()
