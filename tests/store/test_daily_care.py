"""The grids' questions: a round in bed order, what of it is due, the last values, who is turned next, what care is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.daily_care import (
    RoundSheet,
    care_missing,
    care_of,
    entries_between,
    planned_help,
    round_sheet,
    turning_of,
)
from carebook.store.errors import NotAllowedToSee
from tests import samples
from tests.daily_care_samples import TODAY, WardOf, a_ward, care_entry, duty, helped

SINCE = date(2026, 11, 1)


def value(stay: str, by: Actor, at: datetime, **given: object) -> Observation:
    values = {"measure": "pulse", "duty_on": at.date(), "round": "morning", "value": 72.0}
    return Observation(episode_id=stay, taken_at=at, done_by_id=by.staff_member_id, **values | given)  # type: ignore[arg-type]


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    """Four people; one restricted, one in hospital; pulse daily, one weight monthly, one turned."""
    made = a_ward(book, director, now, restricted=frozenset({1}))
    first, second, third, _fourth = made.stays
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for stay in made.stays:
            writer.add(MonitoringPlan(episode_id=stay, measure="pulse", from_on=SINCE))
        writer.add(MonitoringPlan(episode_id=first, measure="weight", frequency="monthly", from_on=SINCE))
        writer.add(MonitoringPlan(episode_id=second, measure="weight", frequency="monthly", from_on=SINCE))
        writer.add(MonitoringPlan(episode_id=first, measure="turning", frequency="every_2_hours", from_on=SINCE))
        writer.add(MonitoringPlan(episode_id=third, measure="pain", from_on=SINCE, to_on=TODAY))  # ended today
        writer.add(samples.absence(made.stays[3]))
        for days in (40, 3, 2, 1):
            writer.add(value(first, director, now - timedelta(days=days), value=70.0 + days))
        writer.add(value(second, director, now - timedelta(days=5), measure="weight", value=50.0))
        writer.add(value(first, director, now))
        struck = writer.add(value(third, director, now, value=200.0))
        writer.withdraw(Observation, struck.id, "nhầm người")
        writer.add(value(third, director, now, round="noon"))
    return made


def sheet_of(book: Book, by: Actor, now: datetime, round_code: str = "morning", **given: object) -> RoundSheet:
    with book.reading_for(by, now) as reader:
        return round_sheet(reader, TODAY, round_code, now=now, **given)  # type: ignore[arg-type]


def test_a_round_stands_in_bed_order_with_what_is_due(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, ward: WardOf
) -> None:
    nurse = actor_with(Role.NURSE)
    sheet = sheet_of(book, nurse, now, ward_id=ward.ward.id)
    first, second, third, fourth = sheet.rows
    assert [row.id for row in sheet.rows] == list(ward.stays)
    assert [row.who.name for row in sheet.rows[:2]] == ["Trần Thị An", "Hoa Mai"]
    assert second.who.masked
    assert [one.code for one in sheet.measures] == ["pulse", "weight"]
    assert first.due == {"pulse", "weight"}  # never weighed: due since the plan began
    assert second.due == {"pulse"}  # weighed five days ago
    assert third.due == {"pulse"}
    assert not fourth.who.is_there
    assert first.taken["pulse"].value == 72.0
    assert third.taken == {}  # struck through; the one at noon is another round
    assert [one.value for one in first.recent["pulse"]] == [110.0, 73.0, 72.0, 71.0]  # never today's
    assert [len(sheet_of(book, nurse, now, room_id=room.id).rows) for room in ward.rooms] == [2, 2]
    noon = sheet_of(book, nurse, now, "noon", besides=("pain",))
    assert [one.code for one in noon.measures] == ["pulse", "pain"]
    assert [bool(row.due) for row in noon.rows] == [False] * 4
    assert (sheet.month_percent, sheet.half_year_percent) == (5, 10)
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader, pytest.raises(NotAllowedToSee):
        round_sheet(reader, TODAY, "morning", now=now)
    assert director.account_id


def test_who_is_turned_next_and_what_care_is_missing(book: Book, director: Actor, now: datetime, ward: WardOf) -> None:
    helped(book, director, now, ward.stays)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(
            value(
                ward.stays[0],
                director,
                now - timedelta(hours=3),
                measure="turning",
                round=None,
                value=None,
                word="left",
            )
        )
        writer.add(care_entry(ward.stays[1], director))
    morning = duty(book, now)
    night = duty(book, now, "night", TODAY - timedelta(days=1))
    with book.reading_for(director, now) as reader:
        turned = turning_of(reader, now, ward_id=ward.ward.id)
        found = care_missing(reader, [night, morning], now)
        assert [row.is_done for row in care_of(reader, morning)] == [False, True, False, False]
        assert len(entries_between(reader, ward.stays[1], TODAY, TODAY)) == 1
        assert planned_help(reader, TODAY - timedelta(days=3), ward.stays) == {}
    assert [(row.id, row.every_hours, row.turning.late_minutes) for row in turned] == [(ward.stays[0], 2, 60)]
    assert turned[0].last is not None
    assert turned[0].last.word == "left"
    told = [(one.duty.shift.code, one.done, one.of, one.late_minutes, len(one.people)) for one in found]
    assert told == [("night", 0, 3, 180, 3), ("morning", 1, 3, 0, 2)]  # who is in hospital is neither done nor missing
