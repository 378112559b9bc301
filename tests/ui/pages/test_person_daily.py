"""The tab of daily life: what is monitored, measures written down by the keyboard, alerts, the care level with its default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.monitoring import save_monitoring, set_care_level
from carebook.actions.observations import record_observations
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Role
from carebook.store import drafts
from carebook.store.book import Book
from carebook.ui.pages.person.daily import DailyTab
from carebook.ui.pages.person.daily_monitoring import MonitoringPart
from carebook.ui.pages.person.view import PersonView, view_of
from carebook.ui.parts.desk import Place
from tests.daily_samples import TODAY, care_level, moment, monitoring, observation
from tests.ui.pages.by_hand import rows
from tests.ui.pages.plan_world import PlanWorld, texts
from tests.ui.pages.stay_desk import button, nameless
from tests.ui.typing_vietnamese import press, type_text


class DailyWorld(PlanWorld):
    """One stay and the nurse who looks after it."""

    def __init__(self, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
        super().__init__(book, director, actor_with, now)
        self.nurse = actor_with(Role.NURSE, name="Doãn Thị Cẩm Tú")

    def plan(self, measure: str, **given: Any) -> MonitoringPlan:
        kept: MonitoringPlan = self.do(save_monitoring, monitoring(self.episode.id, measure, **given), by=self.nurse)
        return kept

    def note(self, *observations: Observation) -> list[Observation]:
        kept: list[Observation] = self.do(record_observations, observations, by=self.nurse)
        return kept

    def observations(self) -> list[Observation]:
        return self.records(Observation)


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[DailyWorld]:
    made = DailyWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def shown(qtbot: Any, world: DailyWorld, actor: Actor | None = None) -> tuple[DailyTab, MonitoringPart, list[Place]]:
    desk = world.desk(actor or world.nurse)
    went: list[Place] = []
    desk.went.connect(went.append)
    with world.book.reading_for(actor or world.nurse, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
    assert isinstance(view, PersonView)
    tab = DailyTab(desk)
    tab.resize(1100, 640)
    qtbot.addWidget(tab)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.show_view(view)
    part = tab.current_part()
    assert isinstance(part, MonitoringPart)
    qtbot.waitUntil(lambda: part._facts is not None)
    return tab, part, went


def earlier(measure: str, days: int, **given: Any) -> Observation:
    day = TODAY - timedelta(days=days)
    return observation("", measure, duty_on=day, taken_at=moment(7, 0, day), **given)


def test_nothing_yet_offers_the_usual_measures_of_the_care_level(world: DailyWorld, qtbot: Any) -> None:
    tab, part, _went = shown(qtbot, world)
    assert part.states.says() == "Nothing is monitored yet. What is due comes from here."
    assert "Care level not set yet." in texts(part)
    world.do(set_care_level, care_level(world.episode.id, level="partial", from_on=TODAY), by=world.nurse)
    part._ask()
    qtbot.waitUntil(lambda: not part.offer.isHidden())
    said = texts(part)
    assert "Care level: Hỗ trợ một phần, since 22/11/2026" in said
    assert [tick.text() for tick, _plan in part.offer.ticks] == ["Huyết áp: tuần 1 lần", "Cân nặng: tháng 1 lần"]
    part.offer.ticks[0][0].click()
    with qtbot.waitSignal(tab.saved):
        button(part, "Monitor these").click()
    assert [(one.measure, one.frequency) for one in world.records(MonitoringPlan)] == [("weight", "monthly")]
    qtbot.waitUntil(lambda: rows(part.table) != [])
    assert part.offer.isHidden()
    button(part, "Usual measures of the care level").click()
    assert [tick.text() for tick, _plan in part.offer.ticks] == ["Huyết áp: tuần 1 lần"]


def test_newest_values_alerts_and_what_follows_from_them(world: DailyWorld, qtbot: Any) -> None:
    stay = world.episode.id
    world.plan("blood_pressure", frequency="twice_daily", high=160.0, because="Tăng huyết áp")
    world.plan("stool", from_on=date(2026, 11, 10))
    mine = [
        earlier("weight", 30, value=46.0),
        earlier("blood_pressure", 1, value=150.0, value_second=80.0),
        earlier("blood_pressure", 2, not_done="refused", value=None, value_second=None),
        earlier("stool", 5, value=1.0),
        observation("", "weight", value=43.3, unusual_because="weighed_again", round=None),
        observation("", "height", value=156.0, round=None),
        observation("", "fluid_in", value=1200.0, round=None),
        observation("", value=190.0, value_second=100.0, unusual_because="told_doctor", taken_at=moment(8)),
    ]
    world.note(*(replace(one, episode_id=stay) for one in mine))
    tab, part, _went = shown(qtbot, world)
    said = texts(part)
    for words in (
        *("Weight: 5,9 % less in 30 days", "BMI 17,8: thiếu cân", "No stool noted for 4 days"),
        "Fluids on 22/11: 1.200 ml in, 0 ml out",
    ):
        assert words in said, words
    table = rows(part.table)
    assert [row[0] for row in table] == ["Huyết áp", "Đại tiện", "Cân nặng", "Chiều cao", "Nước vào"]
    assert table[0][1].startswith("190/100")
    cell = part._newest_cell(part.table.current())
    assert (cell.mark, cell.sub) == (("full", "danger"), "very high (from 180) · 22/11 08:00")
    assert part._measure_cell(part.table.current()).sub == "alert from 160"
    assert [row[2] for row in table] == ["Ngày 2 lần", "Ngày 1 lần", "–", "–", "–"]
    qtbot.waitUntil(lambda: len(rows(part.course.values)) == 3)
    assert [row[1].split("\N{NO-BREAK SPACE}")[0] for row in rows(part.course.values)] == [
        "190/100",
        "150/80",
        "Not measured",
    ]
    assert "190" in part.course.chart.accessibleDescription()
    part.table.pick("weight")
    qtbot.waitUntil(lambda: [row[1][:4] for row in rows(part.course.values)] == ["43,3"])
    part.course.period.choose("90")
    part.course._ask()
    qtbot.waitUntil(lambda: len(rows(part.course.values)) == 2)
    assert nameless(tab) == []
    part.chart_button.click()
    offered = part.printing.menu.actions()
    assert [one.text() for one in offered] == [world.person.full_name, "Everybody"]
    for one in offered:
        one.trigger()
        qtbot.waitUntil(lambda: part.printing.out.dialog is not None)
        part.printing.out.dialog.close()
        qtbot.waitUntil(lambda: part.printing.out.dialog is None)


def test_measures_are_written_down_with_the_keyboard_alone(world: DailyWorld, qtbot: Any) -> None:
    world.plan("blood_pressure")
    world.plan("temperature")
    world.plan("consciousness")
    tab, part, _went = shown(qtbot, world)
    part.begin_entry()
    entry = part.entry
    assert [line.measure.code for line in entry._lines] == ["temperature", "blood_pressure", "consciousness"]
    warm, pressure, awake = entry._lines
    assert entry.done_by.value() == world.nurse.staff_member_id
    type_text(warm.typed, "48")
    press(warm.typed, Qt.Key.Key_Return)
    assert "outside of what can be measured" in texts(warm)
    warm.typed.selectAll()
    type_text(warm.typed, "38,6")
    press(warm.typed, Qt.Key.Key_Return)
    assert "Nhiệt độ 38,6\N{NO-BREAK SPACE}°C: high (from 38). Press 1 Đã đo lại" in texts(warm)
    assert QApplication.focusWidget() is warm.why
    press(warm.why, Qt.Key.Key_1, "1")
    assert warm.why.code() == "measured_again"
    warm.typed.setFocus()
    press(warm.typed, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is pressure.typed
    type_text(pressure.typed, "120/80")
    press(pressure.typed, Qt.Key.Key_Return)
    type_text(awake.typed, "a")
    with qtbot.waitSignal(tab.saved):
        press(awake.typed, Qt.Key.Key_Return)
    kept = {one.measure: one for one in world.observations()}
    assert (kept["temperature"].value, kept["temperature"].unusual_because) == (38.6, "measured_again")
    assert (kept["blood_pressure"].value, kept["blood_pressure"].value_second) == (120.0, 80.0)
    assert kept["consciousness"].word == "alert"
    assert {one.done_by_id for one in kept.values()} == {world.nurse.staff_member_id}
    assert not entry.is_open()


def test_a_reason_in_other_words_is_typed_in_vietnamese_and_another_measure_is_added(
    world: DailyWorld, qtbot: Any
) -> None:
    world.plan("temperature")
    _tab, part, _went = shown(qtbot, world)
    part.begin_entry()
    entry = part.entry
    entry.more.choose("pain")
    entry._add_more()
    pain = entry._lines[-1]
    assert pain.measure.code == "pain"
    type_text(pain.typed, "6")
    entry.save()
    qtbot.waitUntil(lambda: pain.asks_why())
    assert "Press 1 Đã đo lại" in texts(pain)
    pain.why.choose("other")
    pain._why_chosen()
    assert QApplication.focusWidget() is pain.note
    type_text(pain.note, "đau khớp gối khi trở trời")
    entry.save()
    qtbot.waitUntil(lambda: not entry.is_open())
    (kept,) = world.observations()
    assert (kept.value, kept.unusual_because, kept.note) == (6.0, "other", "đau khớp gối khi trở trời")


def test_an_office_that_types_for_others_says_who_measured(world: DailyWorld, qtbot: Any) -> None:
    world.plan("temperature")
    _tab, part, _went = shown(qtbot, world, world.director)
    part.begin_entry()
    entry = part.entry
    assert entry.done_by.value() is None
    type_text(entry._lines[0].typed, "36,5")
    entry.save()
    assert entry.done_by.complaint() == "Choose who measured."
    entry.done_by.set_value(world.nurse.staff_member_id)
    entry.from_sheet.set_value(True)
    entry.save()
    qtbot.waitUntil(lambda: not entry.is_open())
    (kept,) = world.observations()
    assert (kept.done_by_id, kept.from_sheet) == (world.nurse.staff_member_id, True)
    assert kept.entered_by == world.director.account_id


def test_a_value_is_corrected_and_struck_through(world: DailyWorld, qtbot: Any, monkeypatch: Any) -> None:
    world.plan("blood_pressure")
    world.note(observation(world.episode.id))
    tab, part, _went = shown(qtbot, world)
    qtbot.waitUntil(lambda: len(rows(part.course.values)) == 1)
    part.course.values.pick(part.course.found[0].id)
    part.course._show_buttons()
    part.course.change_button.click()
    (line,) = part.entry._lines
    assert line.typed.text() == "120/80"
    assert not part.has_unsaved()
    line.typed.selectAll()
    type_text(line.typed, "130/80")
    assert part.has_unsaved()
    with qtbot.waitSignal(tab.saved):
        part.save()
    (kept,) = world.observations()
    assert (kept.value, kept.version) == (130.0, 2)
    monkeypatch.setattr("carebook.ui.pages.person.daily_course.reason_to_strike", lambda *_more: "ghi nhầm người")
    with qtbot.waitSignal(tab.saved):
        part.course._ask_why()
    qtbot.waitUntil(lambda: [row[1] for row in rows(part.course.values)] == ["Struck through"])
    assert world.observations() == []


def test_what_is_typed_is_kept_as_a_draft_and_comes_back(world: DailyWorld, qtbot: Any) -> None:
    world.plan("temperature")
    tab, part, _went = shown(qtbot, world)
    part.begin_entry()
    type_text(part.entry._lines[0].typed, "36,")
    assert tab.has_unsaved()
    tab.keep_draft()

    def kept() -> drafts.Draft | None:
        with world.book.reading_for(world.nurse, world.now) as reader:
            return drafts.own_draft(reader, "observations", world.episode.id)

    qtbot.waitUntil(lambda: kept() is not None)
    assert tab.leave()
    assert not tab.has_unsaved()
    with qtbot.waitSignal(tab.draft_found):
        part.begin_entry()
    tab.restore_draft()
    assert part.entry._lines[0].typed.text() == "36,"
    tab.discard()
    qtbot.waitUntil(lambda: kept() is None)


def test_who_may_only_look_is_offered_nothing(world: DailyWorld, actor_with: Callable[..., Actor], qtbot: Any) -> None:
    world.plan("temperature")
    desk = world.desk(actor_with(Role.INSPECTOR))
    with world.book.reading_for(desk.actor, world.now) as reader:
        view = view_of(reader, world.person.id, desk.today())
    assert view is not None
    tab = DailyTab(desk)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_view(view)
    assert tab.segments.current() == "notes"
    tab.choose_part("monitoring")
    part = tab.current_part()
    qtbot.waitUntil(lambda: part._facts is not None)
    for one in (part.record_button, part.add_button, part.level_button, part.edit_button, part.course.change_button):
        assert one.isHidden()
    part.begin_entry()
    assert not part.entry.is_open()
