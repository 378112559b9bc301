"""What is due and missing in a book: by ward and round, absent people apart, restricted ones under their alias."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from carebook.records.episodes import Episode
from carebook.records.facility import Room
from carebook.records.monitoring import Observation
from carebook.records.staff import Actor, Role
from carebook.rules.monitoring import Missing
from carebook.store.book import Book, Writer, new_id
from carebook.store.daily_care import care_of, round_sheet
from carebook.store.doses import dose_rounds_missing, round_of
from carebook.store.errors import NotAllowedToSee
from carebook.store.monitoring import missing, monitoring_of, plans_on, rounds_due
from tests import samples
from tests.daily_care_samples import duty
from tests.daily_samples import TODAY, moment, monitoring, observation
from tests.medication_samples import order

YESTERDAY = TODAY - timedelta(days=1)


def lived(writer: Writer, number: int, room: Room, **stay: Any) -> Episode:
    person = writer.add(
        samples.person(code=f"CB-{number:06}", full_name=f"Trần Thị An {number}", alias=f"Hoa {number}")
    )
    episode = writer.add(samples.episode(person.id, **stay))
    writer.add(samples.bed_assignment(episode.id, room.id, bed=str(number)))
    return episode


def done(writer: Writer, stay: Episode, measure: str = "blood_pressure", **given: Any) -> Observation:
    return writer.add(observation(stay.id, measure, **given))


def told(found: list[Missing]) -> list[tuple[object, ...]]:
    return [
        (one.measure, one.round, one.ward, one.done, one.of, [p.name for p in one.people], one.late_minutes)
        for one in found
    ]


def test_what_is_missing_is_grouped_by_round_and_ward_with_the_absent_apart(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        first, second = (writer.add(samples.ward(name=name, position=n)) for n, name in enumerate(("Khu A", "Khu B")))
        room, other = writer.add(samples.room(first.id)), writer.add(samples.room(second.id, name="B101"))
        stays = [lived(writer, n, room) for n in (1, 2, 3)]
        secret, away = lived(writer, 4, room, confidential=True), lived(writer, 5, room)
        elsewhere, left = lived(writer, 6, other), lived(writer, 7, other, end_on=YESTERDAY)
        writer.add(samples.absence(away.id))
        for stay in (*stays, secret, away, elsewhere, left):
            writer.add(monitoring(stay.id, because="vì ngã"))
        writer.add(monitoring(stays[0].id, "weight", frequency="monthly"))
        writer.add(monitoring(stays[1].id, "weight", frequency="monthly"))
        writer.add(monitoring(stays[2].id, "turning", frequency="every_2_hours"))
        writer.add(monitoring(stays[2].id, "pain", frequency="as_needed"))
        writer.add(monitoring(stays[0].id, "pulse", to_on=TODAY))
        done(writer, stays[0])
        done(writer, stays[1], not_done="refused", round=None)
        writer.withdraw(Observation, done(writer, stays[2]).id, "nhầm người")
        done(writer, stays[2], round="evening", duty_on=YESTERDAY, taken_at=moment(20, 0, YESTERDAY))
        done(
            writer,
            stays[0],
            "weight",
            value=50.0,
            round=None,
            taken_at=moment(8, 0, date(2026, 11, 2)),
            duty_on=date(2026, 11, 2),
        )
        done(
            writer,
            stays[1],
            "weight",
            value=50.0,
            round=None,
            taken_at=moment(8, 0, date(2026, 10, 2)),
            duty_on=date(2026, 10, 2),
        )
        done(writer, stays[2], "turning", word="left", round=None, taken_at=moment(6, 30))
    nurse = actor_with(Role.NURSE)
    with book.reading_for(nurse, now) as reader:
        found = missing(reader, now)
        assert told(found) == [
            ("weight", "", "Khu A", 1, 2, ["Trần Thị An 2"], (20 * 24 + 2) * 60),
            ("blood_pressure", "morning", "Khu A", 2, 4, ["Trần Thị An 3", "Hoa 4", "Trần Thị An 5"], 120),
            ("blood_pressure", "morning", "Khu B", 0, 1, ["Trần Thị An 6"], 120),
            ("turning", "", "Khu A", 0, 1, ["Trần Thị An 3"], 30),
        ]
        pressure = found[1]
        assert [(p.masked, p.away, p.bed) for p in pressure.people] == [
            (False, "", "3"),
            (True, "", "4"),
            (False, "hospital", "5"),
        ]
        assert [one.ward for one in missing(reader, now, second.id)] == ["Khu B"]
        assert [one.measure for one in missing(reader, moment(7), done_too=True)] != []
        rows = rounds_due(reader, TODAY, now, ward_id=first.id)
        assert [(row.person.bed, row.due.measure, row.answered) for row in rows if row.due.round == "morning"] == [
            ("1", "blood_pressure", True),
            ("2", "blood_pressure", True),
            ("2", "weight", False),
            ("3", "blood_pressure", False),
            ("4", "blood_pressure", False),
            ("5", "blood_pressure", False),
        ]
        plans = plans_on(reader, TODAY, first.id)
        assert {one.because for one in plans if one.episode_id == secret.id} == {""}
        assert len(plans) == 9
        assert len(plans_on(reader, TODAY)) == 10
        assert monitoring_of(reader, secret.id) == []
        assert [one.measure for one in monitoring_of(reader, stays[0].id)] == ["pulse", "weight", "blood_pressure"]
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader:
        for ask in (
            lambda: missing(reader, now),
            lambda: plans_on(reader, TODAY),
            lambda: monitoring_of(reader, "e"),
            lambda: rounds_due(reader, TODAY, now),
        ):
            with pytest.raises(NotAllowedToSee):
                ask()


def test_the_rounds_of_the_shift_before_are_still_missing_and_the_next_one_is_told(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = lived(writer, 1, writer.add(samples.room(writer.add(samples.ward()).id)))
        writer.add(monitoring(stay.id, frequency="four_daily", rounds=("morning", "evening", "night")))

    def rounds(at: datetime) -> list[tuple[str, int, int]]:
        with book.reading_for(director, at) as reader:
            return [(one.round, one.duty_on.day, one.late_minutes) for one in missing(reader, at)]

    assert rounds(moment(6, 30)) == [("night", 21, 270), ("morning", 22, 0)]
    assert rounds(moment(9)) == [("night", 21, 420), ("morning", 22, 120)]
    assert rounds(moment(15)) == [("morning", 22, 480), ("evening", 22, 0)]
    assert rounds(moment(23)) == [("evening", 22, 180), ("night", 22, 0)]
    assert rounds(moment(1, 0, TODAY + timedelta(days=1))) == [("evening", 22, 300), ("night", 22, 0)]


def test_on_its_first_day_a_measure_is_due_from_when_it_was_written_down(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = lived(writer, 1, writer.add(samples.room(writer.add(samples.ward()).id)))
        writer.add(monitoring(stay.id, frequency="twice_daily", from_on=TODAY))
    later = moment(17)
    with book.reading_for(director, later) as reader:
        assert [(one.round, one.late_minutes) for one in missing(reader, later)] == [("afternoon", 60)]
        assert [row.due.round for row in rounds_due(reader, TODAY + timedelta(days=1), later)] == [
            "morning",
            "afternoon",
        ]


def test_who_leaves_or_comes_back_in_the_middle_of_a_day_is_away_at_the_rounds_between_only(
    book: Book, director: Actor, now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        back, leaves = lived(writer, 1, room), lived(writer, 2, room)
        hours = {"from_on": TODAY - timedelta(days=3), "back_on": TODAY, "back_at": time(10)}
        writer.add(samples.absence(back.id, **hours))
        writer.add(samples.absence(leaves.id, from_on=TODAY, left_at=time(14)))
        for stay in (back, leaves):
            writer.add(monitoring(stay.id, frequency="twice_daily"))
            writer.add(order(stay.id, rounds=("08", "17")))
    at = moment(17, 30)
    with book.reading_for(director, at) as reader:
        found = {
            one.round: (one.done, one.of, [p.bed for p in one.people if not p.away]) for one in missing(reader, at)
        }
        assert found == {"morning": (0, 1, ["2"]), "afternoon": (0, 1, ["1"])}
        for code, there in (("morning", [False, True]), ("afternoon", [True, False])):
            sheet = round_sheet(reader, TODAY, code, ward_id=ward.id, now=at)
            assert [row.who.is_there for row in sheet.rows] == there
        for code, there in (("08", [False, True]), ("17", [True, False])):
            assert [row.who.is_there for row in round_of(reader, TODAY, code)] == there
        doses = {one.round.code: [who.bed for who in one.people] for one in dose_rounds_missing(reader, at)}
        assert doses == {"08": ["2"], "17": ["1"]}
        morning, afternoon = (care_of(reader, duty(book, at, code)) for code in ("morning", "afternoon"))
        assert [[row.who.is_there for row in rows] for rows in (morning, afternoon)] == [[True, True], [True, False]]
