"""The whole program: locking, PINs, changing hands, closing, one window a book, faults, what is loaded at the start."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from carebook.__main__ import is_for_window
from carebook.actions.accounts import add_staff_member, approve_account, change_own_password, request_account
from carebook.actions.opening import Opened, open_book
from carebook.records.staff import Role, RoleGrant, StaffMember
from carebook.rules.crashes import crash_of
from carebook.ui.application.crash import CrashWatch, safe_words
from carebook.ui.application.entering import MOST_WRONG_PINS, Pin
from carebook.ui.application.idle import IdleWatch
from carebook.ui.application.instance import Instance
from carebook.ui.application.qt_words import QtWords
from carebook.ui.application.sweeping import MANY, Sweeper
from carebook.ui.parts.choices import Choices, SignedIn
from carebook.ui.parts.page import Page
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.house import tree
from tests.ui.program import running, sign_in, sign_in_page

HEAVY = "reportlab pyhanko sqlite_utils xlsxwriter pypdfium2 docx python_calamine holidays markdown_it"


class Typing(Page):
    """A page on which something is typed."""

    def __init__(self, desk) -> None:
        super().__init__(desk.clerk, "Typing")
        self.typed, self.kept = "", 0

    def has_unsaved(self) -> bool:
        return bool(self.typed)

    def keep_draft(self) -> None:
        self.kept += 1


def type_on_a_page(work) -> Typing:
    page = Typing(work.desk)
    work.window._pages["typing"] = page
    work.window.stack.addWidget(page)
    work.window.stack.setCurrentWidget(page)
    page.typed = "Bà An ăn được nửa bát cháo."
    return page


@pytest.fixture
def two_people(opened: Opened):
    """A book with its director and a nurse who has a password of her own; closed."""
    book, director, folder = opened.book, opened.actor, opened.book.folder
    member = add_staff_member(book, StaffMember(full_name="Doãn Thị Cẩm Tú", post="Điều dưỡng"), by=director, now=NOW)
    asked = request_account(book, member.result.id, "camtu", by=director, now=NOW)
    handed = approve_account(
        book, asked.result.id, [RoleGrant(account_id="", role=Role.NURSE)], by=director, now=NOW
    ).result
    book.close()
    nurse = open_book(folder, "camtu", handed.one_time_password, now=NOW)
    change_own_password(nurse.book, handed.one_time_password, "hoa ban trang 5", by=nurse.actor, now=NOW)
    nurse.book.close()
    return folder


def test_locking_keeps_the_draft_and_unlocking_brings_it_back(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        work = sign_in(qtbot, program)
        page = type_on_a_page(work)
        program.lock()
        assert page.kept == 1
        assert not work.window.isVisible()
        assert program.entrance.isVisible()
        locked = sign_in_page(program)
        assert locked.who.whole() == "Đào Thị Hướng Dương"
        assert not locked._well.isHidden()
        locked.secret.line.setText(PASSWORD)
        locked.go.click()
        qtbot.waitUntil(work.window.isVisible)
        assert program.work is work
        assert page.typed == "Bà An ăn được nửa bát cháo."
        assert work.window.stack.currentWidget() is page


def test_a_pin_unlocks_within_the_shift_and_five_wrong_ones_end_it(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        work = sign_in(qtbot, program, pin="2468")
        program.lock()
        page = sign_in_page(program)
        page.secret.line.setText("2468")
        page.go.click()
        qtbot.waitUntil(work.window.isVisible)
        program.lock()
        page = sign_in_page(program)
        for _n in range(MOST_WRONG_PINS):
            page.secret.complain("")
            page.secret.line.setText("1111")
            page.go.click()
            qtbot.waitUntil(lambda: bool(page.secret.complaint()))
        assert page.secret.complaint().startswith("The PIN was wrong 5 times")
        page.secret.line.setText("2468")
        page.secret.complain("")
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.secret.complaint()))
        assert not work.window.isVisible()
        page.secret.line.setText(PASSWORD)
        page.go.click()
        qtbot.waitUntil(work.window.isVisible)


def test_a_pin_ends_with_the_shift():
    pin = Pin.of("2468", now=NOW, cost=CHEAP)
    assert pin.proves("2468")
    assert not pin.proves("2469")
    assert pin.holds(NOW)
    assert not pin.holds(NOW.replace(day=23))


def test_changing_hands_is_quick_and_leaves_nothing_of_the_first(qtbot, qapp, two_people, tmp_path):
    with running(qapp, two_people, tmp_path) as program:
        first = sign_in(qtbot, program)
        typing = type_on_a_page(first)
        gone = []
        first.window.destroyed.connect(lambda: gone.append("window"))
        program.lock()
        page = sign_in_page(program)
        page.choose(None)
        page.name.line.setText("camtu")
        page.secret.line.setText("hoa ban trang 5")
        begun = time.perf_counter()
        page.go.click()
        qtbot.waitUntil(lambda: program.work is not first and program.work.window.isVisible())
        assert time.perf_counter() - begun < 5
        second = program.work
        assert second.actor.name == "Doãn Thị Cẩm Tú"
        assert second.desk.book is first.desk.book
        assert typing not in second.window.findChildren(QWidget)
        qtbot.waitUntil(lambda: gone == ["window"])


def test_the_palette_changes_the_person_as_the_locked_screen_does(qtbot, qapp, two_people, tmp_path):
    with running(qapp, two_people, tmp_path) as program:
        first = sign_in(qtbot, program)
        page = type_on_a_page(first)
        palette = first.window.palette_sheet
        palette.open()
        palette.field.setText("switch person")
        qtbot.waitUntil(lambda: not palette._waits and palette.table.records.rowCount() > 0)
        palette._enter()
        assert page.kept == 1
        assert not first.window.isVisible()
        shown = sign_in_page(program)
        assert shown.name.isVisible(), "it asks who comes, not for the password of who went"
        assert shown.focusProxy() is shown.name
        shown.other.click()
        assert shown.who.text() == first.actor.name, "one way back to who went"
        shown.other.click()
        second = sign_in(qtbot, program, "camtu", "hoa ban trang 5")
        assert second.actor.name == "Doãn Thị Cẩm Tú"


def test_a_wrong_password_at_the_locked_screen_changes_nobody(qtbot, qapp, two_people, tmp_path):
    with running(qapp, two_people, tmp_path) as program:
        first = sign_in(qtbot, program)
        program.lock()
        page = sign_in_page(program)
        page.choose(None)
        page.name.line.setText("camtu")
        page.secret.line.setText("sai")
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.secret.complaint()))
        assert program.work is first
        assert not first.window.isVisible()


def test_one_window_a_book(qtbot, book_folder, tmp_path):
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.take(book_folder)
    with qtbot.waitSignal(first.raised):
        assert not second.take(book_folder)
    first.release()
    assert second.take(book_folder)
    second.release()


def test_only_real_use_keeps_the_screen_open(qtbot, qapp):
    watch = IdleWatch(qapp, 0.005)  # 0.3 s
    window = QWidget()
    qtbot.addWidget(window)
    still = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(1, 1),
        QPointF(5, 5),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    qapp.sendEvent(window, still)
    assert not watch.is_quiet()
    with qtbot.waitSignal(watch.went_idle):
        for _n in range(10):
            qapp.sendEvent(window, still)
            qtbot.wait(40)
    assert watch.is_quiet()
    qapp.removeEventFilter(watch)
    watch.deleteLater()


def test_a_fault_is_told_once_without_any_value(qtbot, caplog):
    watch = CrashWatch()
    told = []
    watch.crashed.connect(told.append)

    def fail():
        raise KeyError("Trần Thị An")

    for _n in range(12):
        try:
            fail()
        except KeyError as error:
            watch._python_failed(type(error), error, error.__traceback__)
    qtbot.wait(50)
    assert len(told) == 1
    assert "Trần Thị An" not in told[0].report("")
    assert told[0].kind == "KeyError"
    assert "fail" in told[0].place
    assert "test_application.py" in told[0].place
    assert crash_of(ValueError("x"), None).place == ""
    assert "14:31" in safe_words("14:31")
    assert "Trần" not in caplog.text


def test_qts_own_buttons_speak_the_catalogue():
    words = QtWords()
    assert words.translate("QPlatformTheme", "&Cancel") == "Go back"
    assert words.translate("QPlatformTheme", "Unheard of") is None


def test_choices_are_kept_between_starts(tmp_path):
    choices = Choices(tmp_path / "carebook.ini")
    choices.theme, choices.points, choices.idle_minutes = "dark", 11.5, 5
    choices.keep_center(tmp_path, "Trung tâm Hoa Ban, cơ sở 2")
    choices.keep_signed_in(tmp_path, SignedIn("a1", LOGIN, NOW))
    choices.add_backup_folder(tmp_path, tmp_path / "usb")
    again = Choices(tmp_path / "carebook.ini")
    assert (again.theme, again.points, again.idle_minutes) == ("dark", 11.5, 5)
    assert again.center(tmp_path) == "Trung tâm Hoa Ban, cơ sở 2"
    assert again.signed_in(tmp_path) == [SignedIn("a1", LOGIN, NOW)]
    assert again.backup_folders(tmp_path) == (tmp_path / "usb",)
    again.forget(tmp_path, "a1")
    assert again.signed_in(tmp_path) == []


@pytest.mark.parametrize(
    ("given", "window"),
    [([], True), (["--demo"], True), (["--book", "x"], True), (["check"], False), (["--help"], False)],
)
def test_commands_and_the_window_are_told_apart(given, window):
    assert is_for_window(given) is window


def test_nothing_heavy_is_loaded_for_the_first_window(book_folder, tmp_path):
    script = f"""
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication
import carebook.__main__, carebook.ui.application
from carebook.ui.application.program import Program
from carebook.ui.parts.choices import Choices
from carebook.ui.parts import theme
app = QApplication([])
theme.apply(app, "light")
program = Program(app, Choices(Path({str(tmp_path / "c.ini")!r})), Path({str(tmp_path)!r}))
program.start(Path({str(book_folder)!r}))
app.processEvents()
print([name for name in {HEAVY.split()!r} if name in sys.modules])
program._end()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tree.ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_cycles_are_swept_on_the_windows_thread_only(qtbot):
    swept = []

    class Cycle:
        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            swept.append(threading.current_thread())

    quiet = [False]
    sweeper = Sweeper(lambda: quiet[0])
    gc.collect()
    sweeper.take_over()
    try:
        for _n in range(2000):
            Cycle()
        assert not swept
        sweeper.sweep()
        qtbot.waitUntil(lambda: len(swept) == 2000)
        for _n in range(MANY + 1):
            Cycle()
        sweeper.sweep()
        assert len(swept) == 2000  # somebody works: so much waits
        quiet[0] = True
        sweeper.sweep()
        assert len(swept) == 2000 + MANY + 1
        quiet[0] = False
        Cycle()
    finally:
        sweeper.give_back()
    assert len(swept) == 2000 + MANY + 2
    assert set(swept) == {threading.main_thread()}
    assert gc.isenabled()
