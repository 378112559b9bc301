"""Scales by hand: chosen, filled by keyboard, refused what is impossible, completed, resumed, corrected, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from carebook.actions.instruments import add_instrument, save_score
from carebook.records.care_plans import CarePlan, Goal, PlanInForce, PlanState
from carebook.records.intake import FormState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.instruments import InstrumentPage
from carebook.ui.pages.instruments.choosing import Offer
from carebook.ui.pages.instruments.filling import in_runs
from carebook.ui.parts.answering import ChoiceRow, TypedRow
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import Group
from tests.actions.admissions import emergency
from tests.instrument_samples import BARTHEL_55, answers, new_version
from tests.ui.pages.scale_world import Case, keys
from tests.ui.pages.stay_desk import button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text

KEYS_OF_BARTHEL_55 = "2122332321"


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


@pytest.fixture
def case(book: Book, director: Actor, now: datetime, desk: Desk, qtbot: Any) -> Case:
    """The open stay of an old woman."""
    return Case(book, director, now, desk, qtbot)


# Choosing


def test_what_suits_the_age_stands_by_purpose_and_the_rest_last(case: Case) -> None:
    case.saved("gds15", {"1": 1})
    page = case.open()
    titles = [line.title if isinstance(line, Group) else line.instrument.code for line in _lines(page)]
    assert titles[:2] == ["Being filled in", "gds15"]
    assert titles.index("Activities of daily living") < titles.index("barthel") < titles.index("Made for another age")
    assert titles.index("m_chat_r") > titles.index("Made for another age")
    assert page.choosing.table.records.rowCount() == len(titles)


def _lines(page: InstrumentPage) -> list[Any]:
    return page.choosing._lines()


def test_a_scale_is_found_without_marks_and_opened_by_enter(case: Case) -> None:
    page = case.open()
    case.qtbot.waitUntil(page.choosing.line.hasFocus)
    type_text(page.choosing.line, "tram cam phq")
    found = [line for line in _lines(page) if isinstance(line, Offer)]
    assert [line.instrument.code for line in found] == ["phq9"]
    press(page.choosing.line, Qt.Key.Key_Return)
    case.fill(page, "phq9")


def test_nothing_found_is_said(case: Case) -> None:
    page = case.open()
    type_text(page.choosing.line, "không có thang này")
    assert "không có thang này" in page.choosing.states.says()


# Filling


def test_barthel_is_filled_wholly_by_keyboard(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    keys(KEYS_OF_BARTHEL_55)
    assert page.part.items.answers() == {item: float(value) for item, value in BARTHEL_55.items()}
    assert page.part.panel.total.text() == "55/100"
    assert page.part.panel.band.text() == "phụ thuộc nặng"
    assert page.part.panel.answered.text() == "answered 10/10"
    note = page.part.head.editors["note"].input.target
    case.qtbot.waitUntil(note.hasFocus)
    type_text(note, f"{TELEX_NGUYEN} đo tại giường")
    press(note, Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    page.complete()
    case.qtbot.waitUntil(lambda: bool(case.sheets()) and case.sheets()[0].score.state is FormState.COMPLETED)
    (kept,) = case.sheets()
    assert kept.result.total == 55
    assert kept.score.note.strip() == "Nguyễn đo tại giường"
    assert kept.score.done_by_id == case.director.staff_member_id
    case.qtbot.waitUntil(lambda: page.correct_button.isVisible())
    assert page.messages.text() == f"Completed Barthel of {case.person.full_name}."


def test_arrows_move_and_backspace_takes_back(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    first, second = page.part.items.rows[:2]
    assert isinstance(first, ChoiceRow)
    press(first, Qt.Key.Key_Right)
    press(first, Qt.Key.Key_Right)
    assert (first.value(), first.hasFocus()) == (5.0, True)
    press(first, Qt.Key.Key_Left)
    assert first.value() == 0.0
    press(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    press(second, Qt.Key.Key_Up)
    press(first, Qt.Key.Key_Backspace)
    assert first.value() is None
    assert page.part.panel.total.text() == "–"
    assert page.part.panel.band.text() == "Not assessed"


def test_a_click_answers_too(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    row = page.part.items.rows[3]
    assert isinstance(row, ChoiceRow)
    case.qtbot.mouseClick(row.buttons[2], Qt.MouseButton.LeftButton)
    assert row.value() == 10.0
    assert row.hasFocus()


def test_a_key_of_no_answer_is_refused(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    row = page.part.items.rows[0]
    type_text(row, "7")
    assert row.value() is None
    assert "7" in row.complaint()
    assert row.hasFocus()


@pytest.mark.parametrize(("typed", "said"), [("31", "0–30"), ("-1", "0–30"), ("2,5", "whole"), ("hai", "number")])
def test_an_impossible_value_is_refused_and_stays_typed(typed: str, said: str, case: Case) -> None:
    page = case.open(code="mmse")
    case.fill(page, "mmse")
    total = page.part.items.rows[0]
    assert isinstance(total, TypedRow)
    type_text(total.input.target, typed)
    press(total.input.target, Qt.Key.Key_Down)
    case.qtbot.waitUntil(lambda: said in total.complaint())
    assert page.part.panel.total.text() == "–"
    page.save()
    case.qtbot.waitUntil(lambda: page.save_button.isEnabled())
    assert total.raw() == typed
    assert case.sheets() == ()
    assert said in total.complaint()


def test_the_ninth_item_of_phq9_is_shown_at_once(case: Case) -> None:
    page = case.open(code="phq9")
    case.fill(page, "phq9")
    assert page.part.panel.alerts() == ""
    page.part.items.focus(page.part.items.rows[8])
    keys("1")
    assert page.part.panel.alerts().startswith("Câu 9")
    page.save()
    case.qtbot.waitUntil(lambda: "Câu 9" in page.messages.text())
    assert page.messages.property("tone") == "danger"


@pytest.mark.parametrize(
    ("places", "said"),
    [([], ""), ([1], "2"), ([0, 1], "1, 2"), ([0, 1, 2], "1–3a"), ([0, 2, 3, 4, 6], "1, 3a–5, 7")],
)
def test_numbers_that_follow_each_other_are_said_as_one(places: list[int], said: str) -> None:
    assert in_runs(["1", "2", "3a", "4", "5", "6", "7"], places) == said


def test_what_is_missing_is_named_item_by_item(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    keys("2122")
    assert page.standing.whole() == "Still missing: items 5–10"
    page.complete()
    assert "5, 6, 7, 8, 9, 10" in page.messages.text()
    assert [row.number for row in page.part.items.rows if row.complaint()] == ["5", "6", "7", "8", "9", "10"]
    assert page.part.items.rows[4].hasFocus()
    keys("3")
    assert [row.number for row in page.part.items.rows if row.complaint()] == ["6", "7", "8", "9", "10"]
    assert case.sheets() == ()


def test_last_time_is_marked(case: Case) -> None:
    case.completed("barthel", BARTHEL_55, date(2026, 8, 12))
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    row = page.part.items.rows[0]
    assert isinstance(row, ChoiceRow)
    assert [one.accessibleDescription() for one in row.buttons] == ["", "Answered last time", ""]
    assert page.part.items.answers()["1"] is None


def test_an_age_it_is_not_made_for_is_a_warning(case: Case) -> None:
    page = case.open(code="m_chat_r")
    case.fill(page, "m_chat_r")
    keys("2")
    page.complete()
    case.qtbot.waitUntil(lambda: bool(case.sheets()) and case.sheets()[0].score.state is FormState.COMPLETED)


def test_items_that_do_not_fit_together_are_pointed_out(case: Case) -> None:
    case.saved("barthel", BARTHEL_55 | {"10": 5})
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    case.qtbot.waitUntil(lambda: bool(page.part.items.rows[9].complaint()))


# Interrupted


def test_a_sheet_saved_unfinished_is_gone_on_with(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    keys("212")
    page.save()
    case.qtbot.waitUntil(lambda: len(case.sheets()) == 1 and not page.has_unsaved())
    again = case.open(code="barthel")
    case.fill(again, "barthel")
    assert again.part.items.rows[3].hasFocus()
    assert (again.part.items.answers()["1"], again.part.items.answers()["4"]) == (5.0, None)
    keys("2")
    again.save()
    case.qtbot.waitUntil(lambda: case.sheets()[0].result.answered == 4)
    assert len(case.sheets()) == 1


def test_what_was_never_saved_is_there_after_a_restart(case: Case) -> None:
    page = case.open(code="barthel")
    case.fill(page, "barthel")
    keys("21")
    type_text(page.part.head.editors["note"].input.target, "đang đo thì mất điện")
    page.keep_draft()
    case.qtbot.waitUntil(lambda: "Draft kept" in page.standing.whole())
    again = case.open(code="barthel")
    case.fill(again, "barthel")
    assert (again.part.items.answers()["1"], again.part.items.answers()["2"]) == (5.0, 0.0)
    assert again.part.head.editors["note"].value() == "đang đo thì mất điện"
    assert "draft" in again.messages.text()
    again.discard()
    case.qtbot.waitUntil(lambda: again._instrument is not None and not again.has_unsaved())
    fresh = case.open(code="barthel")
    case.fill(fresh, "barthel")
    assert fresh.part.items.answers()["1"] is None


def test_somebody_elses_newer_answers_are_not_overwritten(case: Case) -> None:
    begun = case.saved("barthel", {"1": 5})
    page = case.open(score_id=begun.score.id)
    case.fill(page, "barthel")
    keys("2")
    page.clerk.changed.disconnect(page.on_changed)
    save_score(case.book, begun.score, answers({"1": 0}), by=case.director, now=case.now)
    page.save()
    case.qtbot.waitUntil(lambda: "changed this" in page.messages.text())
    assert case.sheets()[0].answers == {"1": 0}
    button(page.messages, "Go on from the newer version").click()
    case.qtbot.waitUntil(lambda: page._score is not None and page.part.items.answers()["1"] == 0.0)


# Read again, corrected, struck


def test_an_old_sheet_opens_in_its_own_form_and_is_only_read(case: Case) -> None:
    old = case.completed("barthel", BARTHEL_55, date(2026, 8, 12))
    changed = new_version("barthel", 2, "Ăn uống", "Ăn bằng thìa")
    add_instrument(case.book, changed, by=case.director, now=case.now)
    page = case.open(score_id=old.score.id)
    case.qtbot.waitUntil(lambda: page._instrument is not None)
    row = page.part.items.rows[0]
    assert row.item.words == "Ăn uống"
    press(row, Qt.Key.Key_3, "3")
    assert row.value() == 5.0
    assert not page.save_button.isVisible()
    assert not page.part.head.editors["note"].isEnabled()
    new = case.open(code="barthel")
    case.fill(new, "barthel")
    assert new.part.items.rows[0].item.words == "Ăn bằng thìa"


def test_a_sheet_is_corrected_by_a_new_one(case: Case) -> None:
    wrong = case.completed("barthel", BARTHEL_55)
    page = case.open(score_id=wrong.score.id)
    case.qtbot.waitUntil(lambda: page._instrument is not None)
    page.begin_correction("mục 1 ghi nhầm")
    assert page.part.items.answers()["2"] == 0.0
    case.fill(page, "barthel")
    keys("3")
    page.complete()
    case.qtbot.waitUntil(lambda: [sheet.result.total for sheet in case.sheets()] == [60])
    assert case.sheets()[0].score.replaces_id == wrong.score.id


def test_a_correction_begun_and_left_is_found_again(case: Case) -> None:
    wrong = case.completed("barthel", BARTHEL_55)
    page = case.open(score_id=wrong.score.id)
    case.qtbot.waitUntil(lambda: page._instrument is not None)
    page.begin_correction("mục 1 ghi nhầm")
    case.fill(page, "barthel")
    keys("3")
    assert page.can_leave()
    case.qtbot.waitUntil(lambda: "Draft kept" in page.standing.whole())
    again = case.open(score_id=wrong.score.id)
    case.qtbot.waitUntil(lambda: again.correct_button.isVisible())
    again.correct()
    assert again.part.items.answers()["1"] == 10.0
    assert again._score is not None
    assert again._score.replaced_because == "mục 1 ghi nhầm"


# Attainment of goals


def test_goals_are_rated_with_their_weights(case: Case) -> None:
    levels = ("không đi", "đi 2 m", "đi 5 m", "đi 10 m bằng khung", "đi 20 m")
    with case.book.changing(case.director.account_id, case.now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=case.stay.id, state=PlanState.APPROVED, approved_at=case.now))
        writer.add(PlanInForce(episode_id=case.stay.id, plan_id=plan.id, since_at=case.now))
        goal = Goal(episode_id=case.stay.id, plan_id=plan.id, levels=levels)
        writer.add(replace(goal, thread=new_id(), text="Đi trong hành lang", importance=3, difficulty=2, position=1))
        writer.add(replace(goal, thread=new_id(), text="Tự ăn", position=2))
    page = case.open(code="gas")
    case.fill(page, "gas")
    first = page.part.items.rows[0]
    assert isinstance(first, ChoiceRow)
    assert first.item.words == "Đi trong hành lang"
    assert "đi 10 m bằng khung" in first.buttons[3].text()
    keys("42")
    assert page.part.panel.total.text() == "T 57,8"
    page.complete()
    case.qtbot.waitUntil(lambda: bool(case.sheets()) and case.sheets()[0].score.state is FormState.COMPLETED)
    assert sorted(case.sheets()[0].weights.values()) == [1.0, 6.0]


def test_without_a_goal_the_way_to_the_plan_is_shown(case: Case) -> None:
    page = case.open(code="gas")
    case.qtbot.waitUntil(lambda: page._instrument is not None)
    page.part.plan_button.click()
    assert case.window is not None
    assert case.window.last == ("care_plans", {"episode_id": case.stay.id})


# Who, how small, by name


def test_somebody_protected_is_not_shown(
    book: Book, director: Actor, now: datetime, desk: Desk, qtbot: Any, actor_with: Callable[..., Actor]
) -> None:
    hidden = Case(book, director, now, desk, qtbot, episode=emergency(confidential=True))
    with desk_of(book, actor_with(Role.NURSE), now) as nurses:
        page = hidden.open(nurses, code="barthel")
        qtbot.waitUntil(lambda: "protected" in page.states.says())
        assert page.header.line.text() == ""


def test_who_may_only_read_sees_the_newest_sheet(
    case: Case, book: Book, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    case.completed("barthel", BARTHEL_55)
    with desk_of(book, actor_with(Role.INSPECTOR), now) as inspectors:
        page = case.open(inspectors, code="barthel")
        case.qtbot.waitUntil(lambda: page._instrument is not None)
        assert page.part.panel.total.text() == "55/100"
        assert not page.save_button.isVisible()
        assert not page.correct_button.isVisible()


@pytest.mark.parametrize("code", ["", "barthel", "mmse"])
@pytest.mark.looks
def test_every_control_has_a_name_and_the_page_can_be_small(code: str, case: Case) -> None:
    page = case.open(code=code)
    if code:
        case.fill(page, code)
    assert nameless(page) == []
    assert fits(page)
