"""What the first page says of the backups: that the last is old or bad, or that restoring was not tried for long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from carebook import dates
from carebook.rules.backup import drill_due
from carebook.store.backup import first_backup_on, last_backup
from carebook.store.backup.drills import Drilling, drilling
from carebook.ui.parts.backing import backup_words
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import Page
from carebook.words import Message, _


class BackupNews(QObject):
    """Says it in the bar of ``page``, with the button that mends it, to whoever may back up."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._said = ""

    def tell(self) -> None:
        """What is wrong with the backups now; when nothing is, whether a trial of restoring is due."""
        desk, folder = self._desk, self._desk.book.folder
        if not desk.may("back_up_book") or desk.facility.is_sample:
            return
        said, tone = backup_words(last_backup(folder), desk.now(), folder)
        if tone == "ok":
            self._say(None)
            if desk.may("drill_restore"):
                desk.ask(self, partial(drilling, today=desk.today()), self._say_drill, key="drill")
        elif desk.backing.folders():
            self._say(said, _("Back up now"), desk.backing.run)
        else:
            self._say(said, _("Choose where to back up…"), partial(desk.go, "settings", tab="backups"))

    def _say_drill(self, found: Drilling) -> None:
        since, last = first_backup_on(self._desk.book.folder), found.last_good
        tried = dates.today_in_vietnam(last.drilled_at) if last is not None and last.drilled_at is not None else None
        said = drill_due(tried, since, self._desk.today(), every=found.every)
        if said is not None:
            self._say(said, _("Try restoring…"), partial(self._desk.go, "settings", tab="backups"))

    def _say(self, said: Message | None, deed: str = "", then: Callable[[], object] | None = None) -> None:
        bar = self._page.messages
        if bar.text() not in ("", self._said):
            return  # what was just done, with its way back, is not talked over
        self._said = str(said) if said is not None else ""
        if said is not None:
            self._page.say(said, "warn", action=deed, then=then)
        else:
            bar.clear()
