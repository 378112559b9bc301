"""Update from a file: what the file brings, then a backup, then the installer; nothing is fetched from a network."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from carebook import __version__, places
from carebook.actions.updates import ReadyUpdate, look_into, prepare_update
from carebook.exchange.updates import line_to_type, start_set_up
from carebook.rules.updates import Update
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.choices import Choices
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import Progress
from carebook.words import _, message


class UpdatesTab(Tab):
    """For the manager and IT: the version at work, and a newer one from a stick."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._choices = Choices(places.settings_file())
        self._file: Path | None = None
        self._progress = Progress()
        self._head = label("", "h3", wrap=True)
        self._notes = label("", wrap=True)
        self._line = label("", wrap=True)
        self._line.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        choose = Button(_("Update from a file…"), icon="folder-open")
        choose.clicked.connect(self._choose)
        self._go = Button(_("Back up and update"), "primary", "save")
        self._go.clicked.connect(self._prepare)
        self.setLayout(
            column(
                scrolling(
                    box(
                        column(
                            section_head(_("Version at work")),
                            label(f"CareBook {__version__}", "h3"),
                            label(
                                _(
                                    "CareBook asks no network for updates. A newer version comes as a file, on a stick or by mail;"
                                    " the makers' signature in it is checked, and the book is backed up first."
                                ),
                                "muted",
                                wrap=True,
                            ),
                            8,
                            row(choose, None),
                            16,
                            self._head,
                            self._notes,
                            row(self._go, None),
                            self._progress,
                            self._line,
                            None,
                            gap=6,
                            margins=(24, 16, 20, 16),
                        )
                    )
                ),
                gap=0,
            )
        )
        self._show(None)

    def _show(self, update: Update | None) -> None:
        """What the chosen file brings; nothing while none is chosen."""
        for part in (self._head, self._notes, self._go):
            part.setVisible(update is not None)
        self._line.hide()
        if update is not None:
            self._head.setText(str(message("CareBook {ours} → {theirs}", ours=__version__, theirs=update.version)))
            self._notes.setText("\n".join(f"•  {line}" for line in update.notes))

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Update from a file…"), "", "CareBook (*.capnhat)")
        if path:
            self.look(Path(path))

    def look(self, file: Path) -> None:
        """Say what a file brings, or why it is not taken."""
        self._file = file
        self._show(None)
        self.desk.clerk.make(
            _nothing, lambda _none: look_into(file, pc=places.installed_as()), self._show, self.page.complain
        )

    def _prepare(self) -> None:
        target = next((one for one in self._choices.backup_folders(self.desk.book.folder) if one.is_dir()), None)
        if target is None:
            found = QFileDialog.getExistingDirectory(self, _("Choose where backups go…"))
            target = Path(found) if found else None
        if target is None or self._file is None:
            return
        job = Job(self)
        self._progress.follow(job, _("Backing up…"))
        self._go.setEnabled(False)
        self.desk.do(
            prepare_update,
            self._file,
            target,
            pc=places.installed_as(),
            into=places.updates_folder(),
            progress=job.report,
            cancelled=job.is_stopped,
            then=partial(self._ready, job),
            failed=partial(self._stopped, job),
        )

    def _ready(self, job: Job, change: Any) -> None:
        job.ended.emit()
        self._go.setEnabled(True)
        self.desk.backed_up.emit()
        ready: ReadyUpdate = change.result
        if ready.update.pc == "windows":
            start_set_up(ready.installer)
            self.page.say(_("CareBook closes now; the set-up waits for that and opens the new version."))
            self.window().close()
            return
        self._line.setText(_("Close CareBook, then type:") + "\n" + line_to_type(ready.installer))
        self._line.show()
        self.page.say(change.said)

    def _stopped(self, job: Job, error: BaseException) -> None:
        job.ended.emit()
        self._go.setEnabled(True)
        self.page.complain(error)


def _nothing(_reader: Any) -> None:
    """Looking into a file asks nothing of the book."""
