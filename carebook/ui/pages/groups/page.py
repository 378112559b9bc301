"""Nhóm, lớp: the groups and classes, one of them with members and sessions, and the roster of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.groups import save_group
from carebook.ui.pages.groups.asking import (
    GROUP_FORM,
    SESSION_FORM,
)
from carebook.ui.pages.groups.deeds import GroupDeeds
from carebook.ui.pages.groups.editing import GroupForm
from carebook.ui.pages.groups.heads import FORM, GROUP, LIST, ROSTER
from carebook.ui.pages.groups.one import GroupView
from carebook.ui.pages.groups.recording import SessionRecording
from carebook.ui.pages.groups.roster import RosterView
from carebook.ui.pages.groups.showing import GroupsShown
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.words import N_, _


class GroupsPage(GroupsShown):
    """``turn_to(group_id=…, session_id=…)`` shows a group or the roster of a session; without them the list."""

    mine = frozenset({"groups", "people", "episodes"})
    keys = (
        KeyHint("Ctrl+N", N_("found a group; in a group add people")),
        KeyHint("Enter", N_("open")),
        KeyHint("F2", N_("edit the group")),
        KeyHint("F3", N_("move the group to another stage")),
        KeyHint("Ctrl+D", N_("roster of today")),
        KeyHint("A", N_("roster: the whole group is present")),
        KeyHint("C · M · L · K", N_("roster: present, late, away with a reason, away without one")),
        KeyHint("0–3", N_("roster: how far somebody took part; of who is away the reason")),
        KeyHint("/", N_("roster: type the names of who was away")),
        KeyHint("F8", N_("roster: it did not take place")),
        KeyHint("F6", N_("roster: to the minutes and back")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.deeds = GroupDeeds(desk, self)
        self._connect()
        self._show_mode()

    def _connect(self) -> None:
        self.list.opened.connect(lambda group_id: self.turn_to(group_id=group_id))
        self.list.roster_wanted.connect(lambda session_id: self.turn_to(session_id=session_id))
        self.list.asked.connect(self.deeds.ask_about)
        self.deeds.done.connect(self._done)
        self.deeds.refused.connect(self.complain)
        self.deeds.not_joined.connect(self._not_joined)
        self.deeds.told.connect(lambda sentence: self.say(sentence, "info", icon="lock"))
        self.buttons.running.chosen.connect(self.make_stale)
        for button, slot in (
            (self.buttons.new, self.begin_new),
            (self.buttons.register, self._open_register),
            (self.buttons.edit, self.begin_editing),
            (self.buttons.stage, self._ask_stage),
            (self.buttons.roster, self.open_next_roster),
            (self.buttons.print, self._print),
            (self.buttons.not_held, self._ask_why_not),
            (self.buttons.back, self.go_back),
            (self.buttons.save, self.save),
        ):
            button.clicked.connect(slot)
        for key, slot in (
            ("Ctrl+N", self._new_key),
            ("F2", self.begin_editing),
            ("F3", self._ask_stage),
            ("Ctrl+D", self.open_next_roster),
            ("Ctrl+P", self._print),
            ("F8", self._ask_why_not),
            ("F6", self._other_view),
            ("Esc", self.go_back),
        ):
            on_key(self, key, slot)

    @cached_property
    def group(self) -> GroupView:
        """One group."""
        made = super().group
        made.session_opened.connect(self._open_session)
        made.join_wanted.connect(self._begin_joining)
        made.session_wanted.connect(self._plan_session)
        made.timetable_wanted.connect(self._open_timetable)
        made.panel.saved.connect(self._done)
        made.panel.refused.connect(self.complain)
        made.panel.told.connect(self.say)
        made.panel.typed.connect(self.touched)
        return made

    @cached_property
    def form(self) -> GroupForm:
        """The form of a group."""
        made = super().form
        made.typed.connect(self.touched)
        made.discarded.connect(self.discard)
        return made

    @cached_property
    def roster(self) -> RosterView:
        """The roster of a session."""
        made = super().roster
        made.typed.connect(self.touched)
        made.held_again.connect(self._reopen)
        return made

    @cached_property
    def recording(self) -> SessionRecording:
        """What writes the roster down."""
        made = SessionRecording(self._desk, self.roster)
        made.done.connect(self._recorded)
        made.outdated.connect(self._tell_newer)
        made.told.connect(lambda sentence: self.say(sentence, "danger"))
        made.refused.connect(self.complain)
        return made

    # groups

    def _new_key(self) -> None:
        if self._mode == LIST:
            self.begin_new()
        elif self._mode == GROUP:
            self._begin_joining()

    def begin_editing(self) -> None:
        """The form of the group on show."""
        if self._mode == GROUP and self._file is not None and self._desk.may("save_group"):
            self._edit(self._file.group)

    def _ask_stage(self) -> None:
        if self._mode == GROUP and self._file is not None and not self.buttons.stage.isHidden():
            self.deeds.ask_stage(self._file)

    def _begin_joining(self) -> None:
        if self._mode == GROUP and self._file is not None and not self.group.join_button.isHidden():
            self.deeds.begin_joining(self._file)

    def _not_joined(self, error: BaseException, again: Callable[[], None]) -> None:
        self.complain(error)
        self.say(self.messages.text(), "danger", action=_("Choose again"), then=again)

    def _plan_session(self) -> None:
        if self._file is not None:
            self.deeds.plan_session(self._file)

    def _open_timetable(self) -> None:
        self._desk.go("schedules", group_id=self._group_id)

    def _open_register(self) -> None:
        self._desk.go("classes", group_id=self._group_id)

    def _open_session(self, session_id: str) -> None:
        self._go(ROSTER, self._group_id, session_id)

    def open_next_roster(self) -> None:
        """The roster of today's session, or of the oldest one nobody recorded; says so when none waits."""
        line = self.group.next_to_mark() if self._mode == GROUP else None
        if line is not None:
            self._open_session(line.id)
        elif self._mode == GROUP and self._file is not None:
            self.say(self.group.none_to_mark(), "info", seconds=6)

    # a session

    def _reopen(self) -> None:
        self.roster.reopen()
        self._show_mode()

    def _other_view(self) -> None:
        if self._mode == ROSTER:
            self.roster.other_view()

    def _ask_why_not(self) -> None:
        if self._mode == ROSTER and not self.buttons.not_held.isHidden():
            self.recording.ask_why_not()

    def _recorded(self, change: Change) -> None:
        self._forget_draft(SESSION_FORM, self._session_id)
        self._done(change)

    def _tell_newer(self, error: Outdated) -> None:
        self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)

    def _take_over(self) -> None:
        """The newer roster with what was marked on top of it, to be looked at and saved."""
        content = self.roster.draft()
        self._desk.do(drafts.keep_draft, SESSION_FORM, self._session_id, content, then=self._read_again)

    def _read_again(self, *_change: object) -> None:
        self._shown = False
        self.make_stale()

    def _print(self) -> None:
        if self._mode != ROSTER or self.buttons.print.isHidden():
            return
        if (session := self.roster.session()) is not None:
            self._desk.go("case_papers", group_id=session.group_id, paper="group_minutes", session_id=session.id)

    # saving

    def save(self) -> None:
        """Keep the form, the roster, or the member that is open."""
        if self._busy or not self._shown:
            return
        if self._mode == FORM and (group := self.form.written()) is not None:
            self._busy = True
            seen = group.version if group.id else None
            self._desk.do(save_group, group, seen=seen, then=self._saved_group, failed=self._refused_group)
        elif self._mode == ROSTER:
            self.recording.save()
        elif self._mode == GROUP and not self.group.panel.isHidden():
            self.group.panel.save()

    def _saved_group(self, change: Change) -> None:
        self._busy = False
        self._forget_draft(GROUP_FORM, self._group_id)
        self._shown = False
        self._go(GROUP, change.ids[0] if change.ids else self._group_id)
        self._done(change)

    def _refused_group(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Outdated):
            self.complain(error)
        else:
            problems = getattr(error, "problems", ())
            self.form.form.show_problems(problems) if problems else self.complain(error)

    def _done(self, change: Change) -> None:
        """Something was kept: read it again, and offer to take it back."""
        self.make_stale()
        self.tell_done(change)

    def undone(self, change: Change) -> None:
        if self._mode == ROSTER:
            self._shown = False
        super().undone(change)

    # drafts

    def has_unsaved(self) -> bool:
        if not self._shown:
            return False
        match self._mode:
            case "form":
                return self.form.form.is_dirty()
            case "roster":
                return self.roster.is_dirty()
            case "group":
                return self.group.panel.is_dirty()
        return False

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed or marked."""
        match self._mode:
            case "form":
                group_id = self.form.group().id
                self._desk.do(drafts.keep_draft, GROUP_FORM, group_id, self.form.form.draft(), then=self._kept)
            case "roster":
                content = self.roster.draft()
                self._desk.do(drafts.keep_draft, SESSION_FORM, self._session_id, content, then=self._kept)
            case "group":
                self.group.panel.keep_draft()

    def _kept(self, _change: Change) -> None:
        self.buttons.standing.setWhole(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _forget_draft(self, form: str, subject_id: str, then: Callable[..., object] | None = None) -> None:
        """Forget a draft; ``then`` is called when it is gone, so that what is read after that does not bring it back."""
        self._desk.do(drafts.keep_draft, form, subject_id, None, then=then and (lambda _change: then()))
        self.buttons.standing.setWhole("")

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        if self._mode == FORM:
            self._forget_draft(GROUP_FORM, self.form.group().id)
            self.form.revert()
        elif self._mode == ROSTER:
            self._forget_draft(SESSION_FORM, self._session_id, then=self._read_again)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        if GROUP in vars(self):
            self.group.fold(narrow)
        if ROSTER in vars(self):
            self.roster.fold(narrow)
        self._show_mode()
