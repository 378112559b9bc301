"""The page of one person: who may see them, the tabs, the panel, undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from carebook.actions.change import Change
from carebook.actions.people import open_restricted_record, protected
from carebook.rules import permissions
from carebook.store.book import Reader
from carebook.store.merging import file_that_stays
from carebook.store.people import PersonRow
from carebook.ui.pages.person.assessing import AssessingTab
from carebook.ui.pages.person.daily import DailyTab
from carebook.ui.pages.person.details import DetailsTab
from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.files import FilesTab
from carebook.ui.pages.person.header import PersonHeader
from carebook.ui.pages.person.history import HistoryTab
from carebook.ui.pages.person.home import HomeTab
from carebook.ui.pages.person.medicines import MedicinesTab
from carebook.ui.pages.person.overview import OverviewTab
from carebook.ui.pages.person.panel import RecordPanel
from carebook.ui.pages.person.plans import PlansTab
from carebook.ui.pages.person.rehab import RehabTab
from carebook.ui.pages.person.stays import StaysTab
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView, row_of, view_of
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message

BESIDE = 860
"""From this width of the page on, in pixels, the panel stands beside the tab; below it takes its place."""
FOLDED = 860
"""Below this width of the page, in pixels, the head folds."""
PHOTO_SIDE = 256


@dataclass(frozen=True)
class TabEntry:
    """One tab: its key, its words, how it is made when first opened, and the kind of question that shows it."""

    key: str
    words: str
    made: Callable[[Desk], Tab]
    asks: str = "people"


TABS: tuple[TabEntry, ...] = (
    TabEntry("overview", N_("Overview"), OverviewTab),
    TabEntry("details", N_("Details"), DetailsTab),
    TabEntry("stays", N_("Stays"), StaysTab),
    TabEntry("scales", N_("Scales and assessments"), AssessingTab, "casework"),
    TabEntry("plans", N_("Plans"), PlansTab, "casework"),
    TabEntry("daily", N_("Daily"), DailyTab, "daily_care"),
    TabEntry("medicines", N_("Medicines"), MedicinesTab, "medication"),
    TabEntry("rehab", N_("Rehab"), RehabTab, "rehabilitation"),
    TabEntry("home", N_("Way home"), HomeTab, "reintegration"),
    TabEntry("files", N_("Files"), FilesTab),
    TabEntry("history", N_("History"), HistoryTab, "history"),
)


class PersonPage(DeskPage):
    """Everything about one person. A restricted record leaves a line in the reading log before it is shown."""

    mine = frozenset(
        {
            *("people", "episodes", "casework", "rehabilitation", "groups", "reintegration", "services"),
            *("daily_care", "medication", "incidents", "meals", "facility", "staff"),
        }
    )
    keys = (
        KeyHint("F2", N_("edit")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Z", N_("undo")),
        KeyHint("Ctrl+Tab", N_("next part")),
        KeyHint("Ctrl+P", N_("print papers")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Person"))
        self._person_id = ""
        self._opened = False  # whether this showing of a restricted record is in the reading log
        self._photo_id = ""
        self._last_op = ""
        self._folded = False
        self._came_from: QWidget | None = None
        self.view: PersonView | None = None
        day = desk.today()
        self._entries = [entry for entry in TABS if permissions.may_ask(desk.actor, entry.asks, day)]
        self.tabs: dict[str, Tab] = {}
        self.header.hide()
        self.head = PersonHeader(desk, [(entry.key, _(entry.words)) for entry in self._entries])
        self.head.back_wanted.connect(self._go_back)
        self.head.chosen.connect(self._show_tab)
        self.head.edit_wanted.connect(self._edit)
        self.head.papers_wanted.connect(self._print)
        self.head.edit.setVisible(desk.may("amend_person") or desk.may("amend_episode"))
        self.head.papers.setVisible(desk.may("print_papers"))
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.insertWidget(0, self.head)
        self.stack = Stack()
        self.states = States(self.stack)
        self.panel = RecordPanel(desk)
        self.panel.saved.connect(self._done)
        self.panel.touched.connect(self.touched)
        self.panel.draft_found.connect(self._offer_panel_draft)
        self.panel.refused.connect(self.complain)
        self.panel.left.connect(self._panel_left)
        self._beside_panel = box(column(self.states, gap=0))
        self.put((row((self._beside_panel, 1), self.panel, gap=0), 1))
        on_key(self, "F2", self._edit)
        on_key(self, "Ctrl+Z", self.undo_last)
        on_key(self, "Esc", self._leave)
        on_key(self, "Ctrl+P", self._print)
        self.head.clear()

    # whom

    def turn_to(self, person_id: str = "", tab: str = "", **_more: object) -> None:
        """Show a person, and a tab of theirs; the same person again keeps the tab."""
        if person_id and person_id != self._person_id:
            self._person_id, self._opened, self.view, self._last_op = person_id, False, None, ""
            self.panel.put_away()
            for one in self.tabs.values():
                one.put_away()
            self.messages.clear()
            self.head.clear()
            self._photo_id = ""
            if not tab:
                tab = self._entries[0].key
        elif person_id:
            self._opened = False
        if tab and any(entry.key == tab for entry in self._entries):
            self.head.choose(tab)
        self.make_stale()

    def refresh(self) -> None:
        """Look first whether the record is restricted; the file is read only after that."""
        if not self._person_id:
            self.states.show_empty(_("Choose somebody in the list."), (_("Residents"), self._go_back), icon="users")
            return
        person_id, today = self._person_id, self._desk.today()
        self.states.show_loading()
        self._desk.ask(self, lambda reader: _found(reader, person_id, today), self._look, self._not_read, key="file")

    def _look(self, asked: tuple[str, PersonRow | None]) -> None:
        there, found = asked
        if there != self._person_id:
            self._person_id = there
            if found is not None and not found.masked:
                self.say(message("This file was joined to {name}, {code}.", name=found.name, code=found.code), "info")
        if found is None or found.masked:
            self._show_protected()
        elif found.restricted and not self._opened:
            self._desk.do(
                open_restricted_record, found.person_id, then=self._restricted_opened, failed=self._not_opened
            )
        else:
            self._ask_file()

    def _restricted_opened(self, change: Change) -> None:
        if change.ids == (self._person_id,):
            self._opened = True
            self._ask_file()

    def _not_opened(self, error: BaseException) -> None:
        self._show_protected()
        self.complain(error)

    def _ask_file(self) -> None:
        person_id, today = self._person_id, self._desk.today()
        self._desk.ask(self, lambda reader: view_of(reader, person_id, today), self._show, self._not_read, key="file")

    def _show(self, view: PersonView | None) -> None:
        if view is None:
            self._show_protected()
            return
        self.view = view
        self.head.show_view(view)
        self.states.show_content()
        self._show_tab(self.head.current())
        for key, tab in self.tabs.items():
            if key != self.head.current():
                tab.view = None  # shown again when opened
        self._ask_photo(view)

    def _show_protected(self) -> None:
        self.view = None
        self.head.clear()
        self.states.show_empty(protected(), (_("Residents"), self._go_back), icon="lock")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _ask_photo(self, view: PersonView) -> None:
        photo_id = view.file.person.photo_id or ""
        if photo_id == self._photo_id:
            return
        self._photo_id = photo_id
        found = next((one for one in view.file.attachments if one.id == photo_id), None)
        if found is None:
            self.head.portrait.show_photo(None)
            return
        book, content_hash = self._desk.book, found.content_hash
        self._desk.ask(
            self, lambda _reader: _photo(book.blob(content_hash)), self.head.portrait.show_photo, key="photo"
        )

    # tabs

    def _show_tab(self, key: str) -> None:
        tab = self.tabs.get(key)
        if tab is None:
            entry = next(entry for entry in self._entries if entry.key == key)
            tab = self.tabs[key] = self._made(entry)
        self.stack.setCurrentWidget(tab)
        if self.view is not None and tab.view is not self.view:
            tab.show_view(self.view)

    def _made(self, entry: TabEntry) -> Tab:
        tab = entry.made(self._desk)
        tab.wants_writing.connect(self._write)
        tab.wants_tab.connect(self.head.choose)
        tab.wants_to_say.connect(self.say)
        tab.saved.connect(self._done)
        tab.refused.connect(self.complain)
        tab.left.connect(self.head.edit.setFocus)
        tab.touched.connect(self.touched)
        tab.draft_found.connect(partial(self._offer_tab_draft, tab))
        if isinstance(tab, HistoryTab):
            tab.wants_undo.connect(self.undo)
        tab.fold(self._folded)
        self.stack.addWidget(tab)
        return tab

    def tab_on_show(self) -> str:
        return self.head.current()

    def _current(self) -> Tab | None:
        return self.tabs.get(self.head.current())

    # writing

    def _write(self, writing: Writing, record: object, subject_id: str) -> None:
        self.panel.keep_draft()
        self.messages.clear()
        self._came_from = QApplication.focusWidget()
        self.panel.begin(writing, record, subject_id)
        self._arrange()

    def _panel_left(self) -> None:
        """The focus goes back to where the panel was opened from."""
        self._arrange()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus()
        elif self.isVisible():
            self.head.tabs.setFocus()

    def _edit(self) -> None:
        """F2: what the tab edits where it has something of its own, else the details."""
        if self.view is None:
            return
        key = self.head.current()
        if key not in ("stays", "medicines", "daily"):
            self.head.choose("details")
        if (tab := self._current()) is not None:
            tab.edit()

    def _offer_panel_draft(self, sentence: str) -> None:
        self.say(sentence, "info", action=_("Open draft"), then=self.panel.restore_draft)

    def _offer_tab_draft(self, tab: Tab, sentence: str) -> None:
        self.say(sentence, "info", action=_("Open draft"), then=tab.restore_draft)

    def has_unsaved(self) -> bool:
        return self.panel.has_unsaved() or any(tab.has_unsaved() for tab in self.tabs.values())

    def keep_draft(self) -> None:
        self.panel.keep_draft()
        for tab in self.tabs.values():
            tab.keep_draft()

    def discard(self) -> None:
        self.panel.discard()
        for tab in self.tabs.values():
            tab.discard()

    def save(self) -> None:
        """Ctrl+S: the panel, else the form of the tab."""
        if self.panel.editor is not None:
            self.panel.save()
        elif (tab := self._current()) is not None:
            tab.save()

    # done and undone

    def _done(self, change: Change) -> None:
        self._last_op = change.op if change.undoable else ""
        if change.undoable and change.said is not None:
            self.tell_done(change)
        elif change.said is not None:
            self.say(change.said)

    def undo_last(self) -> None:
        """Ctrl+Z: take back what was saved last on this page."""
        if self._last_op:
            self.undo(self._last_op)
        else:
            self.say(_("There is nothing to undo."), "info", seconds=6)

    def undo(self, op: str) -> None:
        self._last_op = ""
        super().undo(op)

    # elsewhere

    def _go_back(self) -> None:
        self._desk.go("residents", person_id=self._person_id)

    def _leave(self) -> None:
        """Esc: out of the panel, out of the form, back to the list."""
        tab = self._current()
        if self.panel.editor is not None:
            self.panel.leave()
        elif tab is None or not tab.leave():
            self._go_back()

    def _print(self) -> None:
        if self.view is not None and self.view.file.stays:
            stay = self.view.file.open_stay or self.view.file.stays[0]
            self._desk.go("papers", episode_id=stay.episode.id)

    # narrow and wide

    def _arrange(self) -> None:
        beside = self.width() >= BESIDE
        self.panel.move_under(not beside)
        self._beside_panel.setVisible(beside or self.panel.isHidden())
        folded = self.width() < FOLDED
        if folded != self._folded:
            self._folded = folded
            self.head.fold(folded)
            for tab in self.tabs.values():
                tab.fold(folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def fold(self, narrow: bool) -> None:
        """The head of this page folds by its own width."""


def _found(reader: Reader, person_id: str, today: date) -> tuple[str, PersonRow | None]:
    """The id of the file in which that person is now, with its row."""
    there = file_that_stays(reader, person_id)
    return there, row_of(reader, there, today)


def _photo(content: bytes | None) -> QImage | None:
    """The picture, small; None when it cannot be read as one. Made away from the window."""
    image = QImage.fromData(content) if content else QImage()
    return None if image.isNull() else image.scaledToWidth(PHOTO_SIDE) if image.width() > PHOTO_SIDE else image
