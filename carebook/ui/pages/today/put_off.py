"""The dialog that puts a due thing off: until when, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.records.due import Snooze
from carebook.rules.casework import last_day, problems_in_snooze
from carebook.rules.due import DueItem
from carebook.rules.problem import Problem
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.due_words import title_of
from carebook.ui.parts.fields import Form, section
from carebook.words import _, message

_A_WEEK = timedelta(days=7)


class PutOffDialog(DeedDialog):
    """Asks for the day and the reason; ``snooze`` is what was agreed on, None while it was not."""

    def __init__(self, parent: QWidget | None, item: DueItem, today: Callable[[], date]) -> None:
        self._item, self._today = item, today
        self._last = last_day(item, today())
        super().__init__(parent, _("Remind later"), f"{title_of(item)} – {item.for_whom}")
        self.snooze: Snooze | None = None
        line = _("At the latest on {date}.").format(date=dates.written(self._last))
        self.form = Form([section("", Snooze, "until_on", "reason", line=line)], today, columns=1)
        self._base = Snooze(
            kind=item.key,
            episode_id=item.episode_id or "",
            due_on=item.due_on,
            until_on=min(self._last, today() + _A_WEEK),
        )
        self.form.load(self._base)
        self.contents.addWidget(self.form)
        self.deed = self.add_button("do", _("Remind later"), "primary")
        self.deed.clicked.disconnect()
        self.deed.clicked.connect(self._agree)
        self.add_button("", _("Go back"))
        self.deed.setDefault(True)
        self.form.editor("reason").setFocus()

    def _agree(self) -> None:
        given = self.form.record(self._base)
        if given is None:
            return
        found = problems_in_snooze(given, today=self._today())
        if not found and given.until_on > self._last:
            found = [Problem("until_on", message("At the latest on {date}.", date=dates.written(self._last)))]
        if found:
            self.form.show_problems(found)
        else:
            self.snooze = given
            self.accept()


def ask_until_when(parent: QWidget | None, item: DueItem, today: Callable[[], date]) -> Snooze | None:
    """What was agreed on in the dialog; None when the person went back."""
    dialog = PutOffDialog(parent, item, today)
    dialog.exec()
    return dialog.snooze
