from __future__ import annotations

import json
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from carebook import places
from carebook.exchange.lists import UnreadableList, import_words, read_sheets
from carebook.records.codes import Code
from carebook.rules.code_files import codes_from_toml
from carebook.rules.list_import import ListReading, Remark, read_list, vocabulary_from

SAMPLES = Path(__file__).parent / "samples"
ROWS = [("Họ và tên", "Năm sinh", "Giới tính"), ("Trần Thị An", "1945", "Nữ"), ("Đỗ Văn Bảo", "05/1950", "Nam")]


@pytest.fixture(scope="module")
def vocabulary():
    codes = [
        record
        for name in ("people", "admission")
        for record in codes_from_toml(tomllib.loads(places.resource(f"codes/{name}.toml").read_text("utf-8")))
        if isinstance(record, Code)
    ]
    return vocabulary_from(import_words(), codes)


def read(path, vocabulary, sheet=0):
    reading = read_list(read_sheets(path)[sheet], vocabulary, today=date(2026, 11, 5))
    assert isinstance(reading, ListReading)
    return reading


def test_a_real_list_arrives_with_exactly_its_figures(vocabulary):
    """The figures count people after the four repeated rows are joined; a lost zero or a conflict counts once a person."""
    reading = read(SAMPLES / "danh-sach-doi-tuong.xlsx", vocabulary)
    facts = json.loads((SAMPLES / "danh-sach-doi-tuong.facts.json").read_text(encoding="utf-8"))
    assert {name: getattr(reading.counts, name) for name in facts} == facts
    assert reading.counts.refused == 0
    assert (reading.as_of, reading.header_row) == (date(2026, 10, 31), 7)
    assert all(value.sure for value in reading.values)
    assert all(column.meaning is not None for column in reading.columns)


def test_rows_of_the_real_list_keep_their_numbers(vocabulary):
    reading = read(SAMPLES / "danh-sach-doi-tuong.xlsx", vocabulary)
    by_row = {row: person for person in reading.people for row in person.rows}
    assert by_row[16] is by_row[20]
    assert (by_row[20].full_name, by_row[16].category) == ("Đặng Kim Dao", "victim_dv")
    assert by_row[32].note == "Số CCCD/ CMND: 02213857439"
    assert by_row[50].full_name == "H'Hen Niê"
    assert by_row[142].born is not None
    assert by_row[142].born.text == "1943-03-08"
    assert [r.row for r in reading.remarks if r.kind is Remark.SEX_CONFLICT] == [15, 77, 104]
    assert [r.row for r in reading.remarks if r.kind is Remark.TOTAL_LINE] == [159]


def _text(rows, delimiter=";"):
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_text_files_of_every_make(tmp_path, vocabulary, delimiter, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(_text(ROWS, delimiter).encode(encoding))
    assert [(p.full_name, p.born.text) for p in read(path, vocabulary).people] == [
        ("Trần Thị An", "1945"),
        ("Đỗ Văn Bảo", "1950-05"),
    ]


def test_text_of_vietnamese_windows(tmp_path, vocabulary):
    """Code page 1258 writes tones apart from the letters."""
    apart = {"ầ": "â\u0300", "ị": "i\u0323", "ỗ": "ô\u0303", "ả": "a\u0309", "ọ": "o\u0323", "ớ": "ơ\u0301"}
    text = "".join(apart.get(letter, letter) for letter in _text(ROWS))
    text = text.replace("ữ", "ư\u0303")
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode("cp1258"))
    reading = read(path, vocabulary)
    assert [p.full_name for p in reading.people] == ["Trần Thị An", "Đỗ Văn Bảo"]
    assert reading.remarks == ()


def test_text_for_an_old_font_is_kept_to_be_recognised(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("Hä vµ tªn;N¨m sinh\r\nNguyÔn V¨n An;1945\r\nTrÇn ThÞ Hoa;1950\r\n".encode("cp1252"))
    (sheet,) = read_sheets(path)
    assert sheet.rows[1][0] == "NguyÔn V¨n An"


def test_excels_own_mark_of_the_delimiter(tmp_path, vocabulary):
    path = tmp_path / "list.csv"
    path.write_bytes(("sep=;\r\n" + _text(ROWS)).encode("utf-8-sig"))
    assert read(path, vocabulary).people[0].rows == (3,)


def test_quoted_cells_with_line_breaks(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('Họ và tên;Người thân\n"An";"Con: Ba\nCháu: Tư; 0912345678"\n', encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert sheet.rows[1] == ("An", "Con: Ba\nCháu: Tư; 0912345678")


def test_every_visible_sheet_that_holds_anything(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Đang ở", "Ẩn", "Trống", "Đã về"):
            sheet = book.add_worksheet(name)
            if name == "Ẩn":
                sheet.hide()
            if name != "Trống":
                sheet.write(4, 1, "Họ và tên")
    assert [(s.name, s.rows[4][1]) for s in read_sheets(path)] == [("Đang ở", "Họ và tên"), ("Đã về", "Họ và tên")]


_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def test_open_document_sheets(tmp_path, vocabulary):
    path = tmp_path / "list.ods"
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in ROWS
    )
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="DS">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", _MANIFEST)
        file.writestr("content.xml", content)
    assert [p.full_name for p in read(path, vocabulary).people] == ["Trần Thị An", "Đỗ Văn Bảo"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("list.docx", b"PK", "is no spreadsheet"),
        ("list.xlsx", b"PK\x03\x04 not a workbook", "is damaged"),
        ("list.xls", b"\xd0\xcf\x11\xe0 broken", "is damaged"),
        ("list.xlsx", b"", "is damaged"),
        ("list.csv", b"", "is empty"),
        ("list.csv", b";;;\r\n", "is empty"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableList) as caught:
        read_sheets(path)
    assert reason in caught.value.message.id
    assert caught.value.message.values == {"file": name}


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnreadableList) as caught:
        read_sheets(tmp_path / "list.xlsx")
    assert "cannot be opened" in caught.value.message.id
