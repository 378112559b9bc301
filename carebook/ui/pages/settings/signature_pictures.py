"""The picture of a signature or of the seal: made see-through from any photograph, looked at as on paper, kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from carebook.actions import signing
from carebook.records.periods import SignaturePicture
from carebook.ui.parts import theme
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import row
from carebook.words import _, message, pgettext

SEAL_MM, SIGNATURE_MM = 36.0, 35.0

_MOST = 1400  # dots a side that are kept
_PAPER_WIDTH, _PAPER_HEIGHT = 86, 46  # mm of the piece of paper on show
_CLEAR, _FULL = 14, 90  # so many shades darker than the ground a dot begins to be seen, and is seen wholly


def from_file(path: Path) -> QImage | None:
    """The picture in a file of any kind with a see-through ground, cut to what is drawn on it; None when there is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and max(whole.width(), whole.height()) > _MOST:
        reader.setScaledSize(whole.scaled(QSize(_MOST, _MOST), Qt.AspectRatioMode.KeepAspectRatio))
    found = reader.read()
    return None if found.isNull() else see_through(found)


def see_through(picture: QImage) -> QImage:
    """The picture without its ground: the commonest shade and what is lighter is clear, ink the darker the fuller.

    One whose ground is see-through already only loses its empty edges.
    """
    made = picture.convertToFormat(QImage.Format.Format_ARGB32)
    if not picture.hasAlphaChannel() or min(_bytes(_alpha(made)), default=255) > 0:
        shades = picture.convertToFormat(QImage.Format.Format_Grayscale8)
        ground = Counter(_bytes(shades)).most_common(1)[0][0]
        shades.reinterpretAsFormat(QImage.Format.Format_Indexed8)
        shades.setColorTable([_grey(_seen(ground - shade)) for shade in range(256)])
        made.setAlphaChannel(shades.convertToFormat(QImage.Format.Format_Grayscale8))
    return made.copy(_drawn_part(made))


def as_png(picture: QImage) -> bytes:
    """The picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _seen(darker: int) -> int:
    return min(255, max(0, (darker - _CLEAR) * 255 // (_FULL - _CLEAR)))


def _grey(shade: int) -> int:
    return 0xFF000000 | shade << 16 | shade << 8 | shade


def _alpha(picture: QImage) -> QImage:
    return picture.convertToFormat(QImage.Format.Format_Alpha8)


def _bytes(picture: QImage) -> bytes:
    """The dots of a picture of one byte each, row by row, without what fills up the rows."""
    raw, across = bytes(picture.constBits()), picture.width()
    if picture.bytesPerLine() == across:
        return raw
    lines = range(picture.height())
    return b"".join(raw[line * picture.bytesPerLine() :][:across] for line in lines)


def _drawn_part(picture: QImage) -> QRect:
    """The rectangle that holds everything that is seen."""
    dots, across = _bytes(_alpha(picture)), picture.width()
    lines = [dots[at : at + across] for at in range(0, len(dots), across)]
    seen = [at for at, line in enumerate(lines) if max(line) > 40]
    if not seen:
        return picture.rect()
    columns = [at for at in range(across) if max(dots[at::across]) > 40]
    top, left = seen[0], columns[0]
    return picture.rect().adjusted(left, top, columns[-1] - across + 1, seen[-1] - len(lines) + 1)


class OnPaper(QFrame):
    """A piece of paper with the picture in its true size among the words it will stand between."""

    def __init__(self, *, seal: bool) -> None:
        super().__init__()
        self._seal = seal
        self._picture: QImage | None = None
        self._width_mm = SEAL_MM if seal else SIGNATURE_MM
        self._above = self._below = ""
        scaled = theme.worn().scaled
        self.setFixedSize(scaled(_PAPER_WIDTH * 3), scaled(_PAPER_HEIGHT * 3))
        self.setAccessibleName(_("As it will stand on paper"))

    def show_picture(self, picture: QImage | None, width_mm: float, above: str = "", below: str = "") -> None:
        """Show it, so many millimetres wide, under the post and over the name."""
        self._picture, self._width_mm, self._above, self._below = picture, width_mm, above, below
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(QColor("white"))  # paper, in every theme
        painter.drawRoundedRect(whole, 4, 4)
        dots = self.width() / _PAPER_WIDTH  # to a millimetre
        font = QFont("Times New Roman")
        font.setPixelSize(round(4.6 * dots))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("black"))
        line, middle = 7 * dots, self.height() / 2
        painter.drawText(QRectF(0, 2 * dots, self.width(), line), Qt.AlignmentFlag.AlignCenter, self._above)
        below = QRectF(0, self.height() - line - 2 * dots, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._below)
        if self._picture is not None:
            self._paint_picture(painter, self._picture, dots, middle)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: QImage, dots: float, middle: float) -> None:
        width = self._width_mm * dots
        height = width * picture.height() / max(picture.width(), 1)
        room = (SEAL_MM if self._seal else 24 - 3) * dots
        if height > room:
            width, height = width * room / height, room
        edge = self.width() / 2 - SIGNATURE_MM / 6 * dots
        left = edge - width if self._seal else (self.width() - width) / 2
        if self._seal:
            painter.setPen(QPen(QColor("#1A3E8C"), 1, Qt.PenStyle.DashLine))
            signed = QRectF(
                self.width() / 2 - SIGNATURE_MM / 2 * dots, middle - 7 * dots, SIGNATURE_MM * dots, 14 * dots
            )
            painter.drawLine(QPointF(signed.left(), signed.bottom()), QPointF(signed.right(), signed.top()))
            painter.drawLine(signed.topLeft(), signed.bottomRight())
        painter.drawImage(QRectF(left, middle - height / 2, width, height), picture)


class PictureDialog(AskingDialog):
    """Choosing the picture of the own signature, or of the seal, and its true width."""

    def __init__(self, desk: Desk, parent: QWidget | None, *, seal: bool, width_mm: float | None = None) -> None:
        title = _("Picture of the seal") if seal else _("Picture of my signature")
        text = (
            _("The red seal in its true size, scanned or photographed. Its ground is made see-through.")
            if seal
            else _("The signature on white paper, scanned or photographed, in blue. Its ground is made see-through.")
        )
        super().__init__(parent, title, text)
        self._desk, self._seal = desk, seal
        self._picture: QImage | None = None
        width = width_mm or (SEAL_MM if seal else SIGNATURE_MM)
        self.file = ElidedLabel(_("no picture yet"), "muted")
        choose = Button(_("Choose a picture…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        self.paper = OnPaper(seal=seal)
        self.form = Form([section("", SignaturePicture, "width_mm")], desk.today, columns=1)
        self.form.load(SignaturePicture(file_hash="", width_mm=width))
        self.form.changed.connect(self._show)
        self.contents.addLayout(row(choose, (self.file, 1), gap=10))
        self.contents.addWidget(self.form)
        self.contents.addLayout(row(None, self.paper, None))
        self.finish(pgettext("picture", "Keep"), self.send, choose)
        self._show()

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a picture"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Take the picture in this file."""
        found = from_file(path)
        if found is None:
            self.bar.say(message("“{file}” is no picture that can be read.", file=path.name), "danger")
            return
        self._picture = found
        self.file.setWhole(path.name)
        self.bar.clear()
        self._show()

    def _show(self) -> None:
        width = self.form.value("width_mm")
        facility, actor = self._desk.facility, self._desk.actor
        above, below = (
            ((facility.head_post or "Giám đốc").upper(), facility.head_name) if self._seal else (actor.post, actor.name)
        )
        self.paper.show_picture(self._picture, width if isinstance(width, float) else 0.0, above.upper(), below)

    def send(self) -> None:
        """Keep the picture with its width."""
        kept = self.form.record(SignaturePicture(file_hash=""))
        if kept is None:
            return
        if self._picture is None:
            self.bar.say(_("Choose a picture first."), "warn")
            return
        self.working(_("Saving…"))
        self._desk.do(
            signing.keep_picture,
            as_png(self._picture),
            width_mm=kept.width_mm,
            seal=self._seal,
            then=self.finished_well,
            failed=self.refused,
        )

    def refused(self, error: BaseException) -> None:
        """Beside the width what is about it, the rest in the bar."""
        problems = getattr(error, "problems", ())
        if any(problem.field == "width_mm" for problem in problems):
            self.working()
            self.bar.clear()
            self.form.show_problems(problems)
        else:
            super().refused(error)
