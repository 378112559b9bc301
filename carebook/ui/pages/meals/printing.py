"""The papers of meals on their way out: the count, the list for the kitchen, the week's menu, the month of meals eaten."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from carebook import dates
from carebook.rules.meals import Meal
from carebook.store.book import Reader
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.taking_out import note_list
from carebook.words import _, message, speaking

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
        self.begin(_("Meals eaten in the month"), "cham-an", self._month(month), _drawn, _people)

    def month_table(self, month: date) -> None:
        """The same for Excel."""
        desk = self._desk
        now, by = desk.now(), f"{desk.actor.name} lập lúc {dates.moment(desk.now(), desk.today())}"
        gather = self._month(month)

        def gathered(_reader: object) -> TablePaper:
            with speaking("vi"), desk.book.reading_masked(now) as masked:
                return gather(masked, by)

        desk.clerk.make(gathered, _tabled, partial(self._note_table, month), self.refused.emit)

    def _month(self, month: date) -> Gather:
        today = self._desk.today()

        def gather(reader: Reader, by: str) -> TablePaper:
            from carebook.reports.daily_papers import meals

            return meals.month_paper(reader, month, today, printed_by=by)

        return gather

    def _note_table(self, month: date, made: tuple[Collection[str], bytes]) -> None:
        people, content = made
        title = _("Meals eaten in the month")
        save = partial(self._save_table, f"cham-an-{month:%Y-%m}.xlsx", content)
        note_list(self._desk, title, len(people), people, _("Work inside the center"), save, self.refused.emit)

    def _save_table(self, name: str, content: bytes, _change: object) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the list"), name, "*.xlsx")
        if not path:
            self.said.emit(message("The list was not saved."), "info")
            return
        try:
            Path(path).write_bytes(content)
        except OSError:
            said = message("“{file}” could not be written. Choose another place.", file=Path(path).name)
            self.said.emit(said, "danger")
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")


def _drawn(paper: TablePaper) -> bytes:
    from carebook.reports.daily_papers import tables

    return tables.draw(paper).pdf


def _tabled(paper: TablePaper) -> tuple[Collection[str], bytes]:
    from carebook.reports.daily_papers import tables

    with speaking("vi"):
        return frozenset(paper.people), tables.workbook(paper)


def _people(paper: TablePaper) -> frozenset[str]:
    return frozenset(paper.people)
