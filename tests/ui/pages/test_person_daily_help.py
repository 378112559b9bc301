"""The care of a person day by day: planned help, what was given in each shift with its exceptions, the way to the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from carebook.records.care_plans import CarePlan, DailyHelp, HelpLevel, PlanInForce, PlanState
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from carebook.ui.pages.person.daily import DailyTab
from carebook.ui.pages.person.daily_help import HelpPart
from carebook.ui.pages.person.view import view_of
from carebook.ui.parts.desk import Place
from tests.daily_samples import TODAY, care_entry, care_level
from tests.ui.pages.plan_world import texts
from tests.ui.pages.stay_desk import button, nameless
from tests.ui.pages.test_person_daily import DailyWorld


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[DailyWorld]:
    made = DailyWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def shown(qtbot: Any, world: DailyWorld) -> tuple[DailyTab, HelpPart, list[Place]]:
    desk = world.desk(world.nurse)
    went: list[Place] = []
    desk.went.connect(went.append)
    with world.book.reading_for(world.nurse, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
    assert view is not None
    tab = DailyTab(desk)
    tab.resize(1100, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.choose_part("care")
    tab.show_view(view)
    part = tab.current_part()
    assert isinstance(part, HelpPart)
    qtbot.waitUntil(lambda: part.table.records.rowCount() > 0)
    return tab, part, went


def test_the_planned_help_and_what_was_given_shift_after_shift(world: DailyWorld, qtbot: Any) -> None:
    stay, approved = world.episode.id, world.now - timedelta(days=30)
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=stay, state=PlanState.APPROVED, number=1, approved_at=approved))
        writer.add(PlanInForce(episode_id=stay, plan_id=plan.id, since_at=approved))
        writer.add(DailyHelp(episode_id=stay, plan_id=plan.id, kind="bathing", level=HelpLevel.PARTLY))
        by = {"done_by_id": world.nurse.staff_member_id}
        writer.add(care_level(stay, because="Đi lại được"))
        writer.add(care_level(stay, level="partial", from_on=TODAY, because="Sau đột quỵ"))
        writer.add(care_entry(stay, **by))
        writer.add(care_entry(stay, kind="bathing", not_done="refused", **by))
        writer.add(care_entry(stay, duty_on=TODAY - timedelta(days=1), **by))
    tab, part, went = shown(qtbot, world)
    days = [part.table.records.record_at(row) for row in range(part.table.records.rowCount())]
    assert [day.day for day in days[:2]] == [TODAY, TODAY - timedelta(days=1)]
    assert len(days) == 14
    today, yesterday = (part._shift_cell("morning", day) for day in days[:2])
    assert (today.mark, today.sub) == (("half", "warn"), "Doãn Thị Cẩm Tú")
    assert today.text.startswith("As planned; ")
    assert "từ chối" in today.text
    assert (yesterday.text, yesterday.mark) == ("As planned", ("full", "ok"))
    assert part._shift_cell("night", days[0]).text == "–"
    said = texts(part)
    for words in ("Is helped in part", "Hỗ trợ một phần", "from 22/11 · Sau đột quỵ", "from 05/01 · Đi lại được"):
        assert words in said, words
    wanted: list[Any] = []
    tab.wants_writing.connect(lambda writing, record, _subject: wanted.append((writing.form, record.level)))
    part.level_button.click()
    assert wanted == [("care_level", "partial")]
    part.older.click()
    qtbot.waitUntil(lambda: part.table.records.rowCount() == 56)
    part._open_day(days[1])
    assert went[-1] == Place("daily_care", {"part": "care", "day": "2026-11-21", "episode_id": stay})
    button(part, "Enter by room").click()
    assert went[-1].about["day"] == ""
    assert nameless(tab) == []


def test_every_part_is_made_when_it_is_shown_first(world: DailyWorld, qtbot: Any) -> None:
    tab, _part, _went = shown(qtbot, world)
    assert set(tab.parts) == {"monitoring", "care"} or set(tab.parts) == {"care"}
    for key in ("monitoring", "health", "incidents", "notes"):
        tab.choose_part(key)
        assert tab.segments.current() == key
        assert tab.stack.currentWidget() is tab.parts[key]
    assert not tab.has_unsaved()
    tab.keep_draft()
    tab.fold(True)
    assert not tab.leave()
    tab.put_away()
