"""Signing in: what is said when it fails, what is kept, one-time passwords, the recovery code, a book from a backup."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from carebook.actions import accounts
from carebook.actions.backup import back_up_book
from carebook.actions.opening import Opened, make_book, open_book
from carebook.records.staff import Role, RoleGrant, StaffMember
from carebook.store import backup, errors
from carebook.ui.parts.passwords import PlainField, SecretField
from carebook.ui.sign_in.forgotten import ForgottenPage, NewPasswordPage
from carebook.ui.sign_in.frame import backup_words
from carebook.ui.sign_in.page import Known, Locked, SignInPage
from carebook.ui.sign_in.restore import RestorePage
from tests import samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.ui.program import running, sign_in, sign_in_page
from tests.ui.typing_vietnamese import type_text


def unnamed(page: QWidget) -> list[QWidget]:
    """What takes the focus but says nobody its name."""
    inputs = [*page.findChildren(QLineEdit), *page.findChildren(QAbstractButton)]
    return [
        one
        for one in inputs
        if one.isVisibleTo(page) and one.focusPolicy() and not one.accessibleName() and not one.toolTip()
    ]


def test_a_wrong_password_says_its_sentence_and_keeps_the_field(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        page = sign_in_page(program)
        page.name.line.setText(LOGIN)
        page.secret.line.setText("sai rồi")
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.secret.complaint()))
        assert page.secret.complaint() == str(errors.WrongPassword().message)
        assert page.secret.text() == "sai rồi"
        assert page.secret.line.selectedText()
        assert page.go.isEnabled()
        assert program.work is None


def test_after_five_wrong_passwords_one_has_to_wait(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        page = sign_in_page(program)
        page.name.line.setText(LOGIN)
        for n in range(5):
            page.secret.line.setText(f"sai rồi {n}")
            page.go.click()
            qtbot.waitUntil(lambda: bool(page.secret.complaint()))
            if n < 4:
                page.secret.complain("")
        assert page.secret.complaint().startswith("Wrong 5 times")
        assert not page.go.isEnabled()


def test_an_unknown_name_is_told_beside_the_name(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        page = sign_in_page(program)
        page.name.line.setText("khongco")
        page.secret.line.setText(PASSWORD)
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.name.complaint()))
        assert "khongco" in page.name.complaint()


def test_who_signed_in_is_offered_next_time(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        sign_in(qtbot, program)
    with running(qapp, book_folder, tmp_path) as program:
        page = sign_in_page(program)
        assert [who.login for who in page._known] == [LOGIN]
        assert page.who.whole() == LOGIN
        assert page.post.whole() == "Giám đốc"
        assert not page.name.isVisible()
        assert program.choices.center(book_folder) == samples.facility().name


def test_a_one_time_password_asks_for_ones_own(qtbot, qapp, opened: Opened, tmp_path):
    book, director, folder = opened.book, opened.actor, opened.book.folder
    member = accounts.add_staff_member(
        book, StaffMember(full_name="Doãn Thị Cẩm Tú", post="Điều dưỡng"), by=director, now=NOW
    )
    asked = accounts.request_account(book, member.result.id, "camtu", by=director, now=NOW)
    grant = RoleGrant(account_id="", role=Role.NURSE)
    handed = accounts.approve_account(book, asked.result.id, [grant], by=director, now=NOW).result
    book.close()
    with running(qapp, folder, tmp_path) as program:
        page = sign_in_page(program)
        page.name.line.setText("camtu")
        page.secret.line.setText(handed.one_time_password)
        page.go.click()
        qtbot.waitUntil(lambda: isinstance(program.entrance.page(), NewPasswordPage))
        own = program.entrance.page()
        assert program.work is None
        own.password.first.line.setText("hoa ban trang 5")
        own.password.second.line.setText("hoa ban trắng 5")
        own.go.click()
        assert own.password.second.complaint()
        own.password.second.line.setText("hoa ban trang 5")
        own.go.click()
        qtbot.waitUntil(lambda: program.work is not None)
        assert program.work.actor.name == "Doãn Thị Cẩm Tú"
    again = open_book(folder, "camtu", "hoa ban trang 5", now=NOW)
    assert not again.one_time
    again.book.close()


def test_the_recovery_code_opens_the_book_with_a_new_password(qtbot, qapp, tmp_path):
    made = make_book(
        tmp_path / "book",
        facility=samples.facility(),
        manager=samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
        login=LOGIN,
        password=PASSWORD,
        now=NOW,
        cost=CHEAP,
    )
    made.book.close()
    with running(qapp, tmp_path / "book", tmp_path) as program:
        sign_in_page(program).wanted.emit("forgot")
        page = program.entrance.page()
        assert isinstance(page, ForgottenPage)
        page.login.line.setText(LOGIN)
        page.password.first.line.setText("hoa ban trang 5")
        page.password.second.line.setText("hoa ban trang 5")
        page.code.line.setText("1234")
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.code.complaint()))
        page.code.line.setText(made.recovery_code)
        page.go.click()
        qtbot.waitUntil(lambda: program.work is not None)


def test_a_book_comes_back_from_its_backup(qtbot, qapp, opened: Opened, tmp_path):
    (tmp_path / "usb").mkdir()
    made = back_up_book(opened.book, tmp_path / "usb", by=opened.actor, now=NOW).result
    opened.book.close()
    with running(qapp, None, tmp_path) as program:
        page = program.beginnings.show_restore()
        assert isinstance(page, RestorePage)
        page.show_file(made.path)
        assert "0 people" in page.messages.text()
        page.login.line.setText(LOGIN)
        page.password.line.setText("sai")
        page.go.click()
        qtbot.waitUntil(lambda: bool(page.password.complaint()))
        page.password.line.setText(PASSWORD)
        page.go.click()
        qtbot.waitUntil(lambda: program.work is not None)
        assert program.book.folder == tmp_path / "data" / "so"


def test_a_backup_takes_the_place_of_the_book_here(qtbot, qapp, book_folder, opened: Opened, tmp_path):
    (tmp_path / "usb").mkdir()
    made = back_up_book(opened.book, tmp_path / "usb", by=opened.actor, now=NOW).result
    opened.book.close()
    with running(qapp, book_folder, tmp_path) as program:
        page = program.beginnings.show_restore(book_folder)
        qtbot.waitUntil(lambda: page.known.count() == 1)
        assert page._file == made.path
        page.where.choose("place")
        page._change_where("place")
        page.login.line.setText(LOGIN)
        page.password.line.setText(PASSWORD)
        page.go.click()
        qtbot.waitUntil(lambda: program.work is not None)
        assert program.book.folder == book_folder
        aside = [path for path in book_folder.parent.iterdir() if "truoc-khoi-phuc" in path.name]
        assert len(aside) == 1
        assert (aside[0] / "carebook.db").exists()


def test_a_book_that_moved_is_opened_only_on_purpose(qtbot, qapp, book_folder, tmp_path, monkeypatch):
    backup.mark_moved(book_folder, "x.cbk", now=NOW)
    answers = [False, True]
    monkeypatch.setattr("carebook.ui.application.moved.confirm", lambda *_given: answers.pop(0))
    with running(qapp, book_folder, tmp_path) as program:
        page = program.show_sign_in()
        assert "went on to another PC" in page.news.text()
        program._try_to_open(page, LOGIN, PASSWORD, "")
        assert program.work is None
        program._try_to_open(page, LOGIN, PASSWORD, "")
        qtbot.waitUntil(lambda: program.work is not None)


def test_a_restore_that_was_broken_off_is_settled_at_the_start(qapp, book_folder, tmp_path):
    left = backup.workshop_of(book_folder)
    left.mkdir()
    left.with_name(left.name + ".json").write_text('{"stage": "making", "aside": ""}')
    with running(qapp, book_folder, tmp_path) as program:
        assert "undone" in program.entrance.page().news.text()
    assert not left.exists()


def test_a_file_that_is_no_backup_is_told(qtbot, tmp_path):
    file = tmp_path / "x.cbk"
    file.write_text("no zip")
    page = RestorePage(lambda: NOW, tmp_path / "so")
    qtbot.addWidget(page)
    page.show_file(file)
    assert "x.cbk" in page.messages.text()
    assert not page.go.isEnabled()


@pytest.mark.parametrize(("typed", "told"), [("ABC", True), ("abc", False), ("Ă", True), ("1", False)])
def test_caps_lock_is_noticed(qtbot, typed, told):
    field = SecretField("Password")
    qtbot.addWidget(field)
    type_text(field.line, typed)
    assert field._caps.isHidden() is not told


@pytest.mark.parametrize(("field", "marked"), [(SecretField, "sai"), (PlainField, "")])
def test_what_is_wrong_stands_under_the_field_until_it_is_typed_in(qtbot, field, marked):
    one = field("Name")
    qtbot.addWidget(one)
    type_text(one.line, "sai")
    one.complain("Not this one.")
    assert (one.complaint(), one.text(), one.line.accessibleDescription()) == ("Not this one.", "sai", "Not this one.")
    assert one.line.selectedText() == marked, "a secret nobody can read is typed anew"
    assert one.line.property("bad") == "error"
    type_text(one.line, "a")
    assert (one.complaint(), one.line.property("bad")) == ("", "")


def test_the_eye_shows_what_was_typed(qtbot):
    field = SecretField("Password")
    qtbot.addWidget(field)
    eye = field.line.actions()[0]
    eye.trigger()
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    eye.trigger()
    assert field.line.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    "locked", [None, Locked("Đào Thị Hướng Dương", "Giám đốc", NOW, 10, has_pin=True, draft_kept=True)]
)
def test_everything_has_a_name_and_it_fits_a_small_screen(qtbot, tmp_path, locked):
    from carebook.ui.sign_in.frame import BookOnSight

    known = [Known("huongduong", "Giám đốc", "ĐTHD", NOW), Known("camtu", "Điều dưỡng", "DTCT")]
    page = SignInPage(BookOnSight(tmp_path), known, lambda: NOW, locked)
    qtbot.addWidget(page)
    page.show()
    assert not unnamed(page)
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 480


def test_no_backup_is_said_in_amber():
    said, tone = backup_words(None, NOW)
    assert said.id.startswith("There is no backup yet")
    assert tone == "warn"
