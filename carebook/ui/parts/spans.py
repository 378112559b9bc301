"""The span of days a list or a count is asked for: a usual one by its name, or two days typed."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.declaration import Kind
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import DateInput, filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import row
from carebook.words import N_, Message, _, message, pgettext

OWN = "own"
_USUAL = (
    ("month", N_("This month")),
    ("month_before", N_("Last month")),
    ("quarter", N_("This quarter")),
    ("quarter_before", N_("Last quarter")),
    ("half", N_("This half-year")),
    ("half_before", N_("Last half-year")),
    ("year", N_("This year")),
    ("year_before", N_("Last year")),
    (OWN, N_("Other days")),
)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def usual(name: str, today: date) -> tuple[date, date]:
    """The first and last day of a usual span: "month", "quarter", "half", "year", each also with "_before"."""
    unit, _sep, before = name.partition("_")
    length = _MONTHS[unit]
    first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    if before:
        first = _months_on(first, -length)
    return first, _months_on(first, length) - timedelta(days=1)


def _months_on(first: date, months: int) -> date:
    """The first of a month so many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


class SpanInput(QFrame):
    """``changed`` when it is another span; ``refused(sentence)`` when what was typed is none. One day only in ``as_day``."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, span: str = "month") -> None:
        super().__init__()
        self._desk = desk
        self._as_day = False
        self._day = desk.today()
        self._bounds = usual(span, desk.today())
        self.named = filter_choice(_("Span of days"), [(code, _(words)) for code, words in _USUAL], span)
        self.named.activated.connect(self._choose)
        self.first = DateInput(Kind.DATE, desk.today)
        self.first.name_as(_("From"))
        self.last = DateInput(Kind.DATE, desk.today)
        self.first.left.connect(self._typed)
        self.last.left.connect(self._typed)
        self._until = label(pgettext("span of days", "to"))
        self._at = label(pgettext("span of days", "on"))
        self.setLayout(row(self.named, self._at, self.first, self._until, self.last, gap=6))
        self.show_as_day(False)

    def bounds(self) -> tuple[date, date]:
        """The first and the last day; the same one twice while it is a day."""
        return (self._day, self._day) if self._as_day else self._bounds

    def show_as_day(self, as_day: bool) -> None:
        """Ask for one day instead of a span; each is remembered."""
        self._as_day = as_day
        for widget in (self.named, self.first, self._until):
            widget.setVisible(not as_day)
        self._at.setVisible(as_day)
        self.last.name_as(_("Day") if as_day else _("To"))
        self._write()

    def show_span(self, first: date, last: date) -> None:
        """Show these days, without telling anybody."""
        self._bounds = (first, last)
        names = [code for code, _words in _USUAL if code != OWN and usual(code, self._desk.today()) == (first, last)]
        self.named.choose(names[0] if names else OWN)
        self._write()

    def _write(self) -> None:
        first, last = self.bounds()
        self.first.write(first)
        self.last.write(last)

    def _choose(self, *_which: object) -> None:
        name = self.named.code()
        if name == OWN:
            self.first.setFocus()
        elif usual(name, self._desk.today()) != self._bounds:
            self.show_span(*usual(name, self._desk.today()))
            self.changed.emit()

    def _typed(self) -> None:
        before = self.bounds()
        first, last = self.first.read(), self.last.read()
        problem = next((one for one in (first, last) if isinstance(one, Message)), None)
        if self._as_day and isinstance(last, date):
            self._day = last
        elif not self._as_day and isinstance(first, date) and isinstance(last, date):
            if first <= last:
                self.show_span(first, last)
            else:
                problem = message("The first day comes after the last one.")
        if problem is not None:
            self.refused.emit(problem)
        self._write()
        if self.bounds() != before:
            self.changed.emit()
