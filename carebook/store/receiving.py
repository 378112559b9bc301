"""What a department keeps of the facilities that report to it: questions and writing, in a book or in another store alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Protocol

from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReceivedTable, ReportingFacility
from carebook.rules.parcels import ParcelTable
from carebook.store.book import Reader, Writer
from carebook.store.periods import keep_file, kept_file

FILE_KIND = "received"


class DepartmentStore(Protocol):
    """Where a department's packages are kept: its book, or a hub for several people.

    Ids are given by the caller; what is kept under an id that is there replaces it. Struck rows are not told.
    """

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else keeps anything inside the block: what was asked there still holds when something is kept."""

    def facilities(self) -> list[ReportingFacility]:
        """The facilities that report, by name."""

    def parcels(self, kind: ReportKind | None = None, period: str = "") -> list[ReceivedParcel]:
        """What was received, of one kind of report or one time when asked for, refused ones too; the newest first."""

    def parcel_of_file(self, file_hash: str) -> ReceivedParcel | None:
        """What is kept of that very file; None when it was never received."""

    def tables(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ParcelTable, ...]]:
        """The tables of each of these packages."""

    def people(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ReceivedPerson, ...]]:
        """The people of each of these data packages."""

    def content(self, parcel_id: str) -> bytes:
        """The very file that was received; LookupError when there is none."""

    def keep_facility(self, facility: ReportingFacility) -> None:
        """Keep a facility in the list."""

    def keep(
        self,
        arrived: ReceivedParcel,
        tables: Sequence[ParcelTable],
        people: Sequence[ReceivedPerson],
        content: bytes,
    ) -> None:
        """Keep a package with what was read from it and its file."""

    def amend(self, row: ReceivedParcel) -> None:
        """Keep changed facts of a package that is there: its receipt was sent, other figures hold instead of its own."""


class BookStore:
    """A department's own book as a `DepartmentStore`; writing needs a Writer (`Book.changing`)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def alone(self) -> AbstractContextManager[None]:
        """A Writer is alone as long as its change lasts."""
        return nullcontext()

    def facilities(self) -> list[ReportingFacility]:
        """The facilities that report, by name."""
        self._reader.asks("receiving")
        return self._reader.records(ReportingFacility, order="name, id")

    def parcels(self, kind: ReportKind | None = None, period: str = "") -> list[ReceivedParcel]:
        """What was received, the newest first; refused ones too."""
        self._reader.asks("receiving")
        where, values = ["1"], []
        if kind is not None:
            where.append("kind = ?")
            values.append(kind.value)
        if period:
            where.append("period = ?")
            values.append(period)
        return self._reader.records(ReceivedParcel, " AND ".join(where), values, order="received_at DESC, id DESC")

    def parcel_of_file(self, file_hash: str) -> ReceivedParcel | None:
        """What is kept of that very file; None when it was never received."""
        self._reader.asks("receiving")
        found = self._reader.records(ReceivedParcel, "file_hash = ?", [file_hash])
        return found[0] if found else None

    def tables(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ParcelTable, ...]]:
        """The tables of each of these packages, in the order of their codes."""
        self._reader.asks("receiving")
        found: dict[str, tuple[ParcelTable, ...]] = dict.fromkeys(parcel_ids, ())
        for row in self._reader.records(ReceivedTable, *_among(parcel_ids), order="table_code"):
            found[row.received_parcel_id] += (_unpacked(row),)
        return found

    def people(self, parcel_ids: Sequence[str]) -> dict[str, tuple[ReceivedPerson, ...]]:
        """The people of each of these data packages; only for who may see them all."""
        self._reader.asks("received_people")
        found: dict[str, tuple[ReceivedPerson, ...]] = dict.fromkeys(parcel_ids, ())
        for row in self._reader.records(ReceivedPerson, *_among(parcel_ids)):
            found[row.received_parcel_id] += (row,)
        return found

    def content(self, parcel_id: str) -> bytes:
        """The very file that was received; LookupError when there is none."""
        self._reader.asks("receiving")
        parcel = self._reader.record(ReceivedParcel, parcel_id)
        found = kept_file(self._reader, parcel.file_hash) if parcel is not None else None
        if found is None:
            raise LookupError(parcel_id)
        return found

    def keep_facility(self, facility: ReportingFacility) -> None:
        """Keep a facility in the list."""
        writer = self._writer
        if writer.record(ReportingFacility, facility.id) is None:
            writer.add(facility)
        else:
            writer.amend(facility)

    def keep(
        self,
        arrived: ReceivedParcel,
        tables: Sequence[ParcelTable],
        people: Sequence[ReceivedPerson],
        content: bytes,
    ) -> None:
        """Keep a package with what was read from it and its file."""
        writer = self._writer
        digest = keep_file(writer, content, FILE_KIND)
        if digest != arrived.file_hash:
            raise ValueError(arrived.file_hash)
        if writer.record(ReceivedParcel, arrived.id) is None:
            writer.add(arrived)
        else:
            writer.amend(arrived)
        there = set(self.tables([arrived.id])[arrived.id])
        writer.add_many([_packed(arrived.id, table) for table in tables if table not in there])
        known = {one.id for one in writer.records(ReceivedPerson, "received_parcel_id = ?", [arrived.id])}
        writer.add_many([replace(one, received_parcel_id=arrived.id) for one in people if one.id not in known])

    def amend(self, row: ReceivedParcel) -> None:
        """Keep changed facts of a package that is there."""
        self._writer.amend(row)

    @property
    def _writer(self) -> Writer:
        if not isinstance(self._reader, Writer):
            raise TypeError("writing needs a Writer")
        return self._reader


def figures_json(table: ParcelTable) -> str:
    """The figures of a table as they are kept: {"columns": […], "rows": [[code, [cells]], …]}."""
    return json.dumps({"columns": table.columns, "rows": table.rows}, ensure_ascii=False, separators=(",", ":"))


def table_from(code: str, figures: str) -> ParcelTable:
    """The table `figures_json` wrote."""
    kept = json.loads(figures)
    return ParcelTable(code, tuple(kept["columns"]), tuple((row, tuple(cells)) for row, cells in kept["rows"]))


def _packed(parcel_id: str, table: ParcelTable) -> ReceivedTable:
    return ReceivedTable(received_parcel_id=parcel_id, table_code=table.code, figures=figures_json(table))


def _unpacked(row: ReceivedTable) -> ParcelTable:
    return table_from(row.table_code, row.figures)


def _among(parcel_ids: Sequence[str]) -> tuple[str, list[str]]:
    return f"received_parcel_id IN ({', '.join('?' * len(parcel_ids))})", list(parcel_ids)
