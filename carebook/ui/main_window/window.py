"""The window itself: one sheet with the page, the way between pages, keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow

from carebook import places
from carebook.ui.main_window.hints import HintStrip
from carebook.ui.main_window.navigation import ENTRIES, Navigation, entry_of, is_open_to
from carebook.ui.main_window.places import Here
from carebook.ui.main_window.status import StatusLine
from carebook.ui.parts import theme
from carebook.ui.parts.bars import NARROW, MessageBar
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.choices import Choices, wear
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import LeadingTabs
from carebook.ui.parts.page import KeyHint, Page
from carebook.words import N_, _

if TYPE_CHECKING:
    from carebook.ui.main_window.palette import Palette
    from carebook.ui.main_window.ways import Way

_CALL = KeyHint("F9", N_("a call to the hotline"))
_NEXT = KeyHint("Ctrl+Tab", N_("next part"))
_EVERYWHERE = (
    KeyHint("Ctrl+K", N_("find a person or page")),
    KeyHint("Alt+←", N_("the page before")),
    KeyHint("Ctrl+L", N_("lock screen")),
)
SMALLEST = (640, 400)
"""So small the window may be drawn, in logical pixels."""


class MainWindow(QMainWindow):
    """The window of one signed-in person. Pages are built when first shown; no resident's name stands in the title."""

    closing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("desk")
        self.setWindowTitle("CareBook")
        self.setWindowIcon(theme.icon("hand-heart", "primary", pixels=32))
        self.setMinimumSize(*SMALLEST)  # whatever a page needs while it is wide: narrow, it folds
        self.resize(1366, 768)
        self._pages: dict[str, Page] = {}
        self._history: list[Place] = []
        self._narrow = False
        self.navigation = Navigation(desk)
        self.status = StatusLine(desk)
        self.stack = _Pages()
        self.trouble = MessageBar()
        self.hints = HintStrip(desk)
        sheet = box(column(self.trouble, self.hints, (self.stack, 1), gap=0), "sheet")
        self.setCentralWidget(
            box(
                row(self.navigation, (box(column((sheet, 1), self.status, gap=0, margins=(0, 8, 8, 0))), 1), gap=0),
                "desk",
            )
        )
        self.navigation.chosen.connect(self.show_page)
        self.navigation.finding.connect(self._find)
        desk.went.connect(self.go)
        for entry in ENTRIES:
            if entry is not None and entry.key and entry.page in self.navigation._items:
                on_key(self, entry.key, _Opening(self, entry.page).open, whole_window=True)
        if is_open_to(desk, entry_of("hotline")):
            on_key(self, "F9", self._take_call, whole_window=True)
        on_key(self, "Ctrl+K", self._find, whole_window=True)
        on_key(self, "Ctrl+L", desk.locking, whole_window=True)
        on_key(self, "Ctrl+S", self._save, whole_window=True)
        self._back_key = on_key(self, "Alt+Left", self.back, whole_window=True)

    # pages

    def modules(self) -> list[str]:
        """The modules of the pages that are open to who is signed in, as the navigation lists them."""
        return [entry.path for entry in ENTRIES if entry is not None and is_open_to(self.desk, entry)]

    def page(self, name: str) -> Page:
        """The page of that name, built now if it was not yet."""
        if name not in self._pages:
            entry = entry_of(name)
            built: Page = getattr(import_module(entry.path), entry.cls)(self.desk)
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
        self.hints.turn_to(place.page)
        begun = asked is not None and asked is not resting  # a sheet that was begun keeps the keys
        (asked if begun else page).setFocus()

    def back(self) -> None:
        """The page shown before."""
        if len(self._history) > 1:
            self._history.pop()
            self.go(self._history[-1])

    @cached_property
    def palette_sheet(self) -> Palette:
        """What finds a person or page; made when it is first opened."""
        from carebook.ui.main_window.palette import Palette

        made = Palette(self.desk, self)
        made.chosen.connect(self.follow)
        return made

    def _find(self) -> None:
        self.palette_sheet.open()

    def follow(self, way: Way) -> None:
        """Go where a way of the palette leads, or do what it stands for."""
        match way.does:
            case "call":
                self._take_call()
            case "backup":
                self._back_up()
            case "lock":
                self.desk.locking.emit()
            case "switch":
                self.desk.switching.emit()
            case "light" | "dark":
                choices = Choices(places.settings_file())
                choices.theme = way.does
                wear(choices)
            case _:
                assert way.place is not None
                self.go(way.place)
                if way.is_deed:
                    self._forget_begun(way.place)

    def _forget_begun(self, place: Place) -> None:
        """Coming back later to the page of a deed does not begin it again."""
        if self._history and self._history[-1] == place:
            self._history[-1] = Place(place.page)
            if self._history[-2:-1] == self._history[-1:]:
                self._history.pop()

    def _back_up(self) -> None:
        """Back up while the page stays; where no place is chosen the settings are shown, which ask for one."""
        there = bool(self.desk.backing.folders())
        if there:
            self.desk.backing.run()
        else:
            self.go(Place("settings", {"tab": "backups"}))
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.say(_("Backing up…") if there else _("Choose where backups go first."), "info" if there else "warn")

    def _save(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.save()

    def where(self) -> Here:
        """Where one is, for the manual."""
        page = self.stack.currentWidget()
        if not isinstance(page, Page) or not self._history:
            return Here((("pages", "today"),))
        name, part = self._history[-1].page, page.tab_on_show()
        hints = [*page.keys, *([_NEXT] if page.findChild(LeadingTabs) is not None else [])]
        hints += [_CALL] if is_open_to(self.desk, entry_of("hotline")) else []
        tab = ((name, part),) if part else ()
        return Here((*tab, ("pages", name)), _(entry_of(name).words), (*hints, *_EVERYWHERE))

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

    def tell_damage(self, sentence: object, then: Callable[[], object] | None) -> None:
        """Say above every page that the book is damaged or only looked at, with the way to what was found."""
        self.trouble.say(sentence, "danger", action=_("See what is damaged") if then is not None else "", then=then)

    def tell_news(self, sentence: object) -> None:
        """Say on the page on show that the program was updated, with the way to what is new."""
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.say(sentence, "info", action=_("Read"), then=partial(self.desk.helping.emit, "whats-new"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "palette_sheet" in vars(self):
            self.palette_sheet.fit()
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.navigation.fold(narrow)


class _Pages(Stack):
    """Wants the room that the page on show wants.

    Qt asks everything that stands in a stack, anew with each change of what is shown: after sixty pages every such change kept
    the window for a tenth of a second.
    """

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """No: it takes the height that is left, and Qt would ask every page for theirs."""
        return False


class _Opening(QObject):
    """What a number key opens; an object of its own, because a shortcut must not hold a nameless function."""

    def __init__(self, window: MainWindow, page: str) -> None:
        super().__init__(window)
        self._window, self._page = window, page

    def open(self) -> None:
        """Show the page."""
        self._window.show_page(self._page)
