"""What somebody chose lately in the palette: found again after the next sign-in, and kept inside the book."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from carebook.actions.choices import keep_choice
from carebook.store.choices import CHOSEN_LATELY, own_choice
from carebook.ui.parts.desk import Desk

MOST = 5
_PERSON = "person "


class Lately(QObject):
    """The ids of ways and people, the newest first. ``read``: what was kept is known from now on."""

    read = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: list[str] = []
        self._asked = self._known = False

    @property
    def ids(self) -> tuple[str, ...]:
        """What was chosen, as far as it is known."""
        return tuple(self._ids)

    @property
    def people(self) -> list[str]:
        """The ids of the people among them."""
        return [one.removeprefix(_PERSON) for one in self._ids if one.startswith(_PERSON)]

    def begin(self) -> None:
        """Ask for what was kept, the first time."""
        if not self._asked:
            self._asked = True
            self._desk.ask(self, lambda reader: own_choice(reader, CHOSEN_LATELY), self._know, self._not_read)

    def add(self, id: str) -> None:
        """Something was chosen: it comes first."""
        self._ids = [id, *(one for one in self._ids if one != id)][:MOST]
        if self._known:
            self._keep()

    def _know(self, kept: Any) -> None:
        new, self._known = self._ids, True
        before = [one for one in kept or () if isinstance(one, str) and one not in new]
        self._ids = [*new, *before][:MOST]
        if new:
            self._keep()
        self.read.emit()

    def _not_read(self, _error: BaseException) -> None:
        self._asked = False

    def _keep(self) -> None:
        if self._desk.book.read_only is None:
            self._desk.do(keep_choice, CHOSEN_LATELY, self._ids, failed=_not_kept)


def way_of_person(person_id: str) -> str:
    """The id of the way to somebody's file."""
    return f"{_PERSON}{person_id}"


def _not_kept(_error: BaseException) -> None:
    """What was chosen is looked for once more another day."""
