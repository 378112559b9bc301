"""What a search found on a paper, and which of it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF


@dataclass(frozen=True, eq=False)
class Finding:
    """The words, once: on which page (from 0), and where, a rectangle a line in points from the page's upper left corner."""

    page: int
    places: tuple[QRectF, ...]


@dataclass
class Findings:
    """What was found so far by search ``number``, page after page, and the one looked at: the first from ``first_page`` on."""

    number: int
    first_page: int
    pages: int
    found: list[Finding] = field(default_factory=list)
    by_page: dict[int, list[Finding]] = field(default_factory=dict)
    at: int = -1
    searched: int = 0
    letters: int = 0

    def add(self, page: int, places: Sequence[Sequence[QRectF]], letters: int) -> None:
        """A page was searched: it holds so many letters, and the words stand there."""
        before = len(self.found)
        self.by_page[page] = [Finding(page, tuple(rects)) for rects in places]
        self.found += self.by_page[page]
        self.searched, self.letters = page + 1, self.letters + letters
        if self.at < 0 and len(self.found) > before and page >= self.first_page:
            self.at = before
        if self.at < 0 and self.found and self.is_over:
            self.at = 0

    @property
    def is_over(self) -> bool:
        """Whether every page was searched."""
        return self.searched == self.pages

    @property
    def current(self) -> Finding | None:
        """The one looked at; None while there is none."""
        return self.found[self.at] if self.at >= 0 else None

    def step(self, by: int) -> None:
        """Look at the next or the one before; after the last comes the first."""
        if self.found:
            self.at = (max(self.at, 0) + by) % len(self.found)
