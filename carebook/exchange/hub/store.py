"""The hub as a `DepartmentStore`: the same questions and the same keeping as a department's book, for several people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from carebook.exchange.hub import schema
from carebook.exchange.hub.address import HubFailed, parts_of, said_of, translated
from carebook.exchange.hub.rows import insert, prepare, table, update
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.records.record import Record
from carebook.rules.parcels import ParcelTable
from carebook.store.receiving import figures_json, table_from
from carebook.store.rows import from_row
from carebook.words import N_

R = TypeVar("R", bound=Record)
_BY_ID = sql.SQL("id")
_BY_NAME = sql.SQL('name COLLATE "C", id')
_NEWEST_FIRST = sql.SQL("received_at DESC, id DESC")


class Hub:
    """The store at ``dsn`` (postgresql://server/database); used as ``with Hub(…) as store``.

    ``asks(question)`` refuses who may not put a kind of question (`Reader.asks` of the department's book). Opening makes or
    upgrades the tables; without ``make`` it makes nothing. Every call is one transaction of its own, except inside `alone`.
    Raises `HubFailed` for whatever stands against it.
    """

    def __init__(self, dsn: str, *, password: str = "", asks: Callable[[str], object], make: bool = True) -> None:
        self._parts = parts_of(dsn)
        self._password, self._asks, self._make = password, asks, make
        self.said = said_of(self._parts)
        self._connection: psycopg.Connection[dict[str, Any]] | None = None

    def __enter__(self) -> Self:
        secret = {"password": self._password} if self._password else {}
        with translated(self.said):
            self._connection = psycopg.connect(
                make_conninfo(**self._parts, **secret), autocommit=True, row_factory=dict_row
            )
            try:
                prepare(self._connection)
                if self._make:
                    schema.bring_up_to_date(self._connection, self.said)
                elif not schema.is_current(self._connection, self.said):
                    raise HubFailed(N_("Nothing was received into the hub {hub} yet."), hub=self.said)
            except BaseException:
                self._connection.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def connection(self) -> psycopg.Connection[dict[str, Any]]:
        """The open connection."""
        if self._connection is None:
            raise RuntimeError("the hub is not open")
        return self._connection

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else keeps anything meanwhile: what was asked inside still holds when something is kept."""
        with translated(self.said), self.connection.transaction():
            schema.alone(self.connection)
            yield

    def facilities(self) -> list[ReportingFacility]:
        """The facilities that report, by name."""
        self._asks("receiving")
        return self._records(ReportingFacility, sql.SQL("true"), (), _BY_NAME)

    def parcels(self, kind: ReportKind | None = None, period: str = "") -> list[ReceivedParcel]:
        """What was received, of one kind of report or one time when asked for, refused ones too; the newest first."""
        self._asks("receiving")
        where: list[sql.Composable] = [sql.SQL("true")]
        values: list[str] = []
        if kind is not None:
            where.append(sql.SQL("kind = %s"))
            values.append(kind.value)
        if period:
            where.append(sql.SQL("period = %s"))
            values.append(period)
        return self._records(ReceivedParcel, sql.SQL(" AND ").join(where), values, _NEWEST_FIRST)

    def parcel_of_file(self, file_hash: str) -> ReceivedParcel | None:
        """What is kept of that very file; None when it was never received."""
        self._asks("receiving")
        found = self._records(ReceivedParcel, sql.SQL("file_hash = %s"), (file_hash,))
        return found[0] if found else None

    def tables(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ParcelTable, ...]]:
        """The tables of each of these packages, in the order of their codes."""
        self._asks("receiving")
        found: dict[str, tuple[ParcelTable, ...]] = dict.fromkeys(parcel_ids, ())
        rows = self._rows(
            sql.SQL(
                "SELECT received_parcel_id, table_code, figures FROM carebook.received_table"
                ' WHERE received_parcel_id = ANY(%s) ORDER BY table_code COLLATE "C"'
            ),
            (list(parcel_ids),),
        )
        for row in rows:
            found[row["received_parcel_id"]] += (table_from(row["table_code"], row["figures"]),)
        return found

    def people(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ReceivedPerson, ...]]:
        """The people of each of these data packages; only for who may see them all."""
        self._asks("received_people")
        found: dict[str, tuple[ReceivedPerson, ...]] = dict.fromkeys(parcel_ids, ())
        for one in self._records(ReceivedPerson, sql.SQL("received_parcel_id = ANY(%s)"), (list(parcel_ids),)):
            found[one.received_parcel_id] += (one,)
        return found

    def content(self, parcel_id: str) -> bytes:
        """The very file that was received; LookupError when there is none."""
        self._asks("receiving")
        found = self._rows(
            sql.SQL(
                "SELECT content FROM carebook.received_file JOIN carebook.received_parcel USING (file_hash) WHERE id = %s"
            ),
            (parcel_id,),
        )
        if not found:
            raise LookupError(parcel_id)
        return bytes(found[0]["content"])

    def keep_facility(self, facility: ReportingFacility) -> None:
        """Keep a facility in the list."""
        with self._changing():
            if not self._written(update(facility)):
                self._written(insert(replace(facility, version=1)))

    def keep(
        self,
        arrived: ReceivedParcel,
        tables: Sequence[ParcelTable],
        people: Sequence[ReceivedPerson],
        content: bytes,
    ) -> None:
        """Keep a package with what was read from it and its file; a file that is kept already under another id changes nothing."""
        with self._changing():
            self.connection.execute(
                "INSERT INTO carebook.received_file VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (arrived.file_hash, content),
            )
            if not self._written(update(arrived)) and not self._written(insert(replace(arrived, version=1))):
                return
            with self.connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO carebook.received_table VALUES (%s, %s, %s)"
                    " ON CONFLICT (received_parcel_id, table_code) DO UPDATE SET figures = excluded.figures",
                    [(arrived.id, one.code, figures_json(one)) for one in tables],
                )
            for one in people:
                self._written(insert(replace(one, received_parcel_id=arrived.id, version=1)))

    def amend(self, row: ReceivedParcel) -> None:
        """Keep changed facts of a package that is there. Raises LookupError when it is not."""
        with self._changing():
            if not self._written(update(row)):
                raise LookupError(row.id)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with translated(self.said), self.connection.transaction():
            yield

    def _written(self, written: tuple[sql.Composed, Any]) -> bool:
        return self.connection.execute(*written).fetchone() is not None

    def _rows(self, query: sql.SQL | sql.Composed, values: Sequence[Any]) -> list[dict[str, Any]]:
        with translated(self.said):
            return self.connection.execute(query, values).fetchall()

    def _records(self, cls: type[R], where: sql.Composable, values: Sequence[Any], order: sql.SQL = _BY_ID) -> list[R]:
        query = sql.SQL("SELECT * FROM {} WHERE ({}) AND withdrawn_at IS NULL ORDER BY {}")
        return [from_row(cls, row) for row in self._rows(query.format(table(cls), where, order), values)]
