"""What is seen in a signature box once it is signed: the picture of the signature or seal, or words in its place."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from carebook.dates import local
from carebook.reports.paper import fonts
from carebook.reports.paper.signatures import ROOM_HEIGHT, ROOM_WIDTH, SEAL_SIDE

_INK, _SEAL_INK = HexColor("#1A3E8C"), HexColor("#C4161C")
_SIZE = 10  # Nghị định 30/2020, Phụ lục I: information on a digital signature
_SMALL = 7  # the moment under a picture


@dataclass(frozen=True)
class Picture:
    """A PNG with see-through ground, and how wide it is on paper."""

    png: bytes
    width_mm: float


def signature_appearance(
    name: str,
    post: str,
    when: datetime,
    picture: Picture | None = None,
    *,
    size: tuple[float, float] = (ROOM_WIDTH, ROOM_HEIGHT - 6),
) -> bytes:
    """A one-page PDF of ``size`` points for the box of a person.

    With a picture it stands in the middle, between post and name as Nghị định 30/2020 has it, over a small line with the
    moment. Without one the words who signed and when take the whole box. The moment is to the second, in Vietnam's zone.
    """
    width, height = size

    def paint(canvas: Canvas) -> None:
        if picture is None:
            _framed(canvas, (f"Ký bởi: {name}", post, _moment(when)), (0, 0, width, height), _INK, black)
            return
        canvas.setFillColor(_INK)
        canvas.setFont(fonts.REGULAR, _SMALL)
        canvas.drawCentredString(width / 2, 2, f"Ký số lúc {_moment(when)}")
        _draw(canvas, picture, (0, _SMALL + 2, width, height), to_the_right=False)

    return _drawn(size, paint)


def seal_appearance(
    facility: str,
    when: datetime,
    picture: Picture | None = None,
    *,
    size: tuple[float, float] = (SEAL_SIDE, SEAL_SIDE),
) -> bytes:
    """A one-page PDF of ``size`` points for the box of the facility's seal: the red seal at its true size, else red words.

    The picture ends at the right edge of the box, which lies over the left third of the signature. The words end before it.
    """
    width, height = size

    def paint(canvas: Canvas) -> None:
        if picture is None:
            words = ("Đã đóng dấu số:", facility, _moment(when))
            _framed(canvas, words, (0, height * 0.2, width * 0.7, height * 0.8), _SEAL_INK, _SEAL_INK, _SMALL)
        else:
            _draw(canvas, picture, (0, 0, width, height), to_the_right=True)

    return _drawn(size, paint)


def _drawn(size: tuple[float, float], paint: Callable[[Canvas], None]) -> bytes:
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, initialFontName=fonts.REGULAR, invariant=1)
    paint(canvas)
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, picture: Picture, box: tuple[float, float, float, float], *, to_the_right: bool) -> None:
    """The picture as wide as it is, or as large as the box allows; in its middle, or at its right edge."""
    left, bottom, right, top = box
    image = ImageReader(io.BytesIO(picture.png))
    across, down = image.getSize()
    width = min(picture.width_mm * mm, right - left, (top - bottom) * across / down)
    height = width * down / across
    x = right - width if to_the_right else (left + right - width) / 2
    canvas.drawImage(image, x, (bottom + top - height) / 2, width, height, mask="auto")


def _framed(
    canvas: Canvas,
    words: Sequence[str],
    box: tuple[float, float, float, float],
    frame: Color,
    ink: Color,
    size: float = _SIZE,
) -> None:
    left, bottom, right, top = box
    canvas.setStrokeColor(frame)
    canvas.setLineWidth(0.8)
    canvas.rect(left + 0.5, bottom + 0.5, right - left - 1, top - bottom - 1)
    canvas.setFillColor(ink)
    lines = [line for part in words for line in _fitted(part, right - left - 10, size)]
    leading = min(size * 1.2, (top - bottom - 6) / max(len(lines), 1))
    y = (bottom + top) / 2 + leading * len(lines) / 2 - leading * 0.8
    for line in lines:
        canvas.setFont(fonts.REGULAR, min(size, leading))
        canvas.drawString(left + 6, y, line)
        y -= leading


def _moment(when: datetime) -> str:
    return f"{local(when):%d/%m/%Y %H:%M:%S} +07:00"


def _fitted(words: str, room: float, size: float) -> list[str]:
    return fonts.wrapped(words, room, fonts.REGULAR, size).split("\n") if words else []
