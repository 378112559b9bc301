"""The page of the lists of a period: each list, its days and columns, and what leaves a line in the reading log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from carebook.records.staff import Actor, Reading, Role
from carebook.rules.office_lists import ListKind
from carebook.store.book import Book
from carebook.ui.pages.office_lists import OfficeListsPage
from carebook.ui.pages.office_lists.columns import ColumnsDialog
from carebook.ui.parts.spans import SpanInput, usual
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.waiting import when_asked


def _heads(page: OfficeListsPage) -> list[str]:
    return [column.head for column in page.table.records.columns()]


@pytest.mark.looks
def test_every_list_its_columns_and_its_ways_out(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    person, _stay = admit(book, director, now)
    with desk_of(book, director, now) as desk:
        page = OfficeListsPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to()
        window.show()
        qtbot.waitUntil(lambda: page.states.says().startswith("Nobody stands"))
        assert not page.print_button.isEnabled()
        page.span.show_span(date(2026, 1, 1), date(2026, 1, 31))
        page.span.changed.emit()
        qtbot.waitUntil(lambda: page._found is not None and len(page._found.entries) == 1)
        page.table.opened.emit(page._found.entries[0])  # type: ignore[union-attr]
        assert window.last == ("person", {"person_id": person.id})
        window.setCurrentWidget(page)

        def choose() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ColumnsDialog)
            dialog.ticks.choose([])
            button(dialog, "Show").click()
            assert not dialog.complaint.isHidden()
            dialog.ticks.choose(["name", "code"])
            button(dialog, "Show").click()

        before = len(page._found.entries)  # type: ignore[union-attr]
        when_asked(choose)
        page.columns_button.click()
        assert page._columns[ListKind.ADMISSIONS] == ("code", "name")
        assert page.table.model().columnCount() == 2
        assert page.table.model().rowCount() == before
        page.take_out("pdf", "Sở Y tế yêu cầu")
        qtbot.waitUntil(lambda: page.paper.dialog is not None)
        page.paper.dialog.reject()  # type: ignore[union-attr]
        with book.looking(now) as reader:
            (reading,) = [one for one in reader.records(Reading) if one.deed == "export_list"]
        assert (reading.people, reading.reason) == (1, "Sở Y tế yêu cầu")
        for kind in list(ListKind)[1:]:
            page._next_kind()
            assert page.chosen_kind() is kind
            qtbot.waitUntil(lambda kind=kind: page._found is not None and page._found.kind is kind)
        assert nameless(page) == []
        page.fold(True)
        assert fits(page)


def test_who_takes_no_lists_out_sees_them(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    admit(book, director, now)
    with desk_of(book, actor_with(Role.NURSE), now) as desk:
        page = OfficeListsPage(desk)
        window = Window(desk, page)
        qtbot.addWidget(window)
        page.turn_to(kind="residence")
        window.show()
        qtbot.waitUntil(lambda: page._found is not None and len(page._found.entries) == 1)
        assert page.print_button.isHidden()
        page.print_list()
        assert page.paper.dialog is None


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("month", (2026, 11, 1), (2026, 11, 30)),
        ("month_before", (2026, 10, 1), (2026, 10, 31)),
        ("quarter", (2026, 10, 1), (2026, 12, 31)),
        ("quarter_before", (2026, 7, 1), (2026, 9, 30)),
        ("half", (2026, 7, 1), (2026, 12, 31)),
        ("half_before", (2026, 1, 1), (2026, 6, 30)),
        ("year", (2026, 1, 1), (2026, 12, 31)),
        ("year_before", (2025, 1, 1), (2025, 12, 31)),
    ],
)
def test_usual_spans(name: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert usual(name, date(2026, 11, 22)) == (date(*first), date(*last))


def test_a_span_is_typed(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    with desk_of(book, director, now) as desk:
        span = SpanInput(desk)
        qtbot.addWidget(span)
        told: list[Any] = []
        span.changed.connect(lambda: told.append(span.bounds()))
        span.refused.connect(lambda problem: told.append(problem.id))
        span.first.line.setText("05/10/2026")
        span.last.line.setText("01/10/2026")
        span._typed()
        span.first.line.setText("05/10/2026")
        span.last.line.setText("06/10/2026")
        span._typed()
        span.show_as_day(True)
        span.last.line.setText("07/10/2026")
        span._typed()
        assert told == [
            "The first day comes after the last one.",
            (date(2026, 10, 5), date(2026, 10, 6)),
            (date(2026, 10, 7), date(2026, 10, 7)),
        ]
        assert span.named.code() == "own"
