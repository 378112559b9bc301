"""The papers of meals on their way out: the count, the list for the kitchen, the week's menu, the month of meals eaten."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from carebook.actions.exports import export_meal_month
from carebook.rules.meals import Meal
from carebook.store.book import Reader
from carebook.ui.parts.daily_papers import PaperOut
from carebook.words import _

if TYPE_CHECKING:
    from carebook.reports.daily_papers.tables import TablePaper

Gather = Callable[[Reader, str], "TablePaper"]


class MealsPrinting(PaperOut):
    """Prints what the page shows; restricted people stand on it under their alias, whoever prints."""

    def count(self, day: date) -> None:
        """Báo suất ăn of a day."""

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import meals  # draws papers, which no window needs to begin with

            return meals.count_paper(reader, day, printed_by=by)

        self.begin(_("Count of meals"), "bao-suat-an", gather, _drawn, _people)

    def kitchen(self, day: date, meal: Meal) -> None:
        """Who eats what at one meal."""

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import meals

            return meals.kitchen_list(reader, day, meal, printed_by=by)

        self.begin(_("List for the kitchen"), "chia-suat-an", gather, _drawn, _people)

    def menu(self, monday: date, diet: str) -> None:
        """The menu of a week."""

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import meals

            return meals.menu_paper(reader, monday, diet, printed_by=by)

        self.begin(_("Menu of the week"), "thuc-don", gather, _drawn, _people)

    def month(self, month: date) -> None:
        """The meals eaten in a month."""
        note = partial(self._note_month, month)
        self.begin(_("Meals eaten in the month"), "cham-an", self._month(month), _drawn, _people, note=note)

    def month_table(self, month: date) -> None:
        """The same for Excel."""
        title, note = _("Meals eaten in the month"), partial(self._note_month, month)
        self.begin_table(title, f"cham-an-{month:%Y-%m}", self._month(month), _tabled, _people, note=note)

    def _month(self, month: date) -> Gather:
        today = self._desk.today()

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import meals

            return meals.month_paper(reader, month, today, printed_by=by)

        return gather

    def _note_month(self, month: date, people: Collection[str], then: Callable[[object], object]) -> None:
        """The month has a right of its own: who accounts for the meals takes it out, and no other list of care."""
        if not people:
            then(None)
            return
        self._desk.do(export_meal_month, people, month, then=then, failed=self.refused.emit)


def _drawn(paper: TablePaper) -> bytes:
    from carebook.reports.daily_papers import tables

    return tables.draw(paper).pdf


def _tabled(paper: TablePaper) -> bytes:
    from carebook.reports.daily_papers import tables

    return tables.workbook(paper)


def _people(paper: TablePaper) -> frozenset[str]:
    return frozenset(paper.people)
