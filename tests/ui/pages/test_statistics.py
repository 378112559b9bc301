"""The page of quick statistics: rows, columns, filters, the people behind a number, what is kept by name, the ways out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import python_calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carebook.records.figures import TOTAL
from carebook.records.staff import Actor, Role
from carebook.rules.statistics import Design, Who
from carebook.store.book import Book
from carebook.ui.pages.statistics import StatisticsPage
from carebook.ui.pages.statistics.filters import FilterDialog
from carebook.ui.pages.statistics.kept import KeepDialog
from carebook.ui.parts.taking_out import drawn
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked


def _shown(page: StatisticsPage) -> Any:
    found = page._found
    return None if found is None else found.statistic.table


def _page(desk: Any, qtbot: Any) -> tuple[StatisticsPage, Window]:
    page = StatisticsPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    window.resize(1160, 720)
    page.turn_to()
    window.show()
    qtbot.waitUntil(lambda: _shown(page) is not None)
    return page, window


@pytest.mark.looks
def test_rows_columns_filters_and_the_people_behind(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    person, _stay = admit(book, director, now)
    with desk_of(book, director, now) as desk:
        page, window = _page(desk, qtbot)
        page.turn_to()
        qtbot.waitUntil(lambda: _shown(page).cell(TOTAL, TOTAL) == 1)
        assert page.design() == Design()
        table = _shown(page)
        page.table.setFocus()
        page._open(len(table.rows) - 1, 1)
        assert [line.person_id for line in page.panel.lines()] == [person.id]
        page.panel.table.opened.emit(page.panel.lines()[0])
        assert window.last == ("person", {"person_id": person.id})
        window.setCurrentWidget(page)
        page.swap()
        assert (page.rows.code(), page.columns.code()) == ("sex", "category")
        assert not page.panel.isVisible()
        qtbot.waitUntil(lambda: page._found.statistic.design == page.design())  # type: ignore[union-attr]

        def choose() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, FilterDialog)
            dialog.fact.choose("sex")
            dialog._other_fact()
            dialog.ticks.item(0).setCheckState(Qt.CheckState.Checked)
            button(dialog, "Filter").click()

        when_asked(choose)
        page.filters.ask()
        assert dict(page.filters.only()) == {"sex": ("male",)}
        qtbot.waitUntil(lambda: page.states.says() == "Nobody is counted for these days and filters.")
        assert not page.print_button.isEnabled()
        button(page.states, "Clear filters").click()
        qtbot.waitUntil(lambda: _shown(page).cell(TOTAL, TOTAL) == 1)
        page.who.choose(Who.CAME.value)
        page._other_who()
        qtbot.waitUntil(lambda: page._found.statistic.design.who is Who.CAME)  # type: ignore[union-attr]
        assert page.span.first.isVisible()
        assert nameless(page) == []
        page.fold(True)
        assert fits(page)


def test_a_statistic_kept_by_its_name(book: Book, director: Actor, now: datetime, qtbot: Any) -> None:
    admit(book, director, now)
    with desk_of(book, director, now) as desk:
        page, _window = _page(desk, qtbot)
        page.rows.choose("ward")
        page.filters.put("sex", ("female",))

        def name() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, KeepDialog)
            button(dialog, "Keep").click()
            assert dialog.complaint.text() == "The statistic needs a name."
            type_text(dialog.line, "Nữ theo khu")
            dialog.shared.setChecked(True)
            button(dialog, "Keep").click()

        when_asked(name)
        page.save()
        qtbot.waitUntil(lambda: [one.name for one in page.kept.kept()] == ["Nữ theo khu"])
        assert page.kept.kept()[0].shared
        page.filters.put("sex", ())
        page.rows.choose("sex")
        page.kept.applied.emit(page.kept.kept()[0])
        assert page.design() == Design(rows="ward", only={"sex": ("female",)})
        qtbot.waitUntil(page.forget_button.isVisible)
        page.forget_button.click()
        qtbot.waitUntil(lambda: not page.kept.kept())
        assert not page.kept.isVisible()
        button(page.messages, "Undo").click()
        qtbot.waitUntil(lambda: [one.name for one in page.kept.kept()] == ["Nữ theo khu"])
        page.turn_to(kept="{}")
        assert "cannot be read" in page.messages.text()


def test_the_ways_out_of_the_numbers_and_of_the_names(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, qtbot: Any
) -> None:
    admit(book, director, now)
    with desk_of(book, director, now) as desk:
        page, _window = _page(desk, qtbot)
        qtbot.waitUntil(lambda: _shown(page).cell(TOTAL, TOTAL) == 1)
        made = page._paper(None, "")  # type: ignore[arg-type]
        from carebook.reports.statistics import draw, workbook

        assert draw(made).pdf.startswith(b"%PDF")
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook(made))).get_sheet_by_index(0)
        rows = sheet.to_python()
        assert rows[1][0] == _shown(page).title
        assert rows[-3][:2] == ["Tổng số", 1.0]
        page._open(0, 1)
        name = page.panel.lines()[0].name
        assert name not in str(rows)
        wanted: list[Any] = []
        page.taking_out.begin = wanted.append  # type: ignore[method-assign]
        page.panel.print_button.click()
        assert name in str(wanted[0].lines(None))
        assert drawn(desk, wanted[0], wanted[0].lines(None)).startswith(b"%PDF")
    nurse = actor_with(Role.NURSE)
    with desk_of(book, nurse, now) as desk:
        page, _window = _page(desk, qtbot)
        assert page.panel.print_button.isHidden()
        assert page.panel.export_button.isHidden()
        assert page.keep_button.isVisible()
