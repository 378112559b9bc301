"""The twelve people with a story of their own: their beds, their comings and goings, and how they are told."""

from __future__ import annotations

from datetime import date

from carebook.stories.clock import Days
from carebook.stories.decisions import Decisions
from carebook.stories.named import adults, children, old_people, shelter
from carebook.stories.people import People
from carebook.stories.stage import Telling

PRESENT = 9  # An, Thuận, Miên, Lụa, Nguồn, the infant, Thạch, Ngần, Bến
NUMBERS = (170, 171, 185, 240, 254, 255, 276, 321, 369, 377, 384)
STORIES = (*old_people.STORIES, *children.STORIES, *adults.STORIES, *shelter.STORIES)


def tell_all(tell: Telling, people: People, decisions: Decisions) -> None:
    """Tell every named story."""
    decisions.reserve(*NUMBERS)
    for story in STORIES:
        story(tell, people, decisions)


def came(days: Days) -> list[date]:
    """When named people came in the last year."""
    shelter_days, ben = shelter.Shelter.of(days), adults.Tracing.of(days)
    dam, _ = adults.way_home_within_days(days)
    return [shelter_days.came, shelter_days.came, days.office(215), ben.came, days.back(31), dam]


def left(days: Days) -> list[date]:
    """When named people left in the last year."""
    shelter_days, way = shelter.Shelter.of(days), children.WayToKin.of(days)
    _, dam = adults.way_home_within_days(days)
    return [shelter_days.left, shelter_days.left, way.handed_over, dam, days.back(23)]


def beds(days: Days) -> list[tuple[str, str, date, date | None]]:
    """The beds the stories name: room, bed, from, to (None = still)."""
    shelter_days, ben, way = shelter.Shelter.of(days), adults.Tracing.of(days), children.WayToKin.of(days)
    dam_in, dam_out = adults.way_home_within_days(days)
    return [
        ("A105", "1", days.back(2808), days.back(151)),
        ("A203", "2", days.back(151), None),
        ("A107", "2", days.back(3300), days.back(23)),
        ("D205", "1", days.back(735), None),
        ("D205", "2", days.back(735), None),
        ("C104", "3", days.back(430), None),
        ("C106", "1", days.back(640), None),
        ("C103", "1", days.back(640), way.handed_over),
        ("C101", "2", days.back(31), None),
        ("B204", "1", days.office(215), None),
        ("B103", "1", days.back(1210), None),
        ("B106", "4", dam_in, dam_out),
        ("B104", "1", ben.came, ben.regrouped),
        ("B206", "2", ben.regrouped, None),
        ("T2", "1", shelter_days.came, shelter_days.left),
        ("T2", "2", shelter_days.came, shelter_days.left),
    ]
