"""Who comes back is admitted anew: the follow-up ends by itself, the cause is asked afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.episodes import Admission, admit_person
from carebook.actions.returns import link_return
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.follow_ups import VisitState
from carebook.records.people import Person
from carebook.records.reintegration import Outcome, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.follow_ups import visits_of
from carebook.store.returns import returns
from tests import samples
from tests.actions.admissions import admit
from tests.actions.handed_over import handed_over


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def whose(book: Book, now: datetime, path: Reintegration) -> Person:
    with book.looking(now) as writer:
        stay = writer.record(Episode, path.episode_id)
        person = writer.record(Person, stay.person_id) if stay else None
    assert person is not None
    return person


def kept(book: Book, now: datetime, path: Reintegration) -> tuple[Reintegration, StageEntry]:
    with book.looking(now) as writer:
        found = writer.record(Reintegration, path.id)
        (entry,) = writer.records(StageEntry, "reintegration_id = ? AND to_on IS NULL", (path.id,))
    assert found is not None
    return found, entry


def test_a_new_stay_ends_the_follow_up_and_asks_why(book: Book, worker: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now)
    person = whose(book, now, path)
    back = samples.episode("", start_on=date(2026, 11, 20))
    change = admit_person(book, Admission(person, back, "elderly_alone_poor"), by=worker, now=now)
    stay = change.result
    assert "reintegration" in change.subjects
    ended, entry = kept(book, now, path)
    assert (ended.ended_on, ended.outcome, ended.next_episode_id, ended.return_cause) == (
        date(2026, 11, 20),
        Outcome.RE_ENTERED,
        stay.id,
        None,
    )
    assert (entry.stage, entry.from_on) == (Stage.RE_ENTERED, date(2026, 11, 20))
    with book.looking(now) as writer:
        assert {(one.state, one.waived_because) for one in visits_of(writer, path.id)} == {
            (VisitState.WAIVED, "vào lại cơ sở")
        }
    with book.reading_for(worker, now) as reader:
        (one,) = returns(reader, unexplained=True)
        assert (one.name, one.months, one.back_on, one.episode_id) == (person.full_name, 6, stay.start_on, stay.id)
    with pytest.raises(Refused):
        link_return(book, path.id, stay.id, "", by=worker, now=now)
    said = link_return(book, path.id, stay.id, "relapse", by=worker, now=now).said
    assert said is not None
    assert said.values["what"].values["n"] == 6
    with book.reading_for(worker, now) as reader:
        assert returns(reader, unexplained=True) == []
        assert [one.cause for one in returns(reader)] == ["relapse"]
    assert len(visits) == 5


def test_undoing_the_admission_takes_the_follow_up_up_again(book: Book, director: Actor, now: datetime) -> None:
    path, _visits = handed_over(book, director, now)
    person = whose(book, now, path)
    admit(book, director, now, person=person, episode=samples.episode("", start_on=date(2026, 11, 20)))
    with book.looking(now) as writer:
        op = writer.value("SELECT op FROM journal WHERE deed = 'admit_person' ORDER BY seq DESC LIMIT 1")
    undo_deed(book, op, by=director, now=now)
    again, entry = kept(book, now, path)
    assert (again.ended_on, again.outcome, again.next_episode_id, entry.stage) == (None, None, None, Stage.FOLLOW_UP)
    with book.looking(now) as writer:
        assert {one.state for one in visits_of(writer, path.id)} == {VisitState.DUE}


def test_a_return_after_the_end_is_linked_and_its_outcome_stays(book: Book, worker: Actor, now: datetime) -> None:
    path, _visits = handed_over(book, worker, now, date(2025, 6, 1))
    with book.changing(worker.account_id, now, new_id(), "test") as writer:
        (entry,) = writer.records(StageEntry, "reintegration_id = ?", (path.id,))
        writer.amend(replace(entry, stage=Stage.CLOSED))
        writer.amend(replace(path, ended_on=date(2026, 6, 1), outcome=Outcome.STABLE))
    person = whose(book, now, path)
    _same, stay = admit(book, worker, now, person=person, episode=samples.episode("", start_on=date(2026, 10, 1)))
    assert kept(book, now, path)[0].next_episode_id is None  # a follow-up that had ended is not ended again
    link_return(book, path.id, stay.id, "economy", by=worker, now=now)
    linked, entry = kept(book, now, path)
    assert (linked.outcome, linked.next_episode_id, linked.return_cause, entry.stage) == (
        Outcome.STABLE,
        stay.id,
        "economy",
        Stage.CLOSED,
    )
