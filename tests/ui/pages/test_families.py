"""The family assessment by hand: points by number keys, last time beside, completed, frozen, its red flag cleared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.intake import FormState
from carebook.records.people import Attachment
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.families import FamilyPage
from carebook.ui.pages.families.side import FamilySide
from carebook.ui.parts.desk import Desk
from tests.actions.reintegration.walking import TODAY, Way, begin
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    """A path with one finished visit that carries a red flag, and a chosen carer."""
    made = begin(book, director, now)
    made.write(made.own(Carer, full_name="Nịnh Thị Hợi", chosen=True))
    visit, *ratings = made.assess(2, red_flag=True)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(visit, visitor_id=director.staff_member_id))
        (flag,) = [one for one in ratings if one.red_flag]
        writer.amend(replace(flag, remark="Cháu rể hay uống rượu"))
    return made


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


def opened(desk: Desk, way: Way, qtbot: Any, **about: str) -> tuple[Window, FamilyPage]:
    page = FamilyPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**({"episode_id": way.stay.id} | about))
    window.show()
    qtbot.waitUntil(lambda: page._opened is not None or page.states.says() != "")
    return window, page


def side(page: FamilyPage) -> str:
    QApplication.processEvents()
    return " | ".join(one.text() for one in page.side.findChildren(QLabel) if one.isVisibleTo(page))


def now_in(way: Way, cls: type[Any]) -> list[Any]:
    with way.book.looking(way.now) as reader:
        return reader.records(cls)


def rate(page: FamilyPage, keys: str) -> None:
    """Press the keys of points, one criterion after the other."""
    QApplication.processEvents()  # a sheet that was begun takes the focus by itself
    page.sheet.card.focus(page.sheet.card.parts[0])
    for place, key in enumerate(keys):
        type_text(page.sheet.card.parts[place].points, key)


@pytest.mark.looks
def test_a_new_visit_is_rated_by_keys_with_last_time_beside_and_frozen_when_complete(
    desk: Desk, way: Way, qtbot: Any
) -> None:
    _window, page = opened(desk, way, qtbot)
    assert page.new_button.isVisible()
    assert not page.save_button.isVisible()  # a completed visit is read
    assert not page.sheet.visit.isEnabled()
    assert "24/36" in side(page)
    page.begin()
    assert page.sheet.visit.value("visited_on") == TODAY
    assert page.sheet.visit.value("carer_id") == now_in(way, Carer)[0].id
    last = page.sheet.card.parts[0].points
    assert [one.accessibleDescription() for one in last.buttons] == ["", "", "Answered last time", ""]
    rate(page, "332233")
    assert "16/36" in side(page)
    assert "Not assessed yet" in side(page)
    assert page.sheet.card.parts[6].points.hasFocus()
    assert "7, 8, 9, 10, 11, 12" in page.standing.whole()
    page.complete()
    assert "Not rated yet." in page.sheet.card.parts[6].points.complaint()
    assert page.sheet.report.editor("who_cares").complaint()
    rate(page, "332233321333")
    assert "31/36" in side(page)
    assert "Thuận lợi" in side(page)
    type_text(page.sheet.report.editor("who_cares").input.target, "Dì")
    type_text(page.sheet.card.parts[0].remark.line, "Hay gọi điện")
    page.complete()
    qtbot.waitUntil(lambda: "commune" in page.messages.text())  # what is unusual is told first
    page._complete_all_the_same()
    qtbot.waitUntil(lambda: page._file is not None and page._file.is_completed)
    assert not page.sheet.report.isEnabled()
    assert "Completed" in page.standing.whole()
    (kept,) = [one for one in now_in(way, FamilyAssessment) if one.visited_on == TODAY]
    assert kept.state is FormState.COMPLETED
    of_visit = [one for one in now_in(way, FamilyRating) if one.family_assessment_id == kept.id]
    assert [one.score for one in of_visit] == [3, 3, 2, 2, 3, 3, 3, 2, 1, 3, 3, 3]
    assert of_visit[0].remark == "Hay gọi điện"
    assert nameless(page) == []
    assert fits(page)


def test_no_safety_at_all_is_a_red_flag_by_itself(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = opened(desk, way, qtbot)
    page.begin()
    safety = page.sheet.card.parts[6]
    page.sheet.card.focus(safety)
    type_text(safety.points, "0")
    assert safety.flag is not None
    assert safety.flag.isChecked()
    assert "No remark yet" in side(page)
    type_text(safety.points, "7")
    assert "7" in safety.points.complaint()
    page.save()
    qtbot.waitUntil(lambda: page._file is not None)
    assert [one.rating_id for one in way.facts().red_flags if not one.cleared] != []
    assert len(way.facts().red_flags) == 2


def test_a_red_flag_is_cleared_in_the_name_of_who_is_signed_in(
    desk: Desk, way: Way, qtbot: Any, actor_with: Callable[..., Actor]
) -> None:
    _window, page = opened(desk, way, qtbot)
    assert "Cháu rể hay uống rượu" in side(page)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        button(dialog, "The danger is under control, as the commune confirms").click()

    qtbot.waitUntil(lambda: "Cháu rể" in side(page))
    clear = button(page.side, "Clear the red flag…")
    when_asked(choose)
    clear.click()
    qtbot.waitUntil(lambda: all(one.cleared for one in way.facts().red_flags))
    qtbot.waitUntil(lambda: "Cleared on 22/11/2026 by Đào Thị Hướng Dương" in side(page))
    worker = actor_with(Role.SOCIAL_WORKER)
    with desk_of(way.book, worker, way.now) as other:
        _window2, theirs = opened(other, way, qtbot)
        assert isinstance(theirs.side, FamilySide)
        assert "Clear the red flag" not in side(theirs)


def test_what_is_typed_is_kept_as_a_draft_and_stands_there_again(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = opened(desk, way, qtbot)
    page.begin()
    rate(page, "21")
    type_text(page.sheet.report.editor("housing").input.target, "Nhà cấp bốn")
    assert page.has_unsaved()
    assert page.can_leave()
    page.turn_to()
    page.turn_to(episode_id=way.stay.id)
    qtbot.waitUntil(lambda: page._opened is not None and bool(page._opened.drafts))
    page.begin()
    assert page.sheet.report.value("housing") == "Nhà cấp bốn"
    assert [one.points.value() for one in page.sheet.card.parts[:3]] == [2, 1, None]
    page.discard()
    assert not page.has_unsaved()
    assert page.sheet.report.value("housing") == ""


def test_pictures_are_attached_to_the_visit_and_the_way_leads_back_to_the_path(
    desk: Desk, way: Way, qtbot: Any, tmp_path: Path
) -> None:
    window, page = opened(desk, way, qtbot, reintegration_id=way.path.id)
    picture = QPixmap(20, 20)
    picture.fill()
    picture.save(str(tmp_path / "nha.png"))
    page.sheet.pictures.take([tmp_path / "nha.png"])
    qtbot.waitUntil(lambda: len(page.sheet.pictures.thumbnails()) == 1)
    (kept,) = now_in(way, Attachment)
    assert (kept.about_id, kept.person_id) == (page._assessment_id, way.stay.person_id)
    page._print()
    assert window.last == ("case_papers", {"episode_id": way.stay.id, "paper": "family_visit", "id": kept.about_id})
    page.back_button.click()
    assert window.last == ("home_path", {"episode_id": way.stay.id, "reintegration_id": way.path.id})


def test_after_the_handover_and_without_the_right_it_is_only_read(
    desk: Desk, way: Way, qtbot: Any, actor_with: Callable[..., Actor]
) -> None:
    with desk_of(way.book, actor_with(Role.NURSE), way.now) as nurse:
        _window, page = opened(nurse, way, qtbot)
        assert not page.new_button.isVisible()
        assert not page.strike_button.isVisible()
    with way.book.changing(way.by.account_id, way.now, new_id(), "test") as writer:
        path = writer.record(Reintegration, way.path.id)
        assert path is not None
        writer.amend(replace(path, handed_over_on=date(2026, 11, 20)))
    _window, page = opened(desk, way, qtbot)
    assert not page.new_button.isVisible()
    assert "Clear the red flag" not in side(page)
    _window, nothing = opened(desk, way, qtbot, episode_id="", reintegration_id="gone")
    assert "protected" in nothing.states.says()


def test_tab_goes_from_the_visit_through_the_criteria_to_what_was_found(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = opened(desk, way, qtbot)
    page.begin()
    QApplication.processEvents()
    sheet = page.sheet
    walk = [
        sheet.visit.editor("present").input.target,
        *sheet.card.stops(),
        sheet.report.editor("household").input.target,
    ]
    assert len(walk) == 27  # twelve criteria with a remark, one of them with a red flag
    walk[0].setFocus()
    for stop in walk:
        assert QApplication.focusWidget() is stop
        QTest.keyClick(stop, Qt.Key.Key_Tab)


def test_a_red_flag_without_words_leads_into_its_remark(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = opened(desk, way, qtbot)
    page.begin()
    rate(page, "333333033333")
    type_text(page.sheet.report.editor("who_cares").input.target, "Dì")
    page.complete()
    unsafe = page.sheet.card.parts[6]
    assert unsafe.points.complaint() == "Write what the red flag is."
    assert QApplication.focusWidget() is unsafe.remark.target
