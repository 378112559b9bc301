"""The page of form 06: what it begins with, what it tells is missing and leads to, and the closing of the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from carebook.actions.closures import save_closure
from carebook.actions.conferences import record_conference
from carebook.actions.episodes import discharge_person
from carebook.records.care_plans import CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.closures import Closure, ClosureParty
from carebook.records.conferences import Conference
from carebook.records.episodes import Episode
from carebook.records.intake import FormState
from carebook.records.people import Relative
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.closures import ClosurePage
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

TODAY = samples.TODAY


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The social worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, worker: Actor, now: datetime) -> Episode:
    """A stay that ended today; nobody received the person yet, and the plan in force has one goal that is not rated."""
    details = (Relative(person_id="", full_name="Trần Thị Nga", relation="daughter", emergency=True),)
    episode = samples.episode("", case_manager_id=worker.staff_member_id)
    there = admit(book, director, now, episode=episode, details=details)[1]
    ends = replace(there, end_on=TODAY, end_reason="family_request", destination="relatives")
    left: Episode = discharge_person(book, ends, by=director, now=now).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=left.id, state=PlanState.APPROVED, approved_at=now))
        writer.add(PlanInForce(episode_id=left.id, plan_id=plan.id, since_at=now))
        writer.add(Goal(episode_id=left.id, plan_id=plan.id, thread="t1", text="Đi 10 m", life=GoalLife.ACTIVE))
    return left


def open_page(desk: Desk, stay: Episode, qtbot: Any) -> tuple[Window, ClosurePage]:
    page = ClosurePage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=stay.id)
    window.show()
    qtbot.waitUntil(lambda: page._shown or page.states.says() != "")
    return window, page


def said(page: ClosurePage) -> str:
    QApplication.processEvents()
    return " ".join(one.text() for one in page.standing_panel.findChildren(QLabel) if one.isVisibleTo(page))


def way(page: ClosurePage, words: str) -> QAbstractButton:
    """The button beside the lack that says these words."""
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    found = page.standing_panel.findChildren(QAbstractButton)
    return next(one for one in found if words in one.accessibleName() and one.isVisibleTo(page))


def sign(page: ClosurePage, party: ClosureParty, day: str = "22/11/2026") -> None:
    type_text(page.signatures.places[party].editors["signed_on"].input.target, day)


def settle(book: Book, by: Actor, now: datetime, stay: Episode) -> None:
    """Put right what is not on the form: who received the person, what became of the goal."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        there = writer.record(Episode, stay.id)
        assert there is not None
        writer.amend(replace(there, received_by="Trần Thị Nga"))
        (goal,) = writer.records(Goal)
        writer.amend(replace(goal, life=GoalLife.DROPPED))


def answer_with(words: str) -> None:
    """Press a button of the dialog that is about to open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        button(dialog, words).click()

    when_asked(press)


def kept(book: Book, now: datetime) -> Closure:
    with book.looking(now) as reader:
        (found,) = reader.records(Closure)
    return found


def test_the_form_begins_with_what_the_book_knows(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    assert page.form.value("reason") == "family_request"
    assert page.form.value("closed_on") == TODAY
    assert page.form.value("closer_id") == desk.actor.staff_member_id
    assert "05/01/2026" in page.form.value("course")
    assert "Đi 10 m" in page.form.value("results")
    assert "Họ hàng" in page.form.value("plan_after")
    assert page.form.value("state_at_end") == ""
    names = [place.readable().name for place in page.signatures.places.values()]
    assert names == ["Phạm Thu Hà", "Trần Thị An", "Trần Thị Nga", "Đào Thị Hướng Dương"]
    assert not page.has_unsaved()


def test_every_lack_is_told_and_leads_to_its_place(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = open_page(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "7 things left" in said(page))
    page.close_case()
    assert "The case cannot be closed yet, 7 left: there are no handover minutes;" in page.messages.text()
    way(page, "handover minutes").click()
    assert window.last == ("person", {"person_id": stay.person_id, "tab": "stays"})
    window.setCurrentWidget(page)
    way(page, "“Đi 10 m” is not rated").click()
    assert window.last == ("care_plans", {"episode_id": stay.id})
    window.setCurrentWidget(page)
    window.activateWindow()
    way(page, "signature of the family").click()
    family = page.signatures.places[ClosureParty.FAMILY].editors
    qtbot.waitUntil(lambda: family["signed_on"].input.target.hasFocus())
    way(page, "there is no meeting").click()
    qtbot.waitUntil(lambda: page.form.editor("conference_id").isAncestorOf(QApplication.focusWidget()))


def test_typing_makes_the_list_shorter(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    type_text(page.form.editor("no_conference_because").input.target, "Đối tượng về gấp")
    qtbot.waitUntil(lambda: "6 things left" in said(page))
    places = page.signatures.places
    type_text(places[ClosureParty.FAMILY].editors["waived_because"].input.target, "Không còn người thân")
    sign(page, ClosureParty.MANAGER)
    qtbot.waitUntil(lambda: "4 things left" in said(page))
    page.form.editor("reason").set_value("goal_reached")
    page.form.changed.emit()
    qtbot.waitUntil(lambda: "at the discharge “Gia đình, người giám hộ đề nghị”" in said(page))


def test_a_stay_that_is_open_leads_to_the_discharge(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    there = admit(book, director, now)[1]
    window, page = open_page(desk, there, qtbot)
    way(page, "the end of the stay is not written down").click()
    assert window.last == ("discharge", {"episode_id": there.id, "person_id": there.person_id})


def test_closing_saves_asks_once_and_freezes(
    desk: Desk, stay: Episode, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    settle(book, director, now, stay)
    window, page = open_page(desk, stay, qtbot)
    type_text(page.form.editor("no_conference_because").input.target, "Đối tượng về gấp")
    type_text(page.form.editor("state_at_end").input.target, "Đi được với khung, ăn ngủ tốt")
    for party in ClosureParty:
        sign(page, party)
    qtbot.waitUntil(lambda: "the case can be closed" in said(page))
    answer_with("Go back")
    page.close_case()
    assert page.has_unsaved()
    answer_with("Close the case")
    page.close_case()
    qtbot.waitUntil(lambda: "Closed the case of Trần Thị An." in page.messages.text())
    closure = kept(book, now)
    assert closure.state is FormState.COMPLETED
    assert closure.state_at_end == "Đi được với khung, ăn ngủ tốt"
    with book.looking(now) as reader:
        (plan,) = reader.records(CarePlan)
    assert plan.state is PlanState.ENDED
    assert not page.form.isEnabled()
    assert page.save_button.isHidden()
    assert page.close_button.isHidden()
    qtbot.waitUntil(lambda: "Closed on 22/11/2026 by Phạm Thu Hà" in said(page))
    page.print_button.click()
    about = {"episode_id": stay.id, "paper": "form06", "id": closure.id}
    assert window.last == ("case_papers", about)


def test_saving_can_be_taken_back(desk: Desk, stay: Episode, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    page.save()
    qtbot.waitUntil(lambda: "Saved form 06" in page.messages.text())
    assert kept(book, now).state is FormState.IN_PROGRESS
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.messages.text() == "Undone.")
    with book.looking(now) as reader:
        assert reader.records(Closure) == []


def test_what_cannot_be_read_stands_beside_its_field(
    desk: Desk, stay: Episode, book: Book, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, stay, qtbot)
    day = page.signatures.places[ClosureParty.HEAD].editors["signed_on"]
    type_text(day.input.target, "31/02/2026")
    page.save()
    assert "31/02/2026" in day.complaint()
    day.set_raw("23/11/2026")
    page.save()
    qtbot.waitUntil(lambda: day.has_error())
    assert page.save_button.isEnabled()
    with book.looking(now) as reader:
        assert reader.records(Closure) == []


def test_the_draft_comes_back_and_can_be_thrown_away(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    type_text(page.form.editor("state_at_end").input.target, "Đang gõ dở")
    sign(page, ClosureParty.HEAD, "22/11")
    assert page.can_leave()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _window, again = open_page(desk, stay, qtbot)
    assert "open again" in again.messages.text()
    assert again.form.value("state_at_end") == "Đang gõ dở"
    assert again.signatures.places[ClosureParty.HEAD].editors["signed_on"].raw() == "22/11"
    button(again.messages, "Discard draft").click()
    assert again.form.value("state_at_end") == ""


def test_empty_parts_are_filled_in_again(desk: Desk, stay: Episode, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    page.fill_in()
    assert "Every part has its text" in page.messages.text()
    page.form.editor("course").set_value("")
    page.form.editor("results").set_value("Của tôi")
    page.fill_in()
    assert "05/01/2026" in page.form.value("course")
    assert page.form.value("results") == "Của tôi"


def test_somebody_was_faster(desk: Desk, stay: Episode, book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, stay, qtbot)
    page.save()
    qtbot.waitUntil(lambda: not page.save_button.isHidden() and bool(page._closure.id))
    theirs = replace(kept(book, now), plan_after="Giám đốc ghi")
    save_closure(book, theirs, (), by=director, now=now, op=new_id())
    type_text(page.form.editor("state_at_end").input.target, "Của tôi")
    page.save()
    qtbot.waitUntil(lambda: "Nothing was overwritten" in page.messages.text())
    button(page.messages, "Go on from the newer version").click()
    qtbot.waitUntil(lambda: page._closure.version > 1)
    assert page.form.value("state_at_end") == "Của tôi"


def test_the_newest_meeting_is_proposed(
    desk: Desk, stay: Episode, book: Book, worker: Actor, now: datetime, qtbot: Any
) -> None:
    meeting = Conference(episode_id=stay.id, held_on=TODAY, subject="Kết thúc", present="Con gái")
    there = record_conference(book, meeting, (), (), by=worker, now=now).result.conference
    window, page = open_page(desk, stay, qtbot)
    assert page.form.value("conference_id") == there.id
    assert "no meeting" not in said(page)
    page.meetings_button.click()
    assert window.last == ("conferences", {"episode_id": stay.id})


def test_cases_before_and_after_are_linked(
    desk: Desk, stay: Episode, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        earlier = writer.add(
            samples.episode(stay.person_id, start_on=TODAY.replace(year=2024), end_on=TODAY.replace(year=2025, month=1))
        )
        writer.add(
            Closure(
                episode_id=earlier.id,
                state=FormState.COMPLETED,
                reason="goal_reached",
                closed_on=TODAY.replace(year=2025, month=1),
            )
        )
    window, page = open_page(desk, stay, qtbot)
    qtbot.waitUntil(lambda: "Closed on 22/01/2025; came back after 11 months." in said(page))
    way(page, "Open the earlier case").click()
    assert window.last == ("closures", {"episode_id": earlier.id})
    window.setCurrentWidget(page)
    page.turn_to(episode_id=earlier.id)
    qtbot.waitUntil(lambda: "A stay since 05/01/2026, 11 months after the closing." in said(page))
    way(page, "Open the later case").click()
    assert window.last == ("closures", {"episode_id": stay.id})


def test_who_only_reads_changes_nothing(
    book: Book, worker: Actor, actor_with: Callable[..., Actor], stay: Episode, now: datetime, qtbot: Any
) -> None:
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = open_page(desk, stay, qtbot)
        assert "not begun" in page.states.says()
    save_closure(book, Closure(episode_id=stay.id), (), by=worker, now=now)
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        _window, page = open_page(desk, stay, qtbot)
        assert not page.form.isEnabled()
        assert page.close_button.isHidden()


def test_a_protected_stay_shows_nothing(book: Book, director: Actor, desk: Desk, now: datetime, qtbot: Any) -> None:
    hidden = admit(book, director, now, episode=emergency(), category="victim_dv")[1]
    _window, page = open_page(desk, hidden, qtbot)
    assert "protected" in page.states.says()
    assert page.header.line.whole() == ""


@pytest.mark.looks
def test_every_control_is_named_and_the_page_folds(desk: Desk, stay: Episode, qtbot: Any) -> None:
    window, page = open_page(desk, stay, qtbot)
    assert fits(page)
    assert nameless(page) == []
    window.resize(880, 480)
    assert page.is_narrow()
