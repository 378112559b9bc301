"""The line at the foot of the window: what is saved, the last backup, the day."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.ui.parts import theme
from carebook.ui.parts.clerk import Change
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, Sign, label
from carebook.ui.parts.layouts import row
from carebook.words import _, message

SAVING_AFTER_MS = 300


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
        self._backup_sign.hide()

    def words(self) -> str:
        """What is said about saving now."""
        return self._saved.text()

    def _watch_writing(self, writing: bool) -> None:
        if writing:
            self._slow.start()
        else:
            self._slow.stop()
            if self.words() == _("Saving…"):  # nothing else is said of what was written, or it was refused
                self._saved.clear()
                self._sign.hide()

    def _say_saving(self) -> None:
        self._say("hourglass", "text2", _("Saving…"))

    def _say_saved(self, change: Change) -> None:
        if set(change.subjects) - {"choices"}:
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
        self._backup_sign.setVisible(bool(sentence))
