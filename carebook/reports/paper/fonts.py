"""The letters of every paper: Tinos (the widths of Times New Roman), registered once with reportlab."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from reportlab.graphics import shapes
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import tables

from carebook import places

REGULAR = "Tinos"
BOLD = "Tinos-Bold"
ITALIC = "Tinos-Italic"
BOLD_ITALIC = "Tinos-BoldItalic"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufeff]")


@cache
def register() -> None:
    """Make the four Tinos faces known to reportlab and the only ones it uses.

    reportlab falls back to an unembedded Helvetica in table cells and drawings; both defaults are replaced here,
    the third one (the canvas) in ``page``.
    """
    for name, file in (
        (REGULAR, "Regular"),
        (BOLD, "Bold"),
        (ITALIC, "Italic"),
        (BOLD_ITALIC, "BoldItalic"),
    ):
        pdfmetrics.registerFont(TTFont(name, str(places.resource(f"fonts/Tinos-{file}.ttf"))))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)
    tables.CellStyle.fontname = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR


def clean(text: str) -> str:
    """``text`` as it can be printed: composed (decomposed marks print beside their letters), tabs and controls as spaces."""
    return _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))


def width(text: str, font: str = REGULAR, size: float = 13) -> float:
    """How wide ``text`` prints, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))


@lru_cache(20_000)
def wrapped(text: str, room: float, font: str = REGULAR, size: float = 11) -> str:
    """``text`` broken into lines no wider than ``room`` points; a word longer than a line is cut.

    Breaking once and printing lines is three times as fast as a paragraph in every cell of a long list.
    """
    register()
    lines: list[str] = []
    for line in simpleSplit(clean(text), font, size, room):
        lines.extend(_cut(line, room, font, size))
    return "\n".join(lines)


def _cut(line: str, room: float, font: str, size: float) -> list[str]:
    """One line, or several when its single word is wider than the room."""
    if width(line, font, size) <= room:
        return [line]
    parts, used = [""], 0.0
    for letter in line:
        wide = width(letter, font, size)
        if used + wide > room and parts[-1]:
            parts.append("")
            used = 0.0
        parts[-1] += letter
        used += wide
    return parts
