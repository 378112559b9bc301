"""The due board asks for the reports of the center, by the newest version of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from carebook.actions.periods import number_report, reopen_period
from carebook.records.facility import Facility
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.due import due_board
from carebook.store.report_due import reports_due
from tests import period_samples as sample

TODAY = date(2026, 11, 22)


def test_reports_stand_on_the_due_board(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    sample.filled(book)
    with book.changing("", now, new_id(), "test") as writer:
        facility = writer.records(Facility)[0]
        writer.amend(replace(facility, records_complete_from=date(2026, 10, 1), report_day=5))
    with book.reading_for(director, now) as reader:
        (item,) = reports_due(reader, TODAY)
        board = due_board(reader, TODAY)
    assert (item.detail, item.due_on, item.action) == ("2026-10", date(2026, 11, 5), "close_period")
    assert item in board.items
    first = sample.closed(book, director, now)
    number_report(book, first.id, "128", None, by=director, now=now)
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        (item,) = reports_due(reader, TODAY)
        assert item.action == "sign_as_head"
    reopen_period(book, first.id, by=director, now=now, reason="bổ sung")
    with book.reading_for(director, now) as reader:
        assert [one.action for one in reports_due(reader, TODAY)] == ["close_period"]
