from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.people import Sex
from carebook.rules import names
from carebook.rules.names import NameParts, sort_key, title_key, tone_normalised


@pytest.mark.parametrize(
    "ordered",
    [
        "Nguyễn Thị An|Nguyễn Văn An|Lê Ánh|Trần Thị Ân|Phạm Văn Ẩn|Hoàng Văn Bình|Lý Dao|Đỗ Thị Đào",
        "da|dạ|đa|ma|mà|mả|mã|má|mạ|mang|măng|mâng|on|ôn|ơn|Y|Ý",
        "a|ă|â|b|c|d|đ|e|ê|f|g|h|i|j|k|l|m|n|o|ô|ơ|p|q|r|s|t|u|ư|v|w|x|y|z",
        "Lê An|Lê Văn An|Trần An|Lê Anh",  # a shorter word, then a shorter name, first
        "H'Hen Niê|Y Blim Niê",
        "trần an|Trần An|TRẦN AN",
        "Lê An (Tý)|Không rõ (Nam, vào 12/03/2026)|Lê Sáu",
    ],
)
def test_names_are_listed_in_the_vietnamese_order(ordered):
    names_in_order = ordered.split("|")
    assert sorted(sorted(names_in_order), key=lambda name: sort_key(name).encode()) == names_in_order


def test_titles_are_listed_word_by_word_with_capitals_among_small_letters():
    ordered = ["Hội trường", "Phòng can thiệp sớm", "Phòng ngôn ngữ", "Phòng PHCN 1", "Phòng PHCN 2", "Sân sau"]
    assert sorted(sorted(ordered), key=title_key) == ordered


@given(st.text(max_size=40))
def test_a_sort_key_is_the_same_for_every_form_of_unicode(name):
    nfd = unicodedata.normalize("NFD", name)
    assert sort_key(name) == sort_key(nfd) == sort_key(f"  {name} ")
    assert "\0" not in sort_key(name.replace("\0", ""))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nguyễn Thị Minh Khai", NameParts("Nguyễn", "Thị Minh", "Khai")),
        ("Lý Dao", NameParts("Lý", "", "Dao")),
        ("K'Brể", NameParts("", "", "K'Brể")),
        ("", NameParts("", "", "")),
    ],
)
def test_parts_of_a_name(name, expected):
    assert names.parts(name) == expected


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ĐẶNG KIM DAO", "Đặng Kim Dao"),
        ("  TRẦN  KIM  UYÊN ", "Trần Kim Uyên"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("BRU-VÂN KIỀU", "Bru-Vân Kiều"),
        ("NGUYỄN CÔNG Ý", "Nguyễn Công Ý"),
    ],
)
def test_capitals_become_a_name(capitals, name):
    assert names.is_all_capitals(capitals)
    assert names.in_name_case(capitals) == name
    assert not names.is_all_capitals(name)


def test_initials():
    assert names.initials("Trần Thị An") == "TTA"
    assert names.initials("H'Hen Niê") == "HN"
    assert names.initials("Không rõ (Nam)") == "KRN"
    assert names.initials("") == ""


def test_normalising_keeps_the_name():
    assert names.normalise(unicodedata.normalize("NFD", "  Đặng Thị\u00a0 Thuỷ\n")) == "Đặng Thị Thuỷ"


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("HÓA", "hoá"), ("lũy", "luỹ"), ("Hòa Thủy", "hoà thuỷ")],
)
def test_both_places_of_the_tone_compare_equal(old, new):
    assert tone_normalised(old) == tone_normalised(new) == new


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàn", "thoáng", "khuỷu", "mùi", "ủa", "nguyễn", "góp"])
def test_other_syllables_stay(word):
    assert tone_normalised(word) == word


@pytest.mark.parametrize(
    ("sex", "age", "name"),
    [
        (Sex.MALE, 60, "Không rõ (Nam, ~60 tuổi, vào 12/03/2026)"),
        (Sex.FEMALE, None, "Không rõ (Nữ, vào 12/03/2026)"),
        (None, 7, "Không rõ (~7 tuổi, vào 12/03/2026)"),
    ],
)
def test_the_name_of_somebody_nobody_knows(sex, age, name):
    assert names.unidentified_name(sex, age, date(2026, 3, 12)) == name
