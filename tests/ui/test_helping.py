"""F1 from everywhere, the window of the manual, hints of first visits, and what is told after an update."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from carebook import __version__
from carebook.actions.choices import keep_choice
from carebook.reports.manual.contents import Target, contents
from carebook.store.book import new_id
from carebook.store.choices import HINTS, VERSION_SEEN, own_choice
from carebook.ui.application.helping import Helping
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.desk import Place
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.manual.window import FOLDED, ManualWindow, Reader
from carebook.ui.parts.page import KeyHint
from carebook.words import N_
from tests.conftest import LOGIN, NOW, PASSWORD
from tests.ui.program import running, sign_in, sign_in_page

NURSE = Reader(("nurse",))


@pytest.fixture
def manual(qtbot) -> Iterator[ManualWindow]:
    """The window of the manual, opened where residents are listed."""
    hand = Clerk(lambda: None, lambda: None)  # type: ignore[arg-type,return-value]
    window = ManualWindow(hand, NOW.date)
    qtbot.addWidget(window)
    window.show_place(Target("residents"), NURSE, (KeyHint("Ctrl+N", N_("Admit")),), "Residents")
    window.show()
    yield window
    window.hide()
    hand.close()


def test_it_shows_a_page_with_the_keys_of_where_one_was(manual):
    assert manual.here() == Target("residents")
    assert manual.text.name() == "residents"
    assert manual.text.toPlainText().startswith("Đối tượng")
    assert manual._keys_row.isVisibleTo(manual)
    assert manual._keys.count() == 1


@pytest.mark.looks
def test_every_line_of_the_contents_is_as_high_as_another(manual):
    contents = manual.listing.contents
    manual.open(Target("whats-new"))
    shown = [
        contents._items[name]
        for name in contents.names()
        if not contents.visualItemRect(contents._items[name]).isEmpty()
    ]
    assert len({contents.visualItemRect(item).height() for item in shown}) == 1


def test_back_and_forward_lead_through_what_was_read(manual):
    manual.open(Target("today"))
    manual.open(Target("window"))
    manual.back()
    assert manual.here() == Target("today")
    manual.back()
    assert manual.here() == Target("residents")
    assert not manual.back_button.isEnabled()
    manual.forward()
    assert manual.here() == Target("today")
    manual.open(Target("residents"))
    assert not manual.on_button.isEnabled()


def test_words_are_found_without_marks_and_opened_by_enter(manual):
    manual.search.setText("chot so lieu")
    manual.look_for()
    assert manual.listing.found.count() > 0
    manual.search.returnPressed.emit()
    QTest.keyClick(manual.listing.found, Qt.Key.Key_Return)
    assert manual.here() != Target("residents")
    manual.search.setText("xyzxyz")
    manual.look_for()
    assert manual.listing.currentIndex() == 2
    manual.search.setText("")
    manual.look_for()
    assert manual.listing.currentIndex() == 0


def test_words_of_the_page_are_found_and_gone_through(manual):
    manual.begin_finding()
    manual.find_field.setText("bam")
    assert manual._found > 1
    assert manual.found_words.text() == f"1/{manual._found}"
    manual.step_finding(-1)
    assert manual.found_words.text() == f"{manual._found}/{manual._found}"
    manual.find_field.setText("xyzxyz")
    assert manual.found_words.text() == "Not on this page"
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.find_row.isVisible()
    assert manual.isVisible()
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_letters_grow_and_shrink_within_bounds(manual):
    for _n in range(20):
        manual.larger()
    assert manual.text.scale() == 2.0
    manual.usual_size()
    assert manual.text.scale() == 1.0
    for _n in range(20):
        manual.smaller()
    assert manual.text.scale() == 0.8


def test_narrow_it_shows_the_page_and_the_contents_on_demand(manual):
    manual.resize(FOLDED - 100, 480)
    assert not manual._panel.isVisible()
    manual._contents_button.click()
    assert manual._panel.isVisible()
    manual.listing.chosen.emit(Target("today"))
    assert not manual._panel.isVisible()
    assert manual.here() == Target("today")


def test_everything_has_a_name(manual):
    parts: list[QWidget] = [*manual.findChildren(QAbstractButton), *manual.findChildren(QLineEdit)]
    parts += [manual.text, manual.listing.contents, manual.listing.found]
    assert [
        part
        for part in parts
        if part.isVisibleTo(manual) and not part.accessibleName() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ] == []


def _helping(program) -> Helping:
    return program.helping


def _here(program) -> Target | None:
    window = _helping(program)._window
    return window.here() if window is not None else None


def test_f1_opens_the_page_of_where_one_is(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        program.entrance.activateWindow()
        qtbot.waitUntil(lambda: bool(program.entrance.property("F1")))
        QTest.keyClick(sign_in_page(program), Qt.Key.Key_F1)
        assert _here(program) == Target("sign-in")
        work = sign_in(qtbot, program, LOGIN, PASSWORD)
        work.window.activateWindow()
        qtbot.waitUntil(lambda: bool(work.window.property("F1")))
        work.window.go(Place("settings", {"tab": "look"}))
        work.window.activateWindow()
        qtbot.waitUntil(work.window.isActiveWindow)
        QTest.keyClick(work.window, Qt.Key.Key_F1)
        assert _here(program) == contents().target("settings", "look")
        dialog = DeedDialog(work.window, "Question?")
        dialog.open()
        _helping(program).open_here()
        window = _helping(program)._window
        assert window is not None
        assert window.parent() is dialog
        dialog.reject()
        assert window.parent() is None
        assert window.isVisible()
        _helping(program).open("whats-new")
        assert _here(program) == Target("whats-new")


def _kept(work, name: str) -> object:
    with work.desk.book.reading_for(work.desk.actor, NOW) as reader:
        return own_choice(reader, name)


def test_a_hint_is_told_once_and_hints_can_be_wanted_no_more(qtbot, qapp, book_folder, tmp_path):
    with running(qapp, book_folder, tmp_path) as program:
        work = sign_in(qtbot, program, LOGIN, PASSWORD)
        hints = work.window.hints
        qtbot.waitUntil(lambda: bool(hints.text()))
        assert hints.text().startswith("What is due")
        work.window.go(Place("residents"))
        assert hints.text().startswith("Everybody in the book")
        work.window.go(Place("today"))
        assert hints.text() == ""
        qtbot.waitUntil(
            lambda: not work.desk.clerk.is_writing and _kept(work, HINTS) == {"seen": ["residents", "today"]}
        )
        assert work.window.status.words() == ""  # a hint that was seen is nothing saved
        work.window.go(Place("statistics"))
        assert hints.text()
        hints._want_none()
        assert hints.text() == ""
        qtbot.waitUntil(lambda: not work.desk.clerk.is_writing and _kept(work, HINTS) == {"off": True})
        work.window.go(Place("exchange"))
        assert hints.text() == ""
        assert _kept(work, VERSION_SEEN) == __version__
        work.desk.do(keep_choice, HINTS, {"seen": []})  # as the settings do when they are to be shown again
        qtbot.waitUntil(lambda: hints._seen == {"exchange"})
        work.window.go(Place("today"))
        assert hints.text()


def test_what_is_new_is_told_at_the_first_sign_in_after_an_update(qtbot, qapp, opened, tmp_path):
    keep_choice(opened.book, VERSION_SEEN, "0.0.1", by=opened.actor, now=NOW, op=new_id())
    opened.book.close()
    with running(qapp, opened.book.folder, tmp_path) as program:
        work = sign_in(qtbot, program, LOGIN, PASSWORD)
        page = work.window.page("today")
        qtbot.waitUntil(lambda: __version__ in page.messages.text())
        page.messages._action.click()
        assert _here(program) == Target("whats-new")
        qtbot.waitUntil(lambda: not work.desk.clerk.is_writing and _kept(work, VERSION_SEEN) == __version__)
