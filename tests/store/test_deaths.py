"""The file of a death with its steps, and the deaths of a year; restricted people under their alias."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from carebook.records.staff import Actor, Role
from carebook.rules.deaths import StepKind, StepState
from carebook.store.book import Book, new_id
from carebook.store.deaths import death_file, deaths_between
from tests import samples
from tests.hospital_samples import death

TODAY = date(2026, 11, 22)


def test_a_death_has_its_file_and_stands_in_the_list(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    ended = {"end_on": date(2026, 11, 20), "end_reason": "died"}
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        person, hidden = writer.add(samples.person()), writer.add(samples.person(code="CB-2", alias="Hoa Sữa"))
        stay = writer.add(samples.episode(person.id, **ended))
        secret = writer.add(samples.episode(hidden.id, confidential=True, **ended))
        alive = writer.add(samples.episode(writer.add(samples.person(code="CB-3")).id, route="voluntary"))
        writer.add(samples.belonging(stay.id))
        writer.add(samples.health_card(person.id))
        first, other = writer.add(death(stay.id)), writer.add(death(secret.id))
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        file = death_file(reader, stay.id, TODAY)
        assert file is not None
        assert (file.death, file.amount, file.support_due) == (first, 27_000_000, True)
        assert (file.died_on, file.remembered_on) == (date(2026, 11, 20), date(2027, 11, 9))
        states = {one.kind: one.state for one in file.steps}
        assert states[StepKind.BELONGINGS] is states[StepKind.CARD] is StepState.OPEN
        lines = {line.id: line for line in deaths_between(reader, date(2026, 1, 1), date(2026, 12, 31))}
        assert (lines[other.id].name, lines[other.id].steps) == ("Hoa Sữa", ())
        assert lines[first.id].steps == file.steps
        assert deaths_between(reader, date(2025, 1, 1), date(2025, 12, 31)) == []
        assert death_file(reader, secret.id, TODAY) is None
        living = death_file(reader, alive.id, TODAY)
        assert living is not None
        assert (living.death, living.support_due, living.remembered_on) == (None, False, None)
        assert [one.state for one in living.steps][:2] == [StepState.OPEN, StepState.WAITS]
