"""The lunar calendar of Vietnam, for the day of remembrance (ngày giỗ): a lunar date of a day, and the day of a lunar date.

Months begin with the day of the new moon in Hà Nội (UTC+7), the eleventh holds the winter solstice; of thirteen months between
two elevenths the first without a principal term is a leap month. New moons and the sun's longitude after Jean Meeus,
"Astronomical Algorithms", in the short series that Hồ Ngọc Đức's public calendar uses; good for the years 1900 to 2100.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor, pi, sin

from carebook.words import Message, message

_TO_JULIAN = 1721425  # added to a date's ordinal gives the number of its Julian day
_MONTH = 29.530588853
_FIRST_NEW_MOON = 2415021.076998695  # of the 20th century
_VIETNAM = 7 / 24


@dataclass(frozen=True)
class LunarDay:
    """A date of the lunar calendar; ``leap`` months follow the month of the same number."""

    day: int
    month: int
    year: int
    leap: bool = False

    @property
    def said(self) -> Message:
        """ "13/12 âm lịch"; of a leap month "13/4 nhuận âm lịch"."""
        if self.leap:
            return message("{day}/{month} (leap month) of the lunar calendar", day=self.day, month=self.month)
        return message("{day}/{month} of the lunar calendar", day=self.day, month=self.month)


def lunar_day(day: date) -> LunarDay:
    """The lunar date of a day."""
    number = day.toordinal() + _TO_JULIAN
    count = floor((number - _FIRST_NEW_MOON) / _MONTH) + 1
    while _new_moon(count) > number:
        count -= 1
    begins = _new_moon(count)
    eleventh, next_eleventh = _eleventh_month(day.year), _eleventh_month(day.year)
    if eleventh >= begins:
        year, eleventh = day.year, _eleventh_month(day.year - 1)
    else:
        year, next_eleventh = day.year + 1, _eleventh_month(day.year + 1)
    months = (begins - eleventh) // 29
    month, leap = months + 11, False
    if next_eleventh - eleventh > 365:
        leap_after = _leap_offset(eleventh)
        if months >= leap_after:
            month, leap = months + 10, months == leap_after
    if month > 12:
        month -= 12
    if month >= 11 and months < 4:
        year -= 1
    return LunarDay(number - begins + 1, month, year, leap)


def solar_day(lunar: LunarDay) -> date | None:
    """The day of a lunar date; None where the month is no leap month that year, or has no such day."""
    autumn = lunar.year if lunar.month >= 11 else lunar.year - 1
    eleventh, next_eleventh = _eleventh_month(autumn), _eleventh_month(autumn + 1)
    offset = lunar.month - 11 if lunar.month >= 11 else lunar.month + 1
    if next_eleventh - eleventh > 365:
        leap_after = _leap_offset(eleventh)
        leap_month = (leap_after - 2) % 12 or 12
        if lunar.leap and lunar.month != leap_month:
            return None
        if lunar.leap or offset >= leap_after:
            offset += 1
    elif lunar.leap:
        return None
    count = floor(0.5 + (eleventh - _FIRST_NEW_MOON) / _MONTH)
    begins, ends = _new_moon(count + offset), _new_moon(count + offset + 1)
    number = begins + lunar.day - 1
    return date.fromordinal(number - _TO_JULIAN) if number < ends else None


def anniversary_after(died_on: date, today: date) -> date:
    """The next day of remembrance on or after ``today``, from the year after the death on.

    A leap month is kept in the month of its number; the 30th of a short month on the 29th.
    """
    died = lunar_day(died_on)
    year = max(died.year + 1, lunar_day(today).year)
    while True:
        for last in (died.day, died.day - 1):
            day = solar_day(LunarDay(last, died.month, year))
            if day is not None:
                break
        if day is not None and day >= today:
            return day
        year += 1


@lru_cache(maxsize=256)
def _new_moon(count: int) -> int:
    """The Julian day in Vietnam of the new moon ``count`` months after the first one of the 20th century."""
    t = count / 1236.85
    degree = pi / 180
    mean = 2415020.75933 + 29.53058868 * count + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * degree)
    sun = (359.2242 + 29.10535608 * count - 0.0000333 * t**2 - 0.00000347 * t**3) * degree
    moon = (306.0253 + 385.81691806 * count + 0.0107306 * t**2 + 0.00001236 * t**3) * degree
    node = (21.2964 + 390.67050646 * count - 0.0016528 * t**2 - 0.00000239 * t**3) * degree
    true = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    true += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    true += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) - 0.0006 * sin(2 * node + moon)
    true += 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    slower = (
        0.001 + 0.000839 * t + 0.0002261 * t**2 - 0.00000845 * t**3 - 0.000000081 * t**4
        if t < -11
        else -0.000278 + 0.000265 * t + 0.000262 * t**2
    )
    return floor(mean + true - slower + 0.5 + _VIETNAM)


def _sun_sector(number: int) -> int:
    """In which twelfth of the ecliptic (0 … 11) the sun stands when a day begins in Vietnam."""
    t = (number - 2451545.5 - _VIETNAM) / 36525
    degree = pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3) * degree
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    centre = (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor((mean + centre) % 360 / 30)


@lru_cache(maxsize=64)
def _eleventh_month(year: int) -> int:
    """The Julian day on which the eleventh lunar month of a year begins: the one that holds the winter solstice."""
    last = date(year, 12, 31).toordinal() + _TO_JULIAN
    count = floor((last - _FIRST_NEW_MOON) / _MONTH)
    begins = _new_moon(count)
    return _new_moon(count - 1) if _sun_sector(begins) >= 9 else begins


@lru_cache(maxsize=64)
def _leap_offset(eleventh: int) -> int:
    """How many months after the eleventh the leap month begins: the first in which the sun changes no sector."""
    count = floor(0.5 + (eleventh - _FIRST_NEW_MOON) / _MONTH)
    offset = 1
    here = _sun_sector(_new_moon(count + offset))
    while True:
        offset += 1
        before, here = here, _sun_sector(_new_moon(count + offset))
        if here == before or offset >= 14:
            return offset - 1
