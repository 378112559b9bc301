"""The page of one way home: what lacks and its place, the records and their sheets, days with their owners, moving, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from carebook.actions.drafts import keep_draft
from carebook.records.people import Relative
from carebook.records.reintegration import (
    Carer,
    Opinion,
    PathPaper,
    ReadinessCheck,
    Reintegration,
    Stage,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.ui.pages.home_path import PathPage
from carebook.ui.pages.home_path.asking import CARER, DECISION, OPINION, PAPER, SUPPORT
from carebook.ui.pages.home_path.lines import LineRow
from carebook.ui.parts import dialogs
from tests.ui.pages.path_world import PathWorld
from tests.ui.pages.person_world import texts
from tests.ui.pages.stay_desk import Window, button, fits, nameless
from tests.ui.typing_vietnamese import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> Iterator[PathWorld]:
    made = PathWorld(book, director, actor_with, now)
    with made.desks:
        yield made


def opened(
    qtbot: Any, world: PathWorld, name: str, actor: Actor | None = None, width: int = 1160, **about: Any
) -> tuple[Window, PathPage]:
    desk = world.desk(actor)
    page = PathPage(desk)
    window = Window(desk, page)
    window.resize(width, 720)
    qtbot.addWidget(window)
    page.turn_to(episode_id=world.people[name][1].id, **about)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._view is not None or page.states.says() != "")
    return window, page


def lines(page: PathPage) -> list[str]:
    return [row.line.spoken for row in page.columns.parts.findChildren(LineRow) if not row.isHidden()]


def show(page: PathPage, group: str) -> list[str]:
    """The lines of a group of records."""
    page.columns.group.choose(group)
    page.columns._show_group()
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return lines(page)


def form(page: PathPage) -> Any:
    sheet: Any = page.writing.panel.sheet
    return sheet.form


def saved(qtbot: Any, page: PathPage) -> None:
    page.save()
    qtbot.waitUntil(lambda: not page.writing.panel.is_open())


@pytest.mark.looks
def test_a_path_begins_with_the_wish(world: PathWorld, qtbot: Any) -> None:
    world.someone("Từ Thị Suối", "2018")
    _window, page = opened(qtbot, world, "Từ Thị Suối")
    assert page.states.says().startswith("No way home was begun yet.")
    assert not page.buttons.forward.isVisible()
    button(page, "Begin a way home").click()
    assert page.width() == 1160  # the panel does not make the window grow
    type_text(form(page).editor("wish").input.target, "Con muốn ở với dì.")
    form(page).editor("started_on").set_raw("31/12/2026")
    page.save()
    qtbot.waitUntil(lambda: form(page).editor("started_on").has_error())
    form(page).editor("started_on").set_raw("20/11/2026")
    saved(qtbot, page)
    qtbot.waitUntil(lambda: page._view.file is not None)  # type: ignore[union-attr]
    (path,) = world.records(Reintegration)
    assert (path.wish, path.path, path.worker_id) == ("Con muốn ở với dì.", "home", world.worker.staff_member_id)
    assert "Able to go home identified" in texts(page.columns.steps)
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: page.states.says() != "")


@pytest.mark.looks
def test_what_lacks_leads_to_its_sheet_and_is_put_right(world: PathWorld, qtbot: Any) -> None:
    world.suoi()
    _window, page = opened(qtbot, world, "Từ Thị Suối")
    assert [lack.about for lack in page._view.lacks] == ["readiness", "readiness"]  # type: ignore[union-attr]
    assert (nameless(page), fits(page)) == ([], True)
    page.columns.steps.wanted.emit(page._view.lacks[0])  # type: ignore[union-attr]
    sheet: Any = page.writing.panel.sheet
    assert page.columns.current() == "preparing"
    rows = {row.point.code: row for row in sheet.rows}
    rows["bed"].note.setText("Ngủ chung với chị họ")
    assert sheet.written() is None  # a remark without an answer is complained about beside its point
    assert not rows["bed"].complaint.isHidden()
    for code in ("wish", "cause", "bed"):
        rows[code].answers.choose(["not_yet" if code == "bed" else "met"])
    saved(qtbot, page)
    qtbot.waitUntil(lambda: not page._view.lacks)  # type: ignore[union-attr]
    kept = {one.item: (one.answer.value, one.note) for one in world.records(ReadinessCheck)}
    assert kept == {"wish": ("met", ""), "cause": ("met", ""), "bed": ("not_yet", "Ngủ chung với chị họ")}
    QTest.keyClick(page, Qt.Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: page._view.file.facts.stage is Stage.TRACING)  # type: ignore[union-attr]
    assert page.messages.text() == "Từ Thị Suối: Tracing the family."


def test_everything_that_was_written_down_stands_in_its_group(world: PathWorld, qtbot: Any) -> None:
    world.thach()
    window, page = opened(qtbot, world, "Hoàng Văn Thạch")
    qtbot.waitUntil(lambda: "Red flag: An toàn" in texts(page))
    said = texts(page)
    for words in ("Red flag: An toàn", "high risk", "Họ hàng · Hoàng Thị Chấn · aimed at 09/12/2026", "40 days"):
        assert words in said, words
    assert page.columns.current() == "preparing"
    told = " | ".join(lines(page))
    for words in (
        *("Thuốc đủ 30 ngày và đã có nơi khám · Readiness not yet · Mới có 14 ngày", "2 points not answered"),
        *("11 points met", "Thuốc đủ 30 ngày · 3 days overdue", "Sửa nhà vệ sinh · done 10/11", "1.000.000"),
        *("Đến thăm: Hoàng Thị Chấn · chị", "Tự chia đúng 7 ngày.", "Họp thống nhất về nhà", "not decided yet"),
        "The person: “Ngủ được, làm vườn với chị.”\nThe family: “Uống thuốc đủ.”",
    ):
        assert words in told, words
    told = " | ".join(show(page, "family"))
    for words in (
        *("“Tôi muốn về với chị, tôi biết làm vườn.”", "Hoàng Thị Chấn · chị · 66 years old · chosen", "not willing"),
        *("Đối tượng · heard alone", "Home visit 21/09/2026 · 23/36 · Cần hỗ trợ trước", "Red flag: An toàn"),
        *("open · Cháu rể hay uống rượu, to tiếng.", "Đúng là người thân"),
    ):
        assert words in told, words
    told = " | ".join(show(page, "papers"))
    for words in ("· there ·", "Quyết định dừng trợ giúp · 5 days overdue · Owner: the center · due 17/11/2026"):
        assert words in told, words
    assert "Họp thống nhất về nhà" in show(page, "course") or "Họp thống nhất về nhà" in texts(page.columns.timeline)
    # days with their owners: red for the center only
    rows = {row.title: (row.owner, row.state, row.tone) for row in page.columns.lanes._rows}
    assert rows["Quyết định dừng trợ giúp"] == ("center", "5 days overdue", "danger")
    assert rows["Đơn đề nghị dừng trợ giúp (nội dung theo Mẫu 09)"][0] == "family"
    assert rows["Day aimed at for going home"][1] == "17 days left"
    # what others write is opened there
    page.lead_to(next(lack for lack in page._view.lacks if lack.page == "families"))  # type: ignore[union-attr]
    assert window.last[0] == "families"
    assert window.last[1]["assessment_id"]


def test_records_are_written_changed_struck_through(
    world: PathWorld, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.suoi()
    person = world.people["Từ Thị Suối"][0].id
    aunt = Relative(person_id=person, full_name="Nịnh Thị Hợi", relation="mothers_sister", phone="0500000551")
    world.write(lambda writer: writer.add(aunt))
    world.write(lambda writer: writer.add(Relative(person_id=person, full_name="Từ Văn Cót", no_contact=True)))
    _window, page = opened(qtbot, world, "Từ Thị Suối")
    QTest.keyClick(page, Qt.Key.Key_N, CTRL)
    assert page.writing.panel.form == CARER
    page.save()
    assert form(page).editor("full_name").has_error()
    sheet: Any = page.writing.panel.sheet
    assert [one.text() for one in sheet.offers] == ["Nịnh Thị Hợi · Dì"]
    assert "No contact: Từ Văn Cót" in texts(sheet)
    sheet.offers[0].click()
    assert form(page).value("phone") == "0500000551"
    form(page).editor("willing").set_value(False)
    form(page).editor("chosen").set_value(True)
    saved(qtbot, page)
    qtbot.waitUntil(lambda: "Nịnh Thị Hợi" in texts(page.columns.parts))
    (carer,) = world.records(Carer)
    assert (carer.full_name, carer.willing, carer.chosen) == ("Nịnh Thị Hợi", False, True)
    row = next(one for one in page.columns.parts.findChildren(LineRow) if "Nịnh Thị Hợi" in one.line.title)
    QTest.keyClick(row, Qt.Key.Key_Return)
    form(page).editor("willing").set_value(True)
    saved(qtbot, page)
    qtbot.waitUntil(lambda: world.records(Carer)[0].willing is True)
    for what, cls, fields in (
        (OPINION, Opinion, {"words": "Em đi con buồn.", "of_whom": "sibling"}),
        (SUPPORT, Support, {"what": "Xe đạp", "amount": "1.500.000"}),
    ):
        page._add(what)
        for name, value in fields.items():
            form(page).editor(name).set_raw(value)
        saved(qtbot, page)
        assert len(world.records(cls)) == 1
    (support,) = world.records(Support)
    assert support.amount == 1_500_000
    page._open((SUPPORT, support))
    monkeypatch.setattr(dialogs, "ask_reason", lambda *_more, **_given: ("twice", ""))
    assert page.writing.strike_button.isVisible()
    page.writing.strike_button.click()
    qtbot.waitUntil(lambda: not world.records(Support))
    qtbot.waitUntil(lambda: not page.writing.panel.is_open())


def test_a_draft_waits_and_papers_of_the_destination_are_noted(world: PathWorld, qtbot: Any) -> None:
    path = world.thach()
    keep_draft(world.book, CARER, f"new:{path.id}", {"full_name": "Hoàng Thị"}, by=world.worker, now=world.now)
    _window, page = opened(qtbot, world, "Hoàng Văn Thạch", part="papers.decision_stop")
    qtbot.waitUntil(page.writing.panel.is_open)
    assert (page.columns.current(), form(page).value("paper")) == ("papers", "decision_stop")
    page.save()
    qtbot.waitUntil(lambda: form(page).editor("dated_on").has_error())
    form(page).editor("dated_on").set_raw("20/11/2026")
    form(page).editor("number").set_raw("388/QĐ-TTBTXH")
    saved(qtbot, page)
    assert {one.paper for one in world.records(PathPaper)} == {"request_09", "decision_stop"}
    page._add(CARER)
    assert form(page).value("full_name") == "Hoàng Thị"
    assert page.has_unsaved()
    page.discard()
    assert not page.has_unsaved()
    qtbot.waitUntil(lambda: sum(one.is_settled for one in page._view.file.facts.papers) == 2)  # type: ignore[union-attr]
    page._add(PAPER)
    assert form(page).value("paper") == "commune_confirmation"  # the next one that is not there


def test_the_head_decides_after_a_trial_stay(world: PathWorld, qtbot: Any) -> None:
    world.thach()
    _window, page = opened(qtbot, world, "Hoàng Văn Thạch", world.director, part="trials")
    qtbot.waitUntil(page.writing.panel.is_open)
    assert page.writing.panel.form == DECISION
    form(page).editor("decision").set_value(TrialDecision.AGAIN)
    page.save()
    qtbot.waitUntil(lambda: form(page).editor("reason").has_error())
    form(page).editor("decision").set_value(TrialDecision.GO_ON)
    saved(qtbot, page)
    assert world.records(TrialReport)[0].decision is TrialDecision.GO_ON
    # who may not decide is led to what they may write
    _window, page = opened(qtbot, world, "Hoàng Văn Thạch")
    assert not any("Decide what follows" in words for words in show(page, "preparing"))


def test_visits_stand_in_the_lane_of_their_owner(world: PathWorld, qtbot: Any) -> None:
    world.thao()
    window, page = opened(qtbot, world, "Lê Thị Thảo")
    rows = page.columns.lanes._rows
    assert [(row.owner, row.shape, row.tone) for row in rows] == [
        ("center", "full", "ok"),
        ("commune", "full", "warn"),
        ("center", "full", "warn"),
        ("commune", "ring", "warn"),  # waits for another: never red
        ("center", "ring", "warn"),
        ("commune", "ring", "text2"),
        ("department", "ring", "text2"),
    ]
    assert rows[3].state == "waiting for the report, 9 days past"
    page.columns.lanes.setFocus()
    assert page.columns.lanes.accessibleDescription().startswith("27/11/2026")
    QTest.keyClick(page.columns.lanes, Qt.Key.Key_Up)
    QTest.keyClick(page.columns.lanes, Qt.Key.Key_Return)
    assert window.last[0] == "follow_ups"
    assert window.last[1]["visit_id"]
    window.setCurrentWidget(page)
    qtbot.waitUntil(lambda: "Before the follow-up ends" in texts(page.columns.steps))
    assert "Con muốn học gần nhà hơn" in texts(page.columns.timeline)
    assert page.buttons.forward.text() == "Follow-up visits"
    assert not page.buttons.stage.isVisible()
    page.forward()
    qtbot.waitUntil(lambda: window.last[0] == "follow_ups" and "visit_id" not in window.last[1])
    page.columns.steps.ending.emit()
    assert window.last[1]["ending"] == "1"


@pytest.mark.looks
def test_narrow_the_days_are_a_group_and_a_sheet_takes_the_page(world: PathWorld, qtbot: Any) -> None:
    world.thach()
    window, page = opened(qtbot, world, "Hoàng Văn Thạch", width=836)
    button(page, "Days and owners").click()
    qtbot.waitUntil(page.columns.lanes.isVisible)
    page.edit()
    assert not page.states.isVisible()
    assert page.width() == 836
    page._back()
    qtbot.waitUntil(page.states.isVisible)
    window.resize(1160, 720)
    qtbot.waitUntil(lambda: page.columns.current() == "course")
    qtbot.waitUntil(page.columns.lanes.isVisible)


def test_a_protected_path_says_nothing_and_who_only_looks_finds_no_buttons(world: PathWorld, qtbot: Any) -> None:
    world.restricted()
    world.thach()
    _window, page = opened(qtbot, world, "Nguyễn Thị Kín")
    assert "protected" in page.states.says()
    assert "Kín" not in texts(page) + page.header.line.whole() + page.title
    _window, page = opened(qtbot, world, "Hoàng Văn Thạch", world.nurse)
    for hidden in (page.buttons.forward, page.buttons.stage, page.buttons.edit):
        assert not hidden.isVisible()
    page.edit()
    assert not page.writing.panel.is_open()
    page._add("path_readiness")  # nurses answer the check-list
    assert page.writing.panel.is_open()


def test_an_ended_path_is_read_only_and_another_begins(world: PathWorld, qtbot: Any) -> None:
    world.path("Cao Văn Nghĩa", (Stage.IDENTIFIED, 90), (Stage.FAILED, 30), ended_on=world.ago(30), wish="Muốn về")
    _window, page = opened(qtbot, world, "Cao Văn Nghĩa", new=True)
    qtbot.waitUntil(page.writing.panel.is_open)
    assert page.writing.panel.title.whole() == "Begin a way home"
    saved(qtbot, page)
    assert len(world.records(Reintegration)) == 2
    qtbot.waitUntil(lambda: page.other_button.isVisible())
