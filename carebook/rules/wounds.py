"""Wounds: whether one heals, how long nobody has looked at it, and what is wrong with what is written of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from carebook.dates import local, written
from carebook.records.codes import Code
from carebook.records.episodes import Episode
from carebook.records.health import Wound, WoundCheck
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import N_, message

AHEAD = timedelta(minutes=1)
LARGEST_MM = 1000
DEEPEST_MM = 300
CHANGED = 0.1
"""A wound whose area changed by less than this share stays as it was."""


class Healing(Enum):
    """How the last look at a wound compares with the one before; computed, never kept."""

    SMALLER = "smaller"
    SAME = "same"
    LARGER = "larger"
    UNKNOWN = "unknown"


HEALING_WORDS: dict[Healing, str] = {
    Healing.SMALLER: N_("Getting smaller"),
    Healing.SAME: N_("Unchanged wound"),
    Healing.LARGER: N_("Getting larger"),
    Healing.UNKNOWN: N_("Measured too few times"),
}


@dataclass(frozen=True)
class Look:
    """When a wound was seen last, and by when it is to be seen again."""

    last_on: date | None
    due_on: date

    def is_due(self, today: date) -> bool:
        """Whether it is time to look again."""
        return self.due_on <= today


def area_mm2(check: WoundCheck) -> int | None:
    """Length times width in square millimetres; None when one was not measured."""
    return check.length_mm * check.width_mm if check.length_mm is not None and check.width_mm is not None else None


def area_course(checks: Iterable[WoundCheck]) -> dict[date, float]:
    """The area (length × width, in cm²) by the day it was measured, the oldest first; of several looks of a day the last."""
    timed = sorted((one for one in checks if one.checked_at is not None), key=lambda one: (one.checked_at, one.id))
    return {
        local(one.checked_at).date(): round(area / 100, 2)
        for one in timed
        if one.checked_at is not None and (area := area_mm2(one)) is not None
    }


def healing(checks: Iterable[WoundCheck]) -> Healing:
    """How the newest measured check compares with the one before it: by grade where both have a number, then by area."""
    found = sorted((one for one in checks if one.checked_at is not None), key=lambda one: (one.checked_at, one.id))
    if len(found) < 2:
        return Healing.UNKNOWN
    before, now = found[-2:]
    if _depth(before) is not None and _depth(now) is not None and _depth(before) != _depth(now):
        return Healing.LARGER if (_depth(now) or 0) > (_depth(before) or 0) else Healing.SMALLER
    measured = [area for one in found if (area := area_mm2(one)) is not None]
    if len(measured) < 2:
        return Healing.UNKNOWN
    was, is_now = measured[-2:]
    if abs(is_now - was) <= was * CHANGED:
        return Healing.SAME
    return Healing.LARGER if is_now > was else Healing.SMALLER


def _depth(check: WoundCheck) -> int | None:
    return int(check.grade) if check.grade is not None and check.grade.isdigit() else None


def next_look(wound: Wound, checks: Iterable[WoundCheck], every_days: int) -> Look | None:
    """When an open wound is to be seen again, ``every_days`` after the last look or the day it was found; None once closed."""
    if wound.closed_on is not None or wound.found_on is None:
        return None
    last = max((local(one.checked_at).date() for one in checks if one.checked_at is not None), default=None)
    return Look(last, (last or wound.found_on) + timedelta(days=every_days))


def grades_for(kind: str, grades: Sequence[Code]) -> list[Code]:
    """The grades (list ``wound_grade``) that a kind of wound can have: those that name it in ``kinds``, or no kind."""
    return [one for one in grades if not one.extra.get("kinds") or kind in one.extra["kinds"]]


def problems_in_wound(wound: Wound, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a wound, beside their fields."""
    return [*_in_wound(wound, stay, today), *too_long(wound, ("note",))]


def _in_wound(wound: Wound, stay: Episode, today: date) -> Iterator[Problem]:
    found, closed = wound.found_on, wound.closed_on
    if not wound.kind:
        yield Problem("kind", message("Choose the kind of wound."))
    if not wound.place:
        yield Problem("place", message("Choose where on the body it is."))
    if wound.place == "other" and not wound.note.strip():
        yield Problem("note", message("Write where on the body it is."))
    if found is None:
        yield Problem("found_on", message("Write since when the wound is seen."))
        return
    if found > today:
        yield Problem("found_on", message("{day} lies in the future.", day=written(found)))
    elif stay.end_on is not None and found > stay.end_on:
        yield Problem("found_on", message("The stay ended on {day}.", day=written(stay.end_on)))
    elif found < stay.start_on and not wound.came_with:
        yield Problem("found_on", message("{day} lies before the stay began.", day=written(found)))
    if wound.came_with and found > stay.start_on + timedelta(days=7):
        yield warning("came_with", message("Seen on {day}, long after the arrival.", day=written(found)))
    if closed is not None and closed > today:
        yield Problem("closed_on", message("{day} lies in the future.", day=written(closed)))
    if closed is not None and closed < found:
        yield Problem("closed_on", message("{day} lies before the wound was seen.", day=written(closed)))


def problems_in_wound_check(check: WoundCheck, *, wound: Wound, now: datetime, grades: Sequence[Code]) -> list[Problem]:
    """Errors and warnings of a look at a wound; sizes in millimetres, pain from 0 to 10."""
    return [
        *_in_moment(check, wound, now),
        *_in_size(check),
        *_in_looks(check, wound, grades),
        *too_long(check, ("look", "done")),
    ]


def _in_moment(check: WoundCheck, wound: Wound, now: datetime) -> Iterator[Problem]:
    at = check.checked_at
    if at is None:
        yield Problem("checked_at", message("Write when the wound was seen."))
        return
    day = local(at).date()
    if at > now + AHEAD:
        yield Problem("checked_at", message("{day} lies in the future.", day=written(day)))
    elif wound.found_on is not None and day < wound.found_on:
        yield Problem("checked_at", message("{day} lies before the wound was seen.", day=written(day)))
    elif wound.closed_on is not None and day > wound.closed_on:
        yield Problem("checked_at", message("The wound closed on {day}.", day=written(wound.closed_on)))


def _in_size(check: WoundCheck) -> Iterator[Problem]:
    for name, most in (("length_mm", LARGEST_MM), ("width_mm", LARGEST_MM), ("depth_mm", DEEPEST_MM)):
        size = getattr(check, name)
        if size is not None and not 0 <= size <= most:
            yield Problem(name, message("A size is between 0 and {most} mm.", most=most))
    if check.pain is not None and not 0 <= check.pain <= 10:
        yield Problem("pain", message("Pain is between 0 and 10."))
    if check.length_mm is not None and check.width_mm is not None and check.width_mm > check.length_mm:
        yield warning("width_mm", message("The width is larger than the length."))


def _in_looks(check: WoundCheck, wound: Wound, grades: Sequence[Code]) -> Iterator[Problem]:
    if check.done_by_id is None:
        yield Problem("done_by_id", message("Choose who looked at the wound."))
    if check.grade is not None and check.grade not in {one.code for one in grades_for(wound.kind, grades)}:
        yield Problem("grade", message("This kind of wound has no such grade."))
    if check.grade is None and check.length_mm is None and not check.look.strip():
        yield Problem("look", message("Write at least the grade, the size or how it looks."))
