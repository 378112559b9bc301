"""The work of a span as rows: a day or a week each, with its sessions, people, minutes, groups and load; every number a set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from carebook.records.groups import GroupSessionState
from carebook.records.sessions import SessionState
from carebook.rules.therapy_progress import SessionFact, Tally, tally_of
from carebook.store.therapy_progress import GroupLed, Work

GIVEN = (SessionState.DONE, SessionState.PARTIAL)
_CANCELLED = (SessionState.CANCELLED_RESIDENT, SessionState.CANCELLED_OTHER, SessionState.NO_SHOW)
BEHIND: dict[str, Callable[[SessionFact], bool]] = {
    "planned": lambda one: bool(one.id),
    "given": lambda one: one.state in GIVEN,
    "missed": lambda one: one.state in _CANCELLED,
    "by_staff": lambda one: one.state is SessionState.CANCELLED_STAFF,
    "late": lambda one: one.late,
}
"""Which sessions a number counts, by its column."""


@dataclass(frozen=True)
class WorkRow:
    """The sessions of some days in a row, and the groups led in them; ``past`` counts those whose day has come, from which
    the share done is reckoned; ``whole`` is the row of the sum.
    """

    first: date
    last: date
    sessions: tuple[SessionFact, ...]
    groups: tuple[GroupLed, ...]
    tally: Tally
    past: Tally
    whole: bool = False
    id: str = field(default="")

    @property
    def held(self) -> tuple[GroupLed, ...]:
        """The sessions of groups that took place."""
        return tuple(one for one in self.groups if one.state is GroupSessionState.HELD)

    @property
    def late(self) -> int:
        """Sessions of persons and groups nobody recorded in time."""
        return self.tally.late + sum(one.late for one in self.groups)

    @property
    def minutes(self) -> int:
        """Minutes given to persons and groups."""
        return self.tally.minutes + sum(one.minutes for one in self.held)

    @property
    def busiest(self) -> int:
        """How many people there were for each therapist on the fullest day: people by day and therapist, the most of all."""
        seen: dict[tuple[date, str], set[str]] = {}
        for one in self.sessions:
            if one.state in GIVEN or one.state is SessionState.PLANNED:
                seen.setdefault((one.on, one.therapist_id or ""), set()).add(one.person_id)
        return max(map(len, seen.values()), default=0)

    def behind(self, column: str) -> tuple[SessionFact, ...]:
        """The sessions a number counts; () for a column that counts none."""
        counts = BEHIND.get(column)
        return tuple(one for one in self.sessions if counts is not None and counts(one))


def rows_of(work: Work, spans: Iterable[tuple[date, date]], today: date) -> list[WorkRow]:
    """One row for each span in which something was planned, and the sum of all."""
    found = [_row(work, first, last, today) for first, last in spans]
    filled = [one for one in found if one.sessions or one.groups]
    return [*filled, _row(work, work.first, work.last, today, whole=True)] if filled else []


def _row(work: Work, first: date, last: date, today: date, *, whole: bool = False) -> WorkRow:
    sessions = tuple(one for one in work.sessions if first <= one.on <= last)
    groups = tuple(one for one in work.groups if first <= one.on <= last)
    tally = tally_of(sessions, work.away)
    past = tally_of([one for one in sessions if one.on <= today], work.away)
    return WorkRow(first, last, sessions, groups, tally, past, whole, "sum" if whole else first.isoformat())
