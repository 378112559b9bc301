"""Consequences as data: what happened to somebody opens a re-assessment, a plan or a review of it, with a deadline and the reason.

Each kind of event is a row of the code list ``consequence`` that says in how many days what has to follow. A further kind needs
its row there and its `Event`; nothing here knows the kinds apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, zip_longest

from carebook.dates import written
from carebook.records.case_facts import CaseFacts, Occurrence, ScaleResult
from carebook.records.codes import Code
from carebook.rules.casework.work import CaseWork
from carebook.rules.dated import codes_on
from carebook.rules.due import DueItem, Urgency
from carebook.words import Message, message

HIGH_NEED, SCORE_ALERT, BAND_WORSE, FAILED_RETURN = "high_need", "score_alert", "band_worse", "failed_return"
_HIGH = 3


@dataclass(frozen=True)
class Event:
    """Something that happened to somebody: its kind (a code of ``consequence``), its day, and why it matters, in words."""

    kind: str
    happened_on: date
    why: Message
    urgent: bool = False


@dataclass(frozen=True)
class Consequence:
    """In how many days after an event a re-assessment, a review of the plan, a plan has to follow; None: nothing of that."""

    text: str
    reassess: int | None = None
    review: int | None = None
    plan: int | None = None


def consequences_on(codes: Iterable[Code], day: date) -> dict[str, Consequence]:
    """The rows of the code list ``consequence`` in force on a day, by kind of event."""
    return {
        row.code: Consequence(row.text, *(_days(row.extra.get(part)) for part in ("reassess", "review", "plan")))
        for row in codes_on(codes, "consequence", day)
    }


def _days(value: object) -> int | None:
    return value if isinstance(value, int) else None


def events_of(case: CaseFacts, results: Sequence[ScaleResult], occurrences: Sequence[Occurrence] = ()) -> list[Event]:
    """What a case tells: high needs nobody answers, alerts of scales, results worse by a band or more, ways home that failed,
    and what happened in daily care.
    """
    failed = (
        Event(FAILED_RETURN, day, message("because going home failed on {date}", date=written(day)))
        for day in case.failed_returns
    )
    daily = (Event(one.kind, one.happened_on, _of_daily_care(one, case.masked)) for one in occurrences)
    return [*_high_needs(case), *_of_scales(case, results), *failed, *daily]


def _of_daily_care(one: Occurrence, masked: bool) -> Message:
    day = written(one.happened_on)
    if masked:
        return message("because of an event of daily care on {date}", date=day)
    if one.figures is None:
        return message("because of {what} on {date}", what=one.text, date=day)
    return message("because of {what} ({figures}) on {date}", what=one.text, figures=one.figures, date=day)


def _high_needs(case: CaseFacts) -> Iterator[Event]:
    answered = case.goal_domains | case.waiting_domains
    high = [need for need in case.needs if need.level == _HIGH and not need.excused and need.domain not in answered]
    if not high or case.assessed_on is None:
        return
    day = written(case.assessed_on)
    if case.masked:
        yield Event(HIGH_NEED, case.assessed_on, message("because of a high need found on {date}", date=day))
        return
    named = ", ".join(need.text for need in high)
    said = message(
        "because of a high need found on {date} without a goal or a reason: {domains}", date=day, domains=named
    )
    yield Event(HIGH_NEED, case.assessed_on, said)


def _of_scales(case: CaseFacts, results: Sequence[ScaleResult]) -> Iterator[Event]:
    in_order = sorted(results, key=lambda result: (result.instrument, result.scored_on), reverse=True)
    for _instrument, group in groupby(in_order, key=lambda result: result.instrument):
        measured = [*group]
        # A better result later does not answer for an earlier one: only an assessment or a review does.
        for now, before in zip_longest(measured, measured[1:]):
            yield from _of_result(case, now, before)


def _of_result(case: CaseFacts, now: ScaleResult, before: ScaleResult | None) -> Iterator[Event]:
    day = written(now.scored_on)
    if now.alerts:
        # the sheet says which
        said = message("because of an alert of {scale} on {date}", scale=now.title, date=day)
        masked = message("because of an alert of a scale on {date}", date=day)
        yield Event(SCORE_ALERT, now.scored_on, masked if case.masked else said, urgent=True)
    if before is None or before.band_rank is None or now.band_rank is None or now.band_rank <= before.band_rank:
        return
    said = message(
        "because {scale} became worse on {date}: {before} → {now}",
        scale=now.title,
        date=day,
        before=before.band_words,
        now=now.band_words,
    )
    masked = message("because a scale became worse on {date}", date=day)
    yield Event(BAND_WORSE, now.scored_on, masked if case.masked else said)


# What follows: which day ends it, which form, and what it is called


@dataclass(frozen=True)
class _Following:
    kind: str
    action: str
    page: str
    days: Callable[[Consequence], int | None]
    done_on: Callable[[CaseFacts], date | None]
    about: Callable[[CaseFacts], tuple[tuple[str, str], ...]]
    wants_plan: bool = False


_FOLLOWING = (
    _Following(
        "reassess",
        "save_assessment",
        "assessments",
        lambda row: row.reassess,
        lambda case: case.assessed_on,
        lambda case: (("assessment_id", case.assessing_id), ("kind", "unscheduled")),
    ),
    _Following(
        "review_after_event",
        "review_plan",
        "care_plans",
        lambda row: row.review,
        lambda case: max((day for day in (case.reviewed_on, case.approved_on) if day is not None), default=None),
        lambda case: (("plan_id", case.plan_id), ("mode", "review")),
        wants_plan=True,
    ),
    _Following(
        "high_need",
        "save_plan",
        "care_plans",
        lambda row: row.plan,
        lambda _case: None,  # a goal or a reason ends the event itself
        lambda case: (("plan_id", case.draft_id), ("mode", "edit")),
    ),
)


def following(
    case: CaseFacts, events: Iterable[Event], consequences: Mapping[str, Consequence], work: CaseWork
) -> Iterator[DueItem]:
    """What follows from the events of a case and is not done: each thing once, until its earliest deadline, for all reasons.

    A re-assessment or review on the day of the event or later ends it.
    """
    happened = sorted(events, key=lambda event: event.happened_on)
    for following in _FOLLOWING:
        if following.wants_plan and not case.plan_id:
            continue
        done_on = following.done_on(case)
        asked = []
        for event in happened:
            row = consequences.get(event.kind)
            days = following.days(row) if row else None
            if (
                days is not None
                and event.happened_on <= work.today
                and (done_on is None or done_on < event.happened_on)
            ):
                asked.append((event.happened_on + timedelta(days=days), event))
        if not asked:
            continue
        yield work.form(
            case,
            following.kind,
            following.action,
            _joined([event.why for _due_on, event in asked]),
            min(due_on for due_on, _event in asked),
            following.page,
            about=following.about(case),
            urgency=Urgency.URGENT if any(event.urgent for _due_on, event in asked) else Urgency.SOON,
        )


def _joined(reasons: Sequence[Message]) -> Message:
    """All reasons in one sentence, each once."""
    first, *others = dict.fromkeys(reasons)
    for other in others:
        first = message("{one}; {other}", one=first, other=other)
    return first
