"""F1 everywhere: the manual opens at the place where one is, in a window beside the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from carebook import dates
from carebook.records.staff import Role
from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.page import KeyHint
from carebook.ui.sign_in.frame import Entrance, FirstPage

if TYPE_CHECKING:
    from carebook.ui.main_window import MainWindow
    from carebook.ui.parts.manual import ManualWindow

_SERVED = "F1"
_FIRST = "first-week"


class Helping(QObject):
    """Gives every window of the program F1, and owns the window of the manual, which is made when first asked for."""

    def __init__(
        self,
        app: QApplication,
        entrance: Entrance,
        hand: Clerk,
        at_work: Callable[[], MainWindow | None],
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        """``hand`` draws papers without a book; ``at_work`` is the window of who is signed in."""
        super().__init__(parent)
        self._entrance, self._hand, self._at_work, self._clock = entrance, hand, at_work, clock
        self._window: ManualWindow | None = None
        app.focusWindowChanged.connect(self._serve)

    def _serve(self, focused: QWindow | None) -> None:
        """A window that came to the front gets its key, once."""
        if focused is None:
            return
        for widget in QApplication.topLevelWidgets():
            plain = widget.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog)
            if widget.windowHandle() == focused and plain and not widget.property(_SERVED):
                widget.setProperty(_SERVED, True)
                on_key(widget, "F1", self.open_here, whole_window=True)

    def open_here(self) -> None:
        """Open the manual for the place where one is."""
        self.open("")

    def open(self, written: str) -> None:
        """Open a page of the manual, "page#anchor"; "" is that of where one is."""
        from carebook.reports.manual.contents import Target, contents
        from carebook.ui.parts.manual.window import Reader

        asked = QApplication.activeModalWidget()
        over = asked if isinstance(asked, QDialog) else None
        places, title, keys = self._here()
        if over is not None:
            places = [("dialogs", type(over).__name__), *places]
        found = (contents().target(kind, name) for kind, name in places)
        target = Target.of(written) if written else next(filter(None, found), Target(_FIRST))
        window = self._shown_over(over)
        work = self._at_work()
        reader = Reader()
        if work is not None:
            desk = work.desk
            held = desk.actor.roles_on(desk.today())
            reader = Reader(tuple(role.value for role in Role if role in held), desk.facility.book_kind)
        window.show_place(target, reader, () if written else keys, title)

    def _here(self) -> tuple[list[tuple[str, str]], str, Sequence[KeyHint]]:
        work = self._at_work()
        if work is not None and work.isVisible():
            here = work.where()
            return list(here.places), here.title, here.keys
        page = self._entrance.page()
        return ([("entrance", page.place)] if isinstance(page, FirstPage) else []), "", ()

    def _shown_over(self, over: QDialog | None) -> ManualWindow:
        """The window of the manual in front; over a dialog that waits for an answer it belongs to that, else nothing reaches it."""
        from carebook.ui.parts.manual import ManualWindow

        window = self._window
        if window is None or not shiboken6.isValid(window):
            window = self._window = ManualWindow(self._hand, lambda: dates.today_in_vietnam(self._clock()))
            window.stand_beside(self._entrance.screen().availableGeometry())
        if over is not None and window.parent() is not over:
            _belong(window, over)
            over.finished.connect(self._set_free)
        elif over is None and window.parent() is not None:
            _belong(window, None)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def _set_free(self, _answer: int) -> None:
        """The dialog is answered: the manual stays where it is."""
        window = self._window
        if window is not None and shiboken6.isValid(window) and window.parent() is not None:
            seen = window.isVisible()
            _belong(window, None)
            if seen:
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
                window.show()
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def put_away(self) -> None:
        """Close the manual with the program."""
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.close()
            self._window.deleteLater()
        self._window = None


def _belong(window: QWidget, owner: QWidget | None) -> None:
    """Give a window to another, in the place where it stands."""
    place: QPoint = window.pos()
    window.setParent(owner, Qt.WindowType.Window)
    window.move(place)
