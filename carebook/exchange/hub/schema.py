"""The tables of a hub, step by step: they lie in a schema of their own, and hold the same rows as a department's book."""

from __future__ import annotations

from typing import Any

import psycopg

from carebook.exchange.hub.address import HubFailed
from carebook.words import N_

_ONE_AT_A_TIME = 0x6361726562
"""The advisory lock under which the tables are made and packages are placed."""

_FIRST = """
CREATE TABLE carebook.reporting_facility (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_because text NOT NULL,
    name text NOT NULL,
    facility_id text NOT NULL,
    symbol text NOT NULL,
    kind text NOT NULL,
    ownership text NOT NULL,
    beds bigint,
    fingerprint text NOT NULL,
    from_on date,
    to_on date
);
CREATE UNIQUE INDEX reporting_facility_once ON carebook.reporting_facility (facility_id)
    WHERE withdrawn_at IS NULL AND facility_id <> '';

CREATE TABLE carebook.received_file (
    file_hash text PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE carebook.received_file ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE carebook.received_parcel (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_because text NOT NULL,
    reporting_facility_id text REFERENCES carebook.reporting_facility (id),
    parcel_kind text NOT NULL,
    kind text NOT NULL,
    period text NOT NULL,
    report_version bigint NOT NULL,
    number text NOT NULL,
    dated_on date,
    cutoff_on date,
    received_at timestamptz NOT NULL,
    file_name text NOT NULL,
    file_hash text NOT NULL REFERENCES carebook.received_file (file_hash),
    data_hash text NOT NULL,
    came_from text NOT NULL,
    level text NOT NULL,
    signers jsonb NOT NULL,
    refused text NOT NULL,
    receipt_hash text NOT NULL,
    receipt_sent_at timestamptz
);
CREATE UNIQUE INDEX received_parcel_once ON carebook.received_parcel (file_hash) WHERE withdrawn_at IS NULL;
CREATE INDEX received_parcel_period ON carebook.received_parcel (period, kind, reporting_facility_id);

CREATE TABLE carebook.received_table (
    received_parcel_id text NOT NULL REFERENCES carebook.received_parcel (id),
    table_code text NOT NULL,
    figures json NOT NULL,
    PRIMARY KEY (received_parcel_id, table_code)
);

CREATE TABLE carebook.received_person (
    id text PRIMARY KEY,
    version bigint NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_because text NOT NULL,
    received_parcel_id text NOT NULL REFERENCES carebook.received_parcel (id),
    code text NOT NULL,
    full_name text NOT NULL,
    born text,
    sex text,
    national_id text NOT NULL,
    category text NOT NULL,
    since_on date
);
CREATE INDEX received_person_parcel ON carebook.received_person (received_parcel_id);
"""

STEPS: tuple[tuple[str, str], ...] = (("h0001_received", _FIRST),)
"""Each step's name and its SQL; what was released never changes."""
NEWEST = len(STEPS)


def bring_up_to_date(connection: psycopg.Connection[Any], hub: str) -> None:
    """Make what is missing, one PC at a time. Raises `HubFailed` when a newer CareBook has made the tables."""
    if is_current(connection, hub):
        return
    with connection.transaction():
        alone(connection)
        connection.execute("CREATE SCHEMA IF NOT EXISTS carebook")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS carebook.step"
            " (number int PRIMARY KEY, name text NOT NULL, done_at timestamptz NOT NULL DEFAULT now())"
        )
        for number, (name, sql) in enumerate(STEPS[_done(connection) :], start=_done(connection) + 1):
            connection.execute(sql)
            connection.execute("INSERT INTO carebook.step (number, name) VALUES (%s, %s)", (number, name))


def is_current(connection: psycopg.Connection[Any], hub: str) -> bool:
    """Whether the tables are there as this CareBook knows them. Raises `HubFailed` when they are newer."""
    there = connection.execute("SELECT to_regclass('carebook.step') IS NOT NULL AS there").fetchone()
    done = _done(connection) if there is not None and there["there"] else 0
    if done > NEWEST:
        raise HubFailed(
            N_("The hub {hub} was made by a newer CareBook. Update this one; nothing was changed."), hub=hub
        )
    return done == NEWEST


def alone(connection: psycopg.Connection[Any]) -> None:
    """Until the transaction ends nobody else makes tables or places packages."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))


def _done(connection: psycopg.Connection[Any]) -> int:
    found = connection.execute("SELECT coalesce(max(number), 0) AS done FROM carebook.step").fetchone()
    return int(found["done"]) if found is not None else 0
