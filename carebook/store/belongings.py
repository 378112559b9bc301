"""Questions about belongings: those of a stay, and everything that is still to be given back."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.records.episodes import Belonging
from carebook.rules.belongings import Keeping, keeping
from carebook.store.book import Reader
from carebook.store.daily_care.holders import Holder, placed


@dataclass(frozen=True)
class BelongingLine:
    """One belonging with whose it is and where it stands."""

    thing: Belonging
    who: Holder

    @property
    def id(self) -> str:
        return self.thing.id

    @property
    def keeping(self) -> Keeping:
        """Whether the center keeps it, the person has it, or it was given back."""
        return keeping(self.thing)

    @property
    def is_left_behind(self) -> bool:
        """Whether the stay has ended and the center still keeps it."""
        return self.who.end_on is not None and self.keeping is Keeping.KEPT


def belongings_of(reader: Reader, episode_id: str) -> tuple[Belonging, ...]:
    """The belongings of a stay in the order in which they were written; those given back too."""
    reader.asks("people")
    return tuple(reader.records(Belonging, "episode_id = ?", (episode_id,), order="received_on, id"))


def belongings(reader: Reader, *, returned: bool = False) -> list[BelongingLine]:
    """Everything that stands with the center or with somebody who is here, those left behind first, then in the order of the
    beds; with ``returned`` what was given back, the newest first.

    Whoever may not see a person is told nothing of their belongings.
    """
    reader.asks("people")
    if returned:
        found = reader.records(Belonging, "returned_on IS NOT NULL", order="returned_on DESC, id DESC")
        return [BelongingLine(one, who) for one, who in placed(reader, found)]
    found = reader.records(
        Belonging,
        """returned_on IS NULL AND (kept_by_center = 1
        OR episode_id IN (SELECT id FROM episode WHERE end_on IS NULL AND withdrawn_at IS NULL))""",
        order="received_on, id",
    )
    lines = [BelongingLine(one, who) for one, who in placed(reader, found)]
    return sorted(lines, key=lambda line: (not line.is_left_behind, line.who.position, line.id))
