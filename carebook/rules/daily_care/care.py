"""The care grid of a shift: what may be written about it, what stands in a cell, and when a shift is written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from carebook.records.care_plans import HelpLevel
from carebook.records.daily_care import CareEntry
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem
from carebook.rules.shifts import Duty
from carebook.words import message

SLACK = timedelta(minutes=1)
"""How far the clocks of two machines may differ before something lies in the future."""
LONGEST_BACK = timedelta(days=62)
"""A sheet older than two months is not entered any more; it was the wrong day that was chosen."""

Plan = Mapping[str, HelpLevel]
"""The help that is planned for somebody: a level for each kind of care."""


@dataclass(frozen=True)
class Given:
    """What is known of one kind of care in one shift. ``entry`` is its own row, None where the row "as planned" answers for it.

    ``level`` is what was given: the exception, or the planned level if it went as planned; None while nothing is written.
    """

    level: HelpLevel | None = None
    planned: HelpLevel | None = None
    not_done: str = ""
    entry: CareEntry | None = None

    @property
    def is_exception(self) -> bool:
        """Whether it has a row of its own."""
        return self.entry is not None

    @property
    def is_written(self) -> bool:
        """Whether the shift answers for it."""
        return self.level is not None or bool(self.not_done)


def given(kind: str, plan: Plan, entries: Iterable[CareEntry]) -> Given:
    """What one person was given of one kind of care in the shift that ``entries`` are of."""
    planned = plan.get(kind)
    as_planned, own = None, None
    for entry in entries:
        if entry.kind is None:
            as_planned = entry
        elif entry.kind == kind:
            own = entry
    if own is not None:
        return Given(own.level, planned, own.not_done or "", own)
    return Given(planned if as_planned is not None else None, planned)


def as_planned(entries: Iterable[CareEntry]) -> CareEntry | None:
    """The row that says "as planned", if there is one."""
    return next((entry for entry in entries if entry.kind is None), None)


def is_due(plan: Plan) -> bool:
    """Whether a shift has to be written down for somebody: help is planned that they do not give themselves."""
    return any(level is not HelpLevel.SELF for level in plan.values())


def is_done(plan: Plan, entries: Iterable[CareEntry]) -> bool:
    """Whether the shift is written down: as planned, or every planned kind for itself."""
    written = {entry.kind for entry in entries}
    return None in written or (bool(written) and all(kind in written for kind in plan))


def problems_in_care(
    entry: CareEntry,
    duty: Duty | None,
    plan: Plan,
    *,
    now: datetime,
    kinds: Collection[str],
    reasons: Collection[str],
) -> list[Problem]:
    """What stands against a row of the grid; ``duty`` is the shift it names (None: there is none of that name).

    ``kinds`` of care and ``reasons`` why it was not given are the codes of the lists that hold that day.
    """
    found = [*_in_shift(duty, now), *_in_row(entry, plan), *too_long(entry, ("note",))]
    if entry.kind is not None and entry.kind not in kinds:
        found.append(Problem("kind", message("This kind of care is not in the list; choose another.")))
    if entry.not_done and entry.not_done not in reasons:
        found.append(Problem("not_done", message("This is no reason of the list; choose another.")))
    return found


def _in_shift(duty: Duty | None, now: datetime) -> Iterator[Problem]:
    if duty is None:
        yield Problem("shift", message("Choose the shift."))
    elif duty.begins_at > now + SLACK:
        yield Problem("duty_on", message("{shift} has not begun yet.", shift=duty.shift.text))
    elif duty.ends_at < now - LONGEST_BACK:
        yield Problem("duty_on", message("This shift is more than two months ago. Check the day."))


def _in_row(entry: CareEntry, plan: Plan) -> Iterator[Problem]:
    if entry.done_by_id is None:
        yield Problem("done_by_id", message("Choose who did it."))
    if entry.kind is None:
        if entry.level is not None or entry.not_done:
            yield Problem("kind", message("Choose the kind of care."))
        elif not plan:
            yield Problem(
                "kind", message("No help is planned, so nothing can be “as planned”. Write each kind by itself.")
            )
    elif entry.level is None and not entry.not_done:
        yield Problem("level", message("Write how much help was given, or why none was."))
    elif entry.level is not None and entry.not_done:
        yield Problem("not_done", message("It was given or it was not: write the level or the reason."))
