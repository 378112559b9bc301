"""Activities in communities with their clients; who is protected stays on the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.community import save_activity, strike_activity
from carebook.actions.undo import undo_deed
from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from carebook.store.community import activities, guests_of, reached
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

HELD = date(2026, 11, 20)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def guest(stay_id: str, turns: int = 1) -> ActivityGuest:
    return ActivityGuest(episode_id=stay_id, activity_id="", turns=turns)


def test_turns_and_people_are_both_kept(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    first = admit(book, director, now)[1]
    other = admit(book, director, now, person=samples.person(code="", full_name="Đinh Thị Mận"))[1]
    hidden = samples.person(code="", full_name="Nịnh Thị Hợi", alias="Hoa Sữa")
    stay = emergency(confidential=True)
    secret = admit(book, director, now, person=hidden, episode=stay, category="victim_dv")[1]
    clinic = CommunityActivity(
        held_on=HELD,
        kind="clinic",
        service="primary_health",
        title="Khám bệnh xã Lương Minh",
        turns=31,
        people=27,
        female=14,
    )
    before = journal_length(book, now)
    with pytest.raises(Refused):
        save_activity(book, clinic, [guest(secret.id)], by=worker, now=now)
    assert journal_length(book, now) == before
    change = save_activity(book, clinic, [guest(first.id, 2), guest(secret.id)], by=director, now=now)
    assert change.subjects == {"services"}
    kept = change.result
    later = save_activity(
        book, replace(kept, topic="Huyết áp"), [guest(other.id)], by=worker, now=now, seen=kept.version
    )
    with book.reading_for(worker, now) as reader:
        (line,) = activities(reader, *NOVEMBER)
        listed = guests_of(reader, kept.id)
    assert (line.activity.topic, line.guests, line.guest_turns) == ("Huyết áp", 2, 2)
    assert {(one.name, one.masked) for one in listed} == {("Đinh Thị Mận", False), ("Hoa Sữa", True)}
    assert (reached([line]).turns, reached([line]).people, reached([line]).female) == (31, 27, 14)
    with pytest.raises(Outdated):
        save_activity(book, kept, by=worker, now=now, seen=kept.version)
    with pytest.raises(Refused):
        strike_activity(book, kept.id, by=worker, now=now)
    struck = strike_activity(book, kept.id, by=worker, now=now, reason="ghi hai lần")
    with book.reading_for(director, now) as reader:
        assert activities(reader, *NOVEMBER) == ()
        assert guests_of(reader, kept.id) == ()
    with pytest.raises(Refused):
        save_activity(book, later.result, by=worker, now=now)
    undo_deed(book, struck.op, by=worker, now=now)
    with book.reading_for(director, now) as reader:
        assert [one.guests for one in activities(reader, *NOVEMBER)] == [2]
        assert activities(reader, date(2026, 10, 1), date(2026, 10, 31)) == ()
