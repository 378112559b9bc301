"""The shares of daily care: occupancy, valid health cards, people checked within six months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.care_history import CareHistory
from carebook.records.figures import Line, Period
from carebook.records.stay_facts import StayFacts
from carebook.rules.daily_figures.counting import days_there, is_resident
from carebook.rules.dated import limit_on
from carebook.rules.movement import CodeBook, line_of, present

OCCUPANCY = "occupancy"
CARDS = "bhyt_coverage"
CHECKED = "health_check_6m"
SHARES = (OCCUPANCY, CARDS, CHECKED)


def share_lines(
    stays: Iterable[StayFacts], history: CareHistory, period: Period, book: CodeBook, *, part: str, whole: str
) -> Iterator[Line]:
    """The lines of the three shares; ``part`` and ``whole`` are the columns of numerator and denominator.

    occupancy: resident days ÷ (counted beds × days of the period up to the cut-off). bhyt_coverage: residents with a valid card ÷
    residents at the cut-off. health_check_6m: residents with a periodic check within the limit ``health_check`` ÷ residents.
    """
    mine = [stay for stay in stays if is_resident(stay)]
    for stay in mine:
        if days := days_there(stay, period):
            words = book.word("days_taken", days=str(days))
            yield line_of(stay, OCCUPANCY, (part,), book, words, amount=days)
    length = (period.cutoff - period.first).days + 1
    if history.beds:
        words = book.word("beds_times_days", beds=str(history.beds), days=str(length))
        yield Line(OCCUPANCY, (whole,), "", "", name=book.word("beds"), detail=words, amount=history.beds * length)
    since = period.cutoff - relativedelta(months=limit_on(book.limits, "health_check", period.cutoff).value)
    periodic = {code for code, word in book.words("health_check_kind").items() if word.extra.get("periodic")}
    newest = {check.episode_id: check.on for check in history.checks if check.what in periodic}
    for stay in present(mine, period.cutoff, book):
        card = stay.health_card_valid_to
        valid = card is not None and card >= period.cutoff
        said = book.word("valid_to", date=written(card)) if card is not None else book.word("no_card")
        yield line_of(stay, CARDS, (part, whole) if valid else (whole,), book, said)
        checked = newest.get(stay.episode_id)
        said = book.word("on_day", date=written(checked)) if checked is not None else book.word("never_checked")
        in_time = checked is not None and checked > since
        yield line_of(stay, CHECKED, (part, whole) if in_time else (whole,), book, said)
