"""What is wrong with the answers of a sheet: impossible values, missing items, an age the instrument is not made for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from carebook.dates import Age
from carebook.records.instrument_files import AGE_IN_MONTHS, AnswerKind, Instrument, Item, Method
from carebook.rules.instruments.tables import said
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

Answers = Mapping[str, float | str | None]
"""Item code → answer; None or nothing where there is none. In attainment of goals a goal's thread → its level."""

_NEARLY = 1e-9


def is_answered(answer: float | str | None) -> bool:
    """Whether something stands there; spaces alone are nothing."""
    return bool(answer.strip()) if isinstance(answer, str) else answer is not None


def fault_of(item: Item, answer: float | str) -> Message | None:
    """Why an answer is impossible for an item; None when it is possible."""
    if item.kind is AnswerKind.TEXT:
        return None if isinstance(answer, str) else message("This is answered in words.")
    if isinstance(answer, str) or not math.isfinite(answer):
        return message("This is answered with a number.")
    if item.kind is AnswerKind.NUMBER:
        return _fault_of_number(item, answer)
    if answer in {choice.value for choice in item.choices}:
        return None
    values = " · ".join(said(choice.value) for choice in item.choices)
    return message("{value} is none of the answers: {values}.", value=said(answer), values=values)


def _fault_of_number(item: Item, answer: float) -> Message | None:
    low, high = item.low, item.high
    if low is not None and high is not None and not low <= answer <= high:
        return message("{value} lies outside {low}–{high}.", value=said(answer), low=said(low), high=said(high))
    if abs(round(answer, item.decimals) - answer) > _NEARLY:
        if item.decimals == 0:
            return message("This is a whole number.")
        return message("This has at most {n} digits after the comma.", n=item.decimals)
    if item.step is not None:
        steps = (answer - (low or 0.0)) / item.step
        if abs(steps - round(steps)) > _NEARLY:
            return message(
                "This goes up by {step} from {low}; {value} is not among them.",
                step=said(item.step),
                low=said(low or 0.0),
                value=said(answer),
            )
    return None


def is_weight(weight: float) -> bool:
    """Whether a goal can have this weight."""
    return math.isfinite(weight) and weight > 0


def items_asked(instrument: Instrument, answers: Answers) -> Sequence[tuple[str, Item]]:
    """The codes answers are kept under, with their items: the items themselves, or one item for every goal."""
    if instrument.scoring.method is Method.GOALS:
        return [(goal, instrument.items[0]) for goal in answers]
    return [(item.code, item) for item in instrument.items]


def problems_in_answers(
    instrument: Instrument,
    answers: Answers,
    *,
    weights: Mapping[str, float] | None = None,
    age_months: int | None = None,
) -> list[Problem]:
    """What is wrong with the answers so far; an item without an answer is no fault yet.

    Errors, with the item's code as field: an impossible value, an item that is not there, a goal's weight (``weights``) not
    above 0. Warnings: answers that do not fit together, an age outside the instrument's (field ""); an answer to the item
    ``AGE_IN_MONTHS`` goes before ``age_months``, the age in completed months on the day of the test.
    """
    asked = dict(items_asked(instrument, answers))
    found: list[Problem] = []
    for code, answer in answers.items():
        if answer is None or not is_answered(answer):
            continue
        if code not in asked:
            found.append(Problem(code, message("This instrument has no item “{code}”.", code=code)))
        elif fault := fault_of(asked[code], answer):
            found.append(Problem(code, fault))
    for goal, weight in (weights or {}).items():
        if not is_weight(weight):
            found.append(Problem(goal, message("The weight of a goal is more than 0.")))
    found += _comparisons(instrument, answers)
    own_age = answers.get(AGE_IN_MONTHS)
    age = int(own_age) if isinstance(own_age, int | float) and math.isfinite(own_age) else age_months
    if age is not None and (words := _outside_ages(instrument, age)):
        found.append(warning("", words))
    return found


def problems_in_completed(
    instrument: Instrument,
    answers: Answers,
    *,
    weights: Mapping[str, float] | None = None,
    age_months: int | None = None,
) -> list[Problem]:
    """As ``problems_in_answers``, and every item that is not optional must have an answer: the sheet is to be finished.

    In attainment of goals every goal of ``answers`` and of ``weights`` must be rated, and there is at least one.
    """
    wanted = {**dict.fromkeys(weights or {}), **answers} if instrument.scoring.method is Method.GOALS else answers
    found = problems_in_answers(instrument, answers, weights=weights, age_months=age_months)
    asked = items_asked(instrument, wanted)
    if not asked:
        found.append(Problem("", message("There is no goal to rate yet.")))
    found += [
        Problem(code, message("Not answered yet."))
        for code, item in asked
        if not item.optional and not is_answered(answers.get(code))
    ]
    return found


def _comparisons(instrument: Instrument, answers: Answers) -> list[Problem]:
    found = []
    for pair in instrument.comparisons:
        this, other = answers.get(pair.item), answers.get(pair.other)
        if isinstance(this, str) or isinstance(other, str) or this is None or other is None:
            continue
        if pair.low <= this <= pair.high and not pair.other_low <= other <= pair.other_high:
            found.append(warning(pair.other, message("Worth a second look: {words}", words=pair.words)))
    return found


def _outside_ages(instrument: Instrument, months: int) -> Message | None:
    low, high = instrument.min_age_months, instrument.max_age_months
    if low is not None and months < low:
        return message("Made for people from {limit} on; here: {age}.", limit=_limit(low), age=_said_age(months))
    if high is not None and months > high:
        return message("Made for people up to {limit}; here: {age}.", limit=_limit(high), age=_said_age(months))
    return None


def _said_age(months: int) -> Message:
    return Age(years=months // 12, months=months, days=None, certain=True).words


def _limit(months: int) -> Message:
    """The end of a range of ages: in years where it is the first or the last month of one."""
    if months % 12 in (0, 11):
        return _said_age(months)
    return message("{n} months old", n=months)
