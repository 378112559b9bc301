"""Which papers of rehabilitation, or of a group, the book can fill, and in which versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from carebook.dates import hour, written
from carebook.records.enum_words import said
from carebook.records.episodes import Episode
from carebook.records.groups import GroupSessionState
from carebook.reports.case_papers import Version
from carebook.reports.therapy_papers.gathering import SINCE_PLAN
from carebook.reports.therapy_papers.kinds import OfferedTherapy, TherapyPaper
from carebook.rules.progress import ReportPeriod, newest_periods, period_around
from carebook.store import groups, therapy_plans
from carebook.store.book import Reader
from carebook.store.groups import SessionLine
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.words import _

_MONTHS, _QUARTERS, _MONTHS_OF_GROUP = 12, 4, 24
_AHEAD = timedelta(days=14)
_MOST_SESSIONS = 100


def therapy_papers_there(reader: Reader, episode_id: str, today: date) -> tuple[OfferedTherapy, ...] | None:
    """Every paper of somebody's rehabilitation; None when the asker may not see whose it is.

    The sheet of sessions is offered by month, the running one first and then the next; progress reports since the plan began,
    by month and by quarter.
    """
    reader.asks("rehabilitation")
    episode = reader.record(Episode, episode_id)
    if episode is None:
        return None
    plans = sorted(therapy_plans.plans_of(reader, episode_id), key=lambda file: not file.in_force)
    last = min(today, episode.end_on or today)
    months = [one for one in newest_periods("month", last, _MONTHS) if one.last >= episode.start_on]
    quarters = [one for one in newest_periods("quarter", last, _QUARTERS) if one.last >= episode.start_on]
    coming = [period_around("month", _next_month(today))] if episode.end_on is None else []
    begun = next((file.plan.from_on for file in plans if file.in_force and file.plan.from_on), None)
    since = (Version(SINCE_PLAN, _("Since the plan began, {day}").format(day=written(begun))),) if begun else ()
    periods = (*since, *_periods([*months, *quarters]))
    return (
        OfferedTherapy(TherapyPaper.ORDER, tuple(map(_plan, plans))),
        OfferedTherapy(TherapyPaper.FUNCTION, tuple(map(_plan, plans))),
        OfferedTherapy(TherapyPaper.SESSIONS, tuple(_periods([*months[:1], *coming, *months[1:]]))),
        OfferedTherapy(TherapyPaper.FOR_FAMILY, periods),
        OfferedTherapy(TherapyPaper.FOR_DOCTOR, periods),
    )


def _next_month(day: date) -> date:
    return day.replace(day=1) + timedelta(days=32)


def _plan(file: TherapyPlanFile) -> Version:
    standing = _("In force") if file.in_force else said(file.plan.state)
    words = _("Version {number}").format(number=file.plan.number)
    return Version(file.plan.id, f"{words} · {standing}", file.plan.approved_at is not None)


def _periods(periods: list[ReportPeriod]) -> Iterator[Version]:
    for one in periods:
        words = str(one.words)
        yield Version(one.code, words[:1].upper() + words[1:])


def group_papers_there(reader: Reader, group_id: str, today: date) -> tuple[OfferedTherapy, ...] | None:
    """The papers of a group: minutes of its sessions, those held last first and then those of the coming two weeks; its
    register by month, the running one first and then the next. None when there is no such group.
    """
    file = groups.group_file(reader, group_id)
    if file is None or file.group.is_withdrawn:
        return None
    past = [one for one in file.sessions if one.session.planned_on <= today]
    coming = [one for one in file.sessions[::-1] if today < one.session.planned_on <= today + _AHEAD]
    begins, ends = file.group.from_on or today, min(today, file.group.closed_on or today)
    months = [one for one in newest_periods("month", ends, _MONTHS_OF_GROUP) if one.last >= begins]
    next_month = [period_around("month", _next_month(today))] if file.group.closed_on is None else []
    return (
        OfferedTherapy(TherapyPaper.GROUP_MINUTES, tuple(map(_session, [*past, *coming][:_MOST_SESSIONS]))),
        OfferedTherapy(TherapyPaper.REGISTER, tuple(_periods([*months[:1], *next_month, *months[1:]]))),
    )


def _session(line: SessionLine) -> Version:
    one = line.session
    words = " · ".join(
        filter(None, (f"{written(one.planned_on)} {hour(one.planned_at)}", one.topic[:40], said(one.state)))
    )
    return Version(one.id, words, one.state is not GroupSessionState.PLANNED)
