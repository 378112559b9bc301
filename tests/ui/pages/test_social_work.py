"""The page of cases: whose they are, where they stand, what comes next; assigning several and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.actions.opening import Opened
from carebook.records.assessments import Assessment
from carebook.records.care_plans import CarePlan, PlanState
from carebook.records.case_facts import CaseState
from carebook.records.episodes import Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.staff import Role
from carebook.store import code_lists
from carebook.store import facility as facilities
from carebook.store.book import new_id
from carebook.ui.pages.social_work import SocialWorkPage
from carebook.ui.pages.social_work.asking import NOBODY
from carebook.ui.pages.social_work.assigning import ManagerDialog
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.conftest import NOW
from tests.ui.waiting import when_asked

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with):
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


@pytest.fixture
def stays(opened: Opened, worker) -> list[Episode]:
    """Two cases of the worker (one waiting for approval), two of nobody (one restricted)."""
    with opened.book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
        made = []
        for n in range(4):
            person = writer.add(
                samples.person(code=f"CB-{n + 1:06}", full_name=f"Trần Thị An {n}", alias=f"Hoa Mai {n}")
            )
            manager = worker.staff_member_id if n < 2 else None
            start = TODAY - timedelta(days=20 - n)
            made.append(
                writer.add(samples.episode(person.id, start_on=start, case_manager_id=manager, confidential=n == 3))
            )
        writer.add(IntakeForm(episode_id=made[0].id, state=FormState.COMPLETED))
        writer.add(Assessment(episode_id=made[0].id, state=FormState.COMPLETED, assessed_on=TODAY - timedelta(days=9)))
        writer.add(CarePlan(episode_id=made[0].id, state=PlanState.SUBMITTED, submitted_at=NOW, round=1))
    return made


@pytest.fixture
def page_of(qtbot, opened: Opened):
    """Makes the page of an actor and waits until it has read."""
    held = []

    def make(actor) -> tuple[SocialWorkPage, Desk]:
        with opened.book.reading_for(opened.actor, NOW) as reader:
            desk = Desk(opened.book, actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
        page = SocialWorkPage(desk)
        held.append((desk, page))
        page.resize(1160, 720)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page._found is not None)
        return page, desk

    yield make
    for desk, page in held:
        page.hide()
        desk.close()
        desk.deleteLater()


def names(page: SocialWorkPage) -> list[str]:
    model = page.table.model()
    return [model.data(model.index(row, 0), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]


@pytest.mark.usefixtures("stays")
def test_a_social_worker_begins_with_their_own_cases(page_of, worker):
    page, _desk = page_of(worker)
    assert sorted(names(page)) == ["Trần Thị An 0", "Trần Thị An 1"]
    assert {row.state for row in page.rows()} == {CaseState.AWAITING, CaseState.GATHERING}
    page.choose_worker("")
    assert names(page)[:2] == ["Trần Thị An 2", "Hoa Mai 3"]
    page.choose_worker(NOBODY)
    assert len(names(page)) == 2


@pytest.mark.usefixtures("stays")
def test_the_caseload_stands_against_the_norm(page_of, director, worker):
    page, _desk = page_of(director)
    assert page.worker.code() == ""
    assert [(load.worker_id, load.cases) for load in page._found.loads] == [(None, 2), (worker.staff_member_id, 2)]
    assert page._found.norm == 100
    assert page.approvals.text() == "Awaiting approval (1)"


@pytest.mark.usefixtures("stays")
def test_enter_opens_the_record_and_space_what_comes_next(page_of, worker):
    page, desk = page_of(worker)
    went = []
    desk.went.connect(went.append)
    row = next(row for row in page.rows() if row.state is CaseState.GATHERING)
    page.table.opened.emit(row)
    page.table.acted.emit(row, "next")
    assert [place.page for place in went] == ["person", "intake"]
    assert went[1].about["episode_id"] == row.id


@pytest.mark.usefixtures("stays")
def test_a_restricted_case_is_counted_and_not_opened(page_of, worker):
    page, desk = page_of(worker)
    page.choose_worker("")
    masked = next(row for row in page.rows() if row.facts.masked)
    went = []
    desk.went.connect(went.append)
    page.table.opened.emit(masked)
    page.table.acted.emit(masked, "next")
    assert not went
    assert page.messages.text()


def manager_of(opened: Opened, stays: list[Episode]) -> list[str | None]:
    with opened.book.reading_for(opened.actor, NOW) as reader:
        return [reader.record(Episode, one.id).case_manager_id for one in stays]


def test_several_are_assigned_at_once_and_taken_back(qtbot, page_of, opened, director, worker, stays):
    page, _desk = page_of(director)
    page.choose_worker(NOBODY)
    page.table.selectAll()
    assert page.assign_button.isEnabled()

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ManagerDialog)
        dialog.who.choose(worker.staff_member_id)
        dialog.accept()

    when_asked(choose)
    page._ask_manager()
    who = worker.staff_member_id
    qtbot.waitUntil(lambda: manager_of(opened, stays) == [who] * 4)
    qtbot.waitUntil(lambda: "2 cases are with Mạc Thị Hải Đường now." in page.messages.text())
    page.messages._act()
    qtbot.waitUntil(lambda: manager_of(opened, stays) == [who, who, None, None])


def test_somebody_without_a_case_is_told_so(page_of, actor_with, stays):
    page, _desk = page_of(actor_with(Role.SOCIAL_WORKER, name="Kiều Thị Dạ Hương"))
    assert page.states.says() == "No case was given to manage yet."
    assert stays


@pytest.mark.usefixtures("stays")
def test_who_only_looks_assigns_nothing(page_of, actor_with):
    page, _desk = page_of(actor_with(Role.INSPECTOR))
    assert page.assign_button.isHidden()
    assert page.approvals.isHidden()


def test_what_was_done_elsewhere_is_read_again(qtbot, page_of, opened, director, stays):
    page, desk = page_of(director)

    def close() -> object:
        from carebook.actions.change import Change

        with opened.book.changing(director.account_id, NOW, new_id(), "test") as writer:
            stay = writer.record(Episode, stays[1].id)
            writer.amend(replace(stay, end_on=TODAY, end_reason="family"))
        return Change(frozenset({"episodes"}))

    desk.clerk.do(close)
    qtbot.waitUntil(lambda: len(names(page)) == 3)


@pytest.mark.usefixtures("stays")
@pytest.mark.looks
def test_it_fits_the_smallest_window(page_of, director):
    page, _desk = page_of(director)
    page.resize(880, 480)
    assert page.loads.isHidden()
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 480
