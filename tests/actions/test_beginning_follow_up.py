"""Follow-up of somebody who left without a way home in the book."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from carebook.actions.change import Refused
from carebook.actions.episodes import Admission, admit_person
from carebook.actions.follow_ups import begin_follow_up
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUp
from carebook.records.reintegration import Outcome, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests import samples

LEFT = date(2026, 10, 31)


def left(book: Book, director: Actor, now: datetime, **facts: object) -> Episode:
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        person = writer.add(samples.person())
        stay = writer.add(samples.episode(person.id, **facts))
        writer.add(samples.episode_category(stay.id))
    return stay


def test_the_visits_are_laid_out_from_the_day_of_leaving(book: Book, director: Actor, now: datetime) -> None:
    stay = left(book, director, now, end_on=LEFT, end_reason="family_request", destination="family")
    path = Reintegration(episode_id=stay.id, destination="family")
    kept = begin_follow_up(book, path, by=director, now=now, op=new_id()).result
    with book.looking(now) as reader:
        visits = reader.records(FollowUp, order="due_on")
        (entry,) = reader.records(StageEntry)
    assert (kept.handed_over_on, kept.started_on, kept.worker_id) == (LEFT, LEFT, director.staff_member_id)
    assert (entry.stage, entry.from_on) == (Stage.FOLLOW_UP, LEFT)
    # 7 days, then 1, 3, 6, 12 months; the 31st becomes the last day of shorter months
    assert [one.due_on for one in visits] == [
        date(2026, 11, 7),
        date(2026, 11, 30),
        date(2027, 1, 31),
        date(2027, 4, 30),
        date(2027, 10, 31),
    ]
    with pytest.raises(Refused):
        begin_follow_up(book, path, by=director, now=now, op=new_id())
    back = Admission(
        person=samples.person(id=stay.person_id),
        episode=samples.episode(stay.person_id, start_on=LEFT + timedelta(days=20)),
        category="elderly_alone_poor",
    )
    admit_person(book, back, by=director, now=now, op=new_id())
    with book.looking(now) as reader:
        ended = reader.record(Reintegration, kept.id)
    assert ended is not None
    assert (ended.outcome, ended.ended_on) == (Outcome.RE_ENTERED, LEFT + timedelta(days=20))


@pytest.mark.parametrize(
    ("facts", "destination"),
    [
        ({}, "family"),
        ({"end_on": LEFT, "end_reason": "transfer_out"}, "transfer"),
        ({"end_on": LEFT, "end_reason": "family_request"}, None),
        ({"end_on": LEFT, "end_reason": "died"}, "family"),
    ],
)
def test_refused(facts: dict[str, object], destination: str | None, book: Book, director: Actor, now: datetime) -> None:
    stay = left(book, director, now, **facts)
    with pytest.raises(Refused):
        begin_follow_up(
            book, Reintegration(episode_id=stay.id, destination=destination), by=director, now=now, op=new_id()
        )
    with book.looking(now) as reader:
        assert reader.records(Reintegration) == []


def test_refused_beside_a_path_that_waits_for_its_papers(book: Book, director: Actor, now: datetime) -> None:
    stay = left(book, director, now, end_on=LEFT, end_reason="contract_end")
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Reintegration(episode_id=stay.id, path="contract_end", started_on=LEFT))
    with pytest.raises(Refused) as refused:
        begin_follow_up(book, Reintegration(episode_id=stay.id, destination="family"), by=director, now=now)
    assert refused.value.message.id == "Another path of this stay is open still: end that one first."
