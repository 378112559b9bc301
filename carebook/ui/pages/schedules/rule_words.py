"""How the form of a series calls the parts of its rule, and which weekday of its month a day is."""

from __future__ import annotations

from datetime import date

from carebook.records.schedules import Frequency
from carebook.ui.parts.fields import Choices
from carebook.words import N_, _

_DISTANCE = {
    Frequency.DAILY: N_("Once in so many days"),
    Frequency.WEEKLY: N_("Once in so many weeks"),
    Frequency.MONTHLY_DAY: N_("Once in so many months"),
    Frequency.MONTHLY_WEEKDAY: N_("Once in so many months"),
}
_NTH = {
    1: N_("The first of the month"),
    2: N_("The second of the month"),
    3: N_("The third of the month"),
    4: N_("The fourth of the month"),
    -1: N_("The last of the month"),
}


def distance_words(frequency: Frequency) -> str:
    """What the distance of a rule counts."""
    return _(_DISTANCE[frequency])


def nth_choices() -> Choices:
    """Which of the weekdays of a month, in words."""
    return [(str(n), _(words)) for n, words in _NTH.items()]


def nth_of_month(day: date) -> int:
    """Which of its weekday in its month a day is; the fifth is the last."""
    n = (day.day - 1) // 7 + 1
    return n if n in _NTH else -1
