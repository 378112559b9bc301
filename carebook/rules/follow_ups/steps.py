"""The days of a follow-up template as a person writes and reads them: "7 ngày, 1 tháng" for what is kept as 7d, 1m."""

from __future__ import annotations

import re
from collections.abc import Iterable

from carebook.rules.search_words import fold
from carebook.words import message

MOST = 60
_KEPT = re.compile(r"(\d{1,3})([dm])")
_TYPED = re.compile(r"(?:sau )?(\d{1,3}) ?(d|days?|ngay|n|m|months?|thang|t)")


def is_step(step: str) -> bool:
    """Whether a step is one that schedules know: "7d", "12m"."""
    return _KEPT.fullmatch(step) is not None


def read_steps(typed: str) -> tuple[str, ...]:
    """Steps from what was typed, parted by commas, semicolons or lines; ValueError names the part that cannot be read."""
    steps = []
    for part in re.split(r"[,;\n]+", typed):
        plain = fold(part)
        if not plain:
            continue
        found = _TYPED.fullmatch(plain)
        if found is None:
            raise ValueError(part.strip())
        steps.append(f"{int(found[1])}{'m' if found[2][0] in 'mt' else 'd'}")
    return tuple(steps)


def said_steps(steps: Iterable[str]) -> str:
    """Steps in words: "7 ngày, 1 tháng"; what is no step stands as it is."""
    return ", ".join(_said(step) for step in steps)


def _said(step: str) -> str:
    found = _KEPT.fullmatch(step)
    if found is None:
        return step
    number = int(found[1])
    if found[2] == "m":
        return str(message("{number} month", number=1) if number == 1 else message("{number} months", number=number))
    return str(message("{number} day", number=1) if number == 1 else message("{number} days", number=number))
