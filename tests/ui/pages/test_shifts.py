"""The page of the handover: drafted lines left out and written by hand, things counted, two signatures, drafts, the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from carebook.actions.drafts import keep_draft
from carebook.records.incidents import Incident
from carebook.records.medication import Medicine, MoveKind, StockLot, StockMove
from carebook.records.shifts import HandoverLine, ShiftHandover, ShiftState
from carebook.records.staff import Actor
from carebook.rules.shifts import TrueName
from carebook.store.book import Book
from carebook.store.shifts import handover_file
from carebook.ui.pages.shifts import ShiftsPage
from carebook.ui.pages.shifts.asking import FORM
from carebook.ui.pages.shifts.lines import LineDialog
from carebook.ui.pages.shifts.signing import SigningDialog
from carebook.ui.parts.desk import Desk
from tests.shift_samples import DAY, SECRET, World, at, world, write
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

NOW = at(13, 55)


@pytest.fixture
def ward(book: Book, director: Actor) -> World:
    made = world(book, director)
    (drug,) = write(book, director, at(5), Medicine(name="Diazepam", substance="diazepam", controlled=True))
    (lot,) = write(book, director, at(5), StockLot(medicine_id=drug.id, lot="L1", expires_on=DAY))
    move = StockMove(medicine_id=drug.id, lot_id=lot.id, kind=MoveKind.RECEIVED, moved_on=DAY, amount=20.0)
    fall = Incident(happened_at=at(9), kind="fall", episode_id=made.stays[1].id, ward_id=made.ward.id, text="Trượt.")
    write(book, director, at(9), move, fall)
    return made


@pytest.fixture
def desk(ward: World) -> Iterator[Desk]:
    with desk_of(ward.book, ward.nurse, NOW) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, ShiftsPage]:
    page = ShiftsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def kept(ward: World) -> list[ShiftHandover]:
    with ward.book.looking(NOW) as reader:
        return reader.records(ShiftHandover)


def count_everything(page: ShiftsPage, people: str) -> None:
    form = page.counts.form
    assert form is not None
    form.editor("counted").set_raw(people)
    for one in (*page.counts.things, *page.counts.stock):
        one.input.set_raw(str(int(one.asked.expected)))


def sign(page: ShiftsPage, qtbot: Any, secret: str) -> SigningDialog:
    qtbot.waitUntil(lambda: page.signing._dialog is not None)
    dialog = page.signing._dialog
    assert dialog is not None
    type_text(dialog.secret, secret)
    QTest.keyClick(dialog.secret, Qt.Key.Key_Return)
    return dialog


def test_a_shift_is_handed_over_with_the_keyboard(ward: World, desk: Desk, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    assert page.header.line.whole() == "Drafted from the book, not saved yet"
    assert [row.line.heading for row in page.lines.rows] == ["incidents"]
    assert page.lines.rows[0].text.text().endswith("Trượt")
    QTest.keyClick(page.lines.rows[0], Qt.Key.Key_F3)
    assert window.last[0] == "incidents"
    window.setCurrentWidget(page)
    QTest.keyClick(page.lines.rows[0], Qt.Key.Key_Space)
    assert not page.lines.lines()[0].included
    assert page.has_unsaved()
    QTest.keyClick(page.lines.rows[0], Qt.Key.Key_Space)

    def write_line() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LineDialog)
        dialog.form.editor("episode_id").set_value(ward.stays[2].id)
        type_text(dialog.form.editor("text").input.target, "Ho nhiều về đêm")
        type_text(dialog.form.editor("instruction").input.target, "Kê cao gối")
        button(dialog, "Put on the sheet").click()

    when_asked(write_line)
    page.lines.begin_new()
    assert page.lines.rows[0].line.text == "Ho nhiều về đêm"
    count_everything(page, "2")
    page.counts.things[0].input.set_raw("1")
    page.begin_signing()
    qtbot.waitUntil(lambda: len(kept(ward)) == 1)
    dialog = sign(page, qtbot, SECRET)
    # what is wrong with the sheet is shown beside what it is about, not in the dialog
    qtbot.waitUntil(lambda: not page.counts.things[0].wrong.isHidden())
    assert not dialog.isVisible()
    form = page.counts.form
    assert form is not None
    assert form.editor("count_differs_because").complaint()
    count_everything(page, "3")
    page.counts.things[0].note.set_raw("")
    page.begin_signing()
    dialog = sign(page, qtbot, "khong phai mat khau")
    qtbot.waitUntil(lambda: not dialog.wrong.isHidden())
    type_text(dialog.secret, SECRET)
    QTest.keyClick(dialog.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._found is not None and page._found.state is ShiftState.GIVEN)
    button(page, "Write on it again").click()
    qtbot.waitUntil(lambda: page._found is not None and page._found.state is ShiftState.DRAFT)
    page.begin_signing()
    sign(page, qtbot, SECRET)
    qtbot.waitUntil(lambda: page._found is not None and page._found.state is ShiftState.GIVEN)
    assert page.sign_button.accessibleName() == "Take over the shift"
    page.begin_signing()
    qtbot.waitUntil(lambda: page.signing._dialog is not None)
    taking = page.signing._dialog
    assert taking is not None
    assert ward.nurse.account_id not in [taking.who.itemData(n) for n in range(taking.who.count())]
    taking.who.choose(ward.next_nurse.account_id)
    sign(page, qtbot, SECRET)
    qtbot.waitUntil(lambda: page._found is not None and page._found.state is ShiftState.TAKEN)
    (one,) = kept(ward)
    assert (one.giver_id, one.taker_id) == (ward.nurse.staff_member_id, ward.next_nurse.staff_member_id)
    with ward.book.reading_for(ward.nurse, NOW) as reader:
        file = handover_file(reader, one.id)
    assert file is not None
    assert [(x.name, x.line.instruction) for x in file.lines] == [
        ("Đào Thị Cúc", "Kê cao gối"),
        ("Lê Văn Bình", ""),
    ]
    assert [count.counted for count in file.stock] == [20.0]
    assert not page.save_button.isVisibleTo(page)
    assert page.replace_button.isVisibleTo(page)
    page.views.choose("list")
    page._show_view()
    qtbot.waitUntil(lambda: page.listing.table.records.rowCount() == 1)


@pytest.mark.looks
def test_what_is_typed_is_kept_as_a_draft_and_the_page_fits(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    assert nameless(page) == []
    assert fits(page)
    page.lines.take(HandoverLine(shift_handover_id="", heading="watch", text="Uống ít nước"))
    page.keep_draft()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    _other, again = open_page(desk, qtbot)
    button(again.messages, "Open the draft").click()
    assert again.lines.lines()[0].text == "Uống ít nước"
    assert again.has_unsaved()
    again.discard()
    qtbot.waitUntil(lambda: len(again.lines.lines()) == 1)
    desk.do(keep_draft, FORM, "nothing", None)
    again.turn(-1)
    qtbot.waitUntil(lambda: again._found is not None)
    assert again._found is not None
    assert again._found.duty.shift.code == "night"
    again.turn_to(day="2026-11-20", shift="afternoon", ward_id="")
    qtbot.waitUntil(lambda: again._found is not None)
    assert (again._found.duty.duty_on, again._found.ward_id) == (date(2026, 11, 20), "")
    assert again._found.duty.shift.code == "afternoon"
    again.fold(True)
    assert fits(again)


def test_what_others_enter_while_one_counts_comes_to_the_lines(ward: World, desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    count_everything(page, "3")
    assert page.has_unsaved()
    late = Incident(happened_at=at(13, 50), kind="fall", episode_id=ward.stays[0].id, ward_id=ward.ward.id, text="Vấp.")
    write(ward.book, ward.nurse, NOW, late)
    page.make_stale()
    qtbot.waitUntil(lambda: len(page.lines.rows) == 2)
    assert page.counts.form is not None
    assert page.counts.form.value("counted") == 3
    page.begin_signing()
    sign(page, qtbot, SECRET)
    qtbot.waitUntil(lambda: page._found is not None and page._found.state is ShiftState.GIVEN)
    assert page._found is not None
    assert page._found.file is not None
    assert [line.line.about_table for line in page._found.file.lines] == ["incident", "incident"]


def test_a_true_name_is_refused_beside_the_line(desk: Desk, qtbot: Any) -> None:
    line = HandoverLine(shift_handover_id="", heading="watch", text="Bà Quàng Thị Lún ho")
    secret = (TrueName(("Quàng Thị Lún",), "Hoa Mai"),)
    dialog = LineDialog(None, line, [("watch", "Cần theo dõi")], [], desk.today, secret)
    qtbot.addWidget(dialog)
    dialog._finish()
    assert dialog.written() is None
    assert "Hoa Mai" in dialog.form.editor("text").complaint()
    dialog.form.editor("text").set_value("Bà Hoa Mai ho")
    dialog._finish()
    assert dialog.written() == replace(line, text="Bà Hoa Mai ho")
