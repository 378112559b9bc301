from __future__ import annotations

import math
import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from carebook.records.people import Sex
from carebook.rules.list_import import (
    CODE_LISTS,
    ListReading,
    Meaning,
    Remark,
    chosen,
    find_layout,
    interpret,
    key_of,
    read_list,
    to_remember,
)
from carebook.words import Message
from tests.rules.list_import.sample_lists import (
    CODES,
    HEADINGS,
    TODAY,
    VOCABULARY,
    WORDS,
    kinds,
    one_list,
    person,
    sheet,
)


def test_the_words_name_only_known_codes_and_meanings():
    known = {(code.list_name, code.code) for code in CODES}
    for list_name, words in WORDS["words"].items():
        assert list_name in CODE_LISTS.values()
        assert {(list_name, code) for code in words} <= known
    assert set(WORDS["columns"]) == {meaning.value for meaning in Meaning}


def test_every_code_is_understood_by_its_own_words():
    lists = {list_name: meaning for meaning, list_name in CODE_LISTS.items()}
    for code in CODES:
        if meaning := lists.get(code.list_name):
            found = VOCABULARY.suggestion(meaning, code.text)
            assert found is not None
            assert (found.code, found.sure) == (code.code, True)


# Where the table stands


def test_the_heading_row_is_found_under_titles():
    reading = one_list(
        person(), titles=("SỞ Y TẾ TỈNH QUẢNG NINH", "", "DANH SÁCH ĐỐI TƯỢNG", "(Tính đến ngày 31/10/2026)")
    )
    assert (reading.header_row, reading.as_of) == (5, date(2026, 10, 31))
    assert reading.people[0].rows == (6,)


def test_births_of_men_and_women_in_columns_of_their_own():
    reading = read_list(
        sheet(
            ("STT", "Họ và tên", "Năm sinh", "", "Diện đối tượng", "Quê quán"),
            ("", "", "Nam", "Nữ", "", ""),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
            (1.0, "Trần Văn Ba", 1950.0, "", "Lang thang", "Ba Chẽ"),
            (2.0, "Trần Thị Tư", "", 1951.0, "Lang thang", "Ba Chẽ"),
        ),
        VOCABULARY,
        today=TODAY,
    )
    assert isinstance(reading, ListReading)
    assert [(p.full_name, p.sex, str(p.born)) for p in reading.people] == [
        ("Trần Văn Ba", Sex.MALE, "1950"),
        ("Trần Thị Tư", Sex.FEMALE, "1951"),
    ]
    assert not reading.remarks


def test_without_headings_the_reason_is_said():
    reading = read_list(sheet(("a", "b"), (1.0, "Trần Thị An")), VOCABULARY, today=TODAY)
    assert isinstance(reading, Message)
    assert "DS" in str(reading.values)


def test_a_whole_list_in_an_old_font_is_said_to_be_one():
    reading = read_list(sheet(("Hä vµ tªn", "N¨m sinh"), ("NguyÔn V¨n An", 1945.0)), VOCABULARY, today=TODAY)
    assert isinstance(reading, Message)
    assert reading.values["font"] == "TCVN3"


def test_a_list_of_those_who_left():
    reading = one_list(
        (1.0, "Trần Thị An", "1945", "05/01/2020", "10/10/2026", "Gia đình đón về", "Về gia đình"),
        (2.0, "Lê Văn Bảo", "1950", "05/01/2020", "01/01/2019", "chết", ""),
        headings=("STT", "Họ tên", "Năm sinh", "Ngày vào", "Ngày ra", "Lý do", "Nơi đến"),
    )
    first, second = reading.people
    assert (first.left_on, first.end_reason, first.destination) == (date(2026, 10, 10), "family_request", "family")
    assert second.end_reason == "died"
    assert kinds(reading) == [Remark.DATE_ORDER]


def test_group_lines_give_the_category_where_no_column_does():
    reading = one_list(
        ("I", "Người cao tuổi cô đơn (1 người)", "", ""),
        (1.0, "Trần Thị An", 1945.0, "Nữ"),
        ("II", "Trẻ mồ côi", "", ""),
        (1.0, "Lê Văn Bảo", 2019.0, "Nam"),
        headings=("STT", "Họ và tên", "Năm sinh", "Giới tính"),
    )
    assert [p.category for p in reading.people] == ["elderly_alone_poor", "child_orphan_both"]
    assert kinds(reading) == [Remark.GROUP_LINE, Remark.GROUP_LINE]


def test_totals_and_signatures_are_passed_over_and_said():
    reading = one_list(
        person(),
        ("", "Tổng cộng: 150 đối tượng"),
        ("", "", "", "", "", "Quảng Ninh, ngày 01 tháng 11 năm 2026"),
        ("", "NGƯỜI LẬP BIỂU", "", "", "", "GIÁM ĐỐC"),
        (),
        ("", "Đàm Thị Trâm Anh"),
        person(name="Tống Văn Công", born="1950"),
    )
    assert [p.full_name for p in reading.people] == ["Trần Thị An", "Tống Văn Công"]
    assert reading.counts.rows == 2
    assert Remark.TOTAL_LINE in kinds(reading)
    assert reading.counts.refused == 0


# The same person twice


def test_a_person_twice_is_entered_once():
    reading = one_list(
        person(number="022145999012"),
        person(name="TRẦN THỊ AN", number=22145999012.0, note="mới"),
    )
    (found,) = reading.people
    assert (found.rows, found.note) == ((3, 4), "mới")
    assert (kinds(reading), reading.counts.duplicates) == ([Remark.DUPLICATE], 1)
    assert reading.counts.lost_zero == 0  # said of the second row only


def test_what_a_second_row_says_otherwise_is_kept():
    reading = one_list(person(category="Tâm thần"), person(number="022145999012", category="Lang thang"))
    (found,) = reading.people
    assert (found.category, found.identity_number, found.identity_kind) == (
        "mental_severe",
        "022145999012",
        "national_id",
    )
    assert found.note == "Diện: Lang thang"
    assert kinds(reading) == [Remark.DUPLICATE, Remark.DIFFERENT]


@pytest.mark.parametrize(
    "other",
    [
        {"born": "1946"},
        {"born": "Không rõ"},
        {"sex": "Nam"},
        {"number": "022145000001"},
        {"name": "Trần Thị Ánh"},
    ],
)
def test_two_people_stay_two(other):
    number = "022145999012" if "number" in other else ""
    assert one_list(person(number=number), person(**other)).counts.people == 2


def test_one_number_under_two_names_is_said():
    reading = one_list(person(number="022145999012"), person(name="Lê Thị Ba", number="022145999012"))
    assert (kinds(reading), reading.counts.people) == ([Remark.SAME_NUMBER], 2)


# Changing the mapping


def test_a_word_can_be_given_another_code_and_is_remembered():
    given = sheet(HEADINGS, person(category="Diện lạ"))
    first = read_list(given, VOCABULARY, today=TODAY)
    assert isinstance(first, ListReading)
    values = chosen(first.values, Meaning.CATEGORY, "Diện lạ", "voluntary_other")
    again = interpret(given, first.layout, values, VOCABULARY, today=TODAY)
    assert again.people[0].category == "voluntary_other"
    assert again.counts.voluntary == 1
    remembered = to_remember(values)
    assert remembered[key_of(Meaning.CATEGORY, "DIỆN LẠ")] == "voluntary_other"
    later = read_list(given, VOCABULARY, today=TODAY, remembered=remembered)
    assert isinstance(later, ListReading)
    assert later.people[0].category == "voluntary_other"


def test_a_word_can_be_left_out():
    given = sheet(HEADINGS, person(category="Diện lạ"))
    first = read_list(given, VOCABULARY, today=TODAY)
    assert isinstance(first, ListReading)
    again = interpret(
        given, first.layout, chosen(first.values, Meaning.CATEGORY, "Diện lạ", ""), VOCABULARY, today=TODAY
    )
    assert (again.people[0].category, again.people[0].note, again.remarks) == (None, "Diện: Diện lạ", ())


def test_a_column_can_be_given_another_meaning():
    given = sheet(("STT", "Họ tên", "Ngày sinh", "Cột lạ", "Giới tính"), (1.0, "Trần Thị An", "1945", "A203", "Nữ"))
    layout = find_layout(given, VOCABULARY)
    assert layout is not None
    assert layout.columns[3].meaning is None
    layout = layout.with_meaning(3, Meaning.ROOM).with_meaning(4, None)
    reading = interpret(given, layout, (), VOCABULARY, today=TODAY)
    assert (reading.people[0].room, reading.people[0].sex) == ("A203", None)
    moved = layout.with_meaning(3, Meaning.BORN)
    assert [c.meaning for c in moved.columns].count(Meaning.BORN) == 1


# Laws

CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.floats(allow_nan=True),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.sampled_from(["Nam", "Trần Thị An", "Tổng cộng", "31/02/1950", "Con: An - 0912345678", "BT2 22 9548738649"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=12), max_size=6))
@example([[None, "0", math.inf, math.nan, -math.inf]])
@example([[None, "0", 10**400, 1e300, 0.5]])
def test_nothing_in_a_sheet_breaks_the_reading(rows):
    headings = (*HEADINGS, "Thẻ BHYT", "Dạng tật", "Người thân", "Phòng")
    reading = read_list(sheet(headings, *map(tuple, rows)), VOCABULARY, today=TODAY)
    assert isinstance(reading, ListReading)
    for remark in reading.remarks:
        assert isinstance(remark.sentence, Message)
    counts = reading.counts
    assert counts.people == counts.rows - counts.duplicates - counts.refused
    assert sum(len(p.rows) for p in reading.people) == counts.people + counts.duplicates


def test_a_thousand_rows_are_interpreted_while_somebody_waits():
    rows = [
        person(name=f"TRẦN THỊ {chr(65 + n % 26)}{chr(97 + n // 26)}", number=f"0221459{n:05}", note="ghi chú")
        for n in range(1000)
    ]
    given = sheet(HEADINGS, *rows)
    reading = read_list(given, VOCABULARY, today=TODAY)
    assert isinstance(reading, ListReading)
    began = time.process_time()
    again = interpret(given, reading.layout, reading.values, VOCABULARY, today=TODAY)
    assert time.process_time() - began < 1
    assert again.counts.people == 1000
