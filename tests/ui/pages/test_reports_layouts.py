"""A report by a department's layout: own tables are tabs, the layout is chosen at closing, its groups open their people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carebook.actions.report_layouts import save_own_table, save_template
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportState
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.records.staff import Actor
from carebook.rules.own_tables import Design, OwnColumn, OwnRow
from carebook.rules.report_layouts import Layout, OwnHeading, RowGroup, with_layout
from carebook.store.book import Book
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.text_changes import addressing_texts
from tests import period_samples as sample
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ReportsPage]
DESIGN = Design(
    (OwnRow("men", "Nam", {"sex": ("male",)}), OwnRow("rest", "Còn lại")),
    (OwnColumn("now", "Đang ở"), OwnColumn("cost", "Kinh phí", typed=True)),
)
OWN = OwnTable(code="T01", title="Nam, nữ", design=DESIGN.to_json())
GROUP = RowGroup("B01", "Nhóm của Sở", ("elderly_alone_poor", "child_abandoned"))
LAYOUT = Layout("Gửi Sở Y tế", "Kết quả trợ giúp", ("T01", "B03", "B01"), (GROUP,))


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def shown(page: ReportsPage) -> str:
    return " | ".join(found.text() for found in page.panel.findChildren(QLabel) if not found.isHidden())


def laid_out(book: Book, director: Actor, now: datetime) -> ReportTemplate:
    sample.filled(book)
    save_own_table(book, OWN, by=director, now=now)
    template = with_layout(ReportTemplate(name="", addressed_to=("Sở Y tế tỉnh Quảng Ninh",), sealed=True), LAYOUT)
    kept: ReportTemplate = save_template(book, template, by=director, now=now).result
    return kept


def test_an_own_table_is_a_tab_that_opens_people_and_takes_typed_numbers(
    book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    laid_out(book, director, now)
    page = page_for(director)
    assert page.figures._codes[-1] == "T01"
    page.figures.open_cell("T01", "men", "now")
    assert "Cao Văn Bến" in shown(page)
    assert page.figures._typable == {("men", "cost"), ("rest", "cost")}


def test_the_layout_is_chosen_at_closing_and_stays_with_the_version(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    template = laid_out(book, director, now)
    page = page_for(director)
    page.steps.begin_closing()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    qtbot.waitUntil(lambda: dialog.layouts.chosen() is not None and not dialog.layouts.isHidden())
    assert dialog.layouts.chosen() == Layout()
    dialog.layouts.choice.choose(template.id)
    dialog.layouts.choice.activated.emit(1)
    qtbot.waitUntil(lambda: dialog.addressing.chosen() is not None)
    to = dialog.addressing.chosen()
    assert to is not None
    assert to.addressed_to == ("Sở Y tế tỉnh Quảng Ninh",)
    assert to.recipients
    assert dialog.seal.isChecked()
    dialog.send()
    qtbot.waitUntil(lambda: page._view is not None and page._view.state is ReportState.CLOSED)
    assert page._view.layout == LAYOUT
    assert page._view.snapshot.sealed
    assert page.figures._codes[:4] == ("T01", "B03", "B01", "B02")
    page.figures.open_cell("B01", "own_group_1", "closing")
    assert page.panel.title.whole().startswith("4 ")
    assert "Bé An Nhiên" in shown(page)
    assert all(check.holds is not False for check in page._view.checks)


def test_the_next_report_begins_with_the_layout_of_the_last(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    template = laid_out(book, director, now)
    closed = sample.closed(book, director, now, layout=LAYOUT)
    assert addressing_texts(closed, replace(closed, layout=""))["layout"] == ("Gửi Sở Y tế", "The program's own")
    page = page_for(director, "2026-11")
    page.steps.begin_closing()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    qtbot.waitUntil(lambda: dialog.layouts.choice.code() == template.id)
    qtbot.waitUntil(dialog.seal.isChecked)
    dialog.layouts.choice.choose("")
    assert dialog.layouts.chosen() == Layout()
    assert page._view.table("B01").cell(TOTAL, "closing") == 5


def test_without_layouts_nothing_is_asked(qtbot: QtBot, book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    page.steps.begin_closing()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    qtbot.waitUntil(lambda: dialog.layouts.chosen() is not None)
    assert dialog.layouts.isHidden()


def test_the_narrative_stands_in_the_order_of_the_layout(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    headings = (OwnHeading("proposals", "Đề xuất"), OwnHeading("results"), OwnHeading("admission"))
    sample.closed(book, director, now, layout=Layout("Ngắn", headings=headings))
    page = page_for(director)
    page.segments.choose("narrative")
    page._look_at("narrative")
    qtbot.waitUntil(lambda: bool(page.narrative._fields))
    codes = list(page.narrative._fields)
    assert codes[:3] == ["proposals", "admission", "nurture"]
    assert codes[-1] == "tasks"
    assert "I. Đề xuất" in [one.text() for one in page.narrative.findChildren(QLabel)]
