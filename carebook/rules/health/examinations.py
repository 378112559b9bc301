"""Examinations by a doctor with their re-visits, and treatments besides medicines: what is wrong, what is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum

from carebook.dates import local, written
from carebook.records.episodes import Episode
from carebook.records.health import Consultation, Treatment
from carebook.rules.health.illnesses import problems_in_icd
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, message

AHEAD = timedelta(minutes=1)
"""So far a clock may be wrong."""
SOON = timedelta(days=7)
_SEEN = ("elsewhere", "doctor", "complaint", "findings", "diagnosis", "treatment", "advice")
_ORDERED = ("words", "ordered_by", "ended_because")


class RevisitState(Enum):
    """Where a re-visit stands, the most pressing first; computed, never kept."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


REVISIT_WORDS: dict[RevisitState, str] = {
    RevisitState.LATE: N_("Re-visit overdue"),
    RevisitState.TODAY: N_("Re-visit today"),
    RevisitState.SOON: N_("Re-visit soon"),
    RevisitState.LATER: N_("Re-visit later"),
}


def revisit_state(again_on: date, today: date) -> RevisitState:
    """Where a re-visit of a day stands that nobody has made yet."""
    if again_on < today:
        return RevisitState.LATE
    if again_on == today:
        return RevisitState.TODAY
    return RevisitState.SOON if again_on - today <= SOON else RevisitState.LATER


def problems_in_consultation(
    held: Consultation, *, stay: Episode, now: datetime, follows: Consultation | None = None
) -> list[Problem]:
    """Errors and warnings of an examination; ``follows`` is the one it is a re-visit of."""
    return [
        *_in_moment(held, stay, now),
        *_in_words(held),
        *problems_in_icd(held.icd),
        *_in_revisit(held, follows),
        *too_long(held, _SEEN),
    ]


def _in_moment(held: Consultation, stay: Episode, now: datetime) -> Iterator[Problem]:
    if held.held_at is None:
        yield Problem("held_at", message("Write when the examination was."))
        return
    day = local(held.held_at).date()
    if held.held_at > now + AHEAD:
        yield Problem("held_at", message("{day} lies in the future.", day=written(day)))
    elif stay.end_on is not None and day > stay.end_on:
        yield Problem("held_at", message("The stay ended on {day}.", day=written(stay.end_on)))
    elif day < stay.start_on:
        yield Problem("held_at", message("{day} lies before the stay began.", day=written(day)))


def _in_words(held: Consultation) -> Iterator[Problem]:
    if not held.place:
        yield Problem("place", message("Choose where the examination was."))
    if not held.complaint.strip():
        yield Problem("complaint", message("Write why the doctor was asked."))
    if not held.diagnosis.strip() and not held.findings.strip():
        yield warning("diagnosis", message("Neither findings nor a diagnosis are written."))


def _in_revisit(held: Consultation, follows: Consultation | None) -> Iterator[Problem]:
    if held.held_at is not None and held.again_on is not None and held.again_on <= local(held.held_at).date():
        yield Problem("again_on", message("The re-visit comes after the examination."))
    before = follows.held_at if follows is not None else None
    if before is not None and held.held_at is not None and held.held_at < before:
        yield Problem("held_at", message("A re-visit comes after the examination it follows."))


def problems_in_treatment(done: Treatment, *, stay: Episode, today: date) -> list[Problem]:
    """Errors of a treatment besides medicines, beside their fields."""
    return [*_in_treatment(done, stay, today), *too_long(done, _ORDERED)]


def _in_treatment(done: Treatment, stay: Episode, today: date) -> Iterator[Problem]:
    begins, ends = done.from_on, done.to_on
    if not done.kind:
        yield Problem("kind", message("Choose the treatment."))
    if not done.words.strip():
        yield Problem("words", message("Write how it is done and how often."))
    if begins is None:
        yield Problem("from_on", message("Write from which day it is done."))
        return
    if begins < stay.start_on:
        yield Problem("from_on", message("{day} lies before the stay began.", day=written(begins)))
    if stay.end_on is not None and begins > stay.end_on:
        yield Problem("from_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    if begins > today:
        yield warning("from_on", message("{day} lies in the future.", day=written(begins)))
    if ends is not None and ends < begins:
        yield Problem("to_on", message("The last day lies before the first."))
