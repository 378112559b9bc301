"""The words of the coded columns of a list, and the code each is taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from carebook.rules.list_import.layout import Layout
from carebook.rules.list_import.lines import Line, LineKind, lines_of
from carebook.rules.list_import.people import key_of, named_relatives
from carebook.rules.list_import.sheet import Sheet, is_empty, text_of
from carebook.rules.list_import.vocabulary import CODE_LISTS, Meaning, Vocabulary, pieces


@dataclass(frozen=True)
class DistinctValue:
    """One word of a column of codes, how often it stands there, and the code it is taken for.

    ``code`` None: not understood; "": left out on purpose. ``sure`` is False for a guess somebody should look at.
    """

    meaning: Meaning
    word: str
    count: int
    code: str | None
    sure: bool


def _words_of(line: Line, vocabulary: Vocabulary) -> Iterable[tuple[Meaning, str]]:
    for meaning in CODE_LISTS:
        for word in pieces(text_of(line.cells.get(meaning)), meaning, vocabulary):
            yield meaning, word
    relatives = line.cells.get(Meaning.RELATIVE)
    if not is_empty(relatives):
        for relative in named_relatives(relatives):
            if relative.relation:
                yield Meaning.RELATION, relative.relation


def distinct_values(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, remembered: Mapping[tuple[Meaning, str], str] | None = None
) -> tuple[DistinctValue, ...]:
    """Every word of the coded columns with its count and suggested code, column by column, the most frequent first.

    ``remembered`` are choices of earlier lists, by ``key_of(meaning, word)``; they count as sure.
    """
    remembered = remembered or {}
    spelling: dict[tuple[Meaning, str], str] = {}
    counts: Counter[tuple[Meaning, str]] = Counter()
    for line in lines_of(sheet, layout, vocabulary):
        if line.kind is LineKind.PERSON:
            for meaning, word in _words_of(line, vocabulary):
                spelling.setdefault(key_of(meaning, word), word)
                counts[key_of(meaning, word)] += 1
    order = list(CODE_LISTS)
    found = []
    for key, count in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])):
        meaning, word = key[0], spelling[key]
        if key in remembered:
            found.append(DistinctValue(meaning, word, count, remembered[key], sure=True))
        else:
            guess = vocabulary.suggestion(meaning, word)
            found.append(
                DistinctValue(meaning, word, count, guess.code if guess else None, guess is not None and guess.sure)
            )
    return tuple(found)


def chosen(values: Iterable[DistinctValue], meaning: Meaning, word: str, code: str) -> tuple[DistinctValue, ...]:
    """The values after a person chose the code of a word; "" leaves it out."""
    key = key_of(meaning, word)
    return tuple(
        replace(value, code=code, sure=True) if key_of(value.meaning, value.word) == key else value for value in values
    )


def to_remember(values: Iterable[DistinctValue]) -> dict[tuple[Meaning, str], str]:
    """The choices worth remembering for the next list."""
    return {key_of(value.meaning, value.word): value.code for value in values if value.code is not None and value.sure}
