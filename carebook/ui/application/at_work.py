"""One person at work: their desk and window, from signing in until somebody else takes the place or the book is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from carebook.records.staff import Actor
from carebook.store.backup import last_backup
from carebook.ui.application.entering import Entered
from carebook.ui.main_window import MainWindow
from carebook.ui.parts.desk import Desk
from carebook.ui.sign_in.frame import backup_words

_WRITING_POLL_MS = 30


class AtWork(QObject):
    """The desk and the window of whoever is signed in. ``locking`` and ``closing`` are asked for by the person."""

    locking = Signal()
    closing = Signal()

    def __init__(
        self,
        entered: Entered,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
        *,
        pin_of_shift: Callable[[str, str], bool | None] | None = None,
    ) -> None:
        """``pin_of_shift`` tells whether what was typed is the PIN of an account; without it only passwords prove who signs."""
        super().__init__(parent)
        opened = entered.opened
        self.desk = Desk(opened.book, opened.actor, entered.facility, entered.codes, self, clock=clock)
        if pin_of_shift is not None:
            self.desk.pin_of_shift = pin_of_shift
        self.window = MainWindow(self.desk)
        self.desk.locking.connect(self.locking)
        self.desk.backed_up.connect(self.say_backup)
        self.window.closing.connect(self.closing)
        self.say_backup()
        self._writing = QTimer(self, interval=_WRITING_POLL_MS)
        self._written: Callable[[], object] | None = None
        self._writing.timeout.connect(self._look_whether_written)

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return self.desk.actor

    def say_backup(self) -> None:
        """Tell how fresh the last backup is."""
        said, tone = backup_words(last_backup(self.desk.book.folder), self.desk.now())
        self.window.status.say_backup(str(said), tone)

    def begin(self, page: str) -> None:
        """Show the first page; what waits for a connection goes on by itself from now on."""
        self.window.begin(page)
        self.desk.sending.begin()
        self.desk.stamping.begin()

    def lay_down(self) -> bool:
        """Close dialogs unanswered and keep what is being typed as drafts; whether there was something to keep."""
        while (dialog := QApplication.activeModalWidget()) is not None:
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                break
            dialog.reject()
        return self.window.keep_drafts()

    def when_written(self, then: Callable[[], object]) -> None:
        """Call ``then`` once no deed is under way any more."""
        self._written = then
        self._writing.start()
        self._look_whether_written()

    def _look_whether_written(self) -> None:
        if not self.desk.clerk.is_writing and (then := self._written) is not None:
            self._writing.stop()
            self._written = None
            then()

    def put_away(self) -> None:
        """Finish what is being written and let go of every page with all it shows."""
        self.window.hide()
        self.desk.close()
        self.window.deleteLater()
        self.deleteLater()


def exchange(shown: QWidget, hidden: QWidget) -> None:
    """Show one window where the other was."""
    shown.setGeometry(hidden.geometry())
    if hidden.isMaximized():
        shown.showMaximized()
    else:
        shown.show()
    hidden.hide()
    shown.activateWindow()
