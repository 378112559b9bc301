"""What stands on the sheet of a round while it is filled in: what the book holds, what is typed over it, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from carebook import dates
from carebook.dates import age_on
from carebook.records.codes import Code
from carebook.records.monitoring import Observation
from carebook.rules.daily_care import Judged, judged, taken_at
from carebook.rules.observations import Limits, Reading, limits_for, said_reading, weight_change
from carebook.store.daily_care import Past, RoundRow, RoundSheet

_GROWN = 18  # years of age; who is younger grows heavier
Key = tuple[str, str]
"""A cell: the stay and the measure."""


@dataclass(frozen=True)
class Typed:
    """What is typed into a cell and not in the book yet.

    ``judged`` once it was confirmed; ``refused`` is what the book said against it; ``waits`` while it is being written.
    """

    text: str
    judged: Judged | None = None
    refused: str = ""
    waits: bool = False

    @property
    def state(self) -> str:
        """typed, bad (cannot be), odd (why is asked) or waits (is being written)."""
        if self.waits:
            return "waits"
        if self.refused or (self.judged is not None and self.judged.wrong is not None):
            return "bad"
        return "odd" if self.judged is not None and self.judged.unusual is not None else "typed"


@dataclass(frozen=True)
class Counts:
    """How far a round is: cells filled of those due, people away, cells not taken."""

    done: int
    of: int
    away: int
    unsaved: int


@dataclass(frozen=True)
class Hand:
    """Who took the measures, whether they are copied from paper, and until when the round runs."""

    done_by_id: str | None
    from_sheet: bool
    ends: datetime


class RoundState:
    """A round as it is filled in. Nothing in it ever comes from another person, day or round."""

    def __init__(self, sheet: RoundSheet) -> None:
        self.typed: dict[Key, Typed] = {}
        self.renew(sheet)

    def renew(self, sheet: RoundSheet) -> None:
        """Take what the book holds now; what is typed stays, except of people who are not on the sheet any more."""
        self.sheet = sheet
        self._rows = {row.id: row for row in sheet.rows}
        self._measures = {one.code: one for one in sheet.measures}
        self._taken = {(row.id, measure): one for row in sheet.rows for measure, one in row.taken.items()}
        self.typed = {k: one for k, one in self.typed.items() if k[0] in self._rows and k[1] in self._measures}

    # looking

    def row(self, stay: str) -> RoundRow:
        """The row of a stay."""
        return self._rows[stay]

    def measure(self, code: str) -> Code:
        """The word of a measure."""
        return self._measures[code]

    def taken(self, key: Key) -> Observation | None:
        """What the book holds in a cell."""
        return self._taken.get(key)

    def is_due(self, key: Key) -> bool:
        """Whether the plan asks for the cell."""
        return key[1] in self._rows[key[0]].due

    def is_open(self, key: Key) -> bool:
        """Whether the cell still waits for something: due, the person there, and nothing in the book."""
        waits = self.typed.get(key)
        unsaved = waits is not None and waits.state != "waits"
        return unsaved or (
            self.is_due(key) and self._rows[key[0]].who.is_there and key not in self._taken and waits is None
        )

    def open_cells(self) -> Iterator[Key]:
        """The cells that still wait, row by row."""
        return (key for key in self.cells() if self.is_open(key))

    def cells(self) -> Iterator[Key]:
        """All cells, row by row."""
        return ((row.id, one.code) for row in self.sheet.rows for one in self.sheet.measures)

    def limits(self, key: Key) -> Limits:
        """The limits of a person's measure."""
        row, measure = self._rows[key[0]], self._measures[key[1]]
        return limits_for(
            measure,
            born=row.who.born,
            day=self.sheet.duty_on,
            plan=row.plans.get(key[1]),
            codes=self.sheet.codes,
        )

    def said(self, one: Observation) -> str:
        """A value as a cell shows it, without its unit; of a measure in words, or one not taken, the letter of its key."""
        if one.not_done is not None:
            return self.key_of("not_done_reason", one.not_done)
        if one.word is not None:
            return self.key_of("measure_word", one.word)
        return said_reading(one, self._measures[one.measure], unit=False)

    def key_of(self, list_name: str, code: str) -> str:
        """The letter of a word of a list."""
        found = self.code(list_name, code)
        return str(found.extra.get("key", found.text)) if found is not None else code

    def code(self, list_name: str, code: str) -> Code | None:
        """A word of a list of the day."""
        return next((one for one in self.sheet.codes if (one.list_name, one.code) == (list_name, code)), None)

    def last(self, key: Key) -> tuple[str, Past] | None:
        """The last value of a day before, as it is said, and when it was taken; None without one."""
        before = self._rows[key[0]].recent.get(key[1], ())
        if not before:
            return None
        return said_reading(before[-1], self._measures[key[1]], self.sheet.codes), before[-1]

    def counts(self) -> Counts:
        """How far the round is. A person who is away counts neither as done nor as missing."""
        due = [(row.id, measure) for row in self.sheet.rows for measure in row.due]
        there = [key for key in due if self._rows[key[0]].who.is_there or key in self._taken]
        away = sum(1 for row in self.sheet.rows if row.due and not row.who.is_there)
        done = sum(key in self._taken for key in there)
        return Counts(done, len(there), away, sum(one.state != "waits" for one in self.typed.values()))

    # typing

    def type(self, key: Key, text: str) -> None:
        """Put text into a cell; none takes it back to what the book holds."""
        if text:
            self.typed[key] = Typed(text)
        else:
            self.typed.pop(key, None)

    def confirm(self, key: Key) -> Judged | None:
        """Read what is typed in a cell; None when there is nothing typed. What is wrong or asked is remembered."""
        there = self.typed.get(key)
        if there is None or there.waits:
            return None
        found = self._judge(key, there.text)
        self.typed[key] = Typed(there.text, found)
        return found

    def _judge(self, key: Key, text: str) -> Judged:
        row, measure, day = self._rows[key[0]], self._measures[key[1]], self.sheet.duty_on
        found = judged(text, measure, limits=self.limits(key), codes=self.sheet.codes)
        if not measure.extra.get("change") or found.reading is None or found.reading.value is None:
            return found
        age = age_on(row.who.born, day)
        change = weight_change(
            [*row.weights, (day, found.reading.value)],
            day,
            month_percent=self.sheet.month_percent,
            half_year_percent=self.sheet.half_year_percent,
            grows=age is not None and age.years < _GROWN,
        )
        return judged(text, measure, limits=self.limits(key), codes=self.sheet.codes, weight=change)

    def observation(
        self,
        key: Key,
        hand: Hand,
        now: datetime,
        *,
        reading: Reading | None = None,
        not_done: str | None = None,
        because: str | None = None,
        note: str = "",
    ) -> Observation:
        """The cell as a record: a new one, or the one in the book written anew."""
        given = reading or Reading()
        left_at = self._rows[key[0]].who.left_at
        has_left = left_at is not None and left_at < now  # what is written down now was measured before
        base = self._taken.get(key) or Observation(
            episode_id=key[0],
            measure=key[1],
            duty_on=self.sheet.duty_on,
            round=self.sheet.round,
            taken_at=taken_at(self.sheet.at, now, from_sheet=hand.from_sheet or has_left, ends=hand.ends),
            done_by_id=hand.done_by_id,
            from_sheet=hand.from_sheet,
        )
        return replace(
            base,
            value=given.value,
            value_second=given.value_second,
            word=given.word,
            not_done=not_done,
            unusual_because=because,
            note=note or base.note,
        )

    def wait(self, key: Key, text: str) -> None:
        """The cell is being written."""
        self.typed[key] = Typed(text, waits=True)

    def keep(self, one: Observation) -> None:
        """The book holds this now."""
        key = (one.episode_id, one.measure)
        self._taken[key] = one
        if (there := self.typed.get(key)) is not None and there.waits:
            del self.typed[key]

    def refuse(self, key: Key, text: str, why: str) -> None:
        """The book did not take it."""
        self.typed[key] = Typed(text, refused=why)

    # drafts

    def draft(self) -> dict[str, Any] | None:
        """What is typed and not in the book, as JSON can hold it; None when there is nothing.

        Each cell bears the version of the value it was typed over (0: none), so that it comes back over that value only.
        """
        cells = [[*key, one.text, self._version(key)] for key, one in self.typed.items()]
        return {"cells": cells} if cells else None

    def restore(self, draft: Mapping[str, Any]) -> int:
        """Show a draft over what the book holds, except in cells written since; returns how many cells came back."""
        found = 0
        for stay, measure, text, version in draft.get("cells", ()):
            key = (stay, measure)
            known = stay in self._rows and measure in self._measures
            if known and key not in self.typed and self._version(key) == version:
                self.typed[key] = Typed(text)
                found += 1
        return found

    def _version(self, key: Key) -> int:
        there = self._taken.get(key)
        return there.version if there is not None else 0


def said_last(value: str, one: Past, today: date) -> str:
    """ "138/82 mmHg · 20/11 07:10"."""
    return f"{value} · {dates.moment(one.taken_at, today)}"
