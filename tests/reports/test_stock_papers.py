"""The papers of medicines: their numbers, read back from the PDF and the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from carebook.actions.doses import record_doses
from carebook.actions.stock import count_stock, take_out_stock
from carebook.dates import VIETNAM
from carebook.records.episodes import AbsenceKind
from carebook.records.medication import DoseState, Medicine, MoveKind, StockCount
from carebook.records.staff import Actor, Role
from carebook.reports.daily_papers import dispensing, medicine_month, stock_papers, tables
from carebook.store.book import Book, new_id
from tests import samples
from tests.daily_care_samples import WardOf, a_ward
from tests.medication_samples import as_needed, dose, order
from tests.reports.reading import flat, page_sizes, words
from tests.stock_samples import TODAY, kept_medicine, move, received

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)
FIRST = date(2026, 11, 1)


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


@pytest.fixture
def amlodipin(book: Book, nurse: Actor, now: datetime) -> Medicine:
    """Amlodipin, 100 received on the first of November."""
    kept = kept_medicine(book, nurse, now)
    received(book, nurse, now, kept)
    return kept


@pytest.fixture
def ward(book: Book, nurse: Actor, now: datetime, amlodipin: Medicine) -> WardOf:
    """Four people on Amlodipin, the second restricted, the fourth in hospital; the first also something as needed."""
    made = a_ward(book, nurse, now, restricted=frozenset({1}))
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        orders = [writer.add(order(stay, medicine_id=amlodipin.id)) for stay in made.stays]
        writer.add(as_needed(made.stays[0]))
        writer.add(samples.absence(made.stays[3], kind=AbsenceKind.HOSPITAL, from_on=date(2026, 11, 20)))
    given = [dose(one, AT_EIGHT, done_by_id=nurse.staff_member_id) for one in orders[:3]]
    given[2] = dose(orders[2], AT_EIGHT, done_by_id=nurse.staff_member_id, state=DoseState.REFUSED, reason="will_not")
    record_doses(book, given, by=nurse, now=AT_EIGHT)
    return made


def across(pdf: bytes) -> str:
    """The text line by line as it stands on the page."""
    return " ".join(words(pdf, layout=True).split())


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


@pytest.mark.usefixtures("ward")
def test_in_out_and_balance_agree_on_paper_and_in_excel(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    out = move(amlodipin.id, 5, kind=MoveKind.GIVEN_OUT, moved_on=TODAY, because="Cấp khu B")
    take_out_stock(book, replace(out, done_by_id=nurse.staff_member_id), by=nurse, now=now)
    with book.reading_for(nurse, now) as reader:
        paper = stock_papers.gather_ledger(reader, date(2026, 11, 2), TODAY)
        nothing = stock_papers.gather_ledger(reader, date(2026, 1, 1), date(2026, 1, 31))
    assert paper.people == ()
    told = across(tables.draw(paper, invariant=True).pdf)
    assert "BÁO CÁO XUẤT – NHẬP – TỒN THUỐC" in told
    assert "Amlodipin 5 mg viên 100 0 0 7 0 0 93" in told
    rows = cells(tables.workbook(paper))
    assert [1, "Amlodipin 5 mg", "viên", 100, 0, 0, 7, 0, 0, 93] in rows
    assert tables.NO_ROWS in flat(tables.draw(nothing).pdf)


def test_minutes_of_a_count_say_what_is_lacking_and_who_counted(
    book: Book, nurse: Actor, director: Actor, now: datetime, amlodipin: Medicine
) -> None:
    lot = received(book, nurse, now, amlodipin, 20, lot="B02")
    count = StockCount(
        medicine_id=amlodipin.id,
        lot_id=lot.lot_id,
        counted_on=TODAY,
        counted=17.5,
        because="Rơi vỡ",
        counter_id=nurse.staff_member_id,
        witness_id=director.staff_member_id,
    )
    number = count_stock(book, [count], by=nurse, now=now).result
    with book.reading_for(nurse, now) as reader:
        paper = stock_papers.gather_minutes(reader, number)
    told = flat(tables.draw(paper).pdf)
    for phrase in ("Số 01/2026, ngày 22/11/2026", "B02", "31/03/2027", "20 17,5", "2,5 Rơi vỡ", "Doãn Thị Cẩm Tú"):
        assert phrase in told
    assert "Đào Thị Hướng Dương" in told


def test_a_requisition_asks_for_what_orders_need_beyond_what_is_there(
    book: Book, nurse: Actor, now: datetime, ward: WardOf
) -> None:
    with book.reading_for(nurse, now) as reader:
        paper = stock_papers.gather_requisition(reader, TODAY, 30)
        enough = stock_papers.gather_requisition(reader, TODAY, 1)
    # the orders end on 30/11: 4 people x 8 days = 32; 60 are kept, 98 are there, 2 were used
    assert enough.sheets[0].tables[0][1].rows == ()
    assert paper.sheets[0].tables[0][1].rows == ()
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        writer.add(
            order(ward.stays[0], medicine_id=writer.value("SELECT id FROM medicine"), rounds=("07", "12", "17", "20"))
        )
    with book.reading_for(nurse, now) as reader:
        paper = stock_papers.gather_requisition(reader, TODAY, 30)
    assert "Amlodipin 5 mg viên 64 2 60 98 26" in across(tables.draw(paper).pdf)


@pytest.mark.usefixtures("ward")
def test_the_book_of_special_control_names_who_was_given_it_under_the_alias(
    book: Book, nurse: Actor, now: datetime, amlodipin: Medicine
) -> None:
    with book.changing(nurse.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(amlodipin, controlled=True))
    with book.reading_masked(now) as reader:
        paper = stock_papers.gather_controlled(reader, FIRST, TODAY)
    assert len(paper.people) == 2
    told = flat(tables.draw(paper).pdf)
    assert "Trần Thị An" in told
    assert "Hoa Mai" in told
    assert "Lương Đình Thuận" not in told


def test_the_month_sheet_has_31_days_letters_and_reasons_in_batch(book: Book, now: datetime, ward: WardOf) -> None:
    with book.reading_masked(now) as reader:
        paper = medicine_month.gather(reader, TODAY, today=TODAY, ward_id=ward.ward.id)
        one = medicine_month.gather(reader, date(2026, 10, 5), today=TODAY, episode_id=ward.stays[0])
    assert [sheet.name for sheet in paper.sheets] == ["Trần Thị An", "Hoa Mai", "Đoàn Thị Miên", "Tạ Văn Điền"]
    assert one.sheets == ()
    grid = paper.sheets[0].tables[0][1]
    assert len(grid.columns) == 2 + 30
    regular, needed, giver = grid.rows
    assert regular.values[:2] == ("Amlodipin 5 mg, 1 viên, uống", "08:00")
    assert regular.values[2 + 21] == "C"
    assert regular.values[2 + 22] == ""  # due, not yet given
    assert needed.values[1] == "khi cần"
    assert giver.values[2 + 21] == "DT"
    refused = paper.sheets[2]
    assert refused.tables[0][1].rows[0].values[2 + 21] == "T"
    assert "22/11 08:00 Amlodipin: T, Không chịu uống." in refused.notes
    pdf = tables.draw(paper, invariant=True).pdf
    assert len(page_sizes(pdf)) == 4
    assert all(width > height for width, height in page_sizes(pdf))
    told = flat(pdf, 1)
    assert "Hoa Mai" in told
    assert "Tháng 11/2026" in told
    names = CalamineWorkbook.from_filelike(io.BytesIO(tables.workbook(paper))).sheet_names
    assert names == ["Trần Thị An", "Hoa Mai", "Đoàn Thị Miên", "Tạ Văn Điền"]


def test_the_list_of_a_day_adds_up_what_leaves_the_cupboard(book: Book, now: datetime, ward: WardOf) -> None:
    with book.reading_masked(now) as reader:
        paper = dispensing.gather(reader, TODAY, "Khu A", ward_id=ward.ward.id)
        other = dispensing.gather(reader, date(2026, 12, 5), "Khu A")
    assert len(paper.people) == 4
    (_whole, by_person), (_summary, by_medicine) = paper.sheets[0].tables
    assert [row.values for row in by_medicine.rows] == [(1, "Amlodipin 5 mg", "viên", 3, 3)]
    away = next(row for row in by_person.rows if "Tạ Văn Điền" in str(row.values[0]))
    assert "Hospital" in str(away.values[0]) or "Nằm viện" in str(away.values[0])
    told = flat(tables.draw(paper).pdf)
    assert "SỔ CẤP PHÁT THUỐC NGÀY" in told
    assert "Hoa Mai" in told
    assert other.sheets[0].tables[0][1].rows == ()
    assert any("Paracetamol" in str(row.values[0]) for row in by_person.rows)
    assert len(cells(tables.workbook(paper), 1)) > 4
