"""B14, the money of a period: sources and spending as the accounts have them, what the book itself knows about payments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import Code, Limit
from carebook.records.figures import Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, line_of

CODE = "B14"
SOURCES, SPENDING = "source", "spending"
_PAID = ("funeral", "fee_due", "fee_paid", "fee_left")
_TYPED = ("nurture_paid", "arrears")


@dataclass(frozen=True)
class Payment:
    """Money the book knows of, in đồng: a support for a funeral by the day it was paid (``kind`` funeral), or of a package by
    the day it began its price, what was paid of it and what is owed (fee_due, fee_paid, fee_left).
    """

    kind: str
    episode_id: str
    on: date
    amount: int


def table(
    stays: Iterable[StayFacts],
    payments: Iterable[Payment],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B14: sources of money (Điều 9 Nghị định 103/2017) and spending × (planned, in the period, since January, share), in đồng.

    Sources, spending and allowances paid are in the accounts and are typed. The book counts who is entitled to nurture
    allowance (people, and months in which they were present on at least one day), the support for funerals, the fees of packages.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.first
    by_stay = {stay.episode_id: stay for stay in stays}
    lines = [*_nurture(by_stay.values(), period, book), *_payments(by_stay, payments, book)] if known else []
    counted = ("nurture_people", "nurture_months", *_PAID)
    rows = (
        Row(SOURCES, book.word("money_sources"), RowKind.GROUP),
        *(Row(f"{SOURCES}.{code.code}", code.text, parent=SOURCES) for code in book.words("money_source").values()),
        Row(SPENDING, book.word("money_spending"), RowKind.GROUP),
        *(Row(f"{SPENDING}.{code.code}", code.text, parent=SPENDING) for code in book.words("spending").values()),
        *(Row(code, book.word(code), RowKind.PART) for code in ("nurture_people", "nurture_months")),
        *(Row(code, book.word(code), RowKind.PART) for code in (*_TYPED, *_PAID)),
    )
    columns = (
        Column("planned", book.word("money_planned")),
        Column("done", book.word("money_done")),
        Column("accumulated", book.word("money_accumulated")),
        Column("share", book.word("share"), share_of=("accumulated", "planned")),
    )
    cells = every_cell(rows, columns)
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=cells - {(row, "done") for row in counted} if known else cells,
    )


def months_present(stay: StayFacts, period: Period) -> int:
    """In how many calendar months of the period somebody was present on at least one day; the day of leaving does not count."""
    first = max(stay.start_on, period.first)
    last = period.cutoff if stay.end_on is None else min(period.cutoff, stay.end_on - timedelta(days=1))
    if stay.end_on == stay.start_on and period.holds(stay.start_on):
        return 1
    return (last.year - first.year) * 12 + last.month - first.month + 1 if first <= last else 0


def _nurture(stays: Iterable[StayFacts], period: Period, book: CodeBook) -> Iterator[Line]:
    """Who is kept by the state (forms of admission that bring the benefits of Điều 25), each person once and with their months."""
    entitled = {code.code for code in book.words("admission_form").values() if code.extra.get("funeral")}
    counted: set[str] = set()
    for stay in stays:
        if stay.route not in entitled or stay.placement not in book.placements or stay.start_on > period.cutoff:
            continue
        if not (months := months_present(stay, period)):
            continue
        words = book.word("months_kept", n=str(months))
        yield line_of(stay, "nurture_months", ("done",), book, words, amount=months)
        if stay.person_id not in counted:
            counted.add(stay.person_id)
            yield line_of(stay, "nurture_people", ("done",), book, words)


def _payments(by_stay: dict[str, StayFacts], payments: Iterable[Payment], book: CodeBook) -> Iterator[Line]:
    for one in payments:
        if not one.amount:
            continue
        words = written(one.on)
        stay = by_stay.get(one.episode_id)
        line = (
            line_of(stay, one.kind, ("done",), book, words) if stay else Line(one.kind, ("done",), "", "", detail=words)
        )
        yield replace(line, amount=one.amount)
