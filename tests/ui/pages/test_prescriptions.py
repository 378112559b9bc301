"""The page of orders: everybody's and one person's, checks while typing, changing, stopping, striking, searching, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from carebook.actions.prescriptions import stop_prescription
from carebook.records.medication import Medicine, Prescription
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.ui.pages.prescriptions import PrescriptionsPage
from carebook.ui.pages.prescriptions.asking import CURRENT, ENDING, STOPPED
from carebook.ui.pages.prescriptions.paper import paper_list
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from carebook.ui.parts.prescriptions.sheet import OrderSheet, coming, new_order
from carebook.ui.parts.taking_out import drawn
from tests.ui.pages.medicine_world import TEN_PAST_EIGHT, MedicineWard, medicine_ward
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

Key = Qt.Key
TODAY = date(2026, 11, 22)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse who sees nobody's protected record."""
    return actor_with(Role.NURSE)


@pytest.fixture
def world(book: Book, director: Actor, now: Any) -> MedicineWard:
    """A ward with orders and a medicine on the list of the center."""
    world = medicine_ward(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Medicine(name="Morphin", substance="Morphin", strength="10 mg", unit="ampoule", controlled=True))
        writer.amend(replace(world.of(2)[0], to_on=date(2026, 11, 24)))
    return world


@pytest.fixture
def desk(book: Book, nurse: Actor) -> Iterator[Desk]:
    """The nurse's desk at 08:10."""
    with desk_of(book, nurse, TEN_PAST_EIGHT) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, PrescriptionsPage]:
    page = PrescriptionsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def shown(page: PrescriptionsPage) -> list[tuple[str, str]]:
    table = page.table.records
    return [(one.who.name, one.order.medicine) for row in range(table.rowCount()) if (one := table.record_at(row))]


def sheet_of(page: PrescriptionsPage, qtbot: Any) -> OrderSheet:
    qtbot.waitUntil(lambda: isinstance(page.writing.sheet, OrderSheet))
    sheet = page.writing.sheet
    assert isinstance(sheet, OrderSheet)
    return sheet


def orders(book: Book, episode_id: str) -> list[Prescription]:
    with book.looking(TEN_PAST_EIGHT) as reader:
        return reader.records(Prescription, "episode_id = ?", (episode_id,))


@pytest.mark.looks
def test_everybodys_orders_stand_in_the_order_of_beds_and_are_searched(
    desk: Desk, world: MedicineWard, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert not nameless(page)
    assert fits(page)
    assert [name for name, _medicine in shown(page)] == [
        *["Trần Thị An"] * 3,
        *("Hoa Mai", "Đoàn Thị Miên", "Tạ Văn Điền"),
    ]
    page.view.choose(ENDING)
    page._show_list()
    assert shown(page) == [("Đoàn Thị Miên", "Amlodipin")]
    assert (
        page.table.records.cell_at(0, 3).sub == "3 days left" or "2 days left" in page.table.records.cell_at(0, 3).sub
    )
    page.view.choose("current")
    type_text(page.search, "metf")
    assert shown(page) == [("Trần Thị An", "Metformin")]
    page.search.clear()
    type_text(page.search, "đường")
    assert page.states.says() == "No order matches “đường”."
    button(page.states, "Clear filter").click()
    assert len(shown(page)) == 6
    button(page.header, "Write an order").click()
    assert page.messages.text().startswith("Choose for whom")
    assert page.person.hasFocus()
    listed = paper_list(page._found.of("current"), desk)  # type: ignore[union-attr]
    with desk.book.reading_masked(TEN_PAST_EIGHT) as masked:
        lines = listed.lines(masked)
    assert [line[1] for line in lines][:4] == [*["Trần Thị An"] * 3, "Hoa Mai"]
    assert [line[3] for line in lines][:2] == ["Amlodipin 5 mg", "Metformin 500 mg"]
    assert drawn(desk, listed, lines)[:4] == b"%PDF"
    assert world.of(0)


def test_an_order_is_written_and_an_allergy_speaks_while_typing(
    desk: Desk, book: Book, world: MedicineWard, qtbot: Any
) -> None:
    first = world.ward.stays[0]
    _window, page = open_page(desk, qtbot, episode_id=first, mode="new")
    sheet = sheet_of(page, qtbot)
    assert "penicillin" in page.header.line.whole()
    medicine = sheet.form.editor("medicine")
    type_text(medicine.input.target, "Amoxicillin")
    assert medicine.has_error()
    assert "penicillin" in medicine.complaint()
    medicine.set_value("")
    type_text(medicine.input.target, "Amlodipin")  # ordered already: a warning, and the reason is asked
    assert "same substance" in medicine.complaint()
    assert not medicine.has_error()
    assert not sheet.form.editor("accepted_because").isHidden()
    medicine.set_value("")
    type_text(medicine.input.target, "Vitamin B1")
    assert medicine.complaint() == ""
    for name, value in (("dose", 2.0), ("unit", "tablet"), ("way", "oral"), ("rounds", ("12", "20"))):
        sheet.form.editor(name).set_value(value)
    page.save()
    assert sheet.form.editor("prescriber").has_error()
    type_text(sheet.form.editor("prescriber").input.target, "BS. Vũ Thị Lan Hương")
    page.save()
    qtbot.waitUntil(lambda: len(orders(book, first)) == 4)
    kept = orders(book, first)[-1]
    assert (kept.medicine, kept.rounds, kept.from_on, kept.from_round) == ("Vitamin B1", ("12", "20"), TODAY, "12")
    qtbot.waitUntil(lambda: ("Trần Thị An", "Vitamin B1") in shown(page))
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: ("Trần Thị An", "Vitamin B1") not in shown(page))


def test_a_medicine_of_the_list_brings_what_the_list_says(
    desk: Desk, book: Book, world: MedicineWard, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=world.ward.stays[2], mode="new")
    sheet = sheet_of(page, qtbot)
    with book.looking(TEN_PAST_EIGHT) as reader:
        (listed,) = reader.records(Medicine)
    sheet.form.editor("medicine_id").set_value(listed.id)
    sheet._typed()
    assert [sheet.form.value(name) for name in ("medicine", "strength", "unit", "controlled")] == [
        *("Morphin", "10 mg", "ampoule"),
        True,
    ]
    button(sheet, "As needed").click()
    assert not sheet.form.editor("needed_for").isHidden()
    assert sheet.form.editor("rounds").isHidden()


def test_an_order_is_changed_stopped_and_struck_through(
    desk: Desk, book: Book, nurse: Actor, world: MedicineWard, qtbot: Any
) -> None:
    second = world.ward.stays[1]  # restricted: written under the alias
    _window, page = open_page(desk, qtbot, episode_id=second)
    qtbot.waitUntil(lambda: shown(page) == [("Hoa Mai", "Morphin")])
    qtbot.keyClick(page.table, Key.Key_Return)
    sheet = sheet_of(page, qtbot)
    sheet.form.editor("dose").set_value(0.5)
    page.save()
    qtbot.waitUntil(lambda: orders(book, second)[0].dose == 0.5)
    qtbot.waitUntil(lambda: not page.writing.is_open() and not desk.clerk.is_writing)
    page.stop_button.click()
    qtbot.waitUntil(page.writing.is_open)
    page.save()
    form = page.writing.sheet.form  # type: ignore[union-attr]
    assert form.editor("stopped_because").has_error()
    type_text(form.editor("stopped_because").input.target, "Hết đau")
    page.save()
    qtbot.waitUntil(lambda: orders(book, second)[0].stopped_because == "Hết đau")
    assert orders(book, second)[0].stopped_round == "12"  # from the next round on
    page.turn_to(episode_id=world.ward.stays[2])
    qtbot.waitUntil(lambda: shown(page) == [("Đoàn Thị Miên", "Amlodipin")])
    third = orders(book, world.ward.stays[2])[0]
    stop_prescription(book, third.id, TODAY, by=nurse, now=TEN_PAST_EIGHT, reason="Hạ huyết áp")
    page.make_stale()
    qtbot.waitUntil(lambda: page.states.says() == "No orders of medicines yet.")
    page.view.choose(STOPPED)
    page._show_list()
    assert shown(page) == [("Đoàn Thị Miên", "Amlodipin")]
    qtbot.keyClick(page.table, Key.Key_Return)
    assert page.messages.text() == "This order has ended. Write a new one."

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        dialog._choose("person")

    when_asked(choose)
    page.strike_button.click()
    qtbot.waitUntil(lambda: orders(book, world.ward.stays[2]) == [])


def test_after_the_last_round_of_the_day_an_order_begins_tomorrow(book: Book, nurse: Actor) -> None:
    with desk_of(book, nurse, TEN_PAST_EIGHT) as desk:
        assert coming(desk) == (TODAY, "12")
    with desk_of(book, nurse, TEN_PAST_EIGHT.replace(hour=21)) as desk:
        assert coming(desk) == (date(2026, 11, 23), None)
        assert new_order(desk, "stay").from_on == date(2026, 11, 23)


def test_who_only_reads_has_no_way_to_write(
    book: Book, world: MedicineWard, actor_with: Callable[..., Actor], qtbot: Any
) -> None:
    caregiver = actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    with desk_of(book, caregiver, TEN_PAST_EIGHT) as desk:
        _window, page = open_page(desk, qtbot, episode_id=world.ward.stays[0], mode="new")
        hidden = (page.add_button, page.stop_button, page.strike_button)
        assert all(one.isHidden() for one in hidden)
        assert not page.writing.is_open()
        page.view.choose(ENDING)
        page._show_list()
        assert page.states.says() == "No order ends soon."


@pytest.mark.usefixtures("world")
def test_the_list_on_paper_is_the_one_on_show_and_leaves_a_line_in_the_reading_log(
    book: Book, desk: Desk, qtbot: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _window, page = open_page(desk, qtbot)
    saved = tmp_path / "don.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))

    def go_back(dialog: Any) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.reject()

    def say_why(dialog: Any) -> None:
        assert isinstance(dialog, ReasonDialog)
        button(dialog, "Work inside the center").click()

    when_asked(lambda: go_back(QApplication.activeModalWidget()))
    page._print()
    assert not saved.exists()
    page.view.choose(ENDING)
    page._show_list()
    found = page._found
    assert found is not None
    whose = {one.who.person_id for one in found.of(ENDING)}
    when_asked(lambda: say_why(QApplication.activeModalWidget()))
    page._print()
    qtbot.waitUntil(saved.exists)
    with book.looking(TEN_PAST_EIGHT) as reader:
        (line,) = reader.records(Reading)
    assert (line.deed, line.people) == ("print_batch", len(whose))
    assert line.reason.startswith("Danh sách đơn thuốc sắp hết: ")
    masked = next(one for one in found.of(CURRENT) if one.who.masked)
    listed = paper_list(found.of(CURRENT), desk)
    with book.reading_for(desk.actor, TEN_PAST_EIGHT) as own:
        lines = listed.lines(own)
    assert masked.who.name in {one[1] for one in lines}
    assert not desk.may("export_list")
