"""What is seen in a signature box once it is signed."""

from __future__ import annotations

import io
from datetime import datetime

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from carebook.dates import local
from carebook.reports.paper import fonts
from carebook.reports.paper.signatures import ROOM_HEIGHT, ROOM_WIDTH

_INK = HexColor("#1A3E8C")
_SIZE = 10  # Nghị định 30/2020, Phụ lục I: information on a digital signature


def signature_appearance(
    name: str,
    post: str,
    when: datetime,
    picture: bytes | None = None,
    *,
    size: tuple[float, float] = (ROOM_WIDTH, ROOM_HEIGHT - 6),
) -> bytes:
    """A one-page PDF of ``size`` points for the box: the picture of the signature (blue, PNG), who signed and when.

    The moment is printed to the second with the zone of Vietnam. Without a picture the words take the whole box.
    """
    fonts.register()
    width, height = size
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, initialFontName=fonts.REGULAR, invariant=1)
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(0.8)
    canvas.rect(0.5, 0.5, width - 1, height - 1)
    left = 6.0
    if picture is not None:
        image = ImageReader(io.BytesIO(picture))
        canvas.drawImage(image, 3, 3, width * 0.42, height - 6, mask="auto", preserveAspectRatio=True, anchor="c")
        left = width * 0.42 + 6
    at = local(when)
    lines = [
        *_fitted(f"Ký bởi: {name}", width - left - 4),
        *_fitted(post, width - left - 4),
        *_fitted(f"{at:%d/%m/%Y %H:%M:%S} +07:00", width - left - 4),
    ]
    leading = min(_SIZE * 1.2, (height - 6) / max(len(lines), 1))
    y = height / 2 + leading * len(lines) / 2 - leading * 0.8
    for line in lines:
        canvas.setFont(fonts.REGULAR, min(_SIZE, leading))
        canvas.drawString(left, y, line)
        y -= leading
    canvas.save()
    return out.getvalue()


def _fitted(words: str, room: float) -> list[str]:
    return fonts.wrapped(words, room, fonts.REGULAR, _SIZE).split("\n") if words else []
