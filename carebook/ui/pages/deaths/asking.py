"""What the page of deaths asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.store.book import Reader
from carebook.store.daily_care import cared_for
from carebook.store.deaths import DeathFile, DeathLine, death_file, deaths_between
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices

FORM = "death:"  # the step follows


@dataclass(frozen=True)
class Deaths:
    """What is on show: the file of one death, or the deaths of a year. ``hidden`` when the stay may not be seen.

    ``stays`` are those a death can be written down of.
    """

    year: int
    lines: tuple[DeathLine, ...]
    stays: Choices
    drafts: tuple[Draft, ...]
    file: DeathFile | None = None
    hidden: bool = False


def deaths(reader: Reader, episode_id: str, year: int, today: date) -> Deaths:
    """Everything the page shows."""
    file = death_file(reader, episode_id, today) if episode_id else None
    lines = () if episode_id else tuple(deaths_between(reader, date(year, 1, 1), date(year, 12, 31)))
    living = () if episode_id else cared_for(reader, today, placement="")
    return Deaths(
        year,
        lines,
        [
            (one.episode_id, " · ".join(filter(None, (one.name, one.code, one.room))))
            for one in living
            if not one.masked
        ],
        tuple(one for one in own_drafts(reader) if one.form.startswith(FORM)),
        file,
        bool(episode_id) and file is None,
    )
