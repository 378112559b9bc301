"""The handover minutes by hand: begun from the book, lacks that lead on, things and signatures, the handover itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from carebook.records.closures import Closure
from carebook.records.episodes import Belonging, Episode
from carebook.records.follow_ups import FollowUp
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty
from carebook.records.intake import FormState
from carebook.records.reintegration import Stage
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.discharge import DischargePage
from carebook.ui.pages.handovers import HandoverPage
from carebook.ui.parts.desk import Desk
from tests.actions.reintegration.walking import TODAY, Way, begin
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    """A path that stands at the handover with everything in place; some money is kept for the child."""
    made = begin(book, director, now)
    made.write(Belonging(episode_id=made.stay.id, what="Tiền quà Tết", amount=500_000))
    made.walk(Stage.HANDOVER)
    return made


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Iterator[Desk]:
    """The director's desk."""
    with desk_of(book, director, now) as made:
        yield made


def opened(desk: Desk, way: Way, qtbot: Any) -> tuple[Window, HandoverPage]:
    page = HandoverPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(episode_id=way.stay.id)
    window.show()
    qtbot.waitUntil(lambda: page._shown or page.states.says() != "")
    return window, page


def said(page: HandoverPage) -> str:
    QApplication.processEvents()
    return " | ".join(one.text() for one in page.panel.findChildren(QLabel) if one.isVisibleTo(page))


def now_in(way: Way, cls: type[Any]) -> list[Any]:
    with way.book.looking(way.now) as reader:
        return reader.records(cls)


def sign(page: HandoverPage) -> None:
    """Sign for the four, the client leaving it out."""
    places = page.sheet.signatures.places
    type_text(places[HandoverParty.COMMUNE].editors["name"].input.target, "Chu Văn Lò")
    for party in (HandoverParty.GIVER, HandoverParty.RECEIVER, HandoverParty.COMMUNE):
        type_text(places[party].editors["signed_on"].input.target, "22/11/2026")
    type_text(places[HandoverParty.CLIENT].editors["waived_because"].input.target, "Cháu 8 tuổi")


@pytest.mark.looks
def test_the_minutes_are_begun_from_the_book_completed_and_the_child_is_handed_over(
    desk: Desk, way: Way, qtbot: Any
) -> None:
    window, page = opened(desk, way, qtbot)
    assert page.sheet.people.value("receiver") == "Nịnh Thị Hợi"
    assert not page.has_unsaved()
    money = page.sheet.things.lists[HandedKind.MONEY].rows[0]
    assert money._words.text() == "Năm trăm nghìn đồng"
    assert "health at the handover" in said(page)
    page.hand_over()
    assert "Not handed over yet, 5 left" in page.messages.text()
    type_text(page.sheet.people.editor("health").input.target, "Khỏe, 24 kg")
    sign(page)
    medicines = page.sheet.things.lists[HandedKind.MEDICINE]
    medicines.add()
    medicines.add()  # left empty: it is none
    type_text(medicines.rows[0].inputs["what"].target, "Vitamin A")
    assert "The medicine “Vitamin A” has no dose" in said(page)
    button(page.panel, "Fill in: the medicine “Vitamin A” has no dose").click()
    assert medicines.rows[0].inputs["dose"].target.hasFocus()
    type_text(medicines.rows[0].inputs["dose"].target, "1 viên mỗi tháng")
    assert "Nothing is left" in said(page)
    assert nameless(page) == []
    assert fits(page)

    def confirm() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        button(dialog, "Hand over").click()

    when_asked(confirm)
    page.hand_over()
    qtbot.waitUntil(lambda: page._opened is not None and bool(page._opened.file and page._opened.file.is_completed))
    qtbot.waitUntil(lambda: page._opened is not None and page._opened.path.handed_over_on == TODAY)
    qtbot.waitUntil(lambda: "Handed over to Nịnh Thị Hợi on 22/11/2026" in said(page))
    assert not page.save_button.isVisible()
    (minutes,), things = now_in(way, Handover), now_in(way, HandoverItem)
    assert minutes.state is FormState.COMPLETED
    assert [(one.kind, one.what, one.dose, one.amount) for one in things] == [
        (HandedKind.MEDICINE, "Vitamin A", "1 viên mỗi tháng", None),
        (HandedKind.MONEY, "Tiền quà Tết", "", 500_000),
    ]
    (stay,) = now_in(way, Episode)
    assert (stay.end_on, stay.received_by) == (TODAY, "Nịnh Thị Hợi")
    assert len(now_in(way, FollowUp)) == 5
    assert len(now_in(way, Closure)) == 1
    button(page.panel, "Form 06").click()
    assert window.last == ("closures", {"episode_id": way.stay.id})


def test_without_a_path_no_minutes_are_made(desk: Desk, qtbot: Any) -> None:
    page = HandoverPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.states.says() != "")
    assert page.can_leave()
    assert not page.has_unsaved()
    assert "sheet" not in vars(page)


def test_a_draft_stands_there_again_with_its_lines(desk: Desk, way: Way, qtbot: Any) -> None:
    _window, page = opened(desk, way, qtbot)
    papers = page.sheet.things.lists[HandedKind.PAPER]
    papers.add()
    type_text(papers.rows[-1].inputs["what"].target, "Học bạ lớp 2")
    assert papers.rows[-1].original is not None
    papers.rows[-1].original.click()
    type_text(page.sheet.things.lists[HandedKind.MONEY].rows[0].inputs["amount"].target, "x")
    assert page.can_leave()
    page.turn_to()
    page.turn_to(episode_id=way.stay.id)
    qtbot.waitUntil(lambda: page._shown and bool(page.sheet.things.lists[HandedKind.PAPER].rows))
    row = page.sheet.things.lists[HandedKind.PAPER].rows[-1]
    assert (row.thing().what, row.thing().original) == ("Học bạ lớp 2", True)
    page.save()  # the amount cannot be read: nothing is kept, it is told under its row
    assert "x" in page.sheet.things.lists[HandedKind.MONEY].rows[0]._line.text()
    assert now_in(way, Handover) == []
    page.discard()
    assert not page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: page._opened is not None and page._opened.file is not None)
    row = page.sheet.things.lists[HandedKind.MONEY].rows[0]
    row.remove_button.click()
    page.save()
    qtbot.waitUntil(lambda: now_in(way, HandoverItem) == [])


def test_what_lacks_on_the_path_leads_there_and_who_may_not_write_reads(
    desk: Desk, way: Way, qtbot: Any, actor_with: Callable[..., Actor]
) -> None:
    way.assess(2, red_flag=True)
    window, page = opened(desk, way, qtbot)
    flag = next(one for one in page.lacks() if one.page == "families")
    page.lead_to(flag)
    assert window.last[0] == "families"
    assert window.last[1]["assessment_id"] == flag.about
    with desk_of(way.book, actor_with(Role.TEACHER), way.now) as teacher:
        _window, theirs = opened(teacher, way, qtbot)
        assert "not begun" in theirs.states.says()
        assert not theirs.save_button.isVisible()


def test_a_discharge_of_somebody_on_the_way_home_leads_to_the_path(desk: Desk, way: Way, qtbot: Any) -> None:
    page = DischargePage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(way.stay.person_id, way.stay.id)
    window.show()
    qtbot.waitUntil(lambda: page._leaving is not None)
    type_text(page.form.editor("end_on").input.target, "22/11/2026")
    page.form.editor("end_reason").set_value("family_request")
    page.save()
    qtbot.waitUntil(lambda: "way home" in page.messages.text())
    button(page.messages, "Open the way home").click()
    assert window.last == ("home_path", {"episode_id": way.stay.id, "reintegration_id": way.path.id})
    assert [one.end_on for one in now_in(way, Episode)] == [None]
