"""Any two closed versions of a report beside each other: numbers that differ with the people behind them, and the words typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carebook.dates import today_in_vietnam
from carebook.records.figures import Line
from carebook.records.periods import Snapshot
from carebook.rules import identities
from carebook.ui.pages.reports.gathering import ChangedTable, Compared, row_label, versions_compared
from carebook.ui.pages.reports.lines import names
from carebook.ui.pages.reports.text_changes import text_changes
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.words import _, pgettext


class VersionsCompared(QWidget):
    """Two choices, the version before and the newest at first; what differs stands below."""

    def __init__(self, desk: Desk, snapshots: Sequence[Snapshot]) -> None:
        """``snapshots`` are the versions of one report, the newest first; at least two."""
        super().__init__()
        self._desk = desk
        self._versions = {str(one.report_version): one for one in snapshots}
        offered = [(code, self._said(one)) for code, one in self._versions.items()]
        self.old, self.new = Choice(offered), Choice(offered)
        self.old.setAccessibleName(_("The older version"))
        self.new.setAccessibleName(_("The newer version"))
        self.old.choose(offered[1][0])
        self.new.choose(offered[0][0])
        for choice in (self.old, self.new):
            choice.activated.connect(self.compare)
        self.why = label("", "small", wrap=True)
        self._place: QVBoxLayout = column(gap=4)
        choices = row(self.old, label("→"), self.new, None, gap=8, margins=(0, 4, 0, 2))
        self.setLayout(column(choices, self.why, self._place, gap=2))
        self.compare()

    def _said(self, snapshot: Snapshot) -> str:
        day = self._desk.said_day(today_in_vietnam(snapshot.closed_at))
        return _("Version {n}, closed {day}").format(n=snapshot.report_version, day=day)

    def compare(self, _place: int = 0) -> None:
        """Ask what differs between the two chosen versions."""
        old, new = self._versions[self.old.code()], self._versions[self.new.code()]
        reason = new.replaced_because if new.report_version > old.report_version else ""
        self.why.setText(_("Reason for the new version: {reason}").format(reason=reason) if reason else "")
        self.why.setVisible(bool(reason))
        question = partial(versions_compared, old=old, new=new, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _show(self, found: Compared) -> None:
        emptied(self._place)
        for widget in changed_tables(self._desk, found.tables):
            self._place.addWidget(widget)
        for widget in text_changes(found.texts):
            self._place.addWidget(widget)
        if not found.tables and not found.texts:
            self._place.addWidget(label(_("They do not differ.")))

    def _not_read(self, _error: BaseException) -> None:
        emptied(self._place)
        self._place.addWidget(
            label(_("One of them is not what was closed. Tell the director."), tone="danger", wrap=True)
        )


def changed_tables(desk: Desk, changed: Sequence[ChangedTable]) -> Iterator[QWidget]:
    """One line a number: its words, old → new, who was added and who is gone."""
    for one in changed:
        yield label(f"{one.table.code} {one.table.title}", "muted", wrap=True)
        labels = {column.code: column.label for column in one.table.columns}
        for cell in one.cells:
            words = f"{labels.get(cell.column, cell.column)} · {row_label(one.table, cell.row)}"
            yield box(row((label(words, wrap=True), 1), label(_change(cell), "strong"), gap=12))
            for title, lines in ((pgettext("people", "Added"), cell.added), (pgettext("people", "Gone"), cell.gone)):
                if lines:
                    yield names_under(desk, title, lines)


def names_under(desk: Desk, title: str, lines: Sequence[Line]) -> QWidget:
    """A title and the names of people beside it."""
    return box(row(label(title, "small", width=96), (names(desk, lines), 1), gap=8))


def shown(value: int | None) -> str:
    """A number as it is compared."""
    return "–" if value is None else str(value)


def _change(cell: identities.ChangedCell) -> str:
    return f"{shown(cell.old)} → {shown(cell.new)}"
