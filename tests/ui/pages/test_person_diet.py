"""The diets of a person among their daily care: what holds now, what held before, set and struck through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from carebook.actions.meals import set_diet
from carebook.records.meals import Diet
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.ui.pages.person import diet as diet_page
from carebook.ui.pages.person.diet import DietPart
from carebook.ui.pages.person.view import view_of
from tests.daily_samples import TODAY
from tests.ui.pages.stay_desk import nameless
from tests.ui.pages.test_person_daily import DailyWorld


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[DailyWorld]:
    made = DailyWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def test_what_is_eaten_now_and_before(world: DailyWorld, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stay = world.episode.id
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        first = TODAY - timedelta(days=40)
        writer.add(Diet(episode_id=stay, diet="porridge", from_on=first, because="Mới nhổ răng"))
        writer.add(Diet(episode_id=stay, diet="soft", from_on=TODAY - timedelta(days=3), wishes="Không ăn cá"))
    desk = world.desk(world.nurse)
    with world.book.reading_for(world.nurse, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
    assert view is not None
    part = DietPart(desk)
    qtbot.addWidget(part)
    with qtbot.waitExposed(part):
        part.show()
    wanted: list[Any] = []
    saved: list[Any] = []
    part.wants_writing.connect(lambda writing, record, subject: wanted.append((writing.deed, record, subject)))
    part.saved.connect(saved.append)
    part.show_person(view)
    rows = part.list.table.records
    qtbot.waitUntil(lambda: rows.rowCount() == 2)
    now, before = rows.cell_at(0, 0), rows.cell_at(1, 0)
    assert (now.text, now.weight, now.sub) == ("Mềm", 600, "from 19/11 · Không ăn cá")
    assert (before.text, before.tone, before.sub) == ("Cháo", "text2", "from 13/10 · Mới nhổ răng")
    assert nameless(part) == []
    part.list.add_button.click()
    part.list.table.opened.emit(rows.record_at(1))
    new, old = wanted
    assert (new[1].diet, new[1].from_on, new[1].id, new[2]) == ("soft", TODAY, "", stay)
    assert (old[1].diet, old[2]) == ("porridge", old[1].id)
    assert new[0] is set_diet
    monkeypatch.setattr(diet_page, "reason_to_strike", lambda *_given: "ghi nhầm người")
    part.list.table.pick(rows.record_at(0).id)
    part.strike_button.click()
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    assert rows.cell_at(0, 0).weight == 600
    assert len(saved) == 1
