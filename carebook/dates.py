"""How dates, partial dates, moments, lateness and ages are read and written in Vietnamese."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from typing import Literal, NamedTuple

from carebook.words import N_, Message, _, message

VIETNAM = timezone(timedelta(hours=7))  # the whole country, no summer time

Precision = Literal["day", "month", "year", "unknown"]

_PREFIX = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)
_PRECISIONS: dict[int, Precision] = {0: "unknown", 4: "year", 7: "month", 10: "day"}
_LONGEST_LIFE = 130  # years; an earlier year was mistyped
_FARTHEST_PLAN = 50  # years; a later year was mistyped


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the day, month or year: an ISO prefix ("1945", "1945-05", "1945-09-02"), perhaps only estimated.

    Kept as one text, "1945~" when estimated, "?" when it was asked and nobody knows. ``order`` is by the prefix, so a
    year sorts at its first day and an unknown date before all others. Refuses (ValueError) what is not in the calendar.
    ``str()`` writes it in the current language, so it may travel as a value of a message.
    """

    prefix: str
    estimated: bool = False

    def __post_init__(self) -> None:
        if self.prefix and not _PREFIX.fullmatch(self.prefix):
            raise ValueError(self.prefix)
        if self.prefix:
            vars(self)["earliest"] = date.fromisoformat((self.prefix + "-01-01")[:10])

    def __str__(self) -> str:
        return written(self)

    @classmethod
    def from_text(cls, text: str) -> PartialDate:
        """The date kept as ``text``; ValueError when it is none."""
        return UNKNOWN if text in ("", "?") else cls(text.removesuffix("~"), text.endswith("~"))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A wholly known date."""
        return cls(day.isoformat())

    @property
    def text(self) -> str:
        """The text it is kept as: "1945-09-02", "1945-05", "1945", "1945~" or "?"."""
        return (self.prefix or "?") + "~" * self.estimated

    @property
    def precision(self) -> Precision:
        """How much is known."""
        return _PRECISIONS[len(self.prefix)]

    @property
    def is_unknown(self) -> bool:
        """Whether it was asked and nobody knows."""
        return not self.prefix

    @property
    def year(self) -> int | None:
        """The year, None when unknown."""
        return int(self.prefix[:4]) if self.prefix else None

    @cached_property
    def earliest(self) -> date:
        """The first day it can be, by which it sorts; ``date.min`` when unknown: any other was read when it was made."""
        return date.min

    @cached_property
    def latest(self) -> date:
        """The last day it can be; ``date.max`` when unknown."""
        first = self.earliest
        match self.precision:
            case "day":
                return first
            case "month":
                return first.replace(day=calendar.monthrange(first.year, first.month)[1])
            case "year":
                return first.replace(month=12, day=31)
            case _:
                return date.max


UNKNOWN = PartialDate("")


_UNKNOWN_WORDS = re.compile(r"(không|khong|ko|k|chưa|chua) (rõ|ro|biết|biet)|unknown( date)?|\?+|[?/.\- ]*\?[?/.\- ]*")
_ABOUT = re.compile(r"^(khoảng|khoang|kh\.|ước|uoc|about|circa|c\.|~)\s*|\s*[~?]$")
_DAY_WORDS = re.compile(r"\b(sinh|ngày|ngay|mùng|mung)\b")
_MONTH_YEAR_WORDS = re.compile(r"\s*\b(tháng|thang|năm|nam)\b\s*")
_MIDNIGHT = re.compile(r"[t ]0?0:00(:00)?(\.0+)?$")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_DAY = re.compile(r"([0-9]{1,2}|\?+)[-/. ]([0-9]{1,2}|\?+)[-/. ]([0-9]{4}|[0-9]{2})")
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_MONTH = re.compile(r"([0-9]{1,2}|\?+)[-/. ]([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class _Numbers:
    """What was typed, apart: a part that was left open is None; ``short_year`` when only two digits were given."""

    year: int
    month: int | None = None
    day: int | None = None
    short_year: bool = False


def _plain(typed: str) -> str:
    """What was typed, NFC, in small letters, with single spaces around nothing."""
    text = " ".join(unicodedata.normalize("NFC", typed).casefold().split())
    text = re.sub(r"\s*([-/.])\s*", r"\1", text)
    return _MIDNIGHT.sub("", text)


def _shown(typed: str) -> str:
    """What was typed, short enough for a sentence."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _part(digits: str) -> int | None:
    return None if digits.startswith("?") else int(digits)


def _numbers(text: str) -> _Numbers | None:
    """The numbers of a date in ``text`` (already plain), None when it is not written like a date."""
    if found := _ISO.fullmatch(text):
        return _Numbers(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _DAY.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return _Numbers(int(found[3]), _part(found[2]), _part(found[1]), short_year=len(found[3]) == 2)
    if found := _MONTH.fullmatch(text):
        return _Numbers(int(found[2]), _part(found[1]))
    return _Numbers(int(text)) if _YEAR.fullmatch(text) else None


def _without_words(text: str) -> str:
    """ "ngày 2 tháng 9 năm 1945" → "2/9/1945"; "sinh năm 1948" → "1948"."""
    return _MONTH_YEAR_WORDS.sub("/", _DAY_WORDS.sub("", text)).strip(" /")


def _full_year(numbers: _Numbers, limit: date) -> int:
    """The year of a two-digit one: the newest century in which the date is not after ``limit``."""
    if not numbers.short_year:
        return numbers.year
    newest = limit.year // 100 * 100 + numbers.year
    after = (newest, numbers.month or 1, numbers.day or 1) > (limit.year, limit.month, limit.day)
    return newest - 100 if after else newest


def parse_partial_date(typed: str, *, today: date) -> PartialDate | Message | None:
    """The date somebody typed, as far as it is known; None when nothing was typed, else the sentence that says why not.

    Reads 2/9/1945, 02-09-1945, 02.09.1945, 02091945, 2/9/45 (never in the future), 3/1948, ??/03/1948, 1948,
    "khoảng 1948", "ngày 2 tháng 9 năm 1945", ISO, and "Không rõ" as ``UNKNOWN``. A date after ``today`` is refused.
    """
    text = _plain(typed)
    if not text:
        return None
    if _UNKNOWN_WORDS.fullmatch(text):
        return UNKNOWN
    bare = _ABOUT.sub("", text)
    estimated = bare != text
    numbers = _numbers(_without_words(bare))
    if numbers is None or (numbers.month is None and numbers.day is not None):
        return message("“{typed}” cannot be read as a date. Type 02/09/1945, 05/1945 or 1945.", typed=_shown(typed))
    year = _full_year(numbers, today)
    if year < today.year - _LONGEST_LIFE or year > today.year + _FARTHEST_PLAN:
        return message("“{typed}” is too far from today. Check the year.", typed=_shown(typed))
    prefix = f"{year:04}"
    if numbers.month is not None:
        prefix += f"-{numbers.month:02}" + (f"-{numbers.day:02}" if numbers.day is not None else "")
    try:
        found = PartialDate(prefix, estimated)
    except ValueError:
        return message(
            "“{typed}” is not in the calendar. If only the year is known, type {year}.", typed=_shown(typed), year=year
        )
    if found.earliest > today:
        return message("“{typed}” has not come yet; today is {today}.", typed=_shown(typed), today=written(today))
    return found


def parse_date(typed: str, *, today: date, future: bool = True) -> date | Message | None:
    """The whole date somebody typed; None when nothing was typed, else the sentence that says why it is none.

    Reads the same ways of writing as ``parse_partial_date``, but day, month and year must all be there. A two-digit
    year lies at most ten years ahead; with ``future=False`` a date after ``today`` is refused.
    """
    text = _plain(typed)
    if not text:
        return None
    numbers = _numbers(_without_words(text))
    if numbers is None or numbers.month is None or numbers.day is None:
        return message("“{typed}” cannot be read as a date. Type it like 05/11/2026.", typed=_shown(typed))
    year = _full_year(numbers, date(today.year + 10, 12, 31) if future else today)
    if year < today.year - _LONGEST_LIFE or year > today.year + _FARTHEST_PLAN:
        return message("“{typed}” is too far from today. Check the year.", typed=_shown(typed))
    try:
        found = date(year, numbers.month, numbers.day)
    except ValueError:
        return message("“{typed}” is not in the calendar.", typed=_shown(typed))
    if found > today and not future:
        return message("“{typed}” has not come yet; today is {today}.", typed=_shown(typed), today=written(today))
    return found


_TIME = re.compile(r"^(?P<hour>\d{1,2})(?:[:hg.]?(?P<minute>\d{2}))?[hg]?$", re.IGNORECASE)


def parse_time(typed: str) -> time | Message | None:
    """The time of day somebody typed: 8:30, 8h30, 0830, 8h; None when nothing was typed, else why it is none."""
    text = _plain(typed).replace(" ", "")
    if not text:
        return None
    found = _TIME.match(text)
    if found is None or not (int(found["hour"]) < 24 and int(found["minute"] or 0) < 60):
        return message("“{typed}” cannot be read as a time. Type it like 08:30.", typed=_shown(typed))
    return time(int(found["hour"]), int(found["minute"] or 0))


def written(value: date | PartialDate) -> str:
    """05/11/2026; of a partial date 02/09/1945, 05/1948, 1948, "khoảng 1948" or "không rõ"."""
    if isinstance(value, date):
        year, month, day = value.isoformat()[:10].split("-")
        return f"{day}/{month}/{year}"
    if value.is_unknown:
        return _("unknown date")
    digits = "/".join(reversed(value.prefix.split("-")))
    return _("about {date}").format(date=digits) if value.estimated else digits


def short(day: date, today: date) -> str:
    """05/11 in this year, 05/11/2026 in another."""
    return f"{day.day:02}/{day.month:02}" if day.year == today.year else written(day)


def local(at: datetime) -> datetime:
    """A moment on the clocks of Vietnam; ``at`` must know its zone (ValueError)."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(VIETNAM)


def today_in_vietnam(now: datetime) -> date:
    """The date in Vietnam at the moment ``now``."""
    return local(now).date()


def clock(at: datetime) -> str:
    """The time of day in Vietnam: 08:05."""
    return f"{local(at):%H:%M}"


def hour(at: time) -> str:
    """A time of day: 08:05."""
    return f"{at:%H:%M}"


def moment(at: datetime, today: date) -> str:
    """A moment in Vietnam: "05/11 08:05" in this year, "05/11/2026 08:05" in another."""
    return f"{short(local(at).date(), today)} {clock(at)}"


_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def weekday(day: date) -> str:
    """The name of its weekday: "Thứ Bảy"."""
    return _(_WEEKDAYS[day.weekday()])


def with_weekday(day: date) -> str:
    """Weekday and date: "Thứ Bảy, 21/11/2026"."""
    return f"{weekday(day)}, {written(day)}"


def long_form(day: date) -> str:
    """The date of a paper, Vietnamese always: "ngày 05 tháng 01 năm 2026", "ngày 15 tháng 3 năm 2026".

    Days below 10 and months 1 and 2 take a zero (Nghị định 30/2020, Phụ lục I).
    """
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def month_name(year: int, month: int) -> Message:
    """A month in a sentence: "tháng 10/2026"."""
    return message("month {month}/{year}", month=f"{month:02}", year=year)


def quarter_name(year: int, quarter: int) -> Message:
    """A quarter, 1 to 4, in a sentence: "quý III/2026"."""
    return message("quarter {quarter}/{year}", quarter=("I", "II", "III", "IV")[quarter - 1], year=year)


def half_name(year: int, half: int) -> Message:
    """Half a year, 1 or 2, in a sentence: "6 tháng đầu năm 2026", "6 tháng cuối năm 2026"."""
    if half == 1:
        return message("first 6 months of {year}", year=year)
    return message("last 6 months of {year}", year=year)


def year_name(year: int) -> Message:
    """A year in a sentence: "năm 2026"."""
    return message("year {year}", year=year)


def relative_day(day: date, today: date) -> Message:
    """A day in a sentence: "hôm nay", "hôm qua", "ngày mai"; with its weekday within seven days, else the date."""
    match (day - today).days:
        case 0:
            return message("today")
        case -1:
            return message("yesterday")
        case 1:
            return message("tomorrow")
        case distance if abs(distance) <= 7:
            return message("{weekday}, {date}", weekday=message(_WEEKDAYS[day.weekday()]), date=written(day))
        case _:
            return message("{date}", date=written(day))


def lateness(due: date | None, today: date) -> Message:
    """How late or early it is: "Quá hạn 12 ngày", "Hôm nay", "Còn 3 ngày"; "Chưa đặt hạn" without a date."""
    if due is None:
        return message("No due date yet")
    days = (due - today).days
    if days == 0:
        return message("Due today")
    if days < 0:
        return message("{days} day overdue", days=1) if days == -1 else message("{days} days overdue", days=-days)
    return message("{days} day left", days=1) if days == 1 else message("{days} days left", days=days)


# Ages


class Age(NamedTuple):
    """How old somebody is: completed years, and all completed months and days lived, None where the birth is too vague.

    ``certain`` is False when the years themselves may be off by one or the birth date is estimated: tables that depend
    on age flag it.
    """

    years: int
    months: int | None
    days: int | None
    certain: bool

    @property
    def words(self) -> Message:
        """The age as it is said: "81 tuổi"; under 24 months "14 tháng"; under 2 months "31 ngày"."""
        if self.months is None or self.months >= 24:
            return message("{n} year old", n=1) if self.years == 1 else message("{n} years old", n=self.years)
        if self.days is None or self.months >= 2:
            return message("{n} month old", n=1) if self.months == 1 else message("{n} months old", n=self.months)
        return message("{n} day old", n=1) if self.days == 1 else message("{n} days old", n=self.days)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def age_on(born: PartialDate | None, day: date) -> Age | None:
    """The age on ``day``; None when the birth date is unknown or after it.

    A birth known to the year counts as 01/01, so that the age is the difference of the years; to the month, as its
    first day. Whoever was born on 29/02 is a year older on 01/03 of a common year.
    """
    if born is None or born.is_unknown or (first := born.earliest) > day:
        return None
    months, precision = _months_between(first, day), born.precision
    same = precision == "day" or _months_between(born.latest, day) // 12 == months // 12
    return Age(
        years=months // 12,
        months=None if precision == "year" else months,
        days=(day - first).days if precision == "day" else None,
        certain=same and not born.estimated,
    )
