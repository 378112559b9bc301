"""How a form of the schedule begins: for whom and when, with what was typed before, and where drafts of it are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from carebook.actions import drafts
from carebook.store.book import Reader
from carebook.store.drafts import own_drafts
from carebook.store.schedules import PlannedSlot
from carebook.ui.pages.schedules.plans import (
    Offered,
    Plan,
    group_of,
    make_up_plan,
    new_group_plan,
    new_plan,
    offered,
    plans_for,
)
from carebook.ui.parts.desk import Desk

FORM = "schedule"


@dataclass(frozen=True)
class Begun:
    """A form as it begins: the plans of its ways, what its fields offer, whose it is, the way shown first, and what was typed
    before (None where that is not wanted)."""

    plans: Mapping[str, Plan]
    offer: Offered
    about: str = ""
    way: str = "many"
    draft: Mapping[str, Any] | None = None


class Beginning(QObject):
    """``begun(Begun)`` when a form can be shown; ``failed`` when the book could not be asked."""

    begun = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._subject: str | None = None  # whose draft it is; None: a change, of which no draft is kept
        self._kept: dict[str, dict[str, Any]] = {}  # known here sooner than the book tells it

    def new(self, on: date, at: time | None, **given: Any) -> None:
        """New sessions of a person, or one at a time that was pointed at, for which no draft is opened; ``given`` fills fields."""
        today = self._desk.today()

        def read(reader: Reader) -> Begun:
            offer = offered(reader, today)
            plans = new_plan(offer, on=on, at=at, **given)
            return Begun(plans, offer, "", "many", _draft(reader, "")) if at is None else Begun(plans, offer, "", "one")

        self._ask(read, "")

    def new_of_group(self, group_id: str, on: date) -> None:
        """New sessions of a group."""
        today = self._desk.today()

        def read(reader: Reader) -> Begun | None:
            group, offer = group_of(reader, group_id), offered(reader, today)
            if group is None:
                return None
            return Begun(
                new_group_plan(group, offer, on=on, at=None), offer, group.name, "many", _draft(reader, group_id)
            )

        self._ask(read, group_id)

    def make_up(self, slot: PlannedSlot) -> None:
        """A session that makes up for a cancelled one."""
        today = self._desk.today()

        def read(reader: Reader) -> Begun | None:
            plan = make_up_plan(reader, slot, today)
            return Begun({"one": plan}, offered(reader, today), slot.title, "one") if plan else None

        self._ask(read, None)

    def change(self, slot: PlannedSlot) -> None:
        """One session where it is, or its series from it on."""
        today = self._desk.today()

        def read(reader: Reader) -> Begun:
            return Begun(plans_for(reader, slot, slot.on, slot.at), offered(reader, today), slot.title, "one")

        self._ask(read, None)

    def change_as(self, plans: Mapping[str, Plan], about: str) -> None:
        """A series from one of its sessions on, as that one was carried."""
        today = self._desk.today()
        self._ask(lambda reader: Begun(plans, offered(reader, today), about, "many"), None)

    def _ask(self, read: Any, subject: str | None) -> None:
        self._desk.ask(self, read, partial(self._show, subject), self._fail, key="form")

    def _show(self, subject: str | None, found: Begun | None) -> None:
        if found is None or not found.plans:
            return
        self._subject = subject
        if found.draft is not None and subject is not None:
            found = replace(found, draft=self._kept.get(subject, found.draft))
        self.begun.emit(found)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    # drafts

    @property
    def keeps_drafts(self) -> bool:
        """Whether what is typed is kept as a draft; changes of what is planned are not."""
        return self._subject is not None

    def keep_draft(self, content: dict[str, Any]) -> None:
        """Keep what is typed for new sessions."""
        if self._subject is not None:
            self._kept[self._subject] = content
            self._desk.do(drafts.keep_draft, FORM, self._subject, content)

    def forget_draft(self) -> None:
        """What was typed is saved or thrown away."""
        if self._subject is not None:
            self._kept[self._subject] = {}
            self._desk.do(drafts.keep_draft, FORM, self._subject, None)


def _draft(reader: Reader, subject: str) -> Mapping[str, Any]:
    found = (one.content for one in own_drafts(reader) if one.form == FORM and one.subject_id == subject)
    return next(found, {})
