"""What the window shows comes by later events and by answers of other threads: tests wait for it, however slow the machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

T = TypeVar("T")
_SECONDS, _TURN = 10.0, 20
_ASKED = "asked"


def awaited(look: Callable[[], T | None], what: str = "") -> T:
    """What ``look`` finds once the window has come so far, ``what`` naming it when it never comes."""
    until = time.monotonic() + _SECONDS
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN)
        if (found := look()) is not None:
            return found
        assert time.monotonic() < until, f"never came: {what}"
        time.sleep(_TURN / 4000)


def when_asked(act: Callable[[], object]) -> None:
    """Do ``act`` as soon as a dialog stands open that waits for an answer; what it leaves open is left for it, in the end."""
    timer = QTimer(QApplication.instance(), objectName=_ASKED, interval=_TURN)
    since = time.monotonic()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            return
        if not dialog.isActiveWindow() and time.monotonic() < since + _SECONDS:  # it takes no keys yet
            return
        timer.timeout.disconnect()
        timer.timeout.connect(dialog.reject)
        timer.start(round(3000 * _SECONDS))
        try:
            act()
        except BaseException:
            dialog.reject()
            raise

    timer.timeout.connect(look)
    timer.start()


def ask_no_more() -> None:
    """Forget what was to be done in a dialog that never opened."""
    for timer in QApplication.instance().findChildren(QTimer, _ASKED):  # type: ignore[union-attr]
        timer.stop()
        timer.deleteLater()
