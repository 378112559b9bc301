"""What is due of all cases, and of the reports about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from carebook.records.case_facts import CaseFacts, Occurrence, ScaleResult
from carebook.records.codes import HolidayRow, Limit
from carebook.rules.casework import following, forms, plans
from carebook.rules.casework.consequences import Consequence, events_of
from carebook.rules.casework.consequences import following as what_follows
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, by_lateness

AHEAD = timedelta(days=14)
"""How long before its day something that comes back time and again is called."""

_OF_CASES = (
    forms.intake_form,
    forms.initial_assessment,
    forms.periodic_assessment,
    plans.first_plan,
    plans.plan_approval,
    plans.returned_plan,
    plans.plan_review,
    following.month_without_note,
    following.vocational_plan,
)
# A periodic form is not asked for beside the one that a consequence asks for sooner.
_SOONER = {"periodic_assessment": "reassess", "plan_review": "review_after_event"}


def due(
    cases: Iterable[CaseFacts],
    *,
    today: date,
    limits: Sequence[Limit],
    own: Sequence[HolidayRow] = (),
    consequences: Mapping[str, Consequence],
    results: Mapping[str, Sequence[ScaleResult]],
    occurrences: Mapping[str, Sequence[Occurrence]] | None = None,
    complete_from: date | None = None,
    ahead: timedelta | None = AHEAD,
) -> list[DueItem]:
    """What all cases ask for, sorted by how late; ``results`` are those of scales and
    ``occurrences`` those of daily care, by stay.

    Of a stay that has ended only form 06 is asked for, and how jobs go on; of a closed case only the latter.
    ``complete_from`` is the day the book began: what was to be done before runs from that day on. KeyError when a limit is
    missing.
    """
    work = CaseWork(today, limits, own, complete_from, ahead)
    happened = occurrences or {}
    return by_lateness(
        item
        for case in cases
        if case.start_on <= today
        for item in _of_case(
            case, results.get(case.episode_id, ()), happened.get(case.episode_id, ()), consequences, work
        )
    )


def _of_case(
    case: CaseFacts,
    results: Sequence[ScaleResult],
    happened: Sequence[Occurrence],
    consequences: Mapping[str, Consequence],
    work: CaseWork,
) -> Iterator[DueItem]:
    yield from following.employment(case, work)
    if not case.is_open_on(work.today):
        yield from forms.closure_form(case, work)
        return
    followed = list(what_follows(case, events_of(case, results, happened), consequences, work))
    until = {item.kind: item.due_on for item in followed}
    yield from followed
    for asks in _OF_CASES:
        for item in asks(case, work):
            sooner = until.get(_SOONER.get(item.kind, ""))
            if sooner is None or (item.due_on is not None and item.due_on < sooner):
                yield item
    yield from following.instrument_repeat(case, results, work)
