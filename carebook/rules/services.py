"""Records of service: what must be written about one, what is unusual, and when a safety plan is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from carebook.dates import written
from carebook.records.episodes import Episode
from carebook.records.services import DangerLevel, ServiceRecord
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

EARLIEST = 1990
LONGEST_MINUTES = 12 * 60  # a service of more minutes was mistyped
_TEXTS = ("need", "content", "result", "safety_plan", "next_step")


def asks_for_safety(danger: DangerLevel | None) -> bool:
    """Whether somebody in so much danger is asked for a safety plan before they go, or ring off."""
    return danger in (DangerLevel.HIGH, DangerLevel.URGENT)


def problems_in_service(record: ServiceRecord, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a record of service, beside their fields. In a restricted stay the fee is always 0."""
    return [*_missing(record), *_in_days(record, stay, today), *_in_numbers(record, stay), *_unusual(record)]


def _missing(record: ServiceRecord) -> Iterator[Problem]:
    if not record.service:
        yield Problem("service", message("Choose the service."))
    if not record.channel:
        yield Problem("channel", message("Choose how the service was given."))
    if not record.need.strip():
        yield Problem("need", message("Write what the person needed, in a few words."))
    if not record.staff_member_id:
        yield Problem("staff_member_id", message("Choose who gave the service."))
    yield from too_long(record, _TEXTS)


def _in_days(record: ServiceRecord, stay: Episode, today: date) -> Iterator[Problem]:
    given, following = record.given_on, record.next_on
    if given is None:
        yield Problem("given_on", message("Write on which day the service was given."))
    elif given.year < EARLIEST:
        yield Problem("given_on", message("The year {year} cannot be meant. Check it.", year=given.year))
    elif given > today:
        yield Problem("given_on", message("{day} lies in the future.", day=written(given)))
    elif given < stay.start_on:
        begun = message(
            "Given on {day}, before the stay began ({start}).", day=written(given), start=written(stay.start_on)
        )
        yield warning("given_on", begun)
    elif stay.end_on is not None and given > stay.end_on:
        ended = message("Given on {day}, after the stay ended ({end}).", day=written(given), end=written(stay.end_on))
        yield warning("given_on", ended)
    if following is not None and given is not None and following < given:
        yield Problem("next_on", message("The next appointment lies before the service ({day}).", day=written(given)))


def _in_numbers(record: ServiceRecord, stay: Episode) -> Iterator[Problem]:
    minutes = record.minutes
    if minutes is not None and not 0 < minutes <= LONGEST_MINUTES:
        yield Problem("minutes", message("{n} minutes cannot be meant. Check it.", n=minutes))
    if record.fee < 0:
        yield Problem("fee", message("A sum of money is not below zero."))
    elif record.fee and stay.confidential:
        yield Problem("fee", message("Help in a protected case is free: the fee stays 0."))


def _unusual(record: ServiceRecord) -> Iterator[Problem]:
    if asks_for_safety(record.danger) and not record.safety_plan.strip():
        yield warning("safety_plan", message("The danger is high: write what was agreed for safety."))
