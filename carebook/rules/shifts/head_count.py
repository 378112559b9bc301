"""The head-count of a shift (quân số): who was there at its start and at its end, and who of the end is away and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from carebook.dates import VIETNAM
from carebook.records.episodes import AbsenceKind


@dataclass(frozen=True)
class Span:
    """One stay in one place from a moment on, until another (None: still)."""

    episode_id: str
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the person is there at that moment; the moment of leaving is not."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Away:
    """One absence: of whom, of which kind, from a moment until another (None: still away)."""

    episode_id: str
    kind: AbsenceKind
    span: Span
    absence_id: str = ""


@dataclass(frozen=True)
class HeadCount:
    """How many people belong to a place in one shift: ``at_start`` + ``came`` − ``went`` = ``at_end``; of the end, so many are
    in hospital, on leave (also trial stays at home and errands), or away without leave.

    ``came_ids`` and ``went_ids`` are the stays behind the two movements.
    """

    at_start: int
    came: int
    went: int
    at_end: int
    in_hospital: int = 0
    on_leave: int = 0
    absent: int = 0
    came_ids: tuple[str, ...] = ()
    went_ids: tuple[str, ...] = ()

    @property
    def present(self) -> int:
        """How many must be found in the rooms at the end."""
        return self.at_end - self.in_hospital - self.on_leave - self.absent

    @property
    def figures(self) -> dict[str, int]:
        """The figures by the names they bear on the sheet."""
        names = ("at_start", "came", "went", "at_end", "in_hospital", "on_leave", "absent")
        return {name: getattr(self, name) for name in names}


def began_at(day: date, entered_at: datetime | None = None, at: time | None = None) -> datetime:
    """From which moment something of a day counts: the hour that was written; else the day's beginning, or when it was entered
    if that was later, because until then the ward's sheet did not know of it.
    """
    if at is not None:
        return datetime.combine(day, at, VIETNAM)
    midnight = datetime.combine(day, time(), VIETNAM)
    return midnight if entered_at is None else max(midnight, entered_at)


def head_count(spans: Iterable[Span], away: Iterable[Away], start: datetime, end: datetime) -> HeadCount:
    """The head-count between two moments; who came and left again in between is counted neither way."""
    there = list(spans)
    before = {one.episode_id for one in there if one.holds(start)}
    after = {one.episode_id for one in there if one.holds(end)}
    kinds = {one.episode_id: one.kind for one in away if one.span.holds(end) and one.episode_id in after}
    hospital = sum(kind is AbsenceKind.HOSPITAL for kind in kinds.values())
    missing = sum(kind is AbsenceKind.MISSING for kind in kinds.values())
    return HeadCount(
        len(before),
        len(after - before),
        len(before - after),
        len(after),
        hospital,
        len(kinds) - hospital - missing,
        missing,
        tuple(sorted(after - before)),
        tuple(sorted(before - after)),
    )
