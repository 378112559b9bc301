"""A round of measures as it is typed: which round it is, what a cell may hold, what is asked about it, when it happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.codes import Code
from carebook.records.monitoring import Observation
from carebook.rules.monitoring import Timetable
from carebook.rules.observations import (
    Limits,
    Measured,
    Reading,
    WeightChange,
    impossible,
    reading_of,
    unusual_in,
    unusual_reasons,
    words_of,
)
from carebook.rules.problem import Problem
from carebook.rules.shifts import Shift
from carebook.words import Message

_DIGITS = re.compile(r"[0-9]{2,6}", re.ASCII)
BEFORE = timedelta(hours=1)
"""So long before its hour a round is the one people are at: the thermometers go round before seven."""


@dataclass(frozen=True)
class Judged:
    """What is to be said of the text of a cell: what it reads as, or the sentence why it cannot be; whether why is asked.

    ``reasons`` explain an unusual value, each on a key of its own. ``instead`` is what was probably meant ("" unknown): "39,1" for
    "391", "120/80" for "12080".
    """

    reading: Reading | None = None
    wrong: Message | None = None
    instead: str = ""
    unusual: Message | None = None
    reasons: tuple[Code, ...] = ()


def judged(
    text: str,
    measure: Code,
    *,
    limits: Limits,
    codes: Sequence[Code],
    weight: WeightChange | None = None,
) -> Judged:
    """What is to be said of ``text`` typed for a measure of somebody; ``weight`` is the change that it means."""
    read = reading_of(text, measure, codes)
    if isinstance(read, Problem):
        return Judged(wrong=read.message, instead=_instead(text, measure))
    against = Measured(measure, limits, codes, weight)
    probe = Observation(
        episode_id="", measure=measure.code, value=read.value, value_second=read.value_second, word=read.word
    )
    unusual = unusual_in(probe, against)
    reasons = tuple(unusual_reasons(measure.code, codes)) if unusual is not None else ()
    return Judged(read, unusual=unusual, reasons=reasons)


def _instead(text: str, measure: Code) -> str:
    """The value that a forgotten comma or stroke leads to."""
    digits = text.strip()
    if not _DIGITS.fullmatch(digits):
        return ""
    if measure.extra.get("pair"):
        at = {4: 2, 5: 3, 6: 3}.get(len(digits))
        guess = f"{digits[:at]}/{digits[at:]}" if at else ""
    else:
        guess = f"{digits[:-1]},{digits[-1]}" if measure.extra.get("decimals") else ""
    read = reading_of(guess, measure) if guess else None
    fits = isinstance(read, Reading) and impossible(read, measure) is None
    return guess if fits else ""


def word_for_key(key: str, measure: Code, codes: Iterable[Code]) -> Code | None:
    """The word of a measure told in words that a letter stands for."""
    return _with_key(key, words_of(measure, codes))


def reason_for_key(key: str, codes: Iterable[Code]) -> Code | None:
    """Why something was not done, by its letter (list ``not_done_reason``)."""
    return _with_key(key, [one for one in codes if one.list_name == "not_done_reason"])


def _with_key(key: str, codes: Iterable[Code]) -> Code | None:
    wanted = key.casefold()
    return next((one for one in codes if wanted and str(one.extra.get("key", "")).casefold() == wanted), None)


def round_of(
    now: datetime, codes: Sequence[Code], shifts: Sequence[Shift], days: Iterable[date]
) -> tuple[date, str] | None:
    """The round of a day of duty that people are at: the last one whose hour came, or comes within one hour."""
    table = Timetable(codes, shifts)
    at = [
        (moment, day, one.code)
        for day in days
        for one in codes
        if one.list_name == "care_round" and (moment := table.at(one.code, day)) is not None
    ]
    began = [one for one in at if one[0] - BEFORE <= now]
    return max(began)[1:] if began else None


def taken_at(at: datetime, now: datetime, *, from_sheet: bool, ends: datetime) -> datetime:
    """When something entered now happened: now, while its time runs until ``ends``; from a paper sheet, or later, at the hour
    of its round.
    """
    running = at - BEFORE <= now < ends
    return now if running and not from_sheet else min(at, now)
