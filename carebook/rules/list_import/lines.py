"""Which rows under the headings are people, and which are headings, totals or signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from carebook.rules.list_import.layout import Layout
from carebook.rules.list_import.sheet import Cell, Row, Sheet, is_empty, text_of
from carebook.rules.list_import.vocabulary import Meaning, Vocabulary
from carebook.rules.search_words import words_in

_ABOUT_A_PERSON = (
    Meaning.BORN,
    Meaning.BORN_MALE,
    Meaning.BORN_FEMALE,
    Meaning.SEX,
    Meaning.IDENTITY_NUMBER,
    Meaning.ADMITTED_ON,
    Meaning.HEALTH_CARD,
)
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[A-Z]|[0-9]{1,2}(?:\.[0-9]+)*)\s*[.)\-–/:]\s*")
_GROUP_COUNT = re.compile(r"\s*[(:]\s*[0-9]+\s*(?:người|đối tượng|trẻ|em)?\s*\)?\s*$")


class LineKind(Enum):
    """What a filled row is."""

    PERSON = "person"
    GROUP = "group"
    TOTAL = "total"
    FOOTER = "footer"
    NAMELESS = "nameless"


@dataclass(frozen=True)
class Line:
    """One filled row under the headings; without a column of categories, the heading line above it stands for one."""

    row: int
    kind: LineKind
    cells: Mapping[Meaning, Cell]
    raw: Row


def _says(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text is or begins with one of the phrases; a phrase of one word only before a number or nothing.

    A family name such as Tống or Công must not be taken for a total.
    """
    words = words_in(text)
    folded = " ".join(words)
    return any(
        folded == phrase or (folded.startswith(phrase + " ") and (" " in phrase or words[1].isdigit()))
        for phrase in phrases
    )


def _kind_of(cells: Mapping[Meaning, Cell], texts: Sequence[str], in_footer: bool, vocabulary: Vocabulary) -> LineKind:
    name = text_of(cells.get(Meaning.NAME))
    told = any(not is_empty(cells.get(meaning)) for meaning in _ABOUT_A_PERSON)
    if any(_says(text, vocabulary.footers) for text in ([name] if name else texts)):
        return LineKind.FOOTER
    if told and name and not _says(name, vocabulary.totals):
        return LineKind.PERSON
    if any(_says(text, vocabulary.totals) for text in texts):
        return LineKind.TOTAL
    if in_footer or (told and len(texts) == 1):  # place and date, or a name, beside the signatures
        return LineKind.FOOTER
    number = cells.get(Meaning.NUMBER)
    numbered = isinstance(number, float | int) or text_of(number).isdigit()
    if not told and not numbered and len(texts) <= 2 and (Meaning.NUMBER in cells or not name):
        return LineKind.GROUP
    return LineKind.PERSON if name else LineKind.NAMELESS


def lines_of(sheet: Sheet, layout: Layout, vocabulary: Vocabulary) -> list[Line]:
    """Every filled row under the headings, with what it is."""
    columns = [(column.index, column.meaning) for column in layout.columns if column.meaning is not None]
    found: list[Line] = []
    group, in_footer = "", False
    for at in range(layout.first_row - 1, len(sheet.rows)):
        row = sheet.rows[at]
        texts = [text for text in map(text_of, row) if text]
        if not texts:
            continue
        cells = {meaning: row[index] if index < len(row) else None for index, meaning in columns}
        kind = _kind_of(cells, texts, in_footer, vocabulary)
        in_footer = kind is LineKind.FOOTER
        if kind is LineKind.GROUP:
            group = _GROUP_COUNT.sub("", _NUMBERING.sub("", texts[-1]))
        elif kind is LineKind.PERSON and group and Meaning.CATEGORY not in cells:
            cells = {**cells, Meaning.CATEGORY: group}
        found.append(Line(at + 1, kind, cells, row))
    return found
