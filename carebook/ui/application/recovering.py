"""Coming in without the password: by the printed recovery key, or by the papers of two custodians."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from carebook.actions.opening import open_book, open_by_custodians, open_by_recovery_code
from carebook.ui.application.door import Door
from carebook.ui.application.entering import Entered, nothing, read_in
from carebook.ui.sign_in.forgotten import ForgottenPage


class Recovering(Door):
    """``begun()`` before the book is tried, ``entered(Entered, login)`` when it opened, ``went_back()``."""

    begun = Signal()
    entered = Signal(object, str)
    went_back = Signal()

    def show(self, folder: Path) -> None:
        """Offer the ways there are into the book of ``folder``."""
        with_custodians = self._people.has_custodians(folder)
        page = ForgottenPage(self._people.sight(folder), self._clock, with_custodians=with_custodians)
        page.helped.connect(partial(self._help_in, page, folder))
        page.went_back.connect(self.went_back)
        page.recovered.connect(partial(self._recover, page, folder))
        self._entrance.show_page(page)

    def _recover(self, page: ForgottenPage, folder: Path, code: str, login: str, password: str) -> None:
        now = self._clock()

        def recovered(_none: None) -> Entered:
            open_by_recovery_code(folder, code, login, password, now=now).book.close()
            return read_in(open_book(folder, login, password, now=now, exclusive=True), now)

        self.begun.emit()
        self._hand.make(nothing, recovered, lambda entered: self.entered.emit(entered, login), page.refuse)

    def _help_in(self, page: ForgottenPage, folder: Path, first: str, second: str, login: str) -> None:
        now = self._clock()
        self.begun.emit()
        self._hand.make(
            nothing,
            lambda _none: open_by_custodians(folder, first, second, login, now=now),
            page.show_one_time,
            page.refuse,
        )
