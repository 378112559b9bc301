"""Deeds about meals: diets, changes of single meals, closing the count for the kitchen, the menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.change import Change, Refused, deed, refuse, stop_at, with_withheld
from carebook.actions.people import cared_stay
from carebook.dates import clock, written
from carebook.records.meals import Diet, MealChange, MealCount, Menu
from carebook.records.staff import Actor
from carebook.rules.meals import Eating, Meal, late_changes, problems_in_change, problems_in_diet, problems_in_menu
from carebook.rules.problem import Problem, errors
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.meals import MealSheet, meal_sheet, meals, told
from carebook.words import N_, message

MEALS = frozenset({"meals"})


@deed(N_("Set a diet"), "meals")
def set_diet(
    book: Book,
    diet: Diet,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep what a person eats from a day on, new or written anew. ``Change.result`` is the kept `Diet`."""
    with book.changing(by.account_id, now, op, "set_diet", reason=reason) as writer:
        there = writer.record(Diet, diet.id) if diet.id else None
        stay, name = cared_stay(writer, (there or diet).episode_id, by, now)
        mine = replace(diet, episode_id=stay.id, ordered_by_id=diet.ordered_by_id or by.staff_member_id)
        if there is not None:
            mine = with_withheld(writer, mine, there, stay.person_id, by, now)
        stop_at(problems_in_diet(mine, stay=stay, meals=meals(writer, in_vietnam(now))))
        kept = writer.amend(mine, seen=seen) if there else writer.add(mine)
    return Change(MEALS, (kept.id,), op, message("Noted the diet of {name}.", name=name), result=kept)


@deed(N_("Strike a diet through"), "meals")
def strike_diet(book: Book, diet_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a diet through that was written by mistake; it stays readable with the reason."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_diet", reason=reason) as writer:
        there = writer.record(Diet, diet_id)
        if there is None:
            raise LookupError(diet_id)
        cared_stay(writer, there.episode_id, by, now)
        writer.withdraw(Diet, there.id, reason)
    return Change(MEALS, (there.id,), op, message("Struck through."))


@deed(N_("Change meals"), "meals")
def change_meals(
    book: Book, changes: Sequence[MealChange], *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Keep single meals otherwise than usual, all or none. After the count was closed the difference is kept as a late change.

    A problem names its field and, of several rows, the stay: "because:<stay>". ``Change.result`` are the kept rows.
    """
    if not changes:
        raise refuse(message("No meal is changed; choose people and meals."))
    found: list[Problem] = []
    checked: list[tuple[MealChange, date, Meal]] = []
    with book.changing(by.account_id, now, op, "change_meals", reason=reason) as writer:
        today = in_vietnam(now)
        served = {meal.code: meal for meal in meals(writer, today)}
        name = ""
        for one in changes:
            stay, name = cared_stay(writer, one.episode_id, by, now)
            wrong = errors(problems_in_change(one, stay=stay, today=today, meals=tuple(served.values())))
            found += [replace(each, field=f"{each.field}:{stay.id}") for each in wrong] if len(changes) > 1 else wrong
            if not found and one.served_on is not None:
                checked.append((one, one.served_on, served[one.meal]))
        if found:
            raise Refused(found)
        closed = {(day, meal) for _one, day, meal in checked if told(writer, day, meal.code)}
        before = {where: _doing(writer, *where) for where in closed}
        kept = [_written(writer, one, by, now) for one, _day, _meal in checked]
        for (day, meal), was in before.items():
            stays = {one.episode_id for one in kept if (one.served_on, one.meal) == (day, meal.code)}
            _note_late(writer, day, meal, was, stays, by, now)
    said = message("Noted the meals of {n} people.", n=len({one.episode_id for one in kept}))
    if len({one.episode_id for one in kept}) == 1:
        said = message("Noted the meals of {name}.", name=name)
    return Change(MEALS, tuple(one.id for one in kept), op, said, result=tuple(kept))


def _written(writer: Writer, one: MealChange, by: Actor, now: datetime) -> MealChange:
    """The change kept in place of an earlier one of this meal."""
    mine = replace(one, recorded_at=now, entered_by=by.account_id)
    day = one.served_on.isoformat() if one.served_on is not None else ""
    there = writer.records(MealChange, "episode_id = ? AND served_on = ? AND meal = ?", (one.episode_id, day, one.meal))
    return writer.amend(replace(mine, id=there[0].id, version=there[0].version)) if there else writer.add(mine)


def _doing(writer: Writer, day: date, meal: Meal) -> dict[str, Eating]:
    """What everybody does at a meal, by their stay."""
    return {one.who.episode_id: one.does for one in meal_sheet(writer, day, meal).eaters}


def _note_late(
    writer: Writer, day: date, meal: Meal, before: dict[str, Eating], stays: set[str], by: Actor, now: datetime
) -> None:
    """What the kitchen was told follows: the late changes of each diet stand beside its count."""
    after, more = _doing(writer, day, meal), Counter[str]()
    for stay in stays & before.keys() & after.keys():
        for diet, change in late_changes(before[stay], after[stay]).items():
            more[diet] += change
    counts = {count.diet: count for count in told(writer, day, meal.code)}
    for diet, change in more.items():
        count = counts.get(diet)
        if not change:
            continue
        if count is not None:
            writer.amend(replace(count, late=count.late + change))
        else:
            late = MealCount(served_on=day, meal=meal.code, diet=diet, late=change, ordered_at=now)
            writer.add(replace(late, ordered_by_id=by.staff_member_id))


@deed(N_("Close the count of a meal"), "meals")
def order_meals(book: Book, served_on: date, meal: str, *, by: Actor, now: datetime, op: str = "") -> Change:
    """Close the count of one meal as the book stands and tell it to the kitchen. Once it was closed, what differs from the book
    since is told as late changes; refused when nothing does, and once the meal was served.

    ``Change.result`` are the kept `MealCount` rows.
    """
    with book.changing(by.account_id, now, op, "order_meals") as writer:
        chosen = next((one for one in meals(writer, served_on) if one.code == meal), None)
        if chosen is None:
            raise LookupError(meal)
        there = told(writer, served_on, meal)
        sheet = meal_sheet(writer, served_on, chosen)
        if there and sheet.untold and now < chosen.served_at(served_on):
            late = _tell_late(writer, sheet, by, now)
            said = message("Told the kitchen what changed for {meal}, {day}.", meal=chosen.text, day=written(served_on))
            return Change(MEALS, tuple(one.id for one in late), op, said, result=late)
        if there:
            at = clock(there[0].ordered_at) if there[0].ordered_at is not None else "–"
            said = message("The count of this meal was closed at {time}. What changes now is a late change.", time=at)
            raise refuse(said)
        counts = sheet.counts
        if not counts:
            raise refuse(message("Nobody eats this meal; there is nothing to tell the kitchen."))
        closed = MealCount(served_on=served_on, meal=meal, ordered_at=now, ordered_by_id=by.staff_member_id)
        kept = [
            writer.add(replace(closed, diet=diet, ordered=number)) for diet, number in Counter(counts).most_common()
        ]
    said = message(
        "Told the kitchen {n} portions for {meal}, {day}.",
        n=sum(counts.values()),
        meal=chosen.text,
        day=written(served_on),
    )
    return Change(MEALS, tuple(one.id for one in kept), op, said, result=tuple(kept))


def _tell_late(writer: Writer, sheet: MealSheet, by: Actor, now: datetime) -> list[MealCount]:
    """What the book has otherwise than the kitchen was told, written down as late changes."""
    there = {one.diet: one for one in sheet.told}
    first = MealCount(served_on=sheet.served_on, meal=sheet.meal.code, ordered_at=now, ordered_by_id=by.staff_member_id)
    return [
        writer.amend(replace(there[diet], late=there[diet].late + more))
        if diet in there
        else writer.add(replace(first, diet=diet, late=more))
        for diet, more in sheet.untold.items()
    ]


@deed(N_("Save the menu"), "meals")
def save_menu(book: Book, menus: Sequence[Menu], *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Keep dishes of some meals, new or written anew, all or none; a meal emptied is struck through.

    A problem names its field and the meal: "dishes:<day>:<meal>". ``Change.result`` are the kept rows.
    """
    found: list[Problem] = []
    kept: list[Menu] = []
    with book.changing(by.account_id, now, op, "save_menu", reason=reason) as writer:
        served = meals(writer, in_vietnam(now))
        for one in menus:
            there = writer.record(Menu, one.id) if one.id else None
            if there is not None and not one.dishes.strip():
                writer.withdraw(Menu, there.id, reason or "để trống")
                continue
            where = f"{one.served_on}:{one.meal}"
            found += [
                replace(each, field=f"{each.field}:{where}") for each in errors(problems_in_menu(one, meals=served))
            ]
            if not found:
                kept.append(writer.amend(one) if there else writer.add(one))
        if found:
            raise Refused(found)
    said = message("Saved the menu of {n} meals.", n=len(menus))
    return Change(MEALS, tuple(one.id for one in kept), op, said, result=tuple(kept))
