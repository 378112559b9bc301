"""What is wrong with a school year, a course or a job as it was typed."""

from __future__ import annotations

import re
from datetime import date

from carebook.dates import PartialDate
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.rules.names import normalise
from carebook.rules.problem import Problem, warning
from carebook.words import message

_YEAR = re.compile(r"\s*(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})\s*")
_YOUNGEST_AT_SCHOOL = (
    3  # years: kindergarten takes children from 3 (Luật Giáo dục 43/2019 Điều 26 begins earlier, in crèches)
)


def school_year_of(typed: str) -> str | None:
    """ "2026-2027" from what was typed ("2026 – 2027", "2026/27"); None when it is no pair of years in a row."""
    found = _YEAR.fullmatch(typed)
    if found is None:
        return None
    first = int(found[1])
    last = int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2])
    if len(found[2]) == 2 and last < first:
        last += 100
    return f"{first:04}-{last:04}" if last == first + 1 else None


def problems_in(
    record: Schooling | VocationalCourse | Employment, *, born: PartialDate | None = None, today: date
) -> list[Problem]:
    """What stands against keeping it, and what is unusual."""
    match record:
        case Schooling():
            return _in_schooling(record, born, today)
        case VocationalCourse():
            found = [] if normalise(record.trade) else [Problem("trade", message("Write which trade is learnt."))]
            return found + _order(record.from_on, record.to_on)
        case Employment():
            return _in_employment(record, today)


def _in_schooling(record: Schooling, born: PartialDate | None, today: date) -> list[Problem]:
    found: list[Problem] = []
    year = school_year_of(record.school_year)
    if year is None:
        found.append(Problem("school_year", message("A school year is two years in a row, for example 2026-2027.")))
    else:
        first = int(year[:4])
        if first > today.year + 1:
            found.append(Problem("school_year", message("This school year lies too far in the future.")))
        elif born is not None and not born.is_unknown and first - int(born.prefix[:4]) < _YOUNGEST_AT_SCHOOL:
            age = first - int(born.prefix[:4])
            found.append(
                Problem("school_year", message("The school year begins before the age of 3."))
                if age < 0
                else warning("school_year", message("The school year begins before the age of 3."))
            )
    if not record.level:
        found.append(Problem("level", message("Choose the level of education.")))
    return found + _order(record.from_on, record.to_on)


def _in_employment(record: Employment, today: date) -> list[Problem]:
    found = []
    if not normalise(record.job):
        found.append(Problem("job", message("Write which job it is.")))
    if record.from_on is None:
        found.append(Problem("from_on", message("Write since when.")))
    elif record.from_on > today:
        found.append(Problem("from_on", message("This day lies in the future.")))
    if record.income is not None and record.income < 0:
        found.append(Problem("income", message("The income cannot be less than 0.")))
    if record.kept_6_months and record.kept_3_months is False:
        found.append(
            Problem("kept_6_months", message("Somebody who had left after 3 months is not still there after 6 months."))
        )
    return found + _order(record.from_on, record.to_on)


def _order(first: date | None, last: date | None) -> list[Problem]:
    if first is not None and last is not None and last < first:
        return [Problem("to_on", message("This day comes before the first one."))]
    return []
