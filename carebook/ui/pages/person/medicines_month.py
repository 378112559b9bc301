"""The doses of a month as the sheet on paper has them: a row a round of a medicine, a column a day, a letter for what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter

from carebook.records.medication import Administration, DoseState, Prescription
from carebook.rules.doses import answer_of
from carebook.rules.prescriptions import is_due, round_named
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.prescriptions import medicine_words, rounds_at
from carebook.ui.parts.table import ALWAYS, Cell, FigureColumn, FigureRow, FigureTable
from carebook.ui.parts.table.painting import Head
from carebook.words import _

SIGNS: dict[DoseState, tuple[str, str]] = {
    DoseState.GIVEN: ("C", "text"),
    DoseState.REFUSED: ("T", "danger"),
    DoseState.HELD: ("H", "warn"),
    DoseState.ABSENT: ("V", "text2"),
    DoseState.VOMITED: ("N", "warn"),
    DoseState.NOT_AVAILABLE: ("K", "warn"),
    DoseState.ERROR: ("S", "danger"),
}
"""The letter of every state as the sheet on paper has it, and its tone."""
_DAY = 28  # the width of a day, in pixels at base size


class MonthGrid(FigureTable):
    """Every cell up to today opens its round: ``round_opened(day, round)``, with "" for what is given as needed."""

    round_opened = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Doses of the month"))
        self._desk = desk
        self._places: dict[tuple[int, int], tuple[date, str]] = {}
        self.head = _DayHead(self)
        self.setHorizontalHeader(self.head)
        self.fit_rows()
        self.number_opened.connect(self._open_place)

    def show_month(
        self, orders: Iterable[Prescription], doses: Iterable[Administration], first: date, last: date
    ) -> bool:
        """Show the days from ``first`` to ``last``; False when nothing was due or given in them."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        rows = self._rows(orders, doses, days)
        head = FigureColumn(_("Medicine, round"), width=160, stretch=1, align="left")
        newest = min(last, self._desk.today())
        self.show_figures([head, *(_column(day, newest) for day in days)], rows)
        self._measure()  # the head of its own makes its columns anew after the table has measured them
        return bool(rows)

    def _rows(
        self, orders: Iterable[Prescription], doses: Iterable[Administration], days: Sequence[date]
    ) -> list[FigureRow]:
        """One row a round of an order that was due or given in these days; one row of an order given as needed."""
        self._places = {}
        rows: list[FigureRow] = []
        given: dict[tuple[str, str, date | None], list[Administration]] = {}
        for dose in doses:
            given.setdefault((dose.prescription_id, dose.round or "", dose.duty_on), []).append(dose)
        rounds = rounds_at(self._desk, self._desk.today())
        for order in sorted(orders, key=lambda one: (one.from_on or date.min, one.id)):
            for code in [""] if order.as_needed else [one.code for one in rounds if one.code in order.rounds]:
                this = round_named(rounds, code)
                of_days = [given.get((order.id, code, day), []) for day in days]
                due = [this is not None and is_due(order, day, this, rounds) for day in days]
                if not any(of_days) and not any(due):
                    continue
                self._places |= {(len(rows), place): (day, code) for place, day in enumerate(days, 1)}
                words = self._desk.words("dose_round", code) if code else _("As needed")
                cells = [self._cell(*one) for one in zip(of_days, due, days, strict=True)]
                rows.append(FigureRow((f"{words} · {medicine_words(order)}", *cells)))
        return rows

    def _cell(self, doses: Sequence[Administration], due: bool, day: date) -> Cell | str:
        answer = answer_of(doses)
        if answer is None:
            return Cell("·", tone="text2", opens=day <= self._desk.today()) if due else ""
        if answer.round is None:
            return Cell(str(len(doses)), opens=True)
        letter, tone = SIGNS[answer.state]
        return Cell(letter, tone=tone, opens=True)

    def _open_place(self, row: int, column: int) -> None:
        if (found := self._places.get((row, column))) is not None:
            self.round_opened.emit(*found)


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


def _column(day: date, newest: date) -> FigureColumn:
    """The column of a day; where there is no room, those that are farthest from the newest day hide first."""
    far = (newest - day).days if day <= newest else 31
    return FigureColumn(str(day.day), width=_DAY, align="centre", priority=ALWAYS - 1 - far)
