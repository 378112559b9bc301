"""Typing numbers of a report from a paper, and striking them through: until the period is closed."""

from __future__ import annotations

from datetime import datetime

import pytest

from carebook.actions import periods
from carebook.actions.change import Refused
from carebook.actions.typed_figures import strike_typed_figure, type_figures
from carebook.actions.undo import undo_deed
from carebook.records.periods import TypedFigure
from carebook.records.staff import Actor
from carebook.reports import month
from carebook.store import periods as store
from carebook.store.book import Book
from tests import period_samples as sample
from tests.period_samples import MONTH


def typed(value: int | None, source: str = "sổ kế toán", row: str = "source.aid", key: str = MONTH) -> TypedFigure:
    return TypedFigure(period=key, table_code="B14", row_code=row, column_code="done", value=value, source=source)


def kept(book: Book, now: datetime, key: str = MONTH) -> list[tuple[int | None, str]]:
    with book.looking(now) as reader:
        return [(one.value, one.source) for one in store.typed_figures(reader, key)]


def test_a_typed_number_stands_in_the_report_and_is_frozen_with_it(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    type_figures(book, [typed(5), typed(7, key="2026-Q4")], by=director, now=now)
    with book.reading_for(director, now) as reader:
        b14 = month.gather(reader, MONTH).table("B14")
    assert b14.cell("source.aid", "done") == 5
    assert b14.is_typed("source.aid", "done")
    frozen = {table.code: table for table in month.tables_of(sample.closed(book, director, now))}
    assert (frozen["B14"].figures(), frozen["B14"].typed) == (b14.figures(), b14.typed)
    assert (kept(book, now), kept(book, now, "2026-Q4")) == ([(5, "sổ kế toán")], [(7, "sổ kế toán")])


def test_typing_again_replaces_and_nothing_strikes_through(book: Book, director: Actor, now: datetime) -> None:
    for value in (5, 6):
        type_figures(book, [typed(value)], by=director, now=now)
    assert kept(book, now) == [(6, "sổ kế toán")]
    gone = type_figures(book, [typed(None, source="")], by=director, now=now)
    assert kept(book, now) == []
    undo_deed(book, gone.op, by=director, now=now)
    with book.looking(now) as reader:
        (figure,) = store.typed_figures(reader, MONTH)
    strike_typed_figure(book, figure.id, by=director, now=now)
    assert kept(book, now) == []
    with pytest.raises(Refused):
        strike_typed_figure(book, figure.id, by=director, now=now)


@pytest.mark.parametrize(
    "figure", [typed(-1), typed(3, source=" "), typed(3, key="2026-13")], ids=["below 0", "no paper", "no period"]
)
def test_what_is_refused(figure: TypedFigure, book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused):
        type_figures(book, [typed(1), figure], by=director, now=now)
    assert kept(book, now) == []


def test_closed_figures_stay_until_the_period_is_reopened(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    type_figures(book, [typed(5)], by=director, now=now)
    snapshot = sample.closed(book, director, now)
    with book.looking(now) as reader:
        (figure,) = store.typed_figures(reader, MONTH)
    with pytest.raises(Refused):
        type_figures(book, [typed(6)], by=director, now=now)
    with pytest.raises(Refused):
        strike_typed_figure(book, figure.id, by=director, now=now)
    periods.reopen_period(book, snapshot.id, by=director, now=now, reason="nhập sai")
    type_figures(book, [typed(6)], by=director, now=now)
    assert kept(book, now) == [(6, "sổ kế toán")]


def test_typed_parts_that_do_not_add_up_stand_against_closing(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    wrong = [
        TypedFigure(period=MONTH, table_code="B14", row_code="source.aid", column_code=c, value=v, source="sổ kế toán")
        for c, v in (("done", 9), ("accumulated", 8))
    ]
    type_figures(book, wrong, by=director, now=now)
    with pytest.raises(Refused) as refused:
        sample.closed(book, director, now)
    assert [problem.field for problem in refused.value.problems] == ["checks"]
