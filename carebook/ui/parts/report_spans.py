"""Which reports are on show: their kind, and their span between two arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook import dates
from carebook.records.declaration import Kind
from carebook.records.periods import ReportKind
from carebook.rules.periods import key_of, span_of
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import DateInput
from carebook.ui.parts.fields.choosing import Choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import Message, _, pgettext

_SHORTEST = 8
"""So many letters of a span are always read."""


class SpanChoice(QFrame):
    """``turned(kind, key)`` when another report is wanted; the key is "" for the one of that kind that is due.

    ``on_demand`` offers reports about days of one's own too.
    """

    turned = Signal(object, str)

    def __init__(self, today: Callable[[], date], *, on_demand: bool = True) -> None:
        super().__init__()
        self._today = today
        self._shown: tuple[ReportKind, str, tuple[str, ...]] = (ReportKind.MONTHLY, "", ())
        kinds = [
            (ReportKind.MONTHLY.value, pgettext("report", "Month")),
            (ReportKind.QUARTERLY.value, pgettext("report", "Quarter")),
            (ReportKind.HALF_YEARLY.value, pgettext("report", "6 months")),
            (ReportKind.YEARLY.value, pgettext("report", "Year")),
        ]
        if on_demand:
            kinds.append((ReportKind.ON_DEMAND.value, pgettext("report", "On demand")))
        self.kind = Choice(kinds)
        self.kind.setAccessibleName(_("Kind of report"))
        self.kind.setToolTip(_("Kind of report"))
        self.earlier = Button("", "ghost", "chevron-left")
        self.later = Button("", "ghost", "chevron-right")
        for button, words in ((self.earlier, _("Earlier report")), (self.later, _("Later report"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.span = Choice()
        self.span.setAccessibleName(_("Period"))
        self.span.setMinimumContentsLength(_SHORTEST)
        self.kind.activated.connect(self._kind_chosen)
        self.span.activated.connect(self._span_chosen)
        self.earlier.clicked.connect(partial(self.step, 1))
        self.later.clicked.connect(partial(self.step, -1))
        self.setLayout(row(self.kind, 4, self.earlier, self.span, self.later, gap=2))

    def show_report(self, kind: ReportKind, key: str, keys: Sequence[str]) -> None:
        """Show which report is on show, among those of its kind, the newest first."""
        self._shown = (kind, key, tuple(keys))
        self.kind.choose(kind.value)
        self.span.offer([(one, short(kind, one)) for one in keys])
        self.span.choose(key)
        place = keys.index(key)
        self.earlier.setEnabled(place + 1 < len(keys))
        self.later.setEnabled(place > 0)

    def step(self, by: int) -> None:
        """Ask for the report before (1) or after (-1)."""
        kind, key, keys = self._shown
        if key in keys and 0 <= (place := keys.index(key) + by) < len(keys):
            self.turned.emit(kind, keys[place])

    def _kind_chosen(self, _place: int) -> None:
        kind = ReportKind(self.kind.code())
        if kind is not ReportKind.ON_DEMAND:
            self.turned.emit(kind, "")
            return
        dialog = DaysDialog(self, self._today)
        if dialog.exec():
            self.turned.emit(kind, dialog.key)
        else:
            self.kind.choose(self._shown[0].value)

    def _span_chosen(self, _place: int) -> None:
        self.turned.emit(self._shown[0], self.span.code())


class DaysDialog(DeedDialog):
    """The first and last day of a report on demand; ``key`` when both are given."""

    def __init__(self, parent: QWidget | None, today: Callable[[], date]) -> None:
        super().__init__(
            parent, _("Report on demand"), _("From which day to which day it speaks; both days are counted.")
        )
        self.key = ""
        self.first = DateInput(Kind.DATE, today, future=False)
        self.last = DateInput(Kind.DATE, today, future=False)
        for field, words in ((self.first, _("From day")), (self.last, _("To day"))):
            field.name_as(words)
            caption = label(words, width=110)
            caption.setBuddy(field.target)
            self.contents.addLayout(row(caption, field, gap=10))
        self.first.write(today().replace(day=1))
        self.last.write(today())
        self.error = label("", "small", "danger", wrap=True)
        self.contents.addWidget(self.error)
        take = Button(_("Show report"), "primary")
        take.clicked.connect(self.take)
        self._buttons.addWidget(take)
        self.add_button("", _("Go back"))
        take.setDefault(True)
        self.first.setFocus()

    def take(self) -> None:
        """Take the days, or say why they are none."""
        first, last = self.first.read(), self.last.read()
        for found in (first, last):
            if isinstance(found, Message):
                self.error.setText(str(found))
                return
        if first is None or last is None or first > last:
            self.error.setText(_("Give both days; the first is not after the last."))
            return
        self.key = key_of(first, last)
        self.accept()


def short(kind: ReportKind, key: str) -> str:
    """A span in the list, beside its kind: "10/2026", "IV/2026", "cuối năm 2026"."""
    year, _sep, part = key.partition("-")
    match kind:
        case ReportKind.MONTHLY:
            return f"{part}/{year}"
        case ReportKind.QUARTERLY:
            return f"{('I', 'II', 'III', 'IV')[int(part[1:]) - 1]}/{year}"
        case ReportKind.HALF_YEARLY:
            return _("first of {year}").format(year=year) if part == "H1" else _("last of {year}").format(year=year)
        case ReportKind.YEARLY:
            return year
        case ReportKind.ON_DEMAND:
            span = span_of(key)
            return f"{dates.written(span.first)} – {dates.written(span.last)}"
