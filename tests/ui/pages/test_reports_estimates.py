"""Estimating to the end of a period: offered only where the data end before it, typed cell by cell, shown beside the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from carebook.actions import periods
from carebook.records.figures import TOTAL
from carebook.records.staff import Actor
from carebook.rules.estimates import from_json
from carebook.rules.office_lists import ListKind
from carebook.store import periods as store
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.estimates import EstimatesDialog
from carebook.ui.pages.reports.gathering import ReportView, versions_compared
from carebook.ui.pages.reports.text_changes import text_changes
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.ui.pages.report_world import ReportPages

HALF = "2026-H2"
Open = Callable[..., ReportsPage]


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    sample.filled(book)
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def shown(page: ReportsPage) -> ReportView:
    assert page._view is not None
    return page._view


def closing(page: ReportsPage, qtbot: QtBot) -> CloseDialog:
    dialog = CloseDialog(page._desk, page, shown(page), {})
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def rows_of(dialog: EstimatesDialog) -> dict[str, int]:
    return {row.code: n for n, row in enumerate(dialog._rows)}


def test_a_whole_period_is_not_estimated(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    dialog = closing(page_for(director, MONTH), qtbot)
    assert dialog.estimates.isHidden()
    assert dialog.form is not None
    dialog.form.editor("cutoff_on").set_value(date(2026, 10, 20))
    dialog.form.changed.emit()
    assert not dialog.estimates.isHidden()
    dialog.estimates.take({("B01", TOTAL, "closing"): 9})
    dialog.form.editor("cutoff_on").set_value(date(2026, 10, 31))
    dialog.form.changed.emit()
    assert dialog.estimates.chosen() == {}


def test_numbers_are_typed_closed_with_and_shown(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    page = page_for(director, HALF)
    dialog = closing(page, qtbot)
    assert dialog.estimates.line.text() == "Nothing is estimated to 31/12/2026 yet"
    typing = dialog.estimates.dialog()
    qtbot.addWidget(typing)
    assert (typing.table.code(), typing.column.code()) == ("B01", "closing")
    place = rows_of(typing)[TOTAL]
    typing.figures.begin_typing(place, 2, "abc")
    typing.figures.end_typing()
    assert not typing.error.isHidden()
    assert typing.read() == {}
    typing.figures.begin_typing(place, 2, "149")
    typing.figures.end_typing()
    assert typing.error.isHidden()
    assert typing.figures.figures.cell_at(place, 2).text == "149"
    typing.take_button.click()
    dialog.estimates.take(typing.read())
    assert dialog.estimates.line.text() == "1 number estimated to 31/12/2026"
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    with book.looking(now) as reader:
        kept = store.newest_snapshot(reader, HALF)
    assert kept is not None
    assert from_json(kept.estimates) == {("B01", TOTAL, "closing"): 149}
    qtbot.waitUntil(lambda: shown(page).snapshot is not None)
    qtbot.waitUntil(lambda: "Estimated to 31/12/2026" in [one.group for one in page.figures.table.figures.heads()])
    again = closing(page, qtbot)
    assert again.estimates.chosen() == {("B01", TOTAL, "closing"): 149}


def test_a_sum_follows_from_its_rows_and_another_one_is_refused(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    dialog = closing(page_for(director, HALF), qtbot)
    typing = dialog.estimates.dialog()
    qtbot.addWidget(typing)
    table = typing._tables["B01"]
    leaves = [row for row in rows_of(typing) if row in table.leaves(TOTAL)]
    for row in leaves:
        typing.figures.begin_typing(rows_of(typing)[row], 2, "3")
        typing.figures.end_typing()
    total = rows_of(typing)[TOTAL]
    assert typing.figures.figures.cell_at(total, 2).text == str(3 * len(leaves))
    typing.figures.begin_typing(total, 2, "99")
    typing.figures.end_typing()
    typing.take_button.click()
    assert "add up to" in typing.error.text()
    assert not typing.result()
    typing.figures.begin_typing(total, 2, "")
    typing.figures.end_typing()
    assert ("B01", TOTAL, "closing") not in typing.read()
    typing.take_button.click()
    assert typing.result()


def test_every_table_can_be_looked_at(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    dialog = closing(page_for(director, HALF), qtbot)
    typing = dialog.estimates.dialog()
    qtbot.addWidget(typing)
    for code in typing._tables:
        typing.table.choose(code)
        typing._show_table()
        assert typing.figures.figures.columnCount() == 3
        assert typing.column.code()


def test_two_versions_tell_what_was_estimated_and_taken_along(
    book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    page_for(director, MONTH)
    cutoff, place = date(2026, 11, 20), ("B01", TOTAL, "closing")
    closed = [
        periods.close_period(book, HALF, by=director, now=now, cutoff=cutoff, **given).result
        for given in (
            {"estimates": {place: 149}},
            {"estimates": {place: 150}, "annexes": (ListKind.ADMISSIONS,), "reason": "ước lại"},
        )
    ]
    with book.reading_for(director, now) as reader:
        found = versions_compared(reader, closed[0], closed[1], date(2026, 11, 22))
    was, then = found.texts["estimates"]
    assert (was[:3], was[-5:], then[-5:]) == ("B01", ": 149", ": 150")
    assert found.texts["annexes"] == ("", "Danh sách đối tượng tiếp nhận trong kỳ")
    assert len(list(text_changes(found.texts))) == 4
