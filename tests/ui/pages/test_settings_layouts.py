"""Layouts by hand: one is made, ordered, grouped, changed, copied, carried as a file and struck; an own table counts what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from carebook import places
from carebook.actions.report_layouts import save_own_table, save_template
from carebook.records.periods import ReportKind
from carebook.records.report_layouts import OwnTable, ReportTemplate
from carebook.records.staff import Actor
from carebook.rules.own_tables import Design, OwnColumn, OwnRow
from carebook.rules.report_layouts import Layout, OwnHeading, RowGroup, layout_of, with_layout
from carebook.rules.statistics import Who
from carebook.store import code_lists, facility
from carebook.store.book import Book
from carebook.ui.pages.settings import SettingsPage
from carebook.ui.pages.settings.layouts.layout_dialog import LayoutDialog
from carebook.ui.pages.settings.layouts.ordered_records import OrderedRecords
from carebook.ui.pages.settings.layouts.own_table_dialog import OwnTableDialog, PartDialog
from carebook.ui.pages.settings.layouts.row_groups import GroupDialog
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import TickList
from carebook.ui.parts.table import Column
from tests import period_samples as sample
from tests.ui.pages.by_hand import press, records, rows
from tests.ui.waiting import when_asked

DESIGN = Design(
    (OwnRow("r1", "Nam", {"sex": ("male",)}), OwnRow("r2", "Còn lại")),
    (OwnColumn("c1", "Đang ở"), OwnColumn("c2", "Tiếp nhận", who=Who.CAME)),
)
OWN = OwnTable(code="T01", title="Nam, nữ", design=DESIGN.to_json())
LAYOUT = Layout(
    "Gửi Sở Y tế",
    "",
    ("T01", "B01"),
    (RowGroup("B01", "Nhóm của Sở", ("elderly_alone_poor", "child_abandoned")),),
    (OwnHeading("results", "Kết quả chính"), OwnHeading("admission")),
)

WIDEST, HIGHEST = 1366, 728
"""What a screen of 1366 × 768 leaves of itself."""


@pytest.fixture
def tab(qtbot: Any, book: Book, director: Actor, now: datetime, tmp_path: Path, monkeypatch: Any) -> Iterator[Any]:
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "carebook.ini")
    sample.filled(book)
    with book.reading_for(director, now) as reader:
        desk = Desk(book, director, facility.facility(reader), code_lists.words(reader), clock=lambda: now)
    page = SettingsPage(desk)
    page.resize(1140, 700)
    qtbot.addWidget(page)
    page.show()
    page.turn_to(tab="layouts")
    yield page.tab("layouts")
    desk.close()


def kept(book: Book, now: datetime) -> list[ReportTemplate]:
    return records(book, now, ReportTemplate)


def opened(qtbot: Any, tab: Any, kind: type) -> Any:
    qtbot.waitUntil(lambda: isinstance(tab.dialog, kind) and tab.dialog.isVisible())
    return tab.dialog


def in_dialog(kind: type, act: Any) -> None:
    """What is done in the dialog that opens next."""

    def do() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        act(dialog)

    when_asked(do)


def test_a_layout_is_made_ordered_and_grouped_by_hand(qtbot: Any, tab: Any, book: Book, now: datetime) -> None:
    qtbot.waitUntil(lambda: "No layout yet" in tab.states.says())
    tab.begin_layout()
    dialog = opened(qtbot, tab, LayoutDialog)
    order = dialog.tables.order()
    assert order[:3] == ["B01", "B02", "B03"]
    assert dialog.layout_now() == Layout()
    dialog.tables.none.click()
    dialog.tables.list.choose(["B01", "B03"])
    dialog.tables.list.setCurrentRow(2)
    qtbot.keyClick(dialog.tables.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialog.tables.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.tables.codes() == ("B03", "B01")

    def group(one: Any) -> None:
        press("Use this group", one)
        assert "needs a heading" in one.bar.text()
        one.heading.write("Nhóm của Sở")
        one.rows.choose(["elderly_alone_poor", "child_abandoned"])
        press("Use this group", one)

    in_dialog(GroupDialog, group)
    dialog.groups.add.click()
    dialog.headings.none.click()
    dialog.headings.list.choose(["results", "admission"])
    dialog.headings.list.setCurrentRow(dialog.headings.order().index("results"))
    dialog.words.write("Kết quả chính")
    dialog.words.touched.emit()
    dialog.addressed_to.set_raw("Sở Y tế\n\nUBND tỉnh")
    dialog.bases.choose(["103/2017/NĐ-CP"])
    dialog.form.editor("name").set_value("")
    press("Save the layout", dialog)
    assert dialog.isVisible()
    dialog.form.editor("name").set_value("Gửi Sở Y tế")
    press("Save the layout", dialog)
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 1)
    (made,) = kept(book, now)
    layout = layout_of(made)
    assert layout.tables == ("B03", "B01")
    assert layout.grouping == (RowGroup("B01", "Nhóm của Sở", ("elderly_alone_poor", "child_abandoned")),)
    assert layout.headings == (OwnHeading("results", "Kết quả chính"), OwnHeading("admission"))
    assert (made.addressed_to, made.legal_bases) == (("Sở Y tế", "UBND tỉnh"), ("103/2017/NĐ-CP",))
    assert made.kind is ReportKind.MONTHLY
    assert "Saved the layout" in tab.page.messages.text()


def test_an_own_table_is_made_by_hand(qtbot: Any, tab: Any, book: Book, now: datetime) -> None:
    tab.begin_table()
    dialog = opened(qtbot, tab, OwnTableDialog)

    def men(one: Any) -> None:
        one.words.write("Nam cao tuổi")
        one.only.fact.choose("sex")
        one.only.fact.activated.emit(0)
        one.only.ticks.choose(["male"])
        one.only.ticks.touched.emit()
        one.only.fact.choose("age_group")
        one.only.fact.activated.emit(0)
        one.only.ticks.choose(["elderly"])
        one.only.ticks.touched.emit()
        press("Use it", one)

    def came(one: Any) -> None:
        press("Use it", one)
        assert "Write the words" in one.bar.text()
        one.words.write("Tiếp nhận")
        one.who.choose("came")
        press("Use it", one)

    dialog.form.editor("code").set_value("T01")
    dialog.form.editor("title").set_value("Nam cao tuổi")
    press("Save the table", dialog)
    assert "needs a row" in dialog.bar.text()
    in_dialog(PartDialog, men)
    dialog.rows.add.click()
    in_dialog(PartDialog, came)
    dialog.columns.add.click()
    dialog.form.editor("code").set_value("B01")
    press("Save the table", dialog)
    qtbot.waitUntil(lambda: "is a table of the program" in dialog.form.editor("code").complaint())
    dialog.form.editor("code").set_value("T01")
    press("Save the table", dialog)
    qtbot.waitUntil(lambda: rows(tab.table) != [])
    (made,) = records(book, now, OwnTable)
    assert Design.from_json(made.design) == Design(
        (OwnRow("r1", "Nam cao tuổi", {"sex": ("male",), "age_group": ("elderly",)}),),
        (OwnColumn("c1", "Tiếp nhận", who=Who.CAME),),
    )


def test_a_layout_is_changed_copied_carried_and_struck(
    qtbot: Any, tab: Any, book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    save_own_table(book, OWN, by=director, now=now)
    save_template(book, with_layout(ReportTemplate(name=""), LAYOUT), by=director, now=now)
    tab.refresh()
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    first = kept(book, now)[0]
    tab.table.pick(first.id)
    tab._change()
    dialog = opened(qtbot, tab, LayoutDialog)
    assert dialog.tables.codes() == ("T01", "B01")
    assert dialog.layout_now() == Layout(tables=LAYOUT.tables, grouping=LAYOUT.grouping, headings=LAYOUT.headings)
    dialog.form.editor("title").set_value("Kết quả trợ giúp xã hội")
    press("Save the layout", dialog)
    qtbot.waitUntil(lambda: kept(book, now)[0].title != "")
    path = tmp_path / "mau.toml"
    qtbot.waitUntil(lambda: getattr(tab.table.current(), "title", "") == "Kết quả trợ giúp xã hội")
    tab.write(tab.table.current(), path)
    assert "Saved “mau.toml”" in tab.page.messages.text()
    tab._copy()
    copy = opened(qtbot, tab, LayoutDialog)
    assert copy is not dialog
    press("Save the layout", copy)
    qtbot.waitUntil(lambda: len(kept(book, now)) == 2)
    assert {one.name for one in kept(book, now)} == {"Gửi Sở Y tế", "Gửi Sở Y tế (copy)"}

    def why(one: Any) -> None:
        next(b for b in one.findChildren(QPushButton) if b.text() == "Not used any more").click()

    qtbot.waitUntil(lambda: len(rows(tab.table)) == 3)
    tab.table.pick(first.id)
    when_asked(lambda: why(QApplication.activeModalWidget()))
    tab._strike()
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    tab._undo()
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 3)

    tab.take(path)
    qtbot.waitUntil(lambda: rows(tab.refused.faults) == [["–", "There is a layout of that name already."]])
    path.write_text(path.read_text("utf-8").replace("Gửi Sở Y tế", "Từ tệp").replace('"B01"]', '"B77"]'), "utf-8")
    tab.take(path)
    qtbot.waitUntil(lambda: any("B77" in why for _line, why in rows(tab.refused.faults)))
    line, _why = rows(tab.refused.faults)[0]
    assert '"B77"' in path.read_text("utf-8").splitlines()[int(line) - 1]
    path.write_text(path.read_text("utf-8").replace('"B77"]', '"B01"]'), "utf-8")
    tab.take(path)
    qtbot.waitUntil(lambda: len(kept(book, now)) == 3)
    assert tab.refused.isHidden()
    assert len(records(book, now, OwnTable)) == 1


@pytest.mark.parametrize(("content", "reason"), [(b"\xff\xfe", "UTF-8"), (b"x" * 800_001, "longer than")])
def test_a_file_that_is_no_text_is_refused(tab: Any, tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "mau.toml"
    path.write_bytes(content)
    tab.take(path)
    assert reason in rows(tab.refused.faults)[0][1]


def test_the_preview_prints_the_layout(qtbot: Any, tab: Any, book: Book, director: Actor, now: datetime) -> None:
    save_own_table(book, OWN, by=director, now=now)
    save_template(book, with_layout(ReportTemplate(name=""), LAYOUT), by=director, now=now)
    tab.refresh()
    qtbot.waitUntil(lambda: len(rows(tab.table)) == 2)
    tab.table.pick(kept(book, now)[0].id)
    tab.show_preview()
    with qtbot.waitSignal(tab.dialog.preview.shown):
        pass
    assert not tab.dialog.states.says()
    tab.dialog.reject()


def test_a_list_is_changed_by_keys(qtbot: Any) -> None:
    changed: list[tuple[str | None, list[str]]] = []

    def ask(item: str | None, others: Any) -> str | None:
        changed.append((item, list(others)))
        return None if item == "a" else f"{item or 'new'}!"

    made: OrderedRecords[str] = OrderedRecords(
        "Các dòng", "New row…", [Column("x", "X", lambda one: one.item, 100)], ask, height=170
    )
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_items(["a", "b", "c"])
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_Return)
    assert changed == [("a", ["b", "c"])]
    assert made.items() == ("a", "b", "c")
    qtbot.keyClick(made.table, Qt.Key.Key_Down)
    qtbot.keyClick(made.table, Qt.Key.Key_Return)
    assert made.items() == ("a", "b!", "c")
    made.up.click()
    made.up.click()
    assert made.items() == ("b!", "a", "c")
    made.down.click()
    assert made.items() == ("a", "b!", "c")
    qtbot.keyClick(made.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: made.items() == ("a", "c"))
    made.add.click()
    assert made.items() == ("a", "c", "new!")


@pytest.fixture
def large_letters(dressed: Any) -> Iterator[None]:
    theme.apply(dressed, "light", points=15.0)
    yield
    theme.apply(dressed, "light")


@pytest.mark.looks
@pytest.mark.usefixtures("large_letters")
def test_the_dialogs_fit_a_small_screen_in_large_letters(qtbot: Any, tab: Any) -> None:
    tab.begin_layout()
    layout = opened(qtbot, tab, LayoutDialog)
    for part in layout._places:
        layout.turn_to(part)
        QApplication.processEvents()
        assert layout.height() <= HIGHEST, part
        assert layout.width() <= WIDEST, part
    layout.reject()
    tab.begin_table()
    own = opened(qtbot, tab, OwnTableDialog)
    part = PartDialog(own, tab._offers, DESIGN.columns[1])
    qtbot.addWidget(part)
    part.show()
    QApplication.processEvents()
    assert max(own.height(), part.height()) <= HIGHEST
    assert [one.height() >= theme.worn().scaled(100) for one in part.findChildren(TickList)] == [True]
    own.reject()
