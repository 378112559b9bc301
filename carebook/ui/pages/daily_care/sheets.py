"""The grids on paper: sheets for the pen, and the care of a month; noted in the reading log, drawn, shown, printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.rules.shifts import Duty
from carebook.store.daily_care import round_sheet
from carebook.ui.parts.daily_papers import PaperDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import note_list
from carebook.words import _, message, speaking

if TYPE_CHECKING:
    from carebook.store.book import Reader


class SheetPrinting(QObject):
    """One paper at a time. ``said(sentence, tone)``, ``refused(error)`` tell the page."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._made: tuple[str, bytes, str] | None = None
        self.dialog: PaperDialog | None = None

    def begin(
        self,
        *,
        part: str,
        ward_id: str,
        room_id: str,
        where: str,
        duty_on: date,
        round_code: str,
        duty: Duty | None,
        besides: tuple[str, ...],
    ) -> None:
        """The sheet for the pen of what is on show: a round, a shift or the turning schedule."""
        desk, now = self._desk, self._desk.now()
        by = self._by()

        def gather(reader: Reader) -> Any:
            from carebook.reports.daily_papers import blank_sheets

            match part:
                case "rounds":
                    sheet = round_sheet(
                        reader, duty_on, round_code, ward_id=ward_id, room_id=room_id, besides=besides, now=now
                    )
                    return blank_sheets.of_round(reader, sheet, where, printed_by=by)
                case "care" if duty is not None:
                    return blank_sheets.of_care(reader, duty, where, ward_id=ward_id, room_id=room_id, printed_by=by)
            return blank_sheets.of_turning(reader, now, where, ward_id=ward_id, room_id=room_id, printed_by=by)

        def draw(sheet: Any) -> tuple[Any, bytes]:
            from carebook.reports.daily_papers import blank_sheets

            return sheet, blank_sheets.draw(sheet).pdf

        stem = {"rounds": "phieu-do", "care": "phieu-cham-soc"}.get(part, "phieu-xoay-tro")
        self._make(gather, draw, _("Blank sheet"), f"{stem}-{duty_on:%Y%m%d}.pdf", desk)

    def begin_month(self, *, ward_id: str, room_id: str, month: date) -> None:
        """The care of a month, one sheet for each person of a ward or room."""
        desk, today, by = self._desk, self._desk.today(), self._by()

        def gather(reader: Reader) -> Any:
            from carebook.reports.daily_papers import filled

            return filled.gather(reader, month, ward_id=ward_id, room_id=room_id, today=today, printed_by=by)

        def draw(months: Any) -> tuple[Any, bytes]:
            from carebook.reports.daily_papers import filled

            return months, filled.draw(months).pdf

        self._make(gather, draw, _("Care of the month"), f"phieu-cham-soc-{month:%Y%m}.pdf", desk)

    def _by(self) -> str:
        return f"{self._desk.actor.name} in lúc {dates.moment(self._desk.now(), self._desk.today())}"

    def _make(
        self,
        gather: Callable[[Reader], Any],
        draw: Callable[[Any], tuple[Any, bytes]],
        title: str,
        name: str,
        desk: Desk,
    ) -> None:
        now = desk.now()

        def masked(_reader: object) -> Any:
            with desk.book.reading_masked(now) as reader, speaking("vi"):
                return gather(reader)

        def note(made: tuple[Any, bytes]) -> None:
            paper, pdf = made
            if not paper.people:
                self.said.emit(message("Nobody stands on this sheet; there is nothing to print."), "info")
                return
            self._made = (title, pdf, name)
            about = getattr(paper, "about", "") or f"{paper.month:%m/%Y}"
            note_list(desk, about, len(paper.people), paper.people, title, self._show, self.refused.emit)

        desk.clerk.make(masked, draw, note, self.refused.emit)

    def _show(self, _change: object) -> None:
        assert self._made is not None
        self.dialog = PaperDialog(self._page, *self._made)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None and self.dialog.saved_as:
            self.said.emit(message("Saved “{file}”.", file=self.dialog.saved_as), "ok")
        self.dialog = None
