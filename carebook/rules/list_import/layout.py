"""Where the table stands in a sheet: its heading row under the title rows, what each column means, the day it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from carebook.dates import parse_date
from carebook.rules.list_import.sheet import Row, Sheet, is_empty, text_of
from carebook.rules.list_import.vocabulary import Meaning, Vocabulary
from carebook.rules.search_words import words_in

_DEEPEST_HEADING = 40  # rows of titles above the table, at most
_COLUMN_NUMBER = re.compile(r"\(?([0-9]{1,2}|[A-Za-z])\)?")
_DAY = re.compile(r"[0-9]{1,2}\s*[/.\-]\s*[0-9]{1,2}\s*[/.\-]\s*[0-9]{4}|[0-9]{1,2} tháng [0-9]{1,2} năm [0-9]{4}")


@dataclass(frozen=True)
class Column:
    """One column: its place from 0, its heading as written, and what it means; None when it is left out."""

    index: int
    heading: str
    meaning: Meaning | None


@dataclass(frozen=True)
class Layout:
    """Row numbers of the file, from 1: of the heading, and of the first row of people."""

    header_row: int
    first_row: int
    columns: tuple[Column, ...]

    def column(self, meaning: Meaning) -> Column | None:
        """The column of a meaning."""
        return next((column for column in self.columns if column.meaning is meaning), None)

    def with_meaning(self, index: int, meaning: Meaning | None) -> Layout:
        """The layout after a person gave column ``index`` another meaning; the column that had it before loses it."""
        changed = []
        for column in self.columns:
            if column.index == index:
                changed.append(replace(column, meaning=meaning))
            elif meaning is not None and column.meaning is meaning:
                changed.append(replace(column, meaning=None))
            else:
                changed.append(column)
        return replace(self, columns=tuple(changed))


def _meanings(headings: Sequence[str], vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Each meaning goes to the column whose heading says it most surely; the others of that meaning stay open."""
    best: dict[Meaning, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        found = vocabulary.meaning_of_heading(heading) if heading else None
        if found and found[1] > best.get(found[0], (0, 0))[0]:
            best[found[0]] = (found[1], index)
    taken = {index: meaning for meaning, (_, index) in best.items()}
    return tuple(Column(index, heading, taken.get(index)) for index, heading in enumerate(headings))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The headings of two rows, the upper one running on over the cells it was merged across."""
    joined, above = [], ""
    for over, under in zip(upper, lower, strict=True):
        above = over or (above if under else "")
        joined.append(f"{above} {under}".strip())
    return joined


def _is_subheading(row: Row, upper: Sequence[str], name_at: int) -> bool:
    """Whether a row under a heading parts some of its columns further ("Năm sinh" over "Nam" and "Nữ")."""
    filled = [cell for cell in row if not is_empty(cell)]
    return (
        bool(filled)
        and all(isinstance(cell, str) and not any(c.isdigit() for c in cell) for cell in filled)
        and is_empty(row[name_at])
        and is_empty(row[0] if upper[0] else None)
    )


def find_layout(sheet: Sheet, vocabulary: Vocabulary) -> Layout | None:
    """The first row whose headings name at least a name and two more meanings, read with a second heading row under it.

    None when no row does. A row of column numbers ("(1) (2) (3)") under the heading is passed over.
    """
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [tuple(row) + (None,) * (width - len(row)) for row in sheet.rows]
    for at, row in enumerate(rows[:_DEEPEST_HEADING]):
        headings = [text_of(cell) for cell in row]
        columns = _meanings(headings, vocabulary)
        found = {column.meaning: column.index for column in columns if column.meaning}
        if Meaning.NAME not in found or len(found) < 3:
            continue
        first = at + 1
        if first < len(rows) and _is_subheading(rows[first], headings, found[Meaning.NAME]):
            columns = _meanings(_joined(headings, [text_of(cell) for cell in rows[first]]), vocabulary)
            first += 1
        if first < len(rows) and _is_column_numbers(rows[first]):
            first += 1
        return Layout(at + 1, first + 1, tuple(column for column in columns if column.heading))
    return None


def _is_column_numbers(row: Row) -> bool:
    filled = [text_of(cell) for cell in row if not is_empty(cell)]
    return len(filled) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in filled)


def as_of(sheet: Sheet, layout: Layout, vocabulary: Vocabulary, *, today: date) -> date | None:
    """The day the titles say the list speaks of ("Tính đến ngày 31/10/2026"), None when they do not."""
    for row in sheet.rows[: layout.header_row - 1]:
        for text in filter(None, map(text_of, row)):
            if any(phrase in " ".join(words_in(text)) for phrase in vocabulary.as_of) and (day := _DAY.search(text)):
                found = parse_date(day[0], today=today)
                if isinstance(found, date):
                    return found
    return None
