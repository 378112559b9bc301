"""What of daily care asks to look at a case anew: too great a loss of weight, doses refused again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from carebook.money import number
from carebook.records.codes import Limit
from carebook.rules.dated import limit_on
from carebook.rules.observations import WeightChange, weight_change
from carebook.words import Message, message

WEIGHT_LOSS, REFUSED_DOSES = "weight_loss", "refused_doses"


def losses_of_weight(weights: Iterable[tuple[date, float]], limits: Sequence[Limit], today: date) -> list[WeightChange]:
    """The losses beyond what the book allows in a month or in half a year, one for each time the limit was passed anew.

    While a weight stays below the limit the later ones are the same loss, not another. KeyError when a limit is missing.
    """
    month = limit_on(limits, "weight_loss_month", today).value
    half_year = limit_on(limits, "weight_loss_half_year", today).value
    known = sorted(weights)
    if not _may_have_fallen(known, min(month, half_year)):
        return []
    found: list[WeightChange] = []
    falling = False
    for day, _value in known:
        change = weight_change(known, day, month_percent=month, half_year_percent=half_year, grows=True)
        lost = change is not None and change.is_loss and bool(change.beyond)
        if change is not None and lost and not falling:
            found.append(change)
        falling = lost
    return found


def _may_have_fallen(known: Sequence[tuple[date, float]], percent: float) -> bool:
    """Whether some weight lies so far below an earlier one: cheap, and false of nearly everybody."""
    highest = 0.0
    for _day, value in known:
        if value < highest * (1 - percent / 100):
            return True
        highest = max(highest, value)
    return False


def refusals_too_many(days: Iterable[date], limits: Sequence[Limit], today: date) -> Iterator[tuple[date, int, int]]:
    """The days on which so many doses had been refused within so many days: the day, how many, within how many.

    A refusal counts once: after such a day counting begins anew. KeyError when a limit is missing.
    """
    times = limit_on(limits, "refused_doses", today).value
    within = limit_on(limits, "refused_within", today).value
    waiting: list[date] = []
    for day in sorted(days):
        waiting = [one for one in waiting if day - one < timedelta(days=within)]
        waiting.append(day)
        if len(waiting) >= times:
            yield day, len(waiting), within
            waiting = []


def in_figures(change: WeightChange) -> Message:
    """The weights before and after: "52,0 → 48,5 kg"."""
    return message("{before} → {now} kg", before=number(change.before, 1), now=number(change.now, 1))


def times_refused(times: int, within: int) -> Message:
    """How often doses were refused: "3 lần trong 7 ngày"."""
    return message("{n} times in {days} days", n=times, days=within)
