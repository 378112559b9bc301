"""Lists from outside: spreadsheets (.xlsx, .xls, .ods) and text files (.csv, .txt) read into sheets of cells."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from pathlib import Path
from statistics import median
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from carebook import places
from carebook.rules.legacy_fonts import in_unicode, syllables_in
from carebook.rules.list_import import Sheet
from carebook.words import Message, message

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".tsv")

_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_DELIMITERS = ";,\t|"
_LARGEST = 50_000_000  # bytes; a list of people is far smaller
_LOOKED_AT = 50  # lines by which the delimiter is chosen


class UnreadableList(Exception):
    """The file cannot be read as a list; ``message`` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def import_words() -> dict[str, Any]:
    """The program's words of people's lists, parsed; ``vocabulary_from`` takes them."""
    return tomllib.loads(places.resource("codes/import_words.toml").read_text(encoding="utf-8"))


def read_sheets(path: Path) -> list[Sheet]:
    """The visible sheets of a file that hold anything, first to last; ``UnreadableList`` when there is none to read."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableList(
            message("“{file}” is no spreadsheet. Lists are read from .xlsx, .xls, .ods and .csv.", file=path.name)
        )
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableList(message("“{file}” is too large for a list of people.", file=path.name))
        sheets = [_text_sheet(path)] if path.suffix.lower() in _TEXT_SUFFIXES else _workbook_sheets(path)
    except PasswordError as error:
        raise UnreadableList(
            message("“{file}” is protected by a password. Save a copy without one and choose that.", file=path.name)
        ) from error
    except (CalamineError, csv.Error) as error:
        raise UnreadableList(
            message("“{file}” is damaged or of another kind. Open it in Excel, save it as .xlsx.", file=path.name)
        ) from error
    except OSError as error:
        raise UnreadableList(
            message("“{file}” cannot be opened. Close it in Excel and try again.", file=path.name)
        ) from error
    filled = [sheet for sheet in sheets if any(any(cell not in ("", None) for cell in row) for row in sheet.rows)]
    if not filled:
        raise UnreadableList(message("“{file}” is empty.", file=path.name))
    return filled


def _workbook_sheets(path: Path) -> list[Sheet]:
    with CalamineWorkbook.from_path(path) as book:
        shown = [
            found.name
            for found in book.sheets_metadata
            if found.typ is SheetTypeEnum.WorkSheet and found.visible is SheetVisibleEnum.Visible
        ]
        return [
            Sheet(name, tuple(tuple(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)))
            for name in shown
        ]


def _text_sheet(path: Path) -> Sheet:
    text = _decoded(path.read_bytes())
    lines = text.splitlines(keepends=True)
    delimiter = ""
    if lines and lines[0].lower().startswith("sep="):  # Excel's own mark; kept as an empty row, so that numbers agree
        delimiter, lines[0] = lines[0].strip()[4:5], "\n"
    delimiter = delimiter or _delimiter(lines)
    rows = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter)
    return Sheet(path.stem, tuple(tuple(row) for row in rows))


def _delimiter(lines: list[str]) -> str:
    """The delimiter under which the first lines have the most columns."""

    def columns(delimiter: str) -> float:
        sizes = [len(row) for row in csv.reader(lines[:_LOOKED_AT], delimiter=delimiter) if row]
        return median(sizes) if sizes else 0

    return max(_DELIMITERS, key=columns)


def _decoded(raw: bytes) -> str:
    """The text of a file, NFC: by its mark (UTF-8, UTF-16), as UTF-8, else as Vietnamese Windows text.

    A file for an old font (TCVN3, VNI) keeps the letters such a font is recognised by.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return unicodedata.normalize("NFC", raw.decode("utf-16", errors="replace"))
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        vietnamese = unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))
        western = raw.decode("cp1252", errors="replace")
        old_font = max(syllables_in(in_unicode(western, "TCVN3")), syllables_in(in_unicode(western, "VNI")))
        return western if old_font > syllables_in(vietnamese) else vietnamese
