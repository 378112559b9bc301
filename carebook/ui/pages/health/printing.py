"""Which paper each list of health is printed as, and the health sheet of one person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from carebook import dates
from carebook.actions.prints import print_papers
from carebook.store.book import Reader
from carebook.ui.pages.health.asking import CHECKS, CONSULTATIONS, ILLNESSES, Health
from carebook.ui.parts.daily_papers import PaperOut
from carebook.words import _

if TYPE_CHECKING:
    from carebook.reports.daily_papers.health_books import HealthPaper


class HealthPrinting(PaperOut):
    """Prints what the page shows."""

    def begin_for(self, found: Health, today: date) -> None:
        """The book of examinations of a month, the register of health, a list, or the sheet of the person on show."""
        title, stem, gather = _wanted(found, today)
        if found.file is None:
            self.begin(title, stem, gather, _drawn, _people)
        else:
            note = partial(self._note_person, title, found.file.person.id)
            self.begin(title, stem, gather, _drawn, _people, note=note, as_seen=True)

    def table_for(self, found: Health, today: date) -> None:
        """The book, register or list on show as a workbook."""
        title, stem, gather = _wanted(found, today)
        self.begin_table(title, stem, gather, _tabled, _people)

    def _note_person(
        self, title: str, person_id: str, _people: Collection[str], then: Callable[[object], object]
    ) -> None:
        """The line in the reading log names the person: a restricted record is printed by who may read it, and nobody else."""
        self._desk.do(print_papers, person_id, title, then=then, failed=self.refused.emit)

    def sheets(self, ward_id: str, room_id: str, today: date) -> None:
        """The sheet of every resident of a room, a ward, or of all, in the order of the beds."""

        def gather(reader: Reader, by: str) -> HealthPaper:
            from carebook.reports.daily_papers import health_sheets

            return health_sheets.person_sheets(reader, today, ward_id=ward_id, room_id=room_id, printed_by=by)

        self.begin(_("Health sheets of everybody"), "phieu-suc-khoe", gather, _drawn, _people)


def _people(paper: HealthPaper) -> frozenset[str]:
    return paper.people


def _drawn(paper: HealthPaper) -> bytes:
    from carebook.reports.daily_papers import health_books  # draws papers, which no window needs to begin with

    return health_books.draw(paper).pdf


def _tabled(paper: HealthPaper) -> bytes:
    from carebook.reports.daily_papers import health_books

    return health_books.workbook(paper)


def _wanted(found: Health, today: date) -> tuple[str, str, Callable[[Reader, str], HealthPaper]]:
    view, file = found.view, found.file
    ward = dict(found.wards).get(view.ward_id, "")

    def gather(reader: Reader, by: str) -> HealthPaper:
        from carebook.reports.daily_papers import health_books, health_sheets

        if file is not None:
            return health_sheets.person_sheet(reader, file.person.id, today, printed_by=by)
        match view.shown:
            case "consultations":
                return health_books.examination_book(reader, view.first, view.last, ward_id=view.ward_id, printed_by=by)
            case "illnesses":
                return health_books.health_register(reader, today, ward_id=view.ward_id, ward=ward, printed_by=by)
            case "checks":
                return health_books.checks_to_make(reader, today, ward_id=view.ward_id, ward=ward, printed_by=by)
        return health_books.list_of(reader, view.shown, today, ward_id=view.ward_id, ward=ward, printed_by=by)

    month = dates.month_name(view.first.year, view.first.month)
    titles = {
        CONSULTATIONS: (_("Book of examinations, {month}").format(month=month), "so-kham-benh"),
        ILLNESSES: (_("Register of health"), "so-theo-doi-suc-khoe"),
        CHECKS: (_("Residents to be examined"), "danh-sach-kham-dinh-ky"),
    }
    if file is not None:
        return _("Health sheet of one person"), "phieu-suc-khoe", gather
    title, stem = titles.get(view.shown, (_("List of health"), "danh-sach-suc-khoe"))
    return title, stem, gather
