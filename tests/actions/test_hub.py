"""A department's book is copied to a hub: everything once, nothing twice, with a line in the reading log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Refused
from carebook.actions.hub import Copied, copy_to_hub
from carebook.exchange.hub import Hub
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import Actor, Reading, Role
from carebook.store.book import Book, new_id
from carebook.store.receiving import BookStore
from tests.exchange import postgres
from tests.hub_samples import TABLES, content, facility, parcel, person


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.cluster() as cluster:
        yield cluster.make("so")


@pytest.fixture
def hub(dsn: str) -> Iterator[Hub]:
    with Hub(dsn, asks=lambda _question: None) as found:
        found.connection.execute("TRUNCATE carebook.reporting_facility, carebook.received_file CASCADE")
        yield found


HOME, GONE = facility("Mái ấm Ánh Dương"), facility("Cơ sở đã giải thể")
PARCELS = [parcel(HOME, n) for n in range(3)] + [parcel(GONE, 3), parcel(None, 4, refused="{}", level="broken")]


@pytest.fixture
def department(book: Book, director: Actor, now: datetime) -> Book:
    """A book that received five packages, one of them of a facility that was struck since, one refused."""
    with book.changing(director.account_id, now, new_id(), "receive_parcel") as writer:
        store = BookStore(writer)
        for one in (HOME, GONE):
            store.keep_facility(one)
        for number, one in enumerate(PARCELS):
            store.keep(one, TABLES if number < 4 else (), [person()] if number == 0 else [], content(number))
        writer.withdraw(ReportingFacility, GONE.id, "giải thể")
    return book


def test_everything_is_copied_once(department: Book, director: Actor, now: datetime, hub: Hub) -> None:
    told: list[tuple[int, int]] = []
    change = copy_to_hub(department, hub, by=director, now=now, progress=lambda done, of: told.append((done, of)))
    assert change.result == Copied(5, 5)
    assert told == [(5, 5)]
    ids = [one.id for one in PARCELS]
    with department.reading_for(director, now) as reader:
        own = BookStore(reader)
        assert hub.facilities() == own.facilities()
        assert hub.parcels() == own.parcels()
        assert hub.tables(ids) == own.tables(ids)
        assert hub.people(ids) == own.people(ids)
        assert [hub.content(one) for one in ids] == [own.content(one) for one in ids]
    again = copy_to_hub(department, hub, by=director, now=now)
    assert again.result == Copied(5, 0)
    assert again.undoable is False


def test_it_is_written_in_the_reading_log(department: Book, director: Actor, now: datetime, hub: Hub) -> None:
    copy_to_hub(department, hub, by=director, now=now)
    with department.looking(now) as reader:
        last = reader.records(Reading, order="at, id")[-1]
    assert (last.deed, last.people, last.reason) == ("copy_to_hub", 1, hub.said)


def test_a_facility_the_hub_knows_already_stays_one(department: Book, director: Actor, now: datetime, hub: Hub) -> None:
    """Another PC has kept the same facility under a row of its own, and one of the packages."""
    theirs = replace(HOME, id=new_id(), name="Mái ấm Ánh Dương (cơ sở 1)", to_on=date(2027, 1, 1))
    hub.keep_facility(theirs)
    hub.keep(replace(PARCELS[1], id=new_id(), reporting_facility_id=theirs.id), TABLES, (), content(1))
    assert copy_to_hub(department, hub, by=director, now=now).result == Copied(5, 4)
    assert hub.facilities() == [replace(theirs, version=1)]
    assert {one.reporting_facility_id for one in hub.parcels()} == {theirs.id, GONE.id, None}


def test_what_was_changed_in_the_hub_stays(department: Book, director: Actor, now: datetime, hub: Hub) -> None:
    copy_to_hub(department, hub, by=director, now=now)
    renamed = replace(HOME, name="Mái ấm Ánh Dương, cơ sở 2")
    hub.keep_facility(renamed)
    answered = replace(hub.parcels()[-1], receipt_hash="abc", receipt_sent_at=now)
    hub.amend(answered)
    copy_to_hub(department, hub, by=director, now=now)
    assert [one.name for one in hub.facilities()] == [renamed.name]
    assert hub.parcels()[-1].receipt_hash == "abc"


def test_stopping_keeps_whole_batches_and_the_next_goes_on(
    department: Book, director: Actor, now: datetime, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carebook.exchange.hub.loading.BATCH", 2)

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_to_hub(department, hub, by=director, now=now, progress=stop)
    assert len(hub.parcels()) == 2
    assert copy_to_hub(department, hub, by=director, now=now).result == Copied(5, 3)


def test_only_who_manages_may(department: Book, actor_with: Callable[..., Actor], now: datetime, hub: Hub) -> None:
    with pytest.raises(Refused):
        copy_to_hub(department, hub, by=actor_with(Role.CLERK), now=now)
    assert hub.parcels() == []
