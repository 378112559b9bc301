"""What the page of contacts asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.rules.search_words import fold
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.contacts import (
    Bounds,
    ContactLine,
    bounds,
    contact_lines_between,
    contact_lines_of,
    meeting_kinds,
    visitor_kinds,
    visitors,
)
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices

FORM = "contact"
DAY, MONTH = "day", "month"
VISITORS, ALL = "visitors", "all"


@dataclass(frozen=True)
class View:
    """What is on show: the contacts of one stay, or the visitors' book of a day or month, or all contacts of it."""

    day: date
    span: str = DAY
    kinds: str = VISITORS
    episode_id: str = ""

    @property
    def first(self) -> date:
        """The first day on show."""
        return self.day if self.span == DAY else self.day.replace(day=1)

    @property
    def last(self) -> date:
        """The last day on show."""
        if self.span == DAY:
            return self.day
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Whether a day is among those on show."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Contacts:
    """The contacts on show. ``stays`` are the open ones a contact can be written for, ``here`` the staff of today,
    ``names`` those of all staff; ``bounds`` are those of the one stay on show, None for everybody's, and ``hidden`` when
    it may not be seen.
    """

    view: View
    lines: tuple[ContactLine, ...]
    stays: Choices
    here: Choices
    names: Mapping[str, str]
    meetings: frozenset[str]
    visits: frozenset[str]
    drafts: tuple[Draft, ...]
    bounds: Bounds | None = None
    hidden: bool = False

    def like(self, typed: str) -> tuple[ContactLine, ...]:
        """The contacts in which a visitor, a resident, a code or a paper has all the words typed; all without words."""
        words = fold(typed).split()
        return tuple(line for line in self.lines if all(word in _searched(line) for word in words))


def _searched(line: ContactLine) -> str:
    return fold(" ".join((line.contact.name, line.contact.paper_no, line.name, line.code)))


def contacts(reader: Reader, view: View, today: date) -> Contacts:
    """Everything the page shows."""
    known = bounds(reader, view.episode_id) if view.episode_id else None
    hidden = bool(view.episode_id) and known is None
    lines: tuple[ContactLine, ...] = ()
    met, visiting = meeting_kinds(reader), visitor_kinds(reader)
    if known is not None:
        lines = contact_lines_of(reader, view.episode_id)
    elif not hidden:
        asked = visitors if view.kinds == VISITORS else contact_lines_between
        lines = asked(reader, view.first, view.last)
    return Contacts(
        view,
        lines,
        [] if hidden else _stays(reader, known),
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        {one.id: one.full_name for one in staff.staff_members(reader)},
        met,
        visiting,
        tuple(one for one in own_drafts(reader) if one.form == FORM),
        known,
        hidden,
    )


def _stays(reader: Reader, known: Bounds | None) -> Choices:
    if known is not None:
        return [(known.episode.id, f"{known.person.full_name} · {known.person.code}")]
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_person p JOIN search_key k ON k.person_id = p.id
        JOIN found_episode e ON e.person_id = p.id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY k.sort_key"""
    )
    return [(row["id"], f"{row['full_name']} · {row['code']}") for row in rows]
