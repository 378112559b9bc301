"""The page of a report: numbers open their people, the next step follows from state and rights, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from carebook.actions import periods
from carebook.records.facility import Facility
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportState
from carebook.records.staff import Actor, Reading, Role
from carebook.store import drafts
from carebook.store import periods as store
from carebook.store.book import Book, new_id
from carebook.store.outgoing import report_number
from carebook.ui.pages.reports import ReportsPage
from carebook.ui.pages.reports.closing import CloseDialog
from carebook.ui.pages.reports.deeds import InkDialog, NumberDialog
from carebook.ui.pages.reports.opening import OpeningDialog
from carebook.ui.pages.reports.signing import SignDialog
from carebook.ui.parts.page import SMALLEST
from tests import period_samples as sample
from tests.period_samples import KEY_PASSWORD, MONTH
from tests.ui.pages.report_world import ReportPages

Open = Callable[..., ReportsPage]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def preparer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.HEAD, name="Mạc Thị Hải Đường")


@pytest.fixture
def page_for(qtbot: QtBot, book: Book, now: datetime) -> Iterator[Open]:
    pages = ReportPages(qtbot, book, now)
    yield pages.open
    pages.close()


def keys_of(page: ReportsPage) -> list[str]:
    return [step.key for step in page.steps.show_report(page._view)]


def shown(page: ReportsPage) -> str:
    """All the words in the panel."""
    return " | ".join(found.text() for found in page.panel.findChildren(QLabel) if not found.isHidden())


def wait_for_state(qtbot: QtBot, page: ReportsPage, state: ReportState) -> None:
    qtbot.waitUntil(lambda: page._view is not None and page._view.state is state)


def test_a_number_opens_its_people_by_the_keyboard(qtbot: QtBot, book: Book, director: Actor, page_for: Open) -> None:
    people = sample.filled(book)
    page = page_for(director)
    table = page.figures.table
    columns = [table.figures.heads()[c].head for c in range(table.figures.columnCount())]
    place = next(n for n, head in enumerate(columns) if "nhận" in head)
    total = table.figures.rowCount() - 1
    assert table.figures.cell_at(total, place).text == "2"
    table.setCurrentIndex(table.figures.index(total, place - 1))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page.panel.title.whole().startswith("2 ")
    assert "Nguyễn Văn Xuyến" in shown(page)
    went = []
    page._desk.went.connect(went.append)
    link = next(b for b in page.panel.findChildren(QPushButton) if people["xuyen"].name in b.accessibleName())
    link.click()
    assert went[0].about == {"person_id": people["xuyen"].person_id}
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert page.panel.isHidden()


def test_a_nurse_sees_the_same_numbers_with_masked_names(
    book: Book, director: Actor, actor_with: Callable[..., Actor], page_for: Open
) -> None:
    sample.filled(book)
    nurse = actor_with(Role.NURSE)
    ours, theirs = page_for(director), page_for(nurse)
    hers = {t.code: t for t in theirs._view.tables}
    differ = [t.code for t in ours._view.tables if t.figures() != hers[t.code].figures()]
    assert differ == ["B10"]
    assert hers["B10"].hidden_below  # small numbers of the unit are told in it only
    theirs.figures.open_cell("B01", TOTAL, "in_new")
    assert "Hoa Mười" in shown(theirs)
    assert "Lò Thị Kín" not in shown(theirs)
    assert "Restricted record, no right to open it; counted like everybody" in shown(theirs)
    assert not theirs.panel.print_button.isVisible()
    assert keys_of(theirs) == []


def test_the_whole_way_from_closing_to_the_outbox(
    qtbot: QtBot, book: Book, director: Actor, preparer: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    sample.with_keys(book, director, preparer, now)
    page = page_for(director)
    assert page.head.next.text() == "Close period"
    page.head.next.click()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.form.editor("preparer_name").set_value(preparer.name)
    dialog.send()
    wait_for_state(qtbot, page, ReportState.CLOSED)
    page.steps.begin_number()
    numbering = page.steps.dialog
    assert isinstance(numbering, NumberDialog)
    numbering.form.editor("number").set_value("128")
    assert numbering.form.editor("number").complaint() == ""
    numbering._compare([report_number("2026-09", "128", date(2026, 1, 5))])
    assert "stands on another paper already" in numbering.form.editor("number").complaint()
    numbering.send()
    wait_for_state(qtbot, page, ReportState.NUMBERED)
    assert page.head.next.text() == "Sign as preparer…"

    other = page_for(preparer)
    other.head.next.click()
    signing_dialog = other.steps.dialog
    assert isinstance(signing_dialog, SignDialog)
    signing_dialog.send()
    assert "Type the password" in signing_dialog.bar.text()
    signing_dialog.password.setText("sai")
    signing_dialog.send()
    qtbot.waitUntil(lambda: "password" in signing_dialog.bar.text())
    assert signing_dialog.isVisible()
    signing_dialog.password.setText(KEY_PASSWORD)
    signing_dialog.send()
    wait_for_state(qtbot, other, ReportState.PREPARER_SIGNED)

    page.make_stale()
    wait_for_state(qtbot, page, ReportState.PREPARER_SIGNED)
    page.head.next.click()
    last = page.steps.dialog
    assert isinstance(last, SignDialog)
    last.password.setText(KEY_PASSWORD)
    last.send()
    wait_for_state(qtbot, page, ReportState.SIGNED)
    assert "Signed in-house" in page.messages.text()
    page.head.next.click()
    qtbot.waitUntil(lambda: bool(page._view and page._view.outbox))
    assert page.head.next.text() == "See the outbox"
    assert page._view.outbox[0].file_name == "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"


def test_what_stands_against_closing_is_listed_and_opens(
    book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(writer.records(Facility)[0], records_complete_from=date(2026, 10, 1)))
    periods.type_opening(book, MONTH, {"elderly_alone_poor": 9}, "báo cáo số 12", by=director, now=now)
    page = page_for(director)
    assert page.figures.tabs._bar.tabText(0) == "B01 !"
    page.head.next.click()
    assert page.steps.dialog is None
    assert "Not closed yet" in page.panel.title.whole()
    see = [b for b in page.panel.findChildren(QPushButton) if b.text() == "See"]
    see[0].click()
    assert "people to look at" in page.panel.title.whole()
    assert "Trần Thị An" in shown(page)


def test_typing_the_opening_of_the_first_month(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    with book.changing("", now, new_id(), "test") as writer:
        writer.amend(replace(writer.records(Facility)[0], records_complete_from=date(2026, 10, 1)))
    page = page_for(director)
    assert keys_of(page) == ["close", "opening", "targets"]
    page.steps.begin_opening()
    dialog = page.steps.dialog
    assert isinstance(dialog, OpeningDialog)
    dialog.fields["elderly_alone_poor"].set_raw("ba")
    dialog.send()
    assert dialog.bar.text()
    dialog.fields["elderly_alone_poor"].set_raw("3")
    dialog._count()
    assert "Typed: 3. In the book: 4." in dialog.total.text()
    assert "categories differ" in dialog.total.text() or "category differs" in dialog.total.text()
    dialog.report_no.setText("báo cáo số 12")
    dialog.send()
    qtbot.waitUntil(lambda: bool(page._view and page._view.typed))
    assert page._view.typed == {"elderly_alone_poor": 3}
    assert "báo cáo số 12" in page.figures.notes.text()


def test_a_late_entry_shows_by_name(qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    later = now + timedelta(hours=1)
    sample.live(book, "Lục Văn Chài", now=later, start_on=date(2026, 10, 30))
    page = page_for(director, at=later)
    page.segments.choose("comparison")
    page._look_at("comparison")
    names = {b.text() for b in page.comparison.findChildren(QPushButton)}
    assert "Lục Văn Chài" in names
    again = next(b for b in page.comparison.findChildren(QPushButton) if "version 2" in b.text())
    again.click()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.send()
    assert dialog.form.editor("replaced_because").has_error()
    dialog.form.editor("replaced_because").set_value("bổ sung người vào 30/10")
    dialog.send()
    qtbot.waitUntil(lambda: bool(page._view and len(page._view.snapshots) == 2))
    assert page._view.changed == ()
    versions = page.comparison.versions
    assert versions is not None
    qtbot.waitUntil(lambda: "Lục Văn Chài" in {b.text() for b in versions.findChildren(QPushButton)})
    assert "bổ sung người vào 30/10" in versions.why.text()


def test_the_narrative_is_kept_as_a_draft_and_closed_with_the_month(
    qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open
) -> None:
    sample.filled(book)
    page = page_for(director)
    page.segments.choose("narrative")
    page._look_at("narrative")
    qtbot.waitUntil(lambda: "problems" in page.narrative._fields)
    page.narrative._fields["problems"].note.setPlainText("Thiếu điều dưỡng.")
    assert page.has_unsaved()
    assert page.can_leave()
    assert not page.has_unsaved()

    def kept() -> drafts.Draft | None:
        with book.reading_for(director, now) as reader:
            return drafts.own_draft(reader, "report_narrative", MONTH)

    qtbot.waitUntil(lambda: kept() is not None)
    draft = kept()
    assert draft.content == {"problems": "Thiếu điều dưỡng."}
    page.make_stale()
    qtbot.waitUntil(lambda: bool(page._view and page._view.narrative))
    page.head.next.click()
    dialog = page.steps.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.send()
    wait_for_state(qtbot, page, ReportState.CLOSED)
    qtbot.waitUntil(lambda: kept() is None)
    with book.looking(now) as reader:
        newest = store.newest_snapshot(reader, MONTH)
    assert "Thiếu điều dưỡng." in newest.narrative


def test_the_paper_is_drawn_and_saved(
    qtbot: QtBot, book: Book, director: Actor, page_for: Open, tmp_path: Path
) -> None:
    sample.filled(book)
    page = page_for(director)
    page.segments.choose("paper")
    page._look_at("paper")
    paper = page.paper
    qtbot.waitUntil(lambda: paper.preview.page_count() > 0)
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        paper.write(kind, tmp_path / f"bao-cao.{kind}")
        assert (tmp_path / f"bao-cao.{kind}").read_bytes().startswith(begins)
    paper.write("pdf", tmp_path / "gone" / "bao-cao.pdf")
    assert "bao-cao.pdf" in page.messages.text()


def test_the_list_behind_a_number_leaves_a_line_in_the_reading_log(
    qtbot: QtBot,
    book: Book,
    director: Actor,
    now: datetime,
    page_for: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample.filled(book)
    page = page_for(director)
    page.figures.open_cell("B01", TOTAL, "in_new")
    target = tmp_path / "danh-sach.xlsx"
    monkeypatch.setattr("carebook.ui.parts.taking_out.QFileDialog.getSaveFileName", lambda *_args: (str(target), ""))
    assert page.panel._behind is not None
    page.taking_out.note(page.panel._behind.on_paper("xlsx"), "đoàn kiểm tra")
    qtbot.waitUntil(target.exists)
    with book.looking(now) as reader:
        readings = reader.records(Reading, "deed = 'export_list'")
    assert [(r.people, r.reason) for r in readings] == [(2, "đoàn kiểm tra")]


def test_the_ink_way(qtbot: QtBot, book: Book, director: Actor, now: datetime, page_for: Open, tmp_path: Path) -> None:
    sample.filled(book)
    sample.closed(book, director, now)
    page = page_for(director)
    page.steps.begin_ink()
    dialog = page.steps.dialog
    assert isinstance(dialog, InkDialog)
    dialog.form.editor("number").set_value("128")
    dialog.send()
    qtbot.waitUntil(lambda: "scan" in dialog.form.summary.text() or "scan" in dialog.bar.text())
    scan = tmp_path / "quet.pdf"
    scan.write_bytes(b"%PDF scan")
    dialog.take_scan(scan)
    dialog.send()
    wait_for_state(qtbot, page, ReportState.SIGNED_IN_INK)
    assert keys_of(page)[0] == "outbox"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.DIRECTOR, ["number", "preparer", "ink", "export", "take_back", "dhis2", "version", "reopen", "targets"]),
        (Role.CLERK, ["number", "preparer", "ink", "export", "take_back", "dhis2", "targets"]),
        (Role.ACCOUNTANT, ["preparer", "export", "targets"]),
        (Role.NURSE, []),
        (Role.INSPECTOR, []),
    ],
)
def test_steps_follow_rights(
    role: Role,
    expected: list[str],
    book: Book,
    director: Actor,
    actor_with: Callable[..., Actor],
    now: datetime,
    page_for: Open,
) -> None:
    sample.closed(book, director, now)
    assert keys_of(page_for(actor_with(role))) == expected


def test_months_are_walked(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    page = page_for(director)
    page.span.later.click()
    qtbot.waitUntil(lambda: bool(page._view and page._view.key == "2026-11"))
    assert not page.span.later.isEnabled()
    page.turn_to(month="2026-09", look="comparison")
    qtbot.waitUntil(lambda: bool(page._view and page._view.key == "2026-09"))
    assert page.stack.currentWidget() is page.comparison


def test_hidden_columns_and_rows_can_be_shown(book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    few = page.figures.table.figures.columnCount(), page.figures.table.figures.rowCount()
    page.figures.hidden.click()
    table = page._view.table("B01")
    assert page.figures.table.figures.columnCount() == len(table.columns) + 1 > few[0]
    assert page.figures.table.figures.rowCount() == len(table.rows) > few[1]
    page.figures.hidden.click()
    assert (page.figures.table.figures.columnCount(), page.figures.table.figures.rowCount()) == few


def test_it_fits_the_smallest_window(qtbot: QtBot, book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    assert page.minimumSizeHint().width() <= SMALLEST.width()
    assert page.minimumSizeHint().height() <= SMALLEST.height()
    host = QStackedWidget()
    qtbot.addWidget(host)
    host.addWidget(page)
    host.resize(1180, 740)
    host.show()
    assert host.minimumSizeHint().width() <= SMALLEST.width()
    host.resize(820, 470)
    qtbot.waitUntil(page.is_narrow)
    assert not page.segments.isHidden()
    page.figures.open_cell("B01", TOTAL, "in_new")
    assert page.stack.isHidden()
    page.panel.shut()
    assert not page.stack.isHidden()
    qtbot.waitUntil(lambda: page.header.minimumSizeHint().width() <= 820)
    page.setParent(None)


def test_every_control_has_a_name(book: Book, director: Actor, page_for: Open) -> None:
    sample.filled(book)
    page = page_for(director)
    page.figures.open_cell("B01", TOTAL, "in_new")
    nameless = [b for b in page.findChildren(QPushButton) if b.isVisible() and not (b.accessibleName() or b.text())]
    assert nameless == []
    assert page.figures.table.accessibleName()
    assert page.span.span.accessibleName()
    assert page.span.kind.accessibleName()
