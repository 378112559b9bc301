"""What differs, as names: this span against the one before, the signed version against today, two versions, what came late."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carebook.records.figures import TOTAL, Line
from carebook.reports.late_figures import said
from carebook.reports.month import Late
from carebook.rules import identities
from carebook.ui.pages.reports.gathering import ChangedTable, ReportView, row_label, said_before, said_period
from carebook.ui.pages.reports.lines import names
from carebook.ui.pages.reports.versions import VersionsCompared, changed_tables, names_under, shown
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.words import _, pgettext


class ComparisonView(QWidget):
    """Four sections, each with the people behind the difference. ``new_version_wanted`` when today differs."""

    new_version_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._place: QVBoxLayout = column(gap=4, margins=(24, 8, 28, 20))
        self.versions: VersionsCompared | None = None
        self.setLayout(column((scrolling(box(column(self._place, None, gap=0))), 1), gap=0))

    def show_report(self, view: ReportView) -> None:
        """Show the differences of a report."""
        emptied(self._place)
        self.versions = None
        if view.snapshot is not None:
            self._against_today(view)
        self._late(view)
        if len(view.snapshots) > 1:
            self._head(_("Two versions"))
            self.versions = VersionsCompared(self._desk, view.snapshots)
            self._place.addWidget(self.versions)
        self._against_before(view)

    def _head(self, title: str, count: str = "") -> None:
        if self._place.count():
            self._place.addSpacing(10)
        self._place.addWidget(section_head(title, count))
        self._place.addWidget(hairline())

    def _say(self, words: str, role: str = "") -> None:
        self._place.addWidget(label(words, role, wrap=True))

    def _against_today(self, view: ReportView) -> None:
        snapshot = view.snapshot
        if snapshot is None:
            return
        self._head(_("Today's data against version {version}").format(version=snapshot.report_version))
        if not view.changed:
            self._say(_("They agree with the closed version."))
            return
        self._tables(view.changed)
        self._say(
            _(
                "The closed version does not change. What is new goes into the late facts of the next report, or a new version."
            ),
            "small",
        )
        if self._desk.may("close_period"):
            again = Button(_("Make version {n}…").format(n=snapshot.report_version + 1), icon="pencil")
            again.clicked.connect(self.new_version_wanted)
            self._place.addLayout(row(again, None, margins=(0, 4, 0, 0)))

    def _late(self, view: ReportView) -> None:
        if not view.late and not view.late_rows:
            return
        self._head(_("Late facts of earlier reports"), str(len(view.late) + len(view.late_rows)))
        self._say(
            _("They happened in a time that was closed and were written down afterwards; the signed report stays."),
            "small",
        )
        for fact in view.late:
            self._place.addWidget(self._late_line(fact, fact.person_id in view.hidden))
        for row_ in view.late_rows:
            words = f"{said_period(row_.period)} · {row_.table} · {row_.label}"
            words = words[:1].upper() + words[1:]
            self._place.addLayout(
                row((label(words, wrap=True), 1), (label(said(row_), "strong", wrap=True), 1), gap=12)
            )
            for title, lines in ((pgettext("people", "Added"), row_.added), (pgettext("people", "Gone"), row_.gone)):
                if lines:
                    self._names(title, lines)

    def _late_line(self, fact: Late, hidden: bool) -> QWidget:
        desk = self._desk
        words = _("{what} {day}, recorded {recorded}").format(
            what=fact.what, day=desk.said_day(fact.happened_on), recorded=desk.said_day(fact.recorded_on)
        )
        opening = Button(fact.name, "link")
        opening.clicked.connect(partial(desk.go, "person", person_id=fact.person_id))
        opening.setEnabled(bool(fact.person_id) and not hidden)
        return box(row(opening, label(words, "small"), None, gap=10))

    def _tables(self, changed: Sequence[ChangedTable]) -> None:
        for widget in changed_tables(self._desk, changed):
            self._place.addWidget(widget)

    def _names(self, title: str, lines: Sequence[Line]) -> None:
        self._place.addWidget(names_under(self._desk, title, lines))

    def _against_before(self, view: ReportView) -> None:
        before = view.previous
        span, last = said_period(view.key), said_before(view.key)
        self._head(_("{month} against {last}").format(month=span[:1].upper() + span[1:], last=last))
        if before is None:
            self._say(_("The book does not know the time before."))
            return
        now = next(table for table in view.tables if table.code == "B01")
        numbers = f"{shown(before.cell(TOTAL, 'closing'))} → {shown(now.cell(TOTAL, 'closing'))}"
        self._place.addLayout(row(label(pgettext("figures", "Closing"), wrap=True), label(numbers, "strong")))
        found = identities.differences(before, now)
        if not found:
            self._say(_("The same people, in the same categories."))
            return
        for title, lines in ((pgettext("people", "Come"), found.came), (pgettext("people", "Gone"), found.left)):
            if lines:
                self._names(title, lines)
        for old, new in found.moved:
            words = f"{row_label(before, old.row)} → {row_label(now, new.row)}"
            self._place.addLayout(
                row(
                    label(_("Changed group"), "small", width=96), names(self._desk, [new]), (label(words, wrap=True), 1)
                )
            )
