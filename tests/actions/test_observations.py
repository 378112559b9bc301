"""A round of measures written down at once, corrected, struck through; refused as a whole with problems row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.observations import amend_observation, record_observations, strike_observation
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.monitoring import Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.observations import observations_on
from tests import samples
from tests.actions.admissions import admission, admit, journal_length, room
from tests.daily_samples import TODAY, moment, monitoring, observation


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay."""
    return admit(book, director, now)[1]


@pytest.fixture
def carer(actor_with: Callable[..., Actor]) -> Actor:
    """A caregiver."""
    return actor_with(Role.CAREGIVER, name="Phí Thị Hoa Ban")


def noted(book: Book, by: Actor, now: datetime) -> list[Observation]:
    with book.reading_for(by, now) as reader:
        return observations_on(reader, TODAY)


def problems(action: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Refused) as found:
        action()
    return {one.field: one.message.id for one in found.value.problems}


def test_a_round_is_written_down_by_somebody_for_somebody(
    book: Book, director: Actor, carer: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    nurse = actor_with(Role.NURSE, name="Doãn Thị Cẩm Tú")
    other = admit(book, director, now, person=replace(admission().person, full_name="Đinh Thị Mận"))[1]
    sheet = [
        observation(stay.id, from_sheet=True, done_by_id=carer.staff_member_id, entered_by=None, recorded_at=None),
        observation(other.id, "temperature", value=36.5, duty_on=None),
        observation(other.id, "pulse", not_done="asleep", taken_at=moment(2), duty_on=None, round="night"),
    ]
    change = record_observations(book, sheet, by=nurse, now=now)
    assert change.subjects == {"daily_care"}
    assert change.said is not None
    assert (change.said.id, change.said.values) == ("Wrote down what was measured of {n} people.", {"n": 2})
    first, second, third = change.result
    assert (first.done_by_id, first.entered_by, first.recorded_at, first.from_sheet) == (
        carer.staff_member_id,
        nurse.account_id,
        now,
        True,
    )
    assert (second.done_by_id, second.duty_on, third.duty_on) == (nurse.staff_member_id, TODAY, date(2026, 11, 21))
    assert [one.id for one in noted(book, nurse, now)] == [first.id, second.id]
    undo_deed(book, change.op, by=nurse, now=now)
    assert noted(book, nurse, now) == []


def test_one_wrong_value_keeps_the_whole_round_out_and_is_named_by_its_row(
    book: Book, carer: Actor, now: datetime, stay: Episode
) -> None:
    before = journal_length(book, now)
    found = problems(
        lambda: record_observations(
            book,
            [
                observation(stay.id),
                observation(stay.id, "pulse", value=400.0),
                observation(stay.id, "temperature", value=39.0),
                observation(stay.id, value=118.0),
                observation(stay.id, "pain", value=1.0, taken_at=moment(12)),
            ],
            by=carer,
            now=now,
        )
    )
    assert found == {
        "1.value": "{measure} {value} is outside of what can be measured ({least}–{most}).",
        "2.unusual_because": "{unusual} Press {keys}.",
        "3.value": "This is written down twice.",
        "4.taken_at": "{time} lies in the future.",
    }
    assert problems(lambda: record_observations(book, [], by=carer, now=now)) == {"": "There is nothing to write down."}
    assert journal_length(book, now) == before


def test_a_value_of_a_round_is_written_down_once_but_may_follow_a_refusal(
    book: Book, carer: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    record_observations(book, [observation(stay.id, not_done="refused")], by=carer, now=now)
    first = record_observations(book, [observation(stay.id)], by=carer, now=now).result[0]
    with pytest.raises(Refused) as refused:
        record_observations(book, [observation(stay.id, value=118.0)], by=actor_with(Role.NURSE), now=now)
    (problem,) = refused.value.problems
    assert problem.field == "0.value"
    assert problem.message.values["who"] == "Phí Thị Hoa Ban"
    assert problem.message.values["value"].startswith("120/80")
    assert (
        len(record_observations(book, [observation(stay.id, round=None, value=118.0)], by=carer, now=now).result) == 1
    )
    right = amend_observation(
        book, replace(first, value=130.0), by=carer, now=now, seen=first.version, reason="đọc nhầm"
    )
    assert (right.result.value, right.result.entered_by) == (130.0, carer.account_id)
    with pytest.raises(Outdated):
        amend_observation(book, replace(first, value=131.0), by=carer, now=now, seen=first.version)
    assert problems(lambda: amend_observation(book, replace(first, value=400.0), by=carer, now=now)) == {
        "value": "{measure} {value} is outside of what can be measured ({least}–{most})."
    }
    assert problems(lambda: strike_observation(book, first.id, by=carer, now=now)) == {
        "reason": "Say why it is struck through."
    }
    struck = strike_observation(book, first.id, by=carer, now=now, reason="nhầm người")
    assert first.id not in {one.id for one in noted(book, carer, now)}
    assert problems(lambda: amend_observation(book, first, by=carer, now=now)) == {
        "": "This was struck through ({why})."
    }
    undo_deed(book, struck.op, by=carer, now=now)
    assert first.id in {one.id for one in noted(book, carer, now)}
    with pytest.raises(LookupError):
        strike_observation(book, "nobody", by=carer, now=now, reason="x")


def test_the_limits_of_the_person_decide_and_the_restricted_are_measured_under_their_alias(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    first, second = room(book, director, now), room(book, director, now, name="B101")
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        secret = writer.add(samples.person(code="CB-000009", alias="Hoa Sữa"))
        stay = writer.add(samples.episode(secret.id, confidential=True))
        writer.add(samples.bed_assignment(stay.id, first.id))
        writer.add(monitoring(stay.id, high=160.0))
    inside = actor_with(Role.NURSE, ward_id=first.ward_id)
    change = record_observations(book, [observation(stay.id, value=150.0)], by=inside, now=now)
    assert change.said is not None
    assert change.said.values == {"name": "Hoa Sữa"}
    outside = actor_with(Role.NURSE, name="Thân Văn Bằng Lăng", ward_id=second.ward_id)
    with pytest.raises(Refused) as refused:
        record_observations(book, [observation(stay.id, round=None)], by=outside, now=now)
    assert "Trần Thị An" not in str(refused.value)


def test_a_value_struck_through_does_not_come_back_beside_the_one_written_in_its_place(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    (first,) = record_observations(book, [observation(stay.id)], by=director, now=now).result
    struck = strike_observation(book, first.id, by=director, now=now, reason="Ghi nhầm người")
    record_observations(book, [observation(stay.id, value=130.0)], by=director, now=now)
    with pytest.raises(Refused):
        undo_deed(book, struck.op, by=director, now=now)
    assert [one.value for one in noted(book, director, now)] == [130.0]
