"""The locked screen: what lies behind it, and who proves to be the one it waits for, or somebody else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from carebook.store import errors, keys
from carebook.store.book import KEYS
from carebook.ui.application.door import Door
from carebook.ui.application.entering import Entered, Pin, WrongPin, nothing, prove, read_in
from carebook.ui.sign_in.page import Locked, SignInPage

if TYPE_CHECKING:
    from carebook.ui.application.at_work import AtWork


class Locking(Door):
    """``proved(login, secret, (Entered, Pin | None))`` when somebody proved who they are; ``wanted(page, what)`` for other ways."""

    proved = Signal(str, str, object)
    wanted = Signal(object, str)

    def lock(self, work: AtWork, folder: Path, idle_minutes: int, *, switching: bool = False) -> None:
        """Lay the person's work down and show the locked screen; ``idle_minutes`` is 0 when the person locked it.

        ``switching``: it asks at once for somebody else.
        """
        kept = work.lay_down()
        self._lying = Locked(work.actor.name, work.actor.post, self._clock(), idle_minutes, draft_kept=kept)
        page = self.show(work, folder)
        if switching:
            page.switch()

    def show(self, work: AtWork, folder: Path) -> SignInPage:
        """Show the locked screen of the work that lies behind it."""
        account_id = work.actor.account_id
        locked = replace(self._lying, has_pin=self._people.pin(account_id) is not None)
        known = self._people.known(folder, without=account_id)
        page = SignInPage(self._people.sight(folder), known, self._clock, locked, elsewhere=False)
        page.tried.connect(partial(self._try, work, page))
        page.wanted.connect(partial(self.wanted.emit, page))
        self._entrance.show_page(page)
        return page

    def _try(self, work: AtWork, page: SignInPage, login: str, secret: str, new_pin: str) -> None:
        book, before, now = work.desk.book, work.actor, self._clock()
        account_id = before.account_id
        if login:
            try:
                account_id = keys.read_keys(book.folder / KEYS).slot_named(login).account_id
            except errors.BookError as error:
                page.refuse(error)
                return
        pin = self._people.pin(account_id)

        def proved(_none: None) -> tuple[Entered, Pin | None]:
            opened = prove(book, login, secret, pin, before=before, now=now)
            return read_in(opened, now), self._people.new_pin(new_pin)

        self._hand.make(
            nothing,
            proved,
            partial(self.proved.emit, login, secret),
            partial(self._not_proved, page, account_id),
        )

    def _not_proved(self, page: SignInPage, account_id: str, error: BaseException) -> None:
        if isinstance(error, WrongPin) and self._people.is_worn_out(account_id):
            page.needs_password()
        else:
            page.refuse(error)
