"""What the steps of an import are shown: a reading of the list with what the book says to it."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.actions.lists import Comparison, LoadedList
from carebook.rules.list_import import ImportedPerson, ListReading, RowRemark
from carebook.rules.list_import.sheet import text_of

EXAMPLES = 3


@dataclass(frozen=True)
class Looked:
    """A reading and its comparison with the book; ``begins``: the book does not know yet since when it is complete."""

    loaded: LoadedList
    reading: ListReading
    plan: Comparison
    begins: bool


@dataclass(frozen=True)
class ListedPerson:
    """One line of the preview: a person of the list, and what becomes of them (new, known, protected, other)."""

    person: ImportedPerson
    state: str
    person_id: str
    remarks: tuple[RowRemark, ...]

    @property
    def id(self) -> str:
        return str(self.person.rows[0])


def examples(loaded: LoadedList, index: int) -> list[str]:
    """The first different words of a column under the headings, at most three."""
    rows = loaded.sheet.rows[loaded.layout.first_row - 1 :]
    found = dict.fromkeys(text_of(row[index]) for row in rows if index < len(row))
    return [text for text in found if text][:EXAMPLES]
