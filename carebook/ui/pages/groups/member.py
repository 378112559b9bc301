"""One member of a group: the goal of their own, who attends for them, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.groups import amend_member, end_membership
from carebook.actions.people import protected
from carebook.records import enum_words
from carebook.records.care_plans import Achievement, Goal
from carebook.records.declaration import field_of
from carebook.records.groups import GroupMember
from carebook.rules.problem import Problem
from carebook.store.groups import Member
from carebook.ui.pages.groups.asking import MEMBER_FORM, MemberGoals, goals_of
from carebook.ui.pages.groups.dialogs import LeavingDialog
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar, SidePanel
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import FieldEditor, SearchChoice, commit_input_method
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.words import _

WIDTH = 380
_NAMES = ("own_goal", "attends", "joined_on", "achievement", "evaluation")


class MemberPanel(SidePanel):
    """``typed`` when something was typed; ``saved(change)``, ``refused(error)``, ``told(sentence, tone)``."""

    typed = Signal()
    saved = Signal(object)
    refused = Signal(object)
    told = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("", width=theme.worn().scaled(WIDTH))
        self._desk = desk
        self._member: GroupMember | None = None
        self._person_id = ""
        self._base: dict[str, Any] = {}
        self._typed_before: dict[str, Any] = {}
        self.kept = MessageBar()
        self.editors = {
            name: FieldEditor(
                field_of(GroupMember, name),
                desk.today,
                choices=enum_words.choices(Achievement) if name == "achievement" else (),
                above=True,
            )
            for name in _NAMES
        }
        self.goal = SearchChoice()
        self.goal.setAccessibleName(_("Serves the goal of the care plan"))
        self.goal.setMinimumWidth(80)
        self.goal.activated.connect(self._touched)
        for editor in self.editors.values():
            editor.changed.connect(self._touched)
        self._serving = label(_("Serves the goal of the care plan"))
        self._serving.setMinimumHeight(theme.worn().scaled(32))
        self._serves = box(column(self._serving, self.goal, gap=4))
        first, *rest = self.editors.values()
        self.body.addWidget(box(column(self.kept, first, self._serves, *rest, gap=2)))
        self.save_button = Button(_("Save"), "primary", "check", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.leave_button = Button(_("Leaves the group…"))
        self.leave_button.clicked.connect(self._leave)
        self.record_button = Button(_("Open record"), "ghost")
        self.record_button.clicked.connect(self._open_record)
        self.add_actions(self.save_button, self.leave_button, self.record_button)

    # showing

    def show_member(self, one: Member) -> None:
        """Show a member the asker may see."""
        assert one.record is not None
        self._put_away()
        self._member, self._person_id = one.record, one.person_id
        since = self._desk.said_day(one.joined_on)
        left = self._desk.said_day(one.left_on)
        because = one.record.left_because
        span = f"{since} – {left}" if left else _("since {day}").format(day=since)
        self.show_title(one.name, " · ".join(filter(None, (one.room, one.code, span, because))))
        for name, editor in self.editors.items():
            editor.set_value(getattr(one.record, name))
        self._offer_goals((), one.record.goal_thread)
        self._remember()
        self.kept.clear()
        writes = self._desk.may("amend_member")
        for editor in self.editors.values():
            editor.setEnabled(writes)
        self.goal.setEnabled(writes)
        self.save_button.setVisible(writes)
        self.leave_button.setVisible(self._desk.may("end_membership") and one.left_on is None)
        if self._desk.may_ask("casework"):
            member_id, episode_id = one.record.id, one.record.episode_id
            self._desk.ask(self, lambda reader: goals_of(reader, episode_id, member_id), self._show_goals, key="goals")

    def _offer_goals(self, goals: tuple[Goal, ...], thread: str | None) -> None:
        self.goal.offer([(one.thread, one.text) for one in goals])
        self.goal.choose(thread or "" if thread in {one.thread for one in goals} else "")
        self._serves.setVisible(bool(goals))

    def _show_goals(self, found: MemberGoals) -> None:
        if self._member is None:
            return
        self._offer_goals(found.goals, self._member.goal_thread)
        self._base["goal_thread"] = self._thread()
        draft = found.draft
        if draft is not None and not self.is_dirty():
            for name, raw in draft.content.items():
                if name in self.editors:
                    self.editors[name].set_raw(raw)
            if "goal_thread" in draft.content:
                self.goal.choose(str(draft.content["goal_thread"] or ""))
            self.kept.say(_("The draft is open again."), "info", action=_("Discard draft"), then=self._discard)

    def refuse_masked(self) -> None:
        """Somebody whose goal may not be seen."""
        self.told.emit(protected(), "info")

    def begin(self) -> None:
        """Put the cursor into the goal."""
        self.editors["own_goal"].setFocus()

    # what is typed

    def _thread(self) -> str | None:
        """The goal it serves; one that is no longer in the plan stays."""
        if self._serves.isHidden():
            return self._member.goal_thread if self._member else None
        return self.goal.code() or None

    def _raw(self) -> dict[str, Any]:
        return {name: editor.raw() for name, editor in self.editors.items()} | {"goal_thread": self._thread()}

    def _remember(self) -> None:
        self._base = self._raw()

    def is_dirty(self) -> bool:
        """Whether something was typed that the book does not hold."""
        return self._member is not None and not self.isHidden() and self._raw() != self._base

    def _touched(self) -> None:
        self.typed.emit()

    def keep_draft(self) -> None:
        """Keep what is typed."""
        if self._member is not None and self.is_dirty():
            commit_input_method()
            changed = {name: raw for name, raw in self._raw().items() if raw != self._base.get(name)}
            self._desk.do(drafts.keep_draft, MEMBER_FORM, self._member.id, changed)

    def _put_away(self) -> None:
        self.keep_draft()
        self._member = None

    def _discard(self) -> None:
        if self._member is not None:
            for name, editor in self.editors.items():
                editor.set_raw(self._base[name])
            self.goal.choose(str(self._base.get("goal_thread") or ""))
            self._desk.do(drafts.keep_draft, MEMBER_FORM, self._member.id, None)

    # saving

    def save(self) -> None:
        """Keep it."""
        if self._member is None:
            return
        commit_input_method()
        wrong = {name: said for name, editor in self.editors.items() if (said := editor.problem()) is not None}
        for name, said in wrong.items():
            self.editors[name].show_error(said)
        if wrong:
            self.editors[next(iter(wrong))].setFocus()
            return
        given = {name: editor.value() for name, editor in self.editors.items()}
        member = replace(self._member, **given, goal_thread=self._thread())
        self._desk.do(amend_member, member, seen=self._member.version, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        if isinstance(change.result, GroupMember):
            self._member = change.result
        self._remember()
        self.kept.clear()
        if self._member is not None:
            self._desk.do(drafts.keep_draft, MEMBER_FORM, self._member.id, None)
        self.saved.emit(change)

    def _refused(self, error: BaseException) -> None:
        problems: tuple[Problem, ...] = () if isinstance(error, Outdated) else getattr(error, "problems", ())
        beside = [one for one in problems if one.field in self.editors]
        for one in beside:
            self.editors[one.field].show_error(one.message)
        if beside:
            self.editors[beside[0].field].setFocus()
        else:
            self.refused.emit(error)

    def _leave(self) -> None:
        if self._member is None:
            return
        dialog = LeavingDialog(self, self._desk, self.title.whole())
        if dialog.exec():
            self.leave(dialog)

    def leave(self, dialog: LeavingDialog) -> None:
        """End the membership as the dialog says."""
        assert self._member is not None
        given = (self._member.id, dialog.left_on.value(), dialog.because.value() or "")
        self._desk.do(end_membership, *given, then=self._left, failed=self.refused.emit)

    def _left(self, change: Change) -> None:
        self._member = None
        self.saved.emit(change)
        self._close()

    def _open_record(self) -> None:
        self._desk.go("person", person_id=self._person_id)
