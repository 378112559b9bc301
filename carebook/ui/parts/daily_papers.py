"""A paper of the day on its way out: gathered as everybody may see it, drawn, noted in the reading log, shown, printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from carebook import dates
from carebook.places import write_whole
from carebook.store.book import Reader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.taking_out import note_list
from carebook.words import _, message, speaking

G = TypeVar("G")
Note = Callable[[Collection[str], Callable[[object], object]], object]


class PaperDialog(QDialog):
    """The paper as it will be printed; saved elsewhere by a button. ``saved_as`` is the name of the file then."""

    def __init__(self, parent: QWidget | None, title: str, pdf: bytes, file_name: str) -> None:
        from carebook.ui.parts.preview import PdfPreview  # brings PDFium, which a page needs only when a paper is shown

        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._pdf, self._file_name = pdf, file_name
        self.saved_as = ""
        self.preview = PdfPreview()
        save = Button(_("Save PDF…"), icon="save")
        save.clicked.connect(self._choose_place)
        back = Button(_("Go back"))
        back.clicked.connect(self.reject)
        self.setLayout(column((self.preview, 1), row(None, save, back, margins=(16, 8, 16, 12)), gap=0))
        self.resize(860, 700)
        self.preview.show_pdf(pdf)

    def _choose_place(self) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), self._file_name, "*.pdf")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the paper there; a place that cannot be written is told in the title."""
        try:
            write_whole(path, self._pdf)
        except OSError:
            self.setWindowTitle(str(message("“{file}” could not be written. Choose another place.", file=path.name)))
            return
        self.saved_as = path.name
        self.accept()


class PaperOut(QObject):
    """One paper at a time. ``said(sentence, tone)`` and ``refused(error)`` tell the page what happened."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: PaperDialog | None = None

    def begin(
        self,
        title: str,
        file_stem: str,
        gather: Callable[[Reader, str], G],
        draw: Callable[[G], bytes],
        people: Callable[[G], Collection[str]] = lambda _made: (),
        *,
        note: Note | None = None,
        as_seen: bool = False,
    ) -> None:
        """Gather with a reader that masks restricted people for everybody and the line of who prints, draw, note, show.

        ``people`` gives the ids of whom the paper names: one that names nobody leaves no line in the reading log.
        ``note`` leaves that line for papers with a right of their own: the ids first, then what is done once it is left.
        ``as_seen`` gathers with the eyes of who prints: a paper about one person whose record they may read.
        """
        show = partial(self._show, title, file_stem)
        self._make(title, gather, draw, people, show, note, as_seen=as_seen)

    def begin_table(
        self,
        title: str,
        file_stem: str,
        gather: Callable[[Reader, str], G],
        fill: Callable[[G], bytes],
        people: Callable[[G], Collection[str]],
        *,
        note: Note | None = None,
    ) -> None:
        """The same paper as a workbook, saved where who asked for it says."""
        self._make(title, gather, fill, people, partial(self._save_table, file_stem), note)

    def _make(
        self,
        title: str,
        gather: Callable[[Reader, str], G],
        draw: Callable[[G], bytes],
        people: Callable[[G], Collection[str]],
        give: Callable[[bytes], object],
        note: Note | None,
        *,
        as_seen: bool = False,
    ) -> None:
        desk, now = self._desk, self._desk.now()
        by = f"{desk.actor.name} in lúc {dates.moment(now, desk.today())}"

        def gathered(reader: Reader) -> G:
            with speaking("vi"):
                if as_seen:
                    return gather(reader, by)
                with desk.book.reading_masked(now) as masked:
                    return gather(masked, by)

        def drawn(made: G) -> tuple[Collection[str], bytes]:
            with speaking("vi"):
                return people(made), draw(made)

        desk.clerk.make(gathered, drawn, partial(self._note, title, give, note), self.refused.emit)

    def _note(
        self, title: str, give: Callable[[bytes], object], note: Note | None, made: tuple[Collection[str], bytes]
    ) -> None:
        people, content = made

        def noted(_change: object) -> None:
            give(content)

        if note is not None:
            note(people, noted)
            return
        note_list(self._desk, title, len(people), people, _("Work inside the center"), noted, self.refused.emit)

    def _save_table(self, file_stem: str, content: bytes) -> None:
        name = f"{file_stem}-{self._desk.today():%Y%m%d}.xlsx"
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the list"), name, "*.xlsx")
        if not path:
            self.said.emit(message("The list was not saved."), "info")
            return
        try:
            write_whole(Path(path), content)
        except OSError:
            said = message("“{file}” could not be written. Choose another place.", file=Path(path).name)
            self.said.emit(said, "danger")
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")

    def _show(self, title: str, file_stem: str, pdf: bytes) -> None:
        self.dialog = PaperDialog(self._page, title, pdf, f"{file_stem}-{self._desk.today():%Y%m%d}.pdf")
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None and self.dialog.saved_as:
            self.said.emit(message("Saved “{file}”.", file=self.dialog.saved_as), "ok")
        self.dialog = None
