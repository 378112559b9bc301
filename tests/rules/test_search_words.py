from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.rules.search_words import (
    Hit,
    SearchedText,
    fit,
    fold,
    index_text,
    match_query,
    nearest_query,
    ranked,
    words_in,
)

PEOPLE = {
    "Nguyễn Văn An": (["CB-000412"], ["022145999012", "0912345678"]),
    "Đào Thị Lan": (["CB-000187"], []),
    "Đặng Thị Thuỷ": ([], []),
    "H'Hen Niê": ([], []),
    "Trần Lan Anh": ([], []),
}


@pytest.fixture
def search():
    book = sqlite3.connect(":memory:")
    book.execute("create virtual table f using fts5(words, name unindexed, tokenize='ascii', prefix='1 2 3')")
    for name, (codes, numbers) in PEOPLE.items():
        book.execute("insert into f values (?, ?)", (index_text([name], codes, numbers), name))

    def found(typed):
        return {n for (n,) in book.execute("select name from f where f match ?", (match_query(typed),))}

    yield found
    book.close()


def test_folding():
    assert fold("  Đặng Thị  Thuỷ ") == "dang thi thuy"
    assert fold("hòa") == fold("hoà") == "hoa"
    assert words_in("CB-000412, H'Hen Niê") == ["cb", "000412", "hhen", "nie"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ng v an", "Nguyễn Văn An"),
        ("nva", "Nguyễn Văn An"),
        ("An Nguyễn", "Nguyễn Văn An"),
        ("412", "Nguyễn Văn An"),
        ("cb-000412", "Nguyễn Văn An"),
        ("CB000412", "Nguyễn Văn An"),
        ("022145999012", "Nguyễn Văn An"),
        ("9012", "Nguyễn Văn An"),
        ("0912 345 678", "Nguyễn Văn An"),
        ("dao", "Đào Thị Lan"),
        ("thuy", "Đặng Thị Thuỷ"),
        ("Thủy", "Đặng Thị Thuỷ"),
        ("h'hen", "H'Hen Niê"),
        ("hhen", "H'Hen Niê"),
        ("hen nie", "H'Hen Niê"),
    ],
)
def test_people_are_found_by_what_is_typed(search, typed, name):
    assert search(typed) == {name}


@given(st.text(min_size=1))
def test_nothing_typed_breaks_the_query(typed):
    book = sqlite3.connect(":memory:")
    book.execute("create virtual table f using fts5(words, tokenize='ascii')")
    if query := match_query(typed):
        assert book.execute("select count(*) from f where f match ?", (query,)).fetchone() == (0,)
    book.close()


@pytest.mark.parametrize("typed", ["", "  ", "-*\"'()", "😀"])
def test_no_word_is_no_query(typed):
    assert match_query(typed) == ""


def test_hits_with_the_typed_marks_come_first_then_given_names():
    names = ["Đào Thị Lan", "Lê Thị Đạo", "Đào Văn Ba", "Trần Thị Dao", "Phạm Thị Đào"]
    hits = [Hit(str(i), name) for i, name in enumerate(names)]
    assert [h.full_name for h in ranked("đào", hits)] == [
        "Phạm Thị Đào",
        "Đào Văn Ba",
        "Đào Thị Lan",
        "Trần Thị Dao",
        "Lê Thị Đạo",
    ]
    assert ranked("", hits)[0].full_name == "Đào Văn Ba"


def test_a_name_for_sorting_overrules_the_name():
    hits = [Hit("1", "Y Blim Niê", sort_name="Niê Y Blim"), Hit("2", "Lê Thị Cúc")]
    assert [h.person_id for h in ranked("x", hits)] == ["1", "2"]


def test_the_nearest_words_are_offered():
    known = {word for name in PEOPLE for word in index_text([name]).split()}
    assert nearest_query("đao lna", known) == "dao lan"
    assert nearest_query("ngyuen", known) == "nguyen"
    assert nearest_query("nguyễn", known) == ""  # nothing to correct
    assert nearest_query("zzzzzz", known) == ""


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Tiếp nhận mới, tiếp nhận lại", "tiep nhan", ["Tiếp nhận", "tiếp nhận"]),
        ("Tiếp nhận mới, tiếp nhận lại", "TIẾP NHẬN", ["Tiếp nhận", "tiếp nhận"]),
        ("Tiếp nhận", "tiệp", []),
        ("Tiếp\r\nnhận  khẩn cấp", " tiếp   nhận khẩn ", ["Tiếp\r\nnhận  khẩn"]),
        ("Đặng Thị Đào", "đ", ["Đ", "Đ"]),
        ("Đặng Thị Đào", "dang", ["Đặng"]),
        ("đỏ đo", "đo", ["đo"]),  # with marks asked for, a letter with another mark is another letter
        (unicodedata.normalize("NFD", "Phượng"), "phượng", [unicodedata.normalize("NFD", "Phượng")]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("Mã 3F2A 91BC", "2a 91", ["2A 91"]),
        ("abc", "", []),
        ("a b", "   ", []),
        ("", "a", []),
    ],
)
def test_places_in_a_text(text, typed, found):
    assert [text[first : first + count] for first, count in SearchedText(text).places_of(typed)] == found


@given(st.text("aăâbđeê dễẾ\n\u00a0\u0301", max_size=60), st.text("aăbđe dễ", max_size=4))
def test_places_lie_in_the_text_in_order_and_read_as_was_typed(text, typed):
    end = 0
    for first, count in SearchedText(text).places_of(typed):
        assert first >= end
        assert count > 0
        end = first + count
        assert end <= len(text)
        assert fold(text[first:end]) == fold(typed)


@pytest.mark.parametrize(
    ("typed", "phrase", "level"),
    [
        ("sao luu ngay", "Sao lưu ngay", 0),
        ("sao l", "Sao lưu ngay", 1),
        ("bao luu", "Bảo mật, lưu trữ", 2),
        ("nte", "Nhập từ Excel", 2),
        ("excel nhap", "Nhập từ Excel", 3),
        ("thuoc", "Kho thuốc", 2),
        ("n", "Sao lưu ngay", 2),
        ("khoá", "Khóa màn hình", 1),
        ("xyz", "Sao lưu ngay", None),
        ("", "Sao lưu ngay", None),
        ("…", "Sao lưu ngay", None),
    ],
)
def test_how_well_a_phrase_answers(typed, phrase, level):
    found = fit(typed, phrase)
    assert (found if found is None else found[0]) == level


def test_of_two_phrases_that_answer_the_one_with_the_typed_marks_comes_first():
    assert sorted(["Bao bì", "Bảo vệ"], key=lambda phrase: fit("bả", phrase)) == ["Bảo vệ", "Bao bì"]
