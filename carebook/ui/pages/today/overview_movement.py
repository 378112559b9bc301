"""The movement of the overview: who came and left this month beside the last, a year as lines, the categories of B01."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook.records.figures import TOTAL, Table
from carebook.rules.periods import said
from carebook.ui.pages.today import overview_facts as facts
from carebook.ui.pages.today.overview_parts import FigureLine, FiguresPart, Number
from carebook.ui.parts import theme
from carebook.ui.parts.chart import Chart, ChartData, Series
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import box, column, row
from carebook.words import _, message, pgettext


class MovementPart(QFrame):
    """``opened(title, about, lines, part)``: the people behind a number of one of its tables are wanted."""

    opened = Signal(str, str, list, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        wide = 76
        self.categories = FiguresPart(
            _("Movement"),
            [(words, wide) for words in column_words()],
            _("Category"),
        )
        self.reasons = FiguresPart(_("Coming and leaving"), [("", 112), ("", 112)])
        self.present_chart = Chart(_("Present at the end of each month"))
        self.moved_chart = Chart(_("Came and left in each month"))
        for chart in (self.present_chart, self.moved_chart):
            chart.setMinimumHeight(theme.worn().scaled(150))
            chart.show_data(ChartData((), ()), _("Opening…"))
        self._chart_part = box(
            column(
                row(section_head(_("Twelve months")), margins=(8, 0, 0, 0)), self.present_chart, self.moved_chart, gap=2
            )
        )
        self.parts = (self.reasons, self.categories)
        self.setLayout(column(self.reasons, self._chart_part, self.categories, None, gap=14))

    def show_movement(self, found: facts.Movement) -> None:
        """Show the months."""
        self._show_categories(found)
        self._show_reasons(found)
        tables = found.tables
        places = tuple(f"{key[5:]}/{key[2:4]}" for key in found.keys)
        present = Series(_("present"), tuple(table.cell(TOTAL, "closing") for table in tables))
        came, left = (
            Series(words, tuple(self._sum(table, group) for table in tables))
            for words, group in ((_("came"), facts.CAME), (_("left"), facts.LEFT))
        )
        self.present_chart.show_data(ChartData(places, (present,)))
        self.moved_chart.show_data(ChartData(places, (came, left), lowest=0))

    @staticmethod
    def _sum(table: Table, group: str) -> int | None:
        return facts.summed(table, TOTAL, facts.columns_of(table, group, TOTAL))

    def _show_categories(self, found: facts.Movement) -> None:
        table, month = found.now, str(said(found.keys[-1]))
        self.categories.rename(str(message("Movement of {month}", month=month)))
        lines = []
        for code, words, kind, indent in facts.rows_shown(table):
            came, left = (facts.columns_of(table, group, code) for group in (facts.CAME, facts.LEFT))
            sets = zip(column_words(), (["opening"], came, left, ["closing"]), strict=True)
            numbers = tuple(
                Number(
                    facts.summed(table, code, columns),
                    partial(self._open_cells, table, code, columns, f"{name} · {words}", month),
                )
                for name, columns in sets
            )
            lines.append(FigureLine(words, numbers, kind, indent))
        self.categories.show_lines(lines)

    def _show_reasons(self, found: facts.Movement) -> None:
        now, before = found.now, found.before
        self.reasons.name_columns(*(facts.month_words(key) for key in (found.keys[-1], found.keys[-2])))
        month, key = str(said(found.keys[-1])), found.keys[-2]
        lines = []
        for group in (facts.CAME, facts.LEFT):
            for code in facts.columns_of(now, group, TOTAL):
                words = next(one.label for one in now.columns if one.code == code)
                this, last = now.cell(TOTAL, code), before.cell(TOTAL, code)
                if this or last:
                    opens = partial(self._open_cells, now, TOTAL, [code], words, month)
                    lines.append(
                        FigureLine(
                            words, (Number(this, opens), Number(last, partial(self._desk.go, "reports", month=key)))
                        )
                    )
        self.reasons.show_lines(lines, _("Nobody came or left in these two months."))

    def _open_cells(self, table: Table, code: str, columns: Sequence[str], title: str, about: str) -> None:
        part = (
            self.reasons if code == TOTAL and len(columns) == 1 and columns[0] not in ("opening", "closing") else None
        )
        self.opened.emit(title, about, facts.people_of(table, code, columns), part or self.categories)


def column_words() -> tuple[str, str, str, str]:
    """The words over the numbers of a category."""
    return (
        pgettext("movement", "At first"),
        pgettext("movement", "Came"),
        pgettext("movement", "Left"),
        pgettext("movement", "Now"),
    )
