"""The chart of vital signs on its way to paper: of the person on show, of their room or ward, or of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from carebook.records.episodes import Episode
from carebook.store.book import Reader
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.words import _

if TYPE_CHECKING:
    from carebook.reports.daily_papers.charts import ChartSet

LONGEST = 90
"""So many days are printed at most."""


class ChartPrinting(QObject):
    """Asks whose charts are printed, then makes them. ``said(sentence, tone)`` and ``refused(error)`` tell what happened."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.out = PaperOut(desk, parent)
        self.out.said.connect(self.said)
        self.out.refused.connect(self.refused)
        self.menu = QMenu(parent)

    def offer(self, view: PersonView, episode: Episode, days: int, below: QWidget) -> None:
        """Show under ``below`` whose charts of the last ``days`` days can be printed."""
        self.menu.clear()
        ended = episode.end_on
        today = self._desk.today()
        last = min(ended - timedelta(days=1), today) if ended is not None else today
        first = last - timedelta(days=min(days, LONGEST) - 1)
        since = max(first, episode.start_on)
        self.menu.addAction(view.row.name, partial(self.begin, partial(_of_stay, episode.id, since, last)))
        if ended is None and self._desk.may("print_batch"):
            for words, ward_id, room_id in _places(view):
                self.menu.addAction(words, partial(self.begin, partial(_of_place, ward_id, room_id, first, last)))
        self.menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def begin(self, gather: partial[ChartSet]) -> None:
        """Make the charts that ``gather`` gathers."""
        self.out.begin(_("Chart of vital signs"), "phieu-theo-doi", gather, _drawn, _named)


def _places(view: PersonView) -> Iterator[tuple[str, str, str]]:
    """The room and ward of the person, and everywhere: words, ward, room."""
    stay = view.file.open_stay
    bed = stay.beds[-1] if stay is not None and stay.beds else None
    there = next((one for one in view.rooms if bed is not None and one.room.id == bed.room_id), None)
    if there is not None:
        yield _("Room {name}").format(name=there.room.name), "", there.room.id
        yield there.ward.name, there.ward.id, ""
    yield _("Everybody"), "", ""


def _of_stay(episode_id: str, first: date, last: date, reader: Reader, by: str) -> ChartSet:
    from carebook.reports.daily_papers import charts  # draws papers, which no window needs to begin with

    return charts.gather(reader, [episode_id], first, last, printed_by=by)


def _of_place(ward_id: str, room_id: str, first: date, last: date, reader: Reader, by: str) -> ChartSet:
    from carebook.reports.daily_papers import charts

    return charts.gather_ward(reader, first, last, ward_id=ward_id, room_id=room_id, printed_by=by)


def _drawn(found: ChartSet) -> bytes:
    from carebook.reports.daily_papers import charts

    return charts.draw(found).pdf


def _named(found: ChartSet) -> tuple[str, ...]:
    return found.people
