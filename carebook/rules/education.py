"""B11, education and work: who goes to school at which level or to a class here, learns a trade, found work and kept it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from carebook.records.case_history import Course, SchoolYear, Work
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.groups import Presence
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import NO_THERAPY, TherapyHistory
from carebook.rules.movement import CodeBook, is_present, line_of

CODE = "B11"
SCHOOL = "school"
SPECIAL = "special"
_CLASS, _LESSONS, _ATTENDED = "class", "class_lesson", "class_attendance"
_CAME = (Presence.PRESENT.value, Presence.LATE.value)
_TRADE = ("course_now", "course_completed")
_WORK = ("work_found", "work_kept_3_months", "work_kept_6_months")


def table(
    stays: Iterable[StayFacts],
    school_years: Iterable[SchoolYear],
    courses: Iterable[Course],
    works: Iterable[Work],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    history: TherapyHistory = NO_THERAPY,
    *,
    complete_from: date | None = None,
) -> Table:
    """B11 of a period: schooling and courses of who is there at the cut-off, by level and sex; trades and jobs of the period.

    Day pupils are counted as well as residents. Jobs count in the period in which they began or were asked about: a job kept
    three months counts in the period in which the three months ended; people who left are counted too. Classes of the center
    count their pupils of the cut-off, their lessons, and how often pupils came.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    newest: dict[str, StayFacts] = {}
    stays = list(stays)
    for stay in sorted(stays, key=lambda one: one.start_on) if known else ():
        if stay.start_on <= period.cutoff:
            newest[stay.person_id] = stay
    lines: list[Line] = []

    def count(person_id: str, row: str, *facts: str) -> None:
        stay = newest[person_id]
        columns = (TOTAL, stay.sex) if stay.sex in ("male", "female") else (TOTAL,)
        lines.append(line_of(stay, row, columns, book, *facts))

    def here(person_id: str) -> bool:
        return person_id in newest and is_present(newest[person_id], period.cutoff)

    at_school = {y.person_id: y for y in school_years if y.from_on <= period.cutoff <= y.to_on}
    for person_id, year in at_school.items():
        if here(person_id):
            count(person_id, f"{SCHOOL}.{year.level}", book.text("education", year.level))
            if year.special:
                count(person_id, SPECIAL, book.text("education", year.level))
    for course in courses:
        if course.person_id not in newest:
            continue
        begun = course.from_on is not None and course.from_on <= period.cutoff
        if here(course.person_id) and begun and (course.to_on is None or course.to_on > period.cutoff):
            count(course.person_id, "course_now")
        if period.holds(course.to_on) and course.result in ("completed", "certified"):
            count(course.person_id, "course_completed", book.text("course_result", course.result))
    for work in works:
        if work.person_id not in newest:
            continue
        if period.holds(work.from_on):
            count(work.person_id, "work_found")
        if work.kept_3_months and period.holds(_months_after(work.from_on, 3)):
            count(work.person_id, "work_kept_3_months")
        if work.kept_6_months and period.holds(_months_after(work.from_on, 6)):
            count(work.person_id, "work_kept_6_months")
    by_stay = {stay.episode_id: stay for stay in stays} if known else {}
    lines += _classes(by_stay, history, book)
    used = {line.row for line in lines}
    levels = _levels(book, used)
    rows = (
        Row(SCHOOL, book.word(SCHOOL), RowKind.GROUP),
        *(Row(f"{SCHOOL}.{code}", text, parent=SCHOOL) for code, text in levels.items()),
        Row(SPECIAL, book.word(SPECIAL), RowKind.PART),
        *(
            Row(f"{_CLASS}.{one.group_id}", book.word(_CLASS, name=one.name), RowKind.PART)
            for one in history.groups
            if f"{_CLASS}.{one.group_id}" in used
        ),
        *(Row(code, book.word(code), RowKind.PART) for code in (_LESSONS, _ATTENDED, *_TRADE, *_WORK)),
    )
    columns = (
        Column(TOTAL, book.word("total")),
        Column("male", book.text("sex", "male")),
        Column("female", book.text("sex", "female")),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _classes(by_stay: Mapping[str, StayFacts], history: TherapyHistory, book: CodeBook) -> Iterator[Line]:
    """The pupils of each class of the center that met in the period, its lessons, and how often everybody came."""
    met = {one.group_id: one for one in history.groups if one.kind == "special_class" and one.held}
    for one in met.values():
        words = book.word("times_held", n=str(one.held))
        yield Line(_LESSONS, (TOTAL,), "", "", name=one.name, detail=words, amount=one.held, group_id=one.group_id)
    for pupil in history.pupils:
        stay = by_stay.get(pupil.episode_id)
        if stay is not None and is_present(stay, book.day) and pupil.group_id in met:
            sexes = (stay.sex,) if stay.sex in ("male", "female") else ()
            yield line_of(stay, f"{_CLASS}.{pupil.group_id}", (TOTAL, *sexes), book)
    for coming in history.comings:
        stay = by_stay.get(coming.episode_id)
        if stay is not None and coming.group_id in met and coming.presence in _CAME:
            sexes = (stay.sex,) if stay.sex in ("male", "female") else ()
            words = book.word("times_held", n=str(coming.times))
            yield line_of(stay, _ATTENDED, (TOTAL, *sexes), book, words, amount=coming.times)


def _levels(book: CodeBook, used: set[str]) -> Mapping[str, str]:
    """The levels of education that are taught, in their order, and those used anyway."""
    return {
        code.code: code.text
        for code in book.words("education").values()
        if code.group == "school" or f"{SCHOOL}.{code.code}" in used
    }


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    return day + relativedelta(months=months)
