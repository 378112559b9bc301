"""What was noted, as it is asked for: of a person, of a day, the newest, and by what it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.dates import PartialDate
from carebook.records.daily_care import CareLevel
from carebook.records.monitoring import Observation
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.observations import care_levels_of, grounds_of, newest, observations_of, observations_on
from tests import samples
from tests.daily_samples import TODAY, care_level, moment, monitoring, observation

YESTERDAY = TODAY - timedelta(days=1)


def test_observations_round_trip_and_those_of_the_restricted_come_without_notes(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        plain = writer.add(samples.episode(writer.add(samples.person()).id))
        person = writer.add(samples.person(code="CB-000002", alias="Hoa Sữa", born=PartialDate("2024")))
        secret = writer.add(samples.episode(person.id, confidential=True))
        kept = [
            writer.add(observation(plain.id, duty_on=YESTERDAY, taken_at=moment(7, 0, YESTERDAY))),
            writer.add(observation(plain.id, note="sau khi đi bộ", unusual_because="other")),
            writer.add(observation(plain.id, "temperature", value=38.5)),
            writer.add(observation(plain.id, round="night", taken_at=moment(2, 0, TODAY + timedelta(days=1)))),
        ]
        gone = writer.withdraw(Observation, writer.add(observation(plain.id, "pulse", value=70.0)).id, "nhầm")
        skipped = writer.add(observation(plain.id, "temperature", not_done="asleep", taken_at=moment(8)))
        hidden = writer.add(observation(secret.id, note="mẹ bế"))
        writer.add(monitoring(plain.id, high=160.0))
        writer.add(monitoring(secret.id, "weight", because="sụt cân"))
        for back, kg in ((250, 60.0), (100, 50.0), (3, 49.0)):
            day = TODAY - timedelta(days=back)
            writer.add(observation(plain.id, "weight", value=kg, round=None, duty_on=day, taken_at=moment(7, 0, day)))
        writer.add(care_level(plain.id))
        writer.add(care_level(plain.id, level="partial", from_on=date(2026, 6, 1)))
        writer.add(care_level(plain.id, level="total", from_on=TODAY + timedelta(days=3)))
        unmasked = grounds_of(writer, [plain.id, secret.id], TODAY)
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert observations_of(reader, plain.id, YESTERDAY, TODAY, "blood_pressure") == [kept[0], kept[1], kept[3]]
        every = observations_of(reader, plain.id, TODAY, TODAY, withdrawn=True)
        assert every == [kept[1], kept[2], gone, skipped, kept[3]]
        assert [one.note for one in observations_of(reader, secret.id, TODAY, TODAY)] == [""]
        day = observations_on(reader, TODAY)
        assert {one.id for one in day} == {kept[1].id, kept[2].id, kept[3].id, skipped.id, hidden.id}
        assert [one.id for one in observations_on(reader, TODAY, measures=("temperature",))] == [kept[2].id, skipped.id]
        last = newest(reader, [plain.id, secret.id], ["blood_pressure", "temperature", "pain"], most=2)
        assert {key: [one.id for one in found] for key, found in last.items()} == {
            (plain.id, "blood_pressure"): [kept[3].id, kept[1].id],
            (plain.id, "temperature"): [kept[2].id],
            (secret.id, "blood_pressure"): [hidden.id],
        }
        before = newest(reader, [plain.id], ["blood_pressure"], before=moment(7))
        assert before == {(plain.id, "blood_pressure"): [kept[0]]}
        masked = grounds_of(reader, [plain.id, secret.id], TODAY)
        assert masked[plain.id] == unmasked[plain.id]
        grounds = masked[plain.id]
        assert (grounds.born, grounds.month_percent, grounds.half_year_percent) == (PartialDate("1945"), 5, 10)
        assert [kg for _id, _at, kg in grounds.weights] == [50.0, 49.0]
        assert grounds_of(reader, [plain.id], TODAY, measures=["pulse", "weight"])[plain.id] == grounds
        few = grounds_of(reader, [plain.id], TODAY, measures=["pulse"])[plain.id]
        assert few == replace(grounds, weights=())
        limits = grounds.limits("blood_pressure")
        assert limits is not None
        assert (limits.high, limits.own) == (160.0, True)
        child = masked[secret.id].limits("pulse")
        assert child is not None
        assert child.group == "to_4_years"
        assert [one.because for one in masked[secret.id].plans] == [""]
        levels = care_levels_of(reader, plain.id, TODAY)
        assert levels.now is not None
        assert levels.now.level == "partial"
        assert [one.level for one in levels.all] == ["total", "partial", "self_care"]
        assert reader.records(CareLevel, "episode_id = ?", (secret.id,)) == []
    with book.reading_for(actor_with(Role.ACCOUNTANT), now) as reader:
        for ask in (
            lambda: observations_of(reader, "e", TODAY, TODAY),
            lambda: observations_on(reader, TODAY),
            lambda: newest(reader, ["e"], ["pulse"]),
            lambda: grounds_of(reader, ["e"], TODAY),
            lambda: care_levels_of(reader, "e", TODAY),
        ):
            with pytest.raises(NotAllowedToSee):
                ask()
