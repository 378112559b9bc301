"""The window itself: one sheet with the page, the way between pages, keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from carebook.rules.page_codes import problem_with
from carebook.ui.main_window.navigation import ENTRIES, Navigation, entry_of, is_open_to
from carebook.ui.main_window.status import StatusLine
from carebook.ui.parts import theme
from carebook.ui.parts.bars import NARROW
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import LeadingTabs
from carebook.ui.parts.page import KeyHint, Page
from carebook.words import N_, _

_CALL = KeyHint("F9", N_("a call to the hotline"))
_NEXT = KeyHint("Ctrl+Tab", N_("next part"))


class MainWindow(QMainWindow):
    """The window of one signed-in person. Pages are built when first shown; no resident's name stands in the title."""

    closing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("desk")
        self.setWindowTitle("CareBook")
        self.setWindowIcon(theme.icon("hand-heart", "primary", pixels=32))
        self.resize(1366, 768)
        self._pages: dict[str, Page] = {}
        self._history: list[Place] = []
        self._narrow = False
        self.navigation = Navigation(desk)
        self.status = StatusLine(desk)
        self.stack = QStackedWidget()
        sheet = box(column(self.stack, gap=0), "sheet")
        self.setCentralWidget(
            box(
                row(self.navigation, (box(column((sheet, 1), self.status, gap=0, margins=(0, 8, 8, 0))), 1), gap=0),
                "desk",
            )
        )
        self.navigation.chosen.connect(self.show_page)
        self.navigation.searched.connect(self._search)
        desk.went.connect(self.go)
        for entry in ENTRIES:
            if entry is not None and entry.key and entry.page in self.navigation._items:
                on_key(self, entry.key, _Opening(self, entry.page).open, whole_window=True)
        if is_open_to(desk, entry_of("hotline")):
            on_key(self, "F9", self._take_call, whole_window=True)
        on_key(self, "Ctrl+K", self._focus_search, whole_window=True)
        on_key(self, "Ctrl+L", desk.locking, whole_window=True)
        on_key(self, "Ctrl+S", self._save, whole_window=True)
        on_key(self, "F1", self._help, whole_window=True)
        self._back_key = on_key(self, "Alt+Left", self.back, whole_window=True)

    # pages

    def page(self, name: str) -> Page:
        """The page of that name, built now if it was not yet."""
        if name not in self._pages:
            entry = entry_of(name)
            built: Page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(self.desk)
            self._pages[name] = built
            self.stack.addWidget(built)
            built.draft_due.connect(self.status.say_draft)
            counted = getattr(built, "counted", None)
            if counted is not None:
                counted.connect(partial(self.navigation.show_count, name))
        return self._pages[name]

    def begin(self, page: str) -> None:
        """Show the first page of whoever has just come: ``page``, or that of the first item where they have not that one."""
        self.show_page(page if is_open_to(self.desk, entry_of(page)) else self.navigation.first())

    def show_page(self, name: str) -> None:
        """Show a page from the navigation."""
        self.go(Place(name))

    def go(self, place: Place) -> None:
        """Show a page, and there what ``place`` is about; stays when the page on show has something unsaved to be asked."""
        if not is_open_to(self.desk, entry_of(place.page)):
            return
        now = self.stack.currentWidget()
        if isinstance(now, Page) and not now.can_leave():
            self.navigation.mark(self._history[-1].page if self._history else "")
            return
        self._show(place)

    def _take_call(self) -> None:
        """A caller does not wait: what is being written stays where it is, kept as a draft, and nothing is asked."""
        now = self.stack.currentWidget()
        if isinstance(now, Page) and now.has_unsaved():
            now.keep_draft()
        back = self._history[-1] if self._history else None
        about = {"back": back} if back is not None and back.page != "hotline" else {}
        self._show(Place("hotline", {"new": "1", **about}))
        self._history[-1] = Place("hotline")  # coming back later takes no second call

    def _show(self, place: Place) -> None:
        page = self.page(place.page)
        turn: Callable[..., None] | None = getattr(page, "turn_to", None)
        page.setFocus()
        resting = page.focusWidget()
        if turn is not None and place.about:
            turn(**place.about)
        asked = page.focusWidget()
        if not self._history or self._history[-1] != place:
            self._history.append(place)
            if not page.notes_reading:
                self.desk.note_reading(place.about.get("episode_id", ""))
        self.stack.setCurrentWidget(page)
        own = page.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self._back_key.setEnabled(self._back_key.key() not in [one.key() for one in own])  # heard twice it does nothing
        self.navigation.mark(place.page)
        begun = asked is not None and asked is not resting  # a sheet that was begun keeps the keys
        (asked if begun else page).setFocus()

    def back(self) -> None:
        """The page shown before."""
        if len(self._history) > 1:
            self._history.pop()
            self.go(self._history[-1])

    def _search(self, typed: str) -> None:
        if problem_with(typed) is None and is_open_to(self.desk, entry_of("reports")):
            self.go(Place("reports", {"code": typed}))  # the code of a printed page
        else:
            self.go(Place("residents", {"typed": typed}))
        self.navigation.search_field.clear()

    def _focus_search(self) -> None:
        self.navigation.search_field.setFocus()
        self.navigation.search_field.selectAll()

    def _save(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.save()

    def _help(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page) and page.keys:
            hints = [*page.keys, *([_NEXT] if page.findChild(LeadingTabs) is not None else [])]
            hints += [_CALL] if is_open_to(self.desk, entry_of("hotline")) else []
            page.say(" · ".join(f"{hint.key} {_(hint.does)}" for hint in hints), "info")

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        page = self.stack.currentWidget()
        if not isinstance(page, Page) or page.can_leave():
            self.closing.emit()

    def keep_drafts(self) -> bool:
        """Keep what is typed on any page, before the screen is locked; whether there was something."""
        typed = [page for page in self._pages.values() if page.has_unsaved()]
        for page in typed:
            page.keep_draft()
        return bool(typed)

    def reopen_page(self) -> None:
        """Build the page on show anew: it met a fault of the program."""
        if not self._history:
            return
        place = self._history.pop()
        broken = self._pages.pop(place.page, None)
        if broken is not None:
            self.stack.removeWidget(broken)
            broken.deleteLater()
        self.go(place)

    def say(self, sentence: object) -> None:
        """Say on the page on show what stands against a deed."""
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.say(sentence, "danger")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.navigation.fold(narrow)


class _Opening(QObject):
    """What a number key opens; an object of its own, because a shortcut must not hold a nameless function."""

    def __init__(self, window: MainWindow, page: str) -> None:
        super().__init__(window)
        self._window, self._page = window, page

    def open(self) -> None:
        """Show the page."""
        self._window.show_page(self._page)
