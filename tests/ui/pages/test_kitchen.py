"""The page of the kitchen's books: checks noted and struck through, samples kept, thrown away when their time is over, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.records.meals import FoodCheck, FoodSample, Menu
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.kitchen import KitchenPage
from carebook.ui.parts import page as pages
from carebook.ui.parts.desk import Desk
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def cook(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.NUTRITION, name="Lò Thị Bếp")


@pytest.fixture
def desk(book: Book, cook: Actor, now: datetime) -> Iterator[Desk]:
    with desk_of(book, cook, now) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> KitchenPage:
    page = KitchenPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    page.window_kept = window  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page._found is not None)
    return page


def kept(book: Book, now: datetime, cls: Any) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls))


@pytest.mark.looks
def test_a_check_is_noted_and_struck_through(
    desk: Desk, book: Book, now: datetime, cook: Actor, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(desk, qtbot)
    assert "No food check is noted" in page.states.says()
    assert fits(page)
    button(page.states, "Note a food check").click()
    form: Any = page.writing.sheet.form  # type: ignore[union-attr]
    assert (form.value("step"), form.value("checker_id"), form.value("served_on")) == (1, cook.staff_member_id, TODAY)
    assert form.editor("remedy").isHidden()
    assert not form.editor("supplier").isHidden()
    form.editor("good").set_value(False)
    form.editor("step").set_value(2)
    type_text(form.editor("food").input.target, "Thịt lợn")
    page.save()
    qtbot.waitUntil(lambda: form.editor("remedy").complaint() != "")
    assert form.editor("supplier").isHidden()
    type_text(form.editor("remedy").input.target, "Trả lại")
    assert nameless(page) == []
    page.save()
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 2)
    (check,) = kept(book, now, FoodCheck)
    assert (check.food, check.good, check.remedy, check.step) == ("Thịt lợn", False, "Trả lại", 2)
    assert page._good_cell(check).tone == "danger"
    assert page._checker(check) == "Lò Thị Bếp"
    page.begin_new()
    assert page.writing.sheet.form.value("step") == 2  # type: ignore[union-attr]
    page.discard()
    page.table.pick(check.id)
    page._open_line(check)
    assert page.writing.is_open()
    monkeypatch.setattr(pages, "reason_to_strike", lambda *_given: "ghi hai lần")
    page._strike()
    qtbot.waitUntil(lambda: kept(book, now, FoodCheck) == [])
    begun: list[Any] = []
    monkeypatch.setattr(page.paper, "begin", lambda *given: begun.append(given))
    page.print_book()
    assert begun[0][1] == "kiem-thuc"


def test_a_sample_is_kept_and_thrown_away_when_its_time_is_over(
    desk: Desk, book: Book, now: datetime, cook: Actor, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = FoodSample(
        served_on=TODAY - timedelta(days=40),
        dish="Cá kho",
        taken_at=now - timedelta(days=40),
        taken_by_id=cook.staff_member_id,
    )
    with book.changing(cook.account_id, now, new_id(), "test") as writer:
        writer.add(old)
        for meal in ("breakfast", "lunch", "dinner"):
            writer.add(Menu(served_on=TODAY, meal=meal, dishes="Cơm,\ncanh cải"))
    page = open_page(desk, qtbot, shown="samples")
    assert page.header.line.whole() == "1 sample may be thrown away now"
    assert page._state_cell(page.table.current()).text == "may be thrown away"
    page.begin_new()
    form: Any = page.writing.sheet.form  # type: ignore[union-attr]
    type_text(form.editor("dish").input.target, "Canh cải")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, FoodSample)) == 2)
    fresh = next(one for one in kept(book, now, FoodSample) if one.dish == "Canh cải")
    qtbot.waitUntil(lambda: page.table.pick(fresh.id))
    assert page._state_cell(fresh).text.startswith("kept until 23/11")
    page.throw_away()
    qtbot.waitUntil(lambda: "24 hours" in page.messages.text())
    page.table.pick(page._found.due[0].id)  # type: ignore[union-attr]
    page.throw_away()
    qtbot.waitUntil(lambda: page.header.line.whole() == "No sample is due to be thrown away")
    assert [one.dish for one in kept(book, now, FoodSample) if one.thrown_at] == ["Cá kho"]
    qtbot.waitUntil(lambda: page.table.pick(fresh.id))
    assert not page.strike_button.isHidden()
    monkeypatch.setattr(pages, "reason_to_strike", lambda *_given: "ghi nhầm món")
    page._strike()
    qtbot.waitUntil(lambda: [one.dish for one in kept(book, now, FoodSample)] == ["Cá kho"])
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: len(kept(book, now, FoodSample)) == 2)
    begun: list[Any] = []
    monkeypatch.setattr(page.paper, "begin", lambda *given: begun.append(given))
    page.print_book()
    _title, stem, gather, draw = begun[0]
    with book.reading_masked(now) as reader:
        assert (stem, draw(gather(reader, "Bếp in"))[:4]) == ("luu-mau", b"%PDF")
    page.back_button.click()
    assert page.window_kept.went[-1].page == "meals"  # type: ignore[attr-defined]
