"""The way of a book to another PC, in four steps: a stick, a fresh backup on it, a page of paper, the mark on the old book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions.backup import move_book
from carebook.store.backup import Backup
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.daily_papers import PaperDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.states import Progress
from carebook.words import _, message


class MovingDialog(DeedDialog):
    """``change`` is that of the deed that marks the book as moved; None when it was not marked."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(
            parent,
            _("Move the book to a new PC"),
            _(
                "A book is written to on one PC only. These steps carry it over whole; the book here stays to be looked at."
            ),
        )
        self._desk = desk
        self._folder: Path | None = None
        self.made: Backup | None = None
        self.change: Any = None
        self._where = ElidedLabel(_("No folder chosen"), "muted")
        self.choose = Button(_("Choose…"), icon="folder-open")
        self.choose.clicked.connect(self._choose)
        self.back_up = Button(_("Back up onto it"), icon="hard-drive")
        self.back_up.clicked.connect(self._back_up)
        self._made = label("", "small", "ok", wrap=True)
        self._made.hide()
        self._wrong = label("", "small", "danger", wrap=True)
        self._wrong.hide()
        self.progress = Progress()
        self.guide = Button(_("Page for the new PC…"), icon="file-text")
        self.guide.clicked.connect(self._show_guide)
        steps = (
            (label(_("1. Plug in a USB stick and choose it."), "strong"),),
            (row((self._where, 1), self.choose),),
            (label(_("2. Make a fresh backup on it. Nobody writes to the book after that."), "strong", wrap=True),),
            (row(self.back_up, (self._made, 1), None, gap=12), self.progress, self._wrong),
            (label(_("3. Print or save the page that says what to do on the new PC."), "strong", wrap=True),),
            (row(self.guide, None),),
            (label(_("4. Mark this book as moved: whoever opens it here is warned."), "strong", wrap=True),),
        )
        for part in steps:
            for one in part:
                if isinstance(one, QWidget):
                    self.contents.addWidget(one)
                else:
                    self.contents.addLayout(one)
        self.mark = self.add_button("mark", _("Mark as moved"), "primary")
        self.mark.clicked.disconnect()
        self.mark.clicked.connect(self._mark)
        self.add_button("", _("Go back"))
        self.setMinimumWidth(600)
        self._show_step()

    def take(self, folder: Path) -> None:
        """The stick to carry the book on."""
        self._folder = folder
        self._where.setWhole(str(folder))
        self.made = None
        self._made.hide()
        self._show_step()

    def _show_step(self) -> None:
        self.back_up.setEnabled(self._folder is not None and not self._desk.backing.is_running)
        self.guide.setEnabled(self.made is not None)
        self.mark.setEnabled(self.made is not None)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Choose…"))
        if folder:
            self.take(Path(folder))

    def _back_up(self) -> None:
        if self._folder is None:
            return
        backing = self._desk.backing
        backing.made.connect(self._backed_up)
        backing.failed.connect(self._failed)
        job = backing.run(self._folder)
        if job is not None:
            self._wrong.hide()
            self.progress.follow(job, _("Backing up…"))
        self._show_step()

    def _let_go(self) -> None:
        self._desk.backing.made.disconnect(self._backed_up)
        self._desk.backing.failed.disconnect(self._failed)

    def _backed_up(self, change: Any) -> None:
        self._let_go()
        self.made = change.result
        assert self.made is not None
        self._made.setText(str(message("“{file}” is opened and checked.", file=self.made.path.name)))
        self._made.show()
        self._show_step()

    def _failed(self, error: BaseException) -> None:
        self._let_go()
        self._complain(error)
        self._show_step()

    def _complain(self, error: BaseException) -> None:
        self._wrong.setText(str(getattr(error, "message", None) or _("This was not done, nothing was written.")))
        self._wrong.show()

    def _show_guide(self) -> None:
        made, facility, today = self.made, self._desk.facility, self._desk.today()
        if made is None:
            return

        def draw(_nothing: object) -> bytes:
            from carebook.reports import backup as papers

            return papers.draw_guide(facility, made, on=today).pdf

        self._desk.clerk.make(lambda _reader: None, draw, self._show_paper, self._complain)

    def _show_paper(self, pdf: bytes) -> None:
        place = str(self._folder / "chuyen-so-sang-may-moi.pdf") if self._folder else "chuyen-so-sang-may-moi.pdf"
        PaperDialog(self, _("Page for the new PC"), pdf, place).open()

    def _mark(self) -> None:
        if self.made is not None:
            self.mark.setEnabled(False)
            self._desk.do(move_book, self.made.path, then=self._marked, failed=self._not_marked)

    def _marked(self, change: Any) -> None:
        self.change = change
        self.accept()

    def _not_marked(self, error: BaseException) -> None:
        self._complain(error)
        self._show_step()
