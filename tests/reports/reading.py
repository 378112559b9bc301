"""Reading a PDF back: its words by an outside program, its fonts, sizes and lines by PDFium."""

from __future__ import annotations

import ctypes
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


def words(pdf: bytes, page: int | None = None, *, layout: bool = False) -> str:
    """The text of one page (from 0), or of all."""
    pages = [] if page is None else ["-f", str(page + 1), "-l", str(page + 1)]
    command = ["pdftotext", *pages, *(["-layout"] if layout else []), "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return found.replace("\u00a0", " ")


def flat(pdf: bytes, page: int | None = None) -> str:
    """The same on one line."""
    return " ".join(words(pdf, page).split())


def font_names(pdf: bytes) -> set[str]:
    """The names of all fonts in the file, without the tag of their subset."""
    lines = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode().splitlines()
    return {line.split()[0].split("+")[-1] for line in lines[2:]}


@dataclass(frozen=True)
class Piece:
    """A letter on a page: itself, its size in points and box (left, bottom, right, top)."""

    text: str
    size: float
    font: str
    box: tuple[float, float, float, float]


def pieces(pdf: bytes, page: int = 0) -> list[Piece]:
    """The letters of one page in the order of the file."""
    name, flags = ctypes.create_string_buffer(64), ctypes.c_int()
    with pypdfium2.PdfDocument(pdf) as paper:
        text = paper[page].get_textpage()
        found = []
        for n in range(text.count_chars()):
            pdfium.FPDFText_GetFontInfo(text, n, name, 64, flags)
            font = name.value.decode().split("+")[-1]
            letter = chr(pdfium.FPDFText_GetUnicode(text, n)).replace("\u00a0", " ")
            found.append(Piece(letter, pdfium.FPDFText_GetFontSize(text, n), font, text.get_charbox(n)))
        return found


def sizes_of(pdf: bytes, phrase: str, page: int = 0) -> set[tuple[float, str]]:
    """Sizes and fonts of the letters of the first place where ``phrase`` stands on the page."""
    letters = pieces(pdf, page)
    at = "".join(piece.text for piece in letters).find(phrase)
    assert at >= 0, phrase
    return {(round(p.size, 1), p.font) for p in letters[at : at + len(phrase)] if p.text.strip()}


def has_letters_of(pdf: bytes, size: float, page: int = 0) -> bool:
    """Whether letters of ``size`` points stand on the page; an outside reader skips those that stand askew."""
    return any(round(piece.size) == size for piece in pieces(pdf, page))


def box_of(pdf: bytes, phrase: str, page: int = 0) -> tuple[float, float, float, float]:
    """The box around the first place where ``phrase`` stands on the page."""
    letters = pieces(pdf, page)
    at = "".join(piece.text for piece in letters).find(phrase)
    assert at >= 0, phrase
    boxes = [p.box for p in letters[at : at + len(phrase)] if p.text.strip()]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def rules(pdf: bytes, page: int = 0) -> Iterator[tuple[float, float, float]]:
    """The horizontal lines of a page: left, right, height on the page, in points."""
    with pypdfium2.PdfDocument(pdf) as paper:
        for thing in paper[page].get_objects():
            if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
                left, bottom, right, top = thing.get_bounds()
                if top - bottom < 2 and right - left > 5:
                    yield left, right, (top + bottom) / 2


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of every page in whole millimetres."""
    with pypdfium2.PdfDocument(pdf) as paper:
        return [(round(w / MM), round(h / MM)) for w, h in (paper.get_page_size(n) for n in range(len(paper)))]
