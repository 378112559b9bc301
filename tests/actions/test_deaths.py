"""A death written down ends the stay and what daily care left open; its papers and the funeral support follow; undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.deaths import (
    amend_death,
    approve_funeral_support,
    ask_funeral_support,
    pay_funeral_support,
    record_death,
)
from carebook.actions.episodes import discharge_person
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import CarePlan, PlanInForce, PlanState
from carebook.records.episodes import Absence, BedAssignment, Belonging, Episode
from carebook.records.health import Treatment
from carebook.records.hospital import Death
from carebook.records.meals import Diet, MealChange
from carebook.records.medication import Prescription
from carebook.records.monitoring import MonitoringPlan
from carebook.records.record import Record
from carebook.records.reintegration import Reintegration, Stage, StageEntry
from carebook.records.schedules import SessionSeries
from carebook.records.sessions import Session
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions.admissions import admit, journal_length
from tests.hospital_samples import death, diet, meal_change, moment, order, watched

DIED = date(2026, 11, 20)
TODAY = date(2026, 11, 22)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    """An open stay with a bed, an absence, orders, monitoring, a diet and a treatment."""
    _person, episode = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        for one in (
            *(samples.bed_assignment(episode.id, room.id), samples.absence(episode.id), order(episode.id)),
            order(episode.id, medicine="Sau này", from_on=date(2026, 12, 1)),
            order(episode.id, medicine="Cũ", to_on=date(2026, 3, 1)),
            *(watched(episode.id), diet(episode.id), meal_change(episode.id)),
            Treatment(episode_id=episode.id, words="Thay băng", from_on=date(2026, 11, 1)),
        ):
            writer.add(one)
    return episode


def rows(book: Book, now: datetime, cls: type[Record], stay: Episode) -> list[Record]:
    with book.looking(now) as writer:
        return writer.records(cls, "episode_id = ?", (stay.id,))


def test_a_death_ends_the_stay_and_all_that_was_open(
    book: Book, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    nurse = actor_with(Role.NURSE)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        record_death(book, death(stay.id, cause="", died_at=moment(25, 3)), by=nurse, now=now)
    assert [one.field for one in refused.value.problems] == ["died_at", "cause"]
    assert journal_length(book, now) == before
    given = death(stay.id, support_paid_on=TODAY, support_amount=1)
    change = record_death(book, given, by=nurse, now=now)
    assert {"episodes", "medication", "meals", "casework", "daily_care"} <= change.subjects
    kept: Death = change.result
    assert (kept.support_paid_on, kept.support_amount) == (None, None)  # only by its own deeds
    with book.looking(now) as writer:
        ended = writer.record(Episode, stay.id)
    assert ended is not None
    assert (ended.end_on, ended.end_reason) == (DIED, "died")
    assert [one.to_on for one in rows(book, now, BedAssignment, stay)] == [DIED]  # type: ignore[attr-defined]
    assert [one.back_on for one in rows(book, now, Absence, stay)] == [DIED]  # type: ignore[attr-defined]
    orders = {one.medicine: one for one in rows(book, now, Prescription, stay)}  # type: ignore[attr-defined]
    assert set(orders) == {"Losartan", "Cũ"}
    assert (orders["Losartan"].stopped_on, orders["Cũ"].stopped_on) == (DIED, None)  # type: ignore[attr-defined]
    for cls in (MonitoringPlan, Diet, Treatment):
        assert [one.to_on for one in rows(book, now, cls, stay)] == [DIED]  # type: ignore[attr-defined]
    assert rows(book, now, MealChange, stay) == []
    with pytest.raises(Refused):
        record_death(book, death(stay.id), by=nurse, now=now)
    undo_deed(book, change.op, by=nurse, now=now)
    assert rows(book, now, Death, stay) == []
    assert [one.stopped_on for one in rows(book, now, Prescription, stay)] == [None] * 3  # type: ignore[attr-defined]
    with book.looking(now) as writer:
        open_again = writer.record(Episode, stay.id)
    assert open_again is not None
    assert open_again.end_on is None


def test_the_papers_follow_and_the_support_is_asked_approved_and_paid(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime, stay: Episode
) -> None:
    clerk, accountant = actor_with(Role.CLERK), actor_with(Role.ACCOUNTANT)
    first: Death = record_death(book, death(stay.id), by=director, now=now).result
    with pytest.raises(Refused):
        record_death(book, death(stay.id), by=clerk, now=now)
    papers = replace(first, notice_no="12/BT", notice_on=DIED, extract_on=date(2026, 11, 19))
    with pytest.raises(Refused) as refused:
        amend_death(book, papers, by=clerk, now=now)
    assert [one.field for one in refused.value.problems] == ["extract_on"]
    right = replace(papers, extract_on=DIED, support_asked_on=TODAY)
    second: Death = amend_death(book, right, by=clerk, now=now, seen=1).result
    assert (second.notice_no, second.extract_on, second.support_asked_on) == ("12/BT", DIED, None)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.belonging(stay.id))
    before = amend_death(
        book, replace(second, heir="Trần Văn Sơn", minutes_on=TODAY, minutes_no="5/BB"), by=clerk, now=now
    )
    with book.looking(now) as writer:
        (ring,) = writer.records(Belonging)
    assert (ring.returned_on, ring.returned_to, ring.minutes_no) == (TODAY, "Trần Văn Sơn", "5/BB")
    undo_deed(book, before.op, by=clerk, now=now)
    with pytest.raises(Outdated):
        amend_death(book, replace(first, grave="Nghĩa trang phường"), by=clerk, now=now, seen=1)
    with pytest.raises(Refused):
        approve_funeral_support(book, first.id, TODAY, by=director, now=now)
    asked = ask_funeral_support(book, first.id, TODAY, by=clerk, now=now).result
    assert asked.support_amount == 27_000_000
    with pytest.raises(Refused):
        ask_funeral_support(book, first.id, TODAY, by=clerk, now=now)
    with pytest.raises(Refused):
        approve_funeral_support(book, first.id, TODAY, by=clerk, now=now)
    approve_funeral_support(book, first.id, TODAY, by=director, now=now)
    paid = pay_funeral_support(book, first.id, TODAY, by=accountant, now=now)
    assert (paid.result.support_approved_on, paid.result.support_paid_on) == (TODAY, TODAY)
    undo_deed(book, paid.op, by=accountant, now=now)
    with book.looking(now) as writer:
        there = writer.record(Death, first.id)
    assert there is not None
    assert there.support_paid_on is None


def test_another_day_of_the_death_moves_the_end_of_the_stay(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    first: Death = record_death(book, death(stay.id), by=director, now=now).result
    amend_death(book, replace(first, died_at=moment(21, 0, 10)), by=director, now=now)
    with book.looking(now) as writer:
        moved = writer.record(Episode, stay.id)
    assert moved is not None
    assert moved.end_on == date(2026, 11, 21)
    ended = [
        one.to_on for cls in (BedAssignment, MonitoringPlan, Diet, Treatment) for one in rows(book, now, cls, stay)
    ]  # type: ignore[attr-defined]
    ended += [one.stopped_on for one in rows(book, now, Prescription, stay) if one.medicine == "Losartan"]  # type: ignore[attr-defined]
    ended += [one.back_on for one in rows(book, now, Absence, stay)]  # type: ignore[attr-defined]
    assert set(ended) == {moved.end_on}
    there = rows(book, now, Death, stay)[0]
    earlier = amend_death(book, replace(there, died_at=moment(19, 0, 10)), by=director, now=now)  # type: ignore[type-var]
    assert {one.to_on for one in rows(book, now, MonitoringPlan, stay)} == {date(2026, 11, 19)}  # type: ignore[attr-defined]
    undo_deed(book, earlier.op, by=director, now=now)
    assert {one.to_on for one in rows(book, now, MonitoringPlan, stay)} == {moved.end_on}  # type: ignore[attr-defined]


def test_a_stay_that_ended_by_the_death_gets_what_is_written_of_it(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    discharge_person(book, replace(stay, end_on=DIED, end_reason="died"), by=director, now=now)
    with pytest.raises(Refused) as other_day:
        record_death(book, death(stay.id, died_at=moment(19, 3)), by=director, now=now)
    assert [one.field for one in other_day.value.problems] == ["died_at"]
    assert record_death(book, death(stay.id), by=director, now=now).result.id
    left = admit(book, director, now, episode=samples.episode("", route="voluntary"))[1]
    ended = replace(left, end_on=DIED, end_reason="client_request")
    discharge_person(book, ended, by=director, now=now)
    with pytest.raises(Refused):
        record_death(book, death(left.id), by=director, now=now)


def test_a_contract_gives_no_right_to_the_support(book: Book, director: Actor, now: datetime) -> None:
    paying = admit(book, director, now, episode=samples.episode("", route="voluntary"))[1]
    first: Death = record_death(book, death(paying.id), by=director, now=now).result
    with pytest.raises(Refused) as refused:
        ask_funeral_support(book, first.id, TODAY, by=director, now=now)
    assert refused.value.problems[0].field == ""
    with pytest.raises(LookupError):
        pay_funeral_support(book, new_id(), TODAY, by=director, now=now)


def test_a_corrected_day_moves_what_the_death_ended_and_nothing_else(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    """Plans, sessions and the way home end with the new day; what ended that day by itself, before the death, stays."""
    mine: dict[str, str] = {"episode_id": stay.id}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        therapist = writer.add(samples.staff_member()).id
        plan = writer.add(CarePlan(**mine, state=PlanState.APPROVED))
        writer.add(PlanInForce(**mine, plan_id=plan.id, since_at=now))
        series = writer.add(SessionSeries(**mine, therapist_id=therapist, from_on=date(2026, 11, 2), starts_at=time(8)))
        for day in (19, 20, 21, 22, 23):
            planned: dict[str, Any] = {"planned_on": date(2026, 11, day), "planned_at": time(8)}
            writer.add(Session(**mine, series_id=series.id, therapist_id=therapist, **planned))
        path = writer.add(Reintegration(**mine, started_on=date(2026, 10, 1), worker_id=therapist))
        about = mine | {"reintegration_id": path.id}
        writer.add(StageEntry(**about, stage=Stage.IDENTIFIED, from_on=date(2026, 10, 1)))
        writer.add(diet(stay.id, diet="porridge", to_on=DIED))

    def all_of(cls: type[Any]) -> list[Any]:
        return rows(book, now, cls, stay)

    def ends() -> tuple[object, ...]:
        with book.looking(now) as writer:
            kept = writer.record(CarePlan, plan.id)
        assert kept is not None
        return (
            *(kept.state, kept.ended_on, len(all_of(PlanInForce)), all_of(SessionSeries)[0].until_on),
            [one.planned_on.day for one in all_of(Session)],
            *(all_of(Reintegration)[0].ended_on, [(one.from_on, one.to_on) for one in all_of(StageEntry)]),
            sorted((one.diet, one.to_on) for one in all_of(Diet)),
        )

    def ended(day: date, sessions: list[int]) -> tuple[object, ...]:
        stages = [(date(2026, 10, 1), day), (day, None)]
        diets = [("porridge", DIED), ("soft", day)]
        return PlanState.ENDED, day, 0, day, sessions, day, stages, diets

    first: Death = record_death(book, death(stay.id), by=director, now=now).result
    assert ends() == ended(DIED, [19, 20])
    later = amend_death(book, replace(first, died_at=moment(22, 0, 10)), by=director, now=now)
    assert ends() == ended(TODAY, [19, 20, 21, 22])
    again = amend_death(book, replace(later.result, died_at=moment(21, 0, 10)), by=director, now=now)
    assert ends() == ended(date(2026, 11, 21), [19, 20, 21])
    undo_deed(book, again.op, by=director, now=now)
    assert ends() == ended(TODAY, [19, 20, 21, 22])
    undo_deed(book, later.op, by=director, now=now)
    assert ends() == ended(DIED, [19, 20])
    there = all_of(Death)[0]
    there = amend_death(book, replace(there, died_at=moment(20, 9)), by=director, now=now).result  # the hour alone
    there = amend_death(book, replace(there, died_at=moment(20, 23, 50)), by=director, now=now).result
    assert ends() == ended(DIED, [19, 20])
    amend_death(book, replace(there, died_at=moment(22, 0, 10)), by=director, now=now)
    assert ends() == ended(TODAY, [19, 20, 21, 22])
    stopped = {one.medicine: one.stopped_on for one in all_of(Prescription)}
    assert stopped["Losartan"] == TODAY
