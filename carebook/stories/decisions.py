"""The numbers of the center's decisions and contracts: by day, none twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from carebook.stories.clock import Days


@dataclass
class Decisions:
    """Gives numbers: of the last year 400 less the days back, the next free one when it is taken; older ones as written."""

    days: Days
    _taken: set[int] = field(default_factory=set)
    _contracts: int = 31

    def on(self, day: date) -> str:
        """The number of a decision of that day."""
        number = max(400 - (self.days.today - day).days, 1)
        while number in self._taken:
            number += 1
        self._taken.add(number)
        return self.written(number)

    def reserve(self, *numbers: int) -> None:
        """Keep numbers the stories name."""
        self._taken.update(numbers)

    def written(self, number: int) -> str:
        """A number as it stands on papers."""
        return f"{number}/QĐ-TTBTXH"

    def contract(self) -> str:
        """The number of the next service contract."""
        self._contracts += 1
        return f"{self._contracts}/HĐ-TTBTXH"
