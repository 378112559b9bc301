"""The papers of medicines that the pages print: what is handed out on a day, and the sheet of a month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from carebook import dates
from carebook.store.book import Reader
from carebook.ui.parts.daily_papers import PaperOut
from carebook.words import _

if TYPE_CHECKING:
    from carebook.reports.daily_papers.tables import TablePaper


def print_dispensing(paper: PaperOut, day: date, where: str, ward_id: str) -> None:
    """What is due in the rounds of a day, of a ward or of everybody (``where`` says which)."""

    def gather(reader: Reader, by: str) -> TablePaper:
        from carebook.reports.daily_papers import dispensing  # draws papers, which no window needs to begin with

        return dispensing.gather(reader, day, where, ward_id=ward_id, printed_by=by)

    title = _("Medicines to hand out on {day}").format(day=dates.written(day))
    paper.begin(title, "so-cap-phat-thuoc", gather, _drawn, lambda made: made.people)


def print_month(paper: PaperOut, month: date, today: date, episode_id: str) -> None:
    """The sheet of a month of one stay, 31 columns."""

    def gather(reader: Reader, by: str) -> TablePaper:
        from carebook.reports.daily_papers import medicine_month

        return medicine_month.gather(reader, month, today=today, episode_id=episode_id, printed_by=by)

    title = _("Sheet of medicines, {month}").format(month=dates.month_name(month.year, month.month))
    paper.begin(title, "phieu-theo-doi-thuoc", gather, _drawn, lambda made: made.people)


def _drawn(made: TablePaper) -> bytes:
    from carebook.reports.daily_papers import tables

    return tables.draw(made).pdf
