"""The page of health: lists, checks of many people by keys, examinations with re-visits, wounds with looks, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from carebook.actions.health import record_health_checks, save_consultation, save_treatment
from carebook.actions.wounds import check_wound, save_wound
from carebook.records.episodes import Episode
from carebook.records.health import Consultation, HealthCheck, Wound, WoundCheck
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.drafts import own_drafts
from carebook.store.health import health_of
from carebook.ui.pages.health import HealthPage
from carebook.ui.pages.health.asking import LISTS
from carebook.ui.pages.health.batch import BatchSheet
from carebook.ui.pages.person.health import HealthPart
from carebook.ui.parts.desk import Desk
from tests import incident_samples, samples
from tests.actions.admissions import admit, emergency
from tests.daily_samples import moment
from tests.health_samples import check, consultation, look, treatment, wound
from tests.reports.reading import flat
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text

TODAY = date(2026, 11, 22)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse who sees nobody's protected record."""
    return actor_with(Role.NURSE)


@pytest.fixture
def desk(book: Book, nurse: Actor, now: datetime) -> Iterator[Desk]:
    """The nurse's desk, at 09:00."""
    with desk_of(book, nurse, now) as made:
        yield made


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, HealthPage]:
    page = HealthPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def field(page: HealthPage, name: str) -> Any:
    return page.writing.sheet.form.editor(name)  # type: ignore[union-attr]


def kept(book: Book, now: datetime, cls: Any) -> list[Any]:
    with book.looking(now) as reader:
        return list(reader.records(cls))


@pytest.mark.looks
def test_the_checks_of_a_day_are_entered_by_keys(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    admit(book, director, now)
    admit(book, director, now, person=samples.person(code="", full_name="Lý Thị Kim Ngân"))
    secret = samples.person(code="", full_name="Quàng Thị Lún", alias="Hoa Mai")
    admit(book, director, now, person=secret, episode=emergency(confidential=True))
    _window, page = open_page(desk, qtbot)
    table = page.lists.tables["checks"]
    assert table.records.rowCount() == 3  # the restricted one is due too, under the alias
    assert "Quàng" not in str([table.records.cell_at(n, 0).text for n in range(3)])
    assert page.header.line.whole() == "3 of 3 residents are to be examined"
    assert fits(page)
    assert nameless(page) == []
    page.begin_batch()
    sheet = page.writing.sheet
    assert isinstance(sheet, BatchSheet)
    assert len(sheet.rows) == 2  # who may be written about
    assert nameless(page) == []
    sheet.head.editor("checked_on").set_value(date(2026, 11, 20))
    graded, found, _advice = sheet.rows[0]
    QTest.keyClick(graded, Qt.Key.Key_3)
    assert graded.code() == "3"
    type_text(found, "Tim đều, phổi trong")
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert page.has_unsaved()
    page.keep_draft()
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, HealthCheck)) == 1)
    (made,) = kept(book, now, HealthCheck)
    assert (made.checked_on, made.health_class, made.findings) == (date(2026, 11, 20), "3", "Tim đều, phổi trong")
    qtbot.waitUntil(lambda: page.header.line.whole().startswith("2 of 3"))
    assert not page.writing.is_open()
    with book.reading_for(desk.actor, now) as reader:
        assert own_drafts(reader) == []
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now, HealthCheck) == [])


@pytest.mark.usefixtures("stay")
def test_what_is_wrong_with_a_row_is_told_above(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    page.begin_batch()
    sheet = page.writing.sheet
    assert isinstance(sheet, BatchSheet)
    page.save()  # nothing entered
    qtbot.waitUntil(lambda: sheet.head.summary.text() != "")
    sheet.rows[0][1].setText("Ho")
    sheet.head.editor("checked_on").set_value(date(2026, 11, 30))
    page.save()
    qtbot.waitUntil(lambda: sheet.head.editor("checked_on").complaint() != "")
    draft = sheet.draft()
    again = BatchSheet(desk, sheet._people, "yearly")
    qtbot.addWidget(again)
    again.restore(draft)
    assert again.rows[0][1].text() == "Ho"
    assert kept(book, now, HealthCheck) == []


def test_an_examination_is_written_and_its_revisit_follows(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    window, page = open_page(desk, qtbot, person_id=stay.person_id, new="consultation")
    qtbot.waitUntil(page.writing.is_open)
    type_text(field(page, "complaint").input.target, "Ho đờm")
    type_text(field(page, "icd").input.target, "ho")
    page.save()
    qtbot.waitUntil(lambda: field(page, "icd").complaint() != "")
    field(page, "icd").set_value("j20.9")
    field(page, "again_on").set_value(date(2026, 11, 29))
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    (first,) = kept(book, now, Consultation)
    assert (first.icd, first.held_at, first.again_on) == ("J20.9", now, date(2026, 11, 29))
    part = page.of_person.parts["consultation"]
    qtbot.waitUntil(lambda: part.table.records.rowCount() == 1)
    qtbot.waitUntil(lambda: part.table.records.id_at(0) == first.id)
    part.table.opened.emit(first)
    assert page.follow_button.text() == "Record the re-visit"
    page.follow()
    assert field(page, "follows_id").value() == first.id
    field(page, "complaint").set_value("Khám lại")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert len(kept(book, now, Consultation)) == 2
    page._go_back()
    qtbot.waitUntil(lambda: page._found is not None and not page._found.view.person_id)
    page._choose("consultations")
    assert page.table.records.rowCount() == 2
    assert window.page is page


def test_a_wound_is_found_looked_at_and_closes(
    desk: Desk, book: Book, now: datetime, stay: Episode, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, shown="wounds")
    assert "Nobody has an open wound" in page.states.says()
    button(page.states, "Add a wound").click()
    field(page, "episode_id").set_value(stay.id)
    sheet: Any = page.writing.sheet
    sheet.first.editor("length_mm").set_value(30)
    sheet.first.editor("width_mm").set_value(20)
    sheet.first.editor("grade").set_value("2")
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    qtbot.waitUntil(lambda: page.table.records.rowCount() == 1)
    assert "30 × 20 mm" in page.table.records.cell_at(0, 2).text
    page.table.opened.emit(page._found.lines["wounds"][0])  # type: ignore[union-attr]
    qtbot.waitUntil(page.writing.is_open)
    assert page.follow_button.text() == "Look at the wound"
    page.follow()
    field(page, "look").set_value("Nền hồng")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now, WoundCheck)) == 2)
    qtbot.waitUntil(lambda: page.writing.is_open() and page._record.id != "")  # open again, for its pictures
    assert not page.writing.sheet.pictures.add_button.isHidden()  # type: ignore[union-attr]
    page.writing.put_away()
    page._open_entry("wound", page._found.file.wounds[0])  # type: ignore[union-attr]
    page.close_button.click()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert kept(book, now, Wound)[0].closed_on == TODAY


def test_a_treatment_ends_and_an_entry_is_struck_through(
    desk: Desk, book: Book, nurse: Actor, now: datetime, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = save_treatment(book, treatment(stay.id), by=nurse, now=now).result
    save_consultation(book, consultation(stay.id, held_at=moment(8)), by=nurse, now=now)
    sore = wound(stay.id)
    save_wound(book, sore, look(sore, done_by_id=nurse.staff_member_id), by=nurse, now=now)
    record_health_checks(book, [check(stay.id)], by=nurse, now=now)
    _window, page = open_page(desk, qtbot, episode_id=stay.id, kind="treatment", record_id=done.id)
    qtbot.waitUntil(page.writing.is_open)
    assert not page.end_button.isHidden()
    qtbot.waitUntil(lambda: page.writing.entered.text().startswith(f"Entered by {nurse.name}, "))

    monkeypatch.setattr(
        page, "strike_through", lambda deed, entry, **_more: desk.do(deed, entry, reason="Nhầm", then=page.struck)
    )
    page._strike()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    with book.reading_for(nurse, now) as reader:
        file = health_of(reader, stay.person_id)
    assert file is not None
    assert file.treatments == ()


def test_the_part_on_the_page_of_the_person_leads_to_the_page(
    desk: Desk, book: Book, nurse: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    save_consultation(book, consultation(stay.id), by=nurse, now=now)
    part = HealthPart(desk)
    qtbot.addWidget(part)
    went: list[Any] = []
    desk.went.connect(went.append)

    class View:
        id = stay.person_id

    part.show_person(View())  # type: ignore[arg-type]
    table = part.health.parts["consultation"].table
    qtbot.waitUntil(lambda: table.records.rowCount() == 1)
    table.opened.emit(table.records.record_at(0))
    part.health.parts["wound"].add_button.click()
    assert [(one.page, dict(one.about)) for one in went] == [
        (
            "health",
            {"person_id": stay.person_id, "kind": "consultation", "record_id": table.records.id_at(0)},
        ),
        ("health", {"person_id": stay.person_id, "new": "wound"}),
    ]


def test_a_list_is_made_and_filled_when_it_is_first_looked_at(
    desk: Desk, book: Book, nurse: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    save_consultation(book, consultation(stay.id), by=nurse, now=now)
    _window, page = open_page(desk, qtbot)
    assert list(page.lists.tables) == ["checks"]
    page.shown.choose("consultations")
    page.shown.chosen.emit("consultations")
    assert page.stack.currentWidget() is page.lists.tables["consultations"]
    assert page.table.records.rowCount() == 1
    page.make_stale()
    assert "of_person" not in vars(page)
    page.turn_to(stay.person_id)
    qtbot.waitUntil(lambda: page._found is not None and page._found.file is not None)
    assert page.stack.currentWidget() is page.of_person


def test_every_list_is_printed_as_its_paper(
    desk: Desk, book: Book, nurse: Actor, now: datetime, stay: Episode, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_consultation(book, consultation(stay.id), by=nurse, now=now)
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        writer.add(samples.bed_assignment(stay.id, room.id))
    _window, page = open_page(desk, qtbot)
    printed: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page.printing, "_show", lambda title, _stem, pdf: printed.append((title, pdf)))
    for n, shown in enumerate(LISTS, 1):
        page._choose(shown)
        page._print()
        qtbot.waitUntil(lambda n=n: len(printed) == n)
    assert printed[1][0].startswith("Book of examinations")
    page._print_sheets()
    everybody, *rooms = page.sheets_menu.actions()
    page.sheets_menu.close()
    assert [everybody.text(), *(one.text() for one in rooms)] == ["Everybody", "Room A101"]
    rooms[0].trigger()
    qtbot.waitUntil(lambda: len(printed) == 8)
    page.turn_to(stay.person_id)
    qtbot.waitUntil(lambda: page._found is not None and page._found.file is not None)
    page._print()
    qtbot.waitUntil(lambda: len(printed) == 9)
    assert all(pdf.startswith(b"%PDF") for _title, pdf in printed)


def test_a_wound_says_where_it_came_from_and_how_its_size_changes(
    desk: Desk, book: Book, director: Actor, nurse: Actor, now: datetime, stay: Episode, qtbot: Any
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        fall = writer.add(incident_samples.incident(episode_id=stay.id, number="01/2026"))
    sore = wound(stay.id)
    kept_one = save_wound(book, sore, look(sore, done_by_id=nurse.staff_member_id), by=nurse, now=now).result
    _window, page = open_page(desk, qtbot, person_id=stay.person_id, kind="wound", record_id=kept_one.id)
    qtbot.waitUntil(page.writing.is_open)
    assert not page.writing.sheet.chart.isVisible()  # type: ignore[union-attr]  # measured once
    field(page, "incident_id").set_value(fall.id)
    page.save()
    qtbot.waitUntil(lambda: not page.writing.is_open())
    assert kept(book, now, Wound)[0].incident_id == fall.id
    again = look(kept_one, checked_at=moment(8), length_mm=20, width_mm=15, done_by_id=nurse.staff_member_id)
    check_wound(book, again, by=nurse, now=now)
    page.make_stale()
    qtbot.waitUntil(lambda: len(page._found.file.wounds[0].checks) == 2)  # type: ignore[union-attr]
    page._open_entry("wound", page._found.file.wounds[0])  # type: ignore[union-attr]
    chart = page.writing.sheet.chart  # type: ignore[union-attr]
    assert chart.isVisible()
    assert chart.accessibleDescription() == "16/11; 6. 22/11; 3"
    assert field(page, "incident_id").value() == fall.id


def test_a_restricted_person_is_printed_by_who_may_read_them(
    book: Book, director: Actor, nurse: Actor, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = samples.person(code="", full_name="Quàng Thị Lún", alias="Hoa Mai")
    person, hidden = admit(book, director, now, person=secret, episode=emergency(confidential=True))
    shown: list[str] = []
    for actor, allowed in ((director, True), (nurse, False)):
        with desk_of(book, actor, now) as desk:
            _window, page = open_page(desk, qtbot, person_id=person.id)
            monkeypatch.setattr(page.printing, "_show", lambda _title, _stem, pdf: shown.append(flat(pdf)))
            page._print()
            if allowed:
                qtbot.waitUntil(lambda: bool(shown))
            else:
                assert "restricted" in page.messages.text() or "protected" in page.messages.text()
    assert len(shown) == 1
    assert "Quàng Thị Lún" in shown[0]
    with book.looking(now) as reader:
        noted = reader.rows("SELECT deed, person_id FROM reading WHERE deed = 'print_papers'")
    assert [(row["deed"], row["person_id"]) for row in noted] == [("print_papers", hidden.person_id)]


@pytest.mark.usefixtures("stay")
def test_the_list_on_show_is_saved_for_excel(
    desk: Desk, book: Book, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _window, page = open_page(desk, qtbot)
    saved = tmp_path / "kham.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
    button(page, "Save for Excel…").click()
    qtbot.waitUntil(lambda: "kham.xlsx" in page.messages.text())
    assert "Trần Thị An" in ZipFile(BytesIO(saved.read_bytes())).read("xl/sharedStrings.xml").decode()
    with book.looking(now) as reader:
        assert [row["deed"] for row in reader.rows("SELECT deed FROM reading")] == ["print_batch"]
