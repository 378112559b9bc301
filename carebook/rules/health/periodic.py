"""Periodic checks: every six months and yearly (Thông tư 33/2017/TT-BLĐTBXH, khoản 1 Điều 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.health import HealthCheck
from carebook.rules.calendar import months_after
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

_TEXTS = ("place", "checker", "findings", "advice")


@dataclass(frozen=True)
class CheckDone:
    """A check that was made: its kind (list ``health_check_kind``) and its day."""

    kind: str
    checked_on: date


@dataclass(frozen=True)
class CheckDue:
    """The next check of somebody: its kind, its day, and the day of the last one that counts for it; None when there was none."""

    kind: str
    due_on: date
    last_on: date | None = None

    def is_due(self, today: date) -> bool:
        """Whether the day has come."""
        return self.due_on <= today


def check_due(done: Iterable[CheckDone], start_on: date, today: date, kinds: Sequence[Code]) -> CheckDue | None:
    """The next periodic check of a stay, by the ``kinds`` of the list with their ``months`` and ``periodic``.

    A check counts for its own kind and for every kind that comes more often; one without months of its own, as on arrival,
    counts for all. Without any, the months run from the first day of the stay. Of several that are due, the most thorough.
    None when no kind comes back.
    """
    months = {kind.code: int(kind.extra.get("months", 0)) for kind in kinds if kind.extra.get("periodic")}
    made = [one for one in done if one.kind in months and one.checked_on <= today]
    waiting = []
    for code, every in months.items():
        if every:
            counting = [one.checked_on for one in made if not months[one.kind] or months[one.kind] >= every]
            last = max(counting, default=None)
            waiting.append((months_after(last or start_on, every), every, code, last))
    due = [one for one in waiting if one[0] <= today]
    if not waiting:
        return None
    on, _every, code, last = (
        max(due, key=lambda one: one[1]) if due else min(waiting, key=lambda one: (one[0], -one[1]))
    )
    return CheckDue(code, min((one[0] for one in due), default=on), last)


def problems_in_check(check: HealthCheck, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a check of a stay, beside their fields."""
    return [*_in_day(check, stay, today), *_in_words(check), *too_long(check, _TEXTS)]


def _in_day(check: HealthCheck, stay: Episode, today: date) -> Iterator[Problem]:
    day = check.checked_on
    if day is None:
        yield Problem("checked_on", message("Write on which day the check was made."))
    elif day > today:
        yield Problem("checked_on", message("{day} lies in the future.", day=written(day)))
    elif stay.end_on is not None and day > stay.end_on:
        yield Problem("checked_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    elif day < stay.start_on:
        yield warning("checked_on", message("{day} lies before the stay began.", day=written(day)))


def _in_words(check: HealthCheck) -> Iterator[Problem]:
    if not check.kind:
        yield Problem("kind", message("Choose the kind of check."))
    if check.health_class is None and not check.findings.strip():
        yield warning("health_class", message("Neither a class of health nor findings are written."))
