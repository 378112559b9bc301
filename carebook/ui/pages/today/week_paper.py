"""The work of the week on paper: noted in the reading log, drawn, shown, then printed or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.ui.parts.daily_papers import PaperDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import note_list
from carebook.words import _, message

if TYPE_CHECKING:
    from carebook.reports.due import Week


class WeekPaper(QObject):
    """``begin(ward)`` makes the paper and shows it. ``said(sentence, tone)``, ``refused(error)`` tell the page."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: PaperDialog | None = None

    def begin(self, ward_id: str, owner: str = "") -> None:
        """Gather and draw the week of a ward ("" all) and of one owner ("" all)."""
        desk, now = self._desk, self._desk.now()
        by = f"{desk.actor.name} in lúc {dates.moment(now, desk.today())}"
        complete_from = desk.facility.records_complete_from

        def gather(_reader: object) -> Week:
            from carebook.reports import due

            with desk.book.reading_masked(now) as masked:
                return due.gather(masked, now, complete_from=complete_from, ward_id=ward_id, owner=owner, printed_by=by)

        desk.clerk.make(gather, _drawn, self._note, self.refused.emit)

    def _note(self, made: tuple[Week, bytes]) -> None:
        """The list names people: that it left the book stands in the reading log before it is seen."""
        week, pdf = made
        if not week.count:
            self.said.emit(message("Nothing is due this week; there is nothing to print."), "info")
            return
        self._noted_pdf = pdf
        said = _("The work of the week")
        note_list(self._desk, week.about, len(week.people), week.people, said, self._show, self.refused.emit)

    def _show(self, _change: object) -> None:
        name = f"viec-trong-tuan-{self._desk.today():%Y%m%d}.pdf"
        self.dialog = PaperDialog(self._page, _("The work of the week"), self._noted_pdf, name)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None and self.dialog.saved_as:
            self.said.emit(message("Saved “{file}”.", file=self.dialog.saved_as), "ok")
        self.dialog = None


def _drawn(week: Week) -> tuple[Week, bytes]:
    from carebook.reports import due

    return week, due.draw(week).pdf
