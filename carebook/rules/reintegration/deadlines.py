"""The clocks of the decision by destination: who owes which paper until when, and how late a path is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from carebook.records.codes import HolidayRow, Limit
from carebook.records.reintegration import Stage
from carebook.rules.calendar import add_working_days
from carebook.rules.dated import limit_on
from carebook.rules.reintegration.facts import PathFacts
from carebook.rules.reintegration.stages import ENDS

CENTER = "center"
"""The owner whose lateness is the center's own."""


@dataclass(frozen=True)
class Deadline:
    """One paper (code `path_paper`), who owes it (center, family, commune, department), until when (None: no clock runs yet)
    and since when it is there.
    """

    paper: str
    owner: str
    due_on: date | None = None
    done_on: date | None = None
    not_needed: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.done_on is not None or self.not_needed


def deadlines(facts: PathFacts, limits: Sequence[Limit], own: Iterable[HolidayRow] = ()) -> tuple[Deadline, ...]:
    """The papers of the path's destination in their order, each with its clock (NĐ 20/2021 Điều 30, NĐ 56/2017 Điều 45, 48).

    A clock runs from the day of the paper before it, as that day's limit says; KeyError when the book lacks a limit.
    """
    own = tuple(own)
    dated = {paper.code: paper.dated_on for paper in facts.papers}
    found = []
    for paper in facts.papers:
        since = dated.get(paper.after)
        due = _last_day(since, limit_on(limits, paper.limit, since), own) if since and paper.limit else None
        found.append(Deadline(paper.code, paper.owner, due, paper.dated_on, paper.not_needed))
    return tuple(found)


def _last_day(since: date, limit: Limit, own: Sequence[HolidayRow]) -> date:
    match limit.unit:
        case "working_days":
            return add_working_days(since, limit.value, own)
        case "months":
            return since + relativedelta(months=limit.value)
        case "years":
            return since + relativedelta(years=limit.value)
        case _:
            return since + timedelta(days=limit.value)


def how_late(facts: PathFacts, today: date, clocks: Iterable[Deadline] = ()) -> int:
    """How many days the center is behind with a path; 0 when it is not, or the path has ended or rests.

    Before the handover the day aimed at and the center's own papers count, after it the center's own open visit once its
    window has passed. What family, commune or department owe is never the center's lateness.
    """
    if facts.is_ended or facts.stage in ENDS or facts.stage is Stage.SUSPENDED:
        return 0
    if facts.stage is Stage.FOLLOW_UP:
        visit = facts.next_visit_on
        return (today - visit).days if visit and today > visit + timedelta(days=facts.visit_window) else 0
    owed = [clock.due_on for clock in clocks if clock.owner == CENTER and clock.due_on and not clock.is_settled]
    return max([0, *((today - day).days for day in (facts.target_on, *owed) if day is not None)])
