"""A rehabilitation plan in the window: written with the keyboard alone, compared, submitted, answered, rated, reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions import therapy_plans as deeds
from carebook.records.care_plans import Achievement, Agreement
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalRating,
    GoalTerm,
    PlannedTherapy,
    Qualifier,
    RehabilitationGoal,
)
from carebook.records.schedules import TherapyRoom
from carebook.records.staff import Actor, Reading, Role
from carebook.store import therapy_plans
from carebook.store.book import Book, new_id
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.pages.approvals import ApprovalsPage
from carebook.ui.pages.therapy_plans import TherapyPlanPage
from carebook.ui.parts.approvals import ApprovalsButton
from carebook.ui.parts.desk import Desk
from tests.actions import plans
from tests.actions import therapy_plan_samples as samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.plan_world import choose, key, texts, wait_saved, write
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text


class TherapyWorld:
    """One stay; a therapist writes, a doctor approves."""

    def __init__(self, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.person, self.episode = admit(book, director, now)
        self.therapist = actor_with(Role.THERAPIST, name="Lưu Văn Kim Giao")
        self.doctor = actor_with(Role.DOCTOR, name="Quách Văn Long Não")
        self.worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            self.room = writer.add(TherapyRoom(name="Phòng PHCN 1", places=4))
        self.desks = ExitStack()

    def desk(self, actor: Actor | None = None) -> Desk:
        return self.desks.enter_context(desk_of(self.book, actor or self.therapist, self.now))

    def plans(self) -> tuple[TherapyPlanFile, ...]:
        with self.book.looking(self.now) as reader:
            return therapy_plans.plans_of(reader, self.episode.id)

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return list(reader.records(cls))

    def in_force(self, **given: Any) -> None:
        samples.approved(self.book, self.episode.id, self.therapist, self.doctor, self.now, **given)

    def submitted(self, **given: Any) -> None:
        samples.submitted(self.book, self.episode.id, self.therapist, self.now, **given)


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[TherapyWorld]:
    made = TherapyWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def opened(qtbot: Any, world: TherapyWorld, actor: Actor | None = None, **about: str) -> tuple[Window, TherapyPlanPage]:
    desk = world.desk(actor)
    page = TherapyPlanPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**({"episode_id": world.episode.id} | about))
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page.view is not None or page.states.says() != "")
    return window, page


def focused() -> Any:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def on(times: int = 1) -> None:
    """Tab to the next field."""
    for _time in range(times):
        if (found := QApplication.activePopupWidget()) is not None:
            found.hide()  # the list of what matches; offscreen it does not hand the key on
        press(focused(), Qt.Key.Key_Tab, "\t")


def test_a_whole_plan_is_written_with_the_keyboard_alone(world: TherapyWorld, qtbot: Any) -> None:
    plans.approved(world.book, world.episode.id, world.worker, world.director, world.now)
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    examined = writer.head.form
    qtbot.waitUntil(examined.editor("ordered_by_id").input.target.hasFocus)
    qtbot.waitUntil(examined.editor("contraindications").input.target.isVisible)  # Tab passes by what is not yet shown
    on(2)  # who examined and the day stand there already
    for place, words in (
        ("diagnosis", "Liệt nửa người phải"),
        ("indication", "Tập đi, tập dùng tay phải"),
        ("contraindications", "Không tập khi huyết áp trên 160/100"),
    ):
        target = examined.editor(place).input.target
        qtbot.waitUntil(target.hasFocus)
        type_text(target, words)
        on()
    page.composing.step()  # Ctrl+Tab
    writer.add_row()  # Ctrl+N
    type_text(focused(), "đi bộ")  # by a word
    on(2)
    type_text(focused(), "Cần người đỡ")
    writer.add_row()
    type_text(focused(), "b730")  # by its code
    on()
    writer.functions.step_back()
    table = writer.functions.table
    for code in ("d450", "b730"):
        table.pick(next(part.key for part in writer.functions.parts() if part.record.code == code))
        key(table, Qt.Key.Key_3, "3")
    page.composing.step()
    writer.add_row()
    type_text(focused(), "Đi 10 m bằng khung")
    goal = writer.goals.forms[RehabilitationGoal]
    care_goal = page.view.care_goals[0]
    choose(goal, term=GoalTerm.LONG.value, care_thread=care_goal.thread)
    write(goal, measure="Đo quãng đường", due_on="20/02/2027", importance="3", difficulty="2")
    for line, words in zip(writer.goals.levels.lines, samples.LEVELS, strict=True):
        line.setFocus()
        type_text(line, words)
    page.composing.step()
    writer.add_row()
    therapy = writer.therapies.forms[PlannedTherapy]
    choose(therapy, room_id=world.room.id)
    write(therapy, technique="Đi với khung", per_week="5", sessions="120", fee="50.000")
    write(therapy, therapist_id="kim giao")
    on()
    assert "6.000.000" in texts(page.composing.foot)
    page.composing.step()
    choose(writer.consent.form, consent=Agreement.AGREED.value)
    write(writer.consent.form, consent_by="Trần Thị An", consent_on="21/11/2026")
    page.save()
    wait_saved(qtbot, page)
    (file,) = world.plans()
    assert (file.plan.indication, file.plan.consent, file.plan.consent_on) == (
        "Tập đi, tập dùng tay phải",
        Agreement.AGREED,
        date(2026, 11, 21),
    )
    assert (file.plan.ordered_by_id, file.plan.from_on) == (world.therapist.staff_member_id, date(2026, 11, 22))
    assert [(one.code, one.qualifier, one.note) for one in file.functions] == [
        ("d450", Qualifier.SEVERE, "Cần người đỡ"),
        ("b730", Qualifier.SEVERE, ""),
    ]
    (kept,) = file.goals
    assert (kept.term, kept.levels, kept.care_thread) == (GoalTerm.LONG, samples.LEVELS, care_goal.thread)
    assert (kept.importance, kept.difficulty, kept.due_on) == (3, 2, date(2027, 2, 20))
    (one,) = file.therapies
    assert (one.therapy, one.per_week, one.sessions, one.minutes, one.fee) == ("pt", 5, 120, 30, 50_000)
    assert (one.therapist_id, one.room_id) == (world.therapist.staff_member_id, world.room.id)
    page.composing.submit()
    qtbot.waitUntil(lambda: world.plans()[0].standing == "awaiting")


def test_a_goal_begins_from_the_care_plan(world: TherapyWorld, qtbot: Any) -> None:
    plans.approved(world.book, world.episode.id, world.worker, world.director, world.now)
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.turn_to("goals")
    button(writer.goals, "New goal from: Đi được 20 m với khung tập đi").click()
    (part,) = writer.goals.parts()
    assert part.record.care_thread == "thread-1"
    assert (part.record.text, part.record.measure) == ("Đi được 20 m với khung tập đi", "Đo quãng đường mỗi tuần")
    assert "New goal from" not in texts(writer.goals)


def test_what_cannot_be_read_or_be_meant_is_led_to(world: TherapyWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.turn_to("therapies")
    writer.add_row()
    form = writer.therapies.forms[PlannedTherapy]
    write(form, per_week="nhiều")
    writer.turn_to("head")
    page.save()
    assert writer.tabs.current() == "therapies"
    assert form.editor("per_week").has_error()
    assert world.plans() == ()
    form.editor("per_week").set_raw("99")
    form.changed.emit()
    writer.turn_to("head")
    page.save()
    qtbot.waitUntil(lambda: form.editor("per_week").has_error() and writer.tabs.current() == "therapies")
    assert "21" in form.editor("per_week").complaint()


def test_a_kept_draft_stands_there_again(world: TherapyWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world, mode="new")
    writer = page.composing.writer
    writer.turn_to("functions")
    writer.add_row()
    type_text(focused(), "d4")  # not settled: several codes begin so
    writer.turn_to("therapies")
    writer.add_row()
    write(writer.therapies.forms[PlannedTherapy], technique="Kéo giãn", sessions="vài chục")
    page.composing.leave()
    qtbot.waitUntil(lambda: not page.clerk.is_writing)
    _window, again = opened(qtbot, world, mode="new")
    writer = again.composing.writer
    writer.turn_to("therapies")
    form = writer.therapies.forms[PlannedTherapy]
    assert (form.editor("technique").raw(), form.editor("sessions").raw()) == ("Kéo giãn", "vài chục")
    writer.turn_to("functions")
    assert writer.functions.forms[FunctionRating].editor("code").raw() == {"typed": "d4"}


def test_what_is_missing_stands_in_a_list_that_leads_there(world: TherapyWorld, qtbot: Any) -> None:
    samples.saved(world.book, world.episode.id, world.therapist, world.now, consent=None, indication="")
    _window, page = opened(qtbot, world)
    button(page.foot, "Submit for approval").click()
    assert "2 things are missing before submitting" in texts(page.lacks)
    page.lacks.place_wanted.emit("consent")
    assert page.composing.is_open()
    assert page.composing.writer.tabs.current() == "consent"


def test_the_whole_plan_is_read(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force(devices="Khung PHCN-07", review_every_weeks=4)
    _window, page = opened(qtbot, world)
    shown = texts(page.showing.reading)
    for words in (
        *(
            "Tập đi, tập dùng tay phải",
            "Không tập gắng sức khi huyết áp trên 160/100",
            "Khung PHCN-07",
            "every 4 weeks",
        ),
        *("d450", "3 · Severe problem", "Short-term goals", "Weight 6", *samples.LEVELS),
        *("5 sessions a week · 120 sessions · 30 minutes", "free of charge", "The client agrees · Trần Thị An"),
    ):
        assert words in shown, words


def test_what_differs_stands_word_by_word(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force()
    world.submitted(indication="Tập đi, lên xuống bậc")
    _window, page = opened(qtbot, world, world.doctor, plan_id=world.plans()[0].plan.id)
    page.showing.turn_over()  # Ctrl+D
    shown = page.showing.comparing
    assert "1 changed" in texts(shown) or "2 changed" in texts(shown)
    assert "lên xuống bậc" in texts(shown)


def test_the_doctor_answers_here(world: TherapyWorld, qtbot: Any) -> None:
    world.submitted()
    _window, page = opened(qtbot, world, world.doctor)
    assert page.bar.can_answer()
    page.bar.approve()
    qtbot.waitUntil(lambda: world.plans()[0].in_force)


def test_who_wrote_it_reads_why_they_may_not(world: TherapyWorld, qtbot: Any) -> None:
    samples.submitted(world.book, world.episode.id, world.doctor, world.now)
    _window, page = opened(qtbot, world, world.doctor)
    assert not page.bar.can_answer()
    assert "Who wrote the rehabilitation plan does not approve it" in page.bar._before.whole()


def test_a_goal_is_rated_by_one_key(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force()
    _window, page = opened(qtbot, world)
    button(page.showing.reading, "Rate the goal: Đi 10 m bằng khung, có người đứng cạnh").click()
    press(focused(), Qt.Key.Key_2, "2")
    rating = page.following.rating._rating
    assert rating.attainment.level() == -1
    assert "Đi 5 m" in texts(rating)
    page.save()
    qtbot.waitUntil(lambda: bool(world.records(GoalRating)))
    assert world.records(GoalRating)[0].level == -1
    assert world.plans()[0].goals[0].achievement is Achievement.PARTLY


def test_a_review_with_its_levels(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force()
    _window, page = opened(qtbot, world, mode="review")
    panel = page.following.review
    write(panel.form, results="Đi khung 8 m, nghỉ 1 lần")
    choose(panel.form, proposal="continue")
    page.save()
    assert "Goals not rated yet: 1." in texts(panel)  # told once; what is chosen now answers it
    next(iter(panel._goals.values())).attainment.choose(0)
    page.save()
    qtbot.waitUntil(lambda: bool(world.plans()[0].reviews))
    (review,) = world.plans()[0].reviews
    assert (review.proposal, review.due_on) == ("continue", date(2026, 12, 22))
    assert [one.level for one in world.records(GoalRating)] == [0]


def test_a_reader_without_the_right_has_no_buttons(world: TherapyWorld, qtbot: Any) -> None:
    world.in_force()
    _window, page = opened(qtbot, world, world.worker)
    assert not page.foot.has_deeds()
    assert "Rate the goal" not in texts(page.showing.reading)


def test_nothing_yet_offers_to_write_to_who_may(world: TherapyWorld, qtbot: Any) -> None:
    _window, page = opened(qtbot, world)
    assert page.states.says() == "There is no plan yet."
    _window, page = opened(qtbot, world, world.worker)
    assert "Write the plan" not in texts(page)


def test_a_restricted_record_leaves_its_line_first(
    book: Book, director: Actor, world: TherapyWorld, qtbot: Any, now: datetime
) -> None:
    _person, episode = admit(book, director, now, episode=emergency(), category="victim_dv")
    _window, page = opened(qtbot, world, director, episode_id=episode.id)
    qtbot.waitUntil(lambda: bool(world.records(Reading)))
    _window, page = opened(qtbot, world, world.therapist, episode_id=episode.id)
    assert page.view is None


@pytest.mark.parametrize("mode", ["", "new", "review"])
@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(world: TherapyWorld, qtbot: Any, mode: str) -> None:
    world.in_force()
    window, page = opened(qtbot, world, **({"mode": mode} if mode else {}))
    for part in ("head", "functions", "goals", "therapies", "consent") if mode == "new" else ("",):
        if part:
            page.composing.writer.turn_to(part)
            QApplication.processEvents()
        assert nameless(page) == [], part
    qtbot.waitUntil(lambda: fits(page))  # a layout settles by an event
    window.resize(880, 480)
    assert page.is_narrow()
    assert page.width() <= 880
    qtbot.waitUntil(lambda: fits(page))  # a layout settles by an event


def test_the_queue_holds_both_kinds_and_answers_each_its_way(world: TherapyWorld, qtbot: Any) -> None:
    plans.submitted(world.book, world.episode.id, world.worker, world.now)
    world.submitted()
    page = ApprovalsPage(world.desk(world.doctor))
    window = Window(page._desk, page)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._shown is not None)
    assert page.table.current().kind == "rehabilitation_plan"  # a doctor answers no care plans
    assert page.table.records.rowCount() == 1
    for actor, of, waiting in (
        (world.doctor, "", 1),
        (world.director, "", 2),
        (world.director, "rehabilitation_plan", 1),
    ):
        button = ApprovalsButton(world.desk(actor), of=of)
        qtbot.addWidget(button)
        button.refresh()
        qtbot.waitUntil(lambda button=button, n=waiting: button.text() == f"Awaiting approval ({n})")
    assert [way.bar.isHidden() for way in page.ways_of_kinds.values()] == [True, False]
    assert "Tập đi, tập dùng tay phải" in texts(page.reading)
    page._approve()
    qtbot.waitUntil(lambda: world.plans()[0].in_force)
    qtbot.waitUntil(lambda: page.states.says() == "Nothing awaits approval any more.")


def test_withdrawing_and_ending_are_offered_where_they_lead_somewhere(world: TherapyWorld, qtbot: Any) -> None:
    world.submitted()
    _window, page = opened(qtbot, world)
    assert [name for name in page.foot.buttons if page.foot.offers(name)] == ["withdraw"]
    deeds.approve_rehabilitation_plan(world.book, world.plans()[0].plan.id, by=world.doctor, now=world.now)
    _window, page = opened(qtbot, world, world.doctor)
    assert [name for name in page.foot.buttons if page.foot.offers(name)] == ["end", "new", "review"]
