"""The page of dose rounds: Space and letters, reasons under the line, witnesses, late rounds, corrections, as needed, keys only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from carebook.actions.episodes import discharge_person
from carebook.actions.prescriptions import stop_prescription
from carebook.records.episodes import Episode
from carebook.records.medication import DoseState
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.pages.medication import MedicationPage
from carebook.ui.pages.medication.asking import AS_NEEDED
from carebook.ui.pages.medication.writing import DoseSheet
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from tests.conftest import PASSWORD
from tests.daily_care_samples import a_ward
from tests.ui.pages.medicine_world import TEN_PAST_EIGHT, MedicineWard, doses, medicine_ward
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked

Key = Qt.Key


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse who sees nobody's protected record."""
    return actor_with(Role.NURSE)


@pytest.fixture
def world(book: Book, director: Actor, now: datetime) -> MedicineWard:
    """A ward with orders."""
    return medicine_ward(book, director, now)


@pytest.fixture
def desk(book: Book, nurse: Actor) -> Iterator[Desk]:
    """The nurse's desk at 08:10."""
    with desk_of(book, nurse, TEN_PAST_EIGHT) as made:
        yield made


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, MedicationPage]:
    page = MedicationPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    if about:
        page.turn_to(**about)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def line_of(page: MedicationPage) -> tuple[str, str]:
    line = page.table.current()
    return line.row.who.name, line.order.medicine


def told(page: MedicationPage) -> dict[str, str]:
    """The state words of every line, by medicine and name."""
    assert page._found is not None
    return {f"{one.order.medicine} {one.row.who.name}": page.table._state(one).text for one in page._found.lines}


def wait_for(qtbot: Any, book: Book, count: int) -> None:
    qtbot.waitUntil(lambda: len(doses(book, TEN_PAST_EIGHT)) == count)


@pytest.mark.usefixtures("world")
@pytest.mark.looks
def test_a_round_is_recorded_with_keys_alone(desk: Desk, book: Book, nurse: Actor, director: Actor, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot)
    assert page.head.code == "08"
    assert not nameless(page)
    assert fits(page)
    assert line_of(page) == ("Trần Thị An", "Amlodipin")
    qtbot.keyClick(page.table, Key.Key_Space)  # both medicines of the first
    wait_for(qtbot, book, 2)
    assert {(one.state, one.done_by_id, one.given_at) for one in doses(book, TEN_PAST_EIGHT)} == {
        (DoseState.GIVEN, nurse.staff_member_id, TEN_PAST_EIGHT)
    }
    assert line_of(page) == ("Hoa Mai", "Morphin")  # the alias of who is restricted
    qtbot.keyClick(page.table, Key.Key_Space)
    assert page.strip.is_open()  # special control asks for a witness, the giver not among them
    assert page.strip._choice is not None
    assert page.strip._line is not None
    assert page.strip._choice.findData(nurse.staff_member_id) < 0
    page.strip._choice.choose(director.staff_member_id)
    type_text(page.strip._line, PASSWORD)
    qtbot.keyClick(page.strip._line, Key.Key_Return)
    wait_for(qtbot, book, 3)
    assert doses(book, TEN_PAST_EIGHT)[-1].witness_id == director.staff_member_id
    assert line_of(page) == ("Đoàn Thị Miên", "Amlodipin")
    qtbot.keyClick(page.table, Key.Key_T)
    assert page.strip.is_open()
    qtbot.keyClick(page.strip, Key.Key_1)
    wait_for(qtbot, book, 4)
    assert (doses(book, TEN_PAST_EIGHT)[-1].state, doses(book, TEN_PAST_EIGHT)[-1].reason) == (
        DoseState.REFUSED,
        "will_not",
    )
    qtbot.waitUntil(lambda: page.progress.text() == "3/3 people · 1 away")
    assert told(page)["Amlodipin Tạ Văn Điền"] == "not expected"
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: told(page)["Amlodipin Đoàn Thị Miên"] == "Not recorded")
    assert window.went == []


def test_exceptions_ask_why_under_their_line_and_absence_is_known(
    desk: Desk, book: Book, world: MedicineWard, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=world.ward.stays[2])
    assert line_of(page)[0] == "Đoàn Thị Miên"
    qtbot.keyClick(page.table, Key.Key_H)
    qtbot.keyClick(page.strip, Key.Key_Escape)
    assert not page.strip.is_open()
    qtbot.keyClick(page.table, Key.Key_H)
    qtbot.keyClick(page.strip, Key.Key_9)  # words of one's own
    assert page.strip._line is not None
    type_text(page.strip._line, "Đang truyền máu")
    qtbot.keyClick(page.strip._line, Key.Key_Return)
    wait_for(qtbot, book, 1)
    (held,) = doses(book, TEN_PAST_EIGHT)
    assert (held.state, held.reason, held.effect) == (DoseState.HELD, "other", "Đang truyền máu")
    page.table.pick(world.of(3)[0].id)
    qtbot.keyClick(page.table, Key.Key_Space)
    assert "is away" in page.messages.text()
    qtbot.keyClick(page.table, Key.Key_V)
    wait_for(qtbot, book, 2)
    assert (doses(book, TEN_PAST_EIGHT)[-1].state, doses(book, TEN_PAST_EIGHT)[-1].reason) == (
        DoseState.ABSENT,
        "hospital",
    )
    page.table.pick(world.of(0)[0].id)
    qtbot.keyClick(page.table, Key.Key_T, Qt.KeyboardModifier.ShiftModifier)  # everything of this person
    qtbot.keyClick(page.strip, Key.Key_2)
    wait_for(qtbot, book, 4)
    assert [one.state for one in doses(book, TEN_PAST_EIGHT)[2:]] == [DoseState.REFUSED] * 2


def test_a_dose_that_went_wrong_opens_its_incident(desk: Desk, book: Book, world: MedicineWard, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, episode_id=world.ward.stays[2])
    qtbot.keyClick(page.table, Key.Key_S)
    qtbot.keyClick(page.strip, Key.Key_2)
    qtbot.waitUntil(lambda: bool(window.went))
    (wrong,) = doses(book, TEN_PAST_EIGHT)
    about = {"new": "medication_error", "episode_id": world.ward.stays[2], "administration_id": wrong.id}
    assert window.last == ("incidents", about)


def test_a_round_that_is_late_asks_once_or_comes_from_the_sheet(
    book: Book, nurse: Actor, world: MedicineWard, qtbot: Any
) -> None:
    late = TEN_PAST_EIGHT + timedelta(minutes=80)
    with desk_of(book, nurse, late) as desk:
        _window, page = open_page(desk, qtbot, round="08")
        assert page.head.late_line.isVisible()
        qtbot.keyClick(page.table, Key.Key_Space)
        assert page.messages.text().startswith("The round is late.")
        assert page.head.late_line.hasFocus()
        type_text(page.head.late_line, "Mất điện, phát thuốc chậm")
        qtbot.keyClick(page.table, Key.Key_Space)
        wait_for(qtbot, book, 2)
        assert {(one.late_because, one.given_at) for one in doses(book, late)} == {("Mất điện, phát thuốc chậm", late)}
        page.head.from_sheet.click()
        page.table.pick(world.of(2)[0].id)
        qtbot.keyClick(page.table, Key.Key_C)
        wait_for(qtbot, book, 3)
        third = doses(book, late)[-1]
        assert (third.from_sheet, third.late_because, third.given_at) == (
            *(True, ""),
            TEN_PAST_EIGHT - timedelta(minutes=10),
        )
        page.head.show_round(None, "20", "")
        qtbot.waitUntil(lambda: page.states.says() == "No medicines at 20:00.")
        page.head.show_round(None, "17", "")
        qtbot.waitUntil(lambda: len(page._found.rows) == 1)  # type: ignore[union-attr]
        qtbot.keyClick(page.table, Key.Key_Space)
        assert "it can be recorded from 16:00" in page.messages.text()
        page.head.step(1)
        assert page.head.day == date(2026, 11, 22)  # no day to come
        page.head.step(-1)
        qtbot.waitUntil(lambda: page.head.day_label.text().endswith("yesterday"))


def test_one_dose_is_opened_corrected_given_again_and_struck_through(
    desk: Desk, book: Book, nurse: Actor, world: MedicineWard, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=world.ward.stays[2])
    qtbot.keyClick(page.table, Key.Key_Return)
    sheet = page.writing.sheet
    assert isinstance(sheet, DoseSheet)
    sheet.form.editor("dose").set_value(2.0)
    page.save()
    qtbot.waitUntil(lambda: sheet.form.editor("effect").has_error())  # another amount than ordered: why?
    type_text(sheet.form.editor("effect").input.target, "Bác sĩ cho thêm một viên")
    page.keep_draft()
    qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    with book.reading_for(nurse, TEN_PAST_EIGHT) as reader:
        assert [one.form for one in own_drafts(reader)] == ["dose"]
    page.save()
    wait_for(qtbot, book, 1)
    qtbot.waitUntil(lambda: page.table.current().answer is not None)
    assert doses(book, TEN_PAST_EIGHT)[0].dose == 2.0
    qtbot.keyClick(page.table, Key.Key_N)  # a letter on what is recorded corrects it
    sheet = page.writing.sheet
    assert isinstance(sheet, DoseSheet)
    assert sheet.form.value("state") is DoseState.VOMITED
    sheet.form.editor("reason").set_value("vomits")
    page.save()
    qtbot.waitUntil(lambda: doses(book, TEN_PAST_EIGHT)[0].state is DoseState.VOMITED)
    qtbot.waitUntil(lambda: told(page)["Amlodipin Đoàn Thị Miên"] == "Vomited")
    qtbot.keyClick(page.table, Key.Key_Return)
    button(page.writing, "Give again…").click()
    sheet = page.writing.sheet
    assert isinstance(sheet, DoseSheet)
    type_text(sheet.form.editor("again_because").input.target, "Nôn cả viên, bác sĩ cho uống lại")
    page.save()
    wait_for(qtbot, book, 2)
    qtbot.waitUntil(lambda: told(page)["Amlodipin Đoàn Thị Miên"] == "Given")

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        dialog._choose("twice")

    when_asked(choose)
    qtbot.keyClick(page.table, Key.Key_Delete)
    wait_for(qtbot, book, 1)


@pytest.mark.usefixtures("world")
def test_what_is_to_be_handed_out_is_printed(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    button(page.header, "Print what to hand out").click()
    qtbot.waitUntil(lambda: page.paper.dialog is not None)
    page.paper.dialog.reject()  # type: ignore[union-attr]


@pytest.mark.usefixtures("world")
def test_as_needed_is_written_on_its_sheet_and_keeps_its_distance(desk: Desk, book: Book, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    page.head.show_round(None, AS_NEEDED, "")
    qtbot.waitUntil(lambda: [one.order.medicine for one in page._found.lines] == ["Paracetamol"])  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.table.current() is not None)
    for _time in range(2):
        qtbot.keyClick(page.table, Key.Key_Space)
        sheet = page.writing.sheet
        assert isinstance(sheet, DoseSheet)
        type_text(sheet.form.editor("effect").input.target, "38,7 °C, sau 1 giờ còn 37,9 °C")
        page.save()
        wait_for(qtbot, book, 1)
        qtbot.waitUntil(lambda: not desk.clerk.is_writing)
    qtbot.waitUntil(lambda: page.writing.sheet.form.editor("given_at").has_error())  # type: ignore[union-attr]
    assert "4 hours lie between two doses" in page.writing.sheet.form.editor("given_at").complaint()  # type: ignore[union-attr]


def test_who_may_not_record_reads_and_an_empty_book_shows_a_way_to_begin(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    with desk_of(book, director, TEN_PAST_EIGHT) as desk:
        window, page = open_page(desk, qtbot)
        assert page.states.says() == "No orders of medicines yet."
        button(page.states, "Write an order").click()
        assert window.last == ("prescriptions", {"mode": "new"})
    world = medicine_ward(book, director, now)
    caregiver = actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")
    with desk_of(book, caregiver, TEN_PAST_EIGHT) as desk:
        window, page = open_page(desk, qtbot, ward_id=world.ward.ward.id)
        assert page.given_button.isHidden()
        qtbot.keyClick(page.table, Key.Key_Space)
        assert page.messages.text() == "This account does not record doses."
        assert doses(book, now) == []
        button(page.header, "Open record").click()
        assert window.last[0] == "person"


def test_whoever_works_in_one_ward_begins_there_and_comes_back_to_the_round_of_now(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, world: MedicineWard, qtbot: Any
) -> None:
    elsewhere = a_ward(book, director, now, name="Khu B").ward.id
    nurse = actor_with(Role.NURSE, ward_id=elsewhere)
    with desk_of(book, nurse, TEN_PAST_EIGHT) as desk:
        _window, page = open_page(desk, qtbot)
        assert page.head.ward.code() == elsewhere
        qtbot.waitUntil(lambda: page.states.says() == "No medicines at 08:00.")
        page.turn_to(ward_id=world.ward.ward.id, day=date(2026, 11, 21), round="17")
        qtbot.waitUntil(lambda: [one.id for one in page._found.rows] == [world.ward.stays[0]])  # type: ignore[union-attr]
        page.turn_to()
        assert (page.head.day, page.head.code) == (date(2026, 11, 22), "08")


def test_a_refusal_stands_under_its_line_until_one_walks_on(
    desk: Desk, book: Book, nurse: Actor, world: MedicineWard, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot, episode_id=world.ward.stays[2])
    line = world.of(2)[0]
    stop_prescription(book, line.id, date(2026, 11, 22), by=nurse, now=TEN_PAST_EIGHT, reason="Hạ huyết áp")
    qtbot.keyClick(page.table, Key.Key_Space)  # the page does not know of it yet
    qtbot.waitUntil(page.strip.is_open)
    assert page.strip.accessibleName() == "The order of Amlodipin does not hold on 22/11/2026."
    assert page.table.current_id() == line.id
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Key.Key_Up)
    assert not page.strip.is_open()
    assert doses(book, TEN_PAST_EIGHT) == []


def test_who_left_this_morning_stands_in_the_rounds_of_the_day(
    book: Book, nurse: Actor, director: Actor, world: MedicineWard, qtbot: Any
) -> None:
    at_ten = TEN_PAST_EIGHT.replace(hour=10, minute=0)
    with book.reading_for(director, at_ten) as reader:
        stay = reader.record(Episode, world.ward.stays[0])
    assert stay is not None
    left = replace(stay, end_on=date(2026, 11, 22), end_reason="family_request", destination="family")
    discharge_person(book, left, by=director, now=at_ten)
    with desk_of(book, nurse, at_ten + timedelta(minutes=20)) as desk:
        _window, page = open_page(desk, qtbot, round="17")
        page.head.show_round(None, "17", "")
        qtbot.waitUntil(
            lambda: page._found is not None and [one.row.who.has_left for one in page._found.lines] == [True]
        )
        (line,) = page._found.lines  # type: ignore[union-attr]
        assert (line.row.who.name, page.table._state(line).text) == ("Trần Thị An", "not expected")
        assert "10:00" in str(page.table._note(line).text)  # type: ignore[union-attr]
        page.head.show_round(None, "08", "")
        qtbot.waitUntil(lambda: page._found is not None and len(page._found.rows) == 4)
        assert [one.row.who.name for one in page._found.lines][:2] == ["Trần Thị An"] * 2  # type: ignore[union-attr]
        page.table.pick(page._found.lines[0].id)  # type: ignore[union-attr]
        page.head.late_line.setText("x")
        press_key(page, Key.Key_Space)
        assert "paper sheet" in page.messages.text()
        assert doses(book, at_ten) == []
        page._open(page._found.lines[0])  # type: ignore[union-attr]
        sheet = page.writing.sheet
        assert isinstance(sheet, DoseSheet)
        assert sheet.form.value("given_at") is None  # to be written: now they are not here any more
        page.writing.close_up()
        page.head.from_sheet.setChecked(True)
        press_key(page, Key.Key_Space)
        qtbot.waitUntil(lambda: len(doses(book, at_ten)) == 2)
        assert {one.given_at for one in doses(book, at_ten)} == {TEN_PAST_EIGHT.replace(minute=0)}
        page.head.show_round(None, AS_NEEDED, "")
        qtbot.waitUntil(
            lambda: page._found is not None and page._found.rows[0].as_needed != () and not page._found.rows[0].due
        )
        (needed,) = page._found.lines  # type: ignore[union-attr]
        assert "10:00" in str(page.table._note(needed).text)  # type: ignore[union-attr]


def press_key(page: MedicationPage, key: Key) -> None:
    page.table.setFocus()
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.table, event)
