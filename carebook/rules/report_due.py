"""Which reports to the managing agency are due: for which period, until when, and what is still to be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.codes import Limit
from carebook.records.facility import Facility
from carebook.records.periods import ReportKind, ReportState
from carebook.records.staff import Role
from carebook.rules.due import DueItem, Urgency, basis_message, by_lateness
from carebook.rules.periods import due_on, keys_open, said, span_of
from carebook.words import Message, message

KIND = "report"
AHEAD = timedelta(days=7)
_KINDS = (ReportKind.MONTHLY, ReportKind.QUARTERLY, ReportKind.HALF_YEARLY, ReportKind.YEARLY)
_UNSIGNED = frozenset({ReportState.CLOSED, ReportState.NUMBERED, ReportState.PREPARER_SIGNED})
_A_YEAR = timedelta(days=366)
_ROLES = (Role.DIRECTOR.value, Role.DEPUTY.value, Role.CLERK.value)
_LAWS = {ReportKind.HALF_YEARLY: "half_year_report", ReportKind.YEARLY: "yearly_report"}


@dataclass(frozen=True)
class Made:
    """A report that was closed: its newest version's state."""

    kind: ReportKind
    key: str
    first_on: date
    state: ReportState


def due(made: Sequence[Made], facility: Facility, *, today: date, limits: Sequence[Limit]) -> list[DueItem]:
    """The reports that are neither signed nor sent and whose day is near or over, since the book is complete.

    The newest of each kind is asked for; older ones of the last year only from the first on that was ever closed. Quarters are
    asked for once the center has closed one. A time that began before the book is complete was not its to tell: it is not asked
    for, and a book that does not say since when it is complete is asked for nothing.
    """
    if facility.records_complete_from is None:
        return []
    found: list[DueItem] = []
    for kind in _KINDS:
        newest = {one.key: one for one in made if one.kind is kind}
        if kind is ReportKind.QUARTERLY and not newest:
            continue
        begun = min((one.first_on for one in newest.values()), default=None)
        is_first = True
        for key in keys_open(kind, facility.records_complete_from, today):
            day = due_on(kind, key, limits, facility)
            if day is None or day - AHEAD > today or span_of(key).first < facility.records_complete_from:
                continue
            if not is_first and (begun is None or span_of(key).last < begun or day < today - _A_YEAR):
                break
            is_first = False
            state = newest[key].state if key in newest else None
            if state is None or state is ReportState.REOPENED or state in _UNSIGNED:
                found.append(_item(kind, key, day, state, limits))
    return by_lateness(found)


def _item(kind: ReportKind, key: str, day: date, state: ReportState | None, limits: Sequence[Limit]) -> DueItem:
    laws = [limit.basis for limit in limits if limit.name == _LAWS.get(kind)]
    signed = state in _UNSIGNED
    return DueItem(
        kind=KIND,
        action="sign_as_head" if signed else "close_period",
        for_whom=str(message("Report of {period}", period=said(key))),
        why=_why(key, state),
        due_on=day,
        basis=basis_message(next(iter(laws), "")),
        detail=key,
        roles=_ROLES,
        page="reports",
        about=(("month", key),),
        urgency=Urgency.SOON,
    )


def _why(key: str, state: ReportState | None) -> Message:
    if state is ReportState.REOPENED:
        return message("because the figures of {period} were reopened", period=said(key))
    if state in _UNSIGNED:
        return message("because the report of {period} is not signed yet", period=said(key))
    return message("because the figures of {period} are not closed yet", period=said(key))
