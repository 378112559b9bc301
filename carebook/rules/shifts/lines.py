"""The lines of a handover: drafted from what was entered in the shift, and put together with what was written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from carebook.money import number
from carebook.records.codes import Code
from carebook.records.shifts import HandoverLine
from carebook.words import Message, speaking

WATCH, INCIDENTS, MEDICINES, ORDERS = "watch", "incidents", "medicines", "orders"
ABSENCES, NOTES, UNDONE = "absences", "notes", "undone"
"""The headings under which lines are drafted (code list `handover_heading`)."""


@dataclass(frozen=True)
class DraftLine:
    """One thing of the shift that the next one must know. ``about_table`` and ``about_id`` name the row it stands in."""

    heading: str
    said: tuple[Message, ...]
    about_table: str = ""
    about_id: str = ""
    episode_id: str | None = None

    @property
    def about(self) -> tuple[str, str]:
        """By what it is the same thing as a line that was written before."""
        return self.about_table, self.about_id

    def written(self, position: int = 0) -> HandoverLine:
        """The line as it goes onto the sheet, in Vietnamese whatever the window speaks: the sheet is paper."""
        with speaking("vi"):
            text = "; ".join(str(one).rstrip(" .;") for one in self.said)
        return HandoverLine(
            shift_handover_id="",
            heading=self.heading,
            episode_id=self.episode_id,
            text=text,
            about_table=self.about_table,
            about_id=self.about_id,
            position=position,
        )


def brought_up_to_date(lines: Sequence[HandoverLine], drafted: Sequence[DraftLine]) -> list[HandoverLine]:
    """The lines of a sheet with what was entered since: new things are added at the end of their heading, what was undone and is
    done by now goes, its number of people is that of now. Lines written by hand and those left out on purpose stay as they are.
    """
    now = {one.about: one for one in drafted}
    kept = []
    for line in lines:
        one = now.get((line.about_table, line.about_id)) if line.about_id else None
        if line.heading != UNDONE or not line.about_id:
            kept.append(line)
        elif one is not None:
            kept.append(replace(line, text=one.written().text))
    there = {(line.about_table, line.about_id) for line in kept}
    last = max((line.position for line in kept), default=-1)
    added = [one for one in drafted if one.about not in there]
    return [*kept, *(one.written(place) for place, one in enumerate(added, last + 1))]


def in_order(lines: Iterable[HandoverLine], headings: Sequence[Code]) -> list[HandoverLine]:
    """The lines by their headings, in each as they were put."""
    places = {code.code: place for place, code in enumerate(headings)}
    return sorted(lines, key=lambda line: (places.get(line.heading, len(places)), line.position, line.id))


def amount_of(value: float) -> str:
    """An amount of medicine as it is said: whole ones without decimals."""
    return number(int(value) if value == int(value) else value)
