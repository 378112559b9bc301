"""The page of one person: reading, writing, drafts, conflicts, restricted records, undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from carebook.actions import facility as places
from carebook.actions.episodes import Admission, admit_person, record_absence, restrict_record
from carebook.actions.people import add_detail, amend_person
from carebook.records.episodes import Absence, AbsenceKind, BedAssignment, Episode, EpisodeCategory
from carebook.records.people import Attachment, IdentityPaper, Person, Relative, Sex
from carebook.records.staff import Actor, Reading, Role
from carebook.store import code_lists, drafts, facility
from carebook.store.book import Book, new_id
from carebook.ui.pages.person import PersonPage
from carebook.ui.pages.person.overview import path_of
from carebook.ui.parts.desk import Desk, Place
from tests import samples
from tests.ui.typing_vietnamese import press, type_text

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


class World:
    """A book with one resident, and desks at it."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.desks: list[Desk] = []
        ward = self.do(places.add_ward, samples.ward()).result
        self.rooms = [self.do(places.add_room, samples.room(ward.id, name=name)).result for name in ("A101", "A203")]
        self.stay = self.admit("Trần Thị An", "1")
        self.person_id = self.stay.person_id

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        return deed(self.book, *values, by=self.director, now=self.now, op=new_id(), **given)

    def admit(self, name: str, bed: str, category: str = "elderly_alone_poor") -> Episode:
        person = samples.person(code="", full_name=name)
        given = samples.bed_assignment("", self.rooms[0].id, bed=bed)
        admission = Admission(person=person, episode=samples.episode(""), category=category, bed=given)
        kept: Episode = self.do(admit_person, admission).result
        return kept

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return reader.records(cls)

    def person(self) -> Person:
        found: Person = next(one for one in self.records(Person) if one.id == self.person_id)
        return found

    def desk(self, actor: Actor | None = None) -> Desk:
        with self.book.reading_for(self.director, self.now) as reader:
            found, words = facility.facility(reader), code_lists.words(reader)
        desk = Desk(self.book, actor or self.director, found, words, clock=lambda: self.now)
        self.desks.append(desk)
        return desk


@pytest.fixture
def world(qtbot: Any, book: Book, director: Actor, now: datetime) -> Iterator[World]:
    assert qtbot is not None  # the application is there before any desk
    made = World(book, director, now)
    yield made
    for desk in made.desks:
        desk.close()


def opened(qtbot: Any, desk: Desk, person_id: str, tab: str = "", width: int = 1140, height: int = 700) -> PersonPage:
    page = PersonPage(desk)
    page.resize(width, height)
    qtbot.addWidget(page)
    page.turn_to(person_id, tab)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None or page.states.says() != "")
    return page


def texts(widget: QWidget) -> str:
    shown: list[Any] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return " | ".join(one.text() for one in shown if one.isVisible())


def line_of(page: PersonPage, name: str) -> Any:
    """The line of a field in the form on show."""
    editor = page.panel.editor or page.tabs["details"].editor  # type: ignore[attr-defined]
    return editor.form.editor(name).input.target


def rewrite(line: Any, text: str) -> None:
    line.selectAll()
    type_text(line, text)


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
    tab.kinds.buttons()[1].click()  # type: ignore[attr-defined]
    assert "Hospital" not in texts(tab)
    tab.due_list.buttons[0].click()  # type: ignore[attr-defined]
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
    trial = replace(samples.absence(world.stay.id), kind=AbsenceKind.TRIAL_STAY)
    assert path_of(replace(stay, absences=(trial,)), desk)[1] == 2
    left = replace(stay, episode=replace(stay.episode, end_on=date(2026, 11, 20)))
    assert path_of(left, desk) == ([("admission", "05/01/2026"), ("care", "320 days"), ("left", "20/11/2026")], 3)


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


# writing


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
    qtbot.waitUntil(lambda: _drafts(world) == ["person"], timeout=4000)
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
    assert page.panel.isHidden()


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
    assert block(page)._return.isVisible()
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
    qtbot.waitUntil(lambda: table.records.cell_at(0, 0).sub == "Original")


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
        lambda: [b.text() for b in block(page).findChildren(QPushButton) if b.isVisible()] == ["Print papers"]
    )
    page.head.choose("details")
    page._edit()
    assert not page.has_unsaved()
    assert page.tabs["details"].editor is None


# narrow, and for everybody


@pytest.mark.parametrize("size", [(1140, 700), (880, 480), (690, 480)])
@pytest.mark.parametrize("tab", ["overview", "details", "stays", "files", "history"])
def test_it_fits(qtbot: Any, world: World, tab: str, size: tuple[int, int]) -> None:
    page = opened(qtbot, world.desk(), world.person_id, tab, *size)
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


@pytest.mark.parametrize("tab", ["overview", "details", "stays", "files", "history"])
def test_everything_that_takes_the_focus_has_a_name(qtbot: Any, world: World, tab: str) -> None:
    world.do(add_detail, samples.relative(world.person_id))
    page = opened(qtbot, world.desk(), world.person_id, tab)
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
