"""The page of services: a month in turns and people, one person's, quick entry, a new client in the community."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.services import save_service
from carebook.records.care_plans import CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.episodes import Episode, Placement
from carebook.records.services import ServiceRecord
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.admission import AdmissionPage
from carebook.ui.pages.services import ServicesPage
from carebook.ui.pages.services.page import INSIDE, OUTSIDE
from carebook.ui.pages.services.rows import on_paper
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import drawn
from tests import samples
from tests.actions.admissions import admit, emergency
from tests.ui.pages.person_world import World, opened, texts
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


@pytest.fixture
def stays(book: Book, director: Actor, now: datetime) -> list[Episode]:
    """A resident, a client in the community, and somebody protected."""
    outside = samples.episode("", placement=Placement.COMMUNITY)
    hidden = samples.person(code="", full_name="Nịnh Thị Hợi", alias="Hoa Sữa")
    return [
        admit(book, director, now)[1],
        admit(book, director, now, person=samples.person(code="", full_name="Đinh Thị Mận"), episode=outside)[1],
        admit(book, director, now, person=hidden, episode=emergency(confidential=True), category="victim_dv")[1],
    ]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, ServicesPage]:
    page = ServicesPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def kept(book: Book, now: datetime) -> list[ServiceRecord]:
    with book.looking(now) as reader:
        return reader.records(ServiceRecord, order="id")


def form(page: ServicesPage) -> Any:
    sheet: Any = page.writing.sheet
    return sheet.form


def test_a_service_is_recorded_and_the_month_counts_turns_and_people(
    desk: Desk, book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    given = ServiceRecord(episode_id=stays[1].id, given_on=date(2026, 11, 20), need="Hỏi BHYT", channel="phone")
    by = director.staff_member_id
    save_service(book, replace(given, staff_member_id=by), by=director, now=now)
    secret = ServiceRecord(episode_id=stays[2].id, given_on=TODAY, need="Đơn ly hôn", staff_member_id=by)
    save_service(book, secret, by=director, now=now)
    window, page = open_page(desk, qtbot)
    assert len(page._lines(INSIDE)) == len(page._lines(OUTSIDE)) == 1
    page.begin_new()
    assert form(page).editor("safety_plan").isHidden()
    form(page).editor("episode_id").set_value(stays[1].id)
    type_text(form(page).editor("need").input.target, "Mất ngủ")
    type_text(form(page).editor("minutes").input.target, "0")
    page.save()
    qtbot.waitUntil(lambda: form(page).editor("minutes").complaint() != "")
    form(page).editor("minutes").set_raw("45")
    form(page).editor("danger").set_raw("high")
    form(page)._look_again()
    assert not form(page).editor("safety_plan").isHidden()
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 3)
    qtbot.waitUntil(lambda: "agreed for safety" in page.messages.text())
    newest = kept(book, now)[-1]
    assert (newest.need, newest.minutes, newest.staff_member_id) == ("Mất ngủ", 45, desk.actor.staff_member_id)
    qtbot.waitUntil(lambda: "3 turns · 2 people" in page.header.line.whole())
    page.own.setChecked(True)
    page._show_chosen()
    assert [one.id for one in page._lines("all")] == [newest.id]
    page.table.pick(newest.id)
    page._go_to_person()
    assert window.last == ("person", {"person_id": stays[1].person_id})
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 2)
    page.own.setChecked(False)
    hidden = next(one for one in page._lines("all") if one.masked)
    assert hidden.name == "Hoa Sữa"
    page.table.opened.emit(hidden)
    assert not page.writing.is_open()
    assert "protected" in page.messages.text()


def test_a_service_serves_a_goal_of_the_plan_in_force(
    desk: Desk, book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    resident, other = stays[:2]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plan = writer.add(CarePlan(episode_id=resident.id, state=PlanState.APPROVED))
        writer.add(PlanInForce(episode_id=resident.id, plan_id=plan.id, since_at=now))
        thread = new_id()
        writer.add(Goal(episode_id=resident.id, plan_id=plan.id, thread=thread, text="Gặp cháu mỗi tuần"))
        ended = Goal(
            episode_id=resident.id, plan_id=plan.id, thread=new_id(), text="Có thẻ BHYT", life=GoalLife.FINISHED
        )
        writer.add(ended)
    _window, page = open_page(desk, qtbot)
    page.begin_new()
    sheet: Any = page.writing.sheet
    assert sheet._goal_box.isHidden()
    whom = sheet.form.editor("episode_id")
    whom.set_value(resident.id)
    whom.changed.emit()
    qtbot.waitUntil(lambda: not sheet._goal_box.isHidden())
    assert [sheet.goal.itemText(place) for place in range(sheet.goal.count())] == ["", "Gặp cháu mỗi tuần"]
    sheet.goal.choose(thread)
    sheet._chosen()
    type_text(sheet.form.editor("need").input.target, "Nhớ cháu")
    page.save()
    qtbot.waitUntil(lambda: [one.goal_thread for one in kept(book, now)] == [thread])
    qtbot.waitUntil(lambda: not page.writing.is_open())
    page.begin_new()
    sheet = page.writing.sheet
    whom = sheet.form.editor("episode_id")
    whom.set_value(resident.id)
    whom.changed.emit()
    qtbot.waitUntil(lambda: not sheet._goal_box.isHidden())
    sheet.goal.choose(thread)
    sheet._chosen()
    assert sheet.draft()["goal"] == thread
    whom.set_value(other.id)  # somebody else has no such goal
    whom.changed.emit()
    qtbot.waitUntil(lambda: sheet._goal_box.isHidden())
    assert sheet.draft()["goal"] == ""
    page.discard()


@pytest.mark.looks
def test_one_persons_services_and_those_nobody_may_see(
    desk: Desk, book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    by = director.staff_member_id
    old = ServiceRecord(episode_id=stays[0].id, given_on=date(2026, 2, 3), need="Nhớ nhà", staff_member_id=by)
    record = save_service(book, old, by=director, now=now).result
    window, page = open_page(desk, qtbot, episode_id=stays[0].id, service_id=record.id)
    qtbot.waitUntil(page.writing.is_open)
    assert form(page).value("staff_member_id") == by
    assert page.month.isHidden()
    type_text(form(page).editor("result").input.target, "Ngủ được")
    assert page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].result == "Ngủ được")
    qtbot.waitUntil(lambda: not page.writing.is_open())
    page._go_back()
    assert window.last == ("person", {"person_id": stays[0].person_id, "tab": "daily"})
    window.setCurrentWidget(page)
    page.turn_to(episode_id=stays[2].id)
    qtbot.waitUntil(lambda: page._found is not None and page._found.hidden)
    assert "protected" in page.states.says()
    assert not page.new_button.isEnabled()
    page.turn_to(episode_id=stays[1].id)
    qtbot.waitUntil(lambda: page._found is not None and not page._found.hidden)
    assert page.states.says() == "No services yet."
    button(page.states, "Record a service").click()
    assert page.writing.is_open()
    assert nameless(page) == []
    assert fits(page)


def test_help_in_a_protected_case_has_no_fee_and_the_list_is_printed(
    book: Book, director: Actor, now: datetime, stays: list[Episode], qtbot: Any
) -> None:
    with desk_of(book, director, now) as desk:
        _window, page = open_page(desk, qtbot)
        page.begin_new()
        assert not form(page).editor("fee").isHidden()
        form(page).editor("fee").set_raw("50.000")
        form(page).editor("episode_id").set_value(stays[2].id)
        form(page)._look_again()
        assert form(page).editor("fee").isHidden()
        type_text(form(page).editor("need").input.target, "Quyền nuôi con")
        page.save()
        qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
        assert kept(book, now)[0].fee == 0
        qtbot.waitUntil(lambda: len(page._lines("all")) == 1)
        paper = on_paper(page._lines("all"), page.month.words(), desk)
        with book.reading_for(director, now) as reader:
            lines = paper.lines(reader)
        assert "Quyền nuôi con" not in str(lines)
        assert "1 lượt, 1 người" in paper.about
        assert drawn(desk, paper, lines)[:4] == b"%PDF"


def test_a_new_client_in_the_community_needs_a_name_only(
    book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    with desk_of(book, director, now) as desk:
        window, page = open_page(desk, qtbot)
        button(page.header, "New client in the community").click()
        name, about = window.last
        assert (name, about) == ("admission", {"placement": "community"})
        admission = AdmissionPage(desk)
        qtbot.addWidget(admission)
        admission.turn_to(**about)
        admission.show()
        assert admission.tabs.current() == "person"
        whole = admission.whole.admission()
        assert (whole.episode.placement, whole.episode.route) == (Placement.COMMUNITY, "programme")
        assert whole.category == "programme_other"
        lacking = {flaw.step for flaw in admission.whole.flaws() if flaw.severity == "error"}
        assert lacking == {"person"}


def test_services_stand_on_the_page_of_the_person(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    world = World(book, director, now)
    by = director.staff_member_id
    for day in range(1, 6):
        given = ServiceRecord(
            episode_id=world.stay.id, given_on=date(2026, 11, day), need="Nhớ nhà", staff_member_id=by
        )
        world.do(save_service, given)
    page = opened(qtbot, world.desk(), world.person_id, "daily")
    daily: Any = page.tabs["daily"]
    daily.choose_part("notes")
    tab = daily.current_part()
    qtbot.waitUntil(lambda: tab.services.isVisible())
    assert texts(tab.services).count("Nhớ nhà") == 3
    went: list[Any] = []
    tab.desk.went.connect(went.append)
    button(tab.services, "All services").click()
    assert (went[-1].page, went[-1].about["episode_id"]) == ("services", world.stay.id)
    for desk in world.desks:
        desk.close()
