"""A code typed from a page leads to the very version it was printed from, and tells whether that version still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from carebook.records.periods import Snapshot
from carebook.records.staff import Actor, Role
from carebook.rules.page_codes import code_of, in_groups, to_scan
from carebook.store import code_lists
from carebook.store import facility as facility_store
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.by_code import VersionDialog
from carebook.ui.parts.desk import Desk
from tests import period_samples as sample
from tests.period_samples import MONTH

Open = Callable[..., VersionDialog]


def code(snapshot: Snapshot) -> str:
    return code_of(snapshot.id, snapshot.report_version, snapshot.content_hash)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def dialog_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    desks: list[Desk] = []
    held = []

    def make(actor: Actor, typed: str = "") -> VersionDialog:
        with book.reading_for(actor, now) as reader:
            codes, facility = code_lists.words(reader), facility_store.facility(reader)
        desk = Desk(book, actor, facility, codes, clock=lambda: now)
        desks.append(desk)
        dialog = VersionDialog(desk, None, typed)
        held.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    yield make
    for desk in desks:
        desk.close()


def is_shown(qtbot: QtBot, dialog: VersionDialog, pages: int) -> None:
    qtbot.waitUntil(lambda: dialog.preview.page_count() >= pages)


def test_an_old_version_is_shown_as_it_was_printed_and_said_to_be_replaced(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, dialog_for: Open
) -> None:
    sample.filled(book)
    first = sample.closed(book, director, now)
    second = sample.closed(book, director, now, reason="bổ sung")
    dialog = dialog_for(director)
    assert not dialog.report.isEnabled()
    dialog.code.setText(to_scan(code(first)))
    dialog.search.click()
    is_shown(qtbot, dialog, 2)
    assert dialog.bar.text().startswith("This paper is version 1, replaced by version 2 on ")
    assert dialog.code.text() == in_groups(code(first))
    dialog.preview.begin_finding()
    dialog.preview.find_bar.field.setText(in_groups(code(first)))
    pages = dialog.preview.page_count()
    qtbot.waitUntil(lambda: dialog.preview.find_bar.said.text() == f"1/{pages}")
    dialog.code.setText(code(second))
    dialog.search.click()
    qtbot.waitUntil(lambda: dialog.bar.text() == "This paper is version 2, the one that counts.")
    with qtbot.waitSignal(dialog.opened) as opened:
        dialog.report.click()
    assert opened.args == [MONTH, "paper"]


def test_of_a_signed_version_the_signed_file_is_shown(
    qtbot: QtBot, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, dialog_for: Open
) -> None:
    sample.filled(book)
    snapshot = sample.signed(book, director, actor_with(Role.HEAD, name="Mạc Thị Hải Đường"), now)
    dialog = dialog_for(director, in_groups(code(snapshot)))
    is_shown(qtbot, dialog, 2)
    assert dialog.bar.text() == "This paper is version 1, the one that counts."
    assert "number 128" in dialog.about.whole()
    dialog.preview.begin_finding()
    dialog.preview.find_bar.field.setText(in_groups(code(snapshot)))
    pages = dialog.preview.page_count()
    qtbot.waitUntil(lambda: dialog.preview.find_bar.said.text() == f"1/{pages}")


def test_a_slip_an_unknown_code_and_no_code_are_told_apart(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, dialog_for: Open
) -> None:
    sample.filled(book)
    right = code(sample.closed(book, director, now))
    dialog = dialog_for(director)
    wrong = str((int(right[0]) + 1) % 10) + right[1:]
    for typed, said in (
        (wrong, "A digit is wrong. Compare each group with the paper."),
        (right[:12], "A code has 16 digits; there are 12."),
        (code_of("elsewhere", 1, "x"), "No version in this book bears this code. Is the paper of another facility?"),
    ):
        dialog.code.setText(typed)
        dialog.search.click()
        qtbot.waitUntil(lambda said=said: dialog.bar.text() == said)
        assert dialog.preview.page_count() == 0
        assert not dialog.report.isEnabled()


def test_the_page_of_reports_leads_there_and_from_there_to_the_paper_of_the_report(
    qtbot: QtBot, book: Book, director: Actor, now: datetime
) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    with book.reading_for(director, now) as reader:
        desk = Desk(book, director, facility_store.facility(reader), code_lists.words(reader), clock=lambda: now)
    page = ReportsPage(desk)
    qtbot.addWidget(page, before_close_func=lambda _page: desk.close())
    page.resize(1180, 740)
    page.show()
    page.turn_to(code=code(snapshot))
    dialog = page.finder.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.report.isEnabled)
    dialog.report.click()
    assert page.segments.current() == "paper"
    qtbot.waitUntil(lambda: page._view is not None and page._view.key == MONTH)
