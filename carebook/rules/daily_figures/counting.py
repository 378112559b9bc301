"""What the tables of daily care share: their columns, the days somebody was there, lines with amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from carebook.records.codes import Code
from carebook.records.figures import TOTAL, Column, Line, Period
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, columns_of, line_of

PEOPLE = "people"
RESIDENT = "resident"


def columns(book: CodeBook) -> tuple[Column, ...]:
    """The number of times, pieces or days, then the people behind it, of them female, children and from 60."""
    return (
        Column(TOTAL, book.word("amount")),
        Column(PEOPLE, book.word("people")),
        Column("female", book.text("sex", "female")),
        Column("children", book.word("children")),
        Column("aged_60", book.word("aged_60")),
    )


def days_there(stay: StayFacts, period: Period) -> int:
    """The days of presence in a period: the day of admission counts, the day of leaving does not; absences are inside them."""
    after = period.cutoff + timedelta(days=1)
    return max(0, (min(stay.end_on or date.max, after) - max(stay.start_on, period.first)).days)


def is_resident(stay: StayFacts) -> bool:
    """Whether the stay has a bed: day pupils and clients in the community are kept by others."""
    return stay.placement == RESIDENT


class Counting:
    """Collects the lines of one table: an amount for a stay, and its person once in each row."""

    def __init__(self, stays: Iterable[StayFacts], period: Period, book: CodeBook) -> None:
        self._book, self._period = book, period
        self._stays = {stay.episode_id: stay for stay in stays}
        self._told: set[tuple[str, str]] = set()
        self.lines: list[Line] = []

    @property
    def used(self) -> set[str]:
        """The rows that have a line."""
        return {line.row for line in self.lines}

    def stay(self, episode_id: str) -> StayFacts | None:
        """A stay of the table, None when the period does not count it."""
        return self._stays.get(episode_id)

    def add(self, row: str, episode_id: str, words: str = "", amount: int = 1) -> None:
        """Count ``amount`` for a stay in a row; the person counts once, whatever the number of stays and times."""
        stay = self._stays.get(episode_id)
        if stay is None or not amount:
            return
        facts = (words,) if words else ()
        self.lines.append(line_of(stay, row, (TOTAL,), self._book, *facts, amount=amount))
        if (row, stay.person_id) not in self._told:
            self._told.add((row, stay.person_id))
            self.lines.append(line_of(stay, row, (PEOPLE, *columns_of(stay, self._book)), self._book, *facts))

    def add_nobody(self, row: str, name: str, words: str = "", amount: int = 1) -> None:
        """Count something that is about no person of the book, or about nobody who may be told."""
        if amount:
            self.lines.append(Line(row, (TOTAL,), "", "", name=name, detail=words, amount=amount))


def group_of(icd: str, groups: Mapping[str, Code]) -> str:
    """The code of the group whose prefix an ICD-10 code has, the longest prefix first; the one without prefixes for the rest."""
    rest = next((name for name, code in groups.items() if not code.extra.get("prefixes")), "")
    fitting = [
        (len(prefix), name)
        for name, code in groups.items()
        for prefix in code.extra.get("prefixes", ())
        if icd.upper().startswith(prefix)
    ]
    return max(fitting)[1] if fitting else rest


def coded(book: CodeBook, list_name: str, prefix: str, used: Sequence[str] | set[str]) -> Iterator[tuple[str, str]]:
    """(row code, words) of the words of a list that were used, in their order."""
    for word in book.words(list_name).values():
        if f"{prefix}.{word.code}" in used:
            yield f"{prefix}.{word.code}", word.text
