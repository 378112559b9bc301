"""One person at work: their desk and window, from signing in until somebody else takes the place or the book is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from carebook import __version__
from carebook.actions.change import Change
from carebook.actions.choices import keep_choice
from carebook.records.damage import CheckUp
from carebook.records.staff import Actor
from carebook.store.backup import last_backup
from carebook.store.choices import VERSION_SEEN, own_choice
from carebook.ui.application.entering import Entered
from carebook.ui.main_window import MainWindow
from carebook.ui.parts import theme
from carebook.ui.parts.backing import backup_words
from carebook.ui.parts.desk import Desk
from carebook.words import _, message

_WRITING_POLL_MS = 30


class AtWork(QObject):
    """The desk and the window of whoever is signed in.

    ``locking``, ``switching`` (locking for somebody else) and ``closing`` are asked for by the person.
    """

    locking = Signal()
    switching = Signal()
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
        self.desk.switching.connect(self.switching)
        self.desk.backed_up.connect(self.say_backup)
        self.desk.backing.began.connect(self._say_backing_up)
        self.desk.backing.made.connect(self._say_backed_up)
        self.desk.backing.failed.connect(self._say_not_backed_up)
        self.window.closing.connect(self.closing)
        self.say_backup()
        self._has_copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._note_copy)
        self._writing = QTimer(self, interval=_WRITING_POLL_MS)
        self._written: Callable[[], object] | None = None
        self._writing.timeout.connect(self._look_whether_written)

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return self.desk.actor

    def say_backup(self) -> None:
        """Tell how fresh the last backup is."""
        said, tone = backup_words(last_backup(self.desk.book.folder), self.desk.now(), self.desk.book.folder)
        self.window.status.say_backup(str(said), tone)

    def _say_backing_up(self, _job: object) -> None:
        self.window.status.say_backup(_("Backing up…"))

    def _say_backed_up(self, change: Change) -> None:
        from carebook.actions.backup import WHOLE

        self.say_backup()
        if change.said is not None and change.said.id != WHOLE:
            self.window.status.say_backup(str(change.said), "warn")

    def _say_not_backed_up(self, error: BaseException) -> None:
        """Below, where it disturbs nobody; the settings and the first page say it at length."""
        self.window.status.say_backup(str(getattr(error, "message", None) or _("There is no new backup")), "warn")

    def begin(self, page: str) -> None:
        """Show the first page; what waits for a connection goes on by itself from now on."""
        self.window.begin(page)
        self.window.hints.begin()
        self.desk.ask(self, lambda reader: own_choice(reader, VERSION_SEEN), self._tell_news)
        if self.desk.book.read_only is not None:
            self.window.tell_damage(self.desk.book.read_only.message, None)
            return
        self.desk.sending.begin()
        self.desk.backing.begin()
        self.desk.stamping.begin()

    def _tell_news(self, seen: str | None) -> None:
        """At the first sign-in of each person after an update: what is new."""
        if seen == __version__:
            return
        if seen is not None:
            self.window.tell_news(message("CareBook {version}: what is new", version=__version__))
        if self.desk.book.read_only is None:
            self.desk.do(keep_choice, VERSION_SEEN, __version__, failed=_not_kept)

    def tell_damage(self, check: CheckUp, then: Callable[[str], object]) -> None:
        """Say what a check found; who can act is shown all of it and the ways on, ``then(what)`` is the one chosen."""
        from carebook.ui.application.damage import words_for

        may = self.desk.may("check_book")
        self.window.tell_damage(words_for(check, self.desk), partial(self._show_damage, check, then) if may else None)

    def _show_damage(self, check: CheckUp, then: Callable[[str], object]) -> None:
        from carebook.actions.damage import rebuild_indexes
        from carebook.ui.application.damage import DamageDialog

        dialog = DamageDialog(self.window, check)
        dialog.exec()
        dialog.deleteLater()
        if dialog.answer == "rebuild":
            self.desk.do(rebuild_indexes, check)
        elif dialog.answer:
            self.when_written(partial(then, dialog.answer))
        else:
            self.tell_damage(check, then)

    def lay_down(self) -> bool:
        """Close dialogs unanswered and keep what is being typed as drafts; whether there was something to keep."""
        while (dialog := QApplication.activeModalWidget()) is not None:
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                break
            dialog.reject()
        self._clear_clipboard()
        return self.window.keep_drafts()

    def _note_copy(self) -> None:
        """Something was copied: here, when a window of the program has the keyboard."""
        self._has_copied = QGuiApplication.focusWindow() is not None

    def _clear_clipboard(self) -> None:
        """What was copied in this program is not pasted by the next person; what another program put there stays."""
        if self._has_copied:
            QGuiApplication.clipboard().clear()
            self._has_copied = False

    def when_written(self, then: Callable[[], object]) -> None:
        """Call ``then`` once no deed is under way any more; a backup that is being made is stopped."""
        self.desk.backing.stop()
        self._written = then
        self._writing.start()
        self._look_whether_written()

    def _look_whether_written(self) -> None:
        if not (self.desk.clerk.is_writing or self.desk.backing.is_running) and (then := self._written) is not None:
            self._writing.stop()
            self._written = None
            then()

    def put_away(self) -> None:
        """Finish what is being written and let go of every page with all it shows, of what was copied and of what was asked."""
        self.window.hide()
        self._clear_clipboard()
        theme.elided.cache_clear()
        self.desk.close()
        self.desk.book.forget_answers()
        self.window.deleteLater()
        self.deleteLater()


def _not_kept(_error: BaseException) -> None:
    """What is new is told once more the next time."""
