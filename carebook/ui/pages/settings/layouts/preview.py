"""A report as a layout prints it, drawn as a draft from the figures of the last time that is over."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from carebook.records.periods import ReportKind
from carebook.reports import copies
from carebook.rules.periods import key_before, key_on, said
from carebook.rules.report_layouts import Layout
from carebook.store.book import Reader
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.preview import PdfPreview
from carebook.ui.parts.states import States
from carebook.words import _, pgettext


class LayoutPreview(DeedDialog):
    """Draws when it is made; "BẢN NHÁP" stands across."""

    def __init__(self, desk: Desk, parent: QWidget, layout: Layout, kind: ReportKind) -> None:
        spans = ReportKind.MONTHLY if kind is ReportKind.ON_DEMAND else kind
        key = key_before(key_on(spans, desk.today()))
        text = _("Today's figures of {span}, as this layout prints them.").format(span=said(key))
        super().__init__(parent, layout.name or _("Preview"), text)
        room = self.screen().availableGeometry()
        self.resize(min(theme.worn().scaled(980), room.width() - 40), min(theme.worn().scaled(700), room.height() - 40))
        self._work = (desk, layout, key)
        self.preview = PdfPreview()
        self.states = States(self.preview)
        height = self.height() - theme.worn().scaled(170)
        self.contents.addWidget(box(column((self.states, 1)), height=height))
        self.add_button("", pgettext("window", "Close"))
        self.finished.connect(self.deleteLater)
        self._draw()

    def _draw(self) -> None:
        desk, layout, key = self._work
        self.states.show_loading()

        def gather(_reader: Reader) -> copies.Source:
            with desk.book.reading_masked(desk.now()) as reader:
                return replace(copies.gather(reader, key, desk.now(), draft=True), layout=layout)

        def draw(source: copies.Source) -> bytes:
            return copies.draw(source).pdf

        desk.clerk.make(gather, draw, self._show, self._not_drawn)

    def _show(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self.states.show_content()

    def _not_drawn(self, _error: BaseException) -> None:
        self.states.show_failed(self._draw, _("The paper could not be drawn. The figures are safe."))
