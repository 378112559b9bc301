"""Whether a picture may stand on a paper as a signature or a seal: a PNG whose ground is see-through."""

from __future__ import annotations

import io
import struct
import zlib
from typing import NamedTuple

from reportlab.lib.utils import ImageReader

from carebook.words import Message, message

SEAL_MM = 36.0
"""The seal of an agency is 36 mm across; another true size is given with its picture."""

NARROWEST, WIDEST = 10.0, 60.0  # mm on paper
MOST_BYTES = 2_000_000
_MOST_PIXELS = 3000  # a side: a width of 60 mm at 1,200 dots an inch
_FEWEST_PIXELS = 60
_BEGINNING = b"\x89PNG\r\n\x1a\n"


class Size(NamedTuple):
    """A picture's sides in pixels."""

    width: int
    height: int


def problem_with(png: bytes) -> Message | None:
    """Why the picture cannot stand on a paper; None when it can.

    Nghị định 30/2020, Phụ lục I: PNG with a see-through ground. A closed ground would cover what is printed under it.
    """
    if len(png) > MOST_BYTES:
        return message("The picture is larger than 2 MB. Choose a smaller one.")
    size = _size(png)
    if size is None:
        return message("This is not a whole PNG picture. Choose another file.")
    if max(size) > _MOST_PIXELS or min(size) < _FEWEST_PIXELS:
        return message("The picture has {width} × {height} dots; its sides need 60 to 3000.", **size._asdict())
    try:
        see_through = _lowest_alpha(png)
    except Exception:  # damaged pixels break the drawing library in every way there is
        return message("This is not a whole PNG picture. Choose another file.")
    if see_through is None or see_through > 0:
        return message("The ground of the picture is not see-through; it would cover the words under it.")
    return None


def problem_with_width(width_mm: float) -> Message | None:
    """Why a picture cannot be that wide on paper; None when it can."""
    if NARROWEST <= width_mm <= WIDEST:
        return None
    return message("The picture on paper is 10 to 60 mm wide.")


def _size(png: bytes) -> Size | None:
    """The sides of a PNG whose parts are whole; None of anything else. No pixel is looked at."""
    if not png.startswith(_BEGINNING):
        return None
    at, size, ended = len(_BEGINNING), None, False
    while at + 12 <= len(png) and not ended:
        (length,) = struct.unpack_from(">I", png, at)
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if len(content) < length or png[at + 8 + length : at + 12 + length] != zlib.crc32(kind + content).to_bytes(4):
            return None
        if kind == b"IHDR" and length == 13:
            size = Size(*struct.unpack_from(">II", content))
        ended = kind == b"IEND"
        at += 12 + length
    return size if ended else None


def _lowest_alpha(png: bytes) -> int | None:
    """How see-through the clearest dot is, 0 wholly; None when the picture knows no such thing."""
    picture = ImageReader(io.BytesIO(png))._image.convert("RGBA")
    return int(picture.getchannel("A").getextrema()[0])
