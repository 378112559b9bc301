"""What is done to a group between its views: its stage, who joins, a single session, asking about the absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.actions.groups import add_members, follow_up_absence, move_stage
from carebook.actions.people import protected
from carebook.actions.schedules import plan_group_session
from carebook.records.groups import GroupSession
from carebook.store.groups import AbsenceToAsk, GroupFile
from carebook.store.people import PersonRow
from carebook.ui.pages.groups.asking import who_may_join
from carebook.ui.pages.groups.choosing import JoiningDialog
from carebook.ui.pages.groups.dialogs import AskedDialog, SessionDialog, StageDialog
from carebook.ui.parts.desk import Desk

PARENTS = "parents"
"""The kind of group to which relatives come for the members."""


class GroupDeeds(QWidget):
    """Asks what is needed and does it. ``done(change)`` and ``refused(error)`` tell how it went; ``not_joined(error, again)``
    when nobody joined: calling ``again`` opens the choice as it was; ``told(sentence)`` when it may not be looked into.
    """

    done = Signal(object)
    refused = Signal(object)
    not_joined = Signal(object, object)
    told = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.hide()

    def ask_stage(self, file: GroupFile) -> None:
        """To which stage the group moves."""
        dialog = StageDialog(self._page, self._desk, file.group)
        if dialog.exec() and (stage := dialog.stage()) is not None:
            told = None if dialog.evaluation.isHidden() else dialog.evaluation.value() or ""
            self._desk.do(
                move_stage,
                file.group.id,
                stage,
                evaluation=told,
                seen=file.group.version,
                then=self.done.emit,
                failed=self.refused.emit,
            )

    def begin_joining(self, file: GroupFile, chosen: Sequence[str] = ()) -> None:
        """Who joins the group; ``chosen`` stays were chosen before."""
        today = self._desk.today()
        show = partial(self._choose, file, chosen)
        self._desk.ask(self, lambda reader: who_may_join(reader, file, today), show, self.refused.emit, key="joining")

    def _choose(self, file: GroupFile, chosen: Sequence[str], people: list[PersonRow]) -> None:
        parents = file.group.kind == PARENTS
        dialog = JoiningDialog(self._page, self._desk, people, file.group.name, chosen, parents=parents)
        if dialog.exec():
            again = partial(self.begin_joining, file, tuple(dialog.chosen))
            self._desk.do(
                add_members,
                file.group.id,
                dialog.chosen,
                dialog.joined_on.value(),
                attends=dialog.attends.value() or "" if parents else "",
                then=self.done.emit,
                failed=lambda error: self.not_joined.emit(error, again),
            )

    def plan_session(self, file: GroupFile) -> None:
        """When a single session takes place; it is led and housed as the group is."""
        group = file.group
        dialog = SessionDialog(self._page, self._desk, file.sessions[0].session if file.sessions else None)
        if dialog.exec():
            on, at, minutes = dialog.when()
            planned = GroupSession(
                group_id=group.id,
                leader_id=group.leader_id,
                room_id=group.room_id,
                planned_on=on,
                planned_at=at,
                minutes=minutes,
            )
            self._desk.do(plan_group_session, planned, then=self.done.emit, failed=self.refused.emit)

    def ask_about(self, absence: AbsenceToAsk) -> None:
        """Why somebody stayed away; who may not write that down is led to the record."""
        if absence.masked:
            self.told.emit(protected())
            return
        if not self._desk.may("follow_up_absence"):
            self._desk.go("person", person_id=absence.person_id)
            return
        dialog = AskedDialog(self._page, self._desk, absence)
        if dialog.exec():
            answer = {"followed_up_on": dialog.asked_on.value(), "follow_up": dialog.said.value() or ""}
            asked, seen = replace(absence.attendance, **answer), absence.attendance.version
            self._desk.do(follow_up_absence, asked, seen=seen, then=self.done.emit, failed=self.refused.emit)
