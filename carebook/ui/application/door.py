"""What stands at the door of a book has in common: it shows pages in the first window, and works with the program's own hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carebook.ui.application.people_here import PeopleHere
from carebook.ui.parts.clerk import Clerk
from carebook.ui.sign_in.frame import Entrance


class Door(QObject):
    """One way into a book; who comes in is told by its signals."""

    def __init__(
        self,
        entrance: Entrance,
        hand: Clerk,
        people: PeopleHere,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._entrance, self._hand, self._people, self._clock = entrance, hand, people, clock


def exchange(shown: QWidget, hidden: QWidget) -> None:
    """Show one window where the other was."""
    shown.setGeometry(hidden.geometry())
    if hidden.isMaximized():
        shown.showMaximized()
    else:
        shown.show()
    hidden.hide()
    shown.activateWindow()


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others, also one that was put down."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
