"""Curves of what was measured over time: one for each instrument and place of the body, gaps where a measure is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from carebook.records.instrument_files import AnswerKind, Better, Instrument, Method, Purpose
from carebook.records.rehabilitation import RehabilitationGoal
from carebook.rules.attainment import EXPECTED_T, TScore
from carebook.rules.instruments import Score, rounded, unit_of
from carebook.rules.therapy_progress.tally import SessionFact, Stretch
from carebook.words import Message, message

ATTENDANCE, T_SCORE, PAIN = "attendance", "t_score", "session_pain"
"""The names of the curves that come from no instrument."""
_OF_THERAPY = (Purpose.ADL, Purpose.REHAB, Purpose.FALLS, Purpose.FUNCTION, Purpose.PAIN, Purpose.CHILD, Purpose.AUTISM)
_OF_THE_MIND = (Purpose.MOOD, Purpose.COGNITION)
_ORDER = (*_OF_THERAPY, *_OF_THE_MIND)
_LOW_T, _HIGH_T = 20.0, 80.0
_WORST_PAIN = 10.0
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Point:
    """A value on a day; None where one is missing, so that the line breaks there."""

    on: date
    value: float | None


@dataclass(frozen=True)
class Curve:
    """One line of one measure. Curves of the same ``instrument`` share one axis and are told apart by ``what`` (a place of the
    body, a part of a scale). ``lowest`` and ``highest`` are where the axis begins and ends at least, ``goal`` the value to
    reach in the plan in force, ``better`` the good end where there is one.
    """

    instrument: str
    title: str | Message
    points: tuple[Point, ...]
    what: str | Message = ""
    unit: str = ""
    lowest: float | None = None
    highest: float | None = None
    goal: float | None = None
    better: Better | None = None

    @property
    def measured(self) -> tuple[Point, ...]:
        """The points with a value, the oldest first."""
        return tuple(point for point in self.points if point.value is not None)


@dataclass(frozen=True)
class Measure:
    """One finished sheet of an instrument: its day, what was answered, what it came to."""

    on: date
    instrument: Instrument
    answers: Mapping[str, float | str | None]
    result: Score


def curves_of(measures: Iterable[Measure], goals: Sequence[RehabilitationGoal]) -> tuple[Curve, ...]:
    """The curves of all finished sheets of a stay, those a goal names first, then by what the instruments are for.

    Sheets of goal attainment are no curve here: the T score of the plan's own goals is. What is measured for nursing alone
    (skin, illness, nutrition) is left out unless a goal names it.
    """
    named = {goal.instrument for goal in goals if goal.instrument}
    lines: dict[tuple[str, str], list[tuple[date, Measure, float | None]]] = {}
    for one in sorted(measures, key=lambda measure: measure.on):
        purpose = one.instrument.purpose
        if purpose is Purpose.GOALS or (purpose not in _ORDER and one.instrument.code not in named):
            continue
        for what, value in _values(one):
            lines.setdefault((one.instrument.code, what), []).append((one.on, one, value))
    found = [_curve(what, line, goals) for (_code, what), line in lines.items()]
    return tuple(sorted(found, key=lambda curve: _place(curve, lines, named)))


def _place(
    curve: Curve, lines: Mapping[tuple[str, str], Sequence[tuple[date, Measure, float | None]]], named: set[str]
) -> tuple[bool, int, str, str]:
    purpose = lines[curve.instrument, str(curve.what)][-1][1].instrument.purpose
    place = _ORDER.index(purpose) if purpose in _ORDER else len(_ORDER)
    return curve.instrument not in named, place, str(curve.title), str(curve.what)


def _values(one: Measure) -> Iterator[tuple[str, float | None]]:
    """What a sheet measured: its total, or the totals of its parts; at which place, where it asks for one."""
    total = one.result.total if one.result.complete else None
    if one.instrument.scoring.method is Method.NONE:
        for part in one.result.subscores:
            yield part.subscale.title, part.total if part.complete else None
    else:
        yield place_of(one), total


def place_of(one: Measure) -> str:
    """Where it was measured, in words: "gấp vai · phải · chủ động"; "" for an instrument that measures the whole person.

    An instrument asks where when a text in it has to be answered; the choices it does not count belong to the place.
    """
    if not any(item.kind is AnswerKind.TEXT and not item.optional for item in one.instrument.items):
        return ""
    said = []
    for item in one.instrument.items:
        answer = one.answers.get(item.code)
        if item.kind is AnswerKind.TEXT and isinstance(answer, str):
            said.append(" ".join(answer.split()).lower())
        elif item.choices and not item.counted:
            said += [choice.words for choice in item.choices if choice.value == answer]
    return " · ".join(filter(None, said))


def _curve(what: str, line: Sequence[tuple[date, Measure, float | None]], goals: Sequence[RehabilitationGoal]) -> Curve:
    instrument = line[-1][1].instrument
    scoring, unit = instrument.scoring, unit_of(instrument)
    return Curve(
        instrument.code,
        instrument.short_title,
        with_gaps([Point(on, value) for on, _measure, value in line], instrument.interval_months),
        what,
        unit,
        lowest=scoring.low if not unit or (scoring.low or 0) >= 0 else None,
        highest=scoring.high if not unit else None,
        goal=goal_value(goals, instrument.code, what),
        better=instrument.better,
    )


def with_gaps(points: Sequence[Point], interval_months: int | None) -> tuple[Point, ...]:
    """The points, and an empty one where a measure that was due did not come: the next was later than two intervals on."""
    found = list(points[:1])
    for before, after in pairwise(points):
        if interval_months is not None and after.on > before.on + relativedelta(months=2 * interval_months):
            found.append(Point(before.on + relativedelta(months=interval_months), None))
        found.append(after)
    return tuple(found)


def goal_value(goals: Iterable[RehabilitationGoal], instrument: str, what: str = "") -> float | None:
    """The value to reach on an instrument: the number in the level to reach of the goal measured with it, the last such goal.

    Where the instrument measures a place, only of a goal that names the place.
    """
    value = None
    for goal in goals:
        if goal.instrument != instrument or not (number := _NUMBER.search(goal.to_value)):
            continue
        words = " ".join((goal.text, goal.measure)).lower()
        if not what or what.split(" · ")[0] in words:
            value = float(number[0].replace("−", "-").replace(",", "."))
    return value


def t_curve(scores: Sequence[TScore]) -> Curve:
    """The curve of T scores; the line breaks where other goals are counted than before, which cannot be compared."""
    points: list[Point] = []
    counted: frozenset[str] | None = None
    for score in scores:
        if counted is not None and score.threads != counted:
            points.append(Point(score.on, None))
        counted = score.threads
        points.append(Point(score.on, score.t))
    return Curve(
        T_SCORE,
        message("Goal attainment (T score)"),
        tuple(points),
        lowest=_LOW_T,
        highest=_HIGH_T,
        goal=EXPECTED_T,
        better=Better.HIGH,
    )


def attendance_curve(parts: Sequence[Stretch]) -> Curve:
    """The share of sessions done of each stretch, in percent; a gap where none was expected."""
    points = tuple(
        Point(part.middle, rounded(100 * part.tally.given / part.tally.expected, 1) if part.tally.expected else None)
        for part in parts
    )
    return Curve(ATTENDANCE, message("Sessions done"), points, unit="%", lowest=0.0, highest=100.0, better=Better.HIGH)


def pain_curves(sessions: Iterable[SessionFact]) -> tuple[Curve, ...]:
    """Pain before and after the sessions in which it was asked, 0 to 10; nothing where it never was."""
    asked = sorted(
        (one for one in sessions if (one.pain_before, one.pain_after) != (None, None)), key=lambda one: (one.on, one.at)
    )
    if not asked:
        return ()
    return (
        _pain(message("before the session"), [Point(one.on, _float(one.pain_before)) for one in asked]),
        _pain(message("after the session"), [Point(one.on, _float(one.pain_after)) for one in asked]),
    )


def _pain(what: Message, points: Iterable[Point]) -> Curve:
    return Curve(
        PAIN, message("Pain in the sessions"), tuple(points), what, lowest=0.0, highest=_WORST_PAIN, better=Better.LOW
    )


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)
