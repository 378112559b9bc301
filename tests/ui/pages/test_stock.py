"""The page of the stock: what is there, receiving, taking out and counting by keys, papers and lists from Excel."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from carebook.records.medication import Medicine, Prescription
from carebook.records.staff import Actor, Role
from carebook.rules.stock import said
from carebook.store.book import Book, new_id
from carebook.store.stock import countings, cupboard
from carebook.ui.pages.stock import StockPage
from carebook.ui.pages.stock.asking import CONTROLLED, EXPIRING, LOW
from carebook.ui.pages.stock.papers import DAY_LIST, LEDGER
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ReasonDialog
from tests.conftest import PASSWORD
from tests.daily_care_samples import a_ward
from tests.medication_samples import order
from tests.stock_samples import kept_medicine, received
from tests.ui.pages.stay_desk import Window, button, desk_of, fits, nameless
from tests.ui.typing_vietnamese import type_text
from tests.ui.waiting import when_asked


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


@pytest.fixture
def desk(book: Book, nurse: Actor, now: datetime) -> Iterator[Desk]:
    """The nurse's desk, at 09:00."""
    with desk_of(book, nurse, now) as made:
        yield made


@pytest.fixture
def medicines(book: Book, nurse: Actor, now: datetime) -> list[Medicine]:
    """Amlodipin of which little is left, morphine of which one lot expired, and one with nothing."""
    low = kept_medicine(book, nurse, now)
    morphine = kept_medicine(book, nurse, now, name="Morphin", substance="Morphin", controlled=True, keep_at_least=None)
    none = kept_medicine(book, nurse, now, name="Paracetamol", substance="Paracetamol", strength="500 mg")
    received(book, nurse, now, low, 40.5)
    received(book, nurse, now, morphine, 10, expires_on=date(2026, 11, 20))
    received(book, nurse, now, morphine, 12, lot="M2", expires_on=date(2026, 12, 24))
    return [low, morphine, none]


def open_page(desk: Desk, qtbot: Any, **about: Any) -> tuple[Window, StockPage]:
    page = StockPage(desk)
    window = Window(desk, page)
    qtbot.addWidget(window)
    page.turn_to(**about)
    window.show()
    qtbot.waitUntil(lambda: page._found is not None)
    return window, page


def left(desk: Desk) -> dict[str, str]:
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        return {one.medicine.name: said(one.left) for one in cupboard(reader, desk.today())}


def type_over(widget: Any, words: str) -> None:
    line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    line.setFocus()
    line.selectAll()
    type_text(line, words)


def test_an_empty_list_says_how_to_begin(desk: Desk, qtbot: Any) -> None:
    _window, page = open_page(desk, qtbot)
    assert button(page.states, "Add a medicine") is not None
    page.receive()
    sheet = page.writing.sheet
    assert page.writing.form == "medicine"
    for name, words in (("name", "Amlodipin Đặng"), ("substance", "Amlodipin"), ("strength", "5 mg")):
        type_over(sheet.form.editor(name).input, words)  # type: ignore[union-attr]
    page.save()
    qtbot.waitUntil(lambda: page._found is not None and len(page._found.lines) == 1)
    assert left(desk) == {"Amlodipin Đặng": "0"}


@pytest.mark.looks
def test_the_list_tells_what_is_low_and_what_expires_and_fits(
    desk: Desk, qtbot: Any, medicines: list[Medicine]
) -> None:
    window, page = open_page(desk, qtbot, medicine_id=medicines[1].id)
    assert page._found is not None
    names = {view: [one.medicine.name for one in page._found.of(view)] for view in (LOW, EXPIRING, CONTROLLED)}
    assert names == {LOW: ["Amlodipin", "Paracetamol"], EXPIRING: ["Morphin"], CONTROLLED: ["Morphin"]}
    assert [one.medicine.name for one in page._found.of("all", "m2")] == ["Morphin"]
    qtbot.waitUntil(lambda: bool(page.card.moves.records.rowCount()))
    assert button(page.card, "Destroy lot A01").isVisible()
    assert nameless(page) == []
    assert fits(page)
    window.resize(880, 480)
    qtbot.waitUntil(page.is_narrow)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.card.moves.isVisible)
    assert not page.states.isVisible()
    page._escape()
    assert page.states.isVisible()
    page.search.setText("không có")
    assert "không có" in page.states.says()
    page.search.clear()
    page.view.choose(LOW)
    page._show_list()
    assert page.table.records.rowCount() == 2


def test_receiving_and_taking_out_by_the_keyboard(desk: Desk, qtbot: Any, medicines: list[Medicine]) -> None:
    _window, page = open_page(desk, qtbot, medicine_id=medicines[0].id)
    qtbot.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.writing.is_open)
    form = page.writing.sheet.form  # type: ignore[union-attr]
    page.save()
    assert form.editor("lot").complaint()
    for name, words in (("lot", "B02"), ("expires_on", "31/12/2026"), ("amount", "60")):
        type_over(form.editor(name).input, words)
    page.save()
    qtbot.waitUntil(lambda: left(desk)["Amlodipin"] == "100,5")
    qtbot.waitUntil(lambda: "31/12/2026" in page.messages.text())  # expires within 60 days
    page.take_out()
    form = page.writing.sheet.form  # type: ignore[union-attr]
    assert page.writing.sheet.written() is None  # type: ignore[union-attr]
    type_over(form.editor("amount").input, "500")
    type_over(form.editor("because").input, "Về phép 4 ngày")
    page.save()
    qtbot.waitUntil(lambda: bool(form.editor("amount").complaint()))
    type_over(form.editor("amount").input, "61")
    page.save()
    qtbot.waitUntil(lambda: left(desk)["Amlodipin"] == "39,5")
    qtbot.waitUntil(lambda: not page.writing.is_open())
    qtbot.keyClick(page.table, Qt.Key.Key_F8)
    qtbot.waitUntil(page.writing.is_open)
    page.writing.leave()


@pytest.mark.usefixtures("medicines")
def test_a_count_asks_why_where_it_differs(desk: Desk, qtbot: Any, director: Actor) -> None:
    _window, page = open_page(desk, qtbot)
    page.count()
    sheet: Any = page.writing.sheet
    rows = {row.held.lot.lot if row.line.medicine.controlled else "A": row for row in sheet._rows}
    type_over(rows["A"].counted, "40")
    type_over(rows["M2"].counted, "mười")
    page.save()
    assert not rows["M2"].wrong.isHidden()
    type_over(rows["M2"].counted, "12")
    page.save()
    qtbot.waitUntil(lambda: not rows["A"].wrong.isHidden())
    assert not rows["A"].because.isHidden()
    page.keep_draft()
    type_over(rows["A"].because, "Rơi vỡ nửa viên")
    assert sheet.form.editor("witness_id").complaint()
    sheet.form.editor("witness_id").set_value(director.staff_member_id)
    kept = sheet.draft()
    sheet.restore(kept)
    page.save()
    qtbot.waitUntil(lambda: "password" in sheet.form.editor("witness_id").complaint())
    type_over(sheet.secret, "không phải")
    page.save()
    qtbot.waitUntil(lambda: not page._busy and sheet.secret.hasSelectedText())
    assert left(desk)["Amlodipin"] != "40"
    assert PASSWORD not in str(sheet.draft())
    type_over(sheet.secret, PASSWORD)
    page.save()
    qtbot.waitUntil(lambda: left(desk)["Amlodipin"] == "40")
    with desk.book.reading_for(desk.actor, desk.now()) as reader:
        assert [(one.lots, one.differ) for one in countings(reader)] == [(2, 1)]


@pytest.mark.usefixtures("medicines")
def test_papers_are_made_and_one_with_names_is_noted_first(
    desk: Desk, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: Book, nurse: Actor, now: datetime
) -> None:
    ward = a_ward(book, nurse, now)
    _window, page = open_page(desk, qtbot)
    page.open_papers()
    form = page.papers._form
    assert form is not None
    saved = tmp_path / "so.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(saved), ""))
    form.editor("paper").set_value(LEDGER)
    page.papers.make("pdf")
    qtbot.waitUntil(saved.exists)
    assert saved.read_bytes().startswith(b"%PDF")
    saved.unlink()
    page.papers.make("xlsx")
    qtbot.waitUntil(saved.exists)
    assert saved.read_bytes().startswith(b"PK")
    form.editor("paper").set_value(DAY_LIST)
    page.papers.make("pdf")
    qtbot.waitUntil(lambda: "nothing to print" in page.papers.standing.text())
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        writer.add(order(ward.stays[0]))
    form.editor("ward_id").set_value(f"room:{ward.rooms[1].id}")
    page.papers.standing.setText("")
    page.papers.make("pdf")
    qtbot.waitUntil(lambda: "nothing to print" in page.papers.standing.text())  # in another room
    form.editor("ward_id").set_value(f"room:{ward.rooms[0].id}")
    saved.unlink()
    when_asked(lambda: say_why(QApplication.activeModalWidget()))
    page.papers.make("pdf")
    qtbot.waitUntil(saved.exists)
    with book.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM reading WHERE people = 1") == 1
    page._escape()
    assert not page.papers.is_open()
    assert page.states.isVisible()


def say_why(dialog: Any) -> None:
    assert isinstance(dialog, ReasonDialog)
    button(dialog, "Work inside the center").click()


def test_a_list_from_excel_is_looked_at_then_brought_in(
    desk: Desk, qtbot: Any, medicines: list[Medicine], tmp_path: Path, book: Book, nurse: Actor, now: datetime
) -> None:
    a_ward(book, nurse, now)
    _window, page = open_page(desk, qtbot)
    page.open_imports()
    sheet: list[list[Any]] = [
        ["DANH MỤC THUỐC"],
        ["TT", "Tên thuốc", "Hoạt chất", "Hàm lượng", "Dạng bào chế", "ĐVT", "Kiểm soát ĐB"],
        [1, "Amlodipin", "Amlodipin", "5 mg", "Viên nén", "Viên", ""],
        [2, "Morphin sulfat", "Morphin", "10 mg/ml", "Thuốc tiêm", "ống", "x"],
        [3, "Lạ", "Lạ", "", "Khối", "viên", ""],
    ]
    page.imports.look(workbook(tmp_path / "thuoc.xlsx", sheet))
    qtbot.waitUntil(page.imports.import_button.isEnabled)
    assert [one.row for one in page.imports._looked.problems] == [5]  # type: ignore[union-attr]
    page.imports.bring_in()
    qtbot.waitUntil(lambda: not page.imports.is_open())
    assert "Morphin sulfat" in left(desk)
    page.open_imports()
    page.imports.kind.choose("orders")
    page.imports._forget()
    orders: list[list[Any]] = [
        ["Mã hồ sơ", "Họ và tên", "Thuốc", "Hàm lượng", "Liều", "Giờ dùng", "Từ ngày", "Bác sĩ"],
        ["", "Trần Thị An", "Amlodipin", "5 mg", "1 viên", "8h, 20h", "01/11/2026", "BS. Hương"],
        ["", "", "Metformin", "500 mg", "1/2", "08:00", "", ""],
        ["CB-A0002", "", "Metformin", "500 mg", 1, "09:00", "", "BS. Hương"],
        ["CB-X", "", "Metformin", "500 mg", 1, "08:00", "", "BS. Hương"],
        ["CB-A0003", "", "Losartan", "50 mg", "", "sáng 2, tối 1", "", "BS. Hương"],
        ["CB-A0003", "", "Paracetamol", "500 mg", 1, "khi sốt, tối đa 3 lần/ngày", "", "BS. Hương"],
    ]
    page.imports.look(workbook(tmp_path / "don.xlsx", orders))
    qtbot.waitUntil(lambda: page.imports._looked is not None)
    assert [one.row for one in page.imports._looked.problems] == [4, 5]  # type: ignore[union-attr]
    assert page.imports.import_button.text() == "Bring in 4 rows"  # one of them in two orders
    read = page.imports.read.records
    assert read.rowCount() == 5
    assert [read.index(at, 2).data() for at in (2, 3)] == ["08:00", "20:00"]
    page.imports.bring_in()
    qtbot.waitUntil(lambda: page.imports._looked is not None and len(page.imports._looked.problems) == 3)
    page.imports.bring_in()  # without the one that names no doctor
    qtbot.waitUntil(lambda: not page.imports.is_open())
    with book.looking(now) as reader:
        kept = sorted(reader.records(Prescription), key=lambda one: one.id)
    assert [(one.medicine, one.dose, one.rounds) for one in kept] == [
        ("Amlodipin", 1, ("08", "20")),
        ("Losartan", 2, ("08",)),
        ("Losartan", 1, ("20",)),
        ("Paracetamol", 1, ()),
    ]
    assert (kept[0].medicine_id, kept[3].most_a_day, kept[3].needed_for) == (medicines[0].id, 3, "sốt")


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    path.write_bytes(made.getvalue())
    return path
