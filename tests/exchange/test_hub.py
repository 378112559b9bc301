"""The hub answers as a department's book does, keeps each file once whoever brings it, and says what stands against it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carebook.exchange.hub import Arrival, Hub, HubFailed, load
from carebook.records.declaration import fields
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.records.record import table_of
from carebook.records.staff import Actor
from carebook.rules.parcels import ParcelTable
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.receiving import BookStore, DepartmentStore
from tests.exchange import postgres
from tests.hub_samples import NOW, TABLES, content, facility, parcel, person


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.cluster() as found:
        yield found


@pytest.fixture
def dsn(cluster: postgres.Cluster) -> Iterator[str]:
    yield cluster.make("so")
    cluster.drop("so")


def hub(dsn: str, **given: object) -> Hub:
    return Hub(dsn, asks=lambda _question: None, **given)  # type: ignore[arg-type]


@pytest.fixture(params=["book", "hub"])
def store(request: pytest.FixtureRequest) -> Iterator[DepartmentStore]:
    """The same questions to a book and to a hub."""
    if request.param == "hub":
        with hub(request.getfixturevalue("dsn")) as found:
            yield found
        return
    book: Book = request.getfixturevalue("book")
    director: Actor = request.getfixturevalue("director")
    with book.changing(director.account_id, request.getfixturevalue("now"), new_id(), "receive_parcel") as writer:
        yield BookStore(writer)


# What a book answers, the hub answers


def test_what_is_kept_is_told_again(store: DepartmentStore) -> None:
    home = facility()
    arrived = parcel(home)
    who = person()
    store.keep_facility(home)
    store.keep(arrived, TABLES, [who], content(0))
    assert store.facilities() == [replace(home, version=1)]
    assert store.parcels() == [replace(arrived, version=1)]
    assert store.parcel_of_file(arrived.file_hash) == replace(arrived, version=1)
    assert store.tables([arrived.id]) == {arrived.id: TABLES}
    assert store.people([arrived.id]) == {arrived.id: (replace(who, received_parcel_id=arrived.id, version=1),)}
    assert store.content(arrived.id) == content(0)


def test_facts_that_are_not_known_stay_so(store: DepartmentStore) -> None:
    refused = parcel(None, dated_on=None, cutoff_on=None, signers=(), refused='{"id": "No figures.", "values": {}}')
    store.keep(refused, (), (), content(0))
    assert store.parcels() == [replace(refused, version=1)]
    assert store.tables([refused.id]) == {refused.id: ()}
    assert store.people([refused.id, "khong-co"]) == {refused.id: (), "khong-co": ()}
    assert store.parcel_of_file("khong-co") is None
    with pytest.raises(LookupError):
        store.content("khong-co")


def test_the_newest_first_and_only_what_is_asked_for(store: DepartmentStore) -> None:
    home = facility()
    store.keep_facility(home)
    kept = [
        parcel(home, 0),
        parcel(home, 1, period="2026-11"),
        parcel(home, 2, kind=ReportKind.QUARTERLY, period="2026-Q4"),
        parcel(home, 3, report_version=2),
    ]
    for number, one in enumerate(kept):
        store.keep(one, (), (), content(number))

    def told(kind: ReportKind | None = None, period: str = "") -> list[str]:
        return [one.file_name for one in store.parcels(kind, period)]

    assert told() == ["bao-cao-3.pdf", "bao-cao-2.pdf", "bao-cao-1.pdf", "bao-cao-0.pdf"]
    assert told(ReportKind.MONTHLY) == ["bao-cao-3.pdf", "bao-cao-1.pdf", "bao-cao-0.pdf"]
    assert told(ReportKind.MONTHLY, "2026-10") == ["bao-cao-3.pdf", "bao-cao-0.pdf"]
    assert told(None, "2026-Q4") == ["bao-cao-2.pdf"]
    assert told(ReportKind.YEARLY) == []


def test_facilities_come_by_name_and_a_struck_one_not_at_all(store: DepartmentStore) -> None:
    found = [facility(name) for name in ("Trung tâm B", "Mái ấm Ánh Dương", "Cơ sở A")]
    for one in found:
        store.keep_facility(one)
    assert [one.name for one in store.facilities()] == ["Cơ sở A", "Mái ấm Ánh Dương", "Trung tâm B"]
    first = store.facilities()[0]
    store.keep_facility(replace(first, withdrawn_at=NOW, withdrawn_by="tk", withdrawn_because="giải thể"))
    assert [one.name for one in store.facilities()] == ["Mái ấm Ánh Dương", "Trung tâm B"]
    store.keep_facility(replace(found[0], name="Trung tâm C", to_on=date(2026, 12, 31)))
    assert store.facilities()[1] == replace(found[0], name="Trung tâm C", to_on=date(2026, 12, 31), version=2)


def test_keeping_an_id_again_replaces_its_row(store: DepartmentStore) -> None:
    """A parked package that is taken later."""
    home = facility()
    parked = parcel(None, level="facility_unknown", refused='{"id": "Compare.", "values": {}}')
    store.keep(parked, (), (), content(0))
    store.keep_facility(home)
    taken = replace(parked, reporting_facility_id=home.id, level="facility_trusted", refused="")
    store.keep(taken, TABLES, [person()], content(0))
    store.keep(taken, TABLES, [], content(0))
    assert [replace(one, version=0) for one in store.parcels()] == [taken]
    assert store.tables([parked.id]) == {parked.id: TABLES}
    assert len(store.people([parked.id])[parked.id]) == 1


def test_a_receipt_is_noted(store: DepartmentStore) -> None:
    arrived = parcel(None)
    store.keep(arrived, (), (), content(0))
    kept = store.parcels()[0]
    store.amend(replace(kept, receipt_hash="abc", receipt_sent_at=NOW))
    assert store.parcels() == [replace(kept, receipt_hash="abc", receipt_sent_at=NOW, version=2)]
    with pytest.raises(LookupError):
        store.amend(parcel(None, 1))


# What only the hub promises


def test_the_tables_hold_what_the_records_declare(dsn: str) -> None:
    with hub(dsn) as store:
        for cls in (ReportingFacility, ReceivedParcel, ReceivedPerson):
            rows = store.connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'carebook' AND table_name = %s"
                " ORDER BY ordinal_position",
                (table_of(cls),),
            ).fetchall()
            assert [row["column_name"] for row in rows] == [field.name for field in fields(cls)]


def test_the_same_file_from_two_pcs_is_kept_once(dsn: str) -> None:
    """Eight PCs take the same twenty files from the same folder, each giving them ids of its own."""
    home = facility()
    with hub(dsn) as store:
        store.keep_facility(home)
    failed: list[BaseException] = []

    def take() -> None:
        try:
            with hub(dsn) as own:
                for number in range(20):
                    own.keep(parcel(home, number), TABLES, [person()], content(number))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with hub(dsn) as store:
        kept = store.parcels()
        assert sorted(one.file_name for one in kept) == sorted(f"bao-cao-{n}.pdf" for n in range(20))
        ids = [one.id for one in kept]
        assert all(tables == TABLES for tables in store.tables(ids).values())
        assert [len(people) for people in store.people(ids).values()] == [1] * 20


def test_what_is_asked_alone_still_holds_when_it_is_kept(dsn: str) -> None:
    """Of several PCs that look first and then keep only one finds nothing there."""
    home = facility()
    with hub(dsn) as store:
        store.keep_facility(home)
    first: list[int] = []

    def take(number: int) -> None:
        with hub(dsn) as own, own.alone():
            if not own.parcels(ReportKind.MONTHLY, "2026-10"):
                first.append(number)
                own.keep(parcel(home, number), (), (), content(number))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with hub(dsn) as store:
        assert [one.file_name for one in store.parcels()] == [f"bao-cao-{first[0]}.pdf"]
    assert len(first) == 1


def test_whoever_waits_too_long_is_told(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.exchange.hub.address.SECONDS", 1)
    with hub(dsn) as one, hub(dsn) as other, one.alone():
        with pytest.raises(HubFailed) as error, other.alone():
            pass
        assert "Try again" in error.value.message.id


def test_what_breaks_in_between_keeps_nothing(dsn: str) -> None:
    home = facility()

    def interrupted(store: Hub) -> None:
        with store.alone():
            store.keep(parcel(home), TABLES, [person()], content(0))
            pid = store.connection.info.backend_pid
            with psycopg.connect(dsn, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (pid,))
            store.keep(parcel(home, 1), TABLES, (), content(1))

    with hub(dsn) as store:
        store.keep_facility(home)
        with pytest.raises(HubFailed) as error:
            interrupted(store)
        assert error.value.message.values["hub"] == store.said
    with hub(dsn) as store:
        assert store.parcels() == []
        store.keep(parcel(home), TABLES, [person()], content(0))
        assert len(store.parcels()) == 1


def test_a_package_is_kept_with_all_its_tables_or_not_at_all(dsn: str) -> None:
    with hub(dsn) as store:
        with pytest.raises(psycopg.IntegrityError):
            store.keep(parcel(facility()), TABLES, (), content(0))  # its facility is not in the list
        assert store.parcels() == []
        assert store.connection.execute("SELECT count(*) AS n FROM carebook.received_file").fetchone() == {"n": 0}


def test_who_may_not_ask_is_refused(book: Book, dsn: str, director: Actor, now: datetime) -> None:
    stranger = replace(director, grants=())
    with book.reading_for(stranger, now) as reader, Hub(dsn, asks=reader.asks) as store:
        for question in (
            store.facilities,
            store.parcels,
            lambda: store.parcel_of_file("x"),
            lambda: store.tables(["x"]),
            lambda: store.people(["x"]),
            lambda: store.content("x"),
        ):
            with pytest.raises(NotAllowedToSee):
                question()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text("abcdefgh_", min_size=1, max_size=6), min_size=1, max_size=4, unique=True),
    st.lists(st.lists(st.none() | st.integers(-(2**53), 2**53), min_size=4, max_size=4), max_size=5),
    st.text(max_size=30).filter(lambda text: "\x00" not in text and not any(0xD800 <= ord(c) < 0xE000 for c in text)),
)
def test_any_figures_and_words_come_back(dsn: str, columns: list[str], rows: list[list[int | None]], word: str) -> None:
    cells = tuple((f"{word}{n}", tuple(row[: len(columns)])) for n, row in enumerate(rows))
    table = ParcelTable("B01", tuple(columns), cells)
    number = int.from_bytes(hashlib.sha256(repr((columns, rows, word)).encode()).digest()[:4], "big")
    with hub(dsn) as store:
        arrived = parcel(None, 0, file_hash=f"{number}", file_name=word, signers=(word, "b"))
        store.keep(arrived, (table,), (), content(0))
        kept = store.parcel_of_file(f"{number}")
        assert kept is not None
        assert (kept.file_name, kept.signers) == (word, (word, "b"))
        assert store.tables([kept.id])[kept.id] == (table,)


# Loading many at once


def arrivals(home: ReportingFacility, count: int) -> list[Arrival]:
    return [Arrival(parcel(home, number), TABLES, (person(),), content(number)) for number in range(count)]


def test_loading_keeps_what_keeping_one_by_one_keeps(dsn: str) -> None:
    home = facility()
    many = arrivals(home, 30)
    told: list[int] = []
    with hub(dsn) as store:
        store.keep_facility(home)
        for one in many[:10]:
            store.keep(one.parcel, one.tables, one.people, one.content)
        assert load(store, many, told.append) == 20
        assert told == [30]
        assert store.parcels() == [replace(one.parcel, version=1) for one in reversed(many)]
        ids = [one.parcel.id for one in many]
        assert store.tables(ids) == dict.fromkeys(ids, TABLES)
        assert [people[0].full_name for people in store.people(ids).values()] == ["Trần Thị An"] * 30
        assert store.content(ids[25]) == content(25)


def test_loading_again_or_the_same_file_twice_changes_nothing(dsn: str) -> None:
    home = facility()
    with hub(dsn) as store:
        store.keep_facility(home)
        assert load(store, arrivals(home, 5)) == 5
        before = store.parcels()
        assert load(store, [*arrivals(home, 5), *arrivals(home, 5)]) == 0
        assert store.parcels() == before
        assert load(store, []) == 0


def test_loading_goes_on_after_the_last_whole_batch(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.exchange.hub.loading.BATCH", 4)
    home = facility()
    many = arrivals(home, 10)

    def stop(done: int) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    with hub(dsn) as store:
        store.keep_facility(home)
        with pytest.raises(KeyboardInterrupt):
            load(store, many, stop)
        assert len(store.parcels()) == 8
        assert load(store, many) == 2
