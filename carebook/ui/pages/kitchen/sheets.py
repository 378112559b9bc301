"""The sheets of the kitchen's books: a line of the three-step check, a sample that is taken."""

from __future__ import annotations

from carebook.records.meals import FoodCheck, FoodSample
from carebook.rules.kitchen import STEPS
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

_OF_FOOD = ("supplier", "amount")


def check_sheet(desk: Desk, check: FoodCheck, staff: Choices) -> FormSheet:
    """A line of the three-step check; where the food came from is asked before cooking, what was done where it is not in order."""
    names = ("step", "served_on", "meal", "food", *_OF_FOOD, "checked_at", "good", "remedy", "checker_id")
    form = Form(
        [section("", FoodCheck, *names)],
        desk.today,
        choices={
            "step": [(str(number), _(words)) for number, words in enumerate(STEPS, 1)],
            "meal": desk.choices("meal"),
            "checker_id": staff,
        },
        columns=1,
    )
    sheet = FormSheet(form, check)
    for name in _OF_FOOD:
        form.show_when(name, lambda shown: shown.value("step") == 1)
    form.show_when("remedy", lambda shown: not shown.value("good"))
    return sheet


def sample_sheet(desk: Desk, sample: FoodSample, staff: Choices) -> FormSheet:
    """A sample of a dish."""
    names = ("served_on", "meal", "dish", "amount", "taken_at", "taken_by_id", "kept_at")
    form = Form(
        [section("", FoodSample, *names)],
        desk.today,
        choices={"meal": desk.choices("meal"), "taken_by_id": staff},
        columns=1,
    )
    return FormSheet(form, sample)
