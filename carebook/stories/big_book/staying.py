"""Who a case file of the big book is about: one stay with what its forms need, and who manages it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.episodes import Episode

OLD = ("elderly_alone_poor", "voluntary_elderly")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Staying:
    """One stay whose case is kept from ``first`` to ``last`` (today for who is here). ``worker_id`` is a staff member."""

    episode: Episode
    category: str
    birthday: date
    first: date
    last: date
    worker_id: str

    @property
    def id(self) -> str:
        """The stay's id."""
        return self.episode.id

    @property
    def here(self) -> bool:
        """Whether the person lives there today."""
        return self.episode.end_on is None

    @property
    def is_old(self) -> bool:
        """Whether the person came as an old one."""
        return self.category in OLD
