"""The main window: index tabs on the left, one sheet with the page, one status line; keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
)

from carebook import dates
from carebook.rules import permissions
from carebook.ui.parts import theme
from carebook.ui.parts.bars import NARROW
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.clerk import Change
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.labels import Chip, ElidedLabel, Face, Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import Page
from carebook.words import N_, _, message


@dataclass(frozen=True)
class Entry:
    """One item of the navigation: its page's name, icon, words, the module and class, and the right that shows it.

    ``needs`` is a deed, ``asks`` a kind of question; who has no right to it sees neither the item nor the page.
    """

    page: str
    icon: str
    words: str
    module: str
    cls: str
    needs: str = ""
    asks: str = ""
    shown: bool = True
    key: str = ""


SAVING_AFTER_MS = 300

ENTRIES: tuple[Entry | None, ...] = (
    Entry("today", "sun", N_("Today"), "today", "TodayPage", key="Ctrl+1"),
    None,
    Entry("residents", "users", N_("Residents"), "residents", "ResidentsPage", asks="people", key="Ctrl+2"),
    Entry("person", "users", N_("Person"), "person", "PersonPage", asks="people", shown=False),
    Entry("admission", "user-plus", N_("Admit"), "admission", "AdmissionPage", needs="admit_person", shown=False),
    Entry(
        "discharge", "log-out", N_("End the stay"), "discharge", "DischargePage", needs="discharge_person", shown=False
    ),
    Entry("papers", "printer", N_("Papers"), "papers", "PapersPage", needs="print_papers", shown=False),
    Entry("lists", "file-spreadsheet", N_("Import from Excel"), "lists", "ListsPage", needs="import_list", shown=False),
    None,
    Entry("reports", "file-text", N_("Reports"), "reports", "ReportsPage", asks="periods", key="Ctrl+3"),
    Entry("exchange", "send", N_("Send and receive"), "exchange", "ExchangePage", asks="outbox", key="Ctrl+4"),
    None,
    Entry("settings", "settings", N_("Settings"), "settings", "SettingsPage", key="Ctrl+5"),
)


def is_open_to(desk: Desk, entry: Entry) -> bool:
    """Whether who is signed in may see the page."""
    may_do = not entry.needs or desk.may(entry.needs)
    return may_do and (not entry.asks or permissions.may_ask(desk.actor, entry.asks, desk.today()))


class NavigationItem(QToolButton):
    """One index tab; a count stands at its right."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self._count = 0
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        self.setToolTip(_(entry.words) + (f"  {entry.key}" if entry.key else ""))
        self.setAccessibleName(_(entry.words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.dress()
        self.fold(False)

    def dress(self) -> None:
        """The icon in the colours of the theme in use."""
        self.setIcon(theme.icon(self.entry.icon, "text2", "primary"))

    def fold(self, narrow: bool) -> None:
        """Only the icon when narrow."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.setText("" if narrow else " " + _(self.entry.words))

    def show_count(self, count: int) -> None:
        """The number of things that wait there; none for 0."""
        self._count = count
        words = _(self.entry.words)
        self.setAccessibleName(f"{words}, {count}" if count else words)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count and self.text():
            painter = QPainter(self)
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.colour("text2"))
            place = self.rect().adjusted(0, 0, -12, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._count))
            painter.end()


class Navigation(QFrame):
    """The index tabs with the search field above and who is signed in below."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self._items: dict[str, NavigationItem] = {}
        self.search_field = QLineEdit()
        self.search_field.setPlaceholderText(_("Find a person or page"))
        self.search_field.setAccessibleName(_("Find a person or page"))
        self.search_field.setProperty("quiet", "true")
        self.search_field.setProperty("dense", "true")
        self.search_field.returnPressed.connect(self._search)
        self._name = label("CareBook", "h2")
        hint = label("Ctrl+K", "small")
        self.search_field.setLayout(row(None, hint, margins=(0, 0, 8, 0)))
        self.search_field.textChanged.connect(lambda typed: hint.setVisible(not typed))
        self._find_row = box(row(self.search_field, margins=(12, 2, 12, 6)))
        self._finds = permissions.may_ask(desk.actor, "people", desk.today())
        self._find_row.setVisible(self._finds)
        self._mark = Chip(_("SAMPLE BOOK"), "warn") if desk.facility.is_sample else None
        items: list[Any] = [box(row(Sign("hand-heart", "primary", 22), self._name, None, margins=(18, 8, 8, 4)))]
        if self._mark is not None:
            items.append(box(row(self._mark, None, margins=(18, 0, 8, 4))))
        items.append(self._find_row)
        for entry in ENTRIES:
            if entry is None:
                items.append(8)
            elif entry.shown and is_open_to(desk, entry):
                item = NavigationItem(entry)
                item.clicked.connect(self._clicked)
                self._items[entry.page] = item
                items.append(item)
        self._face = Face(desk.actor.name, 32, staff=True)
        self._who = box(
            column(ElidedLabel(desk.actor.name, "small_name"), ElidedLabel(desk.actor.post, "small"), gap=0)
        )
        self._away = Button("", "ghost", "lock")
        self._away.setToolTip(_("Lock screen") + "  Ctrl+L")
        self._away.setAccessibleName(_("Lock screen"))
        self._away.clicked.connect(desk.locking)
        items += [None, box(row(self._face, (self._who, 1), self._away, margins=(14, 4, 4, 6)))]
        self.setLayout(column(*items, gap=1))
        self.setFixedWidth(theme.worn().scaled(204))

    def _clicked(self) -> None:
        item = self.sender()
        if isinstance(item, NavigationItem):
            self.chosen.emit(item.entry.page)

    def _search(self) -> None:
        self.searched.emit(self.search_field.text())

    def mark(self, page: str) -> None:
        """Join the item of the page on show to the sheet."""
        for name, item in self._items.items():
            item.setChecked(name == page)

    def show_count(self, page: str, count: int) -> None:
        """The number beside one item."""
        if page in self._items:
            self._items[page].show_count(count)

    def fold(self, narrow: bool) -> None:
        """Icons only when narrow."""
        self._name.setVisible(not narrow)
        self._find_row.setVisible(not narrow and self._finds)
        self._who.setVisible(not narrow)
        self._away.setVisible(not narrow)
        if self._mark is not None:
            self._mark.setVisible(not narrow)
        for item in self._items.values():
            item.fold(narrow)
        self.setFixedWidth(56 if narrow else theme.worn().scaled(204))


class StatusLine(QFrame):
    """What is saved, how fresh the backup is, and the day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sign = Sign("check", "ok", 14)
        self._saved = label("", "small")
        self._backup_sign = Sign("hard-drive", "text2", 14)
        self._backup = ElidedLabel("", "small")
        day = label(dates.with_weekday(desk.today()), "small")
        self.setLayout(
            row(self._sign, self._saved, 12, self._backup_sign, (self._backup, 1), day, gap=6, margins=(12, 0, 16, 0))
        )
        self.setFixedHeight(theme.worn().scaled(26))
        self._slow = QTimer(self, singleShot=True, interval=SAVING_AFTER_MS)
        self._slow.timeout.connect(self._say_saving)
        desk.clerk.writing_changed.connect(self._watch_writing)
        desk.clerk.changed.connect(self._say_saved)
        self._sign.hide()

    def words(self) -> str:
        """What is said about saving now."""
        return self._saved.text()

    def _watch_writing(self, writing: bool) -> None:
        if writing:
            self._slow.start()
        else:
            self._slow.stop()

    def _say_saving(self) -> None:
        self._say("hourglass", "text2", _("Saving…"))

    def _say_saved(self, change: Change) -> None:
        if change.subjects:
            self._say("check", "ok", str(message("Saved {time}", time=dates.clock(self._desk.now()))))

    def say_unsaved(self) -> None:
        """Something is typed that is not in the book."""
        self._say("pencil", "warn", _("Changes not saved"))

    def say_draft(self) -> None:
        """What is typed lies in a draft."""
        self._say("pencil", "text2", str(message("Draft kept at {time}", time=dates.clock(self._desk.now()))))

    def _say(self, icon: str, tone: str, sentence: str) -> None:
        self._sign.change(icon, tone)
        self._sign.show()
        self._saved.setText(sentence)

    def say_backup(self, sentence: str, tone: str = "text2") -> None:
        """How fresh the last backup is."""
        self._backup.setWhole(sentence)
        self._backup_sign.change("hard-drive", tone)


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
        on_key(self, "Ctrl+K", self._focus_search, whole_window=True)
        on_key(self, "Ctrl+L", desk.locking, whole_window=True)
        on_key(self, "Ctrl+S", self._save, whole_window=True)
        on_key(self, "F1", self._help, whole_window=True)
        on_key(self, "Alt+Left", self.back, whole_window=True)

    # pages

    def page(self, name: str) -> Page:
        """The page of that name, built now if it was not yet."""
        if name not in self._pages:
            entry = _entry(name)
            built: Page = getattr(import_module(f"carebook.ui.pages.{entry.module}"), entry.cls)(self.desk)
            self._pages[name] = built
            self.stack.addWidget(built)
            built.draft_due.connect(self.status.say_draft)
            counted = getattr(built, "counted", None)
            if counted is not None:
                counted.connect(partial(self.navigation.show_count, name))
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Show a page from the navigation."""
        self.go(Place(name))

    def go(self, place: Place) -> None:
        """Show a page, and there what ``place`` is about; stays when the page on show has something unsaved to be asked."""
        if not is_open_to(self.desk, _entry(place.page)):
            return
        now = self.stack.currentWidget()
        if isinstance(now, Page) and not now.can_leave():
            self.navigation.mark(self._history[-1].page if self._history else "")
            return
        page = self.page(place.page)
        turn: Callable[..., None] | None = getattr(page, "turn_to", None)
        if turn is not None and place.about:
            turn(**place.about)
        if not self._history or self._history[-1] != place:
            self._history.append(place)
        self.stack.setCurrentWidget(page)
        self.navigation.mark(
            "residents" if place.page in ("person", "admission", "discharge", "papers", "lists") else place.page
        )
        page.setFocus()

    def back(self) -> None:
        """The page shown before."""
        if len(self._history) > 1:
            self._history.pop()
            self.go(self._history[-1])

    def _search(self, typed: str) -> None:
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
            page.say(" · ".join(f"{hint.key} {_(hint.does)}" for hint in page.keys), "info")

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


def _entry(page: str) -> Entry:
    return next(entry for entry in ENTRIES if entry is not None and entry.page == page)


class _Opening(QObject):
    """What a number key opens; an object of its own, because a shortcut must not hold a nameless function."""

    def __init__(self, window: MainWindow, page: str) -> None:
        super().__init__(window)
        self._window, self._page = window, page

    def open(self) -> None:
        """Show the page."""
        self._window.show_page(self._page)
