"""The pictures that hang on a record: small ones in a row, each opened large, saved out or struck through; more are attached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeDatabase, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QSizePolicy

from carebook.actions.change import Change
from carebook.actions.people import MOST_BYTES, attach_file, strike_detail
from carebook.places import write_whole
from carebook.records.people import Attachment
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.buttons import Button, Pressed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Flow, box, column, emptied, row
from carebook.words import _, message, pgettext

IMAGES = "*.jpg *.jpeg *.png"
_SMALL, _LARGE = QSize(84, 84), QSize(900, 620)


def picture(content: bytes | None, within: QSize) -> QImage | None:
    """The picture of a file's content, no larger than ``within``; None when it is none."""
    if content is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and (whole.width() > within.width() or whole.height() > within.height()):
        turned = bool(reader.transformation().value & 4)  # on its side: width and height change places
        room = within.transposed() if turned else within
        reader.setScaledSize(whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    found = reader.read()
    return None if found.isNull() else found


@dataclass(frozen=True)
class PictureOwner:
    """What new pictures hang on: whose they are ("" where nothing may be attached), of which record, under which title."""

    person_id: str
    about_id: str
    title: str


class Thumbnail(Pressed):
    """One small picture; pressing it opens it."""

    def __init__(self, desk: Desk, attachment: Attachment) -> None:
        super().__init__()
        self.attachment = attachment
        self.setProperty("kind", "ghost")
        self.setAccessibleName(_("Picture: {title}").format(title=attachment.title))
        self.setToolTip(attachment.title)
        side = theme.worn().scaled(_SMALL.width())
        self.setFixedSize(side + 8, side + 8)
        within, book, digest = QSize(side, side), desk.book, attachment.content_hash
        desk.ask(self, lambda _reader: picture(book.blob(digest), within), self._show)

    def _show(self, image: QImage | None) -> None:
        if image is None:
            self.setIcon(theme.icon("circle-alert"))
            return
        self.setIcon(QPixmap.fromImage(image))
        self.setIconSize(image.size())


class Pictures(QFrame):
    """The pictures of one record. ``said(sentence, tone)``, ``refused(error)``, ``attached(change)``."""

    said = Signal(object, str)
    refused = Signal(object)
    attached = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner: PictureOwner | None = None
        self._pictures: Sequence[Attachment] = ()
        self._to_come: list[Path] = []
        self._flow = Flow(gap=6)
        self.strip = box(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.strip.setSizePolicy(policy)
        self.strip.hide()
        self.add_button = Button(_("Attach pictures…"), icon="paperclip")
        self.add_button.clicked.connect(self._choose)
        self.setLayout(column(self.strip, row(self.add_button, None), gap=6))

    def load(self, owner: PictureOwner, pictures: Sequence[Attachment]) -> None:
        """Show the pictures of a record."""
        there, self._owner, self._pictures = self._pictures, owner, pictures
        self.add_button.setVisible(self._desk.may("attach_file") and bool(owner.person_id))
        if pictures == there:
            return
        emptied(self._flow)
        for each in pictures:
            small = Thumbnail(self._desk, each)
            small.clicked.connect(partial(self._open, each))
            self._flow.addWidget(small)
        self.strip.setVisible(bool(pictures))

    def thumbnails(self) -> list[QPushButton]:
        """The small pictures, in their order."""
        return [item.widget() for at in range(self._flow.count()) if (item := self._flow.itemAt(at))]  # type: ignore[misc]

    # into the book

    def _choose(self) -> None:
        paths, _chosen = QFileDialog.getOpenFileNames(self, _("Choose pictures"), "", IMAGES)
        self.take([Path(path) for path in paths])

    def take(self, paths: Sequence[Path]) -> None:
        """Keep pictures with the record, one after the other, encrypted in the book."""
        self._to_come = list(paths)
        self._take_next()

    def _take_next(self) -> None:
        owner = self._owner
        if not self._to_come or owner is None or not owner.person_id:
            return
        path = self._to_come.pop(0)
        try:
            if path.stat().st_size > MOST_BYTES:
                self.said.emit(_("The file is larger than 25 MB. Scan it at 200 dots per inch, or split it."), "danger")
                return
            content = path.read_bytes()
        except OSError:
            self.said.emit(message("“{file}” could not be read.", file=path.name), "danger")
            return
        if picture(content, _SMALL) is None:
            self.said.emit(message("“{file}” is not a picture.", file=path.name), "danger")
            return
        record = Attachment(
            person_id=owner.person_id,
            title=owner.title,
            kind="photo",
            file_name=path.name,
            media_type=QMimeDatabase().mimeTypeForFile(str(path)).name(),
            about_id=owner.about_id,
        )
        self._desk.do(attach_file, record, content, then=self._kept, failed=self.refused.emit)

    def _kept(self, change: Change) -> None:
        self.attached.emit(change)
        self._take_next()

    # out of the book

    def _open(self, attachment: Attachment) -> None:
        book = self._desk.book
        self._desk.ask(
            self,
            lambda _reader: picture(book.blob(attachment.content_hash), _LARGE),
            partial(self._show_large, attachment),
            self.refused.emit,
            key="large",
        )

    def _show_large(self, attachment: Attachment, image: QImage | None) -> None:
        if image is None:
            self.said.emit(_("The content of this file is not in the book."), "danger")
            return
        dialog = dialogs.DeedDialog(self.window(), attachment.title)
        shown = QLabel()
        shown.setPixmap(QPixmap.fromImage(image))
        shown.setAccessibleName(_("Picture: {title}").format(title=attachment.title))
        dialog.contents.addWidget(shown)
        if self._desk.may("strike_detail"):
            dialog.add_button("strike", _("Strike through…"), "danger")
        dialog.add_button("save", _("Save as…"))
        dialog.add_button("", pgettext("window", "Close"))
        dialog.exec()
        if dialog.answer == "save":
            self._save_out(attachment)
        elif dialog.answer == "strike":
            self._strike(attachment)

    def _save_out(self, attachment: Attachment) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save as"), attachment.file_name or attachment.title)
        if path:
            book = self._desk.book
            self._desk.ask(
                self,
                lambda _reader: book.blob(attachment.content_hash),
                partial(self._write_out, Path(path)),
                self.refused.emit,
                key="out",
            )

    def _write_out(self, path: Path, content: bytes | None) -> None:
        try:
            write_whole(path, content or b"")
        except OSError:
            self.said.emit(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
        else:
            self.said.emit(message("Saved “{file}”. Outside the book it is no longer encrypted.", file=path.name), "ok")

    def _strike(self, attachment: Attachment) -> None:
        reasons = [("person", _("Entered for the wrong person")), ("other", _("Other reason"))]
        given = dialogs.ask_reason(
            self, _("Strike this picture through?"), reasons, words_for="other", deed=_("Strike through")
        )
        if given is not None:
            self.strike(attachment, given[1] or dict(reasons)[given[0]])

    def strike(self, attachment: Attachment, reason: str) -> None:
        """Strike a picture through; it stays in the book with the reason."""
        self._desk.do(strike_detail, attachment, reason=reason, then=self.attached.emit, failed=self.refused.emit)
