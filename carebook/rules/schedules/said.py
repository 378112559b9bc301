"""How a rule of repetition is said on a line: "T2, T4, T6 · 08:30 · 30 phút · đến 31/12/2026"."""

from __future__ import annotations

from carebook.dates import hour, written
from carebook.records.schedules import Frequency, Recurring, Weekday
from carebook.words import N_, Message, _, ngettext

_SHORT = {
    Weekday.MONDAY: N_("Mon"),
    Weekday.TUESDAY: N_("Tue"),
    Weekday.WEDNESDAY: N_("Wed"),
    Weekday.THURSDAY: N_("Thu"),
    Weekday.FRIDAY: N_("Fri"),
    Weekday.SATURDAY: N_("Sat"),
    Weekday.SUNDAY: N_("Sun"),
}
_NTH = {
    1: Message("first", context="weekday of a month"),
    2: Message("second", context="weekday of a month"),
    3: Message("third", context="weekday of a month"),
    4: Message("fourth", context="weekday of a month"),
    -1: Message("last", context="weekday of a month"),
}


def said(series: Recurring) -> str:
    """The rule, its time, its minutes and its end in the current language; parts that are not known yet are left out."""
    parts = [said_days(series)]
    if series.starts_at is not None:
        parts.append(hour(series.starts_at))
    parts.append(_("{n} min").format(n=series.minutes))
    if series.until_on is not None:
        parts.append(_("until {day}").format(day=written(series.until_on)))
    elif series.count is not None:
        parts.append(ngettext("{n} session", "{n} sessions", series.count).format(n=series.count))
    return " · ".join(part for part in parts if part)


def said_days(series: Recurring) -> str:
    """Only which days the rule gives: "T2, T4", "T2, T4 mỗi 2 tuần", "ngày 15 hằng tháng"."""
    weekdays = ", ".join(_(_SHORT[day]) for day in Weekday if day.value in series.weekdays)
    n = series.interval
    match series.frequency:
        case Frequency.DAILY:
            return _("every day") if n == 1 else _("every {n} days").format(n=n)
        case Frequency.WEEKLY:
            return weekdays if n == 1 else _("{days} every {n} weeks").format(days=weekdays, n=n)
        case Frequency.MONTHLY_DAY:
            day = "–" if series.month_day is None else series.month_day
            if n == 1:
                return _("day {day} of every month").format(day=day)
            return _("day {day} every {n} months").format(day=day, n=n)
        case Frequency.MONTHLY_WEEKDAY:
            which = _NTH.get(series.nth or 0, "–")
            if n == 1:
                return _("the {which} {days} of every month").format(which=which, days=weekdays)
            return _("the {which} {days} every {n} months").format(which=which, days=weekdays, n=n)
