from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook import dates
from carebook.dates import UNKNOWN, PartialDate, age_on, parse_date, parse_partial_date, written
from carebook.words import Message, speaking

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(1900, 1, 1), TODAY)


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2/9/1945", "1945-09-02"),
        ("02-09-1945", "1945-09-02"),
        ("02.09.1945", "1945-09-02"),
        (" 02 / 09 / 1945 ", "1945-09-02"),
        ("02091945", "1945-09-02"),
        ("1945-09-02", "1945-09-02"),
        ("1945-09-02 00:00:00", "1945-09-02"),
        ("ngày 2 tháng 9 năm 1945", "1945-09-02"),
        ("3/1948", "1948-03"),
        ("05/1948", "1948-05"),
        ("tháng 3 năm 1948", "1948-03"),
        ("??/03/1948", "1948-03"),
        ("??/??/1948", "1948"),
        ("1948", "1948"),
        ("sinh năm 1948", "1948"),
        ("khoảng 1948", "1948~"),
        ("Khoa\u0309ng năm 1948", "1948~"),  # decomposed, as pasted from a Mac
        ("~1948", "1948~"),
        ("1948~", "1948~"),
        ("khoảng 05/1948", "1948-05~"),
        ("2/9/45", "1945-09-02"),
        ("12-12-16", "2016-12-12"),
        ("21/11/26", "2026-11-21"),
        ("22/11/26", "1926-11-22"),  # tomorrow of this century would be in the future
        ("Không rõ", "?"),
        ("không biết", "?"),
        ("??/??/????", "?"),
    ],
)
def test_reads_what_people_type(typed, kept):
    found = parse_partial_date(typed, today=TODAY)
    assert isinstance(found, PartialDate)
    assert found.text == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/1950", "“31/02/1950” is not in the calendar. If only the year is known, type 1950."),
        ("13/1950", "“13/1950” is not in the calendar. If only the year is known, type 1950."),
        ("29/02/2023", "“29/02/2023” is not in the calendar. If only the year is known, type 2023."),
        ("05/11/1026", "“05/11/1026” is too far from today. Check the year."),
        ("1026", "“1026” is too far from today. Check the year."),
        ("22/11/2026", "“22/11/2026” has not come yet; today is 21/11/2026."),
        ("15/3", "“15/3” cannot be read as a date. Type 02/09/1945, 05/1945 or 1945."),
        ("15/??/1948", "“15/??/1948” cannot be read as a date. Type 02/09/1945, 05/1945 or 1945."),
        ("😀", "“😀” cannot be read as a date. Type 02/09/1945, 05/1945 or 1945."),
    ],
)
def test_says_why_a_date_cannot_be(typed, sentence):
    assert str(parse_partial_date(typed, today=TODAY)) == sentence


def test_an_unknown_date_reads_back():
    assert parse_partial_date(written(UNKNOWN), today=TODAY) == UNKNOWN == PartialDate.from_text(UNKNOWN.text)


def test_nothing_typed_is_nothing():
    assert parse_partial_date("  ", today=TODAY) is None
    assert parse_date("", today=TODAY) is None


def test_a_very_long_text_is_shortened_in_the_sentence():
    assert len(str(parse_partial_date("9" * 10_000, today=TODAY))) < 120


@given(st.text())
def test_no_text_breaks_the_reading(typed):
    for found in (parse_partial_date(typed, today=TODAY), parse_date(typed, today=TODAY)):
        assert found is None or isinstance(found, PartialDate | date | Message)


@given(DAYS)
def test_what_is_written_reads_back(day):
    assert parse_date(written(day), today=TODAY) == day
    assert written(datetime.combine(day, time(7, 5), UTC)) == written(day)
    for known in (
        PartialDate.of(day),
        PartialDate(day.isoformat()[:7]),
        PartialDate(day.isoformat()[:4]),
        PartialDate(day.isoformat()[:4], estimated=True),
    ):
        assert parse_partial_date(written(known), today=TODAY) == known
        assert PartialDate.from_text(known.text) == known
        assert known.earliest <= day <= known.latest
        assert known.year == day.year


def test_whole_dates_may_lie_ahead_unless_refused():
    assert parse_date("5/12/2026", today=TODAY) == date(2026, 12, 5)
    assert parse_date("5/12/27", today=TODAY) == date(2027, 12, 5)
    assert parse_date("5/12/85", today=TODAY) == date(1985, 12, 5)
    assert isinstance(parse_date("5/12/2026", today=TODAY, future=False), Message)
    assert isinstance(parse_date("05/2026", today=TODAY), Message)
    assert str(parse_date("31/02/2026", today=TODAY)) == "“31/02/2026” is not in the calendar."
    assert isinstance(parse_date("05/11/2226", today=TODAY), Message)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("1945-09-02", "day", date(1945, 9, 2), date(1945, 9, 2)),
        ("1948-02", "month", date(1948, 2, 1), date(1948, 2, 29)),
        ("1945~", "year", date(1945, 1, 1), date(1945, 12, 31)),
        ("?", "unknown", date.min, date.max),
    ],
)
def test_a_partial_date_knows_what_it_knows(text, precision, earliest, latest):
    known = PartialDate.from_text(text)
    assert (known.precision, known.earliest, known.latest, known.text) == (precision, earliest, latest, text)


@pytest.mark.parametrize("prefix", ["1945-13", "1950-02-31", "45", "1945-9-2", "1945-09-02T00", "0000"])
def test_an_impossible_partial_date_is_refused(prefix):
    with pytest.raises(ValueError):
        PartialDate(prefix)


def test_partial_dates_sort_by_their_first_day():
    texts = ["1945-05", "?", "1945", "1944-12-31", "1945-05-02"]
    assert [d.text for d in sorted(map(PartialDate.from_text, texts))] == [
        "?",
        "1944-12-31",
        "1945",
        "1945-05",
        "1945-05-02",
    ]


def test_writing():
    day = date(2026, 11, 5)
    assert written(day) == "05/11/2026"
    assert [written(PartialDate(p)) for p in ("1945-09-02", "1948-05", "1948")] == ["02/09/1945", "05/1948", "1948"]
    assert written(PartialDate("1948", estimated=True)) == "about 1948"
    assert str(UNKNOWN) == "unknown date"
    assert dates.short(day, TODAY) == "05/11"
    assert dates.short(date(2025, 11, 5), TODAY) == "05/11/2025"
    assert dates.with_weekday(date(2026, 11, 21)) == "Saturday, 21/11/2026"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (date(2026, 10, 5), "ngày 05 tháng 10 năm 2026"),
    ],
)
def test_the_long_form_of_papers(day, words):
    assert dates.long_form(day) == words


def test_periods():
    assert dates.month_name(2026, 9) == Message("month {month}/{year}", {"month": "09", "year": 2026})
    assert dates.quarter_name(2026, 3) == Message("quarter {quarter}/{year}", {"quarter": "III", "year": 2026})
    assert str(dates.half_name(2026, 1)) == "first 6 months of 2026"
    assert str(dates.half_name(2026, 2)) == "last 6 months of 2026"
    assert str(dates.year_name(2026)) == "year 2026"


def test_moments_are_said_on_the_clocks_of_vietnam():
    late = datetime(2026, 11, 4, 17, 30, tzinfo=UTC)
    assert dates.today_in_vietnam(late) == date(2026, 11, 5)
    assert dates.moment(late, TODAY) == "05/11 00:30"
    assert dates.moment(datetime(2025, 11, 5, 1, 5, tzinfo=UTC), TODAY) == "05/11/2025 08:05"
    with pytest.raises(ValueError):
        dates.clock(datetime(2026, 11, 4, 17, 30))


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (7, "Saturday, 28/11/2026"),
        (-2, "Thursday, 19/11/2026"),
        (8, "29/11/2026"),
    ],
)
def test_days_near_today(distance, words):
    assert str(dates.relative_day(TODAY + timedelta(distance), TODAY)) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [(-12, "12 days overdue"), (-1, "1 day overdue"), (0, "Due today"), (1, "1 day left"), (3, "3 days left")],
)
def test_lateness(distance, words):
    assert str(dates.lateness(TODAY + timedelta(distance), TODAY)) == words


def test_no_due_date_is_said():
    assert str(dates.lateness(None, TODAY)) == "No due date yet"


@pytest.mark.parametrize(
    ("born", "on", "words", "certain"),
    [
        ("1945-09-02", date(2026, 9, 1), "80 years old", True),
        ("1945-09-02", date(2026, 9, 2), "81 years old", True),
        ("1945", date(2026, 1, 1), "81 years old", False),  # the difference of the years
        ("1945", date(2026, 12, 31), "81 years old", True),
        ("1945-05", date(2026, 5, 20), "81 years old", False),
        ("1945-05", date(2026, 6, 1), "81 years old", True),
        ("1945-05~", date(2026, 6, 1), "81 years old", False),
        ("2024-11-22", date(2026, 11, 21), "23 months old", True),
        ("2024-11-21", date(2026, 11, 21), "2 years old", True),
        ("2025-09", date(2026, 11, 21), "14 months old", True),
        ("2025", date(2026, 11, 21), "1 year old", False),
        ("2026-10-21", date(2026, 11, 21), "31 days old", True),
        ("2026-11-21", date(2026, 11, 21), "0 days old", True),
        ("2026-09-21", date(2026, 11, 21), "2 months old", True),
        ("2004-02-29", date(2025, 2, 28), "20 years old", True),
        ("2004-02-29", date(2025, 3, 1), "21 years old", True),
    ],
)
def test_ages(born, on, words, certain):
    age = age_on(PartialDate.from_text(born), on)
    assert age is not None
    assert (str(age.words), age.certain) == (words, certain)


def test_no_age_without_a_birth_before_the_day():
    assert age_on(None, TODAY) is None
    assert age_on(UNKNOWN, TODAY) is None
    assert age_on(PartialDate("2027"), TODAY) is None


@given(DAYS, DAYS)
def test_an_age_lies_between_that_of_the_first_and_the_last_possible_day(born, on):
    exact = age_on(PartialDate.of(born), on)
    vague = age_on(PartialDate(f"{born.year:04}"), on)
    if exact is None:
        assert born > on
    else:
        assert vague is not None
        assert exact.years <= vague.years <= exact.years + 1
        assert not vague.certain or vague.years == exact.years
