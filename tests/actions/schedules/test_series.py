"""Series planned, changed from a day on, ended and laid out further: the past stays, nothing is laid out twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.schedules import (
    Laid,
    cancel_session,
    end_series,
    lay_out_sessions,
    move_session,
    plan_series,
    plan_session,
    split_series,
)
from carebook.actions.undo import undo_deed
from carebook.records.codes import HolidayRow
from carebook.records.episodes import Episode
from carebook.records.schedules import HolidayWay, SessionSeries
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.rules.schedules import continued
from carebook.store.book import Book, new_id
from tests.actions.schedules.practice import MONDAY, Practice

WEEK = timedelta(days=7)


class Desk:
    """The director at work in the test's book."""

    def __init__(self, book: Book, by: Actor, now: datetime) -> None:
        self.book = book
        self.as_ever: dict[str, Any] = {"by": by, "now": now}

    def plan(self, series: SessionSeries) -> Laid[SessionSeries]:
        laid: Laid[SessionSeries] = plan_series(self.book, series, **self.as_ever).result
        return laid

    def rows(self, series_id: str = "", *, withdrawn: bool = False) -> list[Session]:
        with self.book.looking(self.as_ever["now"]) as reader:
            found = reader.records(Session, withdrawn=withdrawn, order="planned_on, planned_at, id")
        return [row for row in found if not series_id or row.series_id == series_id]

    def days(self, series_id: str) -> list[date]:
        return [row.planned_on for row in self.rows(series_id)]

    def write(self, record: Any) -> None:
        by, now = self.as_ever["by"], self.as_ever["now"]
        with self.book.changing(by.account_id, now, new_id(), "test") as writer:
            writer.amend(record) if record.id else writer.add(record)


@pytest.fixture
def desk(book: Book, director: Actor, now: datetime) -> Desk:
    return Desk(book, director, now)


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.message.id


def test_a_series_is_laid_out_with_what_it_knows(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(room_id=practice.rooms[0], minutes=45, therapy="ot"))
    rows = desk.rows()
    assert [row.planned_on.isoformat() for row in rows] == [
        *("2026-11-23", "2026-11-25", "2026-11-27", "2026-11-30", "2026-12-02", "2026-12-04")
    ]
    assert {row.id for row in laid.sessions} == {row.id for row in rows}
    assert tuple(laid.sessions) == tuple(rows)
    first = rows[0]
    assert (first.therapy, first.minutes, first.planned_at) == ("ot", 45, time(8, 30))
    assert (first.room_id, first.therapist_id) == (practice.rooms[0], practice.therapists[0])
    assert (first.series_id, first.occurs_on, first.state) == (laid.series.id, MONDAY, SessionState.PLANNED)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weekdays": ()}, "weekdays"),
        ({"starts_at": None}, "starts_at"),
        ({"from_on": None}, "from_on"),
        ({"from_on": date(1026, 11, 23)}, "from_on"),
        ({"interval": 0}, "interval"),
        ({"minutes": 0}, "minutes"),
        ({"starts_at": time(23, 45)}, "minutes"),
        ({"count": 0}, "count"),
        ({"count": 501}, "count"),
        ({"until_on": date(2026, 12, 1)}, "count"),
        ({"count": None, "until_on": date(2026, 11, 1)}, "until_on"),
        ({"count": None, "until_on": date(2026, 11, 23), "weekdays": ("TU",)}, "from_on"),
        ({"therapist_id": None}, "therapist_id"),
        ({"from_on": date(2025, 12, 29)}, "from_on"),  # before the stay
    ],
)
def test_an_impossible_series_is_refused_beside_its_field(
    given: dict[str, Any], field: str, desk: Desk, practice: Practice
) -> None:
    with pytest.raises(Refused) as refused:
        desk.plan(practice.series(**given))
    assert refused.value.problems[0].field == field
    assert not desk.rows()


def test_an_open_series_is_laid_out_two_months_ahead_and_then_further(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=None, weekdays=("MO",)))
    assert desk.days(laid.series.id)[-1] == date(2027, 1, 18)
    first = desk.rows()
    done = lay_out_sessions(desk.book, date(2027, 2, 28), **desk.as_ever).result
    assert done.sessions == 4  # five Mondays, one of them in the Tết holidays
    assert desk.rows()[: len(first)] == first
    assert desk.days(laid.series.id)[-1] == date(2027, 2, 22)
    again = lay_out_sessions(desk.book, date(2027, 2, 28), **desk.as_ever).result
    assert (again.sessions, again.clashes) == (0, ())


def test_what_was_moved_cancelled_or_struck_through_is_not_laid_out_again(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=None, weekdays=("MO",)))
    moved, cancelled, struck = laid.sessions[:3]
    move_session(desk.book, moved.id, moved.planned_on + timedelta(days=1), time(9, 0), **desk.as_ever)
    cancel_session(desk.book, cancelled.id, SessionState.CANCELLED_RESIDENT, "fever", **desk.as_ever)
    with desk.book.changing(desk.as_ever["by"].account_id, desk.as_ever["now"], new_id(), "test") as writer:
        writer.withdraw(Session, struck.id, "ghi nhầm")
    before = desk.rows(withdrawn=True)
    lay_out_sessions(desk.book, date(2027, 1, 18), **desk.as_ever)
    assert desk.rows(withdrawn=True) == before


def test_a_day_that_clashes_is_left_out_of_laying_out_and_told(desk: Desk, practice: Practice) -> None:
    desk.plan(practice.series(count=None, weekdays=("MO",)))
    plan_session(desk.book, practice.session(1, planned_on=date(2027, 1, 25), planned_at=time(8, 45)), **desk.as_ever)
    change = lay_out_sessions(desk.book, date(2027, 2, 1), **desk.as_ever)
    assert (change.result.sessions, len(change.result.clashes)) == (1, 1)
    assert change.result.clashes[0].slot.on == date(2027, 1, 25)


def test_a_series_of_a_closed_stay_is_not_laid_out_further(desk: Desk, practice: Practice) -> None:
    desk.plan(practice.series(count=None, weekdays=("MO",)))
    with desk.book.looking(desk.as_ever["now"]) as reader:
        stay = reader.record(Episode, practice.stays[0])
    assert stay is not None
    desk.write(replace(stay, end_on=MONDAY))
    assert lay_out_sessions(desk.book, date(2027, 3, 1), **desk.as_ever).result.sessions == 0


def test_from_this_one_on_leaves_the_past_and_what_is_recorded_untouched(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=12))
    ids = [row.id for row in laid.sessions]
    cancel_session(desk.book, ids[5], SessionState.CANCELLED_STAFF, "staff_sick", **desk.as_ever)  # Friday 04/12
    move_session(
        desk.book, ids[4], date(2026, 11, 28), time(8, 30), **desk.as_ever
    )  # Wednesday 02/12 to Saturday 28/11
    before = {row.id: row for row in desk.rows()}
    day = date(2026, 11, 30)
    changed = replace(continued(laid.series, day), starts_at=time(15, 0), therapist_id=practice.therapists[1])
    new = split_series(desk.book, laid.series.id, day, changed, seen=1, **desk.as_ever).result
    after = {row.id: row for row in desk.rows()}
    kept = [*ids[:3], ids[4], ids[5]]
    assert [after[one] for one in kept] == [before[one] for one in kept]
    assert not set(ids) - set(kept) & set(after)
    assert new.series.split_from_id == laid.series.id
    # twelve in all: three before, one moved before, one cancelled, and seven at the new time, none on 02/12 and 04/12
    assert desk.days(new.series.id) == [
        *(date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 11)),
        *(date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 18)),
    ]
    assert {row.planned_at for row in desk.rows(new.series.id)} == {time(15, 0)}
    lay_out_sessions(desk.book, date(2027, 3, 1), **desk.as_ever)
    assert {row.id: row for row in desk.rows()} == after


def test_an_open_series_split_does_not_bring_a_struck_day_back(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=None, weekdays=("MO",)))
    with desk.book.changing(desk.as_ever["by"].account_id, desk.as_ever["now"], new_id(), "test") as writer:
        writer.withdraw(Session, laid.sessions[3].id, "nghỉ cả khu")
    changed = replace(laid.series, starts_at=time(9, 0))
    new = split_series(desk.book, laid.series.id, MONDAY + WEEK, changed, **desk.as_ever).result
    lay_out_sessions(desk.book, date(2027, 2, 1), **desk.as_ever)
    assert laid.sessions[3].planned_on not in desk.days(new.series.id)
    assert desk.days(new.series.id)[:2] == [MONDAY + WEEK, MONDAY + 2 * WEEK]
    assert desk.days(laid.series.id) == [MONDAY]


def test_a_shifted_series_split_in_the_holidays_has_no_day_twice(desk: Desk, practice: Practice) -> None:
    for day in (24, 25, 26):
        desk.write(HolidayRow(day=date(2026, 11, day), name="Nghỉ"))
    rule = practice.series(weekdays=("TU", "TH"), count=None, until_on=date(2026, 12, 31), holidays=HolidayWay.SHIFT)
    laid = desk.plan(rule)
    whole = [(row.occurs_on, row.planned_on) for row in desk.rows()]
    assert whole[0] == (date(2026, 11, 24), date(2026, 11, 27))
    split_series(desk.book, laid.series.id, date(2026, 11, 26), laid.series, **desk.as_ever)
    assert [(row.occurs_on, row.planned_on) for row in desk.rows()] == whole


@pytest.mark.parametrize("undone", [False, True])
def test_a_split_that_would_book_twice_changes_nothing(undone: bool, desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series())
    other = plan_session(desk.book, practice.session(1, planned_on=date(2026, 12, 2)), **desk.as_ever)
    changed = replace(laid.series, starts_at=time(9, 45), count=3)
    before = desk.rows(withdrawn=True)
    if undone:
        undo_deed(desk.book, other.op, **desk.as_ever)
        assert (
            len(split_series(desk.book, laid.series.id, date(2026, 11, 30), changed, **desk.as_ever).result.sessions)
            == 3
        )
        return
    with pytest.raises(Refused) as refused:
        split_series(desk.book, laid.series.id, date(2026, 11, 30), changed, **desk.as_ever)
    assert refused.value.problems[0].field == "starts_at"
    assert desk.rows(withdrawn=True) == before


def test_a_split_after_the_end_or_of_a_newer_version_is_refused(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=None, until_on=date(2026, 12, 4)))
    with pytest.raises(Refused) as refused:
        split_series(desk.book, laid.series.id, date(2026, 12, 7), replace(laid.series, until_on=None), **desk.as_ever)
    assert refusal(refused) == "It ends on {day} already."
    with pytest.raises(Outdated):
        split_series(desk.book, laid.series.id, MONDAY + WEEK, laid.series, seen=7, **desk.as_ever)
    with pytest.raises(Refused) as refused:
        split_series(
            desk.book,
            laid.series.id,
            MONDAY + WEEK,
            replace(laid.series, episode_id=practice.stays[1]),
            **desk.as_ever,
        )
    assert refusal(refused) == "A series stays with its person."


def test_ending_strikes_only_what_is_planned_after_the_last_day(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series())
    cancel_session(desk.book, laid.sessions[5].id, SessionState.CANCELLED_OTHER, "event", **desk.as_ever)
    with pytest.raises(Refused) as refused:
        end_series(desk.book, laid.series.id, date(2026, 11, 27), **desk.as_ever)
    assert refused.value.problems[0].field == "reason"
    end_series(desk.book, laid.series.id, date(2026, 11, 27), reason="về nhà", **desk.as_ever)
    assert [row.id for row in desk.rows()] == [*(row.id for row in laid.sessions[:3]), laid.sessions[5].id]
    struck = [row for row in desk.rows(withdrawn=True) if row.is_withdrawn]
    assert {row.withdrawn_because for row in struck} == {"về nhà"}
    with pytest.raises(Refused) as refused:
        end_series(desk.book, laid.series.id, date(2026, 11, 27), reason="lần nữa", **desk.as_ever)
    assert refusal(refused) == "No session is planned after {day}."


def test_an_open_series_ended_far_ahead_is_laid_out_to_its_end(desk: Desk, practice: Practice) -> None:
    laid = desk.plan(practice.series(count=None, weekdays=("MO",)))
    end_series(desk.book, laid.series.id, date(2027, 3, 1), reason="hết đợt", **desk.as_ever)
    assert desk.days(laid.series.id)[-1] == date(2027, 3, 1)
    assert lay_out_sessions(desk.book, date(2027, 6, 1), **desk.as_ever).result.sessions == 0


def test_planning_changing_and_ending_can_be_undone(desk: Desk, practice: Practice) -> None:
    planned = plan_series(desk.book, practice.series(), **desk.as_ever)
    before = [replace(row, version=0) for row in desk.rows()]
    series = planned.result.series
    split = split_series(
        desk.book, series.id, MONDAY + WEEK, replace(series, starts_at=time(10, 0), count=2), **desk.as_ever
    )
    undo_deed(desk.book, split.op, **desk.as_ever)
    assert [replace(row, version=0) for row in desk.rows()] == before
    ended = end_series(desk.book, series.id, MONDAY, reason="về nhà", **desk.as_ever)
    undo_deed(desk.book, ended.op, **desk.as_ever)
    assert [replace(row, version=0) for row in desk.rows()] == before
    undo_deed(desk.book, planned.op, **desk.as_ever)
    assert desk.rows() == []
    assert lay_out_sessions(desk.book, date(2027, 3, 1), **desk.as_ever).result.sessions == 0


def test_what_was_laid_out_further_since_keeps_a_series_from_being_taken_back(desk: Desk, practice: Practice) -> None:
    planned = plan_series(desk.book, practice.series(count=None, weekdays=("MO",)), **desk.as_ever)
    further = lay_out_sessions(desk.book, date(2027, 2, 28), **desk.as_ever)
    assert not further.undoable
    before = desk.rows(withdrawn=True)
    for op in (further.op, planned.op):
        with pytest.raises(Refused):
            undo_deed(desk.book, op, **desk.as_ever)
    assert desk.rows(withdrawn=True) == before
