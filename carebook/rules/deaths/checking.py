"""What stands against writing a death down: times that cannot be, papers before the death, sums below zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from carebook.dates import hour, local, written
from carebook.records.episodes import Episode
from carebook.records.hospital import Death
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

AHEAD = timedelta(minutes=1)
_TEXTS = (
    *("place", "cause", "beside", "certified_by", "family_told", "no_family_because", "grave", "heir"),
    "support_not_due_because",
)
_DAYS = ("notice_on", "extract_on", "buried_on", "minutes_on", "card_cancelled_on")


def problems_in_death(death: Death, *, stay: Episode, now: datetime) -> list[Problem]:
    """Errors and warnings of a death; its day is the last day of the stay."""
    return [
        *_in_dying(death, stay, now),
        *_in_moments(death, now),
        *_in_days(death, local(now).date()),
        *_in_words(death),
        *too_long(death, _TEXTS),
    ]


def _in_dying(death: Death, stay: Episode, now: datetime) -> Iterator[Problem]:
    died = death.died_at
    if died is None:
        yield Problem("died_at", message("Write when the person died."))
    elif died > now + AHEAD:
        yield Problem("died_at", message("{time} lies in the future.", time=_said(died)))
    elif local(died).date() < stay.start_on:
        yield Problem("died_at", message("The day lies outside the stay."))
    if not death.place.strip():
        yield Problem("place", message("Write where the person died."))
    if not death.cause.strip():
        yield Problem("cause", message("Write the cause of death."))


def _in_moments(death: Death, now: datetime) -> Iterator[Problem]:
    for name in ("certified_at", "family_told_at"):
        at = getattr(death, name)
        if at is None:
            continue
        if at > now + AHEAD:
            yield Problem(name, message("{time} lies in the future.", time=_said(at)))
        elif name == "certified_at" and death.died_at is not None and at < death.died_at:
            yield Problem(name, message("{time} comes before the death.", time=_said(at)))
    if death.family_told_at is not None and not death.family_told.strip():
        yield Problem("family_told", message("Write who of the family was told."))


def _in_days(death: Death, today: date) -> Iterator[Problem]:
    died_on = local(death.died_at).date() if death.died_at is not None else None
    for name in _DAYS:
        day = getattr(death, name)
        if day is None:
            continue
        if died_on is not None and day < died_on:
            yield Problem(name, message("{day} comes before the death.", day=written(day)))
        elif day > today and name != "buried_on":
            yield Problem(name, message("{day} lies in the future.", day=written(day)))
    for number, day in (("notice_no", "notice_on"), ("extract_no", "extract_on"), ("minutes_no", "minutes_on")):
        if getattr(death, number).strip() and getattr(death, day) is None:
            yield warning(day, message("The paper has a number and no date."))


def _in_words(death: Death) -> Iterator[Problem]:
    if death.minutes_on is not None and not death.heir.strip():
        yield Problem("heir", message("Write who received the belongings."))
    if death.cost is not None and death.cost < 0:
        yield Problem("cost", message("A sum of money is not below zero."))


def _said(at: datetime) -> str:
    return f"{written(local(at).date())} {hour(local(at).time())}"
