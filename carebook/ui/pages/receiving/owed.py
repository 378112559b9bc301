"""What is still owed: a line a center, a column a time of the year; when each report came, and what is missing or came late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReportingFacility
from carebook.rules.receiving import Owed
from carebook.ui.pages.receiving.asking import Department
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, state
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.report_spans import short
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext, pgettext

_WIDTHS = {ReportKind.MONTHLY: 80}
_WIDE = 150
_MANY_DAYS = 100
"""From here on nobody counts the days any more, and they find no room."""


@dataclass(frozen=True)
class _Line:
    """One center with what it owes, by time."""

    facility: ReportingFacility
    owed: dict[str, Owed]

    @property
    def id(self) -> str:
        return self.facility.id


class OwedPart(QWidget):
    """``opening(parcel)``: a report that is there was chosen."""

    opening = Signal(object)

    def __init__(self, desk: Desk, begin: Callable[[], object]) -> None:
        """``begin`` enters the first center."""
        super().__init__()
        self._desk, self._begin = desk, begin
        self._shown: tuple[ReportKind, tuple[str, ...], str] | None = None
        self.told = label("", wrap=True)
        self.table = RecordTable([Column("center", _("Center"), _center_cell)], _("What is owed"))
        self._place = column((self.table, 1), gap=0)
        self.states = States(box(self._place))
        legend = Flow(
            box(state(_("came in time"), "full", "ok")),
            box(state(_("came late"), "half", "warn")),
            box(state(pgettext("report", "missing"), "cross", "danger")),
            box(state(_("not due yet"), "ring", "text2")),
            gap=18,
        )
        self.setLayout(
            column(
                row((self.told, 1), margins=(8, 8, 8, 0)),
                (self.states, 1),
                row((box(legend), 1), margins=(8, 2, 8, 6)),
                gap=4,
                margins=(16, 0, 16, 0),
            )
        )
        self.setFocusProxy(self.states)

    def show_department(self, found: Department) -> None:
        """Show the year of the time on show."""
        wanted = (found.kind, tuple(found.year), found.key)
        if self._shown != wanted:
            self._shown = wanted
            self._renew_table(found)
        lines = [
            _Line(one.facility, {key: found.owed[one.id, key] for key in found.year if (one.id, key) in found.owed})
            for one in found.centers
        ]
        self.told.setText(self._told(found))
        self.table.show_records(lines)
        if lines:
            self.states.show_content()
        else:
            words = _("No center stands in the list yet. Enter those that report, or take their first packages.")
            self.states.show_empty(words, (_("Add a center…"), self._begin), icon="landmark")

    def _renew_table(self, found: Department) -> None:
        before, here = self.table, found.year.index(found.key)
        columns = [Column("center", _("Center"), _center_cell, 150, 2, ALWAYS)]
        for place, key in enumerate(found.year):
            columns.append(
                Column(
                    key,
                    short(found.kind, key),
                    partial(_cell, key, self._desk.today()),
                    _WIDTHS.get(found.kind, _WIDE),
                    0,
                    ALWAYS if place == here else max(9 - abs(place - here), 1),
                )
            )
        self.table = RecordTable(columns, _("What is owed"), row_height=44)
        self.table.acted.connect(self._open)
        self._place.replaceWidget(before, self.table)
        before.deleteLater()

    def _told(self, found: Department) -> str:
        of_now = [one for (_center, key), one in found.owed.items() if key == found.key]
        if not of_now:
            return ""
        came = sum(one.parcel is not None for one in of_now)
        late, missing = sum(one.late for one in of_now), sum(one.missing for one in of_now)
        day = of_now[0].due_on
        due = _("due {day}").format(day=dates.written(day)) if day else ""
        parts = [
            due,
            _("{n} of {all} came").format(n=came, all=len(of_now)),
            ngettext("{n} late", "{n} late", late).format(n=late) if late else "",
            ngettext("{n} report missing", "{n} reports missing", missing).format(n=missing) if missing else "",
        ]
        return f"{short(found.kind, found.key)}: " + " · ".join(filter(None, parts))

    def _open(self, line: _Line, key: str) -> None:
        owed = line.owed.get(key)
        if owed is not None and owed.parcel is not None:
            self.opening.emit(owed.parcel)


def _center_cell(line: _Line) -> Cell:
    return Cell(line.facility.name, sub=line.facility.symbol, weight=500)


def _cell(key: str, today: date, line: _Line) -> Cell:
    owed = line.owed.get(key)
    if owed is None:
        return Cell("·", tone="text2")
    if owed.parcel is not None:
        came = f"{dates.today_in_vietnam(owed.parcel.received_at):%d/%m}"
        again = owed.parcel.report_version
        version = _("version {n}").format(n=again) if again > 1 else ""
        if owed.late:
            return Cell(came, sub=pgettext("report", "late"), sub_tone="warn", mark=("half", "warn"), acts=True)
        return Cell(came, sub=version, mark=("full", "ok"), acts=True)
    if owed.missing and owed.due_on is not None:
        days = (today - owed.due_on).days
        late = ngettext("{n} day", "{n} days", days).format(n=days) if days < _MANY_DAYS else ""
        return Cell(pgettext("report", "missing"), sub=late, tone="danger", sub_tone="danger", mark=("cross", "danger"))
    return Cell(f"{owed.due_on:%d/%m}" if owed.due_on else "", tone="text2", mark=("ring", "text2"))
