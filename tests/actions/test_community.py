"""Activities in communities with their clients; who is protected stays on the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.community import save_activity, strike_activity
from carebook.actions.facility import add_room, add_ward
from carebook.actions.protection import grant_case_access
from carebook.actions.undo import undo_deed
from carebook.records.episodes import BedAssignment
from carebook.records.facility import Room
from carebook.records.protection import CaseAccess
from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.community import activities, guests_of, reached
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length
from tests.actions.shelter import sheltered

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


def test_a_guest_who_is_hidden_by_a_list_of_who_needs_to_know_stays(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    worker = actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường", restricted=True)
    listed = actor_with(Role.PSYCHOLOGIST, name="Lâm Thị Thạch Thảo", restricted=True)
    _person, stay = sheltered(book, director, now)
    need = CaseAccess(episode_id=stay.id, staff_member_id=listed.staff_member_id, why="Phụ trách ca")
    grant_case_access(book, need, by=director, now=now)
    clinic = CommunityActivity(held_on=HELD, title="Khám bệnh", turns=3, people=3)
    kept = save_activity(book, clinic, [guest(stay.id)], by=director, now=now).result
    save_activity(book, replace(kept, topic="Huyết áp"), by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        assert [(one.name, one.masked) for one in guests_of(reader, kept.id)] == [("Chị Hoa Sữa", True)]
    save_activity(book, replace(kept, topic="Dinh dưỡng"), by=listed, now=now)
    with book.reading_for(director, now) as reader:
        assert guests_of(reader, kept.id) == ()


def test_a_guest_of_another_ward_is_neither_changed_nor_taken_off(
    book: Book, director: Actor, worker: Actor, now: datetime
) -> None:
    wards = [add_ward(book, samples.ward(name=name), by=director, now=now).result for name in ("Khu A", "Khu B")]
    room = add_room(book, Room(ward_id=wards[1].id, name="B101", beds=2), by=director, now=now).result
    stay = admit(book, director, now)[1]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(BedAssignment(episode_id=stay.id, room_id=room.id, bed="1", from_on=stay.start_on))
    of_a = replace(worker, grants=tuple(replace(one, ward_id=wards[0].id) for one in worker.grants))
    clinic = CommunityActivity(held_on=HELD, title="Khám bệnh", turns=3, people=3)
    kept = save_activity(book, clinic, [guest(stay.id)], by=director, now=now).result
    kept = save_activity(book, replace(kept, topic="Huyết áp"), [guest(stay.id)], by=of_a, now=now).result
    for guests in ([guest(stay.id, 2)], []):
        with pytest.raises(Refused):
            save_activity(book, kept, guests, by=of_a, now=now)
