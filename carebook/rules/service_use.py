"""The services of social work as B08 counts them, and B10: the hotline, violence, shelter and services of restricted cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.money import number
from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.path_history import ReferralUse, ServiceHistory
from carebook.records.services import DangerLevel
from carebook.records.stay_facts import StayFacts
from carebook.rules.dated import limit_on
from carebook.rules.movement import CodeBook, is_present, line_of

CODE = "B10"
SERVICE = "service"
PEOPLE = "people"
EMERGENCY = "emergency"
_REFERRALS = ("referral_sent", "referral_received", "referral_served")
_COMMUNITY = ("community_activity", "community_turns", "relief_people", "relief_amount")


# B08


def service_rows(book: CodeBook, used: Iterable[str]) -> list[Row]:
    """The rows of B08 about services: each kind that was given, referrals, work in communities, relief."""
    there = set(used)
    rows = [Row(SERVICE, book.word("services_given"), RowKind.GROUP)]
    rows += [
        Row(f"{SERVICE}.{word.code}", word.text, parent=SERVICE)
        for word in book.words("service").values()
        if f"{SERVICE}.{word.code}" in there
    ]
    rows += [Row(code, book.word(code), RowKind.PART) for code in (*_REFERRALS, *_COMMUNITY)]
    return rows


def service_lines(stays: Iterable[StayFacts], history: ServiceHistory, book: CodeBook) -> Iterator[Line]:
    """The lines of B08 about services: a record is a lượt, everybody counts as a người once in each row."""
    by_stay = {stay.episode_id: stay for stay in stays}
    counted: set[tuple[str, str]] = set()
    for use in history.services:
        if (stay := by_stay.get(use.episode_id)) is not None:
            row = f"{SERVICE}.{use.service}"
            words = book.word("times_given", n=str(use.times))
            yield line_of(stay, row, (TOTAL,), book, words, amount=use.times)
            yield from _once(stay, row, counted, book, words)
    for referral in history.referrals:
        if (stay := by_stay.get(referral.episode_id)) is not None:
            for row in _of_referral(referral):
                yield line_of(stay, row, (TOTAL,), book, referral.partner)
                yield from _once(stay, row, counted, book, referral.partner)
    for activity in history.activities:
        words = book.word("on_day", date=written(activity.held_on))
        about = (activity.title, words)
        yield _of_nobody("community_activity", (TOTAL,), *about)
        if activity.turns:
            yield _of_nobody("community_turns", (TOTAL, "in_community"), *about, amount=activity.turns)
        if activity.people:
            yield _of_nobody("community_turns", (PEOPLE,), *about, amount=activity.people)
        if activity.female:
            yield _of_nobody("community_turns", ("female",), *about, amount=activity.female)
        if male := activity.people - activity.female:
            yield _of_nobody("community_turns", ("male",), *about, amount=male)
    for relief in history.relief:
        words = f"{number(relief.amount)} đ" if relief.amount else ""
        about = (relief.name, words)
        yield _of_nobody("relief_people", (TOTAL, PEOPLE), *about, amount=relief.people)
        if relief.amount:
            yield _of_nobody("relief_amount", (TOTAL,), *about, amount=relief.amount)


def _of_referral(referral: ReferralUse) -> Iterator[str]:
    if referral.begun:
        yield "referral_received" if referral.incoming else "referral_sent"
    if referral.served and not referral.incoming:
        yield "referral_served"


def _of_nobody(row: str, columns: tuple[str, ...], name: str, detail: str, amount: int = 1) -> Line:
    """A line about no person of the book: a call, an activity, a campaign."""
    return Line(row, columns, "", "", name=name, detail=detail, amount=amount)


def _once(stay: StayFacts, row: str, counted: set[tuple[str, str]], book: CodeBook, words: str) -> Iterator[Line]:
    if (row, stay.person_id) not in counted:
        counted.add((row, stay.person_id))
        sexes = (stay.sex,) if stay.sex in ("male", "female") else ()
        where = "in_community" if stay.placement == "community" else "in_center"
        yield line_of(stay, row, (PEOPLE, *sexes, where), book, words)


# B10


def table(
    stays: Iterable[StayFacts],
    history: ServiceHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B10: calls, new cases by kind of violence, emergency shelter (people, days), services of restricted cases, over three months.

    Counts only: of a call no name is kept in it, of a person whatever the reader may see. Small numbers are hidden (limit
    ``small_cells``); who works in the unit sees the table with ``hidden_below`` 0.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    by_stay = {stay.episode_id: stay for stay in stays} if known else {}
    lines = [*_calls(history, book)] if known else []
    lines += _cases(by_stay, history, book)
    lines += _shelter(by_stay.values(), period, book)
    lines += _services(by_stay, history, book)
    used = {line.row for line in lines}
    rows = [Row("call", book.word("call"), RowKind.PART), Row("call_urgent", book.word("call_urgent"), RowKind.PART)]
    rows += [
        Row(f"call.{need.code}", f"{book.word('call_about')}: {need.text}", RowKind.PART)
        for need in book.words("hotline_need").values()
        if f"call.{need.code}" in used
    ]
    rows.append(Row("new_case", book.word("new_case"), RowKind.PART))
    rows += [
        Row(f"violence.{kind.code}", f"{book.word('violence')}: {kind.text}", RowKind.PART)
        for kind in book.words("violence_kind").values()
        if f"violence.{kind.code}" in used
    ]
    rows += [
        Row(code, book.word(code), RowKind.PART)
        for code in ("shelter_people", "shelter_days", "restricted_services", "over_limit")
    ]
    columns = (Column(TOTAL, book.word(TOTAL)), Column("female", book.text("sex", "female")))
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=tuple(rows),
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
        hidden_below=limit_on(limits, "small_cells", period.cutoff).value,
        withholds=True,
        sums=tuple(_sums(rows)),
        rests=((TOTAL, "female"),),
    )


def _sums(rows: Sequence[Row]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Calls by what they are about; new cases by kind of violence, which a case may have several of: as if it had one."""
    for whole, kind in (("call", "call."), ("new_case", "violence.")):
        yield whole, tuple(row.code for row in rows if row.code.startswith(kind))


def _calls(history: ServiceHistory, book: CodeBook) -> Iterator[Line]:
    for call in history.calls:
        need = book.text("hotline_need", call.need)
        about = (need, written(call.called_on))
        yield _of_nobody("call", (TOTAL,), *about)
        yield _of_nobody(f"call.{call.need}", (TOTAL,), *about)
        if call.danger == DangerLevel.URGENT.value:
            yield _of_nobody("call_urgent", (TOTAL,), *about)


def _cases(by_stay: Mapping[str, StayFacts], history: ServiceHistory, book: CodeBook) -> Iterator[Line]:
    for case in history.protection:
        if (stay := by_stay.get(case.episode_id)) is not None:
            words = book.word("on_day", date=written(case.opened_on))
            yield line_of(stay, "new_case", _columns(stay), book, words)
            for kind in case.kinds:
                yield line_of(stay, f"violence.{kind}", _columns(stay), book, words)


def _shelter(stays: Iterable[StayFacts], period: Period, book: CodeBook) -> Iterator[Line]:
    """Emergency stays that touch the period: the day of coming counts, the day of leaving does not."""
    months = limit_on(book.limits, "emergency_stay", period.cutoff).value
    for stay in stays:
        left = stay.end_on or date.max
        if stay.route != EMERGENCY or stay.start_on > period.cutoff or left < period.first:
            continue
        days = (min(left, period.cutoff + timedelta(days=1)) - max(stay.start_on, period.first)).days
        words = book.word("days_taken", days=str(days))
        yield line_of(stay, "shelter_people", _columns(stay), book, words)
        if days:
            yield line_of(stay, "shelter_days", _columns(stay), book, words, amount=days)
        if is_present(stay, period.cutoff) and stay.start_on + relativedelta(months=months) < period.cutoff:
            yield line_of(stay, "over_limit", _columns(stay), book)


def _services(by_stay: Mapping[str, StayFacts], history: ServiceHistory, book: CodeBook) -> Iterator[Line]:
    given: Counter[str] = Counter()
    for use in history.services:
        if use.episode_id in history.confidential:
            given[use.episode_id] += use.times
    for episode_id, times in given.items():
        if (stay := by_stay.get(episode_id)) is not None:
            words = book.word("times_given", n=str(times))
            yield line_of(stay, "restricted_services", _columns(stay), book, words, amount=times)


def _columns(stay: StayFacts) -> tuple[str, ...]:
    return (TOTAL, "female") if stay.sex == "female" else (TOTAL,)
