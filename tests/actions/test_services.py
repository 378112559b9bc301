"""Services recorded for residents and clients in the community, written anew and struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.services import save_service, strike_service
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Placement
from carebook.records.facility import Ward
from carebook.records.services import ServiceRecord
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.services import services, services_of, turns_and_people
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def test_turns_are_records_and_people_are_clients(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    resident = admit(book, director, now)[1]
    outside = samples.episode("", placement=Placement.COMMUNITY)
    client = admit(book, director, now, person=samples.person(code="", full_name="Đinh Thị Mận"), episode=outside)[1]
    given = ServiceRecord(
        given_on=TODAY, need="Lo âu", minutes=45, staff_member_id=worker.staff_member_id, episode_id=""
    )
    change = save_service(book, replace(given, episode_id=resident.id), by=worker, now=now)
    assert change.subjects == {"services"}
    kept = change.result
    save_service(book, replace(given, episode_id=resident.id, service="advice"), by=worker, now=now)
    save_service(book, replace(given, episode_id=client.id, channel="phone"), by=worker, now=now)
    save_service(book, replace(given, episode_id=client.id, given_on=date(2026, 10, 31)), by=director, now=now)
    with book.reading_for(worker, now) as reader:
        lines = services(reader, date(2026, 11, 1), date(2026, 11, 30))
        assert turns_and_people(lines) == (3, 2)
        assert [one.placement for one in lines].count(Placement.COMMUNITY) == 1
        assert {one.worker for one in lines} == {"Mạc Thị Hải Đường"}
        assert len(services(reader, date(2026, 1, 1), TODAY, episode_id=client.id)) == 2
        assert services(reader, date(2026, 1, 1), TODAY, staff_member_id=director.staff_member_id) == ()
        assert len(services_of(reader, resident.id)) == 2
    changed = save_service(book, replace(kept, result="Ngủ được"), by=worker, now=now, seen=kept.version)
    with pytest.raises(Outdated):
        save_service(book, replace(kept, result="Không rõ"), by=worker, now=now, seen=kept.version)
    moved = save_service(book, replace(changed.result, episode_id=client.id), by=worker, now=now).result
    assert moved.episode_id == resident.id  # whose it is never changes
    with pytest.raises(Refused):
        strike_service(book, kept.id, by=worker, now=now, reason=" ")
    struck = strike_service(book, kept.id, by=worker, now=now, reason="ghi nhầm người")
    for repeated in (strike_service, save_service):
        with pytest.raises(Refused):
            repeated(book, kept.id if repeated is strike_service else kept, by=worker, now=now, reason="lần hai")
    undo_deed(book, struck.op, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        assert len(services_of(reader, resident.id)) == 2


def test_a_protected_client_is_counted_under_an_alias_and_never_pays(
    book: Book, director: Actor, worker: Actor, now: datetime
) -> None:
    hidden = samples.person(code="", full_name="Đinh Thị Mận", alias="Hoa Sữa")
    stay = admit(book, director, now, person=hidden, episode=emergency(confidential=True), category="victim_dv")[1]
    given = ServiceRecord(episode_id=stay.id, given_on=TODAY, need="Đơn ly hôn", staff_member_id=worker.staff_member_id)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        save_service(book, replace(given, fee=50_000), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["fee"]
    with pytest.raises(Refused):
        save_service(book, given, by=worker, now=now)  # may not see whose it is
    assert journal_length(book, now) == before
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Ward(name="Nhà Bình Yên", hidden=True))
    with pytest.raises(Refused) as refused:
        save_service(book, replace(given, next_step="Đón về Nhà Bình Yên"), by=director, now=now)
    assert [one.field for one in refused.value.problems] == ["next_step"]
    save_service(book, given, by=director, now=now)
    with book.reading_for(worker, now) as reader:
        (line,) = services(reader, TODAY, TODAY)
        assert services_of(reader, stay.id) == ()
    assert (line.name, line.masked, line.record.need) == ("Hoa Sữa", True, "")
    with book.reading_for(director, now) as reader:
        (line,) = services(reader, TODAY, TODAY)
    assert (line.name, line.masked, line.record.need) == ("Đinh Thị Mận", False, "Đơn ly hôn")
