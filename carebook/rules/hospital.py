"""Going to hospital and coming back: what must be written, how absences stand, and how many days were spent there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Protocol

from carebook.dates import hour, local, written
from carebook.records.episodes import Absence, Episode
from carebook.records.hospital import HospitalTransfer
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, Message, message

AHEAD = timedelta(minutes=1)
_COSTS = ("cost_insurance", "cost_center", "cost_family")
_TEXTS = (
    *("reason", "signs", "done_before", "diagnosis", "companion", "papers", "carer"),
    *("back_diagnosis", "back_state", "back_advice"),
)


class Standing(Enum):
    """How an absence stands on a day."""

    PLANNED = "planned"
    AWAY = "away"
    OVERDUE = "overdue"
    RETURNED = "returned"


STANDING_WORDS: dict[Standing, str] = {
    Standing.PLANNED: N_("Will leave"),
    Standing.AWAY: N_("Away"),
    Standing.OVERDUE: N_("Not back in time"),
    Standing.RETURNED: N_("Is back"),
}


class Away(Protocol):
    """What the standing of an absence follows from."""

    @property
    def from_on(self) -> date: ...

    @property
    def expected_on(self) -> date | None: ...

    @property
    def back_on(self) -> date | None: ...


def standing(absence: Away, today: date) -> Standing:
    """How an absence stands; whoever is expected today is not late yet."""
    if absence.back_on is not None and absence.back_on <= today:
        return Standing.RETURNED
    if absence.from_on > today:
        return Standing.PLANNED
    if absence.expected_on is not None and absence.expected_on < today:
        return Standing.OVERDUE
    return Standing.AWAY


def days_late(absence: Away, today: date) -> int:
    """How many days after the expected one somebody is still away; 0 when nobody is late."""
    if standing(absence, today) is not Standing.OVERDUE or absence.expected_on is None:
        return 0
    return (today - absence.expected_on).days


def days_in(first: date, last: date, from_on: date, back_on: date | None) -> int:
    """How many days of ``first`` … ``last`` somebody was away: the day of leaving counts, that of coming back does not, and
    who left and came back on one day was away for one. ``back_on`` None: still away.
    """
    until = max(back_on - timedelta(days=1), from_on) if back_on is not None else last
    return max((min(last, until) - max(first, from_on)).days + 1, 0)


def problems_in_transfer(transfer: HospitalTransfer, *, stay: Episode, now: datetime) -> list[Problem]:
    """Errors and warnings of what is written when somebody goes to hospital."""
    return [
        *_in_leaving(transfer, stay, now),
        *_in_costs(transfer),
        *too_long(transfer, _TEXTS),
    ]


def _in_leaving(transfer: HospitalTransfer, stay: Episode, now: datetime) -> Iterator[Problem]:
    left = transfer.left_at
    if left is None:
        yield Problem("left_at", message("Write when the person left."))
    elif left > now + AHEAD:
        yield Problem("left_at", message("{time} lies in the future.", time=_said(left)))
    elif not stay.start_on <= local(left).date() <= (stay.end_on or date.max):
        yield Problem("left_at", message("The day lies outside the stay."))
    if not transfer.hospital.strip():
        yield Problem("hospital", message("Write to which hospital."))
    if not transfer.reason.strip():
        yield Problem("reason", message("Write why the person is taken to hospital."))
    if transfer.companion_id is None and not transfer.companion.strip():
        yield warning("companion_id", message("Nobody is named who went along."))


def _in_costs(transfer: HospitalTransfer) -> Iterator[Problem]:
    for name in _COSTS:
        sum_of_money = getattr(transfer, name)
        if sum_of_money is not None and sum_of_money < 0:
            yield Problem(name, message("A sum of money is not below zero."))


def problems_in_return(
    transfer: HospitalTransfer, absence: Absence, back_at: datetime | None, *, now: datetime
) -> list[Problem]:
    """Errors of what is written when somebody comes back from hospital at ``back_at``."""
    found = []
    left = transfer.left_at
    if back_at is None:
        found.append(Problem("back_at", message("Write when the person came back.")))
    elif back_at > now + AHEAD:
        found.append(Problem("back_at", message("{time} lies in the future.", time=_said(back_at))))
    elif (left is not None and back_at < left) or local(back_at).date() < absence.from_on:
        before = _said(left) if left is not None else written(absence.from_on)
        said = message("Back at {back}, before leaving at {left}.", back=_said(back_at), left=before)
        found.append(Problem("back_at", said))
    if not transfer.back_state.strip():
        found.append(Problem("back_state", message("Write the state on return.")))
    if transfer.again_on is not None and back_at is not None and transfer.again_on < local(back_at).date():
        found.append(Problem("again_on", message("The re-visit comes before the return.")))
    return [*found, *_in_costs(transfer), *too_long(transfer, _TEXTS)]


def signs_said(readings: Iterable[tuple[str, str, datetime | None]]) -> str:
    """Vital signs in one line for the papers: (measure, value with its unit, when) as "Mạch 88 lần/phút (14:05), …"."""
    return ", ".join(
        f"{name} {value}" + (f" ({local(at):%H:%M})" if at else "") for name, value, at in readings if value
    )


def expected_first(absence: Away, today: date) -> tuple[int, date, date]:
    """The order of a list of who is away: late ones first, those who will leave last; by the day they are expected, then by
    the day they left.
    """
    place = (Standing.OVERDUE, Standing.AWAY, Standing.PLANNED, Standing.RETURNED).index(standing(absence, today))
    return (place, absence.expected_on or date.max, absence.from_on)


def late_words(absence: Away, today: date) -> Message | None:
    """ "Quá ngày về 2 ngày"; None for who is not late."""
    days = days_late(absence, today)
    return message("{days} days after the expected one", days=days) if days else None


def _said(at: datetime) -> str:
    return f"{written(local(at).date())} {hour(local(at).time())}"
