"""Thang đo, đánh giá on the page of a person: the state of forms 01 to 03, needs over time, the way to the forms and scales."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from carebook.actions.assessments import complete_assessment, save_assessment, save_eligibility, strike_assessment
from carebook.actions.intake import save_intake
from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, EligibilityCheck, NeedLevel
from carebook.records.intake import IntakeForm
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.ui.pages.person.assessing import AssessingTab
from carebook.ui.pages.person.view import view_of
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.ui.pages.person_world import World
from tests.ui.pages.stay_desk import button


@pytest.fixture
def world(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[World]:
    assert qtbot is not None  # the application is there before any desk
    made = World(book, director, now)
    yield made
    for desk in made.desks:
        desk.close()


def shown(qtbot: Any, world: World, desk: Desk) -> AssessingTab:
    tab = AssessingTab(desk)
    tab.resize(1000, 640)
    qtbot.addWidget(tab)
    with world.book.reading_for(desk.actor, world.now) as reader:
        view = view_of(reader, world.person_id, samples.TODAY)
    assert view is not None
    tab.show_view(view)
    tab.show()
    qtbot.waitUntil(lambda: tab.found is not None)
    return tab


def went(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    places: list[tuple[str, dict[str, Any]]] = []
    desk.went.connect(lambda place: places.append((place.page, dict(place.about))))
    return places


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def assessed(world: World, day: date, **levels: str) -> str:
    ratings = [
        DomainRating(episode_id="", assessment_id="", domain=domain, level=NeedLevel(level))
        for domain, level in levels.items()
    ]
    given = Assessment(
        episode_id=world.stay.id,
        kind=AssessmentKind.PERIODIC,
        assessed_on=day,
        assessor_id=world.director.staff_member_id,
        next_on=date(day.year + 1, day.month, day.day),
    )
    kept = world.do(save_assessment, given, ratings).result
    world.do(complete_assessment, kept.assessment.id)
    return str(kept.assessment.id)


def test_nothing_is_begun_and_each_form_has_its_button(qtbot: Any, world: World) -> None:
    desk = world.desk()
    tab, places = shown(qtbot, world, desk), went(desk)
    assert "Not assessed" in words(tab)
    button(tab, "Begin: Form 01 · Gathering information").click()
    button(tab, "Begin: Form 02 · Assessment of needs").click()
    button(tab, "Begin: Form 03 · Criteria of service").click()
    stay = world.stay.id
    blank = {"episode_id": stay, "assessment_id": "", "kind": ""}
    assert places == [
        ("intake", {"episode_id": stay}),
        ("assessments", blank),
        ("assessments", blank | {"section": "criteria"}),
    ]
    tab.unscheduled_button.click()
    assert places[-1] == ("assessments", blank | {"kind": "unscheduled"})
    assert tab.matrix is None


def test_needs_over_time_stand_side_by_side(qtbot: Any, world: World) -> None:
    assessed(world, date(2026, 2, 1), health="3", psychology="1")
    newest = assessed(world, date(2026, 6, 1), health="2")
    desk = world.desk()
    tab, places = shown(qtbot, world, desk), went(desk)
    assert tab.matrix is not None
    model = tab.matrix.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
    assert heads == ["Domain", "01/02", "01/06"]
    said = [[model.index(0, at).data() for at in range(3)], [model.index(6, at).data() for at in range(3)]]
    assert said[0][1:] == ["3 High, urgent need", "2 Medium need"]
    assert said[1][1:] == ["1 Low need", "Not assessed"]
    assert "assess again on 01/06/2027" in words(tab)
    tab.matrix.pick("psychology")
    tab.matrix.opened.emit("psychology")
    assert places == [
        (
            "assessments",
            {"episode_id": world.stay.id, "assessment_id": newest, "kind": "", "section": "psychology"},
        )
    ]


def test_a_high_need_without_an_answer_is_told(qtbot: Any, world: World) -> None:
    assessed(world, date(2026, 6, 1), health="3")
    assert "without a goal or a reason: Chăm sóc sức khỏe, y tế." in words(shown(qtbot, world, world.desk()))


def test_what_is_in_progress_is_continued_and_struck_ones_stay_listed(qtbot: Any, world: World) -> None:
    old = assessed(world, date(2026, 2, 1), health="1")
    world.do(strike_assessment, old, reason="Nhầm người")
    world.do(save_intake, IntakeForm(episode_id=world.stay.id, collected_on=samples.TODAY))
    world.do(save_assessment, Assessment(episode_id=world.stay.id, assessed_on=samples.TODAY), [])
    world.do(save_eligibility, EligibilityCheck(episode_id=world.stay.id, checked_on=samples.TODAY))
    tab = shown(qtbot, world, world.desk())
    assert words(tab).count("In progress") == 3
    assert tab.begin_button.text() == "Continue the assessment"
    assert not tab.unscheduled_button.isEnabled()
    cells = [tab.list.model().index(at, 2).data() for at in range(2)]
    assert cells == ["In progress", "Struck through: Nhầm người"]


def test_who_may_not_write_begins_nothing(qtbot: Any, world: World, actor_with: Any) -> None:
    tab = shown(qtbot, world, world.desk(actor_with(Role.INSPECTOR)))
    assert not tab.begin_button.isVisibleTo(tab)
    assert "Begin" not in words(tab)


class _Scales(QWidget):
    wants_to_say = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.view = desk, None

    def show_view(self, view: Any) -> None:
        self.view = view


def test_the_scales_are_made_when_they_are_wanted(qtbot: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("carebook.ui.pages.person.scales")
    module.ScalesPart = _Scales  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    tab = shown(qtbot, world, world.desk())
    assert tab._scales is None
    tab.views.buttons()[1].click()
    part: Any = tab._scales
    assert part.isVisibleTo(tab)
    assert part.view is tab.view
    assert not tab.begin_button.isVisibleTo(tab)
    tab.views.buttons()[0].click()
    assert tab.states.isVisibleTo(tab)
