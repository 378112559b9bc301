"""The first run: eight steps, what was typed is kept, the recovery code is put away before the end."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.store import keys
from carebook.store.book import KEYS
from carebook.store.facility import facility
from carebook.ui.parts.desk import Place
from carebook.ui.parts.key_papers import paper_of
from carebook.ui.sign_in import first_run
from carebook.ui.sign_in.first_run import BACKUP, CENTER, DONE, FROM, KEY, MANAGER, PLACE, START, FirstRunPage
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.ui.program import running


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch):
    """A new book and a signing key that cost little to open."""
    monkeypatch.setattr(keys.Cost, "__init__", _cheap)
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


def _cheap(self, rounds=CHEAP.rounds, memory_kib=CHEAP.memory_kib, lanes=CHEAP.lanes) -> None:
    for name, value in (("rounds", rounds), ("memory_kib", memory_kib), ("lanes", lanes)):
        object.__setattr__(self, name, value)


def fill(page: FirstRunPage) -> None:
    page.center.editor("name").set_value("Trung tâm Bảo trợ xã hội Hoa Ban")
    page.manager.form.editor("full_name").set_value("Đào Thị Hướng Dương")
    page.manager.login.line.setText(LOGIN)
    page.manager.password.first.line.setText(PASSWORD)
    page.manager.password.second.line.setText(PASSWORD)


def turn_to(page: FirstRunPage, kind: str) -> None:
    page.profile.kind.buttons()[("center", "department").index(kind)].click()


def test_eight_steps_lead_to_an_open_book(qtbot, qapp, tmp_path):
    (tmp_path / "usb").mkdir()
    with running(qapp, None, tmp_path) as program:
        page = program.entrance.page()
        assert isinstance(page, FirstRunPage)
        assert page.step == START
        page.start.wanted.emit("new")
        assert page.step == CENTER
        page.go_on()
        assert page.step == CENTER, "the name is missing"
        page.manager.form.editor("full_name").set_value("Đào Thị Hướng Dương")
        assert not page._reached()[MANAGER], "a name alone opens no account"
        fill(page)
        assert page._reached()[MANAGER]
        page.go_on()
        page.go_on()
        assert page.step == PLACE
        page.go_on()
        qtbot.waitUntil(lambda: page.is_made)
        assert page.step == KEY
        assert page.owes_confirmation
        code = page.key._code.split("-")
        page.show_step(DONE)
        assert page.step == KEY
        page.key.second.line.setText("XXXX")
        page.go_on()
        assert page.key.second.complaint()
        page.key.second.line.setText(code[1].lower())
        page.key.seventh.line.setText(code[6])
        page.go_on()
        assert page.step == BACKUP
        assert code[0] not in page.key.groups.text()
        assert (page._next.kind, page.backup_step.button.kind) == ("", "primary")  # without a place is not advised
        page.backup_step.show_folder(tmp_path / "usb")
        assert (page._next.kind, page._next.text()) == ("primary", "Next")
        page.go_on()
        assert page.step == FROM
        page.first_day.editor("records_complete_from").set_value(date(2026, 10, 1))
        page.go_on()
        qtbot.waitUntil(lambda: page.step == DONE)
        page.finished.emit("today")
        qtbot.waitUntil(lambda: program.work is not None)
        folder = program.book.folder
        assert (folder / KEYS).exists()
        assert program.choices.book == folder
        assert program.choices.backup_folders(folder) == (tmp_path / "usb",)
        with program.book.reading_for(program.work.actor, NOW) as reader:
            assert facility(reader).records_complete_from == date(2026, 10, 1)


def test_a_department_begins_its_book_without_a_first_day(qtbot, qapp, tmp_path):
    with running(qapp, None, tmp_path) as program:
        page = program.entrance.page()
        page.start.wanted.emit("new")
        page.center.editor("name").set_value("Sở Y tế tỉnh Quảng Ninh")
        turn_to(page, "department")
        assert page.center.value("name") == "Sở Y tế tỉnh Quảng Ninh", "what was typed stays"
        assert page.center.value("symbol") == "SYT"
        assert page.center.editor("name").words == "Name of the department"
        assert not page._steps[FROM].isVisibleTo(page)
        assert page._steps[DONE].text() == "7  Done"
        page.manager.form.editor("full_name").set_value("Đào Thị Hướng Dương")
        page.manager.login.line.setText(LOGIN)
        page.manager.password.first.line.setText(PASSWORD)
        page.manager.password.second.line.setText(PASSWORD)
        page.show_step(KEY)
        qtbot.waitUntil(lambda: page.is_made)
        code = page.key._code.split("-")
        page.key.second.line.setText(code[1])
        page.key.seventh.line.setText(code[6])
        page.go_on()
        page.go_on()
        assert page.step == DONE
        page.done.wanted.emit("settings")
        qtbot.waitUntil(lambda: program.work is not None)
        with program.book.reading_for(program.work.actor, NOW) as reader:
            assert facility(reader).book_kind == "department"
        window = program.work.window
        assert set(window.navigation._items) == {"receiving", "exchange", "settings"}
        window.begin("today")
        assert window._history[-1] == Place("receiving"), "a department has no page of today"
        settings = window.page("settings")
        assert settings.tabs._rail.buttons()[0].text() == "The department"
        assert not {"instruments", "therapy"} & set(settings._entries)
        profile = settings.tab("center")
        qtbot.waitUntil(lambda: profile._facility is not None)
        profile.form.editor("email").set_value("soyte@quangninh.gov.vn")
        profile.save()
        qtbot.waitUntil(lambda: not profile.has_unsaved())
        with program.book.reading_for(program.work.actor, NOW) as reader:
            kept = facility(reader)
        assert (kept.email, kept.book_kind) == ("soyte@quangninh.gov.vn", "department")


def test_who_turns_back_to_a_center_finds_its_words_again(qtbot, tmp_path):
    page = FirstRunPage(lambda: NOW, tmp_path / "so")
    qtbot.addWidget(page)
    page.center.editor("symbol").set_value("TTBTXHHB")
    turn_to(page, "department")
    turn_to(page, "center")
    assert page.center.value("symbol") == "TTBTXHHB", "a symbol of one's own is left alone"
    assert page.center.editor("head_name").words == "Head of the center"
    assert page.profile.facility() is None, "the name is missing"
    page.center.editor("name").set_value("Trung tâm Hoa Ban")
    assert page.profile.facility().book_kind == "center"


def test_every_step_is_reachable_and_what_was_typed_is_kept(qtbot, tmp_path):
    page = FirstRunPage(lambda: NOW, tmp_path / "so")
    qtbot.addWidget(page)
    fill(page)
    for step in (PLACE, CENTER, MANAGER, START, PLACE):
        page.show_step(step)
        assert page.step == step
    assert page.center.value("name") == "Trung tâm Bảo trợ xã hội Hoa Ban"
    assert page.manager.login.text() == LOGIN


def test_a_weak_password_is_told_at_its_step(qtbot, qapp, tmp_path):
    with running(qapp, None, tmp_path) as program:
        page = program.entrance.page()
        fill(page)
        page.manager.password.first.line.setText("ngan")
        page.manager.password.second.line.setText("ngan")
        page.show_step(KEY)
        qtbot.waitUntil(lambda: bool(page.manager.password.first.complaint()))
        assert page.step == MANAGER
        assert not page.is_made


def test_a_synchronised_folder_is_refused_at_once(qtbot, tmp_path):
    page = FirstRunPage(lambda: NOW, tmp_path / "so")
    qtbot.addWidget(page)
    page.place_step.show_folder(tmp_path / "OneDrive" / "so")
    assert "OneDrive" in page.place_step.messages.text()
    assert page.place_step.folder is None


def test_the_paper_holds_every_group():
    code = keys.new_recovery_code()
    paper = paper_of(code, "Trung tâm <Hoa Ban>", date(2026, 11, 22))
    assert all(f">{group}<" in paper for group in code.split("-"))
    assert "&lt;Hoa Ban&gt;" in paper


def test_it_fits_a_small_screen(qtbot, tmp_path):
    page = FirstRunPage(lambda: NOW, tmp_path / "so")
    qtbot.addWidget(page)
    page.resize(880, 480)
    page.show()
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 480


def test_without_a_printer_the_key_is_copied_by_hand(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(first_run, "print_paper", lambda *_given: None)
    with running(qapp, None, tmp_path) as program:
        page = program.entrance.page()
        fill(page)
        page.show_step(KEY)
        qtbot.waitUntil(lambda: page.is_made)
        page.key.print_button.click()
        assert page.key.messages.text().startswith("This PC has no printer")
