"""Open series are laid out further by themselves once a day, and by one press where the week on show lies beyond that."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal

from carebook.actions.change import Change
from carebook.actions.schedules import lay_out_sessions
from carebook.store.book import Reader
from carebook.store.schedules import goes_further, laid_ahead
from carebook.ui.parts.desk import Desk

_FARTHEST = timedelta(days=366)
_TOLD = 3


class Further(QObject):
    """``look(last)`` with the last day on show. ``laid(sentence, tone)`` tells what was laid out and what was left out,
    ``offered(until)`` that sessions up to that day are missing, ``refused(error)`` that they could not be laid out."""

    laid = Signal(object, str)
    offered = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looked_on: date | None = None
        self._until = date.min  # up to here nothing is missing but what was told to be left out

    def look(self, last: date) -> None:
        """Lay out as far ahead as the center wants when that was not seen to today; else offer what is missing up to ``last``."""
        if not self._desk.may("lay_out_sessions"):
            return
        today = self._desk.today()
        if self._looked_on != today:
            self._looked_on = today
            self._desk.ask(self, partial(_missing, today=today), partial(self._lay_or_look, last), key="ahead")
        elif self._until < last <= today + _FARTHEST:
            self._desk.ask(self, partial(goes_further, until=last), partial(self._offer, last), key="further")

    def _lay_or_look(self, last: date, found: tuple[date, bool]) -> None:
        until, missing = found
        if missing:
            self.lay(until)
        else:
            self._until = until
            self.look(last)

    def _offer(self, last: date, missing: bool) -> None:
        if missing:
            self.offered.emit(last)

    def lay(self, until: date) -> None:
        """Lay every open series out up to a day."""
        self._until = until
        self._desk.do(lay_out_sessions, until, then=self._tell, failed=self._refuse)

    def _tell(self, change: Change) -> None:
        result = change.result
        if result.clashes:
            told = [str(clash.message) for clash in result.clashes[:_TOLD]]
            self.laid.emit(" ".join((str(change.said), *told)), "warn")
        elif result.sessions:
            self.laid.emit(change.said, "info")

    def _refuse(self, error: BaseException) -> None:
        self._until = date.min
        self.refused.emit(error)


def _missing(reader: Reader, today: date) -> tuple[date, bool]:
    """How far ahead is laid out, and whether something is missing up to there."""
    until = laid_ahead(reader, today)
    return until, goes_further(reader, until)
