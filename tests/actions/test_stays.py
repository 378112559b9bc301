"""What can still be written down of the day somebody left: what was done before, and nothing after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.actions.change import Refused
from carebook.actions.daily_care import record_care
from carebook.actions.deaths import record_death
from carebook.actions.doses import record_doses
from carebook.actions.episodes import discharge_person
from carebook.actions.observations import record_observations
from carebook.dates import VIETNAM
from carebook.records.daily_care import CareEntry
from carebook.records.episodes import Episode
from carebook.records.hospital import Death
from carebook.records.medication import Administration, Prescription
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.daily_care import care_missing, care_of, round_sheet
from carebook.store.doses import dose_rounds_missing, round_of
from tests.daily_care_samples import WardOf, a_ward, duty, helped
from tests.medication_samples import TODAY, dose, minutes, order

AT_EIGHT = datetime(2026, 11, 22, 8, tzinfo=VIETNAM)


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> WardOf:
    """Four people in their beds."""
    return a_ward(book, director, now)


@pytest.fixture
def orders(book: Book, director: Actor, now: datetime, ward: WardOf) -> list[Prescription]:
    """Amlodipin at 08:00 for everybody."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        return [writer.add(order(stay)) for stay in ward.stays]


@pytest.fixture
def nurse(actor_with: Callable[..., Actor]) -> Actor:
    """A nurse of all wards."""
    return actor_with(Role.NURSE)


def given_by(nurse: Actor, of: Prescription, **given: object) -> Administration:
    return replace(dose(of, AT_EIGHT, done_by_id=nurse.staff_member_id), **given)  # type: ignore[arg-type]


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.field for one in refused.value.problems]


def leave(book: Book, by: Actor, at: datetime, episode_id: str, **given: object) -> Episode:
    """End a stay at a moment, as the page of leaving does."""
    with book.reading_for(by, at) as reader:
        stay = reader.record(Episode, episode_id)
    assert stay is not None
    left = replace(stay, end_on=TODAY, end_reason="family_request", destination="family", **given)  # type: ignore[arg-type]
    kept = discharge_person(book, left, by=by, now=at).result
    assert isinstance(kept, Episode)
    return kept


def test_what_was_done_before_leaving_is_written_down_after_it(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, orders: list[Prescription], now: datetime
) -> None:
    stay, at_ten = ward.stays[0], AT_EIGHT.replace(hour=10)
    helped(book, director, now, ward.stays)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        noon = writer.add(order(stay, medicine="Losartan", substance="Losartan", rounds=("08", "12")))
        writer.add(MonitoringPlan(episode_id=stay, measure="pulse", from_on=date(2026, 11, 1)))
    kept = leave(book, director, at_ten, stay)
    assert kept.end_at == at_ten.timetz().replace(tzinfo=None)  # who leaves today without an hour left now

    shifts = [duty(book, now, one) for one in ("morning", "afternoon")]
    with book.reading_for(nurse, at_ten) as reader:
        (morning, *others), (later,) = round_of(reader, TODAY, "08"), round_of(reader, TODAY, "12")
        assert (morning.id, morning.who.is_there, len(morning.due), len(others)) == (stay, True, 2, 3)
        assert (morning.who.room, morning.who.bed) == ("A101", "1")
        assert (later.id, later.who.is_there, later.who.has_left) == (stay, False, True)
        assert [one.order.medicine for one in later.due] == ["Losartan"]
        assert [one.id for one in round_of(reader, date(2026, 11, 21), "12")] == [stay]
        assert all(stay not in {who.episode_id for who in one.people} for one in dose_rounds_missing(reader, at_ten))
        sheet = round_sheet(reader, TODAY, "morning", now=at_ten)
        assert next(one.due for one in sheet.rows if one.id == stay) == {"pulse"}
        rows = [next(row for row in care_of(reader, one) if row.id == stay) for one in shifts]
        assert [(row.who.is_there, bool(row.plan)) for row in rows] == [(True, True), (False, True)]
        assert all(stay not in {who.episode_id for who in one.people} for one in care_missing(reader, shifts, at_ten))

    record_doses(book, [given_by(nurse, orders[0]), given_by(nurse, noon)], by=nurse, now=at_ten + minutes(5))
    pulse = Observation(episode_id=stay, measure="pulse", taken_at=AT_EIGHT, round="morning", value=72.0)
    record_observations(book, [pulse], by=nurse, now=at_ten + minutes(6))
    care = CareEntry(episode_id=stay, duty_on=TODAY, shift="morning", done_by_id=nurse.staff_member_id)
    record_care(book, [care], by=nurse, now=at_ten + minutes(7))

    at_noon = AT_EIGHT.replace(hour=12, minute=10)
    cases: list[tuple[Any, Any, str]] = [
        (record_doses, given_by(nurse, noon, round="12", given_at=at_noon), "doses.0.round"),
        (record_doses, given_by(nurse, orders[0], given_at=at_noon, again_because="x"), "doses.0.given_at"),
        (record_observations, replace(pulse, taken_at=at_noon, round="noon"), "0.taken_at"),
        (record_care, replace(care, shift="afternoon"), "0.duty_on"),
    ]
    for deed, given, field in cases:
        with pytest.raises(Refused) as refused:
            deed(book, [given], by=nurse, now=at_noon.replace(hour=15))
        assert fields(refused)[0] == field
        said = refused.value.message
        assert "The stay ended at {time} on {day}." in (said.id, getattr(said.values.get("end"), "id", ""))


@pytest.mark.parametrize(
    ("hour", "stopped"), [(7, (TODAY, "07")), (9, (TODAY, "12")), (21, (date(2026, 11, 23), None))]
)
def test_a_death_stops_the_orders_from_the_next_round_and_tells_the_hour(
    book: Book, director: Actor, ward: WardOf, orders: list[Prescription], hour: int, stopped: tuple[date, str | None]
) -> None:
    died, stay = AT_EIGHT.replace(hour=hour), ward.stays[0]
    late = died.replace(hour=22)
    record_death(book, Death(episode_id=stay, died_at=died, place="center", cause="Suy tim"), by=director, now=late)
    with book.reading_for(director, late) as reader:
        order_ = reader.record(Prescription, orders[0].id)
        kept = reader.record(Episode, stay)
    assert order_ is not None
    assert kept is not None
    assert (order_.stopped_on, order_.stopped_round) == stopped
    assert kept.end_at == died.time()


def test_the_hour_of_leaving_is_not_one_to_come_and_a_day_without_one_is_open_to_its_end(
    book: Book, director: Actor, nurse: Actor, ward: WardOf, orders: list[Prescription]
) -> None:
    at_ten = AT_EIGHT.replace(hour=10)
    with pytest.raises(Refused) as refused:
        leave(book, director, at_ten, ward.stays[0], end_at=time(10, 30))
    assert fields(refused) == ["end_at"]
    assert leave(book, director, at_ten, ward.stays[0], end_at=time(7, 30)).end_at == time(7, 30)
    with pytest.raises(Refused):  # the round of eight came after that
        record_doses(book, [given_by(nurse, orders[0])], by=nurse, now=at_ten)
    tomorrow = AT_EIGHT + timedelta(days=1)
    assert leave(book, director, tomorrow, ward.stays[1]).end_at is None  # written down later, at no known hour
    record_doses(book, [given_by(nurse, orders[1])], by=nurse, now=tomorrow)
    with book.reading_for(nurse, tomorrow) as reader:
        assert ward.stays[1] not in {one.id for one in round_of(reader, tomorrow.date(), "08")}
        rows = {one.id: one.who.is_there for one in round_of(reader, TODAY, "08")}
    assert (rows[ward.stays[0]], rows[ward.stays[1]]) == (False, True)
