from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.money import dong, dong_in_words, number, number_in_words, parse_dong, parse_number, percent, with_unit
from carebook.words import Message

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def heard(words: str) -> int:
    """The number a listener writes down: an independent reading of the words."""
    total = section = group = digit = 0
    for word in words.split():
        match word:
            case "trăm":
                group, digit = group + digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "linh":
                digit = 0
            case "mốt":
                digit = 1
            case "lăm":
                digit = 5
            case "tỷ":
                total, section, group, digit = (section + group + digit) * SCALES[word], 0, 0, 0
            case "nghìn" | "triệu":
                section, group, digit = section + (group + digit) * SCALES[word], 0, 0
            case _:
                digit = DIGITS.index(word)
    return total + section + group + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (105, "Một trăm linh năm đồng"),
        (15_021, "Mười lăm nghìn không trăm hai mươi mốt đồng"),
        (480_000, "Bốn trăm tám mươi nghìn đồng"),
        (2_160_000, "Hai triệu một trăm sáu mươi nghìn đồng"),
        (1_001_005, "Một triệu không trăm linh một nghìn không trăm linh năm đồng"),
        (3_000_000_000, "Ba tỷ đồng"),
        (1_000_000_000_005, "Một nghìn tỷ không trăm linh năm đồng"),
    ],
)
def test_amounts_in_words(amount, words):
    assert dong_in_words(amount) == words


@given(st.integers(0, 10**15 - 1))
def test_words_say_one_number_only(value):
    assert heard(number_in_words(value)) == value


def test_words_end_before_a_million_billions():
    with pytest.raises(ValueError):
        number_in_words(10**15)
    with pytest.raises(ValueError):
        number_in_words(-1)


def test_writing_numbers():
    assert number(1_234_567) == "1.234.567"
    assert number(38.2) == "38,2"
    assert number(Decimal("43.25"), 1) == "43,3"
    assert number(-0.04, 1) == "0,0"
    assert number(-1_250.5) == "−1.250,5"
    assert percent(53, 60) == "88,3\N{NO-BREAK SPACE}%"
    assert percent(0, 0) == "–"
    assert dong(2_160_000) == "2.160.000\N{NO-BREAK SPACE}đ"
    assert with_unit(38.2, "°C") == "38,2\N{NO-BREAK SPACE}°C"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("36,5", "36.5"),
        ("36.5", "36.5"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250", "1250"),
        ("1,250", "1.250"),
        ("0.125", "0.125"),
        ("1.250.000,5", "1250000.5"),
        ("1,250,000.5", "1250000.5"),
        (" 1 250 000 ", "1250000"),
        ("-3,2", "-3.2"),
        ("007", "7"),
    ],
)
def test_reading_numbers(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["abc", "1.2.3", "1..2", "12.34.567", "1,", "1,2,3", "1e5", "NaN", "٣", "9" * 10_000])
def test_what_is_no_number_is_said(typed):
    assert isinstance(parse_number(typed), Message)


@given(st.integers(0, 10**15 - 1))
def test_money_written_reads_back(amount):
    assert parse_dong(dong(amount)) == amount
    assert parse_number(number(amount)) == amount


@given(st.decimals(-(10**6), 10**6, places=2, allow_nan=False))
def test_decimals_written_read_back(value):
    assert parse_number(number(value, 2)) == value


@pytest.mark.parametrize("typed", ["2,5", "-1", "triệu", "1" + "0" * 15, "đ", "0.125"])
def test_what_is_no_money_is_said(typed):
    assert isinstance(parse_dong(typed), Message)


@given(st.text())
def test_no_text_breaks_the_reading(typed):
    assert parse_number(typed) is None or isinstance(parse_number(typed), Decimal | Message)
    assert parse_dong(typed) is None or isinstance(parse_dong(typed), int | Message)
