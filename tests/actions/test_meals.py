"""Deeds about meals and the kitchen: counts told once, late changes kept beside them, restricted people under their alias."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions.change import Change, Refused
from carebook.actions.kitchen import (
    record_food_check,
    strike_food_check,
    strike_food_sample,
    take_food_sample,
    throw_food_sample,
)
from carebook.actions.meals import change_meals, order_meals, save_menu, set_diet, strike_diet
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.meals import Diet, FoodCheck, FoodSample, MealChange, MealCount, Menu
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.kitchen import food_checks, samples_to_throw
from carebook.store.meals import MealSheet, diets_of, meal_days, meal_sheet, meals, menu_of, to_close, told
from tests import samples

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class House:
    book: Book
    now: datetime
    cook: Actor
    an: str
    secret: str

    def do(self, deed: Callable[..., Change], *given: Any, **more: Any) -> Change:
        return deed(self.book, *given, **({"by": self.cook, "now": self.now, "op": new_id()} | more))

    def sheet(self, meal: str = "lunch", day: date = TODAY) -> MealSheet:
        with self.book.reading_for(self.cook, self.now) as reader:
            which = next(one for one in meals(reader, day) if one.code == meal)
            return meal_sheet(reader, day, which)

    def told(self, meal: str = "lunch") -> dict[str, tuple[int, int]]:
        with self.book.reading_for(self.cook, self.now) as reader:
            return {one.diet: (one.ordered, one.late) for one in told(reader, TODAY, meal)}


@pytest.fixture
def house(book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]) -> House:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        stays = []
        for place, secret in enumerate((False, True)):
            person = writer.add(
                samples.person(
                    code=f"CB-{place:06d}",
                    full_name=f"Trần Thị {'Kín' if secret else 'An'}",
                    alias="Hoa Sữa" if secret else "",
                )
            )
            stay = writer.add(samples.episode(person.id, start_on=date(2026, 1, 5), confidential=secret))
            writer.add(samples.bed_assignment(stay.id, room.id, bed=str(place + 1), from_on=date(2026, 1, 5)))
            stays.append(stay.id)
    return House(book, now, actor_with(Role.NUTRITION), *stays)


def change(stay: str, **facts: Any) -> MealChange:
    return MealChange(**({"episode_id": stay, "served_on": TODAY, "meal": "lunch", "because": "Con đón"} | facts))


def test_everybody_eats_and_a_restricted_person_stands_under_the_alias(house: House) -> None:
    sheet = house.sheet()
    assert [(one.who.name, one.who.masked) for one in sheet.eaters] == [("Trần Thị An", False), ("Hoa Sữa", True)]
    assert sheet.counts == {"ordinary": 2}
    house.do(set_diet, Diet(episode_id=house.secret, diet="soft", from_on=TODAY, because="Đau răng"))
    assert house.sheet().counts == {"ordinary": 1, "soft": 1}
    with house.book.reading_for(house.cook, house.now) as reader:
        (kept,) = diets_of(reader, house.secret)
    assert (kept.diet, kept.because) == ("soft", "")


def test_a_diet_is_struck_with_a_reason_and_undone(house: House) -> None:
    kept = house.do(set_diet, Diet(episode_id=house.an, diet="porridge", from_on=TODAY)).result
    with pytest.raises(Refused):
        house.do(strike_diet, kept.id)
    struck = house.do(strike_diet, kept.id, reason="ghi nhầm người")
    assert house.sheet().counts == {"ordinary": 2}
    house.do(undo_deed, struck.op)
    assert house.sheet().counts == {"ordinary": 1, "porridge": 1}


def test_the_count_is_told_once_and_late_changes_stand_beside_it(house: House) -> None:
    house.do(order_meals, TODAY, "lunch")
    assert house.told() == {"ordinary": (2, 0)}
    with pytest.raises(Refused):
        house.do(order_meals, TODAY, "lunch")
    done = house.do(change_meals, [change(house.an)])
    assert house.told() == {"ordinary": (2, -1)}
    house.do(change_meals, [change(house.an, eats=True, diet="porridge", because="")])
    assert house.told() == {"ordinary": (2, -1), "porridge": (0, 1)}
    assert house.sheet().counts == {"ordinary": 1, "porridge": 1}
    sheet = house.sheet()
    assert [sheet.portions(diet) for diet in sheet.diets(["porridge"])] == [(0, 1, 1), (2, -1, 1)]
    assert sheet.told_at == house.now
    assert not any(sheet.is_late(one) for one in sheet.eaters)  # written in the same moment
    house.do(change_meals, [change(house.secret, eats=True, because="")], now=house.now + timedelta(minutes=1))
    sheet = house.sheet()
    assert [one.who.name for one in sheet.eaters if sheet.is_late(one)] == ["Hoa Sữa"]
    assert done.result[0].entered_by == house.cook.account_id
    assert house.told("dinner") == {}


def test_who_leaves_after_the_closing_is_seen_beside_what_is_cooked(house: House) -> None:
    house.do(order_meals, TODAY, "lunch")
    with house.book.changing(house.cook.account_id, house.now, new_id(), "test") as writer:
        writer.add(Absence(episode_id=house.an, kind=AbsenceKind.HOSPITAL, from_on=TODAY))
    sheet = house.sheet()
    assert (sheet.cooked, sum(sheet.counts.values())) == (2, 1)
    house.do(change_meals, [change(house.an, because="Nằm viện"), change(house.secret, because="Nằm viện")])
    assert house.told() == {"ordinary": (2, -1)}  # one was away already


def test_what_is_to_be_closed_next(house: House) -> None:
    def waiting(now: datetime) -> list[tuple[date, str]]:
        with house.book.reading_for(house.cook, now) as reader:
            return [(day, meal.code) for day, meal in to_close(reader, now)]

    tomorrow = TODAY + timedelta(days=1)
    later = [(TODAY, "dinner"), (tomorrow, "breakfast"), (tomorrow, "lunch"), (tomorrow, "dinner")]
    assert waiting(house.now) == [(TODAY, "lunch"), *later]  # 09:00, breakfast is eaten
    house.do(order_meals, TODAY, "lunch")
    assert waiting(house.now) == later
    assert waiting(house.now + timedelta(hours=9)) == later[1:]


def test_nobody_eats_whose_portion_stops(house: House) -> None:
    with house.book.changing(house.cook.account_id, house.now, new_id(), "test") as writer:
        writer.add(Absence(episode_id=house.an, kind=AbsenceKind.HOSPITAL, from_on=TODAY - timedelta(days=1)))
    assert house.sheet().counts == {"ordinary": 1}
    with house.book.reading_for(house.cook, house.now) as reader:
        found = {one.who.episode_id: one for one in meal_days(reader, TODAY - timedelta(days=2), TODAY)}
    assert (found[house.an].days, found[house.secret].days) == (1, 3)
    assert found[house.secret].meals[TODAY] == {"breakfast", "lunch", "dinner"}


@pytest.mark.parametrize(
    ("start_on", "end_on", "eaten"),
    [
        (date(2026, 10, 1), None, (1, 30)),
        (date(2026, 11, 10), None, (10, 30)),
        (date(2026, 10, 1), date(2026, 11, 8), (1, 7)),  # the day of leaving is not eaten
        (date(2026, 11, 10), date(2026, 11, 30), (10, 29)),
        (date(2026, 10, 1), date(2026, 12, 1), (1, 30)),
        (date(2026, 10, 1), date(2026, 11, 1), None),
        (date(2026, 11, 8), date(2026, 11, 8), None),
        (date(2026, 12, 1), None, None),
    ],
)
def test_a_month_of_meals_follows_the_days_of_the_stay(
    house: House, start_on: date, end_on: date | None, eaten: tuple[int, int] | None
) -> None:
    with house.book.changing(house.cook.account_id, house.now, new_id(), "test") as writer:
        stay = writer.record(Episode, house.an)
        assert stay is not None
        writer.amend(replace(stay, start_on=start_on, end_on=end_on))
    with house.book.reading_for(house.cook, house.now) as reader:
        month = meal_days(reader, date(2026, 11, 1), date(2026, 11, 30))
    found = {one.who.episode_id: tuple(day.day for day in one.meals) for one in month}
    assert found.get(house.an) == (eaten and tuple(range(eaten[0], eaten[1] + 1)))


def test_what_changed_otherwise_after_the_count_was_closed_is_told_the_kitchen(house: House) -> None:
    house.do(order_meals, TODAY, "lunch")
    assert house.sheet().untold == {}
    with house.book.changing(house.cook.account_id, house.now, new_id(), "test") as writer:
        writer.add(Absence(episode_id=house.an, kind=AbsenceKind.HOSPITAL, from_on=TODAY - timedelta(days=1)))
    assert house.sheet().untold == {"ordinary": -1}
    assert house.sheet("dinner").untold == {}  # not closed yet
    change = house.do(order_meals, TODAY, "lunch")
    assert (house.told(), house.sheet().untold) == ({"ordinary": (2, -1)}, {})
    with pytest.raises(Refused):
        house.do(order_meals, TODAY, "lunch")
    undo_deed(house.book, change.op, by=house.cook, now=house.now)
    assert house.sheet().untold == {"ordinary": -1}
    with pytest.raises(Refused):  # eaten
        house.do(order_meals, TODAY, "lunch", now=house.now + timedelta(hours=9))


def test_a_change_without_a_reason_is_refused_with_whose_it_is(house: House) -> None:
    with pytest.raises(Refused) as refused:
        house.do(change_meals, [change(house.an), change(house.secret, because="")])
    assert [problem.field for problem in refused.value.problems] == [f"because:{house.secret}"]
    assert house.sheet().counts == {"ordinary": 2}


def test_the_menu_of_a_week(house: House) -> None:
    dishes = Menu(served_on=TODAY, meal="lunch", dishes="Cơm, cá kho", price=24_000)
    kept = house.do(save_menu, [dishes]).result[0]
    with pytest.raises(Refused) as refused:
        house.do(save_menu, [replace(dishes, id="", meal="dinner", price=-5)])
    assert refused.value.problems[0].field == f"price:{TODAY}:dinner"
    house.do(save_menu, [replace(kept, dishes="")])
    with house.book.reading_for(house.cook, house.now) as reader:
        assert menu_of(reader, TODAY - timedelta(days=6)) == []


def test_who_may_not(house: House, actor_with: Callable[..., Actor]) -> None:
    clerk = actor_with(Role.ACCOUNTANT, name="Phó Văn Cẩm Lai")
    with pytest.raises(Refused):
        house.do(order_meals, TODAY, "lunch", by=clerk)
    with house.book.reading_for(clerk, house.now) as reader:
        assert reader.records(MealCount) == []


def test_checks_and_samples_of_the_kitchen(house: House) -> None:
    check = FoodCheck(
        served_on=TODAY, step=1, food="Thịt lợn", checked_at=house.now, checker_id=house.cook.staff_member_id
    )
    kept = house.do(record_food_check, check).result
    house.do(record_food_check, replace(kept, amount="12 kg"))
    sample = FoodSample(
        served_on=TODAY - timedelta(days=1),
        dish="Cá kho",
        taken_at=house.now - timedelta(hours=25),
        taken_by_id=house.cook.staff_member_id,
    )
    taken = house.do(take_food_sample, sample).result
    with house.book.reading_for(house.cook, house.now) as reader:
        assert [(one.food, one.amount) for one in food_checks(reader, TODAY, TODAY)] == [("Thịt lợn", "12 kg")]
        assert [one.id for one in samples_to_throw(reader, house.now)] == [taken.id]
    house.do(throw_food_sample, taken.id)
    with pytest.raises(Refused):
        house.do(throw_food_sample, taken.id)
    with pytest.raises(Refused):
        house.do(take_food_sample, replace(taken, dish="Canh"))
    fresh = house.do(take_food_sample, replace(sample, taken_at=house.now)).result
    with pytest.raises(Refused):
        house.do(throw_food_sample, fresh.id)
    house.do(strike_food_check, kept.id, reason="ghi hai lần")
    with pytest.raises(Refused):
        house.do(strike_food_sample, fresh.id, reason=" ")
    struck = house.do(strike_food_sample, fresh.id, reason="ghi nhầm món")
    with house.book.looking(house.now) as reader:
        assert [one.id for one in reader.records(FoodSample)] == [taken.id]
        told = reader.rows("SELECT deed, reason FROM journal WHERE tbl = 'food_sample' AND row_id = ?", (fresh.id,))
        assert tuple(told[-1]) == ("strike_food_sample", "ghi nhầm món")
    undo_deed(house.book, struck.op, by=house.cook, now=house.now)
    with house.book.looking(house.now) as reader:
        assert len(reader.records(FoodSample)) == 2
    with house.book.reading_for(house.cook, house.now) as reader:
        assert food_checks(reader, TODAY, TODAY) == []
        assert samples_to_throw(reader, house.now) == []
