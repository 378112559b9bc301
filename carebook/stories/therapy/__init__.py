"""The rehabilitation of the demo book: plans, weeks of sessions, packages, devices, groups and the class for deaf children."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from carebook.stories.clock import Days
from carebook.stories.residents import Resident
from carebook.stories.stage import Telling
from carebook.stories.therapy import groups, named, pupils
from carebook.stories.therapy.courses import Courses
from carebook.stories.therapy.everybody import tell_everybody
from carebook.stories.therapy.weeks import tell_weeks


def tell_pupils(tell: Telling, rng: Random) -> None:
    """The children who come by day arrive."""
    pupils.arrive(tell, rng)


def tell_therapy(tell: Telling, days: Days, rng: Random, present: Sequence[Resident]) -> None:
    """Tell everything, then what every therapist wrote down week by week."""
    courses = Courses(tell)
    courses.rooms()
    named.tell_named(courses, days)
    tell_everybody(courses, days, rng, present)
    groups.tell_groups(courses, days, present)
    tell_weeks(courses, days, rng.randrange(1_000_000))
