"""The sheets of the page of meals: another diet at one meal, a diet from a day on, the dishes of one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook.records.declaration import Kind, fact
from carebook.records.meals import Diet, MealChange, Menu
from carebook.rules.meals import Meal
from carebook.rules.problem import Problem
from carebook.store.meals import Eater
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.layouts import column
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import N_


class ChangeSheet(FormSheet):
    """Another diet for these people at one meal; `written` gives a change for each of them."""

    def __init__(self, desk: Desk, eaters: Sequence[Eater], served_on: date, meal: Meal) -> None:
        first = eaters[0]
        base = MealChange(
            episode_id=first.who.episode_id,
            served_on=served_on,
            meal=meal.code,
            diet=first.does.diet,
            eats=True,
            because=first.change.because if first.change is not None and first.does.eats else "",
        )
        form = Form(
            [section("", MealChange, "diet", "because")],
            desk.today,
            choices={"diet": desk.choices("diet")},
            required=("diet",),
            columns=1,
        )
        super().__init__(form, base)
        self._stays = [one.who.episode_id for one in eaters]

    def written(self) -> list[MealChange] | None:
        one = super().written()
        return None if one is None else [replace(one, episode_id=stay) for stay in self._stays]

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """The problems of all are those of one."""
        self.form.show_problems(list({one.field: one for one in map(_of_form, problems)}.values()))


def _of_form(problem: Problem) -> Problem:
    return replace(problem, field=problem.field.partition(":")[0])


def diet_sheet(desk: Desk, diet: Diet) -> FormSheet:
    """What somebody eats from a day on."""
    form = Form(
        [section("", Diet, "diet", "meals", "from_on", "to_on", "wishes", "because")],
        desk.today,
        choices={"diet": desk.choices("diet"), "meals": desk.choices("meal")},
        columns=1,
    )
    return FormSheet(form, diet)


@dataclass(frozen=True)
class Dishes:
    """What stands on the sheet of one meal; a meal may be left empty."""

    dishes: str = fact(N_("Dishes"), Kind.NOTE, default="")
    price: int | None = fact(N_("Price of a portion"), Kind.MONEY, unit="đ", default=None)


class DaySheet(Sheet):
    """The dishes and prices of the meals of one day; `written` gives what changed, without dishes what is emptied."""

    def __init__(self, desk: Desk, day: date, diet: str, menus: Mapping[str, Menu]) -> None:
        super().__init__()
        self._menus: dict[str, Menu] = {}
        self.forms: dict[str, Form] = {}
        for code, words in desk.choices("meal"):
            form = Form([section(words, Dishes, "dishes", "price")], desk.today, columns=1)
            menu = self._menus[code] = menus.get(code) or Menu(served_on=day, meal=code, diet=diet or None)
            form.load(Dishes(dishes=menu.dishes, price=menu.price))
            form.changed.connect(self.changed)
            self.forms[code] = form
        self.setLayout(column(*self.forms.values(), gap=4))

    def is_dirty(self) -> bool:
        return any(form.is_dirty() for form in self.forms.values())

    def written(self) -> list[Menu] | None:
        commit_input_method()
        found: list[Menu] = []
        for code, form in self.forms.items():
            if not form.is_dirty():
                continue
            there, typed = self._menus[code], form.record(Dishes())
            if typed is None:
                return None
            if there.id or typed != Dishes():
                found.append(replace(there, dishes=typed.dishes, price=typed.price))
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        for code, form in self.forms.items():
            mine = [_of_form(one) for one in problems if one.field.endswith(f":{code}")]
            if mine:
                form.show_problems(mine)
        rest = [one for one in problems if one.field.rpartition(":")[2] not in self.forms]
        if rest:
            next(iter(self.forms.values())).show_problems(rest)

    def draft(self) -> dict[str, Any]:
        return {code: form.draft() for code, form in self.forms.items()}

    def restore(self, draft: dict[str, Any]) -> None:
        for code, form in self.forms.items():
            if code in draft:
                form.restore(draft[code])

    def take_focus(self) -> None:
        first = next(iter(self.forms.values()), None)
        if first is not None and (editor := first.first()) is not None:
            editor.setFocus()
