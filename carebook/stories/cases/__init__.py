"""The cases of the demo book: the named stories' forms, scales, plans and notes, and everybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from carebook.dates import local
from carebook.stories.cases import adults, children, old_people, pupils, shelter, unknown
from carebook.stories.cases.everybody import tell_everybody, tell_monthly_lines
from carebook.stories.cases.telling import Cases
from carebook.stories.clock import Days
from carebook.stories.named.children import WayToKin
from carebook.stories.named.shelter import Shelter
from carebook.stories.residents import Resident
from carebook.stories.stage import Telling

STORIES = (*old_people.STORIES, *children.STORIES, *adults.STORIES, *unknown.STORIES, *shelter.STORIES, *pupils.STORIES)
WORKERS = ("X1", "X2")


def tell_cases(tell: Telling, days: Days, rng: Random, present: Sequence[Resident]) -> None:
    """Tell every case; of those who had left before the book was opened nothing is told."""
    opened_on = local(tell.opened).date()
    cases = Cases(tell, gone=frozenset(key for key, left in _left(days).items() if left <= opened_on))
    for story in STORIES:
        story(cases, days)
    tell_everybody(cases, days, rng, present)
    cases.hand_over()
    tell_monthly_lines(cases, days, WORKERS)


def _left(days: Days) -> dict[str, date]:
    """When the named people left who are no longer here."""
    return {"suoi": WayToKin.of(days).handed_over, "hoa": Shelter.of(days).left, "dien": days.back(23)}
