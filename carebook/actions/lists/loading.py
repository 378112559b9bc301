"""Reading a list with the words this book knows: its code lists, and what was chosen for earlier lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from carebook.records.codes import Code
from carebook.rules.list_import import (
    Decided,
    DistinctValue,
    Layout,
    ListReading,
    Meaning,
    Sheet,
    Vocabulary,
    interpret,
    read_list,
    to_remember,
    values_of,
    vocabulary_from,
)
from carebook.store.book import Book, Reader, in_vietnam
from carebook.store.choices import center_choice
from carebook.words import Message


@dataclass(frozen=True)
class LoadedList:
    """A sheet with the words it is read by, so that it is read again quickly under another mapping.

    ``decided``: what was said of its cells in an old font.
    """

    name: str
    sheet: Sheet
    layout: Layout
    vocabulary: Vocabulary
    reading: ListReading
    decided: Decided = field(default_factory=dict)

    def with_layout(self, layout: Layout) -> LoadedList:
        """The same sheet with its columns meaning something else."""
        return replace(self, layout=layout)

    def with_decided(self, decided: Decided) -> LoadedList:
        """The same sheet after somebody decided about more cells in an old font."""
        return replace(self, decided={**self.decided, **decided})

    def with_reading(self, reading: ListReading) -> LoadedList:
        """The same sheet as it was read again."""
        return replace(self, reading=reading)


def load_list(book: Book, path: Path, *, now: datetime) -> LoadedList:
    """The list of a file, read with the words this book knows and remembers; `UnreadableList` when there is none."""
    from carebook.exchange.lists import UnreadableList, import_words, read_sheets

    sheets = read_sheets(path)
    with book.looking(now) as reader:
        vocabulary = vocabulary_from(import_words(), reader.records(Code, "list_name <> 'commune'"))
        remembered = remembered_choices(reader)
    read = [(sheet, read_list(sheet, vocabulary, remembered=remembered, today=in_vietnam(now))) for sheet in sheets]
    lists = [(sheet, reading) for sheet, reading in read if isinstance(reading, ListReading)]
    if not lists:
        raise UnreadableList(next(why for _, why in read if isinstance(why, Message)))
    sheet, reading = max(lists, key=lambda one: one[1].counts.people)
    return LoadedList(path.name, sheet, reading.layout, vocabulary, reading)


def read_file(book: Book, path: Path, *, now: datetime) -> ListReading:
    """The reading of a file under the suggested mapping."""
    return load_list(book, path, now=now).reading


def reread(loaded: LoadedList, values: Iterable[DistinctValue], *, renew: bool, today: date) -> ListReading:
    """The sheet read again: under the codes chosen for its words, or (``renew``) with the words of newly mapped columns."""
    chosen = tuple(values)
    if renew:
        chosen = values_of(loaded.sheet, loaded.layout, loaded.vocabulary, to_remember(chosen), loaded.decided)
    return interpret(loaded.sheet, loaded.layout, chosen, loaded.vocabulary, today=today, decided=loaded.decided)


def remembered_choices(reader: Reader) -> dict[tuple[Meaning, str], str]:
    """The words of earlier lists and the codes chosen for them."""
    found: dict[tuple[Meaning, str], str] = {}
    for key, code in (center_choice(reader, "list_words") or {}).items():
        meaning, _, word = key.partition("\t")
        found[Meaning(meaning), word] = code
    return found
