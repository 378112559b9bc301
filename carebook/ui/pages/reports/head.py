"""The head of the page of a report: which one is on show and how far it is, the ways of looking at it, what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from carebook.records.enum_words import said
from carebook.records.periods import ReportState
from carebook.rules.signing import awaits_seal
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.pages.reports.steps import Step
from carebook.ui.parts.bars import PageHeader
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.labels import Chip
from carebook.ui.parts.layouts import box, emptied, row
from carebook.ui.parts.report_spans import SpanChoice
from carebook.words import _, pgettext

_CHIPS: dict[ReportState, tuple[str, str]] = {
    ReportState.CLOSED: ("info", "lock"),
    ReportState.NUMBERED: ("info", "lock"),
    ReportState.PREPARER_SIGNED: ("info", "signature"),
    ReportState.SIGNED: ("ok", "shield-check"),
    ReportState.SIGNED_IN_INK: ("ok", "signature"),
    ReportState.SENT: ("ok", "send"),
    ReportState.ACKNOWLEDGED: ("ok", "check"),
    ReportState.SUPERSEDED: ("none", "history"),
    ReportState.REOPENED: ("warn", "lock-open"),
}


class ReportHead(QObject):
    """Fills the head of ``page``. ``below`` is the row under it that takes what has no room beside the title."""

    def __init__(self, header: PageHeader, page: QWidget, today: Callable[[], date]) -> None:
        super().__init__(page)
        self._header = header
        self.span = SpanChoice(today)
        self.segments = Segments(
            [
                ("figures", _("Figures")),
                ("narrative", pgettext("report", "Narrative")),
                ("paper", _("On paper")),
                ("comparison", _("Compare")),
            ]
        )
        self.more = Button(_("More…"))
        self.next = Button("", "primary")
        self._menu = QMenu(page)
        self._chip_place, self._beside_title, self._wide_place = row(gap=0), row(gap=0), row(gap=0)
        self._chip = box(self._chip_place)
        self._beside_title.addWidget(self._chip)
        self._wide_place.addWidget(self.segments)
        header.add_left(self.span, box(self._beside_title))
        header.add_actions(box(self._wide_place), self.more, self.next)
        self._narrow_place = row(None, gap=12, margins=(24, 0, 16, 6))
        self.below = box(self._narrow_place)
        self.below.hide()
        self.next.hide()
        self.more.clicked.connect(self._offer_more)

    def show_report(self, view: ReportView, steps: Sequence[Step], others: Sequence[Step]) -> None:
        """Show a report: the first of ``steps`` may be the one primary button, the rest and ``others`` stand in the menu."""
        self._header.title.setText(_("Report"))
        self.span.show_report(view.kind, view.key, view.keys)
        self._show_chip(view)
        leads = bool(steps) and steps[0].leads
        if leads:
            self.next.hide()
            self.next.deleteLater()
            self.next = Button(steps[0].words, "primary", steps[0].icon)
            self.next.clicked.connect(steps[0].begin)
            self._header.add_actions(self.next)
        self.next.setVisible(leads)
        self._menu.clear()
        for step in (*(steps[1:] if leads else steps), *others):
            self._menu.addAction(step.words, step.begin)
        self.more.setVisible(not self._menu.isEmpty())

    def _show_chip(self, view: ReportView) -> None:
        emptied(self._chip_place)
        if view.state is None:
            chip = Chip(pgettext("report", "not closed"), "warn", "hourglass")
        else:
            tone, icon = _CHIPS[view.state]
            version = view.snapshots[0].report_version
            words = said(view.state)
            if view.snapshot is not None and awaits_seal(view.snapshot, view.signed):
                words, tone = _("Waiting for the seal"), "info"
            chip = Chip(_("{state}, version {n}").format(state=words, n=version) if version > 1 else words, tone, icon)
        self._chip_place.addWidget(chip)

    def _offer_more(self) -> None:
        self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def fit(self, width: int) -> None:
        """Put the ways of looking and the state into the row below where a page of this width has no room beside the title."""
        below = not self.below.isHidden()
        needed = self._header.minimumSizeHint().width()
        if below:
            needed += self.segments.sizeHint().width() + self._chip.sizeHint().width() + 20
        if (needed > width) == below:
            return
        if below:
            self._beside_title.addWidget(self._chip)
            self._wide_place.addWidget(self.segments)
        else:
            self._narrow_place.insertWidget(0, self.segments)
            self._narrow_place.insertWidget(1, self._chip)
        self.below.setVisible(not below)
