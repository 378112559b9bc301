"""The window of the manual: contents and search at the left, the page at the right, the keys of where one is above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QWidget

from carebook import __version__
from carebook.records.staff import ROLE_WORDS, Role
from carebook.reports.manual import finding
from carebook.reports.manual.contents import CENTER, QUICK_START, Target, language_of
from carebook.reports.manual.pages import page
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.labels import key_cap, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row
from carebook.ui.parts.manual.listing import ManualListing
from carebook.ui.parts.manual.reading import STEP, ManualText
from carebook.ui.parts.page import KeyHint
from carebook.words import _, message, spoken

FOLDED = 660
"""Below this width of the window, in pixels, the contents give way to the page."""
USUAL = (940, 720)
_LISTING = 300
_WAIT_MS = 150


@dataclass(frozen=True)
class Reader:
    """For whom the manual is opened: the values of the roles held, and the kind of book; nobody is signed in without roles."""

    roles: tuple[str, ...] = ()
    book: str = CENTER


class ManualWindow(QWidget):
    """Stands beside the work and takes nothing away from it. ``hand`` draws its papers."""

    def __init__(self, hand: Clerk, now: Callable[[], date]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._hand, self._now = hand, now
        self._reader: Reader | None = None
        self._behind: list[Target] = []
        self._ahead: list[Target] = []
        self._here: Target | None = None
        self._listed = True
        self.setObjectName("desk")
        self.setWindowTitle(_("CareBook manual"))
        self.setWindowIcon(theme.icon("book-open", "primary", pixels=32))
        self.resize(*USUAL)
        self.setMinimumSize(380, 320)
        self.text = ManualText()
        self.listing = ManualListing()
        self.messages = MessageBar()
        self._keys = Flow(gap=6)
        self._keys_of = label("", "small")
        self._keys_row = box(column(self._keys_of, box(self._keys), gap=3, margins=(24, 8, 20, 8)), "well")
        self._in_english = Button(_("The manual is in Vietnamese. Quick start in English"), "link", "info")
        self._make_bars()
        self._panel = box(column(self._search_row, (self.listing, 1), gap=6, margins=(12, 10, 8, 10)), "panel")
        self._panel.setProperty("side", "whole_left")
        self._panel.setFixedWidth(theme.worn().scaled(_LISTING))
        english = box(row(self._in_english, None, margins=(20, 2, 20, 2)))
        english.setVisible(spoken() == "en")
        said = column(self.messages, margins=(16, 4, 16, 0))
        right = column(self._bar, hairline(), self._keys_row, english, said, self.find_row, (self.text, 1), gap=0)
        self.setLayout(row(box(row(self._panel, (right, 1), gap=0), "sheet"), gap=0, margins=8))
        self._connect()

    def _make_bars(self) -> None:
        self.back_button, self.on_button, self._contents_button = (
            _sign("chevron-left", _("Back"), "Alt+Left"),
            _sign("chevron-right", _("Forward"), "Alt+Right"),
            _sign("list", _("Contents of the manual"), ""),
        )
        self._smaller, self._larger = _sign("minus", _("Smaller"), "Ctrl+-"), _sign("plus", _("Larger"), "Ctrl++")
        self._find = _sign("search", _("Find on this page"), "Ctrl+F")
        self.paper_button = Button(_("Print / save PDF…"), "ghost", "printer")
        self._bar = box(
            row(
                *(self._contents_button, self.back_button, self.on_button, None),
                *(self._find, self._smaller, self._larger, self.paper_button),
                gap=2,
                margins=(10, 6, 10, 4),
            )
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in the manual"))
        self.search.setAccessibleName(_("Find in the manual"))
        self.search.setProperty("dense", "true")
        self.search.setClearButtonEnabled(True)
        self._search_row = box(row((self.search, 1), gap=4))
        self._waiting = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self.find_field = QLineEdit()
        self.find_field.setPlaceholderText(_("Find on this page"))
        self.find_field.setAccessibleName(_("Find on this page"))
        self.find_field.setProperty("dense", "true")
        self.find_field.setFixedWidth(theme.worn().scaled(220))
        self.found_words = label("", "small")
        self._found, self._at = 0, -1
        previous, following = (
            _sign("chevron-left", _("Previous place"), "Shift+F3"),
            _sign("chevron-right", _("Next place"), "F3"),
        )
        previous.clicked.connect(partial(self.step_finding, -1))
        following.clicked.connect(partial(self.step_finding, 1))
        away = _sign("x", _("Close the search"), "Esc")
        away.clicked.connect(self.end_finding)
        self.find_row: QFrame = box(
            row(self.find_field, previous, following, self.found_words, None, away, gap=4, margins=(20, 4, 12, 4))
        )
        self.find_row.hide()

    def _connect(self) -> None:
        self.text.followed.connect(self.open)
        self.listing.chosen.connect(self._open_listed)
        self.search.textChanged.connect(self._waiting.start)
        self._waiting.timeout.connect(self.look_for)
        self.search.returnPressed.connect(self._to_found)
        self.find_field.textChanged.connect(self._find_typed)
        self.find_field.returnPressed.connect(partial(self.step_finding, 1))
        self._in_english.clicked.connect(partial(self.open, Target(QUICK_START)))
        self._contents_button.clicked.connect(self._turn_listing)
        self.paper_button.clicked.connect(self._offer_papers)
        for button, deed in (
            (self.back_button, self.back),
            (self.on_button, self.forward),
            (self._smaller, self.smaller),
            (self._larger, self.larger),
            (self._find, self.begin_finding),
        ):
            button.clicked.connect(deed)
        for key, deed in (
            ("Alt+Left", self.back),
            ("Alt+Right", self.forward),
            ("Ctrl+-", self.smaller),
            ("Ctrl++", self.larger),
            ("Ctrl+=", self.larger),
            ("Ctrl+0", self.usual_size),
            ("Ctrl+F", self.begin_finding),
            ("Ctrl+P", self._offer_papers),
            ("Ctrl+K", self._to_search),
            ("F3", partial(self.step_finding, 1)),
            ("Shift+F3", partial(self.step_finding, -1)),
        ):
            on_key(self, key, deed, whole_window=True)

    # where it opens

    def show_place(self, target: Target, reader: Reader, keys: Sequence[KeyHint] = (), place: str = "") -> None:
        """Open at ``target``, with the keys of ``place`` (a page's title) above it."""
        if reader != self._reader:
            self._reader = reader
            self.listing.contents.show_contents(reader.roles, reader.book)
        self._show_keys(keys, place)
        self.search.clear()
        self.listing.show_found("", (), "")
        self.open(target)
        self.text.setFocus()

    def _show_keys(self, keys: Sequence[KeyHint], place: str) -> None:
        emptied(self._keys)
        self._keys_row.setVisible(bool(keys))
        self._keys_of.setText(str(message("Keys of “{place}”", place=place)))
        for hint in keys:
            self._keys.addWidget(box(row(key_cap(hint.key), label(_(hint.does), "small"), gap=4, margins=(0, 0, 8, 0))))

    def open(self, target: Target) -> None:
        """Show a page from a heading on; the one before is remembered."""
        if self._here is not None and self._here != target:
            self._behind.append(self._here)
            self._ahead.clear()
        self._show(target)

    def here(self) -> Target | None:
        """What is on show."""
        return self._here

    def _show(self, target: Target) -> None:
        self._here = target
        self.end_finding()
        self.text.show_target(target)
        self.listing.contents.mark(target.page)
        self.setWindowTitle(str(message("{page} · CareBook manual", page=page(target.page).title)))
        self.back_button.setEnabled(bool(self._behind))
        self.on_button.setEnabled(bool(self._ahead))
        self._in_english.setVisible(language_of(target.page) != "en")

    def _open_listed(self, target: Target) -> None:
        if target != self._here:
            self.open(target)
        if self.width() < FOLDED:
            self._listed = False
            self._fold()

    def back(self) -> None:
        """The page read before."""
        if self._behind and self._here is not None:
            self._ahead.append(self._here)
            self._show(self._behind.pop())

    def forward(self) -> None:
        """The page left by going back."""
        if self._ahead and self._here is not None:
            self._behind.append(self._here)
            self._show(self._ahead.pop())

    # looking

    def look_for(self) -> None:
        """Find what is typed in the whole manual."""
        self._waiting.stop()
        typed = self.search.text()
        found = finding.find(typed, self.listing.contents.names())
        nothing = str(message("Nothing in the manual matches “{typed}”.", typed=typed.strip()))
        self.listing.show_found(typed, found, nothing)

    def _to_search(self) -> None:
        self._listed = True
        self._fold()
        self.search.setFocus()
        self.search.selectAll()

    def _to_found(self) -> None:
        self.look_for()
        if self.listing.currentIndex() == 1:
            self.listing.found.setCurrentRow(0)
            self.listing.found.setFocus()

    def begin_finding(self) -> None:
        """Open the bar in which words of this page are typed."""
        self.find_row.show()
        self.find_field.setFocus()
        self.find_field.selectAll()
        self._find_typed(self.find_field.text())

    def end_finding(self) -> None:
        """Look for nothing on this page any more."""
        if not self.find_row.isHidden():
            self.find_row.hide()
            self.text.find_words("")
            self.text.setFocus()

    def _find_typed(self, typed: str) -> None:
        self._found, self._at = self.text.find_words(typed), -1
        if self._found:
            self.step_finding(1)
        else:
            self.found_words.setText(_("Not on this page") if typed.strip() else "")

    def step_finding(self, by: int) -> None:
        """Go to the next place, or the one before, round the end."""
        if self._found:
            self._at = (self._at + by) % self._found
            self.text.show_finding(self._at)
            self.found_words.setText(f"{self._at + 1}/{self._found}")

    # how it looks

    def larger(self) -> None:
        """Larger letters."""
        self.text.set_scale(self.text.scale() + STEP)

    def smaller(self) -> None:
        """Smaller letters."""
        self.text.set_scale(self.text.scale() - STEP)

    def usual_size(self) -> None:
        """Letters of the usual size."""
        self.text.set_scale(1.0)

    def _turn_listing(self) -> None:
        self._listed = not self._panel.isVisible()
        self._fold()

    def _fold(self) -> None:
        """In a narrow window either the contents or the page is on show."""
        narrow = self.width() < FOLDED
        self._panel.setVisible(self._listed)
        self._panel.setFixedWidth(min(theme.worn().scaled(_LISTING), self.width() - 60))
        self.paper_button.setText("" if narrow else _("Print / save PDF…"))
        self._keys_of.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() < FOLDED) != (event.size().width() < FOLDED) or event.oldSize().width() < 0:
            self._listed = event.size().width() >= FOLDED
        self._fold()

    def stand_beside(self, room: QRect) -> None:
        """Stand at the right end of a screen's ``room``, as high as it, within it."""
        wide, high = min(USUAL[0], room.width()), max(min(room.height() - 40, 900), 320)
        self.setGeometry(room.right() - wide + 1, room.top() + 36, wide, high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the bar of finding, then the window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.find_row.isVisible():
            self.end_finding()
        else:
            self.close()

    # on paper

    def _offer_papers(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._here is not None:
            menu.addAction(_("This page"), partial(self.draw, "", (self._here.page,)))
        for role in self._reader.roles if self._reader else ():
            words = message("Manual of: {role}", role=_(ROLE_WORDS[Role(role)]))
            menu.addAction(str(words), partial(self.draw, role, ()))
        menu.addAction(_("The whole manual"), partial(self.draw, "", ()))
        menu.popup(self.paper_button.mapToGlobal(self.paper_button.rect().bottomLeft()))

    def draw(self, role: str, pages: tuple[str, ...]) -> None:
        """Set a part of the manual for paper, off the window, then show it to be printed or saved."""
        made_on = self._now()

        def drawn(_nothing: object) -> bytes:
            from carebook.reports.manual.booklet import booklet

            return booklet(role, pages=pages, version=__version__, made_on=made_on)

        self.messages.say(_("Setting the pages…"), "info")
        self._hand.make(_nothing, drawn, self._show_paper, self._not_drawn)

    def _show_paper(self, pdf: bytes) -> None:
        from carebook.ui.parts.daily_papers import PaperDialog

        self.messages.clear()
        dialog = PaperDialog(self, _("CareBook manual"), pdf, f"huong-dan-carebook-{self._now():%Y%m%d}.pdf")
        dialog.finished.connect(partial(self._paper_gone, dialog))
        dialog.open()

    def _paper_gone(self, dialog: QWidget, _answer: int) -> None:
        if saved := getattr(dialog, "saved_as", ""):
            self.messages.say(message("Saved “{file}”.", file=saved), "ok", seconds=8)

    def _not_drawn(self, _error: BaseException) -> None:
        self.messages.say(_("The pages could not be set."), "danger")


def _nothing(_reader: object) -> None:
    """The manual needs no book."""


def _sign(icon: str, words: str, key: str) -> Button:
    button = Button("", "ghost", icon)
    button.setAccessibleName(words)
    button.setToolTip(f"{words}  {key}".strip())
    return button
