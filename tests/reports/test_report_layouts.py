"""A layout on paper: order, choice, headings and groups of rows are the department's; numbers, people and hash are the same."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import docx
import pytest
from python_calamine import CalamineWorkbook

from carebook.records.figures import TOTAL
from carebook.reports import report_words
from carebook.reports.data import attachment, figures_hash
from carebook.reports.monthly import draw, last_line, sections, title_of
from carebook.reports.narrative import NARRATIVE, arranged
from carebook.reports.spreadsheet import monthly_workbook
from carebook.rules.report_layouts import Layout, OwnHeading, RowGroup
from tests.reports.reading import flat, page_sizes, words
from tests.reports.samples import B01, B03, report

LAYOUT = Layout(
    "Gửi Sở Y tế",
    "Kết quả trợ giúp xã hội",
    ("B03", "B99", "B01"),
    (RowGroup("B01", "Người lớn", ("disabled", "elderly")), RowGroup("B03", "Gộp", ("elderly", "disabled"), False)),
    (OwnHeading("proposals", "Đề xuất"), OwnHeading("admission"), OwnHeading("results", "Kết quả chính")),
)
PLAIN = report()
LAID_OUT = replace(PLAIN, layout=LAYOUT)


def test_the_pdf_prints_what_the_layout_says_with_the_same_numbers_and_hash() -> None:
    drawn = draw(LAID_OUT, invariant=True)
    pages = [flat(drawn.pdf, n) for n in range(len(page_sizes(drawn.pdf)))]
    annexes = [page for page in pages if "Biểu B0" in page and "Kèm theo Báo cáo" in page]
    assert ["Biểu B03" in page for page in annexes] == [True, False]
    assert "Kết quả trợ giúp xã hội tháng 10 năm 2026" in pages[0]
    assert last_line(LAID_OUT).startswith("Số liệu chi tiết theo các biểu B03")
    assert figures_hash(LAID_OUT) == figures_hash(PLAIN)
    plain = draw(PLAIN, invariant=True)
    assert [place.role for place in drawn.places] == [place.role for place in plain.places]
    there, before = (json.loads(attachment(one, drawn.places)) for one in (LAID_OUT, PLAIN))
    assert there == before


@pytest.mark.parametrize("at", [0, 1])
def test_every_printed_figure_is_on_paper_and_opens_as_many_people(at: int) -> None:
    table = LAID_OUT.printed_tables[at]
    pdf = draw(LAID_OUT, invariant=True).pdf
    printed = [words(pdf, n, layout=True) for n in range(len(page_sizes(pdf)))]
    page = next(one for one in printed if f"Biểu {table.code}" in one and "Kèm theo Báo cáo" in one).splitlines()
    for row in table.printed_rows:
        wanted = [str(table.cell(row.code, column.code)) for column in table.printed_columns]
        assert any(line.split()[-len(wanted) :] == wanted for line in page), (row.label, wanted)
        for column in table.printed_columns:
            assert len(table.people(row.code, column.code)) == table.cell(row.code, column.code)


def test_groups_are_the_departments_and_make_the_total() -> None:
    b03, b01 = LAID_OUT.printed_tables
    assert [row.label for row in b01.printed_rows] == [
        "Người lớn",
        "Người khuyết tật đặc biệt nặng",
        "Người cao tuổi không có người phụng dưỡng",
        "Nạn nhân bạo lực gia đình",
        "Tổng cộng",
    ]
    assert [row.label for row in b03.printed_rows] == ["Gộp", "Tổng cộng"]
    assert b03.cell("own_group_1", TOTAL) == B03.cell(TOTAL, TOTAL) == 9
    assert b01.cell(TOTAL, "closing") == B01.cell(TOTAL, "closing")


def test_the_docx_and_the_workbook_have_the_same_order() -> None:
    document = docx.Document(io.BytesIO(report_words.write(LAID_OUT)))
    said = [one.text for one in document.paragraphs]
    assert [line for line in said if line in ("Biểu B03", "Biểu B01")] == ["Biểu B03", "Biểu B01"]
    assert any("Kết quả trợ giúp xã hội" in line for line in said)
    book = CalamineWorkbook.from_filelike(io.BytesIO(monthly_workbook(LAID_OUT)))
    assert book.sheet_names[:2] == ["B03", "B01"]


def test_headings_stand_in_the_departments_order_and_words() -> None:
    typed = replace(
        LAID_OUT, narrative={"proposals": "Cấp thêm giường.", "tasks": "Rà soát hồ sơ.", "staff": "Tuyển một."}
    )
    said = sections(typed)
    assert [heading for heading, _words in said] == [
        "I. ĐỀ XUẤT",
        "II. KẾT QUẢ CHÍNH",
        "1. Tiếp nhận, quản lý đối tượng",
        "2. Tổ chức, nhân sự, đào tạo",
        "III. NHIỆM VỤ KỲ SAU",
    ]
    assert dict(said)["2. Tổ chức, nhân sự, đào tạo"] == ("Tuyển một.",)
    assert dict(said)["III. NHIỆM VỤ KỲ SAU"] == ("Rà soát hồ sơ.",)


def test_a_heading_without_its_part_stands_by_itself() -> None:
    found = arranged((OwnHeading("health"), OwnHeading("gone"), OwnHeading("situation", "Chung")))
    assert [(one.code, one.words, one.part) for one in found] == [
        ("health", "Y tế, phục hồi chức năng", ""),
        ("situation", "Chung", ""),
    ]
    assert arranged(()) == list(NARRATIVE)


def test_every_heading_can_stand_by_itself() -> None:
    flat_layout = Layout(headings=tuple(OwnHeading(one.code) for one in NARRATIVE if one.code != "results"))
    typed = {one.code: "Chữ." for one in NARRATIVE if one.code != "results"}
    said = sections(replace(PLAIN, layout=flat_layout, narrative=typed))
    assert [heading.split(".")[0] for heading, _words in said][-2:] == ["XII", "XIII"]


def test_a_layout_that_names_no_table_of_the_report_prints_all_of_them() -> None:
    assert replace(PLAIN, layout=Layout(tables=("B99",))).printed_tables == PLAIN.tables
    assert title_of(PLAIN).startswith("Kết quả công tác")
