"""B18 on paper and as a workbook: every center stands on it, also one without a report, and the numbers are the table's."""

from __future__ import annotations

import io
import json
from typing import Any

from python_calamine import CalamineWorkbook

from carebook.records.codes import Code
from carebook.records.facility import Facility
from carebook.records.receiving import ReportingFacility
from carebook.reports.roll_up import RollUpPaper, draw, workbook
from carebook.rules.parcels import ParcelTable
from carebook.rules.roll_up import LIST, roll_up
from tests.reports.reading import flat, words

DEPARTMENT = Facility(
    name="Sở Y tế tỉnh Quảng Ninh",
    symbol="SYT",
    parent_agency="UBND tỉnh Quảng Ninh",
    place="Hạ Long",
    head_name="Đào Thị Hướng Dương",
    book_kind="department",
)


def column(name: str, text: str, **extra: Any) -> Code:
    return Code(list_name=LIST, code=name, text=text, details=json.dumps(extra))


CODES = [
    Code(list_name="figure_word", code="total", text="Tổng số"),
    Code(list_name="figure_word", code="roll_up", text="Tổng hợp nhiều cơ sở"),
    column("closing", "Cuối kỳ", table="B01", row="total", cells=["closing"]),
    column("female", "Nữ", table="B01", row="total", cells=["female"]),
    column("cards", "Có thẻ BHYT", table="CS", row="cards", share=["done", "of"]),
]


def paper(many: int = 2) -> RollUpPaper:
    """So many centers with a report, the second of which does not tell how many women it has, and one without."""
    parts: dict[ReportingFacility, tuple[ParcelTable, ...]] = {}
    for number in range(1, many + 1):
        center = ReportingFacility(id=f"f{number}", name=f"Cơ sở số {number}")
        women = None if number == 2 else 10 * number
        parts[center] = (
            ParcelTable("B01", ("closing", "female"), (("total", (100 + number, women)),)),
            ParcelTable("CS", ("done", "of"), (("cards", (9, 10)),)),
        )
    missing = ReportingFacility(id="none", name="Cơ sở Lan Rừng")
    parts[missing] = ()
    return RollUpPaper(DEPARTMENT, roll_up(parts, CODES), "2026-10", ["Cơ sở Lan Rừng"], "Mạc Thị Hải Đường in")


def test_it_says_what_it_adds_up_and_what_it_lacks() -> None:
    told = flat(draw(paper()).pdf)
    for said in (
        "UBND TỈNH QUẢNG NINH",
        "Tháng 10/2026; 2/3 cơ sở đã gửi báo cáo",
        "Chưa có báo cáo của 1 cơ sở: Cơ sở Lan Rừng.",
        "“Nữ” thiếu 2 cơ sở",
        "không tính là 0",
    ):
        assert said in told, said


def test_every_number_of_the_table_stands_on_the_paper() -> None:
    made = paper()
    told = words(draw(made).pdf, layout=True)
    for row, line in (("f1", "101 10 90,0 %"), ("f2", "102 – 90,0 %"), ("none", "– – –"), ("total", "203 10 90,0 %")):
        label = made.table.row(row).label
        printed = next(one for one in told.splitlines() if one.strip().startswith(label))
        assert " ".join(printed.replace(label, "").split()) == line, label


def test_heads_stand_once_on_each_page() -> None:
    drawn = draw(paper(60))
    pages = [" ".join(page.split()) for page in words(drawn.pdf).split("\f")]
    with_rows = [page for page in pages if "Cơ sở số" in page or "Tổng số" in page]
    assert len(with_rows) > 1
    assert [page.count("Có thẻ BHYT") for page in with_rows] == [1] * len(with_rows)


def test_the_workbook_has_the_same_numbers() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook(paper()))).get_sheet_by_index(0).to_python()
    rows = {line[0]: line[1:3] for line in sheet if line and str(line[0]).startswith(("Cơ sở số", "Tổng số"))}
    assert rows["Cơ sở số 1"] == [101, 10]
    assert rows["Tổng số"] == [203, 10]
