"""Chấm ăn tháng: who ate on which days of a month, and how many portions of each meal; computed, never written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame

from carebook.money import number
from carebook.rules.meals import Meal, day_mark
from carebook.store.meals import EatingDays
from carebook.ui.pages.meals.asking import Month, month
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow, FigureTable
from carebook.ui.parts.table.painting import Head
from carebook.words import _, ngettext

_DAY = timedelta(days=1)
_DAY_WIDE = 27  # the width of a day, in pixels at base size
_TONES = {"x": "text", "–": "text2", "": "text2"}


class MonthPart(QFrame):
    """One month. ``shown(found)`` when it is on show."""

    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: Month | None = None
        self.months = MonthTurner(desk, self)
        self.months.turned.connect(self._ask_anew)
        self.table = _MonthTable(_("Meals eaten in the month"))
        self.states = States(self.table)
        key = _("x: every meal · a number: so many meals · 0: none · –: not in the center")
        self.setLayout(
            column(
                row(self.months, None, label(key, "small"), margins=(20, 4, 20, 6)),
                (row((self.states, 1), margins=(16, 0, 20, 0)), 1),
                gap=0,
            )
        )

    def _ask_anew(self) -> None:
        self.found = None
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask for the month."""
        if self.found is None:
            self.states.show_loading()
        first, last = self.months.bounds()
        question = partial(month, first=first, last=last, today=self._desk.today())
        self._desk.ask(self, question, partial(self._show, first, last), self._not_read, key="month")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.refresh)

    def _show(self, first: date, last: date, found: Month) -> None:
        self.found = found
        days = [first + _DAY * step for step in range((last - first).days + 1)]
        if not found.lines:
            self.states.show_empty(_("Nobody has eaten in this month yet."), icon="users")
        else:
            self.table.show_figures(
                [
                    FigureColumn(_("Resident"), width=140, stretch=1, align="left"),
                    *(FigureColumn(str(day.day), width=_DAY_WIDE, align="centre") for day in days),
                    FigureColumn(_("Portions"), width=56, priority=8),
                    FigureColumn(_("Days"), width=52),
                ],
                [
                    *(self._row(one, days, len(found.served)) for one in found.lines),
                    *(_total(found, meal, len(days)) for meal in found.served),
                ],
            )
            self.states.show_content()
        self.shown.emit(found)

    def _row(self, one: EatingDays, days: list[date], most: int) -> FigureRow:
        marks = [day_mark(one.meals.get(day), day, self._desk.today(), most) for day in days]
        cells = [Cell(mark, small=True, tone=_TONES.get(mark, "warn")) for mark in marks]
        portions = sum(len(eaten) for eaten in one.meals.values())
        return FigureRow((Cell(one.who.name), *cells, Cell(number(portions)), Cell(number(one.days), weight=600)))

    def line(self) -> str:
        """The days eaten together, for the head of the page."""
        if self.found is None:
            return ""
        days = sum(one.days for one in self.found.lines)
        return ngettext("{n} day eaten", "{n} days eaten", days).format(n=number(days))


def _total(found: Month, meal: Meal, days: int) -> FigureRow:
    """All portions of one meal; day by day they stand on paper, where there is room for them."""
    many = sum(meal.code in eaten for one in found.lines for eaten in one.meals.values())
    said = _("Portions, {meal}").format(meal=meal.text.lower())
    empty = (Cell(""),) * days
    return FigureRow((Cell(said, weight=600), *empty, Cell(number(many), weight=600), Cell("")), kind="total")


class _DayHead(Head):
    """Days stand close: their numbers take the whole width of their columns."""

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        model = self._model()
        if model is None or index == 0:
            super().paintSection(painter, rect, index)
            return
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("rule"))
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.colour("text2"))
        painter.drawText(rect.adjusted(0, 0, 0, -3), Qt.AlignmentFlag.AlignCenter, model.heads()[index].head)
        painter.restore()


class _MonthTable(FigureTable):
    """Figures under the numbers of days."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.head = _DayHead(self)
        self.setHorizontalHeader(self.head)

    def show_figures(self, columns: Sequence[FigureColumn], rows: Sequence[FigureRow]) -> None:
        super().show_figures(columns, rows)
        self._measure()  # the head of its own makes its columns anew after the table has measured them
