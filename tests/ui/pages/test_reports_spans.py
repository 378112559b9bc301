"""Reports of every kind on the page: quarters and years, numbers typed from paper, reopening, last year beside, stopping a count."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from carebook.actions import periods
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL, Column
from carebook.records.periods import ReportKind, ReportState
from carebook.records.staff import Actor
from carebook.store.book import Book, Reader, new_id
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.cells import compared_columns
from carebook.ui.pages.reports.closing import CloseDialog, ReopenDialog
from carebook.ui.pages.reports.gathering import cutoff_today, report_view
from carebook.ui.pages.reports.targets import TargetsDialog
from carebook.ui.parts.report_spans import DaysDialog
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.ui.pages.report_world import ReportPages, wait_for

Open = Callable[..., ReportsPage]
PAPER = "báo cáo quyết toán số 15/BC-TTBTXH"


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def test_every_table_has_its_tab(book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    codes = [table.code for table in page._view.tables]
    assert {"B01", "B05", "B06", "B16"} <= set(codes)
    seen = []
    for _step in codes:
        seen.append(page.figures.tabs.current())
        assert page.figures.title.text().startswith(seen[-1])
        page.figures.step_tab()
    assert seen == codes


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (ReportKind.QUARTERLY, "2026-Q3"),
        (ReportKind.HALF_YEARLY, "2026-H2"),
        (ReportKind.YEARLY, "2026"),
    ],
)
def test_the_kind_chosen_shows_its_report_that_is_due(
    qtbot: QtBot, kind: ReportKind, key: str, book: Book, director: Actor, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director)
    page.span.turned.emit(kind, "")
    qtbot.waitUntil(lambda: page._view.kind is kind)
    assert page._view.key == key
    assert page.span.span.code() == key
    assert page.span.kind.code() == kind.value
    assert page.progress.isHidden()


def test_a_year_counts_people_once_and_its_spans_are_walked(
    qtbot: QtBot, book: Book, director: Actor, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director, "2026-Q4")
    assert page._view.table("B01").cell(TOTAL, "in_new") == 2
    assert page._view.figures.period.cutoff == date(2026, 11, 22)
    qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, page, "2026-Q3")
    assert page._view.figures.period.cutoff == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2026-11", None),
        ("2026-Q3", None),
        ("2026-Q4", date(2026, 11, 22)),
        ("2026", date(2026, 11, 22)),
        ("2027", None),
    ],
)
def test_a_running_span_is_counted_up_to_today(key: str, expected: date | None) -> None:
    assert cutoff_today(key, 1, date(2026, 11, 22)) == expected


def test_counting_a_long_span_can_be_stopped_and_begun_again(
    qtbot: QtBot, director: Actor, page_for: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(director)
    begun, go_on = threading.Event(), threading.Event()

    def slow(reader: Reader, **given: object) -> object:
        begun.set()
        go_on.wait(10)
        return report_view(reader, **given)  # type: ignore[arg-type]

    monkeypatch.setattr("carebook.ui.pages.reports.page.report_view", slow)
    page.span.turned.emit(ReportKind.YEARLY, "2026")
    qtbot.waitUntil(begun.is_set)
    assert page.progress.isVisible()
    page.progress._stop.click()
    assert "stopped" in page.states.says()
    page.make_stale()  # again, while the one that was stopped has not ended
    assert page._view.key == MONTH
    go_on.set()
    wait_for(qtbot, page, "2026")
    assert page.states.says() == ""
    qtbot.waitUntil(page.progress.isHidden)


def test_another_report_breaks_off_the_long_one(
    qtbot: QtBot, director: Actor, page_for: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(director)
    begun, broken = threading.Event(), threading.Event()

    def endless(reader: Reader, *, kind: ReportKind, **given: object) -> object:
        if kind is ReportKind.MONTHLY:
            return report_view(reader, kind=kind, **given)  # type: ignore[arg-type]
        begun.set()
        try:
            reader.value("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        finally:
            broken.set()
        return None

    monkeypatch.setattr("carebook.ui.pages.reports.page.report_view", endless)
    page.span.turned.emit(ReportKind.YEARLY, "2026")
    qtbot.waitUntil(begun.is_set)
    page.span.turned.emit(ReportKind.MONTHLY, "2026-09")
    qtbot.waitUntil(broken.is_set)
    wait_for(qtbot, page, "2026-09")
    assert page.progress.isHidden()


def test_days_on_demand_are_asked_for(qtbot: QtBot, book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    dialog = DaysDialog(page, page._desk.today)
    qtbot.addWidget(dialog)
    dialog.first.write(date(2026, 10, 20))
    dialog.last.write(date(2026, 10, 1))
    dialog.take()
    assert dialog.key == ""
    assert dialog.error.text()
    dialog.first.write(date(2026, 10, 1))
    dialog.last.write(date(2026, 10, 20))
    dialog.take()
    page.turn_to(month=dialog.key)
    wait_for(qtbot, page, "2026-10-01_2026-10-20")
    assert page._view.table("B01").cell(TOTAL, "in_new") == 1
    assert not page.span.earlier.isEnabled()


# reopening, versions, cut-off, last year


def test_a_closed_report_is_reopened_for_a_reason(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    page = page_for(director)
    page.figures.tabs.choose("B15")
    assert page.figures.table._open_cells == frozenset()
    page.steps.begin_reopening()
    dialog = page.steps.dialog
    assert isinstance(dialog, ReopenDialog)
    dialog.send()
    qtbot.waitUntil(lambda: bool(dialog.bar.text()))
    assert dialog.isVisible()
    dialog.reason.set_raw("thiếu số kinh phí")
    qtbot.waitUntil(lambda: all(button.isEnabled() for button in dialog._deeds))
    dialog.send()
    qtbot.waitUntil(lambda: page._view.state is ReportState.REOPENED)
    assert page._view.snapshot is None
    assert page.head.next.text() == "Close period"
    assert page.figures.table._open_cells
    page.head.next.click()
    closing = page.steps.dialog
    assert isinstance(closing, CloseDialog)
    closing.form.editor("replaced_because").set_value("bổ sung kinh phí")
    closing.send()
    qtbot.waitUntil(lambda: page._view.state is ReportState.CLOSED)
    assert page._view.snapshots[0].report_version == 2


def test_the_year_is_closed_before_it_ends_and_says_so(
    qtbot: QtBot, book: Book, director: Actor, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director, "2026")
    page.steps.begin_closing()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    assert dialog.form.value("cutoff_on") == date(2026, 11, 22)
    assert "31/12/2026" in dialog.early.text()
    dialog.send()
    qtbot.waitUntil(lambda: page._view.state is ReportState.CLOSED)
    snapshot = page._view.snapshot
    assert snapshot is not None
    assert (snapshot.kind, snapshot.period, snapshot.cutoff_on) == (ReportKind.YEARLY, "2026", date(2026, 11, 22))
    assert page._view.changed == ()


def test_any_two_versions_are_compared(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    later = now
    for name, why in (("Lục Văn Chài", "bổ sung người vào 30/10"), ("Mùa Thị Dế", "bổ sung người vào 31/10")):
        later += timedelta(hours=1)
        sample.live(book, name, now=later, start_on=date(2026, 10, 30))
        later += timedelta(minutes=1)
        sample.closed(book, director, later, reason=why)
    page = page_for(director, at=later)
    page.segments.choose("comparison")
    page._look_at("comparison")
    versions = page.comparison.versions
    assert versions is not None

    def names() -> set[str]:
        return {button.text() for button in versions.findChildren(QPushButton)}

    qtbot.waitUntil(lambda: "Mùa Thị Dế" in names())
    assert "Lục Văn Chài" not in names()
    versions.old.choose("1")
    versions.compare()
    qtbot.waitUntil(lambda: {"Mùa Thị Dế", "Lục Văn Chài"} <= names())
    versions.new.choose("1")
    versions.compare()
    qtbot.waitUntil(lambda: "They do not differ." in {one.text() for one in versions.findChildren(QLabel)})


def test_last_year_stands_beside_and_opens_nobody(
    book: Book, director: Actor, now: datetime, page_for: Open, qtbot: QtBot
) -> None:
    sample.filled(book)
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(writer.records(Facility)[0], records_complete_from=date(2024, 1, 1)))
    page = page_for(director)
    qtbot.waitUntil(lambda: page._view.year_before("B01") is not None)  # it comes when the month is there to be read
    ago = page._view.year_before("B01")
    heads = page.figures.table.figures.heads()
    beside = [place for place, head in enumerate(heads) if head.group == "Same time last year"]
    assert len(beside) == 2
    total = page.figures.table.figures.rowCount() - 1
    cell = page.figures.table.figures.cell_at(total, beside[-1])
    assert cell.text == str(ago.cell(TOTAL, "closing"))
    assert not cell.opens
    page.figures.open_cell("B01", TOTAL, "closing")
    said = " | ".join(found.text() for found in page.panel.findChildren(QLabel))
    assert "2025" in said


def test_a_small_table_is_compared_whole_a_large_one_in_its_main_columns() -> None:
    small = tuple(Column(str(n), str(n)) for n in range(3))
    share = Column("share", "share", share_of=("0", "1"))
    large = (*small, *(Column(f"g{n}", "x", "group") for n in range(9)))
    assert compared_columns((*small, share)) == small
    assert compared_columns(large) == small


def test_a_target_is_set_measured_and_names_who_is_without(
    qtbot: QtBot, book: Book, director: Actor, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director)
    page.steps.begin_targets()
    dialog = page.steps.dialog
    assert isinstance(dialog, TargetsDialog)
    dialog.send()
    assert dialog.form.editor("name").has_error()
    dialog.form.editor("name").set_value("Có kế hoạch được phê duyệt")
    dialog.measure.choose("CS.plan_coverage")
    dialog.form.editor("goal_percent").set_value(95.0)
    dialog.send()
    qtbot.waitUntil(lambda: dialog.table.records.rowCount() == 1)
    qtbot.waitUntil(lambda: any(table.code == "B17" for table in page._view.tables))
    table = page._view.table("B17")
    target = table.rows[0].code
    page.figures.open_cell("B17", target, "denominator")
    said = " | ".join(found.text() for found in page.panel.findChildren(QLabel))
    assert "Still without it" in said
    assert page.figures.table._open_cells == frozenset()
    dialog.table.pick(target)
    assert dialog.strike.isEnabled()
    dialog.strike_through()
    qtbot.waitUntil(lambda: all(table.code != "B17" for table in page._view.tables))
    assert page.figures.tabs.current() == "B01"


def test_a_signed_in_year_goes_its_own_way(book: Book, director: Actor, now: datetime, page_for: Open) -> None:
    sample.filled(book)
    periods.close_period(book, "2026-Q3", by=director, now=now)
    page = page_for(director, "2026-Q3")
    assert [step.key for step in page.steps.show_report(page._view)] == [
        "number",
        "preparer",
        "ink",
        "export",
        "take_back",
        "dhis2",
        "version",
        "reopen",
        "targets",
    ]
