"""B08, social work: the cases opened, managed, assessed, planned, reviewed and closed in a period, groups, services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.case_history import NO_CASE, CaseHistory
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.groups import Presence
from carebook.records.path_history import NO_SERVICES, ServiceHistory
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import NO_THERAPY, TherapyHistory
from carebook.rules.indicators import reviews_due
from carebook.rules.movement import CodeBook, is_present, line_of
from carebook.rules.service_use import service_lines, service_rows

CODE = "B08"
PEOPLE = "people"
_ROWS = (
    "case_opened",
    "case_managed",
    "case_assessed",
    "plan_approved",
    "plan_in_force",
    "review_due",
    "review_on_time",
    "conference",
)
CLOSED = "case_closed"
_GROUPS = ("group_work", "group_session", "group_attendance")
_CAME = (Presence.PRESENT.value, Presence.LATE.value)
_CLASS = "special_class"


def table(
    stays: Iterable[StayFacts],
    cases: Mapping[str, CaseHistory],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    history: TherapyHistory = NO_THERAPY,
    services: ServiceHistory = NO_SERVICES,
    *,
    complete_from: date | None = None,
) -> Table:
    """B08's rows of case management, groups and services × times, people, men, women, at the center, in the community.

    A case is opened by the admission and closed by form 06 (or, without one, by the end of the stay). ``people`` counts
    somebody once in each row however often it happened to them. Groups that count as a therapy are in B07, classes in B11.
    """
    stays = list(stays)
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    lines: list[Line] = []
    counted: set[tuple[str, str]] = set()
    for stay in stays if known else ():
        if stay.start_on > period.cutoff:
            continue
        case = cases.get(stay.episode_id, NO_CASE)
        for row, words in _happened(stay, case, period, book):
            counts = [TOTAL]
            if (row, stay.person_id) not in counted:
                counted.add((row, stay.person_id))
                counts.append(PEOPLE)
                if stay.sex in ("male", "female"):
                    counts.append(stay.sex)
                counts.append("in_community" if stay.placement == "community" else "in_center")
            lines.append(line_of(stay, row, counts, book, *filter(None, (words,))))
    if known:
        lines += _groups(stays, history, book)
        lines += service_lines(stays, services, book)
    used = {line.row for line in lines}
    rows = [Row(code, book.word(code), RowKind.PART) for code in (*_ROWS, *_GROUPS)]
    rows.append(Row(CLOSED, book.word(CLOSED), RowKind.GROUP))
    rows += [
        Row(f"{CLOSED}.{reason.code}", reason.text, parent=CLOSED)
        for reason in book.words("end_reason").values()
        if f"{CLOSED}.{reason.code}" in used
    ]
    if f"{CLOSED}." in used:
        rows.append(Row(f"{CLOSED}.", book.word("no_reason"), parent=CLOSED))
    rows += service_rows(book, used)
    columns = (
        Column(TOTAL, book.word("times")),
        Column(PEOPLE, book.word(PEOPLE)),
        Column("male", book.text("sex", "male")),
        Column("female", book.text("sex", "female")),
        Column("in_center", book.word("in_center")),
        Column("in_community", book.word("in_community")),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=tuple(rows),
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _happened(stay: StayFacts, case: CaseHistory, period: Period, book: CodeBook) -> Iterator[tuple[str, str]]:
    """Every row in which one case is counted, once for each time, with the fact that put it there."""
    if period.holds(stay.start_on):
        yield "case_opened", ""
    closed_on = case.closed_on or stay.end_on
    if is_present(stay, period.cutoff) and (closed_on is None or closed_on > period.cutoff):
        yield "case_managed", ""
    for day in case.assessed_on:
        if period.holds(day):
            yield "case_assessed", book.word("on_day", date=written(day))
    for plan in case.plans:
        if period.holds(plan.approved_on):
            yield "plan_approved", book.word("plan_version", number=str(plan.number))
    if is_present(stay, period.cutoff) and (plan_now := case.plan_on(period.cutoff)) is not None:
        yield "plan_in_force", book.word("plan_version", number=str(plan_now.number))
    for due_on, done_on in reviews_due(case, period):
        words = book.word("review_due_on", date=written(due_on), done=written(done_on) if done_on else "–")
        yield "review_due", words
        if done_on is not None and done_on <= due_on:
            yield "review_on_time", words
    for day in case.conferences_on:
        if period.holds(day):
            yield "conference", book.word("on_day", date=written(day))
    if closed_on is not None and period.holds(closed_on):
        yield f"{CLOSED}.{stay.end_reason}", ""


def _groups(stays: Iterable[StayFacts], history: TherapyHistory, book: CodeBook) -> Iterator[Line]:
    """The groups of social work that met, their sessions, and who came how often."""
    met = {one.group_id: one for one in history.groups if one.held and not one.therapy and one.kind != _CLASS}
    for group in met.values():
        words = book.word("times_held", n=str(group.held))
        yield Line("group_work", (TOTAL,), "", "", name=group.name, detail=words, group_id=group.group_id)
        yield Line(
            *("group_session", (TOTAL,), "", ""),
            name=group.name,
            detail=words,
            amount=group.held,
            group_id=group.group_id,
        )
    by_stay = {stay.episode_id: stay for stay in stays}
    counted: set[str] = set()
    for coming in history.comings:
        stay = by_stay.get(coming.episode_id)
        if stay is None or coming.group_id not in met or coming.presence not in _CAME:
            continue
        words = f"{met[coming.group_id].name}: {book.word('times_held', n=str(coming.times))}"
        yield line_of(stay, "group_attendance", (TOTAL,), book, words, amount=coming.times)
        if stay.person_id not in counted:
            counted.add(stay.person_id)
            where = "in_community" if stay.placement == "community" else "in_center"
            sexes = (stay.sex,) if stay.sex in ("male", "female") else ()
            yield line_of(stay, "group_attendance", (PEOPLE, *sexes, where), book, words)
