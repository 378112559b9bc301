"""Planning from the page of the week: one session or a series, alone or from one on, by keys, with what it would do in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.records.groups import GroupSession
from carebook.records.schedules import Frequency, GroupSeries, SessionSeries
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.parts.fields import Form
from tests.ui.pages.week_world import (
    CTRL,
    MONDAY,
    SHIFT,
    TUESDAY,
    WEDNESDAY,
    WeekWorld,
    group_session,
    judged,
    opened,
    press,
    stand_on,
    week_world,
    when,
)
from tests.ui.typing_vietnamese import type_text


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[WeekWorld]:
    with week_world(book, director, actor_with, now) as made:
        yield made


# this one only, or from this one on


def test_one_of_a_series_is_moved_alone(world: WeekWorld, qtbot: Any) -> None:
    world.series("MO", "WE")
    _window, page = opened(qtbot, world)
    stand_on(page, world.sessions()[1].id)
    press(qtbot, page, Qt.Key.Key_Right, CTRL)
    judged(qtbot, page)
    assert page.strip.many_button.isVisible()
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: world.sessions()[1].planned_on == WEDNESDAY + timedelta(days=1))
    assert world.sessions()[1].occurs_on == WEDNESDAY
    assert [one.planned_on.weekday() for one in world.sessions()] == [0, 3, 0, 2, 0, 2]
    assert len(world.records(SessionSeries)) == 1


def test_from_this_one_on_opens_the_form_and_leaves_the_past(world: WeekWorld, qtbot: Any) -> None:
    world.series("MO", "WE")
    before = world.sessions()
    _window, page = opened(qtbot, world)
    stand_on(page, before[1].id)
    press(qtbot, page, Qt.Key.Key_Right, CTRL)
    press(qtbot, page, Qt.Key.Key_Down)
    press(qtbot, page, Qt.Key.Key_Return, SHIFT)
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form is not None
    assert form.value("weekdays") == ("MO", "TH")
    assert form.value("starts_at") == time(8, 15)
    assert form.value("count") == 5
    qtbot.waitUntil(lambda: "5 sessions" in page.planner.preview.says())
    page.save()
    qtbot.waitUntil(lambda: len(world.records(SessionSeries)) == 2)
    after = world.sessions()
    assert after[0] == before[0]
    assert [one.planned_on.weekday() for one in after] == [0, 3, 0, 3, 0, 3]
    assert {one.planned_at for one in after[1:]} == {time(8, 15)}
    qtbot.waitUntil(lambda: not page.is_planning())


def test_f2_changes_one_session_in_the_form(world: WeekWorld, qtbot: Any) -> None:
    kept = world.session()
    _window, page = opened(qtbot, world)
    stand_on(page, kept.id)
    page._change()
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form is not None
    form.editor("planned_at").set_raw("10h")
    form.editor("room_id").set_value(world.room.id)
    page.save()
    qtbot.waitUntil(lambda: when(world.sessions()[0]) == (MONDAY, time(10)))
    assert world.sessions()[0].room_id == world.room.id


def test_a_series_is_ended_with_a_reason(world: WeekWorld, qtbot: Any) -> None:
    world.series("MO")
    _window, page = opened(qtbot, world, day=MONDAY + timedelta(days=7))
    qtbot.waitUntil(lambda: bool(page.calendar.board.blocks))
    slot = page._slot(page.calendar.board.blocks[0].id)
    assert slot is not None
    page.deeds.end(slot, slot.on, "Đạt mục tiêu")
    qtbot.waitUntil(lambda: len(world.sessions()) == 2)
    assert world.records(SessionSeries)[0].ended_because == "Đạt mục tiêu"


# planning


def test_n_plans_a_session_at_the_free_time(world: WeekWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    for _step in range(2):
        press(qtbot, page, Qt.Key.Key_Down, SHIFT)
    press(qtbot, page, Qt.Key.Key_Right, SHIFT)
    minute = page.calendar.spot.minute
    press(qtbot, page, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form is not None
    assert page.planner.ways.current() == "one"
    assert form.value("planned_on") == TUESDAY
    assert form.value("planned_at") == time(minute // 60, minute % 60)
    assert form.value("therapist_id") == world.therapist.staff_member_id
    form.editor("episode_id").set_value(world.episode.id)
    type_text(form.editor("minutes").input.target, "")
    page.save()
    qtbot.waitUntil(lambda: len(world.sessions()) == 1)
    qtbot.waitUntil(lambda: page.calendar.spot.block == world.sessions()[0].id)


def test_a_series_is_planned_with_its_days_in_sight(world: WeekWorld, qtbot: Any) -> None:
    world.session(on=WEDNESDAY, at=time(8, 15), episode_id=world.other.id)
    _window, page = opened(qtbot, world)
    page.begin_new()
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form is not None
    form.editor("episode_id").set_value(world.episode.id)
    form.editor("weekdays").set_value(("MO", "WE"))
    form.editor("count").set_value(4)
    page.planner._typed_on()
    qtbot.waitUntil(lambda: page.planner.preview.forbidden)
    assert "Lưu Văn Kim Giao" in page.planner.preview.says()
    assert "4 sessions" in page.planner.preview.says()
    page.save()
    qtbot.waitUntil(lambda: form.summary.text() != "" or form.editor("starts_at").complaint() != "")
    assert len(world.sessions()) == 1
    form.editor("starts_at").set_value(time(10))
    page.planner._typed_on()
    qtbot.waitUntil(lambda: not page.planner.preview.forbidden)
    page.save()
    qtbot.waitUntil(lambda: len(world.sessions()) == 5)


def test_a_series_is_planned_by_keys_alone(world: WeekWorld, qtbot: Any) -> None:
    window, page = opened(qtbot, world)
    window.activateWindow()
    press(qtbot, page, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(page.is_planning)
    form = page.planner.form
    assert form is not None
    assert form.editor("episode_id").input.target.hasFocus() or form.editor("episode_id").isAncestorOf(
        QApplication.focusWidget()
    )
    type_text(form.editor("episode_id").input.target, "bui duc")
    tab_to(qtbot, form, "starts_at")
    type_text(form.editor("starts_at").input.target, "9h45")
    tab_to(qtbot, form, "weekdays")
    for _day in range(2):  # Monday is chosen already; Tuesday and Wednesday are taken too
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    tab_to(qtbot, form, "count")
    type_text(form.editor("count").input.target, "4")
    qtbot.waitUntil(lambda: "4 sessions" in page.planner.preview.says())
    page.save()
    qtbot.waitUntil(lambda: len(world.sessions()) == 4)
    assert [when(one) for one in world.sessions()[:3]] == [
        (day, time(9, 45)) for day in (MONDAY, TUESDAY + timedelta(days=1), MONDAY + timedelta(days=7))
    ]


def tab_to(qtbot: Any, form: Form, name: str) -> None:
    """Press Tab until a field has the keys."""
    for _press in range(40):
        if form.editor(name).isAncestorOf(QApplication.focusWidget()):
            return
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    raise AssertionError(name)


def test_one_session_becomes_a_series_with_what_was_typed(world: WeekWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    press(qtbot, page, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form is not None
    form.editor("episode_id").set_value(world.episode.id)
    form.editor("planned_on").set_value(WEDNESDAY)
    form.editor("planned_at").set_value(time(9, 45))
    page.planner._change_way("many")
    form = page.planner.form
    assert form is not None
    assert form.value("episode_id") == world.episode.id
    assert (form.value("starts_at"), form.value("from_on")) == (time(9, 45), WEDNESDAY)
    assert form.value("weekdays") == ("WE",)


def test_a_draft_survives_leaving_the_form(world: WeekWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    page.begin_new()
    qtbot.waitUntil(lambda: page.is_planning())
    assert page.planner.form is not None
    page.planner.form.editor("episode_id").set_value(world.episode.id)
    page.planner.form.editor("minutes").set_raw("ba mươi")
    assert page.has_unsaved()
    page._leave_form()
    page.begin_new()
    qtbot.waitUntil(lambda: page.is_planning())
    form = page.planner.form
    assert form.value("episode_id") == world.episode.id
    assert form.editor("minutes").raw() == "ba mươi"
    page.save()
    assert form.editor("minutes").complaint()
    assert not world.sessions()


def test_the_series_of_a_group_is_planned(world: WeekWorld, qtbot: Any) -> None:
    meeting = group_session(world, TUESDAY)
    _window, page = opened(qtbot, world, group_id=meeting.group_id)
    qtbot.waitUntil(lambda: page.is_planning())
    assert "Tuổi mới lớn" in page.planner.title.whole()
    form = page.planner.form
    assert form is not None
    assert page.planner.ways.current() == "many"
    form.editor("weekdays").set_value(("SA",))
    form.editor("starts_at").set_value(time(14))
    form.editor("count").set_value(3)
    page.planner._typed_on()
    qtbot.waitUntil(lambda: "3 sessions" in page.planner.preview.says())
    page.save()
    qtbot.waitUntil(lambda: len(world.records(GroupSession)) == 4)
    assert world.records(GroupSeries)[0].weekdays == ("SA",)


def test_a_monthly_rule_is_chosen_in_words_and_shows_only_its_own_fields(world: WeekWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    page.begin_new()
    qtbot.waitUntil(page.is_planning)
    form = page.planner.form
    assert form is not None
    form.editor("episode_id").set_value(world.episode.id)
    form.editor("starts_at").set_value(time(9, 45))

    def shown_after(frequency: Frequency) -> set[str]:
        form.editor("frequency").set_value(frequency)
        form._touched()
        return {name for name in ("weekdays", "month_day", "nth") if not form.editor(name).isHidden()}

    assert shown_after(Frequency.DAILY) == set()
    assert form.editor("interval").words == "Once in so many days"
    assert shown_after(Frequency.MONTHLY_DAY) == {"month_day"}
    assert form.value("month_day") == MONDAY.day
    form.editor("month_day").set_raw("")
    form._touched()
    assert form.value("month_day") is None  # what is taken away on the way to another day is not put back
    assert shown_after(Frequency.MONTHLY_WEEKDAY) == {"weekdays", "nth"}
    assert form.editor("interval").words == "Once in so many months"
    assert form.value("nth") == 4  # 23/11/2026 is the fourth Monday
    combo = form.editor("nth").input.target
    assert [combo.itemText(n) for n in range(combo.count())][-1] == "The last of the month"
    combo.setCurrentIndex(combo.count() - 1)
    form.editor("count").set_value(2)
    page.save()
    qtbot.waitUntil(lambda: len(world.sessions()) == 2)
    assert [one.planned_on.isoformat() for one in world.sessions()] == ["2026-11-30", "2026-12-28"]


# what is laid out by itself


def test_open_series_are_laid_out_further_once_a_day_and_what_is_left_out_is_told(world: WeekWorld, qtbot: Any) -> None:
    planned, world.now = world.now, world.now - timedelta(days=14)
    world.series("MO", count=None, from_on=MONDAY - timedelta(days=14))
    world.now = planned
    laid = len(world.sessions())  # up to 8 January, two months after it was planned
    world.session(on=date(2027, 1, 18), episode_id=world.other.id)
    _window, page = opened(qtbot, world)
    qtbot.waitUntil(lambda: page.messages.text() != "")
    assert len(world.sessions()) == laid + 2  # that other session, and the 11th; the 18th is taken
    assert "Sessions laid out until 22/01/2027: 1." in page.messages.text()
    assert "Left out because something else is there: 1." in page.messages.text()
    assert "18/01/2027" in page.messages.text()
    page.turn_to(day=date(2027, 2, 3))  # beyond what is laid out: offered, not done
    qtbot.waitUntil(lambda: page.offer.text() != "")
    assert len(world.sessions()) == laid + 2
    page.offer._action.click()
    qtbot.waitUntil(lambda: len(world.sessions()) == laid + 4)  # 25 January, 1 February
    qtbot.waitUntil(lambda: "until 07/02/2027" in page.messages.text())
    assert page.offer.text() == ""


def test_who_may_not_plan_lays_nothing_out(world: WeekWorld, actor_with: Callable[..., Actor], qtbot: Any) -> None:
    planned, world.now = world.now, world.now - timedelta(days=14)
    world.series("MO", count=None, from_on=MONDAY - timedelta(days=14))
    world.now = planned
    laid = len(world.sessions())
    _window, page = opened(qtbot, world, actor_with(Role.NURSE, name="Lê Thị Hoa"), day=date(2027, 2, 3))
    assert page.further._looked_on is None
    assert (len(world.sessions()), page.messages.text()) == (laid, "")


# Ctrl+Z


@pytest.mark.parametrize("deed", ["move", "split", "end"])
def test_ctrl_z_takes_back_what_was_done_last(world: WeekWorld, qtbot: Any, deed: str) -> None:
    world.series("MO", "WE")
    before = [(one.id, when(one), one.state) for one in world.sessions()]
    _window, page = opened(qtbot, world)
    stand_on(page, world.sessions()[1].id)
    slot = page._current()
    assert slot is not None
    if deed == "end":
        page.deeds.end(slot, slot.on, "Đạt mục tiêu")
    else:
        press(qtbot, page, Qt.Key.Key_Right, CTRL)
        judged(qtbot, page)
        press(qtbot, page, Qt.Key.Key_Return, *([SHIFT] if deed == "split" else []))
    if deed == "split":
        qtbot.waitUntil(page.is_planning)
        page.save()
    qtbot.waitUntil(lambda: [(one.id, when(one), one.state) for one in world.sessions()] != before)
    qtbot.waitUntil(lambda: bool(page._last_op) and not page.is_planning())
    press(qtbot, page, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: [(one.id, when(one), one.state) for one in world.sessions()] == before)
    assert [one.until_on for one in world.records(SessionSeries)] == [None]
    qtbot.waitUntil(lambda: page._last_op == "")
    press(qtbot, page, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.messages.text() == "There is nothing to undo.")
