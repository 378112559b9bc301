"""The hotline: a whole call by keys alone in the real window, what is asked when it is grave, calling back, what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from carebook.actions.hotline import save_call
from carebook.records.services import DangerLevel, HotlineCall
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book
from carebook.store.drafts import own_drafts
from carebook.ui.main_window import MainWindow
from carebook.ui.pages.hotline import HotlinePage
from carebook.ui.pages.hotline.page import ALL, WAITING
from carebook.ui.pages.hotline.sheet import CallSheet
from carebook.ui.parts.desk import Desk
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import press, type_text

TODAY = date(2026, 11, 22)
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


@pytest.fixture
def desk(book: Book, worker: Actor, now: datetime) -> Iterator[Desk]:
    """The worker's desk."""
    with desk_of(book, worker, now) as made:
        yield made


def kept(book: Book, now: datetime) -> list[HotlineCall]:
    with book.looking(now) as reader:
        return reader.records(HotlineCall, order="called_at")


def taken(by: Actor, at: datetime, **given: Any) -> HotlineCall:
    made = HotlineCall(called_at=at, taken_by_id=by.staff_member_id, caller="family", need="autism", anonymous=True)
    return replace(made, **given)


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, HotlinePage]:
    page = HotlinePage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def sheet_of(page: HotlinePage) -> CallSheet:
    assert isinstance(page.writing.sheet, CallSheet)
    return page.writing.sheet


class Hand:
    """A hand that only has keys: every key goes to whatever has the focus. Counts how many it pressed."""

    def __init__(self, window: Any) -> None:
        self._window, self.pressed = window, 0

    @property
    def focus(self) -> Any:
        found = self._window.focusWidget()
        return (found.focusProxy() or found) if found is not None else self._window

    def key(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier | None = None) -> None:
        self.pressed += 1
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, key, held or Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(self.focus, event)
        press(self.focus, key, text, held)

    def keys(self, text: str) -> None:
        for letter in text:
            self.key(Key.Key_unknown, letter)

    def tab(self) -> None:
        self.key(Key.Key_Tab, "\t")


def test_a_whole_call_by_keys_alone(
    book: Book, worker: Actor, now: datetime, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [now]
    with desk_of(book, worker, now) as desk:
        monkeypatch.setattr(desk, "_clock", lambda: clock[0])
        window = MainWindow(desk)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page("partners")
        left = window.stack.currentWidget()
        qtbot.keyClick(window, Key.Key_F9)  # from whatever page is on show
        qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), HotlinePage))
        page = window.stack.currentWidget()
        assert isinstance(page, HotlinePage)
        qtbot.waitUntil(page.writing.is_open)
        sheet, hand = sheet_of(page), Hand(window)
        qtbot.waitUntil(lambda: hand.focus is sheet.rows["caller"])
        clock[0] = now + timedelta(seconds=27)
        hand.keys("2")  # the family
        assert hand.focus is sheet.rows["need"]
        hand.keys("9")  # asks about classes
        assert hand.focus is sheet.rows["danger"]
        hand.keys("1")
        assert hand.focus is sheet.rows["outcome"]
        hand.keys("1")
        assert hand.focus is sheet.editors["content"].input.target
        hand.keys("Hỏi lớp sáng, học phí.")
        sheet._tell_time()
        assert sheet.clock.text() == "00:27"
        assert hand.pressed == 4 + len("Hỏi lớp sáng, học phí.")
        qtbot.keyClick(hand.focus, Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
        (call,) = kept(book, now)
        assert (call.caller, call.need, call.danger, call.outcome) == ("family", "autism", DangerLevel.LOW, "advised")
        assert (call.called_at, call.minutes, call.anonymous, call.channel) == (now, 1, True, "phone")
        assert (call.content, call.taken_by_id) == ("Hỏi lớp sáng, học phí.", worker.staff_member_id)
        assert not call.confidential
        qtbot.waitUntil(lambda: not page.writing.is_open())
        qtbot.waitUntil(lambda: page.table.current_id() == call.id)
        assert not page.return_button.isHidden()
        page.return_button.click()
        assert window.stack.currentWidget() is left
        window.back()  # and no second call is taken by going back
        assert window.stack.currentWidget() is page
        assert not page.writing.is_open()
        window.close()


def test_a_grave_call_asks_for_safety_and_becomes_restricted(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    hand = Hand(window)
    assert sheet.rows["violence_kinds"].isHidden()
    page.save()  # nothing is answered yet: the four questions say so, and the first has the cursor
    assert [name for name, row in sheet.rows.items() if row.complaint()] == ["caller", "need", "danger", "outcome"]
    assert hand.focus is sheet.rows["caller"]
    hand.keys("x")
    assert "is the key of no answer here" in sheet.rows["caller"].complaint()
    hand.keys("1")
    hand.keys("1")  # violence: its kinds are asked for, several may be ticked
    assert not sheet.locked.isHidden()
    hand.keys("12")
    hand.key(Key.Key_Return)
    hand.keys("4")
    assert hand.focus is sheet.editors["safety_plan"].input.target
    hand.tab()
    assert hand.focus is sheet.rows["outcome"]
    hand.keys("3")
    assert hand.focus is sheet.editors["episode_id"].input.target  # the client, where there is one
    page.save()
    assert sheet.editors["safety_plan"].complaint() != ""
    assert kept(book, now) == []
    type_text(sheet.editors["safety_plan"].input.target, "Ra nhà hàng xóm, khóa cửa")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    qtbot.waitUntil(lambda: "Noted the restricted call." in page.messages.text())
    button(page.messages, "Admit").click()
    assert window.last == ("admission", {})
    window.setCurrentWidget(page)
    (call,) = kept(book, now)
    assert (call.need, call.violence_kinds, call.danger) == ("violence", ("physical", "emotional"), DangerLevel.URGENT)
    assert call.confidential
    qtbot.waitUntil(lambda: page.table.current() is not None)
    line = page.table.current()
    assert line is not None
    assert not line.masked  # who took it writes on it in this shift, and opening it leaves a line in the reading log
    page.table.opened.emit(line)
    qtbot.waitUntil(page.writing.is_open)
    with book.looking(now) as reader:
        assert [one.deed for one in reader.records(Reading)] == ["open_restricted_call"]


def test_saving_once_more_keeps_a_grave_call_without_a_plan(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    sheet = sheet_of(page)
    for name, code in (("caller", "police"), ("need", "street"), ("danger", "high"), ("outcome", "admitted")):
        sheet.rows[name].choose((code,))
    sheet._look_again()
    page.save()
    assert kept(book, now) == []
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    qtbot.waitUntil(lambda: "agreed for safety" in page.messages.text())  # it is told all the same


def test_one_calls_back_until_somebody_answers(desk: Desk, book: Book, now: datetime, qtbot: Any) -> None:
    window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    sheet, hand = sheet_of(page), Hand(window)
    hand.keys("2916")  # family, autism, low, to be called back
    assert sheet.editors["call_back_on"].value() == date(2026, 11, 23)  # within 24 hours
    type_text(sheet.editors["caller_phone"].input.target, "0912345678")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    page.which.choose(WAITING)
    qtbot.waitUntil(lambda: len(page._lines(WAITING)) == 1)
    page._show_chosen()
    page._call_back()
    form: Any = page.writing.sheet
    form.form.editor("call_back").set_value("Không nghe máy")
    form.form.editor("call_back_on").set_value(date(2026, 11, 24))
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].call_back_on == date(2026, 11, 24))
    qtbot.waitUntil(lambda: not page.writing.is_open())
    qtbot.waitUntil(lambda: page._lines(WAITING)[0].call.call_back != "")
    page._show_chosen()
    page._call_back()
    form = page.writing.sheet
    form.form.editor("call_back").set_value("Hẹn đến lớp")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].called_back_on == TODAY)
    qtbot.waitUntil(lambda: page._lines(WAITING) == [])
    assert "Nobody waits" in page.states.says()
    button(page.messages, "Undo").click()
    qtbot.waitUntil(lambda: kept(book, now)[0].called_back_on is None)


def test_a_past_call_a_draft_and_a_newer_version(
    desk: Desk, book: Book, director: Actor, worker: Actor, now: datetime, qtbot: Any
) -> None:
    _window, page = open_page(desk, qtbot)
    assert page.states.says() == "No calls in this month."
    button(page.states, "Take a call").click()
    sheet = sheet_of(page)
    sheet.rows["caller"].choose(("school",))
    type_text(sheet.editors["content"].input.target, "Cô giáo gọi")
    assert page.has_unsaved()
    assert (page.call_button.kind, page.writing.save_button.kind) == ("", "primary")
    page.keep_draft()
    qtbot.waitUntil(lambda: _drafts(book, worker, now) == 1)
    page.writing.put_away()
    assert page.call_button.kind == "primary"
    page.begin_call()
    sheet = sheet_of(page)
    assert (sheet.rows["caller"].code(), sheet.editors["content"].value()) == ("school", "Cô giáo gọi")
    sheet.past_button.click()
    assert not sheet.editors["called_at"].isHidden()
    sheet.editors["called_at"].set_raw("20/11/2026 21:30")
    sheet.editors["minutes"].set_raw("mười")
    for name, code in (("need", "admission"), ("danger", "low"), ("outcome", "advised")):
        sheet.rows[name].choose((code,))
    page.save()
    assert sheet.editors["minutes"].complaint() != ""
    sheet.editors["minutes"].set_raw("10")
    page.save()
    qtbot.waitUntil(lambda: len(kept(book, now)) == 1)
    (call,) = kept(book, now)
    assert (call.called_at.isoformat(), call.minutes) == ("2026-11-20T14:30:00+00:00", 10)
    qtbot.waitUntil(lambda: _drafts(book, worker, now) == 0)
    qtbot.waitUntil(lambda: page.table.current_id() == call.id)
    page.table.opened.emit(page.table.current())
    sheet = sheet_of(page)
    type_text(sheet.editors["advice"].input.target, "Gửi mẫu đơn")
    save_call(book, replace(call, about="Bé trai lớp 2"), by=director, now=now)
    page.save()
    qtbot.waitUntil(lambda: "changed this at" in page.messages.text())
    button(page.messages, "Go on from the newer version").click()
    sheet = sheet_of(page)
    assert (sheet.editors["advice"].value(), sheet.editors["about"].value()) == ("Gửi mẫu đơn", "Bé trai lớp 2")
    page.save()
    qtbot.waitUntil(lambda: kept(book, now)[0].advice == "Gửi mẫu đơn")


def _drafts(book: Book, by: Actor, now: datetime) -> int:
    with book.reading_for(by, now) as reader:
        return sum(one.form == "hotline_call" for one in own_drafts(reader))


@pytest.mark.looks
def test_the_page_is_named_fits_and_leads_to_its_log(
    desk: Desk, book: Book, director: Actor, now: datetime, qtbot: Any
) -> None:
    told = {"caller_name": "Lục Thị Dền", "anonymous": False, "content": "Mất ngủ", "caller_phone": "0912345678"}
    save_call(book, taken(director, now, **told), by=director, now=now)
    save_call(book, taken(director, now, need="violence", danger=DangerLevel.URGENT), by=director, now=now)
    window, page = open_page(desk, qtbot, new="1")
    qtbot.waitUntil(page.writing.is_open)
    assert nameless(page) == []
    assert fits(page)
    assert [line.masked for line in page._lines(ALL)].count(True) == 1
    page.month.turn(-1)
    qtbot.waitUntil(lambda: page._lines(ALL) == [])
    page._print()
    assert window.last == ("case_papers", {"paper": "hotline_log", "first": date(2026, 10, 1)})
    window.setCurrentWidget(page)
    plain = next(one for one in kept(book, now) if not one.confidential)
    page.writing.close_up()
    page.turn_to(call_id=plain.id)  # of another month than the one on show
    qtbot.waitUntil(lambda: page.writing.subject == plain.id)
    assert page.month.bounds()[0] == date(2026, 11, 1)
