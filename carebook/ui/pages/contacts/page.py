"""Khách thăm, tiếp xúc: the visitors' book of the center by day or month, and the contacts of one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.contacts import save_contact, strike_contact
from carebook.actions.people import protected
from carebook.records.contacts import Contact
from carebook.rules.contacts import problems_in_contact
from carebook.rules.problem import warnings
from carebook.store.contacts import Bounds, ContactLine, bounds
from carebook.ui.pages.contacts.asking import DAY, FORM, Contacts, View, contacts
from carebook.ui.pages.contacts.bar import ViewBar
from carebook.ui.pages.contacts.rows import ContactTable, is_still_here, paper_list, said_nothing, said_of
from carebook.ui.pages.contacts.writing import BanNotice, ContactSheet, barred, new_contact
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import PathTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _


class ContactsPage(DeskPage):
    """The visitors' book, or the contacts of the stay of ``turn_to(episode_id=…, new="1")``."""

    mine = frozenset({"reintegration", "people", "episodes", "services"})
    keys = (
        KeyHint("Ctrl+N", N_("note a visit or call")),
        KeyHint("F8", N_("the visitor has left")),
        KeyHint("Enter", N_("edit")),
        KeyHint("Ctrl+←→", N_("day or month before, after")),
        KeyHint("Ctrl+F", N_("search")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Contacts and visitors"))
        self._view = View(desk.today())
        self._found: Contacts | None = None
        self._sheet: ContactSheet | None = None
        self._begins = self._busy = False
        self._wanted = ""
        self._make_buttons()
        self.bar = ViewBar(desk)
        self.bar.changed.connect(self._turn)
        self.bar.searched.connect(self._show_found)
        self.tabs = PathTabs(desk, "contacts")
        self.notice = BanNotice()
        self.everybody, self.of_one = ContactTable(desk, of_one=False), ContactTable(desk, of_one=True)
        for table in (self.everybody, self.of_one):
            table.opened.connect(self._edit)
            table.picked.connect(self._show_buttons)
        self.states = States(box(column((self.everybody, 1), (self.of_one, 1), gap=0)))
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._shut)
        self._beside = box(column(self.notice, (self.states, 1), gap=6, margins=(16, 0, 16, 0)))
        hints = key_caps(("Enter", _("edit")), ("F8", _("the visitor has left")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            self.bar,
            (row((self._beside, 1), self.writing, gap=0), 1),
            Footer(self.person_button, None, hints, self.strike_button, self.edit_button, self.left_button),
        )
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("F2", self.edit),
            ("F8", self.note_left),
            ("Ctrl+Left", partial(self.bar.step, -1)),
            ("Ctrl+Right", partial(self.bar.step, 1)),
            ("Ctrl+F", self.bar.search.setFocus),
            ("Ctrl+P", self._print),
            ("Esc", self._go_back),
        ):
            on_key(self, key, slot)
        self._show_view()

    def _make_buttons(self) -> None:
        def button(words: str, kind: str, icon: str, key: str, slot: object) -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(slot)
            return made

        self.print_button = button(_("Print"), "", "printer", "Ctrl+P", self._print)
        self.new_button = button(_("Note a visit or call"), "primary", "plus", "Ctrl+N", self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.person_button = button(_("Contacts of this person"), "link", "user-plus", "", self._open_person)
        self.strike_button = button(_("Strike through…"), "", "", "", self._strike)
        self.edit_button = button(_("Edit"), "", "pencil", "F2", self.edit)
        self.left_button = button(_("Visitor has left"), "", "log-out", "F8", self.note_left)
        self.taking_out = TakingOut(self._desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # what is on show

    def turn_to(self, episode_id: str = "", day: date | None = None, new: str = "", **_more: object) -> None:
        """Show the contacts of one stay, the visitors' book with ""; ``new`` begins another one."""
        self._begins = bool(new)
        self._turn(replace(self._view, episode_id=episode_id, day=day or self._view.day))

    def _turn(self, view: View) -> None:
        if view.episode_id != self._view.episode_id:
            self._put_away()
            self.messages.clear()
        if view != self._view:
            self._view, self._found = view, None
            self._show_view()
        self.make_stale()

    def _put_away(self) -> None:
        if self.writing.is_open():
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()

    def _show_view(self) -> None:
        self.everybody.setVisible(not self._view.episode_id)
        self.of_one.setVisible(bool(self._view.episode_id))
        self.setFocusProxy(self.table)
        self.bar.show_view(self._view)

    @property
    def table(self) -> ContactTable:
        """The list on show."""
        return self.of_one if self._view.episode_id else self.everybody

    def refresh(self) -> None:
        """Ask for the contacts."""
        if self._found is None:
            self.states.show_loading()
        question = partial(contacts, view=self._view, today=self._desk.today())
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Contacts) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self.header.show_line(said_of(found, self._desk), always=bool(found.view.episode_id))
        self.notice.tell(barred(found.bounds, self._desk.today()) if found.bounds is not None else ())
        self._show_found()
        if self._begins:
            self._begins = False
            self.begin_new()

    def lines(self) -> tuple[ContactLine, ...]:
        """The contacts on show: those found that are like what is searched."""
        if self._found is None:
            return ()
        return self._found.lines if self._view.episode_id else self._found.like(self.bar.search.text())

    def _show_found(self, _typed: str = "") -> None:
        found, lines = self._found, self.lines()
        if found is None:
            return
        self.table.show_contacts(found, lines)
        if found.hidden:
            self.states.show_empty(protected(), icon="lock")
        elif lines:
            self.states.show_content()
            if not self.table.pick(self._wanted) and self.table.current() is None:
                self.table.pick(lines[0].id)
        elif found.lines:
            way = (_("Clear filter"), self.bar.search.clear)
            self.states.show_empty(_("Nobody is found by “{typed}”.").format(typed=self.bar.search.text()), way)
        else:
            ways = ((_("Note a visit or call"), self.begin_new),) if self._desk.may("save_contact") else ()
            self.states.show_empty(said_nothing(found.view), *ways, icon="users")
        self._wanted = ""
        self._show_buttons()

    def _show_buttons(self, *_more: object) -> None:
        found, line = self._found, self.table.current()
        there = found is not None and not found.hidden
        writable = there and line is not None and not line.masked
        may = self._desk.may
        self.new_button.setVisible(there and may("save_contact"))
        self.print_button.setVisible(there and may_print_work(self._desk))
        self.person_button.setVisible(writable and not self._view.episode_id)
        self.edit_button.setVisible(writable and may("save_contact"))
        self.strike_button.setVisible(writable and may("strike_contact"))
        self.left_button.setVisible(writable and may("save_contact") and self._may_leave(line))

    def _may_leave(self, line: ContactLine | None) -> bool:
        """Whether the chosen visitor is one of today who is still here."""
        found = self._found
        if found is None or line is None or not is_still_here(line, found):
            return False
        return line.contact.held_on == self._desk.today()

    # writing

    def begin_new(self) -> None:
        """A sheet for a visit of now, or of the day on show."""
        if self._found is not None and not self._found.hidden and self._desk.may("save_contact"):
            today = self._desk.today()
            day = self._view.day if self._view.span == DAY and not self._view.episode_id else today
            self._write(new_contact(self._desk, min(day, today), self._view.episode_id))

    def edit(self) -> None:
        """The chosen contact as a sheet."""
        if (line := self.table.current()) is not None:
            self._edit(line)

    def _edit(self, line: ContactLine) -> None:
        if line.masked:
            self.say(protected(), "info", icon="lock")
        elif self._desk.may("save_contact"):
            self._write(line.contact, f"{line.name} · {line.code}")

    def _write(self, contact: Contact, whom: str = "") -> None:
        found = self._found
        if found is None or self.writing.has_unsaved():
            return
        stays: Choices = found.stays
        if contact.id and contact.episode_id not in dict(stays):
            stays = [*stays, (contact.episode_id, whom)]
        staff = found.here
        if contact.staff_member_id and contact.staff_member_id not in dict(staff):
            staff = [*staff, (contact.staff_member_id, found.names.get(contact.staff_member_id, "–"))]
        one = bool(self._view.episode_id)
        sheet = ContactSheet(self._desk, contact, stays=stays, staff=staff, visits=found.visits, one=one)
        sheet.whose.connect(self._ask_bounds)
        self._sheet = sheet
        title = _("Edit the contact") if contact.id else _("Visit or call")
        line = found.bounds.person.full_name if found.bounds is not None else ""
        self.writing.open(sheet, FORM, contact.id or f"new:{contact.episode_id}", title, line)
        if contact.episode_id:
            self._ask_bounds(contact.episode_id)
        self._make_room()

    def _ask_bounds(self, episode_id: str) -> None:
        question = partial(bounds, episode_id=episode_id)
        self._desk.ask(self, question, partial(self._know, self._sheet), key="bounds")

    def _know(self, asked: ContactSheet | None, known: Bounds | None) -> None:
        if asked is not None and asked is self._sheet:
            asked.know(known)

    def save(self) -> None:
        """Keep what is written."""
        contact: Contact | None = None if self._busy else self.writing.written()
        if contact is not None:
            self._keep(contact, self._saved)

    def note_left(self) -> None:
        """The chosen visitor of today leaves now."""
        line = self.table.current()
        if line is not None and not line.masked and self._may_leave(line) and not self._busy:
            now = dates.local(self._desk.now()).time().replace(second=0, microsecond=0)
            came = line.contact.held_at
            self._keep(replace(line.contact, left_at=max(now, came) if came else now), self._noted)

    def _keep(self, contact: Contact, then: Any) -> None:
        self._busy = True
        seen = contact.version or None
        self._desk.do(save_contact, contact, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self.writing.close_up()
        self._noted(change)

    def _noted(self, change: Change) -> None:
        self._busy = False
        said: list[str] = []
        kept: Contact | None = change.result
        if kept is not None:
            self._wanted = kept.id
            if kept.held_on is not None and not self._view.episode_id and not self._view.holds(kept.held_on):
                self._turn(replace(self._view, day=kept.held_on))
            said += self._unusual(kept)
        self.make_stale()
        self.tell_done(change, besides=said)

    def _unusual(self, kept: Contact) -> list[str]:
        known = self._found.bounds if self._found is not None else None
        if known is None or known.episode.id != kept.episode_id:
            return []
        found = problems_in_contact(
            kept, stay=known.episode, today=self._desk.today(), relatives=known.relatives, bans=known.bans
        )
        return [str(one.message) for one in warnings(found)]

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems or not self.writing.is_open():
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def _strike(self) -> None:
        line = self.table.current()
        if line is not None and not line.masked:
            self.strike_through(strike_contact, line.id)

    def struck(self, change: Change) -> None:
        self.writing.put_away()
        super().struck(change)

    # elsewhere

    def _open_person(self) -> None:
        line = self.table.current()
        if line is not None and not line.masked:
            self._desk.go("contacts", episode_id=line.contact.episode_id)

    def _print(self) -> None:
        found, lines = self._found, self.lines()
        if found is None or found.hidden or not may_print_work(self._desk):
            return
        if lines:
            self.taking_out.begin(paper_list(found, lines, self._desk))
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        elif self._found is not None and self._found.bounds is not None:
            self._desk.go("person", person_id=self._found.bounds.person.id, tab="home")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _shut(self) -> None:
        self._sheet = None
        self._make_room()
        self.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())
