"""The minutes of an incident as they will be printed, over the list: looked at, noted as taken out, printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from carebook.actions.prints import print_papers
from carebook.places import write_whole
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.papers import LoggedPreview
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import note_list
from carebook.words import _, message

Drawn = tuple[str, frozenset[str], str, str, bytes, bytes]
NAME = "Biên bản sự cố"
RESTRICTED_NAME = "Biên bản"
"""What the reading log says of the minutes of a restricted incident: managers read it who may not know of them."""


class MinutesView(QFrame):
    """Hidden without minutes. ``said(sentence, tone)``; ``failed(error)``; ``shut`` when it was left."""

    said = Signal(object, str)
    failed = Signal(object)
    shut = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._person_id = self._stem = self._what = ""
        self._pdf = self._docx = b""
        self._involved: frozenset[str] = frozenset()  # residents besides whom it is about
        self.preview = LoggedPreview()
        self.preview.print_asked.connect(self.print_minutes)
        self.states = States(self.preview)
        self.back_button = Button(_("Go back"), "", "undo-2", "Esc", listens=False)
        self.back_button.clicked.connect(self.leave)
        self.pdf_button = Button(_("Save as PDF…"), "", "save")
        self.pdf_button.clicked.connect(partial(self._choose_place, "pdf"))
        self.docx_button = Button(_("Save as Word…"), "", "file-text")
        self.docx_button.clicked.connect(partial(self._choose_place, "docx"))
        title = label(_("Minutes of the incident"), "h2")
        self.setLayout(column(row(title, None, self.docx_button, self.pdf_button, self.back_button), (self.states, 1)))
        self.hide()

    def show_minutes(self, incident_id: str) -> None:
        """Draw the minutes of one incident."""
        from carebook.reports.daily_papers import incident_minutes

        self.show()
        self.states.show_loading()
        self._allow(False)
        today = self._desk.today()

        def drawn(minutes: incident_minutes.Minutes) -> Drawn:
            one = minutes.file.incident
            what = RESTRICTED_NAME if one.confidential else NAME
            stem, person = incident_minutes.file_stem(minutes), minutes.file.line.person_id
            involved = frozenset(who.person_id for who in minutes.file.involved if who.person_id)
            return person, involved, stem, what, incident_minutes.draw(minutes), incident_minutes.write(minutes)

        gathered = partial(incident_minutes.gather, incident_id=incident_id, today=today)
        self._desk.clerk.make(gathered, drawn, self._show, partial(self._not_drawn, incident_id))

    def _not_drawn(self, incident_id: str, _error: BaseException) -> None:
        self.states.show_failed(partial(self.show_minutes, incident_id))

    def _show(self, made: Drawn) -> None:
        self._person_id, self._involved, self._stem, self._what, self._pdf, self._docx = made
        self.preview.show_pdf(self._pdf)
        self.states.show_content()
        self._allow(True)

    def _allow(self, there: bool) -> None:
        for button in (self.pdf_button, self.docx_button):
            button.setEnabled(there)

    def leave(self) -> None:
        """Put the minutes away."""
        self.hide()
        self.shut.emit()

    def print_minutes(self) -> None:
        """Note that the minutes leave the book, then print them."""
        self._note(lambda _change: self.preview.print_pdf())

    def _note(self, then: Callable[[object], object]) -> None:
        desk, what = self._desk, self._what
        if self._person_id:
            desk.do(print_papers, self._person_id, what, then=then, failed=self.failed.emit)
        else:
            note_list(desk, what, len(self._involved), self._involved, what, then, self.failed.emit)

    def _choose_place(self, way: Literal["pdf", "docx"], *_more: object) -> None:
        name = f"{self._stem}-{self._desk.today():%Y%m%d}.{way}"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), name, f"*.{way}")
        if path:
            self.save(way, Path(path))

    def save(self, way: Literal["pdf", "docx"], path: Path) -> None:
        """Note that the minutes leave the book, then write them to ``path``."""
        content = self._pdf if way == "pdf" else self._docx

        def written(_change: object) -> None:
            try:
                write_whole(path, content)
            except OSError:
                said = message("“{file}” could not be written. Choose another place.", file=path.name)
                self.said.emit(said, "danger")
            else:
                self.said.emit(message("Saved “{file}”.", file=path.name), "ok")

        self._note(written)
