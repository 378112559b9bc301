"""Opening a book with a name and a password, and the new password that has to follow a one-time one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from carebook.actions.accounts import change_own_password
from carebook.store.book import new_id
from carebook.ui.application.damage import is_damage
from carebook.ui.application.door import Door
from carebook.ui.application.entering import Entered, nothing, opened_and_read
from carebook.ui.application.moved import goes_on_here
from carebook.ui.sign_in.forgotten import NewPasswordPage
from carebook.ui.sign_in.page import SignInPage


class Opening(Door):
    """``opened(login, secret, (Entered, Pin | None))``; ``damaged(error, login, secret)`` when the password was right and the book
    cannot be read; ``renewed(Entered, login)`` after a new password was given, ``left()`` when it was not.
    """

    opened = Signal(str, str, object)
    damaged = Signal(object, str, str)
    renewed = Signal(object, str)
    left = Signal()

    def open(self, page: SignInPage, folder: Path, login: str, secret: str, pin: str) -> None:
        """Open the book of ``folder``; ``page`` says what stands against it."""
        now = self._clock()
        if not goes_on_here(self._entrance, folder):
            page.set_busy(False)
            return
        self._hand.make(
            nothing,
            lambda _none: (opened_and_read(folder, login, secret, now), self._people.new_pin(pin)),
            partial(self.opened.emit, login, secret),
            partial(self._not_opened, page, folder, login, secret),
        )

    def _not_opened(self, page: SignInPage, folder: Path, login: str, secret: str, error: BaseException) -> None:
        if is_damage(error, folder):
            self.damaged.emit(error, login, secret)
        else:
            page.refuse(error)

    def look(self, folder: Path, login: str, secret: str, refused: Callable[[BaseException], object]) -> None:
        """Open the book of ``folder`` for looking only."""
        now = self._clock()
        self._hand.make(
            nothing,
            lambda _none: (opened_and_read(folder, login, secret, now, looking_only=True), None),
            partial(self.opened.emit, login, secret),
            refused,
        )

    def ask_for_new_password(self, folder: Path, entered: Entered, login: str, one_time: str) -> None:
        """Somebody came with a one-time password: nothing is shown before they have one of their own."""
        page = NewPasswordPage(self._people.sight(folder), self._clock, entered.opened.actor.name)
        page.given.connect(partial(self._change_password, page, entered, login, one_time))
        page.went_back.connect(self.left)
        self._entrance.show_page(page)

    def _change_password(self, page: NewPasswordPage, entered: Entered, login: str, old: str, new: str) -> None:
        opened, now, op = entered.opened, self._clock(), new_id()
        self._hand.make(
            nothing,
            lambda _none: change_own_password(opened.book, old, new, by=opened.actor, now=now, op=op),
            lambda _change: self.renewed.emit(entered, login),
            page.refuse,
        )
