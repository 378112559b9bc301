"""When what of daily care was written down: the opening, every week, every month, and day by day in the last weeks."""

from __future__ import annotations

from datetime import date, timedelta

from carebook.stories.cases.telling import Cases
from carebook.stories.clock import Days, moment
from carebook.stories.daily.center import tell_center
from carebook.stories.daily.incidents import tell_incidents
from carebook.stories.daily.named import stays_of, tell_named, weighed_of
from carebook.stories.daily.rounds import check_health, one_day, weigh
from carebook.stories.daily.starting import issue_again, start_newcomers
from carebook.stories.stage import Telling

_DAY = timedelta(days=1)
DAILY, BY_DEEDS = 31, 2
"""Days before today whose rounds are told, and of how many of them deed by deed."""
_NURSE = "D3"
_AFTER_THE_STAYS = timedelta(hours=3)
_LEFT_UNWEIGHED = 13


def tell_daily(tell: Telling, days: Days, seed: str, first: date) -> None:
    """The daily care of everybody from ``first`` on. The weighing of the running month is left unfinished, nothing else."""
    cases = Cases(tell)
    newcomers = start_newcomers(seed, stays_of)
    tell.write("daily start", _NURSE, tell.opened + _AFTER_THE_STAYS, newcomers)
    day = first
    while day < days.today:
        if day.weekday() == 0:
            tell.write("daily newcomers", _NURSE, moment(day, "20:30"), newcomers)
        if day.day == 3:
            late = (day.year, day.month) == (days.today.year, days.today.month)
            tell.write(
                "daily weights", _NURSE, moment(day, "21:00"), weigh(seed, _LEFT_UNWEIGHED if late else 0, weighed_of)
            )
        if day.day == 5:
            tell.write("daily goods", "CS", moment(day, "15:00"), issue_again)
        if day.day == 12:
            tell.write("daily checks", "YT", moment(day, "16:30"), check_health(seed))
        back = (days.today - day).days
        if back <= DAILY:
            tell.write("daily rounds", _NURSE, moment(day, "21:45"), one_day(seed, by_deeds=back <= BY_DEEDS))
        day += _DAY
    tell.write("daily newcomers", _NURSE, moment(days.back(1), "19:00"), newcomers)
    tell_named(tell, cases, days)
    tell_incidents(tell, days, seed, first)
    tell_center(tell, days)
    cases.hand_over()
