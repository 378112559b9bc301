"""The page of one person: what is read, files, restricted records, undoing, narrow windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from carebook import dates
from carebook.actions.episodes import record_absence, restrict_record
from carebook.actions.people import add_detail, amend_person
from carebook.records.assessments import Assessment
from carebook.records.care_plans import CarePlan, PlanState
from carebook.records.episodes import AbsenceKind
from carebook.records.people import Attachment, Relative, Sex
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.store.care_plans import PlanFile
from carebook.ui.pages.person import PersonPage
from carebook.ui.pages.person.path import CaseSteps, path_of
from tests import samples
from tests.ui.pages.person_world import World, line_of, opened, rewrite, texts
from tests.ui.typing_vietnamese import press

TABS = ("overview", "details", "stays", "files", "history")
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


@pytest.fixture
def world(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[World]:
    assert qtbot is not None  # the application is there before any desk
    made = World(book, director, now)
    yield made
    for desk in made.desks:
        desk.close()


def block(page: PersonPage) -> Any:
    return next(iter(page.tabs["stays"].blocks.values()))  # type: ignore[attr-defined]


# reading


def test_the_head_says_allergies_first(qtbot: Any, world: World) -> None:
    world.do(add_detail, samples.allergy(world.person_id))
    world.do(record_absence, samples.absence(world.stay.id))
    page = opened(qtbot, world.desk(), world.person_id)
    assert page.head.name.whole() == "Trần Thị An"
    assert page.head.line.whole() == "81 years old · Female · 1945 · CB-000001 · A101, bed 1"
    said = texts(page.head)
    assert said.index("Allergy: penicillin") < said.index("Hospital")


def test_the_overview_tells_the_stay_and_what_is_due(qtbot: Any, world: World) -> None:
    world.do(record_absence, samples.absence(world.stay.id))
    world.do(add_detail, samples.health_card(world.person_id, valid_to=date(2026, 11, 25)))
    page = opened(qtbot, world.desk(), world.person_id)
    tab = page.tabs["overview"]
    qtbot.waitUntil(lambda: "3 days left" in texts(tab))
    said = texts(tab)
    assert said.index("Hospital") < said.index("Tiếp nhận mới")
    assert not tab._line.isVisible()  # type: ignore[attr-defined]
    page.resize(690, 480)
    assert tab._line.isVisible(), "what is due stands below the timeline"  # type: ignore[attr-defined]
    page.resize(1140, 700)
    assert not tab._line.isVisible()  # type: ignore[attr-defined]
    tab.kinds.buttons()[1].click()  # type: ignore[attr-defined]
    assert "Hospital" not in texts(tab)
    renew = next(b for b in tab.due_list.buttons if b.text() == "Renew the health card")  # type: ignore[attr-defined]
    renew.click()
    assert page.head.current() == "details"


def test_the_strip_shows_only_what_the_book_knows(qtbot: Any, world: World) -> None:
    desk = world.desk()
    page = opened(qtbot, desk, world.person_id)
    assert page.view is not None
    stay = page.view.file.stays[0]
    assert path_of(stay, desk) == (
        [("admission", "05/01/2026"), ("care", "day 322"), ("preparing to go home", "not begun")],
        1,
    )
    assessment = Assessment(id="a", episode_id=world.stay.id, assessed_on=date(2026, 1, 12))
    plan = CarePlan(id="p", episode_id=world.stay.id, number=2, state=PlanState.SUBMITTED)
    nothing, being_assessed = path_of(stay, desk, CaseSteps()), path_of(stay, desk, CaseSteps(None, True))
    assert nothing[0][1:3] == [("assessment", "not assessed"), ("plan", "none yet")]
    assert nothing[1] == being_assessed[1] == 1
    assert being_assessed[0][1] == ("assessment", "in progress")
    waiting = path_of(stay, desk, CaseSteps(assessment, False, PlanFile(plan)))
    assert waiting[0][1:3] == [("assessment", "12/01/2026"), ("plan (version 2)", "awaiting approval")]
    assert waiting[1] == 2
    cared_for = path_of(stay, desk, CaseSteps(assessment, True, PlanFile(plan, in_force=True, since_at=desk.now())))
    assert cared_for[0][2] == ("plan (version 2)", f"since {dates.written(desk.today())}")
    assert cared_for[1] == 3
    trial = replace(samples.absence(world.stay.id), kind=AbsenceKind.TRIAL_STAY)
    assert path_of(replace(stay, absences=(trial,)), desk)[1] == 2
    left = replace(stay, episode=replace(stay.episode, end_on=date(2026, 11, 20)))
    assert path_of(left, desk) == ([("admission", "05/01/2026"), ("care", "320 days"), ("left", "20/11/2026")], 3)
    assert [word for word, _small in path_of(left, desk, CaseSteps(assessment))[0]] == [
        "admission",
        "assessment",
        "care",
        "left",
    ]


@pytest.mark.looks
def test_tabs_are_made_when_opened_and_keep_the_head(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id)
    assert set(page.tabs) == {"overview"}
    height = page.head.height()
    for key in ("details", "stays", "files", "history"):
        page.head.choose(key)
        assert page.head.height() == height
    assert set(page.tabs) == {"overview", "details", "stays", "files", "history"}


def test_the_history_tells_and_undoes(qtbot: Any, world: World) -> None:
    world.do(add_detail, samples.relative(world.person_id, relation="son"))
    page = opened(qtbot, world.desk(), world.person_id, "history")
    table = page.tabs["history"].table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.records.rowCount() == 2)
    assert table.records.record_at(0).what == "Adds relative: Trần Văn Sơn"
    assert table.records.record_at(1).op == ""  # an admission is not taken back by one line
    table.pick(table.records.id_at(0))
    press(table, Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: world.records(Relative) == [])
    qtbot.waitUntil(lambda: table.records.rowCount() == 3)


# files


def test_a_photo_goes_in_and_comes_out(qtbot: Any, world: World, tmp_path: Path) -> None:
    photo = tmp_path / "an.png"
    photo.write_bytes(PHOTO)
    page = opened(qtbot, world.desk(), world.person_id, "files")
    tab: Any = page.tabs["files"]
    tab.take(photo, as_photo=True)
    page.save()
    qtbot.waitUntil(lambda: page.head.portrait._photo is not None)
    kept = world.records(Attachment)[0]
    assert (kept.kind, kept.media_type, world.person().photo_id) == ("photo", "image/png", kept.id)
    tab.save_out(kept, tmp_path / "ra.png")
    qtbot.waitUntil(lambda: (tmp_path / "ra.png").exists())
    assert (tmp_path / "ra.png").read_bytes() == PHOTO


def test_a_file_that_is_not_there_is_said(qtbot: Any, world: World, tmp_path: Path) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "files")
    page.tabs["files"].take(tmp_path / "không có.pdf")  # type: ignore[attr-defined]
    assert page.messages.text() == "“không có.pdf” could not be read."


# restricted records and rights


def test_a_nurse_cannot_see_a_restricted_record(qtbot: Any, world: World, actor_with: Callable[..., Actor]) -> None:
    world.do(restrict_record, world.stay.id, reason="có người tìm")
    page = opened(qtbot, world.desk(actor_with(Role.NURSE)), world.person_id)
    qtbot.waitUntil(lambda: "protected" in page.states.says())
    assert "An" not in page.head.name.whole()
    assert world.records(Reading) == []


def test_opening_a_restricted_record_is_in_the_reading_log(qtbot: Any, world: World) -> None:
    world.do(restrict_record, world.stay.id, reason="có người tìm")
    page = opened(qtbot, world.desk(), world.person_id)
    qtbot.waitUntil(lambda: page.view is not None)
    readings = world.records(Reading)
    assert [(r.deed, r.person_id) for r in readings] == [("open_restricted_record", world.person_id)]
    world.do(add_detail, samples.allergy(world.person_id))
    page.make_stale()
    qtbot.waitUntil(lambda: "penicillin" in texts(page.head))
    assert len(world.records(Reading)) == 1  # looking again at what is on screen is no new opening
    assert "Restricted record" in texts(page.head)


def test_restricting_hides_the_record_from_who_has_no_right(
    qtbot: Any, world: World, actor_with: Callable[..., Actor]
) -> None:
    page = opened(qtbot, world.desk(actor_with(Role.SOCIAL_WORKER)), world.person_id, "stays")
    page.tabs["stays"].restrict(world.stay.id, "có người tìm")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "protected" in page.states.says())


def test_hiv_is_not_told_by_characteristics_and_is_not_lost(
    qtbot: Any, world: World, actor_with: Callable[..., Actor]
) -> None:
    world.do(amend_person, replace(world.person(), tags=("poor", "hiv"), sex=Sex.FEMALE))
    page = opened(qtbot, world.desk(actor_with(Role.SOCIAL_WORKER)), world.person_id, "details")
    assert "HIV" not in texts(page)
    page._edit()
    editor = page.tabs["details"].editor  # type: ignore[attr-defined]
    assert "hiv" not in editor.form.names()
    assert editor.form.value("tags") == ("poor",)
    rewrite(line_of(page, "home_town"), "Uông Bí")
    page.save()
    qtbot.waitUntil(lambda: world.person().home_town == "Uông Bí")
    assert set(world.person().tags) == {"poor", "hiv"}
    page.head.choose("history")
    table = page.tabs["history"].table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.records.rowCount() >= 3)
    told = [table.records.record_at(row).what for row in range(table.records.rowCount())]
    assert not [what for what in told if "HIV" in what or "hiv" in what]


def test_an_inspector_reads_but_is_offered_no_deed(qtbot: Any, world: World, actor_with: Callable[..., Actor]) -> None:
    page = opened(qtbot, world.desk(actor_with(Role.INSPECTOR)), world.person_id, "stays")
    qtbot.waitUntil(
        lambda: (
            [b.text() for b in block(page).findChildren(QPushButton) if b.isVisible()] == ["Print papers", "Referrals"]
        )  # a door to what is read there too
    )
    page.head.choose("details")
    page._edit()
    assert not page.has_unsaved()
    assert page.tabs["details"].editor is None


# narrow, and for everybody


@pytest.mark.looks
def test_it_fits(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id)
    for size in ((1140, 700), (880, 480), (690, 480)):
        page.resize(*size)
        for tab in TABS:
            page.head.choose(tab)
            assert page.minimumSizeHint().width() <= min(880, size[0])
            assert page.minimumSizeHint().height() <= 480
            assert (page.width(), page.height()) == size


def test_the_panel_takes_the_place_of_the_tab_where_it_is_narrow(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details", 800, 480)
    page.tabs["details"].lists["relatives"].add_wanted.emit()  # type: ignore[attr-defined]
    assert page.panel.isVisible()
    assert not page.states.isVisible()
    page.panel.leave()
    assert page.states.isVisible()


def test_everything_that_takes_the_focus_has_a_name(qtbot: Any, world: World) -> None:
    world.do(add_detail, samples.relative(world.person_id))
    page = opened(qtbot, world.desk(), world.person_id)
    for tab in TABS:
        page.head.choose(tab)
        if tab == "details":
            page._edit()
            page.tabs["details"].lists["relatives"].add_wanted.emit()  # type: ignore[attr-defined]
        nameless = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and widget.focusProxy() is None
        ]
        assert nameless == []
