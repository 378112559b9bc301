"""Loading many packages into a hub at once: a department that moves its book there, or takes over an archive of years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from psycopg import sql

from carebook.exchange.hub.address import translated
from carebook.exchange.hub.rows import table
from carebook.exchange.hub.store import Hub
from carebook.records.receiving import ReceivedParcel, ReceivedPerson
from carebook.records.record import Record
from carebook.rules.parcels import ParcelTable
from carebook.store.receiving import figures_json
from carebook.store.rows import to_row

BATCH = 1000
"""Packages that are kept together: a stopped loading goes on after the last whole batch."""


@dataclass(frozen=True)
class Arrival:
    """A package with what was read from it and its file, as `DepartmentStore.keep` takes it."""

    parcel: ReceivedParcel
    tables: Sequence[ParcelTable]
    people: Sequence[ReceivedPerson]
    content: bytes


def load(hub: Hub, arrivals: Iterable[Arrival], progress: Callable[[int], object] | None = None) -> int:
    """Keep packages whose facilities are there, by COPY; those whose file is there already are left out.

    Answers how many were new. ``progress(done)`` after each batch, which may raise to stop. Raises `HubFailed`.
    """
    done = new = 0
    for batch in _batches(arrivals):
        with hub.alone():
            new += _keep(hub, batch)
        done += len(batch)
        if progress is not None:
            progress(done)
    return new


def _keep(hub: Hub, batch: Sequence[Arrival]) -> int:
    connection = hub.connection
    with translated(hub.said):
        hashes = [one.parcel.file_hash for one in batch]
        there = connection.execute(
            "SELECT file_hash FROM carebook.received_parcel WHERE file_hash = ANY(%s) AND withdrawn_at IS NULL",
            (hashes,),
        )
        known = {row["file_hash"] for row in there}
        kept = connection.execute("SELECT file_hash FROM carebook.received_file WHERE file_hash = ANY(%s)", (hashes,))
        files = {row["file_hash"] for row in kept}
        new: list[Arrival] = []
        for one in batch:
            if one.parcel.file_hash not in known:
                known.add(one.parcel.file_hash)
                new.append(one)
        _copy(
            hub,
            sql.Identifier("carebook", "received_file"),
            ("file_hash", "content"),
            ((one.parcel.file_hash, one.content) for one in new if one.parcel.file_hash not in files),
        )
        _copy_records(hub, ReceivedParcel, (one.parcel for one in new))
        _copy(
            hub,
            sql.Identifier("carebook", "received_table"),
            ("received_parcel_id", "table_code", "figures"),
            ((one.parcel.id, found.code, figures_json(found)) for one in new for found in one.tables),
        )
        people = (replace(found, received_parcel_id=one.parcel.id) for one in new for found in one.people)
        _copy_records(hub, ReceivedPerson, people)
    return len(new)


def _copy_records(hub: Hub, cls: type[Record], records: Iterable[Record]) -> None:
    rows = (to_row(replace(record, version=record.version or 1)) for record in records)
    first = next(rows, None)
    if first is not None:
        _copy(hub, table(cls), tuple(first), _values(first, rows))


def _values(first: dict[str, Any], rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    yield tuple(first.values())
    for row in rows:
        yield tuple(row.values())


def _copy(hub: Hub, into: sql.Identifier, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with (
        hub.connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(into, names)) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    remaining = iter(arrivals)
    while batch := list(islice(remaining, BATCH)):
        yield batch
