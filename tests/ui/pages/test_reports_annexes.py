"""Lists bound into a report: ticked where it is closed, and the paper with names shown only to who may take lists out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carebook.records.staff import Actor, Reading, Role
from carebook.reports import month
from carebook.rules.office_lists import ListKind
from carebook.rules.page_codes import code_of
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.by_code import VersionDialog
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.gathering import ReportView
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ReportsPage]


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def readings(book: Book, now: datetime) -> list[tuple[str, int]]:
    with book.looking(now) as reader:
        return [(one.deed, one.people) for one in reader.records(Reading, order="id")]


def shown(page: ReportsPage) -> ReportView:
    assert page._view is not None
    return page._view


def look_at_paper(page: ReportsPage) -> None:
    page.segments.choose("paper")
    page._look_at("paper")


def test_a_tick_binds_the_list_into_the_report_and_the_next_version_begins_with_it(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director)
    dialog = CloseDialog(page._desk, page, shown(page), {})
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.annexes.chosen() == ()
    assert dialog.annexes.warning.isHidden()
    dialog.annexes.ticks[ListKind.ADMISSIONS].click()
    assert not dialog.annexes.warning.isHidden()
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    with book.looking(now) as reader:
        snapshot = store.newest_snapshot(reader, MONTH)
    assert snapshot is not None
    assert [annex.kind for annex in month.annexes_of(snapshot)] == ["admissions"]
    qtbot.waitUntil(lambda: page._view is not None and bool(page._view.annexes))
    again = CloseDialog(page._desk, page, shown(page), {})
    qtbot.addWidget(again)
    assert again.annexes.chosen() == (ListKind.ADMISSIONS,)


def test_the_paper_with_names_is_noted_once_and_says_so_when_it_is_saved(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, tmp_path: Path
) -> None:
    sample.filled(book)
    sample.closed(book, director, now, annexes=tuple(ListKind)[:2])
    before = readings(book, now)
    page = page_for(director)
    look_at_paper(page)
    assert page.paper is not None
    qtbot.waitUntil(lambda: page.paper.buttons["pdf"].isEnabled())  # type: ignore[union-attr]
    assert readings(book, now) == [*before, ("export_list", 3)]
    said: list[str] = []
    page.paper.said.connect(lambda words, _tone: said.append(words.id))
    for kind in ("pdf", "xlsx"):
        page.paper.write(kind, tmp_path / f"a.{kind}")
    assert said == ["Saved “{file}”: it holds lists with names.", "Saved “{file}”: figures only, no names of people."]
    look_at_paper(page)
    qtbot.waitUntil(lambda: page.paper.buttons["pdf"].isEnabled())  # type: ignore[union-attr]
    assert readings(book, now) == [*before, ("export_list", 3)]


def test_who_may_not_take_lists_out_does_not_see_the_paper(
    qtbot: QtBot, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now, annexes=(ListKind.ADMISSIONS,))
    before = readings(book, now)
    nurse = actor_with(Role.NURSE)
    page = page_for(nurse)
    look_at_paper(page)
    assert page.paper is not None
    sentence = "This paper holds lists with names. To see, print or save it takes the right to export lists."
    assert sentence in [label.text() for label in page.paper.findChildren(QLabel)]
    assert not any(button.isEnabled() for button in page.paper.buttons.values())
    code = code_of(snapshot.id, snapshot.report_version, snapshot.content_hash)
    dialog = VersionDialog(page._desk, page, code)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: sentence in [label.text() for label in dialog.states.findChildren(QLabel)])
    assert dialog.preview.page_count() == 0
    assert readings(book, now) == before


def test_a_report_without_lists_is_shown_to_everybody(
    qtbot: QtBot, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    page = page_for(actor_with(Role.NURSE))
    look_at_paper(page)
    qtbot.waitUntil(lambda: page.paper.buttons["pdf"].isEnabled())  # type: ignore[union-attr]
    assert readings(book, now) == []
