from __future__ import annotations

from datetime import date, datetime

import pytest

from carebook.rules.list_import import Remark, Severity
from carebook.rules.list_import.people import named_relatives
from carebook.words import speaking
from tests.rules.list_import.sample_lists import kinds, one_list, person


def test_repairs_are_said():
    reading = one_list(person(name="ĐẶNG KIM DAO"), person(name="  Trần  Kim  Uyên ", born="8-3-43"))
    assert [p.full_name for p in reading.people] == ["Đặng Kim Dao", "Trần Kim Uyên"]
    assert kinds(reading) == [Remark.CAPITALS, Remark.SPACES, Remark.DATE_FORM]
    assert {r.severity for r in reading.remarks} == {Severity.REPAIRED}
    assert [r.kept_as for r in reading.remarks] == ["Đặng Kim Dao", "Trần Kim Uyên", "08/03/1943"]
    assert reading.remarks[0].column == "Họ và tên"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (1945.0, "1945"),
        ("1945", "1945"),
        (date(1945, 9, 2), "1945-09-02"),
        (datetime(1945, 9, 2), "1945-09-02"),
        ("05/1945", "1945-05"),
        (5.1945, "1945-05"),
        ("khoảng 1945", "1945~"),
        ("Không rõ", "?"),
        (2091945.0, "1945-09-02"),
        (16682.0, "1945-09-02"),  # Excel's number of the day
    ],
)
def test_births_however_excel_keeps_them(cell, kept):
    (found,) = one_list(person(born=cell)).people
    assert found.born is not None
    assert found.born.text == kept


def test_an_impossible_date_is_kept_in_the_note_and_not_guessed():
    reading = one_list(person(born="31/02/1950", note="yếu"))
    (found,) = reading.people
    assert found.born is None
    assert found.note == "yếu\nNgày sinh: 31/02/1950"
    (remark,) = reading.remarks
    assert (remark.kind, remark.severity, remark.row) == (Remark.BAD_DATE, Severity.KEPT, 3)
    assert (reading.counts.bad_date, reading.counts.to_look_at) == (1, 1)
    with speaking("en"):
        assert str(remark.sentence) == (
            "Row 3, column Ngày sinh: “31/02/1950” is not in the calendar. If only the year is known, type 1950. "
            "Kept as written in the note; the field is left empty."
        )


def test_a_day_of_admission_must_be_whole_and_past():
    reading = one_list(person(admitted="2019"), person(name="Lê Ba", admitted="05/12/2026"))
    assert [p.admitted_on for p in reading.people] == [None, None]
    assert kinds(reading) == [Remark.BAD_DATE, Remark.BAD_DATE]


def test_numbers_of_papers():
    reading = one_list(
        person(name="Trần Thị An", born="1945", number=22145999012.0),
        person(name="Lê Thị Ba", number="02213857439"),
        person(name="Lê Thị Tư", number="022045999013"),
        person(name="Lê Thị Năm", number="022146999014"),
        person(name="Lê Thị Sáu", number="100 123 456"),
    )
    assert [p.identity_number for p in reading.people] == [
        "022145999012",
        "",
        "022045999013",
        "022146999014",
        "100123456",
    ]
    assert [p.identity_kind for p in reading.people] == ["national_id", "", "national_id", "national_id", "old_id"]
    assert kinds(reading) == [Remark.LOST_ZERO, Remark.BAD_ID, Remark.SEX_CONFLICT, Remark.YEAR_CONFLICT]
    assert reading.people[1].note == "Số CCCD: 02213857439"


def test_a_category_of_violence_is_said_to_be_restricted():
    reading = one_list(person(category="BLGĐ"))
    assert reading.people[0].category == "victim_dv"
    assert kinds(reading) == [Remark.CONFIDENTIAL]


def test_unknown_words_stay_in_the_note():
    reading = one_list(person(category="Diện lạ"))
    assert (reading.people[0].category, reading.people[0].note) == (None, "Diện: Diện lạ")
    assert kinds(reading) == [Remark.UNKNOWN_WORD]


@pytest.mark.parametrize("name", ["NguyÔn V¨n An", "Nguyeãn Vaên An"])
def test_rows_in_old_fonts_are_refused_by_name_of_the_font(name):
    reading = one_list(person(name=name), person())
    assert [p.full_name for p in reading.people] == ["Trần Thị An"]
    (remark,) = reading.remarks
    assert (remark.kind, remark.severity, remark.kept_as) == (Remark.LEGACY_FONT, Severity.REFUSED, "Nguyễn Văn An")
    assert (reading.counts.rows, reading.counts.people, reading.counts.refused) == (2, 1, 1)


def test_a_row_without_a_name_is_refused():
    reading = one_list(person(name=""))
    assert (kinds(reading), reading.people) == ([Remark.NO_NAME], ())


def test_empty_fields_that_matter_are_said():
    assert kinds(one_list(person(sex="", admitted=""))) == [Remark.MISSING, Remark.MISSING]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Con: Mai Văn Hùng - 0995494971", [("Con", "Mai Văn Hùng", ("0995494971",))]),
        ("Mai Văn Hùng (con trai) SĐT: 0995 494 971", [("con trai", "Mai Văn Hùng", ("0995 494 971",))]),
        (
            "Con: Mai Văn Hùng; Cháu: Lê Ba - 0912345678",
            [("Con", "Mai Văn Hùng", ()), ("Cháu", "Lê Ba", ("0912345678",))],
        ),
        ("Mai Văn Hùng\nLê Ba", [("", "Mai Văn Hùng", ()), ("", "Lê Ba", ())]),
        (912345678.0, [("", "", ("912345678",))]),
        ("không có số", [("", "không có", ())]),
    ],
)
def test_relatives_as_they_are_written(cell, expected):
    assert [(r.relation, r.full_name, r.phones) for r in named_relatives(cell)] == expected


def test_relatives_with_their_codes():
    reading = one_list(
        (1.0, "Trần Thị An", 1945.0, "Cháu: LÊ BA - 912345678"),
        (2.0, "Lê Văn Bảo", 1950.0, "Con: Lê Tư - 0168 123 4567"),
        (3.0, "Lê Văn Cam", 1950.0, "Bạn hàng: Lê Năm"),
        headings=("STT", "Họ tên", "Năm sinh", "Người thân (SĐT)"),
    )
    nephew, child, other = (p.relatives[0] for p in reading.people)
    assert (nephew.full_name, nephew.relation, nephew.phone) == ("Lê Ba", "grandchild", "0912345678")
    assert (child.relation, child.phone, child.note) == ("other", "", "Con, 0168 123 4567")
    assert (other.relation, other.note) == ("other", "Bạn hàng")
    assert kinds(reading) == [Remark.CAPITALS, Remark.BAD_PHONE, Remark.UNKNOWN_WORD]


def test_relation_and_telephone_in_columns_of_their_own():
    reading = one_list(
        (1.0, "Trần Thị An", 1945.0, "Lê Ba", "Con trai", 912345678.0),
        headings=("STT", "Họ tên", "Năm sinh", "Họ tên người thân", "Quan hệ", "Số điện thoại"),
    )
    (relative,) = reading.people[0].relatives
    assert (relative.full_name, relative.relation, relative.phone) == ("Lê Ba", "son", "0912345678")


def test_several_kinds_of_disability_in_a_cell():
    reading = one_list(
        (1.0, "Trần Thị An", 1945.0, "Nghe, nói", "ĐBN"),
        (2.0, "Lê Văn Bảo", 1950.0, "Vận động, nhìn", "Nặng"),
        headings=("STT", "Họ tên", "Năm sinh", "Dạng tật", "Mức độ KT"),
    )
    assert [p.disability_kinds for p in reading.people] == [("hearing_speech",), ("mobility", "vision")]
    assert [p.disability_degree for p in reading.people] == ["extremely_severe", "severe"]
