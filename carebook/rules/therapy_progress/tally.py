"""Counting sessions of therapy: what became of those planned, the share that was done, month by month and day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from dateutil.relativedelta import relativedelta

from carebook.records.codes import Code
from carebook.records.sessions import SessionState

_GIVEN = (SessionState.DONE, SessionState.PARTIAL)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SHORT = 95
"""A span of at most so many days is told week by week, a longer one month by month."""


@dataclass(frozen=True)
class SessionFact:
    """What is counted of one session. ``minutes`` are those really given, or planned while nothing else is known.

    ``therapist_id`` is who gave it, or is to. ``late``: nobody recorded it within the limit. The person bears the alias where
    the asker may not see who it is.
    """

    id: str
    on: date
    at: time
    therapy: str
    state: SessionState
    reason: str | None = None
    minutes: int = 0
    late: bool = False
    package_id: str | None = None
    therapist_id: str | None = None
    person_id: str = ""
    episode_id: str = ""
    name: str = ""
    masked: bool = False
    pain_before: int | None = None
    pain_after: int | None = None


@dataclass(frozen=True)
class Tally:
    """How many sessions were planned, and what became of them; ``away``: taken off because the resident was in hospital or on
    leave; ``late`` of the open ones nobody recorded in time; ``minutes`` of those given; ``people`` whose sessions took place or
    are still to be held.
    """

    planned: int = 0
    done: int = 0
    partial: int = 0
    by_resident: int = 0
    by_staff: int = 0
    otherwise: int = 0
    no_show: int = 0
    open: int = 0
    late: int = 0
    away: int = 0
    minutes: int = 0
    people: int = 0

    @property
    def given(self) -> int:
        """Sessions that took place, wholly or in part."""
        return self.done + self.partial

    @property
    def expected(self) -> int:
        """Sessions the share is reckoned from: all planned but those taken off for hospital and leave."""
        return self.planned - self.away

    @property
    def missed(self) -> int:
        """Sessions that did not take place, for whatever reason."""
        return self.by_resident + self.by_staff + self.otherwise + self.no_show


@dataclass(frozen=True)
class Stretch:
    """The sessions of some days in a row, the first and the last included."""

    first: date
    last: date
    tally: Tally

    @property
    def middle(self) -> date:
        """The day in its middle, where a curve has its point."""
        return self.first + (self.last - self.first) / 2


def taken_off(reasons: Iterable[Code]) -> frozenset[str]:
    """The reasons that take a session off the share done: those marked ``away`` in the list of reasons."""
    return frozenset(code.code for code in reasons if code.extra.get("away"))


def tally_of(sessions: Iterable[SessionFact], away: Collection[str] = ()) -> Tally:
    """Count sessions; ``away`` are the reasons of `taken_off`.

    ``rehab_done_rate`` is ``given`` ÷ ``expected``: sessions cancelled by staff stay in, those the resident missed in
    hospital or on leave go out.
    """
    found = list(sessions)
    states = Counter(one.state for one in found)
    given = [one for one in found if one.state in _GIVEN]
    return Tally(
        planned=len(found),
        done=states[SessionState.DONE],
        partial=states[SessionState.PARTIAL],
        by_resident=states[SessionState.CANCELLED_RESIDENT],
        by_staff=states[SessionState.CANCELLED_STAFF],
        otherwise=states[SessionState.CANCELLED_OTHER],
        no_show=states[SessionState.NO_SHOW],
        open=states[SessionState.PLANNED],
        late=sum(one.late for one in found),
        away=sum(one.state is SessionState.CANCELLED_RESIDENT and one.reason in away for one in found),
        minutes=sum(one.minutes for one in given),
        people=len({one.person_id for one in found if one.state in (*_GIVEN, SessionState.PLANNED)}),
    )


def stretches(
    sessions: Sequence[SessionFact], spans: Iterable[tuple[date, date]], away: Collection[str] = ()
) -> tuple[Stretch, ...]:
    """The sessions of each of these spans, counted."""
    return tuple(
        Stretch(first, last, tally_of([one for one in sessions if first <= one.on <= last], away))
        for first, last in spans
    )


def fitting(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The weeks of a span of up to three months, the months of a longer one."""
    return weeks(first, last) if (last - first).days <= _SHORT else months(first, last)


def months_before(day: date, count: int) -> date:
    """The same day so many months earlier, the last of the month where it has no such day."""
    return day - relativedelta(months=count)


def days(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Each day of a span for itself."""
    return ((first + _DAY * number,) * 2 for number in range((last - first).days + 1))


def weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The weeks of a span, from Monday, those at its ends cut off there."""
    while first <= last:
        monday = first + _WEEK - _DAY * first.weekday()
        yield first, min(monday - _DAY, last)
        first = monday


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months of a span, those at its ends cut off there."""
    while first <= last:
        following = (first.replace(day=1) + _DAY * 32).replace(day=1)
        yield first, min(following - _DAY, last)
        first = following
