"""What holds for the center's profile, its wards and rooms, and for dated reference data that the center changes itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carebook.records.codes import Code
from carebook.records.facility import Facility, Room, Ward
from carebook.rules.dated import Dated
from carebook.rules.follow_ups.steps import MOST, is_step
from carebook.rules.names import normalise
from carebook.rules.permissions import DEEDS
from carebook.rules.problem import Problem
from carebook.words import message

MOST_BEDS = 200
LONGEST_TEXT = 500
MOST_DAYS = 366
MOST_POINTS = 36
"""Twelve criteria of a family, three points each."""
CONSEQUENCE_DAYS = ("reassess", "review", "plan")
"""What may follow from an event: a re-assessment, a review of the plan, a goal in the plan, each within so many days."""


def problems_in_facility(facility: Facility) -> list[Problem]:
    """What is wrong with the center's profile as typed."""
    found = []
    if not facility.name.strip():
        found.append(Problem("name", message("The name of the center is needed.")))
    for name in ("name", "symbol", "parent_agency", "address", "place", "head_name", "head_post"):
        if len(getattr(facility, name)) > LONGEST_TEXT:
            found.append(Problem(name, message("At most {most} letters.", most=LONGEST_TEXT)))
    for name in ("period_start_day", "report_day"):
        if not 1 <= getattr(facility, name) <= 28:
            found.append(Problem(name, message("A day from 1 to 28, which every month has.")))
    return found


def problems_in_ward(ward: Ward, others: Iterable[Ward]) -> list[Problem]:
    """What is wrong with a ward; ``others`` are all wards of the center."""
    return _problems_in_name(ward.name, (w.name for w in others if w.id != ward.id))


def problems_in_room(room: Room, others: Iterable[Room], *, taken: int) -> list[Problem]:
    """What is wrong with a room; ``others`` are all rooms of the center, ``taken`` its beds that somebody has today."""
    found = _problems_in_name(room.name, (r.name for r in others if r.id != room.id and r.ward_id == room.ward_id))
    if not 0 <= room.beds <= MOST_BEDS:
        found.append(Problem("beds", message("A room has from 0 to {most} beds.", most=MOST_BEDS)))
    elif room.beds < taken:
        found.append(Problem("beds", message("{taken} people have a bed in this room.", taken=taken)))
    return found


def problems_in_code(code: Code) -> list[Problem]:
    """What is wrong with a word of a code list."""
    found = []
    if not code.text.strip():
        found.append(Problem("text", message("The words are needed.")))
    if len(code.text) > LONGEST_TEXT:
        found.append(Problem("text", message("At most {most} letters.", most=LONGEST_TEXT)))
    return found + _problems_in_details(code) + problems_in_days(code)


def _problems_in_details(code: Code) -> list[Problem]:
    """What other rules read of a word has to be what they rely on: days of a consequence, roles of a tier of approval."""
    if code.list_name == "consequence":
        days = ((name, code.extra.get(name)) for name in CONSEQUENCE_DAYS)
        wrong = [name for name, value in days if value is not None and not 0 <= value <= MOST_DAYS]
        return [Problem(name, message("From 0 to {most} days.", most=MOST_DAYS)) for name in wrong]
    if code.list_name == "approval_tier":
        roles = frozenset(code.extra.get("roles", ()))
        if not roles or not roles <= {role.value for role in DEEDS["approve_plan"]}:
            return [Problem("roles", message("Choose who approves, among those with the right to."))]
    if code.list_name in ("follow_up_template", "risk_tightening"):
        return _problems_in_steps(code)
    if code.list_name == "family_band" and not 0 <= int(code.extra.get("from", -1)) <= MOST_POINTS:
        return [Problem("points", message("From 0 to {most} points.", most=MOST_POINTS))]
    if code.list_name == "family_criterion" and not all(
        str(level).strip() for level in code.extra.get("levels", ("",))
    ):
        return [Problem("level_0", message("Write words for each of the four levels."))]
    return []


def _problems_in_steps(code: Code) -> list[Problem]:
    """The days of a schedule of follow-up; "none" has none."""
    steps = [str(step) for step in code.extra.get("steps", ())]
    if len(steps) > MOST:
        return [Problem("steps", message("At most {most} visits.", most=MOST))]
    wrong = next((step for step in steps if not is_step(step)), None)
    if wrong is not None:
        return [Problem("steps", message("“{part}” is no time: write for example 7 days, 1 month.", part=wrong))]
    return []


def problems_in_days(row: Dated) -> list[Problem]:
    """A dated row ends after it begins."""
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        return [Problem("valid_to", message("The last day is before the first day."))]
    return []


def problems_in_successor(before: Dated, from_on: date) -> list[Problem]:
    """What stands against new values from ``from_on`` on: the row they follow must hold until then."""
    if before.valid_from and from_on < before.valid_from:
        return [Problem("valid_from", message("The values now in the book begin later. Choose a later day."))]
    if before.valid_to and before.valid_to < from_on:
        return [Problem("valid_from", message("This row has ended before that day."))]
    return []


def _problems_in_name(name: str, others: Iterable[str]) -> list[Problem]:
    plain = normalise(name)
    if not plain:
        return [Problem("name", message("The name is needed."))]
    if len(plain) > LONGEST_TEXT:
        return [Problem("name", message("At most {most} letters.", most=LONGEST_TEXT))]
    if plain.casefold() in {normalise(other).casefold() for other in others}:
        return [Problem("name", message("“{name}” is there already.", name=plain))]
    return []
