"""The main job through the window alone: from nothing to a signed report in a folder, then the locked screen and a second day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carebook.actions.accounts import add_staff_member, approve_account, change_own_password, request_account
from carebook.actions.lists import import_list, load_list
from carebook.actions.opening import open_book
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportState
from carebook.records.staff import Role, RoleGrant, StaffMember
from carebook.store import keys
from carebook.store.book import KEYS
from carebook.ui.application.at_work import AtWork
from carebook.ui.application.program import Program
from carebook.ui.pages.exchange import ExchangePage
from carebook.ui.pages.lists import ListsPage
from carebook.ui.pages.lists.page import COLUMNS, FILE, PREVIEW
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.deeds import NumberDialog, ReportDialog
from carebook.ui.pages.reports.signing import SignDialog
from carebook.ui.pages.residents import ResidentsPage
from carebook.ui.parts.fields import FieldEditor
from carebook.ui.sign_in.first_run import BACKUP, CENTER, DONE, FROM, KEY, MANAGER, PLACE, FirstRunPage
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.ui.program import running, sign_in, sign_in_page
from tests.ui.typing_vietnamese import press, type_text
from tests.ui.waiting import awaited

SAMPLE = Path(__file__).parents[1] / "exchange" / "samples" / "danh-sach-doi-tuong.xlsx"
FACTS = json.loads(SAMPLE.with_name("danh-sach-doi-tuong.facts.json").read_text("utf-8"))
DIRECTOR = "Đào Thị Hướng Dương"
SOUGHT = "Nguyễn"
NURSE, NURSE_PASSWORD = "Doãn Thị Cẩm Tú", "hoa ban trang 5"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the passwords of books and keys made here costs little."""

    def cost(self: Any, *_given: int, **_named: int) -> None:
        for name, value in (("rounds", CHEAP.rounds), ("memory_kib", CHEAP.memory_kib), ("lanes", CHEAP.lanes)):
            object.__setattr__(self, name, value)

    monkeypatch.setattr(keys.Cost, "__init__", cost)
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


def fill(editor: FieldEditor, text: str) -> None:
    """Type into a field of a form, in place of what stands there."""
    line = editor.input.target
    assert isinstance(line, QLineEdit)
    line.selectAll()
    type_text(line, text)


def button(page: QWidget, words: str) -> QPushButton:
    """The button on show with these words, as soon as it is."""

    def shown() -> QPushButton | None:
        found = page.findChildren(QPushButton)
        return next((one for one in found if one.text() == words and not one.isHidden()), None)

    return awaited(shown, words)


def words_in(widget: QWidget) -> str:
    """All the words on show in a widget."""
    QApplication.processEvents()  # what was just put into a layout is shown by an event
    return " | ".join(found.text() for found in widget.findChildren(QLabel) if not found.isHidden())


def page_of(program: Program, name: str) -> Any:
    """Go to a page as the navigation does."""
    assert program.work is not None
    program.work.window.show_page(name)
    return program.work.window.page(name)


def make_the_book(qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch, usb: Path) -> None:
    """The eight steps of the first run, to the page that brings the list in."""
    page = program.entrance.page()
    assert isinstance(page, FirstRunPage)
    button(page.start, "Open a new book").click()
    assert page.step == CENTER
    fill(page.center.editor("name"), "Trung tâm Bảo trợ xã hội Hoa Ban")
    fill(page.center.editor("head_name"), DIRECTOR)
    fill(page.center.editor("head_post"), "Giám đốc")
    button(page, "Next").click()
    assert page.step == MANAGER
    fill(page.manager.form.editor("full_name"), DIRECTOR)
    type_text(page.manager.login.line, LOGIN)
    type_text(page.manager.password.first.line, PASSWORD)
    type_text(page.manager.password.second.line, PASSWORD)
    button(page, "Next").click()
    assert page.step == PLACE
    button(page, "Make the book").click()
    assert page.news.text().startswith("Making the book")
    qtbot.waitUntil(lambda: page.step == KEY)
    code = page.key.groups.accessibleDescription().split("-")
    type_text(page.key.second.line, code[1].lower())
    type_text(page.key.seventh.line, code[6])
    button(page, "Next").click()
    assert page.step == BACKUP
    monkeypatch.setattr(
        "carebook.ui.sign_in.first_run_steps.QFileDialog.getExistingDirectory", lambda *_given: str(usb)
    )
    page.backup_step.button.click()
    button(page, "Next").click()
    assert page.step == FROM
    fill(page.first_day.editor("records_complete_from"), "1/10/2026")
    button(page, "Next").click()
    qtbot.waitUntil(lambda: page.step == DONE)
    button(page, "Import the Excel list").click()
    qtbot.waitUntil(lambda: program.work is not None and program.work.window.isVisible())


def bring_the_list_in(qtbot: QtBot, page: ListsPage) -> None:
    """All four steps of an import, with what the program proposes."""
    page.open_file(str(SAMPLE))
    qtbot.waitUntil(lambda: page.current_step() == COLUMNS)
    for _step in range(2):
        button(page, "Next").click()
    qtbot.waitUntil(lambda: page._waiting == 0)
    assert page.current_step() == PREVIEW
    button(page, f"Enter {FACTS['people']} people").click()
    qtbot.waitUntil(lambda: page.messages.text() == f"Imported {FACTS['people']} people.")
    assert page.current_step() == FILE


def lists_everybody(qtbot: QtBot, page: ResidentsPage) -> None:
    """Wait until all the people are listed."""
    qtbot.waitUntil(lambda: len(page._shown or ()) == FACTS["people"])


def shows(qtbot: QtBot, page: ReportsPage, month: str) -> None:
    """Wait until a month is on show."""
    qtbot.waitUntil(lambda: page._view is not None and page._view.key == month)


def find_somebody(qtbot: QtBot, page: ResidentsPage) -> str:
    """Type a name letter by letter, mistyped and corrected; gives who stands first."""
    search = page.filters.search
    lists_everybody(qtbot, page)
    type_text(search, "Nguyẽn")
    type_text(search, "\b\bễn")
    assert search.text() == SOUGHT
    qtbot.waitUntil(lambda: page._searched is not None and page._searched.typed == SOUGHT)
    qtbot.waitUntil(lambda: bool(page._shown))
    assert all(SOUGHT in found.name for found in page._shown or ())
    first = page.table.current()
    assert first is not None
    return str(first.name)


def dialog(qtbot: QtBot, page: ReportsPage, kind: type[ReportDialog], begin: Callable[[], object]) -> Any:
    """Begin a step of the report's way and give the dialog it opens."""
    begin()
    qtbot.waitUntil(lambda: isinstance(page.steps.dialog, kind) and page.steps.dialog.isVisible())
    return page.steps.dialog


def reaches(qtbot: QtBot, page: ReportsPage, state: ReportState) -> None:
    """Wait until the report on show has come that far."""
    qtbot.waitUntil(lambda: page._view is not None and page._view.state is state)


def refused(qtbot: QtBot, signing: SignDialog) -> None:
    """Wait until the wrong password was told; the dialog is still there."""
    qtbot.waitUntil(lambda: "is wrong" in signing.bar.text())
    assert signing.isVisible()


def close_and_sign(qtbot: QtBot, page: ReportsPage) -> None:
    """The report's way: a number is opened, then closing, number, both signatures, the outbox."""
    shows(qtbot, page, "2026-10")
    table = page.figures.table
    shown = table.figures
    heads = [shown.heads()[place].head.replace("\n", " ") for place in range(shown.columnCount())]
    total, closing = shown.rowCount() - 1, heads.index("Cuối kỳ")
    assert shown.cell_at(total, closing).text == str(FACTS["people"])
    table.setFocus()
    table.setCurrentIndex(shown.index(total, closing))
    press(table, Qt.Key.Key_Return)
    assert page.panel.is_open
    assert page.panel.title.whole().startswith(f"{FACTS['people']} ")
    press(table, Qt.Key.Key_Escape)

    assert page.head.next.text() == "Close period"
    button(dialog(qtbot, page, CloseDialog, page.head.next.click), "Close period").click()
    reaches(qtbot, page, ReportState.CLOSED)
    assert page.head.next.text() == "Number, date…"
    number = dialog(qtbot, page, NumberDialog, page.head.next.click)
    fill(number.form.editor("number"), "128")
    press(number.form.editor("number").input.target, Qt.Key.Key_Return)
    reaches(qtbot, page, ReportState.NUMBERED)
    for words, state in (
        ("Sign as preparer…", ReportState.PREPARER_SIGNED),
        ("Sign as head…", ReportState.SIGNED),
    ):
        assert page.head.next.text() == words
        signing = dialog(qtbot, page, SignDialog, page.head.next.click)
        type_text(signing.password, "sai")
        press(signing.password, Qt.Key.Key_Return)
        refused(qtbot, signing)
        assert signing.password.hasSelectedText()
        type_text(signing.password, PASSWORD)
        button(signing, "Sign").click()
        reaches(qtbot, page, state)
    page.head.next.click()
    qtbot.waitUntil(lambda: page._view is not None and bool(page._view.outbox))
    assert page.head.next.text() == "See the outbox"


def send_and_check(qtbot: QtBot, page: ExchangePage, usb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the package to a folder and read the verdict on what arrived there."""
    qtbot.waitUntil(lambda: page.table.current() is not None)
    monkeypatch.setattr("carebook.ui.pages.exchange.page.QFileDialog.getExistingDirectory", lambda *_given: str(usb))
    page.send_button.click()
    qtbot.waitUntil(lambda: list(usb.glob("*.pdf")) != [])
    (sent,) = usb.glob("*.pdf")
    qtbot.waitUntil(lambda: page.table.records.cell_at(0, 2).text == "Sent")
    monkeypatch.setattr("carebook.ui.pages.exchange.check.QFileDialog.getOpenFileName", lambda *_given: (str(sent), ""))
    button(page.check, "Choose a file…").click()
    qtbot.waitUntil(lambda: page.check.box.heading.text() == "Signed in-house")
    said = words_in(page.check)
    assert said.count(DIRECTOR) == 2, "the preparer and the head"
    assert "number 128" in said


def lock_and_unlock(qtbot: QtBot, program: Program, work: AtWork) -> None:
    """Lock the screen, be refused with a wrong password, come back to the same window."""
    program.lock()
    locked = sign_in_page(program)
    assert not work.window.isVisible()
    type_text(locked.secret.line, "sai mat khau")
    press(locked.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(locked.secret.complaint()))
    assert not work.window.isVisible()
    type_text(locked.secret.line, PASSWORD)
    assert locked.secret.text() == PASSWORD, "the wrong one was marked and is typed over"
    press(locked.secret.line, Qt.Key.Key_Return)
    qtbot.waitUntil(work.window.isVisible)
    assert program.work is work


def take_over(qtbot: QtBot, program: Program, login: str, password: str) -> None:
    """Sign in, or take the place of who is signed in through the locked screen."""
    before = program.work
    if before is None:
        sign_in(qtbot, program, login, password)
        return
    program.lock()
    page = sign_in_page(program)
    page.choose(None)
    type_text(page.name.line, login)
    type_text(page.secret.line, password)
    page.go.click()
    qtbot.waitUntil(lambda: program.work not in (None, before))


def test_from_nothing_to_a_signed_report_and_a_second_day(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with running(qapp, None, tmp_path) as program:
        make_the_book(qtbot, program, monkeypatch, usb)
        work = program.work
        assert work is not None
        folder = work.desk.book.folder
        bring_the_list_in(qtbot, page_of(program, "lists"))
        found = find_somebody(qtbot, page_of(program, "residents"))
        close_and_sign(qtbot, page_of(program, "reports"))
        send_and_check(qtbot, page_of(program, "exchange"), usb, monkeypatch)
        lock_and_unlock(qtbot, program, work)
        with qtbot.waitSignal(program.ended):
            work.window.close()
    assert (folder / KEYS).exists()

    with running(qapp, folder, tmp_path) as program:
        sign_in(qtbot, program)
        residents = page_of(program, "residents")
        assert find_somebody(qtbot, residents) == found
        reports = page_of(program, "reports")
        reports.turn_to(month="2026-10")
        reaches(qtbot, reports, ReportState.SENT)
        exchange = page_of(program, "exchange")
        qtbot.waitUntil(lambda: exchange.table.records.rowCount(QModelIndex()) == 1)
        assert exchange.table.records.cell_at(0, 2).text == "Sent"


def test_a_nurse_sees_aliases_and_the_same_totals(
    qtbot: QtBot, qapp: QApplication, book_folder: Path, tmp_path: Path
) -> None:
    opened = open_book(book_folder, LOGIN, PASSWORD, now=NOW)
    with opened.book as book:
        by = opened.actor
        import_list(book, load_list(book, SAMPLE, now=NOW).reading, by=by, now=NOW)
        member = add_staff_member(book, StaffMember(full_name=NURSE, post="Điều dưỡng"), by=by, now=NOW).result
        asked = request_account(book, member.id, "camtu", by=by, now=NOW).result
        grants = [RoleGrant(account_id="", role=Role.NURSE)]
        secret = approve_account(book, asked.id, grants, by=by, now=NOW).result.one_time_password
    nurse = open_book(book_folder, "camtu", secret, now=NOW)
    with nurse.book as book:
        change_own_password(book, secret, NURSE_PASSWORD, by=nurse.actor, now=NOW)

    seen = {}
    with running(qapp, book_folder, tmp_path) as program:
        for login, password in ((LOGIN, PASSWORD), ("camtu", NURSE_PASSWORD)):
            take_over(qtbot, program, login, password)
            reports = page_of(program, "reports")
            reports.turn_to(month="2026-11")
            shows(qtbot, reports, "2026-11")
            residents = page_of(program, "residents")
            lists_everybody(qtbot, residents)
            seen[login] = (
                [table.figures() for table in reports._view.tables if table.code != "B10"],  # small numbers are hidden
                {row.person_id: (row.name, row.masked) for row in residents._shown},
                {line.person_id: line.name for line in reports._view.table("B01").people(TOTAL, "closing")},
            )
    ours, theirs = seen[LOGIN], seen["camtu"]
    assert ours[0] == theirs[0]
    masked = {person_id for person_id, (_name, is_masked) in theirs[1].items() if is_masked}
    assert len(masked) == FACTS["by_category"]["victim_dv"] == 4
    assert not any(is_masked for _name, is_masked in ours[1].values())
    for person_id in masked:
        name, alias = ours[1][person_id][0], theirs[1][person_id][0]
        assert alias not in ("", name)
        assert theirs[2][person_id] == alias, "behind the number as in the list"
    assert len(ours[2]) == len(theirs[2]) == FACTS["people"]
