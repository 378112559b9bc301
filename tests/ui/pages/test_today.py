"""The first page: its figures are its people, what is due is sorted and opens where it is ended, wards, empty states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.opening import Opened
from carebook.records.assessments import Assessment
from carebook.records.care_plans import CarePlan, PlanInForce, PlanState
from carebook.records.episodes import AbsenceKind, Episode
from carebook.records.facility import Facility, Ward
from carebook.records.health import HealthCheck
from carebook.records.intake import FormState, IntakeForm
from carebook.records.progress import ProgressNote
from carebook.records.staff import Role
from carebook.records.supplies import SuppliesIssued
from carebook.store import code_lists, search
from carebook.store import facility as facilities
from carebook.store.book import new_id
from carebook.ui.pages.today import TodayPage
from carebook.ui.pages.today.board import board, ward_lines
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.conftest import NOW
from tests.ui.waiting import when_asked

TODAY = date(2026, 11, 22)


@pytest.fixture
def lived_in(opened: Opened) -> list[Ward]:
    """Two wards; six people: one in hospital and late, one on leave, one restricted, one new; cards end at several days."""
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        wards = [writer.add(samples.ward(name=name, position=n)) for n, name in enumerate(("Khu A", "Khu B"))]
        rooms = [writer.add(samples.room(ward.id, name=f"P{n}")) for n, ward in enumerate(wards)]
        for n in range(6):
            person = writer.add(samples.person(code=f"CB-{n + 1:06}", full_name=f"Trần Thị An {n}", alias="Hoa Mai"))
            start = TODAY - timedelta(days=2) if n == 5 else date(2026, 1, 5)
            stay = writer.add(samples.episode(person.id, start_on=start, confidential=n == 4))
            writer.add(samples.episode_category(stay.id, from_on=start))
            writer.add(samples.bed_assignment(stay.id, rooms[n % 2].id, bed=str(n), from_on=start))
            if n < 3:
                writer.add(samples.health_card(person.id, valid_to=TODAY + timedelta(days=(-12, 0, 3)[n])))
            if n == 1:
                writer.add(samples.absence(stay.id, expected_on=TODAY - timedelta(days=1)))
            if n == 2:
                writer.add(samples.absence(stay.id, kind=AbsenceKind.LEAVE, expected_on=TODAY + timedelta(days=1)))
            search.index_person(writer, person.id)
            settle(writer, stay.id)
        facility = writer.records(Facility)[0]
        writer.amend(replace(facility, records_complete_from=date(2026, 11, 1), report_day=1))  # no report is due yet
    return wards


def settle(writer, stay_id: str) -> None:
    """Write a case of which nothing is due: forms 01 and 02, a plan in force, a note, a health check and goods of yesterday."""
    yesterday = NOW - timedelta(days=1)
    writer.add(IntakeForm(episode_id=stay_id, state=FormState.COMPLETED))
    assessed = Assessment(episode_id=stay_id, state=FormState.COMPLETED, assessed_on=yesterday.date())
    writer.add(assessed)
    plan = CarePlan(episode_id=stay_id, state=PlanState.APPROVED, approved_at=yesterday, review_on=date(2027, 2, 1))
    kept = writer.add(plan)
    writer.add(PlanInForce(episode_id=stay_id, plan_id=kept.id, since_at=yesterday))
    writer.add(ProgressNote(episode_id=stay_id, happened_at=yesterday, text="Khỏe"))
    writer.add(HealthCheck(episode_id=stay_id, kind="yearly", checked_on=yesterday.date()))
    for item in code_lists.codes(writer, "supply_item", TODAY):
        writer.add(SuppliesIssued(episode_id=stay_id, item=item.code, issued_on=yesterday.date()))


@pytest.fixture
def page_of(qtbot, opened: Opened):
    """Makes the page of an actor and waits until it has read."""
    held = []  # pytest-qt holds widgets weakly, and a page must not be swept up while it paints

    def make(actor, *, wait: bool = True) -> tuple[TodayPage, Desk]:
        with opened.book.reading_for(opened.actor, NOW) as reader:
            desk = Desk(opened.book, actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
        page = TodayPage(desk)
        held.append((desk, page))
        page.resize(1160, 720)
        qtbot.addWidget(page)
        page.show()
        if wait:
            qtbot.waitUntil(lambda: page._waiting is not None or page.states.says() != "")
        return page, desk

    yield make
    for desk, page in held:
        page.hide()
        desk.close()
        desk.deleteLater()


def figures(page: TodayPage) -> dict[str, str]:
    return {state: figure._number for state, figure in page.states_now.items() if not figure.isHidden()}


def items(page):
    return page._waiting.asked.items


def due_names(page: TodayPage) -> list[str]:
    model = page.due_table.model()
    return [model.data(model.index(row, 1), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]


@pytest.mark.usefixtures("lived_in")
def test_every_figure_is_its_people(page_of, director):
    page, desk = page_of(director)
    assert figures(page) == {"here": "4", "hospital": "1", "leave": "1"}
    assert (page.late._number, page.now_due._number, page.week._number) == ("2", "1", "1")  # a card, a late return
    went = []
    desk.went.connect(went.append)
    page.states_now["hospital"].click()
    assert (went[0].page, went[0].about["state"], went[0].about["who"]) == ("residents", "hospital", "present")


@pytest.mark.usefixtures("lived_in")
def test_what_is_due_is_sorted_by_lateness_and_opens_its_person(page_of, director):
    page, desk = page_of(director)
    found = items(page)
    assert [item.due_on for item in found] == sorted(item.due_on for item in found)
    assert found[0].for_whom == "Trần Thị An 0"
    went = []
    desk.went.connect(went.append)
    page.due_table.setFocus()
    page.due_table.opened.emit(found[0])
    assert went[0].page == "person"
    assert went[0].about == {"person_id": found[0].person_id, "tab": "details"}


@pytest.mark.usefixtures("lived_in")
def test_the_count_is_what_is_overdue_and_due_today(qtbot, page_of, director):
    page, _desk = page_of(director, wait=False)
    counts = []
    page.counted.connect(counts.append)
    qtbot.waitUntil(lambda: bool(counts))
    assert counts[-1] == 3


@pytest.mark.usefixtures("lived_in")
def test_a_figure_narrows_the_list_and_back(page_of, director):
    page, _desk = page_of(director)
    whole = page.due_table.model().rowCount()
    page.late.click()
    assert page.due_table.model().rowCount() == 2
    page._show_span("")
    assert page.due_table.model().rowCount() == whole


@pytest.mark.usefixtures("lived_in")
def test_a_ward_narrows_everything(page_of, director):
    page, _desk = page_of(director)
    told = [(line.name, line.taken, line.away) for line in ward_lines(page._board)]
    assert told == [("Khu A", 3, 1), ("Khu B", 3, 1)]
    page._choose_ward(ward_lines(page._board)[1])
    assert figures(page) == {"here": "2", "hospital": "1", "leave": "0"}
    assert page.people_table.model().rowCount() == 3
    assert page.places.isHidden()


def test_a_nurse_of_one_ward_begins_with_her_people(lived_in, page_of, actor_with):
    nurse = actor_with(Role.NURSE, ward_id=lived_in[0].id)
    page, _desk = page_of(nurse)
    assert page.ward.code() == lived_in[0].id
    assert page.people_table.model().rowCount() == 3


@pytest.mark.usefixtures("lived_in")
def test_a_restricted_person_is_counted_under_the_alias_and_not_opened(page_of, actor_with):
    nurse = actor_with(Role.NURSE)
    page, desk = page_of(nurse)
    assert figures(page)["here"] == "4"
    masked = next(one for one in page._board.rows if one.masked)
    assert masked.name == "Hoa Mai"
    went = []
    desk.went.connect(went.append)
    page._open_person(masked)
    assert not went
    assert page.messages.text()


@pytest.mark.usefixtures("lived_in")
def test_who_should_be_back_and_who_came_are_told(opened, director):
    with opened.book.reading_for(director, NOW) as reader:
        found = board(reader, TODAY)
    assert [one.who.name for one in found.overdue] == ["Trần Thị An 1"]
    assert [stay.name for stay in found.moved] == ["Trần Thị An 5"]


def test_an_empty_book_says_how_to_begin(page_of, director):
    page, desk = page_of(director)
    assert page.states.says() == "The book holds nobody yet."
    went = []
    desk.went.connect(went.append)
    buttons = [page.states._buttons.itemAt(n).widget() for n in range(page.states._buttons.count())]
    buttons[0].click()
    assert went[0].page == "lists"


@pytest.mark.usefixtures("lived_in")
def test_it_sees_no_person(page_of, actor_with):
    page, _desk = page_of(actor_with(Role.IT), wait=False)
    assert not hasattr(page, "due_table")
    assert page.ward.isHidden()


def test_an_old_backup_is_told_first(page_of, director):
    page, _desk = page_of(director)
    assert page.messages.text().startswith("There is no backup yet")


@pytest.mark.usefixtures("lived_in")
@pytest.mark.looks
def test_a_narrow_page_shows_one_part_at_a_time(qtbot, page_of, director):
    page, _desk = page_of(director)
    page.resize(700, 480)
    qtbot.waitUntil(lambda: not page._parts_row.isHidden())
    assert page.places_part.isHidden()
    page._show_part("places")
    assert page.due_part.isHidden()
    assert not page.places_part.isHidden()
    page.resize(1160, 720)
    qtbot.waitUntil(lambda: page._parts_row.isHidden())
    assert not page.due_part.isHidden()
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 480


@pytest.mark.usefixtures("lived_in")
def test_what_was_done_elsewhere_is_read_again(qtbot, page_of, director, opened):
    page, desk = page_of(director)
    before = page._board

    def leave():
        from carebook.actions.change import Change

        with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
            stay = writer.records(Episode)[0]
            writer.amend(replace(stay, end_on=TODAY, end_reason="family"))
        return Change(frozenset({"episodes"}))

    desk.clerk.do(leave)
    qtbot.waitUntil(lambda: page._board is not before)
    assert figures(page)["here"] == "3"


@pytest.fixture
def begun(lived_in, opened, director) -> list[str]:
    """Nine stays of which nothing is written yet, since 16 November; one restricted."""
    assert lived_in
    ids = []
    with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
        for n in range(9):
            person = writer.add(samples.person(code=f"CB-{n + 50:06}", full_name=f"Lê Văn Bình {n}", alias="Cúc"))
            stay = samples.episode(person.id, start_on=date(2026, 11, 16), confidential=n == 8, case_manager_id=None)
            ids.append(writer.add(stay).id)
    return ids


def kinds(page: TodayPage) -> list[str]:
    return [item.kind for item in page.due_part.items()]


@pytest.mark.usefixtures("begun")
def test_many_of_one_kind_stand_in_a_round_that_opens(page_of, director):
    page, _desk = page_of(director)
    named = due_names(page)
    assert "Gather information (form 01) – 9 people" in named
    assert len(named) < len(page.due_part.items())
    model = page.due_table.model()
    place = next(n for n, words in enumerate(named) if words.startswith("Gather information"))
    page.due_table.opened.emit(model.record_at(place))
    assert kinds(page) == ["intake_form"] * 9
    assert len(due_names(page)) == 9
    page.due_part.clear()
    assert due_names(page) == named


@pytest.mark.usefixtures("begun")
def test_a_case_opens_the_form_that_ends_it_where_the_right_is_there(page_of, director, actor_with):
    for actor, wanted in ((director, "intake"), (actor_with(Role.CAREGIVER), "person")):
        page, desk = page_of(actor)
        item = next(one for one in items(page) if one.kind == "intake_form" and not one.masked)
        went = []
        desk.went.connect(went.append)
        page.due_table.opened.emit(item)
        assert went[0].page == wanted
        assert went[0].about.get("episode_id" if wanted == "intake" else "tab") in (item.episode_id, "scales")


@pytest.mark.usefixtures("begun")
def test_filters_and_groups(page_of, director):
    page, _desk = page_of(director)
    part = page.due_part
    part.name.setText("binh 3")
    assert {item.for_whom for item in part.items()} == {"Lê Văn Bình 3"}
    part.clear()
    part.by.choose("person")
    part._show()
    assert len(due_names(page)) == len(part.items()) + len({item.for_whom for item in part.items()})
    part.owner.choose("mine")
    part._show()
    assert part.items()  # what nobody in particular owns is everybody's
    page.late.click()
    assert part.owner.code() == ""
    assert str(len(part.items())) == page.late._number


def test_a_social_worker_begins_with_their_own(page_of, actor_with, opened, director, begun):
    worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")
    other = actor_with(Role.SOCIAL_WORKER, name="Tô Văn Bách Tùng")
    with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
        for stay_id in begun[:3]:
            writer.amend(replace(writer.record(Episode, stay_id), case_manager_id=worker.staff_member_id))
        for stay_id in begun[3:]:
            writer.amend(replace(writer.record(Episode, stay_id), case_manager_id=other.staff_member_id))
    page, _desk = page_of(worker)
    assert page.due_part.owner.code() == "mine"
    assert {item.episode_id for item in page.due_part.items() if item.kind == "intake_form"} == set(begun[:3])
    page.due_part.clear()
    assert {item.episode_id for item in page.due_part.items() if item.kind == "intake_form"} == set(begun)


def test_something_is_put_off_with_a_reason_and_brought_back(qtbot, page_of, director, begun):
    page, _desk = page_of(director)
    item = next(one for one in items(page) if one.kind == "initial_assessment" and one.episode_id == begun[0])
    before = len(items(page))

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        dialog.deed.click()  # without a reason
        assert dialog.isVisible()
        dialog.form.editor("reason").set_value("Chờ gia đình")
        dialog.deed.click()

    when_asked(agree)
    page._put_off(item)
    qtbot.waitUntil(lambda: len(items(page)) == before - 1)
    (off,) = page._waiting.asked.put_off
    assert (off.put_off_to, page._waiting.asked.reasons[off]) == (date(2026, 11, 29), "Chờ gia đình")
    page.due_part.show_span("put_off")
    assert len(due_names(page)) == 1
    page.messages._act()
    qtbot.waitUntil(lambda: len(items(page)) == before)


def test_a_protected_one_is_not_put_off(page_of, actor_with, begun):
    page, _desk = page_of(actor_with(Role.NURSE))
    masked = next(one for one in items(page) if one.masked)
    page._put_off(masked)
    assert page.messages.text() == "This cannot be put off here."
    assert begun


@pytest.mark.usefixtures("begun")
def test_the_week_goes_on_paper_and_into_the_reading_log(qtbot, page_of, director, opened, tmp_path):
    page, _desk = page_of(director)
    page._print_week()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    dialog = page.paper.dialog
    dialog.save_to(tmp_path / "tuan.pdf")
    assert (tmp_path / "tuan.pdf").read_bytes().startswith(b"%PDF")
    assert page.messages.text().startswith("Saved")
    with opened.book.reading_for(director, NOW) as reader:
        assert reader.value("SELECT count(*) FROM reading WHERE deed = 'export_list'") == 1


@pytest.mark.usefixtures("begun")
def test_the_way_to_put_off_is_seen_and_holds_for_one_thing(page_of, director):
    page, _desk = page_of(director)
    part = page.due_part
    part.clear()
    assert not part._put_off_link.isEnabled()
    part.by.choose("person")
    part.by.activated.emit(0)
    part.table.pick(part.table.records.id_at(1))
    assert part.table.current() == part.items()[0]
    assert part._put_off_link.isEnabled()


@pytest.mark.usefixtures("begun")
def test_s_asks_to_put_the_chosen_one_off(qtbot, page_of, director):
    page, _desk = page_of(director)
    asked = []
    page.due_part.put_off_wanted.disconnect()
    page.due_part.put_off_wanted.connect(asked.append)
    page.due_part.name.setText("binh 3")
    page.due_table.pick(page.due_table.model().id_at(0))
    page.activateWindow()
    page.due_table.setFocus()
    qtbot.waitUntil(page.due_table.hasFocus)
    qtbot.keyClick(page.due_table, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0].for_whom == "Lê Văn Bình 3"
