"""Who leaves leaves the schedule: series end, later sessions are struck through, and taking it back brings them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.episodes import discharge_person
from carebook.actions.schedules import plan_series, plan_session
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.schedules import SessionSeries
from carebook.records.sessions import Session
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import make_practice


def test_the_schedule_ends_with_the_stay(book: Book, director: Actor, now: datetime) -> None:
    by = {"by": director, "now": now}  # 22/11/2026
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        practice = make_practice(writer)
    given = practice.series(
        from_on=date(2026, 11, 16), until_on=date(2026, 12, 31), count=None, weekdays=("MO",), starts_at=time(9, 0)
    )
    series = plan_series(book, given, **by).result.series
    single = practice.session(planned_on=date(2026, 12, 3), planned_at=time(9, 0))
    plan_session(book, single, **by)
    with book.looking(now) as reader:
        stay = reader.record(Episode, series.episode_id)
        before = {one.id: one for one in reader.records(Session)}
    assert stay is not None
    last = date(2026, 11, 20)
    change = discharge_person(book, replace(stay, end_on=last, end_reason="family_request", destination="family"), **by)
    with book.looking(now) as reader:
        ended = reader.record(SessionSeries, series.id)
        assert ended is not None
        assert (ended.until_on, bool(ended.ended_because)) == (last, True)
        assert [one.planned_on for one in reader.records(Session)] == [date(2026, 11, 16)]
    undo_deed(book, change.op, **by)
    with book.looking(now) as reader:
        after = {one.id: one for one in reader.records(Session)}
        assert {key: one.planned_on for key, one in after.items()} == {
            key: one.planned_on for key, one in before.items()
        }
        again = reader.record(SessionSeries, series.id)
        assert again is not None
        assert again.until_on == date(2026, 12, 31)
