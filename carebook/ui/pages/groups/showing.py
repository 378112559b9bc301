"""What the page of groups shows: the list, one group, its form or a roster, each asked for when it is wanted."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.records.groups import Group
from carebook.store.groups import GroupFile, group_file
from carebook.ui.pages.groups.asking import (
    Choosing,
    Groups,
    OpenRoster,
    all_groups,
    choosing,
    open_roster,
)
from carebook.ui.pages.groups.editing import GroupForm
from carebook.ui.pages.groups.heads import CLOSED, FORM, GROUP, LIST, ROSTER, Buttons, group_line, list_line
from carebook.ui.pages.groups.listing import GroupList
from carebook.ui.pages.groups.one import GroupView
from carebook.ui.pages.groups.roster import RosterView, session_line
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack
from carebook.ui.parts.page import DeskPage
from carebook.ui.parts.states import States
from carebook.words import _, message


class GroupsShown(DeskPage):
    """The four views of the page and the way between them; what is done in them is the page's own.

    Only the list is there from the beginning; the others are made when they are first shown.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Groups and classes"))
        self._mode, self._group_id, self._session_id = LIST, "", ""
        self._editing: Group | None = None
        self._file: GroupFile | None = None
        self._busy = self._shown = False
        self.list = GroupList(desk)
        self.stack = Stack()
        self.stack.addWidget(self.list)
        self.states = States(self.stack)
        self.buttons = Buttons()
        self.put((self.states, 1), self.buttons.fill(self.header))

    @cached_property
    def group(self) -> GroupView:
        """One group."""
        made = GroupView(self._desk)
        made.fold(self.is_narrow())
        self.stack.take_in(made)
        return made

    @cached_property
    def form(self) -> GroupForm:
        """The form of a group."""
        made = GroupForm(self._desk)
        self.stack.take_in(made)
        return made

    @cached_property
    def roster(self) -> RosterView:
        """The roster of a session."""
        made = RosterView(self._desk)
        made.fold(self.is_narrow())
        self.stack.take_in(made)
        return made

    # where one is

    def turn_to(self, group_id: str = "", session_id: str = "", **_more: object) -> None:
        """Show the roster of a session, a group, or the list; what was typed before is kept as a draft."""
        mode = ROSTER if session_id else GROUP if group_id else LIST
        if (mode, session_id) == (ROSTER, self._session_id) and self._mode == ROSTER:
            return
        self._go(mode, group_id, session_id)

    def _go(self, mode: str, group_id: str = "", session_id: str = "") -> None:
        self._put_away()
        if group_id != self._group_id and mode in (LIST, GROUP):
            self._file = None
        self._mode, self._session_id = mode, session_id
        self._group_id = group_id or (self._group_id if mode == ROSTER else "")
        self.messages.clear()
        self.buttons.standing.setWhole("")
        self._show_mode()
        self.make_stale()

    def _put_away(self) -> None:
        if self.has_unsaved():
            self.keep_draft()
        self._shown = False

    def _show_mode(self) -> None:
        view: QWidget = self.list
        match self._mode:
            case "group":
                view = self.group
            case "form":
                view = self.form
            case "roster":
                view = self.roster
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        buttons, narrow = self.buttons, self.is_narrow()
        match self._mode:
            case "list":
                buttons.show_list(self._desk, narrow=narrow)
            case "group":
                waiting = self._file is not None and self.group.next_to_mark() is not None
                buttons.show_group(self._desk, self._file, to_mark=waiting, narrow=narrow)
            case "form":
                buttons.show_form(narrow=narrow)
            case "roster":
                session = self.roster.session() if self._shown else None
                marks = session is not None and self.roster.marks_people()
                buttons.show_roster(self._desk, session, marks=marks, narrow=narrow)

    def go_back(self) -> None:
        """From the roster or the form to the group, from the group to the list; what is typed stays as a draft."""
        if self._mode == GROUP and self.group.close_member():
            return
        match self._mode:
            case _ if self._mode == LIST:
                return
            case _ if self._mode in (ROSTER, FORM) and self._group_id:
                self._go(GROUP, self._group_id)
            case _:
                self._go(LIST)

    # asking

    def refresh(self) -> None:
        """Ask for what is shown."""
        if not self._shown:
            self.states.show_loading()
        today, group_id, session_id = self._desk.today(), self._group_id, self._session_id
        match self._mode:
            case "list":
                closed = self.buttons.running.current() == CLOSED
                self._desk.ask(self, lambda reader: all_groups(reader, today, closed), self._show_list, self._not_read)
            case "group":
                self._desk.ask(self, lambda reader: group_file(reader, group_id), self._show_group, self._not_read)
            case "form" if self._editing is not None and not self._shown:
                editing = self._editing
                self._desk.ask(self, lambda reader: choosing(reader, editing, today), self._show_form, self._not_read)
            case "roster":
                asked = partial(open_roster, session_id=session_id, today=today)
                self._desk.ask(self, asked, self._show_roster, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show_list(self, found: Groups) -> None:
        if self._mode != LIST:
            return
        self.rename(_("Groups and classes"))
        self.header.show_line(list_line(found.lines))
        self.list.show_groups(found)
        self._shown = True
        if found.lines:
            self.states.show_content()
        elif self.buttons.running.current() == CLOSED:
            self.states.show_empty(_("No group has ended yet."), icon="users")
        else:
            begin = ((_("Found a group"), self.begin_new),) if self._desk.may("save_group") else ()
            said_empty = _("No groups or classes yet. Found a group once, mark the whole group with one key.")
            self.states.show_empty(said_empty, *begin, icon="users")
        self._show_mode()

    def _show_group(self, file: GroupFile | None) -> None:
        if self._mode != GROUP:
            return
        self._file = file
        if file is None:
            self._go(LIST)
            return
        group = file.group
        self.rename(group.name)
        self.header.show_line(group_line(self._desk, file))
        if not self.group.panel.is_dirty():
            self.group.show_group(file)
        self._shown = True
        self.states.show_content()
        self._show_mode()

    def _show_form(self, found: Choosing) -> None:
        if self._mode != FORM or self._shown:
            return
        self.rename(found.group.name or _("New group"))
        self.header.show_line("")
        self.form.show_group(found)
        self._shown = True
        self.states.show_content()
        self._show_mode()

    def _show_roster(self, found: OpenRoster | None) -> None:
        if self._mode != ROSTER:
            return
        if found is None:
            self.states.show_empty(_("This session is no longer there."), icon="users")
            return
        if self._shown and self.has_unsaved():
            return  # what is marked stays; a newer version is told when it is saved
        self._group_id = found.roster.group.id
        self.rename(found.roster.group.name)
        self.header.show_line(session_line(found.roster), always=True)
        first = not self._shown
        self.roster.show_roster(found, writes=self._desk.may("record_group_session"))
        self._shown = True
        self.states.show_content()
        self._show_mode()
        if first and found.draft is not None:
            self.roster.restore(found.draft.content)
            at = dates.moment(found.draft.kept_at, self._desk.today())
            said = message("The draft kept at {time} is open again.", time=at)
            self.say(said, "info", action=_("Discard draft"), then=self.discard)
        if first and self.isVisible():
            self.roster.grid.setFocus()

    def begin_new(self) -> None:
        """An empty form."""
        if self._desk.may("save_group"):
            me = self._desk.actor.staff_member_id or None
            self._edit(Group(leader_id=me, from_on=self._desk.today()))

    def _edit(self, group: Group) -> None:
        self._editing = group
        self._go(FORM, group.id)
