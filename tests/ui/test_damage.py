"""A damaged book as a person meets it: at the door, at work, on the page of settings; and the way to a sound one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from carebook.actions.damage import SavedBook
from carebook.actions.opening import Opened
from carebook.records.damage import CheckUp, Fault, Finding, Salvaged
from carebook.store import checking, errors
from carebook.store.book import DATABASE
from carebook.ui.application.damage import DamageDialog
from carebook.ui.pages.settings.about import BundleDialog, window_facts
from carebook.ui.parts.desk import Place
from carebook.ui.sign_in.damaged import DamagedPage
from carebook.ui.sign_in.frame import BookOnSight, Entrance
from tests.conftest import LOGIN, PASSWORD
from tests.damage_samples import fill, flip, key_of, pages_of
from tests.ui.program import running, sign_in, sign_in_page


@pytest.fixture
def closed(opened: Opened, now: datetime) -> Path:
    """The folder of a closed book with people in it."""
    fill(opened.book, opened.actor, now, 12)
    opened.book.close()
    return opened.book.folder


def type_in(program, login: str = LOGIN, password: str = PASSWORD) -> None:
    page = sign_in_page(program)
    page.choose(None)
    page.name.line.setText(login)
    page.secret.line.setText(password)
    page.go.click()


def damaged_page(qtbot, program) -> DamagedPage:
    qtbot.waitUntil(lambda: isinstance(program.entrance.page(), DamagedPage))
    page = program.entrance.page()
    assert isinstance(page, DamagedPage)
    return page


def test_from_the_damaged_first_page_to_a_sound_book(
    qtbot, qapp: QApplication, closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file, key = key_of(closed)
    flip(closed, [1, pages_of(closed, key, "person")[-1]])
    before = (closed / DATABASE).read_bytes()
    with running(qapp, closed, tmp_path) as program:
        type_in(program, password="not this one")
        qtbot.waitUntil(lambda: sign_in_page(program).go.isEnabled())
        assert not isinstance(program.entrance.page(), DamagedPage)  # a wrong password is no damage
        type_in(program)
        page = damaged_page(qtbot, program)
        qtbot.waitUntil(page.found.isVisible)
        assert not page.look.isVisible()
        page.secret.line.setText("not this one")
        page.save.click()
        qtbot.waitUntil(page.save.isEnabled)
        page.secret.line.setText(PASSWORD)
        page.save.click()
        qtbot.waitUntil(page.result.isVisible, timeout=60000)
        assert (closed / DATABASE).read_bytes() == before
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "cuu.pdf"), ""))
        page.keep.click()
        qtbot.waitUntil(lambda: "cuu.pdf" in page.news.text())
        assert (tmp_path / "cuu.pdf").read_bytes().startswith(b"%PDF")
        page.open_new.click()
        work = sign_in(qtbot, program)
        work.window.go(Place("settings", {"tab": "about"}))
        about = work.window.page("settings").tab("about")
        qtbot.waitUntil(about.salvaged.isVisible)
        about.salvaged.click()
        qtbot.waitUntil(lambda: about._papers.dialog is not None)
        about._papers.dialog.reject()
        assert work.desk.book.folder != closed
        assert work.desk.book.read_only is None


@pytest.mark.looks
def test_every_deed_of_the_damaged_page_is_seen_in_a_small_window(qtbot, now: datetime, tmp_path: Path) -> None:
    page = DamagedPage(
        BookOnSight(tmp_path, "Trung tâm Bảo trợ xã hội"),
        lambda: now,
        errors.DamagedBook().message,
        tmp_path / "new",
        (),
        login=LOGIN,
        may_look=True,
    )
    found = tuple(Finding(Fault.CHAIN, DATABASE, number) for number in range(6))
    page.show_check(CheckUp(now, found, is_full=True))
    window = Entrance()
    qtbot.addWidget(window)
    window.resize(911, 512)
    window.show_page(page)
    window.show()

    def unseen(*deeds: QWidget) -> list[str]:
        QApplication.processEvents()
        return [one.text() for one in deeds if one.visibleRegion().boundingRect() != one.rect()]

    assert unseen(page.look, page.restore, page.save) == []
    assert page.found.height() > page.found.visibleRegion().boundingRect().height(), "so many words scroll"
    page.show_saved(SavedBook(tmp_path / "new", Salvaged(now, (), lost=(), files=0, left=CheckUp(now, is_full=True))))
    assert unseen(page.look, page.restore, page.open_new, page.keep) == []


def test_what_a_check_finds_at_work_stands_above_every_page(
    qtbot, qapp: QApplication, closed: Path, tmp_path: Path
) -> None:
    _file, key = key_of(closed)
    flip(closed, [pages_of(closed, key, "person")[-1]])
    with running(qapp, closed, tmp_path) as program:
        with qtbot.captureExceptions() as met:  # what pages ask for may stand on that page
            work = sign_in(qtbot, program)
            program.tell_refusal(errors.DamagedBook().message)
            assert work.desk.book.read_only is not None
            qtbot.waitUntil(work.window.trouble.isVisible)
        assert {kind for kind, _error, _trace in met} <= {errors.DamagedBook}
        assert work.desk.book.read_only is not None
        found = checking.last_checks(closed)[1]
        assert found is not None
        assert [one.fault for one in found.findings] == [Fault.PAGES]
        program._do_about_damage("salvage")
        page = damaged_page(qtbot, program)
        assert page.found.isVisible()
        assert program.work is None


def test_the_full_check_is_made_once_a_week(qtbot, qapp: QApplication, closed: Path, tmp_path: Path) -> None:
    with running(qapp, closed, tmp_path) as program:
        sign_in(qtbot, program)
        program.damage.look_now()
        qtbot.waitUntil(lambda: program.damage._job is None)
        first = checking.last_checks(closed)[1]
        assert first is not None
        assert first.is_sound
        program._clock.turn(days=6)
        program.damage.look_now()
        assert program.damage._job is None
        program._clock.turn(days=2)
        program.damage.look_now()
        assert program.damage._job is not None
        program.damage.let_go()


@pytest.mark.parametrize(
    ("fault", "answers"),
    [(Fault.PAGES, {"salvage", "restore"}), (Fault.SEARCH, {"rebuild"}), (Fault.CHAIN, set())],
)
def test_the_ways_on_fit_what_was_found(qtbot, now: datetime, fault: Fault, answers: set[str]) -> None:
    dialog = DamageDialog(None, CheckUp(now, (Finding(fault, DATABASE, 1),)))
    qtbot.addWidget(dialog)
    buttons = dialog._buttons.count() - 2  # the stretch and the way back
    assert buttons == len(answers)


def test_everything_in_the_bundle_is_shown_before(qtbot) -> None:
    dialog = BundleDialog(None, {"a.json": "{1}", "log.txt": "line"})
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "{1}"
    dialog.names.setCurrentRow(1)
    assert dialog.text.toPlainText() == "line"
    assert "screens" in window_facts()
