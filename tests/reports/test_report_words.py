"""The .docx says the same words and numbers as the report, and under every Biểu stands the code of its figures."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT

from carebook.records.figures import TOTAL, Table
from carebook.reports import report_words
from carebook.reports.monthly import sections
from tests.reports.samples import B01, B01_COLUMNS, B03, movement, report

WRITTEN = report_words.write(report())


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in opened(content).paragraphs if one.text.strip()]


def grid_with(content: bytes, heading: str) -> list[list[str]]:
    """The first table in whose first row a heading stands."""
    found = next(one for one in opened(content).tables if heading in [cell.text for cell in one.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize(("table", "heading"), [(B01, "Nhóm đối tượng"), (B03, "Dạng khuyết tật")], ids=["B01", "B03"])
def test_every_printed_figure_stands_in_its_row(table: Table, heading: str) -> None:
    rows = {row[0].strip(): row[1:] for row in grid_with(WRITTEN, heading)}
    for row in table.printed_rows:
        assert rows[row.label] == [str(table.cell(row.code, column.code)) for column in table.printed_columns]


def test_every_sentence_of_the_report_is_there_in_order() -> None:
    said = [line for heading, words in sections(report()) for line in (heading, *words)]
    there = paragraphs(WRITTEN)
    places = [there.index(line) for line in said]
    assert places == sorted(places)
    assert "Kính gửi: Sở Y tế tỉnh Quảng Ninh" in there
    assert there.index("Thực hiện quy chế của cơ sở.") == there.index("Căn cứ Nghị định số 103/2017/NĐ-CP;") + 1
    assert "SỐ LIỆU BỔ SUNG KỲ TRƯỚC" in there


def test_under_every_table_stands_the_code_of_the_figures_and_each_sheet_says_what_it_is() -> None:
    codes = [line for line in paragraphs(WRITTEN) if "Mã số liệu" in line]
    assert codes == [
        f"Biểu {table.code} · Báo cáo tháng 10 năm 2026, bản 1 · Mã số liệu 3F2A 91BC 77D0 04EE · số liệu đến 31/10/2026"
        for table in (B01, B03)
    ]
    for section in opened(WRITTEN).sections:
        for footer in (section.footer, section.first_page_footer):
            assert footer.paragraphs[0].text == "Bản để sửa ngoài chương trình. Bản lưu trong sổ là bản PDF."


def test_tables_lie_across_behind_the_upright_text() -> None:
    first, *others = opened(WRITTEN).sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert len(others) == 2
    assert {one.orientation for one in others} == {WD_ORIENT.LANDSCAPE}
    assert {round(one.page_width.mm) for one in others} == {297}


def test_a_draft_says_so_at_its_title_and_under_every_table() -> None:
    assert sum("BẢN NHÁP" in line for line in paragraphs(report_words.write(report(), draft=True))) == 3
    assert not any("BẢN NHÁP" in line for line in paragraphs(WRITTEN))


def test_nobody_who_is_counted_is_named() -> None:
    assert b"T\xc3\xaan Ng\xc6\xb0\xe1\xbb\x9di K\xc3\xadn" not in _all_parts(WRITTEN)


def test_a_table_of_the_whole_book_is_written_in_small_letters() -> None:
    every = movement(*((row, 3000, " ".join(column.code for column in B01_COLUMNS)) for row in ("elderly", "violence")))
    content = report_words.write(report(tables=(every,)))
    assert every.cell(TOTAL, "closing") == 6000
    assert "6.000" in [text for row in grid_with(content, "Nhóm đối tượng") for text in row]


def _all_parts(content: bytes) -> bytes:
    """Every part of the file, unpacked."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
