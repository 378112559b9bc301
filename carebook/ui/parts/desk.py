"""The desk a page works at: the open book, who is signed in, the clerk, the words of code lists, and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from carebook import dates
from carebook.actions.change import Change
from carebook.records.facility import Facility
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store.book import Book, Reader, in_vietnam, new_id, now_utc
from carebook.store.code_lists import Codes
from carebook.store.stays import restricted_owner
from carebook.ui.parts.backing import Backing
from carebook.ui.parts.choices import stamper
from carebook.ui.parts.clerk import Clerk, Failed
from carebook.ui.parts.sending import Sending
from carebook.ui.parts.stamping import Stamping

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where to go: the name of a page, and what it should show there (a person, a tab, a filter)."""

    page: str
    about: Mapping[str, Any] = field(default_factory=dict)


class Desk(QObject):
    """What every page is given. It lives as long as one person is signed in."""

    went = Signal(object)  # a Place
    locking = Signal()
    switching = Signal()  # somebody else wants to sign in
    backed_up = Signal()
    restoring = Signal(object)  # the file of a backup, or None: whoever asks wants the book out of it
    helping = Signal(str)  # "page#anchor" of the manual; "" is that of where one is

    def __init__(
        self,
        book: Book,
        actor: Actor,
        facility: Facility,
        codes: Codes,
        parent: QObject | None = None,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(parent)
        self.book = book
        self.actor = actor
        self.facility = facility
        self.codes = codes
        self._clock = clock
        self.pin_of_shift: Callable[[str, str], bool | None] = _no_pin
        """Whether what was typed is the PIN of the shift of an account; None where it has none, or something else was typed."""
        self.clerk = Clerk(_no_writer, self._open_reader, self)
        self.sending = Sending(book, actor, self.now, self)
        self.sending.changed.connect(self.clerk.changed)
        self.clerk.changed.connect(self.sending.look)
        self.stamping = Stamping(book, actor, self.now, stamper, self)
        self.stamping.changed.connect(self.clerk.changed)
        self.clerk.changed.connect(self.stamping.look)

        self.backing = Backing(book, actor, facility.is_sample, self.now, self)
        self.backing.changed.connect(self.clerk.changed)

    def _open_reader(self) -> Reader:
        return self.book.reader_for(self.actor, self.now())

    def now(self) -> datetime:
        """The present moment."""
        return self._clock()

    def today(self) -> date:
        """Today in Vietnam."""
        return in_vietnam(self.now())

    def do(
        self,
        action: Callable[..., Any],
        *values: Any,
        then: Callable[[Any], object] | None = None,
        failed: Failed | None = None,
        op: str = "",
        **given: Any,
    ) -> str:
        """Do a deed in the name of who is signed in; its operation id is made here, where the button is pressed."""
        op = op or new_id()
        book, by, now = self.book, self.actor, self.now()
        self.clerk.do(lambda: action(book, *values, by=by, now=now, op=op, **given), then, failed)
        return op

    def ask(
        self,
        asker: QObject,
        question: Callable[[Reader], T],
        then: Callable[[T], object],
        failed: Failed | None = None,
        *,
        key: Hashable = None,
    ) -> None:
        """Ask the book; see `Clerk.ask`."""
        self.clerk.ask(asker, question, then, failed, key=key)

    def may(self, deed: str) -> bool:
        """Whether who is signed in may do the deed today."""
        return permissions.may(self.actor, deed, self.today())

    def may_ask(self, question: str) -> bool:
        """Whether who is signed in may put questions of that kind."""
        return permissions.may_ask(self.actor, question, self.today())

    @property
    def sees_restricted(self) -> bool:
        """Whether who is signed in may open restricted records."""
        return permissions.may_open_restricted(self.actor, self.today())

    def note_reading(self, episode_id: str) -> None:
        """Leave a line in the reading log when the stay on show is restricted and who is signed in may see it."""
        if episode_id and self.sees_restricted and self.book.read_only is None:
            self.ask(self, partial(restricted_owner, episode_id=episode_id), self._note, key="restricted")

    def _note(self, person_id: str) -> None:
        if person_id:
            self.do(_open_restricted_record, person_id)

    def go(self, page: str, **about: Any) -> None:
        """Show another page."""
        self.went.emit(Place(page, about))

    def words(self, list_name: str, code: str, day: date | None = None) -> str:
        """The words of a code; the code itself when the list does not know it."""
        return self.codes.text(list_name, code, day) or code

    def choices(self, list_name: str) -> list[tuple[str, str]]:
        """What a field of that list offers today."""
        return [(c.code, c.text) for c in self.codes.choices(list_name, self.today())]

    def said_day(self, day: date | None) -> str:
        """A day as lists show it: this year's without the year."""
        return "" if day is None else dates.short(day, self.today())

    def close(self) -> None:
        """Finish what is being written, stop what is being sent, and let the threads end; the book stays open."""
        self.backing.close()
        self.stamping.close()
        self.sending.close()
        self.clerk.close()


def _open_restricted_record(book: Book, person_id: str, **given: Any) -> Change:
    from carebook.actions.people import open_restricted_record  # only whoever has the right needs it

    return open_restricted_record(book, person_id, **given)


def _no_pin(_account_id: str, _typed: str) -> bool | None:
    """Without the program around it a desk knows only passwords."""
    return None


def _no_writer() -> None:
    """The book writes through its own connection."""
    return
