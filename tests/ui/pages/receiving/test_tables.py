"""What is owed, everything added up, the centers, rights and keys of the department's page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.receiving import BookStore
from tests.ui.pages.receiving.conftest import Open, told, words_in
from tests.ui.pages.stay_desk import button, fits, nameless

# what is owed, what is added up


@pytest.mark.usefixtures("three")
def test_what_is_owed_stands_by_center_and_month(director: Actor, page_for: Open) -> None:
    page = page_for(director)
    page.tabs.choose("owed")
    assert page.owed.told.text() == "10/2026: due 25/10/2026 · 2 of 3 came · 1 late · 1 report missing"
    records = page.owed.table.records
    rows = {records.cell_at(row, 0).text: row for row in range(records.rowCount())}
    october = page._found.year.index("2026-10") + 1
    cells = {name: records.cell_at(row, october) for name, row in rows.items()}
    assert (cells["Cơ sở Hoa Sen"].mark, cells["Cơ sở Hoa Sen"].sub) == (("full", "ok"), "version 2")
    assert (cells["Cơ sở Tre Xanh"].text, cells["Cơ sở Tre Xanh"].sub) == ("22/11", "late")
    assert (cells["Cơ sở Lan Rừng"].text, cells["Cơ sở Lan Rừng"].sub) == ("missing", "28 days")
    assert records.cell_at(rows["Cơ sở Lan Rừng"], 1).text == "·", "it did not report yet in January"
    assert records.cell_at(rows["Cơ sở Lan Rừng"], october + 2).mark == ("ring", "text2")
    page.owed.table.acted.emit(records.record_at(rows["Cơ sở Hoa Sen"]), "2026-10")
    assert page.tabs.current() == "arrived"


@pytest.mark.usefixtures("three")
def test_the_sum_is_that_of_the_centers_and_opens_what_stands_behind(
    qtbot: QtBot, director: Actor, page_for: Open
) -> None:
    page = page_for(director)
    page.tabs.choose("summed")
    table = page._found.summed.table
    closing = [table.cell(row.code, "closing") for row in table.rows]
    assert sorted(number for number in closing[:-1] if number is not None) == [37, 152]
    assert closing[-1] == 189, "the second version counts, and the first does not"
    assert page.summed.told.text() == "1 center is missing: Cơ sở Lan Rừng."
    place = [column.code for column in table.columns].index("closing") + 1
    lotus = [row.label for row in table.rows].index("Cơ sở Hoa Sen")
    page.summed.table.number_opened.emit(lotus, place)
    assert page.summed.panel.title.whole().endswith(": 152")
    assert "version 2" in words_in(page.summed.panel)
    page.summed.panel.table_button.click()
    qtbot.waitUntil(lambda: page.tables.dialog is not None)
    figures = page.tables.dialog.table.figures
    cells = [figures.cell_at(row, at) for row in range(figures.rowCount()) for at in range(figures.columnCount())]
    assert "152" in [cell.text for cell in cells]
    page.tables.dialog.reject()
    page.summed.panel.file_button.click()
    qtbot.waitUntil(lambda: page.dealing.dialog is not None)
    page.dealing.dialog.reject()
    page.summed.table.number_opened.emit(len(table.rows) - 1, place)
    said = words_in(page.summed.panel)
    assert "152" in said
    assert "37" in said
    assert "1 center is not in this sum." in said


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("part", ["summed", "owed"])
def test_the_tables_are_printed_and_exported(
    qtbot: QtBot, director: Actor, page_for: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    page = page_for(director)
    page.tabs.choose(part)
    page.print_button.click()
    qtbot.waitUntil(lambda: page.tables.paper is not None and page.tables.paper.dialog is not None)
    page.tables.paper.dialog.reject()
    target = tmp_path / "bang.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    page.export_button.click()
    qtbot.waitUntil(target.exists)


@pytest.mark.usefixtures("three")
def test_another_kind_and_time_are_shown(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    page = page_for(director)
    assert page.span.span.code() == "2026-10", "the newest time anything came about"
    page.span.later.click()
    qtbot.waitUntil(lambda: page._key == "2026-11" and not page._found.summed.parcels)
    assert "Nothing came for" in page.arrived.states.says()
    page.span.kind.choose("quarterly")
    page.span.kind.activated.emit(0)
    qtbot.waitUntil(lambda: page._found.kind.value == "quarterly")
    assert len(page._found.year) == 4


# the centers


@pytest.mark.usefixtures("department")
def test_a_center_is_added_amended_and_struck_through(
    qtbot: QtBot, director: Actor, page_for: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_for(director)
    page.tabs.choose("centers")
    page.centers.begin_new()
    dialog = page.centers.dialog
    dialog.save_button.click()
    assert dialog.form.summary.text(), "a name is needed"
    dialog.form.editor("name").set_value("Mái ấm Hoa Sữa")
    dialog.save_button.click()
    told(qtbot, page, "Mái ấm Hoa Sữa")
    qtbot.waitUntil(lambda: len(page._found.centers) == 1)
    button(page, "Undo").click()
    qtbot.waitUntil(lambda: not page._found.centers)
    dialog.save()  # as it was typed
    qtbot.waitUntil(lambda: len(page._found.centers) == 1)
    page.centers.begin_new()
    page.centers.dialog.form.editor("name").set_value("mái ấm hoa sữa")
    page.centers.dialog.save_button.click()
    qtbot.waitUntil(lambda: "in the list already" in words_in(page.centers.dialog))
    page.centers.dialog.reject()
    page.centers.edit_button.click()
    page.centers.dialog.form.editor("beds").set_value(25)
    page.centers.dialog.save_button.click()
    qtbot.waitUntil(lambda: page._found.centers[0].facility.beds == 25)

    monkeypatch.setattr("carebook.ui.pages.receiving.page.reason_to_strike", lambda *_given: "Nay báo cáo về nơi khác")
    page.centers.strike_button.click()
    qtbot.waitUntil(lambda: not page._found.centers)


def test_a_center_with_a_new_key_forgets_the_old_code(
    qtbot: QtBot, three: Book, director: Actor, later: datetime, page_for: Open
) -> None:
    page = page_for(director)
    page.tabs.choose("centers")
    lotus = next(one for one in page._found.centers if one.facility.name == "Cơ sở Hoa Sen")
    page.centers.table.pick(lotus.id)
    page.centers.edit_button.click()
    page.centers.dialog.forget.setChecked(True)
    page.centers.dialog.save_button.click()
    qtbot.waitUntil(lambda: not next(one for one in page._found.centers if one.id == lotus.id).facility.fingerprint)
    with three.looking(later) as reader:
        assert next(one for one in BookStore(reader).facilities() if one.id == lotus.id).facility_id == "018f-hoa-sen"


# rights, keys, looks


def test_the_first_page_of_a_department_loads_nothing_heavy() -> None:
    heavy = ["reportlab", "pyhanko", "sqlite_utils", "xlsxwriter", "pypdfium2", "docx", "fsspec", "psycopg"]
    code = f"import sys, carebook.ui.pages.receiving; print([one for one in {heavy} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.usefixtures("three")
def test_who_only_looks_sees_no_button_that_changes(actor_with: Callable[..., Actor], page_for: Open) -> None:
    page = page_for(actor_with(Role.INSPECTOR))
    assert not page.take_button.isVisible()
    assert not page.answer_button.isVisible()
    assert "same" not in page._parts
    page.tabs.choose("centers")
    assert not page.centers.add_button.isVisible()
    page.centers.table.opened.emit(page._found.centers[0])
    assert page.centers.dialog is None
    page.arrived.table.pick(page._found.arrived[0].id)
    assert not page.arrived.panel.answer_button.isVisible()


@pytest.mark.usefixtures("three")
def test_keys_lead_through_the_parts(qtbot: QtBot, director: Actor, page_for: Open) -> None:
    page = page_for(director)
    page.setFocus()
    order = []
    for _turn in range(5):
        qtbot.keyClick(page, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        order.append(page.tabs.current())
    assert order == ["owed", "summed", "centers", "same", "arrived"]


@pytest.mark.looks
@pytest.mark.usefixtures("three")
def test_it_fits_a_small_screen_and_everything_has_a_name(director: Actor, page_for: Open) -> None:
    page = page_for(director)
    for key in page._parts:
        page.tabs.choose(key)
        assert fits(page), key
        assert nameless(page) == [], key
    page.window().resize(880, 480)
    QApplication.processEvents()
    assert page.is_narrow()
    assert not page.export_button.isVisible()
