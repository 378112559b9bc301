"""The window's way through keys: closing an account, new printed keys, custodians at the door, how hard a password is."""

from __future__ import annotations

import pytest

from carebook.actions import accounts, custodians
from carebook.actions.backup import back_up_book
from carebook.actions.opening import Opened, open_book
from carebook.records.staff import AccountState, Role
from carebook.store import code_lists, errors, keys, staff
from carebook.store import custodians as store
from carebook.store import facility as facilities
from carebook.store.book import KEYS
from carebook.ui.pages.settings.closing_accounts import CloseAccountDialog
from carebook.ui.pages.settings.page import SettingsPage
from carebook.ui.pages.settings.spare_keys import CustodiansDialog, RecoveryDialog, SpareKeysTab
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.key_papers import custodian_paper_of
from carebook.ui.parts.passwords import NewPassword
from carebook.ui.sign_in.forgotten import ForgottenPage
from tests import samples
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.ui.program import running, sign_in_page

NAMES = ("Lưu Thị Giữ", "Mạc Văn Cất", "Tạ Thị Trông")


@pytest.fixture
def nurse(opened: Opened) -> str:
    """The account of a nurse, approved."""
    member = accounts.add_staff_member(opened.book, samples.staff_member(), by=opened.actor, now=NOW).result
    account = accounts.request_account(opened.book, member.id, "camtu", by=opened.actor, now=NOW).result
    accounts.approve_account(opened.book, account.id, [samples.grant(role=Role.NURSE)], by=opened.actor, now=NOW)
    return str(account.id)


@pytest.fixture
def desk(opened: Opened):
    with opened.book.reading_for(opened.actor, NOW) as reader:
        made = Desk(opened.book, opened.actor, facilities.facility(reader), code_lists.words(reader), clock=lambda: NOW)
    yield made
    made.close()


def test_closing_an_account_tells_how_far_it_is_and_the_pages_go_on(qtbot, opened: Opened, desk, nurse: str):
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    answers = []
    desk.ask(page, lambda reader: len(staff.accounts(reader)), answers.append)
    qtbot.waitUntil(lambda: answers == [2])
    dialog = CloseAccountDialog(desk, page, "Doãn Thị Cẩm Tú", nurse)
    told = []
    dialog._job.progressed.connect(lambda done, total: told.append((done, total)))
    dialog.reason.setText("nghỉ việc")
    dialog.show()
    dialog.go.click()
    assert not dialog._back.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    desk.ask(page, lambda reader: len(staff.accounts(reader)), answers.append)  # waits, and is answered afterwards
    qtbot.waitUntil(lambda: dialog.change is not None)
    qtbot.waitUntil(lambda: answers == [2, 2])
    assert told[-1][0] == told[-1][1]
    with opened.book.looking(NOW) as reader:
        file = staff.account_file(reader, nurse)
    assert file is not None
    assert file.account.state is AccountState.CLOSED
    assert not keys.read_keys(opened.book.folder / KEYS).has(nurse)


def test_closing_is_refused_in_words_while_another_program_reads(qtbot, opened: Opened, desk, nurse: str):
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    other = open_book(opened.book.folder, LOGIN, PASSWORD, now=NOW)
    dialog = CloseAccountDialog(desk, page, "Doãn Thị Cẩm Tú", nurse)
    dialog.show()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog._wrong.isVisible())
    assert dialog._wrong.text() == str(errors.NotAlone().message)
    assert dialog.go.isEnabled()
    other.book.close()
    dialog.reject()


def test_the_tab_tells_which_printed_keys_there_are(qtbot, opened: Opened, desk):
    tab = SpareKeysTab(desk, SettingsPage(desk))
    qtbot.addWidget(tab)
    tab.refresh()
    qtbot.waitUntil(lambda: "22/11/2026" in tab.recovery.text())
    made = store.new_set()
    custodians.name_custodians(opened.book, made, NAMES, made.papers, by=opened.actor, now=NOW)
    tab.refresh()
    qtbot.waitUntil(lambda: made.mark in tab.custodians.text())
    assert all(name in tab.custodians.text() for name in NAMES)


def test_a_new_recovery_key_is_typed_back_before_it_holds(qtbot, opened: Opened, desk):
    tab = SpareKeysTab(desk, SettingsPage(desk))
    qtbot.addWidget(tab)
    dialog = RecoveryDialog(desk, tab)
    dialog.lines["second"].setText("sai")
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog._wrong.text()))
    groups = dialog.code.split("-")
    dialog.lines["second"].setText(groups[1])
    dialog.lines["seventh"].setText(groups[6])
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.change is not None)
    file = keys.read_keys(opened.book.folder / KEYS)
    keys.open_slot(file.book_id, file.slot_of(keys.RECOVERY), keys.normal_recovery_code(dialog.code))


def test_custodians_are_named_with_their_papers_typed_back(qtbot, opened: Opened, desk):
    tab = SpareKeysTab(desk, SettingsPage(desk))
    qtbot.addWidget(tab)
    dialog = CustodiansDialog(desk, tab)
    for number, name in enumerate(NAMES, 1):
        dialog.lines[f"name_{number}"].setText(name)
        dialog.lines[f"paper_{number}"].setText(dialog.made.papers[number - 1])
    printed = dialog.papers()
    assert len(printed) == 3
    for name, paper, html in zip(NAMES, dialog.made.papers, printed, strict=True):
        assert name in html
        assert all(group in html for group in paper.split("-"))
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.change is not None)
    assert keys.read_keys(opened.book.folder / KEYS).slot_of(keys.CUSTODIANS).mark == dialog.made.mark


def test_two_custodians_at_the_door(qtbot, qapp, opened: Opened, tmp_path):
    made = store.new_set()
    custodians.name_custodians(opened.book, made, NAMES, made.papers, by=opened.actor, now=NOW)
    folder = opened.book.folder
    opened.book.close()
    with running(qapp, folder, tmp_path) as program:
        sign_in_page(program).wanted.emit("forgot")
        page = program.entrance.page()
        assert isinstance(page, ForgottenPage)
        page.other_way.click()
        for field, text in zip((*page.papers, page.login), (made.papers[0], made.papers[0], LOGIN), strict=True):
            field.line.setText(text)
        page.help.click()
        qtbot.waitUntil(lambda: bool(page.papers[0].complaint()))
        page.papers[1].line.setText(made.papers[2])
        page.help.click()
        qtbot.waitUntil(lambda: bool(page.given.text()))
        assert not page.papers[0].line.text()
        assert open_book(folder, LOGIN, page.given.text(), now=NOW).one_time


def test_two_papers_open_a_backup_in_the_wizard(qtbot, qapp, opened: Opened, tmp_path):
    made = store.new_set()
    custodians.name_custodians(opened.book, made, NAMES, made.papers, by=opened.actor, now=NOW)
    (tmp_path / "usb").mkdir()
    file = back_up_book(opened.book, tmp_path / "usb", by=opened.actor, now=NOW).result.path
    opened.book.close()
    with running(qapp, None, tmp_path) as program:
        page = program.beginnings.show_restore()
        page.show_file(file)
        assert not any(paper.isVisibleTo(page) for paper in page.papers)
        page.way.buttons()[2].click()
        assert all(paper.isVisibleTo(page) for paper in page.papers)
        assert not page.code.isVisibleTo(page)
        typed = (made.papers[1], made.papers[1], LOGIN, "12345678")
        for field, text in zip((*page.papers, page.login, page.password), typed, strict=True):
            field.line.setText(text)
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.papers[1].complaint()))
        page.papers[1].line.setText(made.papers[2])
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.password.complaint()))
        page.password.line.setText("mèo mun nhảy rào 9")
        page.go.click()
        qtbot.waitUntil(lambda: program.work is not None)


def test_without_custodians_the_door_does_not_offer_them(qapp, opened: Opened, tmp_path):
    folder = opened.book.folder
    opened.book.close()
    with running(qapp, folder, tmp_path) as program:
        sign_in_page(program).wanted.emit("forgot")
        page = program.entrance.page()
        assert isinstance(page, ForgottenPage)
        assert not page.other_way.isVisibleTo(page)


def test_how_hard_a_password_is_is_told_while_it_is_typed(qtbot):
    field = NewPassword(lambda: ("Đào Thị Hướng Dương", "Trung tâm Hoa Ban"))
    qtbot.addWidget(field)
    field.show()
    field.first.line.setText("ngan")
    qtbot.waitUntil(lambda: field.told.isVisible())
    assert field.told.property("tone") == "warn"
    for typed, tone in (("huong duong 7", "warn"), ("matkhau2026", "warn"), ("meo mun nhay rao 9", "ok")):
        field.first.line.setText(typed)
        assert field.told.property("tone") == tone, typed
    field.first.line.clear()
    assert not field.told.isVisible()


def test_a_custodians_paper_names_its_owner_its_set_and_its_number():
    made = store.new_set()
    html = custodian_paper_of(made.papers[1], 2, "Mạc Văn Cất", "Trung tâm Hoa Ban", NOW.date())
    assert "Mạc Văn Cất" in html
    assert made.mark in html
