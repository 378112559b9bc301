"""A care plan in the window: written letter by letter, compared, submitted, returned, approved, reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.care_plans import save_plan
from carebook.records.assessments import Assessment, DomainRating, NeedLevel
from carebook.records.care_plans import (
    Activity,
    Goal,
    HelpLevel,
    PlanState,
    Risk,
)
from carebook.records.intake import FormState
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.care_plans import PlanPage
from tests.actions import plans
from tests.actions.admissions import admit, emergency
from tests.ui.pages.plan_world import (
    PlanWorld,
    in_force,
    key,
    opened,
    plan_world,
    texts,
    wait_saved,
    write,
)
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.waiting import when_asked


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PlanWorld]:
    with plan_world(book, director, actor_with, now) as made:
        yield made


# writing


def test_a_first_plan_is_written_letter_by_letter_and_saved(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    assert page.composing.is_open()
    write(writer.head.form, general_goal="Sống khỏe, tự đi lại trong khu", participants="Bà An\nchị Hải Đường")
    writer.add_row()
    goal = writer.goals.forms[Goal]
    write(goal, text="Đi được 20 m với khung tập đi", measure="Đo quãng đường", from_value="5 m", to_value="20 m")
    write(goal, due_on="15/2/2027")
    writer.goals.new_activity()
    activity = writer.goals.forms[Activity]
    write(activity, text="Tập đi với khung", frequency="2 lần mỗi ngày", responsible="Trần Văn Sơn", cost="1.200.000")
    assert "1.200.000" in texts(page.composing.foot)
    writer.turn_to("risks")
    writer.add_row()
    write(writer.risks.forms[Risk], text="Ngã ban đêm", response="Đèn ngủ, thanh vịn")
    writer.turn_to("helps")
    writer.help.begin()
    key(QApplication.focusWidget(), Qt.Key.Key_2, "2")
    page.save()
    wait_saved(qtbot, page)
    (file,) = world.plans()
    assert file.plan.general_goal == "Sống khỏe, tự đi lại trong khu"
    assert [(g.text, g.from_value, g.to_value) for g in file.goals] == [
        ("Đi được 20 m với khung tập đi", "5 m", "20 m")
    ]
    assert [(a.text, a.cost, a.goal_id) for a in file.activities] == [("Tập đi với khung", 1_200_000, file.goals[0].id)]
    assert [r.text for r in file.risks] == ["Ngã ban đêm"]
    assert [h.level for h in file.helps] == [HelpLevel.PARTLY]
    assert page.composing.writer.working is not None
    assert page.composing.writer.working.goals[0].record.id == file.goals[0].id


def test_saving_twice_keeps_one_row_each(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    form = writer.goals.forms[Goal]
    write(form, text="Ngủ đủ giấc")
    page.save()
    wait_saved(qtbot, page)
    write(form, text=" mỗi đêm")
    assert page.composing.has_unsaved()
    page.save()
    wait_saved(qtbot, page)
    (file,) = world.plans()
    assert [g.text for g in file.goals] == ["Ngủ đủ giấc mỗi đêm"]


def test_what_is_typed_while_the_book_saves_is_not_lost(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    form = writer.goals.forms[Goal]
    write(form, text="Ngủ")
    page.save()
    write(form, text=" ngon")  # before the answer
    qtbot.waitUntil(lambda: bool(world.plans()) and page.composing.foot.save_button.isEnabled())
    assert form.editor("text").raw() == "Ngủ ngon"
    assert page.composing.has_unsaved()
    page.save()
    wait_saved(qtbot, page)
    assert [g.text for g in world.plans()[0].goals] == ["Ngủ ngon"]


def test_what_cannot_be_read_is_led_to_and_nothing_is_lost(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    form = writer.goals.forms[Goal]
    write(form, text="Đi lại", due_on="31/02/2027")
    writer.turn_to("head")
    page.save()
    assert writer.tabs.current() == "goals"
    assert form.editor("due_on").has_error()
    assert form.editor("due_on").raw() == "31/02/2027"
    assert world.plans() == ()


def test_an_impossible_date_is_refused_beside_its_field(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    writer.goals.new_activity()
    form = writer.goals.forms[Activity]
    write(form, text="Tập đi")
    form.editor("from_on").set_value(None)
    write(form, from_on="10/12/2026", to_on="01/12/2026")
    writer.turn_to("head")
    page.save()
    qtbot.waitUntil(lambda: form.editor("to_on").has_error())
    assert writer.tabs.current() == "goals"
    assert world.plans() == ()


def test_the_draft_survives(world: PlanWorld, qtbot: Any) -> None:
    window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    write(writer.goals.forms[Goal], text="Gặp con trai mỗi tháng", due_on="30/2")
    page.keep_draft()
    qtbot.waitUntil(lambda: not page.clerk.is_writing)
    page.composing.put_away()
    window.close()
    _window, again = opened(qtbot, world, mode="new")
    qtbot.waitUntil(lambda: "open again" in again.messages.text())
    form = again.composing.writer.goals.forms[Goal]
    again.composing.writer.turn_to("goals")
    assert form.editor("text").raw() == "Gặp con trai mỗi tháng"
    assert form.editor("due_on").raw() == "30/2"
    again.discard()
    qtbot.waitUntil(lambda: not again.composing.is_open())
    _window, third = opened(qtbot, world, mode="new")
    assert not third.composing.writer.goals.parts()


def test_a_goal_begins_from_a_need(world: PlanWorld, qtbot: Any) -> None:
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        stay = {"episode_id": world.episode.id}
        made = writer.add(
            Assessment(**stay, state=FormState.COMPLETED, assessed_on=world.now.date(), summary="Cần tập đi")
        )
        for domain, level in (("health", NeedLevel.HIGH), ("relations", NeedLevel.LOW)):
            rating = DomainRating(**stay, assessment_id=made.id, domain=domain, level=level, problem="Liệt nửa người")
            writer.add(rating)
    _window, page = opened(qtbot, world, mode="new")
    page.composing.writer.turn_to("goals")
    said = texts(page.composing.writer.goals)
    assert "Chăm sóc sức khỏe" in said
    assert "Mối quan hệ" not in said  # a low need offers no goal
    name = next(one for one in said.split(" | ") if one.startswith("Chăm sóc sức khỏe"))
    button(page, f"New goal from: {name}").click()
    (part,) = page.composing.writer.goals.parts()
    assert (part.record.domain, part.record.from_value) == ("health", "Liệt nửa người")
    assert "A new goal may begin from" not in texts(page.composing.writer.goals)


def test_rows_are_moved_and_taken_out_by_keys(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    _window, page = opened(qtbot, world, mode="new")
    section = page.composing.writer.goals
    page.composing.writer.turn_to("goals")
    section.new_goal()
    write(section.forms[Goal], text="Ngủ đủ giấc")
    section.move_row(section.table.current(), -1)
    working = page.composing.writer.working
    assert working is not None
    assert [part.record.text for part in working.goals] == ["Ngủ đủ giấc", "Đi được 20 m với khung tập đi"]
    section.table.pick(working.goals[1].key)
    key(section.table, Qt.Key.Key_Delete)
    assert [part.record.text for part in working.goals] == ["Ngủ đủ giấc"]
    assert working.activities == []  # they went with their goal


def test_writing_begins_in_the_first_field_and_its_keys_work_from_every_part(world: PlanWorld, qtbot: Any) -> None:
    window, page = opened(qtbot, world, mode="new")
    window.activateWindow()
    writer = page.composing.writer
    qtbot.waitUntil(lambda: window.focusWidget() is writer.head.form.editor("from_on").input.target)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert writer.tabs.current() == "goals"
    assert writer.goals.forms[Goal].editor("text").input.target.hasFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_N, both)
    assert writer.goals.forms[Activity].editor("text").input.target.hasFocus()


def test_the_keys_lead_from_row_to_row_and_out(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    window, page = opened(qtbot, world, mode="new")
    window.activateWindow()
    section = page.composing.writer.goals
    page.composing.writer.turn_to("goals")
    section.begin()
    qtbot.keyClick(section.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(section.parts()) == 3)
    text = section.forms[Goal].editor("text").input.target
    assert text.hasFocus()
    qtbot.keyClick(text, Qt.Key.Key_Escape)  # out of the form, into the list
    qtbot.waitUntil(section.table.hasFocus)
    assert page.composing.is_open()
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    assert text.hasFocus()
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    qtbot.waitUntil(section.table.hasFocus)
    qtbot.keyClick(section.table, Qt.Key.Key_Escape)  # out of writing, the draft is kept
    qtbot.waitUntil(lambda: not page.composing.is_open())
    assert "kept as a draft" in page.messages.text()


# submitting


def test_what_blocks_submitting_leads_to_its_place(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.add_row()
    write(writer.goals.forms[Goal], text="Đi lại")
    writer.turn_to("head")
    page.composing.submit()
    qtbot.waitUntil(lambda: page.lacks.isVisible())
    said = texts(page.lacks)
    assert "reached" in said
    button(page.lacks, "Go there: Goal 1: Write how it will be seen that the goal is reached.").click()
    assert writer.tabs.current() == "goals"
    assert writer.goals.forms[Goal].editor("measure").input.target.hasFocus()
    button(page.lacks, "Go there: Record whether the client agrees to the plan, or cannot give an opinion.").click()
    assert writer.tabs.current() == "agreement"
    assert world.standings() == [(1, "draft")]


def test_a_whole_plan_is_submitted_from_reading(world: PlanWorld, qtbot: Any) -> None:
    world.do(save_plan, plans.content(world.episode.id))
    _window, page = opened(qtbot, world)
    button(page, "Submit for approval").click()
    qtbot.waitUntil(lambda: world.standings() == [(1, "awaiting")])
    qtbot.waitUntil(lambda: "Awaiting approval" in texts(page.showing))
    assert not page.bar.isVisible()  # who wrote it has no right to approve
    assert button(page, "Withdraw…").isVisible()


def test_withdrawing_asks_for_a_reason(world: PlanWorld, qtbot: Any) -> None:
    plans.submitted(world.book, world.episode.id, world.worker, world.now)
    _window, page = opened(qtbot, world)

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        button(dialog, "Submitted by mistake").click()

    withdraw = button(page, "Withdraw…")
    when_asked(give_reason)
    withdraw.click()
    qtbot.waitUntil(lambda: world.standings() == [(1, "withdrawn")])


# going on


def test_printing_and_the_goal_thread_go_elsewhere(world: PlanWorld, qtbot: Any) -> None:
    in_force(world)
    window, page = opened(qtbot, world)
    file = world.plans()[0]
    page.print_button.click()
    assert window.last == (
        "case_papers",
        {"episode_id": world.episode.id, "paper": "form04", "plan_id": file.plan.id},
    )
    button(page, "Goal thread: Đi được 20 m với khung tập đi").click()
    assert window.last == ("goal_thread", {"episode_id": world.episode.id, "thread": file.goals[0].thread})


def test_nothing_yet_offers_to_write(world: PlanWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    assert page.states.says() == "There is no plan yet."
    button(page, "Write the plan").click()
    assert page.composing.is_open()


def test_who_may_only_read_gets_no_deeds(world: PlanWorld, qtbot: Any, actor_with: Callable[..., Actor]) -> None:
    in_force(world)
    _window, page = opened(qtbot, world, actor_with(Role.INSPECTOR, name="Giáp Thị Tường Vi"))
    assert not page.foot.has_deeds()
    assert page.file() is not None
    assert not page.composing.is_open()


def test_a_protected_plan_shows_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    plans.saved(book, episode.id, director, now)
    with desk_of(book, actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường"), now) as desk:
        page = PlanPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to(episode_id=episode.id)
        window.show()
        qtbot.waitUntil(lambda: "protected" in page.states.says())
        assert not page.back_link.isVisible()


def test_opening_a_restricted_plan_leaves_a_line_in_the_reading_log(
    book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    plans.saved(book, episode.id, director, now)
    with desk_of(book, director, now) as desk:
        page = PlanPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to(episode_id=episode.id)
        window.show()
        qtbot.waitUntil(lambda: page.view is not None)
    with book.looking(now) as reader:
        assert [one.deed for one in reader.records(Reading)] == ["open_restricted_record"]


@pytest.mark.parametrize("mode", ["", "new", "review"])
@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(world: PlanWorld, qtbot: Any, mode: str) -> None:
    in_force(world)
    window, page = opened(qtbot, world, world.director, **({"mode": mode} if mode else {}))
    if mode == "new":
        page.composing.writer.turn_to("goals")
    assert nameless(page) == []
    qtbot.waitUntil(lambda: fits(page))  # a layout settles by an event
    window.resize(880, 480)
    assert page.is_narrow()
    assert page.width() <= 880
    qtbot.waitUntil(lambda: fits(page))  # a layout settles by an event
    assert world.plans()[0].plan.state is PlanState.APPROVED
