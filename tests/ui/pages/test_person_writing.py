"""Writing on the page of one person: forms, drafts, warnings, newer versions, the stay and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from carebook.actions.people import add_detail, amend_person
from carebook.records.episodes import Absence, BedAssignment, EpisodeCategory
from carebook.records.people import IdentityPaper, Relative
from carebook.records.staff import Actor
from carebook.store import drafts
from carebook.store.book import Book
from carebook.ui.pages.person import PersonPage
from carebook.ui.parts.desk import Place
from tests import samples
from tests.ui.pages.person_world import World, line_of, opened, rewrite
from tests.ui.typing_vietnamese import press, type_text


@pytest.fixture
def world(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[World]:
    assert qtbot is not None  # the application is there before any desk
    made = World(book, director, now)
    yield made
    for desk in made.desks:
        desk.close()


def test_edit_save_and_see(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page._edit()
    rewrite(line_of(page, "full_name"), "Trần Thị Ân")
    assert page.has_unsaved()
    page.save()
    qtbot.waitUntil(lambda: page.head.name.whole() == "Trần Thị Ân")
    assert world.person().full_name == "Trần Thị Ân"
    assert page.messages.text() == "Saved the details of Trần Thị Ân."
    assert not page.has_unsaved()
    page.undo_last()
    qtbot.waitUntil(lambda: page.head.name.whole() == "Trần Thị An")


def test_what_is_refused_stays_beside_its_field(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page._edit()
    rewrite(line_of(page, "born"), "01/01/1026")
    page.save()
    editor = page.tabs["details"].editor  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: editor.form.editor("born").complaint() != "")
    assert editor.form.editor("born").raw() == "01/01/1026"
    assert str(world.person().born) == str(samples.person().born)


def test_a_draft_survives_closing_the_page(qtbot: Any, world: World) -> None:
    desk = world.desk()
    page = opened(qtbot, desk, world.person_id, "details")
    page._edit()
    rewrite(line_of(page, "home_town"), "Đông Triều, Quảng Ninh")
    qtbot.waitUntil(lambda: _drafts(world) == ["person"])
    page.close()
    page.deleteLater()
    again = opened(qtbot, world.desk(), world.person_id, "details")
    again._edit()
    qtbot.waitUntil(lambda: "draft kept" in again.messages.text())
    again.messages._action.click()
    assert line_of(again, "home_town").text() == "Đông Triều, Quảng Ninh"
    again.save()
    qtbot.waitUntil(lambda: world.person().home_town == "Đông Triều, Quảng Ninh")
    qtbot.waitUntil(lambda: _drafts(world) == [])


def _drafts(world: World) -> list[str]:
    with world.book.reading_for(world.director, world.now) as reader:
        return [draft.form for draft in drafts.own_drafts(reader)]


def test_turning_to_somebody_else_keeps_the_draft_of_the_first(qtbot: Any, world: World) -> None:
    other = world.admit("Lê Thị Bích", "2")
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page._edit()
    rewrite(line_of(page, "home_town"), "Uông Bí")
    page.keep_draft()
    page.turn_to(other.person_id)
    qtbot.waitUntil(lambda: page.head.name.whole() == "Lê Thị Bích")
    assert not page.has_unsaved()
    qtbot.waitUntil(lambda: _drafts(world) == ["person"])


def test_a_newer_version_is_shown_and_nothing_overwritten(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page._edit()
    world.do(amend_person, replace(world.person(), home_town="Cẩm Phả"))
    rewrite(line_of(page, "home_town"), "Uông Bí")
    page.save()
    editor = page.tabs["details"].editor  # type: ignore[attr-defined]
    qtbot.waitUntil(editor.write_mine.isVisible)
    assert editor.form.editor("home_town").complaint() == "In the book now: Cẩm Phả"
    assert world.person().home_town == "Cẩm Phả"
    editor.write_mine.click()
    page.save()
    qtbot.wait(50)
    assert world.person().home_town == "Cẩm Phả"  # not without a reason
    type_text(editor.reason, "hỏi lại gia đình")
    page.save()
    qtbot.waitUntil(lambda: world.person().home_town == "Uông Bí")


def test_a_newer_version_can_be_kept(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page._edit()
    world.do(amend_person, replace(world.person(), home_town="Cẩm Phả"))
    rewrite(line_of(page, "home_town"), "Uông Bí")
    page.save()
    editor = page.tabs["details"].editor  # type: ignore[attr-defined]
    qtbot.waitUntil(editor.keep_theirs.isVisible)
    editor.keep_theirs.click()
    assert line_of(page, "home_town").text() == "Cẩm Phả"
    assert not page.has_unsaved()


def test_a_warning_is_answered_by_a_reason(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page.tabs["details"].lists["papers"].add_wanted.emit()  # type: ignore[attr-defined]
    type_text(line_of(page, "number"), "022045999012")  # a man born in 1945
    page.save()
    editor = page.panel.editor
    assert editor is not None
    qtbot.waitUntil(editor.reason.isVisible)
    assert "compare the original" in editor.form.editor("number").complaint()
    assert world.records(IdentityPaper) == []
    type_text(editor.reason, "đã xem bản chính")
    page.save()
    qtbot.waitUntil(lambda: [p.accepted_because for p in world.records(IdentityPaper)] == ["đã xem bản chính"])
    qtbot.waitUntil(page.panel.isHidden)


def test_the_card_is_read_from_its_square_code(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page.tabs["details"].lists["papers"].add_wanted.emit()  # type: ignore[attr-defined]
    scanned = "022145999012|100123456|Trần Thị An|02091945|Nữ|Bình Khê, Đông Triều, Quảng Ninh|03052021"
    type_text(line_of(page, "number"), scanned)
    press(line_of(page, "number"), Qt.Key.Key_Return)
    editor = page.panel.editor
    assert editor is not None
    assert line_of(page, "number").text() == "022145999012"
    assert editor.form.value("issued_on") == date(2021, 5, 3)
    assert "Trần Thị An" in editor.form.summary.text()


def test_communes_follow_the_province(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page.tabs["details"].lists["addresses"].add_wanted.emit()  # type: ignore[attr-defined]
    editor = page.panel.editor
    assert editor is not None
    combo = editor.form.editor("commune").input.combo  # type: ignore[attr-defined]
    before = combo.count()
    editor.form.editor("province").set_value("22")
    editor.form.changed.emit()
    assert combo.count() > before + 40


def test_a_relative_is_edited_and_struck_through(qtbot: Any, world: World) -> None:
    kept = world.do(add_detail, samples.relative(world.person_id, relation="son")).result
    page = opened(qtbot, world.desk(), world.person_id, "details")
    listed = page.tabs["details"].lists["relatives"]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: listed.table.records.rowCount() == 1)
    listed.table.opened.emit(kept)
    rewrite(line_of(page, "phone"), "0987 654 321")
    page.save()
    qtbot.waitUntil(lambda: world.records(Relative)[0].phone == "0987654321")
    qtbot.waitUntil(lambda: "0987 654 321" in listed.table.records.cell_at(0, 0).sub)
    listed.table.opened.emit(world.records(Relative)[0])
    page.panel.strike("ghi nhầm người")
    qtbot.waitUntil(lambda: listed.table.records.rowCount() == 0)


def test_leaving_the_panel_keeps_a_draft_and_asks_nothing(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "details")
    page.tabs["details"].lists["allergies"].add_wanted.emit()  # type: ignore[attr-defined]
    type_text(line_of(page, "substance"), "tôm, cua")
    page.panel.leave()
    qtbot.waitUntil(lambda: _drafts(world) == ["allergy"])
    assert not page.has_unsaved()


def test_esc_leaves_the_panel_then_the_form_then_the_page(qtbot: Any, world: World) -> None:
    desk = world.desk()
    page = opened(qtbot, desk, world.person_id, "details")
    gone: list[Place] = []
    desk.went.connect(gone.append)
    page.activateWindow()
    details: Any = page.tabs["details"]
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert details.editor is not None
    details.lists["relatives"].add_wanted.emit()
    qtbot.keyClick(line_of(page, "full_name"), Qt.Key.Key_Escape)
    assert page.panel.isHidden()
    assert line_of(page, "full_name").hasFocus()
    assert details.editor is not None
    qtbot.keyClick(line_of(page, "full_name"), Qt.Key.Key_Escape)
    assert details.editor is None
    assert gone == []
    qtbot.keyClick(page.head.edit, Qt.Key.Key_Escape)
    assert gone == [Place("residents", {"person_id": world.person_id})]


# the stay


def block(page: PersonPage) -> Any:
    return next(iter(page.tabs["stays"].blocks.values()))  # type: ignore[attr-defined]


def test_moving_changing_leaving_and_coming_back(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "stays")
    block(page)._move()
    editor = page.panel.editor
    assert editor is not None
    editor.form.editor("room_id").set_value(world.rooms[1].id)
    page.save()
    qtbot.waitUntil(lambda: [b.room_id for b in world.records(BedAssignment) if b.to_on is None] == [world.rooms[1].id])
    qtbot.waitUntil(lambda: page.panel.isHidden())
    block(page)._change_category()
    assert page.panel.editor is not None
    page.panel.editor.form.editor("category").set_value("adult_disabled")
    page.save()
    qtbot.waitUntil(lambda: len(world.records(EpisodeCategory)) == 2)
    qtbot.waitUntil(lambda: page.panel.isHidden())
    block(page)._go_away()
    page.save()
    qtbot.waitUntil(lambda: len(world.records(Absence)) == 1)
    qtbot.waitUntil(lambda: block(page).running_absence() is not None)
    qtbot.waitUntil(block(page)._return.isVisible)
    assert not block(page)._absent.isVisible()
    block(page)._come_back()
    page.save()
    qtbot.waitUntil(lambda: world.records(Absence)[0].back_on == date(2026, 11, 22))
    qtbot.waitUntil(lambda: block(page)._absent.isVisible())


def test_a_taken_bed_is_refused_beside_the_field(qtbot: Any, world: World) -> None:
    world.admit("Lê Thị Bích", "2")
    page = opened(qtbot, world.desk(), world.person_id, "stays")
    block(page)._move()
    editor = page.panel.editor
    assert editor is not None
    editor.form.editor("room_id").set_value(world.rooms[0].id)
    editor.form.editor("bed").set_value("2")
    page.save()
    qtbot.waitUntil(lambda: "taken" in editor.form.editor("bed").complaint())


def test_the_dossier_lists_what_is_still_missing(qtbot: Any, world: World) -> None:
    page = opened(qtbot, world.desk(), world.person_id, "stays")
    table = block(page).dossier.table
    missing = table.records.record_at(0)
    assert missing.paper == "declaration_07"
    assert not missing.id
    table.opened.emit(missing)
    assert page.panel.editor is not None
    page.panel.editor.form.editor("state").set_value(type(missing.state).ORIGINAL)
    page.save()
    assert block(page).dossier._count.text().startswith("0/")
    qtbot.waitUntil(lambda: table.records.cell_at(0, 0).sub == "Original")
    assert block(page).dossier._count.text().startswith("1/")


def test_discharge_and_papers_are_elsewhere(qtbot: Any, world: World) -> None:
    desk = world.desk()
    page = opened(qtbot, desk, world.person_id, "stays")
    gone: list[Place] = []
    desk.went.connect(gone.append)
    block(page)._discharge()
    page._print()
    assert gone == [
        Place("discharge", {"episode_id": world.stay.id, "person_id": world.person_id}),
        Place("papers", {"episode_id": world.stay.id}),
    ]
