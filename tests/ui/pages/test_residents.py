"""The list of people: search as one types, filters, the card, masked records, what leaves the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from carebook.actions import facility as places
from carebook.actions.episodes import Admission, admit_person, record_absence, restrict_record
from carebook.actions.people import add_detail
from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Sex
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import due
from carebook.store import code_lists, facility, people
from carebook.store.book import Book, new_id
from carebook.store.people import PeopleFilter
from carebook.ui.pages.residents import ResidentsPage, asking, rows
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.table import RecordModel
from tests import samples
from tests.ui.typing_vietnamese import TELEX_NGUYEN, press, type_text


class World:
    """A book with a few people, and desks at it."""

    def __init__(self, book: Book, director: Actor, now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.desks: list[Desk] = []
        ward = self.do(places.add_ward, samples.ward()).result
        self.room = self.do(places.add_room, samples.room(ward.id, beds=9)).result
        self.ward_id = ward.id

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        return deed(self.book, *values, by=self.director, now=self.now, op=new_id(), **given)

    def admit(self, name: str, bed: str = "", category: str = "elderly_alone_poor", **facts: Any) -> Episode:
        person = samples.person(code="", full_name=name, **facts)
        given = samples.bed_assignment("", self.room.id, bed=bed) if bed else None
        admission = Admission(person=person, episode=samples.episode(""), category=category, bed=given)
        kept: Episode = self.do(admit_person, admission).result
        return kept

    def desk(self, actor: Actor | None = None) -> Desk:
        with self.book.reading_for(self.director, self.now) as reader:
            found = facility.facility(reader)
            words = code_lists.words(reader)
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


def shown(qtbot: Any, desk: Desk, width: int = 1140, height: int = 700) -> ResidentsPage:
    page = ResidentsPage(desk)
    page.resize(width, height)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.header.line.whole() != "")
    return page


def names(page: ResidentsPage) -> list[str]:
    model = page.table.records
    return [model.record_at(row).name for row in range(model.rowCount()) if model.record_at(row)]


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def test_the_present_are_listed_with_their_facts(qtbot: Any, world: World) -> None:
    an = world.admit("Trần Thị An", "2")
    world.admit("Lê Văn Bình", sex=Sex.MALE)
    world.do(record_absence, samples.absence(an.id))
    world.do(add_detail, samples.allergy(an.person_id))
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An", "Lê Văn Bình"])
    cells = [page.table.records.cell_at(0, place) for place in range(page.table.records.columnCount())]
    assert cells[0].sub == "CB-000001 · 81 years old"
    assert [cell.text for cell in cells[1:2] + cells[3:]] == ["1945", "A101, bed 2", "Hospital", "Allergy: penicillin"]
    assert cells[4].mark is not None
    assert cells[4].mark[0] == "half"
    assert page.header.line.whole() == "2 cared for · 1 away"


def test_search_as_one_types_vietnamese(qtbot: Any, world: World) -> None:
    for name in ("Nguyễn Thị Lan", "Nguyễn Văn Bình", "Trần Thị An"):
        world.admit(name)
    page = shown(qtbot, world.desk())
    type_text(page.filters.search, TELEX_NGUYEN)
    qtbot.waitUntil(lambda: sorted(names(page)) == ["Nguyễn Thị Lan", "Nguyễn Văn Bình"])
    type_text(page.filters.search, " lan")
    qtbot.waitUntil(lambda: names(page) == ["Nguyễn Thị Lan"])
    press(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 3)


def test_whoever_is_here_is_found_before_former_people(qtbot: Any, world: World) -> None:
    gone = world.admit("Nguyễn Thị An")
    world.admit("Nguyễn Thị Bình")
    ended = replace(gone, end_on=world.now.date())
    with world.book.changing(world.director.account_id, world.now, new_id(), "test") as writer:
        writer.amend(ended)
    page = shown(qtbot, world.desk())
    type_text(page.filters.search, "nguyen")
    qtbot.waitUntil(lambda: names(page) == ["Nguyễn Thị Bình", "Nguyễn Thị An"])
    page.filters.who.choose("all")
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: names(page) == ["Nguyễn Thị An", "Nguyễn Thị Bình"])


def test_a_slip_is_answered_by_what_is_near(qtbot: Any, world: World) -> None:
    world.admit("Đào Thị Lan")
    page = shown(qtbot, world.desk())
    type_text(page.filters.search, "dao lna")
    qtbot.waitUntil(lambda: "Near: Đào Thị Lan" in page.note.text())
    type_text(page.filters.search, "zzzzqq")
    qtbot.waitUntil(lambda: "was not found" in page.states.says())


def test_filters_are_said_and_cleared(qtbot: Any, world: World) -> None:
    world.admit("Trần Thị An", "1")
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    page.filters.sex.setCurrentIndex(page.filters.sex.findData("male"))
    qtbot.waitUntil(lambda: page.states.says() == "Nobody matches “Male”.")
    page.filters.clear()
    qtbot.waitUntil(lambda: page.states.says() == "" and names(page) == ["Trần Thị An"])
    page.turn_to(ward_id=world.ward_id)
    qtbot.waitUntil(lambda: page.note.text() == "Filtered: Khu A")


def test_an_empty_book_offers_the_ways_to_begin(qtbot: Any, world: World) -> None:
    desk = world.desk()
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: "Nobody is in the book yet" in page.states.says())


def test_former_people_come_in_pages(qtbot: Any, world: World) -> None:
    world.admit("Trần Thị An")
    page = shown(qtbot, world.desk())
    page.turn_to(who="all")
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    page.turn_to(who="former")
    qtbot.waitUntil(lambda: page.states.says() == "Nobody is here.")


def test_of_a_long_list_only_what_comes_into_sight_is_read(
    qtbot: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LONG", 2)
    monkeypatch.setattr(asking, "_FIRST", 1)
    monkeypatch.setattr(RecordModel, "PAGE", 1)
    for name in ("Trần Thị An", "Lê Văn Bình", "Nguyễn Thị Lan"):
        world.admit(name)
    page = ResidentsPage(world.desk())
    asked: list[list[str]] = []
    page.table.records.wanted.connect(asked.append)
    page.resize(1140, 700)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An", "Lê Văn Bình", "Nguyễn Thị Lan"])
    assert page._shown is None
    assert {one for ids in asked for one in ids} == set(page._ids[1:])
    qtbot.waitUntil(lambda: page.card.open_button.isVisible())
    assert "CB-000001" in texts(page.card)
    page.table.sort_wanted.emit("born", False)
    assert "only in the order of names" in page.messages.text()
    page.table.sort_wanted.emit("name", True)
    qtbot.waitUntil(lambda: names(page) == ["Nguyễn Thị Lan", "Lê Văn Bình", "Trần Thị An"])
    monkeypatch.setattr(asking, "LONG", 3)
    page.make_stale()
    qtbot.waitUntil(lambda: page._shown is not None)
    assert [one.name for one in page._shown or ()] == ["Trần Thị An", "Lê Văn Bình", "Nguyễn Thị Lan"]


def test_the_present_are_counted_without_reading_them(world: World) -> None:
    away = world.admit("Trần Thị An")
    world.admit("Lê Văn Bình", sex=Sex.MALE)
    world.do(record_absence, samples.absence(away.id))
    with world.book.reading_for(world.director, world.now) as reader:
        today = world.now.date()
        assert people.how_many(reader, PeopleFilter(), today) == (2, 1)
        assert people.how_many(reader, PeopleFilter(sex="male"), today) == (1, 0)
        assert people.how_many(reader, PeopleFilter(who="former"), today) == (0, 0)
        assert asking.census(reader, today) == asking.Census(1, 1, ((world.ward_id, "Khu A"),), True)


def test_sorting_keeps_the_order_of_names_among_equals(qtbot: Any, world: World) -> None:
    world.admit("Lê Thị Bích", born=PartialDate("1950"))
    world.admit("Trần Thị An", born=PartialDate("1960"))
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An", "Lê Thị Bích"])
    page.table.sort_wanted.emit("born", False)
    assert names(page) == ["Lê Thị Bích", "Trần Thị An"]
    page.table.sort_wanted.emit("born", True)
    assert names(page) == ["Trần Thị An", "Lê Thị Bích"]


def test_the_card_shows_allergies_relatives_and_what_is_due(qtbot: Any, world: World) -> None:
    an = world.admit("Trần Thị An", "2")
    world.do(add_detail, samples.allergy(an.person_id))
    world.do(add_detail, samples.relative(an.person_id, relation="son"))
    world.do(add_detail, samples.health_card(an.person_id, valid_to=date(2026, 11, 25)))
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: "0912 345 678" in texts(page.card))
    said = texts(page.card)
    assert said.index("Allergy: penicillin") < said.index("Trần Văn Sơn (con trai)")
    assert f"3 days left | {due.title('health_card')} | " in said
    assert "A101, bed 2" in said


def test_opening_goes_to_the_person(qtbot: Any, world: World) -> None:
    an = world.admit("Trần Thị An")
    desk = world.desk()
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: page.table.current() is not None)
    with qtbot.waitSignal(desk.went) as went:
        press(page.filters.search, Qt.Key.Key_Return)
    assert went.args == [Place("person", {"person_id": an.person_id})]


def test_a_nurse_sees_the_alias_and_cannot_open(qtbot: Any, world: World, actor_with: Callable[..., Actor]) -> None:
    hidden = world.admit("Phạm Thị Ẩn", "3", category="victim_dv")
    world.do(restrict_record, hidden.id, reason="có người tìm")
    desk = world.desk(actor_with(Role.NURSE))
    page = shown(qtbot, desk)
    qtbot.waitUntil(lambda: names(page) == ["Hồ sơ bảo mật CB-000001"])
    gone: list[object] = []
    desk.went.connect(gone.append)
    page.table.opened.emit(page.table.current())
    assert "protected" in page.messages.text()
    assert gone == []
    everything = texts(page) + "".join(page.table.records.cell_at(0, place).spoken for place in range(6))
    assert "Ẩn" not in everything
    assert "Bạo lực" not in everything
    assert all("Bạo lực" not in words for _code, words in rows.category_choices(desk))
    type_text(page.filters.search, "ẩn")
    qtbot.waitUntil(lambda: "was not found" in page.states.says())


def test_what_one_may_not_do_is_not_offered(qtbot: Any, world: World, actor_with: Callable[..., Actor]) -> None:
    page = shown(qtbot, world.desk(actor_with(Role.CAREGIVER)))
    assert not page.admit_button.isVisible()
    assert not page.admit_button.isEnabled()
    assert not page.import_button.isVisible()
    assert [way.text() for way in page._out_menu.actions()] == ["Print by room, ward…"]


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_list_leaves_the_book_after_its_line_in_the_log(
    qtbot: Any, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    world.admit("Trần Thị An")
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    out = tmp_path / f"danh-sach.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(out), ""))
    monkeypatch.setattr("carebook.ui.parts.dialogs.ask_reason", lambda *_a, **_k: ("inspection", ""))
    page._take_out(kind)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: page.messages.text() == f"Saved “danh-sach.{kind}”.")
    assert out.read_bytes()[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}[kind]
    with world.book.reading_for(world.director, world.now) as reader:
        assert [(r.deed, r.people, r.reason) for r in reader.records(Reading)] == [("export_list", 1, "Inspection")]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("", "The list was not saved."), ("gone/ds.pdf", "“ds.pdf” could not be written. Choose another place.")],
)
def test_a_list_that_is_not_saved_says_so(
    qtbot: Any, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, said: str
) -> None:
    world.admit("Trần Thị An")
    page = shown(qtbot, world.desk())
    qtbot.waitUntil(lambda: names(page) == ["Trần Thị An"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (chosen and str(tmp_path / chosen), ""))
    monkeypatch.setattr("carebook.ui.parts.dialogs.ask_reason", lambda *_a, **_k: ("work", ""))
    page._take_out("pdf")
    qtbot.waitUntil(lambda: page.messages.text() == said)
    assert list(tmp_path.rglob("*.pdf")) == []


@pytest.mark.looks
def test_it_fits_and_folds(qtbot: Any, world: World) -> None:
    world.admit("Trần Thị An", "1")
    page = shown(qtbot, world.desk())
    for size in ((1140, 700), (880, 480), (690, 480)):
        page.resize(*size)
        assert page.minimumSizeHint().width() <= min(880, size[0])
        assert page.minimumSizeHint().height() <= 480
        assert page.card.isVisible() == (size[0] >= 860)


def test_everything_that_takes_the_focus_has_a_name(qtbot: Any, world: World) -> None:
    world.admit("Trần Thị An", "1")
    page = shown(qtbot, world.desk())
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and widget.focusProxy() is None
    ]
    assert nameless == []
