from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook import places
from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.rules import identity
from carebook.words import speaking


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("022145999012", "022145999012", "national_id"),
        (" 022 145.999-012 ", "022145999012", "national_id"),
        ("100123456", "100123456", "old_id"),
        ("c1234567", "C1234567", "passport"),
    ],
)
def test_numbers_of_papers(typed, value, kind):
    read = identity.read_identity_number(typed)
    assert (read.value, read.kind, read.problem) == (value, kind, None)


@pytest.mark.parametrize(
    ("typed", "suggestion", "sentence"),
    [
        (
            "22145999012",
            "022145999012",
            "A national ID has 12 digits, so far 11. Is a zero missing in front: 022145999012?",
        ),
        (
            "1087123456",
            "001087123456",
            "A national ID has 12 digits, so far 10. Is a zero missing in front: 001087123456?",
        ),
        ("02213857439", "", "A national ID has 12 digits, so far 11."),  # the zero is there, another digit is not
        ("99145999012", "", "A national ID has 12 digits, so far 11."),  # no province 099
        ("12345", "", "A national ID has 12 digits, so far 5."),
        ("0221459990123", "", "A national ID has 12 digits; there are 13."),
        (
            "chưa có",
            "",
            "“chưa có” is no number of an identity paper: 12 digits on a national ID, 9 on an old card.",
        ),
    ],
)
def test_what_is_wrong_with_a_number(typed, suggestion, sentence):
    read = identity.read_identity_number(typed)
    with speaking("en"):
        assert (str(read.problem), read.suggestion) == (sentence, suggestion)


def test_what_a_national_id_says():
    assert identity.sex_and_year_on("001087123456") == (Sex.MALE, 1987)
    assert identity.sex_and_year_on("022301000123") == (Sex.FEMALE, 2001)
    with pytest.raises(ValueError):
        identity.sex_and_year_on("123")


def test_the_known_places_are_those_of_the_code_list():
    lists = tomllib.loads(places.resource("codes/places.toml").read_text("utf-8"))["lists"]
    assert {row["id_prefix"] for row in lists["old_province"]["codes"]} == identity.PLACE_CODES


@pytest.mark.parametrize(
    ("number", "sex", "born", "count"),
    [
        ("001087123456", Sex.MALE, "1987-03-01", 0),
        ("001087123456", Sex.FEMALE, "1987", 1),
        ("001087123456", Sex.OTHER, "1987", 0),
        ("001087123456", None, "1986", 1),
        ("001087123456", Sex.MALE, "1985~", 0),
        ("001087123456", Sex.MALE, "?", 0),
        ("999087123456", Sex.FEMALE, "1986", 3),
    ],
)
def test_what_does_not_fit_is_warned_about(number, sex, born, count):
    assert len(identity.national_id_warnings(number, sex, PartialDate.from_text(born))) == count


def test_the_warning_names_both_sides():
    (warning,) = identity.national_id_warnings("022145999012", Sex.MALE, None)
    with speaking("en"):
        assert str(warning.message) == (
            "The national ID says female, the record male. It can be saved; compare the original."
        )


def test_the_square_code_of_a_card():
    facts = identity.read_card_code(
        "022145999012|100123456|Trần Thị An|02091945|Nữ|Thôn 3, Ba Chẽ, Quảng Ninh|15042021||||"
    )
    assert facts is not None
    assert facts.full_name == "Trần Thị An"
    assert (facts.national_id, facts.old_id) == ("022145999012", "100123456")
    assert (facts.born, facts.sex, facts.issued_on) == (date(1945, 9, 2), Sex.FEMALE, date(2021, 4, 15))


@pytest.mark.parametrize("scanned", ["", "https://example.org", "022145999012", "a|b|c|d|e|f|g"])
def test_other_codes_are_not_cards(scanned):
    assert identity.read_card_code(scanned) is None


def test_a_code_with_holes_is_read_as_far_as_it_goes():
    facts = identity.read_card_code("022145999012||Trần Thị An|31021945|?")
    assert facts is not None
    assert (facts.born, facts.sex, facts.address, facts.issued_on) == (None, None, "", None)


@pytest.mark.parametrize(
    ("typed", "value", "kind", "words"),
    [
        ("BT2 22 9548738649", "BT2229548738649", "card", "BT 2 22 9548738649"),
        ("bt2229548738649", "BT2229548738649", "card", "BT 2 22 9548738649"),
        ("2212345678", "2212345678", "insurance", "2212345678"),
        ("022145999012", "022145999012", "personal", "022145999012"),
    ],
)
def test_health_cards(typed, value, kind, words):
    read = identity.read_health_card(typed)
    assert (read.value, read.kind, read.problem) == (value, kind, None)
    assert identity.health_card_words(value) == words


@pytest.mark.parametrize("typed", ["BT9229548738649", "BT22295487386", "123", "không có"])
def test_what_is_no_health_card(typed):
    assert identity.read_health_card(typed).problem is not None


@pytest.mark.parametrize(
    ("typed", "value", "kind", "words"),
    [
        ("0912345678", "0912345678", "mobile", "0912 345 678"),
        ("0912.345.678", "0912345678", "mobile", "0912 345 678"),
        ("+84 912 345 678", "0912345678", "mobile", "0912 345 678"),
        ("84912345678", "0912345678", "mobile", "0912 345 678"),
        ("+84 (0)912 345 678", "0912345678", "mobile", "0912 345 678"),
        ("912345678", "0912345678", "mobile", "0912 345 678"),
        ("0203 3825 123", "02033825123", "landline", "0203 3 825 123"),
        ("024 3825 1234", "02438251234", "landline", "024 3825 1234"),
        ("111", "111", "short", "111"),
        ("1900 1234", "19001234", "service", "1900 1234"),
        ("+1 415 555 2671", "+14155552671", "foreign", "+14155552671"),
    ],
)
def test_telephones(typed, value, kind, words):
    read = identity.read_phone(typed)
    assert (read.value, read.kind, read.problem) == (value, kind, None)
    assert identity.phone_words(value) == words


def test_an_old_mobile_gets_its_new_number_suggested():
    read = identity.read_phone("0168 123 4567")
    assert read.problem is not None
    assert read.suggestion == "0381234567"


@pytest.mark.parametrize("typed", ["0123", "09123456789", "gọi chị Hoa", "1"])
def test_what_is_no_telephone(typed):
    assert identity.read_phone(typed).problem is not None


def test_telephones_in_a_text():
    assert identity.phones_in("Con: Sơn - 0912345678, nhà 0203.3825.123") == ["0912345678", "0203.3825.123"]
    assert identity.phones_in("022145999012345 là số khác, 1945 là năm") == []


@given(st.text())
def test_no_text_breaks_the_reading(typed):
    for read in (identity.read_identity_number, identity.read_health_card, identity.read_phone):
        found = read(typed)
        assert found.kind or found.problem
    identity.read_card_code(typed)
    identity.phones_in(typed)
