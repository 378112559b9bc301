"""Cells written for an old font: which they are, what they would say in Unicode, and the sheet after somebody agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from carebook.rules.legacy_fonts import LegacyFont, in_unicode, legacy_font_of, syllables_in
from carebook.rules.list_import.layout import Layout
from carebook.rules.list_import.sheet import Cell, Row, Sheet
from carebook.words import Message, message

Place = tuple[int, int]
"""A cell: its row in the file from 1, its column from 0."""
Decided = Mapping[Place, bool]
"""What somebody said of cells in an old font: True turns one into Unicode, False leaves it as it stands."""
_UNICODE_ONLY = 0xFF  # letters beyond this are in no old font


@dataclass(frozen=True)
class OldCell:
    """One cell in an old font: where it stands, what is written there, what it would say."""

    row: int
    index: int
    heading: str
    font: LegacyFont
    before: str
    after: str

    @property
    def place(self) -> Place:
        return self.row, self.index


def old_cells(sheet: Sheet, layout: Layout) -> tuple[OldCell, ...]:
    """The cells under the headings that are written in an old font, row by row.

    A cell that could be read either way counts as old where most cells of its column are; the person who is shown it
    decides. What has a letter that no old font has is never among them.
    """
    columns = _fonts_of_columns(sheet, layout)
    headings = {column.index: column.heading for column in layout.columns}
    found = []
    for at in range(layout.first_row - 1, len(sheet.rows)):
        for index, cell in enumerate(sheet.rows[at]):
            font = _font_of(cell, columns.get(index))
            if font is not None and isinstance(cell, str):
                after = in_unicode(cell, font)
                if after != cell:
                    found.append(OldCell(at + 1, index, headings.get(index, ""), font, cell, after))
    return tuple(found)


def _fonts_of_columns(sheet: Sheet, layout: Layout) -> dict[int, LegacyFont]:
    """The old font in which most cells with marks of a column are written."""
    marked: Counter[int] = Counter()
    fonts: dict[int, Counter[LegacyFont]] = {}
    for row in sheet.rows[layout.first_row - 1 :]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                marked[index] += 1
                if font := legacy_font_of(cell):
                    fonts.setdefault(index, Counter())[font] += 1
    return {
        index: counted.most_common(1)[0][0] for index, counted in fonts.items() if 2 * counted.total() > marked[index]
    }


def _font_of(cell: Cell, column: LegacyFont | None) -> LegacyFont | None:
    if not isinstance(cell, str) or cell.isascii():
        return None
    own = legacy_font_of(cell)
    if own is None:
        return None if any(ord(letter) > _UNICODE_ONLY for letter in cell) else column
    if column is not None and syllables_in(in_unicode(cell, column)) >= syllables_in(in_unicode(cell, own)):
        return column
    return own


def in_new_letters(sheet: Sheet, cells: Iterable[OldCell]) -> Sheet:
    """The sheet with those cells in Unicode."""
    new = {cell.place: cell.after for cell in cells}
    return replace(sheet, rows=tuple(_changed(row, at, new) for at, row in enumerate(sheet.rows, 1))) if new else sheet


def _changed(row: Row, at: int, new: Mapping[Place, str]) -> Row:
    return tuple(new.get((at, index), cell) for index, cell in enumerate(row))


def without_rows(sheet: Sheet, rows: frozenset[int]) -> Sheet:
    """The sheet with those rows emptied; the numbers of the others stay."""
    return replace(sheet, rows=tuple(() if at in rows else row for at, row in enumerate(sheet.rows, 1)))


def with_titles_read(sheet: Sheet, first_row: int) -> Sheet:
    """The sheet with the rows above the people in Unicode: they are shown as headings, and never written."""
    fonts: Counter[LegacyFont] = Counter(
        font for row in sheet.rows for cell in row if isinstance(cell, str) and (font := legacy_font_of(cell))
    )
    if not fonts:
        return sheet
    most = fonts.most_common(1)[0][0]
    rows = [tuple(_title(cell, most) for cell in row) for row in sheet.rows[: first_row - 1]]
    return replace(sheet, rows=(*rows, *sheet.rows[first_row - 1 :]))


def _title(cell: Cell, font: LegacyFont) -> Cell:
    if not isinstance(cell, str) or any(ord(letter) > _UNICODE_ONLY for letter in cell):
        return cell
    return in_unicode(cell, font)


def told_of_row(row: int, font: LegacyFont) -> Message:
    """What is said of a row that waits for somebody to look at its letters."""
    return message("Row {row}: written in an old font ({font}), not entered.", row=row, font=font)
