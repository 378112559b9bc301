"""Hồ sơ, giấy tờ: files kept with the person, encrypted in the book: attached, saved out again, the photo."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeDatabase
from PySide6.QtWidgets import QFileDialog

from carebook.actions.change import Change
from carebook.actions.people import MOST_BYTES, attach_file
from carebook.places import write_whole
from carebook.records.people import Attachment
from carebook.store.book import Book
from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.said import choices_of
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import section
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.whole_file import WholeFileOut
from carebook.words import _, message

IMAGES = "*.jpg *.jpeg *.png"


def size_words(size: int) -> str:
    """ "240 kB", "3,1 MB" as the eye wants it."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def attach(book: Book, attachment: Attachment, *, content: bytes, as_photo: bool = False, **given: Any) -> Change:
    """`attach_file` as the panel calls it: the record alone, the content beside."""
    return attach_file(book, attachment, content, as_photo=as_photo, **given)


class FilesTab(Tab):
    """The files, newest first; Enter saves one out of the book."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RecordTable(
            [
                Column("title", _("Title"), lambda f: Cell(f.title, weight=500, icon="paperclip"), 200, 2, ALWAYS),
                Column("kind", _("Kind"), lambda f: desk.words("attachment_kind", f.kind), 160, 1, 7),
                Column("file", _("File name"), lambda f: f.file_name, 160, 1, 4),
                Column("size", _("Size"), lambda f: size_words(f.size), 80, 0, 5, "right"),
                Column("out", "", lambda _f: Cell(_("Save as…"), acts=True), 100, 0, 9),
            ],
            _("Files"),
        )
        self.table.acted.connect(self._save_out)
        self.table.opened.connect(self._save_out)
        self.states = States(self.table)
        self.attach_button = Button(_("Attach…"), "primary", "paperclip")
        self.attach_button.clicked.connect(self._choose_file)
        self.photo_button = Button(_("Photo…"), icon="upload")
        self.photo_button.clicked.connect(self._choose_photo)
        self.whole_file = WholeFileOut(desk, self)
        self.whole_file.said.connect(self.wants_to_say)
        self.whole_button = Button(_("Whole file…"), icon="folder-open")
        self.whole_button.clicked.connect(self._take_out_file)
        self.whole_button.hide()
        may = desk.may("attach_file")
        self.attach_button.setVisible(may)
        self.photo_button.setVisible(may)
        buttons = row(self.attach_button, self.photo_button, None, self.whole_button, gap=8, margins=(24, 10, 20, 6))
        self.setLayout(column(buttons, (row((self.states, 1), margins=(16, 0, 16, 8)), 1), gap=0))

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        self.whole_button.setVisible(bool(view.file.stays) and self.desk.may("export_whole_file"))
        files = view.file.attachments[::-1]
        self.table.show_records(files)
        if files:
            self.states.show_content()
        else:
            self.states.show_empty(_("No files yet. Scans and photos of papers are attached here."), icon="paperclip")

    # into the book

    def _choose_file(self) -> None:
        path, _chosen = QFileDialog.getOpenFileName(self, _("Attach a file"))
        if path:
            self.take(Path(path))

    def _choose_photo(self) -> None:
        path, _chosen = QFileDialog.getOpenFileName(self, _("Choose a photo"), "", IMAGES)
        if path:
            self.take(Path(path), as_photo=True)

    def take(self, path: Path, *, as_photo: bool = False) -> None:
        """Read a file and open the panel on its title and kind."""
        if self.view is None:
            return
        try:
            if path.stat().st_size > MOST_BYTES:
                words = _("The file is larger than 25 MB. Scan it at 200 dots per inch, or split it.")
                self.wants_to_say.emit(words, "danger")
                return
            content = path.read_bytes()
        except OSError:
            self.wants_to_say.emit(message("“{file}” could not be read.", file=path.name), "danger")
            return
        record = Attachment(
            person_id=self.view.id,
            title=_("Photo") if as_photo else path.stem,
            kind="photo" if as_photo else "other",
            file_name=path.name,
            media_type=QMimeDatabase().mimeTypeForFile(str(path)).name(),
        )
        writing = Writing(
            form="attachment",
            title=_("Photo") if as_photo else _("Attach a file"),
            sections=(section("", Attachment, "title", "kind"),),
            deed=attach,
            choices=choices_of(self.desk, Attachment, "kind"),
            given={"content": content, "as_photo": as_photo},
            note=f"{path.name} · {size_words(len(content))}",
        )
        self.write(writing, record, self.view.id)

    # out of the book

    def _take_out_file(self) -> None:
        """The file of the newest stay; those of earlier ones are taken out where the stay stands."""
        if self.view is not None and self.view.file.stays:
            self.whole_file.begin(self.view.file.stays[0].episode.id, self.view.file.person.full_name)

    def _save_out(self, found: Attachment, _column: str = "") -> None:
        name = found.file_name or found.title
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save as"), name)
        if path:
            self.save_out(found, Path(path))

    def save_out(self, found: Attachment, path: Path) -> None:
        """Write the content of a file outside the book."""
        book = self.desk.book
        self.desk.ask(
            self, lambda _reader: book.blob(found.content_hash), partial(self._write_out, path), self.refused.emit
        )

    def _write_out(self, path: Path, content: bytes | None) -> None:
        try:
            if content is None:
                raise FileNotFoundError(path)
            write_whole(path, content)
        except FileNotFoundError:
            self.wants_to_say.emit(_("The content of this file is not in the book."), "danger")
        except OSError:
            self.wants_to_say.emit(
                message("“{file}” could not be written. Choose another place.", file=path.name), "danger"
            )
        else:
            said = message("Saved “{file}”. Outside the book it is no longer encrypted.", file=path.name)
            self.wants_to_say.emit(said, "ok")
