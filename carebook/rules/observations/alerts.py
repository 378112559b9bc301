"""Which measured values are told to somebody: unusual ones, urgent ones, and those that are only worth a look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from carebook.rules.observations.limits import Limits
from carebook.rules.observations.reading import HasValue, plain_number
from carebook.words import Message, message


class AlertLevel(Enum):
    """How much it matters."""

    NOTICE = "notice"  # worth a look
    ALERT = "alert"  # outside the limits; why is asked
    URGENT = "urgent"  # at once


@dataclass(frozen=True)
class Alert:
    """Why a value is told: how much it matters, on which side it lies ("low", "high", "word"), and the words."""

    level: AlertLevel
    side: str
    message: Message

    @property
    def is_unusual(self) -> bool:
        """Whether a reason is asked for."""
        return self.level is not AlertLevel.NOTICE


def alert_of(value: HasValue | float, limits: Limits) -> Alert | None:
    """Whether what was measured (a plain number, a reading or an observation) is told; of a pair what matters more."""
    if isinstance(value, int | float):
        return _of_number(float(value), limits.low, limits.high, limits.above, limits.notice, limits.urgent)
    if value.word is not None:
        unusual = bool(limits.usual) and value.word not in limits.usual
        return Alert(AlertLevel.ALERT, "word", message("not as usual")) if unusual else None
    found = [
        _of_number(value.value, limits.low, limits.high, limits.above, limits.notice, limits.urgent),
        _of_number(value.value_second, limits.second_low, limits.second_high, None, None, limits.second_urgent),
    ]
    order = list(AlertLevel)
    return max((one for one in found if one is not None), key=lambda one: order.index(one.level), default=None)


def _of_number(
    value: float | None,
    low: float | None,
    high: float | None,
    above: float | None,
    notice: float | None,
    urgent: float | None,
) -> Alert | None:
    if value is None:
        return None
    if low is not None and value < low:
        return Alert(AlertLevel.ALERT, "low", message("low (below {limit})", limit=plain_number(low)))
    if urgent is not None and value >= urgent:
        return Alert(AlertLevel.URGENT, "high", message("very high (from {limit})", limit=plain_number(urgent)))
    if high is not None and value >= high:
        return Alert(AlertLevel.ALERT, "high", message("high (from {limit})", limit=plain_number(high)))
    if above is not None and value > above:
        return Alert(AlertLevel.ALERT, "high", message("high (over {limit})", limit=plain_number(above)))
    if notice is not None and value >= notice:
        return Alert(AlertLevel.NOTICE, "high", message("a little high (from {limit})", limit=plain_number(notice)))
    return None
