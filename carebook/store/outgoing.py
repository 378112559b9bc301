"""Questions of the papers that left the office: those of a year, the newest number first."""

from __future__ import annotations

from datetime import date

from carebook.records.office import OutgoingPaper
from carebook.rules.outgoing import plain_number
from carebook.store.book import Reader


def outgoing_papers(reader: Reader, year: int) -> list[OutgoingPaper]:
    """The papers dated in a year and those without a date yet, which come first; then the newest, the highest number first."""
    reader.asks("periods")
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    found = reader.records(OutgoingPaper, "dated_on IS NULL OR dated_on BETWEEN ? AND ?", (first, last))
    return sorted(found, key=_newest_first, reverse=True)


def _newest_first(paper: OutgoingPaper) -> tuple[bool, date, int, str]:
    number = plain_number(paper.number)
    return paper.dated_on is None, paper.dated_on or date.max, int(number) if number.isdecimal() else 0, paper.id
