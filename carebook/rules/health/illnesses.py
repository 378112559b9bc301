"""Lasting illnesses and vaccinations: how an ICD-10 code is read, which group it belongs to, what is wrong with an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.health import ChronicCondition, Immunisation
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

_ICD = re.compile(r"([A-Z]\d[\dA-Z])\.?(\d{0,2})([*†+]?)")
LONGEST_ICD = 8
MOST_DOSES = 20
OTHER = "other"


def read_icd(typed: str) -> str | None:
    """A typed ICD-10 code in its plain form ("i10" → "I10", "e119" → "E11.9"); None when it is none, "" for nothing."""
    plain = "".join(typed.split()).upper()
    if not plain:
        return ""
    found = _ICD.fullmatch(plain)
    if found is None:
        return None
    chapter, detail, mark = found.groups()
    return f"{chapter}.{detail}{mark}" if detail else f"{chapter}{mark}"


def chronic_group(icd: str, groups: Iterable[Code]) -> str:
    """The group (list ``chronic_group``) of an ICD-10 code: that with the longest prefix that fits; "other" when none does."""
    plain = read_icd(icd) or ""
    fits = [
        (len(prefix), group.code)
        for group in groups
        for prefix in group.extra.get("prefixes", ())
        if plain.startswith(prefix)
    ]
    return max(fits)[1] if fits else OTHER


def problems_in_icd(icd: str) -> Iterator[Problem]:
    """What is wrong with a typed ICD-10 code, beside the field ``icd``."""
    if read_icd(icd) is None:
        yield Problem(
            "icd", message("“{icd}” is no ICD-10 code; one reads I10 or E11.9.", icd=icd.strip()[:LONGEST_ICD])
        )


def problems_in_condition(condition: ChronicCondition, *, today: date) -> list[Problem]:
    """Errors and warnings of a lasting illness, beside their fields."""
    return [
        *_in_illness(condition),
        *problems_in_icd(condition.icd),
        *_in_days(condition, today),
        *too_long(condition, ("words", "note")),
    ]


def _in_illness(condition: ChronicCondition) -> Iterator[Problem]:
    if not condition.words.strip():
        yield Problem("words", message("Write the illness in words."))


def _in_days(condition: ChronicCondition, today: date) -> Iterator[Problem]:
    since, ended = condition.since, condition.ended_on
    known = since is not None and not since.is_unknown
    if since is not None and known and since.earliest > today:
        yield Problem("since", message("{day} lies in the future.", day=written(since)))
    if ended is not None and ended > today:
        yield Problem("ended_on", message("{day} lies in the future.", day=written(ended)))
    if ended is not None and since is not None and known and ended < since.earliest:
        yield Problem("ended_on", message("{day} lies before the illness was known.", day=written(ended)))


def problems_in_immunisation(given: Immunisation, *, today: date, before: Iterable[Immunisation] = ()) -> list[Problem]:
    """Errors and warnings of a vaccination; ``before`` are the person's other ones."""
    return [
        *_in_vaccination(given, today),
        *_twice(given, before),
        *too_long(given, ("place", "lot", "reaction")),
    ]


def _in_vaccination(given: Immunisation, today: date) -> Iterator[Problem]:
    day, again = given.given_on, given.next_on
    if not given.vaccine:
        yield Problem("vaccine", message("Choose the vaccine."))
    if given.dose_no is not None and not 1 <= given.dose_no <= MOST_DOSES:
        yield Problem("dose_no", message("The number of the dose is between 1 and {most}.", most=MOST_DOSES))
    if day is None:
        yield Problem("given_on", message("Write on which day it was given."))
    elif day > today:
        yield Problem("given_on", message("{day} lies in the future.", day=written(day)))
    elif again is not None and again <= day:
        yield Problem("next_on", message("The next dose comes after this one."))


def _twice(given: Immunisation, before: Iterable[Immunisation]) -> Iterator[Problem]:
    for one in before:
        same = one.id != given.id and (one.vaccine, one.given_on) == (given.vaccine, given.given_on)
        if same and given.given_on is not None:
            said = message("This vaccine was already written for {day}.", day=written(given.given_on))
            yield warning("given_on", said)
            return
