"""Giving cases a case manager: one deed a case, told together, taken back together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions.change import Change
from carebook.actions.episodes import amend_episode
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.store.book import Reader
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import SearchChoice
from carebook.words import Message, _, message, ngettext


class ManagerDialog(DeedDialog):
    """Asks who manages the chosen cases from now on."""

    def __init__(self, parent: QWidget | None, count: int, here: Sequence[tuple[str, str]], first: str) -> None:
        title = ngettext("Case manager of {n} case", "Case manager of {n} cases", count).format(n=count)
        super().__init__(parent, title)
        self.who = SearchChoice(list(here))
        self.who.setAccessibleName(_("Case manager"))
        self.who.choose(first)
        self.contents.addWidget(self.who)
        deed = self.add_button("do", _("Assign"), "primary")
        self.add_button("", _("Go back"))
        deed.setDefault(True)
        self.who.setFocus()


class Assigning(QObject):
    """One assignment at a time. ``done(sentence, ops)`` when all deeds were done, ``refused(error)`` for each that was not."""

    done = Signal(object, list)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._left = 0
        self._ops: list[str] = []
        self._name = ""

    def begin(self, episode_ids: Sequence[str], staff_member_id: str, name: str) -> None:
        """Make ``staff_member_id`` the case manager of these stays; those that are already theirs stay as they are."""
        self._ops, self._name = [], name
        self._desk.ask(
            self, partial(_stays, ids=tuple(episode_ids)), partial(self._write, staff_member_id), self.refused.emit
        )

    def _write(self, staff_member_id: str, stays: Sequence[Episode]) -> None:
        changing = [one for one in stays if one.case_manager_id != staff_member_id]
        self._left = len(changing)
        for stay in changing:
            given = replace(stay, case_manager_id=staff_member_id)
            self._desk.do(amend_episode, given, seen=stay.version, then=self._written, failed=self._failed)
        if not changing:
            self.done.emit(message("These cases are already with {name}.", name=self._name), [])

    def _written(self, change: Change) -> None:
        self._ops.append(change.op)
        self._one_less()

    def _failed(self, error: BaseException) -> None:
        self.refused.emit(error)
        self._one_less()

    def _one_less(self) -> None:
        self._left -= 1
        if not self._left and self._ops:
            self.done.emit(_told(len(self._ops), self._name), list(self._ops))

    def take_back(self, ops: Sequence[str]) -> None:
        """Undo all deeds of an assignment."""
        for op in reversed(ops):
            self._desk.do(undo_deed, op, failed=self.refused.emit)


def _told(count: int, name: str) -> Message:
    if count == 1:
        return message("{n} case is with {name} now.", n=1, name=name)
    return message("{n} cases are with {name} now.", n=count, name=name)


def _stays(reader: Reader, ids: Sequence[str]) -> list[Episode]:
    found = (reader.record(Episode, one) for one in ids)
    return [one for one in found if one is not None]
