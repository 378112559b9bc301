"""Opening a hub makes what is missing, once and whole, leaves what is newer alone, and says why it does not open."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest

from carebook.exchange.hub import Hub, HubFailed, schema
from tests.exchange import postgres
from tests.hub_samples import TABLES, content, facility, parcel


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


def test_opening_makes_the_tables_once_whoever_comes_first(dsn: str) -> None:
    failed: list[BaseException] = []

    def come() -> None:
        try:
            with hub(dsn) as store:
                assert store.facilities() == []
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with hub(dsn) as store:
        rows = store.connection.execute("SELECT number, name FROM carebook.step ORDER BY number").fetchall()
        assert [(row["number"], row["name"]) for row in rows] == [
            (number, name) for number, (name, _sql) in enumerate(schema.STEPS, 1)
        ]


def test_a_step_that_is_missing_is_made_and_what_is_there_stays(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub(dsn) as store:
        store.keep(parcel(None), TABLES, (), content(0))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("h0002_test", "CREATE TABLE carebook.later (n int)")))
    monkeypatch.setattr(schema, "NEWEST", len(schema.STEPS))
    with pytest.raises(HubFailed), hub(dsn, make=False):
        pass
    with hub(dsn) as store:
        assert len(store.parcels()) == 1
        store.connection.execute("SELECT n FROM carebook.later")


def test_a_step_that_fails_leaves_the_hub_as_it_was(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*schema.STEPS, ("h0002_test", "CREATE TABLE carebook.later (n int); SELECT 1 / 0"))
    with monkeypatch.context() as changed:
        changed.setattr(schema, "STEPS", broken)
        changed.setattr(schema, "NEWEST", len(broken))
        with pytest.raises(psycopg.DataError), hub(dsn):
            pass
    with hub(dsn) as store:
        assert store.facilities() == []


def test_a_newer_hub_is_left_alone(dsn: str) -> None:
    with hub(dsn) as store:
        store.connection.execute("INSERT INTO carebook.step (number, name) VALUES (999, 'h0999')")
    with pytest.raises(HubFailed) as error, hub(dsn):
        pass
    assert "newer" in error.value.message.id


def test_only_looking_makes_nothing(dsn: str) -> None:
    with pytest.raises(HubFailed), hub(dsn, make=False):
        pass
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT to_regnamespace('carebook')").fetchone() == (None,)
    with hub(dsn) as store:
        store.keep_facility(facility())
    with hub(dsn, make=False) as store:
        assert len(store.facilities()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "so",
        "mysql://so/carebook",
        "host=so",
        "postgresql://so:khong/carebook",
        "postgresql://u:bi-mat-0417@so/carebook",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(HubFailed) as error:
        hub(address)
    assert "bi-mat" not in f"{error.value} {error.value!r}"
    assert error.value.problems[0].message == error.value.message


def test_a_connection_that_leaves_this_pc_is_encrypted() -> None:
    from carebook.exchange.hub.address import parts_of

    assert parts_of("postgresql://so.example.vn/carebook")["sslmode"] == "require"
    assert parts_of("postgresql://so.example.vn/carebook?sslmode=verify-full")["sslmode"] == "verify-full"
    for here in ("postgresql:///carebook", "postgresql://localhost/carebook", "postgresql://127.0.0.1/carebook"):
        assert "sslmode" not in parts_of(here)


@pytest.mark.usefixtures("dsn")
def test_why_a_hub_does_not_open(cluster: postgres.Cluster, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    secret = "sai-mat-khau-0417"
    told = []
    for address, said in (
        (cluster.guarded("so"), "password is wrong"),
        (cluster.guarded("so", "nguoi-la"), "password is wrong"),
        (cluster.dsn("khong-co"), "no such database"),
        ("postgresql://127.0.0.1:1/so", "cannot be reached"),
    ):
        with pytest.raises(HubFailed) as error, hub(address, password=secret):
            pass
        assert said in error.value.message.id
        told.append(f"{error.value} {error.value!r} {error.value.__context__ if error.value.__cause__ else ''}")
    assert secret not in "".join(told) + caplog.text


def test_who_may_only_look(cluster: postgres.Cluster, dsn: str) -> None:
    with hub(dsn) as store:
        store.keep_facility(facility())
        store.connection.execute(f"GRANT USAGE ON SCHEMA carebook TO {postgres.GUARDED}")
        store.connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA carebook TO {postgres.GUARDED}")
    with hub(cluster.guarded("so"), password=postgres.PASSWORD, make=False) as store:
        assert len(store.facilities()) == 1
        with pytest.raises(HubFailed) as error:
            store.keep_facility(facility())
    assert "does not let" in error.value.message.id
