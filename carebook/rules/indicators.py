"""The indicators: approved plans, reviews on time, services; sessions done; beds, cards and checks; how going home lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.care_history import NO_CARE, CareHistory
from carebook.records.case_history import NO_CASE, CaseHistory
from carebook.records.codes import Code, HolidayRow, Limit
from carebook.records.figures import Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.path_history import Path
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import NO_THERAPY, TherapyHistory
from carebook.rules.calendar import add_working_days
from carebook.rules.daily_figures import SHARES, share_lines
from carebook.rules.dated import limit_on
from carebook.rules.homecomings import (
    FOLLOWUP_ON_TIME,
    REENTRY_12M,
    STABLE,
    Measured,
    follow_up_on_time,
    re_entries,
    stable_after,
)
from carebook.rules.movement import CodeBook, category_on, line_of, present
from carebook.rules.rehabilitation import Use, uses

CODE = "CS"
PLAN_COVERAGE = "plan_coverage"
REVIEW_ON_TIME = "review_on_time"
SERVICE_COVERAGE = "service_coverage"
REHAB_DONE_RATE = "rehab_done_rate"
DONE, OF, SHARE = "numerator", "denominator", "share"


def reviews_due(case: CaseHistory, period: Period) -> list[tuple[date, date | None]]:
    """The reviews that were due in the period: (due on, done on), None for one that is still open."""
    due: list[tuple[date, date | None]] = [(r.due_on, r.done_on) for r in case.reviews if r.due_on is not None]
    if case.next_review_on is not None:
        due.append((case.next_review_on, None))
    return [(due_on, done_on) for due_on, done_on in due if period.holds(due_on)]


def has_service(case: CaseHistory, period: Period) -> bool:
    """Whether a plan in force in the period provides for at least one service."""
    return any(
        span.from_on <= period.cutoff and (span.until_on is None or span.until_on > period.first)
        for span in case.services
    )


def group_of(stay: StayFacts, day: date, book: CodeBook) -> str:
    """The grouping row of the stay's category on a day; "" without one."""
    category = book.words("category").get(category_on(stay, max(day, stay.start_on)))
    return category.group if category else ""


def table(
    stays: Iterable[StayFacts],
    cases: Mapping[str, CaseHistory],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    own: Sequence[HolidayRow] = (),
    history: TherapyHistory = NO_THERAPY,
    paths: Sequence[Path] = (),
    care: CareHistory = NO_CARE,
    *,
    complete_from: date | None = None,
) -> Table:
    """Numerator, denominator and share of each indicator; opening a denominator shows who lacks it as well.

    plan_coverage: residents with an approved plan in force ÷ residents whose stay is longer than ten working days (limit
    ``first_plan``), at the cut-off. review_on_time: reviews done by their day ÷ reviews due in the period.
    service_coverage: clients of a group with at least one service ÷ clients of the group, at the cut-off.
    rehab_done_rate: sessions done (also partly) ÷ (sessions planned − cancelled because the person was in hospital or on leave).
    occupancy, bhyt_coverage, health_check_6m: see `rules.daily_figures.shares`.
    followup_on_time, stable_6m, stable_12m, reentry_12m: see `rules.homecomings`; ``stays`` must hold the stays of the paths.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    days = limit_on(limits, "first_plan", period.cutoff).value
    stays = list(stays) if known else []
    lines: list[Line] = []
    for stay in present(stays, period.cutoff, book):
        case = cases.get(stay.episode_id, NO_CASE)
        if add_working_days(stay.start_on, days, own) < period.cutoff:
            plan = case.plan_on(period.cutoff)
            word = book.word("plan_version", number=str(plan.number)) if plan else book.word("no_plan")
            lines.append(line_of(stay, PLAN_COVERAGE, (DONE, OF) if plan else (OF,), book, word))
        served = has_service(case, period)
        group = group_of(stay, period.cutoff, book)
        if group:
            word = "" if served else book.word("no_service")
            counted = (DONE, OF) if served else (OF,)
            lines.append(line_of(stay, f"{SERVICE_COVERAGE}.{group}", counted, book, *filter(None, (word,))))
    for stay in stays:
        if stay.start_on > period.cutoff:
            continue
        for due_on, done_on in reviews_due(cases.get(stay.episode_id, NO_CASE), period):
            on_time = done_on is not None and done_on <= due_on
            word = book.word("review_due_on", date=written(due_on), done=written(done_on) if done_on else "–")
            lines.append(line_of(stay, REVIEW_ON_TIME, (DONE, OF) if on_time else (OF,), book, word))
    lines += _sessions(stays, history, book)
    lines += _paths(stays, paths, period, book)
    lines += share_lines(stays, care, period, book, part=DONE, whole=OF) if known else ()
    rows = [
        Row(PLAN_COVERAGE, book.word(PLAN_COVERAGE), RowKind.PART),
        Row(REVIEW_ON_TIME, book.word(REVIEW_ON_TIME), RowKind.PART),
        Row(REHAB_DONE_RATE, book.word(REHAB_DONE_RATE), RowKind.PART),
        *(Row(code, book.word(code), RowKind.PART) for code in SHARES),
        *(Row(code, book.word(code), RowKind.PART) for code in (FOLLOWUP_ON_TIME, *STABLE.values(), REENTRY_12M)),
    ]
    used = {line.row for line in lines}
    for named in book.words("category_group").values():
        code = f"{SERVICE_COVERAGE}.{named.code}"
        if code in used:
            rows.append(Row(code, f"{book.word(SERVICE_COVERAGE)}: {named.text}", RowKind.PART))
    columns = (
        Column(DONE, book.word(DONE)),
        Column(OF, book.word(OF)),
        Column(SHARE, book.word(SHARE), share_of=(DONE, OF)),
    )
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=tuple(rows),
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _sessions(stays: Sequence[StayFacts], history: TherapyHistory, book: CodeBook) -> Iterable[Line]:
    """Each person's sessions: how many were done of how many expected."""
    by_stay: dict[str, Use] = {}
    for (episode_id, _therapy), use in uses(history, book).items():
        by_stay[episode_id] = by_stay.get(episode_id, Use()).more(*use)
    for stay in stays:
        if (whole := by_stay.get(stay.episode_id)) is None:
            continue
        words = book.word("sessions_of", done=str(whole.done), expected=str(whole.expected))
        for column, amount in ((DONE, whole.done), (OF, whole.expected)):
            if amount:
                yield line_of(stay, REHAB_DONE_RATE, (column,), book, words, amount=amount)


def _paths(stays: Sequence[StayFacts], paths: Sequence[Path], period: Period, book: CodeBook) -> Iterable[Line]:
    """Who went home: visited on time, stable at the mark, back within a year."""
    by_stay = {stay.episode_id: stay for stay in stays}

    def lines(row: str, measured: Iterable[Measured]) -> Iterable[Line]:
        for one in measured:
            if (stay := by_stay.get(one.path.episode_id)) is not None:
                yield line_of(stay, row, (DONE, OF) if one.met else (OF,), book, one.words)

    yield from lines(FOLLOWUP_ON_TIME, follow_up_on_time(paths, period, book))
    for months, row in STABLE.items():
        yield from lines(row, stable_after(paths, months, period, book))
    yield from lines(REENTRY_12M, re_entries(paths, period, book))
