"""The first run: eight steps, what was typed is kept, the recovery code is put away before the end."""

from __future__ import annotations

from datetime import date

import pytest

from carebook.store import keys
from carebook.store.book import KEYS
from carebook.store.facility import facility
from carebook.ui.sign_in import first_run
from carebook.ui.sign_in.first_run import BACKUP, CENTER, DONE, FROM, KEY, MANAGER, PLACE, START, FirstRunPage
from carebook.ui.sign_in.recovery_paper import paper_of
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD
from tests.ui.program import running


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch):
    """A new book that costs little to open."""
    monkeypatch.setattr(keys.Cost, "__init__", _cheap)


def _cheap(self, rounds=CHEAP.rounds, memory_kib=CHEAP.memory_kib, lanes=CHEAP.lanes) -> None:
    for name, value in (("rounds", rounds), ("memory_kib", memory_kib), ("lanes", lanes)):
        object.__setattr__(self, name, value)


def fill(page: FirstRunPage) -> None:
    page.center.editor("name").set_value("Trung tâm Bảo trợ xã hội Hoa Ban")
    page.manager.form.editor("full_name").set_value("Đào Thị Hướng Dương")
    page.manager.login.line.setText(LOGIN)
    page.manager.password.first.line.setText(PASSWORD)
    page.manager.password.second.line.setText(PASSWORD)


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
        fill(page)
        page.go_on()
        page.go_on()
        assert page.step == PLACE
        page.go_on()
        qtbot.waitUntil(lambda: page.is_made, timeout=8000)
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
        page.backup_step.show_folder(tmp_path / "usb")
        page.go_on()
        assert page.step == FROM
        page.first_day.editor("records_complete_from").set_value(date(2026, 10, 1))
        page.go_on()
        qtbot.waitUntil(lambda: page.step == DONE, timeout=5000)
        page.finished.emit("today")
        qtbot.waitUntil(lambda: program.work is not None, timeout=5000)
        folder = program.book.folder
        assert (folder / KEYS).exists()
        assert program.choices.book == folder
        assert program.choices.backup_folder(folder) == tmp_path / "usb"
        with program.book.reading_for(program.work.actor, NOW) as reader:
            assert facility(reader).records_complete_from == date(2026, 10, 1)


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
        qtbot.waitUntil(lambda: bool(page.manager.password.first.complaint()), timeout=5000)
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
        qtbot.waitUntil(lambda: page.is_made, timeout=8000)
        page.key.print_button.click()
        assert page.key.messages.text().startswith("This PC has no printer")
