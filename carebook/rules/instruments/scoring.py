"""From answers to a score: total, band, alerts and the scores of parts; what changed since last time; when to measure again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from carebook.records.instrument_files import Alert, Band, Better, Instrument, Item, Method, Scoring, Subscale
from carebook.rules.calendar import months_after
from carebook.rules.instruments.checks import Answers, fault_of, is_weight, items_asked


@dataclass(frozen=True)
class Subscore:
    """The score of a part; ``band`` is None until it is complete."""

    subscale: Subscale
    total: float | None
    band: Band | None
    complete: bool


@dataclass(frozen=True)
class Score:
    """What the answers come to.

    ``total`` is the score of the answers given so far, None when none counts. ``answered`` ``of`` how many that must be
    answered for a total; ``complete`` when all are. ``band`` is None until then ("chưa đánh giá", never "nguy cơ thấp"), and
    where the instrument has none. ``alerts`` speak at once.
    """

    total: float | None
    band: Band | None
    answered: int
    of: int
    complete: bool
    alerts: tuple[Alert, ...]
    subscores: tuple[Subscore, ...]


def score_of(
    instrument: Instrument,
    answers: Answers,
    *,
    weights: Mapping[str, float] | None = None,
    age_years: int | None = None,
    sex: str | None = None,
) -> Score:
    """The score of a sheet, filled wholly or in part; impossible answers, and goals of impossible weight, count as none.

    In attainment of goals the keys of ``answers`` are the goals, ``weights`` their weights (1 where there is none), and the
    goals of both are counted. ``age_years`` and ``sex`` ("male", "female") choose the norm where bands depend on them;
    without a norm for them there is no band.
    """
    goals = instrument.scoring.method is Method.GOALS
    asked = items_asked(instrument, {**dict.fromkeys(weights or {}), **answers} if goals else answers)
    values = _values(asked, answers)
    if goals:
        values = {goal: value for goal, value in values.items() if is_weight((weights or {}).get(goal, 1.0))}
    needed = [code for code, item in asked if item.counted and not item.optional]
    answered = sum(code in values for code in needed)
    complete = bool(needed) and answered == len(needed)
    counted = [code for code, item in asked if item.counted and code in values]
    if goals:
        total = _goal_total(instrument.scoring, {code: values[code] for code in counted}, weights or {})
    else:
        total = _total(instrument.scoring, [values[code] for code in counted])
    band = band_of(instrument, total, age_years=age_years, sex=sex) if complete and total is not None else None
    return Score(
        total=total,
        band=band,
        answered=answered,
        of=len(needed),
        complete=complete,
        alerts=tuple(alert for alert in instrument.alerts if _speaks(alert, values)),
        subscores=tuple(_subscore(part, values) for part in instrument.subscales),
    )


def _values(asked: Sequence[tuple[str, Item]], answers: Answers) -> dict[str, float]:
    """The possible answers that are numbers."""
    found = {}
    for code, item in asked:
        answer = answers.get(code)
        if answer is not None and not isinstance(answer, str) and fault_of(item, answer) is None:
            found[code] = float(answer)
    return found


def _speaks(alert: Alert, values: Mapping[str, float]) -> bool:
    return any(code in values and values[code] >= alert.at_least for code in alert.items)


def _subscore(part: Subscale, values: Mapping[str, float]) -> Subscore:
    given = [values[code] for code in part.items if code in values]
    total = _total(part.scoring, given)
    complete = len(given) == len(part.items)
    band = _band_at(part.bands, total) if complete and total is not None else None
    return Subscore(part, total, band, complete)


# Totals


def _total(scoring: Scoring, values: Sequence[float]) -> float | None:
    if not values:
        return None
    match scoring.method:
        case Method.SUM:
            total = math.fsum(values) * scoring.factor
        case Method.MEAN:
            total = math.fsum(values) / len(values) * scoring.factor
        case Method.COUNT if scoring.at_least is not None:
            total = float(sum(value >= scoring.at_least for value in values))
        case _:
            return None
    return rounded(total, scoring.decimals)


def _goal_total(scoring: Scoring, levels: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    if not levels:
        return None
    return rounded(goal_attainment((levels[goal], weights.get(goal, 1.0)) for goal in levels), scoring.decimals)


def goal_attainment(goals: Iterable[tuple[float, float]]) -> float:
    """The T score of goals, each as (level from -2 to 2, weight above 0): expected mean 50, deviation 10.

    T = 50 + 10 Σwx / √(0,7 Σw² + 0,3 (Σw)²), Kiresuk & Sherman 1968. ValueError without goals or for another weight.
    """
    rated = list(goals)
    if not rated or not all(is_weight(weight) for _, weight in rated):
        raise ValueError(rated)
    weights = math.fsum(weight for _, weight in rated)
    squares = math.fsum(weight**2 for _, weight in rated)
    return 50 + 10 * math.fsum(level * weight for level, weight in rated) / math.sqrt(0.7 * squares + 0.3 * weights**2)


def goal_weight(importance: int, difficulty: int) -> int:
    """The weight of a goal: importance times difficulty, each 1 to 3 (ValueError)."""
    if not (1 <= importance <= 3 and 1 <= difficulty <= 3):
        raise ValueError(importance, difficulty)
    return importance * difficulty


def rounded(value: float, decimals: int) -> float:
    """A score as it is told: halves away from zero, as on paper; what the computer adds far behind the comma is dropped first."""
    return float(Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


# Bands


def band_of(
    instrument: Instrument, total: float, *, age_years: int | None = None, sex: str | None = None
) -> Band | None:
    """What a total means; None outside the range, where the instrument has no bands, and without a norm for age and sex."""
    if not instrument.norms:
        return _band_at(instrument.bands, total)
    if age_years is None:
        return None
    for norm in instrument.norms:
        if norm.sex == sex and norm.age_from <= age_years <= norm.age_to:
            return _band_at(norm.bands, total)
    return None


def _band_at(bands: Sequence[Band], total: float) -> Band | None:
    return next((band for band in bands if band.low <= total <= band.high), None)


# Over time


def band_change(instrument: Instrument, before: Score, now: Score) -> int:
    """By how many bands it became worse; negative is better.

    Bands are compared by their codes in ``instrument``, the version now in use; 0 where one of the two scores has no band or
    has one that this version does not know.
    """
    bands = chain(instrument.bands, *(norm.bands for norm in instrument.norms))
    worse = {band.code: band.worse for band in bands}
    if before.band is None or now.band is None or not {before.band.code, now.band.code} <= worse.keys():
        return 0
    return worse[now.band.code] - worse[before.band.code]


def change_counts(instrument: Instrument, before: Score, now: Score) -> bool:
    """Whether the totals differ by as much as means something; False where this is not known, or a score is not complete."""
    enough = instrument.scoring.minimal_change
    if enough is None or not (before.complete and now.complete) or before.total is None or now.total is None:
        return False
    return abs(now.total - before.total) >= enough


def became(instrument: Instrument, before: Score, now: Score) -> int | None:
    """1 worse, -1 better, 0 the same as before; None where the instrument has no good end, or a score is not complete.

    Another band decides; inside the same band the totals do, unless it is known that so small a change means nothing.
    """
    if instrument.better is None or not (before.complete and now.complete) or before.total is None or now.total is None:
        return None
    if bands := band_change(instrument, before, now):
        return 1 if bands > 0 else -1
    rise = now.total - before.total
    if rise == 0 or (instrument.scoring.minimal_change is not None and not change_counts(instrument, before, now)):
        return 0
    return -1 if (rise > 0) is (instrument.better is Better.HIGH) else 1


def next_due(instrument: Instrument, scored_on: date) -> date | None:
    """The day to measure again; None where the instrument has no interval. 31/08 and 6 months is 28/02."""
    if instrument.interval_months is None:
        return None
    return months_after(scored_on, instrument.interval_months)
